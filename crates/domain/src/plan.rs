//! The fold: a plan is what a set of entries says, and nothing else (D1). It never fails, never looks
//! outside, and gives the same plan for the same set whatever the order.

mod field;
mod rows;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use field::{Answer, Field};

use crate::register::{MultiValue, Record, Register, Strike, Value, Write};
use crate::{
    ConditionId, EntryId, ItemId, NoteId, PlanId, PrisonId, PublicLineId, Stored, TemplateVersion,
};
use crate::{Due, Owner, StatusValue, UserId};

/// One person's plan, or the directory. What a device keeps of it between starts is this, written out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which plan.
    pub id: PlanId,
    records: BTreeMap<Record, Fields>,
}

/// The registers of one record.
pub type Fields = BTreeMap<Register, MultiValue>;

/// A reader of one kind of value, for [`Plan::field`].
macro_rules! reading {
    ($pattern:pat => $value:expr) => {
        |value: &Value| {
            if let $pattern = value {
                Some($value)
            } else {
                None
            }
        }
    };
}
pub(crate) use reading;

/// A strike that stands, and what was done to the record apart from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StruckOut {
    /// Why it was struck out.
    pub reason: String,
    /// Who did it.
    pub by: UserId,
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// Who changed the record without having seen the strike ("struck out, but changed by …").
    pub changed_by: BTreeSet<UserId>,
}

impl Plan {
    /// A plan that nobody has written anything in.
    pub fn empty(id: PlanId) -> Self {
        Self {
            id,
            records: BTreeMap::new(),
        }
    }

    /// The plan that these entries make; entries of other plans are passed over.
    pub fn fold<'a>(id: PlanId, entries: impl IntoIterator<Item = &'a Stored>) -> Self {
        let mut plan = Self::empty(id);
        for stored in entries {
            plan.apply(stored);
        }
        plan
    }

    /// Takes in one more entry, or its receipt. Touches only the registers that the entry writes.
    pub fn apply(&mut self, stored: &Stored) {
        if stored.entry.plan != self.id {
            return;
        }
        for (register, value) in stored.entry.change.writes() {
            let write = Write::new(stored, value);
            let fields: &mut Fields = self.records.entry(register.record()).or_default();
            fields
                .entry(register)
                .or_default()
                .apply(stored.entry.id, write);
        }
    }

    /// Takes back an entry that has been set aside.
    pub fn set_aside(&mut self, entry: EntryId) {
        self.records.retain(|_, fields| {
            fields.retain(|_, values| {
                values.remove(entry);
                !values.writes().is_empty()
            });
            !fields.is_empty()
        });
    }

    /// Whether anything has been written.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// All records with what was written to their fields.
    pub fn records(&self) -> &BTreeMap<Record, Fields> {
        &self.records
    }

    /// What was written to the fields of one record.
    pub fn fields_of(&self, record: &Record) -> impl Iterator<Item = (&Register, &MultiValue)> {
        self.records.get(record).into_iter().flatten()
    }

    /// What a new entry that writes `register` has to replace.
    pub fn to_replace(&self, register: &Register) -> BTreeSet<EntryId> {
        self.values(register)
            .map(MultiValue::to_replace)
            .unwrap_or_default()
    }

    /// The entries that stand in any field of `record`, its strike apart.
    pub fn heads_of(&self, record: &Record) -> BTreeSet<EntryId> {
        self.heads(record).into_iter().map(|(id, _)| id).collect()
    }

    /// Whether everything written about `record` has been received by the centre.
    pub fn is_received(&self, record: &Record) -> bool {
        self.fields_of(record)
            .flat_map(|(_, values)| values.writes().values())
            .all(|write| write.received_at.is_some())
    }

    /// The person's name.
    pub fn name(&self) -> Field<String> {
        self.text(&Register::Name)
    }

    /// The date of birth.
    pub fn birth_date(&self) -> Field<Option<NaiveDate>> {
        self.date(&Register::BirthDate)
    }

    /// The release date. Of two the earlier counts until someone chooses (D2).
    pub fn release_date(&self) -> Field<Option<NaiveDate>> {
        self.date(&Register::ReleaseDate)
            .until_chosen(|date| (date.is_none(), *date))
    }

    /// The prison that the plan was opened in.
    pub fn prison(&self) -> Option<PrisonId> {
        self.prison_in(&Register::Prison)
    }

    /// The prison whose log at the centre the plan stands in, and whose people work with it: where the centre moved it
    /// last, else where it was opened.
    pub fn home(&self) -> Option<PrisonId> {
        self.prison_in(&Register::Home).or_else(|| self.prison())
    }

    fn prison_in(&self, register: &Register) -> Option<PrisonId> {
        self.field(
            register,
            reading!(Value::Prison(prison) => Some(prison.clone())),
        )
        .value
    }

    /// The version of the template that the plan goes by. Of two the newer counts until someone chooses: it asks for
    /// what the other left out.
    pub fn template(&self) -> Field<Option<TemplateVersion>> {
        self.field(
            &Register::Template,
            reading!(Value::Template(version) => Some(TemplateVersion(*version))),
        )
        .until_chosen(|version| Reverse(*version))
    }

    /// The answer on a condition; `None` while nobody has given one. Of two answers the one that holds
    /// counts until someone chooses, so that its items show.
    pub fn condition(&self, condition: &ConditionId) -> Field<Option<bool>> {
        self.field(
            &Register::Condition(condition.clone()),
            reading!(Value::Applies(applies) => Some(*applies)),
        )
        .until_chosen(|applies| *applies != Some(true))
    }

    /// What a public line says: whether all of it is arranged; `None` where there is nothing of it, or nobody said.
    pub fn public_line(&self, line: &PublicLineId) -> Option<bool> {
        let line = self.field(
            &Register::PublicLine(line.clone()),
            reading!(Value::Arranged(arranged) => *arranged),
        );
        line.until_chosen(|arranged| *arranged != Some(false)).value
    }

    /// The entries by which public lines say what they say now.
    pub fn public_line_heads(&self) -> BTreeSet<EntryId> {
        let fields = self.fields_of(&Record::Header);
        let lines = fields.filter(|(register, _)| matches!(register, Register::PublicLine(_)));
        let heads = lines.flat_map(|(_, values)| values.heads());
        heads.map(|(id, _)| id).collect()
    }

    /// An item's status.
    pub fn status(&self, item: &ItemId) -> Field<StatusValue> {
        self.field(
            &Register::Status(item.clone()),
            reading!(Value::Status(status) => status.clone()),
        )
    }

    /// Who does an item.
    pub fn owner(&self, item: &ItemId) -> Field<Owner> {
        self.field(
            &Register::Owner(item.clone()),
            reading!(Value::Owner(owner) => owner.clone()),
        )
    }

    /// By when an item is to be done.
    pub fn due(&self, item: &ItemId) -> Field<Due> {
        self.field(
            &Register::Due(item.clone()),
            reading!(Value::Due(due) => *due),
        )
    }

    /// What a note says.
    pub fn note_text(&self, note: NoteId) -> Field<String> {
        self.text(&Register::NoteText(note))
    }

    /// The item that a note is about; `None` for the whole plan.
    pub fn note_item(&self, note: NoteId) -> Option<ItemId> {
        self.field(
            &Register::NoteItem(note),
            reading!(Value::About(item) => item.clone()),
        )
        .value
    }

    /// The notes about one item, or those about the whole plan, oldest first; struck out ones too.
    pub fn notes_on(&self, item: Option<&ItemId>) -> Vec<NoteId> {
        self.notes().remove(&item.cloned()).unwrap_or_default()
    }

    /// All notes by the item that they are about, oldest first; struck out ones too.
    pub fn notes(&self) -> BTreeMap<Option<ItemId>, Vec<NoteId>> {
        let mut notes: BTreeMap<Option<ItemId>, Vec<(u64, NoteId)>> = BTreeMap::new();
        for (record, fields) in &self.records {
            let Record::Note(note) = record else { continue };
            let writes = fields.values().flat_map(|values| values.writes().values());
            let written: u64 = writes
                .map(Write::effective_millis)
                .min()
                .unwrap_or_default();
            let about: Option<ItemId> = self.note_item(*note);
            notes.entry(about).or_default().push((written, *note));
        }
        let in_order = notes.into_iter().map(|(about, mut notes)| {
            notes.sort_unstable();
            (about, notes.into_iter().map(|(_, note)| note).collect())
        });
        in_order.collect()
    }

    /// Whether a record is struck out. Where one person struck it out and another restored it apart,
    /// it stands.
    pub fn struck_out(&self, record: &Record) -> Option<StruckOut> {
        let heads = self.values(&Register::Struck(record.clone()))?.heads();
        let strikes: Vec<(&Strike, &Write)> = heads
            .iter()
            .filter_map(|(_, write)| {
                if let Value::Struck(Some(strike)) = &write.value {
                    Some((strike, *write))
                } else {
                    None
                }
            })
            .collect();
        let (strike, write) = strikes.first().filter(|_| strikes.len() == heads.len())?;
        let saw: BTreeSet<EntryId> = strikes
            .iter()
            .flat_map(|(strike, _)| strike.saw.iter().copied())
            .collect();
        let changed_by: BTreeSet<UserId> = self
            .heads(record)
            .into_iter()
            .filter(|(id, _)| !saw.contains(id))
            .map(|(_, write)| write.author)
            .collect();
        Some(StruckOut {
            reason: strike.reason.clone(),
            by: write.author,
            at: write.effective_millis(),
            changed_by,
        })
    }

    /// The value of a register as `read` understands it; the type's default where nobody wrote one.
    pub fn field<T: Clone + Default + PartialEq>(
        &self,
        register: &Register,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Field<T> {
        self.values(register)
            .map(|values| Field::read(values, read))
            .unwrap_or_default()
    }

    fn text(&self, register: &Register) -> Field<String> {
        self.field(register, reading!(Value::Text(text) => text.clone()))
    }

    fn date(&self, register: &Register) -> Field<Option<NaiveDate>> {
        self.field(register, reading!(Value::Date(date) => *date))
    }

    fn values(&self, register: &Register) -> Option<&MultiValue> {
        self.records.get(&register.record())?.get(register)
    }

    fn heads(&self, record: &Record) -> Vec<(EntryId, &Write)> {
        self.fields_of(record)
            .filter(|(register, _)| !matches!(register, Register::Struck(_)))
            .flat_map(|(_, values)| values.heads())
            .collect()
    }
}
