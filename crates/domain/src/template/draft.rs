//! The draft of the next version: what administrators have written on the template's items in the directory since
//! the newest version, and what it would do to a plan.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{IS_RETIRED, ItemFields, LightId, Template, TemplateItem, TemplateVersion, Text3};
use crate::checklist::{self, Checklist, Item};
use crate::finding::Finding;
use crate::register::Record;
use crate::sheet::FieldFault;
use crate::{
    AgencyId, Change, DeviceId, Entry, EntryId, FieldId, FieldValue, ItemId, Plan, PlanId, Stored,
    Timestamp, UserId,
};

/// The directory with the items of `newest` filled in: what the screen shows, and what an edit replaces. What is
/// filled in has an id that every device gives it, so an edit made on it replaces it wherever it is read.
pub fn drafted(directory: &Plan, newest: &Template) -> Plan {
    let mut plan: Plan = directory.clone();
    for item in &newest.items {
        let entry = Entry {
            id: EntryId(Uuid::from_u64_pair(0, u64::from(newest.version().0))),
            plan: PlanId::DIRECTORY,
            author: UserId(Uuid::nil()),
            device: DeviceId(Uuid::nil()),
            time: Timestamp::default(),
            replaces: BTreeSet::new(),
            change: Change::FieldsSet {
                record: Record::Item(item.id.clone()),
                values: item.fields(),
            },
        };
        // Received at the beginning of time: whatever a person wrote is newer.
        plan.apply(&Stored::received(entry, 0));
    }
    plan
}

/// The next version as it would be published now, from the [`drafted`] directory.
pub fn next_version(drafted: &Plan, newest: &Template) -> Template {
    let items: BTreeMap<ItemId, ItemFields> = drafted
        .records()
        .keys()
        .filter_map(|record| {
            let Record::Item(item) = record else {
                return None;
            };
            // What was added and struck out before it was published never was.
            let is_new: bool = newest.item(item).is_none();
            if is_new && drafted.struck_out(record).is_some() {
                return None;
            }
            Some((item.clone(), fields_of(drafted, item)))
        })
        .collect();
    newest.with(TemplateVersion(newest.version().0 + 1), &items)
}

fn fields_of(drafted: &Plan, item: &ItemId) -> ItemFields {
    let record = Record::Item(item.clone());
    let fields = TemplateItem::blank(item.clone()).fields().into_keys();
    let held = fields.map(|field| {
        let value: FieldValue = drafted.value(&record, &field).value;
        (field, value)
    });
    held.collect()
}

/// Items that the draft takes out of `newest` though running plans have answers on them. `answered`: by item, in how
/// many.
pub fn dropped_though_answered(
    directory: &Plan,
    newest: &Template,
    answered: &BTreeMap<ItemId, usize>,
) -> Vec<Finding> {
    let field = FieldId::from(IS_RETIRED);
    let dropped = answered.iter().filter(|(item, plans)| {
        let record = Record::Item((*item).clone());
        let is_in: bool = newest.item(item).is_some_and(|item| !item.is_retired);
        is_in && **plans > 0 && directory.value(&record, &field).value.has("yes")
    });
    let found = dropped.map(|(item, plans)| Finding {
        record: Record::Item(item.clone()),
        field: field.clone(),
        fault: FieldFault::Answered { plans: *plans },
    });
    found.collect()
}

/// The items of `plan` on which somebody has written.
pub fn answered_items(plan: &Plan) -> BTreeSet<ItemId> {
    checklist::with_work(plan, &plan.notes())
}

/// What a version of the template would do to a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Impact {
    /// Items that the plan would get.
    pub added: Vec<ItemId>,
    /// Items that would leave it: nothing is written on them.
    pub gone: Vec<ItemId>,
    /// Items that stay because something is written on them, marked as no longer needed.
    pub kept: Vec<ItemId>,
    /// Items that would be called otherwise.
    pub renamed: Vec<ItemId>,
    /// Items whose days would move.
    pub moved: Vec<ItemId>,
    /// Items for which another administration would answer.
    pub handed_over: Vec<ItemId>,
    /// Items of which something else would change: help, area, who helps, the light, or that they are needed again.
    pub otherwise: Vec<ItemId>,
}

impl Impact {
    /// What `after` would do to `plan`, which goes by `before`.
    pub fn of(plan: &Plan, before: &Template, after: &Template) -> Self {
        let (was, will_be) = (Checklist::of(plan, before), Checklist::of(plan, after));
        let mut impact = Self::default();
        for item in &will_be.items {
            let id: ItemId = item.id.clone();
            let Some(old) = was.item(&id) else {
                impact.added.push(id);
                continue;
            };
            if item.is_no_longer_needed && !old.is_no_longer_needed {
                impact.kept.push(id.clone());
            }
            if title(before, old) != title(after, item) {
                impact.renamed.push(id.clone());
            }
            if item.window != old.window {
                impact.moved.push(id.clone());
            }
            if item.agency != old.agency {
                impact.handed_over.push(id.clone());
            }
            let is_revived: bool = old.is_no_longer_needed && !item.is_no_longer_needed;
            if is_revived || rest(before, &id) != rest(after, &id) {
                impact.otherwise.push(id);
            }
        }
        let left = was.items.into_iter().map(|item| item.id);
        impact.gone = left.filter(|id| will_be.item(id).is_none()).collect();
        impact
    }

    /// Whether the plan would stay as it is.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What no other list compares, of one item.
fn rest<'a>(template: &'a Template, item: &ItemId) -> Option<impl PartialEq + use<'a>> {
    let rules = template.day_one_lights.iter();
    let decides: Vec<LightId> = rules
        .filter(|rule| rule.any_of.contains(item) || rule.all_of.contains(item))
        .map(|rule| rule.id)
        .collect();
    let item = template.item(item)?;
    let supporting: BTreeSet<&AgencyId> = item.supporting_agencies.iter().collect();
    Some((
        &item.help,
        &item.area,
        supporting,
        item.day_one_critical,
        decides,
    ))
}

fn title<'a>(template: &'a Template, item: &Item) -> Option<&'a Text3> {
    template.item(&item.id).map(|item| &item.title)
}

#[cfg(test)]
mod tests;
