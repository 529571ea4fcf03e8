//! What is due when, by the table that ships and by tables of one row.

use super::*;
use crate::reference::Reference;
use crate::story::{Story, reference};
use crate::{FieldValue, ItemId, Status, commands};

const DAY_MILLIS: u64 = 24 * 60 * 60 * 1000;

/// Days since 1970 stand for moments.
fn day_of(millis: u64) -> NaiveDate {
    let days = chrono::Days::new(millis / DAY_MILLIS);
    NaiveDate::default().checked_add_days(days).unwrap()
}

/// All that was written in a story, received on these days, the last of them for what is left.
fn received(story: &Story, days: &[u64]) -> Vec<Stored> {
    let entries = story.entries.iter().enumerate();
    let day = |at: usize| days.get(at).or(days.last()).copied().unwrap_or_default();
    entries
        .map(|(at, entry)| Stored::received(entry.clone(), day(at) * DAY_MILLIS))
        .collect()
}

fn only(class: RetentionClass, months: u32, after: After) -> Retention {
    let kept = KeptFor {
        class,
        what: String::new(),
        months,
        after,
        status: "unverified".to_owned(),
        source: String::new(),
    };
    Retention {
        about: String::new(),
        classes: vec![kept],
    }
}

fn due(table: &Retention, entries: &[Stored], day: u64) -> BTreeSet<EntryId> {
    let reference: Reference = reference();
    let plan = Plan::fold(entries[0].entry.plan, entries);
    let visibility = Visibility {
        plan: &plan,
        template: &reference.template,
        sheets: &reference.sheets,
    };
    table.due(visibility, entries, day_of(day * DAY_MILLIS), day_of)
}

fn close(story: &mut Story) {
    let life = [(LIFE, FieldValue::one("closed"))];
    let reason = ("closed-reason", FieldValue::Text("Ferdig".to_owned()));
    let [life] = life;
    story.fill(&Record::Header, &[life, reason]).unwrap();
}

#[test]
fn the_table_ships_with_every_class_marked_as_unverified() {
    let table = shipped().unwrap();
    assert!(
        table
            .classes
            .iter()
            .all(|kept| kept.status == "unverified" && kept.months >= 12)
    );
    let classes: BTreeSet<RetentionClass> = table.classes.iter().map(|kept| kept.class).collect();
    assert_eq!(classes.len(), 7);
}

#[test]
fn what_is_health_goes_so_long_after_the_plan_was_closed_and_nothing_else() {
    let mut story = Story::opened();
    let opened = story.entries.len();
    let reference = reference();
    let health = reference.template.items.iter();
    let mut health = health.filter(|item| item.sensitivity == Sensitivity::Health);
    let health: ItemId = health.next().unwrap().id.clone();
    let own = story.alice_sets(health.as_str(), Status::Done)[0].id;
    story.alice_sets("id-check", Status::Done);
    let table = only(RetentionClass::Health, 12, After::PlanClosed);
    assert!(
        due(&table, &received(&story, &[0]), 100_000).is_empty(),
        "it is open"
    );
    close(&mut story);
    // All was received on day 0, and that it is closed on day 100.
    let mut days = vec![0; opened + 2];
    days.push(100);
    let entries = received(&story, &days);
    assert!(due(&table, &entries, 100 + 364).is_empty());
    assert_eq!(due(&table, &entries, 100 + 366), BTreeSet::from([own]));
}

#[test]
fn a_note_is_kept_until_so_long_after_its_last_word() {
    let mut story = Story::opened();
    let opened = story.entries.len();
    let written = story.alice(|pen, plan| {
        commands::write_note(pen, plan, None, "En".to_owned())
            .unwrap()
            .1
    });
    let Change::NoteWritten { note, .. } = written[0].change else {
        panic!("not a note");
    };
    let reworded =
        story.alice(|pen, plan| commands::reword_note(pen, plan, note, "To".to_owned()).unwrap());
    let mut days = vec![0; opened + 1];
    days.push(50);
    let entries = received(&story, &days);
    let table = only(RetentionClass::Notes, 12, After::LastWritten);
    assert!(due(&table, &entries, 50 + 360).is_empty());
    let both = BTreeSet::from([written[0].id, reworded[0].id]);
    assert_eq!(due(&table, &entries, 50 + 370), both);
    // Each by its own receipt: the older goes first, and is not seen anyhow.
    let table = only(RetentionClass::Notes, 12, After::Received);
    assert_eq!(due(&table, &entries, 370), BTreeSet::from([written[0].id]));
    // Were the newer alone to go, the older would be shown as if it held.
    let later = entries.iter().map(|one| {
        let days = if one.entry.id == written[0].id {
            300
        } else {
            0
        };
        Stored::received(one.entry.clone(), days * DAY_MILLIS)
    });
    let later: Vec<Stored> = later.collect();
    assert_eq!(due(&table, &later, 370), both);
}

#[test]
fn what_was_struck_out_goes_and_an_item_of_the_template_does_not() {
    let mut story = Story::opened();
    let written = story.alice(|pen, plan| {
        commands::write_note(pen, plan, None, "En".to_owned())
            .unwrap()
            .1
    });
    let Change::NoteWritten { note, .. } = written[0].change else {
        panic!("not a note");
    };
    let mut strike = |record: Record| {
        story.alice(|pen, plan| commands::strike_out(pen, plan, record, "Feil".to_owned()).unwrap())
            [0]
        .id
    };
    let struck = strike(Record::Note(note));
    strike(Record::Item(ItemId::from("id-check")));
    let table = only(RetentionClass::StruckOut, 12, After::LastWritten);
    let found = due(&table, &received(&story, &[0]), 370);
    assert_eq!(found, BTreeSet::from([written[0].id, struck]));
}

#[test]
fn a_whole_plan_goes_with_all_that_is_in_it_also_what_nobody_can_read() {
    let mut story = Story::opened();
    story.alice_says(Change::from_bytes(&[0x84, 0x07, 0x00]));
    close(&mut story);
    let entries = received(&story, &[0]);
    let all: BTreeSet<EntryId> = entries.iter().map(|one| one.entry.id).collect();
    let closed = only(RetentionClass::Plan, 60, After::PlanClosed);
    assert!(due(&closed, &entries, 5 * 365 - 1).is_empty());
    assert_eq!(due(&closed, &entries, 5 * 366), all);
    let forgotten = only(RetentionClass::ForgottenPlan, 120, After::LastWritten);
    assert!(due(&forgotten, &entries, 10 * 365 - 1).is_empty());
    assert_eq!(due(&forgotten, &entries, 10 * 366), all);
}
