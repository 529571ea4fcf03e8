//! The reference data that the app and the centre are built with: the checklist template, agencies and prisons,
//! as `data/*` has them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::access::AccessTable;
#[cfg(any(test, feature = "shipped"))]
use crate::access::ReadAccessError;
use crate::finding::Forms;
use crate::sheet::Sheets;
use crate::template::{Template, Text3};
use crate::{AgencyId, AreaId, PrisonId};

/// All of it, as the app loads it: written by `examples/pack_reference_data.rs`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reference {
    /// The checklist template.
    pub template: Template,
    /// The administrations.
    pub agencies: Agencies,
    /// The prisons.
    pub prisons: Prisons,
    /// The sheets.
    pub sheets: Sheets,
    /// What is told as background: cards, quotes and sources.
    pub background: Vec<Card>,
    /// Who may read and write what.
    pub access: AccessTable,
}

impl Reference {
    /// What fields are judged by.
    pub fn forms(&self) -> Forms<'_> {
        Forms {
            template: &self.template,
            sheets: &self.sheets,
            answered: None,
        }
    }
}

/// One card of background.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// `about`, `inside` or `area`.
    pub page: String,
    /// The area that it stands with; on the page `area` none means all.
    #[serde(default)]
    pub area: Option<AreaId>,
    /// `card`, `quote`, `rights`, `source` or `help`.
    pub kind: String,
    /// `confirmed`, `partly` or `seed-only`.
    pub status: String,
    /// Its heading.
    pub title: Text3,
    /// What it says.
    pub text: Text3,
}

/// The administrations that take part.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Agencies {
    /// All of them.
    pub agencies: Vec<Agency>,
}

/// One administration.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Agency {
    /// Its id.
    pub id: AgencyId,
    /// Its name.
    pub name: Text3,
    /// State, county, municipality, …
    pub level: String,
    /// What it is in charge of.
    pub in_charge_of: Text3,
    /// Whether it works inside the prison.
    pub works_inside_prison: bool,
    /// Whether a source says so.
    pub verified: bool,
}

/// The prisons.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Prisons {
    /// All of them.
    pub prisons: Vec<Prison>,
    /// Invented office hours for the practice prison.
    #[serde(default)]
    pub example_office_hours: Vec<OfficeHours>,
}

/// One prison.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Prison {
    /// Its id.
    pub id: PrisonId,
    /// Its name.
    pub name: String,
    /// Where it lies; empty where no source said.
    #[serde(default)]
    pub municipality: Option<String>,
    /// `high`, `lower`, …
    pub security_levels: Vec<String>,
    /// What is there, such as `library`, and who says so.
    #[serde(default)]
    pub facilities: BTreeMap<String, String>,
    /// Whether at least its name and security level were found in a source.
    pub verified: bool,
    /// `open`, `open-unverified`, or `uncertain` where nobody could confirm that it is in use.
    #[serde(default)]
    pub status: String,
    /// Which of its facts a source confirms.
    #[serde(default)]
    pub verified_fields: BTreeSet<String>,
    /// What to beware of; empty where there is nothing.
    #[serde(default)]
    pub caution: Text3,
}

impl Prison {
    /// Whether a source confirms one of its facts.
    pub fn is_confirmed(&self, field: &str) -> bool {
        self.verified_fields.contains(field)
    }

    /// Whether nobody could confirm that it is in use.
    pub fn is_uncertain(&self) -> bool {
        self.status == "uncertain"
    }
}

/// When NAV is in a prison.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OfficeHours {
    /// Where.
    pub prison_id: PrisonId,
    /// On which days, from when to when.
    pub hours: Vec<OfficeDay>,
}

/// One weekday's hours, local time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OfficeDay {
    /// `monday` … `sunday`.
    pub weekday: String,
    /// `09:00`.
    pub from: String,
    /// `14:30`.
    pub to: String,
}

/// The reference data cannot be read.
#[cfg(any(test, feature = "shipped"))]
#[derive(Debug, thiserror::Error)]
pub enum ReadReferenceError {
    /// One of the JSON files.
    #[error("the reference data is not as the code expects it")]
    Json(#[from] serde_json::Error),
    /// The table of access.
    #[error(transparent)]
    Access(#[from] ReadAccessError),
}

/// The reference data as it ships: `data/*`.
#[cfg(any(test, feature = "shipped"))]
pub fn shipped() -> Result<Reference, ReadReferenceError> {
    #[derive(Deserialize)]
    struct Chains {
        chains: Vec<crate::chain::Chain>,
    }
    #[derive(Deserialize)]
    struct Asked {
        questions: Vec<crate::need::Question>,
        opening: Said,
        how_to_say_why: Text3,
        closing: Said,
    }
    #[derive(Deserialize)]
    struct Said {
        say: Text3,
    }
    #[derive(Deserialize)]
    struct Background {
        cards: Vec<Card>,
    }
    let mut template: Template =
        serde_json::from_str(include_str!("../data/checklist-template.json"))?;
    let chains: Chains = serde_json::from_str(include_str!("../data/chains.json"))?;
    let asked: Asked = serde_json::from_str(include_str!("../data/questions.json"))?;
    let background: Background = serde_json::from_str(include_str!("../data/background.json"))?;
    template.chains = chains.chains;
    template.needs = serde_json::from_str(include_str!("../data/needs.json"))?;
    template.questions = asked.questions;
    template.conversation = crate::need::Conversation {
        opening: asked.opening.say,
        how: asked.how_to_say_why,
        closing: asked.closing.say,
    };
    Ok(Reference {
        template,
        agencies: serde_json::from_str(include_str!("../data/agencies.json"))?,
        prisons: serde_json::from_str(include_str!("../data/prisons.json"))?,
        sheets: serde_json::from_str(include_str!("../data/sheets.json"))?,
        background: background.cards,
        access: AccessTable::read(include_str!("../data/access.csv"))?,
    })
}

impl Agencies {
    /// One of them.
    pub fn get(&self, id: &AgencyId) -> Option<&Agency> {
        self.agencies.iter().find(|agency| agency.id == *id)
    }
}

impl Prisons {
    /// One of them.
    pub fn get(&self, id: &PrisonId) -> Option<&Prison> {
        self.prisons.iter().find(|prison| prison.id == *id)
    }
}
