//! Finds what a parent component hands to its parts. Says who is missing when there is none.

use leptos::prelude::*;

/// What `parent` provides.
///
/// # Panics
/// When the part `child` stands outside `parent`: a mistake in the markup, seen at first rendering.
pub(super) fn strict_context<T: Clone + 'static>(child: &str, parent: &str) -> T {
    match use_context() {
        Some(context) => context,
        None => panic!("<{child}/> must stand inside <{parent}>"),
    }
}
