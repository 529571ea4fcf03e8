//! Joins class names. Knows none itself.

/// The names that are not empty, joined by spaces.
pub(super) fn class_names(names: &[&str]) -> String {
    let mut joined = String::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(name);
    }
    joined
}

/// `name` where the condition holds, otherwise nothing.
pub(super) fn class_if(condition: bool, name: &'static str) -> &'static str {
    if condition { name } else { "" }
}
