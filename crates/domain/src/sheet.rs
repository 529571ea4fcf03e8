//! Sheets: the forms in which particulars of a person, a sentence, an appointment, … are kept. They are data
//! (`data/sheets.json`), so that a new field needs no new kind of entry and no new screen. A sheet is either
//! filled in once for a plan, or has rows.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::register::Record;
use crate::template::{Sensitivity, Text3};
use crate::{FieldId, FieldValue, Plan, RowId, SheetId, day, national_id};

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
    /// Its day may not lie ahead.
    #[serde(default)]
    pub is_not_future: bool,
    /// Its day or time may not lie before that of this field: of the same record, else of the plan itself.
    #[serde(default)]
    pub not_before: Option<FieldId>,
    /// The least number that it takes.
    #[serde(default)]
    pub min: Option<i32>,
    /// The greatest number that it takes.
    #[serde(default)]
    pub max: Option<i32>,
    /// It is asked only when another field of the sheet says so.
    #[serde(default)]
    pub shown_when: Option<ShownWhen>,
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

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// A line of text.
    Line,
    /// A text of several lines.
    Text,
    /// A day.
    Day,
    /// A time of day.
    Clock,
    /// A whole number.
    Number,
    /// One of its options.
    Choice,
    /// Any of its options.
    Choices,
    /// `yes` or `no`.
    YesNo,
    /// A national identity number or a D-number; shown masked.
    NationalId,
    /// An administration's id.
    Agency,
    /// Several administrations' ids.
    Agencies,
    /// A prison's id.
    Prison,
    /// An item's id.
    Item,
    /// Several items' ids.
    Items,
    /// An area's id.
    Area,
    /// A user's id.
    User,
    /// Several users' ids.
    Users,
    /// The id of another plan.
    Plan,
}

/// What is wrong with what a field holds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldFault {
    /// Nothing, where something must stand.
    #[error("the field is empty; fill it in")]
    Missing,
    /// No day of the calendar, such as 30 February.
    #[error("this is no day; write it as day, month and year")]
    NoDay,
    /// No time of day.
    #[error("this is no time of day; write hours and minutes")]
    NoClock,
    /// No whole number.
    #[error("this is no whole number; write figures only")]
    NoNumber,
    /// Less or more than the field takes.
    #[error("the number lies outside what is possible; check it")]
    OutOfRange {
        /// The least.
        min: Option<i32>,
        /// The most.
        max: Option<i32>,
    },
    /// A day that has not come, where it must have.
    #[error("the day lies ahead; check the year")]
    InFuture,
    /// Earlier than another field allows.
    #[error("it lies before another day or time; check both")]
    Before(FieldId),
    /// The control digits do not fit.
    #[error("the number's control digits do not fit; check each digit")]
    WrongNationalId,
    /// Longer than [`crate::entry::MAX_TEXT_CHARS`].
    #[error("the text is too long; shorten it")]
    TooLong,
    /// The item would wait for itself, through others.
    #[error("the items would wait for each other in a circle; take one of them away")]
    Circle,
    /// The release lies before the admission.
    #[error("the release lies before the admission; check both dates")]
    ReleasedBeforeAdmission,
    /// The admission lies before the birth.
    #[error("the admission lies before the date of birth; check both dates")]
    AdmittedBeforeBirth,
    /// A sentence of no days.
    #[error("the sentence is of no days; write its length, or leave it empty")]
    NoLength,
    /// It falls into another leave.
    #[error("the leave overlaps another; check the days of both")]
    Overlaps(RowId),
    /// Meant for before the release, and after it.
    #[error("the day lies after the release; check both")]
    AfterRelease,
    /// Meant for after the release, and before it.
    #[error("the day lies before the release; check both")]
    BeforeRelease,
    /// A Sunday or a public holiday: most offices are closed.
    #[error("the day is a Sunday or a public holiday; check whether they are open")]
    ClosedDay,
}

impl FieldFault {
    /// Whether it may well be meant so: it is said, and keeps nobody from writing.
    pub fn is_hint(&self) -> bool {
        matches!(
            self,
            Self::AfterRelease | Self::BeforeRelease | Self::ClosedDay
        )
    }

    /// The field that it names beside its own.
    pub fn bound(&self) -> Option<&FieldId> {
        if let Self::Before(bound) = self {
            Some(bound)
        } else {
            None
        }
    }
}

impl Sheets {
    /// One of them.
    pub fn get(&self, id: &SheetId) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.id == *id)
    }

    /// A field of `record` in `plan`, if a sheet has it.
    pub fn field_of(&self, plan: &Plan, record: &Record, field: &FieldId) -> Option<&SheetField> {
        let of = |holder: Holder| {
            let sheets = self.sheets.iter().filter(move |sheet| sheet.of == holder);
            sheets.into_iter().find_map(|sheet| sheet.field(field))
        };
        match record {
            Record::Row(row) => self.get(&plan.sheet_of(*row)?)?.field(field),
            Record::Header => of(Holder::Plan),
            Record::Item(_) => of(Holder::Item),
            Record::Note(_) | Record::User(_) | Record::Round(_) => None,
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
    /// Whether it is asked, as `held` answers for the other fields.
    pub fn is_shown(&self, held: impl Fn(&FieldId) -> FieldValue) -> bool {
        self.shown_when.as_ref().is_none_or(|when| {
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
            FieldKind::Day => day::parse(trimmed)
                .map(FieldValue::Day)
                .ok_or(FieldFault::NoDay),
            FieldKind::Clock => clock(trimmed)
                .map(FieldValue::Clock)
                .ok_or(FieldFault::NoClock),
            FieldKind::Number => trimmed
                .parse()
                .map(FieldValue::Number)
                .map_err(|_| FieldFault::NoNumber),
            FieldKind::NationalId => national_id::read(trimmed)
                .map(FieldValue::Text)
                .ok_or(FieldFault::WrongNationalId),
            FieldKind::Choice
            | FieldKind::Choices
            | FieldKind::YesNo
            | FieldKind::Agency
            | FieldKind::Agencies
            | FieldKind::Prison
            | FieldKind::Item
            | FieldKind::Items
            | FieldKind::Area
            | FieldKind::User
            | FieldKind::Users
            | FieldKind::Plan => Ok(FieldValue::Chosen(
                trimmed.split_whitespace().map(str::to_owned).collect(),
            )),
        }
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
        let bound: FieldId = self.not_before.clone()?;
        let limit: FieldValue = other(&bound);
        let days = value.day().zip(limit.day());
        let clocks = value.clock().zip(limit.clock());
        let is_before: bool = days.is_some_and(|(own, limit)| own < limit)
            || clocks.is_some_and(|(own, limit)| own < limit);
        is_before.then_some(FieldFault::Before(bound))
    }
}

/// The minutes since midnight of a text like `09:30`, `9.30` or `930`.
fn clock(text: &str) -> Option<u16> {
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
