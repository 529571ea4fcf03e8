//! The cursor: what a device has been given, as one word that only the centre reads and writes. It is sealed: how long the
//! logs are, how far other prisons' plans have moved on, and that something hidden was written, would stand in it.
//!
//! The key is the ledger's and is made with its epoch, so it says which ledger a cursor is of: one from before a restore
//! is opened by no key of today's, and is answered like any other that this ledger did not write. That is all that devices
//! need to offer again what they had receipts for. So no epoch stands in it, and no older key is kept.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;
use overgang_domain::{PlanId, form};
use overgang_sync::Cursor;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};

use crate::clock::{DrawBytesError, random_bytes};
use crate::partition::Partition;

/// What is sealed, and in which form. Another form of [`Progress`] gets another number.
const PURPOSE: &[u8] = b"overgang cursor 1";

/// A sequence by log; 0 or absent: none.
pub type Positions = BTreeMap<Partition, u64>;

/// What a device has been given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// By whose rights and by which rules. By others all is given anew.
    pub scope: String,
    /// The day whose rights were asked.
    #[serde(with = "overgang_domain::day")]
    pub day: NaiveDate,
    /// How far each log was read.
    pub logs: BTreeMap<Partition, Place>,
    /// What is being given at the moment, over several answers.
    pub round: Option<Round>,
}

/// How far a log was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The device holds what it might see of each plan when the log was so long.
    pub read: u64,
    /// Of plans with entries after `read` and up to here it may hold something later, for they grew while a round went
    /// on.
    pub unsure: u64,
}

/// One pass over the plans, in the order of their ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// The day on which it began.
    #[serde(with = "overgang_domain::day")]
    pub day: NaiveDate,
    /// All plans are given whole, whatever the device holds.
    pub is_whole: bool,
    /// The last plan that was done.
    pub after: Option<PlanId>,
    /// Where the logs ended when it began, and where they ended when it last went on.
    pub logs: BTreeMap<Partition, Place>,
}

/// What seals the cursors of one ledger.
#[derive(Clone, PartialEq, Eq)]
pub struct CursorKey([u8; 32]);

/// Never shows it.
impl std::fmt::Debug for CursorKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("CursorKey")
    }
}

/// The cursor is not one of this ledger's: garbage, bent, of another ledger, or of this one before it was restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cursor is none of this ledger's")]
pub struct ReadCursorError;

impl CursorKey {
    /// A new one.
    pub fn draw() -> Result<Self, DrawBytesError> {
        random_bytes().map(Self)
    }

    /// Reads a stored one; `None` where it is not 32 bytes long.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().map(Self).ok()
    }

    /// As it is stored.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn cipher(&self) -> LessSafeKey {
        #[expect(clippy::expect_used, reason = "the cipher's keys have 32 bytes")]
        let key = UnboundKey::new(&CHACHA20_POLY1305, &self.0).expect("32 bytes");
        LessSafeKey::new(key)
    }
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

/// The word for this progress: what follows no earlier word, the progress and the seal.
pub fn write_cursor(key: &CursorKey, progress: &Progress) -> Result<Cursor, DrawBytesError> {
    // A random one is safe for 2^32 words of one key: two thousand devices that ask every minute need four years.
    let nonce: [u8; NONCE_LEN] = random_bytes()?;
    // Strings and numbers only: this can always be written and sealed.
    let mut sealed: Vec<u8> = form::write(progress).unwrap_or_default();
    let done = key.cipher().seal_in_place_append_tag(
        Nonce::assume_unique_for_key(nonce),
        Aad::from(PURPOSE),
        &mut sealed,
    );
    done.map_err(|_| DrawBytesError)?;
    sealed.splice(..0, nonce);
    Ok(Cursor(URL_SAFE_NO_PAD.encode(sealed)))
}

/// The progress that `cursor` names.
pub fn read_cursor(key: &CursorKey, cursor: &Cursor) -> Result<Progress, ReadCursorError> {
    let bytes: Vec<u8> = URL_SAFE_NO_PAD
        .decode(&cursor.0)
        .map_err(|_| ReadCursorError)?;
    let (nonce, sealed) = bytes.split_first_chunk().ok_or(ReadCursorError)?;
    let mut sealed: Vec<u8> = sealed.to_vec();
    let opened = key.cipher().open_in_place(
        Nonce::assume_unique_for_key(*nonce),
        Aad::from(PURPOSE),
        &mut sealed,
    );
    let opened: &[u8] = opened.map_err(|_| ReadCursorError)?;
    form::read(opened).map_err(|_| ReadCursorError)
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
    fn a_cursor_reads_back_what_was_written_and_says_nothing_twice() {
        let (key, progress) = (CursorKey::draw().unwrap(), progress());
        let (one, other) = (
            write_cursor(&key, &progress).unwrap(),
            write_cursor(&key, &progress).unwrap(),
        );
        assert_ne!(one, other);
        for cursor in [one, other] {
            assert_eq!(read_cursor(&key, &cursor), Ok(progress.clone()));
            let bytes = URL_SAFE_NO_PAD.decode(&cursor.0).unwrap();
            for hidden in ["common", "somebody"] {
                let hidden = hidden.as_bytes();
                assert!(bytes.windows(hidden.len()).all(|some| some != hidden));
            }
            assert!(cursor.0.len() < 100, "{}", cursor.0.len());
        }
    }

    #[test]
    fn whatever_is_bent_cut_or_of_another_ledger_is_none_of_ours() {
        let (key, other) = (CursorKey::draw().unwrap(), CursorKey::draw().unwrap());
        let cursor: Cursor = write_cursor(&key, &progress()).unwrap();
        assert_eq!(read_cursor(&other, &cursor), Err(ReadCursorError));
        let bytes: Vec<u8> = URL_SAFE_NO_PAD.decode(&cursor.0).unwrap();
        for place in 0..bytes.len() {
            for bit in 0..8 {
                let mut bent = bytes.clone();
                bent[place] ^= 1 << bit;
                let bent = Cursor(URL_SAFE_NO_PAD.encode(bent));
                assert_eq!(read_cursor(&key, &bent), Err(ReadCursorError), "{place}");
            }
            let cut = Cursor(URL_SAFE_NO_PAD.encode(&bytes[..place]));
            assert_eq!(read_cursor(&key, &cut), Err(ReadCursorError), "{place}");
        }
        for garbage in ["", "%%%", "e30", "eyJlIjoxfQ"] {
            let garbage = Cursor(garbage.to_owned());
            assert_eq!(read_cursor(&key, &garbage), Err(ReadCursorError));
        }
        assert_eq!(format!("{key:?}"), "CursorKey");
    }

    #[test]
    fn progress_beyond_the_end_of_a_log_is_ahead() {
        let heads = |head| Positions::from([(Partition::common(), head)]);
        assert!(!progress().is_ahead_of(&heads(7)));
        assert!(progress().is_ahead_of(&heads(6)));
        assert!(progress().is_ahead_of(&Positions::new()));
    }
}
