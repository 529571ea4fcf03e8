//! Who works with whom.

use std::collections::{BTreeMap, BTreeSet};

use super::pen::Pen;
use crate::register::Record;
use crate::{Change, Entry, FieldId, FieldValue, Plan, UserId};

/// The field of the plan with the users who work with the person.
pub const WORKERS: &str = "workers";

/// Puts a user on a plan, takes another off it, or both at once when somebody leaves. Nothing is written where it is
/// so already.
pub fn assign(
    pen: &mut Pen<'_>,
    plan: &Plan,
    on: Option<UserId>,
    off: Option<UserId>,
) -> Vec<Entry> {
    let field = FieldId::from(WORKERS);
    // Two devices that each put somebody on: both are there.
    let known = plan.value(&Record::Header, &field);
    let chosen = known
        .answers
        .iter()
        .flat_map(|answer| answer.value.chosen());
    let before: BTreeSet<String> = chosen.map(str::to_owned).collect();
    let mut after: BTreeSet<String> = before.clone();
    if let Some(off) = off {
        after.remove(&off.to_string());
    }
    after.extend(on.map(|on| on.to_string()));
    if after == before && !known.is_contested() {
        return Vec::new();
    }
    let value: FieldValue = if after.is_empty() {
        FieldValue::Empty
    } else {
        FieldValue::Chosen(after)
    };
    let values = BTreeMap::from([(field, value)]);
    let record = Record::Header;
    vec![pen.write(plan, Change::FieldsSet { record, values })]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Story, template};
    use crate::summary::PlanSummary;

    #[test]
    fn one_comes_one_leaves_and_the_summary_says_who_is_there() {
        let mut story = Story::opened();
        let (alice, bob) = (story.alice.author, story.bob.author);
        let workers = |story: &Story| PlanSummary::of(&story.plan, &template()).workers;
        story.alice(|pen, plan| assign(pen, plan, Some(alice), None));
        assert_eq!(workers(&story), BTreeSet::from([alice]));
        let again = story.bob(|pen, plan| assign(pen, plan, Some(alice), Some(bob)));
        assert_eq!(again, [], "it is so already");
        story.bob(|pen, plan| assign(pen, plan, Some(bob), Some(alice)));
        assert_eq!(workers(&story), BTreeSet::from([bob]));
        story.bob(|pen, plan| assign(pen, plan, None, Some(bob)));
        assert!(workers(&story).is_empty());
    }
}
