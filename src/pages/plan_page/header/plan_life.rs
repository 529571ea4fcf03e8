//! A plan's life: saying that the person was released, and letting the plan go on in another one of the same person.

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::commands::{continue_in, lacks_follow_up, lead_to_earlier, mark_released};
use overgang_domain::life::Life;
use overgang_domain::summary::PlanSummary;
use overgang_domain::{PlanId, Template};

use crate::aksel::{
    BodyLong, Button, ButtonVariant, ErrorMessage, Heading, HeadingLevel, HeadingSize,
    InlineMessage, MessageStatus, Size,
};
use crate::components::DoOrCancel;
use crate::live::{Live, LiveCell, drawn};
use crate::page::{Page, PlanPart};
use crate::pages::sheets::OpenPlan;
use crate::state::{JournalState, Settled, use_journal_state, use_route_state, use_view_state};
use crate::text::{life as text, new_plan};

/// Asks whether the person was released, once the day is there and nobody has said so; and offers the follow-up where
/// somebody only chose the word.
#[component]
pub(in crate::pages::plan_page) fn Released(open: OpenPlan) -> impl IntoView {
    let journal = use_journal_state();
    let asks = Live::memo(move || {
        let today = open.today.get();
        open.template.with_value(|template| {
            open.plan.with(|plan| {
                let release = plan.release_date().value;
                let has_come = release.is_some_and(|release| release <= today);
                if Life::of(plan).is_ahead() && has_come {
                    Some((text::PASSED, text::RELEASED))
                } else if lacks_follow_up(plan, &template.needs) {
                    Some((text::NO_FOLLOW_UP, text::ADD_FOLLOW_UP))
                } else {
                    None
                }
            })
        })
    });
    let refused = LiveCell::new(None);
    let on_released = Callback::new(move |_| release(journal, open, None, refused));
    let writes = Live::memo(move || open.writes_header());
    drawn(move || {
        let (message, button) = asks.get().filter(|_| writes.get())?;
        Some(view! {
            <section class="ov-section" data-testid="release-passed">
                <InlineMessage status=MessageStatus::Warning size=Size::Small>
                    {message}
                </InlineMessage>
                <div class="ov-actions">
                    <Button variant=ButtonVariant::Secondary on_click=on_released>
                        {button}
                    </Button>
                </div>
            </section>
        })
    })
}

/// Says that the person was released today, before the day or without one: from remand it comes without warning.
#[component]
pub(in crate::pages::plan_page) fn ReleasedToday(open: OpenPlan) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let is_ahead = Live::memo(move || {
        let today = open.today.get();
        open.plan.with(|plan| {
            let release = plan.release_date().value;
            Life::of(plan).is_ahead() && release.is_none_or(|release| release > today)
        })
    });
    let refused: LiveCell<Option<String>> = LiveCell::new(None);
    // The day of this moment: the tablet may just have woken.
    let on_released = Callback::new(move |_| {
        release(journal, open, Some(view_state.today()), refused);
    });
    let is_asking = LiveCell::new(false);
    view! {
        <Show when=move || is_ahead.get() && open.writes_header()>
            <Show
                when=move || is_asking.get()
                fallback=move || {
                    view! {
                        <Button
                            variant=ButtonVariant::Secondary
                            on_click=Callback::new(move |_| is_asking.set(true))
                        >
                            {text::RELEASED_TODAY}
                        </Button>
                    }
                }
            >
                <BodyLong>{text::SURE}</BodyLong>
                <DoOrCancel words=text::DO_RELEASE on_do=on_released is_open=is_asking />
            </Show>
            <div role="alert">
                {drawn(move || refused.get().map(|why| view! { <ErrorMessage>{why}</ErrorMessage> }))}
            </div>
        </Show>
    }
}

/// Says that the person was released: on the day that the plan has, or on `today`.
fn release(
    journal: JournalState,
    open: OpenPlan,
    today: Option<NaiveDate>,
    refused: LiveCell<Option<String>>,
) {
    let template = open.template.get_value();
    journal.act_at_field(
        open.id,
        Settled::default(),
        move |pen, plan| {
            let template: &Template = &template;
            mark_released(pen, plan, &template.needs, today, text::follow_up)
        },
        refused,
        new_plan::refused,
        move || journal.announce(text::MARKED),
    );
}

/// Other plans that are likely of the same person, as far as `is_wanted` says of this one's summary and theirs: ids and
/// names.
pub(in crate::pages::plan_page) fn likely_same_person(
    open: OpenPlan,
    is_wanted: impl Fn(&PlanSummary, &PlanSummary) -> bool + Send + Sync + 'static,
) -> Live<Vec<(PlanId, String)>> {
    let journal = use_journal_state();
    Live::memo(move || {
        journal.summaries().with(|summaries| {
            let Some(own) = summaries.get(&open.id) else {
                return Vec::new();
            };
            let others = summaries.values();
            let others =
                others.filter(|other| own.is_likely_same_person(other) && is_wanted(own, other));
            others.map(|other| (other.id, other.name.clone())).collect()
        })
    })
}

/// Other open plans that are likely of the same person: this one can go on there.
#[component]
pub(in crate::pages::plan_page) fn GoOnElsewhere(open: OpenPlan) -> impl IntoView {
    let journal = use_journal_state();
    let route = use_route_state();
    let others = likely_same_person(open, |own, other| !own.is_closed() && !other.is_closed());
    let go_on = move |other: PlanId| {
        // The one that goes on first: should the second not be saved, both still stand open and lead to each other.
        journal.act_at_once(
            other,
            move |pen, plan| lead_to_earlier(pen, plan, open.id),
            move || {
                journal.act_at_once(
                    open.id,
                    move |pen, plan| continue_in(pen, plan, other, text::TWO_PLANS.to_owned()),
                    move || route.go(Page::Plan(other, PlanPart::default())),
                );
            },
        );
    };
    drawn(move || {
        let others = others.get();
        (!others.is_empty() && open.writes_header()).then(|| {
            let buttons = others
                .into_iter()
                .map(|(other, name)| {
                    let on_click = Callback::new(move |_| go_on(other));
                    view! {
                        <Button variant=ButtonVariant::Secondary on_click=on_click>
                            {text::go_on_in(&name)}
                        </Button>
                    }
                })
                .collect_view();
            view! {
                <section class="ov-section ov-sheet" data-testid="go-on-elsewhere">
                    <Heading level=HeadingLevel::Two size=HeadingSize::Small>{text::TWO_PLANS}</Heading>
                    <BodyLong>{text::TWO_PLANS_HELP}</BodyLong>
                    <div class="ov-actions">{buttons}</div>
                </section>
            }
        })
    })
}
