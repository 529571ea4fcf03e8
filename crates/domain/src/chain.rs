//! Which items wait for which: the chains of the template (`chains.json`), and those that a person adds to a
//! plan. A chain of leads asks for earlier days than an item's own, and says from which day on it is too late.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::checklist::Item;
use crate::register::Record;
use crate::template::Text3;
use crate::{FieldId, ItemId, Plan, Template};

/// The field of an item that names the items it waits for, beside those of the template.
pub const WAITS_FOR: &str = "waits-for";

/// The field of an item with the days that pass between those items and this one.
pub const LEAD_DAYS: &str = "lead-days";

/// One dependency of the template.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Chain {
    /// What has to be finished first.
    pub before: ItemId,
    /// What waits for it.
    pub after: ItemId,
    /// How strict it is.
    pub strength: Strength,
    /// Why.
    pub reason: Text3,
    /// Calendar days between finishing the one and finishing the other. A planning value of this product, never a
    /// legal deadline.
    pub suggested_lead_days: u32,
}

/// How strict a dependency is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// The later one can normally not be finished first.
    Must,
    /// Advice only.
    Helps,
}

/// One item that waits for another, in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Link<'a> {
    before: &'a ItemId,
    after: &'a ItemId,
    lead_days: u32,
}

/// What an item waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Open items that have to be finished first.
    pub must: Vec<ItemId>,
    /// Open items that would help.
    pub helps: Vec<ItemId>,
    /// The item whose day asks for an earlier one of this item.
    pub asked_by: Option<ItemId>,
}

/// The items that wait for themselves: the template with what was added in `plan` has a circle through them.
/// The template by itself has none.
pub fn circular(plan: &Plan, template: &Template) -> BTreeSet<ItemId> {
    let own = own_links(plan);
    if own.is_empty() {
        return BTreeSet::new();
    }
    let mut next: BTreeMap<&ItemId, Vec<&ItemId>> = BTreeMap::new();
    let given = musts(template).map(|chain| (&chain.before, &chain.after));
    for (before, after) in given.chain(own.iter().map(|(before, after)| (before, after))) {
        next.entry(before).or_default().push(after);
    }
    let reaches_itself = |start: &ItemId| {
        let mut open: Vec<&ItemId> = next.get(start).cloned().unwrap_or_default();
        let mut seen: BTreeSet<&ItemId> = BTreeSet::new();
        while let Some(item) = open.pop() {
            if item == start {
                return true;
            }
            if seen.insert(item) {
                open.extend(next.get(item).into_iter().flatten());
            }
        }
        false
    };
    own.iter()
        .map(|(_, after)| after)
        .filter(|after| reaches_itself(after))
        .cloned()
        .collect()
}

/// Says of each item what it waits for, and draws its days in so that those after it have theirs: backwards,
/// the latest day of an item is the earlier of its own and that of each item after it less the lead.
pub fn tighten(items: &mut [Item], plan: &Plan, template: &Template, release: Option<NaiveDate>) {
    let open: BTreeMap<ItemId, usize> = items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.is_open() && !item.is_no_longer_needed)
        .map(|(at, item)| (item.id.clone(), at))
        .collect();
    let circular: BTreeSet<ItemId> = circular(plan, template);
    let own: Vec<(ItemId, ItemId)> = own_links(plan);
    let own_lead = |after: &ItemId| {
        let lead = plan.value(&Record::Item(after.clone()), &FieldId::from(LEAD_DAYS));
        let days: Option<i32> = lead.value.number();
        days.and_then(|days| u32::try_from(days).ok())
            .unwrap_or_default()
    };
    let given = musts(template).map(|chain| Link {
        before: &chain.before,
        after: &chain.after,
        lead_days: chain.suggested_lead_days,
    });
    let added = own
        .iter()
        .filter(|(_, after)| !circular.contains(after))
        .map(|(before, after)| Link {
            before,
            after,
            lead_days: own_lead(after),
        });
    let links: Vec<Link<'_>> = given
        .chain(added)
        .filter(|link| open.contains_key(link.before) && open.contains_key(link.after))
        .collect();
    for chain in template
        .chains
        .iter()
        .filter(|chain| chain.strength == Strength::Helps)
    {
        if let (true, Some(at)) = (open.contains_key(&chain.before), open.get(&chain.after)) {
            items[*at].waiting.helps.push(chain.before.clone());
        }
    }
    for link in &links {
        items[open[link.after]]
            .waiting
            .must
            .push(link.before.clone());
    }
    // Last first: an item is drawn in once all that wait for it have been.
    let mut left: BTreeMap<&ItemId, usize> = BTreeMap::new();
    for link in &links {
        *left.entry(link.before).or_default() += 1;
    }
    let mut ready: Vec<&ItemId> = open.keys().filter(|id| !left.contains_key(*id)).collect();
    while let Some(after) = ready.pop() {
        let later: &Item = &items[open[after]];
        let done_by: Option<NaiveDate> = later.window.done_by;
        let last: Option<NaiveDate> = later
            .window
            .chain_last_day
            .or_else(|| last_day(later, release));
        for link in links.iter().filter(|link| link.after == after) {
            let lead = Days::new(u64::from(link.lead_days));
            let before_it = |day: Option<NaiveDate>| day?.checked_sub_days(lead);
            let (done_by, last) = (before_it(done_by), before_it(last));
            draw_in(&mut items[open[link.before]], after, done_by, last);
            if let Some(count) = left.get_mut(link.before) {
                *count -= 1;
                if *count == 0 {
                    ready.push(link.before);
                }
            }
        }
    }
}

/// The last day on which an item that nothing waits for may be finished: the release, or its own later day.
fn last_day(item: &Item, release: Option<NaiveDate>) -> Option<NaiveDate> {
    let release: NaiveDate = release?;
    Some(item.window.done_by.map_or(release, |own| own.max(release)))
}

fn draw_in(item: &mut Item, after: &ItemId, done_by: Option<NaiveDate>, last: Option<NaiveDate>) {
    let earlier = |one: Option<NaiveDate>, other: Option<NaiveDate>| match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    if done_by.is_some() && earlier(item.window.done_by, done_by) != item.window.done_by {
        item.window = item.window.done_by(done_by);
        item.waiting.asked_by = Some(after.clone());
    }
    item.window.chain_last_day = earlier(item.window.chain_last_day, last);
}

fn musts(template: &Template) -> impl Iterator<Item = &Chain> {
    let chains = template.chains.iter();
    chains.filter(|chain| chain.strength == Strength::Must)
}

/// What was added in the plan: before, after.
fn own_links(plan: &Plan) -> Vec<(ItemId, ItemId)> {
    let field = FieldId::from(WAITS_FOR);
    let mut links: Vec<(ItemId, ItemId)> = Vec::new();
    for record in plan.records().keys() {
        let Record::Item(after) = record else {
            continue;
        };
        let waits = plan.value(record, &field).value;
        links.extend(
            waits
                .chosen()
                .map(|before| (ItemId::from(before), after.clone())),
        );
    }
    links
}

#[cfg(test)]
mod tests;
