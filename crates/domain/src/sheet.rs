//! Sheets: the forms in which particulars of a person, a sentence, an appointment, … are kept. They are data
//! (`data/sheets.json`), so that a new field needs no new kind of entry and no new screen. A sheet is either
//! filled in once for a plan, or has rows.

mod field_fault;
mod field_kind;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::register::Record;
use crate::template::{Sensitivity, Text3};
use crate::{AreaId, FieldId, FieldValue, Plan, PlanId, SheetId, day, national_id};

pub use field_fault::FieldFault;
pub use field_kind::FieldKind;

/// The field of the plan with the kind of stay.
pub(crate) const STAY: &str = "stay";

/// All sheets.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Sheets {
    /// In the order of the screens.
    pub sheets: Vec<Sheet>,
}

/// One form.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sheet {
    /// Its id.
    pub id: SheetId,
    /// The part of the plan that it stands in.
    pub page: Part,
    /// What it is filled in for.
    pub of: Holder,
    /// Its heading.
    pub name: Text3,
    /// What one row is called, in "add …"; empty for single ones.
    #[serde(default)]
    pub one: Text3,
    /// What it is for, or what not to write; empty where nothing need be said.
    #[serde(default)]
    pub help: Text3,
    /// Who may see it.
    pub sensitivity: Sensitivity,
    /// The area that it belongs to, where no item and no area of a row's own says another; `None` for sheets that are
    /// no part of a person's plan or follow their item.
    #[serde(default)]
    pub area: Option<AreaId>,
    /// The kinds of stay that it says nothing about.
    #[serde(default)]
    pub hidden_for: BTreeSet<String>,
    /// The fields that make a row's heading.
    #[serde(default)]
    pub title: Vec<FieldId>,
    /// The field with a row's day.
    #[serde(default)]
    pub day: Option<FieldId>,
    /// The field with a row's last day.
    #[serde(default)]
    pub until: Option<FieldId>,
    /// The field with a row's time of day.
    #[serde(default)]
    pub clock: Option<FieldId>,
    /// Its fields.
    pub fields: Vec<SheetField>,
}

/// What a sheet is filled in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    /// Once for the plan itself.
    Plan,
    /// Once for each item.
    Item,
    /// It has rows.
    Rows,
}

/// The parts of a plan that show sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Who the person is, and how to reach them.
    Person,
    /// The sentence and what follows from it.
    Sentence,
    /// Appointments, contacts, conversations and what was agreed.
    Agreements,
    /// Life inside, as it bears on release.
    Inside,
    /// On an item.
    Items,
    /// On the page of a prison.
    Prison,
    /// Among the items of the checklist template.
    Template,
}

impl Part {
    /// Whether its sheets are filled in for all, in the directory, and not in a person's plan.
    pub fn is_shared(self) -> bool {
        matches!(self, Self::Prison | Self::Template)
    }
}

/// One field of a sheet.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SheetField {
    /// Its id.
    pub id: FieldId,
    /// What it takes.
    pub kind: FieldKind,
    /// Its label.
    pub label: Text3,
    /// What to write, or what not to; empty where nothing need be said.
    #[serde(default)]
    pub hint: Text3,
    /// What can be chosen.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// It may not be left empty.
    #[serde(default)]
    pub is_required: bool,
    /// It is given with the place where the record is made, such as the page of a prison, and never asked.
    #[serde(default)]
    pub is_fixed: bool,
    /// Its day may not lie ahead.
    #[serde(default)]
    pub is_not_future: bool,
    /// Its day, time or number may not lie below that of these fields: of the same record, else of the plan itself.
    #[serde(default)]
    pub not_before: Vec<FieldId>,
    /// The least number that it takes.
    #[serde(default)]
    pub min: Option<i32>,
    /// The greatest number that it takes.
    #[serde(default)]
    pub max: Option<i32>,
    /// It is asked only when another field of the sheet says so.
    #[serde(default)]
    pub shown_when: Option<ShownWhen>,
    /// It is not asked of people with these kinds of stay.
    #[serde(default)]
    pub hidden_for: BTreeSet<String>,
    /// Phrases that can be put in.
    #[serde(default)]
    pub phrases: Vec<Text3>,
    /// What can be chosen are the rows of this sheet.
    #[serde(default)]
    pub rows_of: Option<SheetId>,
}

/// One thing that can be chosen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// Its words.
    pub label: Text3,
}

/// When a field is asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ShownWhen {
    /// The field that decides.
    pub field: FieldId,
    /// The options of it with which it is asked.
    pub is: BTreeSet<String>,
}

impl Sheets {
    /// One of them.
    pub fn get(&self, id: &SheetId) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.id == *id)
    }

    /// The sheets that are filled in where `plan` is: in a person's plan, or in the directory.
    pub fn of_plan(&self, plan: PlanId) -> impl Iterator<Item = &Sheet> + Clone {
        let is_shared: bool = plan == PlanId::DIRECTORY;
        let sheets = self.sheets.iter();
        sheets.filter(move |sheet| sheet.page.is_shared() == is_shared)
    }

    /// A field of `record` in `plan`, if a sheet has it.
    pub fn field_of(&self, plan: &Plan, record: &Record, field: &FieldId) -> Option<&SheetField> {
        let of = |holder: Holder| {
            let mut sheets = self.of_plan(plan.id).filter(|sheet| sheet.of == holder);
            sheets.find_map(|sheet| sheet.field(field))
        };
        match record {
            Record::Row(row) => self.get(&plan.sheet_of(*row)?)?.field(field),
            Record::Header => of(Holder::Plan),
            Record::Item(_) => of(Holder::Item),
            Record::Note(_) | Record::User(_) | Record::Round(_) | Record::Template(_) => None,
        }
    }
}

impl Sheet {
    /// One of its fields.
    pub fn field(&self, id: &FieldId) -> Option<&SheetField> {
        self.fields.iter().find(|field| field.id == *id)
    }
}

impl SheetField {
    /// Whether it is asked, as `held` answers for the other fields, of the same sheet or of the plan itself.
    pub fn is_shown(&self, held: impl Fn(&FieldId) -> FieldValue) -> bool {
        let is_hidden: bool = !self.hidden_for.is_empty()
            && held(&FieldId::from(STAY))
                .chosen()
                .any(|stay| self.hidden_for.contains(stay));
        !is_hidden
            && self.shown_when.as_ref().is_none_or(|when| {
                let decides: FieldValue = held(&when.field);
                decides.chosen().any(|option| when.is.contains(option))
            })
    }

    /// What was typed or chosen, as the field holds it: options by their ids with spaces between.
    pub fn read(&self, typed: &str) -> Result<FieldValue, FieldFault> {
        let trimmed: &str = typed.trim();
        if trimmed.is_empty() {
            return Ok(FieldValue::Empty);
        }
        if typed.chars().count() > crate::entry::MAX_TEXT_CHARS {
            return Err(FieldFault::TooLong);
        }
        match self.kind {
            FieldKind::Line | FieldKind::Text => Ok(FieldValue::Text(typed.to_owned())),
            FieldKind::Day => day::typed(trimmed)
                .map(FieldValue::Day)
                .ok_or(FieldFault::NoDay),
            FieldKind::Clock => clock(trimmed)
                .map(FieldValue::Clock)
                .ok_or(FieldFault::NoClock),
            // Also the minus of typography, as the hints write it.
            FieldKind::Number => trimmed
                .replace('−', "-")
                .parse()
                .map(FieldValue::Number)
                .map_err(|_| FieldFault::NoNumber),
            FieldKind::NationalId => national_id::read(trimmed)
                .map(FieldValue::Text)
                .ok_or(FieldFault::WrongNationalId),
            FieldKind::Choice
            | FieldKind::Choices
            | FieldKind::YesNo
            | FieldKind::Switch
            | FieldKind::Agency
            | FieldKind::Agencies
            | FieldKind::Prison
            | FieldKind::Item
            | FieldKind::Items
            | FieldKind::Area
            | FieldKind::Areas
            | FieldKind::Conditions
            | FieldKind::User
            | FieldKind::Users
            | FieldKind::Plan => Ok(FieldValue::Chosen(
                trimmed.split_whitespace().map(str::to_owned).collect(),
            )),
        }
    }

    /// That the value is none that the field takes: another device's doing, or a damaged entry's.
    fn other_kind(&self, value: &FieldValue) -> Option<FieldFault> {
        let kinds = [
            (FieldKind::Day, value.day().is_some(), FieldFault::NoDay),
            (
                FieldKind::Clock,
                value.clock().is_some(),
                FieldFault::NoClock,
            ),
            (
                FieldKind::Number,
                value.number().is_some(),
                FieldFault::NoNumber,
            ),
            (
                FieldKind::NationalId,
                national_id::read(value.text()).is_some(),
                FieldFault::WrongNationalId,
            ),
        ];
        let mut of_kind = kinds.into_iter().filter(|(kind, ..)| *kind == self.kind);
        of_kind.find_map(|(_, is_one, fault)| (!is_one).then_some(fault))
    }

    /// What is wrong with `value` by itself or beside `other`, the values of other fields of the record.
    pub fn fault(
        &self,
        value: &FieldValue,
        other: impl Fn(&FieldId) -> FieldValue,
        today: NaiveDate,
    ) -> Option<FieldFault> {
        // Nobody could see what is wrong with a field that is not asked.
        if !self.is_shown(&other) {
            return None;
        }
        if value.is_empty() {
            return self.is_required.then_some(FieldFault::Missing);
        }
        if let Some(fault) = self.other_kind(value) {
            return Some(fault);
        }
        if let Some(number) = value.number()
            && (self.min.is_some_and(|min| number < min)
                || self.max.is_some_and(|max| number > max))
        {
            return Some(FieldFault::OutOfRange {
                min: self.min,
                max: self.max,
            });
        }
        if self.is_not_future && value.day().is_some_and(|day| day > today) {
            return Some(FieldFault::InFuture);
        }
        self.not_before.iter().find_map(|bound| {
            let limit: FieldValue = other(bound);
            let days = value.day().zip(limit.day());
            let clocks = value.clock().zip(limit.clock());
            let numbers = value.number().zip(limit.number());
            if days.is_some_and(|(own, limit)| own < limit)
                || clocks.is_some_and(|(own, limit)| own < limit)
            {
                Some(FieldFault::Before(bound.clone()))
            } else if numbers.is_some_and(|(own, limit)| own < limit) {
                Some(FieldFault::LessThan(bound.clone()))
            } else {
                None
            }
        })
    }
}

/// The minutes since midnight of a text like `09:30`, `9.30` or `930`.
pub fn clock(text: &str) -> Option<u16> {
    let (hours, minutes) = match text.split_once([':', '.']) {
        Some(parts) => parts,
        None => text.split_at_checked(text.len().checked_sub(2)?)?,
    };
    let is_figures = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_figures(hours, 2) || !is_figures(minutes, 2) || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests;
