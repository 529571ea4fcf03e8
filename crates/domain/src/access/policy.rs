//! The one place that decides.

use chrono::NaiveDate;

use super::table::COORDINATION;
use super::{
    AccessTable, Class, Grant, Operation, Ownership, PlanFacts, Reader, Visibility, Visible,
};
use crate::change::Role;
use crate::directory::Directory;
use crate::register::Register;
use crate::template::Sensitivity;
use crate::{AreaId, Change};

/// Whether somebody may, and why not; of several the greatest counts where all are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// The table grants it.
    Allowed,
    /// The plan is of no prison of the reader's, and nobody put or appointed the reader on it.
    OutOfScope,
    /// Only what is the reader's own is open, and this is not.
    NotOwn,
    /// No consent for the reader's administration and the area is in force.
    NeedsConsent,
    /// The person refuses the reader's administration this area.
    Refused,
    /// The table gives this role nothing of it, or only the public line.
    NoRule,
}

impl Decision {
    /// Whether somebody may.
    pub fn is_allowed(self) -> bool {
        self == Self::Allowed
    }
}

impl AccessTable {
    /// Whether `reader` may read or write what has this class and these owners, in a plan with these facts. Reading and
    /// writing are granted apart: the table lets some write to what is theirs and read only by consent.
    pub fn may(
        &self,
        operation: Operation,
        reader: &Reader,
        facts: &PlanFacts,
        class: &Class,
        ownership: &Ownership,
        today: NaiveDate,
    ) -> Decision {
        let rule = self.rule(class, reader.role);
        let grant: Grant = rule.grant(operation);
        let is_reached = || facts.is_within_reach(operation, reader, today);
        let is_opened = || facts.overrides.open_area(reader.user, &class.area, today);
        if operation == Operation::Read && rule.overridable && is_opened() && is_reached() {
            return Decision::Allowed;
        }
        if matches!(grant, Grant::No | Grant::Bit) {
            return Decision::NoRule;
        }
        if !is_reached() {
            return Decision::OutOfScope;
        }
        if grant == Grant::Own && !ownership.is_of(reader, class.sensitivity) {
            return Decision::NotOwn;
        }
        if !rule.takes_consent(operation) {
            return Decision::Allowed;
        }
        by_consent(reader, facts, &class.area, today)
    }

    /// Whether `reader` may read or write what takes `visible` to be seen.
    ///
    /// The header is read by whoever the table lets see anything of the plan, and written by whoever may write all
    /// about cooperation: no part of it is anybody's own. What cannot be placed is for the appointed coordinator alone.
    /// That something was opened against the rules is for whom it was opened to, and for whoever sees how the plan is
    /// coordinated, the coordinator among them: were it for the coordinator alone, an appointment would keep it quiet.
    pub fn may_reach(
        &self,
        operation: Operation,
        reader: &Reader,
        facts: &PlanFacts,
        visible: &Visible,
        ownership: &Ownership,
        today: NaiveDate,
    ) -> Decision {
        let may = |class: &Class| self.may(operation, reader, facts, class, ownership, today);
        match (visible, operation) {
            (Visible::Class(class), _) => may(class),
            (Visible::Header, Operation::Read) => {
                let decisions = self.classes().map(|class| may(&class));
                decisions.min().unwrap_or(Decision::NoRule)
            }
            (Visible::Header, Operation::Write) => {
                let class = Class::new(&AreaId::from(COORDINATION), Sensitivity::Team);
                let nobodys = Ownership::default();
                self.may(operation, reader, facts, &class, &nobodys, today)
            }
            (Visible::Override(_), Operation::Write) => Decision::NoRule,
            (Visible::Override(user), Operation::Read) => {
                let is_own = *user == reader.user;
                if is_own && facts.is_within_reach(operation, reader, today) {
                    return Decision::Allowed;
                }
                may(&Class::new(&AreaId::from(COORDINATION), Sensitivity::Team))
            }
            (Visible::Whole, _) if reader.role != Role::Coordinator => Decision::NoRule,
            (Visible::Whole, _) if facts.is_within_reach(operation, reader, today) => {
                Decision::Allowed
            }
            (Visible::Whole, _) => Decision::OutOfScope,
        }
    }

    /// Whether `reader` may open plans in their prisons.
    pub fn opens_plans(&self, reader: &Reader) -> bool {
        let facts = PlanFacts {
            is_in_readers_prison: true,
            ..PlanFacts::default()
        };
        let (header, nobodys) = (Visible::Header, Ownership::default());
        let any_day = NaiveDate::default();
        let decision = self.may_reach(Operation::Write, reader, &facts, &header, &nobodys, any_day);
        decision.is_allowed()
    }

    /// Whether `reader` may see what stands in a register of the plan.
    pub fn may_read(
        &self,
        reader: &Reader,
        facts: &PlanFacts,
        plan: Visibility<'_>,
        directory: &Directory,
        register: &Register,
        today: NaiveDate,
    ) -> Decision {
        let ownership = Ownership::of(plan, directory, register);
        let visible = plan.of_register(register);
        let may = |one| self.may_reach(Operation::Read, reader, facts, one, &ownership, today);
        visible.iter().map(may).max().unwrap_or(Decision::NoRule)
    }

    /// Whether `reader` may write a change: all that it touches. An opening is judged with the facts of the plan that it
    /// makes. What only the centre writes nobody may.
    pub fn may_write(
        &self,
        reader: &Reader,
        facts: &PlanFacts,
        plan: Visibility<'_>,
        directory: &Directory,
        change: &Change,
        today: NaiveDate,
    ) -> Decision {
        if change.is_centres_own() {
            return Decision::NoRule;
        }
        let touched = Ownership::to_write(plan, directory, change, reader);
        let decisions = touched.iter().flat_map(|(visible, ownership)| {
            visible.iter().map(|visible| {
                self.may_reach(Operation::Write, reader, facts, visible, ownership, today)
            })
        });
        decisions.max().unwrap_or(Decision::NoRule)
    }

    /// Whether `reader` sees the public line of what has this class ("arranged: yes / no"): the person has consented to
    /// that bit. Whoever may not sees "not shared", which is never green.
    pub fn sees_public_line(
        &self,
        reader: &Reader,
        facts: &PlanFacts,
        class: &Class,
        today: NaiveDate,
    ) -> bool {
        self.rule(class, reader.role).read == Grant::Bit
            && facts.is_within_reach(Operation::Read, reader, today)
            && by_consent(reader, facts, &class.area, today).is_allowed()
    }
}

fn by_consent(reader: &Reader, facts: &PlanFacts, area: &AreaId, today: NaiveDate) -> Decision {
    let consents = &facts.consents;
    if consents.refuses(&reader.agency, area, today) {
        Decision::Refused
    } else if consents.in_force(&reader.agency, area, today) {
        Decision::Allowed
    } else {
        Decision::NeedsConsent
    }
}

#[cfg(test)]
mod tests;
