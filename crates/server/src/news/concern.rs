//! Whom it concerns that a log has moved: those who reach the whole log, and those who are named on the plans that were
//! touched. Nobody else hears of it, and nobody hears of what they wrote themselves on the same device.

use std::collections::BTreeSet;

use overgang_domain::PlanId;

use crate::partition::Partition;
use crate::rules::Caller;
use crate::storage::TouchedPlan;

/// What is new in a log.
#[derive(Clone, Debug)]
pub(super) struct Moved {
    /// Which log.
    pub(super) log: Partition,
    /// The plans with new entries.
    pub(super) plans: Vec<TouchedPlan>,
}

/// Whether any of it may be news for the caller. `named` are the plans that the caller was named on, and is then: whoever
/// is named no longer has to hear that, too.
pub(super) fn concerns(caller: &Caller, named: &mut BTreeSet<PlanId>, moved: &[Moved]) -> bool {
    let mut is_news: bool = false;
    for Moved { log, plans } in moved {
        let reaches_all: bool = caller.reaches_all_of(log);
        let can_reach_named: bool = caller.can_reach_named_in(log);
        for touched in plans {
            let is_named: bool = touched.people.contains(&caller.reader.user);
            let was_named: bool = if is_named {
                !named.insert(touched.plan)
            } else {
                named.remove(&touched.plan)
            };
            let is_reached: bool = reaches_all || (can_reach_named && (was_named || is_named));
            is_news |= is_reached && is_by_others(caller, touched);
        }
    }
    is_news
}

/// Whether somebody else wrote there, or the same user on another device.
fn is_by_others(caller: &Caller, touched: &TouchedPlan) -> bool {
    let own = (caller.reader.user, caller.device);
    touched.writers.iter().any(|writer| *writer != own)
}
