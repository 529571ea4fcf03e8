//! `bench`: measures the app in Chromium, prints one table, and writes it as JSON. A bench is never a test: it fails only
//! where something does not work.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::command::{Program, Stopped};
use crate::{project, tools};

/// How a line with a figure begins in what the bench prints.
const MARK: &str = "BENCH\t";

/// The figures, in milliseconds: what is measured → in which form → how long.
type Figures = BTreeMap<String, BTreeMap<String, f64>>;

/// Runs it.
pub(crate) fn bench() -> Result<(), Stopped> {
    let tools = tools::set_up_for_tests()?;
    println!("Building the bench as the app is built (minutes the first time) ...");
    let printed = Program::cargo()
        .args("test --package overgang --test bench --features bench --profile wasm-release")
        .args("--target wasm32-unknown-unknown -- --nocapture")
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            &tools.wasm_test_runner,
        )
        .env("CHROMEDRIVER", &tools.browser.chromedriver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "600")
        .envs(&tools.wasm.environment())
        .output()
        .ok_or_else(|| Stopped::because("the bench did not run to its end"))?;
    let figures: Figures = read(&printed);
    if figures.is_empty() {
        return Err(Stopped::because("the bench printed no figures"));
    }
    print(&figures);
    let file = project::target().join("bench").join("sealing.json");
    let rows = figures.iter().map(|(what, forms)| {
        let forms: Map<String, Value> = forms
            .iter()
            .map(|(form, millis)| (form.clone(), json!(millis)))
            .collect();
        json!({ "what": what, "milliseconds": forms })
    });
    let rows: Vec<Value> = rows.collect();
    project::write(&file, format!("{:#}\n", json!({ "sealing": rows })))?;
    println!("\nWritten to {}.", project::shown(&file));
    Ok(())
}

fn read(printed: &str) -> Figures {
    let mut figures = Figures::new();
    for line in printed.lines() {
        let Some((_, line)) = line.split_once(MARK) else {
            continue;
        };
        let mut parts = line.split('\t');
        let (Some(form), Some(what), Some(millis)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        if let Ok(millis) = millis.trim().parse() {
            let forms = figures.entry(what.to_owned()).or_default();
            forms.insert(form.to_owned(), millis);
        }
    }
    figures
}

fn print(figures: &Figures) {
    println!("\n300 plans of 40 items, milliseconds        sealed      bare     ratio");
    for (what, forms) in figures {
        let sealed = forms.get("sealed").copied();
        let bare = forms.get("bare").copied();
        let shown = |millis: Option<f64>| {
            millis.map_or_else(|| "-".to_owned(), |millis| format!("{millis:.2}"))
        };
        let ratio = match (sealed, bare) {
            (Some(sealed), Some(bare)) if bare > 0.0 => format!("{:.2}", sealed / bare),
            _ => "-".to_owned(),
        };
        println!(
            "{what:<38}{:>12}{:>10}{ratio:>10}",
            shown(sealed),
            shown(bare)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_among_what_else_is_printed() {
        let printed = "running 1 test\nlog: BENCH\tsealed\ttap, p95\t3.25\nBENCH\tbare\ttap, p95\t2.5\nBENCH\tbad";
        let figures = read(printed);
        let shown = |form: &str| figures["tap, p95"][form].to_string();
        assert_eq!(
            (shown("sealed"), shown("bare")),
            ("3.25".to_owned(), "2.5".to_owned())
        );
        assert_eq!(figures.len(), 1);
    }
}
