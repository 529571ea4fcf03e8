//! Takes every inline script out of a page into a file of its own, whose name carries its hash.
//! Refuses nonces: ours would be fixed at build time and protect nothing. Pure: text in, text out.

use super::{integrity, name_hash};

/// A script that now has a file.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) name: String,
    pub(super) content: String,
}

#[derive(Debug)]
pub(super) struct Moved {
    pub(super) html: String,
    pub(super) scripts: Vec<Script>,
}

/// The error is a sentence: the page is ours, so it can only mean a mistake in it.
pub(super) fn move_to_files(html: &str) -> Result<Moved, String> {
    if html.contains(" nonce=") {
        return Err("index.html has nonces: switch off create_nonce in Trunk.toml".to_owned());
    }
    let mut moved = Moved {
        html: String::with_capacity(html.len()),
        scripts: Vec::new(),
    };
    let mut rest = html;
    while let Some((before, from_script)) = split_before(rest, "<script") {
        moved.html.push_str(before);
        let Some((tag, after_tag)) = from_script.split_once('>') else {
            return Err("a <script> tag in index.html is not closed".to_owned());
        };
        let Some((content, after)) = after_tag.split_once("</script>") else {
            return Err("a <script> in index.html has no end".to_owned());
        };
        moved.html.push_str(tag);
        let content = content.trim();
        if !content.is_empty() {
            let script = Script {
                name: format!("boot-{}.js", name_hash(content.as_bytes())),
                content: content.to_owned(),
            };
            let hash = integrity(content.as_bytes());
            let attributes = [" src=\"/", &script.name, "\" integrity=\"", &hash, "\""];
            moved.html.push_str(&attributes.concat());
            moved.scripts.push(script);
        }
        moved.html.push_str("></script>");
        rest = after;
    }
    moved.html.push_str(rest);
    Ok(moved)
}

fn split_before<'text>(text: &'text str, mark: &str) -> Option<(&'text str, &'text str)> {
    text.find(mark).map(|at| text.split_at(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inline_script_becomes_a_file_named_by_its_hash() {
        let page = "<head><script type=\"module\">\nstart();\n</script></head>";
        let moved = move_to_files(page).unwrap();
        let [script] = moved.scripts.as_slice() else {
            panic!("one script: {moved:?}");
        };
        assert_eq!(script.content, "start();");
        assert!(script.name.starts_with("boot-"));
        let expected = format!(
            "<head><script type=\"module\" src=\"/{}\" integrity=\"{}\"></script></head>",
            script.name,
            integrity(b"start();")
        );
        assert_eq!(moved.html, expected);
    }

    #[test]
    fn scripts_with_an_address_stay_as_they_are() {
        let page = "<p>a</p><script src=\"/trusted-types.js\"></script><p>b</p>";
        let moved = move_to_files(page).unwrap();
        assert!(moved.scripts.is_empty());
        assert_eq!(moved.html, page);
    }

    #[test]
    fn nonces_and_a_script_without_an_end_are_refused() {
        assert!(move_to_files("<script>start();").is_err());
        assert!(move_to_files("<link nonce=\"x\">").is_err());
    }
}
