//! The house rules as tests, each named as the sentence that must be true. They read the project's
//! files; what a compiler or clippy can say is left to those.

mod aksel_names;
mod arrows;
mod files;

use std::path::Path;

use crate::project;

/// A text file of the project.
struct Source {
    /// From the project's folder on, with `/`.
    path: String,
    text: String,
}

/// Every text file below these folders (or these files themselves). Files that are not UTF-8 are pictures.
fn sources(places: &[&str]) -> Vec<Source> {
    let mut sources = Vec::new();
    for place in places {
        let place = project::path(place);
        let files = if place.is_file() {
            vec![place]
        } else {
            project::files_below(&place).unwrap()
        };
        for file in files {
            if let Ok(text) = std::fs::read_to_string(&file) {
                sources.push(Source {
                    path: shown(&file),
                    text,
                });
            }
        }
    }
    sources
}

/// All Rust files that we write.
fn rust_sources() -> Vec<Source> {
    let mut sources = sources(&["src", "crates", "tests"]);
    sources.retain(|source| has_ending(&source.path, "rs"));
    assert!(!sources.is_empty(), "no Rust file was found");
    sources
}

fn has_ending(path: &str, ending: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|found| found == ending)
}

fn shown(file: &Path) -> String {
    project::shown(file).replace('\\', "/")
}

/// Lines with their numbers, without those that are only a comment.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Fails with all that was found, not only the first.
#[track_caller]
fn assert_none(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}
