//! Which part may use which: inside the app by its `crate::` paths, between crates by their Cargo.toml,
//! and outside things that only one part may touch.

use super::{Source, assert_none, code_lines, rust_sources, sources};
use crate::project;

/// Every part of the app and the parts that it may use.
const ARROWS: [(&str, &[&str]); 16] = [
    ("main", &[]),
    ("lib", &["pages", "state", "page", "live"]),
    (
        "pages",
        &["components", "aksel", "state", "text", "page", "live"],
    ),
    ("components", &["aksel", "text", "page", "live"]),
    ("aksel", &["live"]),
    (
        "state",
        &[
            "storage",
            "api_client",
            "sync_driver",
            "device",
            "page",
            "live",
        ],
    ),
    ("storage", &["sealing", "beside"]),
    ("api_client", &["packing"]),
    ("sync_driver", &[]),
    ("device", &[]),
    ("sealing", &["packing", "beside"]),
    ("beside", &[]),
    ("packing", &[]),
    ("text", &[]),
    ("page", &[]),
    ("live", &[]),
];

/// Every crate of ours and those of ours that it may depend on (for tests also on the testkit).
const CRATE_ARROWS: [(&str, &[&str]); 7] = [
    ("Cargo.toml", &["overgang-domain", "overgang-sync"]),
    ("crates/domain/Cargo.toml", &[]),
    ("crates/sync/Cargo.toml", &["overgang-domain"]),
    ("crates/workers/Cargo.toml", &["overgang-sync"]),
    (
        "crates/server/Cargo.toml",
        &["overgang-domain", "overgang-sync"],
    ),
    (
        "crates/testkit/Cargo.toml",
        &["overgang-domain", "overgang-sync"],
    ),
    ("crates/xtask/Cargo.toml", &[]),
];

#[test]
fn parts_of_the_app_use_only_the_parts_below_them() {
    let mut found = Vec::new();
    for source in app_sources() {
        let Some(part) = part_of(&source.path) else {
            continue;
        };
        let Some((_, may_use)) = ARROWS.iter().find(|(name, _)| *name == part) else {
            found.push(format!("{}: the house has no part `{part}`", source.path));
            continue;
        };
        for used in used_parts(&source.text) {
            if used != part && !may_use.contains(&used.as_str()) {
                found.push(format!("{}: {part} may not use {used}", source.path));
            }
        }
    }
    assert_none(&found);
}

#[test]
fn crates_depend_only_on_the_crates_below_them() {
    let mut found = Vec::new();
    for (manifest, may_use) in CRATE_ARROWS {
        let text = project::read_text(&project::path(manifest)).unwrap();
        for used in dependencies_of_ours(&text) {
            if !may_use.contains(&used.as_str()) {
                found.push(format!("{manifest} may not depend on {used}"));
            }
        }
    }
    assert_none(&found);
}

#[test]
fn only_storage_names_indexed_db() {
    let names = ["indexed_db_futures", "web_sys::Idb", "IdbFactory"];
    assert_none(&named_outside(&["src/storage"], &names));
}

#[test]
fn only_the_api_client_fetches() {
    let names = [
        "fetch_with_",
        "gloo_net",
        "reqwest",
        "XmlHttpRequest",
        "EventSource",
        "send_beacon",
        "WebSocket",
    ];
    assert_none(&named_outside(&["src/api_client"], &names));
}

#[test]
fn only_the_device_asks_for_time_or_chance() {
    let names = [
        "Date::now",
        "Date::new_0",
        "Math::random",
        "get_random_values",
        "random_uuid",
    ];
    // Keys and nonces are made where they are used, inside WebCrypto.
    let askers = ["src/device", "src/sealing/webcrypto"];
    assert_none(&named_outside(&askers, &names));
}

#[test]
fn nothing_sets_markup_from_text() {
    let names = ["inner_html", "set_outer_html", "insert_adjacent_html"];
    assert_none(&named_outside(&[], &names));
}

fn app_sources() -> Vec<Source> {
    let mut sources = rust_sources();
    sources.retain(|source| source.path.starts_with("src/"));
    sources
}

/// `pages` for `src/pages.rs` and everything in `src/pages/`.
fn part_of(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("src/")?;
    let first = inside.split('/').next()?;
    Some(first.strip_suffix(".rs").unwrap_or(first))
}

/// Lines in the app that name one of these, except in files whose path begins with one of the places.
fn named_outside(places: &[&str], names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in app_sources() {
        if places.iter().any(|place| source.path.starts_with(place)) {
            continue;
        }
        for (number, line) in code_lines(&source.text) {
            if names.iter().any(|name| line.contains(name)) {
                found.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    found
}

/// The first name after each `crate::`, also of each branch of `crate::{a, b::c}`.
/// A name with a capital is an item of `src/lib.rs` itself.
fn used_parts(text: &str) -> Vec<String> {
    let code: Vec<&str> = code_lines(text).map(|(_, line)| line).collect();
    let code = code.join("\n");
    let mut used = Vec::new();
    for (at, mark) in code.match_indices("crate::") {
        let after = &code[at + mark.len()..];
        match after.strip_prefix('{') {
            Some(group) => used.extend(branches(group).map(first_name)),
            None => used.push(first_name(after)),
        }
    }
    let mut parts: Vec<String> = used
        .into_iter()
        .map(|name| {
            if name.starts_with(char::is_uppercase) {
                "lib".to_owned()
            } else {
                name
            }
        })
        .collect();
    parts.sort();
    parts.dedup();
    parts
}

/// The branches of a group, whose opening brace is taken off already.
fn branches(group: &str) -> impl Iterator<Item = &str> {
    let mut depth = 1;
    let end = group.find(|char| {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    let inside = &group[..end.unwrap_or(group.len())];
    let mut depth = 0;
    inside
        .split(move |char| {
            match char {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth == 0 && char == ','
        })
        .map(str::trim)
        .filter(|branch| !branch.is_empty())
}

fn first_name(path: &str) -> String {
    let end = path.find(|char: char| !char.is_alphanumeric() && char != '_');
    path[..end.unwrap_or(path.len())].to_owned()
}

/// Our own crates that a manifest depends on, without those for tests.
fn dependencies_of_ours(manifest: &str) -> Vec<String> {
    let mut section = "";
    let mut used = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        }
        let counts = section.contains("dependencies")
            && !section.contains("dev-dependencies")
            && !section.contains("workspace.");
        if counts && line.starts_with("overgang-") {
            let name = line.split(['.', ' ', '=']).next().unwrap_or(line);
            used.push(name.to_owned());
        }
    }
    used
}

#[test]
fn every_branch_of_a_grouped_use_counts() {
    let text = "use crate::state::{A, B};\nuse crate::{\n    aksel::{C, D},\n    Page,\n    text,\n};\n// crate::storage\n";
    assert_eq!(used_parts(text), ["aksel", "lib", "state", "text"]);
}

#[test]
fn a_part_is_a_folder_or_a_file_of_the_same_name() {
    assert_eq!(part_of("src/pages.rs"), Some("pages"));
    assert_eq!(part_of("src/pages/plan_page.rs"), Some("pages"));
    assert_eq!(part_of("crates/sync/src/lib.rs"), None);
}

#[test]
fn dependencies_for_tests_do_not_count() {
    let manifest = "[dependencies]\novergang-domain.workspace = true\n[dev-dependencies]\novergang-testkit.workspace = true\n";
    assert_eq!(dependencies_of_ours(manifest), ["overgang-domain"]);
    assert!(!sources(&["Cargo.toml"]).is_empty());
}
