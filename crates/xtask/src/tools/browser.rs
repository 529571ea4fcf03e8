//! Chromium and its driver, for the browser tests and the journeys.

use std::path::PathBuf;

use super::{apt, find_in_path};
use crate::command::Stopped;

pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    /// The same without windows, which takes a third off the time of a journey; the whole one where there is none.
    pub(crate) headless_shell: PathBuf,
    pub(crate) chromedriver: PathBuf,
}

/// `OVERGANG_CHROMIUM` and `CHROMEDRIVER` name others than those in PATH.
pub(super) fn set_up() -> Result<Browser, Stopped> {
    if find().is_none() {
        println!("There is no Chromium with its driver on this machine.");
        // Debian's names first; Ubuntu has others.
        apt::install(&["chromium", "chromium-driver"], "Chromium with its driver").or_else(
            |debian| {
                apt::install(
                    &["chromium-browser", "chromium-chromedriver"],
                    "Chromium with its driver",
                )
                .map_err(|_| debian)
            },
        )?;
        // Text without a font is boxes. Nice to have: tests do not depend on it.
        if let Err(stopped) = apt::install(&["fonts-dejavu-core"], "a font") {
            println!("{stopped}");
        }
    }
    if named("OVERGANG_CHROMIUM").is_none() && find_in_path(HEADLESS_SHELL).is_none() {
        // Nice to have as well.
        if let Err(stopped) = apt::install(&[HEADLESS_SHELL], "Chromium without windows") {
            println!("{stopped}");
        }
    }
    find().ok_or_else(|| {
        Stopped::because(
            "Chromium or chromedriver was not found: put both in PATH, or name them in \
             OVERGANG_CHROMIUM and CHROMEDRIVER",
        )
    })
}

/// The package and its program.
const HEADLESS_SHELL: &str = "chromium-headless-shell";

fn find() -> Option<Browser> {
    let chromium = named("OVERGANG_CHROMIUM")
        .or_else(|| find_in_path("chromium"))
        .or_else(|| find_in_path("chromium-browser"))
        .or_else(|| find_in_path("google-chrome"))?;
    let chromedriver = named("CHROMEDRIVER").or_else(|| find_in_path("chromedriver"))?;
    Some(Browser {
        headless_shell: named("OVERGANG_CHROMIUM")
            .or_else(|| find_in_path(HEADLESS_SHELL))
            .unwrap_or_else(|| chromium.clone()),
        chromium,
        chromedriver,
    })
}

fn named(variable: &str) -> Option<PathBuf> {
    let file = PathBuf::from(std::env::var_os(variable)?);
    file.is_file().then_some(file)
}
