//! Rules for single files: how they open, how long they are, and what they never name.

use super::{Source, assert_none, code_lines, rust_sources, sources};
use crate::project;

const MOST_LINES_WITHOUT_TESTS: usize = 400;
/// Folders that are not ours to write.
const NOT_OURS: [&str; 11] = [
    ".git",
    ".hypothesis",
    ".schemathesis",
    ".tools",
    "data",
    "dist",
    "node_modules",
    "playwright-report",
    "proptest-regressions",
    "target",
    "test-results",
];

#[test]
fn every_rust_file_opens_with_its_job() {
    let silent = rust_sources()
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "));
    let found: Vec<String> = silent
        .map(|source| {
            format!(
                "{}: open it with `//!`, its job and what it leaves to others",
                source.path
            )
        })
        .collect();
    assert_none(&found);
}

#[test]
fn no_file_is_longer_than_400_lines_without_its_tests() {
    let found: Vec<String> = rust_sources()
        .iter()
        .filter(|source| !is_test_file(&source.path))
        .map(|source| (source, lines_without_tests(&source.text)))
        .filter(|&(_, lines)| lines > MOST_LINES_WITHOUT_TESTS)
        .map(|(source, lines)| {
            format!(
                "{}: {lines} lines without tests; split it by idea",
                source.path
            )
        })
        .collect();
    assert_none(&found);
}

#[test]
fn tests_are_named_as_sentences_without_a_prefix() {
    let prefixed = concat!("fn test", "_");
    let found = lines_with(&rust_sources(), |line| {
        line.trim_start().starts_with(prefixed)
    });
    assert_none(&found);
}

#[test]
fn no_module_is_named_by_its_kind() {
    let by_kind = ["mod.rs", "utils.rs", "helpers.rs", "common.rs", "types.rs"];
    let found: Vec<String> = rust_sources()
        .into_iter()
        .map(|source| source.path)
        .filter(|path| {
            path.rsplit('/')
                .next()
                .is_some_and(|name| by_kind.contains(&name))
        })
        .map(|path| format!("{path}: name it for its idea"))
        .collect();
    assert_none(&found);
}

#[test]
fn no_file_names_a_path_of_one_machine_or_a_registry() {
    let mut folders = ["work", "home", "root"]
        .map(|name| format!("/{name}/"))
        .to_vec();
    folders.push(concat!("C:", "\\Users").to_owned());
    let hosts = [
        concat!("registry.", "npmjs.org"),
        concat!("registry.", "yarnpkg.com"),
        concat!("index.", "crates.io"),
        concat!("static.", "crates.io"),
        concat!("static.", "rust-lang.org"),
        concat!("deb.", "debian.org"),
    ];
    let found = lines_with(&all_our_files(), |line| {
        hosts.iter().any(|host| line.contains(host))
            || folders.iter().any(|folder| starts_path(line, folder))
    });
    assert_none(&found);
}

#[test]
fn the_npm_lock_file_names_no_address() {
    let lock = sources(&["package-lock.json"]);
    let found = lines_with(&lock, |line| line.contains("\"resolved\""));
    assert_none(&found);
}

fn all_our_files() -> Vec<Source> {
    let entries = std::fs::read_dir(project::root()).unwrap();
    let names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !NOT_OURS.contains(&name.as_str()))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    sources(&names)
}

fn lines_with(sources: &[Source], is_wrong: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for (i, line) in source.text.lines().enumerate() {
            if is_wrong(line) {
                found.push(format!("{}:{}: {}", source.path, i + 1, line.trim()));
            }
        }
    }
    found
}

/// Whether an absolute path into this folder stands in the line; `src/root/` is none.
fn starts_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|char| char.is_alphanumeric() || "._-*}".contains(char))
    })
}

fn is_test_file(path: &str) -> bool {
    path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("/tests.rs")
}

/// Inline tests stand at the bottom.
fn lines_without_tests(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    lines
        .windows(2)
        .position(|pair| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod tests"))
        .unwrap_or(lines.len())
}

#[test]
fn only_paths_from_the_top_count_as_paths_of_a_machine() {
    assert!(starts_path("see /srv/x", "/srv/"));
    assert!(starts_path("\"/srv/\"", "/srv/"));
    assert!(!starts_path("src/srv/x", "/srv/"));
}

#[test]
fn lines_of_inline_tests_do_not_count() {
    assert_eq!(
        lines_without_tests("a\nb\n#[cfg(test)]\nmod tests {\n}\n"),
        2
    );
    assert_eq!(lines_without_tests("a\n#[cfg(test)]\nuse b;\n"), 3);
}

#[test]
fn comments_are_no_code() {
    let lines: Vec<usize> = code_lines("//! a\nb\n  // c\nd // e")
        .map(|(i, _)| i)
        .collect();
    assert_eq!(lines, [2, 4]);
}
