//! Compressed copies (`.br`, `.gz`) beside the files that get smaller by it. The server picks one by
//! what the browser accepts, so the hard work is done once, at build time.

use std::io::Write as _;
use std::path::Path;

use crate::command::Stopped;
use crate::project;

const COMPRESSIBLE: [&str; 8] = [
    "bin",
    "css",
    "html",
    "js",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
];

pub(super) fn write_compressed_copies(folder: &Path) -> Result<(), Stopped> {
    for file in project::files_below(folder)? {
        let extension = file.extension().unwrap_or_default().to_string_lossy();
        if !COMPRESSIBLE.contains(&extension.as_ref()) {
            continue;
        }
        let content = project::read(&file)?;
        for (ending, compressed) in [("br", brotli(&content)?), ("gz", gzip(&content)?)] {
            if compressed.len() < content.len() {
                let copy = file.with_extension(format!("{extension}.{ending}"));
                project::write(&copy, compressed)?;
            }
        }
    }
    Ok(())
}

/// Brotli at its highest quality, as the size of the app is counted.
pub(crate) fn brotli(content: &[u8]) -> Result<Vec<u8>, Stopped> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)
        .map_err(|error| Stopped::because(format!("cannot compress with brotli: {error}")))?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>, Stopped> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder
        .write_all(content)
        .and_then(|()| encoder.finish())
        .map_err(|error| Stopped::because(format!("cannot compress with gzip: {error}")))
}
