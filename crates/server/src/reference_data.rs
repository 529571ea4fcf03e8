//! The reference data that the centre is built with: the same files that the app ships.

use overgang_domain::Template;
use overgang_domain::reference::Prisons;

/// The default checklist.
pub fn template() -> Result<Template, serde_json::Error> {
    serde_json::from_str(include_str!("../../domain/data/checklist-template.json"))
}

/// The prisons.
pub fn prisons() -> Result<Prisons, serde_json::Error> {
    serde_json::from_str(include_str!("../../domain/data/prisons.json"))
}
