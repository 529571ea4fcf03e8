//! `aksel-css`, called by Trunk before a build: joins the parts of Aksel's CSS that
//! `style/aksel-components.txt` names into one file, so that only what is used ships.
//! Each part states the order of Aksel's cascade layers itself, so joining keeps them right.

use crate::command::Stopped;
use crate::project;

const LIST: &str = "style/aksel-components.txt";
const PACKAGE: &str = "node_modules/@navikt/ds-css/dist";
/// Where `index.html` links it. Fixed, because Trunk's links cannot follow `CARGO_TARGET_DIR`.
const JOINED: &str = "target/style/aksel.css";

pub(crate) fn join_parts() -> Result<(), Stopped> {
    let list = project::read_text(&project::path(LIST))?;
    let mut joined = String::new();
    for part in parts(&list) {
        let file = project::path(&format!("{PACKAGE}/{part}.min.css"));
        if !file.is_file() {
            return Err(Stopped::because(format!(
                "{LIST} names {part}, which is not in {PACKAGE} (if that folder is missing: npm ci)"
            )));
        }
        joined.push_str(project::read_text(&file)?.trim());
        joined.push('\n');
    }
    let place = project::path(JOINED);
    // Left alone when nothing changed, so that a watching Trunk does not build again and again.
    if std::fs::read_to_string(&place).is_ok_and(|kept| kept == joined) {
        return Ok(());
    }
    project::write(&place, joined)
}

/// The names in the list, without comments and empty lines.
pub(crate) fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_empty_lines_name_no_part() {
        let list = "# why\n\nglobal/reset\n  component/tag  \n";
        let named: Vec<&str> = parts(list).collect();
        assert_eq!(named, ["global/reset", "component/tag"]);
    }
}
