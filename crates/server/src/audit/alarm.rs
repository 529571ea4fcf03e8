//! When somebody opens unusually many persons: once per user and hour it becomes a row of the log, which the week's sample
//! always has. It is counted over all devices of the user, by the time at which the centre heard of it as well as by the
//! devices' own time: a clock that was set wrong can stretch one of the two, not both.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::{DeviceId, PlanId};
use overgang_sync::message::{AuditAct, AuditReason, AuditRow, User};
use uuid::Uuid;

use super::AuditEvent;
use crate::chain::Hash;
use crate::storage::{LedgerStore, UseStoreError};

/// An hour in milliseconds.
const HOUR: u64 = 60 * 60 * 1000;

/// Persons that were opened, with the time, milliseconds since 1970.
pub type Opening = (u64, BTreeSet<PlanId>);

/// The hours since 1970 in which more than `most` persons had been opened within 60 minutes.
pub fn hours_above(most: usize, mut openings: Vec<Opening>) -> BTreeSet<u64> {
    openings.sort();
    let mut hours: BTreeSet<u64> = BTreeSet::new();
    let mut within: BTreeMap<PlanId, usize> = BTreeMap::new();
    let mut first: usize = 0;
    for (at, plans) in &openings {
        while let Some((old, gone)) = openings.get(first).filter(|(old, _)| at - old >= HOUR) {
            debug_assert!(old <= at);
            for plan in gone {
                if let Some(count) = within.get_mut(plan) {
                    *count -= 1;
                }
            }
            within.retain(|_, count| *count > 0);
            first += 1;
        }
        for plan in plans {
            *within.entry(*plan).or_default() += 1;
        }
        if within.len() > most {
            hours.insert(at / HOUR);
        }
    }
    hours
}

/// Looks at what `user` has opened around what was handed in at `now`, and writes down what is an alarm.
pub(crate) async fn watch(
    store: &dyn LedgerStore,
    user: &User,
    most: usize,
    handed_in: &[Opening],
    now: u64,
) -> Result<(), UseStoreError> {
    let times = || handed_in.iter().map(|(at, _)| *at);
    let (Some(first), Some(last)) = (times().min(), times().max()) else {
        return Ok(());
    };
    let there = first.saturating_sub(HOUR)..=last.saturating_add(HOUR);
    let since: u64 = now.saturating_sub(HOUR);
    let opened: Vec<AuditRow> = store.opened_by(user.user, since, there).await?;
    let by_receipt = opened.iter().filter(|row| row.received_at > since);
    let by_receipt = by_receipt.map(|row| (row.received_at, row.plans.clone()));
    let by_device = opened.iter().map(|row| (row.first, row.plans.clone()));
    let hours_by_receipt = hours_above(most, by_receipt.collect());
    let hours_by_device = hours_above(most, by_device.collect());
    let alarms = [
        (AuditReason::ByReceipt, hours_by_receipt),
        (AuditReason::ByDevice, hours_by_device),
    ];
    for (reason, hours) in alarms {
        for hour in hours {
            raise(store, user, reason, hour, now).await?;
        }
    }
    Ok(())
}

/// Writes an alarm down, once per user and hour.
async fn raise(
    store: &dyn LedgerStore,
    user: &User,
    reason: AuditReason,
    hour: u64,
    now: u64,
) -> Result<(), UseStoreError> {
    // No device has the nil id, so nobody's note is in the way of it.
    let device = DeviceId(Uuid::nil());
    let mut alarm = AuditEvent::new(user, device, AuditAct::Alarm, now);
    alarm.reason = reason;
    alarm.note = Some(name_of(user, hour));
    alarm.first = hour.saturating_mul(HOUR);
    alarm.last = alarm.first;
    if store.append_audit(&[alarm]).await? > 0 {
        tracing::warn!(
            "one user opened more persons within an hour than is usual: see the log of reads"
        );
    }
    Ok(())
}

fn name_of(user: &User, hour: u64) -> Uuid {
    let named = [
        b"alarm".as_slice(),
        user.user.0.as_bytes(),
        &hour.to_be_bytes(),
    ]
    .concat();
    let Hash(hash) = Hash::of(&named);
    Uuid::from_u128(
        hash.iter()
            .take(16)
            .fold(0, |id, byte| (id << 8) | u128::from(*byte)),
    )
}

#[cfg(test)]
mod tests;
