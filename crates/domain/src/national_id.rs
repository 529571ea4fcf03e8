//! Norwegian national identity numbers (fødselsnummer) and D-numbers: eleven digits, of which the last two
//! control the others. Source: folkeregisterforskriften § 2-2-1 (make-up of the number) and
//! Skatteetaten's description of the two control digits (weights, remainders by 11). Numbers with the second control
//! digit's wider range, announced for 2032, are not read yet.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use crate::register::Record;
use crate::{FieldId, Plan};

/// The field of a plan with the person's number.
pub const FIELD: &str = "national-id";

/// What the first nine digits weigh in the first control digit.
const FIRST: [u32; 9] = [3, 7, 6, 1, 8, 9, 4, 5, 2];
/// What the first ten digits weigh in the second control digit.
const SECOND: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/// The eleven digits of a number typed with or without spaces, if its day, month and control digits fit.
pub fn read(typed: &str) -> Option<String> {
    let digits: String = typed
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '\u{a0}'))
        .collect();
    is_number(digits.as_bytes()).then_some(digits)
}

/// The numbers that stand in a plan: of several answers all.
pub fn of(plan: &Plan) -> BTreeSet<String> {
    let held = plan.value(&Record::Header, &FieldId::from(FIELD));
    let answers = held.answers.iter();
    answers
        .filter_map(|answer| read(answer.value.text()))
        .collect()
}

/// The number with the last five digits hidden: `010190 •••••`.
pub fn masked(number: &str) -> String {
    let front: String = number.chars().take(6).collect();
    format!("{front} •••••")
}

/// Whether a text has such a number in it, which belongs into its own field and nowhere else.
pub fn stands_in(text: &str) -> bool {
    let digits = |run: &str| -> Vec<u8> { run.bytes().filter(u8::is_ascii_digit).collect() };
    let joins = |letter: char| letter.is_whitespace() || matches!(letter, '.' | '-' | '–' | '/');
    let is_part = |letter: char| letter.is_ascii_digit() || joins(letter);
    text.split(|letter: char| !is_part(letter)).any(|run| {
        let words: Vec<&str> = run.split(joins).filter(|word| !word.is_empty()).collect();
        let single = words.iter().any(|word| is_number(word.as_bytes()));
        // Written as 010190 12345, 01 01 90 12345 or 01.01.90-12345.
        single
            || (2..=words.len().min(4)).any(|count| {
                words
                    .windows(count)
                    .any(|group| is_number(&digits(&group.concat())))
            })
    })
}

fn is_number(digits: &[u8]) -> bool {
    if digits.len() != 11 || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let value = |at: usize| u32::from(digits[at] - b'0');
    let pair = |at: usize| value(at) * 10 + value(at + 1);
    let fits = |weights: &[u32]| {
        let sum: u32 = weights
            .iter()
            .enumerate()
            .map(|(at, weight)| weight * value(at))
            .sum();
        let control: u32 = (11 - sum % 11) % 11;
        control < 10 && control == value(weights.len())
    };
    let (day, month, year) = (born_on(pair(0)), pair(2), pair(4));
    // The century does not matter: 1900 alone was no leap year, and its 29 February does no harm.
    let year: Option<i32> = i32::try_from(2000 + year).ok();
    let day = year.and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    day.is_some() && fits(&FIRST) && fits(&SECOND)
}

/// The day of birth in the first two digits: a D-number has 4 added to the first.
fn born_on(first_two: u32) -> u32 {
    if first_two > 40 {
        first_two - 40
    } else {
        first_two
    }
}

/// Whether a number, which must be one, can be that of somebody born on `birth`: day, month and the last two digits
/// of the year.
pub fn fits_birth(number: &str, birth: NaiveDate) -> bool {
    let pair = |at: usize| -> Option<u32> { number.get(at..at + 2)?.parse().ok() };
    let year: u32 = birth.year().rem_euclid(100).unsigned_abs();
    pair(0).map(born_on) == Some(birth.day())
        && pair(2) == Some(birth.month())
        && pair(4) == Some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Invented: built from a day, a month, a year and a serial number, with the digits that control them.
    fn number(front: &str) -> Option<String> {
        (0..100)
            .map(|control| format!("{front}{control:02}"))
            .find(|one| is_number(one.as_bytes()))
    }

    #[test]
    fn the_control_digits_decide() {
        let whole: String = number("010190124").unwrap();
        assert_eq!(read(&whole), Some(whole.clone()));
        let spaced = format!("{} {}", &whole[..6], &whole[6..]);
        assert_eq!(read(&spaced), Some(whole.clone()));
        for at in 0..11 {
            let mut wrong: Vec<u8> = whole.clone().into_bytes();
            wrong[at] = b'0' + (wrong[at] - b'0' + 1) % 10;
            assert_eq!(read(&String::from_utf8(wrong).unwrap()), None, "digit {at}");
        }
    }

    #[test]
    fn a_d_number_is_one_too() {
        assert!(number("410190123").is_some());
        assert_eq!(number("320190123"), None);
        assert_eq!(number("720190123"), None);
        assert_eq!(number("011390123"), None);
        assert_eq!(number("000190123"), None);
        assert_eq!(number("310290123"), None, "31 February");
        assert_eq!(number("300290123"), None, "30 February");
        assert_eq!(number("290290123"), None, "1990 was no leap year");
        assert!(number("290292123").is_some() || number("290292124").is_some());
    }

    #[test]
    fn a_number_fits_its_day_of_birth() {
        let born = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let whole: String = number("010190124").unwrap();
        assert!(fits_birth(&whole, born(1990)));
        assert!(fits_birth(&number("410190123").unwrap(), born(1990)));
        assert!(!fits_birth(&whole, born(1991)));
        assert!(!fits_birth(&whole, born(1990).succ_opt().unwrap()));
        assert!(!fits_birth("", born(1990)));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for wrong in [
            "",
            "0101901234",
            "010190123456",
            "01o19012345",
            "00000000000",
            "０１０１９０12345",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_number_in_a_text_is_seen() {
        let whole: String = number("010190124").unwrap();
        let spaced = format!("{} {}", &whole[..6], &whole[6..]);
        let apart = format!(
            "{} {} {} {}",
            &whole[..2],
            &whole[2..4],
            &whole[4..6],
            &whole[6..]
        );
        let dotted = format!(
            "{}.{}.{}-{}",
            &whole[..2],
            &whole[2..4],
            &whole[4..6],
            &whole[6..]
        );
        let hyphen = format!("{}-{}", &whole[..6], &whole[6..]);
        let broken = format!("{}\n{}", &whole[..6], &whole[6..]);
        for text in [&whole, &spaced, &apart, &dotted, &hyphen, &broken] {
            assert!(stands_in(&format!("Født {text}, bor i Oslo")), "{text}");
        }
        for text in [
            "",
            "Ring 22 22 22 22",
            "12345678901",
            &format!("1{whole}"),
            "Konto 1234 56 78903 1",
        ] {
            assert!(!stands_in(text), "{text}");
        }
        assert_eq!(masked(&whole), "010190 •••••");
    }
}
