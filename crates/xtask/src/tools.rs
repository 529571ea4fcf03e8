//! The tools that building and testing need, fetched where they are missing: pinned, once, into
//! ignored folders of the project (`.tools/`, `node_modules/`) or, for browser and compiler, by apt.
//! Nothing is downloaded from anywhere but the registries of cargo, npm, pip, rustup and apt.

mod apt;
mod browser;
mod cargo_tools;
pub(crate) mod engines;
mod node_packages;
mod postgres;
mod python_tools;
mod rust_components;
mod wasm_compiler;

use std::ffi::OsString;
use std::path::PathBuf;

pub(crate) use self::browser::Browser;
pub(crate) use self::postgres::Cluster;
pub(crate) use self::python_tools::PythonTools;
pub(crate) use self::wasm_compiler::WasmCompiler;
use crate::command::Stopped;
use crate::{later_code, project};

/// What the build of the app needs.
pub(crate) struct AppTools {
    pub(crate) trunk: PathBuf,
    pub(crate) wasm: WasmCompiler,
    /// The real one; in PATH stands ours.
    pub(crate) wasm_bindgen: PathBuf,
    /// Takes the code of the later screens out of the app's.
    pub(crate) wasm_split: PathBuf,
    /// PATH with our stand-in for wasm-bindgen and our wasm-opt first, so that Trunk finds them.
    pub(crate) path: OsString,
}

/// What the tests need beside that.
pub(crate) struct TestTools {
    pub(crate) wasm: WasmCompiler,
    pub(crate) browser: Browser,
    pub(crate) python: PythonTools,
    /// Runs a test binary made of wasm in a browser.
    pub(crate) wasm_test_runner: PathBuf,
}

pub(crate) fn set_up_for_app() -> Result<AppTools, Stopped> {
    node_packages::set_up()?;
    let wasm = wasm_compiler::set_up()?;
    let trunk = cargo_tools::trunk()?;
    let path = path_with_first(&[
        later_code::write_stand_in()?,
        project::path("node_modules/.bin"),
    ])?;
    Ok(AppTools {
        trunk,
        wasm,
        wasm_bindgen: cargo_tools::wasm_bindgen()?.folder.join("wasm-bindgen"),
        wasm_split: cargo_tools::wasm_split()?,
        path,
    })
}

pub(crate) fn set_up_for_tests() -> Result<TestTools, Stopped> {
    rust_components::set_up()?;
    let app = set_up_for_app()?;
    app.wasm.set_up_clippy()?;
    Ok(TestTools {
        wasm: app.wasm,
        browser: browser::set_up()?,
        python: python_tools::set_up()?,
        wasm_test_runner: cargo_tools::wasm_bindgen()?
            .folder
            .join("wasm-bindgen-test-runner"),
    })
}

/// PATH with these folders before all others.
fn path_with_first(folders: &[PathBuf]) -> Result<OsString, Stopped> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(std::env::split_paths(&path));
    std::env::join_paths(all)
        .map_err(|error| Stopped::because(format!("a folder in PATH has a strange name: {error}")))
}

/// Where a program of this name lies in PATH.
fn find_in_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}
