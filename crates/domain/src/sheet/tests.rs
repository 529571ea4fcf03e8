//! What a field takes, and what it refuses.

use super::*;
use crate::story::{day, reference};

fn field(kind: FieldKind) -> SheetField {
    SheetField {
        hidden_for: BTreeSet::new(),
        id: FieldId::from("field"),
        kind,
        label: Text3::default(),
        hint: Text3::default(),
        options: Vec::new(),
        is_required: false,
        is_fixed: false,
        is_not_future: false,
        not_before: Vec::new(),
        min: None,
        max: None,
        shown_when: None,
        phrases: Vec::new(),
        rows_of: None,
    }
}

fn nothing(_: &FieldId) -> FieldValue {
    FieldValue::Empty
}

#[test]
fn what_is_typed_is_read_as_the_field_takes_it_or_refused() {
    let clock = |minutes| Ok(FieldValue::Clock(minutes));
    let cases = [
        (FieldKind::Line, "  ", Ok(FieldValue::Empty)),
        (
            FieldKind::Text,
            " a\nb ",
            Ok(FieldValue::Text(" a\nb ".to_owned())),
        ),
        (
            FieldKind::Day,
            "2028-02-29",
            Ok(FieldValue::Day(day("2028-02-29"))),
        ),
        (FieldKind::Day, "2027-02-30", Err(FieldFault::NoDay)),
        (FieldKind::Day, "tirsdag", Err(FieldFault::NoDay)),
        (FieldKind::Clock, "09:30", clock(570)),
        (FieldKind::Clock, "9.30", clock(570)),
        (FieldKind::Clock, "930", clock(570)),
        (FieldKind::Clock, "0000", clock(0)),
        (FieldKind::Clock, "23:59", clock(1439)),
        (FieldKind::Clock, "24:00", Err(FieldFault::NoClock)),
        (FieldKind::Clock, "9:5", Err(FieldFault::NoClock)),
        (FieldKind::Clock, "9:60", Err(FieldFault::NoClock)),
        (FieldKind::Clock, "ø9", Err(FieldFault::NoClock)),
        (FieldKind::Clock, "9", Err(FieldFault::NoClock)),
        (FieldKind::Number, " 12 ", Ok(FieldValue::Number(12))),
        (FieldKind::Number, "12,5", Err(FieldFault::NoNumber)),
        (FieldKind::Number, "99999999999", Err(FieldFault::NoNumber)),
        (
            FieldKind::NationalId,
            "12345678901",
            Err(FieldFault::WrongNationalId),
        ),
        (FieldKind::Day, "0026-12-01", Err(FieldFault::NoDay)),
        (FieldKind::Day, "9999-12-31", Err(FieldFault::NoDay)),
        (FieldKind::Number, "−14", Ok(FieldValue::Number(-14))),
        (FieldKind::YesNo, "yes", Ok(FieldValue::one("yes"))),
        (FieldKind::Switch, "no", Ok(FieldValue::one("no"))),
        (
            FieldKind::Choices,
            "nb en",
            Ok(FieldValue::Chosen(BTreeSet::from([
                "en".to_owned(),
                "nb".to_owned(),
            ]))),
        ),
    ];
    for (kind, typed, expected) in cases {
        assert_eq!(field(kind).read(typed), expected, "{kind:?} {typed}");
    }
    let long = crate::story::too_long();
    assert_eq!(field(FieldKind::Text).read(&long), Err(FieldFault::TooLong));
}

#[test]
fn rules_hold_for_what_a_field_holds() {
    let today: NaiveDate = day("2027-01-04");
    let required = SheetField {
        is_required: true,
        ..field(FieldKind::Line)
    };
    assert_eq!(
        required.fault(&FieldValue::Empty, nothing, today),
        Some(FieldFault::Missing)
    );
    let hidden = SheetField {
        shown_when: Some(ShownWhen {
            field: FieldId::from("stay"),
            is: BTreeSet::from(["convicted".to_owned()]),
        }),
        ..required.clone()
    };
    assert_eq!(hidden.fault(&FieldValue::Empty, nothing, today), None);
    let convicted = |_: &FieldId| FieldValue::one("convicted");
    assert_eq!(
        hidden.fault(&FieldValue::Empty, convicted, today),
        Some(FieldFault::Missing)
    );
    let bounded = SheetField {
        min: Some(0),
        max: Some(20),
        ..field(FieldKind::Number)
    };
    for (number, is_fine) in [(-1, false), (0, true), (20, true), (21, false)] {
        assert_eq!(
            bounded
                .fault(&FieldValue::Number(number), nothing, today)
                .is_none(),
            is_fine
        );
    }
    let past = SheetField {
        is_not_future: true,
        ..field(FieldKind::Day)
    };
    for (text, is_fine) in [("2027-01-04", true), ("2027-01-05", false)] {
        assert_eq!(
            past.fault(&FieldValue::Day(day(text)), nothing, today)
                .is_none(),
            is_fine
        );
    }
    let later = SheetField {
        not_before: vec![FieldId::from("from")],
        ..field(FieldKind::Day)
    };
    let from = |_: &FieldId| FieldValue::Day(day("2027-02-01"));
    for (text, is_fine) in [("2027-01-31", false), ("2027-02-01", true)] {
        assert_eq!(
            later
                .fault(&FieldValue::Day(day(text)), from, today)
                .is_none(),
            is_fine
        );
    }
    assert_eq!(
        later.fault(&FieldValue::Day(today), nothing, today),
        None,
        "nothing to be before"
    );
}

#[test]
fn the_sheets_that_ship_hold_together() {
    let sheets = reference().sheets;
    let mut ids: BTreeSet<&SheetId> = BTreeSet::new();
    let mut of_plan: BTreeSet<&FieldId> = BTreeSet::new();
    for sheet in &sheets.sheets {
        assert!(ids.insert(&sheet.id), "{} stands twice", sheet.id);
        assert!(sheet.name.is_whole(), "{}", sheet.id);
        assert_eq!(
            sheet.of == Holder::Rows,
            sheet.one.is_whole(),
            "{}",
            sheet.id
        );
        assert_eq!(
            sheet.of == Holder::Rows,
            !sheet.title.is_empty(),
            "{}",
            sheet.id
        );
        let named = sheet
            .title
            .iter()
            .chain(&sheet.day)
            .chain(&sheet.until)
            .chain(&sheet.clock);
        for field in named {
            assert!(sheet.field(field).is_some(), "{} {field}", sheet.id);
        }
        let mut own: BTreeSet<&FieldId> = BTreeSet::new();
        for field in &sheet.fields {
            let shown = format!("{} {}", sheet.id, field.id);
            assert!(own.insert(&field.id), "{shown} stands twice");
            assert!(
                sheet.of != Holder::Plan || of_plan.insert(&field.id),
                "{shown} stands twice"
            );
            assert!(field.label.is_whole(), "{shown}");
            assert!(
                field.hint == Text3::default() || field.hint.is_whole(),
                "{shown}"
            );
            assert!(
                field.options.iter().all(|one| one.label.is_whole()),
                "{shown}"
            );
            assert!(field.phrases.iter().all(Text3::is_whole), "{shown}");
            let has_options = matches!(field.kind, FieldKind::Choice | FieldKind::Choices);
            let has_rows: bool = field.rows_of.is_some();
            assert_eq!(
                !field.options.is_empty() || has_rows,
                has_options,
                "{shown}"
            );
            if let Some(rows) = &field.rows_of {
                assert_eq!(sheets.get(rows).unwrap().of, Holder::Rows, "{shown}");
            }
            if let Some(when) = &field.shown_when {
                let decides = sheet.field(&when.field).unwrap();
                let known = |option: &String| {
                    decides.kind == FieldKind::YesNo && matches!(option.as_str(), "yes" | "no")
                        || decides.options.iter().any(|one| one.id == *option)
                };
                assert!(when.is.iter().all(known), "{shown}");
            }
        }
    }
    let areas = reference().template.areas;
    for sheet in &sheets.sheets {
        let is_placed: bool = !sheet.page.is_shared() && sheet.of != Holder::Item;
        assert_eq!(sheet.area.is_some(), is_placed, "{}", sheet.id);
        let mut named = sheet.area.iter();
        assert!(
            named.all(|named| areas.iter().any(|area| area.id == *named)),
            "{}",
            sheet.id
        );
        for bound in sheet.fields.iter().flat_map(|field| &field.not_before) {
            let is_known: bool = sheet.field(bound).is_some() || of_plan.contains(bound);
            assert!(is_known, "{} {bound}", sheet.id);
        }
    }
}
