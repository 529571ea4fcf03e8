//! When an administration is in a prison: rules that come again, exceptions and closed days, as the prison's page
//! in the directory has them. The rules are unrolled by the crate `recurrence` (RFC 5545) in Norway's time zone, so
//! that nine o'clock is nine o'clock before and after the clocks change.

use chrono::{Days, NaiveDate, NaiveTime, TimeZone, Weekday};
use recurrence::{Frequency, NWeekday, RRule, RRuleSet, Tz};

use crate::week::WEEKDAYS;
use crate::{AgencyId, FieldId, FieldValue, Plan, PrisonId, RowId, SheetId, holiday};

/// The sheet of rules.
pub const OFFICE_HOURS: &str = "office-hours";

/// The sheet of exceptions.
pub const HOURS_CHANGE: &str = "hours-change";

/// The field that names the prison of a row.
pub const PRISON: &str = "prison";

/// The zone of all prisons' clocks.
const ZONE: Tz = Tz::Tz(chrono_tz::Europe::Oslo);

/// The most days that one rule is unrolled to: 40 years of one day a week.
const MOST_DAYS: u16 = 2_100;

/// One day's hours of one administration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OfficeTime {
    /// Which day.
    pub day: NaiveDate,
    /// From when, in minutes since midnight by the prison's clock.
    pub from: u16,
    /// Until when.
    pub to: u16,
    /// When that is, in milliseconds since 1970.
    pub opens_at: i64,
    /// When it closes, in milliseconds since 1970.
    pub closes_at: i64,
    /// Who is there.
    pub agency: Option<AgencyId>,
    /// In which room; empty where nobody said.
    pub place: String,
    /// Why nobody is there after all.
    pub closed: Option<Closing>,
    /// The row that says so: a rule, or an exception that opens.
    pub row: RowId,
}

/// Why it is closed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closing {
    /// A public holiday.
    Holiday,
    /// An exception, with the reason as somebody typed it.
    Exception(String),
}

/// What an exception does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Closed,
    OtherHours,
    Extra,
}

/// One exception.
struct Exception {
    row: RowId,
    kind: Kind,
    first: NaiveDate,
    last: NaiveDate,
    agency: Option<AgencyId>,
    hours: Option<(u16, u16)>,
    reason: String,
}

/// The hours in `prison` from `first` to `last`, both included, by time. Closed days are among them, with the reason.
pub fn office_times(
    directory: &Plan,
    prison: &PrisonId,
    first: NaiveDate,
    last: NaiveDate,
) -> Vec<OfficeTime> {
    let changes: Vec<Exception> = rows_of(directory, HOURS_CHANGE, prison)
        .filter_map(|row| Exception::read(directory, row))
        .collect();
    let mut times: Vec<OfficeTime> = rows_of(directory, OFFICE_HOURS, prison)
        .flat_map(|row| by_rule(directory, row, first, last))
        .map(|time| changes.iter().fold(time, changed))
        .collect();
    for change in changes.iter().filter(|change| change.kind == Kind::Extra) {
        let days = change.first.max(first).iter_days();
        let days = days.take_while(|day| *day <= change.last.min(last));
        times.extend(days.filter_map(|day| {
            let place = String::new();
            time(day, change.hours?, change.agency.clone(), place, change.row)
        }));
    }
    times.sort();
    times
}

/// The rows of a sheet that are of this prison.
pub fn rows_of<'a>(
    directory: &'a Plan,
    sheet: &str,
    prison: &'a PrisonId,
) -> impl Iterator<Item = RowId> + 'a {
    let field = FieldId::from(PRISON);
    let rows = directory.standing_rows(&SheetId::from(sheet)).into_iter();
    rows.filter(move |row| directory.row_value(*row, &field).has(prison.as_str()))
}

/// The days that a rule gives.
fn by_rule(directory: &Plan, row: RowId, first: NaiveDate, last: NaiveDate) -> Vec<OfficeTime> {
    let value = |field: &str| directory.row_value(row, &FieldId::from(field));
    let hours = value("from").clock().zip(value("to").clock());
    let begins = value("first-day").day();
    let Some((hours, begins)) = hours.zip(begins) else {
        return Vec::new();
    };
    let until: NaiveDate = value("last-day").day().unwrap_or(last).min(last);
    let days = rule(&value("weekdays"), &value("rhythm"))
        .and_then(|rule| unrolled(rule, begins, hours.0, first, until))
        .unwrap_or_default();
    let agency: Option<AgencyId> = value("agency").chosen().next().map(AgencyId::from);
    let place: String = value("place").text().to_owned();
    let times = days.into_iter().filter_map(|day| {
        let mut time = time(day, hours, agency.clone(), place.clone(), row)?;
        time.closed = holiday::is_holiday(day).then_some(Closing::Holiday);
        Some(time)
    });
    times.collect()
}

/// The recurrence that a row's weekdays and rhythm say; `None` where they say none.
fn rule(weekdays: &FieldValue, rhythm: &FieldValue) -> Option<RRule<recurrence::Unvalidated>> {
    let days: Vec<Weekday> = WEEKDAYS
        .into_iter()
        .filter(|(id, _)| weekdays.has(id))
        .map(|(_, day)| day)
        .collect();
    if days.is_empty() {
        return None;
    }
    let nth = |number: i16| {
        let days = days.iter().map(|day| NWeekday::Nth(number, *day));
        RRule::new(Frequency::Monthly).by_weekday(days.collect())
    };
    let weekly = |interval: u16| {
        let days = days.iter().map(|day| NWeekday::Every(*day));
        RRule::new(Frequency::Weekly)
            .interval(interval)
            .week_start(Weekday::Mon)
            .by_weekday(days.collect())
    };
    match rhythm.chosen().next()? {
        "every-week" => Some(weekly(1)),
        "every-second-week" => Some(weekly(2)),
        "first" => Some(nth(1)),
        "second" => Some(nth(2)),
        "third" => Some(nth(3)),
        "fourth" => Some(nth(4)),
        "last" => Some(nth(-1)),
        // A newer app's rhythm.
        _ => None,
    }
}

/// The days from `first` to `last` on which a rule that begins on `begins` comes; `None` beyond the calendar.
fn unrolled(
    rule: RRule<recurrence::Unvalidated>,
    begins: NaiveDate,
    from: u16,
    first: NaiveDate,
    last: NaiveDate,
) -> Option<Vec<NaiveDate>> {
    let start = at(begins, from)?;
    let set: RRuleSet = rule.build(start).ok()?;
    let after = at(first.max(begins), 0)?;
    let before = at(last.checked_add_days(Days::new(1))?, 0)?;
    let days = set.after(after).before(before).all(MOST_DAYS).dates;
    Some(days.into_iter().map(|time| time.date_naive()).collect())
}

/// A day's hours with what an exception makes of them.
fn changed(mut time: OfficeTime, change: &Exception) -> OfficeTime {
    let is_theirs: bool = change.agency.is_none() || change.agency == time.agency;
    if !is_theirs || time.day < change.first || time.day > change.last {
        return time;
    }
    match change.kind {
        Kind::Closed => time.closed = Some(Closing::Exception(change.reason.clone())),
        Kind::OtherHours => {
            let other = change.hours.and_then(|hours| {
                self::time(
                    time.day,
                    hours,
                    time.agency.clone(),
                    time.place.clone(),
                    time.row,
                )
            });
            if let Some(other) = other {
                time = OfficeTime {
                    closed: time.closed,
                    ..other
                };
            }
        }
        Kind::Extra => {}
    }
    time
}

fn time(
    day: NaiveDate,
    (from, to): (u16, u16),
    agency: Option<AgencyId>,
    place: String,
    row: RowId,
) -> Option<OfficeTime> {
    Some(OfficeTime {
        day,
        from,
        to,
        opens_at: at(day, from)?.timestamp_millis(),
        closes_at: at(day, to)?.timestamp_millis(),
        agency,
        place,
        closed: None,
        row,
    })
}

/// The moment of a day and a time by the prison's clock. Of an hour that comes twice the first counts; one that is
/// left out is taken as the next.
fn at(day: NaiveDate, minutes: u16) -> Option<chrono::DateTime<Tz>> {
    let on = |minutes: u16| {
        let (hours, minutes) = (u32::from(minutes / 60), u32::from(minutes % 60));
        let clock = NaiveTime::from_hms_opt(hours, minutes, 0)?;
        ZONE.from_local_datetime(&day.and_time(clock)).earliest()
    };
    on(minutes).or_else(|| on(minutes.checked_add(60)?))
}

impl Exception {
    fn read(directory: &Plan, row: RowId) -> Option<Self> {
        let value = |field: &str| directory.row_value(row, &FieldId::from(field));
        let kind: Kind = match value("kind").chosen().next()? {
            "closed" => Kind::Closed,
            "other-hours" => Kind::OtherHours,
            "extra" => Kind::Extra,
            // A newer app's kind.
            _ => return None,
        };
        let first: NaiveDate = value("first-day").day()?;
        Some(Self {
            row,
            kind,
            first,
            last: value("last-day").day().unwrap_or(first),
            agency: value("agency").chosen().next().map(AgencyId::from),
            hours: value("from").clock().zip(value("to").clock()),
            reason: value("reason").text().to_owned(),
        })
    }
}

#[cfg(test)]
mod tests;
