//! Pieces of a view that are drawn anew.

use std::sync::{Arc, Mutex};

use leptos::prelude::*;
use leptos::tachys::reactive_graph::SharedReactiveFunction;

/// A piece of a view that is drawn anew when what `draw` reads changes. The same as the bare closure, with
/// everything around it compiled once.
pub fn drawn<V: IntoAny>(draw: impl Fn() -> V + Send + 'static) -> SharedReactiveFunction<AnyView> {
    Arc::new(Mutex::new(move || draw().into_any()))
}
