//! Stamps: a hash over everything that a build is made of, kept beside its result, so that a second
//! start does not build what has not changed. Contents count, not times: a fresh clone or a switched
//! branch with the same files needs no build.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::command::Stopped;
use crate::project;

/// A hash over the paths and contents of files and of all files in folders, and over `also`.
/// What is not there counts as absent.
pub(crate) fn of(inputs: &[&str], also: &str) -> Result<String, Stopped> {
    let mut hash = Sha256::new();
    hash.update(also);
    for input in inputs {
        let path = project::path(input);
        let files = if path.is_file() {
            vec![path]
        } else {
            project::files_below(&path)?
        };
        for file in files {
            let content = project::read(&file)?;
            hash.update(project::shown(&file));
            hash.update(content.len().to_le_bytes());
            hash.update(content);
        }
    }
    Ok(hex(&hash.finalize()))
}

/// Whether the last build ended well and was made of the same.
pub(crate) fn is_fresh(name: &str, stamp: &str) -> bool {
    std::fs::read_to_string(place(name)).is_ok_and(|kept| kept == stamp)
}

/// Forgets the last build: from now until `keep` a broken-off build is not taken for a finished one.
pub(crate) fn forget(name: &str) {
    // Nothing to forget is fine; a stamp that cannot be removed is overwritten by `keep`.
    drop(std::fs::remove_file(place(name)));
}

pub(crate) fn keep(name: &str, stamp: &str) -> Result<(), Stopped> {
    project::write(&place(name), stamp)
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('?');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

fn place(name: &str) -> PathBuf {
    project::target().join(Path::new("stamps").join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_give_the_same_stamp_and_other_options_another() {
        let once = of(&["crates/xtask/src"], "").unwrap();
        assert_eq!(once, of(&["crates/xtask/src"], "").unwrap());
        assert_ne!(once, of(&["crates/xtask/src"], "other").unwrap());
        assert_ne!(once, of(&["crates/xtask/Cargo.toml"], "").unwrap());
    }
}
