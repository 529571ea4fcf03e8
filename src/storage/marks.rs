//! Small marks outside the database, in local storage. They lie in clear on disk: random ids, counts and
//! switches only. The database is the truth; marks help to find it and to notice its loss.

/// A mark, if it is there.
pub fn mark(key: &str) -> Option<String> {
    web_sys::window()?
        .local_storage()
        .ok()??
        .get_item(key)
        .ok()?
}

/// The names of all marks that end so.
pub(super) fn marks_that_end(ending: &str) -> Vec<String> {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok()?);
    let Some(storage) = storage else {
        return Vec::new();
    };
    let all = 0..storage.length().unwrap_or(0);
    let names = all.filter_map(|at| storage.key(at).ok()?);
    names.filter(|name| name.ends_with(ending)).collect()
}

/// Sets a mark or takes it away. A browser that refuses forgets it.
pub fn set_mark(key: &str, value: Option<&str>) {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok()?);
    let Some(storage) = storage else { return };
    drop(match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    });
}
