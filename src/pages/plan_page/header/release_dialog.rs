//! Moving the release date, two dates that were set apart, and what moved with it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::checklist::Checklist;
use overgang_domain::commands::set_release_date;
use overgang_domain::deadline::{Moved, what_moved};
use overgang_domain::register::Register;
use overgang_domain::{EntryId, Plan, day};

use crate::aksel::{
    BodyLong, Button, DateField, Heading, HeadingLevel, HeadingSize, Modal, ModalBody, ModalFooter,
};
use crate::components::{Answers, DoOrCancel};
use crate::live::{Live, LiveCell, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::item_words::{answers, title};
use crate::state::{ActError, Settled, done, use_journal_state, use_view_state};
use crate::text::{dates, frame, new_plan, plan as text};

/// The entries that say the release date.
fn standing(open: OpenPlan) -> BTreeSet<EntryId> {
    open.plan
        .with_untracked(|plan| plan.to_replace(&Register::ReleaseDate))
}

/// The dialog, and below the header the choice between two dates.
#[component]
pub(in crate::pages::plan_page) fn ReleaseDialog(
    open: OpenPlan,
    is_open: LiveCell<bool>,
) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let typed = LiveCell::new(String::new());
    let error: LiveCell<Option<&'static str>> = LiveCell::new(None);
    let moved: LiveCell<Option<Vec<Moved>>> = LiveCell::new(None);
    // What stood when the dialog opened: a date that comes meanwhile is not replaced unseen.
    let seen: LiveCell<BTreeSet<EntryId>> = LiveCell::new(BTreeSet::new());
    let see = move || seen.set(standing(open));
    let may_choose = Live::memo(move || open.writes_header());
    Effect::new(move |_| {
        if is_open.get() {
            let date = open.plan.with_untracked(|plan| plan.release_date().value);
            typed.set(date.map(|date| date.to_string()).unwrap_or_default());
            see();
            error.set(None);
            moved.set(None);
        }
    });
    let save = move |date: Option<NaiveDate>| {
        let before: Checklist = open.checklist.get_untracked();
        let today: NaiveDate = open.today.get_untracked();
        let seen: BTreeSet<EntryId> = seen.get_untracked();
        journal.act(
            open.id,
            Settled::default(),
            move |pen, plan| done(set_release_date(pen, plan, date, Some(&seen), today)),
            move |saved| match saved {
                Ok(()) => {
                    // Whoever has left the page does not see the list.
                    if let Some(after) = open.checklist.try_get_untracked() {
                        moved.set(Some(what_moved(&before, &after, today)));
                    }
                }
                Err(ActError::Refused(refusal)) => error.set(Some(new_plan::refused(refusal))),
                Err(ActError::NotSaved) => is_open.set(false),
            },
        );
    };
    let on_save = Callback::new(move |_| match typed.get_untracked().trim() {
        "" => save(None),
        text => match day::typed(text) {
            Some(date) => save(Some(date)),
            None => error.set(Some(new_plan::BAD_DATE)),
        },
    });
    let dates = Live::derive(move || {
        open.plan.with(|plan| {
            let answers_now = plan.release_date().answers;
            answers(&answers_now, journal, view_state, |date| {
                date.map_or_else(|| text::NO_DATE.to_owned(), dates::day)
            })
        })
    });
    let on_choose = Callback::new(move |entry: EntryId| {
        let field = open.plan.with_untracked(Plan::release_date);
        if let Some(chosen) = field.answers.into_iter().find(|one| one.entry == entry) {
            is_open.set(true);
            see();
            save(chosen.value);
        }
    });
    let on_close = Callback::new(move |()| is_open.set(false));
    view! {
        <Answers message=text::TWO_DATES answers=dates may_choose on_choose />
        <Modal open=is_open on_close heading=text::MOVE_TITLE>
            <ModalBody>
                {drawn(move || match moved.get() {
                    Some(moved) => view! { <MovedList open moved /> }.into_any(),
                    None => {
                        view! {
                            <DateField
                                label=text::NEW_DATE
                                value=typed
                                on_input=move |text| typed.set(text)
                                description=Some(new_plan::RELEASE_HELP.to_owned())
                                error=Live::derive(move || error.get().map(str::to_owned))
                            />
                        }
                            .into_any()
                    }
                })}
            </ModalBody>
            <ModalFooter>
                <Show
                    when=move || moved.get().is_none()
                    fallback=move || {
                        view! {
                            <Button on_click=Callback::new(move |_| is_open.set(false))>
                                {frame::CLOSE}
                            </Button>
                        }
                    }
                >
                    <DoOrCancel words=text::SAVE_DATE on_do=on_save is_open />
                </Show>
            </ModalFooter>
        </Modal>
    }
}

/// What moved, the impossible first.
#[component]
pub(in crate::pages::plan_page) fn MovedList(open: OpenPlan, moved: Vec<Moved>) -> impl IntoView {
    let (impossible, possible): (Vec<Moved>, Vec<Moved>) =
        moved.into_iter().partition(|one| one.has_become_impossible);
    let is_empty: bool = impossible.is_empty() && possible.is_empty();
    let list = move |moved: Vec<Moved>, heading: &'static str| {
        (!moved.is_empty()).then(|| {
            view! {
                <Heading level=HeadingLevel::Two size=HeadingSize::Small>{heading}</Heading>
                <ul class="ov-moved">
                    {moved.into_iter().map(|one| line(open, &one)).collect_view()}
                </ul>
            }
        })
    };
    view! {
        <div data-testid="moved" tabindex="0">
            {list(impossible, text::IMPOSSIBLE)} {list(possible, text::MOVED)}
            {is_empty.then(|| view! { <BodyLong>{text::NOTHING_MOVED}</BodyLong> })}
        </div>
    }
}

fn line(open: OpenPlan, moved: &Moved) -> impl IntoView + use<> {
    let words: String = open.template.with_value(|template| {
        open.checklist.with_untracked(|checklist| {
            checklist
                .item(&moved.item)
                .map(|item| title(item, template))
                .unwrap_or_default()
        })
    });
    let day = |date: Option<NaiveDate>| {
        date.map_or_else(|| text::WITHOUT_DATE.to_owned(), dates::short_day)
    };
    let days: String = format!("{} → {}", day(moved.from), day(moved.to));
    view! {
        <li>
            <div class="ov-text ov-clamp">{words}</div>
            <div class="ov-moved__days">{days}</div>
        </li>
    }
}
