//! A plan's life (D14): released, and continued in another plan where two were opened for one person. Closing and
//! opening again are fields of the plan like others.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::pen::Pen;
use super::person::{ChangePersonError, set_release_date};
use super::return_again::EARLIER_PLAN;
use crate::life::{LIFE, Life};
use crate::need::{Needs, RELEASE_ANCHOR};
use crate::register::{Record, Register};
use crate::{
    AgencyId, AreaId, Change, Due, Entry, FieldId, FieldValue, ItemId, Plan, PlanId, StatusValue,
};

/// The field with the plan in which it goes on.
pub const CONTINUED_IN: &str = "continued-in";

/// Who follows up: the office that receives the person.
const RECEIVING: &str = "nav-office";

/// Where the checks stand.
const AREA: &str = "coordination";

/// Marks a plan as released and adds the checks that follow after so many weeks, as items of the receiving office.
/// Their ids are the same on every device, so releasing apart adds each of them once; a check of an earlier release is
/// to be done again. `today` is given where that is the day of the release, whatever day the plan has. `title` says what to
/// do after so many weeks.
pub fn mark_released(
    pen: &mut Pen<'_>,
    plan: &Plan,
    needs: &Needs,
    today: Option<NaiveDate>,
    title: impl Fn(u32) -> String,
) -> Result<Vec<Entry>, ChangePersonError> {
    let is_ahead: bool = Life::of(plan).is_ahead();
    let said = plan.value(&Record::Header, &FieldId::from(LIFE));
    // Of two answers one may be this very release.
    let is_new: bool = is_ahead && !said.is_contested();
    let mut entries: Vec<Entry> = match today {
        Some(day) => set_release_date(pen, plan, Some(day), None, day)?,
        None => Vec::new(),
    };
    // Whoever only adds what is missing chooses between no answers.
    if is_ahead {
        entries.push(life(pen, plan, "released", BTreeMap::new()));
    }
    for weeks in checks_after_release(needs) {
        let item: ItemId = check(weeks);
        // What a person has written on it since an earlier release stays.
        if is_known(plan, &item) {
            let before: StatusValue = plan.status(&item).value;
            if is_new && before != StatusValue::default() {
                let StatusValue { status, why } = StatusValue::default();
                entries.push(pen.write(plan, Change::StatusSet { item, status, why }));
            }
            continue;
        }
        let days = i32::try_from(weeks * 7).unwrap_or(i32::MAX);
        let changes = [
            Change::ItemAdded {
                item: item.clone(),
                area: AreaId::from(AREA),
                title: title(weeks),
            },
            Change::OwnerSet {
                item: item.clone(),
                agency: Some(AgencyId::from(RECEIVING)),
                person: String::new(),
            },
            Change::DueSet {
                item,
                due: Due::DaysBeforeRelease(-days),
            },
        ];
        entries.extend(changes.map(|change| pen.write(plan, change)));
    }
    Ok(entries)
}

/// Whether the person is out and the checks that follow a release are not in the plan: somebody only chose the word.
pub fn lacks_follow_up(plan: &Plan, needs: &Needs) -> bool {
    Life::of(plan) == Life::Released
        && checks_after_release(needs).any(|weeks| !is_known(plan, &check(weeks)))
}

fn check(weeks: u32) -> ItemId {
    ItemId(format!("follow-up-{weeks}"))
}

fn is_known(plan: &Plan, item: &ItemId) -> bool {
    let title = Register::ItemTitle(item.clone());
    !plan.to_replace(&title).is_empty()
}

/// After how many weeks it is asked how things went.
fn checks_after_release(needs: &Needs) -> impl Iterator<Item = u32> {
    let rounds = needs.rounds.iter();
    let after = rounds.filter(|round| round.when.anchor == RELEASE_ANCHOR);
    after.flat_map(|round| round.when.checks_at_weeks.iter().copied())
}

/// Closes `plan` because it goes on in `other`.
pub fn continue_in(pen: &mut Pen<'_>, plan: &Plan, other: PlanId, reason: String) -> Vec<Entry> {
    let values = BTreeMap::from([
        (
            FieldId::from(CONTINUED_IN),
            FieldValue::one(&other.to_string()),
        ),
        (FieldId::from("closed-reason"), FieldValue::Text(reason)),
    ]);
    vec![life(pen, plan, "continued", values)]
}

/// Lets `plan` lead to `earlier`, which goes on in it, beside what it leads to already.
pub fn lead_to_earlier(pen: &mut Pen<'_>, plan: &Plan, earlier: PlanId) -> Vec<Entry> {
    // Two devices that each named one: both are meant.
    let known = plan.value(&Record::Header, &FieldId::from(EARLIER_PLAN));
    let named = known.answers.iter().flat_map(|one| one.value.chosen());
    let mut all: BTreeSet<String> = named.map(str::to_owned).collect();
    all.insert(earlier.to_string());
    let values = BTreeMap::from([(FieldId::from(EARLIER_PLAN), FieldValue::Chosen(all))]);
    let record = Record::Header;
    vec![pen.write(plan, Change::FieldsSet { record, values })]
}

fn life(
    pen: &mut Pen<'_>,
    plan: &Plan,
    life: &str,
    mut values: BTreeMap<FieldId, FieldValue>,
) -> Entry {
    values.insert(FieldId::from(LIFE), FieldValue::one(life));
    let record = Record::Header;
    pen.write(plan, Change::FieldsSet { record, values })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::Checklist;
    use crate::story::{Story, day, reference, template};

    fn words(weeks: u32) -> String {
        format!("Følg opp etter {weeks} uker")
    }

    fn released(story: &mut Story) {
        let needs = reference().template.needs;
        story.alice(|pen, plan| mark_released(pen, plan, &needs, None, words).unwrap());
    }

    #[test]
    fn a_released_person_is_followed_up_by_the_receiving_office_after_2_8_and_26_weeks() {
        let mut story = Story::opened();
        released(&mut story);
        assert!(story.plan.held(LIFE).has("released"));
        let checklist = Checklist::of(&story.plan, &template());
        // The release is on 1 March 2027.
        for (weeks, on) in [(2, "2027-03-15"), (8, "2027-04-26"), (26, "2027-08-30")] {
            let item = checklist
                .item(&ItemId(format!("follow-up-{weeks}")))
                .unwrap();
            assert_eq!(item.added_title, Some(words(weeks)));
            assert_eq!(item.agency, Some(AgencyId::from(RECEIVING)));
            assert_eq!(item.window.done_by, Some(day(on)));
        }
    }

    #[test]
    fn releasing_apart_adds_each_check_once_and_again_changes_none() {
        let mut story = Story::opened();
        let before = story.plan.clone();
        released(&mut story);
        let alices = story.entries.clone();
        story.plan = before;
        let needs = reference().template.needs;
        story.bob(|pen, plan| mark_released(pen, plan, &needs, None, words).unwrap());
        story.take(&alices);
        let checklist = Checklist::of(&story.plan, &template());
        let checks = checklist.items.iter();
        let checks = checks.filter(|item| item.id.as_str().starts_with("follow-up-"));
        assert_eq!(checks.filter(|item| !item.is_contested()).count(), 3);
        assert!(
            !story
                .plan
                .value(&Record::Header, &FieldId::from(LIFE))
                .is_contested()
        );
        let again =
            story.try_alice(|pen, plan| mark_released(pen, plan, &needs, None, words).unwrap());
        assert!(again.is_empty(), "it is said already");
    }

    #[test]
    fn a_release_without_warning_sets_its_day_and_a_second_one_asks_the_checks_again() {
        let mut story = Story::opened_with("Prøve", None, &["remand"]);
        let needs = reference().template.needs;
        let today = day(crate::story::TODAY);
        story.alice(|pen, plan| mark_released(pen, plan, &needs, Some(today), words).unwrap());
        assert_eq!(story.plan.release_date().value, Some(today));
        story.alice_sets("follow-up-2", crate::Status::Done);
        story.alice(|pen, plan| vec![life(pen, plan, "open", BTreeMap::new())]);
        released(&mut story);
        let status = |id: &str| story.plan.status(&ItemId::from(id)).value.status;
        assert_eq!(status("follow-up-2"), crate::Status::NotAssessed);
        story.alice_sets("follow-up-2", crate::Status::Done);
        released(&mut story);
        let status = story.plan.status(&ItemId::from("follow-up-2")).value.status;
        assert_eq!(status, crate::Status::Done, "it is the same release");
    }

    #[test]
    fn adding_what_is_missing_chooses_between_no_answers_and_a_day_that_cannot_be_is_refused() {
        let mut story = Story::opened();
        let needs = reference().template.needs;
        let says = |words: &str| Change::FieldsSet {
            record: Record::Header,
            values: BTreeMap::from([(FieldId::from(LIFE), FieldValue::one(words))]),
        };
        for words in ["closed", "released"] {
            story.bob(|pen, plan| vec![pen.begin(plan.id, says(words))]);
        }
        let contested = |story: &Story| {
            let said = story.plan.value(&Record::Header, &FieldId::from(LIFE));
            said.is_contested()
        };
        assert!(contested(&story) && lacks_follow_up(&story.plan, &needs));
        released(&mut story);
        assert!(contested(&story) && !lacks_follow_up(&story.plan, &needs));
        story
            .fill(
                &Record::Header,
                &[
                    ("stay", FieldValue::one("remand")),
                    ("admission", FieldValue::Day(day("2027-01-04"))),
                ],
            )
            .unwrap();
        let early = day("2027-01-03");
        let refused =
            story.try_alice(|pen, plan| mark_released(pen, plan, &needs, Some(early), words));
        assert_eq!(
            refused.unwrap_err(),
            ChangePersonError::ReleasedBeforeAdmission
        );
    }

    #[test]
    fn whoever_only_chose_the_word_is_told_that_the_checks_are_missing() {
        let mut story = Story::opened();
        let needs = reference().template.needs;
        assert!(!lacks_follow_up(&story.plan, &needs));
        story.alice(|pen, plan| vec![life(pen, plan, "released", BTreeMap::new())]);
        assert!(lacks_follow_up(&story.plan, &needs));
        released(&mut story);
        assert!(!lacks_follow_up(&story.plan, &needs));
    }

    #[test]
    fn a_plan_that_goes_on_in_another_is_closed_and_leads_there_and_back() {
        let mut story = Story::opened();
        let other = PlanId(uuid::Uuid::from_u128(7));
        story.alice(|pen, plan| continue_in(pen, plan, other, "To planer".to_owned()));
        assert!(story.plan.held(LIFE).has("continued"));
        assert!(story.plan.held("continued-in").has(&other.to_string()));
        story.alice(|pen, plan| lead_to_earlier(pen, plan, other));
        // Another device named another one meanwhile.
        let apart = PlanId(uuid::Uuid::from_u128(9));
        let values = BTreeMap::from([(
            FieldId::from(EARLIER_PLAN),
            FieldValue::one(&apart.to_string()),
        )]);
        let record = Record::Header;
        story.bob(|pen, plan| vec![pen.begin(plan.id, Change::FieldsSet { record, values })]);
        let third = PlanId(uuid::Uuid::from_u128(8));
        story.alice(|pen, plan| lead_to_earlier(pen, plan, third));
        let earlier = story.plan.held(EARLIER_PLAN);
        assert!(
            [other, apart, third]
                .iter()
                .all(|id| earlier.has(&id.to_string()))
        );
    }
}
