//! The reference data holds together: ids, names, languages, levels of access and weeks.

#![expect(
    clippy::unwrap_used,
    reason = "what fails in here fails the test, as it should"
)]

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::reference::{Agencies, Prisons};
use overgang_domain::template::{Fact, Sensitivity, Text3, WhenKind};
use overgang_domain::{AgencyId, ConditionId, ItemId, Template, TemplateVersion};
use serde_json::Value;

const TEMPLATE: &str = include_str!("../data/checklist-template.json");
const AGENCIES: &str = include_str!("../data/agencies.json");
const PRISONS: &str = include_str!("../data/prisons.json");

/// The default visibility of each area, as `areas.md` has it.
const AREA_DEFAULTS: [(&str, Sensitivity); 13] = [
    ("coordination", Sensitivity::Team),
    ("housing", Sensitivity::Team),
    ("benefits", Sensitivity::Welfare),
    ("work", Sensitivity::Team),
    ("education", Sensitivity::Team),
    ("health", Sensitivity::Health),
    ("substance-use", Sensitivity::Health),
    ("debts", Sensitivity::Welfare),
    ("id-bank-digital", Sensitivity::Team),
    ("family-network", Sensitivity::Welfare),
    ("leisure-faith-library", Sensitivity::Team),
    ("sentence-progression", Sensitivity::Welfare),
    ("release-day", Sensitivity::Team),
];

fn template() -> Template {
    serde_json::from_str::<Template>(TEMPLATE).unwrap()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn assert_unique<T: Ord + std::fmt::Debug>(ids: impl IntoIterator<Item = T>) {
    let mut seen: BTreeSet<T> = BTreeSet::new();
    for id in ids {
        let shown = format!("{id:?}");
        assert!(seen.insert(id), "{shown} stands twice");
    }
}

#[test]
fn the_template_has_what_it_should() {
    let template = template();
    assert_eq!(template.version(), TemplateVersion(2));
    assert_eq!(template.items.len(), 92);
    assert_eq!(template.areas.len(), 13);
    assert_eq!(template.conditions.len(), 44);
    assert_eq!(template.day_one_lights.len(), 7);
    for item in &template.items {
        assert_eq!(template.item(&item.id).unwrap().id, item.id);
    }
    assert!(template.item(&ItemId::from("no-such-item")).is_none());
}

#[test]
fn ids_are_unique_lower_case_words() {
    let template = template();
    let (agencies, prisons) = (
        serde_json::from_str::<Agencies>(AGENCIES).unwrap(),
        serde_json::from_str::<Prisons>(PRISONS).unwrap(),
    );
    assert_unique(template.items.iter().map(|one| &one.id));
    assert_unique(template.areas.iter().map(|one| &one.id));
    assert_unique(template.conditions.iter().map(|one| &one.id));
    assert_unique(template.day_one_lights.iter().map(|one| one.id));
    assert_unique(agencies.agencies.iter().map(|one| &one.id));
    assert_unique(prisons.prisons.iter().map(|one| &one.id));
    let items = template.items.iter().map(|one| one.id.as_str());
    let areas = template.areas.iter().map(|one| one.id.as_str());
    let conditions = template.conditions.iter().map(|one| one.id.as_str());
    let agencies = agencies.agencies.iter().map(|one| one.id.as_str());
    let prisons = prisons.prisons.iter().map(|one| one.id.as_str());
    for id in items
        .chain(areas)
        .chain(conditions)
        .chain(agencies)
        .chain(prisons)
    {
        let is_word = id
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        assert!(is_word && !id.is_empty(), "{id}");
    }
}

#[test]
fn everything_that_is_named_exists() {
    let template = template();
    let agencies = serde_json::from_str::<Agencies>(AGENCIES).unwrap();
    let areas: BTreeSet<_> = template.areas.iter().map(|area| &area.id).collect();
    let conditions: BTreeSet<_> = template.conditions.iter().map(|one| &one.id).collect();
    for item in &template.items {
        assert!(areas.contains(&item.area), "{}", item.id);
        assert!(!item.applies_when.is_empty(), "{} applies never", item.id);
        assert!(
            item.applies_when.iter().all(|one| conditions.contains(one)),
            "{}",
            item.id
        );
        let named = std::iter::once(&item.agency).chain(&item.supporting_agencies);
        for agency in named {
            assert!(agencies.get(agency).is_some(), "{}: {agency}", item.id);
        }
        if let Some(light) = item.day_one {
            assert!(template.light(light).is_some(), "{}", item.id);
        }
    }
    assert!(
        template
            .conditions
            .iter()
            .all(|one| areas.contains(&one.area))
    );
    assert!(agencies.get(&AgencyId::from("no-such-agency")).is_none());
}

#[test]
fn each_light_has_items_and_its_deciding_items_belong_to_it() {
    let template = template();
    for light in &template.day_one_lights {
        assert!(
            template
                .items
                .iter()
                .any(|item| item.day_one == Some(light.id)),
            "{:?}",
            light.id
        );
        let deciding: Vec<&ItemId> = light.any_of.iter().chain(&light.all_of).collect();
        assert!(!deciding.is_empty(), "{:?}", light.id);
        for id in deciding {
            assert_eq!(template.item(id).unwrap().day_one, Some(light.id), "{id}");
        }
    }
}

#[test]
fn critical_items_have_a_light_but_for_the_two_that_gather_all_of_them_on_paper() {
    let without: Vec<String> = template()
        .items
        .into_iter()
        .filter(|item| item.day_one_critical && item.day_one.is_none())
        .map(|item| item.id.0)
        .collect();
    assert_eq!(without, ["coordination-remand-sheet", "release-72-hours"]);
}

#[test]
fn every_text_is_there_in_three_languages() {
    let template = template();
    let mut texts: Vec<&Text3> = Vec::new();
    texts.extend(template.areas.iter().map(|one| &one.name));
    texts.extend(template.conditions.iter().map(|one| &one.label));
    texts.extend(
        template
            .day_one_lights
            .iter()
            .flat_map(|one| [&one.name, &one.question]),
    );
    for item in &template.items {
        texts.extend([&item.title, &item.help]);
        texts.extend(item.public_title.as_ref());
    }
    let agencies = serde_json::from_str::<Agencies>(AGENCIES).unwrap();
    texts.extend(agencies.agencies.iter().map(|one| &one.name));
    for text in texts {
        assert!(text.is_whole(), "{text:?}");
    }
}

#[test]
fn what_agencies_are_in_charge_of_still_waits_for_its_nynorsk() {
    let agencies = serde_json::from_str::<Agencies>(AGENCIES).unwrap().agencies;
    let without: usize = agencies
        .iter()
        .filter(|one| one.in_charge_of.nn.is_empty())
        .count();
    assert_eq!((agencies.len(), without), (36, 36));
    for agency in agencies {
        assert!(!agency.in_charge_of.nb.is_empty() && !agency.in_charge_of.en.is_empty());
    }
}

#[test]
fn weeks_go_from_start_to_done_and_to_too_late() {
    for item in template().items {
        let when = item.when;
        if let (Some(start), Some(done)) = (when.start, when.done) {
            assert!(start >= done, "{}", item.id);
        }
        if let (Some(start), Some(too_late)) = (when.start, when.too_late) {
            assert!(start >= too_late, "{}", item.id);
        }
        match when.kind {
            WhenKind::WeeksBeforeRelease => {
                assert!(when.done.is_none_or(|done| done >= 0), "{}", item.id);
            }
            WhenKind::AfterRelease => assert!(when.done.is_none_or(|done| done < 0), "{}", item.id),
            WhenKind::AtAdmission | WhenKind::Unknown => {}
        }
    }
}

#[test]
fn no_item_is_looser_than_its_area() {
    let template = template();
    let defaults: BTreeMap<&str, Sensitivity> = BTreeMap::from(AREA_DEFAULTS);
    assert_eq!(defaults.len(), template.areas.len());
    for item in &template.items {
        assert!(
            item.sensitivity >= defaults[item.area.as_str()],
            "{}",
            item.id
        );
    }
}

#[test]
fn no_item_is_looser_than_what_all_its_conditions_share() {
    let template = template();
    let levels: BTreeMap<&ConditionId, Sensitivity> = template
        .conditions
        .iter()
        .map(|one| (&one.id, one.sensitivity))
        .collect();
    for item in &template.items {
        let shared: Sensitivity = item
            .applies_when
            .iter()
            .map(|one| levels[one])
            .min()
            .unwrap();
        assert!(item.sensitivity >= shared, "{}", item.id);
    }
}

#[test]
fn all_ten_health_items_have_a_public_line_and_no_other_has() {
    let data: Value = json(TEMPLATE);
    let items: &Vec<Value> = data["items"].as_array().unwrap();
    let public = |item: &&Value| item.get("public_title").is_some();
    assert_eq!(items.iter().filter(public).count(), 10);
    for item in items {
        let is_health: bool = item["sensitivity"] == "health";
        assert_eq!(
            item.get("public_title").is_some(),
            is_health,
            "{}",
            item["id"]
        );
        let group: Option<&str> = item.get("public_group").and_then(Value::as_str);
        let is_known = matches!(
            group,
            Some("medicine" | "appointment" | "information" | "other")
        );
        assert_eq!(is_known, is_health, "{}", item["id"]);
    }
}

#[test]
fn only_one_condition_always_holds() {
    let template = template();
    let constant: Vec<&str> = template
        .conditions
        .iter()
        .filter(|one| one.fact == Fact::Constant)
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(constant, ["always"]);
}

#[test]
fn what_no_source_confirms_stays_marked() {
    let unverified = |items: &Value| {
        let items = items.as_array().unwrap();
        assert!(items.iter().all(|one| one["verified"].is_boolean()));
        items.iter().filter(|one| one["verified"] == false).count()
    };
    let [template, agencies, prisons] = [TEMPLATE, AGENCIES, PRISONS].map(json);
    let read = self::template();
    assert_eq!(
        unverified(&template["items"]),
        read.items.iter().filter(|one| !one.verified).count()
    );
    assert_eq!(unverified(&agencies["agencies"]), 3);
    assert_eq!(unverified(&prisons["prisons"]), 26);
    for hours in prisons["example_office_hours"].as_array().unwrap() {
        assert_eq!(hours["example"], true);
    }
}

#[test]
fn every_prison_has_a_name_and_example_hours_belong_to_prisons() {
    let prisons = serde_json::from_str::<Prisons>(PRISONS).unwrap();
    assert_eq!(prisons.prisons.len(), 59);
    assert!(
        prisons
            .prisons
            .iter()
            .all(|one| !one.name.trim().is_empty())
    );
    assert_eq!(prisons.example_office_hours.len(), 5);
    for hours in &prisons.example_office_hours {
        assert!(
            prisons.get(&hours.prison_id).is_some(),
            "{}",
            hours.prison_id
        );
        for day in &hours.hours {
            assert!(day.from < day.to, "{} {}", hours.prison_id, day.weekday);
        }
    }
}
