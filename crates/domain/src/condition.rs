//! Whether a condition of the template holds for a person. What somebody answered counts; some follow from
//! the facts of the sentence, and an answer overrides what follows.

use crate::register::Record;
use crate::sentence::{Decision, Sentence, Stay, stay};
use crate::{ConditionId, FieldId, Plan};

/// Whether `condition` holds; `None` while nobody has answered it and nothing follows.
pub fn holds(plan: &Plan, condition: &ConditionId) -> Option<bool> {
    match condition.as_str() {
        "always" => Some(true),
        "convicted" => stay(plan).map(|stay| stay != Stay::Remand),
        "remand" => stay(plan).map(|stay| stay == Stay::Remand),
        "preventive-detention" => stay(plan).map(|stay| stay == Stay::PreventiveDetention),
        _ => plan
            .condition(condition)
            .value
            .or_else(|| follows(plan, condition)),
    }
}

/// Whether the condition is the kind of stay, which has a field of its own.
pub fn is_stay(condition: &ConditionId) -> bool {
    matches!(
        condition.as_str(),
        "convicted" | "remand" | "preventive-detention"
    )
}

/// What follows from the facts of the sentence (`checklist-template.json`, conditions with `computed`).
fn follows(plan: &Plan, condition: &ConditionId) -> Option<bool> {
    let of_length = |holds: fn(&Sentence) -> Option<bool>| holds(&Sentence::of(plan));
    match condition.as_str() {
        "sentence-under-3-months" => of_length(|sentence| {
            let (start, length) = sentence.admission.zip(sentence.length)?;
            Some(length.is_under_months(3, start))
        }),
        "sentence-over-6-months" => of_length(|sentence| {
            let (start, length) = sentence.admission.zip(sentence.length)?;
            Some(length.is_over_months(6, start))
        }),
        "stay-3-months-or-more" => of_length(|sentence| {
            let (start, release) = sentence.admission.zip(sentence.release)?;
            Some(release >= start.checked_add_months(chrono::Months::new(3))?)
        }),
        "conditional-release" => {
            of_length(|sentence| (sentence.decision == Decision::Granted).then_some(true))
        }
        "has-children" => {
            let children = plan.value(&Record::Header, &FieldId::from("children"));
            children.value.number().map(|children| children > 0)
        }
        "limited-norwegian" => {
            let interpreter = plan.value(&Record::Header, &FieldId::from("interpreter"));
            interpreter.value.has("yes").then_some(true)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
