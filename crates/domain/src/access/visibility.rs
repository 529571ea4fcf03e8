//! What it takes to see each thing that an entry can write. Everything has an area and a sensitivity in the reference
//! data, or follows a record that has.

use std::collections::{BTreeMap, BTreeSet};

use super::consents::{CONSENT, RECIPIENT};
use super::table::COORDINATION;
use super::{Class, Visible};
use crate::plan::reading;
use crate::register::{Record, Register, Value};
use crate::sheet::{Holder, Sheet, Sheets};
use crate::template::Sensitivity;
use crate::{
    AgencyId, AreaId, Change, FieldId, FieldValue, ItemId, NoteId, Plan, RowId, SheetId, Template,
    need, public_line,
};

/// The sheet that says how far the plan is and who works in it.
const LIFE_SHEET: &str = "life";
/// The field of a row with the item that it is about.
pub(super) const ITEM: &str = "item";
/// The field of a row with its area.
const AREA: &str = "area";

/// A plan with what its parts are judged by. All answers are sets: of each member the reader needs the right.
#[derive(Clone, Copy, Debug)]
pub struct Visibility<'a> {
    /// The plan, for records that the entry does not begin itself.
    pub plan: &'a Plan,
    /// The template that the plan goes by.
    pub template: &'a Template,
    /// The sheets.
    pub sheets: &'a Sheets,
}

impl<'a> Visibility<'a> {
    /// What it takes to see, or to write, a change. Something that moves a row from one area to another takes both.
    pub fn of_change(&self, change: &Change) -> BTreeSet<Visible> {
        let mut visible: BTreeSet<Visible> = match change {
            Change::ItemAdded { item, area, .. } => self.item(item, Some(area)),
            Change::NoteWritten { note, item, .. } => {
                let mut visible = self.about(item.as_ref());
                if self.stands(&Record::Note(*note)) {
                    visible.extend(self.note(*note));
                }
                visible
            }
            Change::RowAdded { row, sheet, values } => {
                self.row(*row, BTreeSet::from([sheet.clone()]), values)
            }
            Change::FieldsSet {
                record: Record::Row(row),
                values,
            } => {
                let before = self.row(*row, BTreeSet::new(), &BTreeMap::new());
                let after = self.row(*row, BTreeSet::new(), values);
                before.into_iter().chain(after).collect()
            }
            Change::PlanOpened { .. }
            | Change::PersonNamed { .. }
            | Change::BirthDateSet { .. }
            | Change::ReleaseDateSet { .. }
            | Change::ConditionAnswered { .. }
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
            | Change::Unknown(_) => {
                let registers = change.writes().into_iter();
                registers
                    .flat_map(|(register, _)| self.of_register(&register))
                    .collect()
            }
        };
        if visible.is_empty() {
            visible.insert(Visible::Whole);
        }
        visible
    }

    /// What it takes to see one register of the plan.
    pub fn of_register(&self, register: &Register) -> BTreeSet<Visible> {
        match register {
            Register::Name
            | Register::BirthDate
            | Register::Prison
            | Register::Home
            | Register::ReleaseDate
            | Register::Template => BTreeSet::from([Visible::Header]),
            Register::Condition(condition) => {
                let mut known = self.template.conditions.iter();
                let known = known.find(|known| known.id == *condition);
                placed(known.map(|known| Class::new(&known.area, known.sensitivity)))
            }
            Register::ItemTitle(item)
            | Register::Status(item)
            | Register::Owner(item)
            | Register::Due(item) => self.item(item, None),
            Register::NoteItem(note) | Register::NoteText(note) => self.note(*note),
            Register::Sheet(row) => self.of_record(&Record::Row(*row)),
            Register::Field(Record::Header, field) => self.header_field(field),
            Register::Field(Record::Round(_), field) => placed(self.round_field(field)),
            Register::Struck(record) | Register::Field(record, _) => self.of_record(record),
            Register::Override(user) => BTreeSet::from([Visible::Override(*user)]),
            Register::PublicLine(_) => {
                let classes = public_line::classes(self.template).into_iter();
                classes.map(Visible::PublicLine).collect()
            }
            Register::Listing(_) | Register::Edition(_) => BTreeSet::from([Visible::Whole]),
        }
    }

    /// What it takes to see a record as a whole, or that it was struck out.
    pub fn of_record(&self, record: &Record) -> BTreeSet<Visible> {
        match record {
            Record::Header => BTreeSet::from([Visible::Header]),
            Record::Item(item) => self.item(item, None),
            Record::Note(note) => self.note(*note),
            Record::Row(row) => self.row(*row, BTreeSet::new(), &BTreeMap::new()),
            // A round has something of every area.
            Record::Round(_) | Record::User(_) | Record::Template(_) => {
                BTreeSet::from([Visible::Whole])
            }
        }
    }

    /// What it takes to see a sheet, apart from rows that are about an item or have an area of their own.
    pub(super) fn of_sheet(sheet: &Sheet) -> Visible {
        if sheet.id.as_str() == LIFE_SHEET {
            return Visible::Header;
        }
        let area = sheet.area.as_ref();
        let class = area.map(|area| Class::new(area, sheet.sensitivity));
        class.map_or(Visible::Whole, Visible::Class)
    }

    /// The sheet that a field of the plan itself stands on.
    pub(super) fn sheet_with(&self, field: &FieldId) -> Option<&'a Sheet> {
        let mut sheets = self.sheets.of_plan(self.plan.id);
        sheets.find(|sheet| sheet.of == Holder::Plan && sheet.field(field).is_some())
    }

    /// The items that a record is, or is about.
    pub(super) fn items_of(&self, record: &Record) -> BTreeSet<ItemId> {
        match record {
            Record::Item(item) => BTreeSet::from([item.clone()]),
            Record::Note(note) => self.plan.note_item(*note).into_iter().collect(),
            Record::Row(row) => self.chosen_in(*row, ITEM).map(ItemId).collect(),
            Record::Header | Record::Round(_) | Record::User(_) | Record::Template(_) => {
                BTreeSet::new()
            }
        }
    }

    fn stands(&self, record: &Record) -> bool {
        self.plan.records().contains_key(record)
    }

    /// The template's item; else one that was added, with `new_area` where it is being added.
    fn item(&self, item: &ItemId, new_area: Option<&AreaId>) -> BTreeSet<Visible> {
        if let Some(known) = self.template.item(item) {
            return placed(Some(Class::new(&known.area, known.sensitivity)));
        }
        let added = self.plan.field(
            &Register::ItemTitle(item.clone()),
            reading!(Value::Added(area, _) => Some(area.clone())),
        );
        let added = added.answers.into_iter().filter_map(|answer| answer.value);
        let areas: BTreeSet<AreaId> = added.chain(new_area.cloned()).collect();
        if areas.is_empty() {
            return BTreeSet::from([Visible::Whole]);
        }
        let classes = areas.iter().map(|area| Class::new(area, Sensitivity::Team));
        classes.map(Visible::Class).collect()
    }

    fn note(&self, note: NoteId) -> BTreeSet<Visible> {
        let about = self.plan.field(
            &Register::NoteItem(note),
            reading!(Value::About(item) => item.clone()),
        );
        if about.answers.is_empty() {
            return BTreeSet::from([Visible::Whole]);
        }
        let about = about.answers.iter().map(|answer| answer.value.as_ref());
        about.flat_map(|item| self.about(item)).collect()
    }

    /// A note's place: its item's, else that of cooperation.
    fn about(&self, item: Option<&ItemId>) -> BTreeSet<Visible> {
        let cooperation = || {
            let area = AreaId::from(COORDINATION);
            placed(Some(Class::new(&area, Sensitivity::Team)))
        };
        item.map_or_else(cooperation, |item| self.item(item, None))
    }

    /// A row's place, with `new` in place of what stands in it. Its item says more than its area, and its area more than
    /// its sheet's; it is never looser than its sheet or its item.
    fn row(
        &self,
        row: RowId,
        mut of_sheets: BTreeSet<SheetId>,
        new: &BTreeMap<FieldId, FieldValue>,
    ) -> BTreeSet<Visible> {
        let named = self.plan.field(
            &Register::Sheet(row),
            reading!(Value::Sheet(sheet) => Some(sheet.clone())),
        );
        of_sheets.extend(named.answers.into_iter().filter_map(|answer| answer.value));
        let held = |sheet: &Sheet, field: &str| -> BTreeSet<String> {
            let id = FieldId::from(field);
            match (sheet.field(&id), new.get(&id)) {
                (None, _) => BTreeSet::new(),
                (_, Some(value)) => value.chosen().map(str::to_owned).collect(),
                (_, None) => self.chosen_in(row, field).collect(),
            }
        };
        let of_sheet = |id: &SheetId| {
            let Some(sheet) = self.sheets.get(id) else {
                return BTreeSet::from([Visible::Whole]);
            };
            let (items, areas) = (held(sheet, ITEM), held(sheet, AREA));
            let class = |area: &AreaId| Class::new(area, sheet.sensitivity);
            if id.as_str() == CONSENT
                && let Some(class) = sheet.area.as_ref().map(class)
                && let standing = self.chosen_in(row, RECIPIENT).collect::<BTreeSet<String>>()
                // Who was named by mistake sees nothing of it once that is corrected.
                && let recipients = if standing.is_empty() { held(sheet, RECIPIENT) } else { standing }
                && !recipients.is_empty()
            {
                let recipients = recipients.into_iter().map(AgencyId);
                return recipients
                    .map(|agency| Visible::Consent(agency, class.clone()))
                    .collect();
            }
            if !items.is_empty() {
                let items = items.into_iter().map(ItemId);
                let visible = items.flat_map(|item| self.item(&item, None));
                return visible.map(|one| one.at_least(sheet.sensitivity)).collect();
            }
            if !areas.is_empty() {
                let areas = areas.into_iter().map(AreaId);
                return areas.map(|area| Visible::Class(class(&area))).collect();
            }
            placed(sheet.area.as_ref().map(class))
        };
        let visible: BTreeSet<Visible> = of_sheets.iter().flat_map(of_sheet).collect();
        if visible.is_empty() {
            return BTreeSet::from([Visible::Whole]);
        }
        visible
    }

    /// All that any of the answers on a row's field names.
    fn chosen_in(&self, row: RowId, field: &str) -> impl Iterator<Item = String> {
        let held = self.plan.value(&Record::Row(row), &FieldId::from(field));
        let chosen = held.answers.into_iter().flat_map(|answer| {
            let chosen: Vec<String> = answer.value.chosen().map(str::to_owned).collect();
            chosen
        });
        chosen.collect::<BTreeSet<String>>().into_iter()
    }

    fn header_field(&self, field: &FieldId) -> BTreeSet<Visible> {
        match self.sheet_with(field) {
            Some(sheet) => BTreeSet::from([Self::of_sheet(sheet)]),
            None => BTreeSet::from([Visible::Whole]),
        }
    }

    /// A need's, a question's or a whole area's place.
    fn round_field(&self, field: &FieldId) -> Option<Class> {
        let (needs, questions) = (&self.template.needs.needs, &self.template.questions);
        let is_for = |id: &FieldId| *id == *field || need::words_field(id) == *field;
        let need = needs.iter().find(|need| is_for(&need.id));
        let need = need.map(|need| Class::new(&need.area, need.sensitivity));
        let question = questions.iter().find(|question| is_for(&question.id));
        let question = question.map(|one| Class::new(&one.area, one.sensitivity));
        let mut areas = self.template.areas.iter();
        let skipped = areas.find(|area| need::skip_field(&area.id) == *field);
        let skipped = skipped.map(|area| Class::new(&area.id, Sensitivity::Team));
        need.or(question).or(skipped)
    }
}

impl Visible {
    /// The same, never looser than this.
    fn at_least(self, sensitivity: Sensitivity) -> Self {
        match self {
            Self::Class(class) => {
                let sensitivity = class.sensitivity.max(sensitivity);
                Self::Class(Class::new(&class.area, sensitivity))
            }
            Self::Header
            | Self::Override(_)
            | Self::Consent(..)
            | Self::PublicLine(_)
            | Self::Whole => self,
        }
    }
}

/// What the reference data places nowhere could be anything.
fn placed(class: Option<Class>) -> BTreeSet<Visible> {
    BTreeSet::from([class.map_or(Visible::Whole, Visible::Class)])
}

#[cfg(test)]
mod tests;
