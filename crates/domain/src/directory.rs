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
        let users = plan.records().keys().filter_map(|record| {
            let Record::User(user) = record else {
                return None;
            };
            let listing = plan.field(
                &Register::Listing(*user),
                reading!(Value::Listing(listing) => Some(listing.clone())),
            );
            Some((*user, listing.value?))
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::change::Role;
    use crate::story::Story;
    use crate::{AgencyId, Change};

    fn listed(user: UserId, name: &str) -> Change {
        Change::UserListed {
            user,
            name: name.to_owned(),
            agency: AgencyId::from("nav-in-prison"),
            role: Role::NavCaseworker,
            further_roles: BTreeSet::new(),
            prisons: BTreeSet::new(),
        }
    }

    #[test]
    fn the_directory_lists_each_user_as_last_written() {
        let mut story = Story::of_directory();
        let (alice, bob) = (story.alice.author, story.bob.author);
        story.alice_says(listed(alice, "Alice"));
        story.alice_says(listed(bob, "Bob"));
        story.bob_says(listed(bob, "Bob Prøve"));
        let directory = Directory::of(&story.plan);
        assert_eq!(directory.users().len(), 2);
        assert_eq!(directory.get(bob).unwrap().name, "Bob Prøve");
        assert_eq!(directory.get(alice).unwrap().role, Role::NavCaseworker);
    }

    #[test]
    fn a_user_listed_in_a_persons_plan_is_in_no_directory() {
        let mut story = Story::opened();
        let alice = story.alice.author;
        story.alice_says(listed(alice, "Alice"));
        assert_eq!(Directory::of(&story.plan), Directory::default());
    }
}
