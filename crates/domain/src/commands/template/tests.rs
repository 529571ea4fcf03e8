//! Drafting the template, publishing it, and taking a version into a plan.

use std::sync::Arc;

use super::*;
use crate::reference::Reference;
use crate::sheet::FieldFault;
use crate::story::{Story, TODAY, day, item, reference, values};

/// An administrator's directory.
struct Office {
    story: Story,
    reference: Reference,
    answered: BTreeMap<ItemId, usize>,
}

impl Office {
    fn new() -> Self {
        Self {
            story: Story::of_directory(),
            reference: reference(),
            answered: BTreeMap::new(),
        }
    }

    fn templates(&self) -> Templates {
        Templates::of(Arc::new(self.reference.template.clone()), &self.story.plan)
    }

    fn edit(&mut self, id: &str, fields: &[(&str, FieldValue)]) -> Result<(), FillInError> {
        let templates = self.templates();
        let forms = Forms {
            template: templates.newest(),
            sheets: &self.reference.sheets,
            answered: Some(&self.answered),
        };
        let record = Record::Item(item(id));
        let entries = self.story.try_alice(|pen, plan| {
            set_fields(pen, plan, forms, &record, values(fields), None, day(TODAY))
        })?;
        self.story.take(&entries);
        Ok(())
    }

    fn publish(&mut self, words: &str) -> Result<TemplateVersion, PublishError> {
        let templates = self.templates();
        let forms = Forms {
            template: templates.newest(),
            sheets: &self.reference.sheets,
            answered: Some(&self.answered),
        };
        let (version, entries) = self.story.try_alice(|pen, plan| {
            publish_template(pen, plan, &templates, forms, words, day(TODAY))
        })?;
        self.story.take(&entries);
        Ok(version)
    }

    fn title(&self, id: &str) -> String {
        let templates = self.templates();
        templates.newest().item(&item(id)).unwrap().title.nb.clone()
    }
}

fn text(words: &str) -> FieldValue {
    FieldValue::Text(words.to_owned())
}

fn faults(refused: FillInError) -> Vec<(String, FieldFault)> {
    let faults = refused.faults.into_iter();
    faults
        .map(|(field, fault)| (field.to_string(), fault))
        .collect()
}

#[test]
fn an_edit_is_a_draft_until_it_is_published_and_then_stands_as_it_was() {
    let mut office = Office::new();
    let shipped: String = office.title("id-check");
    office
        .edit("id-check", &[("title-nb", text("Pass"))])
        .unwrap();
    assert_eq!(office.title("id-check"), shipped);
    assert_eq!(office.publish("Nytt navn"), Ok(TemplateVersion(3)));
    assert_eq!(office.title("id-check"), "Pass");
    // The next draft begins with what was published, and changes nothing in it.
    office
        .edit("id-check", &[("title-nb", text("Pass og ID"))])
        .unwrap();
    assert_eq!(office.title("id-check"), "Pass");
    office
        .edit("debts-overview", &[("done", FieldValue::Number(9))])
        .unwrap();
    assert_eq!(office.publish("To endringer"), Ok(TemplateVersion(4)));
    assert_eq!(office.title("id-check"), "Pass og ID");
    let templates = office.templates();
    let third = &templates.published()[&TemplateVersion(3)];
    assert_eq!(
        third.template.item(&item("id-check")).unwrap().title.nb,
        "Pass"
    );
    assert_eq!(third.words, "Nytt navn");
}

#[test]
fn only_what_differs_from_the_template_is_written() {
    let mut office = Office::new();
    let shipped: String = office.title("id-check");
    office
        .edit("id-check", &[("title-nb", text(&shipped))])
        .unwrap();
    assert!(office.story.entries.is_empty());
    assert_eq!(
        office.publish("Ingenting"),
        Err(PublishError::NothingChanged)
    );
}

#[test]
fn an_item_can_be_added_to_the_template_once_it_is_whole() {
    let mut office = Office::new();
    let half = office.edit("nytt", &[("title-nb", text("Sykkel"))]);
    let missing: Vec<String> = faults(half.unwrap_err())
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    assert_eq!(missing, ["area", "agency", "when", "conditions"]);
    let whole = [
        ("title-nb", text("Sykkel")),
        ("area", FieldValue::one("leisure-faith")),
        ("agency", FieldValue::one("municipality")),
        ("when", FieldValue::one("weeks-before-release")),
        ("conditions", FieldValue::one("always")),
        ("done", FieldValue::Number(2)),
    ];
    office.edit("nytt", &whole).unwrap();
    office.publish("Sykkel").unwrap();
    let templates = office.templates();
    let added = templates.newest().item(&item("nytt")).unwrap();
    assert_eq!(
        (added.title.nb.as_str(), added.when.done),
        ("Sykkel", Some(2))
    );
}

#[test]
fn an_answered_item_is_not_dropped() {
    let mut office = Office::new();
    office.answered.insert(item("id-check"), 3);
    let retired = [("is-retired", FieldValue::one("yes"))];
    let refused = office.edit("id-check", &retired).unwrap_err();
    let expected = vec![("is-retired".to_owned(), FieldFault::Answered { plans: 3 })];
    assert_eq!(faults(refused), expected);
    office.edit("debts-overview", &retired).unwrap();
    // It is answered in a plan that has come since: the draft cannot be published.
    office.answered.insert(item("debts-overview"), 1);
    let Err(PublishError::Faults(found)) = office.publish("Uten konto") else {
        panic!("it was published")
    };
    let [found] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(found.record, Record::Item(item("debts-overview")));
    assert_eq!(found.fault, FieldFault::Answered { plans: 1 });
    // What an earlier version has taken out may be answered in older plans.
    office.answered.clear();
    office.publish("Uten konto").unwrap();
    office.answered.insert(item("debts-overview"), 1);
    office
        .edit("id-check", &[("title-nb", text("Pass"))])
        .unwrap();
    office.publish("Pass").unwrap();
}

#[test]
fn weeks_that_contradict_and_a_version_without_words_are_refused() {
    let mut office = Office::new();
    let weeks = [
        ("start", FieldValue::Number(2)),
        ("done", FieldValue::Number(5)),
    ];
    let refused = office.edit("id-check", &weeks).unwrap_err();
    let expected = FieldFault::LessThan(FieldId::from("done"));
    assert_eq!(faults(refused), [("start".to_owned(), expected)]);
    office
        .edit("id-check", &[("title-nb", text("Pass"))])
        .unwrap();
    assert_eq!(office.publish("  "), Err(PublishError::WordsMissing));
    let long = crate::story::too_long();
    assert_eq!(office.publish(&long), Err(PublishError::WordsTooLong));
}

#[test]
fn edits_of_two_administrators_apart_both_stand_until_one_is_chosen() {
    let mut office = Office::new();
    let before = office.story.plan.clone();
    office
        .edit("id-check", &[("title-nb", text("Pass"))])
        .unwrap();
    office
        .edit("debts-overview", &[("title-nb", text("Konto"))])
        .unwrap();
    let alices = office.story.entries.clone();
    office.story.plan = before;
    office
        .edit("id-check", &[("title-nb", text("Legitimasjon"))])
        .unwrap();
    office.story.take(&alices);
    let newest = office.templates().newest().clone();
    let drafted = draft::drafted(&office.story.plan, &newest);
    let title = |id: &str| drafted.value(&Record::Item(item(id)), &FieldId::from("title-nb"));
    assert!(title("id-check").is_contested());
    assert!(!title("debts-overview").is_contested());
    assert_eq!(title("id-check").answers.len(), 2);
}

#[test]
fn a_plan_takes_a_newer_version_only() {
    let mut story = Story::opened();
    for old in [1, 2] {
        let refused = story.try_alice(|pen, plan| take_template(pen, plan, TemplateVersion(old)));
        assert_eq!(refused, Err(TakeTemplateError::NotNewer));
    }
    story.alice(|pen, plan| take_template(pen, plan, TemplateVersion(3)).unwrap());
    assert_eq!(story.plan.template().value, Some(TemplateVersion(3)));
    // Taken apart on two devices: the newer counts.
    let before = story.plan.clone();
    story.alice(|pen, plan| take_template(pen, plan, TemplateVersion(5)).unwrap());
    let fives = story.entries.last().cloned();
    story.plan = before;
    story.bob(|pen, plan| take_template(pen, plan, TemplateVersion(4)).unwrap());
    story.take(fives.as_slice());
    assert_eq!(story.plan.template().value, Some(TemplateVersion(5)));
}
