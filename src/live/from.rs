//! What may stand where a component takes a live value: the value itself, and a plain text for one that is
//! owned or optional. A closure is wrapped by `Live::derive`.

use super::Live;

impl<T: Send + Sync + 'static> From<T> for Live<T> {
    fn from(value: T) -> Self {
        Self::constant(value)
    }
}

impl<T: Send + Sync + 'static> From<T> for Live<Option<T>> {
    fn from(value: T) -> Self {
        Self::constant(Some(value))
    }
}

impl From<&str> for Live<String> {
    fn from(text: &str) -> Self {
        Self::constant(text.to_owned())
    }
}

impl From<&str> for Live<Option<String>> {
    fn from(text: &str) -> Self {
        Self::constant(Some(text.to_owned()))
    }
}

impl<T: Clone + Send + Sync + 'static> From<Live<T>> for Live<Option<T>> {
    fn from(value: Live<T>) -> Self {
        Self::derive(move || Some(value.get()))
    }
}

impl<T: Default + Send + Sync + 'static> Default for Live<T> {
    fn default() -> Self {
        Self::constant(T::default())
    }
}
