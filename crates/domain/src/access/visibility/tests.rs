//! Where everything that an entry can write belongs.

use uuid::Uuid;

use super::*;
use crate::reference::Reference;
use crate::story::{Story, item, reference, values};
use crate::{AgencyId, PrisonId, Status, UserId};

const HEALTH_ITEM: (&str, Sensitivity) = ("health", Sensitivity::Health);

/// `area/sensitivity`, `header` or `whole`, in order.
fn shown(visible: &BTreeSet<Visible>) -> String {
    let words = visible.iter().map(|one| match one {
        Visible::Header => "header".to_owned(),
        Visible::Override(user) => format!("override of {user}"),
        Visible::Class(class) => format!("{}/{:?}", class.area, class.sensitivity).to_lowercase(),
        Visible::Consent(to, _) => format!("consent to {to}"),
        Visible::PublicLine(class) => format!("line on {}", class.area),
        Visible::Whole => "whole".to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn visibility<'a>(story: &'a Story, reference: &'a Reference) -> Visibility<'a> {
    Visibility {
        plan: &story.plan,
        template: &reference.template,
        sheets: &reference.sheets,
    }
}

/// An item of the shipped template with this area and sensitivity.
fn item_with(reference: &Reference, (area, sensitivity): (&str, Sensitivity)) -> ItemId {
    let mut items = reference.template.items.iter();
    let found = items.find(|item| item.area.as_str() == area && item.sensitivity == sensitivity);
    found.unwrap().id.clone()
}

fn row(number: u64) -> RowId {
    RowId(Uuid::from_u64_pair(0xC0, number))
}

fn added(number: u64, sheet: &str, typed: &[(&str, FieldValue)]) -> Change {
    Change::RowAdded {
        row: row(number),
        sheet: SheetId::from(sheet),
        values: values(typed),
    }
}

fn set(record: Record, field: &str, value: FieldValue) -> Change {
    Change::FieldsSet {
        record,
        values: values(&[(field, value)]),
    }
}

fn struck(record: Record) -> Change {
    Change::RecordStruck {
        record,
        reason: "Feil".to_owned(),
        saw: BTreeSet::new(),
    }
}

fn text() -> FieldValue {
    FieldValue::Text("Noe".to_owned())
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one line for each kind: this is the table"
)]
fn each_kind_of_change_has_its_place() {
    let reference = reference();
    let mut story = Story::opened();
    let health: ItemId = item_with(&reference, HEALTH_ITEM);
    let restricted: ItemId = item_with(&reference, ("family-network", Sensitivity::Restricted));
    let own: ItemId = item("own");
    story.alice_says(Change::ItemAdded {
        item: own.clone(),
        area: AreaId::from("debts"),
        title: "Egen".to_owned(),
    });
    story.alice_says(added(1, "appointment", &[("with", text())]));
    let note: NoteId = story.alice_notes(Some(health.as_str()), "x");
    let loose: NoteId = story.alice_notes(None, "x");
    let lost = NoteId(Uuid::from_u64_pair(9, 9));
    let status = |item: &ItemId| Change::StatusSet {
        item: item.clone(),
        status: Status::Done,
        why: String::new(),
    };
    let one = |id: &ItemId| FieldValue::one(id.as_str());
    let reword = |note| Change::NoteReworded {
        note,
        text: "y".to_owned(),
    };
    let header = |field: &str| set(Record::Header, field, text());
    let answered = |condition: &str| Change::ConditionAnswered {
        condition: condition.into(),
        applies: true,
    };
    let round = |field: &str| set(Record::Round("reception".into()), field, text());
    let opened = Change::PlanOpened {
        name: "Prøve".to_owned(),
        birth_date: None,
        prison: PrisonId::from("ullersmo"),
        release_date: None,
        template: 2,
    };
    let cases = [
        (opened, "header"),
        (
            Change::PersonNamed {
                name: "P".to_owned(),
            },
            "header",
        ),
        (Change::BirthDateSet { birth_date: None }, "header"),
        (Change::ReleaseDateSet { release_date: None }, "header"),
        (Change::TemplateTaken { template: 3 }, "header"),
        (header("life"), "header"),
        (header("coordinators"), "header"),
        (header("goal"), "coordination/team"),
        (header("national-id"), "coordination/welfare"),
        (header("safety-warning"), "coordination/restricted"),
        (header("stay"), "sentence-progression/welfare"),
        (header("visits-wanted"), "family-network/welfare"),
        (header("no-such-field"), "whole"),
        (answered("opioid-treatment"), "substance-use/health"),
        (answered("safety-concern"), "family-network/restricted"),
        (answered("no-such-condition"), "whole"),
        (status(&health), "health/health"),
        (status(&restricted), "family-network/restricted"),
        (status(&own), "debts/welfare"),
        (status(&item("no-such-item")), "whole"),
        (
            set(Record::Item(own.clone()), "start-on", text()),
            "debts/welfare",
        ),
        (
            Change::ItemAdded {
                item: health.clone(),
                area: "housing".into(),
                title: String::new(),
            },
            "health/health",
        ),
        (
            Change::ItemAdded {
                item: item("new"),
                area: "benefits".into(),
                title: String::new(),
            },
            "benefits/welfare",
        ),
        (
            Change::NoteWritten {
                note: lost,
                item: Some(own.clone()),
                text: String::new(),
            },
            "debts/welfare",
        ),
        (
            Change::NoteWritten {
                note,
                item: None,
                text: String::new(),
            },
            "coordination/team health/health",
        ),
        (reword(note), "health/health"),
        (reword(loose), "coordination/team"),
        (reword(lost), "whole"),
        (struck(Record::Note(note)), "health/health"),
        (
            Change::RecordRestored {
                record: Record::Item(own.clone()),
            },
            "debts/welfare",
        ),
        (struck(Record::Row(row(1))), "coordination/welfare"),
        (struck(Record::Round("reception".into())), "whole"),
        (
            set(Record::Row(row(1)), "place", text()),
            "coordination/welfare",
        ),
        (
            set(Record::Row(row(1)), "item", one(&health)),
            "coordination/welfare health/health",
        ),
        (set(Record::Row(row(7)), "place", text()), "whole"),
        (
            added(2, "appointment", &[("item", one(&health))]),
            "health/health",
        ),
        (
            added(2, "step", &[("item", one(&restricted))]),
            "family-network/restricted",
        ),
        (added(2, "step", &[]), "coordination/team"),
        (
            added(2, "step", &[("item", one(&item("no-such-item")))]),
            "whole",
        ),
        (
            added(2, "agreement", &[("area", FieldValue::one("work"))]),
            "work/welfare",
        ),
        (
            added(
                2,
                "agreement",
                &[("area", FieldValue::one("work")), ("item", one(&own))],
            ),
            "debts/welfare",
        ),
        (
            added(2, "conversation", &[("area", FieldValue::one("health"))]),
            "health/health",
        ),
        // A field that the sheet does not have moves nothing.
        (
            added(2, "work", &[("area", FieldValue::one("housing"))]),
            "work/welfare",
        ),
        (added(2, "activity", &[]), "leisure-faith-library/welfare"),
        (added(2, "consent", &[]), "coordination/welfare"),
        (added(2, "no-such-sheet", &[]), "whole"),
        (
            added(1, "education", &[]),
            "coordination/welfare education/team",
        ),
        (round("skip/debts"), "debts/welfare"),
        (round("no-such-need"), "whole"),
        (
            Change::UserListed {
                user: UserId(Uuid::nil()),
                name: String::new(),
                agency: AgencyId::from("ngo"),
                role: crate::change::Role::NavOffice,
                further_roles: BTreeSet::new(),
                prisons: BTreeSet::new(),
            },
            "whole",
        ),
        (Change::from_bytes(&[99]), "whole"),
    ];
    for (change, expected) in cases {
        let visible = visibility(&story, &reference).of_change(&change);
        assert_eq!(shown(&visible), expected, "{change:?}");
    }
}

#[test]
fn needs_and_questions_have_their_own_place_and_so_do_the_words_beside_them() {
    let reference = reference();
    let story = Story::opened();
    let needs = reference.template.needs.needs.iter();
    let needs = needs.map(|one| (&one.id, Class::new(&one.area, one.sensitivity)));
    let questions = reference.template.questions.iter();
    let questions = questions.map(|one| (&one.id, Class::new(&one.area, one.sensitivity)));
    for (id, class) in needs.chain(questions) {
        for field in [id.clone(), need::words_field(id)] {
            let register = Register::Field(Record::Round("reception".into()), field);
            let visible = visibility(&story, &reference).of_register(&register);
            assert_eq!(
                visible,
                BTreeSet::from([Visible::Class(class.clone())]),
                "{id}"
            );
        }
    }
}

#[test]
fn everything_that_the_reference_data_places_has_rows_in_the_table_or_a_stated_rule() {
    let reference = reference();
    let story = Story::opened();
    let known: BTreeSet<Class> = reference.access.classes().collect();
    let mut without: BTreeSet<String> = BTreeSet::new();
    let mut check = |visible: BTreeSet<Visible>| {
        for one in visible {
            if !matches!(&one, Visible::Class(class) if known.contains(class)) {
                without.insert(shown(&BTreeSet::from([one])));
            }
        }
    };
    let parts = visibility(&story, &reference);
    for sheet in reference.sheets.of_plan(story.plan.id) {
        let ids = sheet.fields.iter().map(|field| field.id.clone());
        match sheet.of {
            Holder::Plan => ids.for_each(|id| check(parts.header_field(&id))),
            Holder::Rows => check(parts.of_change(&added(1, sheet.id.as_str(), &[]))),
            Holder::Item => {}
        }
    }
    reference
        .template
        .items
        .iter()
        .for_each(|one| check(parts.item(&one.id, None)));
    for one in &reference.template.conditions {
        check(parts.of_register(&Register::Condition(one.id.clone())));
    }
    let expected = [
        "coordination/restricted",
        "header",
        "leisure-faith-library/welfare",
    ];
    assert_eq!(without, expected.map(str::to_owned).into());
}

#[test]
fn of_two_answers_on_where_a_row_belongs_the_reader_needs_both() {
    let reference = reference();
    let mut story = Story::opened();
    story.alice_says(added(1, "agreement", &[]));
    let plan = story.plan.clone();
    let to = |area| set(Record::Row(row(1)), "area", FieldValue::one(area));
    let apart = [
        story.alice.write(|pen| pen.write(&plan, to("work"))),
        story.bob.write(|pen| pen.write(&plan, to("debts"))),
    ];
    story.take(&apart);
    let visible = visibility(&story, &reference).of_record(&Record::Row(row(1)));
    assert_eq!(shown(&visible), "debts/welfare work/welfare");
}
