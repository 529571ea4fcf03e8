//! A live value that is written.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::{Arc, PoisonError, RwLock};

use leptos::prelude::*;
use leptos::reactive::signal::ArcTrigger;

use super::source::Source;
use super::{Erased, Live};

/// A value that is written here and read anywhere. Hand out [`Live`], never this.
pub struct LiveCell<T> {
    erased: StoredValue<Erased>,
    value: PhantomData<fn() -> T>,
}

struct Inner<T> {
    value: RwLock<T>,
    changed: ArcTrigger,
}

impl<T> Clone for LiveCell<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for LiveCell<T> {}

impl<T: Send + Sync + 'static> LiveCell<T> {
    /// A cell that begins with `value`.
    pub fn new(value: T) -> Self {
        let inner = Arc::new(Inner {
            value: RwLock::new(value),
            changed: ArcTrigger::new(),
        });
        Self {
            erased: StoredValue::new(inner as Arc<dyn Any + Send + Sync>),
            value: PhantomData,
        }
    }

    /// Writes a value. A cell whose component is gone forgets it.
    pub fn set(self, value: T) {
        self.update(|kept| *kept = value);
    }

    /// Changes the value in place. A cell whose component is gone is left alone.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        if let Some(inner) = self.inner() {
            change(&mut inner.value.write().unwrap_or_else(PoisonError::into_inner));
            inner.changed.notify();
        }
    }

    /// Changes the value in place and tells nobody.
    pub fn update_untracked(self, change: impl FnOnce(&mut T)) {
        if let Some(inner) = self.inner() {
            change(&mut inner.value.write().unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// Hands the value to `read`.
    ///
    /// # Panics
    /// When the component that made it is gone.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.read(true, read)
    }

    /// Hands the value to `read`, which does not run again when it changes.
    ///
    /// # Panics
    /// When the component that made it is gone.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.read(false, read)
    }

    #[track_caller]
    #[expect(
        clippy::expect_used,
        reason = "reading what is gone is a mistake in the code, as with leptos' own signals"
    )]
    fn read<U>(self, is_tracked: bool, read: impl FnOnce(&T) -> U) -> U {
        let inner = self
            .inner()
            .expect("the component of this cell is still here");
        if is_tracked {
            inner.changed.track();
        }
        read(&inner.value.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn inner(self) -> Option<Arc<Inner<T>>> {
        self.erased.try_get_value()?.downcast().ok()
    }
}

impl<T: Clone + Send + Sync + 'static> LiveCell<T> {
    /// A copy of the value.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// A copy of the value; does not run again when it changes.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// A copy of the value; `None` when the component that made it is gone.
    pub fn try_get_untracked(self) -> Option<T> {
        let inner = self.inner()?;
        let value = inner.value.read().unwrap_or_else(PoisonError::into_inner);
        Some(value.clone())
    }
}

impl<T: Send + Sync> Source<T> for Arc<Inner<T>> {
    fn read(&self, is_tracked: bool, read: &mut dyn FnMut(&T)) {
        if is_tracked {
            self.changed.track();
        }
        read(&self.value.read().unwrap_or_else(PoisonError::into_inner));
    }
}

#[expect(
    clippy::expect_used,
    reason = "as with leptos' own signals, a cell is handed on while its component is here"
)]
impl<T: Send + Sync + 'static> From<LiveCell<T>> for Live<T> {
    fn from(cell: LiveCell<T>) -> Self {
        Self::over(
            cell.inner()
                .expect("the component of this cell is still here"),
        )
    }
}
