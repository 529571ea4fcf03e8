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

/// Sets a mark or takes it away. A browser that refuses forgets it.
pub fn set_mark(key: &str, value: Option<&str>) {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok()?);
    let Some(storage) = storage else { return };
    drop(match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    });
}
