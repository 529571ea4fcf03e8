//! The compiler for wasm32. First choice: the one in use, with its target added by rustup. Where rustup
//! cannot fetch the target (a closed network): Debian's own compiler beside it, with the standard
//! library built from source. `OVERGANG_WASM_COMPILER=rustup` or `=debian` decides by hand.

use std::path::{Path, PathBuf};

use super::apt;
use crate::command::{Program, Stopped};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CLIPPY: &str = "/usr/bin/clippy-driver";
const DEBIAN_LINKER: &str = "wasm-ld-19";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WasmCompiler {
    Rustup,
    Debian,
}

pub(super) fn set_up() -> Result<WasmCompiler, Stopped> {
    match std::env::var("OVERGANG_WASM_COMPILER").as_deref() {
        Ok("debian") => set_up_debian(),
        _ if set_up_rustup() => Ok(WasmCompiler::Rustup),
        Ok("rustup") => Err(Stopped::because(format!(
            "rustup could not add the target {TARGET}"
        ))),
        _ => {
            println!(
                "rustup cannot fetch the target {TARGET} here; using Debian's compiler for it."
            );
            set_up_debian()
        }
    }
}

impl WasmCompiler {
    /// Variables for every wasm build, and for no other: a native build with them would build all anew.
    pub(crate) fn environment(self) -> Vec<(String, String)> {
        let variables: &[(&str, &str)] = match self {
            Self::Rustup => &[],
            Self::Debian => &[
                ("RUSTC", DEBIAN_RUSTC),
                ("RUSTC_BOOTSTRAP", "1"),
                ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
                ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER),
            ],
        };
        variables
            .iter()
            .map(|&(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// Clippy over the app for wasm32, warnings as errors; lint levels come from `Cargo.toml`.
    pub(crate) fn clippy(self) -> Program {
        match self {
            Self::Rustup => Program::cargo()
                .args("clippy --quiet --package overgang --all-targets --target")
                .arg(TARGET)
                .args("-- --deny warnings"),
            // `cargo clippy` looks for the sources of std in rustup's folder and fails, so its driver is
            // called as cargo's wrapper, and gets its arguments the way `cargo clippy` hands them on.
            Self::Debian => Program::cargo()
                .args("check --quiet --package overgang --all-targets --target")
                .arg(TARGET)
                .env("RUSTC_WORKSPACE_WRAPPER", DEBIAN_CLIPPY)
                .env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__")
                .envs(&self.environment()),
        }
    }

    pub(super) fn set_up_clippy(self) -> Result<(), Stopped> {
        match self {
            Self::Debian if !Path::new(DEBIAN_CLIPPY).is_file() => {
                apt::install(&["rust-web-clippy"], "clippy for Debian's wasm compiler")
            }
            Self::Debian | Self::Rustup => Ok(()),
        }
    }
}

/// Whether the compiler in use can compile to wasm, after asking rustup for it if need be.
fn set_up_rustup() -> bool {
    if has_target() {
        return true;
    }
    println!("Adding {TARGET} with rustup ...");
    Program::new("rustup")
        .args("target add")
        .arg(TARGET)
        .run()
        .is_ok()
        && has_target()
}

fn has_target() -> bool {
    Program::new("rustc")
        .args("--print target-libdir --target")
        .arg(TARGET)
        .output()
        .is_some_and(|folder| PathBuf::from(folder).is_dir())
}

fn set_up_debian() -> Result<WasmCompiler, Stopped> {
    let has_linker = super::find_in_path(DEBIAN_LINKER).is_some();
    let sources = Program::new(DEBIAN_RUSTC)
        .args("--print sysroot")
        .output()
        .map(|sysroot| PathBuf::from(sysroot).join("lib/rustlib/src/rust/library/Cargo.lock"));
    if !(has_linker && sources.is_some_and(|file| file.is_file())) {
        apt::install(
            &["rustc-web", "rust-web-src", "lld-19"],
            "a compiler for wasm32",
        )?;
    }
    Ok(WasmCompiler::Debian)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_debians_compiler_needs_variables_and_they_name_its_parts() {
        assert_eq!(WasmCompiler::Rustup.environment(), []);
        let variables = WasmCompiler::Debian.environment();
        let has =
            |name: &str, value: &str| variables.contains(&(name.to_owned(), value.to_owned()));
        assert!(has("RUSTC", "/usr/bin/rustc"));
        assert!(has("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"));
    }
}
