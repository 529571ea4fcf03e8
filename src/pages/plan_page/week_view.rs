//! The week inside, with what clashes.

use chrono::{Datelike, Days, NaiveDate};
use leptos::prelude::*;
use overgang_domain::week::{Slot, week};

use crate::aksel::{
    AkselColor, Button, ButtonSize, ButtonVariant, Heading, HeadingLevel, HeadingSize,
    InlineMessage, MessageStatus, Tag, TagSize,
};
use crate::live::{Live, LiveCell, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::value_words::WordsContext;
use crate::text::{agenda, dates, inside as text, sheet};

/// Seven days with what goes on.
#[component]
pub(in crate::pages) fn WeekView(open: OpenPlan) -> impl IntoView {
    let context = WordsContext::new(open);
    let ahead: LiveCell<u64> = LiveCell::new(0);
    let monday = Live::memo(move || {
        let today: NaiveDate = open.today.get();
        let since = u64::from(today.weekday().num_days_from_monday());
        let monday = today.checked_sub_days(Days::new(since));
        let monday = monday.and_then(|day| day.checked_add_days(Days::new(7 * ahead.get())));
        monday.unwrap_or(today)
    });
    let slots = Live::memo(move || {
        let sheets = context.reference().sheets();
        Slots(open.plan.with(|plan| week(plan, &sheets, monday.get())))
    });
    view! {
        <section class="ov-section" data-testid="week">
            <Heading level=HeadingLevel::Two size=HeadingSize::Small>{text::WEEK}</Heading>
            <div class="ov-actions">
                <Button
                    variant=ButtonVariant::Tertiary
                    size=ButtonSize::Small
                    disabled=Live::derive(move || ahead.get() == 0)
                    on_click=Callback::new(move |_| ahead.update(|week| *week = week.saturating_sub(1)))
                >
                    {agenda::EARLIER}
                </Button>
                <span>{drawn(move || dates::week(monday.get()))}</span>
                <Button
                    variant=ButtonVariant::Tertiary
                    size=ButtonSize::Small
                    on_click=Callback::new(move |_| ahead.update(|week| *week += 1))
                >
                    {agenda::LATER}
                </Button>
            </div>
            {drawn(move || {
                let clashes: bool = slots.with(|slots| slots.0.iter().any(|slot| slot.clashes));
                clashes.then(|| {
                    view! {
                        <InlineMessage status=MessageStatus::Warning>{text::CLASHES}</InlineMessage>
                    }
                })
            })}
            {drawn(move || {
                let slots: Slots = slots.get();
                if slots.0.is_empty() {
                    return view! { <p class="ov-empty">{text::NO_WEEK}</p> }.into_any();
                }
                let day = |day: NaiveDate| {
                    let of_day = slots.0.iter().filter(|slot| slot.day == day);
                    let shown = of_day.map(|slot| slot_view(context, slot)).collect_view();
                    view! {
                        <li class="ov-week__day">
                            <strong>{dates::weekday(day.weekday())}</strong>
                            <span class="ov-week__time">{dates::day_and_month(day)}</span>
                            <ul class="ov-week__slots">{shown}</ul>
                        </li>
                    }
                };
                let days = monday.get().iter_days().take(7).map(day).collect_view();
                view! { <ul class="ov-week">{days}</ul> }.into_any()
            })}
        </section>
    }
}

#[derive(Clone, PartialEq)]
struct Slots(Vec<Slot>);

fn slot_view(context: WordsContext, slot: &Slot) -> impl IntoView + use<> {
    let sheets = context.reference().sheets();
    let words: String = sheets
        .get(&slot.sheet)
        .map(|sheet| {
            context
                .open()
                .plan
                .with_untracked(|plan| context.title(plan, sheet, slot.row))
        })
        .unwrap_or_default();
    let times: String = match (slot.from, slot.to) {
        (Some(from), Some(to)) => format!("{}–{}", sheet::clock(from), sheet::clock(to)),
        (Some(from), None) => sheet::clock(from),
        (None, _) => text::NO_HOURS.to_owned(),
    };
    view! {
        <li>
            <span class="ov-week__time">{times}</span>
            <span class="ov-text">{words}</span>
            {slot
                .clashes
                .then(|| {
                    view! {
                        <Tag size=TagSize::XSmall color=AkselColor::Danger>
                            {text::CLASH}
                        </Tag>
                    }
                })}
        </li>
    }
}
