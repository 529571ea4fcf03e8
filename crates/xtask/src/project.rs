//! Where things lie in the project, and reading and writing its files with errors that name the file.

use std::path::{Path, PathBuf};

use crate::command::Stopped;

/// The project's folder.
pub(crate) fn root() -> &'static Path {
    // Known when xtask was compiled; a moved checkout is compiled anew by cargo.
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder.ancestors().nth(2).unwrap_or(crate_folder)
}

/// A path inside the project.
pub(crate) fn path(inside: &str) -> PathBuf {
    root().join(inside)
}

/// Cargo's folder for what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| path("target"), |set| root().join(set))
}

/// The folder that Trunk builds the app into, and the server serves.
pub(crate) fn dist() -> PathBuf {
    path("dist")
}

/// A path as it is shown to people: from the project's folder on.
pub(crate) fn shown(file: &Path) -> String {
    let inside = file.strip_prefix(root()).unwrap_or(file);
    inside.display().to_string()
}

pub(crate) fn read(file: &Path) -> Result<Vec<u8>, Stopped> {
    std::fs::read(file).map_err(|error| cannot("read", file, &error))
}

pub(crate) fn read_text(file: &Path) -> Result<String, Stopped> {
    std::fs::read_to_string(file).map_err(|error| cannot("read", file, &error))
}

/// Writes a file, and the folders on the way to it.
pub(crate) fn write(file: &Path, content: impl AsRef<[u8]>) -> Result<(), Stopped> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(|error| cannot("create", folder, &error))?;
    }
    std::fs::write(file, content).map_err(|error| cannot("write", file, &error))
}

/// Every file in a folder and the folders below it, sorted by path. A folder that is not there is empty.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Stopped> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        if !next.is_dir() {
            continue;
        }
        let entries = std::fs::read_dir(&next).map_err(|error| cannot("read", &next, &error))?;
        for entry in entries {
            let path = entry.map_err(|error| cannot("read", &next, &error))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn cannot(act: &str, path: &Path, error: &std::io::Error) -> Stopped {
    Stopped::because(format!("cannot {act} {}: {error}", shown(path)))
}
