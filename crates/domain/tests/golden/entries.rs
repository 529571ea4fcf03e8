//! One entry of every kind, as the golden files have them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use overgang_domain::change::{ErasureGround, Role};
use overgang_domain::register::Record;
use overgang_domain::{
    AgencyId, AreaId, Change, ConditionId, DeviceId, Due, Entry, EntryId, FieldId, FieldValue,
    ItemId, NoteId, PlanId, PrisonId, PublicLineId, RowId, SheetId, Status, Timestamp, UserId,
};
use uuid::Uuid;

/// File name, what it is about, and the entry.
pub(crate) fn all() -> Vec<(&'static str, &'static str, Entry)> {
    let mut all: Vec<(&'static str, &'static str, Entry)> = header();
    all.extend(items());
    all.extend(notes());
    all.extend(others());
    all.extend(of_the_centre());
    all
}

fn header() -> Vec<(&'static str, &'static str, Entry)> {
    vec![
        (
            "plan_opened",
            "A plan was opened for a person; it writes every field of the header that it names.",
            first(Change::PlanOpened {
                name: "Prøve Prøvesen".to_owned(),
                birth_date: day(1990, 5, 17),
                prison: PrisonId::from("ullersmo"),
                release_date: day(2027, 3, 1),
                template: 2,
            }),
        ),
        (
            "person_named",
            "The person's name was corrected.",
            later(Change::PersonNamed {
                name: "Æsa Ødegård-Å".to_owned(),
            }),
        ),
        (
            "birth_date_set",
            "The date of birth was set.",
            first(Change::BirthDateSet {
                birth_date: day(1990, 5, 17),
            }),
        ),
        (
            "release_date_set",
            "The release date was taken away.",
            Entry {
                replaces: BTreeSet::from([entry_id(6), entry_id(7)]),
                ..later(Change::ReleaseDateSet { release_date: None })
            },
        ),
        (
            "condition_answered",
            "It was answered whether a condition holds.",
            first(Change::ConditionAnswered {
                condition: ConditionId::from("no-home"),
                applies: true,
            }),
        ),
    ]
}

fn items() -> Vec<(&'static str, &'static str, Entry)> {
    let item = ItemId::from("id-check");
    vec![
        (
            "item_added",
            "An item that the template does not have was added.",
            first(Change::ItemAdded {
                item: ItemId::from("01a2df97-0000-7000-8000-000000000005"),
                area: AreaId::from("housing"),
                title: "Hente sykkelen i kjelleren".to_owned(),
            }),
        ),
        (
            "status_set",
            "An item's status was set, with a word why.",
            later(Change::StatusSet {
                item: item.clone(),
                status: Status::UnderWay,
                why: "Søknad sendt".to_owned(),
            }),
        ),
        (
            "owner_set",
            "It was agreed who does an item.",
            first(Change::OwnerSet {
                item: item.clone(),
                agency: Some(AgencyId::from("prison-social")),
                person: "Kari".to_owned(),
            }),
        ),
        (
            "due_set",
            "It was agreed when an item is to be done, so many days before the release.",
            first(Change::DueSet {
                item,
                due: Due::DaysBeforeRelease(10),
            }),
        ),
    ]
}

fn notes() -> Vec<(&'static str, &'static str, Entry)> {
    vec![
        (
            "note_written",
            "A note was written on an item.",
            first(Change::NoteWritten {
                note: note(),
                item: Some(ItemId::from("id-check")),
                text: "Sa \"ja\".\nRinger tirsdag.".to_owned(),
            }),
        ),
        (
            "note_reworded",
            "A note's text was corrected.",
            later(Change::NoteReworded {
                note: note(),
                text: "Ringer onsdag.".to_owned(),
            }),
        ),
    ]
}

fn others() -> Vec<(&'static str, &'static str, Entry)> {
    // Kind 900 with a few bytes of its own.
    let newer: [u8; 6] = [0x84, 0x07, 0x00, 0xff, 0x80, 0x01];
    vec![
        (
            "record_struck",
            "A note was struck out; the strike names what it saw.",
            first(Change::RecordStruck {
                record: Record::Note(note()),
                reason: "Feil person".to_owned(),
                saw: BTreeSet::from([entry_id(7)]),
            }),
        ),
        (
            "record_restored",
            "A struck out item counts again.",
            later(Change::RecordRestored {
                record: Record::Item(ItemId::from("id-check")),
            }),
        ),
        (
            "user_listed",
            "A user was listed in the directory.",
            Entry {
                plan: PlanId::DIRECTORY,
                ..first(Change::UserListed {
                    user: user(),
                    name: "Alice Prøve".to_owned(),
                    agency: AgencyId::from("nav-in-prison"),
                    role: Role::NavCaseworker,
                    further_roles: BTreeSet::new(),
                    prisons: BTreeSet::from(["halden", "ullersmo"].map(PrisonId::from)),
                })
            },
        ),
        (
            "row_added",
            "A row of a sheet was added: one field of each kind of value.",
            first(Change::RowAdded {
                row: RowId(Uuid::from_u128(0x01a2_df98_0000_7000_8000_0000_0000_0003)),
                sheet: SheetId::from("leave"),
                values: BTreeMap::from([
                    (FieldId::from("from"), FieldValue::Clock(9 * 60 + 30)),
                    (
                        FieldId::from("first-day"),
                        day(2027, 3, 1).map_or(FieldValue::Empty, FieldValue::Day),
                    ),
                    (FieldId::from("hours"), FieldValue::Number(-7)),
                    (FieldId::from("kind"), FieldValue::one("ordinary")),
                    (
                        FieldId::from("purpose"),
                        FieldValue::Text("Se på leilighet".to_owned()),
                    ),
                    (FieldId::from("note"), FieldValue::Empty),
                ]),
            }),
        ),
        (
            "fields_set",
            "Fields of the plan itself were filled in.",
            later(Change::FieldsSet {
                record: Record::Header,
                values: BTreeMap::from([
                    (FieldId::from("stay"), FieldValue::one("convicted")),
                    (FieldId::from("sentence-months"), FieldValue::Number(6)),
                ]),
            }),
        ),
        (
            "template_published",
            "A version of the checklist template: one item moved, one taken out.",
            Entry {
                plan: PlanId::DIRECTORY,
                ..first(Change::TemplatePublished {
                    template: 3,
                    base: 2,
                    items: BTreeMap::from([
                        (
                            ItemId::from("id-check"),
                            BTreeMap::from([(FieldId::from("start"), FieldValue::Number(12))]),
                        ),
                        (
                            ItemId::from("work-cv"),
                            BTreeMap::from([(FieldId::from("is-retired"), FieldValue::one("yes"))]),
                        ),
                    ]),
                    words: "Legitimasjon tidligere".to_owned(),
                })
            },
        ),
        (
            "template_taken",
            "A plan goes by another version of the checklist template.",
            later(Change::TemplateTaken { template: 3 }),
        ),
        (
            "unknown",
            "A kind of a newer app: kept to the byte, and skipped.",
            later(Change::from_bytes(&newer)),
        ),
    ]
}

fn of_the_centre() -> Vec<(&'static str, &'static str, Entry)> {
    vec![
        (
            "plan_moved",
            "The centre moved the plan to another prison's log.",
            later(Change::PlanMoved {
                prison: PrisonId::from("ullersmo"),
            }),
        ),
        (
            "access_overridden",
            "The centre opened a plan and an area of it to somebody for some days.",
            first(Change::AccessOverridden {
                user: user(),
                areas: BTreeSet::from([AreaId::from("housing")]),
                opens_plan: true,
                reason: "Har sagt at hen skal ta sitt liv i natt".to_owned(),
                until: NaiveDate::from_ymd_opt(2027, 1, 5).unwrap(),
            }),
        ),
        (
            "public_line_set",
            "The centre says of health matters what others may know by consent.",
            later(Change::PublicLineSet {
                line: PublicLineId::from("medicine"),
                is_arranged: Some(false),
            }),
        ),
        (
            "erased",
            "What is left of entries that have lost their content; written by the centre.",
            first(Change::Erased {
                entries: BTreeSet::from([entry_id(6), entry_id(7)]),
                ground: ErasureGround::Request,
            }),
        ),
    ]
}

/// An entry that replaces nothing.
fn first(change: Change) -> Entry {
    Entry {
        id: entry_id(1),
        plan: PlanId(Uuid::from_u128(0x01a2_df95_aaaa_7000_8000_0000_0000_0001)),
        author: user(),
        device: DeviceId(Uuid::from_u64_pair(0xd0, 0x01)),
        time: Timestamp {
            millis: 1_799_049_600_000,
            counter: 2,
        },
        replaces: BTreeSet::new(),
        change,
    }
}

/// An entry that replaces another.
fn later(change: Change) -> Entry {
    Entry {
        replaces: BTreeSet::from([entry_id(7)]),
        ..first(change)
    }
}

fn entry_id(number: u128) -> EntryId {
    EntryId(Uuid::from_u128(
        0x01a2_df96_0000_7000_8000_0000_0000_0000 + number,
    ))
}

fn note() -> NoteId {
    NoteId(Uuid::from_u128(0x01a2_df97_0000_7000_8000_0000_0000_0009))
}

fn user() -> UserId {
    UserId(Uuid::from_u64_pair(0xa0, 0x01))
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}
