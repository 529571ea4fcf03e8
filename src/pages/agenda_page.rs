//! Deadlines, appointments, leaves and what was agreed, over all plans, by day or by week. Reads summaries only, so it opens no plan.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use leptos::prelude::*;
use overgang_domain::dated::DatedRow;
use overgang_domain::directory::Directory;
use overgang_domain::summary::{Deadline, PlanSummary};
use overgang_domain::{PlanId, Template, UserId};

use crate::aksel::{
    AkselColor, BodyShort, BodySize, Button, ButtonVariant, ExpansionCard, ExpansionCardContent,
    ExpansionCardHeader, ExpansionCardTitle, Heading, HeadingLevel, HeadingSize, IconName,
    IconPosition, Size, TextColor, ToggleGroup, ToggleGroupItem,
};
use crate::components::StatusTag;
use crate::live::{Live, LiveCell, drawn};
use crate::page::{Page, PlanPart};
use crate::state::{
    ReferenceState, use_journal_state, use_read_state, use_reference_state, use_view_state,
};
use crate::text::{agenda as text, dates, sheet};

/// The most days of one row that are shown.
const LONGEST: usize = 366;

/// One thing of one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    plan: PlanId,
    name: String,
    what: What,
}

/// What it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    /// An item to be done.
    Due(Deadline),
    /// An appointment, a leave, what was agreed, …
    Row(DatedRow),
}

/// One plan with late deadlines.
#[derive(Clone, Debug, PartialEq, Eq)]
struct LatePlan {
    id: PlanId,
    name: String,
    count: usize,
}

/// The page.
#[component]
pub fn AgendaPage() -> impl IntoView {
    let journal = use_journal_state();
    let today: Live<NaiveDate> = use_view_state().day();
    let span = LiveCell::new("week".to_owned());
    let from = LiveCell::new(today.get_untracked());
    let first = Live::memo(move || {
        let from: NaiveDate = from.get();
        if span.get() == "day" {
            from
        } else {
            monday(from)
        }
    });
    let length = Live::memo(move || if span.get() == "day" { 1 } else { 7 });
    let whose = LiveCell::new("all".to_owned());
    let me: UserId = journal.session().user.user;
    // The plans with those deadlines that are asked for.
    let plans = Live::memo(move || {
        let all: BTreeMap<PlanId, PlanSummary> = journal.summaries().get();
        let is_mine: bool = whose.get() == "mine";
        let of = is_mine.then_some(me);
        journal
            .directory()
            .with(|directory| of_user(all, of, directory, today.get()))
    });
    let lines = Live::memo(move || plans.with(by_day));
    let late = Live::memo(move || plans.with(|all| late(all, today.get())));
    let step = move |days: i64| {
        from.update(|from| {
            let moved = if days < 0 {
                from.checked_sub_days(Days::new(days.unsigned_abs()))
            } else {
                from.checked_add_days(Days::new(days.unsigned_abs()))
            };
            *from = moved.unwrap_or(*from);
        });
    };
    let week = move || dates::week(first.get());
    note_what_is_shown(late, lines, first, length);
    let shown_days = move || {
        let days = first.get().iter_days().take(length.get());
        days.map(|day| {
            let due: Vec<Line> = lines.with(|lines| lines.get(&day).cloned().unwrap_or_default());
            view! { <Day day today=today.get() lines=due /> }
        })
        .collect_view()
    };
    view! {
        <header class="ov-page-header">
            <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::TITLE}</Heading>
        </header>
        <Late plans=late />
        <div class="ov-toolbar">
            <ToggleGroup
                label=text::WHOSE
                hide_label=true
                value=whose
                on_change=move |chosen: String| whose.set(chosen)
            >
                <ToggleGroupItem value="all" label=text::ALL />
                <ToggleGroupItem value="mine" label=text::MINE />
            </ToggleGroup>
            <ToggleGroup
                label=text::SPAN
                hide_label=true
                value=span
                on_change=move |chosen: String| span.set(chosen)
            >
                <ToggleGroupItem value="week" label=text::WEEK />
                <ToggleGroupItem value="day" label=text::DAY />
            </ToggleGroup>
            <Button
                variant=ButtonVariant::Tertiary
                icon=Some(IconName::ChevronLeft)
                on_click=Callback::new(move |_| step(-length.get_untracked().cast_signed() as i64))
            >
                {text::EARLIER}
            </Button>
            <Button
                variant=ButtonVariant::Secondary
                on_click=Callback::new(move |_| from.set(today.get_untracked()))
            >
                {text::TODAY}
            </Button>
            <Button
                variant=ButtonVariant::Tertiary
                icon=Some(IconName::ChevronRight)
                icon_position=IconPosition::Right
                on_click=Callback::new(move |_| step(length.get_untracked().cast_signed() as i64))
            >
                {text::LATER}
            </Button>
        </div>
        <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{week}</Heading>
        <div class="ov-agenda">{shown_days}</div>
    }
}

/// For the log of reads.
fn note_what_is_shown(
    late: Live<Vec<LatePlan>>,
    lines: Live<BTreeMap<NaiveDate, Vec<Line>>>,
    first: Live<NaiveDate>,
    length: Live<usize>,
) {
    let reads = use_read_state();
    Effect::new(move |_| {
        let mut shown: BTreeSet<PlanId> =
            late.with(|late| late.iter().map(|plan| plan.id).collect());
        lines.with(|lines| {
            let days = first.get().iter_days().take(length.get());
            let due = days.filter_map(|day| lines.get(&day)).flatten();
            shown.extend(due.map(|line| line.plan));
        });
        reads.shows(shown, false);
    });
}

/// The plans that somebody works in, with what is a user's to see to, or with all of it.
fn of_user(
    mut plans: BTreeMap<PlanId, PlanSummary>,
    user: Option<UserId>,
    directory: &Directory,
    today: NaiveDate,
) -> BTreeMap<PlanId, PlanSummary> {
    plans.retain(|_, plan| !plan.is_closed());
    let Some(user) = user else {
        return plans;
    };
    for plan in plans.values_mut() {
        if !plan.workers.contains(&user) {
            plan.dated.clear();
        }
        let mut due: Vec<Deadline> = std::mem::take(&mut plan.deadlines);
        due.retain(|due| plan.is_for(due, user, directory, today));
        plan.deadlines = due;
    }
    plans
}

/// One day.
#[component]
fn Day(day: NaiveDate, today: NaiveDate, lines: Vec<Line>) -> impl IntoView {
    let is_empty: bool = lines.is_empty();
    view! {
        <section class="ov-day" data-today=(day == today).to_string()>
            <Heading level=HeadingLevel::Three size=HeadingSize::Small class="ov-day__title">
                {dates::weekday_and_day(day, today)}
            </Heading>
            {is_empty
                .then(|| {
                    view! { <BodyShort text_color=TextColor::Subtle>{text::NOTHING}</BodyShort> }
                })}
            <ul class="ov-day__list">
                {lines.into_iter().map(|line| view! { <Row line /> }).collect_view()}
            </ul>
        </section>
    }
}

/// What is past its day, by plan: the days of this week matter more than a list of all that.
#[component]
fn Late(plans: Live<Vec<LatePlan>>) -> impl IntoView {
    let count = move || plans.with(|plans| plans.iter().map(|plan| plan.count).sum::<usize>());
    let row = |plan: LatePlan| {
        view! {
            <li class="ov-day__row">
                <div class="ov-day__what">
                    <a class="ov-text ov-clamp" href=Page::Plan(plan.id, PlanPart::default()).path()>{plan.name}</a>
                </div>
                <span>{text::late(plan.count)}</span>
            </li>
        }
    };
    view! {
        <Show when=move || { count() > 0 }>
            <ExpansionCard class="ov-area" size=Size::Small color=AkselColor::Warning>
                <ExpansionCardHeader>
                    <ExpansionCardTitle level=HeadingLevel::Two size=BodySize::Small>
                        {drawn(move || text::late(count()))}
                    </ExpansionCardTitle>
                </ExpansionCardHeader>
                <ExpansionCardContent>
                    <ul class="ov-day__list">{drawn(move || plans.get().into_iter().map(row).collect_view())}</ul>
                </ExpansionCardContent>
            </ExpansionCard>
        </Show>
    }
}

/// One thing.
#[component]
fn Row(line: Line) -> impl IntoView {
    let journal = use_journal_state();
    let templates = journal.templates().get_untracked();
    // The newest has the items of all versions.
    let template = templates.newest();
    let (part, words, status) = match line.what {
        What::Due(due) => {
            let words: String = words(&due, template);
            (PlanPart::default(), words, Some(due.status))
        }
        What::Row(row) => {
            let words: String = row_words(&row, use_reference_state());
            (part_of(&row), words, None)
        }
    };
    view! {
        <li class="ov-day__row">
            <div class="ov-day__what">
                <a class="ov-text ov-clamp" href=Page::Plan(line.plan, part).path()>{line.name}</a>
                <BodyShort class="ov-text ov-clamp">{words}</BodyShort>
            </div>
            {status.map(|status| view! { <StatusTag status /> })}
        </li>
    }
}

fn words(due: &Deadline, template: &Template) -> String {
    let known = template.item(&due.item).map(|item| item.title.nb.clone());
    due.added_title
        .clone()
        .or(known)
        .unwrap_or_else(|| due.item.to_string())
}

/// The hour, what kind of thing it is, and what says more.
fn row_words(row: &DatedRow, reference: ReferenceState) -> String {
    let hour = row.from.map(|from| format!("{}: ", sheet::clock(from)));
    let sheets = reference.sheets();
    let Some(sheet) = sheets.get(&row.sheet) else {
        return String::new();
    };
    let kind: &str = match row.sheet.as_str() {
        "application" => text::APPEAL,
        _ => &sheet.one.nb,
    };
    let named = row.title.iter().map(|(id, value)| {
        let field = sheet.field(id);
        let chosen = value.chosen().map(|id| {
            let known = field.and_then(|field| reference.option(field, id));
            known.unwrap_or_else(|| id.to_owned())
        });
        let chosen: Vec<String> = chosen.collect();
        format!("{}{}", value.text(), chosen.join(", "))
    });
    let named: Vec<String> = named.collect();
    let hour: String = hour.unwrap_or_default();
    let mut said: String = format!("{hour}{kind}");
    if !named.is_empty() {
        said = format!("{said} – {}", named.join(", "));
    }
    sentence_case(&said)
}

fn sentence_case(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// Where the row stands in its plan.
fn part_of(row: &DatedRow) -> PlanPart {
    match row.sheet.as_str() {
        "leave" | "transfer" => PlanPart::Sentence,
        "digital-session" | "visit" => PlanPart::Inside,
        "step" => PlanPart::default(),
        _ => PlanPart::Agreements,
    }
}

fn by_day(all: &BTreeMap<PlanId, PlanSummary>) -> BTreeMap<NaiveDate, Vec<Line>> {
    let mut days: BTreeMap<NaiveDate, Vec<Line>> = BTreeMap::new();
    let mut add = |day: NaiveDate, plan: &PlanSummary, what: What| {
        days.entry(day).or_default().push(Line {
            plan: plan.id,
            name: plan.name.clone(),
            what,
        });
    };
    for plan in all.values() {
        for due in &plan.deadlines {
            if let Some(day) = due.window.done_by {
                add(day, plan, What::Due(due.clone()));
            }
        }
        for row in &plan.dated {
            // A leave stands on each of its days, with its hour on the first; day-release may go on for years.
            let its_days = row.day.iter_days().take_while(|day| *day <= row.until);
            for day in its_days.take(LONGEST) {
                let from: Option<u16> = row.from.filter(|_| day == row.day);
                add(
                    day,
                    plan,
                    What::Row(DatedRow {
                        from,
                        ..row.clone()
                    }),
                );
            }
        }
    }
    // What has an hour comes first, by the hour.
    let hour = |line: &Line| match &line.what {
        What::Row(row) => row.from.unwrap_or(u16::MAX - 1),
        What::Due(_) => u16::MAX,
    };
    for lines in days.values_mut() {
        lines.sort_by_key(hour);
    }
    days
}

/// Plans with late deadlines, the most urgent first.
fn late(all: &BTreeMap<PlanId, PlanSummary>, today: NaiveDate) -> Vec<LatePlan> {
    let mut plans: Vec<&PlanSummary> = all.values().collect();
    plans.sort_by_key(|plan| std::cmp::Reverse(plan.urgency(today).score));
    let counted = plans.into_iter().map(|plan| LatePlan {
        id: plan.id,
        name: plan.name.clone(),
        count: plan
            .deadlines
            .iter()
            .filter(|due| due.is_late(today))
            .count(),
    });
    counted.filter(|plan| plan.count > 0).collect()
}

fn monday(day: NaiveDate) -> NaiveDate {
    let since: u64 = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(since)).unwrap_or(day)
}
