//! For how long a device does without the centre.

use serde::{Deserialize, Serialize};

/// For how long a device does without the centre: the centre's setting. A device that has never heard one goes by the
/// [default](Self::default).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// So many hours after the last contact nothing is read on it any longer. Writing and handing in go on.
    pub read_hours: u32,
    /// So many days after the last contact it deletes what came from the centre.
    pub keep_days: u32,
}

impl Default for Lease {
    fn default() -> Self {
        Self {
            read_hours: 72,
            keep_days: 30,
        }
    }
}
