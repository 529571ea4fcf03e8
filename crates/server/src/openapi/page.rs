//! The document as a page to read: plain HTML made at the start, with no script and no style of its own in it, so
//! that it passes the same policy as everything else.

use std::fmt::Write as _;

use serde_json::Value;

/// The style of the page.
pub(crate) const STYLE: &str = include_str!("page.css");

/// The page of a document.
pub(super) fn written(document: &Value) -> String {
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"stylesheet\" href=\"/api/docs.css\">",
    );
    let title: String = escaped(text(document, "/info/title"));
    push(
        &mut page,
        format_args!("<title>{title}</title></head><body><main><h1>{title}</h1>"),
    );
    paragraphs(&mut page, text(document, "/info/description"));
    page.push_str("<p>The same to be read by machines: <a href=\"/api/openapi.json\">/api/openapi.json</a></p>");
    for tag in list(document, "/tags") {
        let name: &str = text(tag, "/name");
        let operations: Vec<(&str, &str, &Value)> = operations_of(document, name);
        if operations.is_empty() {
            continue;
        }
        let about: String = escaped(text(tag, "/description"));
        push(
            &mut page,
            format_args!("<section><h2>{}</h2><p>{about}</p>", escaped(name)),
        );
        for (path, method, operation) in operations {
            write_operation(&mut page, path, method, operation);
        }
        page.push_str("</section>");
    }
    write_schemas(&mut page, document);
    page.push_str("</main></body></html>\n");
    page
}

/// The operations with this tag: path, method, operation.
fn operations_of<'doc>(
    document: &'doc Value,
    tag: &str,
) -> Vec<(&'doc str, &'doc str, &'doc Value)> {
    let mut found: Vec<(&str, &str, &Value)> = Vec::new();
    for (path, item) in entries(document, "/paths") {
        for (method, operation) in entries(item, "") {
            if list(operation, "/tags").iter().any(|one| one == tag) {
                found.push((path, method, operation));
            }
        }
    }
    found
}

fn write_operation(page: &mut String, path: &str, method: &str, operation: &Value) {
    push(
        page,
        format_args!(
            "<article><h3><code>{} {}</code></h3>",
            method.to_uppercase(),
            escaped(path)
        ),
    );
    paragraphs(page, text(operation, "/summary"));
    paragraphs(page, text(operation, "/description"));
    if !list(operation, "/security").is_empty() {
        page.push_str("<p>Only for whoever is signed in.</p>");
    }
    let parameters: &[Value] = list(operation, "/parameters");
    let contents: Vec<(&str, &Value)> = entries(operation, "/requestBody/content");
    if !parameters.is_empty() || !contents.is_empty() {
        page.push_str("<table><thead><tr><th>Request</th><th></th></tr></thead><tbody>");
        for parameter in parameters {
            let place: String = format!("{} {}", text(parameter, "/in"), text(parameter, "/name"));
            let needed: bool = parameter["required"] == true;
            let about: String = format!(
                "{}{}",
                if needed { "Required. " } else { "" },
                text(parameter, "/description")
            );
            row(page, &place, &about);
        }
        for (media, content) in contents {
            let about: String = format!(
                "{} {}",
                shape(content),
                text(operation, "/requestBody/description")
            );
            row(page, &format!("body {media}"), about.trim());
        }
        page.push_str("</tbody></table>");
    }
    page.push_str("<table><thead><tr><th>Answer</th><th></th></tr></thead><tbody>");
    for (status, response) in entries(operation, "/responses") {
        let shapes: Vec<String> = entries(response, "/content")
            .into_iter()
            .map(|(media, content)| format!("{media}: {}", shape(content)))
            .filter(|_| !status.starts_with(['4', '5']))
            .collect();
        let about: String = format!(
            "{}\n\n{}",
            text(response, "/description"),
            shapes.join("\n\n")
        );
        row(page, status, about.trim());
    }
    page.push_str("</tbody></table></article>");
}

/// The shapes that requests and answers name.
fn write_schemas(page: &mut String, document: &Value) {
    page.push_str("<section><h2>shapes</h2>");
    for (name, schema) in entries(document, "/components/schemas") {
        push(
            page,
            format_args!(
                "<article id=\"{0}\"><h3><code>{0}</code></h3>",
                escaped(name)
            ),
        );
        paragraphs(page, text(schema, "/description"));
        let values: Vec<&str> = list(schema, "/enum")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        if !values.is_empty() {
            paragraphs(page, &values.join(", "));
        }
        let fields: Vec<(&str, &Value)> = entries(schema, "/properties");
        if !fields.is_empty() {
            page.push_str("<table><thead><tr><th>Field</th><th></th></tr></thead><tbody>");
            for (field, value) in fields {
                let about: String = format!("{} {}", named(value), text(value, "/description"));
                row(page, field, about.trim());
            }
            page.push_str("</tbody></table>");
        }
        page.push_str("</article>");
    }
    page.push_str("</section>");
}

fn row(page: &mut String, name: &str, about: &str) {
    push(
        page,
        format_args!(
            "<tr><th scope=\"row\"><code>{}</code></th><td>",
            escaped(name)
        ),
    );
    paragraphs(page, about);
    page.push_str("</td></tr>");
}

/// What a content looks like.
fn shape(content: &Value) -> String {
    content.pointer("/schema").map(named).unwrap_or_default()
}

/// What a schema is called, or what kind of value it is.
fn named(schema: &Value) -> String {
    let referred: &str = text(schema, "/$ref");
    if let Some((_, name)) = referred.rsplit_once('/') {
        return name.to_owned();
    }
    let format: &str = text(schema, "/format");
    match (text(schema, "/type"), format) {
        ("array", _) => format!(
            "list of {}",
            schema.pointer("/items").map(named).unwrap_or_default()
        ),
        (kind, "") => kind.to_owned(),
        (kind, format) => format!("{kind} ({format})"),
    }
}

fn paragraphs(page: &mut String, text: &str) {
    for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.is_empty()) {
        page.push_str("<p>");
        // What stands between two backticks is code.
        for (i, part) in paragraph.split('`').enumerate() {
            let part: String = escaped(part);
            if i % 2 == 0 {
                page.push_str(&part);
            } else {
                push(page, format_args!("<code>{part}</code>"));
            }
        }
        page.push_str("</p>");
    }
}

fn text<'doc>(value: &'doc Value, pointer: &str) -> &'doc str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn list<'doc>(value: &'doc Value, pointer: &str) -> &'doc [Value] {
    let list = value.pointer(pointer).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

fn entries<'doc>(value: &'doc Value, pointer: &str) -> Vec<(&'doc str, &'doc Value)> {
    let object = value.pointer(pointer).and_then(Value::as_object);
    let entries = object.into_iter().flatten();
    entries
        .map(|(name, value)| (name.as_str(), value))
        .collect()
}

fn push(page: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a text never fails.
    page.write_fmt(arguments).ok();
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_document_says_is_text_and_never_markup() {
        let document = serde_json::json!({
            "info": { "title": "<script>\"&", "description": "one `<b>`\n\ntwo" },
        });
        let page: String = written(&document);
        assert!(
            page.contains("<h1>&lt;script&gt;&quot;&amp;</h1>"),
            "{page}"
        );
        assert!(
            page.contains("<p>one <code>&lt;b&gt;</code></p><p>two</p>"),
            "{page}"
        );
        assert!(!page.contains("<script"), "{page}");
    }
}
