//! When NAV is in the person's prison.

use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use overgang_domain::office_hours::{OFFICE_HOURS, OfficeTime, office_times, rows_of};
use overgang_domain::{AgencyId, FieldId, Plan, PrisonId};

use crate::live::{Live, drawn};
use crate::pages::sheets::OpenPlan;
use crate::state::use_journal_state;
use crate::text::{dates, plan as text, sheet};

/// How many days ahead the next office day is looked for.
const AHEAD: u64 = 56;

/// When NAV is in the prison next, and whether it is on the day of the release; nothing where no hours are known.
#[component]
pub(in crate::pages::plan_page) fn NavInPrison(
    open: OpenPlan,
    release: Live<Option<NaiveDate>>,
) -> impl IntoView {
    let journal = use_journal_state();
    let times = Live::memo(move || {
        let today: NaiveDate = open.today.get();
        let prison = open.plan.with(|plan| plan.prison_on(today))?;
        let pages = journal.pages().get();
        let next = nav_times(&pages, &prison, today, AHEAD).into_iter().next();
        // By then the person may be in another prison.
        let on_release = release.get().filter(|day| *day >= today).and_then(|day| {
            let there = open.plan.with(|plan| plan.prison_on(day))?;
            knows_nav(&pages, &there).then(|| nav_times(&pages, &there, day, 0).into_iter().next())
        });
        knows_nav(&pages, &prison).then_some((next, on_release))
    });
    drawn(move || {
        let (next, on_release) = times.get()?;
        let clock =
            |time: &OfficeTime| format!("{}–{}", sheet::clock(time.from), sheet::clock(time.to));
        let next: String = next.map_or_else(
            || text::NO_NAV_DAY.to_owned(),
            |time| {
                let day = dates::weekday_and_day(time.day, open.today.get());
                format!("{day} {}", clock(&time))
            },
        );
        let on_release = on_release.map(|time| match time {
            Some(time) => format!("{} {}", text::NAV_ON_RELEASE, clock(&time)),
            None => text::NO_NAV_ON_RELEASE.to_owned(),
        });
        Some(view! {
            <div data-testid="nav-in-prison">
                <dt>{text::NEXT_NAV_DAY}</dt>
                <dd>
                    {next}
                    {on_release.map(|words| view! { <div class="ov-facts__note">{words}</div> })}
                </dd>
            </div>
        })
    })
}

/// Whether anybody has written when NAV is in a prison.
fn knows_nav(pages: &Plan, prison: &PrisonId) -> bool {
    let mut rows = rows_of(pages, OFFICE_HOURS, prison);
    rows.any(|row| {
        let agency = pages.row_value(row, &FieldId::from("agency"));
        is_nav(agency.chosen().next())
    })
}

/// Hours that name nobody are NAV's.
fn is_nav(agency: Option<&str>) -> bool {
    agency.is_none_or(|agency| agency.starts_with("nav"))
}

/// When NAV is in a prison, from a day on for so many days more; closed days are left out.
fn nav_times(pages: &Plan, prison: &PrisonId, from: NaiveDate, days: u64) -> Vec<OfficeTime> {
    let last: NaiveDate = from.checked_add_days(Days::new(days)).unwrap_or(from);
    let mut times = office_times(pages, prison, from, last);
    times.retain(|time| {
        let agency = time.agency.as_ref().map(AgencyId::as_str);
        time.closed.is_none() && is_nav(agency)
    });
    times
}
