//! The server's command line.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use axum::http::HeaderName;
use chrono::NaiveDate;
use clap::{Parser, Subcommand};
use overgang_domain::change::ErasureGround;
use overgang_domain::{EntryId, PlanId, UserId};
use overgang_server::audit::USUAL_PER_HOUR;
use overgang_server::practice::DEFAULT_SEED;
use overgang_server::rate_limits::Rates;
use overgang_server::storage::Grade;
use overgang_sync::message::Lease;
use uuid::Uuid;

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

    /// The file outside the database with what must not come back with a backup: erasures, withdrawals, grades and revoked
    /// devices are added to it before they are committed, and done again before a centre serves and when a backup is
    /// restored. On a disk that is not lost with the database's.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) erasures: Option<PathBuf>,

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

    /// The day that a new practice prison is made for, as 2026-12-31; today, unless it is named.
    #[arg(long, value_name = "DAY", requires = "practice")]
    pub(crate) practice_day: Option<NaiveDate>,

    /// Who signs people in: a JSON file, see `docs/operations.md`. The practice prison has nobody.
    #[arg(long, value_name = "FILE", conflicts_with = "practice")]
    pub(crate) provider: Option<PathBuf>,

    /// Which systems stand beside the centre: a JSON file, see `docs/operations.md`.
    #[arg(long, value_name = "FILE")]
    pub(crate) systems: Option<PathBuf>,

    /// How many persons one user opens within an hour before it is an alarm in the log of reads.
    #[arg(long, value_name = "NUMBER", default_value_t = USUAL_PER_HOUR)]
    pub(crate) opened_per_hour: usize,

    /// How many devices may listen for news at the same time, each with a connection of its own. The others ask once a
    /// minute.
    #[arg(long, value_name = "NUMBER", default_value_t = 2_000)]
    pub(crate) streams: usize,

    /// For how long a device does without the centre.
    #[command(flatten)]
    pub(crate) lease: LeaseArguments,

    /// How often it may be asked.
    #[command(flatten)]
    pub(crate) rates: RateArguments,

    /// Erase every day what may not be kept any longer, by the table of retention. Only once whoever answers for the data
    /// has decided on its figures: those that ship are unverified.
    #[arg(long)]
    pub(crate) retain_daily: bool,

    /// Add the heads of all logs to this file at start, every hour and at the end; on another machine's disk it shows
    /// that a log was cut off.
    #[arg(long, value_name = "FILE")]
    pub(crate) publish_heads: Option<PathBuf>,
}

/// For how long a device does without the centre.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct LeaseArguments {
    /// So many hours after its last contact a device shows no plans any longer. What is written on it waits and is sent.
    #[arg(long, value_name = "NUMBER", default_value = "72")]
    pub(crate) offline_hours: NonZeroU32,

    /// So many days after its last contact a device deletes what it had from the centre. What was not sent stays.
    #[arg(long, value_name = "NUMBER", default_value = "30")]
    pub(crate) empty_after_days: NonZeroU32,
}

impl LeaseArguments {
    /// What devices are told.
    pub(crate) fn lease(&self) -> Lease {
        Lease {
            read_hours: self.offline_hours.get(),
            keep_days: self.empty_after_days.get(),
        }
    }
}

/// How often the centre may be asked. What is allowed in a minute may also come at once.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct RateArguments {
    /// Calls a minute by one user on one device.
    #[arg(long, value_name = "NUMBER", default_value = "600")]
    pub(crate) calls_a_minute: NonZeroU32,

    /// Sign-ins a minute from one address: behind it may be a whole office.
    #[arg(long, value_name = "NUMBER", default_value = "120")]
    pub(crate) sign_ins_a_minute: NonZeroU32,

    /// Look-ups of persons a minute by one user.
    #[arg(long, value_name = "NUMBER", default_value = "5")]
    pub(crate) look_ups_a_minute: NonZeroU32,

    /// The header in which the proxy before the centre names the caller's address, for example x-forwarded-for. Only
    /// where nobody reaches the centre past the proxy.
    #[arg(long, value_name = "NAME")]
    pub(crate) address_header: Option<HeaderName>,
}

impl RateArguments {
    /// What the centre is told.
    pub(crate) fn rates(&self) -> Rates {
        Rates {
            calls: self.calls_a_minute,
            sign_ins: self.sign_ins_a_minute,
            look_ups: self.look_ups_a_minute,
            address_header: self.address_header.clone(),
        }
    }
}

/// Reads a user and a day.
fn grant(text: &str) -> Result<(UserId, NaiveDate), String> {
    let (user, day) = text.split_once('=').ok_or("USER=DAY is wanted")?;
    let user: UserId = user.parse().map_err(|_| "this is no user's id")?;
    let day: NaiveDate = day.parse().map_err(|_| "this is no day as in 2026-12-31")?;
    Ok((user, day))
}

/// What can be done with a database besides serving it.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum Chore {
    /// Check every entry of the ledger, and every row of the log of reads, against its hash chain.
    VerifyLedger {
        /// Also look for every head that was published in this file.
        #[arg(long, value_name = "FILE")]
        published: Option<PathBuf>,
    },
    /// Write the log of reads to stdout, oldest first, one or more lines of CEF:0 for each row.
    AuditCef {
        /// From then on, as in `2026-11-23T12:00:00Z`: when the centre heard of it.
        #[arg(long, value_name = "TIME")]
        from: String,
        /// Until before then; without it, and at the latest, two minutes ago.
        #[arg(long, value_name = "TIME")]
        to: Option<String>,
    },
    /// Close a person's plan to all but those with a grant of their own, or open it again; without anything to change it
    /// says what holds.
    Protect {
        /// The plan.
        #[arg(long, value_name = "ID")]
        plan: Uuid,
        /// Closed to all without a grant, because of this.
        #[arg(long, value_name = "GRADE")]
        grade: Option<Grade>,
        /// No longer closed to all.
        #[arg(long, conflicts_with = "grade")]
        no_grade: bool,
        /// Let a user in until a day, included, as in `0197…=2026-12-31`.
        #[arg(long, value_name = "USER=DAY", value_parser = grant)]
        grant: Vec<(UserId, NaiveDate)>,
        /// Take a user's grant back.
        #[arg(long, value_name = "USER")]
        withdraw: Vec<Uuid>,
        /// Never let a user in, whatever else is said: family, or the person.
        #[arg(long, value_name = "USER")]
        bar: Vec<Uuid>,
        /// Take that back.
        #[arg(long, value_name = "USER")]
        unbar: Vec<Uuid>,
    },
    /// Take away the content of entries of a plan, or of all of it, for ever. What is left says that, when and on which
    /// ground.
    Erase {
        /// The plan.
        #[arg(long, value_name = "ID")]
        plan: PlanId,
        /// One entry, and each further one. Without any all of the plan is erased.
        #[arg(long = "entry", value_name = "ID")]
        entries: Vec<EntryId>,
        /// The ground: retention, request (of the person, granted), court or wrong-person.
        #[arg(long, value_name = "WORD")]
        ground: ErasureGround,
    },
    /// Erase what may not be kept any longer.
    Retain {
        /// What is due on this day, as in `2026-11-23`; today unless it is named. A later one only with --dry-run.
        #[arg(long, value_name = "DAY")]
        on: Option<NaiveDate>,
        /// Only say how many entries of which plans are due.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write all that is held on a person in one plan, and who has read it, to stdout: as a page to print, for the person.
    Person {
        /// The plan.
        #[arg(long, value_name = "ID")]
        plan: PlanId,
        /// As JSON.
        #[arg(long)]
        json: bool,
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
