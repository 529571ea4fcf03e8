//! The drawn timeline: a line from the first day to the last with all marks, and below it what they are.

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::milestone::Milestones;
use overgang_domain::timeline::{Mark, Marked, marks};

use crate::aksel::{
    Heading, HeadingLevel, HeadingSize, Process, ProcessEvent, ProcessStatus, ReadMore,
};
use crate::live::{Live, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::item_words::title_of;
use crate::pages::sheets::value_words::WordsContext;
use crate::text::{dates, sentence as text};

/// How many units the drawn line is long.
const LENGTH: f64 = 1000.0;

/// The timeline of the open plan.
#[component]
pub(in crate::pages) fn PlanTimeline(
    open: OpenPlan,
    milestones: Live<Milestones>,
) -> impl IntoView {
    let context = WordsContext::new(open);
    let found = Live::memo(move || {
        let sheets = context.reference().sheets();
        let milestones: Milestones = milestones.get();
        Marks(open.plan.with(|plan| {
            open.checklist
                .with(|checklist| marks(plan, &sheets, checklist, &milestones))
        }))
    });
    view! {
        <section class="ov-section" data-testid="timeline">
            <Heading level=HeadingLevel::Two size=HeadingSize::Small>{text::TIMELINE}</Heading>
            {drawn(move || found.with(|marks| drawing(&marks.0, open.today.get())))}
            <ReadMore header=text::ALL_MARKS>
                <Events context found today=open.today />
            </ReadMore>
        </section>
    }
}

/// What the marks are, in words.
#[component]
fn Events(context: WordsContext, found: Live<Marks>, today: Live<NaiveDate>) -> impl IntoView {
    let event = move |mark: Mark, status: ProcessStatus| {
        let title: String = words(context, &mark);
        let when: String = text::days(mark.day, mark.until);
        view! { <ProcessEvent title=Some(title) timestamp=Some(when) status /> }
    };
    drawn(move || {
        let today: NaiveDate = today.get();
        let marks: Vec<Mark> = found.get().0;
        let (past, ahead): (Vec<Mark>, Vec<Mark>) =
            marks.into_iter().partition(|mark| mark.day < today);
        view! {
            <Process label=Some(text::TIMELINE.to_owned()) hide_status_text=true>
                {past
                    .into_iter()
                    .map(|mark| event(mark, ProcessStatus::Completed))
                    .collect_view()}
                <ProcessEvent
                    title=Some(text::TODAY.to_owned())
                    timestamp=Some(dates::day(today))
                    status=ProcessStatus::Active
                />
                {ahead
                    .into_iter()
                    .map(|mark| event(mark, ProcessStatus::Uncompleted))
                    .collect_view()}
            </Process>
        }
    })
}

#[derive(Clone, PartialEq)]
struct Marks(Vec<Mark>);

/// The line. Screen readers have the list below it.
fn drawing(marks: &[Mark], today: NaiveDate) -> impl IntoView + use<> {
    let days = || {
        marks
            .iter()
            .flat_map(|mark| [Some(mark.day), mark.until])
            .flatten()
    };
    let first: NaiveDate = days().min().unwrap_or(today).min(today);
    let last: NaiveDate = days().max().unwrap_or(today).max(today);
    let span: f64 = as_f64((last - first).num_days().max(1));
    let place = move |day: NaiveDate| as_f64((day - first).num_days()) / span * LENGTH;
    let drawn_marks = marks
        .iter()
        .map(|mark| {
            let (kind, y) = match mark.what {
                Marked::Milestone(..) => ("milestone", 20),
                Marked::Row(..) => ("row", 40),
                Marked::Due(_) => ("due", 60),
            };
            let x: f64 = place(mark.day);
            let width: f64 = mark.until.map_or(0.0, |until| place(until) - x).max(8.0);
            view! { <rect class="ov-line__mark" data-kind=kind x=x - 4.0 y=y - 6 width=width height="12" rx="4" /> }
        })
        .collect_view();
    let now: f64 = place(today);
    view! {
        <svg class="ov-line" viewBox="-16 0 1032 80" preserveAspectRatio="none" aria-hidden="true">
            <line class="ov-line__base" x1="0" y1="20" x2="1000" y2="20" />
            {drawn_marks}
            <line class="ov-line__today" x1=now y1="2" x2=now y2="78" />
        </svg>
        <div class="ov-line__ends" aria-hidden="true">
            <span>{dates::day(first)}</span>
            <span>{dates::day(last)}</span>
        </div>
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a place on a drawing: whole days fit many times over"
)]
fn as_f64(days: i64) -> f64 {
    days as f64
}

/// What a mark is called.
fn words(context: WordsContext, mark: &Mark) -> String {
    match &mark.what {
        Marked::Milestone(id, basis) => {
            let words: &str = text::milestone(*id);
            match basis {
                overgang_domain::milestone::Basis::Entered => words.to_owned(),
                overgang_domain::milestone::Basis::Estimate => {
                    format!("{words} ({})", text::ESTIMATE)
                }
            }
        }
        Marked::Row(sheet, row) => {
            let sheets = context.reference().sheets();
            let known = sheets.get(sheet);
            known.map_or_else(String::new, |sheet| {
                let heading: String = context
                    .open()
                    .plan
                    .with_untracked(|plan| context.heading(plan, sheet, *row));
                format!("{}: {heading}", sheet.name.nb)
            })
        }
        Marked::Due(items) => {
            let first = items.first().map(|item| title_of(context.open(), item));
            match (items.len(), first) {
                (1, Some(title)) => format!("{}: {title}", text::DUE),
                (count, _) => text::due(count),
            }
        }
    }
}
