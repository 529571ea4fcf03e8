//! What holds for the person. The answers decide which items the plan has.

use leptos::prelude::*;
use overgang_domain::commands::answer_condition;
use overgang_domain::template::Condition;
use overgang_domain::{ConditionId, condition};

use super::OpenPlan;
use crate::aksel::{
    BodyLong, BodySize, Checkbox, ExpansionCard, ExpansionCardContent, ExpansionCardHeader,
    ExpansionCardTitle, HeadingLevel, Size,
};
use crate::live::Live;
use crate::state::use_journal_state;
use crate::text::plan as text;

/// All conditions that somebody can answer.
#[component]
pub(super) fn PlanAnswers(open: OpenPlan) -> impl IntoView {
    let asked = move || -> Vec<Condition> {
        open.template.with_value(|template| {
            let conditions = template.conditions.iter();
            conditions.filter(|one| one.is_asked()).cloned().collect()
        })
    };
    view! {
        <ExpansionCard class="ov-area" size=Size::Small>
            <ExpansionCardHeader>
                <ExpansionCardTitle level=HeadingLevel::Two size=BodySize::Small>{text::ANSWERS}</ExpansionCardTitle>
            </ExpansionCardHeader>
            <ExpansionCardContent>
                <BodyLong spacing=true>{text::ANSWERS_HELP}</BodyLong>
                <Conditions open asked=asked() />
            </ExpansionCardContent>
        </ExpansionCard>
    }
}

/// A box for each, ticked where it holds.
#[component]
pub(super) fn Conditions(open: OpenPlan, asked: Vec<Condition>) -> impl IntoView {
    let journal = use_journal_state();
    let answer = move |condition: ConditionId, applies: bool| {
        journal.act_at_once(
            open.id,
            move |pen, plan| answer_condition(pen, plan, condition, applies),
            || {},
        );
    };
    let row = move |asked: Condition| {
        let (id, label) = (asked.id, asked.label.nb);
        let key: ConditionId = id.clone();
        let checked = Live::derive(move || {
            open.plan
                .with(|plan| condition::holds(plan, &key) == Some(true))
        });
        view! {
            <Checkbox checked on_change=move |applies: bool| answer(id.clone(), applies)>
                <span>{label}</span>
            </Checkbox>
        }
    };
    view! { <div class="ov-conditions">{asked.into_iter().map(row).collect_view()}</div> }
}
