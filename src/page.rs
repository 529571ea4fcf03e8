//! Every page and its address. Addresses hold random ids only: they lie in clear in the browser's history.

use overgang_domain::PlanId;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// All plans.
    Plans,
    /// A new person.
    NewPlan,
    /// A plan that is not within the user's reach.
    FindPlan,
    /// A part of one plan.
    Plan(PlanId, PlanPart),
    /// Deadlines over all plans.
    Agenda,
    /// The sync centre.
    Sync,
    /// The user's devices.
    Devices,
    /// What the device in hand holds.
    ThisDevice,
    /// All prisons.
    Prisons,
    /// One prison, by its place in the reference data: an address holds no names.
    Prison(usize),
    /// The checklist template.
    Template,
    /// The log of reads.
    Audit,
    /// What the tool rests on.
    About,
}

/// A part of a plan, with an address of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlanPart {
    /// The first day, the areas with their items, notes.
    #[default]
    Checklist,
    /// Who the person is.
    Person,
    /// The sentence and its dates.
    Sentence,
    /// What the person needs.
    Needs,
    /// Appointments, contacts, conversations and what was agreed.
    Agreements,
    /// Life inside.
    Inside,
    /// One sheet with what has to be there when the gate opens.
    ReleaseSheet,
    /// All that is held on the person, for the person: for the plan's coordinator.
    PersonData,
    /// Opening something of it against the rules.
    Override,
}

impl PlanPart {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 9] = [
        Self::Checklist,
        Self::Person,
        Self::Sentence,
        Self::Needs,
        Self::Agreements,
        Self::Inside,
        Self::ReleaseSheet,
        Self::PersonData,
        Self::Override,
    ];

    /// Its part of the address; empty for the first.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Checklist => "",
            Self::Person => "person",
            Self::Sentence => "sentence",
            Self::Needs => "needs",
            Self::Agreements => "agreements",
            Self::Inside => "inside",
            Self::ReleaseSheet => "release-sheet",
            Self::PersonData => "person-data",
            Self::Override => "override",
        }
    }

    fn at(part: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == part)
    }
}

impl Page {
    /// Its address.
    pub fn path(self) -> String {
        match self {
            Self::Plans => "/".to_owned(),
            Self::NewPlan => "/new".to_owned(),
            Self::FindPlan => "/find".to_owned(),
            Self::Plan(plan, part) => match part.as_str() {
                "" => format!("/plans/{plan}"),
                part => format!("/plans/{plan}/{part}"),
            },
            Self::Agenda => "/agenda".to_owned(),
            Self::Sync => "/sync".to_owned(),
            Self::Devices => "/devices".to_owned(),
            Self::ThisDevice => "/this-device".to_owned(),
            Self::Prisons => "/prisons".to_owned(),
            Self::Prison(place) => format!("/prisons/{place}"),
            Self::Template => "/template".to_owned(),
            Self::Audit => "/audit".to_owned(),
            Self::About => "/about".to_owned(),
        }
    }

    /// The page at an address; `None` where it is none of ours.
    pub fn at(path: &str) -> Option<Self> {
        match path {
            "/" | "/index.html" => Some(Self::Plans),
            "/new" => Some(Self::NewPlan),
            "/find" => Some(Self::FindPlan),
            "/agenda" => Some(Self::Agenda),
            "/sync" => Some(Self::Sync),
            "/devices" => Some(Self::Devices),
            "/this-device" => Some(Self::ThisDevice),
            "/prisons" => Some(Self::Prisons),
            "/template" => Some(Self::Template),
            "/audit" => Some(Self::Audit),
            "/about" => Some(Self::About),
            other if other.starts_with("/prisons/") => {
                let place: &str = other.strip_prefix("/prisons/")?;
                place.parse().ok().map(Self::Prison)
            }
            other => {
                let rest: &str = other.strip_prefix("/plans/")?;
                let (plan, part) = rest.split_once('/').unwrap_or((rest, ""));
                Some(Self::Plan(plan.parse().ok()?, PlanPart::at(part)?))
            }
        }
    }
}
