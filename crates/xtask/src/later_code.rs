//! `wasm-bindgen`, called by Trunk in place of the program of this name (`docs/decisions/0010`): takes the code of
//! the later screens out of the app's wasm, and hands the rest to the real one. The code that was taken out
//! waits in `target/wasm-split/` for `finish-dist`.

use std::path::{Path, PathBuf};

use crate::command::{Program, Stopped};
use crate::project;

/// The script that fetches the code when the app asks for it. The app's own script imports it by this name.
pub(crate) const LINK: &str = "__wasm_split.js";

/// The variables that say where the real programs are.
pub(crate) const REAL_BINDGEN: &str = "OVERGANG_WASM_BINDGEN";
pub(crate) const SPLITTER: &str = "OVERGANG_WASM_SPLIT";

const STAND_IN: &str = "#!/bin/sh
# Written by xtask: Trunk knows no step between the compiler and wasm-bindgen, so this one stands before it.
exec \"$OVERGANG_XTASK\" wasm-bindgen \"$@\"
";

/// Where the parts lie after the split.
pub(crate) fn folder() -> PathBuf {
    project::target().join("wasm-split")
}

/// Writes the program that Trunk takes for wasm-bindgen. Answers with its folder, for PATH.
pub(crate) fn write_stand_in() -> Result<PathBuf, Stopped> {
    let folder = project::target().join("wasm-split-bin");
    let program = folder.join("wasm-bindgen");
    project::write(&program, STAND_IN)?;
    make_executable(&program)?;
    Ok(folder)
}

/// What Trunk means by `wasm-bindgen` with these arguments.
pub(crate) fn wasm_bindgen(arguments: &[&str]) -> Result<(), Stopped> {
    let bindgen = program(REAL_BINDGEN)?;
    let input = arguments.iter().find(|argument| is_wasm(argument));
    let name = arguments
        .iter()
        .find_map(|argument| argument.strip_prefix("--out-name="));
    let (Some(input), Some(name)) = (input, name) else {
        // Trunk asks for the version.
        return with_arguments(Program::new(bindgen), arguments).run();
    };
    let folder = folder();
    for file in project::files_below(&folder)? {
        std::fs::remove_file(&file).map_err(|error| {
            Stopped::because(format!("cannot remove {}: {error}", project::shown(&file)))
        })?;
    }
    Program::new(program(SPLITTER)?)
        .arg(input)
        .arg(&folder)
        .arg("--out-name")
        .arg(name)
        .run()?;
    let main = folder.join(format!("{name}.wasm"));
    let main = main.to_string_lossy();
    let arguments: Vec<&str> = arguments
        .iter()
        .map(|argument| if argument == input { &*main } else { argument })
        .collect();
    // The parts know each other by names that wasm-bindgen must leave as they are.
    with_arguments(Program::new(bindgen), &arguments)
        .args("--keep-lld-exports --no-demangle")
        .run()
}

fn is_wasm(argument: &str) -> bool {
    Path::new(argument)
        .extension()
        .is_some_and(|ending| ending == "wasm")
}

fn with_arguments(program: Program, arguments: &[&str]) -> Program {
    arguments.iter().fold(program, Program::arg)
}

fn program(variable: &str) -> Result<PathBuf, Stopped> {
    let path = std::env::var_os(variable).map(PathBuf::from);
    path.ok_or_else(|| {
        Stopped::because(format!(
            "{variable} is not set: `cargo xtask build` calls this through Trunk"
        ))
    })
}

#[cfg(unix)]
fn make_executable(program: &Path) -> Result<(), Stopped> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o755)).map_err(|error| {
        Stopped::because(format!(
            "cannot make {} executable: {error}",
            project::shown(program)
        ))
    })
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<(), Stopped> {
    Err(Stopped::because("the app is built on Unix only"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wasm_is_found_among_the_arguments() {
        assert!(is_wasm("target/overgang.wasm"));
        assert!(!is_wasm("--out-name=overgang"));
        assert!(!is_wasm("--version"));
    }
}
