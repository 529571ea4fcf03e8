//! What others than health staff may see of health, with the person's consent: for some groups of items, and for a light of
//! the first day that they alone decide, one line, "arranged: yes / no / not shared" (D5; `public_group` and
//! `day_one_lights_note` in the template's data). Whoever may not see the items cannot work the lines out, so the centre
//! does, from all of the plan, and writes them into it ([`Change::PublicLineSet`]). A line that nobody has
//! said anything on, or of which there is nothing, looks like one that is not shared, and is never green.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::Class;
use crate::checklist::{Checklist, Item};
use crate::day_one::{self, LightState};
use crate::register::Register;
use crate::template::{LightId, LightRule, Sensitivity, TemplateItem};
use crate::{AreaId, Change, EntryId, ItemId, Plan, PublicLineId, Template};

/// The area under which lines stand.
pub const HEALTH: &str = "health";

/// What the names of lights' lines begin with.
const LIGHT: &str = "light-";

/// What one line stands for.
struct Line<'a> {
    id: PublicLineId,
    /// The items that it is about.
    items: Vec<&'a TemplateItem>,
    /// The light whose line it is; `None`: it is a group's.
    light: Option<LightId>,
}

/// The lines of groups in a plan that goes by this template, by name.
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
        items.all(|item| closed.contains(item)) && decides_by_health(rule, template)
    });
    let said = closed_to_reader.filter_map(|rule| {
        let is_arranged = plan.public_line(&light_line(rule.id))?;
        Some((rule.id, is_arranged))
    });
    said.collect()
}

/// What the centre has to write so that the lines say what stands in `plan`, of which it has all, each with the entries that
/// it replaces. A line begins with the first status of one of its items.
pub fn due(plan: &Plan, template: &Template) -> Vec<(BTreeSet<EntryId>, Change)> {
    let said = |register: &Register| plan.to_replace(register);
    let is_begun = |line: &Line<'_>| {
        let mut statuses = line
            .items
            .iter()
            .map(|item| Register::Status(item.id.clone()));
        !said(&Register::PublicLine(line.id.clone())).is_empty()
            || statuses.any(|status| !said(&status).is_empty())
    };
    let mut begun = lines(template).into_iter().filter(is_begun).peekable();
    if begun.peek().is_none() {
        return Vec::new();
    }
    let checklist = Checklist::of(plan, template);
    let changed = begun.filter_map(
        |Line {
             id: line, light, ..
         }| {
            let is_arranged: Option<bool> = match light {
                None => group_stands(&checklist, template, &line),
                Some(light) => light_stands(&checklist, template, light),
            };
            let replaces = said(&Register::PublicLine(line.clone()));
            let is_new: bool = plan.public_line(&line) != is_arranged;
            is_new.then_some((replaces, Change::PublicLineSet { line, is_arranged }))
        },
    );
    changed.collect()
}

/// All lines: those of groups, then those of lights.
fn lines(template: &Template) -> Vec<Line<'_>> {
    let of_groups = groups(template).into_iter().map(|id| {
        let items = template.items.iter();
        let items = items.filter(|item| item.public_group.as_ref() == Some(&id));
        Line {
            items: items.collect(),
            light: None,
            id,
        }
    });
    let rules = template.day_one_lights.iter();
    let rules = rules.filter(|rule| decides_by_health(rule, template));
    let of_lights = rules.map(|rule| Line {
        id: light_line(rule.id),
        items: deciding(rule, template).collect(),
        light: Some(rule.id),
    });
    of_groups.chain(of_lights).collect()
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
