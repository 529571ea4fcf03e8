//! Where a live value comes from. Small on purpose: all of this is compiled for every type of value.

use std::sync::{Arc, PoisonError, RwLock};

use leptos::prelude::*;
use leptos::reactive::computed::ArcMemo;

/// Something that a value can be read from.
pub(super) trait Source<T>: Send + Sync {
    /// Calls `read` once with the value; whoever runs now runs again on a change if `is_tracked`.
    fn read(&self, is_tracked: bool, read: &mut dyn FnMut(&T));
}

/// A value that never changes.
pub(super) struct Constant<T>(pub(super) T);

impl<T: Send + Sync> Source<T> for Constant<T> {
    fn read(&self, _: bool, read: &mut dyn FnMut(&T)) {
        read(&self.0);
    }
}

/// A value that is computed at each reading.
pub(super) struct Derived<T>(pub(super) Box<dyn Fn() -> T + Send + Sync>);

impl<T> Source<T> for Derived<T> {
    fn read(&self, is_tracked: bool, read: &mut dyn FnMut(&T)) {
        let value: T = if is_tracked {
            (self.0)()
        } else {
            untrack(&*self.0)
        };
        read(&value);
    }
}

/// A value that is computed when what it reads has changed.
pub(super) struct Memoized<T> {
    value: Arc<RwLock<Option<T>>>,
    versions: ArcMemo<u64>,
}

impl<T: PartialEq + Send + Sync + 'static> Memoized<T> {
    pub(super) fn new(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let value: Arc<RwLock<Option<T>>> = Arc::default();
        let kept: Arc<RwLock<Option<T>>> = Arc::clone(&value);
        let versions = versions(Box::new(move || {
            let now: T = compute(kept.read().unwrap_or_else(PoisonError::into_inner).as_ref());
            let mut kept = kept.write().unwrap_or_else(PoisonError::into_inner);
            let is_other: bool = kept.as_ref() != Some(&now);
            *kept = Some(now);
            is_other
        }));
        Self { value, versions }
    }
}

impl<T: Send + Sync> Source<T> for Memoized<T> {
    fn read(&self, is_tracked: bool, read: &mut dyn FnMut(&T)) {
        if is_tracked {
            self.versions.get();
        } else {
            self.versions.get_untracked();
        }
        let value = self.value.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = value.as_ref() {
            read(value);
        }
    }
}

/// The one memo behind them all: it counts how often `recompute` gave another value.
fn versions(recompute: Box<dyn Fn() -> bool + Send + Sync>) -> ArcMemo<u64> {
    ArcMemo::new(move |before: Option<&u64>| {
        let is_other: bool = recompute();
        before.map_or(0, |before| before + u64::from(is_other))
    })
}
