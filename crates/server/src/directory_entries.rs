//! What the centre itself writes into the directory.

use std::collections::BTreeSet;

use overgang_domain::{Change, DeviceId, Entry, EntryId, PlanId, Stored, Timestamp, UserId};
use overgang_sync::message::User;
use uuid::Uuid;

use crate::partition::Partition;

/// What the directory says of a user.
pub fn listing(user: &User) -> Change {
    Change::UserListed {
        user: user.user,
        name: user.name.clone(),
        agency: user.agency.clone(),
        role: user.role,
        prisons: user.prisons.clone(),
    }
}

/// An entry of the directory, written and received at `at` (milliseconds since 1970), with its log. Nobody wrote it but
/// the centre, so author and device are the nil ids.
pub fn own_entry(
    id: EntryId,
    at: u64,
    replaces: BTreeSet<EntryId>,
    change: Change,
) -> (Partition, Stored) {
    let entry = Entry {
        id,
        plan: PlanId::DIRECTORY,
        author: UserId(Uuid::nil()),
        device: DeviceId(Uuid::nil()),
        time: Timestamp {
            millis: at,
            counter: 0,
        },
        replaces,
        change,
    };
    (Partition::common(), Stored::received(entry, at))
}
