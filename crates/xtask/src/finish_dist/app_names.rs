//! Names the app's wasm and its script by what is finally in them. Trunk takes the hash from before
//! `wasm-opt` and before the script is made, so that another version of a tool would give other bytes
//! under a name that browsers keep for a year.

use std::path::Path;

use super::name_hash;
use crate::command::Stopped;
use crate::project;

pub(super) fn rename_by_content(staging: &Path) -> Result<(), Stopped> {
    let page = staging.join("index.html");
    let html = project::read_text(&page)?;
    let app = app_name(&html)
        .ok_or_else(|| Stopped::because("index.html names no file that ends in _bg.wasm"))?;
    let endings = ["_bg.wasm", ".js"];
    let mut content = Vec::new();
    for ending in endings {
        content.extend(project::read(&staging.join(format!("{app}{ending}")))?);
    }
    let renamed = with_hash(app, &name_hash(&content));
    for ending in endings {
        let from = staging.join(format!("{app}{ending}"));
        let to = staging.join(format!("{renamed}{ending}"));
        std::fs::rename(&from, &to).map_err(|error| {
            Stopped::because(format!("cannot rename {}: {error}", project::shown(&from)))
        })?;
    }
    project::write(&page, html.replace(app, &renamed))
}

/// `overgang-0123456789abcdef` from a page that names `/overgang-0123456789abcdef_bg.wasm`.
fn app_name(html: &str) -> Option<&str> {
    let (before, _) = html.split_once("_bg.wasm")?;
    let start = before.rfind(['/', '"', '\''])? + 1;
    before.get(start..)
}

fn with_hash(app: &str, hash: &str) -> String {
    let (name, _) = app.rsplit_once('-').unwrap_or((app, ""));
    format!("{name}-{hash}")
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
}
