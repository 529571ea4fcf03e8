//! The draft, and what a version would do to a plan.

use super::*;
use crate::Status;
use crate::story::{Story, item, template, values};

/// The shipped template with these fields of one item.
fn with(id: &str, fields: &[(&str, FieldValue)]) -> Template {
    let template = template();
    let changed = BTreeMap::from([(item(id), values(fields))]);
    template.with(TemplateVersion(3), &changed)
}

fn impact(story: &Story, after: &Template) -> Impact {
    Impact::of(&story.plan, &template(), after)
}

#[test]
fn an_untouched_draft_changes_no_plan() {
    let next = next_version(
        &drafted(&Story::of_directory().plan, &template()),
        &template(),
    );
    assert_eq!(next.version(), TemplateVersion(3));
    assert!(impact(&Story::opened(), &next).is_empty());
}

#[test]
fn what_a_version_does_to_a_plan_is_said_item_by_item() {
    let story = Story::opened();
    let number = FieldValue::Number;
    let text = |words: &str| FieldValue::Text(words.to_owned());
    let moved = with("id-check", &[("start", number(20)), ("done", number(16))]);
    assert_eq!(impact(&story, &moved).moved, [item("id-check")]);
    let renamed = with("id-check", &[("title-nb", text("Legitimasjon"))]);
    assert_eq!(impact(&story, &renamed).renamed, [item("id-check")]);
    let other = FieldValue::one("municipality");
    let handed_over = with("id-check", &[("agency", other)]);
    assert_eq!(impact(&story, &handed_over).handed_over, [item("id-check")]);
    let new = [
        ("title-nb", text("Nytt punkt")),
        ("conditions", FieldValue::one("always")),
    ];
    assert_eq!(impact(&story, &with("nytt", &new)).added, [item("nytt")]);
}

#[test]
fn an_item_that_is_taken_out_leaves_only_plans_in_which_nothing_is_written_on_it() {
    let mut story = Story::opened();
    let retired = with("id-check", &[(IS_RETIRED, FieldValue::one("yes"))]);
    assert_eq!(impact(&story, &retired).gone, [item("id-check")]);
    story.alice_sets("id-check", Status::Done);
    let kept = impact(&story, &retired);
    assert_eq!((kept.gone, kept.kept), (Vec::new(), vec![item("id-check")]));
    let checklist = Checklist::of(&story.plan, &retired);
    let shown = checklist.item(&item("id-check")).unwrap();
    assert_eq!(shown.status.value.status, Status::Done);
    assert!(shown.is_no_longer_needed);
    assert!(answered_items(&story.plan).contains(&item("id-check")));
}
