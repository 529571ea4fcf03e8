//! rustfmt and clippy for the host, from rustup where they are missing.

use crate::command::{Program, Stopped};

pub(super) fn set_up() -> Result<(), Stopped> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let is_here = || Program::cargo().arg(subcommand).arg("--version").succeeds();
        if is_here() {
            continue;
        }
        println!("Adding {component} with rustup ...");
        let added = Program::new("rustup")
            .args("component add")
            .arg(component)
            .run();
        if !is_here() {
            let why = added.map_or_else(|stopped| format!(" ({stopped})"), |()| String::new());
            return Err(Stopped::because(format!(
                "`cargo {subcommand}` is missing{why}. Please install {component}"
            )));
        }
    }
    Ok(())
}
