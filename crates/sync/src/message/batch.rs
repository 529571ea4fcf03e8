//! Entries on the wire and in stored segments: a table whose columns name plans, authors and devices
//! once and then by number, and give times as differences to the row before.

use std::collections::BTreeMap;

use overgang_domain::{Change, DeviceId, Entry, EntryId, PlanId, Stored, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// Entries in compact form. Reading it back gives the same entries in the same order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryBatch {
    plans: Vec<PlanId>,
    authors: Vec<UserId>,
    devices: Vec<DeviceId>,
    rows: Vec<Row>,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "RowTuple", into = "RowTuple")]
struct Row {
    id: EntryId,
    plan: u32,
    author: u32,
    device: u32,
    /// Milliseconds after the row before, and the counter.
    time: (i64, u32),
    replaces: Vec<EntryId>,
    /// Milliseconds from the entry's own time to its receipt.
    receipt: Option<i64>,
    change: Change,
}

type RowTuple = (
    EntryId,
    u32,
    u32,
    u32,
    (i64, u32),
    Vec<EntryId>,
    Option<i64>,
    Change,
);

/// The rows do not fit the columns, so that nothing of the batch can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadBatchError {
    /// A row names a plan, author or device that the batch does not have.
    #[error("a row of the batch names something that its columns do not have")]
    NumberOutOfRange,
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
            batch.rows.push(Row {
                id: entry.id,
                plan: plans.number(entry.plan, &mut batch.plans),
                author: authors.number(entry.author, &mut batch.authors),
                device: devices.number(entry.device, &mut batch.devices),
                time: (difference(entry.time.millis, last), entry.time.counter),
                replaces: entry.replaces.iter().copied().collect(),
                receipt: received_at.map(|received| difference(received, entry.time.millis)),
                change: entry.change.clone(),
            });
            last = entry.time.millis;
        }
        batch
    }

    /// How many entries it holds.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The entries.
    pub fn entries(self) -> Result<Vec<Stored>, ReadBatchError> {
        let Self {
            plans,
            authors,
            devices,
            rows,
        } = self;
        let mut last: u64 = 0;
        rows.into_iter()
            .map(|row| {
                let millis: u64 = last.wrapping_add_signed(row.time.0);
                let received_at: Option<u64> =
                    row.receipt.map(|after| millis.wrapping_add_signed(after));
                last = millis;
                let entry = Entry {
                    id: row.id,
                    plan: named(&plans, row.plan)?,
                    author: named(&authors, row.author)?,
                    device: named(&devices, row.device)?,
                    time: Timestamp {
                        millis,
                        counter: row.time.1,
                    },
                    replaces: row.replaces.into_iter().collect(),
                    change: row.change,
                };
                Ok(Stored { entry, received_at })
            })
            .collect()
    }
}

impl From<RowTuple> for Row {
    fn from((id, plan, author, device, time, replaces, receipt, change): RowTuple) -> Self {
        Self {
            id,
            plan,
            author,
            device,
            time,
            replaces,
            receipt,
            change,
        }
    }
}

impl From<Row> for RowTuple {
    fn from(row: Row) -> Self {
        let Row {
            id,
            plan,
            author,
            device,
            time,
            replaces,
            receipt,
            change,
        } = row;
        (id, plan, author, device, time, replaces, receipt, change)
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
            u32::try_from(column.len() - 1).unwrap_or(u32::MAX)
        })
    }
}

fn named<T: Copy>(column: &[T], number: u32) -> Result<T, ReadBatchError> {
    let at: usize = usize::try_from(number).map_err(|_| ReadBatchError::NumberOutOfRange)?;
    column
        .get(at)
        .copied()
        .ok_or(ReadBatchError::NumberOutOfRange)
}

/// What has to be added to `b`, going round the ends, to give `a`: no clock is too wild to be written.
fn difference(a: u64, b: u64) -> i64 {
    a.wrapping_sub(b).cast_signed()
}
