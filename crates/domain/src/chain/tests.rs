//! Days through chains: papers → bank account → claim, and what a person adds.

use super::*;
use crate::checklist::Checklist;
use crate::commands;
use crate::deadline::Timing;
use crate::finding::findings;
use crate::story::{Story, TODAY, day, item, reference, template};
use crate::{FieldValue, Status};

/// No papers, no bank account, no income, released on 1 March 2027.
fn story() -> Story {
    Story::opened_with(
        "Prøve",
        Some("2027-03-01"),
        &["no-valid-id", "no-bank-account", "no-income"],
    )
}

fn read(story: &Story) -> Checklist {
    Checklist::of(&story.plan, &template())
}

fn lead(before: &str, after: &str) -> i64 {
    let template = template();
    let mut chains = template.chains.iter();
    let chain = chains.find(|chain| chain.before == item(before) && chain.after == item(after));
    i64::from(chain.unwrap().suggested_lead_days)
}

fn wait_for(
    story: &mut Story,
    after: &str,
    before: &[&str],
) -> Result<Vec<crate::Entry>, commands::FillInError> {
    let chosen = before.iter().map(|id| (*id).to_owned()).collect();
    let waits = [(WAITS_FOR, FieldValue::Chosen(chosen))];
    story.fill(&Record::Item(item(after)), &waits)
}

#[test]
fn the_template_has_no_circle() {
    let template = template();
    let mut left: Vec<&Chain> = template.chains.iter().collect();
    assert_eq!(left.len(), 62);
    loop {
        let waits: BTreeSet<&ItemId> = left.iter().map(|chain| &chain.after).collect();
        let before: usize = left.len();
        left.retain(|chain| waits.contains(&chain.before));
        if left.len() == before {
            break;
        }
    }
    assert!(left.is_empty(), "{left:?}");
    for chain in &template.chains {
        assert!(template.item(&chain.before).is_some() && template.item(&chain.after).is_some());
        assert!(chain.reason.is_whole());
    }
}

#[test]
fn papers_are_asked_for_earlier_because_the_account_waits_for_them() {
    let checklist = read(&story());
    let papers = checklist.item(&item("id-order")).unwrap();
    let account = checklist.item(&item("id-bank-account")).unwrap();
    assert!(account.waiting.must.contains(&papers.id));
    // Chains, backward pass: the earlier of its own day and that of the account less the lead.
    let account_day: NaiveDate = account.window.done_by.unwrap();
    let latest: NaiveDate =
        account_day - Days::new(u64::try_from(lead("id-order", "id-bank-account")).unwrap());
    assert!(papers.window.done_by.unwrap() <= latest);
    assert!(account_day <= day("2027-03-01"));
}

#[test]
fn what_is_settled_holds_nothing_back_and_asks_for_nothing() {
    let mut story = story();
    let before = read(&story);
    story.alice_sets("id-order", Status::Done);
    let after = read(&story);
    let account = after.item(&item("id-bank-account")).unwrap();
    assert!(!account.waiting.must.contains(&item("id-order")));
    assert!(
        before
            .item(&item("id-bank-account"))
            .unwrap()
            .waiting
            .must
            .contains(&item("id-order"))
    );
    story.alice_sets("id-bank-account", Status::NotNeeded);
    let freed = read(&story);
    let papers = freed.item(&item("id-order")).unwrap();
    assert_eq!(papers.window.chain_last_day, None);
}

#[test]
fn from_some_day_on_it_is_too_late_for_those_after_it() {
    // Chains, forward pass: today plus the leads lies after the release.
    let checklist = read(&story());
    let papers = checklist.item(&item("id-order")).unwrap();
    let last: NaiveDate = papers.window.chain_last_day.unwrap();
    assert!(
        last <= day("2027-03-01")
            - Days::new(u64::try_from(lead("id-order", "id-bank-account")).unwrap())
    );
    assert_ne!(
        papers.window.timing(Status::UnderWay, last),
        Timing::TooLate,
        "on the last day"
    );
    for status in [Status::NotAssessed, Status::UnderWay] {
        assert_eq!(
            papers.window.timing(status, last.succ_opt().unwrap()),
            Timing::TooLate
        );
    }
}

#[test]
fn without_a_release_date_chains_say_what_waits_and_no_day() {
    let story = Story::opened_with("Prøve", None, &["no-valid-id", "no-bank-account"]);
    let checklist = read(&story);
    let account = checklist.item(&item("id-bank-account")).unwrap();
    assert!(!account.waiting.must.is_empty());
    assert_eq!(
        (account.window.done_by, account.window.chain_last_day),
        (None, None)
    );
}

#[test]
fn a_person_adds_what_an_item_waits_for() {
    let mut story = story();
    wait_for(&mut story, "release-travel", &["release-clothes-papers"]).unwrap();
    let checklist = read(&story);
    let travel = checklist.item(&item("release-travel")).unwrap();
    assert!(
        travel
            .waiting
            .must
            .contains(&item("release-clothes-papers"))
    );
    let clothes = checklist.item(&item("release-clothes-papers")).unwrap();
    assert!(clothes.window.done_by <= travel.window.done_by);
}

#[test]
fn a_circle_is_refused_at_the_field() {
    let mut story = story();
    // The account waits for the papers already.
    let refused = wait_for(&mut story, "id-order", &["id-bank-account"]).unwrap_err();
    assert_eq!(
        refused.faults,
        [(FieldId::from(WAITS_FOR), crate::sheet::FieldFault::Circle)]
    );
    let itself = wait_for(&mut story, "release-travel", &["release-travel"]).unwrap_err();
    assert_eq!(itself.faults.len(), 1);
}

#[test]
fn a_circle_made_by_two_devices_folds_and_is_found() {
    let mut story = story();
    wait_for(&mut story, "release-travel", &["release-clothes-papers"]).unwrap();
    // Bob's device had not seen it.
    let chosen = BTreeSet::from(["release-travel".to_owned()]);
    let values = BTreeMap::from([(FieldId::from(WAITS_FOR), FieldValue::Chosen(chosen))]);
    let record = Record::Item(item("release-clothes-papers"));
    story.bob(|pen, plan| vec![pen.write(plan, crate::Change::FieldsSet { record, values })]);
    let reference = reference();
    let found = findings(&story.plan, reference.forms(), day(TODAY));
    assert_eq!(found.len(), 2, "one at each of them");
    let checklist = read(&story);
    let travel = checklist.item(&item("release-travel")).unwrap();
    assert!(
        !travel
            .waiting
            .must
            .contains(&item("release-clothes-papers")),
        "the circle counts for nothing"
    );
}
