//! The other browsers that the journeys of `tests/engines` run in: Firefox, and `WebKit` on a screen of its own. Found as
//! `tests/engines/engines.ts` finds them.

use super::{apt, find_in_path};
use crate::command::{Program, Stopped};

/// Installs what is missing.
pub(crate) fn set_up() -> Result<(), Stopped> {
    if find_in_path("firefox-esr").is_none() && std::env::var_os("OVERGANG_FIREFOX").is_none() {
        apt::install(&["firefox-esr"], "Firefox")?;
    }
    let has_driver = find_in_path("WebKitWebDriver").is_some();
    // The browser of the tests is a few lines of Python over WebKit's own bindings.
    let has_bindings = Program::new("/usr/bin/python3")
        .arg("-c")
        .arg("import gi; gi.require_version('WebKit2', '4.1')")
        .succeeds();
    if !has_driver || !has_bindings || find_in_path("Xvfb").is_none() {
        apt::install(
            &[
                "webkit2gtk-driver",
                "python3-gi",
                "gir1.2-webkit2-4.1",
                "xvfb",
            ],
            "WebKit with its driver and a screen",
        )?;
    }
    Ok(())
}
