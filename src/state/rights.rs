//! What the signed-in user may read and write: the same policy that the centre asks, asked before it, so that no screen
//! offers what would be refused.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use overgang_domain::access::{PlanFacts, Reader, Rights, Viewer};
use overgang_domain::change::Role;
use overgang_domain::{AgencyId, AreaId, Entry, Plan, PlanId, PrisonId, Template};

use super::journal_state::JournalState;
use super::reference_state::ReferenceState;
use super::session_state::Session;
use crate::device;

/// The user of a session, with the rules that come with the app.
pub(super) fn viewer_of(session: &Session, reference: ReferenceState) -> Viewer {
    let user = &session.user;
    Viewer {
        reader: Reader {
            user: user.user,
            agency: user.agency.clone(),
            role: user.role,
            further_roles: user.further_roles.clone(),
        },
        prisons: user.prisons.clone(),
        table: reference.access(),
        sheets: reference.sheets(),
    }
}

impl JournalState {
    /// The signed-in user, with the rules.
    pub fn viewer(self) -> Viewer {
        self.viewer.get_value()
    }

    /// What of a plan decides for the user today.
    pub fn facts(self, plan: &Plan) -> PlanFacts {
        self.viewer.with_value(|viewer| viewer.facts(plan))
    }

    /// Asks what the user may do in a plan with these facts.
    pub fn ask<T>(
        self,
        facts: &PlanFacts,
        plan: &Plan,
        template: &Template,
        ask: impl FnOnce(Rights<'_>) -> T,
    ) -> T {
        self.directory().with(|directory| {
            self.viewer.with_value(|viewer| {
                ask(viewer.rights(facts, plan, template, directory, device::today()))
            })
        })
    }

    /// Whether the centre will take all of this. In the directory the page says who writes.
    pub(super) fn allows(self, plan: &Plan, entries: &[Entry]) -> bool {
        let is_persons: bool = entries.iter().all(|entry| entry.plan != PlanId::DIRECTORY);
        let templates = self.templates().get_untracked();
        let template: &Template = if plan.id == PlanId::DIRECTORY {
            templates.newest()
        } else {
            templates.of_plan(plan)
        };
        !is_persons
            || self.directory().with_untracked(|directory| {
                self.viewer.with_value(|viewer| {
                    viewer.allows(plan, template, directory, entries, device::today())
                })
            })
    }

    /// Whether the user may open plans.
    pub fn opens_plans(self) -> bool {
        self.viewer.with_value(Viewer::opens_plans)
    }

    /// The administrations that a person in this prison could share something with, the user's own first, each with
    /// the areas in which the table asks for a consent.
    pub fn recipients(self, prison: &PrisonId) -> Vec<(AgencyId, BTreeSet<AreaId>)> {
        let own = self.session().user;
        let mut roles: BTreeMap<AgencyId, BTreeSet<Role>> = BTreeMap::new();
        self.directory().with(|directory| {
            let here = directory.users().values();
            for listing in here.filter(|listing| listing.prisons.contains(prison)) {
                let known = roles.entry(listing.agency.clone()).or_default();
                known.extend(listing.roles());
            }
        });
        roles
            .entry(own.agency.clone())
            .or_default()
            .extend(own.roles());
        let mut recipients: Vec<(AgencyId, BTreeSet<AreaId>)> = self.viewer.with_value(|viewer| {
            let all = roles
                .into_iter()
                .map(|(agency, roles)| (agency, viewer.table.areas_by_consent(roles)));
            all.filter(|(_, areas)| !areas.is_empty()).collect()
        });
        recipients.sort_by_key(|(agency, _)| *agency != own.agency);
        recipients
    }
}
