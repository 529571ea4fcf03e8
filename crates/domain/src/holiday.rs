//! Norway's public holidays: lov om helligdager og helligdagsfred § 2, and lov om 1. og 17. mai som høgtidsdagar.
//! Easter, which moves most of them, is computed by the crate `computus`.

use chrono::{Datelike, NaiveDate};

/// The holidays that Easter Sunday moves: days after it.
const MOVABLE: [i64; 7] = [
    -3, // Maundy Thursday
    -2, // Good Friday
    0,  // Easter Sunday
    1,  // Easter Monday
    39, // Ascension Day
    49, // Whit Sunday
    50, // Whit Monday
];

/// The holidays of every year: month and day.
const FIXED: [(u32, u32); 5] = [(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)];

/// Whether a day is a public holiday other than an ordinary Sunday.
pub fn is_holiday(day: NaiveDate) -> bool {
    let is_fixed: bool = FIXED.contains(&(day.month(), day.day()));
    is_fixed
        || easter(day.year()).is_some_and(|easter| MOVABLE.contains(&(day - easter).num_days()))
}

/// Easter Sunday; `None` in years that the rule does not reach.
fn easter(year: i32) -> Option<NaiveDate> {
    let easter = computus::gregorian(year).ok()?;
    NaiveDate::from_ymd_opt(easter.year, easter.month, easter.day)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::day;
    use crate::sentence::{ReleaseDay, release_day};

    fn date(text: &str) -> NaiveDate {
        day::parse(text).unwrap()
    }

    #[test]
    fn the_holidays_of_three_years_are_those_of_the_almanac() {
        let almanac = [
            "2026-01-01 2026-04-02 2026-04-03 2026-04-05 2026-04-06 2026-05-01 2026-05-14 2026-05-17 2026-05-24 2026-05-25 2026-12-25 2026-12-26",
            "2027-01-01 2027-03-25 2027-03-26 2027-03-28 2027-03-29 2027-05-01 2027-05-06 2027-05-16 2027-05-17 2027-12-25 2027-12-26",
            "2028-01-01 2028-04-13 2028-04-14 2028-04-16 2028-04-17 2028-05-01 2028-05-17 2028-05-25 2028-06-04 2028-06-05 2028-12-25 2028-12-26",
        ];
        for (year, days) in (2026..).zip(almanac) {
            let expected: BTreeSet<NaiveDate> = days.split(' ').map(date).collect();
            let first: NaiveDate = NaiveDate::from_yo_opt(year, 1).unwrap();
            let found: BTreeSet<NaiveDate> = first
                .iter_days()
                .take_while(|day| day.year() == year)
                .filter(|day| is_holiday(*day))
                .collect();
            assert_eq!(found, expected, "{year}");
        }
    }

    #[test]
    fn a_release_on_a_friday_a_weekend_a_holiday_or_before_one_is_warned_of() {
        let cases = [
            ("2027-03-01", None),
            ("2027-03-05", Some(ReleaseDay::Friday)),
            ("2027-03-06", Some(ReleaseDay::Weekend)),
            ("2027-03-07", Some(ReleaseDay::Weekend)),
            // Wednesday before Maundy Thursday.
            ("2027-03-24", Some(ReleaseDay::BeforeHoliday)),
            ("2027-03-25", Some(ReleaseDay::Holiday)),
            // Good Friday is a holiday first.
            ("2027-03-26", Some(ReleaseDay::Holiday)),
            ("2027-03-30", None),
            // Wednesday before Ascension Day; a Monday that is Constitution Day; New Year's Eve.
            ("2027-05-05", Some(ReleaseDay::BeforeHoliday)),
            ("2027-05-17", Some(ReleaseDay::Holiday)),
            ("2026-12-31", Some(ReleaseDay::BeforeHoliday)),
        ];
        for (day, expected) in cases {
            assert_eq!(release_day(date(day)), expected, "{day}");
        }
    }

    #[test]
    fn years_beyond_the_rule_have_the_fixed_holidays_only() {
        for day in [NaiveDate::MIN, NaiveDate::MAX] {
            assert_eq!(
                is_holiday(day),
                day == NaiveDate::MIN,
                "the first of January"
            );
        }
    }
}
