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
const LIFE: &str = "life";
/// The sheets whose rows still hold.
const ROWS: [&str; 1] = ["contact"];

/// Opens a new plan for the person of `earlier`: name, date of birth, prison, what is known about the person, and
/// their contacts. Sentence, dates, needs and items begin anew. Answers with the new plan's id.
pub fn return_again(
    pen: &mut Pen<'_>,
    earlier: &Plan,
    sheets: &Sheets,
    template: TemplateVersion,
) -> Option<(PlanId, Vec<Entry>)> {
    let plan = PlanId((pen.fresh_id)());
    let opened = Change::PlanOpened {
        name: earlier.name().value,
        birth_date: earlier.birth_date().value,
        prison: earlier.prison()?,
        release_date: None,
        template: template.0,
        answers: BTreeMap::new(),
    };
    let mut entries: Vec<Entry> = vec![pen.begin(plan, opened)];
    let mut values: BTreeMap<FieldId, FieldValue> = about_person(sheets)
        .map(|field| (field.id.clone(), earlier.held(field.id.as_str())))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let earlier_id: String = earlier.id.to_string();
    values.insert(FieldId::from(EARLIER_PLAN), FieldValue::one(&earlier_id));
    let record = Record::Header;
    entries.push(pen.begin(plan, Change::FieldsSet { record, values }));
    entries.extend(other_answers(pen, plan, earlier, sheets));
    for sheet in ROWS.iter().filter_map(|id| sheets.get(&SheetId::from(*id))) {
        for row in earlier.standing_rows(&sheet.id) {
            let values = sheet.fields.iter().map(|field| {
                let value: FieldValue = earlier.row_value(row, &field.id);
                (field.id.clone(), value)
            });
            let change = Change::RowAdded {
                row: RowId((pen.fresh_id)()),
                sheet: sheet.id.clone(),
                values: values.filter(|(_, value)| !value.is_empty()).collect(),
            };
            entries.push(pen.begin(plan, change));
        }
    }
    Some((plan, entries))
}

/// The fields about the person.
fn about_person(sheets: &Sheets) -> impl Iterator<Item = &SheetField> {
    let about_person = sheets.sheets.iter().filter(|sheet| {
        sheet.of == Holder::Plan && sheet.page == Part::Person && sheet.id.as_str() != LIFE
    });
    about_person.flat_map(|sheet| &sheet.fields)
}

/// Where two answers stand, both come along: an entry apart for each but the one that counts.
fn other_answers(pen: &mut Pen<'_>, plan: PlanId, earlier: &Plan, sheets: &Sheets) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for field in about_person(sheets) {
        let known = earlier.value(&Record::Header, &field.id);
        let others = known
            .answers
            .into_iter()
            .filter(|answer| answer.value != known.value);
        for answer in others {
            let values = BTreeMap::from([(field.id.clone(), answer.value)]);
            let record = Record::Header;
            entries.push(pen.begin(plan, Change::FieldsSet { record, values }));
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Stored;
    use crate::story::{Story, reference};

    #[test]
    fn what_still_holds_comes_along_and_the_sentence_does_not() {
        let reference = reference();
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
        let earlier: &Plan = &story.plan;
        let again = story.bob.write(|pen| {
            return_again(
                pen,
                earlier,
                &reference.sheets,
                reference.template.version(),
            )
        });
        let (id, entries) = again.unwrap();
        let stored: Vec<Stored> = entries.into_iter().map(Stored::unsent).collect();
        let plan = Plan::fold(id, &stored);
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
}
