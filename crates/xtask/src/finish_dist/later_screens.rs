//! Puts the code of the later screens beside the app that it was taken out of (`crate::later_code`), optimised
//! like the app itself. An app that was not split has none.

use std::path::Path;

use super::app_names::{app_name, only_replaced};
use crate::command::{Program, Stopped};
use crate::{later_code, project};

pub(super) fn place(staging: &Path) -> Result<(), Stopped> {
    if !is_split(staging)? {
        return Ok(());
    }
    let folder = later_code::folder();
    for file in project::files_below(&folder)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let target = staging.join(&*name);
        if name == later_code::LINK {
            project::write(&target, project::read(&file)?)?;
        } else if is_chunk(&name) {
            Program::new(project::path("node_modules/.bin/wasm-opt"))
                .args("-O1 --quiet")
                .arg(&file)
                .arg("--output")
                .arg(&target)
                .run()?;
        }
    }
    Ok(())
}

/// The names of the files beside the app: the script that fetches, and what it fetches.
pub(super) fn names(staging: &Path) -> Result<Vec<String>, Stopped> {
    let files = project::files_below(staging)?;
    let names = files
        .iter()
        .filter_map(|file| file.strip_prefix(staging).ok()?.to_str());
    let names = names.filter(|name| *name == later_code::LINK || is_chunk(name));
    Ok(names.map(str::to_owned).collect())
}

/// Has the app's script import the other one under its new name. The wasm goes on calling it by the old one.
pub(super) fn app_script(script: &str, link: &str) -> Result<String, String> {
    let from = format!("\"./{}\"", later_code::LINK);
    let to = format!("\"./{link}\"");
    let before = ["from", "from "].map(|word| format!("{word}{from}"));
    let found = before
        .iter()
        .find(|before| script.contains(before.as_str()));
    let before = found.ok_or_else(|| format!("the app's script does not import {from}"))?;
    only_replaced(script, before, &before.replace(&from, &to))
}

fn is_split(staging: &Path) -> Result<bool, Stopped> {
    let html = project::read_text(&staging.join("index.html"))?;
    let Some(app) = app_name(&html) else {
        return Ok(false);
    };
    let script = project::read_text(&staging.join(format!("{app}.js")))?;
    Ok(script.contains(later_code::LINK))
}

/// What the splitter calls the parts that it takes out.
fn is_chunk(name: &str) -> bool {
    let is_part = name.starts_with("split_") || name.starts_with("chunk_");
    is_part
        && Path::new(name)
            .extension()
            .is_some_and(|ending| ending == "wasm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_import_gets_the_new_name() {
        let script = "import*as t from\"./__wasm_split.js\";let i={\"./__wasm_split.js\":t};";
        let renamed = app_script(script, "link-01.js").unwrap();
        let expected = "import*as t from\"./link-01.js\";let i={\"./__wasm_split.js\":t};";
        assert_eq!(renamed, expected);
        assert!(app_script("let i;", "link-01.js").is_err());
    }

    #[test]
    fn the_app_itself_is_no_chunk() {
        assert!(is_chunk("split_later.wasm"));
        assert!(!is_chunk("overgang-01_bg.wasm"));
        assert!(!is_chunk("split_later.wasm.br"));
    }
}
