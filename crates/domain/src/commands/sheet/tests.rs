//! Filling in: all faults at once, nothing half stored, and only what changed.

use super::*;
use crate::SheetId;
use crate::story::{Story, TODAY, day, on, reference, values};

fn add(
    story: &mut Story,
    sheet: &str,
    typed: &[(&str, FieldValue)],
) -> Result<(RowId, Vec<Entry>), FillInError> {
    let reference = reference();
    let sheet: &Sheet = reference.sheets.get(&SheetId::from(sheet)).unwrap();
    let values = values(typed);
    let mut added: Option<RowId> = None;
    let entries = story.try_alice(|pen, plan| {
        let (row, entries) = add_row(pen, plan, reference.forms(), sheet, values, day(TODAY))?;
        added = Some(row);
        Ok(entries)
    })?;
    story.take(&entries);
    Ok((added.unwrap(), entries))
}

#[test]
fn a_row_holds_what_was_filled_in() {
    let mut story = Story::opened();
    let typed = [
        ("kind", FieldValue::one("ordinary")),
        ("from", on("2027-02-01")),
        ("to", on("2027-02-03")),
        ("note", FieldValue::Text(String::new())),
    ];
    let (row, entries) = add(&mut story, "leave", &typed).unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(story.plan.rows(&SheetId::from("leave")), [row]);
    assert_eq!(
        story.plan.row_value(row, &FieldId::from("to")),
        on("2027-02-03")
    );
    assert_eq!(story.plan.rows(&SheetId::from("contact")), []);
}

#[test]
fn every_fault_is_named_and_nothing_is_written() {
    let mut story = Story::opened();
    let typed = [("from", on("2027-02-03")), ("to", on("2027-02-01"))];
    let refused = add(&mut story, "leave", &typed).unwrap_err();
    let faults: BTreeMap<FieldId, FieldFault> = refused.faults.into_iter().collect();
    assert_eq!(
        faults[&FieldId::from("to")],
        FieldFault::Before(FieldId::from("from"))
    );
    assert_eq!(story.plan.rows(&SheetId::from("leave")), []);
}

#[test]
fn only_what_changed_is_written_and_replaces_what_stood() {
    let mut story = Story::opened();
    let both = [
        ("goal", FieldValue::Text("Jobb".to_owned())),
        ("meaning", FieldValue::Text("Verkstedet".to_owned())),
    ];
    let first = story.fill(&Record::Header, &both).unwrap();
    assert_eq!(story.fill(&Record::Header, &both).unwrap(), []);
    let changed = [
        ("goal", FieldValue::Text("Fagbrev".to_owned())),
        both[1].clone(),
    ];
    let second = story.fill(&Record::Header, &changed).unwrap();
    let Change::FieldsSet { values, .. } = &second[0].change else {
        panic!("fields were expected");
    };
    assert_eq!(values.len(), 1);
    assert_eq!(second[0].replaces, BTreeSet::from([first[0].id]));
}

#[test]
fn what_another_device_broke_keeps_nobody_from_writing_the_rest() {
    let mut story = Story::opened();
    let stay = ("stay", FieldValue::one("convicted"));
    story
        .fill(&Record::Header, &[stay, ("admission", on("2027-01-01"))])
        .unwrap();
    story.bob(|pen, plan| {
        let release_date = Some(day("2026-12-01"));
        vec![pen.write(plan, Change::ReleaseDateSet { release_date })]
    });
    story
        .fill(&Record::Header, &[("remand-days", FieldValue::Number(5))])
        .unwrap();
    let refused = story
        .fill(&Record::Header, &[("admission", on("2026-12-31"))])
        .unwrap_err();
    assert_eq!(refused.faults[0].1, FieldFault::ReleasedBeforeAdmission);
    story
        .fill(&Record::Header, &[("admission", on("2026-11-30"))])
        .unwrap();
}

#[test]
fn typed_texts_are_read_field_by_field() {
    let reference = reference();
    let sheet: &Sheet = reference.sheets.get(&SheetId::from("leave")).unwrap();
    let ids = ["from", "to", "from-clock", "no-such-field"].map(FieldId::from);
    let typed = ids.iter().zip(["2027-02-30", "2027-02-28", "25:00", "x"]);
    let refused = read_typed(sheet, typed).unwrap_err();
    assert_eq!(
        refused.faults,
        [
            (ids[0].clone(), FieldFault::NoDay),
            (ids[2].clone(), FieldFault::NoClock)
        ]
    );
    let typed = ids.iter().zip(["2027-02-01", "", "9.30", "x"]);
    let values = read_typed(sheet, typed).unwrap();
    assert_eq!(values[&ids[2]], FieldValue::Clock(570));
    assert_eq!((values.len(), &values[&ids[1]]), (3, &FieldValue::Empty));
}

#[test]
fn what_came_while_the_form_was_open_is_not_replaced() {
    let mut story = Story::opened();
    let (goal, record) = (FieldId::from("goal"), Record::Header);
    story
        .fill(&record, &[("goal", FieldValue::Text("Jobb".to_owned()))])
        .unwrap();
    let seen = BTreeMap::from([(goal.clone(), to_replace(&story, &goal))]);
    story
        .fill(&record, &[("goal", FieldValue::Text("Skole".to_owned()))])
        .unwrap();
    let reference = reference();
    let values = values(&[("goal", FieldValue::Text("Fagbrev".to_owned()))]);
    story.bob(|pen, plan| {
        let today = day(TODAY);
        set_fields(
            pen,
            plan,
            reference.forms(),
            &record,
            values,
            Some(&seen),
            today,
        )
        .unwrap()
    });
    let both = story.plan.value(&record, &goal);
    assert!(both.is_contested());
    story.bob(|pen, plan| choose_field(pen, plan, &record, &goal, both.answers[1].value.clone()));
    assert!(!story.plan.value(&record, &goal).is_contested());
}

/// What somebody who begins now has seen of a field of the plan.
fn to_replace(story: &Story, field: &FieldId) -> BTreeSet<EntryId> {
    let register = Register::Field(Record::Header, field.clone());
    story.plan.to_replace(&register)
}

#[test]
fn an_entry_that_was_seen_in_one_field_only_stands() {
    let mut story = Story::opened();
    let [goal, meaning] = ["goal", "meaning"].map(FieldId::from);
    let typed =
        |words: &str| ["goal", "meaning"].map(|id| (id, FieldValue::Text(words.to_owned())));
    story.fill(&Record::Header, &typed("Jobb")).unwrap();
    let before = to_replace(&story, &goal);
    story.fill(&Record::Header, &typed("Skole")).unwrap();
    let seen = BTreeMap::from([
        (goal.clone(), before),
        (meaning.clone(), to_replace(&story, &meaning)),
    ]);
    let (reference, values) = (reference(), values(&typed("Fagbrev")));
    story.bob(|pen, plan| {
        let forms = reference.forms();
        let today = day(TODAY);
        set_fields(
            pen,
            plan,
            forms,
            &Record::Header,
            values,
            Some(&seen),
            today,
        )
        .unwrap()
    });
    let answers = story.plan.value(&Record::Header, &goal).answers;
    let answers: BTreeSet<String> = answers
        .iter()
        .map(|one| one.value.text().to_owned())
        .collect();
    assert_eq!(answers, ["Skole", "Fagbrev"].map(str::to_owned).into());
}

#[test]
fn a_field_that_is_not_asked_keeps_nobody_from_saving() {
    let mut story = Story::opened();
    let refused = [
        ("what", FieldValue::Text("Bostøtte".to_owned())),
        ("answer", FieldValue::one("refused")),
        ("answered", on("2026-12-01")),
        ("appeal-by", on("2026-12-20")),
    ];
    let (row, _) = add(&mut story, "application", &refused).unwrap();
    let granted = [
        ("answer", FieldValue::one("granted")),
        ("answered", on("2027-01-03")),
    ];
    story.fill(&Record::Row(row), &granted).unwrap();
}

#[test]
fn a_leave_that_a_later_one_falls_into_is_refused_too() {
    let mut story = Story::opened();
    let leave = |from, to| {
        [
            ("kind", FieldValue::one("ordinary")),
            ("from", on(from)),
            ("to", on(to)),
        ]
    };
    add(&mut story, "leave", &leave("2027-02-05", "2027-02-07")).unwrap();
    let refused = add(&mut story, "leave", &leave("2027-02-01", "2027-02-10")).unwrap_err();
    assert!(matches!(refused.faults[0].1, FieldFault::Overlaps(_)));
}
