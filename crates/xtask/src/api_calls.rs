//! Calls the practice centre with whatever its own document lets one think of (schemathesis): no call may get a 5xx, or
//! an answer that is not in the document. `tests/api` says how, and what the document cannot say.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout};

use crate::command::{Program, Stopped};
use crate::tools::TestTools;
use crate::{app_build, project};

/// The places of the practice prison's users: all of them, with all their roles.
const EVERYBODY: std::ops::Range<u32> = 0..6;

/// As two of the users, in half a minute.
pub(crate) fn some(tools: &TestTools) -> Result<(), Stopped> {
    // The first and the last: one who works with plans, and one who administrates.
    call(tools, 40, [EVERYBODY.start, EVERYBODY.end - 1])
}

/// As every user, more than 20,000 calls.
pub(crate) fn many(tools: &TestTools) -> Result<(), Stopped> {
    call(tools, 500, EVERYBODY)
}

/// At most so many calls for each operation, as each of these users.
fn call(tools: &TestTools, each: u32, users: impl IntoIterator<Item = u32>) -> Result<(), Stopped> {
    let centre = Centre::start()?;
    for user in users {
        Program::new(&tools.python.schemathesis)
            .args("--config-file tests/api/schemathesis.toml run --no-color")
            .arg(format!("{}/api/openapi.json", centre.address))
            .arg(format!("--max-examples={each}"))
            .env("OVERGANG_ADDRESS", &centre.address)
            .env("OVERGANG_USER", user.to_string())
            .run()?;
    }
    Ok(())
}

/// A practice centre that is thrown away.
struct Centre {
    server: Child,
    /// Kept open: the server writes there when it ends.
    _stdout: BufReader<ChildStdout>,
    folder: PathBuf,
    address: String,
}

impl Centre {
    fn start() -> Result<Self, Stopped> {
        let folder = std::env::temp_dir().join(format!("overgang-api-{}", std::process::id()));
        std::fs::create_dir_all(&folder)
            .map_err(|error| Stopped::because(format!("a folder for the centre: {error}")))?;
        let (mut server, stdout) = Program::new(app_build::server_binary("debug"))
            .args("--practice --listen 127.0.0.1:0 --json-log")
            // One machine signs in hundreds of times.
            .args("--calls-a-minute 1000000 --sign-ins-a-minute 1000000 --database")
            .arg(folder.join("centre.db"))
            .arg("--dist")
            .arg(project::dist())
            .log_to(&folder.join("log"))?
            .start_piped()?;
        let mut stdout = BufReader::new(stdout);
        let mut line = String::new();
        let address = stdout.read_line(&mut line).ok().and_then(|_| {
            let address = line.trim_end().strip_prefix("listening on ")?;
            Some(address.to_owned())
        });
        let Some(address) = address else {
            server.kill().ok();
            server.wait().ok();
            return Err(Stopped::because("the centre for the calls did not start"));
        };
        Ok(Self {
            server,
            _stdout: stdout,
            folder,
            address,
        })
    }
}

impl Drop for Centre {
    fn drop(&mut self) {
        // It is thrown away: whatever is left of it may stay in the temporary folder.
        self.server.kill().ok();
        self.server.wait().ok();
        std::fs::remove_dir_all(&self.folder).ok();
    }
}
