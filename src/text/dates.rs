//! Days and times in bokmål.

use chrono::{Datelike, NaiveDate, Weekday};

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
];
const WEEKDAYS: [&str; 7] = [
    "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag",
];

/// `24. november 2026`.
pub fn day(date: NaiveDate) -> String {
    format!("{}. {} {}", date.day(), month(date), date.year())
}

/// `tirsdag 24. november`, with the year where it is not `today`'s.
pub fn weekday_and_day(date: NaiveDate, today: NaiveDate) -> String {
    let weekday: &str = weekday(date.weekday());
    let year: String = if date.year() == today.year() {
        String::new()
    } else {
        format!(" {}", date.year())
    };
    format!("{weekday} {}. {}{year}", date.day(), month(date))
}

/// `tirsdag 24. november 2026`.
pub fn weekday_and_whole_day(date: NaiveDate) -> String {
    format!("{} {}", weekday(date.weekday()), day(date))
}

/// `tirsdag`.
pub fn weekday(day: Weekday) -> &'static str {
    WEEKDAYS[day.num_days_from_monday() as usize]
}

/// `24. november`.
pub fn day_and_month(date: NaiveDate) -> String {
    format!("{}. {}", date.day(), month(date))
}

/// `24.11.2026`.
pub fn short_day(date: NaiveDate) -> String {
    format!("{:02}.{:02}.{}", date.day(), date.month(), date.year())
}

/// `14:02`.
pub fn clock(hour: u32, minute: u32) -> String {
    format!("{hour:02}:{minute:02}")
}

/// `Uke 48`.
pub fn week(date: NaiveDate) -> String {
    format!("Uke {}", date.iso_week().week())
}

fn month(date: NaiveDate) -> &'static str {
    MONTHS[date.month0() as usize]
}
