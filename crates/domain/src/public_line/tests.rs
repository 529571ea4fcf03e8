//! What the centre says of health matters to those who may not see them.

use super::*;
use crate::register::Record;
use crate::story::{Story, reference};
use crate::{ConditionId, Status};

/// A plan in which the centre writes the lines that are due after each thing that happens.
struct Case {
    story: Story,
    template: Template,
}

impl Case {
    fn new(conditions: &[&str]) -> Self {
        Self {
            story: Story::opened_with("Prøve", Some("2027-03-01"), conditions),
            template: reference().template,
        }
    }

    /// Writes what is due, and answers with it.
    fn written(&mut self) -> Vec<(String, Option<bool>)> {
        let mut written: Vec<(String, Option<bool>)> = Vec::new();
        for (replaces, change) in due(&self.story.plan, &self.template) {
            let Change::PublicLineSet { line, is_arranged } = &change else {
                panic!("not a line: {change:?}");
            };
            let register = Register::PublicLine(line.clone());
            assert_eq!(replaces, self.story.plan.to_replace(&register));
            written.push((line.0.clone(), *is_arranged));
            self.story.alice_says(change);
        }
        assert!(due(&self.story.plan, &self.template).is_empty());
        written
    }

    fn sets(&mut self, item: &str, status: Status) -> Vec<(String, Option<bool>)> {
        self.story.alice_sets(item, status);
        self.written()
    }
}

fn line(name: &str, is_arranged: Option<bool>) -> (String, Option<bool>) {
    (name.to_owned(), is_arranged)
}

#[test]
fn a_line_says_whether_all_of_its_group_is_settled_and_nothing_before_somebody_began() {
    let mut case = Case::new(&["prescription-medication", "opioid-treatment"]);
    assert_eq!(case.written(), []);
    assert_eq!(
        case.sets("health-medication", Status::UnderWay),
        [
            line("medicine", Some(false)),
            line("light-medicine", Some(false))
        ]
    );
    assert_eq!(case.sets("health-medication", Status::Done), []);
    assert_eq!(
        case.sets("substance-lar", Status::Done),
        [line("medicine", Some(true))]
    );
    // The light rests on a talk before the release, too, which is another group's.
    let information = case.sets("substance-overdose", Status::Done);
    assert_eq!(
        information,
        [
            line("information", Some(false)),
            line("light-medicine", Some(true))
        ]
    );
    assert_eq!(
        case.sets("health-medication", Status::NeedsHelp),
        [
            line("medicine", Some(false)),
            line("light-medicine", Some(false))
        ]
    );
}

#[test]
fn what_no_longer_applies_leaves_a_line_as_if_it_were_not_shared() {
    let mut case = Case::new(&["prescription-medication"]);
    case.sets("health-medication", Status::Done);
    assert_eq!(case.story.plan.public_line(&"medicine".into()), Some(true));
    let struck = Record::Item("health-medication".into());
    case.story.alice(|pen, plan| {
        crate::commands::strike_out(pen, plan, struck, "Feil".to_owned()).unwrap()
    });
    let medicine = case.written();
    assert!(medicine.contains(&line("medicine", None)), "{medicine:?}");
    assert!(
        medicine.contains(&line("light-medicine", None)),
        "{medicine:?}"
    );
    let condition = ConditionId::from("prescription-medication");
    assert_eq!(case.story.plan.condition(&condition).value, Some(true));
}

#[test]
fn two_answers_are_never_arranged() {
    let mut case = Case::new(&["prescription-medication"]);
    case.sets("health-medication", Status::Done);
    case.story
        .apart("health-medication", Status::Done, Status::UnderWay);
    assert_eq!(
        case.written(),
        [
            line("medicine", Some(false)),
            line("light-medicine", Some(false))
        ]
    );
}

#[test]
fn the_shipped_template_has_four_lines_and_the_light_of_medicine() {
    let template = reference().template;
    let groups: Vec<String> = groups(&template).into_iter().map(|line| line.0).collect();
    assert_eq!(groups, ["appointment", "information", "medicine", "other"]);
    let lights = template.day_one_lights.iter();
    let lights: Vec<LightId> = lights
        .filter(|rule| decides_by_health(rule, &template))
        .map(|rule| rule.id)
        .collect();
    assert_eq!(lights, [LightId::Medicine]);
    let areas = classes(&template).into_iter();
    let areas: Vec<String> = areas.map(|class| class.area.0).collect();
    assert_eq!(areas, ["health", "substance-use"]);
}
