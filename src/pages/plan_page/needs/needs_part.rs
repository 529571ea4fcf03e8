//! What the person needs, asked in rounds. Each area says how far the round has come; a need is answered in one
//! tap, and the round before stands beside it.

use std::sync::Arc;

use leptos::prelude::*;
use overgang_domain::access::Decision;
use overgang_domain::commands::take_over_area;
use overgang_domain::need::{Group, Need, NeedKind, NeedState, Round, skip_field, state};
use overgang_domain::register::{Record, Register};
use overgang_domain::template::{Area, Sensitivity};
use overgang_domain::{AreaId, Plan, RoundId, Template};

use super::need_row::NeedRow;
use super::questions_card::QuestionsCard;
use super::skip::Skip;
use crate::aksel::{
    BodyLong, BodySize, Button, ButtonVariant, ExpansionCard, ExpansionCardContent,
    ExpansionCardHeader, ExpansionCardTitle, Heading, HeadingLevel, HeadingSize, InlineMessage,
    MessageStatus, Size, ToggleGroup, ToggleGroupItem,
};
use crate::live::{Live, LiveCell, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::closed::{NotShown, NotWritten};
use crate::state::use_journal_state;
use crate::text::{dates, item, need as text};

/// The part.
#[component]
pub(in crate::pages::plan_page) fn NeedsPart(open: OpenPlan) -> impl IntoView {
    let template: Arc<Template> = open.template.get_value();
    let rounds: Vec<Round> = template.needs.rounds.clone();
    let now: RoundId = open
        .plan
        .with_untracked(|plan| round_now(plan, &rounds, open));
    let chosen = LiveCell::new(now.to_string());
    let names: Vec<(String, String)> = rounds
        .iter()
        .map(|round| (round.id.to_string(), round.name.nb.clone()))
        .collect();
    view! {
        <section class="ov-section">
            <BodyLong>{text::HELP}</BodyLong>
            <ToggleGroup
                label=text::ROUND
                value=chosen
                on_change=move |round: String| chosen.set(round)
            >
                {names
                    .into_iter()
                    .map(|(id, name)| view! { <ToggleGroupItem value=id label=name /> })
                    .collect_view()}
            </ToggleGroup>
            {drawn(move || {
                let id = RoundId(chosen.get());
                let round = rounds.iter().find(|round| round.id == id)?.clone();
                Some(view! { <RoundView open round /> })
            })}
        </section>
    }
}

/// The round that it is time for: the last one whose first day has come.
fn round_now(plan: &Plan, rounds: &[Round], open: OpenPlan) -> RoundId {
    let (admission, release) = (plan.held("admission").day(), plan.release_date().value);
    let has_come = |round: &&Round| {
        let (from, _) = round.days(admission, release);
        from.is_some_and(|from| from <= open.today.get_untracked())
    };
    rounds
        .iter()
        .rfind(has_come)
        .or_else(|| rounds.first())
        .map_or_else(|| RoundId::from("reception"), |round| round.id.clone())
}

#[component]
fn RoundView(open: OpenPlan, round: Round) -> impl IntoView {
    let days = {
        let round: Round = round.clone();
        Live::memo(move || {
            open.plan
                .with(|plan| round.days(plan.held("admission").day(), plan.release_date().value))
        })
    };
    let too_early = move || {
        let (from, _) = days.get();
        let from = from.filter(|from| *from > open.today.get())?;
        let words: String = format!("{} {}.", text::TOO_EARLY, dates::day(from));
        Some(view! { <InlineMessage status=MessageStatus::Info>{words}</InlineMessage> })
    };
    let areas: Vec<Area> = open.template.with_value(|template| {
        let asked = template.areas.iter();
        asked
            .filter(|area| round.areas.contains(&area.id))
            .cloned()
            .collect()
    });
    let id: RoundId = round.id.clone();
    let purpose: String = round.purpose.nb.clone();
    view! {
        <BodyLong>{purpose}</BodyLong>
        {drawn(too_early)}
        <QuestionsCard open round=id.clone() />
        {areas
            .into_iter()
            .map(|area| view! { <AreaNeeds open round=id.clone() area /> })
            .collect_view()}
        <Skip open round=id area=None skipped=Live::constant(String::new()) />
    }
}

/// How many needs of an area were asked in a round, of how many, and how many call for something.
fn counts(
    plan: &Plan,
    template: &Template,
    round: &RoundId,
    area: &AreaId,
) -> (usize, usize, usize) {
    let states: Vec<(NeedKind, NeedState)> = template
        .needs
        .of_area(area)
        .map(|need| {
            let state = NeedState::of(&state(plan, round, &need.id).value);
            (need.kind, state)
        })
        .collect();
    let asked = states
        .iter()
        .filter(|(_, state)| *state != NeedState::NotAsked);
    // "None" is an answer, and no need.
    let calling = states
        .iter()
        .filter(|(kind, state)| *kind != NeedKind::None && state.calls());
    (asked.count(), states.len(), calling.count())
}

#[component]
fn AreaNeeds(open: OpenPlan, round: RoundId, area: Area) -> impl IntoView {
    let journal = use_journal_state();
    let round = StoredValue::new(round);
    let id = StoredValue::new(area.id.clone());
    let counted = Live::memo(move || {
        let (round, id) = (round.get_value(), id.get_value());
        open.plan.with(|plan| {
            open.template
                .with_value(|template| counts(plan, template, &round, &id))
        })
    });
    let skipped = Live::memo(move || {
        let field = skip_field(&id.get_value());
        let value = open
            .plan
            .with(|plan| state(plan, &round.get_value(), &field).value);
        value.text().to_owned()
    });
    let has_before = Live::memo(move || has_before(open, &round.get_value(), &id.get_value()));
    let on_take_over = Callback::new(move |_| {
        let (round, area) = (round.get_value(), id.get_value());
        let template: Arc<Template> = open.template.get_value();
        journal.act_at_once(
            open.id,
            move |pen, plan| take_over_area(pen, plan, &template.needs, &round, &area),
            move || {
                journal.announce(item::SAVED);
            },
        );
    });
    let needs = open.template.with_value(|template| {
        let of_area = template.needs.of_area(&area.id);
        of_area.cloned().collect::<Vec<_>>()
    });
    let needs = StoredValue::new(needs);
    // What the user may not see is not asked here.
    let groups = Live::memo(move || {
        let mut needs: Vec<Need> = needs.get_value();
        needs.retain(|need| {
            let record = Record::Round(round.get_value());
            open.reads(&Register::Field(record, need.id.clone()))
                .is_allowed()
        });
        open.template
            .with_value(|template| grouped(needs, &template.needs.groups))
    });
    let writes = Live::memo(move || {
        let (round, area) = (round.get_value(), id.get_value());
        open.writes_field(&Record::Round(round), &skip_field(&area))
    });
    let name = StoredValue::new(area.name.nb);
    let count = move || {
        let (asked, all, calling) = counted.get();
        if skipped.with(String::is_empty) {
            text::counts(asked, all, calling)
        } else {
            text::SKIPPED.to_owned()
        }
    };
    view! {
        <ClosedNeeds open area=id name is_empty=Live::derive(move || groups.with(Vec::is_empty)) />
        <Show when=move || !groups.with(Vec::is_empty)>
        <ExpansionCard class="ov-area" size=Size::Small>
            <ExpansionCardHeader>
                <ExpansionCardTitle level=HeadingLevel::Two size=BodySize::Small>{name.get_value()}</ExpansionCardTitle>
                <span class="ov-area__count">{drawn(count)}</span>
            </ExpansionCardHeader>
            <ExpansionCardContent>
                <NotWritten decision=writes />
                <Show when=move || skipped.with(String::is_empty) || counted.get().0 != 0>
                    <Show when=move || has_before.get() && writes.get().is_allowed()>
                        <div class="ov-actions">
                            <Button variant=ButtonVariant::Secondary on_click=on_take_over>
                                {text::TAKE_OVER}
                            </Button>
                        </div>
                    </Show>
                    {drawn(move || {
                        let groups = groups.get().into_iter();
                        groups
                            .map(|(name, needs)| view! { <NeedGroup open round=round.get_value() name needs /> })
                            .collect_view()
                    })}
                </Show>
                <Skip open round=round.get_value() area=Some(id.get_value()) skipped />
            </ExpansionCardContent>
        </ExpansionCard>
        </Show>
    }
}

/// Whether there is anything to take over from the rounds before.
fn has_before(open: OpenPlan, round: &RoundId, area: &AreaId) -> bool {
    open.template.with_value(|template| {
        let rounds = template.needs.rounds.iter();
        let before = rounds.take_while(|one| one.id != *round);
        let before: Vec<&RoundId> = before.map(|one| &one.id).collect();
        open.plan.with(|plan| {
            template.needs.of_area(area).any(|need| {
                before
                    .iter()
                    .any(|round| !state(plan, round, &need.id).value.is_empty())
            })
        })
    })
}

/// Says that an area is closed, where none of its needs is shown.
#[component]
fn ClosedNeeds(
    open: OpenPlan,
    area: StoredValue<AreaId>,
    name: StoredValue<String>,
    is_empty: Live<bool>,
) -> impl IntoView {
    let is_health: bool =
        area.with_value(|area| Sensitivity::least_in(area) == Sensitivity::Health);
    drawn(move || {
        let decision: Decision = area.with_value(|area| open.reads_area(area));
        let is_closed: bool = !decision.is_allowed() && is_empty.get();
        is_closed.then(|| view! {
            <div class="ov-area ov-area--closed">
                <Heading level=HeadingLevel::Two size=HeadingSize::XSmall>{name.get_value()}</Heading>
                <NotShown open decision what=name is_health />
            </div>
        })
    })
}

/// Needs that belong together, in the order of the catalogue, each with the heading of their group.
fn grouped(needs: Vec<Need>, groups: &[Group]) -> Vec<(Option<String>, Vec<Need>)> {
    let mut grouped: Vec<(Option<String>, Vec<Need>)> = Vec::new();
    for need in needs {
        let mut groups = groups.iter();
        let group = groups.find(|group| need.group.as_ref() == Some(&group.id));
        let name: Option<String> = group.map(|group| group.name.nb.clone());
        match grouped.last_mut() {
            Some((last, together)) if *last == name => together.push(need),
            _ => grouped.push((name, vec![need])),
        }
    }
    grouped
}

#[component]
fn NeedGroup(
    open: OpenPlan,
    round: RoundId,
    /// Its heading; none for "other" and "none".
    name: Option<String>,
    needs: Vec<Need>,
) -> impl IntoView {
    let row = move |need: Need| {
        let place = StoredValue::new((round.clone(), need));
        view! { <NeedRow open place /> }
    };
    view! {
        {name
            .map(|name| {
                view! { <Heading level=HeadingLevel::Three size=HeadingSize::XSmall>{name}</Heading> }
            })}
        <ul class="ov-needs">{needs.into_iter().map(row).collect_view()}</ul>
    }
}
