//! `app-css`, called by Trunk before a build: one file of the parts of Aksel's CSS that
//! `style/aksel-components.txt` names and of our own after them, without comments and without what no
//! component writes. Each part of Aksel's states the order of its cascade layers itself, so joining
//! keeps them right.

use crate::command::{Program, Stopped};
use crate::project;

const LIST: &str = "style/aksel-components.txt";
const PACKAGE: &str = "node_modules/@navikt/ds-css/dist";
/// Ours, in their order.
const OURS: [&str; 5] = ["frame", "parts", "plans", "plan", "sheets"];
/// Everything, joined; the purged file of the same name lies one folder up, where `index.html` links it.
/// Fixed, because Trunk's links cannot follow `CARGO_TARGET_DIR`.
const JOINED: &str = "target/style/joined/app.css";

pub(crate) fn write() -> Result<(), Stopped> {
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
    for name in OURS {
        let ours = project::read_text(&project::path(&format!("style/{name}.css")))?;
        joined.push_str(&without_comments(&ours));
    }
    project::write(&project::path(JOINED), joined)?;
    Program::new(project::path("node_modules/.bin/purgecss"))
        .args("--config style/purgecss.config.cjs --output target/style --css")
        .arg(JOINED)
        .run()
}

/// CSS without its comments and the space around its lines.
fn without_comments(css: &str) -> String {
    let mut kept = String::new();
    for piece in css.split("/*") {
        let (_, after) = piece.split_once("*/").unwrap_or(("", piece));
        kept.push_str(after);
    }
    let lines = kept.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
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
    fn comments_go_and_rules_stay() {
        let css = "/* why */\n.a {\n  /* not: .b {} */\n  top: 0;\n}\n";
        assert_eq!(without_comments(css), ".a {\ntop: 0;\n}\n");
    }

    #[test]
    fn all_of_our_files_are_joined() {
        let folder = std::fs::read_dir(project::path("style")).unwrap();
        let mut found: Vec<String> = folder
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".css").map(str::to_owned))
            .collect();
        found.sort();
        let mut joined = OURS.to_vec();
        joined.sort_unstable();
        assert_eq!(found, joined);
    }

    #[test]
    fn comments_and_empty_lines_name_no_part() {
        let list = "# why\n\nglobal/reset\n  component/tag  \n";
        let named: Vec<&str> = parts(list).collect();
        assert_eq!(named, ["global/reset", "component/tag"]);
    }
}
