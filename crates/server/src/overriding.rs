//! Opening something against the rules that hold otherwise (D5): an area where a life is in danger, a plan outside the
//! user's reach. Pure: the store hands in the plan, within its transaction. What is closed to the user whatever the rules
//! say, a protected person above all, does not come so far.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use overgang_domain::access::{OVERRIDE_DAYS, Operation, PlanFacts, Reader};
use overgang_domain::change::Role;
use overgang_domain::{AreaId, Change, Plan, PlanId};

use crate::rules::Asker;
use crate::systems::person_register::IdentityNumber;

/// What somebody wants to be opened, and why.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Whose plan.
    pub whom: Whom,
    /// Areas that the table lets be opened to the user's role; none: only the plan.
    pub areas: BTreeSet<AreaId>,
    /// Why.
    pub reason: String,
}

/// Whose plan is to be opened.
#[derive(Clone, Debug)]
pub enum Whom {
    /// This plan.
    Plan(PlanId),
    /// The plan of the person with this number: of several the newest that is not closed.
    Number(IdentityNumber),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing: the user has the plan already, and asked for nothing else.
    HadAlready,
    /// The centre writes this.
    Opens(Change),
}

/// What was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenedPlan {
    /// Which plan.
    pub plan: PlanId,
    /// Until which day, that day included; `None` where the user had it already.
    pub until: Option<NaiveDate>,
}

/// The last day of what is opened today.
pub fn last_day(today: NaiveDate) -> NaiveDate {
    let last = today.checked_add_days(Days::new(OVERRIDE_DAYS));
    last.unwrap_or(today)
}

/// Judges what `asker` wants of `plan`; `None` where that is nothing of theirs, or there is no such plan: one answer for
/// both. Whoever has to do with all plans of their prisons may open one of another prison; others open areas of the
/// plans that they have.
pub fn judge(asker: Asker<'_>, plan: &Plan, wanted: &Wanted) -> Option<Verdict> {
    let reader: &Reader = &asker.caller.reader;
    // Of a plan that was erased nothing is left to be opened.
    plan.home()?;
    // An override never opens writing, so this is what the user's own work reaches.
    let (facts, user, today) = (asker.facts(plan), reader.user, asker.today);
    let by_work = |role: &Role| facts.is_within_reach_as(*role, Operation::Write, user, today);
    let mut reaching: Vec<Role> = reader.roles().filter(by_work).collect();
    let is_reached: bool = !reaching.is_empty();
    if is_reached && wanted.areas.is_empty() {
        return Some(Verdict::HadAlready);
    }
    if !is_reached {
        let looks_in = |role: &Role| PlanFacts::reaches_whole_prisons(*role);
        reaching = reader.roles().filter(looks_in).collect();
    }
    // Nothing is said to be open that would stay closed: it takes a role with which the plan is read.
    let overridable = asker.rules.overridable_areas(reaching.iter().copied());
    if reaching.is_empty() || !wanted.areas.is_subset(&overridable) {
        return None;
    }
    Some(Verdict::Opens(Change::AccessOverridden {
        user: reader.user,
        areas: wanted.areas.clone(),
        opens_plan: !is_reached,
        reason: wanted.reason.clone(),
        until: last_day(asker.today),
    }))
}
