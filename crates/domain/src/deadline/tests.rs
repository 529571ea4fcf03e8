//! Deadlines against dates worked out by hand.

use super::*;
use crate::FieldValue;
use crate::commands;
use crate::register::Record;
use crate::story::{Story, TODAY, day, item, on, template};
use crate::template::WhenKind;

fn when(start: i32, done: i32, too_late: i32) -> When {
    When {
        kind: WhenKind::WeeksBeforeRelease,
        start: Some(start),
        done: Some(done),
        too_late: Some(too_late),
    }
}

#[test]
fn weeks_count_back_from_the_release_and_forward_when_negative() {
    let window = Window::of(
        Some(&when(4, -3, 0)),
        Due::AsTemplate,
        Some(day("2028-03-07")),
    );
    assert_eq!(window.start_by, Some(day("2028-02-08")));
    assert_eq!(window.done_by, Some(day("2028-03-28")));
    assert_eq!(window.too_late_from, Some(day("2028-03-07")));
}

#[test]
fn nothing_is_due_while_the_release_date_is_unknown_unless_a_person_named_a_day() {
    assert_eq!(
        Window::of(Some(&when(4, 1, 0)), Due::AsTemplate, None),
        Window::default()
    );
    let own = Window::of(Some(&when(4, 1, 0)), Due::On(day("2027-01-31")), None);
    assert_eq!(own.done_by, Some(day("2027-01-31")));
}

#[test]
fn days_before_the_release_move_with_it_and_a_named_day_does_not() {
    let early = Window::of(None, Due::DaysBeforeRelease(10), Some(day("2027-03-05")));
    assert_eq!(early.done_by, Some(day("2027-02-23")));
    let late = Window::of(None, Due::DaysBeforeRelease(10), Some(day("2027-03-26")));
    assert_eq!(late.done_by, Some(day("2027-03-16")));
}

#[test]
fn an_item_goes_from_later_to_now_to_too_late_or_overdue() {
    let window = Window::of(
        Some(&when(4, 2, 1)),
        Due::AsTemplate,
        Some(day("2027-06-30")),
    );
    let timing = |status, text| window.timing(status, day(text));
    assert_eq!(timing(Status::NeedsHelp, "2027-06-01"), Timing::Later);
    assert_eq!(timing(Status::NeedsHelp, "2027-06-02"), Timing::Now);
    assert_eq!(timing(Status::NeedsHelp, "2027-06-03"), Timing::Compressed);
    assert_eq!(timing(Status::NeedsHelp, "2027-06-16"), Timing::Compressed);
    assert_eq!(timing(Status::UnderWay, "2027-06-16"), Timing::Now);
    assert_eq!(timing(Status::NeedsHelp, "2027-06-17"), Timing::Overdue);
    assert_eq!(timing(Status::NeedsHelp, "2027-06-24"), Timing::TooLate);
    assert_eq!(timing(Status::UnderWay, "2027-06-24"), Timing::Overdue);
    assert_eq!(timing(Status::Done, "2027-06-24"), Timing::Settled);
}

#[test]
fn dates_beyond_the_calendar_are_no_date() {
    let window = Window::of(
        Some(&when(i32::MAX, 1, 0)),
        Due::AsTemplate,
        Some(NaiveDate::MIN),
    );
    assert_eq!(
        window,
        Window {
            too_late_from: Some(NaiveDate::MIN),
            ..Window::default()
        }
    );
}

/// What moves when the release date goes from 1 March 2027 to this day, on 4 January.
fn moved_to(story: &mut Story, release: Option<NaiveDate>) -> Vec<Moved> {
    let template = template();
    let before = Checklist::of(&story.plan, &template);
    story
        .bob(|pen, plan| commands::set_release_date(pen, plan, release, None, day(TODAY)).unwrap());
    what_moved(&before, &Checklist::of(&story.plan, &template), day(TODAY))
}

#[test]
fn three_weeks_later_every_open_deadline_moves_by_three_weeks_and_nothing_becomes_impossible() {
    let mut story = Story::opened();
    story.alice_sets("release-money", Status::Done);
    let own = || item("id-check");
    story.alice(|pen, plan| commands::set_due(pen, plan, &own(), Due::On(day("2027-02-02"))));
    let open_with_date = Checklist::of(&story.plan, &template())
        .items
        .iter()
        .filter(|item| item.is_open() && item.window.done_by.is_some())
        .count();
    let moved = moved_to(&mut story, Some(day("2027-03-22")));
    assert_eq!(
        moved.len(),
        open_with_date - 1,
        "all but the one with a day of its own"
    );
    for one in &moved {
        assert_eq!(
            (one.to.unwrap() - one.from.unwrap()).num_days(),
            21,
            "{}",
            one.item
        );
        assert!(!one.has_become_impossible, "{}", one.item);
        assert!(one.item != item("release-money") && one.item != own());
    }
}

#[test]
fn three_weeks_earlier_what_can_no_longer_be_done_in_time_is_named() {
    let mut story = Story::opened_with("Prøve", Some("2027-03-01"), &["no-home", "no-valid-id"]);
    story.alice_sets("id-order", Status::UnderWay);
    let moved = moved_to(&mut story, Some(day("2027-02-08")));
    assert!(
        moved
            .iter()
            .all(|one| (one.from.unwrap() - one.to.unwrap()).num_days() == 21)
    );
    let impossible = moved.iter().filter(|one| one.has_become_impossible);
    let impossible: Vec<&str> = impossible.map(|one| one.item.as_str()).collect();
    assert_eq!(impossible, ["housing-municipal-dwelling", "id-order"]);
    // What was late before is not news.
    assert_eq!(
        moved_to(&mut story, Some(day("2027-02-07")))
            .iter()
            .filter(|one| one.has_become_impossible)
            .count(),
        0
    );
}

#[test]
fn a_release_date_taken_away_takes_the_deadlines_with_it() {
    let mut story = Story::opened();
    let moved = moved_to(&mut story, None);
    assert!(!moved.is_empty());
    assert!(
        moved
            .iter()
            .all(|one| one.to.is_none() && !one.has_become_impossible)
    );
}

#[test]
fn struck_out_items_move_nothing() {
    let mut story = Story::opened();
    let record = Record::Item(item("release-travel"));
    story.alice(|pen, plan| commands::strike_out(pen, plan, record, "Feil".to_owned()).unwrap());
    let moved = moved_to(&mut story, Some(day("2027-03-22")));
    assert!(moved.iter().all(|one| one.item != item("release-travel")));
}

#[test]
fn the_same_date_moves_nothing() {
    assert_eq!(
        moved_to(&mut Story::opened(), Some(day("2027-03-01"))),
        vec![]
    );
}

#[test]
fn an_earlier_day_takes_the_start_with_it_and_a_later_one_does_not() {
    // Four weeks before to two weeks before the release on 30 June: 2 June to 16 June.
    let release = Some(day("2027-06-30"));
    let window = |due| Window::of(Some(&when(4, 2, 1)), Due::On(day(due)), release);
    let early = window("2027-05-20");
    assert_eq!(
        (early.start_by, early.done_by),
        (Some(day("2027-05-06")), Some(day("2027-05-20")))
    );
    assert_eq!(
        early.timing(Status::NeedsHelp, day("2027-05-06")),
        Timing::Now
    );
    assert_eq!(window("2027-06-20").start_by, Some(day("2027-06-02")));
}

#[test]
fn who_was_not_there_sees_how_the_release_moved_and_what_moved_with_it() {
    let mut story = Story::opened();
    let moved = |story: &Story, since: u64| ReleaseMoved::of(&story.plan, since);
    assert_eq!(moved(&story, 0), None, "the day of the opening is no move");
    let later = Some(day("2027-03-22"));
    story.bob(|pen, plan| commands::set_release_date(pen, plan, later, None, day(TODAY)).unwrap());
    let seen = moved(&story, 0).unwrap();
    assert_eq!((seen.from, seen.by), (day("2027-03-01"), story.bob.author));
    let with_it = seen.what_moved(&story.plan, &template(), day(TODAY));
    assert!(with_it.len() > 5);
    assert_eq!(moved(&story, seen.at), Some(seen.clone()));
    assert_eq!(moved(&story, seen.at + 1), None, "it is long ago");
    story.bob_sets("id-check", Status::Done);
    assert!(moved(&story, 0).is_some(), "other work does not hide it");
    let again = story.try_alice(|pen, plan| {
        commands::set_release_date(pen, plan, later, None, day(TODAY)).unwrap()
    });
    assert!(again.is_empty(), "nor does saving the same day");
    let mut first = Story::opened_with("Prøve", None, &[]);
    first.bob(|pen, plan| commands::set_release_date(pen, plan, later, None, day(TODAY)).unwrap());
    assert_eq!(moved(&first, 0), None, "a first day is no move");
}

#[test]
fn what_begins_at_admission_is_to_be_done_now_though_nobody_knows_the_release() {
    let story = Story::opened_with("Prøve", None, &["remand"]);
    let template = template();
    let checklist = Checklist::of(&story.plan, &template);
    let at_once = checklist.items.iter().filter(|item| {
        let known = template.item(&item.id);
        known.is_some_and(|known| known.when.kind == WhenKind::AtAdmission)
    });
    let timings: Vec<Timing> = at_once
        .map(|item| item.window.timing(item.status.value.status, day(TODAY)))
        .collect();
    assert!(!timings.is_empty());
    assert!(
        timings.iter().all(|timing| *timing == Timing::Now),
        "{timings:?}"
    );
}

#[test]
fn an_item_can_be_counted_from_another_day_of_the_plan() {
    let mut story = Story::opened();
    let record = Record::Item(item("id-check"));
    let done_by = |story: &Story| {
        let checklist = Checklist::of(&story.plan, &template());
        checklist.item(&item("id-check")).unwrap().window.done_by
    };
    let set = [
        ("counts-from", FieldValue::one("first-report-day")),
        ("counts-days", FieldValue::Number(-3)),
    ];
    let before = done_by(&story);
    story.fill(&record, &set).unwrap();
    assert_eq!(done_by(&story), before, "while that day is not known");
    story
        .fill(&Record::Header, &[("first-report-day", on("2027-03-10"))])
        .unwrap();
    assert_eq!(done_by(&story), Some(day("2027-03-07")));
    let from_release = [("counts-from", FieldValue::one("release"))];
    story.fill(&record, &from_release).unwrap();
    assert_eq!(done_by(&story), Some(day("2027-02-26")));
    let own = Due::On(day("2027-01-20"));
    story.alice(|pen, plan| commands::set_due(pen, plan, &item("id-check"), own));
    assert_eq!(
        done_by(&story),
        Some(day("2027-01-20")),
        "its own day goes before"
    );
}

#[test]
fn own_dependencies_take_the_days_that_somebody_said() {
    let mut story = Story::opened();
    let last = |story: &Story| {
        let checklist = Checklist::of(&story.plan, &template());
        let item = checklist.item(&item("release-money")).unwrap();
        item.window.chain_last_day
    };
    let waits = [("waits-for", FieldValue::one("release-money"))];
    let record = Record::Item(item("release-travel"));
    story.fill(&record, &waits).unwrap();
    let without = last(&story);
    story
        .fill(&record, &[("lead-days", FieldValue::Number(10))])
        .unwrap();
    let days = without
        .zip(last(&story))
        .map(|(one, other)| (one - other).num_days());
    assert_eq!(days, Some(10));
}

#[test]
fn it_is_said_since_when_it_is_too_late() {
    let window = Window {
        too_late_from: Some(day("2027-01-01")),
        ..Window::default()
    };
    assert_eq!(
        window.too_late_since(Status::NeedsHelp, day(TODAY)),
        Some(day("2027-01-01"))
    );
    assert_eq!(window.too_late_since(Status::Waiting, day(TODAY)), None);
    let both = Window {
        chain_last_day: Some(day("2027-01-02")),
        ..window
    };
    let since = |status| both.too_late_since(status, day(TODAY));
    assert_eq!(since(Status::UnderWay), Some(day("2027-01-02")));
    assert_eq!(since(Status::NeedsHelp), Some(day("2027-01-01")));
    assert_eq!(
        window.too_late_since(Status::NeedsHelp, day("2027-01-01")),
        None
    );
}
