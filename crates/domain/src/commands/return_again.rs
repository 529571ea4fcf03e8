//! Re-entry: somebody comes back with a new sentence. A new plan is opened that names the earlier one and takes along
//! what still holds; the earlier one stays as it was, to be read.

use std::collections::BTreeMap;

use super::pen::Pen;
use crate::register::Record;
use crate::sheet::{Holder, Part, SheetField, Sheets};
use crate::{Change, Entry, FieldId, FieldValue, Plan, PlanId, RowId, SheetId, TemplateVersion};

/// The field of the plan that names the earlier one.
pub const EARLIER_PLAN: &str = "earlier-plan";
/// The sheet whose fields are about the plan and not about the person.
const ABOUT_PLAN: &str = "life";
/// The sheets whose rows still hold.
const ROWS: [&str; 1] = ["contact"];

/// Opens a new plan for the person of `earlier`, in the prison that has that one: name, date of birth, what is known
/// about the person, and their contacts. Where two answers stand, both come along. Sentence, dates, needs and items begin anew. Answers with
/// the new plan's id.
pub fn return_again(
    pen: &mut Pen<'_>,
    earlier: &Plan,
    sheets: &Sheets,
    template: TemplateVersion,
) -> Option<(PlanId, Vec<Entry>)> {
    let plan = PlanId((pen.fresh_id)());
    let (name, birth_date) = (earlier.name(), earlier.birth_date());
    let mut changes: Vec<Change> = vec![Change::PlanOpened {
        name: name.value.clone(),
        birth_date: birth_date.value,
        prison: earlier.home()?,
        release_date: None,
        template: template.0,
    }];
    let named = name.others().map(|name| Change::PersonNamed { name });
    changes.extend(named);
    let born = birth_date.others();
    changes.extend(born.map(|birth_date| Change::BirthDateSet { birth_date }));

    let mut person = Standing::of(earlier, &Record::Header, about_person(sheets));
    let earlier_id: String = earlier.id.to_string();
    let earlier_plan = FieldId::from(EARLIER_PLAN);
    person
        .counting
        .insert(earlier_plan, FieldValue::one(&earlier_id));
    changes.push(Change::FieldsSet {
        record: Record::Header,
        values: person.counting,
    });
    changes.extend(apart(&Record::Header, person.others));

    for sheet in ROWS.iter().filter_map(|id| sheets.get(&SheetId::from(*id))) {
        for known in earlier.standing_rows(&sheet.id) {
            let standing = Standing::of(earlier, &Record::Row(known), sheet.fields.iter());
            let row = RowId((pen.fresh_id)());
            changes.push(Change::RowAdded {
                row,
                sheet: sheet.id.clone(),
                values: standing.counting,
            });
            changes.extend(apart(&Record::Row(row), standing.others));
        }
    }
    let entries = changes.into_iter().map(|change| pen.begin(plan, change));
    Some((plan, entries.collect()))
}

/// The fields about the person.
fn about_person(sheets: &Sheets) -> impl Iterator<Item = &SheetField> {
    let about_person = sheets.sheets.iter().filter(|sheet| {
        sheet.of == Holder::Plan && sheet.page == Part::Person && sheet.id.as_str() != ABOUT_PLAN
    });
    about_person.flat_map(|sheet| &sheet.fields)
}

/// What stands in the fields of a record.
#[derive(Default)]
struct Standing {
    /// What counts. Nothing is left out, unless another answer stands beside it.
    counting: BTreeMap<FieldId, FieldValue>,
    /// The answers beside it.
    others: Vec<(FieldId, FieldValue)>,
}

impl Standing {
    fn of<'a>(
        earlier: &Plan,
        record: &Record,
        fields: impl Iterator<Item = &'a SheetField>,
    ) -> Self {
        let mut standing = Self::default();
        for field in fields {
            let known = earlier.value(record, &field.id);
            let others = known.others().map(|value| (field.id.clone(), value));
            standing.others.extend(others);
            if known.is_contested() || !known.value.is_empty() {
                standing.counting.insert(field.id.clone(), known.value);
            }
        }
        standing
    }
}

/// An entry apart for each answer, so that it stands beside the one that counts.
fn apart(record: &Record, others: Vec<(FieldId, FieldValue)>) -> impl Iterator<Item = Change> {
    others.into_iter().map(|(field, value)| Change::FieldsSet {
        record: record.clone(),
        values: BTreeMap::from([(field, value)]),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::Stored;
    use crate::story::{Story, reference};

    /// The plan of the same person who comes again.
    fn comes_again(story: &mut Story) -> Plan {
        let (reference, earlier) = (reference(), &story.plan);
        let version = reference.template.version();
        let again = story
            .alice
            .write(|pen| return_again(pen, earlier, &reference.sheets, version));
        let (id, entries) = again.unwrap();
        let stored: Vec<Stored> = entries.into_iter().map(Stored::unsent).collect();
        Plan::fold(id, &stored)
    }

    #[test]
    fn what_still_holds_comes_along_and_the_sentence_does_not() {
        let mut story = Story::opened();
        let text = |words: &str| FieldValue::Text(words.to_owned());
        let values = BTreeMap::from([
            (FieldId::from("goal"), text("Fagbrev")),
            (FieldId::from("sentence-months"), FieldValue::Number(6)),
            (FieldId::from("life"), FieldValue::one("closed")),
        ]);
        let record = Record::Header;
        story.alice(|pen, plan| vec![pen.write(plan, Change::FieldsSet { record, values })]);
        for (number, name) in [(1, "Søster"), (2, "Feil")] {
            let row = RowId(uuid::Uuid::from_u64_pair(0xC0, number));
            let sheet = SheetId::from("contact");
            let values = BTreeMap::from([(FieldId::from("name"), text(name))]);
            story.alice(|pen, plan| vec![pen.write(plan, Change::RowAdded { row, sheet, values })]);
        }
        let mistake = Record::Row(RowId(uuid::Uuid::from_u64_pair(0xC0, 2)));
        story.alice(|pen, plan| {
            super::super::strike_out(pen, plan, mistake, "Feil".to_owned()).unwrap()
        });
        let plan: Plan = comes_again(&mut story);
        let earlier: &Plan = &story.plan;
        assert_eq!(plan.name().value, earlier.name().value);
        assert_eq!(plan.held("goal"), text("Fagbrev"));
        assert_eq!(
            plan.held(EARLIER_PLAN),
            FieldValue::one(&earlier.id.to_string())
        );
        assert_eq!(
            (plan.held("sentence-months"), plan.held("life")),
            (FieldValue::Empty, FieldValue::Empty)
        );
        assert_eq!(plan.release_date().value, None);
        let contacts = plan.standing_rows(&SheetId::from("contact"));
        assert_eq!(contacts.len(), 1, "what was struck out does not come along");
        assert_eq!(
            plan.row_value(contacts[0], &FieldId::from("name")),
            text("Søster")
        );
    }

    /// Everything that two people said apart, of the plan's name, date of birth, a field and a contact's fields.
    #[test]
    fn where_two_answers_stand_both_come_along() {
        let mut story = Story::opened();
        let text = |words: &str| FieldValue::Text(words.to_owned());
        let row = RowId(uuid::Uuid::from_u64_pair(0xC0, 1));
        let sheet = SheetId::from("contact");
        let fields = |fields: &[(&str, FieldValue)]| -> BTreeMap<FieldId, FieldValue> {
            let fields = fields.iter();
            fields
                .map(|(id, value)| (FieldId::from(*id), value.clone()))
                .collect()
        };
        let set = |record: &Record, typed: &[(&str, FieldValue)]| Change::FieldsSet {
            record: record.clone(),
            values: fields(typed),
        };
        let said = [
            Change::PersonNamed {
                name: "Ola Annen".to_owned(),
            },
            Change::BirthDateSet {
                birth_date: crate::day::parse("1990-02-01"),
            },
            set(&Record::Header, &[("goal", text("Fagbrev"))]),
            set(&Record::Header, &[("goal", FieldValue::Empty)]),
            Change::RowAdded {
                row,
                sheet: sheet.clone(),
                values: fields(&[("name", text("Søster"))]),
            },
            set(&Record::Row(row), &[("phone", text("22 22 22 22"))]),
            set(&Record::Row(row), &[("phone", text("33 33 33 33"))]),
            set(&Record::Row(row), &[("name", text("Tante"))]),
        ];
        for change in said {
            story.bob(|pen, plan| vec![pen.begin(plan.id, change)]);
        }
        let plan: Plan = comes_again(&mut story);
        let answers = |plan: &Plan, row: RowId| {
            let set = |record: &Record, field: &str| -> BTreeSet<FieldValue> {
                let answers = plan.value(record, &FieldId::from(field)).answers;
                answers.into_iter().map(|answer| answer.value).collect()
            };
            let names: BTreeSet<String> =
                plan.name().answers.into_iter().map(|a| a.value).collect();
            let births: BTreeSet<_> = plan
                .birth_date()
                .answers
                .into_iter()
                .map(|a| a.value)
                .collect();
            let row = Record::Row(row);
            (
                names,
                births,
                set(&Record::Header, "goal"),
                set(&row, "name"),
                set(&row, "phone"),
            )
        };
        let [there] = plan.standing_rows(&sheet)[..] else {
            panic!("one contact comes along");
        };
        let (before, after) = (answers(&story.plan, row), answers(&plan, there));
        assert_eq!(after, before);
        let counts = [
            before.0.len(),
            before.1.len(),
            before.2.len(),
            before.3.len(),
            before.4.len(),
        ];
        assert_eq!(counts, [2; 5]);
    }

    #[test]
    fn whoever_comes_again_begins_in_the_prison_that_has_the_plan() {
        let mut story = Story::opened();
        let prison = crate::PrisonId::from("halden");
        let moved = prison.clone();
        story.alice(|pen, plan| vec![pen.write(plan, Change::PlanMoved { prison: moved })]);
        let opened: Plan = comes_again(&mut story);
        assert_eq!(opened.prison(), Some(prison));
    }
}
