//! How often a database was written and by which keys: what tabs that write at the same time know each other by.

use crate::sealing::{plain, read_plain};

/// How often a database was written, and the oldest generation of keys that may write to it: in clear, since both are
/// read inside of transactions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Writes {
    /// How often.
    pub(super) count: u64,
    /// With which generation.
    pub(super) generation: u8,
}

/// What a writer has seen; where the database is beyond it, nothing is written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Guard {
    /// The count of writes; `None` for records that no count guards.
    pub(super) count: Option<u64>,
    /// The generation that was sealed with.
    pub(super) generation: u8,
}

impl Writes {
    pub(super) fn read(record: &[u8]) -> Self {
        let text = read_plain(record).ok();
        let text = text.and_then(|bytes| std::str::from_utf8(bytes).ok());
        let (count, generation) = text
            .and_then(|text| text.split_once(' '))
            .unwrap_or_default();
        Self {
            count: count.parse().unwrap_or(0),
            generation: generation.parse().unwrap_or(0),
        }
    }

    pub(super) fn written(self) -> Vec<u8> {
        plain(format!("{} {}", self.count, self.generation).as_bytes())
    }
}
