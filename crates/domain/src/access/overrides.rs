//! What the centre opened to somebody for reading, against the rules that hold otherwise: where somebody's life is in
//! danger an area whose row in the table says so, and for a stated need a plan outside their reach (D5). An override
//! reads, it never writes, and it is short.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::AccessTable;
use crate::change::Role;
use crate::register::{Override, Record, Register, Value};
use crate::{AreaId, EntryId, Plan, UserId};

/// How many days an override lasts beyond the one on which it was given: until the end of the next.
pub const OVERRIDE_DAYS: u64 = 1;

/// For how long after its last day an override is pointed out, so that nobody who was away misses it.
const SHOWN: Days = Days::new(14);

/// All that was opened in one plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Each for itself, in force or not.
    pub all: Vec<Overridden>,
}

/// What was opened to one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overridden {
    /// The entry that says so.
    pub entry: EntryId,
    /// When it was opened, milliseconds since 1970, by the centre's clock.
    pub at: u64,
    /// To whom.
    pub user: UserId,
    /// What, why, and until when.
    pub opened: Override,
}

impl Overrides {
    /// Reads them from `plan`, oldest first.
    pub fn of(plan: &Plan) -> Self {
        let mut all: Vec<Overridden> = Vec::new();
        for (register, values) in plan.fields_of(&Record::Header) {
            let Register::Override(user) = register else {
                continue;
            };
            for (entry, write) in values.heads() {
                if let Value::Override(opened) = &write.value {
                    all.push(Overridden {
                        entry,
                        at: write.time.millis,
                        user: *user,
                        opened: opened.clone(),
                    });
                }
            }
        }
        all.sort_by_key(|one| (one.at, one.entry));
        Self { all }
    }

    /// The last day of any of them.
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.all.iter().map(|one| one.opened.until).max()
    }

    /// Those that are pointed out on `today`: in force, or not long ago.
    pub fn shown(&self, today: NaiveDate) -> impl Iterator<Item = &Overridden> {
        let all = self.all.iter();
        all.filter(move |one| is_pointed_out(one.opened.until, today))
    }

    /// Those that `user` has on `today`.
    pub fn in_force(&self, user: UserId, today: NaiveDate) -> impl Iterator<Item = &Overridden> {
        let all = self.all.iter();
        all.filter(move |one| one.user == user && today <= one.opened.until)
    }

    /// Whether an area is open to `user`.
    pub fn open_area(&self, user: UserId, area: &AreaId, today: NaiveDate) -> bool {
        let mut own = self.in_force(user, today);
        own.any(|one| one.opened.areas.contains(area))
    }

    /// Whether the plan is open to `user`, though it lies outside their reach.
    pub fn open_plan(&self, user: UserId, today: NaiveDate) -> bool {
        let mut own = self.in_force(user, today);
        own.any(|one| one.opened.opens_plan)
    }
}

/// Whether an override that lasts until a day, that day included, is pointed out on `today`.
pub(crate) fn is_pointed_out(until: NaiveDate, today: NaiveDate) -> bool {
    let last = until.checked_add_days(SHOWN);
    last.is_none_or(|last| today <= last)
}

impl AccessTable {
    /// The areas of which something may be opened to somebody with any of these roles where a life is in danger.
    pub fn overridable_areas(&self, roles: impl IntoIterator<Item = Role>) -> BTreeSet<AreaId> {
        let roles: BTreeSet<Role> = roles.into_iter().collect();
        let overridable = self.classes().filter(|class| {
            let mut roles = roles.iter();
            roles.any(|role| self.rule(class, *role).overridable)
        });
        overridable.map(|class| class.area).collect()
    }
}

#[cfg(test)]
mod tests;
