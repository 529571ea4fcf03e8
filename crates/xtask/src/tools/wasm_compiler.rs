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
                "rustup cannot fetch {TARGET} and rust-src here; using Debian's compiler for it."
            );
            set_up_debian()
        }
    }
}

/// Builds std from its sources, with the panic machinery that the app's profile asks for.
const BUILD_STD: (&str, &str) = ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
/// Lets a stable compiler do so.
const BOOTSTRAP: (&str, &str) = ("RUSTC_BOOTSTRAP", "1");
/// Of two ways to do a thing std takes the smaller one.
const STD_FOR_SIZE: (&str, &str) = ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
/// What only the app as people get it is built with. A panic ends the app at once, without the words that
/// nobody on a tablet could read; `public/crash-notice.js` shows what to do.
/// The later screens are marked, and the linker leaves what the splitter needs to take them out. Added to what
/// `.cargo/config.toml` says.
const FOR_SIZE: (&str, &str) = (
    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
    "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none \
     --cfg overgang_split -Clink-args=--emit-relocs",
);

impl WasmCompiler {
    /// The names of all variables that a wasm build may have and others must not have.
    pub(crate) const VARIABLES: [&str; 6] = [
        "RUSTC",
        BOOTSTRAP.0,
        BUILD_STD.0,
        STD_FOR_SIZE.0,
        FOR_SIZE.0,
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER",
    ];

    /// Variables for every wasm build, and for no other: a native build with them would build all anew.
    pub(crate) fn environment(self) -> Vec<(String, String)> {
        let variables: &[(&str, &str)] = match self {
            Self::Rustup => &[],
            Self::Debian => &[
                ("RUSTC", DEBIAN_RUSTC),
                BOOTSTRAP,
                BUILD_STD,
                ("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER),
            ],
        };
        owned(variables)
    }

    /// Variables for the app as people get it: as few bytes as the compiler can make of it.
    pub(crate) fn release_environment(self) -> Vec<(String, String)> {
        let mut variables = self.environment();
        variables.extend(owned(&[BOOTSTRAP, BUILD_STD, STD_FOR_SIZE, FOR_SIZE]));
        variables
    }

    /// Clippy over the app for wasm32, warnings as errors; lint levels come from `Cargo.toml`.
    pub(crate) fn clippy(self) -> Program {
        match self {
            Self::Rustup => Program::cargo()
                .args("clippy --quiet --package overgang --package overgang-workers --all-targets --target")
                .arg(TARGET)
                .args("-- --deny warnings"),
            // `cargo clippy` looks for the sources of std in rustup's folder and fails, so its driver is
            // called as cargo's wrapper, and gets its arguments the way `cargo clippy` hands them on.
            Self::Debian => Program::cargo()
                .args("check --quiet --package overgang --package overgang-workers --all-targets --target")
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

fn owned(variables: &[(&str, &str)]) -> Vec<(String, String)> {
    variables
        .iter()
        .map(|&(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// Whether the compiler in use can compile to wasm and has the sources of std, after asking rustup for
/// both if need be.
fn set_up_rustup() -> bool {
    add_with_rustup("target add", TARGET, has_target)
        && add_with_rustup("component add", "rust-src", has_sources)
}

fn add_with_rustup(how: &str, what: &str, is_here: fn() -> bool) -> bool {
    if is_here() {
        return true;
    }
    println!("Adding {what} with rustup ...");
    Program::new("rustup").args(how).arg(what).run().is_ok() && is_here()
}

fn has_target() -> bool {
    Program::new("rustc")
        .args("--print target-libdir --target")
        .arg(TARGET)
        .output()
        .is_some_and(|folder| PathBuf::from(folder).is_dir())
}

fn has_sources() -> bool {
    has_sources_of("rustc")
}

/// Whether the sources of std lie where cargo looks for them.
fn has_sources_of(compiler: &str) -> bool {
    Program::new(compiler)
        .args("--print sysroot")
        .output()
        .map(|sysroot| PathBuf::from(sysroot).join("lib/rustlib/src/rust/library/Cargo.lock"))
        .is_some_and(|file| file.is_file())
}

fn set_up_debian() -> Result<WasmCompiler, Stopped> {
    let has_linker = super::find_in_path(DEBIAN_LINKER).is_some();
    if !(has_linker && has_sources_of(DEBIAN_RUSTC)) {
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

    #[test]
    fn no_variable_of_a_wasm_build_is_forgotten_where_others_must_not_have_it() {
        for (name, _) in WasmCompiler::Debian.release_environment() {
            assert!(WasmCompiler::VARIABLES.contains(&name.as_str()), "{name}");
        }
    }
}
