//! The checklist template: which items a plan can have, when each is due, and under which conditions
//! it applies. It is data (`data/checklist-template.json`), read once and handed in.

pub mod draft;
mod item_fields;
mod templates;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::chain::Chain;
use crate::need::{Conversation, Needs, Question};
use crate::{AgencyId, AreaId, ConditionId, ItemId, PublicLineId, condition};

pub use item_fields::{IS_RETIRED, ItemFields};
pub use templates::{Published, Templates};

/// A version of the template. A plan keeps the one that it was made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TemplateVersion(pub u32);

/// A text in the three languages of the screens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text3 {
    /// Bokmål.
    pub nb: String,
    /// Nynorsk; empty where the reference data has none yet.
    #[serde(default)]
    pub nn: String,
    /// English.
    pub en: String,
}

/// The default checklist.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Template {
    /// Which schema and version, such as `overgang.checklist-template/2`.
    pub schema: String,
    /// The thirteen areas, in the order of the screen.
    pub areas: Vec<Area>,
    /// What has to be known about the person.
    pub conditions: Vec<Condition>,
    /// The seven lights of the first day.
    pub day_one_lights: Vec<LightRule>,
    /// All items.
    pub items: Vec<TemplateItem>,
    /// Which items wait for which.
    pub chains: Vec<Chain>,
    /// What a person can need, and when it is asked.
    pub needs: Needs,
    /// The questions of a first conversation.
    pub questions: Vec<Question>,
    /// What is said around them.
    pub conversation: Conversation,
    /// Where each item stands in `items`.
    #[serde(skip)]
    places: BTreeMap<ItemId, usize>,
}

/// One area.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Area {
    /// Its id.
    pub id: AreaId,
    /// Its name.
    pub name: Text3,
}

/// One condition under which items apply.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Condition {
    /// Its id.
    pub id: ConditionId,
    /// Its words.
    pub label: Text3,
    /// Where the answer comes from.
    pub fact: Fact,
    /// The area that it belongs to.
    pub area: AreaId,
    /// Who may know it.
    pub sensitivity: Sensitivity,
}

impl Condition {
    /// Whether somebody answers it on the plan; the kind of stay has a field of its own.
    pub fn is_asked(&self) -> bool {
        self.fact != Fact::Constant && !condition::is_stay(&self.id)
    }
}

/// Where the answer on a condition comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// It always holds.
    Constant,
    /// Somebody answers it.
    Entered,
    /// It follows from the sentence; until that is computed, somebody answers it.
    Computed,
}

/// Who may see something by default (`areas.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sensitivity {
    /// Everyone whom the person has consented to on the plan.
    Team,
    /// NAV and the prison's social worker.
    Welfare,
    /// Health staff.
    Health,
    /// The owner of the note and people named on it.
    Restricted,
}

impl Sensitivity {
    /// The least that an item of an area can have: the area's default visibility in `areas.md`, as far as it is
    /// stricter than the team's.
    pub fn least_in(area: &AreaId) -> Self {
        match area.as_str() {
            "health" | "substance-use" => Self::Health,
            "benefits" | "debts" | "family-network" | "sentence-progression" => Self::Welfare,
            _ => Self::Team,
        }
    }
}

/// How one of the day-one lights is computed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LightRule {
    /// Which light.
    pub id: LightId,
    /// Its name.
    pub name: Text3,
    /// What to ask where no item applies.
    pub question: Text3,
    /// At least one of these has to be settled, if any applies.
    pub any_of: Vec<ItemId>,
    /// All of these that apply have to be settled.
    pub all_of: Vec<ItemId>,
}

/// The seven lights of the first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LightId {
    /// A roof tonight.
    Roof,
    /// Money for the first days.
    Money,
    /// Medicine for the first days.
    Medicine,
    /// Identity papers and decisions in hand.
    Papers,
    /// Keys and telephone.
    KeysAndPhone,
    /// Somebody at the gate.
    MetAtGate,
    /// The first appointment.
    FirstAppointment,
}

impl LightId {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Roof,
        Self::Money,
        Self::Medicine,
        Self::Papers,
        Self::KeysAndPhone,
        Self::MetAtGate,
        Self::FirstAppointment,
    ];

    /// The name in the template's data, such as `met-at-gate`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Roof => "roof",
            Self::Money => "money",
            Self::Medicine => "medicine",
            Self::Papers => "papers",
            Self::KeysAndPhone => "keys-and-phone",
            Self::MetAtGate => "met-at-gate",
            Self::FirstAppointment => "first-appointment",
        }
    }
}

/// One item of the template.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TemplateItem {
    /// Its id.
    pub id: ItemId,
    /// Its area.
    pub area: AreaId,
    /// What is to be done.
    pub title: Text3,
    /// For readers without access to health matters.
    #[serde(default)]
    pub public_title: Option<Text3>,
    /// The line that tells such readers of it, with others: how many there are would tell too much.
    #[serde(default)]
    pub public_group: Option<PublicLineId>,
    /// How to go about it.
    pub help: Text3,
    /// Who is responsible.
    pub agency: AgencyId,
    /// Who helps.
    #[serde(default)]
    pub supporting_agencies: Vec<AgencyId>,
    /// When.
    pub when: When,
    /// Whether the first day depends on it.
    pub day_one_critical: bool,
    /// The light that it belongs to.
    pub day_one: Option<LightId>,
    /// Who may see it.
    pub sensitivity: Sensitivity,
    /// It applies when any of these holds.
    pub applies_when: Vec<ConditionId>,
    /// Whether a source says what the item says.
    pub verified: bool,
    /// Taken out by a later version: plans in which something is written on it keep it.
    #[serde(default)]
    pub is_retired: bool,
}

/// When an item is to be done, in whole weeks before the release; negative weeks are after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// What the weeks count from.
    pub kind: WhenKind,
    /// When to begin; `None`: no suggestion.
    pub start: Option<i32>,
    /// When to be done; `None`: open end.
    pub done: Option<i32>,
    /// From when on an item not yet begun will probably not be done in time; `None`: never too late.
    pub too_late: Option<i32>,
}

/// What an item's weeks count from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhenKind {
    /// Begins as soon as the plan is opened.
    AtAdmission,
    /// Begins and ends before the release.
    WeeksBeforeRelease,
    /// Ends after the release.
    AfterRelease,
    /// Follows an event; there is no date until it happens.
    Unknown,
}

/// The template cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadTemplateError {
    /// No version in the schema's name.
    #[error("the checklist template names no version; install the app again")]
    NoVersion,
}

/// A template as it is written, before it is known to be usable.
#[derive(Deserialize)]
struct Written {
    schema: String,
    areas: Vec<Area>,
    conditions: Vec<Condition>,
    day_one_lights: Vec<LightRule>,
    items: Vec<TemplateItem>,
    // These stand in files of their own, and are put beside the rest by `reference::shipped`.
    #[serde(default)]
    chains: Vec<Chain>,
    #[serde(default)]
    needs: Needs,
    #[serde(default)]
    questions: Vec<Question>,
    #[serde(default)]
    conversation: Conversation,
}

impl TryFrom<Written> for Template {
    type Error = ReadTemplateError;

    fn try_from(written: Written) -> Result<Self, ReadTemplateError> {
        let mut template = Self {
            places: BTreeMap::new(),
            schema: written.schema,
            areas: written.areas,
            conditions: written.conditions,
            day_one_lights: written.day_one_lights,
            items: written.items,
            chains: written.chains,
            needs: written.needs,
            questions: written.questions,
            conversation: written.conversation,
        };
        template
            .schema_version()
            .ok_or(ReadTemplateError::NoVersion)?;
        template.find_places();
        Ok(template)
    }
}

impl Template {
    /// Its version.
    pub fn version(&self) -> TemplateVersion {
        TemplateVersion(self.schema_version().unwrap_or_default())
    }

    /// The item with this id, if the template has it.
    pub fn item(&self, id: &ItemId) -> Option<&TemplateItem> {
        self.items.get(*self.places.get(id)?)
    }

    /// The rule of one light.
    pub fn light(&self, id: LightId) -> Option<&LightRule> {
        self.day_one_lights.iter().find(|light| light.id == id)
    }

    /// Notes where each item stands, once the list has changed.
    fn find_places(&mut self) {
        let ids = self.items.iter().map(|item| item.id.clone());
        self.places = ids.enumerate().map(|(at, id)| (id, at)).collect();
    }

    fn schema_version(&self) -> Option<u32> {
        self.schema.rsplit_once('/')?.1.parse().ok()
    }
}

impl Text3 {
    /// Whether a screen in any of the languages has something to show.
    pub fn is_whole(&self) -> bool {
        ![&self.nb, &self.nn, &self.en]
            .into_iter()
            .any(|text| text.trim().is_empty())
    }
}
