//! A plan as a system reads it: the same plan that a screen would show, folded from the entries that the system may see.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use overgang_domain::checklist::{Checklist, Closed, Item};
use overgang_domain::life::Life;
use overgang_domain::register::Record;
use overgang_domain::sheet::{Holder, Sheet, Sheets};
use overgang_domain::{
    AgencyId, AreaId, Field, FieldId, FieldValue, ItemId, Plan, PlanId, PrisonId, RowId, SheetId,
    Status, Template,
};
use serde::Serialize;
use utoipa::ToSchema;

/// A plan, as far as the system's role and administration may see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanAnswer {
    /// Which plan.
    pub plan: PlanId,
    /// The name that the person uses.
    pub name: String,
    /// The date of birth, if known.
    #[serde(with = "overgang_domain::day::optional")]
    #[schema(value_type = Option<String>, format = Date)]
    pub birth_date: Option<NaiveDate>,
    /// The prison in which the plan was opened, or to which it was moved since.
    pub prison: Option<PrisonId>,
    /// The day that everything counts back from; null while nobody knows it.
    #[serde(with = "overgang_domain::day::optional")]
    #[schema(value_type = Option<String>, format = Date)]
    pub release_date: Option<NaiveDate>,
    /// How far the plan has come: `open`, `released`, `followed-up`, `closed` or `continued`.
    pub life: String,
    /// The version of the checklist that it goes by.
    pub template: Option<u32>,
    /// The items that count: not those struck out.
    pub items: Vec<ItemAnswer>,
    /// What is filled in once for the plan, by field.
    pub fields: BTreeMap<FieldId, Vec<ValueAnswer>>,
    /// The rows of sheets: transfers, appointments, leaves, …
    pub rows: Vec<RowAnswer>,
}

/// One item.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemAnswer {
    /// Its id in the checklist, or one of its own.
    pub item: ItemId,
    /// Its area.
    pub area: AreaId,
    /// Its title, where it is none of the checklist's.
    pub title: Option<String>,
    /// How far it has come.
    pub status: String,
    /// A word why, or empty.
    pub why: String,
    /// Whether there are several answers on it, of which nobody has chosen one.
    pub is_contested: bool,
    /// The administration that answers for it.
    pub agency: Option<AgencyId>,
    /// Who does it there, or empty.
    pub person: String,
    /// When it is to be done.
    #[serde(with = "overgang_domain::day::optional")]
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<NaiveDate>,
    /// What else is filled in on it, by field.
    pub fields: BTreeMap<FieldId, Vec<ValueAnswer>>,
}

/// One row of a sheet.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowAnswer {
    /// Of which sheet.
    pub sheet: SheetId,
    /// Names the row.
    pub row: RowId,
    /// What is filled in, by field. Of each the answer that counts comes first; others that stand beside it follow.
    pub fields: BTreeMap<FieldId, Vec<ValueAnswer>>,
}

/// What one field holds.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ValueAnswer {
    /// A text as somebody typed it.
    Text(String),
    /// A day, as in `2027-03-01`.
    Day(String),
    /// A time of day, as in `09:30`.
    Clock(String),
    /// A whole number.
    Number(i32),
    /// Options, or ids of what they stand for.
    Chosen(BTreeSet<String>),
}

/// The answer on a plan that was folded from what the system may see. What is `closed` it may not see.
pub fn plan_answer(
    plan: &Plan,
    template: &Template,
    sheets: &Sheets,
    closed: Closed,
) -> PlanAnswer {
    let checklist = Checklist::less(plan, template, closed);
    PlanAnswer {
        plan: plan.id,
        name: plan.name().value,
        birth_date: plan.birth_date().value,
        prison: plan.home(),
        release_date: plan.release_date().value,
        life: word(Life::of(plan)),
        template: plan.template().value.map(|version| version.0),
        items: checklist
            .standing()
            .map(|item| item_answer(plan, sheets, item))
            .collect(),
        fields: fields_of(plan, sheets, &Record::Header, Holder::Plan),
        rows: rows_of(plan, sheets),
    }
}

fn item_answer(plan: &Plan, sheets: &Sheets, item: &Item) -> ItemAnswer {
    let status: Status = item.status.value.status;
    ItemAnswer {
        item: item.id.clone(),
        area: item.area.clone(),
        title: item.added_title.clone(),
        status: status.as_str().to_owned(),
        why: item.status.value.why.clone(),
        is_contested: item.is_contested(),
        agency: item.agency.clone(),
        person: item.owner.value.person.clone(),
        due: item.window.done_by,
        fields: fields_of(plan, sheets, &Record::Item(item.id.clone()), Holder::Item),
    }
}

fn rows_of(plan: &Plan, sheets: &Sheets) -> Vec<RowAnswer> {
    let with_rows = sheets
        .of_plan(plan.id)
        .filter(|sheet| sheet.of == Holder::Rows);
    let rows = with_rows.flat_map(|sheet| {
        let rows = plan.standing_rows(&sheet.id).into_iter();
        rows.map(|row| RowAnswer {
            sheet: sheet.id.clone(),
            row,
            fields: in_sheet(plan, sheet, &Record::Row(row)).collect(),
        })
    });
    rows.collect()
}

fn fields_of(
    plan: &Plan,
    sheets: &Sheets,
    record: &Record,
    holder: Holder,
) -> BTreeMap<FieldId, Vec<ValueAnswer>> {
    let of_holder = sheets.of_plan(plan.id).filter(|sheet| sheet.of == holder);
    of_holder
        .flat_map(|sheet| in_sheet(plan, sheet, record))
        .collect()
}

/// The fields of a sheet that hold anything in `record`.
fn in_sheet<'a>(
    plan: &'a Plan,
    sheet: &'a Sheet,
    record: &'a Record,
) -> impl Iterator<Item = (FieldId, Vec<ValueAnswer>)> + 'a {
    sheet.fields.iter().filter_map(move |field| {
        let values = values(plan.value(record, &field.id));
        (!values.is_empty()).then(|| (field.id.clone(), values))
    })
}

/// The value that counts, then the others that stand.
fn values(field: Field<FieldValue>) -> Vec<ValueAnswer> {
    let others = field.answers.into_iter().map(|answer| answer.value);
    let others = others.filter(|value| *value != field.value);
    let counts = field.value.clone();
    [counts]
        .into_iter()
        .chain(others)
        .filter_map(shown)
        .collect()
}

fn shown(value: FieldValue) -> Option<ValueAnswer> {
    match value {
        FieldValue::Empty => None,
        FieldValue::Text(text) => Some(ValueAnswer::Text(text)),
        FieldValue::Day(day) => Some(ValueAnswer::Day(day.to_string())),
        FieldValue::Clock(minutes) => {
            let clock = format!("{:02}:{:02}", minutes / 60, minutes % 60);
            Some(ValueAnswer::Clock(clock))
        }
        FieldValue::Number(number) => Some(ValueAnswer::Number(number)),
        FieldValue::Chosen(chosen) => Some(ValueAnswer::Chosen(chosen)),
    }
}

/// A word of a closed list, as it is written in JSON.
fn word(life: Life) -> String {
    let word = match life {
        Life::Open => "open",
        Life::Released => "released",
        Life::FollowedUp => "followed-up",
        Life::Closed => "closed",
        Life::Continued => "continued",
    };
    word.to_owned()
}
