//! Notes what the user sees of whom, for the centre's log of reads, with or without network. What cannot be noted is shown
//! all the same.

use std::collections::BTreeSet;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use overgang_domain::PlanId;
use overgang_sync::message::{ReadAct, ReadNote, ReadReason};

use super::journal_state::JournalState;
use super::reference_state::ExpectOrName;
use crate::device;

/// A list that is still being narrowed is not noted at every letter, but once it has stood for so many milliseconds.
const SETTLED_MILLIS: u32 = 1_500;

/// Going to and fro within a plan is one reading: it is noted again after so many milliseconds.
const AGAIN_MILLIS: u64 = 10 * 60 * 1000;

/// Notes reads.
#[derive(Clone, Copy)]
pub struct ReadState {
    journal: JournalState,
    /// The plan that was opened last, and when.
    last: StoredValue<Option<(PlanId, u64)>>,
    /// Counts what lists showed.
    lists: StoredValue<u64>,
}

impl ReadState {
    /// A plan was opened.
    pub fn opened(self, plan: PlanId) {
        let now: u64 = device::now_millis();
        let is_same = self.last.with_value(|last| {
            last.is_some_and(|(open, at)| open == plan && now.abs_diff(at) < AGAIN_MILLIS)
        });
        if plan == PlanId::DIRECTORY || is_same {
            return;
        }
        self.last.set_value(Some((plan, now)));
        self.note(ReadAct::Opened, plan);
    }

    /// A plan was printed.
    pub fn printed(self, plan: PlanId) {
        self.note(ReadAct::Printed, plan);
    }

    /// A list shows these plans now, because somebody searched or not.
    pub fn shows(self, plans: BTreeSet<PlanId>, is_search: bool) {
        let turn: u64 = self.lists.with_value(|lists| lists + 1);
        self.lists.set_value(turn);
        if plans.is_empty() {
            return;
        }
        leptos::task::spawn_local(async move {
            TimeoutFuture::new(SETTLED_MILLIS).await;
            if self.lists.try_get_value() != Some(turn) {
                return;
            }
            let act = if is_search {
                ReadAct::Searched
            } else {
                ReadAct::Listed
            };
            let note = note(act, ReadReason::List, plans);
            let store = self.journal.store();
            drop(store.note_list(&note, device::today()).await);
        });
    }

    fn note(self, act: ReadAct, plan: PlanId) {
        let store = self.journal.store();
        leptos::task::spawn_local(async move {
            let note = note(act, ReadReason::CaseWork, BTreeSet::from([plan]));
            drop(store.note_read(&note).await);
            let fresh = || device::fresh_uuid(device::now_millis());
            drop(store.thin_out_reads(fresh).await);
        });
    }
}

fn note(act: ReadAct, reason: ReadReason, plans: BTreeSet<PlanId>) -> ReadNote {
    let now: u64 = device::now_millis();
    ReadNote {
        id: device::fresh_uuid(now),
        act,
        reason,
        plans,
        first: now,
        last: now,
        times: 1,
    }
}

/// Makes it known to the screens below.
pub fn provide_read_state(journal: JournalState) {
    provide_context(ReadState {
        journal,
        last: StoredValue::new(None),
        lists: StoredValue::new(0),
    });
}

/// What notes reads.
pub fn use_read_state() -> ReadState {
    use_context().expect_or_name("provide_read_state")
}
