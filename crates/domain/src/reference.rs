//! The reference data that the app and the centre are built with: the checklist template, agencies and prisons,
//! as `data/*.json` has them.

use serde::{Deserialize, Serialize};

use crate::template::{Template, Text3};
use crate::{AgencyId, PrisonId};

/// All of it, as the app loads it: written by `examples/pack_reference_data.rs`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reference {
    /// The checklist template.
    pub template: Template,
    /// The administrations.
    pub agencies: Agencies,
    /// The prisons.
    pub prisons: Prisons,
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
    /// Whether at least its name and security level were found in a source.
    pub verified: bool,
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
