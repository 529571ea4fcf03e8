//! Every kind of entry, pinned: each file reads, says what it says, and is written back to the byte.
//! A file is never edited again once a version with it is released; a new meaning gets a new name.

#![expect(
    clippy::unwrap_used,
    reason = "what fails in here fails the test, as it should"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use overgang_domain::register::{Register, Value};
use overgang_domain::{Change, Entry, Plan, Stored};
use serde::{Deserialize, Serialize};

/// One golden file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    about: String,
    entry: Entry,
    /// The registers that the entry writes, each with its value.
    writes: Vec<(Register, Value)>,
}

fn files() -> Vec<(String, String)> {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "golden"]
        .iter()
        .collect();
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_file_reads_and_is_written_back_to_the_byte() {
    for (name, text) in files() {
        let golden: Golden = serde_json::from_str(&text).unwrap();
        let written: String = serde_json::to_string_pretty(&golden).unwrap() + "\n";
        assert_eq!(written, text, "{name}");
    }
}

#[test]
fn every_file_says_what_it_said_when_it_was_written() {
    for (name, text) in files() {
        let golden: Golden = serde_json::from_str(&text).unwrap();
        assert_eq!(golden.entry.change.writes(), golden.writes, "{name}");
        let plan = Plan::fold(golden.entry.plan, [&Stored::unsent(golden.entry)]);
        let folded: usize = plan.records().values().flatten().count();
        assert_eq!(folded, golden.writes.len(), "{name}");
    }
}

#[test]
fn every_kind_has_its_file_and_every_file_its_kind() {
    let mut expected: BTreeSet<String> =
        Change::KINDS.iter().map(|kind| snake_case(kind)).collect();
    expected.insert("unknown".to_owned());
    let found: BTreeSet<String> = files().into_iter().map(|(name, _)| name).collect();
    assert_eq!(found, expected);
    for (name, text) in files() {
        let golden: Golden = serde_json::from_str(&text).unwrap();
        let json: serde_json::Value = serde_json::to_value(&golden.entry.change).unwrap();
        let kind: &str = json.as_object().unwrap().keys().next().unwrap();
        let is_unknown: bool = matches!(golden.entry.change, Change::Unknown(_));
        assert!(
            name == snake_case(kind) || (is_unknown && name == "unknown"),
            "{name}: {kind}"
        );
    }
}

#[test]
fn the_kinds_of_the_table_are_those_that_can_be_read() {
    // A kind that stood in the table and could not be read would be refused as malformed for ever.
    for (name, text) in files().into_iter().filter(|(name, _)| name != "unknown") {
        let golden: Golden = serde_json::from_str(&text).unwrap();
        assert!(!matches!(golden.entry.change, Change::Unknown(_)), "{name}");
    }
}

fn snake_case(kind: &str) -> String {
    let mut name = String::new();
    for letter in kind.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}
