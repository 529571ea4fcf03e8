//! The directory of users, which all share: who is behind a user id. It is folded from entries like
//! any plan, under [`PlanId::DIRECTORY`].

use std::collections::BTreeMap;

use crate::plan::reading;
use crate::register::{Listing, Record, Register, Value};
use crate::{Plan, PlanId, UserId};

/// All listed users.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    users: BTreeMap<UserId, Listing>,
}

impl Directory {
    /// Reads the directory; empty where `plan` is another plan.
    pub fn of(plan: &Plan) -> Self {
        if plan.id != PlanId::DIRECTORY {
            return Self::default();
        }
        let users = plan.records().keys().filter_map(|record| match record {
            Record::User(user) => {
                let listing = plan.field(
                    &Register::Listing(*user),
                    reading!(Value::Listing(listing) => Some(listing.clone())),
                );
                Some((*user, listing.value?))
            }
            Record::Header | Record::Item(_) | Record::Note(_) => None,
        });
        Self {
            users: users.collect(),
        }
    }

    /// One user's listing.
    pub fn get(&self, user: UserId) -> Option<&Listing> {
        self.users.get(&user)
    }

    /// All of them, by id.
    pub fn users(&self) -> &BTreeMap<UserId, Listing> {
        &self.users
    }
}
