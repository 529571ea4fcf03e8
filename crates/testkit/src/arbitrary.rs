//! Proptest strategies: entries of every kind, honest and not, over few names, so that they meet.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use overgang_domain::change::Role;
use overgang_domain::register::Record;
use overgang_domain::{
    AgencyId, AreaId, Change, ConditionId, DeviceId, Due, Entry, EntryId, FieldId, FieldValue,
    ItemId, NoteId, PlanId, PrisonId, RoundId, RowId, SheetId, Status, Stored, Timestamp, UserId,
};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use uuid::Uuid;

use crate::hostile_texts::HOSTILE_TEXTS;

/// How many ids there are for entries to have or to name.
const IDS: u64 = 24;

/// A text, often a nasty one.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => "\\PC{0,12}",
        2 => select(HOSTILE_TEXTS.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

/// An entry's id out of a small pool, so that entries name each other, themselves and nothing.
pub fn entry_id() -> impl Strategy<Value = EntryId> {
    (0..IDS).prop_map(numbered_id)
}

/// Entry number so and so.
pub fn numbered_id(number: u64) -> EntryId {
    EntryId(Uuid::from_u64_pair(0xE0, number))
}

/// One of two plans.
pub fn plan_id() -> impl Strategy<Value = PlanId> {
    (1..3_u64).prop_map(|number| PlanId(Uuid::from_u64_pair(0xB0, number)))
}

/// One of three users.
pub fn user_id() -> impl Strategy<Value = UserId> {
    (1..4_u64).prop_map(|number| UserId(Uuid::from_u64_pair(0xA0, number)))
}

/// A day in 2027, or an absurd one.
pub fn date() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        20 => (1..366_u32).prop_filter_map("a day", |day| NaiveDate::from_yo_opt(2027, day)),
        1 => Just(NaiveDate::MIN),
        1 => Just(NaiveDate::MAX),
    ]
}

/// A device's time, wild ones too.
pub fn time() -> impl Strategy<Value = Timestamp> {
    let millis = prop_oneof![4 => 0..20_u64, 1 => any::<u64>()];
    (millis, 0..3_u32).prop_map(Timestamp::from)
}

/// What a change can say, of every known kind and some unknown and malformed ones.
pub fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        // Boxed: unboxed, all kinds together are too large for a test's stack.
        header_change().boxed(),
        item_change().boxed(),
        note_change().boxed(),
        other_change().boxed(),
        sheet_change().boxed(),
        unknown_change().boxed()
    ]
}

/// An entry with this id that replaces some of the pool: earlier, later, foreign and unknown ones.
pub fn entry(id: EntryId) -> impl Strategy<Value = Entry> {
    (
        plan_id(),
        user_id(),
        1..4_u64,
        time(),
        btree_set(entry_id(), 0..4),
        change(),
    )
        .prop_map(
            move |(plan, author, device, time, replaces, change)| Entry {
                id,
                plan,
                author,
                device: DeviceId(Uuid::from_u64_pair(0xD0, device)),
                time,
                replaces,
                change,
            },
        )
}

/// Entries with ids of their own, some of them received.
pub fn entries() -> impl Strategy<Value = Vec<Stored>> {
    let numbers: Vec<u64> = (0..IDS).collect();
    subsequence(numbers, 0..=usize::try_from(IDS).unwrap_or(0))
        .prop_flat_map(|numbers| {
            let each = numbers
                .into_iter()
                .map(|number| stored(numbered_id(number)));
            each.collect::<Vec<_>>()
        })
        .prop_shuffle()
}

/// Entries of which several may have one id and say different things, as a faulty device writes them.
pub fn clashing_entries() -> impl Strategy<Value = Vec<Stored>> {
    vec(
        (0..4_u64).prop_flat_map(|number| stored(numbered_id(number))),
        0..10,
    )
}

/// The same entries in another order, some of them again and some with other receipts.
pub fn rearranged(entries: Vec<Stored>) -> impl Strategy<Value = Vec<Stored>> {
    let again = vec((any::<Index>(), option::of(0..20_u64)), 0..8);
    (Just(entries), again)
        .prop_map(|(mut entries, again)| {
            for (place, received_at) in again {
                if !entries.is_empty() {
                    let entry: Entry = place.get(&entries).entry.clone();
                    entries.push(Stored { entry, received_at });
                }
            }
            entries
        })
        .prop_shuffle()
}

fn stored(id: EntryId) -> impl Strategy<Value = Stored> {
    (entry(id), option::of(0..20_u64))
        .prop_map(|(entry, received_at)| Stored { entry, received_at })
}

fn header_change() -> impl Strategy<Value = Change> {
    let prison = select(vec!["ullersmo", "halden"]).prop_map(PrisonId::from);
    prop_oneof![
        (
            text(),
            option::of(date()),
            prison,
            option::of(date()),
            0..4_u32
        )
            .prop_map(|(name, birth_date, prison, release_date, template)| {
                Change::PlanOpened {
                    name,
                    birth_date,
                    prison,
                    release_date,
                    template,
                }
            }),
        text().prop_map(|name| Change::PersonNamed { name }),
        option::of(date()).prop_map(|birth_date| Change::BirthDateSet { birth_date }),
        option::of(date()).prop_map(|release_date| Change::ReleaseDateSet { release_date }),
        (condition(), any::<bool>())
            .prop_map(|(condition, applies)| Change::ConditionAnswered { condition, applies }),
    ]
}

fn item_change() -> impl Strategy<Value = Change> {
    let area = select(vec!["housing", "health", "no-such-area"]).prop_map(AreaId::from);
    prop_oneof![
        (item(), area, text()).prop_map(|(item, area, title)| Change::ItemAdded {
            item,
            area,
            title
        }),
        (item(), status(), text()).prop_map(|(item, status, why)| Change::StatusSet {
            item,
            status,
            why
        }),
        (item(), option::of(agency()), text()).prop_map(|(item, agency, person)| {
            Change::OwnerSet {
                item,
                agency,
                person,
            }
        }),
        (item(), due()).prop_map(|(item, due)| Change::DueSet { item, due }),
    ]
}

fn note_change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (note_id(), option::of(item()), text())
            .prop_map(|(note, item, text)| Change::NoteWritten { note, item, text }),
        (note_id(), text()).prop_map(|(note, text)| Change::NoteReworded { note, text }),
    ]
}

fn other_change() -> impl Strategy<Value = Change> {
    let role = select(Role::ALL.to_vec());
    prop_oneof![
        (record(), text(), btree_set(entry_id(), 0..4)).prop_map(|(record, reason, saw)| {
            Change::RecordStruck {
                record,
                reason,
                saw,
            }
        }),
        record().prop_map(|record| Change::RecordRestored { record }),
        (2..5_u32, btree_map(item(), field_values(), 0..3), text()).prop_map(
            |(template, items, words)| {
                Change::TemplatePublished {
                    template,
                    base: 2,
                    items,
                    words,
                }
            }
        ),
        (2..5_u32).prop_map(|template| Change::TemplateTaken { template }),
        (user_id(), text(), agency(), role).prop_map(|(user, name, agency, role)| {
            Change::UserListed {
                user,
                name,
                agency,
                role,
                further_roles: BTreeSet::new(),
                prisons: BTreeSet::new(),
            }
        }),
    ]
}

/// Kinds that nobody knows, known kinds with bytes that say nothing, and no kind at all.
pub fn unknown_change() -> impl Strategy<Value = Change> {
    let newer = vec(any::<u8>(), 0..9).prop_map(|rest| [&[0x84, 0x07], rest.as_slice()].concat());
    let broken = (0..Change::KINDS.len(), Just([0xff; 4]))
        .prop_map(|(kind, rest)| [&[u8::try_from(kind).unwrap_or(0)], rest.as_slice()].concat());
    prop_oneof![newer, broken, Just(Vec::new())].prop_map(|bytes| Change::from_bytes(&bytes))
}

/// One of few items.
pub fn item() -> impl Strategy<Value = ItemId> {
    select(vec!["id-check", "housing-first-night", "added-by-hand"]).prop_map(ItemId::from)
}

/// Any status.
pub fn status() -> impl Strategy<Value = Status> {
    select(Status::ALL.to_vec())
}

fn condition() -> impl Strategy<Value = ConditionId> {
    select(vec!["no-home", "remand", "no-such-condition"]).prop_map(ConditionId::from)
}

fn agency() -> impl Strategy<Value = AgencyId> {
    select(vec!["prison-social", "nav-in-prison"]).prop_map(AgencyId::from)
}

fn note_id() -> impl Strategy<Value = NoteId> {
    (1..3_u64).prop_map(|number| NoteId(Uuid::from_u64_pair(0xF0, number)))
}

fn due() -> impl Strategy<Value = Due> {
    prop_oneof![
        Just(Due::AsTemplate),
        date().prop_map(Due::On),
        any::<i32>().prop_map(Due::DaysBeforeRelease),
    ]
}

fn record() -> impl Strategy<Value = Record> {
    prop_oneof![
        Just(Record::Header),
        item().prop_map(Record::Item),
        note_id().prop_map(Record::Note),
        user_id().prop_map(Record::User),
        row_id().prop_map(Record::Row),
        Just(Record::Round(RoundId::from("reception"))),
        (2..5_u32).prop_map(Record::Template),
    ]
}

fn row_id() -> impl Strategy<Value = RowId> {
    (1..3_u64).prop_map(|number| RowId(Uuid::from_u64_pair(0xC0, number)))
}

fn sheet_change() -> impl Strategy<Value = Change> {
    let sheet = select(vec!["leave", "contact", "no-such-sheet"]).prop_map(SheetId::from);
    prop_oneof![
        (row_id(), sheet, field_values()).prop_map(|(row, sheet, values)| Change::RowAdded {
            row,
            sheet,
            values
        }),
        (record(), field_values())
            .prop_map(|(record, values)| Change::FieldsSet { record, values }),
    ]
}

fn field_values() -> impl Strategy<Value = BTreeMap<FieldId, FieldValue>> {
    let field =
        select(vec!["first-day", "admission", "note", "no-such-field"]).prop_map(FieldId::from);
    btree_map(field, field_value(), 0..4)
}

fn field_value() -> impl Strategy<Value = FieldValue> {
    prop_oneof![
        Just(FieldValue::Empty),
        text().prop_map(FieldValue::Text),
        date().prop_map(FieldValue::Day),
        any::<u16>().prop_map(FieldValue::Clock),
        any::<i32>().prop_map(FieldValue::Number),
        btree_set(text(), 0..3).prop_map(FieldValue::Chosen),
    ]
}
