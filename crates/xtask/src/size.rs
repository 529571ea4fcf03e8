//! `size`: what a tablet loads before the first screen, compressed as the server sends it. All scripts and
//! styles count, and what the page itself links, the app's wasm among it; the code of the later screens,
//! reference data and icons for the home screen come later and are printed apart.

use std::path::Path;

use crate::command::Stopped;
use crate::finish_dist::brotli;
use crate::{app_build, project};

const CODE: [&str; 4] = ["css", "html", "js", "webmanifest"];
const COMPRESSED: [&str; 2] = ["br", "gz"];

pub(crate) fn size() -> Result<(), Stopped> {
    app_build::build_app()?;
    let page = project::read_text(&project::dist().join("index.html"))?;
    let mut before = Vec::new();
    let mut after = Vec::new();
    let mut screens = Vec::new();
    for file in project::files_below(&project::dist())? {
        let path = project::shown(&file);
        if has_extension(&file, &COMPRESSED) {
            continue;
        }
        let bytes = bytes_sent(&file)?;
        let is_linked = page.contains(&path.replacen("dist/", "/", 1));
        if is_linked || has_extension(&file, &CODE) {
            before.push((path, bytes));
        } else if has_extension(&file, &["wasm"]) {
            screens.push((path, bytes));
        } else {
            after.push((path, bytes));
        }
    }
    print_list("loaded later:", &after);
    print_list("the later screens, loaded when the first stands:", &screens);
    print_list("before the first screen:", &before);
    let total: usize = before.iter().map(|(_, bytes)| bytes).sum();
    println!("total before the first screen: {} kB", in_kilobytes(total));
    Ok(())
}

fn has_extension(file: &Path, extensions: &[&str]) -> bool {
    let extension = file.extension().unwrap_or_default().to_string_lossy();
    extensions.contains(&extension.as_ref())
}

/// Pictures are compressed already and are sent as they are.
fn bytes_sent(file: &Path) -> Result<usize, Stopped> {
    let content = project::read(file)?;
    let compressed = brotli(&content)?;
    Ok(compressed.len().min(content.len()))
}

fn print_list(title: &str, files: &[(String, usize)]) {
    println!("{title}");
    for (path, bytes) in files {
        println!("{:>9} kB  {path}", in_kilobytes(*bytes));
    }
}

/// Thousands of bytes with one decimal.
fn in_kilobytes(bytes: usize) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilobytes_are_thousands_rounded_up_to_one_decimal() {
        assert_eq!(in_kilobytes(0), "0.0");
        assert_eq!(in_kilobytes(1), "0.1");
        assert_eq!(in_kilobytes(312_400), "312.4");
        assert_eq!(in_kilobytes(312_401), "312.5");
    }
}
