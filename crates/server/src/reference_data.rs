//! The reference data that the centre is built with: the same files that the app ships.

use overgang_domain::Template;
use overgang_domain::reference::Prisons;
use overgang_domain::template::ReadTemplateError;

/// The default checklist.
pub fn template() -> Result<Template, ReadTemplateError> {
    Template::read(include_str!("../../domain/data/checklist-template.json"))
}

/// The prisons.
pub fn prisons() -> Result<Prisons, serde_json::Error> {
    Prisons::read(include_str!("../../domain/data/prisons.json"))
}
