//! Names the app's wasm, its script and the code of the later screens by what is finally in them. Trunk takes the
//! hash from before `wasm-opt` and before the script is made, so that another version of a tool would give other
//! bytes under a name that browsers keep for a year. The files name each other, so one hash over all stands in all.

use std::path::Path;

use super::{integrity, later_screens, name_hash};
use crate::command::Stopped;
use crate::{later_code, project};

pub(super) fn rename_by_content(staging: &Path) -> Result<(), Stopped> {
    let page = staging.join("index.html");
    let mut html = project::read_text(&page)?;
    let app = app_name(&html)
        .ok_or_else(|| Stopped::because("index.html names no file that ends in _bg.wasm"))?
        .to_owned();
    let later = later_screens::names(staging)?;
    let mut files = vec![format!("{app}_bg.wasm"), format!("{app}.js")];
    files.extend(later.iter().cloned());
    let mut content = Vec::new();
    for file in &files {
        content.extend(project::read(&staging.join(file))?);
    }
    let hash = name_hash(&content);
    let renamed = with_hash(&app, &hash);
    if !later.is_empty() {
        html = name_each_other(staging, &html, &app, &later, &hash).map_err(Stopped::because)?;
    }
    for file in &files {
        let to = match file.strip_prefix(&app) {
            Some(ending) => format!("{renamed}{ending}"),
            None => later_name(file, &hash),
        };
        let from = staging.join(file);
        std::fs::rename(&from, staging.join(to)).map_err(|error| {
            Stopped::because(format!("cannot rename {}: {error}", project::shown(&from)))
        })?;
    }
    project::write(&page, html.replace(&app, &renamed))
}

/// Writes the new names into the two scripts, and answers with the page that expects them so.
fn name_each_other(
    staging: &Path,
    html: &str,
    app: &str,
    later: &[String],
    hash: &str,
) -> Result<String, String> {
    let read = |file: &Path| project::read_text(file).map_err(|stopped| stopped.to_string());
    let write =
        |file: &Path, text: &str| project::write(file, text).map_err(|stopped| stopped.to_string());
    let link = later_name(later_code::LINK, hash);
    let script = staging.join(format!("{app}.js"));
    let before = read(&script)?;
    let after = later_screens::app_script(&before, &link)?;
    write(&script, &after)?;
    let html = html.replace(&integrity(before.as_bytes()), &integrity(after.as_bytes()));

    let linking = staging.join(later_code::LINK);
    let mut text = read(&linking)?;
    let (plain, _) = app.rsplit_once('-').unwrap_or((app, ""));
    let app_import = format!("\"./{plain}.js\"");
    text = only_replaced(
        &text,
        &app_import,
        &format!("\"./{}.js\"", with_hash(app, hash)),
    )?;
    for chunk in later.iter().filter(|name| *name != later_code::LINK) {
        let to = format!("\"./{}\"", later_name(chunk, hash));
        text = only_replaced(&text, &format!("\"./{chunk}\""), &to)?;
    }
    write(&linking, &text)?;
    // Fetched beside the app's script, not after it, and refused where its bytes are others.
    let preload = format!(
        "<link rel=\"modulepreload\" href=\"/{link}\" crossorigin=\"anonymous\" integrity=\"{}\"></head>",
        integrity(text.as_bytes())
    );
    only_replaced(&html, "</head>", &preload)
}

/// The text with the one place where `from` stands replaced.
pub(super) fn only_replaced(text: &str, from: &str, to: &str) -> Result<String, String> {
    match text.matches(from).count() {
        1 => Ok(text.replace(from, to)),
        count => Err(format!(
            "{from} stands in a file {count} times and not once"
        )),
    }
}

/// `overgang-0123456789abcdef` from a page that names `/overgang-0123456789abcdef_bg.wasm`.
pub(super) fn app_name(html: &str) -> Option<&str> {
    let (before, _) = html.split_once("_bg.wasm")?;
    let start = before.rfind(['/', '"', '\''])? + 1;
    before.get(start..)
}

fn with_hash(app: &str, hash: &str) -> String {
    let (name, _) = app.rsplit_once('-').unwrap_or((app, ""));
    format!("{name}-{hash}")
}

/// `split_later-0123.wasm` for `split_later.wasm`.
fn later_name(file: &str, hash: &str) -> String {
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
    format!("{}-{hash}.{ending}", stem.trim_start_matches('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_found_in_the_page_and_keeps_all_but_its_hash() {
        let html = "<link rel=\"preload\" href=\"/overgang-0123_bg.wasm\" as=\"fetch\">";
        assert_eq!(app_name(html), Some("overgang-0123"));
        assert_eq!(with_hash("overgang-0123", "4567"), "overgang-4567");
        assert_eq!(app_name("<p>"), None);
    }

    #[test]
    fn the_later_files_carry_the_same_hash() {
        assert_eq!(
            later_name("split_later.wasm", "4567"),
            "split_later-4567.wasm"
        );
        assert_eq!(later_name(later_code::LINK, "4567"), "wasm_split-4567.js");
    }

    #[test]
    fn a_name_that_stands_elsewhere_too_is_not_replaced() {
        assert_eq!(only_replaced("a-b", "b", "c"), Ok("a-c".to_owned()));
        assert!(only_replaced("b-b", "b", "c").is_err());
        assert!(only_replaced("a", "b", "c").is_err());
    }
}
