//! One area of the plan with its items.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::access::Decision;
use overgang_domain::deadline::Timing;
use overgang_domain::template::{Area, Sensitivity};
use overgang_domain::{AreaId, ItemId, day_one, public_line};

use super::item_row::ItemRow;
use super::public_lines::PublicLines;
use crate::aksel::{
    AkselColor, BodySize, ExpansionCard, ExpansionCardContent, ExpansionCardHeader,
    ExpansionCardTitle, Heading, HeadingLevel, HeadingSize, ReadMore, Size, Switch, Tag, TagSize,
};
use crate::components::BackgroundCard;
use crate::live::{Live, LiveCell, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::closed::NotShown;
use crate::state::{use_reference_state, use_view_state};
use crate::text::inside;
use crate::text::plan as text;

/// The area; opens itself where something is late or keeps a light of the first day red.
#[component]
pub(in crate::pages::plan_page) fn AreaSection(
    open: OpenPlan,
    area: Area,
    /// The items that a red light waits for.
    day_one: Live<BTreeSet<ItemId>>,
) -> impl IntoView {
    let id = StoredValue::new(area.id);
    let name = StoredValue::new(area.name.nb);
    let counts =
        Live::memo(move || id.with_value(|id| day_one.with(|day_one| counts(open, id, day_one))));
    let shows_settled = LiveCell::new(false);
    // What was open when the area was opened stays in place while one works on it, whatever its status
    // becomes; it leaves when the page is built anew.
    let kept: LiveCell<Vec<ItemId>> = LiveCell::new(Vec::new());
    let shown = Live::memo(move || {
        let all: bool = shows_settled.get();
        let kept: Vec<ItemId> = kept.get();
        id.with_value(|area| {
            open.checklist.with(|checklist| {
                let here = checklist.items.iter().filter(|item| item.area == *area);
                here.filter(|item| {
                    all || item.is_open() || item.is_contested() || kept.contains(&item.id)
                })
                .map(|item| (item.is_critical, item.id.clone()))
                .collect::<Vec<(bool, ItemId)>>()
            })
        })
    });
    // With little time left, or on remand, the first day comes first (`milestones.md` 3, "short or remand").
    let shown = Live::memo(move || {
        let mut shown: Vec<(bool, ItemId)> = shown.get();
        if open
            .plan
            .with(|plan| day_one::is_short(plan, open.today.get()))
        {
            shown.sort_by_key(|(is_critical, _)| !is_critical);
        }
        let ids = shown.into_iter().map(|(_, item)| item);
        ids.collect::<Vec<ItemId>>()
    });
    Effect::new(move |_| {
        let now: Vec<ItemId> = shown.get();
        if !shows_settled.get_untracked() {
            kept.update_untracked(|kept| {
                for item in now {
                    if !kept.contains(&item) {
                        kept.push(item);
                    }
                }
            });
        }
    });
    let now: Counts = counts.get_untracked();
    let place: String = id.with_value(|id| format!("{} {id}", open.id));
    let is_open = use_view_state().unfolded(place, now.late + now.day_one > 0);
    let tag = |color: AkselColor, words: String| {
        view! { <Tag size=TagSize::Small color>{words}</Tag> }
    };
    let settled = move || {
        let counts: Counts = counts.get();
        text::settled(counts.settled, counts.all)
    };
    view! {
        <ClosedArea open area=id name />
        <Show when=move || { counts.get().all > 0 }>
            <ExpansionCard
                class="ov-area"
                size=Size::Small
                open=Live::from(is_open)
                on_toggle=move |open: bool| is_open.set(open)
            >
                <ExpansionCardHeader>
                    <ExpansionCardTitle size=BodySize::Small>{name.get_value()}</ExpansionCardTitle>
                    <span class="ov-area__count">
                        {settled}
                        {drawn(move || {
                            let Counts { day_one, late, .. } = counts.get();
                            [
                                (day_one > 0).then(|| tag(AkselColor::Danger, text::day_one(day_one))),
                                (late > 0).then(|| tag(AkselColor::Warning, text::late(late))),
                            ]
                        })}
                    </span>
                </ExpansionCardHeader>
                <ExpansionCardContent>
                    <Show when=move || is_open.get()>
                        <ul class="ov-items">
                            <For each=move || shown.get() key=Clone::clone let:item>
                                <ItemRow open id=item />
                            </For>
                        </ul>
                        <Switch
                            checked=shows_settled
                            on_change=move |on: bool| shows_settled.set(on)
                        >
                            {text::SHOW_SETTLED}
                        </Switch>
                        <Background area=id.get_value() />
                    </Show>
                </ExpansionCardContent>
            </ExpansionCard>
        </Show>
    }
}

/// Says that the area is closed, where all of it is; of an area that is open in part the rest is not even hinted at.
#[component]
fn ClosedArea(
    open: OpenPlan,
    area: StoredValue<AreaId>,
    name: StoredValue<String>,
) -> impl IntoView {
    let is_health: bool =
        area.with_value(|area| Sensitivity::least_in(area) == Sensitivity::Health);
    let has_lines: bool = area.with_value(|area| area.as_str() == public_line::HEALTH);
    let closed = Live::memo(move || {
        let is_closed: bool = area.with_value(|area| {
            open.checklist.with(|checklist| {
                open.template.with_value(|template| {
                    let mut here = template.items.iter().filter(|item| item.area == *area);
                    here.all(|item| checklist.closed.contains(&item.id))
                })
            })
        });
        // Its lines stand for substance use too, so that no area tells anything.
        is_closed.then(|| {
            if has_lines {
                open.reads_lines()
            } else {
                area.with_value(|area| open.reads_area(area))
            }
        })
    });
    drawn(move || {
        let decision: Decision = closed.get()?;
        Some(view! {
            <div class="ov-area ov-area--closed">
                <Heading level=HeadingLevel::Three size=HeadingSize::XSmall>{name.get_value()}</Heading>
                <NotShown open decision what=name is_health />
                {has_lines.then(|| view! { <PublicLines open decision /> })}
                <Background area=area.get_value() />
            </div>
        })
    })
}

/// Figures of an area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    all: usize,
    settled: usize,
    late: usize,
    day_one: usize,
}

fn counts(open: OpenPlan, area: &AreaId, day_one: &BTreeSet<ItemId>) -> Counts {
    open.checklist.with(|checklist| {
        let mut counts = Counts::default();
        let today: NaiveDate = open.today.get();
        for item in checklist.standing().filter(|item| item.area == *area) {
            counts.all += 1;
            counts.day_one += usize::from(day_one.contains(&item.id));
            let timing: Timing = item.window.timing(item.status.value.status, today);
            match timing {
                Timing::Settled => counts.settled += 1,
                Timing::TooLate | Timing::Overdue => counts.late += 1,
                Timing::Compressed | Timing::Now | Timing::Later | Timing::NoDate => {}
            }
        }
        counts
    })
}

/// What there is to know about an area: rights, quotes, help.
#[component]
fn Background(area: AreaId) -> impl IntoView {
    let cards = StoredValue::new(use_reference_state().background("area", Some(&area)));
    view! {
        <ReadMore header=inside::BACKGROUND>
            {move || {
                let cards = cards.get_value().into_iter();
                cards.map(|card| view! { <BackgroundCard card /> }).collect_view()
            }}
        </ReadMore>
    }
}
