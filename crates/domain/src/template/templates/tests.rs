//! Which version a plan goes by.

use std::sync::Arc;

use super::*;
use crate::story::{Story, item, template, values};
use crate::{Change, TemplateVersion};

fn published(version: u32, base: u32, title: &str) -> Change {
    let fields = values(&[("title-nb", FieldValue::Text(title.to_owned()))]);
    Change::TemplatePublished {
        template: version,
        base,
        items: BTreeMap::from([(item("id-check"), fields)]),
        words: "Nytt ord".to_owned(),
    }
}

fn title(template: &Template) -> &str {
    &template.item(&item("id-check")).unwrap().title.nb
}

#[test]
fn a_plan_goes_by_its_own_version_and_a_new_one_by_the_newest() {
    let mut directory = Story::of_directory();
    directory.alice_says(published(3, 2, "Tredje"));
    directory.alice_says(published(4, 2, "Fjerde"));
    let templates = Templates::of(Arc::new(template()), &directory.plan);
    assert_eq!(templates.newest().version(), TemplateVersion(4));
    let mut story = Story::opened();
    let shipped: String = title(&template()).to_owned();
    assert_eq!(title(templates.of_plan(&story.plan)), shipped);
    story.alice_says(Change::TemplateTaken { template: 3 });
    assert_eq!(title(templates.of_plan(&story.plan)), "Tredje");
    // A version that has not come here yet.
    story.alice_says(Change::TemplateTaken { template: 9 });
    assert_eq!(title(templates.of_plan(&story.plan)), "Fjerde");
}

#[test]
fn of_two_published_apart_under_one_number_the_earlier_counts_everywhere() {
    let mut story = Story::of_directory();
    let plan = story.plan.clone();
    let first = story.alice_says(published(3, 2, "Alices"));
    // Bob has not seen it.
    story.plan = plan;
    let second = story.bob_says(published(3, 2, "Bobs"));
    for order in [[&first, &second], [&second, &first]] {
        let mut directory = Story::of_directory();
        for entries in order {
            directory.take(entries);
        }
        let templates = Templates::of(Arc::new(template()), &directory.plan);
        assert_eq!(title(templates.newest()), "Alices");
    }
}

#[test]
fn a_version_that_builds_on_a_template_of_another_app_is_passed_over() {
    let mut directory = Story::of_directory();
    directory.alice_says(published(9, 8, "Ukjent grunn"));
    directory.alice_says(published(1, 2, "Eldre enn grunnen"));
    let templates = Templates::of(Arc::new(template()), &directory.plan);
    assert_eq!(templates.newest().version(), template().version());
}

#[test]
fn every_item_that_ships_is_the_same_after_it_was_fields() {
    let shipped = template();
    let again = shipped.with(
        shipped.version(),
        &shipped
            .items
            .iter()
            .map(|item| (item.id.clone(), item.fields()))
            .collect(),
    );
    assert!(shipped.changed_in(&again).is_empty());
    for (before, after) in shipped.items.iter().zip(&again.items) {
        // A field holds a set; its order says nothing.
        let mut before = before.clone();
        before.supporting_agencies.sort();
        before.applies_when.sort();
        assert_eq!(format!("{before:?}"), format!("{after:?}"));
    }
}
