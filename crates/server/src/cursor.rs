//! The cursor: where a device has read up to in each log, as one word that only the centre reads.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use overgang_sync::Cursor;
use serde::{Deserialize, Serialize};

use crate::partition::Partition;

/// The last sequence that was read, by log; 0 or absent: none yet.
pub type Positions = BTreeMap<Partition, u64>;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    #[serde(rename = "e")]
    epoch: String,
    #[serde(rename = "p")]
    positions: Positions,
}

/// The cursor is not one of this centre's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadCursorError {
    /// Not a word that any centre wrote.
    #[error("the cursor is not readable")]
    Unreadable,
    /// Written before the ledger was restored, or by another centre.
    #[error("the cursor belongs to another ledger")]
    OtherEpoch,
}

/// The word for these positions in the ledger of `epoch`.
pub fn write_cursor(epoch: &str, positions: &Positions) -> Cursor {
    let content = Content {
        epoch: epoch.to_owned(),
        positions: positions.clone(),
    };
    // Strings and numbers only: this always gives JSON.
    let json: Vec<u8> = serde_json::to_vec(&content).unwrap_or_default();
    Cursor(URL_SAFE_NO_PAD.encode(json))
}

/// The positions that `cursor` names in the ledger of `epoch`.
pub fn read_cursor(epoch: &str, cursor: &Cursor) -> Result<Positions, ReadCursorError> {
    let json: Vec<u8> = URL_SAFE_NO_PAD
        .decode(&cursor.0)
        .map_err(|_| ReadCursorError::Unreadable)?;
    let content: Content =
        serde_json::from_slice(&json).map_err(|_| ReadCursorError::Unreadable)?;
    if content.epoch != epoch {
        return Err(ReadCursorError::OtherEpoch);
    }
    Ok(content.positions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_what_was_written() {
        let positions: Positions = BTreeMap::from([(Partition::common(), 7)]);
        let cursor: Cursor = write_cursor("one", &positions);
        assert_eq!(read_cursor("one", &cursor), Ok(positions));
    }

    #[test]
    fn a_cursor_of_another_epoch_and_garbage_are_told_apart() {
        let cursor: Cursor = write_cursor("one", &Positions::new());
        assert_eq!(
            read_cursor("two", &cursor),
            Err(ReadCursorError::OtherEpoch)
        );
        for garbage in ["", "%%%", "e30", "eyJlIjoxfQ"] {
            assert_eq!(
                read_cursor("one", &Cursor(garbage.to_owned())),
                Err(ReadCursorError::Unreadable)
            );
        }
    }
}
