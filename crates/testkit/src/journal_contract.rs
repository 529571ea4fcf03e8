//! What every place that a device keeps its journal in has to do, whatever it is made of. One suite: the
//! memory of the simulated tablets runs it on the host, `IndexedDB` in a real browser.

mod copies;

use std::collections::BTreeSet;

use overgang_domain::{Entry, EntryId, Plan, PlanId, Status, Stored, commands};
use overgang_sync::machine::{Intake, Limits, OfferAgain};
use overgang_sync::message::{Enrolment, TagKey};
use overgang_sync::{Cursor, PlanRange, Receipt, RejectReason, Rejected};

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
    /// Takes an answer in. Answers whether it shows that the device is a copy.
    fn take_in(&mut self, intake: Intake) -> impl Future<Output = bool>;
    /// The plan that received and unsent entries make.
    fn plan(&mut self, id: PlanId) -> impl Future<Output = Plan>;
    /// What the centre did not take.
    fn set_aside(&mut self) -> impl Future<Output = Vec<(Entry, RejectReason)>>;
    /// Where the device has read up to.
    fn cursor(&mut self) -> impl Future<Output = Option<Cursor>>;
    /// Where the chain ended, for the next exchange.
    fn chain_end(&mut self) -> impl Future<Output = Option<EntryId>>;
    /// Somebody signed in, and the centre knows their device as this.
    fn enrol(&mut self, enrolment: Enrolment) -> impl Future<Output = ()>;
    /// As what the centre knows the device.
    fn enrolled(&mut self) -> impl Future<Output = Option<Enrolment>>;
}

const ALL: Limits = Limits {
    bytes: usize::MAX,
    entries: usize::MAX,
    read_bytes: usize::MAX,
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
    a_plan_given_anew_holds_what_came_with_it_and_what_waits::<J>().await;
    a_plan_within_a_whole_range_that_did_not_come_is_gone::<J>().await;
    a_revoked_device_keeps_only_what_it_has_not_sent::<J>().await;
    copies::an_end_of_the_chain_that_was_never_here_shows_a_copy::<J>().await;
    copies::a_copy_takes_the_name_that_it_is_given::<J>().await;
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

async fn a_revoked_device_keeps_only_what_it_has_not_sent<J: JournalBackend>() {
    let mut journal = J::fresh("revoked").await;
    let mut alice = Writer::alice();
    let (plan, opened) = alice.open_plan("ullersmo");
    let (foreign, others) = Writer::bob().open_plan("ullersmo");
    journal.save(&opened, &plan).await;
    let received = others.into_iter();
    journal
        .take_in(Intake {
            receipts: receipts(&opened, 5),
            received: received.map(|one| Stored::received(one, 5)).collect(),
            cursor: Some(Cursor("1".to_owned())),
            ..Intake::default()
        })
        .await;
    let set: Vec<Entry> = sets(&mut alice, &plan, "id-check");
    journal.save(&set, &with(&plan, &set)).await;
    let intake = Intake {
        forget_received: true,
        ..Intake::default()
    };
    // Twice, as after a crash.
    journal.take_in(intake.clone()).await;
    journal.take_in(intake).await;
    let mut journal = journal.reopened().await;
    assert!(journal.plan(foreign.id).await.is_empty());
    assert_eq!(journal.cursor().await, None);
    assert_eq!(journal.gather(ALL).await, unsent(&set));
    let left: Plan = Plan::fold(plan.id, &unsent(&set));
    assert_eq!(journal.plan(plan.id).await, left);
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

async fn a_plan_given_anew_holds_what_came_with_it_and_what_waits<J: JournalBackend>() {
    let mut journal = J::fresh("anew").await;
    let mut alice = Writer::alice();
    let (plan, opened) = alice.open_plan("ullersmo");
    let shut: Vec<Entry> = sets(&mut alice, &plan, "housing-first-night");
    let received = |entries: &[Entry]| -> Vec<Stored> {
        let entries = entries.iter().cloned();
        entries.map(|entry| Stored::received(entry, 5)).collect()
    };
    let intake = Intake {
        received: received(&[opened.clone(), shut.clone()].concat()),
        ..Intake::default()
    };
    journal.take_in(intake).await;
    let confirmed: Vec<Entry> = sets(&mut alice, &plan, "housing-contract");
    let waiting: Vec<Entry> = sets(&mut alice, &plan, "id-check");
    for set in [&confirmed, &waiting] {
        journal.save(set, &with(&plan, set)).await;
    }
    let intake = Intake {
        receipts: receipts(&confirmed, 6),
        anew: BTreeSet::from([plan.id]),
        received: received(&opened),
        ..Intake::default()
    };
    journal.take_in(intake).await;
    let mut journal = journal.reopened().await;
    let all: Vec<Stored> = [received(&opened), unsent(&waiting)].concat();
    assert_eq!(journal.plan(plan.id).await, Plan::fold(plan.id, &all));
    assert_eq!(journal.gather(ALL).await, unsent(&waiting));
}

async fn a_plan_within_a_whole_range_that_did_not_come_is_gone<J: JournalBackend>() {
    let mut journal = J::fresh("range").await;
    let mut alice = Writer::alice();
    let mut plans: Vec<(Plan, Vec<Entry>)> = (0..3).map(|_| alice.open_plan("ullersmo")).collect();
    plans.sort_by_key(|(plan, _)| plan.id);
    let received = |entries: &[Entry]| -> Vec<Stored> {
        let entries = entries.iter().cloned();
        entries.map(|entry| Stored::received(entry, 5)).collect()
    };
    let intake = Intake {
        received: plans
            .iter()
            .flat_map(|(_, opened)| received(opened))
            .collect(),
        ..Intake::default()
    };
    journal.take_in(intake).await;
    let late: Vec<Entry> = sets(&mut alice, &plans[1].0, "id-check");
    journal.save(&late, &with(&plans[1].0, &late)).await;
    let whole = PlanRange {
        after: Some(plans[0].0.id),
        until: Some(plans[2].0.id),
    };
    let intake = Intake {
        anew: BTreeSet::from([plans[2].0.id]),
        whole: Some(whole),
        received: received(&plans[2].1),
        ..Intake::default()
    };
    journal.take_in(intake).await;
    let mut journal = journal.reopened().await;
    for at in [0, 2] {
        let (id, stays) = (plans[at].0.id, received(&plans[at].1));
        assert_eq!(journal.plan(id).await, Plan::fold(id, &stays));
    }
    let left = Plan::fold(plans[1].0.id, &unsent(&late));
    assert_eq!(journal.plan(left.id).await, left, "only what waits");
    assert_eq!(journal.gather(ALL).await, unsent(&late));
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

        async fn take_in(&mut self, intake: Intake) -> bool {
            let is_copy: bool = self.shows_a_copy(&intake);
            Self::take_in(self, intake);
            is_copy
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

        async fn chain_end(&mut self) -> Option<EntryId> {
            Self::last(self)
        }

        async fn enrol(&mut self, enrolment: Enrolment) {
            Self::enrol(self, enrolment);
        }

        async fn enrolled(&mut self) -> Option<Enrolment> {
            Self::enrolled(self)
        }
    }

    #[test]
    fn the_simulated_tablets_memory_keeps_a_journal() {
        let mut context = Context::from_waker(Waker::noop());
        let checked = pin!(check::<TabletStore>()).poll(&mut context);
        assert_eq!(checked, Poll::Ready(()), "memory never waits");
    }
}
