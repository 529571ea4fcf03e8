//! What every place that a device keeps its journal in has to do, whatever it is made of. One suite: the
//! memory of the simulated tablets runs it on the host, `IndexedDB` in a real browser.

use overgang_domain::{Entry, EntryId, Plan, PlanId, Status, Stored, commands};
use overgang_sync::machine::{Intake, Limits, OfferAgain};
use overgang_sync::{Cursor, Receipt, RejectReason, Rejected};

use crate::Writer;
use crate::writer::unsent;

/// A journal under test. Each call is one transaction; what could not be done panics.
pub trait JournalBackend: Sized {
    /// An empty journal that no other case uses.
    fn fresh(name: &str) -> impl Future<Output = Self>;
    /// The same journal after a crash: what is on disk, and nothing else.
    fn reopened(self) -> impl Future<Output = Self>;
    /// Saves entries of one plan; `after` is the plan with them.
    fn save(&mut self, entries: &[Entry], after: &Plan) -> impl Future<Output = ()>;
    /// Unsent entries within the limits.
    fn gather(&mut self, limits: Limits) -> impl Future<Output = Vec<Stored>>;
    /// Takes an answer in.
    fn take_in(&mut self, intake: Intake) -> impl Future<Output = ()>;
    /// The plan that received and unsent entries make.
    fn plan(&mut self, id: PlanId) -> impl Future<Output = Plan>;
    /// What the centre did not take.
    fn set_aside(&mut self) -> impl Future<Output = Vec<(Entry, RejectReason)>>;
    /// Where the device has read up to.
    fn cursor(&mut self) -> impl Future<Output = Option<Cursor>>;
}

const ALL: Limits = Limits {
    bytes: usize::MAX,
    entries: usize::MAX,
};

/// Runs all cases.
pub async fn check<J: JournalBackend>() {
    what_was_saved_is_there_after_a_crash::<J>().await;
    only_entries_that_a_receipt_names_leave_the_outbox::<J>().await;
    a_rejected_entry_is_kept_with_its_reason_and_counts_no_longer::<J>().await;
    taking_the_same_answer_in_twice_changes_nothing::<J>().await;
    limits_are_kept_and_nothing_is_passed_over::<J>().await;
    a_kind_of_a_newer_app_is_kept_to_the_byte::<J>().await;
    a_plan_that_is_not_here_is_empty::<J>().await;
    what_a_restored_centre_may_have_lost_waits_again::<J>().await;
}

async fn what_was_saved_is_there_after_a_crash<J: JournalBackend>() {
    let mut journal = J::fresh("saved").await;
    let mut alice = Writer::alice();
    let (plan, opened) = alice.open_plan("ullersmo");
    journal.save(&opened, &plan).await;
    let set: Vec<Entry> = sets(&mut alice, &plan, "id-check");
    let after: Plan = with(&plan, &set);
    journal.save(&set, &after).await;
    let mut journal = journal.reopened().await;
    assert_eq!(journal.plan(plan.id).await, after);
    let waiting: Vec<Entry> = [opened, set].concat();
    assert_eq!(journal.gather(ALL).await, unsent(&waiting), "oldest first");
}

async fn only_entries_that_a_receipt_names_leave_the_outbox<J: JournalBackend>() {
    let mut journal = J::fresh("receipts").await;
    let mut alice = Writer::alice();
    let (plan, opened) = alice.open_plan("ullersmo");
    journal.save(&opened, &plan).await;
    let set: Vec<Entry> = sets(&mut alice, &plan, "id-check");
    journal.save(&set, &with(&plan, &set)).await;
    let cursor = Some(Cursor("1".to_owned()));
    let intake = Intake {
        receipts: receipts(&set, 5),
        cursor: cursor.clone(),
        ..Intake::default()
    };
    journal.take_in(intake).await;
    let mut journal = journal.reopened().await;
    assert_eq!(journal.gather(ALL).await, unsent(&opened));
    assert_eq!(journal.cursor().await, cursor);
    let received: Vec<Stored> = set
        .into_iter()
        .map(|one| Stored::received(one, 5))
        .collect();
    let all: Vec<Stored> = [unsent(&opened), received].concat();
    assert_eq!(journal.plan(plan.id).await, Plan::fold(plan.id, &all));
}

async fn a_rejected_entry_is_kept_with_its_reason_and_counts_no_longer<J: JournalBackend>() {
    let mut journal = J::fresh("rejected").await;
    let mut alice = Writer::alice();
    let (plan, opened) = alice.open_plan("ullersmo");
    journal.save(&opened, &plan).await;
    let set: Vec<Entry> = sets(&mut alice, &plan, "id-check");
    journal.save(&set, &with(&plan, &set)).await;
    let reason = RejectReason::NotAllowed;
    let intake = Intake {
        rejected: ids(&set).map(|id| Rejected { id, reason }).collect(),
        ..Intake::default()
    };
    journal.take_in(intake).await;
    let mut journal = journal.reopened().await;
    assert_eq!(journal.set_aside().await, [(set[0].clone(), reason)]);
    assert_eq!(journal.gather(ALL).await, unsent(&opened));
    assert_eq!(journal.plan(plan.id).await, plan);
}

async fn taking_the_same_answer_in_twice_changes_nothing<J: JournalBackend>() {
    let mut journal = J::fresh("twice").await;
    let (plan, opened) = Writer::bob().open_plan("ullersmo");
    let received: Vec<Stored> = opened
        .into_iter()
        .map(|one| Stored::received(one, 5))
        .collect();
    let intake = Intake {
        received: received.clone(),
        ..Intake::default()
    };
    journal.take_in(intake.clone()).await;
    journal.take_in(intake).await;
    let mut journal = journal.reopened().await;
    assert_eq!(journal.plan(plan.id).await, Plan::fold(plan.id, &received));
    assert_eq!(journal.gather(ALL).await, []);
}

async fn what_a_restored_centre_may_have_lost_waits_again<J: JournalBackend>() {
    let mut journal = J::fresh("again").await;
    let (mut alice, mut bob) = (Writer::alice(), Writer::bob());
    let (plan, opened) = alice.open_plan("ullersmo");
    journal.save(&opened, &plan).await;
    let others: Vec<Entry> = sets(&mut bob, &plan, "bank-account");
    let all: Plan = with(&plan, &others);
    let received = others.iter().cloned();
    journal
        .take_in(Intake {
            receipts: receipts(&opened, 100),
            received: received.map(|one| Stored::received(one, 100)).collect(),
            ..Intake::default()
        })
        .await;
    let offer = OfferAgain {
        user: alice.author,
        device: alice.device,
    };
    let intake = Intake {
        offer_again: Some(offer),
        ..Intake::default()
    };
    // Twice, as after a crash.
    journal.take_in(intake.clone()).await;
    journal.take_in(intake).await;
    let mut journal = journal.reopened().await;
    assert_eq!(journal.gather(ALL).await, unsent(&opened));
    let ids = |plan: &Plan| plan.records().keys().cloned().collect::<Vec<_>>();
    assert_eq!(ids(&journal.plan(plan.id).await), ids(&all));
    journal
        .take_in(Intake {
            receipts: receipts(&opened, 200),
            ..Intake::default()
        })
        .await;
    let mut journal = journal.reopened().await;
    assert_eq!(journal.gather(ALL).await, []);
    assert_eq!(ids(&journal.plan(plan.id).await), ids(&all));
}

async fn limits_are_kept_and_nothing_is_passed_over<J: JournalBackend>() {
    let mut journal = J::fresh("limits").await;
    let mut alice = Writer::alice();
    let (mut plan, mut entries) = alice.open_plan("ullersmo");
    for _ in 0..30 {
        let set: Vec<Entry> = sets(&mut alice, &plan, "id-check");
        plan = with(&plan, &set);
        entries.extend(set);
    }
    journal.save(&entries, &plan).await;
    let few = Limits { entries: 7, ..ALL };
    assert_eq!(journal.gather(few).await, unsent(&entries[..7]));
    let small = Limits { bytes: 1, ..ALL };
    assert_eq!(journal.gather(small).await, unsent(&entries[..1]));
    let mut sent: Vec<Entry> = Vec::new();
    while let some @ [_, ..] = journal.gather(few).await.as_slice() {
        let some: Vec<Entry> = some.iter().map(|stored| stored.entry.clone()).collect();
        let intake = Intake {
            receipts: receipts(&some, 9),
            ..Intake::default()
        };
        journal.take_in(intake).await;
        sent.extend(some);
    }
    assert_eq!(sent, entries);
}

async fn a_kind_of_a_newer_app_is_kept_to_the_byte<J: JournalBackend>() {
    let mut journal = J::fresh("newer").await;
    let (plan, _) = Writer::alice().open_plan("ullersmo");
    let newer = overgang_domain::Change::from_bytes(&[0x84, 0x07, 0x00, 0xff]);
    let entry: Entry = Writer::bob().change(&plan, newer);
    journal.save(std::slice::from_ref(&entry), &plan).await;
    let mut journal = journal.reopened().await;
    assert_eq!(journal.gather(ALL).await, [Stored::unsent(entry)]);
}

async fn a_plan_that_is_not_here_is_empty<J: JournalBackend>() {
    let mut journal = J::fresh("nobody").await;
    let (plan, _) = Writer::carol().open_plan("ullersmo");
    assert!(journal.plan(plan.id).await.is_empty());
    assert_eq!(journal.cursor().await, None);
}

fn sets(writer: &mut Writer, plan: &Plan, item: &str) -> Vec<Entry> {
    let why = String::new();
    let set = writer.write(|pen| commands::set_status(pen, plan, &item.into(), Status::Done, why));
    set.expect("an empty word why fits")
}

fn with(plan: &Plan, entries: &[Entry]) -> Plan {
    let mut after: Plan = plan.clone();
    for stored in unsent(entries) {
        after.apply(&stored);
    }
    after
}

fn receipts(entries: &[Entry], received_at: u64) -> Vec<Receipt> {
    ids(entries).map(|id| Receipt { id, received_at }).collect()
}

fn ids(entries: &[Entry]) -> impl Iterator<Item = EntryId> {
    entries.iter().map(|entry| entry.id)
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use overgang_domain::HybridClock;

    use super::*;
    use crate::TabletStore;

    /// The simulated tablet's memory: it survives by being what survives.
    impl JournalBackend for TabletStore {
        async fn fresh(_: &str) -> Self {
            Self::default()
        }

        async fn reopened(self) -> Self {
            self
        }

        async fn save(&mut self, entries: &[Entry], _: &Plan) {
            for entry in entries {
                Self::save(self, entry.clone(), HybridClock::default());
            }
        }

        async fn gather(&mut self, limits: Limits) -> Vec<Stored> {
            Self::gather(self, limits)
        }

        async fn take_in(&mut self, intake: Intake) {
            Self::take_in(self, intake);
        }

        async fn plan(&mut self, id: PlanId) -> Plan {
            let waiting: Vec<Stored> = self.outbox().cloned().map(Stored::unsent).collect();
            Plan::fold(id, self.received().of_plan(id).chain(&waiting))
        }

        async fn set_aside(&mut self) -> Vec<(Entry, RejectReason)> {
            Self::set_aside(self).values().cloned().collect()
        }

        async fn cursor(&mut self) -> Option<Cursor> {
            Self::cursor(self).cloned()
        }
    }

    #[test]
    fn the_simulated_tablets_memory_keeps_a_journal() {
        let mut context = Context::from_waker(Waker::noop());
        let checked = pin!(check::<TabletStore>()).poll(&mut context);
        assert_eq!(checked, Poll::Ready(()), "memory never waits");
    }
}
