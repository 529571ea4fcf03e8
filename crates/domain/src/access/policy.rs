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
    /// writing are granted apart: the table lets some write to what is theirs and read only by consent. Of several roles
    /// the widest answer counts.
    pub fn may(
        &self,
        operation: Operation,
        reader: &Reader,
        facts: &PlanFacts,
        class: &Class,
        ownership: &Ownership,
        today: NaiveDate,
    ) -> Decision {
        let visible = Visible::Class(class.clone());
        self.may_reach(operation, reader, facts, &visible, ownership, today)
    }

    /// Whether `reader` may read or write what takes `visible` to be seen. Of several roles the widest answer counts.
    ///
    /// The header is read by whoever the table lets see anything of the plan, and written by whoever may write all
    /// about cooperation: no part of it is anybody's own. What cannot be placed is for the appointed coordinator alone.
    /// That something was opened against the rules is for whom it was opened to, and for whoever sees how the plan is
    /// coordinated, the coordinator among them: were it for the coordinator alone, an appointment would keep it quiet.
    /// A consent is seen by whom it is given to, for else nobody there would know what it opens, until when and for what.
    /// A public line is seen by consent where the table gives no more than that. Whoever may not sees "not shared".
    pub fn may_reach(
        &self,
        operation: Operation,
        reader: &Reader,
        facts: &PlanFacts,
        visible: &Visible,
        ownership: &Ownership,
        today: NaiveDate,
    ) -> Decision {
        let decisions = reader.roles().map(|role| {
            let asked = Asked {
                table: self,
                operation,
                role,
                reader,
                facts,
                today,
            };
            asked.may_reach(visible, ownership)
        });
        // Why not is told by the role that has to do with the plan.
        let widest = decisions.min_by_key(|one| (*one == Decision::OutOfScope, *one));
        widest.unwrap_or(Decision::NoRule)
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
}

/// What is asked for one of a user's roles.
struct Asked<'a> {
    table: &'a AccessTable,
    operation: Operation,
    role: Role,
    reader: &'a Reader,
    facts: &'a PlanFacts,
    today: NaiveDate,
}

impl Asked<'_> {
    fn may_reach(&self, visible: &Visible, ownership: &Ownership) -> Decision {
        let team = || Class::new(&AreaId::from(COORDINATION), Sensitivity::Team);
        match (visible, self.operation) {
            (Visible::Class(class), _) => self.may(class, ownership),
            (Visible::Header, Operation::Read) => {
                let classes = self.table.classes();
                let decisions = classes.map(|class| self.may(&class, ownership));
                decisions.min().unwrap_or(Decision::NoRule)
            }
            (Visible::Header, Operation::Write) => self.may(&team(), &Ownership::default()),
            (Visible::Override(_) | Visible::PublicLine(_), Operation::Write) => Decision::NoRule,
            (Visible::Override(user), Operation::Read) => {
                if *user == self.reader.user && self.is_within_reach() {
                    return Decision::Allowed;
                }
                self.may(&team(), ownership)
            }
            (Visible::Consent(recipient, class), operation) => {
                let is_own = *recipient == self.reader.agency && operation == Operation::Read;
                // Whom the person refuses something is not shown why, and must not take the consent for all there is.
                let consents = &self.facts.consents;
                let is_refused = consents.refuses_anything(&self.reader.agency, self.today);
                if is_own && !is_refused && self.is_within_reach() {
                    return Decision::Allowed;
                }
                self.may(class, ownership)
            }
            (Visible::PublicLine(class), Operation::Read) => {
                if self.table.rule(class, self.role).read != Grant::Bit {
                    self.may(class, ownership)
                } else if self.is_within_reach() {
                    self.by_consent(&class.area)
                } else {
                    Decision::OutOfScope
                }
            }
            (Visible::Whole, _) if self.role != Role::Coordinator => Decision::NoRule,
            (Visible::Whole, _) if self.is_within_reach() => Decision::Allowed,
            (Visible::Whole, _) => Decision::OutOfScope,
        }
    }

    fn may(&self, class: &Class, ownership: &Ownership) -> Decision {
        let rule = self.table.rule(class, self.role);
        let grant: Grant = rule.grant(self.operation);
        let overrides = &self.facts.overrides;
        let is_opened = || overrides.open_area(self.reader.user, &class.area, self.today);
        let is_overridable = self.operation == Operation::Read && rule.overridable;
        if is_overridable && is_opened() && self.is_within_reach() {
            return Decision::Allowed;
        }
        if matches!(grant, Grant::No | Grant::Bit) {
            return Decision::NoRule;
        }
        if !self.is_within_reach() {
            return Decision::OutOfScope;
        }
        if grant == Grant::Own && !ownership.is_of(self.reader, class.sensitivity) {
            return Decision::NotOwn;
        }
        if !rule.takes_consent(self.operation) {
            return Decision::Allowed;
        }
        self.by_consent(&class.area)
    }

    fn is_within_reach(&self) -> bool {
        let (operation, user) = (self.operation, self.reader.user);
        self.facts
            .is_within_reach_as(self.role, operation, user, self.today)
    }

    fn by_consent(&self, area: &AreaId) -> Decision {
        let (consents, agency) = (&self.facts.consents, &self.reader.agency);
        if consents.refuses(agency, area, self.today) {
            Decision::Refused
        } else if consents.in_force(agency, area, self.today) {
            Decision::Allowed
        } else {
            Decision::NeedsConsent
        }
    }
}

#[cfg(test)]
mod tests;
