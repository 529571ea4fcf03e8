//! Who of the invented users may write what: nobody wrote anything that the centre would have refused.

use std::sync::Arc;

use chrono::NaiveDate;
use overgang_domain::access::{AccessTable, Viewer};
use overgang_domain::directory::Directory;
use overgang_domain::reference::Reference;
use overgang_domain::sheet::Sheets;
use overgang_domain::{Entry, Plan, PlanId, Stored};

use super::colleagues::Colleague;
use crate::partition::Partition;

/// The policy, with the users that it knows.
pub(super) struct Judge<'a> {
    /// The reference data.
    pub(super) reference: &'a Reference,
    table: Arc<AccessTable>,
    sheets: Arc<Sheets>,
    directory: Directory,
}

impl<'a> Judge<'a> {
    /// By the listings in the directory's entries.
    pub(super) fn new(reference: &'a Reference, entries: &[(Partition, Stored)]) -> Self {
        let entries = entries.iter().map(|(_, stored)| stored);
        let plan = Plan::fold(PlanId::DIRECTORY, entries);
        Self {
            reference,
            table: Arc::new(reference.access.clone()),
            sheets: Arc::new(reference.sheets.clone()),
            directory: Directory::of(&plan),
        }
    }

    /// Whether all of this may be written by a colleague, one after the other.
    pub(super) fn allows(
        &self,
        by: &Colleague,
        plan: &Plan,
        entries: &[Entry],
        day: NaiveDate,
    ) -> bool {
        let viewer = Viewer {
            reader: by.reader(),
            prisons: by.user.prisons.clone(),
            table: Arc::clone(&self.table),
            sheets: Arc::clone(&self.sheets),
        };
        let template = &self.reference.template;
        viewer.allows(plan, template, &self.directory, entries, day)
    }
}
