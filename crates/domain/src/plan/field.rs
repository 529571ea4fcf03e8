//! What a screen shows of one register: the value that counts, and all answers where there are several.

use crate::register::{MultiValue, Value};
use crate::{EntryId, UserId};

/// One answer that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    /// What was answered.
    pub value: T,
    /// By whom; of several who answered the same, the latest.
    pub by: UserId,
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// The entry that says so.
    pub entry: EntryId,
    /// Whether the centre has it.
    pub is_received: bool,
}

/// The value of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field<T> {
    /// The value that counts now.
    pub value: T,
    /// All different answers that stand, newest first. Empty: nobody has answered. More than one:
    /// they were given apart, and a person has to choose.
    pub answers: Vec<Answer<T>>,
}

impl<T: Clone + Default + PartialEq> Field<T> {
    /// Reads a register: equal answers are one, and the newest counts.
    pub(crate) fn read(values: &MultiValue, read: impl Fn(&Value) -> Option<T>) -> Self {
        let mut answers: Vec<Answer<T>> = Vec::new();
        for (entry, write) in values.heads() {
            let Some(value) = read(&write.value) else {
                continue;
            };
            if answers.iter().all(|known| known.value != value) {
                answers.push(Answer {
                    value,
                    by: write.author,
                    at: write.effective_millis(),
                    entry,
                    is_received: write.received_at.is_some(),
                });
            }
        }
        let value: T = answers
            .first()
            .map(|answer| answer.value.clone())
            .unwrap_or_default();
        Self { value, answers }
    }

    /// Until someone chooses, the answer with the smallest `caution` counts instead of the newest.
    #[must_use]
    pub fn until_chosen<K: Ord>(mut self, caution: impl Fn(&T) -> K) -> Self {
        let safest = self
            .answers
            .iter()
            .map(|answer| &answer.value)
            .min_by_key(|v| caution(v));
        if let Some(safest) = safest {
            self.value = safest.clone();
        }
        self
    }

    /// The answers that stand beside the one that counts.
    pub fn others(&self) -> impl Iterator<Item = T> {
        let answers = self.answers.iter().map(|answer| &answer.value);
        answers.filter(|value| **value != self.value).cloned()
    }

    /// Whether two different answers stand.
    pub fn is_contested(&self) -> bool {
        self.answers.len() > 1
    }
}
