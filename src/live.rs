//! Values that a screen follows. They do what leptos' signals and memos do, and rest on them; but leptos compiles
//! each of its types anew for every type of value, some five kilobytes each, and these compile the
//! machinery once (`docs/decisions/0007`). What depends on the type is only the value itself.
//!
//! [`Live`] is read, [`LiveCell`] is also written; both are small copies that go when their component goes. [`drawn`]
//! makes a piece of a view that is drawn anew when what it reads changes.

mod cell;
mod drawn;
mod from;
mod source;

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

use source::{Constant, Derived, Memoized, Source};

pub use cell::LiveCell;
pub use drawn::drawn;

/// What stands behind a live value, with its type forgotten: so that one arena serves them all.
type Erased = Arc<dyn Any + Send + Sync>;

/// A source in a box of one known type, to be found again behind [`Erased`].
struct Held<T>(Box<dyn Source<T>>);

/// A value that may change. Reading it inside a view, a memo or an effect runs that again when it changes;
/// the `_untracked` readers do not.
pub struct Live<T> {
    erased: StoredValue<Erased>,
    value: PhantomData<fn() -> T>,
}

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Live<T> {}

impl<T> fmt::Debug for Live<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Live")
    }
}

impl<T: Send + Sync + 'static> Live<T> {
    /// A value that never changes.
    pub fn constant(value: T) -> Self {
        Self::over(Constant(value))
    }

    /// A value that is computed at each reading.
    pub fn derive(compute: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::over(Derived(Box::new(compute)))
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

    fn over(source: impl Source<T> + 'static) -> Self {
        let held: Held<T> = Held(Box::new(source));
        Self {
            erased: StoredValue::new(Arc::new(held)),
            value: PhantomData,
        }
    }

    #[track_caller]
    #[expect(
        clippy::expect_used,
        reason = "the type of what is held is the type that made it, and a source always reads once"
    )]
    fn read<U>(self, is_tracked: bool, read: impl FnOnce(&T) -> U) -> U {
        let erased: Erased = self.erased.get_value();
        let held = erased.downcast_ref::<Held<T>>();
        let mut read = Some(read);
        let mut answer: Option<U> = None;
        held.expect("a source of this type")
            .0
            .read(is_tracked, &mut |value| {
                answer = read.take().map(|read| read(value));
            });
        answer.expect("a value was read")
    }
}

impl<T: Clone + Send + Sync + 'static> Live<T> {
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
        self.erased.try_get_value().map(|_| self.get_untracked())
    }
}

impl<T: PartialEq + Send + Sync + 'static> Live<T> {
    /// A value that is computed when what it reads has changed, and that changes only when the new one
    /// is another.
    pub fn memo(compute: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::memo_after(move |_| compute())
    }

    /// Like [`Live::memo`], with the value before at hand.
    pub fn memo_after(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        Self::over(Memoized::new(compute))
    }
}
