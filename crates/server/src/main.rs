//! Starts the centre, or does one of its chores. Everything else is in the library.
#![expect(
    clippy::print_stdout,
    reason = "others read the address and the findings from stdout; the log goes to stderr"
)]

mod arguments;

use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use overgang_server::after_commit::{AfterCommit, ProjectError, Projector};
use overgang_server::centre::Centre;
use overgang_server::clock::Clock;
use overgang_server::founding::{FoundError, found_or_check};
use overgang_server::reference_data::{self, ReadReferenceError};
use overgang_server::router::router;
use overgang_server::session::CookieStyle;
use overgang_server::storage::{Identity, LedgerStore, OpenStoreError, UseStoreError};
use overgang_server::verify::{Finding, verify_ledger};
use overgang_sync::message::Realm;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::arguments::Arguments;

/// Requests that are under way when the centre is to end get this long.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// The server ended, or did not start.
#[derive(Debug, thiserror::Error)]
enum RunError {
    #[error(
        "the practice prison lets anybody be anybody, so it listens on this machine's own address \
         only; choose 127.0.0.1, or add --practice-anywhere"
    )]
    PracticeInTheOpen,
    #[error("the ledger is not whole: log {partition}, entry {sequence}: {fault}")]
    LedgerDamaged {
        partition: String,
        sequence: u64,
        fault: overgang_server::verify::Fault,
    },
    #[error("there is nothing in this database yet")]
    NothingThere,
    #[error("cannot listen there: {0}")]
    Listen(std::io::Error),
    #[error("the server broke off: {0}")]
    Serve(std::io::Error),
    #[error(transparent)]
    Open(#[from] OpenStoreError),
    #[error(transparent)]
    Found(#[from] FoundError),
    #[error(transparent)]
    Store(#[from] UseStoreError),
    #[error(transparent)]
    Project(#[from] ProjectError),
    #[error(transparent)]
    Reference(#[from] ReadReferenceError),
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    write_log_to_stderr(arguments.json_log);
    let ended: Result<(), RunError> = if arguments.verify_ledger {
        verify(&arguments).await
    } else if arguments.rebuild_projections {
        rebuild_projections(&arguments).await
    } else {
        serve(&arguments).await
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("overgang-server: {error}");
            ExitCode::FAILURE
        }
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

async fn serve(arguments: &Arguments) -> Result<(), RunError> {
    let is_loopback: bool = arguments.listen.ip().is_loopback();
    if arguments.practice && !is_loopback && !arguments.practice_anywhere {
        return Err(RunError::PracticeInTheOpen);
    }
    let realm: Realm = if arguments.practice {
        Realm::Practice
    } else {
        Realm::Office
    };
    let clock = Clock::System;
    let store: Arc<dyn LedgerStore> = arguments.database.open(true).await?;
    let identity: Identity = found_or_check(store.as_ref(), realm, &clock, arguments.seed).await?;
    let (after_commit, task) = AfterCommit::new(store.clone(), reference_data::template()?);
    let centre = Centre {
        store: store.clone(),
        clock,
        realm,
        epoch: identity.epoch.into(),
        cookie: if arguments.practice && is_loopback {
            CookieStyle::Loopback
        } else {
            CookieStyle::Secure
        },
        after_commit,
    };
    if !arguments.dist.join("index.html").is_file() {
        tracing::warn!("there is no built app in the folder of --dist; only the API is served");
    }
    let listener: TcpListener = TcpListener::bind(arguments.listen)
        .await
        .map_err(RunError::Listen)?;
    let address = listener.local_addr().map_err(RunError::Listen)?;
    let app = router(centre, &arguments.dist);
    let background = tokio::spawn(task.run());
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

async fn verify(arguments: &Arguments) -> Result<(), RunError> {
    let store = arguments.database.open(false).await?;
    store.identity().await?.ok_or(RunError::NothingThere)?;
    let finding: Finding = verify_ledger(store.as_ref()).await?;
    store.close().await;
    match finding {
        Finding::Whole { entries } => {
            println!("OK: {entries} entries, all as they were written");
            Ok(())
        }
        Finding::Fault {
            partition,
            sequence,
            fault,
        } => Err(RunError::LedgerDamaged {
            partition: partition.to_string(),
            sequence,
            fault,
        }),
    }
}

async fn rebuild_projections(arguments: &Arguments) -> Result<(), RunError> {
    let store = arguments.database.open(false).await?;
    store.identity().await?.ok_or(RunError::NothingThere)?;
    store.forget_projections().await?;
    let mut projector = Projector::new(reference_data::template()?);
    let count: usize = projector.bring_up_to_date(store.as_ref()).await?;
    store.close().await;
    println!("{count} plans projected anew");
    Ok(())
}
