//! The sheets of invented people: sentence, own words, contacts, appointments, what goes on inside.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use overgang_domain::commands::{add_row, assign, set_fields};
use overgang_domain::reference::Reference;
use overgang_domain::register::Record;
use overgang_domain::sentence::Stay;
use overgang_domain::sheet::Sheet;
use overgang_domain::{FieldId, FieldValue, SheetId};

use super::colleagues::Colleague;
use super::dice::Dice;
use super::visits::Past;
use super::writing::Writing;

/// What people say they want, in their own words.
const GOALS: [&str; 4] = [
    "Jeg vil ta fagbrev som rørlegger.",
    "Jeg vil bo for meg selv og se ungene mine hver uke.",
    "Jeg vil ha en vanlig jobb og betale det jeg skylder.",
    "Jeg vil bare ha ro, og noen å ringe til.",
];

/// What gives meaning.
const MEANINGS: [&str; 3] = [
    "Verkstedet. Der får jeg til noe.",
    "Skolen, og at læreren tror på meg.",
    "Treningen, den gjør hodet stille.",
];

/// Who is there outside.
const CONTACTS: [(&str, &str); 4] = [
    ("family", "Mor (Testa)"),
    ("friend", "Kompis fra kurset (Lomvi)"),
    ("support-person", "Besøker fra Røde Kors (Rypelill)"),
    ("employer", "Prøve Rør AS ved daglig leder"),
];

/// Fills in some of a person's sheets on the last visit.
pub(super) fn fill<'a>(writing: &mut Writing<'a>, dice: &mut Dice, past: &Past<'a>) {
    let (person, reference, today) = (past.person, past.judge.reference, past.today);
    let by: &Colleague = dice.pick::<&Colleague>(past.visitors);
    let on = |days: i64| {
        let day = today.checked_add_signed(TimeDelta::days(days));
        day.map_or(FieldValue::Empty, FieldValue::Day)
    };
    let text = |words: &str| FieldValue::Text(words.to_owned());
    let own_words = [
        ("goal", text(dice.pick::<&str>(&GOALS))),
        ("meaning", text(dice.pick::<&str>(&MEANINGS))),
    ];
    set(writing, by, reference, &own_words, today);
    if person.stay == Stay::Convicted {
        let served: i64 = dice.between(120, 700);
        let months: i64 = (served + person.release_in.unwrap_or(200).max(30)) * 3 / 2 / 30;
        let months = i32::try_from(months).unwrap_or(12);
        let sentence = [
            ("admission", on(-served)),
            ("sentence-months", FieldValue::Number(months)),
        ];
        set(writing, by, reference, &sentence, today);
    }
    writing.act(by, |pen, plan| assign(pen, plan, Some(by.user.user), None));
    let (kind, name) = *dice.pick(&CONTACTS);
    let contact = [("kind", FieldValue::one(kind)), ("name", text(name))];
    add(writing, by, reference, "contact", &contact, today);
    let appointment = [
        ("kind", FieldValue::one("nav")),
        ("with", text("Veileder på NAV-kontoret hjemme")),
        (
            "day",
            on(on_a_working_day(
                today,
                person.release_in.unwrap_or(14).max(1) + 1,
            )),
        ),
        ("from", FieldValue::Clock(10 * 60)),
    ];
    add(writing, by, reference, "appointment", &appointment, today);
    let days =
        |days: &[&str]| FieldValue::Chosen(days.iter().map(|day| (*day).to_owned()).collect());
    let gym = [
        ("kind", FieldValue::one("gym")),
        ("weekdays", days(&["monday", "wednesday"])),
        ("from", FieldValue::Clock(15 * 60)),
        ("to", FieldValue::Clock(16 * 60 + 30)),
    ];
    add(writing, by, reference, "activity", &gym, today);
    if dice.percent(40) {
        let library = [
            ("kind", FieldValue::one("library")),
            ("weekdays", days(&["wednesday"])),
            ("from", FieldValue::Clock(15 * 60 + 30)),
            ("to", FieldValue::Clock(17 * 60)),
        ];
        add(writing, by, reference, "activity", &library, today);
    }
}

/// Fields of the plan itself.
pub(super) fn set<'a>(
    writing: &mut Writing<'a>,
    by: &'a Colleague,
    reference: &Reference,
    values: &[(&str, FieldValue)],
    today: NaiveDate,
) {
    writing.act(by, |pen, plan| {
        let (forms, header) = (reference.forms(), &Record::Header);
        set_fields(pen, plan, forms, header, named(values), None, today).unwrap_or_default()
    });
}

fn add<'a>(
    writing: &mut Writing<'a>,
    by: &'a Colleague,
    reference: &Reference,
    sheet: &str,
    values: &[(&str, FieldValue)],
    today: NaiveDate,
) {
    let sheet: Option<&Sheet> = reference.sheets.get(&SheetId::from(sheet));
    writing.act(by, |pen, plan| {
        let added = sheet.and_then(|sheet| {
            add_row(pen, plan, reference.forms(), sheet, named(values), today).ok()
        });
        added.map(|(_, entries)| entries).unwrap_or_default()
    });
}

/// So many days from `today`, or a few more, so that an office is open.
fn on_a_working_day(today: NaiveDate, days: i64) -> i64 {
    let is_open = |days: &i64| {
        let day = today.checked_add_signed(TimeDelta::days(*days));
        day.is_none_or(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
    };
    (days..days + 7).find(is_open).unwrap_or(days)
}

fn named(values: &[(&str, FieldValue)]) -> BTreeMap<FieldId, FieldValue> {
    let values = values.iter();
    values
        .map(|(id, value)| (FieldId::from(*id), value.clone()))
        .collect()
}
