//! The checklist template: its draft, its versions, and what a version does to a plan.

use overgang_domain::ItemId;
use overgang_domain::commands::PublishError;
use overgang_domain::template::draft::Impact;

/// The page.
pub const TITLE: &str = "Malen for sjekklisten";
/// What the page is for.
pub const LEAD: &str = "Malen sier hvilke punkter en plan kan ha, når de skal gjøres, og hvem som har ansvaret. Planer som er i gang, beholder sin versjon til noen tar i bruk en ny.";
/// Only administrators write.
pub const READ_ONLY: &str = "Bare de som forvalter malen, kan endre den.";
/// The draft.
pub const DRAFT: &str = "Utkast";
/// The draft is empty.
pub const NO_CHANGES: &str =
    "Utkastet er likt versjonen som gjelder. Endre et punkt nedenfor for å begynne.";
/// The items.
pub const ITEMS: &str = "Punktene i malen";
/// An item that the draft changes.
pub const CHANGED: &str = "endret";
/// An item that the draft adds.
pub const NEW: &str = "nytt";
/// An item that is taken out.
pub const RETIRED: &str = "tatt ut";
/// A new item.
pub const NEW_ITEM: &str = "Nytt punkt i malen";
/// Takes away an item that was never published.
pub const DROP_NEW: &str = "Ta bort det nye punktet";
/// Works out what plans get.
pub const SHOW_IMPACT: &str = "Vis hva som endres i planene";
/// While it is worked out.
pub const WORKING: &str = "Går gjennom planene …";
/// No plan would change.
pub const NO_IMPACT: &str = "Ingen plan på denne enheten blir endret.";
/// What is new, in words.
pub const WORDS: &str = "Hva er nytt?";
/// For whom the words are.
pub const WORDS_HELP: &str = "Vises i hver plan, for dem som skal ta versjonen i bruk.";
/// Published.
pub const PUBLISHED: &str = "Versjonen er gitt ut.";
/// Earlier versions.
pub const VERSIONS: &str = "Versjoner";
/// The version that came with the app.
pub const SHIPPED: &str = "fulgte med appen";
/// The banner in a plan.
pub const NEWER: &str = "Det finnes en ny versjon av malen.";
/// Takes it.
pub const TAKE: &str = "Ta i bruk ny versjon";
/// Taken.
pub const TAKEN: &str = "Planen følger den nye versjonen.";
/// What it would do.
pub const WHAT_CHANGES: &str = "Hva endres i planen?";
/// Nothing.
pub const NOTHING_HERE: &str = "Ingenting i denne planen blir endret.";
/// What is answered stays.
pub const ANSWERS_STAY: &str = "Alt som er skrevet i planen, blir stående.";

/// A version.
pub fn version(number: u32) -> String {
    format!("Versjon {number}")
}

/// Publishes it.
pub fn publish(number: u32) -> String {
    format!("Gi ut versjon {number}")
}

/// How many plans would change.
pub fn plans_change(changed: usize, all: usize) -> String {
    format!(
        "{changed} av {all} planer på denne enheten blir endret når noen tar versjonen i bruk der."
    )
}

/// Why nothing was published.
pub fn refused(refusal: &PublishError) -> &'static str {
    match refusal {
        PublishError::NothingChanged => {
            "Utkastet er likt versjonen som gjelder. Endre et punkt først."
        }
        PublishError::WordsMissing => "Skriv med noen ord hva som er nytt.",
        PublishError::WordsTooLong => "Teksten er for lang. Kort den ned.",
        PublishError::TooLarge => {
            "Det er for mange endringer i én versjon. Kort ned hjelpetekster."
        }
        PublishError::Faults(_) => "Noe i utkastet stemmer ikke. Rett det som står ved punktene.",
    }
}

/// What happens to a plan, as a heading and in short, and to which items.
fn parts(impact: &Impact) -> impl Iterator<Item = (&'static str, &'static str, &[ItemId])> {
    let parts: [(&str, &str, &[ItemId]); 7] = [
        ("Nye punkter", "nye", &impact.added),
        ("Får nytt navn", "nytt navn", &impact.renamed),
        ("Får nye dager", "nye dager", &impact.moved),
        ("Får ny ansvarlig etat", "ny etat", &impact.handed_over),
        ("Endret ellers", "endret ellers", &impact.otherwise),
        ("Går ut", "går ut", &impact.gone),
        (
            "Tatt ut av malen, men blir stående",
            "blir stående",
            &impact.kept,
        ),
    ];
    parts.into_iter().filter(|(_, _, items)| !items.is_empty())
}

/// What happens to a plan: a heading for each list of items, and the items.
pub fn lists(
    impact: &Impact,
    name: impl Fn(&ItemId) -> String,
) -> Vec<(&'static str, Vec<String>)> {
    parts(impact)
        .map(|(heading, _, items)| (heading, items.iter().map(&name).collect()))
        .collect()
}

/// The same in one line of numbers.
pub fn in_short(impact: &Impact) -> String {
    let counts = parts(impact).map(|(_, words, items)| format!("{} {words}", items.len()));
    counts.collect::<Vec<String>>().join(", ")
}
