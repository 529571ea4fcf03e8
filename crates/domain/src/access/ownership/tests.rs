//! Whose something is, and whose it becomes by writing.

use uuid::Uuid;

use super::*;
use crate::change::Role;
use crate::reference::Reference;
use crate::story::{Story, item, reference, values};
use crate::{NoteId, RowId, SheetId, Status};

fn row() -> RowId {
    RowId(Uuid::from_u64_pair(0xC0, 1))
}

/// A directory in which Alice works for NAV in the prison and Bob for the municipality.
fn directory() -> Directory {
    let mut story = Story::of_directory();
    let (alice, bob) = (story.alice.author, story.bob.author);
    for (user, agency) in [(alice, "nav-in-prison"), (bob, "municipal-social")] {
        story.alice_says(Change::UserListed {
            user,
            name: String::new(),
            agency: agency.into(),
            role: Role::NavOffice,
            further_roles: BTreeSet::new(),
            prisons: BTreeSet::new(),
        });
    }
    Directory::of(&story.plan)
}

fn bob(story: &Story) -> Reader {
    Reader {
        user: story.bob.author,
        agency: "municipal-social".into(),
        role: Role::MunicipalServices,
        further_roles: BTreeSet::new(),
    }
}

fn parts<'a>(story: &'a Story, reference: &'a Reference) -> Visibility<'a> {
    Visibility {
        plan: &story.plan,
        template: &reference.template,
        sheets: &reference.sheets,
    }
}

/// Whether all that a change touches is Bob's own.
fn is_bobs(story: &Story, change: &Change, sensitivity: Sensitivity) -> bool {
    let reference = reference();
    let parts = parts(story, &reference);
    let touched = Ownership::to_write(parts, &directory(), change, &bob(story));
    let mut owned = touched.iter();
    !touched.is_empty() && owned.all(|(_, one)| one.is_of(&bob(story), sensitivity))
}

fn status(id: &ItemId) -> Change {
    Change::StatusSet {
        item: id.clone(),
        status: Status::Done,
        why: String::new(),
    }
}

fn owned_by(id: &ItemId, agency: &str) -> Change {
    Change::OwnerSet {
        item: id.clone(),
        agency: Some(agency.into()),
        person: String::new(),
    }
}

fn set(record: Record, field: &str, value: FieldValue) -> Change {
    Change::FieldsSet {
        record,
        values: values(&[(field, value)]),
    }
}

fn step_on(id: Option<&ItemId>) -> Change {
    let about = id.map(|id| ("item", FieldValue::one(id.as_str())));
    let typed: Vec<(&str, FieldValue)> = about.into_iter().collect();
    Change::RowAdded {
        row: row(),
        sheet: SheetId::from("step"),
        values: values(&typed),
    }
}

/// An item of the template that Bob's administration answers for, if so asked, or has nothing to do with.
fn template_item(is_bobs: bool) -> ItemId {
    let bobs = AgencyId::from("municipal-social");
    let reference = reference();
    let mut items = reference.template.items.iter();
    let found = items.find(|one| {
        let has_part = one.agency == bobs || one.supporting_agencies.contains(&bobs);
        if is_bobs {
            one.agency == bobs
        } else {
            !has_part
        }
    });
    found.unwrap().id.clone()
}

#[test]
fn an_item_is_of_those_who_answer_for_it_or_support_it() {
    let team = Sensitivity::Team;
    let (ours, theirs) = (template_item(true), template_item(false));
    let mut story = Story::opened();
    assert!(is_bobs(&story, &status(&ours), team));
    assert!(
        !is_bobs(&story, &status(&theirs), team),
        "empty, and yet of others"
    );
    story.alice_says(owned_by(&ours, "nav-office"));
    assert!(!is_bobs(&story, &status(&ours), team), "agreed otherwise");
    story.alice_says(owned_by(&theirs, "municipal-social"));
    assert!(is_bobs(&story, &status(&theirs), team));
    story.alice_says(owned_by(&theirs, "nav-office"));
    let supporting = FieldValue::one("municipal-social");
    story.alice_says(set(Record::Item(theirs.clone()), "supporting", supporting));
    assert!(is_bobs(&story, &status(&theirs), team));
}

#[test]
fn what_is_new_about_an_item_is_of_those_who_have_a_part_in_the_item() {
    let team = Sensitivity::Team;
    let (ours, theirs) = (template_item(true), template_item(false));
    let mut story = Story::opened();
    let note = |id: &ItemId| Change::NoteWritten {
        note: NoteId(Uuid::from_u64_pair(1, 1)),
        item: Some(id.clone()),
        text: "x".to_owned(),
    };
    assert!(is_bobs(&story, &note(&ours), team) && is_bobs(&story, &step_on(Some(&ours)), team));
    assert!(!is_bobs(&story, &note(&theirs), team));
    assert!(!is_bobs(&story, &step_on(Some(&theirs)), team));
    assert!(is_bobs(&story, &step_on(None), team));
    story.bob_says(step_on(None));
    let moved = set(Record::Row(row()), "item", FieldValue::one(theirs.as_str()));
    assert!(!is_bobs(&story, &moved, team), "by way of moving it");
    let added = |id: &ItemId| Change::ItemAdded {
        item: id.clone(),
        area: "housing".into(),
        title: "x".to_owned(),
    };
    assert!(is_bobs(&story, &added(&item("new")), team));
    assert!(
        !is_bobs(&story, &added(&theirs), team),
        "the template's own id"
    );
}

#[test]
fn a_row_and_a_note_are_of_the_administration_that_began_them() {
    let mut story = Story::opened();
    story.alice_says(step_on(None));
    let words = set(Record::Row(row()), "words", FieldValue::Empty);
    assert!(!is_bobs(&story, &words, Sensitivity::Team));
    let strike = Change::RecordRestored {
        record: Record::Row(row()),
    };
    assert!(
        !is_bobs(&story, &strike, Sensitivity::Team),
        "striking makes nobody an author"
    );
    let note: NoteId = story.bob_notes(None, "x");
    let reword = Change::NoteReworded {
        note,
        text: "y".to_owned(),
    };
    story.alice_says(reword.clone());
    assert!(
        is_bobs(&story, &reword, Sensitivity::Team),
        "whoever reworded it since"
    );
}

#[test]
fn nobody_gets_to_see_what_is_restricted_by_naming_themselves() {
    let restricted = Sensitivity::Restricted;
    let mut story = Story::opened();
    let bobs_id = FieldValue::one(&story.bob.author.to_string());
    let name = |record: Record| set(record, "named", bobs_id.clone());
    assert!(
        is_bobs(&story, &name(Record::Header), restricted),
        "nothing to see yet"
    );
    let warning = FieldValue::Text("x".to_owned());
    story.alice_says(set(Record::Header, "safety-warning", warning));
    assert!(!is_bobs(&story, &name(Record::Header), restricted));
    let safety: ItemId = item("own");
    story.alice_says(status(&safety));
    assert!(!is_bobs(
        &story,
        &name(Record::Item(safety.clone())),
        restricted
    ));
    assert!(!is_bobs(
        &story,
        &owned_by(&safety, "nav-office"),
        restricted
    ));
    story.alice_says(step_on(None));
    assert!(!is_bobs(&story, &name(Record::Row(row())), restricted));
    let note = story.alice_notes(None, "x");
    assert!(!is_bobs(&story, &name(Record::Note(note)), restricted));
}

#[test]
fn restricted_things_are_of_their_author_and_those_named_whatever_the_administration() {
    let restricted = Sensitivity::Restricted;
    let mut story = Story::opened();
    let warn = set(
        Record::Header,
        "safety-warning",
        FieldValue::Text("x".to_owned()),
    );
    assert!(is_bobs(&story, &warn, restricted), "the first writer's");
    story.alice_says(warn.clone());
    assert!(!is_bobs(&story, &warn, restricted));
    let bobs_id = story.bob.author.to_string();
    story.alice_says(set(Record::Header, "named", FieldValue::one(&bobs_id)));
    assert!(is_bobs(&story, &warn, restricted));
    // Of two answers on who is named, who stands in both.
    let plan = story.plan.clone();
    let answers = [FieldValue::Empty, FieldValue::one(&bobs_id)];
    let apart = answers.map(|named| {
        let change = set(Record::Header, "named", named);
        story.alice.write(|pen| pen.write(&plan, change))
    });
    story.take(&apart);
    assert!(!is_bobs(&story, &warn, restricted));
    // Being named on a warning opens nothing else.
    let goal = Register::Field(Record::Header, FieldId::from("goal"));
    let reference = reference();
    let ownership = Ownership::of(parts(&story, &reference), &directory(), &goal);
    assert_eq!(ownership, Ownership::default());
    let safety: ItemId = item("own");
    assert!(
        is_bobs(&story, &status(&safety), restricted),
        "first to write on it"
    );
    story.alice_says(status(&safety));
    assert!(!is_bobs(&story, &status(&safety), restricted));
}
