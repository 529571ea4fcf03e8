//! Who the person is: name and date of birth, the sheets about the person, and the history of it all.

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::commands::{name_person, return_again, set_birth_date};
use overgang_domain::register::Record;
use overgang_domain::sheet::Part;
use overgang_domain::{EntryId, Plan, day};

use crate::aksel::{
    BodyLong, BodySize, Button, ButtonVariant, DateField, ExpansionCard, ExpansionCardContent,
    ExpansionCardHeader, ExpansionCardTitle, Heading, HeadingLevel, HeadingSize, Size,
};
use crate::components::Answers;
use crate::live::{Live, LiveCell};
use crate::page::{Page, PlanPart};
use crate::pages::plan_page::header::plan_life::GoOnElsewhere;
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::history_list::HistoryList;
use crate::pages::sheets::item_words::answers;
use crate::pages::sheets::sheet_section::SheetSections;
use crate::pages::sheets::words_form::WordsForm;
use crate::state::{
    DraftField, Settled, use_draft, use_journal_state, use_reference_state, use_route_state,
    use_view_state,
};
use crate::text::{dates, item, new_plan, plan as text};

/// The part.
#[component]
pub(in crate::pages) fn PersonPart(open: OpenPlan) -> impl IntoView {
    let writes = Live::memo(move || open.writes_header());
    let opens_plans: bool = use_journal_state().opens_plans();
    view! {
        <SheetSections open part=Part::Person />
        <Show when=move || writes.get()>
            <section class="ov-section">
                <Rename open />
                <BirthDate open />
            </section>
        </Show>
        <GoOnElsewhere open />
        <Show when=move || writes.get() && opens_plans>
            <ReturnAgain open />
        </Show>
        <ExpansionCard class="ov-area" size=Size::Small>
            <ExpansionCardHeader>
                <ExpansionCardTitle level=HeadingLevel::Two size=BodySize::Small>{text::HISTORY}</ExpansionCardTitle>
            </ExpansionCardHeader>
            <ExpansionCardContent>
                <HistoryList open record=Record::Header />
            </ExpansionCardContent>
        </ExpansionCard>
    }
}

/// A new plan for somebody who comes back.
#[component]
fn ReturnAgain(open: OpenPlan) -> impl IntoView {
    let journal = use_journal_state();
    let reference = use_reference_state();
    let route = use_route_state();
    let on_return = Callback::new(move |_| {
        let sheets = reference.sheets();
        let newest = journal
            .templates()
            .with_untracked(|all| all.newest().version());
        journal.act(
            open.id,
            Settled::default(),
            move |pen, plan| return_again(pen, plan, &sheets, newest).ok_or(()),
            move |saved| {
                if let Ok(plan) = saved {
                    route.go(Page::Plan(plan, PlanPart::Person));
                }
            },
        );
    });
    view! {
        <section class="ov-section ov-sheet">
            <Heading level=HeadingLevel::Two size=HeadingSize::Small>{text::RETURN}</Heading>
            <BodyLong>{text::RETURN_HELP}</BodyLong>
            <div class="ov-actions">
                <Button variant=ButtonVariant::Secondary on_click=on_return>{text::DO_RETURN}</Button>
            </div>
        </section>
    }
}

#[component]
fn BirthDate(open: OpenPlan) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let stored = Live::memo(move || open.plan.with(Plan::birth_date));
    let typed: LiveCell<Option<String>> = LiveCell::new(None);
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let value = Live::derive(move || {
        let known = move || stored.with(|stored| stored.value.map(|day| day.to_string()));
        typed.get().unwrap_or_else(|| known().unwrap_or_default())
    });
    let save = move |birth_date: Option<NaiveDate>| {
        let today: NaiveDate = open.today.get_untracked();
        journal.act_at_field(
            open.id,
            Settled::default(),
            move |pen, plan| set_birth_date(pen, plan, birth_date, today),
            error,
            new_plan::refused,
            move || {
                typed.set(None);
                journal.announce(item::SAVED);
            },
        );
    };
    let on_save = Callback::new(move |_| match value.get_untracked().as_str() {
        "" => save(None),
        text => match day::typed(text) {
            Some(day) => save(Some(day)),
            None => error.set(Some(new_plan::BAD_DATE.to_owned())),
        },
    });
    let shown = Live::derive(move || {
        stored.with(|stored| {
            answers(&stored.answers, journal, view_state, |day| {
                day.map_or_else(|| text::NO_DATE.to_owned(), dates::day)
            })
        })
    });
    let on_choose = Callback::new(move |entry: EntryId| {
        let field = stored.get_untracked();
        if let Some(chosen) = field.answers.into_iter().find(|one| one.entry == entry) {
            save(chosen.value);
        }
    });
    view! {
        <div class="ov-form ov-form--line">
            <Answers message=text::TWO_BIRTHS answers=shown on_choose />
            <DateField
                label=text::BORN
                value=value
                on_input=move |words| typed.set(Some(words))
                error=error
            />
            <div class="ov-actions">
                <Button variant=ButtonVariant::Secondary on_click=on_save>{text::SAVE_BIRTH}</Button>
            </div>
        </div>
    }
}

#[component]
fn Rename(open: OpenPlan) -> impl IntoView {
    let journal = use_journal_state();
    let name: DraftField = use_draft(open.id, "name");
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let on_save = Callback::new(move |_| {
        let words: String = name.text().get_untracked();
        journal.act_at_field(
            open.id,
            name.settle(),
            move |pen, plan| name_person(pen, plan, words),
            error,
            new_plan::refused,
            move || journal.announce(item::SAVED),
        );
    });
    view! { <WordsForm draft=name label=text::RENAME error save=text::SAVE_NAME on_save /> }
}
