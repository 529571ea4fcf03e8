//! An item of the template as fields of the sheet in which it is edited, and back.

use std::collections::{BTreeMap, BTreeSet};

use super::{LightId, Sensitivity, TemplateItem, Text3, When, WhenKind};
use crate::{AgencyId, AreaId, ConditionId, FieldId, FieldValue, ItemId};

/// The field that takes an item out of the template.
pub const IS_RETIRED: &str = "is-retired";

/// The names of kinds of time, as the sheet has them.
const WHENS: [(WhenKind, &str); 4] = [
    (WhenKind::AtAdmission, "at-admission"),
    (WhenKind::WeeksBeforeRelease, "weeks-before-release"),
    (WhenKind::AfterRelease, "after-release"),
    (WhenKind::Unknown, "unknown"),
];

/// What the fields of an item hold.
pub type ItemFields = BTreeMap<FieldId, FieldValue>;

impl TemplateItem {
    /// The item as fields: every field that the sheet has, empty ones too.
    pub fn fields(&self) -> ItemFields {
        let when = WHENS.iter().find(|(kind, _)| *kind == self.when.kind);
        let supporting = self.supporting_agencies.iter().map(ToString::to_string);
        let conditions = self.applies_when.iter().map(ToString::to_string);
        let fields = [
            ("title-nb", text(&self.title.nb)),
            ("title-nn", text(&self.title.nn)),
            ("title-en", text(&self.title.en)),
            ("area", FieldValue::one(self.area.as_str())),
            ("help-nb", text(&self.help.nb)),
            ("help-nn", text(&self.help.nn)),
            ("help-en", text(&self.help.en)),
            ("agency", FieldValue::one(self.agency.as_str())),
            ("supporting", chosen(supporting.collect())),
            ("when", one(when.map(|(_, id)| *id))),
            ("start", number(self.when.start)),
            ("done", number(self.when.done)),
            ("too-late", number(self.when.too_late)),
            ("conditions", chosen(conditions.collect())),
            ("day-one", one(self.day_one.map(LightId::as_str))),
            (IS_RETIRED, one(self.is_retired.then_some("yes"))),
        ];
        let fields = fields.map(|(id, value)| (FieldId::from(id), value));
        fields.into_iter().collect()
    }

    /// The item with these fields in place of its own. What no field knows stays, such as who may see it.
    #[must_use]
    pub fn with(mut self, fields: &ItemFields) -> Self {
        for (id, value) in fields {
            let text = || value.text().to_owned();
            let first = value.chosen().next();
            match id.as_str() {
                "title-nb" => self.title.nb = text(),
                "title-nn" => self.title.nn = text(),
                "title-en" => self.title.en = text(),
                "help-nb" => self.help.nb = text(),
                "help-nn" => self.help.nn = text(),
                "help-en" => self.help.en = text(),
                "area" => self.area = first.map_or(self.area, AreaId::from),
                "agency" => self.agency = first.map_or(self.agency, AgencyId::from),
                "supporting" => {
                    self.supporting_agencies = value.chosen().map(AgencyId::from).collect();
                }
                "when" => {
                    let known = WHENS.iter().find(|(_, id)| first == Some(id));
                    self.when.kind = known.map_or(self.when.kind, |(kind, _)| *kind);
                }
                "start" => self.when.start = value.number(),
                "done" => self.when.done = value.number(),
                "too-late" => self.when.too_late = value.number(),
                "conditions" => {
                    self.applies_when = value.chosen().map(ConditionId::from).collect();
                }
                "day-one" => {
                    let mut known = LightId::ALL.into_iter();
                    self.day_one = known.find(|light| first == Some(light.as_str()));
                }
                IS_RETIRED => self.is_retired = value.has("yes"),
                // A newer app's field.
                _ => {}
            }
        }
        self
    }

    /// An item of which nothing is known but its id: what an administrator adds begins with it.
    pub fn blank(id: ItemId) -> Self {
        Self {
            id,
            area: AreaId::from("coordination"),
            title: Text3::default(),
            public_title: None,
            public_group: None,
            help: Text3::default(),
            agency: AgencyId::from("nav-in-prison"),
            supporting_agencies: Vec::new(),
            when: When {
                kind: WhenKind::WeeksBeforeRelease,
                start: None,
                done: None,
                too_late: None,
            },
            day_one_critical: false,
            day_one: None,
            sensitivity: Sensitivity::Welfare,
            applies_when: Vec::new(),
            verified: false,
            is_retired: false,
        }
    }
}

fn text(words: &str) -> FieldValue {
    if words.is_empty() {
        FieldValue::Empty
    } else {
        FieldValue::Text(words.to_owned())
    }
}

fn number(weeks: Option<i32>) -> FieldValue {
    weeks.map_or(FieldValue::Empty, FieldValue::Number)
}

fn one(id: Option<&str>) -> FieldValue {
    id.map_or(FieldValue::Empty, FieldValue::one)
}

fn chosen(ids: BTreeSet<String>) -> FieldValue {
    if ids.is_empty() {
        FieldValue::Empty
    } else {
        FieldValue::Chosen(ids)
    }
}
