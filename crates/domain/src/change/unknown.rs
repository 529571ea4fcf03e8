//! Reading and writing of changes, and what happens to those that this version cannot read: they are
//! kept to the letter, so that forwarding them changes nothing (D3).

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::Change;

/// A change that this version cannot read, kept as its JSON text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownChange {
    json: String,
}

impl UnknownChange {
    /// The kind that it names, if it names one: the one key of its object.
    pub fn kind(&self) -> Option<String> {
        let found: BTreeMap<String, &RawValue> =
            serde_json::from_slice(self.json.as_bytes()).ok()?;
        let is_one: bool = found.len() == 1;
        found.into_keys().next().filter(|_| is_one)
    }

    /// Whether it names a kind that this version knows, and yet cannot be read: then it is faulty,
    /// not new, and the centre refuses it.
    pub fn is_malformed(&self) -> bool {
        match self.kind() {
            Some(kind) => Change::KINDS.contains(&kind.as_str()),
            None => true,
        }
    }

    /// The text to the letter.
    pub fn json(&self) -> &str {
        &self.json
    }
}

/// The derived reading and writing of the known kinds.
struct Known(Change);

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Change::deserialize(deserializer).map(Self)
    }
}

struct KnownRef<'a>(&'a Change);

impl Serialize for KnownRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Change::serialize(self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw: Box<RawValue> = Box::deserialize(deserializer)?;
        match serde_json::from_slice::<Known>(raw.get().as_bytes()) {
            Ok(known) => Ok(known.0),
            Err(_) => Ok(Self::Unknown(UnknownChange {
                json: raw.get().to_owned(),
            })),
        }
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Self::Unknown(unknown) = self {
            let raw = RawValue::from_string(unknown.json.clone());
            return raw
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer);
        }
        KnownRef(self).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Change {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_kind_from_a_newer_app_is_kept_to_the_letter() {
        let json = r#"{"MoonPhaseSet":{"phase":0.10,"big":12345678901234567890123}}"#;
        let change: Change = read(json);
        assert!(matches!(&change, Change::Unknown(unknown) if !unknown.is_malformed()));
        assert_eq!(serde_json::to_string(&change).unwrap(), json);
    }

    #[test]
    fn a_known_kind_with_wrong_types_is_malformed() {
        for json in [
            r#"{"StatusSet":{"item":7,"status":"done"}}"#,
            r#"{"StatusSet":{"item":"id-check","status":"almost"}}"#,
            r#"{"StatusSet":{"item":"id-check","status":"done","extra":1}}"#,
            r#"{"StatusSet":{"item":"id-check","status":"done"},"NoteWritten":{}}"#,
            "7",
        ] {
            let change: Change = read(json);
            assert!(
                matches!(&change, Change::Unknown(unknown) if unknown.is_malformed()),
                "{json}"
            );
        }
    }
}
