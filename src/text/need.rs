//! Needs in rounds, and the questions of a first conversation.

use overgang_domain::commands::AnswerNeedError;
use overgang_domain::need::NeedState;

/// The rounds.
pub const ROUND: &str = "Runde";
/// How rounds work.
pub const HELP: &str = "Vi spør om behov i runder. Svarene fra forrige runde står ved siden av: bruk dem, eller svar på nytt. \
    Svarene avgjør ingenting, men foreslår punkter til planen.";
/// An answer of the round before.
pub const BEFORE: &str = "Forrige runde";
/// Takes over all answers of the round before in one area.
pub const TAKE_OVER: &str = "Bruk svarene fra forrige runde";
/// Nobody has asked.
pub const NOT_ASKED: &str = "Ikke spurt";
/// Skips an area.
pub const SKIP: &str = "Hopp over området";
/// Does it.
pub const DO_SKIP: &str = "Hopp over";
/// Why.
pub const SKIP_REASON: &str = "Hvorfor hoppes området over?";
/// It is skipped.
pub const SKIPPED: &str = "Hoppet over";
/// Asks after all.
pub const UNSKIP: &str = "Spør likevel";
/// A reason is missing.
pub const REASON_MISSING: &str = "Skriv hvorfor, ellers er området bare ikke spurt.";
/// Words beside an answer.
pub const WORDS: &str = "Med egne ord";
/// Saves the words.
pub const SAVE_WORDS: &str = "Lagre ordene";
/// A round that lies ahead.
pub const TOO_EARLY: &str = "Denne runden holdes først fra";
/// The questions.
pub const QUESTIONS: &str = "Spørsmål å starte med";
/// How to say why.
pub const QUESTIONS_HELP: &str =
    "Ta dem i den rekkefølgen som passer. Alt kan stå ubesvart, og «vil ikke svare» er et svar.";
/// Why a question is asked.
pub const WHY: &str = "Hvorfor spør vi?";
/// Does not want to answer.
pub const DECLINED: &str = "Vil ikke svare";
/// What an answer proposes.
pub const PROPOSES: &str = "Svaret foreslår";
/// Takes the proposals.
pub const CONFIRM: &str = "Legg inn i planen";

/// Nothing is needed in an area.
pub const NONE_HERE: &str = "Ingen behov";
/// Words that are too long.
pub const TOO_LONG: &str = "Teksten er for lang. Kort den ned.";

/// A condition that an answer sets or takes away.
pub fn condition(label: &str, holds: bool) -> String {
    if holds {
        format!("Gjelder: {label}")
    } else {
        format!("Gjelder ikke lenger: {label}")
    }
}

/// A state.
pub fn state(state: NeedState) -> &'static str {
    match state {
        NeedState::NotAsked => NOT_ASKED,
        NeedState::Declined => "Vil ikke svare",
        NeedState::Identified => "Behov",
        NeedState::Met => "Dekket",
        NeedState::Unmet => "Ikke dekket",
        NeedState::Withdrawn => "Ønsker ikke lenger",
    }
}

/// How many needs of an area were asked, and how many call for something.
pub fn counts(asked: usize, all: usize, calling: usize) -> String {
    format!("{asked} av {all} spurt, {calling} behov")
}

/// The person does not want to answer anything in the area.
pub const DECLINES_AREA: &str = "Vil ikke svare om området";

/// Ends the conversation.
pub const CLOSING: &str = "Til slutt:";

/// About how long a question takes.
pub fn minutes(minutes: u32) -> String {
    format!("ca. {minutes} min")
}

/// Everything was asked or skipped.
pub const NOTHING_LEFT: &str = "Alle områdene er spurt om eller hoppet over allerede.";
/// Skips what is left of a round.
pub const SKIP_ROUND: &str = "Hopp over resten av runden";
/// What that does.
pub const SKIP_ROUND_HELP: &str = "Områdene der ingenting er spurt, hoppes over med denne grunnen. Ikke skriv om lovbruddet, offeret eller diagnoser.";

/// Why an answer was not written.
pub fn refused(why: AnswerNeedError) -> &'static str {
    match why {
        AnswerNeedError::ReasonMissing => REASON_MISSING,
        AnswerNeedError::NothingLeft => NOTHING_LEFT,
        AnswerNeedError::TooLong => TOO_LONG,
    }
}
