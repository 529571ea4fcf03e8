//! What the list of plans is narrowed to, and the names under which people keep such filters; and what the rows of a
//! sheet are narrowed to.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::directory::Directory;
use crate::life::Life;
use crate::sheet::{FieldKind, Sheet, SheetField};
use crate::summary::PlanSummary;
use crate::{Plan, PrisonId, RowId};

/// The longest name of a kept filter, in characters.
pub const NAME_LENGTH: usize = 60;

/// Worked with by nobody.
pub const NOBODY: &str = "nobody";
/// Plans of people who are out, to be followed up.
pub const RELEASED: &str = "released";
/// Closed plans.
pub const CLOSED: &str = "closed";
/// Open and closed plans.
pub const ALL: &str = "all";
/// The release date is not known.
pub const UNKNOWN: &str = "unknown";

/// What a list of plans is narrowed to, as its fields have it: empty means that nothing is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanFilter {
    /// What is searched for.
    pub query: String,
    /// The prison's id.
    pub prison: String,
    /// The id of a user whose list the plan is in, or [`NOBODY`].
    pub worker: String,
    /// [`RELEASED`], [`CLOSED`] or [`ALL`]; empty for all that are not closed.
    pub life: String,
    /// At most so many days to the release, or [`UNKNOWN`].
    pub release: String,
}

/// A filter that is kept: under a name, or as the one in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFilter {
    /// Names the record; [`Uuid::nil`] for the one in use.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// What it narrows to.
    pub filter: PlanFilter,
}

/// A filter cannot be kept under this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameFilterError {
    /// There is none.
    #[error("a filter needs a name")]
    Missing,
    /// More than [`NAME_LENGTH`] characters.
    #[error("the name is too long")]
    TooLong,
    /// Another one has it, in whatever case.
    #[error("another filter has this name")]
    Taken,
}

impl PlanFilter {
    /// Whether it leaves a plan in.
    pub fn shows(&self, plan: &PlanSummary, directory: &Directory, today: NaiveDate) -> bool {
        let prison: Option<PrisonId> = plan.prison_on(today);
        let prison: &str = prison.as_ref().map_or("", PrisonId::as_str);
        let is_workers: bool = match self.worker.as_str() {
            "" => true,
            NOBODY => plan.workers.is_empty(),
            worker => worker
                .parse()
                .is_ok_and(|worker| plan.concerns(worker, directory, today)),
        };
        let is_alive: bool = match self.life.as_str() {
            CLOSED => plan.is_closed(),
            RELEASED => matches!(plan.life, Life::Released | Life::FollowedUp),
            ALL => true,
            _ => !plan.is_closed(),
        };
        let days_left = plan.release_date.map(|day| (day - today).num_days());
        let is_soon: bool = match self.release.as_str() {
            "" => true,
            UNKNOWN => days_left.is_none(),
            days => days_left
                .zip(days.parse().ok())
                .is_some_and(|(left, most)| (0..=most).contains(&left)),
        };
        let is_there: bool = self.prison.is_empty() || prison == self.prison;
        is_there && is_workers && is_alive && is_soon && plan.matches(&self.query, today)
    }

    /// How many of its fields narrow the list, besides what is searched for.
    pub fn count(&self) -> usize {
        let fields = [&self.prison, &self.worker, &self.life, &self.release];
        fields.into_iter().filter(|field| !field.is_empty()).count()
    }
}

/// What the rows of a sheet are narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowFilter {
    /// An area's id; empty for all.
    pub area: String,
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Until this day.
    pub to: Option<NaiveDate>,
}

impl RowFilter {
    /// Whether the rows of a sheet can be narrowed: they have a day and an area.
    pub fn suits(sheet: &Sheet) -> bool {
        sheet.day.is_some() && area_of(sheet).is_some()
    }

    /// Whether it leaves a row in. A row without a day lies in no span of days.
    pub fn shows(&self, plan: &Plan, sheet: &Sheet, row: RowId) -> bool {
        let held = |field: Option<&SheetField>| field.map(|field| plan.row_value(row, &field.id));
        let is_of_area: bool =
            self.area.is_empty() || held(area_of(sheet)).is_some_and(|area| area.has(&self.area));
        let day = held(sheet.day.as_ref().and_then(|day| sheet.field(day)));
        let day: Option<NaiveDate> = day.and_then(|day| day.day());
        let is_after: bool = self
            .from
            .is_none_or(|from| day.is_some_and(|day| day >= from));
        let is_before: bool = self.to.is_none_or(|to| day.is_some_and(|day| day <= to));
        is_of_area && is_after && is_before
    }
}

fn area_of(sheet: &Sheet) -> Option<&SheetField> {
    let mut fields = sheet.fields.iter();
    fields.find(|field| field.kind == FieldKind::Area)
}

/// The name to keep a filter under, without what surrounds it: `known` are those that are kept, `id` is the one that
/// is named.
pub fn name(text: &str, id: Uuid, known: &[KeptFilter]) -> Result<String, NameFilterError> {
    let name: &str = text.trim();
    let folded: String = name.to_lowercase();
    let mut others = known.iter().filter(|other| other.id != id);
    match name.chars().count() {
        0 => Err(NameFilterError::Missing),
        length if length > NAME_LENGTH => Err(NameFilterError::TooLong),
        _ if others.any(|other| other.name.to_lowercase() == folded) => Err(NameFilterError::Taken),
        _ => Ok(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{self, Story, TODAY, day, on, reference, template};
    use crate::{Change, FieldValue, SheetId, UserId, commands};

    fn plan(release: Option<&str>, worker: Option<UserId>) -> PlanSummary {
        let mut story = Story::opened_with("Prøve Ansen", release, &[]);
        story.alice(|pen, plan| commands::assign(pen, plan, worker, None));
        PlanSummary::of(&story.plan, &template())
    }

    fn shows(plan: &PlanSummary, change: impl FnOnce(&mut PlanFilter)) -> bool {
        let mut filter = PlanFilter::default();
        change(&mut filter);
        filter.shows(plan, &Directory::default(), day(TODAY))
    }

    #[test]
    fn each_field_leaves_out_what_does_not_fit() {
        let (alice, bob) = (Story::opened().alice.author, Story::opened().bob.author);
        let mut plan = plan(Some("2027-01-14"), Some(alice));
        assert!(shows(&plan, |_| ()));
        assert!(shows(&plan, |f| f.query = "ans".to_owned()));
        assert!(!shows(&plan, |f| f.query = "bru".to_owned()));
        assert!(shows(&plan, |f| f.prison = "ullersmo".to_owned()));
        assert!(!shows(&plan, |f| f.prison = "halden".to_owned()));
        assert!(shows(&plan, |f| f.worker = alice.to_string()));
        assert!(!shows(&plan, |f| f.worker = bob.to_string()));
        assert!(!shows(&plan, |f| f.worker = NOBODY.to_owned()));
        assert!(!shows(&plan, |f| f.life = CLOSED.to_owned()));
        assert!(!shows(&plan, |f| f.life = RELEASED.to_owned()));
        plan.life = Life::FollowedUp;
        assert!(shows(&plan, |_| ()));
        assert!(shows(&plan, |f| f.life = RELEASED.to_owned()));
        plan.life = Life::Closed;
        assert!(!shows(&plan, |_| ()));
        assert!(shows(&plan, |f| f.life = CLOSED.to_owned()));
        assert!(shows(&plan, |f| f.life = ALL.to_owned()));
    }

    #[test]
    fn a_release_is_soon_from_today_on_and_unknown_without_a_date() {
        let within = |date, days: &str| {
            let days: String = days.to_owned();
            shows(&plan(date, None), |f| f.release = days)
        };
        assert!(within(Some(TODAY), "14"));
        assert!(within(Some("2027-01-18"), "14"));
        assert!(!within(Some("2027-01-19"), "14"));
        assert!(!within(Some("2027-01-03"), "14"), "released already");
        assert!(!within(None, "14"));
        assert!(within(None, UNKNOWN));
        assert!(!within(Some(TODAY), UNKNOWN));
    }

    #[test]
    fn what_is_searched_for_is_not_counted_among_the_fields() {
        let filter = PlanFilter {
            query: "ans".to_owned(),
            prison: "ullersmo".to_owned(),
            release: "14".to_owned(),
            ..PlanFilter::default()
        };
        assert_eq!(filter.count(), 2);
    }

    #[test]
    fn a_name_is_there_short_enough_and_no_other_ones() {
        let kept = KeptFilter {
            id: Uuid::from_u128(1),
            name: "Mine på Ullersmo".to_owned(),
            filter: PlanFilter::default(),
        };
        let known = [kept];
        let named = |text: &str, id| name(text, Uuid::from_u128(id), &known);
        assert_eq!(named(" Å ", 2), Ok("Å".to_owned()));
        assert_eq!(named(" \t", 2), Err(NameFilterError::Missing));
        assert_eq!(named(&"å".repeat(60), 2), Ok("å".repeat(60)));
        assert_eq!(named(&"å".repeat(61), 2), Err(NameFilterError::TooLong));
        assert_eq!(named("mine på ullersmo ", 2), Err(NameFilterError::Taken));
        assert_eq!(
            named("MINE på ullersmo", 1),
            Ok("MINE på ullersmo".to_owned())
        );
    }

    #[test]
    fn rows_are_narrowed_by_area_and_by_their_first_and_last_day() {
        let reference = reference();
        let sheet = reference
            .sheets
            .get(&SheetId::from("conversation"))
            .unwrap();
        assert!(RowFilter::suits(sheet));
        assert!(!RowFilter::suits(
            reference.sheets.get(&SheetId::from("contact")).unwrap()
        ));
        let mut story = Story::opened();
        for (number, area, date) in [
            (1, "housing", Some("2027-01-02")),
            (2, "health", Some("2027-01-03")),
            (3, "housing", None),
        ] {
            let mut values = vec![("area", FieldValue::one(area))];
            values.extend(date.map(|date| ("day", on(date))));
            let values = story::values(&values);
            let (row, sheet) = (RowId(Uuid::from_u128(number)), sheet.id.clone());
            story.alice(|pen, plan| vec![pen.write(plan, Change::RowAdded { row, sheet, values })]);
        }
        let shown = |area: &str, from: Option<&str>, to: Option<&str>| {
            let filter = RowFilter {
                area: area.to_owned(),
                from: from.map(day),
                to: to.map(day),
            };
            let rows = story.plan.rows(&sheet.id).into_iter();
            let shown = rows.filter(|row| filter.shows(&story.plan, sheet, *row));
            shown.map(|row| row.0.as_u128()).collect::<Vec<_>>()
        };
        assert_eq!(shown("", None, None), [1, 2, 3]);
        assert_eq!(shown("housing", None, None), [1, 3]);
        assert_eq!(shown("", Some("2027-01-03"), None), [2]);
        assert_eq!(shown("", None, Some("2027-01-02")), [1]);
        assert_eq!(
            shown("housing", Some("2027-01-02"), Some("2027-01-03")),
            [1]
        );
        assert!(shown("health", None, Some("2027-01-02")).is_empty());
    }
}
