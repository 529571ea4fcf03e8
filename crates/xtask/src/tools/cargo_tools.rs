//! Trunk, wasm-bindgen and wasm-split, built from source by `cargo install` into `.tools/`, once, where the machine
//! has none of the right version.

use std::path::PathBuf;

use super::find_in_path;
use crate::command::{Program, Stopped};
use crate::project;

const TRUNK_VERSION: &str = "0.21.14";
/// Goes with `wasm_split_helpers` in `Cargo.lock`: where they do not fit together, the splitter refuses the wasm.
const WASM_SPLIT_VERSION: &str = "0.2.4";

/// Programs that are installed together, and the folder they lie in.
pub(super) struct Installed {
    pub(super) folder: PathBuf,
}

/// How a tool is built: on a new machine each is built once and runs for seconds, so building it is what costs.
struct How {
    /// Further arguments of `cargo install`.
    arguments: &'static str,
    /// How much it is optimized, 0 to 3.
    opt_level: &'static str,
}

/// The program `trunk`. It only starts others, and we need neither its downloads nor its check for updates.
pub(super) fn trunk() -> Result<PathBuf, Stopped> {
    let how = How {
        arguments: "--locked --no-default-features",
        opt_level: "0",
    };
    let installed = find_or_install("trunk", "trunk", TRUNK_VERSION, &how)?;
    Ok(installed.folder.join("trunk"))
}

/// `wasm-bindgen` and `wasm-bindgen-test-runner`, in the version that `Cargo.lock` has the library in:
/// any other refuses the wasm.
pub(super) fn wasm_bindgen() -> Result<Installed, Stopped> {
    let lock = project::read_text(&project::path("Cargo.lock"))?;
    let version = locked_version(&lock, "wasm-bindgen")
        .ok_or_else(|| Stopped::because("Cargo.lock does not name wasm-bindgen"))?;
    // Its own lock file is not published with it, so it is not `--locked`.
    let how = How {
        arguments: "",
        opt_level: "1",
    };
    find_or_install("wasm-bindgen", "wasm-bindgen-cli", version, &how)
}

/// `wasm-split-cli`. It prints no version, so the name of its folder says which it is.
pub(super) fn wasm_split() -> Result<PathBuf, Stopped> {
    let root = project::path(".tools").join(format!("wasm-split-{WASM_SPLIT_VERSION}"));
    let program = root.join("bin/wasm-split-cli");
    if !program.is_file() {
        println!("Building wasm-split {WASM_SPLIT_VERSION} into .tools/ (a minute, only once) ...");
        let how = How {
            arguments: "--locked --features build-binary",
            opt_level: "1",
        };
        let package = "wasm_split_cli_support";
        install(package, WASM_SPLIT_VERSION, root, &how)?;
    }
    Ok(program)
}

fn find_or_install(
    program: &str,
    package: &str,
    version: &str,
    how: &How,
) -> Result<Installed, Stopped> {
    let ours = project::path(".tools/bin").join(program);
    for file in [Some(ours), find_in_path(program)].into_iter().flatten() {
        // Printed like `trunk 0.21.14`; some add a commit after it.
        let printed = Program::new(&file).arg("--version").output();
        let has = printed.as_deref().and_then(|line| line.split(' ').nth(1));
        if let (true, Some(folder)) = (has == Some(version), file.parent()) {
            let folder = folder.to_path_buf();
            return Ok(Installed { folder });
        }
    }
    println!("Building {package} {version} into .tools/ (some minutes, only once) ...");
    install(package, version, project::path(".tools"), how)?;
    Ok(Installed {
        folder: project::path(".tools/bin"),
    })
}

fn install(package: &str, version: &str, root: PathBuf, how: &How) -> Result<(), Stopped> {
    Program::cargo()
        .args("install --quiet --force")
        .args(how.arguments)
        .arg("--root")
        .arg(root)
        .arg(package)
        .args("--version")
        .arg(version)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", how.opt_level)
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .run()
}

/// The version of a package in the text of a `Cargo.lock`.
fn locked_version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let (_, after_name) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    after_name.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_one_of_the_package_with_just_that_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "bindgen"), None);
    }
}
