//! `cargo xtask`: builds, runs and checks Overgang, and fetches the tools for it. It holds no code of
//! the app or of the centre; what each command does is in the module of the same name.
#![expect(
    clippy::print_stdout,
    reason = "what this program prints is its interface"
)]

mod api_calls;
mod app_build;
mod app_css;
mod bench;
mod checks;
mod command;
mod finish_dist;
mod later_code;
mod project;
mod reference_data;
mod run;
mod simulate;
mod size;
mod stamp;
#[cfg(test)]
mod tidy;
mod tools;

use std::process::ExitCode;

use crate::command::Stopped;

const USAGE: &str = "\
cargo xtask <command>

  run [--listen ADDRESS] [--database FILE]
                 build the app and the server, start both on http://127.0.0.1:8080 with the practice prison
  test [--long]  everything that CI runs; --long adds what takes longer
  test --only PART
                 the steps with PART in their name, for example --only clippy
  seed-coverage  look for each of the 50 rows of docs/seed-coverage.md on its screen
  build          build the app and the server as people get them, without starting anything
  simulate --seeds N [--from S]
                 devices and a server over a bad network, one run per seed
  size           bytes (brotli) before the first screen; the last line is the total
  bench          what sealing costs, in Chromium: one table, and target/bench/sealing.json
  setup          only fetch the tools for the commands above

Called by Trunk: app-css, reference-data, wasm-bindgen, finish-dist";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["run", options @ ..] => run::run(options),
        ["test"] => checks::test(checks::Choice::Short),
        ["test", "--long"] => checks::test(checks::Choice::Long),
        ["test", "--only", part] => checks::test(checks::Choice::Named(part)),
        ["seed-coverage"] => checks::test(checks::Choice::SeedCoverage),
        ["build"] => app_build::build_all(),
        ["simulate", options @ ..] => simulate::simulate(options),
        ["size"] => size::size(),
        ["bench"] => bench::bench(),
        ["setup"] => tools::set_up_for_tests().map(|_| ()),
        ["reference-data"] => reference_data::pack(),
        ["app-css"] => app_css::write(),
        ["wasm-bindgen", arguments @ ..] => later_code::wasm_bindgen(arguments),
        ["finish-dist"] => finish_dist::finish_dist(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(Stopped::because(format!(
            "there is no such command: {}\n\n{USAGE}",
            arguments.join(" ")
        ))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(stopped) => {
            eprintln!("\nStopped: {stopped}");
            ExitCode::FAILURE
        }
    }
}
