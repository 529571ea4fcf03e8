//! The server's command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use overgang_server::practice::DEFAULT_SEED;

/// The centre of Overgang: the API and the app in one process. Without a command it serves.
#[derive(Clone, Debug, Parser)]
#[command(version, about)]
pub(crate) struct Arguments {
    /// The database: a file, which is made where there is none, or a database of PostgreSQL as in
    /// `postgres://user@host/name`. Its password goes into PGPASSWORD or the file of PGPASSFILE.
    #[arg(
        long,
        global = true,
        value_name = "FILE or ADDRESS",
        default_value = "overgang.db"
    )]
    pub(crate) database: String,

    /// Write log lines as JSON.
    #[arg(long, global = true)]
    pub(crate) json_log: bool,

    /// How to serve.
    #[command(flatten)]
    pub(crate) serving: Serving,

    /// What to do instead of serving.
    #[command(subcommand)]
    pub(crate) chore: Option<Chore>,
}

/// How to serve.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Serving {
    /// The folder with the built app.
    #[arg(long, value_name = "FOLDER", default_value = "dist")]
    pub(crate) dist: PathBuf,

    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,

    /// Serve the practice prison: invented people, and anybody may be anybody.
    #[arg(long)]
    pub(crate) practice: bool,

    /// Serve the practice prison on other addresses than this machine's own, too.
    #[arg(long, requires = "practice")]
    pub(crate) practice_anywhere: bool,

    /// Which invented people a new practice prison gets.
    #[arg(long, value_name = "NUMBER", default_value_t = DEFAULT_SEED)]
    pub(crate) seed: u32,

    /// Who signs people in: a JSON file, see `docs/operations.md`. The practice prison has nobody.
    #[arg(long, value_name = "FILE", conflicts_with = "practice")]
    pub(crate) provider: Option<PathBuf>,

    /// Add the heads of all logs to this file at start, every hour and at the end; on another machine's disk it shows
    /// that a log was cut off.
    #[arg(long, value_name = "FILE")]
    pub(crate) publish_heads: Option<PathBuf>,
}

/// What can be done with a database besides serving it.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Chore {
    /// Check every entry of the ledger against its hash chain.
    VerifyLedger {
        /// Also look for every head that was published in this file.
        #[arg(long, value_name = "FILE")]
        published: Option<PathBuf>,
    },
    /// Make all projections again from the ledger.
    RebuildProjections,
    /// Give the ledger a new epoch: devices read again from the start, and hand in again what it had confirmed. Needed
    /// whenever the database went back in time by other means than `restore`.
    NewEpoch,
    /// Copy everything into a new database, which goes on where this one stops: end the server first.
    Copy {
        /// The new database.
        #[arg(long, value_name = "FILE or ADDRESS")]
        to: String,
    },
    /// Copy everything into a new file; the server may go on meanwhile.
    Backup {
        /// The file, which must not be there yet.
        file: PathBuf,
    },
    /// Copy a backup into the database, which has to be new. Devices read again from the start.
    Restore {
        /// The file of the backup.
        file: PathBuf,
    },
}
