//! The reference data that the centre is built with: the same files that the app ships.

use std::sync::LazyLock;

use overgang_domain::reference::{self, Reference};

/// The reference data cannot be used: the centre was built with a faulty file.
#[derive(Debug, thiserror::Error)]
#[error("the reference data cannot be read: {0}; build the centre again")]
pub struct ReadReferenceError(#[from] reference::ReadReferenceError);

/// All of it.
pub fn shipped() -> Result<Reference, ReadReferenceError> {
    Ok(reference::shipped()?)
}

/// The same, read once.
pub fn shared() -> Result<&'static Reference, &'static ReadReferenceError> {
    static SHARED: LazyLock<Result<Reference, ReadReferenceError>> = LazyLock::new(shipped);
    SHARED.as_ref()
}
