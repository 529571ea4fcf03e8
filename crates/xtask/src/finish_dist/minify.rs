//! Shortens the app's scripts, and has the page expect the shortened ones. The service worker stays as it is
//! written: it is filled in later, and whoever looks into a tablet's worker should be able to read it.

use std::path::Path;

use super::integrity;
use crate::command::{Program, Stopped};
use crate::project;

const WORKER: &str = "sw.js";

pub(super) fn shorten_scripts(staging: &Path) -> Result<(), Stopped> {
    let page = staging.join("index.html");
    let mut html = project::read_text(&page)?;
    for file in project::files_below(staging)? {
        let is_script = file.extension().is_some_and(|ending| ending == "js");
        if !is_script || file.file_name().is_some_and(|name| name == WORKER) {
            continue;
        }
        let before = integrity(&project::read(&file)?);
        Program::new(project::path("node_modules/.bin/terser"))
            .arg(&file)
            .args("--module --compress passes=2 --mangle --output")
            .arg(&file)
            .run()?;
        html = html.replace(&before, &integrity(&project::read(&file)?));
    }
    project::write(&page, html)
}
