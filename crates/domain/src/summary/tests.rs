//! What lists show, find and sort by.

use super::*;
use crate::register::Record;
use crate::story::{Story, TODAY, day, item, template};
use crate::{Due, FieldId, FieldValue, commands, form};

fn summary(story: &Story) -> PlanSummary {
    PlanSummary::of(&story.plan, &template())
}

fn named(name: &str) -> PlanSummary {
    summary(&Story::opened_with(name, None, &[]))
}

fn released(day: Option<&str>, conditions: &[&str]) -> PlanSummary {
    summary(&Story::opened_with("Prøve", day, conditions))
}

#[test]
fn a_plan_is_summed_up() {
    let mut story = Story::opened();
    story.alice_sets("release-money", Status::Done);
    story.apart("id-check", Status::Done, Status::UnderWay);
    story.bob(|pen, plan| commands::name_person(pen, plan, "Prøve Ny".to_owned()).unwrap());
    let summary = summary(&story);
    assert_eq!(summary.name, "Prøve Ny");
    assert_eq!(summary.prison, Some(PrisonId::from("ullersmo")));
    assert_eq!(summary.release_date, Some(day("2027-03-01")));
    assert_eq!((summary.contested, summary.unsent), (1, 5));
    assert_eq!(summary.changed, Some((story.bob.now, story.bob.author)));
    assert_eq!(summary.lights.len(), 7);
    let of_money = summary
        .deadlines
        .iter()
        .find(|due| due.item == item("release-money"));
    assert_eq!(of_money, None, "what is done is due no longer");
    let bytes: Vec<u8> = form::write(&summary).unwrap();
    assert_eq!(form::read(&bytes), Ok(summary));
}

#[test]
fn receipts_make_fewer_unsent_and_two_dates_are_one_conflict() {
    let mut story = Story::opened();
    let opened = story.entries[0].clone();
    assert_eq!(summary(&story).unsent, 1);
    story.receive(&opened, 1);
    assert_eq!(summary(&story).unsent, 0);
    let plan = &story.plan;
    let set = |release_date| crate::Change::ReleaseDateSet { release_date };
    let apart = [
        story
            .alice
            .write(|pen| pen.write(plan, set(Some(day("2027-05-01"))))),
        story
            .bob
            .write(|pen| pen.write(plan, set(Some(day("2027-04-01"))))),
    ];
    for entry in &apart {
        story.receive(entry, 2);
    }
    assert_eq!(summary(&story).contested, 1);
    assert_eq!(summary(&story).release_date, Some(day("2027-04-01")));
}

#[test]
fn search_finds_the_beginnings_of_words_in_any_case() {
    let anne = named("Anne-Marie Sørbråten Ødegård");
    for query in [
        "anne",
        "MARIE",
        "søR",
        "øde",
        "ØDE",
        "ann ødeg",
        "anne-marie",
        "  anne  ",
        "",
        "u",
        "ullersmo",
    ] {
        assert!(anne.matches(query, day(TODAY)), "{query}");
    }
    for query in ["nn", "ærlig", "anne kari", "ode", "halden", "rie x"] {
        assert!(!anne.matches(query, day(TODAY)), "{query}");
    }
}

#[test]
fn search_finds_three_letters_inside_a_word_and_takes_hostile_text_as_text() {
    assert!(named("Ødegård").matches("går", day(TODAY)));
    assert!(!named("Ødegård").matches("gå", day(TODAY)));
    let hostile = named("<script>alert(1)</script> .*");
    assert!(hostile.matches("<script>", day(TODAY)) && hostile.matches(".*", day(TODAY)));
    assert!(!named("Prøve").matches(".*", day(TODAY)));
}

#[test]
fn the_nearer_the_release_the_more_urgent() {
    let today = day(TODAY);
    let score = |day| released(Some(day), &[]).urgency(today).score;
    assert!(score("2027-01-10") > score("2027-01-31"));
    assert!(score("2027-01-31") > score("2027-04-30"));
    assert_eq!(
        released(Some("2027-01-10"), &[]).urgency(today).days_left,
        Some(6)
    );
    assert_eq!(released(None, &[]).urgency(today).days_left, None);
}

#[test]
fn what_is_missing_on_the_first_day_counts_more_than_the_days_left() {
    let today = day(TODAY);
    let near = released(Some("2027-01-20"), &["no-home"]);
    let mut nearer = released(Some("2027-01-05"), &[]);
    nearer
        .lights
        .retain(|(_, state)| *state != LightState::Missing);
    nearer.deadlines.clear();
    assert!(near.urgency(today).red_lights > 0);
    assert!(near.urgency(today) > nearer.urgency(today));
}

#[test]
fn missing_lights_are_red_only_when_the_release_is_near() {
    let today = day(TODAY);
    assert_eq!(
        released(Some("2027-12-01"), &["no-home"])
            .urgency(today)
            .red_lights,
        0
    );
    assert!(
        released(Some("2027-01-30"), &["no-home"])
            .urgency(today)
            .red_lights
            > 0
    );
    assert!(released(None, &["remand"]).urgency(today).red_lights > 0);
    assert!(released(None, &["remand"]).urgency(today) > released(None, &[]).urgency(today));
}

#[test]
fn what_is_overdue_makes_a_plan_more_urgent() {
    let mut story = Story::opened_with("Prøve", Some("2027-12-01"), &[]);
    let before = summary(&story).urgency(day(TODAY));
    story.alice(|pen, plan| {
        commands::set_due(pen, plan, &item("id-check"), Due::On(day("2027-01-03")))
    });
    let after = summary(&story).urgency(day(TODAY));
    assert_eq!(after.overdue, before.overdue + 1);
    assert!(after > before);
}

#[test]
fn what_is_past_its_last_day_is_in_the_list_of_whoever_takes_it_over() {
    let mut listed = Story::of_directory();
    let (alice, bob) = (listed.alice.author, listed.bob.author);
    for (user, name, agency) in [(alice, "Kari Prøve", "nav-in-prison"), (bob, "Bo", "nav")] {
        listed.alice_says(crate::Change::UserListed {
            user,
            name: name.to_owned(),
            agency: agency.into(),
            role: crate::change::Role::NavCaseworker,
            further_roles: BTreeSet::new(),
            prisons: [PrisonId::from("ullersmo")].into(),
        });
    }
    let directory = Directory::of(&listed.plan);
    let of = |fallback: &[(&str, FieldValue)]| {
        let mut story = Story::opened();
        let record = Record::Item(item("release-travel"));
        let values = crate::story::values(fallback);
        story.alice(|pen, plan| vec![pen.write(plan, crate::Change::FieldsSet { record, values })]);
        summary(&story)
    };
    let agency = |id| ("fallback-agency", FieldValue::one(id));
    let person = |name: &str| ("fallback-person", FieldValue::Text(name.to_owned()));
    let late = day("2027-06-01");
    let whose =
        |plan: &PlanSummary, today| [alice, bob].map(|user| plan.concerns(user, &directory, today));
    let to_nav = of(&[agency("nav-in-prison")]);
    assert_eq!(whose(&to_nav, day(TODAY)), [false, false], "not late yet");
    assert_eq!(whose(&to_nav, late), [true, false]);
    assert_eq!(to_nav.urgency(late).passed_on, 1);
    assert_eq!(to_nav.urgency(day(TODAY)).passed_on, 0);
    let elsewhere = PlanSummary {
        prison: Some(PrisonId::from("halden")),
        ..to_nav
    };
    assert_eq!(whose(&elsewhere, late), [false, false], "another prison's");
    let to_kari = of(&[agency("nav"), person(" kari prøve ")]);
    assert_eq!(whose(&to_kari, late), [true, false], "the name decides");
    assert_eq!(whose(&of(&[]), late), [false, false]);
    // Of its deadlines only the one that has passed on is hers.
    let hers = |due: &&Deadline| to_kari.is_for(due, alice, &directory, late);
    let hers: Vec<&ItemId> = to_kari
        .deadlines
        .iter()
        .filter(hers)
        .map(|due| &due.item)
        .collect();
    assert_eq!(hers, [&item("release-travel")]);
}

#[test]
fn once_the_person_is_out_nothing_of_the_first_day_is_red() {
    let mut story = Story::opened_with("Prøve", Some("2027-01-10"), &["no-home"]);
    let before = summary(&story).urgency(day(TODAY));
    assert!(before.red_lights > 0);
    let life = [("life", FieldValue::one("released"))];
    story.fill(&Record::Header, &life).unwrap();
    let after = summary(&story);
    assert_eq!(after.life, Life::Released);
    assert_eq!(after.urgency(day(TODAY)).red_lights, 0);
    assert!(after.urgency(day(TODAY)).score < before.score);
}

#[test]
fn of_two_answers_on_how_far_a_plan_has_come_the_one_that_hides_less_counts() {
    let says = |life: &str| crate::Change::FieldsSet {
        record: Record::Header,
        values: BTreeMap::from([(FieldId::from("life"), FieldValue::one(life))]),
    };
    // Whichever of them is the newer one.
    for (ours, theirs) in [("closed", "released"), ("released", "closed")] {
        let mut story = Story::opened();
        let plan = story.plan.clone();
        let first = story.alice.write(|pen| pen.write(&plan, says(ours)));
        story.bob.now = story.alice.now + 1_000;
        let second = story.bob.write(|pen| pen.write(&plan, says(theirs)));
        story.take(&[first, second]);
        assert_eq!(Life::of(&story.plan), Life::Released);
        assert_eq!(summary(&story).contested, 1);
    }
}

#[test]
fn plans_that_go_on_in_each_other_are_found() {
    let id = |number: u128| PlanId(uuid::Uuid::from_u128(number));
    let plan = |number: u128, next: Option<u128>| {
        let mut plan = named("Prøve");
        plan.id = id(number);
        plan.continued_in = next.map(id);
        plan.life = if next.is_some() {
            Life::Continued
        } else {
            Life::Open
        };
        (plan.id, plan)
    };
    let mut plans: BTreeMap<PlanId, PlanSummary> = BTreeMap::from([
        plan(1, Some(2)),
        plan(2, Some(1)),
        plan(3, Some(4)),
        plan(4, None),
        plan(5, Some(1)),
        plan(6, Some(99)),
    ]);
    let marked = |plans: &mut BTreeMap<PlanId, PlanSummary>| {
        mark_circles(plans);
        let open = plans
            .values()
            .filter(|plan| plan.life == Life::Continued && !plan.is_closed());
        open.map(|plan| plan.id).collect::<BTreeSet<PlanId>>()
    };
    assert_eq!(marked(&mut plans), BTreeSet::from([id(1), id(2)]));
    if let Some(first) = plans.get_mut(&id(1)) {
        first.life = Life::Open;
    }
    assert_eq!(marked(&mut plans), BTreeSet::new(), "the circle is broken");
}
