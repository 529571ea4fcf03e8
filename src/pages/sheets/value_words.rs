//! What a field of a sheet holds, in words for the screen and as a form has it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::finding;
use overgang_domain::need::{NeedKind, NeedState};
use overgang_domain::register::Record;
use overgang_domain::sheet::{FieldKind, Sheet, SheetField};
use overgang_domain::{Change, FieldId, FieldValue, ItemId, Plan, RowId, UserId, national_id};
use uuid::Uuid;

use super::OpenPlan;
use super::item_words::{title, title_of};
use crate::state::{
    JournalState, ReferenceState, ViewState, use_journal_state, use_reference_state, use_view_state,
};
use crate::text::{dates, need, new_plan, plan, sheet as text};

/// Where the names come from that a field stands for by id.
#[derive(Clone, Copy)]
pub(in crate::pages) struct WordsContext {
    places: StoredValue<(OpenPlan, ReferenceState, JournalState, ViewState)>,
}

impl WordsContext {
    /// The context of the open plan.
    pub(in crate::pages) fn new(open: OpenPlan) -> Self {
        Self {
            places: StoredValue::new((
                open,
                use_reference_state(),
                use_journal_state(),
                use_view_state(),
            )),
        }
    }

    /// The open plan.
    pub(in crate::pages) fn open(self) -> OpenPlan {
        self.places.with_value(|places| places.0)
    }

    /// Administrations, prisons and areas.
    pub(in crate::pages) fn reference(self) -> ReferenceState {
        self.places.with_value(|places| places.1)
    }

    /// Users.
    pub(in crate::pages) fn journal(self) -> JournalState {
        self.places.with_value(|places| places.2)
    }

    /// The local day now: a page may have stood open over night.
    pub(in crate::pages) fn today(self) -> NaiveDate {
        self.places.with_value(|places| places.3).today()
    }

    /// What a field holds, to be read.
    pub(in crate::pages) fn value(self, field: &SheetField, value: &FieldValue) -> String {
        match value {
            FieldValue::Empty => String::new(),
            FieldValue::Text(words) if field.kind == FieldKind::NationalId => {
                national_id::masked(words)
            }
            FieldValue::Text(words) => words.clone(),
            FieldValue::Day(day) => dates::weekday_and_whole_day(*day),
            FieldValue::Clock(minutes) => text::clock(*minutes),
            FieldValue::Number(number) => number.to_string(),
            FieldValue::Chosen(ids) => {
                let words: Vec<String> = ids.iter().map(|id| self.option(field, id)).collect();
                words.join(", ")
            }
        }
    }

    /// A row's heading: its day and time where it has them, then the fields that make it.
    pub(in crate::pages) fn heading(self, plan: &Plan, sheet: &Sheet, row: RowId) -> String {
        let ids = sheet.day.iter().chain(&sheet.clock).chain(&sheet.title);
        self.words_of(plan, sheet, row, ids)
    }

    /// A row's heading where its day and time stand elsewhere.
    pub(in crate::pages) fn title(self, plan: &Plan, sheet: &Sheet, row: RowId) -> String {
        self.words_of(plan, sheet, row, sheet.title.iter())
    }

    fn words_of<'a>(
        self,
        plan: &Plan,
        sheet: &'a Sheet,
        row: RowId,
        ids: impl Iterator<Item = &'a FieldId>,
    ) -> String {
        let named = ids.filter_map(|id| sheet.field(id));
        let words: Vec<String> = named
            .map(|field| self.value(field, &plan.row_value(row, &field.id)))
            .filter(|words| !words.is_empty())
            .collect();
        if words.is_empty() {
            sheet.one.nb.clone()
        } else {
            words.join(", ")
        }
    }

    /// A row's heading, whatever its sheet; its id where nothing knows the sheet any longer.
    pub(in crate::pages) fn row(self, plan: &Plan, row: RowId) -> String {
        let sheets = self.reference().sheets();
        let sheet = plan.sheet_of(row).and_then(|id| sheets.get(&id));
        sheet.map_or_else(|| row.to_string(), |sheet| self.heading(plan, sheet, row))
    }

    /// The label of a field that stands in no sheet: of the plan itself, a need or a question with its words, a
    /// skipped area. Its id where nothing knows it.
    pub(in crate::pages) fn other_label(self, field: &FieldId) -> String {
        let id: &str = field.as_str();
        let known: &str = match id {
            finding::NAME => new_plan::NAME,
            finding::BIRTH_DATE => plan::BORN,
            finding::RELEASE_DATE => plan::RELEASE,
            _ => "",
        };
        if !known.is_empty() {
            return known.to_owned();
        }
        if let Some(asked) = id.strip_suffix("/words") {
            return format!(
                "{} – {}",
                self.other_label(&FieldId::from(asked)),
                need::WORDS
            );
        }
        let of_template = self.open().template.with_value(|template| {
            let needs = template.needs.needs.iter();
            // "None" is called the same in every area.
            let needs = needs.map(|one| {
                let area = template.areas.iter().find(|area| area.id == one.area);
                let area = area.filter(|_| one.kind == NeedKind::None);
                let of_area = area.map(|area| format!("{}: {}", area.name.nb, one.title.nb));
                let words: String = of_area.unwrap_or_else(|| one.title.nb.clone());
                (one.id.as_str(), words)
            });
            let questions = template.questions.iter();
            let questions = questions.map(|one| (one.id.as_str(), one.prompt.nb.clone()));
            let mut asked = needs.chain(questions);
            let found = asked.find(|(known, _)| *known == id);
            let area = id.strip_prefix("skip/");
            let mut areas = template.areas.iter();
            let area = area.and_then(|area| areas.find(|one| one.id.as_str() == area));
            let skipped = area.map(|area| format!("{}: {}", need::SKIPPED, area.name.nb));
            found.map(|(_, words)| words).or(skipped)
        });
        of_template.unwrap_or_else(|| id.to_owned())
    }

    /// What was put in such a field.
    pub(in crate::pages) fn other_value(self, field: &FieldId, value: &FieldValue) -> String {
        let state: NeedState = NeedState::of(value);
        let answer = self.open().template.with_value(|template| {
            if template.needs.needs.iter().any(|one| one.id == *field) {
                return Some(need::state(state).to_owned());
            }
            let question = template.questions.iter().find(|one| one.id == *field)?;
            let words = value.chosen().map(|id| {
                let known = question.answers.iter().find(|one| one.id == id);
                known.map_or(need::DECLINED, |one| one.label.nb.as_str())
            });
            Some(words.collect::<Vec<&str>>().join(", "))
        });
        answer.unwrap_or_else(|| text::typed(value))
    }

    /// What can be chosen in a field: ids and words.
    pub(in crate::pages) fn options(self, field: &SheetField) -> Vec<(String, String)> {
        if let Some(sheet) = &field.rows_of {
            return self.open().plan.with_untracked(|plan| {
                let rows = plan.standing_rows(sheet).into_iter().rev();
                rows.map(|row| (row.to_string(), self.row(plan, row)))
                    .collect()
            });
        }
        match field.kind {
            FieldKind::YesNo | FieldKind::Switch => vec![
                ("yes".to_owned(), text::YES.to_owned()),
                ("no".to_owned(), text::NO.to_owned()),
            ],
            FieldKind::Agency | FieldKind::Agencies => {
                let agencies = self.reference().agencies();
                let named = agencies.agencies.iter();
                named
                    .map(|one| (one.id.to_string(), one.name.nb.clone()))
                    .collect()
            }
            FieldKind::Prison => {
                let prisons = self.reference().prisons();
                let named = prisons.prisons.iter();
                named
                    .map(|one| (one.id.to_string(), one.name.clone()))
                    .collect()
            }
            FieldKind::Item | FieldKind::Items => self.open().template.with_value(|template| {
                self.open().checklist.with_untracked(|checklist| {
                    let items = checklist.standing();
                    items
                        .map(|item| (item.id.to_string(), title(item, template)))
                        .collect()
                })
            }),
            FieldKind::Area | FieldKind::Areas => self.open().template.with_value(|template| {
                let areas = template.areas.iter();
                areas
                    .map(|area| (area.id.to_string(), area.name.nb.clone()))
                    .collect()
            }),
            FieldKind::Conditions => self.open().template.with_value(|template| {
                let conditions = template.conditions.iter();
                conditions
                    .map(|one| (one.id.to_string(), one.label.nb.clone()))
                    .collect()
            }),
            FieldKind::User | FieldKind::Users => self.journal().user_names(),
            FieldKind::Plan => self.journal().plan_names(self.open().id),
            FieldKind::Choice
            | FieldKind::Choices
            | FieldKind::Line
            | FieldKind::Text
            | FieldKind::Day
            | FieldKind::Clock
            | FieldKind::Number
            | FieldKind::NationalId => {
                let options = field.options.iter();
                options
                    .map(|one| (one.id.clone(), one.label.nb.clone()))
                    .collect()
            }
        }
    }

    /// One chosen option in words; its id where nothing knows it any longer.
    fn option(self, field: &SheetField, id: &str) -> String {
        if field.rows_of.is_some()
            && let Ok(row) = id.parse()
        {
            return self.open().plan.with(|plan| self.row(plan, row));
        }
        if let Some(words) = self.reference().option(field, id) {
            return words;
        }
        if matches!(field.kind, FieldKind::Item | FieldKind::Items) {
            return title_of(self.open(), &ItemId::from(id));
        }
        if matches!(field.kind, FieldKind::User | FieldKind::Users) {
            let user = id.parse::<UserId>();
            return user
                .map(|user| self.journal().user_name(user))
                .unwrap_or_default();
        }
        let mut options = self.options(field).into_iter();
        options
            .find(|(known, _)| known == id)
            .map_or_else(|| id.to_owned(), |(_, words)| words)
    }
}

/// What rows are about: a field of theirs that has this id, such as an item's or a prison's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages) struct About {
    /// The field.
    pub(in crate::pages) field: FieldId,
    /// The id.
    pub(in crate::pages) id: String,
}

impl About {
    /// A new row about it, with nothing else in it.
    pub(super) fn new_row(&self, sheet: &Sheet) -> Change {
        let about = FieldValue::one(&self.id);
        Change::RowAdded {
            row: RowId(Uuid::nil()),
            sheet: sheet.id.clone(),
            values: BTreeMap::from([(self.field.clone(), about)]),
        }
    }
}

/// What a form is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages) enum Subject {
    /// A new row, perhaps about something.
    New(Option<About>),
    /// A record that is there.
    Known(Record),
}

impl Subject {
    /// Where the drafts of the form lie.
    pub(in crate::pages) fn draft_place(&self, sheet: &Sheet) -> String {
        match self {
            Self::New(None) => format!("sheet/{}/new/", sheet.id),
            Self::New(Some(About { field, id })) => format!("{field}/{id}/sheet/{}/new/", sheet.id),
            Self::Known(Record::Row(row)) => format!("row/{row}/"),
            Self::Known(Record::Item(item)) => format!("item/{item}/sheet/{}/own/", sheet.id),
            Self::Known(
                Record::Header
                | Record::Note(_)
                | Record::User(_)
                | Record::Round(_)
                | Record::Template(_),
            ) => {
                format!("sheet/{}/own/", sheet.id)
            }
        }
    }
}
