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

#[test]
fn what_else_changes_is_said_too() {
    let story = Story::opened();
    let text = |words: &str| FieldValue::Text(words.to_owned());
    for fields in [
        ("help-nb", text("Spør politiet.")),
        ("area", FieldValue::one("work")),
        ("supporting", FieldValue::one("probation")),
        ("day-one", FieldValue::one("money")),
    ] {
        let changed = impact(&story, &with("id-check", std::slice::from_ref(&fields)));
        let otherwise = vec![item("id-check")];
        let expected = Impact {
            otherwise,
            ..Impact::default()
        };
        assert_eq!(changed, expected, "{fields:?}");
    }
}

#[test]
fn a_light_that_an_administrator_chooses_is_decided_by_the_item() {
    let papers = |template: &Template| {
        let rule = template.light(LightId::Papers).unwrap();
        rule.all_of.contains(&item("id-check"))
    };
    assert!(!papers(&template()), "by the shipped rule it only helps");
    let same = with(
        "id-check",
        &[("help-nb", FieldValue::Text("Ny".to_owned()))],
    );
    assert!(!papers(&same));
    let light = |light: &str| with("id-check", &[("day-one", FieldValue::one(light))]);
    let before = template().item(&item("id-check")).unwrap().day_one;
    assert_ne!(before, Some(LightId::Money));
    let money = light("money");
    assert!(
        money
            .light(LightId::Money)
            .unwrap()
            .all_of
            .contains(&item("id-check"))
    );
    assert!(money.item(&item("id-check")).unwrap().day_one_critical);
    let none = money.with(
        TemplateVersion(4),
        &BTreeMap::from([(item("id-check"), values(&[("day-one", FieldValue::Empty)]))]),
    );
    assert!(
        !none
            .light(LightId::Money)
            .unwrap()
            .all_of
            .contains(&item("id-check"))
    );
}

#[test]
fn an_item_is_never_looser_than_its_area() {
    use crate::template::Sensitivity;
    let in_area = |area: &str| {
        let new = with("nytt", &[("area", FieldValue::one(area))]);
        new.item(&item("nytt")).unwrap().sensitivity
    };
    assert_eq!(in_area("health"), Sensitivity::Health);
    assert_eq!(
        in_area("work"),
        Sensitivity::Welfare,
        "what nobody chose is not for the whole team"
    );
    let template = template();
    for item in &template.items {
        assert!(
            item.sensitivity >= Sensitivity::least_in(&item.area),
            "{}",
            item.id
        );
    }
}
