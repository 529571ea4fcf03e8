//! The week inside, with what clashes.

use leptos::prelude::*;
use overgang_domain::week::{Slot, WEEKDAYS, week};

use super::OpenPlan;
use super::value_words::WordsContext;
use crate::aksel::{
    AkselColor, Heading, HeadingLevel, HeadingSize, InlineMessage, MessageStatus, Tag, TagSize,
};
use crate::live::{Live, drawn};
use crate::text::{dates, inside as text, sheet};

/// Seven days with what goes on.
#[component]
pub(super) fn WeekView(open: OpenPlan) -> impl IntoView {
    let context = WordsContext::new(open);
    let slots = Live::memo(move || {
        let sheets = context.reference().sheets();
        Slots(open.plan.with(|plan| week(plan, &sheets, open.today.get())))
    });
    view! {
        <section class="ov-section" data-testid="week">
            <Heading level=HeadingLevel::Two size=HeadingSize::Small>{text::WEEK}</Heading>
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
                let day = |(_, weekday): (&str, chrono::Weekday)| {
                    let of_day = slots.0.iter().filter(|slot| slot.weekday == weekday);
                    let shown = of_day.map(|slot| slot_view(context, slot)).collect_view();
                    view! {
                        <li class="ov-week__day">
                            <strong>{dates::weekday(weekday)}</strong>
                            <ul class="ov-week__slots">{shown}</ul>
                        </li>
                    }
                };
                view! { <ul class="ov-week">{WEEKDAYS.map(day).collect_view()}</ul> }.into_any()
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
                .with_untracked(|plan| context.heading(plan, sheet, slot.row))
        })
        .unwrap_or_default();
    let times: String = format!("{}–{}", sheet::clock(slot.from), sheet::clock(slot.to));
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
