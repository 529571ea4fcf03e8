//! Starts the centre, or does one of its chores. Everything else is in the library.
#![expect(
    clippy::print_stdout,
    reason = "others read the address and the findings from stdout; the log goes to stderr"
)]

mod arguments;
mod chores;
mod repeated;

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use clap::Parser;
use overgang_domain::reference::Reference;
use overgang_server::after_commit::AfterCommit;
use overgang_server::centre::Centre;
use overgang_server::clock::{Clock, DrawBytesError};
use overgang_server::database::{Database, NameDatabaseError};
use overgang_server::erasing::{EraseError, finish, replay};
use overgang_server::erasures_file::{ErasuresFile, ReadErasuresError};
use overgang_server::founding::{FoundError, found_or_check};
use overgang_server::news::{News, NewsPace};
use overgang_server::provider::{Provider, ProviderConfig, ReadProviderConfigError, SignInFailure};
use overgang_server::published_heads::PublishError;
use overgang_server::rate_limits::RateLimits;
use overgang_server::reference_data::{self, ReadReferenceError};
use overgang_server::router::router;
use overgang_server::rules::Rules;
use overgang_server::session::CookieStyle;
use overgang_server::storage::{
    Identity, LedgerStore, OpenStoreError, PracticeOrigin, UseStoreError,
};
use overgang_server::systems::person_register::{HttpRegister, PersonRegister};
use overgang_server::systems::webhooks::WebhookTask;
use overgang_server::systems::{ReadSystemsError, SecretSource, Systems};
use overgang_sync::message::Realm;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;

use crate::arguments::{Arguments, Serving};
use crate::chores::ChoreError;
use crate::repeated::{Publishing, draw_reviews, move_plans, retain_daily};

/// Requests that are under way when the centre is to end get this long.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// The environment variable with the secret that the provider knows us by.
const PROVIDER_SECRET: &str = "OVERGANG_PROVIDER_SECRET";

/// The server ended, or did not start.
#[derive(Debug, thiserror::Error)]
enum RunError {
    #[error(
        "the practice prison lets anybody be anybody, so it listens on this machine's own address \
         only; choose 127.0.0.1, or add --practice-anywhere"
    )]
    PracticeInTheOpen,
    #[error("cannot listen there: {0}")]
    Listen(std::io::Error),
    #[error("the server broke off: {0}")]
    Serve(std::io::Error),
    #[error(transparent)]
    Open(#[from] OpenStoreError),
    #[error(transparent)]
    Found(#[from] FoundError),
    #[error("cannot read {file}: {source}")]
    ConfigFile {
        file: PathBuf,
        source: std::io::Error,
    },
    #[error(
        "the secret that the provider knows us by is missing: put it into {PROVIDER_SECRET}, or name its file as \
         client_secret_file"
    )]
    NoProviderSecret,
    #[error(transparent)]
    ProviderConfig(#[from] ReadProviderConfigError),
    #[error(transparent)]
    Systems(#[from] ReadSystemsError),
    #[error(transparent)]
    Store(#[from] UseStoreError),
    #[error(transparent)]
    Chance(#[from] DrawBytesError),
    #[error(transparent)]
    Provider(#[from] SignInFailure),
    #[error(transparent)]
    Publish(#[from] PublishError),
    #[error(transparent)]
    Chore(#[from] ChoreError),
    #[error(transparent)]
    Erasures(#[from] ReadErasuresError),
    #[error(transparent)]
    Erase(#[from] EraseError),
    #[error(transparent)]
    Name(#[from] NameDatabaseError),
    #[error(transparent)]
    Reference(#[from] ReadReferenceError),
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    write_log_to_stderr(arguments.json_log);
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("overgang-server: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), RunError> {
    // Not parsed by the command line's reader, which would print what it refuses.
    let database: Database = arguments.database.parse()?;
    let file = arguments.erasures.as_deref().map(ErasuresFile::at);
    match &arguments.chore {
        Some(chore) => Ok(chores::run(chore, &database, file.as_ref()).await?),
        None => serve(&database, &arguments.serving, file).await,
    }
}

fn write_log_to_stderr(as_json: bool) {
    let log = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false);
    if as_json {
        log.json().init();
    } else {
        log.compact().init();
    }
}

async fn serve(
    database: &Database,
    serving: &Serving,
    erasures: Option<ErasuresFile>,
) -> Result<(), RunError> {
    let is_loopback: bool = serving.listen.ip().is_loopback();
    if serving.practice && !is_loopback && !serving.practice_anywhere {
        return Err(RunError::PracticeInTheOpen);
    }
    let realm: Realm = if serving.practice {
        Realm::Practice
    } else {
        Realm::Office
    };
    let clock = Clock::System;
    let reference: Reference = reference_data::shipped()?;
    let provider: Option<Arc<Provider>> = open_provider(serving, &reference)?;
    let systems: Arc<Systems> = Arc::new(open_systems(serving, &reference)?);
    let store: Arc<dyn LedgerStore> = database.open(true).await?;
    let practice = PracticeOrigin {
        seed: serving.seed,
        day: serving.practice_day.unwrap_or_else(|| clock.today()),
    };
    let identity: Identity = found_or_check(store.as_ref(), realm, practice).await?;
    systems.list(store.as_ref(), &clock).await?;
    let rules = Arc::new(Rules::new(reference));
    let pace = NewsPace::with_streams(serving.streams);
    let (news, news_task) = News::new(store.clone(), pace, clock.clone());
    if let Some(file) = &erasures {
        file.forget_erased()?;
        let again = replay(store.as_ref(), &file.read()?).await?;
        if again > 0 {
            tracing::warn!(again, "what a backup had undone was done again");
            finish(store.as_ref(), &rules, Some(file)).await?;
        }
    }
    let (after_commit, task) = AfterCommit::new(store.clone(), Arc::clone(&rules), news.clone());
    let epoch: Arc<str> = identity.epoch.clone().into();
    let webhooks = WebhookTask::all(&systems, &store, &clock, &epoch)?;
    let centre = Centre {
        store: store.clone(),
        rules: Arc::clone(&rules),
        limits: Arc::new(RateLimits::new(serving.rates.rates(), &clock)),
        register: register(&systems, &clock),
        systems,
        clock,
        realm,
        cursor_key: identity.cursor_key,
        outbox_secret: identity.outbox_secret,
        provider,
        opened_per_hour: serving.opened_per_hour,
        lease: serving.lease.lease(),
        erasures: erasures.clone(),
        cookie: if serving.practice && is_loopback {
            CookieStyle::Loopback
        } else {
            CookieStyle::Secure
        },
        after_commit,
        news: news.clone(),
    };
    if !serving.dist.join("index.html").is_file() {
        tracing::warn!("there is no built app in the folder of --dist; only the API is served");
    }
    let publishing = Publishing {
        store: store.clone(),
        epoch: identity.epoch,
        file: serving.publish_heads.clone(),
    };
    publishing.publish().await?;
    let listener: TcpListener = TcpListener::bind(serving.listen)
        .await
        .map_err(RunError::Listen)?;
    let address = listener.local_addr().map_err(RunError::Listen)?;
    let mut repeated: JoinSet<()> = webhooks.into_iter().map(WebhookTask::run).collect();
    repeated.spawn(publishing.clone().publish_often());
    repeated.spawn(draw_reviews(store.clone()));
    repeated.spawn(move_plans(centre.clone()));
    if serving.retain_daily {
        repeated.spawn(retain_daily(store.clone(), rules, erasures));
    }
    let background = tokio::spawn(task.run());
    tokio::spawn(news_task.run());
    let app = router(centre, &serving.dist);
    println!("listening on http://{address}");
    answer_until_the_end(listener, app, news).await?;
    repeated.shutdown().await;
    // The task ends with the last centre, which has gone with the server and with what was repeated.
    tokio::time::timeout(LAST_WORDS, background).await.ok();
    publishing.publish().await?;
    store.close().await;
    tracing::info!("ended");
    Ok(())
}

/// Answers requests until somebody ends the server, and those that are under way then.
async fn answer_until_the_end(
    listener: TcpListener,
    app: Router,
    news: News,
) -> Result<(), RunError> {
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    tokio::spawn(async move {
        wait_for_the_end().await;
        // Nobody listens any longer only where the server has ended by itself.
        stop.send_replace(true);
    });
    let mut until_stop = stopped.clone();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        // An error means that the sender is gone, which is the end as well.
        until_stop.wait_for(|stop| *stop).await.ok();
        // Streams would never end by themselves.
        news.close();
    });
    let mut until_stop = stopped;
    let too_late = async move {
        until_stop.wait_for(|stop| *stop).await.ok();
        tokio::time::sleep(LAST_WORDS).await;
    };
    tokio::select! {
        ended = server => ended.map_err(RunError::Serve)?,
        () = too_late => tracing::warn!("some requests did not end in time"),
    }
    Ok(())
}

async fn wait_for_the_end() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Reads who signs people in, and the secret that we share with them.
fn open_provider(
    serving: &Serving,
    reference: &Reference,
) -> Result<Option<Arc<Provider>>, RunError> {
    let Some(file) = &serving.provider else {
        return Ok(None);
    };
    let config = ProviderConfig::read(&read(file)?, reference)?;
    let secret: String = match (std::env::var(PROVIDER_SECRET), &config.client_secret_file) {
        (Ok(secret), _) => secret,
        (Err(_), Some(file)) => read(file)?.trim_end().to_owned(),
        (Err(_), None) => return Err(RunError::NoProviderSecret),
    };
    Ok(Some(Arc::new(Provider::new(config, secret)?)))
}

/// Reads which systems stand beside the centre, with the secrets that we share with them.
fn open_systems(serving: &Serving, reference: &Reference) -> Result<Systems, RunError> {
    let Some(file) = &serving.systems else {
        return Ok(Systems::default());
    };
    let secret = |source: &SecretSource| match source {
        SecretSource::Environment(name) => std::env::var(name).map_err(std::io::Error::other),
        SecretSource::File(file) => std::fs::read_to_string(file),
    };
    Ok(Systems::read(&read(file)?, reference, secret)?)
}

/// Where somebody is looked up, if the file of the systems says so.
fn register(systems: &Systems, clock: &Clock) -> Option<Arc<dyn PersonRegister>> {
    let way = systems.register()?.clone();
    Some(Arc::new(HttpRegister::new(way, clock.clone())))
}

fn read(file: &Path) -> Result<String, RunError> {
    std::fs::read_to_string(file).map_err(|source| RunError::ConfigFile {
        file: file.to_owned(),
        source,
    })
}
