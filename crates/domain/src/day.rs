//! How days are written: in the compact form as a count of days, in JSON and in date fields as `2027-03-01`.
//! For fields of entries: `#[serde(with = "crate::day")]`, and `crate::day::optional` for those that may be
//! missing.

use chrono::{Datelike, NaiveDate};
use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The day of a text like `2027-03-01`; `None` for anything else, such as 30 February.
pub fn parse(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-');
    let mut number = |length: usize| -> Option<u32> {
        let part: &str = parts.next().filter(|part| part.len() == length)?;
        let is_number: bool = part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|_| is_number)
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// The day that somebody typed. A year in which nobody who is alive was born or will be released is a slip, such as 26
/// for 2026.
pub fn typed(text: &str) -> Option<NaiveDate> {
    parse(text.trim()).filter(|day| (1900..2200).contains(&day.year()))
}

/// Writes a day.
pub fn serialize<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        serializer.collect_str(day)
    } else {
        day.num_days_from_ce().serialize(serializer)
    }
}

/// Reads a day.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    if deserializer.is_human_readable() {
        let text: String = String::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| Error::invalid_value(Unexpected::Str(&text), &"a day"))
    } else {
        let days: i32 = i32::deserialize(deserializer)?;
        NaiveDate::from_num_days_from_ce_opt(days)
            .ok_or_else(|| Error::invalid_value(Unexpected::Signed(days.into()), &"a day"))
    }
}

/// A day, or none.
pub mod optional {
    use super::{Deserialize, Deserializer, NaiveDate, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(transparent)]
    struct Day(#[serde(with = "super")] NaiveDate);

    /// Writes a day, or none.
    pub fn serialize<S: Serializer>(
        day: &Option<NaiveDate>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        day.map(Day).serialize(serializer)
    }

    /// Reads a day, or none.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<NaiveDate>, D::Error> {
        let day: Option<Day> = Option::deserialize(deserializer)?;
        Ok(day.map(|day| day.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Due, form};

    #[test]
    fn a_date_field_gives_a_day_or_nothing() {
        assert_eq!(parse("2028-02-29"), NaiveDate::from_ymd_opt(2028, 2, 29));
        assert_eq!(parse("0001-01-01"), NaiveDate::from_ymd_opt(1, 1, 1));
        for wrong in [
            "",
            "2027-02-29",
            "2027-13-01",
            "2027-1-1",
            "27-01-01",
            "2027-03-01 ",
            "+027-03-01",
            "2027-03-01-",
            "２０２７-03-01",
            "20270301",
            "--",
            "12027-01-01",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_day_reads_back_in_both_forms() {
        let days = [NaiveDate::MIN, NaiveDate::MAX]
            .into_iter()
            .chain(NaiveDate::from_ymd_opt(2027, 3, 1));
        for day in days {
            let bytes: Vec<u8> = form::write(&Due::On(day)).unwrap();
            assert_eq!(form::read(&bytes), Ok(Due::On(day)));
        }
        let json: String = serde_json::to_string(&Due::On(parse("2027-03-01").unwrap())).unwrap();
        assert_eq!(json, r#"{"on":"2027-03-01"}"#);
        assert!(serde_json::from_str::<Due>(&json).is_ok());
        assert!(serde_json::from_str::<Due>(r#"{"on":"2027-02-30"}"#).is_err());
        let beyond: Vec<u8> = form::write(&(1_u32, i32::MAX)).unwrap();
        assert!(form::read::<Due>(&beyond).is_err());
    }
}
