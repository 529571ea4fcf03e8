//! `finish-dist`, called by Trunk when everything is built and before it replaces `dist/`: puts the code of
//! the later screens in place, shortens the scripts, names the app by its final content, moves inline scripts to files, so that the CSP needs to
//! allow none, writes the service worker's file list, and puts compressed copies beside the files, which
//! the server hands out as they are.

mod app_names;
mod compress;
mod inline_scripts;
mod later_screens;
mod minify;
mod precache;

use std::path::{Path, PathBuf};

pub(crate) use self::compress::brotli;
use crate::command::Stopped;
use crate::{project, stamp};

pub(crate) fn finish_dist() -> Result<(), Stopped> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging = staging.ok_or_else(|| {
        Stopped::because(
            "TRUNK_STAGING_DIR is not set: this command is for Trunk's post_build hook",
        )
    })?;
    later_screens::place(&staging)?;
    minify::shorten_scripts(&staging)?;
    app_names::rename_by_content(&staging)?;
    move_inline_scripts(&staging)?;
    precache::write_file_list(&staging)?;
    compress::write_compressed_copies(&staging)
}

fn move_inline_scripts(staging: &Path) -> Result<(), Stopped> {
    let page = staging.join("index.html");
    let html = project::read_text(&page)?;
    let moved = inline_scripts::move_to_files(&html).map_err(Stopped::because)?;
    for script in &moved.scripts {
        project::write(&staging.join(&script.name), &script.content)?;
    }
    project::write(&page, moved.html)
}

/// The start of a hash over a file's content, as it stands in its name. The server takes such a name as
/// a promise that the content never changes.
fn name_hash(content: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    let hash = Sha256::digest(content);
    stamp::hex(hash.get(..8).unwrap_or(&hash))
}

/// What stands in an `integrity` attribute: the browser refuses other bytes.
fn integrity(content: &[u8]) -> String {
    use base64::Engine as _;
    use sha2::{Digest, Sha384};
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha384::digest(content));
    format!("sha384-{hash}")
}
