//! What the centre itself writes: into the directory, and into plans.

use std::collections::BTreeSet;

use overgang_domain::{Change, DeviceId, Entry, EntryId, PlanId, Stored, Timestamp, UserId};
use overgang_sync::message::User;

use crate::partition::Partition;

/// What the directory says of a user.
pub fn listing(user: &User) -> Change {
    Change::UserListed {
        user: user.user,
        name: user.name.clone(),
        agency: user.agency.clone(),
        role: user.role,
        further_roles: user.further_roles.clone(),
        prisons: user.prisons.clone(),
    }
}

/// One that the centre writes into the directory, with its log.
pub fn directory_entry(
    id: EntryId,
    at: u64,
    replaces: BTreeSet<EntryId>,
    change: Change,
) -> (Partition, Stored) {
    let entry = own_entry(PlanId::DIRECTORY, id, at, replaces, change);
    (Partition::common(), entry)
}

/// An entry that the centre itself writes and receives at `at` (milliseconds since 1970). Nobody else wrote it, so author
/// and device are the nil ids.
pub fn own_entry(
    plan: PlanId,
    id: EntryId,
    at: u64,
    replaces: BTreeSet<EntryId>,
    change: Change,
) -> Stored {
    let entry = Entry {
        id,
        plan,
        author: UserId::CENTRE,
        device: DeviceId::CENTRE,
        time: Timestamp {
            millis: at,
            counter: 0,
        },
        replaces,
        change,
    };
    Stored::received(entry, at)
}
