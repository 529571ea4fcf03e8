//! Every kind of entry, pinned: its bytes, the same as JSON for people to read, and what it writes. A file is
//! never edited again once a version with it is released; a new meaning gets a new name.
//!
//! A new kind: its entry in `golden/entries.rs`, then `OVERGANG_WRITE_GOLDEN=1 cargo test -p overgang-domain
//! --test golden` writes the file that is missing. Files that are there are never written.

#![expect(
    clippy::unwrap_used,
    reason = "what fails in here fails the test, as it should"
)]

#[path = "golden/entries.rs"]
mod entries;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use overgang_domain::register::{Register, Value};
use overgang_domain::{Change, Entry, Plan, Stored, form};
use serde::Serialize;

/// One golden file.
#[derive(Serialize)]
struct Golden<'a> {
    about: &'a str,
    /// The entry's bytes in hexadecimal.
    bytes: String,
    entry: &'a Entry,
    /// The registers that the entry writes, each with its value.
    writes: Vec<(Register, Value)>,
}

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "golden"]
        .iter()
        .collect()
}

fn files() -> BTreeMap<String, String> {
    let files = std::fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// The file of an entry as it has to be.
fn rendered(about: &str, entry: &Entry) -> String {
    let bytes: Vec<u8> = form::write(entry).unwrap();
    let golden = Golden {
        about,
        bytes: hex(&bytes),
        entry,
        writes: entry.change.writes(),
    };
    serde_json::to_string_pretty(&golden).unwrap() + "\n"
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// The bytes that stand in a file.
fn bytes_in(text: &str) -> Vec<u8> {
    let golden: serde_json::Value = serde_json::from_str(text).unwrap();
    let hex: &[u8] = golden["bytes"].as_str().unwrap().as_bytes();
    let pairs = hex.chunks(2).map(|pair| str::from_utf8(pair).unwrap());
    pairs
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

#[test]
fn every_entry_is_written_as_its_file_says() {
    let files = files();
    for (name, about, entry) in entries::all() {
        let expected: String = rendered(about, &entry);
        match files.get(name) {
            Some(text) => assert_eq!(*text, expected, "{name}"),
            None if std::env::var_os("OVERGANG_WRITE_GOLDEN").is_some() => {
                std::fs::write(folder().join(format!("{name}.json")), expected).unwrap();
            }
            None => panic!("{name}.json is missing"),
        }
    }
}

#[test]
fn every_file_reads_and_says_what_it_said_when_it_was_written() {
    let files = files();
    for (name, _, entry) in entries::all() {
        let read: Entry = form::read(&bytes_in(&files[name])).unwrap();
        assert_eq!(read, entry, "{name}");
        let writes: usize = read.change.writes().len();
        let plan = Plan::fold(read.plan, [&Stored::unsent(read)]);
        let folded: usize = plan.records().values().flatten().count();
        assert_eq!(folded, writes, "{name}");
    }
}

#[test]
fn every_kind_has_its_file_and_every_file_its_kind() {
    let mut expected: BTreeSet<String> =
        Change::KINDS.iter().map(|kind| snake_case(kind)).collect();
    expected.insert("unknown".to_owned());
    let found: BTreeSet<String> = files().into_keys().collect();
    assert_eq!(found, expected);
}

#[test]
fn each_kind_stands_in_the_table_at_the_place_that_is_its_number() {
    // A kind that the table counts and nobody can read would be refused as malformed for ever.
    for (name, _, entry) in entries::all().into_iter().filter(|one| one.0 != "unknown") {
        assert!(!matches!(entry.change, Change::Unknown(_)), "{name}");
        let change: Vec<u8> = form::read(&form::write(&entry.change).unwrap()).unwrap();
        let (number, _): (u32, _) = form::read_front(&change).unwrap();
        let kind: &str = Change::KINDS[usize::try_from(number).unwrap()];
        assert_eq!(snake_case(kind), name);
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
