//! What one reader may do in one plan: for the centre, and for a screen, which has to know it before the centre says so.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::{
    AccessTable, Class, Consent, Consents, Decision, Operation, Ownership, PlanFacts, Reader,
    Visibility, Visible,
};
use crate::checklist::Closed;
use crate::directory::Directory;
use crate::register::{Record, Register};
use crate::sheet::{Holder, Sheet, Sheets};
use crate::template::LightId;
use crate::{
    AreaId, Change, Entry, ItemId, Plan, PrisonId, RowId, Status, Stored, Template, public_line,
};

/// Somebody who is signed in, and the rules that hold.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Who it is.
    pub reader: Reader,
    /// The prisons that they work in.
    pub prisons: BTreeSet<PrisonId>,
    /// The rules.
    pub table: Arc<AccessTable>,
    /// The sheets.
    pub sheets: Arc<Sheets>,
}

impl Viewer {
    /// What of a plan decides for them.
    pub fn facts(&self, plan: &Plan) -> PlanFacts {
        PlanFacts::of(plan, &self.prisons)
    }

    /// What they may do in a plan, of which these are the facts.
    pub fn rights<'a>(
        &'a self,
        facts: &'a PlanFacts,
        plan: &'a Plan,
        template: &'a Template,
        directory: &'a Directory,
        today: NaiveDate,
    ) -> Rights<'a> {
        Rights {
            table: &self.table,
            reader: &self.reader,
            facts,
            plan: Visibility {
                plan,
                template,
                sheets: &self.sheets,
            },
            directory,
            today,
        }
    }

    /// Whether they may write all of this, one entry after the other. An opening is judged in the plan that it makes.
    pub fn allows(
        &self,
        plan: &Plan,
        template: &Template,
        directory: &Directory,
        entries: &[Entry],
        today: NaiveDate,
    ) -> bool {
        let mut before: Cow<'_, Plan> = Cow::Borrowed(plan);
        entries.iter().enumerate().all(|(at, entry)| {
            let is_opening = matches!(entry.change, Change::PlanOpened { .. });
            let opened = is_opening.then(|| {
                before = Cow::Owned(Plan::empty(entry.plan));
                Plan::fold(entry.plan, [&Stored::unsent(entry.clone())])
            });
            let facts = self.facts(opened.as_ref().unwrap_or(&before));
            let rights = self.rights(&facts, &before, template, directory, today);
            let is_allowed: bool = rights.writes(&entry.change).is_allowed();
            if at + 1 < entries.len() {
                before.to_mut().apply(&Stored::unsent(entry.clone()));
            }
            is_allowed
        })
    }

    /// Whether they may open plans in their prisons.
    pub fn opens_plans(&self) -> bool {
        self.table.opens_plans(&self.reader)
    }
}

impl Viewer {
    /// Whether they may write, in a plan that they open, what has this class and what nobody has begun, where the person
    /// consents to their administration having these areas.
    pub fn writes_in_new_plan(
        &self,
        class: &Class,
        shared: &BTreeSet<AreaId>,
        today: NaiveDate,
    ) -> bool {
        let consent = Consent {
            row: RowId(uuid::Uuid::nil()),
            recipient: self.reader.agency.clone(),
            areas: shared.clone(),
            given: today,
            expires: today,
            is_withdrawn: false,
        };
        let facts = PlanFacts {
            is_in_readers_prison: true,
            consents: Consents {
                consents: vec![consent],
                refusals: Vec::new(),
            },
            ..PlanFacts::default()
        };
        let own = Ownership {
            authors: BTreeSet::from([self.reader.user]),
            author_agencies: BTreeSet::from([self.reader.agency.clone()]),
            ..Ownership::default()
        };
        let (write, table): (_, &AccessTable) = (Operation::Write, &self.table);
        table
            .may(write, &self.reader, &facts, class, &own, today)
            .is_allowed()
    }
}

/// Who asks, about which plan, by which rules.
#[derive(Clone, Copy)]
pub struct Rights<'a> {
    /// The rules.
    pub table: &'a AccessTable,
    /// Who asks.
    pub reader: &'a Reader,
    /// What of the plan decides.
    pub facts: &'a PlanFacts,
    /// The plan, as far as it is here.
    pub plan: Visibility<'a>,
    /// The users, for whose something is.
    pub directory: &'a Directory,
    /// The local day.
    pub today: NaiveDate,
}

impl Rights<'_> {
    /// Whether the reader may see what has this class and is nobody's own.
    pub fn reads(&self, class: &Class) -> Decision {
        let visible = Visible::Class(class.clone());
        self.decide(Operation::Read, &visible, &Ownership::default())
    }

    /// Whether the reader may see what stands in a register.
    pub fn reads_register(&self, register: &Register) -> Decision {
        let (table, reader, facts) = (self.table, self.reader, self.facts);
        table.may_read(
            reader,
            facts,
            self.plan,
            self.directory,
            register,
            self.today,
        )
    }

    /// Whether the reader may see what this sheet holds, apart from rows that are about one item.
    pub fn reads_sheet(&self, sheet: &Sheet) -> Decision {
        let nobodys = Ownership::default();
        let visible = Visibility::of_sheet(sheet);
        self.decide(Operation::Read, &visible, &nobodys)
    }

    /// Whether the reader may write a change.
    pub fn writes(&self, change: &Change) -> Decision {
        let (table, reader, facts) = (self.table, self.reader, self.facts);
        table.may_write(reader, facts, self.plan, self.directory, change, self.today)
    }

    /// Whether the reader may fill in a sheet: a field of the plan itself, or a new row that is about nothing else.
    pub fn writes_sheet(&self, sheet: &Sheet) -> Decision {
        let values = || {
            let fields = sheet.fields.iter().take(1);
            let empty = fields.map(|field| (field.id.clone(), crate::FieldValue::Empty));
            empty.collect()
        };
        let change = match sheet.of {
            Holder::Plan => Change::FieldsSet {
                record: Record::Header,
                values: values(),
            },
            Holder::Rows | Holder::Item => Change::RowAdded {
                row: RowId(uuid::Uuid::nil()),
                sheet: sheet.id.clone(),
                values: BTreeMap::new(),
            },
        };
        self.writes(&change)
    }

    /// What of the checklist the reader may not see.
    pub fn closed(&self) -> Closed {
        let conditions = self.plan.template.conditions.iter();
        let closed = conditions.filter(|one| {
            let register = || Register::Condition(one.id.clone());
            !self
                .reads(&Class::new(&one.area, one.sensitivity))
                .is_allowed()
                && !self.reads_register(&register()).is_allowed()
        });
        Closed {
            items: self.closed_items(),
            public_lines: !self.reads_lines().is_allowed(),
            conditions: closed.map(|one| one.id.clone()).collect(),
        }
    }

    /// Whether the reader may see what the centre says of health matters ([`public_line`]).
    pub fn reads_lines(&self) -> Decision {
        let any = public_line::light_line(LightId::Medicine);
        self.reads_register(&Register::PublicLine(any))
    }

    /// The items that the reader may not see, those included that the plan does not have.
    fn closed_items(&self) -> BTreeSet<ItemId> {
        let mut decided: BTreeMap<Class, Decision> = BTreeMap::new();
        let known = self.plan.template.items.iter();
        let closed = known.filter(|item| {
            let class = Class::new(&item.area, item.sensitivity);
            let decision = decided
                .entry(class)
                .or_insert_with_key(|class| self.reads(class));
            // Whose it is takes a walk through the plan, so it is asked for only where it decides.
            let is_own = || self.reads_register(&Register::Status(item.id.clone()));
            // What is restricted is its first writer's, so somebody has to be able to begin it.
            let may_begin = || {
                self.writes(&Change::StatusSet {
                    item: item.id.clone(),
                    status: Status::Done,
                    why: String::new(),
                })
            };
            match decision {
                Decision::Allowed => false,
                Decision::NotOwn => !is_own().is_allowed() && !may_begin().is_allowed(),
                Decision::OutOfScope
                | Decision::NeedsConsent
                | Decision::Refused
                | Decision::NoRule => true,
            }
        });
        closed.map(|item| item.id.clone()).collect()
    }

    pub(super) fn decide(
        &self,
        operation: Operation,
        visible: &Visible,
        ownership: &Ownership,
    ) -> Decision {
        let (reader, facts, today) = (self.reader, self.facts, self.today);
        self.table
            .may_reach(operation, reader, facts, visible, ownership, today)
    }
}

#[cfg(test)]
mod tests;
