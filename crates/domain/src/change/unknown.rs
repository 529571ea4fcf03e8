//! Reading and writing of changes, and what happens to those that this version cannot read: they are
//! kept to the byte, so that forwarding them changes nothing (D3).
//!
//! A change stands in an entry as bytes with their length in front, so that a reader who does not know
//! the kind can pass over it. For people and other systems it can be written as JSON; nothing reads that.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Change;
use crate::form;

/// A change that this version cannot read, kept as its bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownChange {
    bytes: Vec<u8>,
}

impl UnknownChange {
    /// The number of the kind that it names, if it names one.
    pub fn kind(&self) -> Option<u32> {
        form::read_front(&self.bytes).ok().map(|(kind, _)| kind)
    }

    /// Whether it names a kind that this version knows, and yet cannot be read: then it is faulty,
    /// not new, and the centre refuses it.
    pub fn is_malformed(&self) -> bool {
        self.kind()
            .is_none_or(|kind| usize::try_from(kind).is_ok_and(|kind| kind < Change::KINDS.len()))
    }
}

impl Change {
    /// The change that these bytes are; [`Change::Unknown`] where this version cannot read them.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        match form::read::<Known>(bytes) {
            Ok(known) => known.0,
            Err(_) => Self::Unknown(UnknownChange {
                bytes: bytes.to_vec(),
            }),
        }
    }
}

/// The derived reading of the known kinds.
struct Known(Change);

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Change::deserialize(deserializer).map(Self)
    }
}

/// The derived writing of the known kinds.
struct KnownRef<'a>(&'a Change);

impl Serialize for KnownRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Change::serialize(self.0, serializer)
    }
}

struct BytesVisitor;

impl Visitor<'_> for BytesVisitor {
    type Value = Change;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the bytes of a change")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Change, E> {
        Ok(Change::from_bytes(bytes))
    }
}

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(BytesVisitor)
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_json: bool = serializer.is_human_readable();
        if let Self::Unknown(unknown) = self {
            return if is_json {
                let mut json = serializer.serialize_struct("Unknown", 1)?;
                json.serialize_field("unknown", &unknown.bytes)?;
                json.end()
            } else {
                serializer.serialize_bytes(&unknown.bytes)
            };
        }
        if is_json {
            return Self::serialize(self, serializer);
        }
        let bytes: Vec<u8> = form::write(&KnownRef(self)).map_err(serde::ser::Error::custom)?;
        serializer.serialize_bytes(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ItemId, Status};

    fn status_set() -> Vec<u8> {
        form::write(&KnownRef(&Change::StatusSet {
            item: ItemId::from("id-check"),
            status: Status::Done,
            why: String::new(),
        }))
        .unwrap()
    }

    #[test]
    fn a_kind_from_a_newer_app_is_kept_to_the_byte() {
        let newer: Vec<u8> = [form::write(&900_u32).unwrap(), vec![0, 255, 7]].concat();
        let change = Change::from_bytes(&newer);
        assert!(matches!(&change, Change::Unknown(unknown) if !unknown.is_malformed()));
        let written: Vec<u8> = form::write(&change).unwrap();
        assert_eq!(written[1..], newer, "its length, then its bytes");
        assert_eq!(form::read::<Change>(&written), Ok(change));
    }

    #[test]
    fn a_known_kind_that_cannot_be_read_is_malformed() {
        let good: Vec<u8> = status_set();
        assert!(matches!(
            Change::from_bytes(&good),
            Change::StatusSet { .. }
        ));
        let too_long: Vec<u8> = [good.as_slice(), &[0]].concat();
        let mut no_status: Vec<u8> = good.clone();
        let status_at: usize = good.len() - 2;
        no_status[status_at] = 99;
        let mut no_text: Vec<u8> = good.clone();
        no_text[3] = 0xff;
        for bytes in [
            &too_long,
            &no_status,
            &no_text,
            &good[..4].to_vec(),
            &vec![],
        ] {
            let change = Change::from_bytes(bytes);
            assert!(
                matches!(&change, Change::Unknown(unknown) if unknown.is_malformed()),
                "{bytes:?}"
            );
        }
    }
}
