//! Text that is being written, saved at every input event (`PLATFORM` 3): no debounce, no save button.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use futures_util::lock::Mutex;
use leptos::prelude::*;
use overgang_domain::PlanId;
use uuid::Uuid;

use super::journal_state::{JournalState, use_journal_state};
use super::reference_state::ExpectOrName;
use crate::device;
use crate::live::{Live, LiveCell};
use crate::storage::Draft;

/// The drafts of this tab, and those that closed tabs have left.
#[derive(Clone, Copy)]
pub struct DraftState {
    journal: JournalState,
    tab: Uuid,
    left: StoredValue<Vec<Draft>>,
    saving: LiveCell<usize>,
}

/// One field that keeps what is typed.
#[derive(Clone, Copy)]
pub struct DraftField {
    state: DraftState,
    plan: Option<PlanId>,
    place: StoredValue<String>,
    id: StoredValue<Uuid>,
    text: LiveCell<String>,
    writing: StoredValue<Rc<Mutex<()>>, LocalStorage>,
    is_dirty: StoredValue<Rc<Cell<bool>>, LocalStorage>,
}

impl DraftState {
    /// How many texts are on their way to the disk. An update waits until there are none.
    pub fn saving(self) -> Live<usize> {
        self.saving.into()
    }

    /// A field for the text at `place` in `plan`: with what was typed there before a reload or a crash.
    pub fn field(self, plan: Option<PlanId>, place: &str) -> DraftField {
        let left: Option<Draft> = self.take_left(plan, place);
        let fresh = || device::fresh_uuid(device::now_millis());
        let (id, text) = left.map_or_else(|| (fresh(), String::new()), |left| (left.id, left.text));
        DraftField {
            state: self,
            plan,
            place: StoredValue::new(place.to_owned()),
            id: StoredValue::new(id),
            text: LiveCell::new(text),
            writing: StoredValue::new_local(Rc::default()),
            is_dirty: StoredValue::new_local(Rc::default()),
        }
    }

    /// Whether a text lies at any place in `plan` that begins with `prefix`.
    pub fn has_left(self, plan: Option<PlanId>, prefix: &str) -> bool {
        self.left.with_value(|left| {
            left.iter()
                .any(|draft| draft.plan == plan && draft.place.starts_with(prefix))
        })
    }

    fn take_left(self, plan: Option<PlanId>, place: &str) -> Option<Draft> {
        self.left.with_value(|left| {
            let here = left
                .iter()
                .filter(|draft| draft.plan == plan && draft.place == place);
            here.max_by_key(|draft| (draft.tab == self.tab, draft.at))
                .cloned()
        })
    }

    /// Keeps the copy in memory as it is on disk, for a field that is left and opened again.
    fn keep(self, draft: Option<&Draft>, id: Uuid) {
        self.left.update_value(|left| {
            left.retain(|known| known.id != id);
            left.extend(draft.cloned());
        });
    }
}

impl DraftField {
    /// The text so far.
    pub fn text(self) -> Live<String> {
        self.text.into()
    }

    /// Takes a new text and saves it.
    pub fn set(self, text: String) {
        self.text.set(text);
        self.is_dirty.with_value(|dirty| dirty.set(true));
        let writing: Rc<Mutex<()>> = self.writing.get_value();
        self.state.saving.update(|saving| *saving += 1);
        leptos::task::spawn_local(async move {
            let turn = writing.lock().await;
            // Of several events that came while one was being saved only the last needs saving.
            if self.is_dirty.try_with_value(|dirty| dirty.replace(false)) == Some(true) {
                self.save().await;
            }
            drop(turn);
            self.state.saving.update(|saving| *saving -= 1);
        });
    }

    /// Begins with `text` where nothing was typed. It is not saved until somebody types.
    pub fn preset(self, text: &str) {
        self.text.set(text.to_owned());
    }

    /// What a command that uses this text settles. Waits until it is on disk.
    pub async fn finish(self) -> Vec<Draft> {
        let writing: Rc<Mutex<()>> = self.writing.get_value();
        let draft: Draft = self.draft();
        let _turn = writing.lock().await;
        // The field may be gone by now; what it held is settled all the same.
        self.is_dirty.try_with_value(|dirty| dirty.set(false));
        vec![draft]
    }

    /// The command went through: the field begins anew.
    pub fn clear(self) {
        // A field that is gone has nothing to begin anew.
        let Some(id) = self.id.try_get_value() else {
            return;
        };
        self.state.keep(None, id);
        self.id.set_value(device::fresh_uuid(device::now_millis()));
        self.text.set(String::new());
    }

    /// The writer does not want the text.
    pub fn discard(self) {
        self.set(String::new());
    }

    async fn save(self) {
        let draft: Draft = self.draft();
        let store = self.state.journal.store();
        let done = if draft.text.is_empty() {
            self.state.keep(None, draft.id);
            store.drop_draft(&draft).await
        } else {
            self.state.keep(Some(&draft), draft.id);
            store.save_draft(&draft).await
        };
        if let Err(error) = done {
            self.state.journal.show_not_saved(error);
        }
    }

    fn draft(self) -> Draft {
        Draft {
            id: self.id.get_value(),
            place: self.place.get_value(),
            plan: self.plan,
            tab: self.state.tab,
            at: device::now_millis(),
            text: self.text.get_untracked(),
        }
    }
}

/// Makes the drafts known to the screens below. `found` lay on disk; of these, only those of this tab and of
/// tabs that are gone are offered.
pub fn provide_draft_state(
    journal: JournalState,
    tab: Uuid,
    open_tabs: &BTreeSet<Uuid>,
    found: Vec<Draft>,
) -> DraftState {
    let left: Vec<Draft> = found
        .into_iter()
        .filter(|draft| draft.tab == tab || !open_tabs.contains(&draft.tab))
        .collect();
    let state = DraftState {
        journal,
        tab,
        left: StoredValue::new(left),
        saving: LiveCell::new(0),
    };
    provide_context(state);
    state
}

/// The drafts.
pub fn use_draft_state() -> DraftState {
    use_context().expect_or_name("provide_draft_state")
}

/// A field of the open plan that keeps what is typed.
pub fn use_draft(place: &str) -> DraftField {
    let plan: Option<PlanId> = use_journal_state()
        .plan()
        .with_untracked(|plan| Some(plan.as_ref()?.id));
    use_draft_state().field(plan, place)
}
