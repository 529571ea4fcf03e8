//! The cursor: what a device has been given, as one word that only the centre reads. A device that bends it cheats
//! nobody but itself: what it may have is judged by its rights of today, each time.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;
use overgang_domain::PlanId;
use overgang_sync::Cursor;
use serde::{Deserialize, Serialize};

use crate::partition::Partition;

/// A sequence by log; 0 or absent: none.
pub type Positions = BTreeMap<Partition, u64>;

/// What a device has been given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    /// By whose rights and by which rules. By others all is given anew.
    #[serde(rename = "s")]
    pub scope: String,
    /// The day whose rights were asked.
    #[serde(rename = "d")]
    pub day: NaiveDate,
    /// How far each log was read.
    #[serde(rename = "l")]
    pub logs: BTreeMap<Partition, Place>,
    /// What is being given at the moment, over several answers.
    #[serde(rename = "r")]
    pub round: Option<Round>,
}

/// How far a log was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The device holds what it might see of each plan when the log was so long.
    #[serde(rename = "r")]
    pub read: u64,
    /// Of plans with entries after `read` and up to here it may hold something later, for they grew while a round went
    /// on.
    #[serde(rename = "u")]
    pub unsure: u64,
}

/// One pass over the plans, in the order of their ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// The day on which it began.
    #[serde(rename = "d")]
    pub day: NaiveDate,
    /// All plans are given whole, whatever the device holds.
    #[serde(rename = "w")]
    pub is_whole: bool,
    /// The last plan that was done.
    #[serde(rename = "a")]
    pub after: Option<PlanId>,
    /// Where the logs ended when it began, and where they ended when it last went on.
    #[serde(rename = "l")]
    pub logs: BTreeMap<Partition, Place>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    #[serde(rename = "e")]
    epoch: String,
    #[serde(rename = "p")]
    progress: Progress,
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

impl Progress {
    /// Where every device begins: all is given whole, beginning on `day`.
    pub fn start(scope: String, day: NaiveDate, heads: &Positions) -> Self {
        Self {
            scope,
            day,
            logs: BTreeMap::new(),
            round: Some(Round::begin(day, true, heads)),
        }
    }

    /// Of a device that was given nothing yet.
    pub fn none(day: NaiveDate) -> Self {
        Self {
            scope: String::new(),
            day,
            logs: BTreeMap::new(),
            round: None,
        }
    }

    /// All logs that it names.
    pub fn named_logs(&self) -> BTreeSet<Partition> {
        let in_round = self.round.iter().flat_map(|round| round.logs.keys());
        self.logs.keys().chain(in_round).cloned().collect()
    }

    /// Whether it names more of a log than there is: it is of a later time than this ledger.
    pub fn is_ahead_of(&self, heads: &Positions) -> bool {
        let in_round = self.round.iter().flat_map(|round| &round.logs);
        let mut places = self.logs.iter().chain(in_round);
        places.any(|(log, place)| {
            place.read.max(place.unsure) > heads.get(log).copied().unwrap_or_default()
        })
    }
}

impl Round {
    /// One that begins with the logs as they are.
    pub fn begin(day: NaiveDate, is_whole: bool, heads: &Positions) -> Self {
        let place = |(log, head): (&Partition, &u64)| {
            let place = Place {
                read: *head,
                unsure: *head,
            };
            (log.clone(), place)
        };
        Self {
            day,
            is_whole,
            after: None,
            logs: heads.iter().map(place).collect(),
        }
    }
}

/// The word for this progress in the ledger of `epoch`.
pub fn write_cursor(epoch: &str, progress: &Progress) -> Cursor {
    let content = Content {
        epoch: epoch.to_owned(),
        progress: progress.clone(),
    };
    // Strings and numbers only: this always gives JSON.
    let json: Vec<u8> = serde_json::to_vec(&content).unwrap_or_default();
    Cursor(URL_SAFE_NO_PAD.encode(json))
}

/// The progress that `cursor` names in the ledger of `epoch`.
pub fn read_cursor(epoch: &str, cursor: &Cursor) -> Result<Progress, ReadCursorError> {
    let json: Vec<u8> = URL_SAFE_NO_PAD
        .decode(&cursor.0)
        .map_err(|_| ReadCursorError::Unreadable)?;
    let content: Content =
        serde_json::from_slice(&json).map_err(|_| ReadCursorError::Unreadable)?;
    if content.epoch != epoch {
        return Err(ReadCursorError::OtherEpoch);
    }
    Ok(content.progress)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress() -> Progress {
        let heads = Positions::from([(Partition::common(), 7)]);
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        Progress::start("somebody".to_owned(), day, &heads)
    }

    #[test]
    fn a_cursor_reads_back_what_was_written() {
        let progress = progress();
        let cursor: Cursor = write_cursor("one", &progress);
        assert_eq!(read_cursor("one", &cursor), Ok(progress));
    }

    #[test]
    fn a_cursor_of_another_epoch_and_garbage_are_told_apart() {
        let cursor: Cursor = write_cursor("one", &progress());
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

    #[test]
    fn progress_beyond_the_end_of_a_log_is_ahead() {
        let heads = |head| Positions::from([(Partition::common(), head)]);
        assert!(!progress().is_ahead_of(&heads(7)));
        assert!(progress().is_ahead_of(&heads(6)));
        assert!(progress().is_ahead_of(&Positions::new()));
    }
}
