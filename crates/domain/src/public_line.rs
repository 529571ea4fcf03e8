//! What others than health staff may see of health, with the person's consent: for some groups of items, and for a light of
//! the first day that they alone decide, one line, "arranged: yes / no / not shared" (D5; `public_group` and
//! `day_one_lights_note` in the template's data). Whoever may not see the items cannot work the lines out, so the centre
//! does, from all of the plan, and writes them into it ([`Change::PublicLineSet`](crate::Change)). A line that nobody has
//! said anything on, or of which there is nothing, looks like one that is not shared, and is never green.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::Class;
use crate::checklist::{Checklist, Item};
use crate::day_one::{self, LightState};
use crate::register::Register;
use crate::template::{LightId, LightRule, Sensitivity, TemplateItem};
use crate::{AreaId, ItemId, Plan, PublicLineId, Template};

/// The area under which lines stand.
pub const HEALTH: &str = "health";

/// What the names of lights' lines begin with.
const LIGHT: &str = "light-";

/// What a line stands for.
enum Subject<'a> {
    /// All items of a group.
    Group,
    /// A light that nothing but health matters decide.
    Light(&'a LightRule),
}

/// The lines of a plan that goes by this template, those of groups first, by name.
pub fn groups(template: &Template) -> BTreeSet<PublicLineId> {
    let items = template.items.iter();
    items.filter_map(|item| item.public_group.clone()).collect()
}

/// The line of a light.
pub fn light_line(light: LightId) -> PublicLineId {
    PublicLineId(format!("{LIGHT}{}", light.as_str()))
}

/// What one has to be allowed to see for any line: all that health staff write about, whatever the line, and whatever the
/// template makes of it. A line can be about any of them, and must not tell which.
pub(crate) fn classes(template: &Template) -> BTreeSet<Class> {
    let areas = template.areas.iter().map(|area| area.id.clone());
    let areas = areas.filter(|area| Sensitivity::least_in(area) == Sensitivity::Health);
    let areas = areas.chain([AreaId::from(HEALTH)]);
    areas
        .map(|area| Class::new(&area, Sensitivity::Health))
        .collect()
}

/// What the lines of lights say of which all is closed to somebody.
pub(crate) fn lights(
    plan: &Plan,
    template: &Template,
    closed: &BTreeSet<ItemId>,
) -> BTreeMap<LightId, bool> {
    let rules = template.day_one_lights.iter();
    let closed_to_reader = rules.filter(|rule| {
        let mut items = rule.any_of.iter().chain(&rule.all_of);
        decides_by_health(rule, template) && items.all(|item| closed.contains(item))
    });
    let said = closed_to_reader.filter_map(|rule| {
        let is_arranged = plan.public_line(&light_line(rule.id))?;
        Some((rule.id, is_arranged))
    });
    said.collect()
}

/// What the centre has to write so that the lines say what stands in `plan`, of which it has all. A line begins with the
/// first status of one of its items.
pub fn due(plan: &Plan, template: &Template) -> Vec<(PublicLineId, Option<bool>)> {
    let of_lights = template.day_one_lights.iter();
    let of_lights = of_lights.filter(|rule| decides_by_health(rule, template));
    let lines = groups(template).into_iter();
    let lines = lines.chain(of_lights.map(|rule| light_line(rule.id)));
    let begun: Vec<(PublicLineId, Subject<'_>)> = lines
        .filter_map(|line| {
            let subject = subject(&line, template)?;
            let register = |item: &TemplateItem| Register::Status(item.id.clone());
            let is_said = |register: &Register| !plan.to_replace(register).is_empty();
            let items = items(&line, &subject, template);
            let is_begun = is_said(&Register::PublicLine(line.clone()))
                || items.into_iter().any(|item| is_said(&register(item)));
            is_begun.then_some((line, subject))
        })
        .collect();
    if begun.is_empty() {
        return Vec::new();
    }
    let checklist = Checklist::of(plan, template);
    let stands = begun.into_iter().map(|(line, subject)| {
        let is_arranged: Option<bool> = match subject {
            Subject::Group => group_stands(&checklist, template, &line),
            Subject::Light(rule) => light_stands(&checklist, template, rule.id),
        };
        (line, is_arranged)
    });
    stands
        .filter(|(line, is_arranged)| plan.public_line(line) != *is_arranged)
        .collect()
}

fn group_stands(checklist: &Checklist, template: &Template, line: &PublicLineId) -> Option<bool> {
    let is_in_group = |item: &&Item| {
        let known = template.item(&item.id);
        known.is_some_and(|known| known.public_group.as_ref() == Some(line))
    };
    let mut items = checklist
        .standing()
        .filter(is_in_group)
        .filter(|item| !item.is_no_longer_needed)
        .peekable();
    items.peek()?;
    Some(items.all(day_one::is_settled))
}

fn light_stands(checklist: &Checklist, template: &Template, id: LightId) -> Option<bool> {
    let lights = day_one::lights(checklist, template);
    let light = lights.into_iter().find(|light| light.id == id)?;
    match light.state {
        LightState::Arranged => Some(true),
        LightState::Missing => Some(false),
        LightState::NotAsked | LightState::NotShared => None,
    }
}

fn subject<'a>(line: &PublicLineId, template: &'a Template) -> Option<Subject<'a>> {
    let mut rules = template.day_one_lights.iter();
    match line.as_str().strip_prefix(LIGHT) {
        Some(light) => rules
            .find(|rule| rule.id.as_str() == light && decides_by_health(rule, template))
            .map(Subject::Light),
        None => groups(template).contains(line).then_some(Subject::Group),
    }
}

fn items<'a>(
    line: &PublicLineId,
    subject: &Subject<'a>,
    template: &'a Template,
) -> Vec<&'a TemplateItem> {
    match subject {
        Subject::Group => {
            let items = template.items.iter();
            items
                .filter(|item| item.public_group.as_ref() == Some(line))
                .collect()
        }
        Subject::Light(rule) => deciding(rule, template).collect(),
    }
}

fn deciding<'a>(
    rule: &'a LightRule,
    template: &'a Template,
) -> impl Iterator<Item = &'a TemplateItem> {
    let items = rule.any_of.iter().chain(&rule.all_of);
    items.filter_map(|item| template.item(item))
}

fn decides_by_health(rule: &LightRule, template: &Template) -> bool {
    let mut items = deciding(rule, template).peekable();
    items.peek().is_some() && items.all(|item| item.sensitivity == Sensitivity::Health)
}

#[cfg(test)]
mod tests;
