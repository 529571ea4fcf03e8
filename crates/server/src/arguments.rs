//! The server's command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use overgang_server::database::Database;
use overgang_server::practice::DEFAULT_SEED;

/// The centre of Overgang: the API and the app in one process.
#[derive(Clone, Debug, Parser)]
#[command(version, about)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(crate) struct Arguments {
    /// The database: a file, which is made where there is none, or a database of PostgreSQL as in
    /// `postgres://user@host/name`. Its password goes into PGPASSWORD or the file of PGPASSFILE.
    #[arg(long, value_name = "FILE or ADDRESS")]
    pub(crate) database: Database,

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

    /// Make all projections again from the ledger, then end.
    #[arg(long, conflicts_with = "verify_ledger")]
    pub(crate) rebuild_projections: bool,

    /// Check every entry of the ledger against its hash chain, then end.
    #[arg(long)]
    pub(crate) verify_ledger: bool,

    /// Write log lines as JSON.
    #[arg(long)]
    pub(crate) json_log: bool,
}
