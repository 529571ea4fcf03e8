//! The questions of a first conversation. An answer proposes needs and conditions; nothing is set before somebody
//! says so.

use std::sync::Arc;

use leptos::prelude::*;
use overgang_domain::commands::{Proposal, answer_question, confirm_proposal, proposal};
use overgang_domain::need::{Question, state};
use overgang_domain::register::Record;
use overgang_domain::{Change, FieldId, FieldValue, RoundId, Template};

use super::answer_words::AnswerWords;
use super::before::Before;
use crate::aksel::{
    BodyLong, BodySize, Button, ButtonVariant, Checkbox, ExpansionCard, ExpansionCardContent,
    ExpansionCardHeader, ExpansionCardTitle, Fieldset, HeadingLevel, ReadMore, Size,
};
use crate::live::{Live, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::field_answers::FieldAnswers;
use crate::pages::sheets::value_words::WordsContext;
use crate::state::use_journal_state;
use crate::text::{item, need as text};

/// The option of every question that needs no reason and sets nothing.
const DECLINED: &str = "declined";

/// All questions that anyone may ask.
#[component]
pub(in crate::pages::plan_page) fn QuestionsCard(open: OpenPlan, round: RoundId) -> impl IntoView {
    let questions: Vec<Question> = open.template.with_value(|template| {
        let asked = template.questions.iter();
        asked
            .filter(|one| one.asked_by == "anyone")
            .cloned()
            .collect()
    });
    let questions = StoredValue::new(questions);
    let round = StoredValue::new(round);
    // Only what the user may write down is asked.
    let asked = Live::memo(move || {
        let record = Record::Round(round.get_value());
        let mut asked: Vec<Question> = questions.get_value();
        asked.retain(|one| open.writes_field(&record, &one.id).is_allowed());
        asked
            .into_iter()
            .map(|one| one.id)
            .collect::<Vec<FieldId>>()
    });
    let row = move |id: FieldId| {
        let mut questions = questions.get_value().into_iter();
        let question = questions.find(|one| one.id == id)?;
        Some(view! { <QuestionRow open round=round.get_value() question /> })
    };
    let guide = open
        .template
        .with_value(|template| template.conversation.clone());
    let guide = StoredValue::new(guide);
    let guide = move || guide.get_value();
    view! {
        <ExpansionCard class="ov-area" size=Size::Small>
            <ExpansionCardHeader>
                <ExpansionCardTitle level=HeadingLevel::Two size=BodySize::Small>{text::QUESTIONS}</ExpansionCardTitle>
            </ExpansionCardHeader>
            <ExpansionCardContent>
                <BodyLong>{text::QUESTIONS_HELP}</BodyLong>
                <BodyLong>{format!("«{}»", guide().opening.nb)}</BodyLong>
                <BodyLong>{guide().how.nb}</BodyLong>
                <ol class="ov-questions">
                    <For each=move || asked.get() key=Clone::clone let:id>
                        {row(id)}
                    </For>
                </ol>
                <BodyLong>{format!("{} «{}»", text::CLOSING, guide().closing.nb)}</BodyLong>
            </ExpansionCardContent>
        </ExpansionCard>
    }
}

#[component]
fn QuestionRow(open: OpenPlan, round: RoundId, question: Question) -> impl IntoView {
    let journal = use_journal_state();
    let context = WordsContext::new(open);
    let place = StoredValue::new((round, question.clone()));
    let answer = Live::memo(move || {
        place.with_value(|(round, question)| {
            open.plan
                .with(|plan| state(plan, round, &question.id).value)
        })
    });
    let words = StoredValue::new(place.with_value(|(round, one)| (round.clone(), one.id.clone())));
    let asks_words: bool = question.free_text;
    let is_answered = Live::derive(move || asks_words || answer.with(|answer| !answer.is_empty()));
    let toggle = move |option: String, is_on: bool| {
        let (round, question) = place.get_value();
        let before: FieldValue = answer.get_untracked();
        let is_alone: bool = !question.multiple || option == DECLINED;
        let kept = before
            .chosen()
            .filter(|one| !is_alone && *one != DECLINED && *one != option);
        let mut chosen: std::collections::BTreeSet<String> = kept.map(str::to_owned).collect();
        if is_on {
            chosen.insert(option);
        }
        let value: FieldValue = if chosen.is_empty() {
            FieldValue::Empty
        } else {
            FieldValue::Chosen(chosen)
        };
        journal.act_at_once(
            open.id,
            move |pen, plan| answer_question(pen, plan, &round, &question.id, value),
            || {},
        );
    };
    let options = question
        .answers
        .iter()
        .map(|one| (one.id.clone(), one.label.nb.clone()))
        .chain([(DECLINED.to_owned(), text::DECLINED.to_owned())]);
    let boxes = options
        .map(|(id, words)| {
            let key: String = id.clone();
            let checked = Live::derive(move || answer.with(|answer| answer.has(&key)));
            view! {
                <Checkbox checked on_change=move |is_on: bool| toggle(id.clone(), is_on)>
                    <span>{words}</span>
                </Checkbox>
            }
        })
        .collect_view();
    let field = StoredValue::new(
        place.with_value(|(round, question)| (Record::Round(round.clone()), question.id.clone())),
    );
    let in_words = Callback::new(move |value: FieldValue| {
        field.with_value(|(_, id)| context.other_value(id, &value))
    });
    let minutes: String = text::minutes(question.minutes);
    let (label, why) = (
        question.prompt.nb.clone(),
        StoredValue::new(question.why.nb),
    );
    let prompt: String = format!("{} ({minutes})", question.prompt.nb);
    view! {
        <li class="ov-question">
            <Fieldset legend=prompt>
                <div class="ov-conditions">{boxes}</div>
            </Fieldset>
            <Before open place=words />
            <ReadMore header=text::WHY>
                <BodyLong>{why.get_value()}</BodyLong>
            </ReadMore>
            <FieldAnswers open place=field label=label words=in_words />
            <AnswerWords open place=words is_answered may_write=Live::constant(true) />
            <Proposed open place />
        </li>
    }
}

/// What the answer proposes, with the button that takes it over.
#[component]
fn Proposed(open: OpenPlan, place: StoredValue<(RoundId, Question)>) -> impl IntoView {
    let journal = use_journal_state();
    // What the user may not write is not proposed.
    let proposed = Live::memo(move || {
        place.with_value(|(round, question)| {
            let record = Record::Round(round.clone());
            let mut proposed: Proposal = open.plan.with(|plan| proposal(plan, round, question));
            proposed
                .needs
                .retain(|need| open.writes_field(&record, need).is_allowed());
            proposed.conditions.retain(|condition, applies| {
                let (condition, applies) = (condition.clone(), *applies);
                open.writes(&Change::ConditionAnswered { condition, applies })
                    .is_allowed()
            });
            proposed
        })
    });
    let on_confirm = Callback::new(move |_| {
        let (round, _) = place.get_value();
        let proposal: Proposal = proposed.get_untracked();
        let template: Arc<Template> = open.template.get_value();
        journal.act_at_once(
            open.id,
            move |pen, plan| confirm_proposal(pen, plan, &template.needs, &round, &proposal),
            move || {
                journal.announce(item::SAVED);
            },
        );
    });
    drawn(move || {
        let lines: Vec<String> = open
            .template
            .with_value(|template| proposed.with(|proposed| lines(proposed, template)));
        (!lines.is_empty()).then(|| {
            let lines = lines
                .into_iter()
                .map(|line| view! { <li>{line}</li> })
                .collect_view();
            view! {
                <div class="ov-proposal" role="group" aria-label=text::PROPOSES>
                    <strong>{text::PROPOSES}</strong>
                    <ul>{lines}</ul>
                    <Button variant=ButtonVariant::Secondary on_click=on_confirm>
                        {text::CONFIRM}
                    </Button>
                </div>
            }
        })
    })
}

fn lines(proposal: &Proposal, template: &Template) -> Vec<String> {
    let needs = template.needs.needs.iter();
    let needs = needs
        .filter(|need| proposal.needs.contains(&need.id))
        .map(|need| {
            format!(
                "{}: {}",
                text::state(overgang_domain::need::NeedState::Identified),
                need.title.nb
            )
        });
    let conditions = template.conditions.iter().filter_map(|one| {
        let holds: bool = *proposal.conditions.get(&one.id)?;
        Some(text::condition(&one.label.nb, holds))
    });
    needs.chain(conditions).collect()
}
