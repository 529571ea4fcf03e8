//! Who may read and write what, asked at the one place that every read and write goes through. The policy itself is
//! [`overgang_domain::access`]; this knows what the centre's rules are at the moment: the reference data that it was built
//! with, and the directory with its users and versions of the template.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use overgang_domain::access::{
    AccessTable, Class, Grant, Operation, PlanFacts, Reader, Rights, Visibility,
};
use overgang_domain::change::Role;
use overgang_domain::checklist::Closed;
use overgang_domain::directory::Directory;
use overgang_domain::finding::Forms;
use overgang_domain::reference::Reference;
use overgang_domain::sheet::Sheets;
use overgang_domain::template::{Sensitivity, Templates};
use overgang_domain::{
    AreaId, Change, DeviceId, EntryId, Plan, PlanId, PrisonId, Stored, Template, UserId, form,
    national_id,
};
use overgang_sync::message::User;
use serde::Serialize;

use crate::chain::Hash;
use crate::partition::Partition;

/// Raised when the code judges otherwise than before by the same data: devices are then given all anew.
const JUDGED_BY: u32 = 1;

/// Who asks, on which device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The user, the administration and the roles.
    pub reader: Reader,
    /// The user's prisons.
    pub prisons: BTreeSet<PrisonId>,
    /// The session's device.
    pub device: DeviceId,
    /// The devices that it was copied from.
    pub copied_from: BTreeSet<DeviceId>,
    /// Whose entries they bring: their own, unless they let somebody's in that were kept apart (decision 29).
    pub author: UserId,
}

impl Caller {
    /// A user on a device.
    pub fn of(user: &User, device: DeviceId) -> Self {
        Self {
            reader: Reader {
                user: user.user,
                agency: user.agency.clone(),
                role: user.role,
                further_roles: user.further_roles.clone(),
            },
            prisons: user.prisons.clone(),
            device,
            copied_from: BTreeSet::new(),
            author: user.user,
        }
    }

    /// The logs that the caller's reads are answered from, those of single plans apart.
    pub fn logs(&self) -> impl Iterator<Item = Partition> {
        let prisons = self
            .prisons
            .iter()
            .filter(|_| !self.reader.is_administrative());
        let prisons = prisons.map(Partition::of);
        prisons.chain([Partition::common()])
    }

    /// Whether the caller reaches all plans of these logs, and not only those that the caller is named on.
    pub fn reaches_whole_logs(&self) -> bool {
        let mut roles = self.reader.roles();
        roles.any(PlanFacts::reaches_whole_prisons)
    }

    /// Whether whatever is written in this log can be for the caller.
    pub fn reaches_all_of(&self, log: &Partition) -> bool {
        *log == Partition::common() || (self.reaches_whole_logs() && self.covers(log))
    }

    /// Whether a plan in this log can be for the caller because the caller is named on it.
    pub fn can_reach_named_in(&self, log: &Partition) -> bool {
        let is_covered: bool = self.covers(log);
        let mut roles = self.reader.roles();
        roles.any(|role| PlanFacts::can_reach_named(role, is_covered))
    }

    fn covers(&self, log: &Partition) -> bool {
        self.logs().any(|covered| covered == *log)
    }
}

/// The rules.
pub struct Rules {
    access: AccessTable,
    sheets: Sheets,
    shipped: Arc<Template>,
    prisons: BTreeSet<PrisonId>,
    data: Hash,
    shared: Mutex<Option<Arc<Shared>>>,
}

/// What all share, as of one moment.
#[derive(Clone, Debug)]
pub struct Shared {
    /// How long the common log was.
    pub head: u64,
    /// The directory, folded.
    pub plan: Plan,
    /// The users in it.
    pub directory: Directory,
    /// The versions of the template in it.
    pub templates: Templates,
}

/// What of a plan's rights stands in columns, so that plans can be found by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanRights {
    /// Who may reach it from another prison, and until which day, included, where that has an end.
    pub people: BTreeMap<UserId, Option<NaiveDate>>,
    /// On which days rights to it change by themselves.
    pub turning_days: BTreeSet<NaiveDate>,
    /// On which day the centre has to look whether it moves to another prison.
    pub moves_on: Option<NaiveDate>,
    /// The person's national identity numbers, as far as anybody has written them down.
    pub numbers: BTreeSet<String>,
}

impl PlanRights {
    /// Reads them from a plan, as it is on a day.
    pub fn of(plan: &Plan, rules: &Rules, today: NaiveDate) -> Self {
        Self::with(plan, rules.next_move(plan, today))
    }

    /// Reads them from a plan, whatever the day. The centre then looks at once whether a plan with transfers moves.
    pub fn undated(plan: &Plan) -> Self {
        Self::with(plan, plan.next_move(NaiveDate::default(), |_| true))
    }

    fn with(plan: &Plan, next_move: Option<(NaiveDate, PrisonId)>) -> Self {
        Self {
            people: PlanFacts::people(plan),
            turning_days: PlanFacts::turning_days(plan),
            moves_on: next_move.map(|(day, _)| day),
            numbers: national_id::of(plan),
        }
    }
}

impl Shared {
    fn of(head: u64, entries: &[Stored], shipped: &Arc<Template>) -> Self {
        let plan = Plan::fold(PlanId::DIRECTORY, entries);
        Self {
            head,
            directory: Directory::of(&plan),
            templates: Templates::of(Arc::clone(shipped), &plan),
            plan,
        }
    }
}

impl Rules {
    /// The rules that follow from this reference data.
    pub fn new(reference: Reference) -> Self {
        let judged_by = (
            JUDGED_BY,
            &reference.access,
            &reference.sheets,
            &reference.template,
        );
        Self {
            data: digest(&judged_by),
            access: reference.access,
            sheets: reference.sheets,
            prisons: reference
                .prisons
                .prisons
                .iter()
                .map(|prison| prison.id.clone())
                .collect(),
            shipped: Arc::new(reference.template),
            shared: Mutex::default(),
        }
    }

    /// The next move of a plan that the centre has to make, see [`Plan::next_move`].
    pub fn next_move(&self, plan: &Plan, today: NaiveDate) -> Option<(NaiveDate, PrisonId)> {
        plan.next_move(today, |prison| self.knows_prison(prison))
    }

    /// Whether there is such a prison.
    pub fn knows_prison(&self, prison: &PrisonId) -> bool {
        self.prisons.contains(prison)
    }

    /// The sheets.
    pub fn sheets(&self) -> &Sheets {
        &self.sheets
    }

    /// Whether somebody may open plans in their prisons.
    pub fn opens_plans(&self, reader: &Reader) -> bool {
        self.access.opens_plans(reader)
    }

    /// The areas of which something may be opened to somebody with any of these roles where a life is in danger.
    pub fn overridable_areas(&self, roles: impl IntoIterator<Item = Role>) -> BTreeSet<AreaId> {
        self.access.overridable_areas(roles)
    }

    /// Whether somebody may read national identity numbers of some plan, so that they may ask by one.
    pub fn reads_numbers(&self, reader: &Reader) -> bool {
        let class = Class::new(&AreaId::from("coordination"), Sensitivity::Welfare);
        let mut read = reader
            .roles()
            .map(|role| self.access.rule(&class, role).read);
        read.any(|read| !matches!(read, Grant::No | Grant::Bit))
    }

    /// A plan with what its parts are judged by.
    pub fn visibility<'a>(&'a self, shared: &'a Shared, plan: &'a Plan) -> Visibility<'a> {
        Visibility {
            plan,
            template: shared.templates.of_plan(plan),
            sheets: &self.sheets,
        }
    }

    /// What all share when the common log is `head` long, if that is known already.
    pub fn shared_at(&self, head: u64) -> Option<Arc<Shared>> {
        let known = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        known.clone().filter(|shared| shared.head == head)
    }

    /// Learns what all share from the directory's entries, which the common log has when it is `head` long.
    pub fn learn(&self, head: u64, entries: &[Stored]) -> Arc<Shared> {
        let shared = Arc::new(Shared::of(head, entries, &self.shipped));
        let mut known = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        if known.as_ref().is_none_or(|known| known.head < head) {
            *known = Some(Arc::clone(&shared));
        }
        shared
    }

    /// A mark that is another one as soon as the caller is, or the rules are, or the plans that are `closed` to the caller:
    /// devices are then given all anew. That is seldom, and nothing that a device is sent tells of a plan that it may not
    /// know.
    pub fn scope_of(&self, caller: &Caller, closed: &BTreeSet<PlanId>) -> String {
        let Reader { user, agency, .. } = &caller.reader;
        let roles: BTreeSet<Role> = caller.reader.roles().collect();
        let hash = digest(&(&self.data.0, user, agency, roles, &caller.prisons, closed));
        let mut start = [0; 8];
        start.copy_from_slice(&hash.0[..8]);
        format!("{:016x}", u64::from_be_bytes(start))
    }
}

/// Who asks, by which rules, on which day.
#[derive(Clone, Copy)]
pub struct Asker<'a> {
    /// Who.
    pub caller: &'a Caller,
    /// The rules.
    pub rules: &'a Rules,
    /// What all share at this moment.
    pub shared: &'a Shared,
    /// Plans that are closed to the caller, whatever the rules say.
    pub closed: &'a BTreeSet<PlanId>,
    /// The day.
    pub today: NaiveDate,
}

impl Asker<'_> {
    /// The ids of those of a plan's entries that the caller may read. What all share is everybody's.
    pub fn view(&self, id: PlanId, entries: &[&Stored]) -> BTreeSet<EntryId> {
        if id == PlanId::DIRECTORY {
            return entries.iter().map(|stored| stored.entry.id).collect();
        }
        if self.closed.contains(&id) {
            return BTreeSet::new();
        }
        let plan = Plan::fold(id, entries.iter().copied());
        let facts = self.facts(&plan);
        if !facts.is_within_reach(Operation::Read, &self.caller.reader, self.today) {
            return BTreeSet::new();
        }
        self.rights(&facts, &plan).view(entries.iter().copied())
    }

    /// What of a plan's checklist the caller may not see.
    pub fn closed_of(&self, id: PlanId, entries: &[&Stored]) -> Closed {
        let plan = Plan::fold(id, entries.iter().copied());
        let facts = self.facts(&plan);
        self.rights(&facts, &plan).closed()
    }

    /// What fields of a plan are judged by.
    pub fn forms(&self, plan: &Plan) -> Forms<'_> {
        Forms {
            template: self.shared.templates.of_plan(plan),
            sheets: &self.rules.sheets,
            answered: None,
        }
    }

    /// Whether the caller is the plan's coordinator: appointed for it, and signed in as one.
    pub fn coordinates(&self, plan: &Plan) -> bool {
        let reader: &Reader = &self.caller.reader;
        let facts = self.facts(plan);
        reader.has_role(Role::Coordinator) && facts.coordinators.contains(&reader.user)
    }

    /// Whether the caller may say `change` in `plan`. An opening is judged in the plan that it makes.
    pub fn may_write(&self, plan: &Plan, change: &Change) -> bool {
        let facts = self.facts(plan);
        !self.closed.contains(&plan.id) && self.rights(&facts, plan).writes(change).is_allowed()
    }

    /// What of a plan decides for the caller.
    pub fn facts(&self, plan: &Plan) -> PlanFacts {
        PlanFacts::of(plan, &self.caller.prisons)
    }

    fn rights<'a>(&'a self, facts: &'a PlanFacts, plan: &'a Plan) -> Rights<'a> {
        Rights {
            table: &self.rules.access,
            reader: &self.caller.reader,
            facts,
            plan: self.rules.visibility(self.shared, plan),
            directory: &self.shared.directory,
            today: self.today,
        }
    }
}

/// The hash of something's written form. What cannot be written has no form of its own, and reference data can.
fn digest(value: &impl Serialize) -> Hash {
    Hash::of(&form::write(value).unwrap_or_default())
}
