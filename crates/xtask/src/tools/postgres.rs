//! PostgreSQL for tests: a cluster in a temporary folder, reached through a socket there, gone with the value.

use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{apt, find_in_path};
use crate::command::{Program, Stopped};

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// For tests only: nothing has to outlive a power cut, and hundreds of databases are made and never tidied up.
const SETTINGS: [&str; 7] = [
    "fsync=off",
    "full_page_writes=off",
    "autovacuum=off",
    "checkpoint_timeout=1h",
    "max_connections=400",
    "listen_addresses=",
    "log_min_messages=panic",
];

/// A running server with nothing of value in it.
pub(crate) struct Cluster {
    server: Child,
    folder: PathBuf,
}

impl Cluster {
    /// Starts one. PostgreSQL is installed where there is none.
    pub(crate) fn start() -> Result<Self, Stopped> {
        let programs = find_or_install()?;
        let folder = std::env::temp_dir().join(format!("overgang-postgres-{}", std::process::id()));
        let failed = |act: &str, why: &dyn std::fmt::Display| {
            Stopped::because(format!("PostgreSQL for tests: {act}: {why}"))
        };
        std::fs::create_dir_all(&folder).map_err(|error| failed("its folder", &error))?;
        let user = other_user();
        if let Some((user, group)) = user {
            chown(&folder, Some(user), Some(group))
                .map_err(|error| failed("its folder", &error))?;
        }
        let as_user = |program: &str| {
            let mut command = Command::new(programs.join(program));
            command.current_dir(&folder).stdin(Stdio::null());
            if let Some((user, group)) = user {
                command.uid(user).gid(group);
            }
            command
        };
        let made = as_user("initdb")
            .args(["--pgdata", "data", "--username", "postgres"])
            .args(["--auth", "trust", "--encoding", "UTF8"])
            .args(["--no-locale", "--no-sync"])
            .output()
            .map_err(|error| failed("initdb", &error))?;
        if !made.status.success() {
            let why = String::from_utf8_lossy(&made.stderr).into_owned();
            return Err(failed("initdb", &why));
        }
        let server = as_user("postgres")
            .args(["-D", "data"])
            .args(SETTINGS.iter().flat_map(|setting| ["-c", setting]))
            .arg("-k")
            .arg(&folder)
            .spawn()
            .map_err(|error| failed("its server", &error))?;
        let cluster = Self { server, folder };
        let started = Instant::now();
        while !cluster.is_ready() {
            if started.elapsed() > PATIENCE {
                return Err(failed("its server", &"it does not answer"));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(cluster)
    }

    /// The address of its first database, for `DATABASE_URL`.
    pub(crate) fn address(&self) -> String {
        format!(
            "postgres://postgres@localhost/postgres?host={}",
            self.folder.display()
        )
    }

    /// The server writes down how far it has come.
    fn is_ready(&self) -> bool {
        std::fs::read_to_string(self.folder.join("data/postmaster.pid"))
            .is_ok_and(|state| state.lines().any(|line| line.trim() == "ready"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // It is thrown away: whatever is left of it may stay in the temporary folder.
        self.server.kill().ok();
        self.server.wait().ok();
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

fn find_or_install() -> Result<PathBuf, Stopped> {
    if let Some(programs) = programs() {
        return Ok(programs);
    }
    println!("There is no PostgreSQL on this machine.");
    apt::install(&["postgresql"], "PostgreSQL")?;
    programs()
        .ok_or_else(|| Stopped::because("initdb was not found: put PostgreSQL's programs in PATH"))
}

/// The folder with PostgreSQL's programs. Debian and Ubuntu keep them out of PATH, one folder for each version.
fn programs() -> Option<PathBuf> {
    if let Some(initdb) = find_in_path("initdb") {
        return initdb.parent().map(Path::to_owned);
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.filter_map(|version| Some(version.ok()?.path().join("bin")));
    folders
        .filter(|folder| folder.join("initdb").is_file())
        .max()
}

/// PostgreSQL refuses to run as root: then the user and group that its package made, or those of nobody.
fn other_user() -> Option<(u32, u32)> {
    let number = |what: &str, name: &str| -> Option<u32> {
        Program::new("id")
            .arg(what)
            .arg(name)
            .output()?
            .parse()
            .ok()
    };
    let is_root = Program::new("id").arg("-u").output().as_deref() == Some("0");
    let named = |name: &str| Some((number("-u", name)?, number("-g", name)?));
    is_root.then(|| named("postgres").or_else(|| named("nobody")))?
}
