//! What holds for the person. The answers decide which items the plan has.

use leptos::prelude::*;
use overgang_domain::commands::answer_condition;
use overgang_domain::register::Register;
use overgang_domain::template::Condition;
use overgang_domain::{Change, ConditionId, EntryId, condition};

use crate::aksel::{
    BodyLong, BodySize, Button, ButtonSize, ButtonVariant, Checkbox, ExpansionCard,
    ExpansionCardContent, ExpansionCardHeader, ExpansionCardTitle, HeadingLevel, Size,
};
use crate::components::Answers;
use crate::live::{Live, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::item_words::answers;
use crate::state::{use_journal_state, use_view_state};
use crate::text::{need, plan as text, sheet};

/// All conditions that somebody can answer.
#[component]
pub(in crate::pages::plan_page) fn PlanAnswers(open: OpenPlan) -> impl IntoView {
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

/// A box for each, ticked where it holds; what nobody has asked is told from a "no".
#[component]
pub(in crate::pages::plan_page) fn Conditions(
    open: OpenPlan,
    asked: Vec<Condition>,
) -> impl IntoView {
    let asked = StoredValue::new(asked);
    // What the user may not see is not asked here.
    let shown = Live::memo(move || {
        let mut asked: Vec<Condition> = asked.get_value();
        asked.retain(|one| {
            open.reads(&Register::Condition(one.id.clone()))
                .is_allowed()
        });
        asked
            .into_iter()
            .map(|one| one.id)
            .collect::<Vec<ConditionId>>()
    });
    let row = move |id: ConditionId| {
        let mut asked = asked.get_value().into_iter();
        let condition = asked.find(|one| one.id == id)?;
        Some(view! { <ConditionRow open condition /> })
    };
    view! {
        <div class="ov-conditions">
            <For each=move || shown.get() key=Clone::clone let:id>
                {row(id)}
            </For>
        </div>
    }
}

#[component]
fn ConditionRow(open: OpenPlan, condition: Condition) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let (id, label) = (StoredValue::new(condition.id), condition.label.nb);
    let holds =
        Live::memo(move || id.with_value(|id| open.plan.with(|plan| condition::holds(plan, id))));
    let writes = Live::memo(move || {
        let (condition, applies) = (id.get_value(), true);
        open.writes(&Change::ConditionAnswered { condition, applies })
            .is_allowed()
    });
    let answer = move |applies: bool| {
        let id: ConditionId = id.get_value();
        journal.act_at_once(
            open.id,
            move |pen, plan| answer_condition(pen, plan, id, applies),
            || {},
        );
    };
    let shown = Live::derive(move || {
        let field = id.with_value(|id| open.plan.with(|plan| plan.condition(id)));
        answers(&field.answers, journal, view_state, |holds| {
            if *holds == Some(true) {
                sheet::YES
            } else {
                sheet::NO
            }
            .to_owned()
        })
    });
    let on_choose = Callback::new(move |entry: EntryId| {
        let field = id.with_value(|id| open.plan.with_untracked(|plan| plan.condition(id)));
        let chosen = field.answers.into_iter().find(|one| one.entry == entry);
        if let Some(applies) = chosen.and_then(|chosen| chosen.value) {
            answer(applies);
        }
    });
    let about: String = label.clone();
    let not_asked = move || {
        let about: String = about.clone();
        match holds.get() {
            Some(true) => None,
            Some(false) => Some(view! { <span>{sheet::NO}</span> }.into_any()),
            None => {
                let no = writes.get().then(|| {
                    view! {
                        <Button
                            variant=ButtonVariant::Tertiary
                            size=ButtonSize::Small
                            on_click=Callback::new(move |_| answer(false))
                        >
                            {sheet::NO}
                            <span class="ov-visually-hidden">": "{about}</span>
                        </Button>
                    }
                });
                Some(view! { <span>{need::NOT_ASKED}</span> {no} }.into_any())
            }
        }
    };
    let message: String = format!("{label}: {}", sheet::TWO_VALUES);
    view! {
        <div class="ov-condition">
            <Checkbox
                checked=Live::derive(move || holds.get() == Some(true))
                disabled=Live::derive(move || !writes.get())
                on_change=move |applies: bool| answer(applies)
            >
                <span>{label}</span>
            </Checkbox>
            {drawn(not_asked)}
            <Answers message answers=shown may_choose=writes on_choose />
        </div>
    }
}
