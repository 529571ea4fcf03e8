//! The service worker's list of files, with a hash of each, and the version: a hash over all of them
//! and over the worker itself, so that any change of any file is a new version.

use std::path::Path;

use serde_json::json;
use sha2::{Digest, Sha256};

use super::integrity;
use crate::command::Stopped;
use crate::{project, stamp};

const WORKER: &str = "sw.js";
const VERSION_LINE: &str = "const VERSION = \"unbuilt\";";
const FILES_LINE: &str = "const FILES = [];";

pub(super) fn write_file_list(staging: &Path) -> Result<(), Stopped> {
    let mut files = Vec::new();
    for file in project::files_below(staging)? {
        let inside = file.strip_prefix(staging).unwrap_or(&file);
        let path = inside.to_string_lossy().replace('\\', "/");
        if path != WORKER {
            files.push((address(&path), project::read(&file)?));
        }
    }
    let worker = staging.join(WORKER);
    let filled = fill_in(&project::read_text(&worker)?, &files).map_err(Stopped::because)?;
    project::write(&worker, filled)
}

/// The page is asked for by the address that people open.
fn address(path: &str) -> String {
    match path {
        "index.html" => "/".to_owned(),
        _ => format!("/{path}"),
    }
}

fn fill_in(worker: &str, files: &[(String, Vec<u8>)]) -> Result<String, String> {
    for line in [VERSION_LINE, FILES_LINE] {
        if !worker.contains(line) {
            return Err(format!("public/{WORKER} has no line `{line}` to fill in"));
        }
    }
    let mut version = Sha256::new_with_prefix(worker);
    let mut list = Vec::new();
    for (path, content) in files {
        let hash = integrity(content);
        version.update(path);
        version.update(&hash);
        list.push(format!("  {}", json!({ "path": path, "integrity": hash })));
    }
    let version = stamp::hex(&version.finalize());
    let version = version.get(..16).unwrap_or(&version);
    Ok(worker
        .replace(VERSION_LINE, &format!("const VERSION = \"{version}\";"))
        .replace(
            FILES_LINE,
            &format!("const FILES = [\n{}\n];", list.join(",\n")),
        ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "const VERSION = \"unbuilt\";\nconst FILES = [];\n";

    fn file(path: &str, content: &str) -> (String, Vec<u8>) {
        (path.to_owned(), content.as_bytes().to_vec())
    }

    #[test]
    fn every_file_is_listed_with_its_hash_and_the_page_by_its_address() {
        assert_eq!(address("index.html"), "/");
        assert_eq!(address("reference.bin"), "/reference.bin");
        let filled = fill_in(EMPTY, &[file("/", "<html>")]).unwrap();
        assert!(filled.contains("\"path\":\"/\""), "{filled}");
        assert!(filled.contains(&integrity(b"<html>")), "{filled}");
    }

    #[test]
    fn any_change_of_any_file_or_of_the_worker_is_a_new_version() {
        let once = fill_in(EMPTY, &[file("/a.js", "1")]).unwrap();
        assert_eq!(once, fill_in(EMPTY, &[file("/a.js", "1")]).unwrap());
        let version = |filled: &str| filled.lines().next().map(str::to_owned);
        let changed = fill_in(EMPTY, &[file("/a.js", "2")]).unwrap();
        assert_ne!(version(&once), version(&changed));
        let newer_worker = fill_in(&format!("{EMPTY}//\n"), &[file("/a.js", "1")]).unwrap();
        assert_ne!(version(&once), version(&newer_worker));
    }

    #[test]
    fn a_worker_without_the_lines_to_fill_in_is_refused() {
        assert!(fill_in("const FILES = [];", &[]).is_err());
    }

    #[test]
    fn the_worker_in_public_can_be_filled_in() {
        let worker = project::read_text(&project::path("public/sw.js")).unwrap();
        assert!(fill_in(&worker, &[]).is_ok());
    }
}
