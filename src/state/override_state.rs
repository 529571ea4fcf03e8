//! Opening something against the rules. The centre decides, so it takes the network, and what was opened comes with the
//! next sync.

use std::collections::BTreeSet;

use overgang_domain::AreaId;
use overgang_domain::access::PlanFacts;
use overgang_sync::message::{OverrideRequest, OverrideResponse};

use super::device_list::DeviceTrouble;
use super::journal_state::JournalState;
use crate::api_client;

/// Asks for it. Needs the centre.
pub async fn open_override(request: OverrideRequest) -> Result<OverrideResponse, DeviceTrouble> {
    Ok(api_client::open_override(&request).await?)
}

impl JournalState {
    /// The areas of which the centre would open something to the user where a life is in danger.
    pub fn overridable_areas(self) -> BTreeSet<AreaId> {
        let viewer = self.viewer();
        viewer.table.overridable_areas(viewer.reader.roles())
    }

    /// Whether the centre would open plans to the user that lie outside their reach.
    pub fn opens_other_plans(self) -> bool {
        let reader = self.viewer().reader;
        reader.roles().any(PlanFacts::reaches_whole_prisons)
    }
}
