//! What comes from npm, by `npm ci` from the committed lock file: Aksel's CSS, `wasm-opt`, `purgecss`, `terser`, Playwright, axe.

use super::find_in_path;
use crate::command::{Program, Stopped};
use crate::{project, stamp};

const OLDEST_NODE: u32 = 20;

pub(super) fn set_up() -> Result<(), Stopped> {
    let locked = stamp::of(&["package-lock.json"], "")?;
    if stamp::is_fresh("npm", &locked) && project::path("node_modules/.package-lock.json").is_file()
    {
        return Ok(());
    }
    check_node()?;
    println!("Fetching what comes from npm ...");
    stamp::forget("npm");
    Program::new("npm")
        // Tests use the machine's own Chromium.
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .args("ci --no-audit --no-fund --loglevel=error")
        .run()?;
    stamp::keep("npm", &locked)
}

fn check_node() -> Result<(), Stopped> {
    let version = Program::new("node").arg("--version").output();
    match version.as_deref().and_then(major) {
        Some(major) if major >= OLDEST_NODE && find_in_path("npm").is_some() => Ok(()),
        found => Err(Stopped::because(format!(
            "Node {OLDEST_NODE} or newer with npm is needed, and {}. Please install it",
            found.map_or("none was found".to_owned(), |major| format!(
                "this machine has Node {major}"
            ))
        ))),
    }
}

/// 20 from `v20.11.1`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_node_prints() {
        assert_eq!(major("v20.11.1"), Some(20));
        assert_eq!(major("20"), None);
    }
}
