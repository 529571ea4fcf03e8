//! Every `aksel-` class and `--ax-` token that we write exists in the part of Aksel's CSS that ships.
//! A misspelt one would fail silently: the browser just shows something else.

use std::collections::BTreeSet;

use super::{Source, assert_none, code_lines, sources};
use crate::{app_css, project};

const PACKAGE: &str = "node_modules/@navikt/ds-css/dist";

#[test]
fn every_aksel_class_and_token_that_we_write_exists_and_ships() {
    let installed = project::path(PACKAGE).join("index.css");
    assert!(
        installed.is_file(),
        "@navikt/ds-css is not installed: cargo xtask setup"
    );
    let installed = names_in(&project::read_text(&installed).unwrap());
    let shipped = names_in(&shipped_css());
    let mut found = Vec::new();
    for source in our_sources() {
        for (number, line) in code_lines(&source.text) {
            for name in names_in(line) {
                if is_among(&name, &shipped) {
                    continue;
                }
                let why = if is_among(&name, &installed) {
                    "does not ship: add its part to style/aksel-components.txt"
                } else {
                    "is not in the installed @navikt/ds-css"
                };
                found.push(format!("{}:{number}: {name} {why}", source.path));
            }
        }
    }
    assert_none(&found);
}

fn our_sources() -> Vec<Source> {
    let mut sources = sources(&["src", "style"]);
    sources.retain(|source| {
        super::has_ending(&source.path, "rs") || super::has_ending(&source.path, "css")
    });
    sources
}

fn shipped_css() -> String {
    let list = project::read_text(&project::path("style/aksel-components.txt")).unwrap();
    app_css::parts(&list)
        .map(|part| {
            let file = project::path(&format!("{PACKAGE}/{part}.css"));
            project::read_text(&file).unwrap()
        })
        .collect()
}

/// Names of classes and tokens in a text, CSS or Rust. In Rust a name may end where a value is put in
/// (`aksel-tag--{size}`): such a beginning ends with a hyphen or underscore.
fn names_in(text: &str) -> BTreeSet<String> {
    ["aksel-", "--ax-"]
        .into_iter()
        .flat_map(|start| text.match_indices(start))
        .filter(|&(at, _)| {
            // `.aksel-x` and `"aksel-x"` begin a name; `x-aksel-y` and `style/aksel-y` do not.
            let before = text[..at].chars().next_back();
            !before.is_some_and(|char| char.is_alphanumeric() || "-_/".contains(char))
        })
        .map(|(at, _)| {
            let name = &text[at..];
            let end =
                name.find(|char: char| !char.is_ascii_alphanumeric() && char != '-' && char != '_');
            name[..end.unwrap_or(name.len())].to_owned()
        })
        .collect()
}

fn is_among(name: &str, names: &BTreeSet<String>) -> bool {
    if name.ends_with(['-', '_']) {
        names.iter().any(|known| known.starts_with(name))
    } else {
        names.contains(name)
    }
}

#[test]
fn names_are_found_in_css_and_in_rust() {
    let css = ".aksel-tag--small{color:var(--ax-text-neutral)} @layer aksel.reset;";
    assert_eq!(
        names_in(css),
        BTreeSet::from([
            "--ax-text-neutral".to_owned(),
            "aksel-tag--small".to_owned()
        ])
    );
    let rust = "format!(\"aksel-tag--{size}\") // style/aksel-components.txt";
    assert_eq!(names_in(rust), BTreeSet::from(["aksel-tag--".to_owned()]));
}

#[test]
fn the_beginning_of_a_name_is_enough_where_a_value_is_put_in() {
    let known = BTreeSet::from(["aksel-tag--small".to_owned()]);
    assert!(is_among("aksel-tag--small", &known));
    assert!(is_among("aksel-tag--", &known));
    assert!(!is_among("aksel-tag--smal", &known));
    assert!(!is_among("aksel-button--", &known));
}
