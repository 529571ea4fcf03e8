//! Starts the centre, or does one of its chores. Everything else is in the library.
#![expect(
    clippy::print_stdout,
    reason = "others read the address and the findings from stdout; the log goes to stderr"
)]

mod arguments;
mod chores;

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use overgang_domain::reference::Reference;
use overgang_domain::retention;
use overgang_server::after_commit::AfterCommit;
use overgang_server::audit::review::draw_due;
use overgang_server::centre::Centre;
use overgang_server::clock::Clock;
use overgang_server::database::{Database, NameDatabaseError};
use overgang_server::erasing::{EraseError, finish, replay};
use overgang_server::erasures_file::{ErasuresFile, ReadErasuresError};
use overgang_server::founding::{FoundError, found_or_check};
use overgang_server::provider::{Provider, ProviderConfig, ReadProviderConfigError, SignInFailure};
use overgang_server::published_heads::{PublishError, publish_heads};
use overgang_server::rate_limits::RateLimits;
use overgang_server::reference_data::{self, ReadReferenceError};
use overgang_server::retaining::Retaining;
use overgang_server::router::router;
use overgang_server::rules::Rules;
use overgang_server::session::CookieStyle;
use overgang_server::storage::{Identity, LedgerStore, OpenStoreError};
use overgang_sync::message::Realm;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;

use crate::arguments::{Arguments, Serving};
use crate::chores::ChoreError;

/// Requests that are under way when the centre is to end get this long.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// The environment variable with the secret that the provider knows us by.
const PROVIDER_SECRET: &str = "OVERGANG_PROVIDER_SECRET";

/// How often the heads of the logs are published.
const PUBLISH_EVERY: Duration = Duration::from_hours(1);

/// How often it is looked whether a week is over whose reads are to be reviewed.
const DRAW_EVERY: Duration = Duration::from_hours(1);

/// How often what may not be kept any longer is erased.
const RETAIN_EVERY: Duration = Duration::from_hours(24);

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
    ProviderFile {
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
    let store: Arc<dyn LedgerStore> = database.open(true).await?;
    let identity: Identity = found_or_check(store.as_ref(), realm, &clock, serving.seed).await?;
    let rules = Arc::new(Rules::new(reference));
    if let Some(file) = &erasures {
        let again = replay(store.as_ref(), &file.read()?).await?;
        if again > 0 {
            tracing::warn!(
                again,
                "what had come back with a backup was taken away again"
            );
            finish(store.as_ref(), &rules).await?;
        }
    }
    let (after_commit, task) = AfterCommit::new(store.clone(), Arc::clone(&rules));
    let centre = Centre {
        store: store.clone(),
        rules: Arc::clone(&rules),
        limits: Arc::new(RateLimits::new(serving.rates.rates(), &clock)),
        clock,
        realm,
        epoch: identity.epoch.clone().into(),
        provider,
        opened_per_hour: serving.opened_per_hour,
        erasures: erasures.clone(),
        cookie: if serving.practice && is_loopback {
            CookieStyle::Loopback
        } else {
            CookieStyle::Secure
        },
        after_commit,
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
    let app = router(centre, &serving.dist).into_make_service_with_connect_info::<SocketAddr>();
    let background = tokio::spawn(task.run());
    let hourly = tokio::spawn(publishing.clone().publish_often());
    let reviews = tokio::spawn(draw_reviews(store.clone()));
    let daily = serving
        .retain_daily
        .then(|| tokio::spawn(retain_daily(store.clone(), rules, erasures)));
    println!("listening on http://{address}");

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
    // The task ends with the last centre, which has gone with the server.
    tokio::time::timeout(LAST_WORDS, background).await.ok();
    hourly.abort();
    reviews.abort();
    daily.inspect(JoinHandle::abort);
    publishing.publish().await?;
    store.close().await;
    tracing::info!("ended");
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
    let read = |file: &Path| {
        std::fs::read_to_string(file).map_err(|source| RunError::ProviderFile {
            file: file.to_owned(),
            source,
        })
    };
    let config = ProviderConfig::read(&read(file)?, reference)?;
    let secret: String = match (std::env::var(PROVIDER_SECRET), &config.client_secret_file) {
        (Ok(secret), _) => secret,
        (Err(_), Some(file)) => read(file)?.trim_end().to_owned(),
        (Err(_), None) => return Err(RunError::NoProviderSecret),
    };
    Ok(Some(Arc::new(Provider::new(config, secret)?)))
}

/// Draws the samples of the weeks that are over, at the start and every hour.
async fn draw_reviews(store: Arc<dyn LedgerStore>) {
    loop {
        match draw_due(store.as_ref(), Clock::System.now_millis()).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "samples of reads drawn"),
            Err(error) => tracing::error!(%error, "no sample of reads was drawn"),
        }
        tokio::time::sleep(DRAW_EVERY).await;
    }
}

/// Erases what may not be kept any longer, at the start and every day.
async fn retain_daily(store: Arc<dyn LedgerStore>, rules: Arc<Rules>, file: Option<ErasuresFile>) {
    let table = match retention::shipped() {
        Ok(table) => table,
        Err(error) => {
            tracing::error!(%error, "the table of retention is not as the code expects it");
            return;
        }
    };
    loop {
        let retaining = Retaining {
            rules: &rules,
            table: &table,
            today: Clock::System.today(),
            now: Clock::System.now_millis(),
            file: file.as_ref(),
        };
        match retaining.retain(store.as_ref()).await {
            Ok(done) if done.is_empty() => {}
            Ok(done) => tracing::info!(plans = done.len(), "what was due was erased"),
            Err(error) => tracing::error!(%error, "not all that is due was erased"),
        }
        tokio::time::sleep(RETAIN_EVERY).await;
    }
}

/// Writes the heads of the logs where the database's owner cannot reach, if such a place was named.
#[derive(Clone)]
struct Publishing {
    store: Arc<dyn LedgerStore>,
    epoch: String,
    file: Option<PathBuf>,
}

impl Publishing {
    async fn publish(&self) -> Result<(), PublishError> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        let now: u64 = Clock::System.now_millis();
        let count = publish_heads(self.store.as_ref(), &self.epoch, file, now).await?;
        tracing::info!(count, "heads published");
        Ok(())
    }

    async fn publish_often(self) {
        loop {
            tokio::time::sleep(PUBLISH_EVERY).await;
            if let Err(error) = self.publish().await {
                tracing::error!(%error, "the heads were not published");
            }
        }
    }
}
