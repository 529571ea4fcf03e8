//! All that is held on a person and who has read it, as the centre puts it together for the plan's coordinator. Nothing
//! of it is kept on this device.

use overgang_domain::PlanId;
use overgang_domain::change::Role;
use overgang_sync::message::PersonDataResponse;

use super::device_list::DeviceTrouble;
use super::journal_state::JournalState;
use crate::api_client;

/// Asks for it. Needs the centre.
pub async fn person_data(plan: PlanId) -> Result<PersonDataResponse, DeviceTrouble> {
    Ok(api_client::person_data(plan).await?)
}

/// The same as JSON, to be kept as a file. Needs the centre.
pub async fn person_data_file(plan: PlanId) -> Result<String, DeviceTrouble> {
    Ok(api_client::person_data_file(plan).await?)
}

impl JournalState {
    /// Whether the user coordinates the plan that is open.
    pub fn coordinates(self) -> bool {
        let viewer = self.viewer();
        let plan = self.plan();
        let is_appointed = plan.with(|plan| {
            let facts = plan.as_ref().map(|plan| self.facts(plan));
            facts.is_some_and(|facts| facts.coordinators.contains(&viewer.reader.user))
        });
        viewer.reader.has_role(Role::Coordinator) && is_appointed
    }
}
