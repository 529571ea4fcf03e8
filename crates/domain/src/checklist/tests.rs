//! Which items a plan has, and what they show.

use std::collections::BTreeMap;

use super::*;
use crate::story::{Story, day, item, template};
use crate::{Change, ConditionId, FieldValue, Status, commands};

fn ids(story: &Story) -> Vec<String> {
    let checklist = Checklist::of(&story.plan, &template());
    checklist.items.into_iter().map(|item| item.id.0).collect()
}

#[test]
fn a_new_plan_has_the_items_that_always_apply_in_the_order_of_the_template() {
    let story = Story::opened();
    let template = template();
    let always = template.items.iter().filter(|item| {
        let mut conditions = item.applies_when.iter();
        conditions.any(|condition| condition.as_str() == "always")
    });
    let expected: Vec<String> = always.map(|item| item.id.0.clone()).collect();
    assert!(!expected.is_empty());
    assert_eq!(ids(&story), expected);
}

#[test]
fn an_answer_brings_its_items_and_takes_untouched_ones_away_again() {
    let mut story = Story::opened();
    let before = ids(&story);
    let no_home = || ConditionId::from("no-home");
    story.alice(|pen, plan| commands::answer_condition(pen, plan, no_home(), true));
    assert!(ids(&story).contains(&"housing-first-night".to_owned()));
    story.bob(|pen, plan| commands::answer_condition(pen, plan, no_home(), false));
    assert_eq!(ids(&story), before);
}

#[test]
fn an_item_with_work_on_it_stays_marked_when_no_answer_calls_for_it() {
    let mut story = Story::opened_with("Prøve", None, &["no-home"]);
    story.alice_sets("housing-first-night", Status::UnderWay);
    story.alice(|pen, plan| commands::answer_condition(pen, plan, "no-home".into(), false));
    let checklist = Checklist::of(&story.plan, &template());
    let kept = checklist.item(&item("housing-first-night")).unwrap();
    assert!(kept.is_no_longer_needed);
    assert_eq!(kept.status.value.status, Status::UnderWay);
}

#[test]
fn added_items_follow_those_of_the_template() {
    let mut story = Story::opened();
    story.alice(|pen, plan| {
        commands::add_item(
            pen,
            plan,
            AreaId::from("housing"),
            "Hente sykkelen".to_owned(),
        )
        .unwrap()
        .1
    });
    let checklist = Checklist::of(&story.plan, &template());
    let added = checklist.items.last().unwrap();
    assert_eq!(added.added_title.as_deref(), Some("Hente sykkelen"));
    assert_eq!(added.area, AreaId::from("housing"));
    assert_eq!(
        (added.agency.as_ref(), added.is_no_longer_needed),
        (None, false)
    );
}

#[test]
fn an_item_of_a_newer_template_is_shown_and_not_lost() {
    let mut story = Story::opened();
    story.alice_sets("item-of-version-9", Status::Done);
    let checklist = Checklist::of(&story.plan, &template());
    let unknown = checklist.item(&item("item-of-version-9")).unwrap();
    assert_eq!(unknown.added_title.as_deref(), Some(""));
    assert_eq!(unknown.area, AreaId::from("coordination"));
}

#[test]
fn the_agreed_administration_goes_before_that_of_the_template() {
    let mut story = Story::opened();
    let shown = |story: &Story| Item::of(&story.plan, &template(), item("release-money")).agency;
    let by_template = template()
        .item(&item("release-money"))
        .unwrap()
        .agency
        .clone();
    assert_eq!(shown(&story), Some(by_template));
    let agency = AgencyId::from("contact-officer");
    story.alice(|pen, plan| {
        commands::set_owner(
            pen,
            plan,
            &item("release-money"),
            Some(agency.clone()),
            String::new(),
        )
        .unwrap()
    });
    assert_eq!(shown(&story), Some(agency));
}

#[test]
fn the_window_follows_release_date_and_agreed_day() {
    let mut story = Story::opened();
    let window = |story: &Story| Item::of(&story.plan, &template(), item("release-money")).window;
    let before = window(&story);
    story.alice(|pen, plan| {
        commands::set_release_date(pen, plan, Some(day("2027-03-22")), None, day("2027-01-04"))
            .unwrap()
    });
    let weeks = window(&story).done_by.unwrap() - before.done_by.unwrap();
    assert_eq!(weeks.num_days(), 21);
    story.alice(|pen, plan| {
        commands::set_due(
            pen,
            plan,
            &item("release-money"),
            Due::On(day("2027-02-02")),
        )
    });
    assert_eq!(window(&story).done_by, Some(day("2027-02-02")));
}

#[test]
fn of_two_answers_the_less_ready_counts_on_a_critical_item_and_the_newer_on_others() {
    let mut story = Story::opened();
    story.bob.now += 1_000_000;
    story.apart("release-money", Status::NeedsHelp, Status::Done);
    story.apart("coordination-consent", Status::NeedsHelp, Status::Done);
    let status = |id| Item::of(&story.plan, &template(), item(id)).status;
    assert_eq!(status("release-money").value.status, Status::NeedsHelp);
    assert_eq!(status("coordination-consent").value.status, Status::Done);
    assert!(
        status("release-money").is_contested() && status("coordination-consent").is_contested()
    );
}

#[test]
fn struck_out_items_stay_in_the_list_and_do_not_count() {
    let mut story = Story::opened();
    let record = Record::Item(item("release-money"));
    story.alice(|pen, plan| commands::strike_out(pen, plan, record, "Feil".to_owned()).unwrap());
    let checklist = Checklist::of(&story.plan, &template());
    assert!(!checklist.item(&item("release-money")).unwrap().is_open());
    assert!(
        checklist
            .standing()
            .all(|one| one.id != item("release-money"))
    );
    assert_eq!(checklist.standing().count() + 1, checklist.items.len());
}

#[test]
fn an_item_has_its_notes_and_is_received_when_all_on_it_is() {
    let mut story = Story::opened();
    let set = story.alice_sets("release-money", Status::Done);
    let note = story.alice_notes(Some("release-money"), "Kontanter");
    let shown = |story: &Story| Item::of(&story.plan, &template(), item("release-money"));
    assert_eq!(shown(&story).notes, [note]);
    let listed = Checklist::of(&story.plan, &template());
    assert_eq!(listed.item(&item("release-money")).unwrap(), &shown(&story));
    assert!(!shown(&story).is_received);
    story.receive(&set[0], 1);
    assert!(shown(&story).is_received);
}

#[test]
fn past_its_last_day_an_item_passes_to_whoever_was_named() {
    let mut story = Story::opened();
    let record = Record::Item(item("release-travel"));
    let values = BTreeMap::from([
        (
            FieldId::from("fallback-agency"),
            FieldValue::one("prison-social"),
        ),
        (
            FieldId::from("fallback-person"),
            FieldValue::Text("Kari".to_owned()),
        ),
    ]);
    story.alice(|pen, plan| vec![pen.write(plan, Change::FieldsSet { record, values })]);
    let checklist = Checklist::of(&story.plan, &template());
    let travel = checklist.item(&item("release-travel")).unwrap();
    let owner = travel.fallback.as_ref().unwrap();
    assert_eq!(
        (owner.agency.clone(), owner.person.as_str()),
        (Some("prison-social".into()), "Kari")
    );
    let last = travel.window.done_by.unwrap();
    assert!(!travel.has_passed_on(last));
    assert!(travel.has_passed_on(last.succ_opt().unwrap()));
    let other = checklist.item(&item("release-money")).unwrap();
    assert!(!other.has_passed_on(day("2028-01-01")), "nobody was named");
}

#[test]
fn an_item_with_only_a_note_or_a_step_stays_too() {
    for is_step in [false, true] {
        let mut story = Story::opened_with("Prøve", None, &["no-home"]);
        let id = item("housing-first-night");
        if is_step {
            let row = crate::RowId(uuid::Uuid::from_u64_pair(0xC0, 1));
            let values = BTreeMap::from([(FieldId::from("item"), FieldValue::one(id.as_str()))]);
            let sheet = crate::SheetId::from("step");
            story.alice(|pen, plan| vec![pen.write(plan, Change::RowAdded { row, sheet, values })]);
        } else {
            story.alice(|pen, plan| {
                commands::write_note(pen, plan, Some(id.clone()), "Ringt".to_owned())
                    .unwrap()
                    .1
            });
        }
        story.alice(|pen, plan| commands::answer_condition(pen, plan, "no-home".into(), false));
        let checklist = Checklist::of(&story.plan, &template());
        assert!(
            checklist.item(&id).unwrap().is_no_longer_needed,
            "{is_step}"
        );
    }
}
