//! What the prison's own system reports, and the entries that it becomes: those that a person would write who fills in
//! the same. The domain's commands make them, so what contradicts is refused as it is on a screen.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use overgang_domain::commands::{
    ChangePersonError, FillInError, Pen, add_row, mark_released, read_typed, set_fields,
    set_release_date,
};
use overgang_domain::life::Life;
use overgang_domain::register::Record;
use overgang_domain::sheet::{FieldFault, FieldKind, Sheet, SheetField};
use overgang_domain::{Entry, FieldId, FieldValue, HybridClock, Plan, PlanId, PrisonId, SheetId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::signature::WINDOW_MILLIS;
use super::{System, derived_id};
use crate::clock::day_in_norway;
use crate::rules::Asker;

/// The sheets whose fields a report of dates may name.
const DATE_SHEETS: [&str; 2] = ["sentence", "prison-dates"];

/// The sheet of transfers, and its fields.
const TRANSFER: (&str, &str, &str) = ("transfer", "prison", "day");

/// The field with the day of admission.
const ADMISSION: &str = "admission";

/// The field with the kind of stay.
const STAY: &str = "stay";

/// Something has happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Names the event. Sent again it is the same.
    pub event: Uuid,
    /// On whose plan.
    pub plan: PlanId,
    /// When it happened, milliseconds since 1970.
    pub happened_at: u64,
    /// What.
    pub what: What,
}

/// What has happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum What {
    /// The person was taken in, on the day on which it happened.
    Admission {
        /// The kind of stay, by its id in the sheet `sentence`; may be left out where the plan has it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stay: Option<String>,
    },
    /// The person is moved, or will be.
    Transfer {
        /// Where to.
        prison: PrisonId,
        /// On which day.
        #[serde(with = "overgang_domain::day")]
        #[schema(value_type = String, format = Date)]
        day: NaiveDate,
    },
    /// The person is released on this day. When it has come the plan counts as released, before it has a new release date.
    Release {
        /// Which day.
        #[serde(with = "overgang_domain::day")]
        #[schema(value_type = String, format = Date)]
        day: NaiveDate,
    },
    /// What the prison knows of the sentence: fields of the sheets `sentence` and `prison-dates`.
    Dates {
        /// By field, as somebody would type it: days as `2027-03-01`, options by their id. Empty: nothing stands there.
        fields: BTreeMap<FieldId, String>,
    },
}

/// Why nothing was written. It says nothing of what stands in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unfit(pub &'static str);

const CLOSED: Unfit = Unfit("nobody works in this plan any more");
const AHEAD: Unfit = Unfit("what has happened cannot lie ahead");
const NO_PRISON: Unfit = Unfit("there is no such prison");
const NO_FIELD: Unfit =
    Unfit("a field is none of the sheets `sentence` and `prison-dates`, or none was named");
const NO_VALUE: Unfit = Unfit("a field holds something else");
const NO_DAY: Unfit = Unfit("a day has a year from 1900 to 2199");
const NO_STAY: Unfit = Unfit("the plan has no kind of stay yet: name it as `stay`");
const CONTRADICTS: Unfit = Unfit("it contradicts what stands in the plan");

impl Unfit {
    /// All of them.
    pub const ALL: [Self; 8] = [
        CLOSED,
        AHEAD,
        NO_PRISON,
        NO_FIELD,
        NO_VALUE,
        NO_DAY,
        NO_STAY,
        CONTRADICTS,
    ];
}

impl From<FillInError> for Unfit {
    fn from(error: FillInError) -> Self {
        let is_missing = |(field, fault): &(FieldId, FieldFault)| {
            field.as_str() == STAY && *fault == FieldFault::Missing
        };
        if error.faults.iter().any(is_missing) {
            NO_STAY
        } else {
            CONTRADICTS
        }
    }
}

impl From<ChangePersonError> for Unfit {
    fn from(_: ChangePersonError) -> Self {
        CONTRADICTS
    }
}

impl Event {
    /// What it says, whatever the order and the white space in which it was written.
    pub fn content(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// The entries that it becomes in `plan`, as the system sees it at `now`. Their ids follow from the event's.
    pub fn entries(
        &self,
        system: &System,
        asker: Asker<'_>,
        plan: &Plan,
        now: u64,
    ) -> Result<Vec<Entry>, Unfit> {
        if Life::of(plan).is_closed() {
            return Err(CLOSED);
        }
        if self.happened_at > now.saturating_add(WINDOW_MILLIS) {
            return Err(AHEAD);
        }
        let mut count: u32 = 0;
        let mut fresh_id = || {
            count += 1;
            self.derived(system, count)
        };
        let mut clock = HybridClock::default();
        let mut pen = Pen {
            author: system.user.user,
            device: system.device,
            clock: &mut clock,
            now,
            fresh_id: &mut fresh_id,
        };
        let forms = asker.forms(plan);
        match &self.what {
            What::Admission { stay } => {
                let day = in_our_time(day_in_norway(self.happened_at))?;
                let day = (FieldId::from(ADMISSION), day.to_string());
                let stay = stay.iter().map(|stay| (FieldId::from(STAY), stay.clone()));
                let typed = stay.chain([day]).collect();
                dates(&mut pen, asker, plan, &typed)
            }
            What::Transfer { prison, day } => {
                if !asker.rules.knows_prison(prison) {
                    return Err(NO_PRISON);
                }
                transfer(&mut pen, asker, plan, prison, in_our_time(*day)?)
            }
            What::Release { day } => {
                let day = in_our_time(*day)?;
                if day > asker.today {
                    let set = set_release_date(&mut pen, plan, Some(day), None, asker.today);
                    return Ok(set?);
                }
                let needs = &forms.template.needs;
                Ok(mark_released(&mut pen, plan, needs, Some(day), follow_up)?)
            }
            What::Dates { fields } => dates(&mut pen, asker, plan, fields),
        }
    }

    fn derived(&self, system: &System, number: u32) -> Uuid {
        let event = self.event.to_string();
        derived_id(&["overgang-event", &system.name, &event, &number.to_string()])
    }
}

/// A day on which somebody could be in prison.
fn in_our_time(day: NaiveDate) -> Result<NaiveDate, Unfit> {
    (1900..2200)
        .contains(&day.year())
        .then_some(day)
        .ok_or(NO_DAY)
}

/// A row of the sheet of transfers, unless somebody has written the same already.
fn transfer(
    pen: &mut Pen<'_>,
    asker: Asker<'_>,
    plan: &Plan,
    prison: &PrisonId,
    day: NaiveDate,
) -> Result<Vec<Entry>, Unfit> {
    let (sheet, to, on) = TRANSFER;
    let (sheet, to, on) = (SheetId::from(sheet), FieldId::from(to), FieldId::from(on));
    let rows = plan.standing_rows(&sheet);
    let is_known = rows.into_iter().any(|row| {
        let prison_named = plan.row_value(row, &to);
        prison_named == FieldValue::one(prison.as_str())
            && plan.row_value(row, &on).day() == Some(day)
    });
    if is_known {
        return Ok(Vec::new());
    }
    let forms = asker.forms(plan);
    let sheet: &Sheet = forms.sheets.get(&sheet).ok_or(NO_FIELD)?;
    let values = BTreeMap::from([
        (to, FieldValue::one(prison.as_str())),
        (on, FieldValue::Day(day)),
    ]);
    let (_, entries) = add_row(pen, plan, forms, sheet, values, asker.today)?;
    Ok(entries)
}

fn dates(
    pen: &mut Pen<'_>,
    asker: Asker<'_>,
    plan: &Plan,
    fields: &BTreeMap<FieldId, String>,
) -> Result<Vec<Entry>, Unfit> {
    let forms = asker.forms(plan);
    let sheets = DATE_SHEETS.map(|id| forms.sheets.get(&SheetId::from(id)));
    let of = |id: &FieldId| {
        let mut sheets = sheets.iter().flatten();
        sheets.find(|sheet| sheet.field(id).is_some())
    };
    if fields.is_empty() {
        return Err(NO_FIELD);
    }
    let mut values: BTreeMap<FieldId, FieldValue> = BTreeMap::new();
    for (id, typed) in fields {
        let sheet: &Sheet = of(id).ok_or(NO_FIELD)?;
        let read = read_typed(sheet, [(id, typed.as_str())]).map_err(|_| NO_VALUE)?;
        let fits = |value: &FieldValue| sheet.field(id).is_some_and(|field| offers(field, value));
        if !read.values().all(fits) {
            return Err(NO_VALUE);
        }
        values.extend(read);
    }
    let header = Record::Header;
    Ok(set_fields(
        pen,
        plan,
        forms,
        &header,
        values,
        None,
        asker.today,
    )?)
}

/// Whether a field offers what is chosen: a screen shows nothing else, a system could send anything.
fn offers(field: &SheetField, value: &FieldValue) -> bool {
    let is_single = matches!(
        field.kind,
        FieldKind::Choice | FieldKind::YesNo | FieldKind::Switch
    );
    let is_offered = |chosen: &str| {
        let is_yes_no = matches!(field.kind, FieldKind::YesNo | FieldKind::Switch);
        (is_yes_no && matches!(chosen, "yes" | "no"))
            || field.options.iter().any(|option| option.id == chosen)
    };
    value.chosen().all(is_offered) && (!is_single || value.chosen().count() <= 1)
}

/// What is to be done so many weeks after the release, as the app words it.
fn follow_up(weeks: u32) -> String {
    format!("Følg opp {weeks} uker etter løslatelsen: tak, penger, helse og avtaler")
}
