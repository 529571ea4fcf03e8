//! What is one's own: what one's administration answers for, supports or wrote; of restricted things what one wrote
//! oneself or is named on.

use std::collections::BTreeSet;

use super::plan_facts::users_in;
use super::visibility::ITEM;
use super::{Reader, Visibility, Visible};
use crate::directory::Directory;
use crate::register::{MultiValue, Record, Register};
use crate::sheet::Sheet;
use crate::template::Sensitivity;
use crate::{AgencyId, Change, FieldId, FieldValue, ItemId, UserId};

/// The field of a record with the users who may see it, where it is restricted.
const NAMED: &str = "named";
/// The field of an item with the administrations that support it, beside those of the template.
const SUPPORTING: &str = "supporting";

/// Whose something is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ownership {
    /// The administrations that answer for the item that it is, or is about, and those that support it.
    pub agencies: BTreeSet<AgencyId>,
    /// Who wrote anything in the record that it belongs to.
    pub authors: BTreeSet<UserId>,
    /// The administrations of those who wrote it, or began its record.
    pub author_agencies: BTreeSet<AgencyId>,
    /// Who is named on it.
    pub named: BTreeSet<UserId>,
}

impl Ownership {
    /// Whether it is the reader's own.
    pub fn is_of(&self, reader: &Reader, sensitivity: Sensitivity) -> bool {
        if sensitivity == Sensitivity::Restricted {
            self.authors.contains(&reader.user) || self.named.contains(&reader.user)
        } else {
            self.agencies.contains(&reader.agency) || self.author_agencies.contains(&reader.agency)
        }
    }

    /// Whose it is what stands in a register.
    pub fn of(plan: Visibility<'_>, directory: &Directory, register: &Register) -> Self {
        let record: Record = register.record();
        let began: Option<Register> = match &record {
            Record::Item(item) => Some(Register::ItemTitle(item.clone())),
            Record::Note(note) => Some(Register::NoteItem(*note)),
            Record::Row(row) => Some(Register::Sheet(*row)),
            Record::Header | Record::Round(_) | Record::User(_) | Record::Template(_) => None,
        };
        // Who struck something out did not write it.
        let own = (!matches!(register, Register::Struck(_))).then_some(register);
        let wrote = began.iter().chain(own).flat_map(|register| {
            let fields = plan.plan.fields_of(&record);
            let known = fields.filter(move |(known, _)| *known == register);
            known.flat_map(|(_, values)| values.writes().values())
        });
        let listings = wrote.filter_map(|write| directory.get(write.author));
        let in_whole = whole_of(plan, register);
        let in_whole = in_whole.flat_map(|(_, values)| values.writes().values());
        Self {
            agencies: agencies_for(plan, &plan.items_of(&record)),
            author_agencies: listings.map(|listing| listing.agency.clone()).collect(),
            authors: in_whole.map(|write| write.author).collect(),
            named: named_on(plan, register, &record),
        }
    }

    /// What `reader` touches with a change, and whose it is. What nobody has begun is the reader's: a new row, a field
    /// of the plan that is empty, an answer not yet given. But an item, and what is new about it, is of those who answer
    /// for the item or support it; only restricted things are their first writer's there too.
    pub fn to_write(
        plan: Visibility<'_>,
        directory: &Directory,
        change: &Change,
        reader: &Reader,
    ) -> Vec<(BTreeSet<Visible>, Self)> {
        let about: BTreeSet<ItemId> = match change {
            Change::NoteWritten { item, .. } => item.iter().cloned().collect(),
            Change::RowAdded { values, .. }
            | Change::FieldsSet {
                record: Record::Row(_),
                values,
            } => {
                let item = values.get(&FieldId::from(ITEM));
                let named = item.into_iter().flat_map(FieldValue::chosen);
                named.map(ItemId::from).collect()
            }
            Change::PlanOpened { .. }
            | Change::PersonNamed { .. }
            | Change::BirthDateSet { .. }
            | Change::ReleaseDateSet { .. }
            | Change::ConditionAnswered { .. }
            | Change::ItemAdded { .. }
            | Change::StatusSet { .. }
            | Change::OwnerSet { .. }
            | Change::DueSet { .. }
            | Change::NoteReworded { .. }
            | Change::RecordStruck { .. }
            | Change::RecordRestored { .. }
            | Change::UserListed { .. }
            | Change::FieldsSet { .. }
            | Change::TemplatePublished { .. }
            | Change::TemplateTaken { .. }
            | Change::PlanMoved { .. }
            | Change::AccessOverridden { .. }
            | Change::PublicLineSet { .. }
            | Change::Erased { .. }
            | Change::Unknown(_) => BTreeSet::new(),
        };
        let whole: BTreeSet<Visible> = plan.of_change(change);
        let record = change.record();
        let is_of_parts = matches!(record, Some(Record::Header | Record::Round(_)));
        let mut touched: Vec<(BTreeSet<Visible>, Self)> = Vec::new();
        for (register, _) in change.writes() {
            let mut ownership = Self::of(plan, directory, &register);
            ownership.take_up(plan, &register, &about, reader);
            let visible = if is_of_parts {
                plan.of_register(&register)
            } else {
                whole.clone()
            };
            touched.push((visible, ownership));
        }
        if !about.is_empty() {
            let ownership = Self {
                agencies: agencies_for(plan, &about),
                authors: BTreeSet::from([reader.user]),
                ..Self::default()
            };
            touched.push((whole.clone(), ownership));
        }
        if touched.is_empty() {
            touched.push((whole, Self::default()));
        }
        touched
    }

    /// Makes the reader the author where nobody has begun.
    fn take_up(
        &mut self,
        plan: Visibility<'_>,
        register: &Register,
        about: &BTreeSet<ItemId>,
        reader: &Reader,
    ) {
        let record: Record = register.record();
        let is_whole_empty: bool = whole_of(plan, register).next().is_none();
        let is_begun: bool = match &record {
            Record::User(_) | Record::Template(_) => true,
            Record::Header | Record::Round(_) => !plan.plan.to_replace(register).is_empty(),
            Record::Item(_) | Record::Note(_) | Record::Row(_) => !is_whole_empty,
        };
        if is_begun || matches!(register, Register::Struck(_)) {
            return;
        }
        if is_whole_empty {
            self.authors.insert(reader.user);
        }
        let is_others_item: bool = match &record {
            Record::Item(item) => {
                !matches!(register, Register::ItemTitle(_)) || plan.template.item(item).is_some()
            }
            Record::Note(_) | Record::Row(_) => !about.is_empty(),
            Record::Header | Record::Round(_) | Record::User(_) | Record::Template(_) => false,
        };
        if is_others_item {
            self.agencies.extend(agencies_for(plan, about));
        } else {
            self.author_agencies.insert(reader.agency.clone());
        }
    }
}

/// What is written in the same whole as a register: who began it decides who else is named on it. A record is one, its
/// strikes apart; of the plan itself a sheet that names who sees it, otherwise each field.
fn whole_of<'a>(
    plan: Visibility<'a>,
    register: &'a Register,
) -> impl Iterator<Item = (&'a Register, &'a MultiValue)> {
    let sheet: Option<&Sheet> = naming_sheet(plan, register);
    let record: Record = register.record();
    let is_whole: bool = matches!(record, Record::Item(_) | Record::Note(_) | Record::Row(_));
    let fields = plan.plan.records().get(&record).into_iter().flatten();
    fields.filter(move |(known, _)| match known {
        Register::Struck(_) => false,
        Register::Field(Record::Header, field) => {
            *known == register || sheet.is_some_and(|sheet| sheet.field(field).is_some())
        }
        Register::Name
        | Register::BirthDate
        | Register::Prison
        | Register::Home
        | Register::Override(_)
        | Register::PublicLine(_)
        | Register::ReleaseDate
        | Register::Template
        | Register::Condition(_)
        | Register::ItemTitle(_)
        | Register::Status(_)
        | Register::Owner(_)
        | Register::Due(_)
        | Register::NoteItem(_)
        | Register::NoteText(_)
        | Register::Listing(_)
        | Register::Sheet(_)
        | Register::Edition(_)
        | Register::Field(..) => is_whole || *known == register,
    })
}

/// The sheet of a field of the plan itself, if it names who sees it.
fn naming_sheet<'a>(plan: Visibility<'a>, register: &Register) -> Option<&'a Sheet> {
    if let Register::Field(Record::Header, field) = register {
        let sheet = plan.sheet_with(field);
        sheet.filter(|sheet| sheet.field(&FieldId::from(NAMED)).is_some())
    } else {
        None
    }
}

/// The administrations that answer for an item or support it; of several items those of all.
fn agencies_for(plan: Visibility<'_>, items: &BTreeSet<ItemId>) -> BTreeSet<AgencyId> {
    let of_each = items.iter().map(|item| {
        let known = plan.template.item(item);
        let agreed: Option<AgencyId> = plan.plan.owner(item).value.agency;
        let responsible = agreed.or_else(|| known.map(|known| known.agency.clone()));
        let supporting = known
            .into_iter()
            .flat_map(|known| &known.supporting_agencies);
        let record = Record::Item(item.clone());
        let added = plan.plan.value(&record, &FieldId::from(SUPPORTING)).value;
        let mut agencies: BTreeSet<AgencyId> = supporting.cloned().collect();
        agencies.extend(responsible);
        agencies.extend(added.chosen().map(AgencyId::from));
        agencies
    });
    let of_all = of_each.reduce(|one, other| &one & &other);
    of_all.unwrap_or_default()
}

/// Who is named on a record; of the plan's own fields on the sheet that the field stands on.
fn named_on(plan: Visibility<'_>, register: &Register, record: &Record) -> BTreeSet<UserId> {
    let has_names: bool = match record {
        Record::Header => naming_sheet(plan, register).is_some(),
        Record::Item(_) | Record::Note(_) | Record::Row(_) => true,
        Record::Round(_) | Record::User(_) | Record::Template(_) => false,
    };
    if has_names {
        users_in(plan.plan, record, NAMED)
    } else {
        BTreeSet::new()
    }
}

#[cfg(test)]
mod tests;
