//! Deadlines against dates worked out by hand.

use super::*;
use crate::template::WhenKind;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

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
    assert_eq!(timing(Status::NeedsHelp, "2027-06-16"), Timing::Now);
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
