//! The versions of the template: the one that ships, and those that were published in the directory.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{ItemFields, LightId, LightRule, Sensitivity, Template, TemplateItem, TemplateVersion};
use crate::plan::reading;
use crate::register::{Edition, Record, Register, Value};
use crate::{FieldValue, ItemId, Plan};

/// All versions that are known here. A plan keeps the one that it was made with until somebody takes a newer one.
#[derive(Clone, Debug)]
pub struct Templates {
    shipped: Arc<Template>,
    published: BTreeMap<TemplateVersion, Published>,
}

/// A version that was published.
#[derive(Clone, Debug)]
pub struct Published {
    /// The template.
    pub template: Arc<Template>,
    /// What is new in it, in the publisher's words.
    pub words: String,
}

impl Templates {
    /// The versions that `directory` has, beside the one that ships. Of two that were published apart under one
    /// number the earlier counts; one that builds on a template which this app does not have is passed over.
    pub fn of(shipped: Arc<Template>, directory: &Plan) -> Self {
        let mut published: BTreeMap<TemplateVersion, Published> = BTreeMap::new();
        for record in directory.records().keys() {
            let Record::Template(version) = record else {
                continue;
            };
            let editions = directory.field(
                &Register::Edition(*version),
                reading!(Value::Edition(edition) => Some(edition.clone())),
            );
            // Newest first: the last is the earliest.
            let first = editions.answers.last().and_then(|one| one.value.clone());
            let Some(Edition { base, items, words }) = first else {
                continue;
            };
            let version = TemplateVersion(*version);
            if TemplateVersion(base) == shipped.version() && version > shipped.version() {
                let template = Arc::new(shipped.with(version, &items));
                published.insert(version, Published { template, words });
            }
        }
        Self { shipped, published }
    }

    /// The one that ships.
    pub fn shipped(&self) -> &Arc<Template> {
        &self.shipped
    }

    /// The newest: new plans are made with it.
    pub fn newest(&self) -> &Arc<Template> {
        let last = self.published.last_key_value();
        last.map_or(&self.shipped, |(_, published)| &published.template)
    }

    /// What was published, oldest first.
    pub fn published(&self) -> &BTreeMap<TemplateVersion, Published> {
        &self.published
    }

    /// The one that `plan` goes by. Where its version is not known here, not yet or no longer, the newest that is
    /// not newer than it.
    pub fn of_plan(&self, plan: &Plan) -> &Arc<Template> {
        let Some(version) = plan.template().value else {
            return self.newest();
        };
        let mut older = self.published.range(..=version);
        let nearest = older.next_back();
        nearest.map_or(&self.shipped, |(_, published)| &published.template)
    }
}

impl Template {
    /// This template as `version`, with these fields of these items in place of its own. An item that it does not
    /// have is added.
    #[must_use]
    pub fn with(&self, version: TemplateVersion, changed: &BTreeMap<ItemId, ItemFields>) -> Self {
        let mut items: Vec<TemplateItem> = self.items.clone();
        for item in &mut items {
            if let Some(fields) = changed.get(&item.id) {
                *item = item.clone().with(fields);
            }
        }
        let added = changed.iter().filter(|(id, _)| self.item(id).is_none());
        items.extend(added.map(|(id, fields)| TemplateItem::blank(id.clone()).with(fields)));
        for item in &mut items {
            item.sensitivity = item.sensitivity.max(Sensitivity::least_in(&item.area));
        }
        let mut day_one_lights: Vec<LightRule> = self.day_one_lights.clone();
        for item in &mut items {
            let before: Option<LightId> = self.item(&item.id).and_then(|known| known.day_one);
            if item.day_one != before {
                item.day_one_critical = item.day_one.is_some();
                decide(&mut day_one_lights, item);
            }
        }
        let name: &str = self.schema.rsplit_once('/').map_or("", |(name, _)| name);
        let mut template = Self {
            schema: format!("{name}/{}", version.0),
            items,
            day_one_lights,
            ..self.clone()
        };
        template.find_places();
        template
    }

    /// The fields in which the items of `other` differ from this template's; all fields of those that it lacks.
    pub fn changed_in(&self, other: &Self) -> BTreeMap<ItemId, ItemFields> {
        let changed = other.items.iter().filter_map(|item| {
            let known = self.item(&item.id).map(TemplateItem::fields);
            let before: ItemFields = known.unwrap_or_default();
            let mut fields: ItemFields = item.fields();
            fields.retain(|id, value| before.get(id).unwrap_or(&FieldValue::Empty) != value);
            (!fields.is_empty()).then(|| (item.id.clone(), fields))
        });
        changed.collect()
    }
}

/// Lets an item whose light an administrator chose decide that light, and no other.
fn decide(rules: &mut [LightRule], item: &TemplateItem) {
    for rule in rules {
        rule.any_of.retain(|id| *id != item.id);
        rule.all_of.retain(|id| *id != item.id);
        if Some(rule.id) == item.day_one {
            rule.all_of.push(item.id.clone());
        }
    }
}

#[cfg(test)]
mod tests;
