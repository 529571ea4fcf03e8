//! Entries on the wire and in stored segments: a table written column by column, because like stands beside
//! like there and packs well. Plans, authors and devices are named once and then by number; times are
//! differences to the row before.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use overgang_domain::{Change, DeviceId, Entry, EntryId, PlanId, Stored, Timestamp, UserId};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Entries in compact form. Reading it back gives the same entries in the same order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryBatch {
    #[serde(deserialize_with = "column")]
    plans: Vec<PlanId>,
    #[serde(deserialize_with = "column")]
    authors: Vec<UserId>,
    #[serde(deserialize_with = "column")]
    devices: Vec<DeviceId>,
    #[serde(deserialize_with = "column")]
    ids: Vec<EntryId>,
    /// For each row the numbers of its plan, author and device.
    #[serde(deserialize_with = "column")]
    plan: Vec<u32>,
    #[serde(deserialize_with = "column")]
    author: Vec<u32>,
    #[serde(deserialize_with = "column")]
    device: Vec<u32>,
    /// Milliseconds after the row before.
    #[serde(deserialize_with = "column")]
    time: Vec<i64>,
    #[serde(deserialize_with = "column")]
    counter: Vec<u32>,
    /// How many entries each row replaces; which, stands in `replaced` one after the other.
    #[serde(deserialize_with = "column")]
    replaces: Vec<u32>,
    #[serde(deserialize_with = "column")]
    replaced: Vec<EntryId>,
    /// Milliseconds from the entry's own time to its receipt.
    #[serde(deserialize_with = "column")]
    receipt: Vec<Option<i64>>,
    #[serde(deserialize_with = "column")]
    change: Vec<Change>,
}

/// The columns do not fit each other, so that nothing of the batch can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadBatchError {
    /// A row names a plan, author or device that the batch does not have.
    #[error("a row of the batch names something that its columns do not have")]
    NumberOutOfRange,
    /// The columns are not of one length.
    #[error("the columns of the batch are not of one length")]
    ColumnsDiffer,
}

impl EntryBatch {
    /// Puts entries together.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Stored>) -> Self {
        let mut batch = Self::default();
        let mut plans = Numbering::default();
        let mut authors = Numbering::default();
        let mut devices = Numbering::default();
        let mut last: u64 = 0;
        for Stored { entry, received_at } in entries {
            batch.ids.push(entry.id);
            let plan: u32 = plans.number(entry.plan, &mut batch.plans);
            batch.plan.push(plan);
            let author: u32 = authors.number(entry.author, &mut batch.authors);
            batch.author.push(author);
            let device: u32 = devices.number(entry.device, &mut batch.devices);
            batch.device.push(device);
            batch.time.push(difference(entry.time.millis, last));
            batch.counter.push(entry.time.counter);
            batch.replaces.push(counted(entry.replaces.len()));
            batch.replaced.extend(entry.replaces.iter().copied());
            let receipt = received_at.map(|received| difference(received, entry.time.millis));
            batch.receipt.push(receipt);
            batch.change.push(entry.change.clone());
            last = entry.time.millis;
        }
        batch
    }

    /// How many entries it holds.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The entries.
    pub fn entries(self) -> Result<Vec<Stored>, ReadBatchError> {
        let rows: usize = self.len();
        let lengths = [
            self.plan.len(),
            self.author.len(),
            self.device.len(),
            self.time.len(),
            self.counter.len(),
            self.replaces.len(),
            self.receipt.len(),
            self.change.len(),
        ];
        let in_all: u64 = self.replaces.iter().copied().map(u64::from).sum();
        if lengths != [rows; 8] || in_all != self.replaced.len() as u64 {
            return Err(ReadBatchError::ColumnsDiffer);
        }
        let mut entries: Vec<Stored> = Vec::with_capacity(rows);
        let mut last: u64 = 0;
        let mut olds = self.replaced.into_iter();
        let numbers = self.plan.iter().zip(&self.author).zip(&self.device);
        let times = self.time.into_iter().zip(self.counter);
        let ends = self.replaces.into_iter().zip(self.receipt);
        let rows = self.ids.into_iter().zip(numbers).zip(times).zip(ends);
        for ((((id, ((plan, author), device)), time), end), change) in rows.zip(self.change) {
            let ((after, counter), (count, receipt)) = (time, end);
            let millis: u64 = last.wrapping_add_signed(after);
            last = millis;
            let entry = Entry {
                id,
                plan: named(&self.plans, *plan)?,
                author: named(&self.authors, *author)?,
                device: named(&self.devices, *device)?,
                time: Timestamp { millis, counter },
                replaces: olds.by_ref().take(place(count)?).collect(),
                change,
            };
            entries.push(Stored {
                entry,
                received_at: receipt.map(|after| millis.wrapping_add_signed(after)),
            });
        }
        Ok(entries)
    }
}

/// The longest column: far more rows than a device ever sends or stores at once. A row that takes one byte on the
/// wire takes a hundred in memory, so a hostile sender is stopped here.
const MAX_ROWS: usize = 200_000;

fn column<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_seq(ColumnVisitor(PhantomData))
}

struct ColumnVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ColumnVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "at most {MAX_ROWS} rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Vec<T>, A::Error> {
        let mut column: Vec<T> = Vec::new();
        while let Some(row) = rows.next_element()? {
            if column.len() == MAX_ROWS {
                return Err(A::Error::invalid_length(MAX_ROWS + 1, &self));
            }
            column.push(row);
        }
        Ok(column)
    }
}

/// Gives each name the number of its place in a column.
struct Numbering<T>(BTreeMap<T, u32>);

impl<T> Default for Numbering<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Copy + Ord> Numbering<T> {
    fn number(&mut self, name: T, column: &mut Vec<T>) -> u32 {
        *self.0.entry(name).or_insert_with(|| {
            column.push(name);
            counted(column.len() - 1)
        })
    }
}

fn named<T: Copy>(column: &[T], number: u32) -> Result<T, ReadBatchError> {
    column
        .get(place(number)?)
        .copied()
        .ok_or(ReadBatchError::NumberOutOfRange)
}

fn place(number: u32) -> Result<usize, ReadBatchError> {
    usize::try_from(number).map_err(|_| ReadBatchError::NumberOutOfRange)
}

/// A count as it is written. No device has four thousand million entries.
fn counted(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What has to be added to `b`, going round the ends, to give `a`: no clock is too wild to be written.
fn difference(a: u64, b: u64) -> i64 {
    a.wrapping_sub(b).cast_signed()
}

#[cfg(test)]
mod tests {
    use overgang_domain::form;

    use super::*;

    #[test]
    fn a_column_of_a_million_empty_rows_is_refused() {
        let mut bytes: Vec<u8> = form::write(&EntryBatch::default()).unwrap();
        assert!(form::read::<EntryBatch>(&bytes).is_ok());
        bytes.pop();
        bytes.extend(form::write(&1_000_000_u32).unwrap());
        bytes.extend(vec![0; 1_000_000]);
        assert!(form::read::<EntryBatch>(&bytes).is_err());
    }
}
