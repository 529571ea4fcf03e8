//! The sixty invented people: names that nobody bears, a prison, a release date, answers.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use overgang_domain::sentence::Stay;
use overgang_domain::{ConditionId, PrisonId};

use super::dice::Dice;
use super::sharing::Sharing;

/// One invented person.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// The name.
    pub(super) name: String,
    /// The date of birth, where somebody asked.
    pub(super) birth_date: Option<NaiveDate>,
    /// The prison.
    pub(super) prison: PrisonId,
    /// Days from the practice day to the release; negative: released; `None`: nobody knows.
    pub(super) release_in: Option<i64>,
    /// Why the person is in prison.
    pub(super) stay: Stay,
    /// The answers given so far.
    pub(super) answers: BTreeMap<ConditionId, bool>,
    /// Everything for the first day is arranged.
    pub(super) is_ready: bool,
    /// The place among all of them.
    pub(super) place: usize,
    /// What the person shares.
    pub(super) sharing: Sharing,
}

/// Names in other letters, long ones and short ones: a screen has to show all of them.
const UNUSUAL_NAMES: [&str; 12] = [
    "Áile-Máret Geahččaleaddji",
    "Łucja Próbna-Ćwiczeńska",
    "تجريبي مثالي",
    "Maximiliana-Alexandrina Testofine von und zu Øvingshausen-Prøvestad-Eksempelsen den yngre",
    "Bo Å",
    "Ýmir Prufuson Þykjustu",
    "Nguyễn Thử Nghiệm",
    "Test O’Prøve-Øvingsrud",
    "Zażółć Gęślą-Jaźń Próbny",
    "Ñandú Ensayo Ejemplo",
    "Љубо Пробић",
    "Tom & Prøve <Øving> Testesen",
];

const FIRST_NAMES: [&str; 24] = [
    "Testa",
    "Øving",
    "Fjellrev",
    "Prøva",
    "Elgine",
    "Harepus",
    "Lomvi",
    "Tiurulf",
    "Spovia",
    "Snøfnugg",
    "Granbar",
    "Rypelill",
    "Gaupe",
    "Ekornelius",
    "Blåklokke",
    "Måsulf",
    "Røyskatt",
    "Multebjørg",
    "Lyngar",
    "Hubroar",
    "Tyttebær",
    "Kvistine",
    "Jervulf",
    "Pinnsvein",
];

const LAST_NAMES: [&str; 8] = [
    "Prøvesen",
    "Testesen",
    "Øvingsrud",
    "Liksomsen",
    "Eksempelstad",
    "Låtsberg",
    "Påfunnvik",
    "Oppdiktet",
];

/// Days from the practice day to the release: some past, many soon, some far.
const RELEASES: [i64; 50] = [
    -45, -20, -9, -3, -1, 0, 1, 2, 3, 4, 6, 7, 9, 10, 12, 14, 16, 18, 20, 22, 25, 27, 29, 33, 36,
    40, 44, 48, 52, 57, 63, 70, 77, 84, 89, 100, 112, 120, 135, 150, 180, 210, 240, 270, 300, 365,
    420, 500, 640, 900,
];

/// Those of them for whom all is arranged, and who have to be asked about nothing more.
const READY: [i64; 7] = [-20, -3, 2, 7, 14, 22, 29];

/// Conditions that call for an item of every light.
const ASKED_OF_THE_READY: [&str; 2] = ["new-rental", "prescription-medication"];

/// How many more have no date because nobody has said one, and how many because they are on remand.
const WITHOUT_DATE: usize = 5;
const ON_REMAND: usize = 5;

/// Conditions and how many of a hundred they hold for.
const ANSWERS: [(&str, u64); 26] = [
    ("stay-3-months-or-more", 75),
    ("sentence-over-6-months", 55),
    ("under-25", 15),
    ("conditional-release", 55),
    ("was-renting", 25),
    ("no-home", 40),
    ("new-rental", 15),
    ("needs-housing-support", 20),
    ("receives-disability-pension", 15),
    ("reduced-work-capacity", 30),
    ("job-seeker", 50),
    ("no-income", 45),
    ("has-children", 35),
    ("driving-licence-issue", 20),
    ("wants-education", 30),
    ("in-education", 15),
    ("limited-norwegian", 12),
    ("foreign-national", 10),
    ("prescription-medication", 40),
    ("health-follow-up", 30),
    ("no-valid-id", 35),
    ("no-bank-account", 25),
    ("no-eid", 50),
    ("has-debt", 60),
    ("wants-company", 30),
    ("wants-faith-contact", 15),
];

/// The people of some prisons, so many in each; sixty in all.
pub(super) fn people(dice: &mut Dice, places: &[(PrisonId, usize)], day: NaiveDate) -> Vec<Person> {
    let dice: &mut Dice = &mut dice.split();
    let mut prisons: Vec<&PrisonId> = places
        .iter()
        .flat_map(|(prison, count)| std::iter::repeat_n(prison, *count))
        .collect();
    dice.shuffle(&mut prisons);
    let dated = RELEASES.iter().map(|days| (Some(*days), false));
    let undated = std::iter::repeat_n((None, false), WITHOUT_DATE);
    let remand = std::iter::repeat_n((None, true), ON_REMAND);
    let releases = dated.chain(undated).chain(remand);
    prisons
        .into_iter()
        .zip(releases)
        .zip(names())
        .enumerate()
        .map(|(place, ((prison, (release_in, is_remand)), name))| {
            let is_ready: bool = release_in.is_some_and(|days| READY.contains(&days));
            Person {
                name,
                birth_date: birth_date(dice, day),
                prison: prison.clone(),
                release_in,
                stay: if is_remand {
                    Stay::Remand
                } else {
                    Stay::Convicted
                },
                answers: answers(dice, is_ready),
                is_ready,
                place,
                sharing: Sharing::of(place),
            }
        })
        .collect()
}

/// Every fifth name is an unusual one; no two are the same.
fn names() -> impl Iterator<Item = String> {
    let mut unusual = UNUSUAL_NAMES.iter();
    let usual = (0..).map(|at: usize| {
        let first: &str = FIRST_NAMES[at % FIRST_NAMES.len()];
        let round: usize = at / FIRST_NAMES.len();
        let last: &str = LAST_NAMES[(at + 3 * round) % LAST_NAMES.len()];
        format!("{first} {last}")
    });
    usual.enumerate().flat_map(move |(at, name)| {
        let extra = if at % 4 == 3 { unusual.next() } else { None };
        std::iter::once(name).chain(extra.map(|name| (*name).to_owned()))
    })
}

fn birth_date(dice: &mut Dice, day: NaiveDate) -> Option<NaiveDate> {
    let is_asked: bool = dice.percent(70);
    let age_in_days: u64 = 7_300 + dice.below(15_000) as u64;
    is_asked
        .then(|| day.checked_sub_days(Days::new(age_in_days)))
        .flatten()
}

fn answers(dice: &mut Dice, is_ready: bool) -> BTreeMap<ConditionId, bool> {
    let mut answers: BTreeMap<ConditionId, bool> = BTreeMap::new();
    for (condition, chance) in ANSWERS {
        let is_asked: bool = dice.percent(70);
        let applies: bool = dice.percent(chance);
        if is_asked {
            answers.insert(ConditionId::from(condition), applies);
        }
    }
    if is_ready {
        let asked = ASKED_OF_THE_READY.map(|condition| (ConditionId::from(condition), true));
        answers.extend(asked);
    }
    answers
}
