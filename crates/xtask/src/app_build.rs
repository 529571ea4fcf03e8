//! Builds the app (Trunk, release, `wasm-opt`) and the server. The app is built only when something it
//! is made of has changed; for the server cargo knows that itself.

use std::path::PathBuf;

use crate::command::{Program, Stopped};
use crate::tools::{self, AppTools};
use crate::{later_code, project, stamp};

/// Everything that the app in `dist/` is made of. xtask is part of it because it finishes the files.
const INPUTS: [&str; 16] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "crates/domain/Cargo.toml",
    "crates/domain/data",
    "crates/domain/examples",
    "crates/domain/src",
    "crates/sync/Cargo.toml",
    "crates/sync/src",
    "crates/xtask/src",
    "index.html",
    "package-lock.json",
    "public",
    "src",
    "style",
];

/// Both, as people get them.
pub(crate) fn build_all() -> Result<(), Stopped> {
    build_app()?;
    println!("Building the server (minutes the first time, a moment when nothing has changed) ...");
    Program::cargo()
        .args("build --quiet --package overgang-server --release")
        .run()
}

/// The app, into `dist/`.
pub(crate) fn build_app() -> Result<(), Stopped> {
    let made_of = stamp::of(&INPUTS, "")?;
    if stamp::is_fresh("app", &made_of) && project::dist().join("index.html").is_file() {
        println!("The app is built already, and nothing it is made of has changed.");
        return Ok(());
    }
    let tools = tools::set_up_for_app()?;
    println!("Building the app (a first build takes some minutes) ...");
    stamp::forget("app");
    trunk(&tools)?;
    stamp::keep("app", &made_of)
}

/// Where cargo puts the server; the folder of the profile `dev` is called `debug`.
pub(crate) fn server_binary(folder: &str) -> PathBuf {
    project::target().join(folder).join("overgang-server")
}

fn trunk(tools: &AppTools) -> Result<(), Stopped> {
    let environment = tools.wasm.release_environment();
    // Trunk is told to download nothing, cargo included: so what it needs is fetched first.
    Program::cargo().args("fetch --quiet").run()?;
    // Once more for what std itself is made of.
    Program::cargo()
        .args("fetch --quiet --target wasm32-unknown-unknown")
        .envs(&environment)
        .run()?;
    let this_program = std::env::current_exe()
        .map_err(|error| Stopped::because(format!("cannot find myself: {error}")))?;
    Program::new(&tools.trunk)
        .args("build --release --offline")
        // Trunk takes the word NO_COLOR=1, which some terminals set, for a wrong value.
        .env("NO_COLOR", "true")
        .env("PATH", &tools.path)
        // A failing build says enough without where in Trunk it was noticed.
        .env("RUST_BACKTRACE", "0")
        // The hooks call this very program: a `cargo xtask` inside would be compiled by the wasm compiler.
        .env("OVERGANG_XTASK", this_program)
        .env(later_code::REAL_BINDGEN, &tools.wasm_bindgen)
        .env(later_code::SPLITTER, &tools.wasm_split)
        .envs(&environment)
        .run()
}
