//! What a passphrase must be, and words to offer. Three words of 9,600 hold for thousands of years of one core's
//! guessing (39.7 bits, at two tenths of a second each); so do twelve characters that nobody has written before. A short number
//! alone does not: four digits fall in half an hour.

use std::collections::BTreeSet;

use js_sys::JsString;
use uuid::Uuid;

use super::passphrase_words::{FIRST, SECOND};
use super::webcrypto::{CryptoError, random_bytes};

/// How many words are offered.
const WORDS: usize = 3;
/// How many characters one's own must have.
const LEAST: usize = 12;
/// How many different ones.
const DIFFERENT: usize = 6;

/// A passphrase is too easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeakPassphrase {
    /// Fewer than 12 characters.
    Short,
    /// Digits only.
    Number,
    /// The same few characters again and again.
    Repeated,
}

/// The passphrase as it counts: a composed letter and its parts are one, and so are one space and several.
pub fn normalised(passphrase: &str) -> String {
    let composed = String::from(JsString::from(passphrase).normalize("NFC"));
    composed.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// Refuses what is easy to guess.
pub fn check_passphrase(passphrase: &str) -> Result<(), WeakPassphrase> {
    let passphrase: String = normalised(passphrase);
    if passphrase.chars().count() < LEAST {
        return Err(WeakPassphrase::Short);
    }
    if passphrase
        .chars()
        .all(|c| c.is_ascii_digit() || !c.is_alphanumeric())
    {
        return Err(WeakPassphrase::Number);
    }
    let different: BTreeSet<char> = passphrase.to_lowercase().chars().collect();
    if different.len() < DIFFERENT {
        return Err(WeakPassphrase::Repeated);
    }
    Ok(())
}

/// Whether two are the same, as they count.
pub fn is_same_passphrase(one: &str, other: &str) -> bool {
    normalised(one) == normalised(other)
}

/// The word by which people know a space: made of its random id, so that it tells nothing of whose it is.
pub fn space_name(space: Uuid) -> String {
    let bytes: &[u8; 16] = space.as_bytes();
    let part = |at: usize, list: &[&'static str]| {
        let number: usize = bytes.get(at).copied().map_or(0, usize::from);
        list.get(number % list.len()).copied().unwrap_or_default()
    };
    let word: String = format!("{}{}", part(0, &FIRST), part(1, &SECOND));
    let mut letters = word.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// Three words drawn by chance.
pub fn offer_passphrase() -> Result<String, CryptoError> {
    let mut words: Vec<String> = Vec::with_capacity(WORDS);
    while words.len() < WORDS {
        words.push(format!("{}{}", drawn(&FIRST)?, drawn(&SECOND)?));
    }
    Ok(words.join(" "))
}

/// One of the list, each as likely as any other.
fn drawn(list: &'static [&'static str]) -> Result<&'static str, CryptoError> {
    loop {
        // Of 256 numbers only as many are used as go evenly into the list.
        let [number] = random_bytes::<1>()?;
        let even: usize = 256 - 256 % list.len();
        let number = usize::from(number);
        if let Some(word) = list.get(number % list.len()).filter(|_| number < even) {
            return Ok(word);
        }
    }
}
