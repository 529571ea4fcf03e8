//! The form in which bytes lie in the browser. Today they are packed; when they are sealed as well, it
//! happens here, and nothing around it changes shape. Knows no plan and no storage.
//!
//! Packing and opening wait for the browser, so both are done before a transaction opens, never
//! inside one (`WebKit` ends a transaction at such a wait).

use crate::packing::{gunzip, gzip};

/// Below this many bytes packing costs more than it saves.
const WORTH_PACKING: usize = 2048;
/// First byte of a record that lies as it is.
const PLAIN: u8 = 0;
/// First byte of a gzipped record.
const GZIPPED: u8 = 1;

/// A record could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenRecordError {
    /// No bytes, or a form that only a newer app knows.
    #[error("the record has a form that this app does not know; update the app")]
    UnknownForm,
    /// The bytes do not unpack.
    #[error("the record is damaged")]
    Damaged,
}

/// Wraps `bytes` for the disk without packing: for what is written at every tap.
pub fn seal_small(bytes: &[u8]) -> Vec<u8> {
    let mut sealed: Vec<u8> = Vec::with_capacity(bytes.len() + 1);
    sealed.push(PLAIN);
    sealed.extend_from_slice(bytes);
    sealed
}

/// Wraps `bytes` for the disk, packed where it pays.
pub async fn seal(bytes: &[u8]) -> Vec<u8> {
    if bytes.len() < WORTH_PACKING {
        return seal_small(bytes);
    }
    match gzip(bytes).await {
        Ok(packed) => {
            let mut sealed: Vec<u8> = Vec::with_capacity(packed.len() + 1);
            sealed.push(GZIPPED);
            sealed.extend_from_slice(&packed);
            sealed
        }
        // A browser that cannot pack still has to keep what was written.
        Err(_) => seal_small(bytes),
    }
}

/// The bytes that [`seal`] or [`seal_small`] wrapped.
pub async fn open(sealed: &[u8]) -> Result<Vec<u8>, OpenRecordError> {
    match sealed.split_first() {
        Some((&PLAIN, bytes)) => Ok(bytes.to_vec()),
        Some((&GZIPPED, packed)) => gunzip(packed).await.map_err(|_| OpenRecordError::Damaged),
        _ => Err(OpenRecordError::UnknownForm),
    }
}
