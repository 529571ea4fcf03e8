//! In the place of all pages while the device has been without contact for too long; and the loose notes that are written
//! then.

/// The page.
pub const TITLE: &str = "Planene er lukket";
/// What to do.
pub const WHAT_TO_DO: &str = "Gå dit det er nett, eller slå det på. Så snart sentralen svarer, åpnes planene av seg selv, og det som venter, blir sendt.";
/// Nothing was tried yet.
pub const TRYING: &str = "Prøver å få kontakt med sentralen …";
/// Tries again.
pub const TRY_NOW: &str = "Prøv nå";

/// Why nothing is shown.
pub fn why(when: &str, hours: u32) -> String {
    let hours: String = match hours {
        1 => "1 time".to_owned(),
        n => format!("{n} timer"),
    };
    format!(
        "Denne enheten har ikke hatt kontakt med sentralen siden {when}. Etter {hours} uten kontakt vises ingen planer, for da kan opplysningene være gamle, eller enheten kan være på avveie. Ingenting av det du har skrevet, er borte."
    )
}

/// What waits.
pub fn waits(unsent: usize) -> Option<String> {
    match unsent {
        0 => None,
        1 => Some("1 endring venter på å bli sendt. Den ligger trygt her.".to_owned()),
        n => Some(format!(
            "{n} endringer venter på å bli sendt. De ligger trygt her."
        )),
    }
}

/// What was fetched was deleted, and when.
pub fn emptied(day: &str, days: u32) -> String {
    let days: String = match days {
        1 => "1 dag".to_owned(),
        n => format!("{n} dager"),
    };
    format!(
        "Det som var hentet fra sentralen, ble slettet fra denne enheten {day}, etter {days} uten kontakt. Det du ikke har fått sendt, ligger her fortsatt. Resten hentes på nytt ved neste kontakt."
    )
}

/// Writing without a plan.
pub const WRITE: &str = "Skriv et løst notat";
/// What becomes of it.
pub const WRITE_LEAD: &str = "Du kan skrive det du må huske. Det lagres låst på enheten mens du skriver. Når planene er åpne igjen, legger du notatet i riktig plan.";
/// Whom it is about.
pub const ABOUT_WHOM: &str = "Hvem gjelder det?";
/// The note.
pub const NOTE: &str = "Notat";
/// The next one.
pub const NEXT: &str = "Ferdig, skriv et nytt";
/// It is not wanted.
pub const DISCARD: &str = "Forkast";

/// How many lie here.
pub fn written(notes: usize) -> String {
    match notes {
        1 => "1 løst notat ligger låst her. Det vises når planene er åpne igjen.".to_owned(),
        n => format!("{n} løse notater ligger låst her. De vises når planene er åpne igjen."),
    }
}

/// The list, once plans are open.
pub const LIST: &str = "Løse notater";
/// What to do with them.
pub const LIST_HELP: &str = "Dette skrev du mens planene var lukket. Velg planen som notatet hører til. Det du skrev om hvem det gjelder, blir ikke med inn i planen.";
/// Nobody was named.
pub const NOBODY: &str = "Uten navn";
/// Which plan.
pub const PLAN: &str = "Plan";
/// None yet.
pub const CHOOSE: &str = "Velg plan";
/// No plan was chosen.
pub const PLAN_MISSING: &str = "Velg planen som notatet hører til.";
/// Puts it there.
pub const PUT: &str = "Legg i planen";
/// It is there.
pub const PUT_DONE: &str = "Notatet er lagt i planen.";
/// Throws it away.
pub const THROW: &str = "Kast";
/// And it is meant.
pub const THROW_SURE: &str = "Kast for godt";
/// It is not.
pub const KEEP: &str = "Behold";

/// When it was written.
pub fn written_at(when: &str) -> String {
    format!("Skrevet {when}")
}

/// What becomes of it in the plan, where its entry has the time at which it is put there.
pub fn in_plan(text: &str, when: &str) -> String {
    let text: &str = text.trim();
    if text.is_empty() {
        return String::new();
    }
    format!("{text}\n\nSkrevet {when}, lagt i planen senere.")
}
