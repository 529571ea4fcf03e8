//! Text that is being written, saved at every input event (`PLATFORM` 3): no debounce, no save button.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use futures_util::lock::Mutex;
use leptos::prelude::*;
use overgang_domain::{PlanId, day};
use uuid::Uuid;

use super::journal_state::JournalState;
use super::reference_state::ExpectOrName;
use crate::device;
use crate::live::{Live, LiveCell};
use crate::storage::{Began, Draft};

/// The drafts of this tab, and those that closed tabs have left.
#[derive(Clone, Copy)]
pub struct DraftState {
    journal: JournalState,
    tab: Uuid,
    texts: StoredValue<Texts>,
    saving: LiveCell<usize>,
}

/// What is known of texts beside the fields that show them.
struct Texts {
    /// As they are on disk: of this tab, and of tabs that are gone.
    left: Vec<Draft>,
    /// Those that could not be saved.
    failed: BTreeMap<Uuid, Draft>,
}

/// One field that keeps what is typed.
#[derive(Clone, Copy)]
pub struct DraftField {
    state: DraftState,
    place: StoredValue<Place>,
    text: LiveCell<String>,
    pen: StoredValue<Rc<DraftPen>, LocalStorage>,
}

/// Which field it is, and what stood there when somebody began to type.
struct Place {
    plan: Option<PlanId>,
    name: String,
    began: Began,
}

/// What writes a field's text to the disk. It outlives the field, so that the last letters are saved though the
/// page is gone.
#[derive(Default)]
struct DraftPen {
    /// Held while a text is on its way.
    writing: Mutex<()>,
    /// The newest text that is not on its way yet. Of several events only the last needs saving.
    unsaved: RefCell<Option<Draft>>,
    /// The draft under which the text lies on disk.
    id: Cell<Uuid>,
}

/// The texts of some fields, as they were when a button was pressed.
#[derive(Clone, Default)]
pub struct Settled {
    fields: Vec<(DraftField, Draft, Rc<DraftPen>)>,
}

impl DraftState {
    /// How many texts are on their way to the disk. An update waits until there are none.
    pub fn saving(self) -> Live<usize> {
        self.saving.into()
    }

    /// A field for the text at `place` in `plan`: with what was typed there before a reload or a crash and what that
    /// began from, else with `began`.
    pub fn field(self, plan: Option<PlanId>, place: &str, began: Began) -> DraftField {
        let (id, began, text) = match self.take_left(plan, place) {
            Some(left) => (left.id, left.began, left.text),
            None => (fresh_id(), began.clone(), began.text),
        };
        let pen = DraftPen {
            id: Cell::new(id),
            ..DraftPen::default()
        };
        DraftField {
            state: self,
            place: StoredValue::new(Place {
                plan,
                name: place.to_owned(),
                began,
            }),
            text: LiveCell::new(text),
            pen: StoredValue::new_local(Rc::new(pen)),
        }
    }

    /// Whether a text lies at any place in `plan` that begins with `prefix`.
    pub fn has_left(self, plan: Option<PlanId>, prefix: &str) -> bool {
        self.texts.with_value(|Texts { left, .. }| {
            left.iter()
                .any(|draft| draft.plan == plan && draft.place.starts_with(prefix))
        })
    }

    /// The texts that lie at places of no plan that begin with `prefix`.
    pub(super) fn left_at(self, prefix: &str) -> Vec<Draft> {
        self.texts.with_value(|Texts { left, .. }| {
            let here = |draft: &&Draft| draft.plan.is_none() && draft.place.starts_with(prefix);
            left.iter().filter(here).cloned().collect()
        })
    }

    fn take_left(self, plan: Option<PlanId>, place: &str) -> Option<Draft> {
        self.texts.with_value(|Texts { left, .. }| {
            let here = left
                .iter()
                .filter(|draft| draft.plan == plan && draft.place == place);
            here.max_by_key(|draft| (draft.tab == self.tab, draft.at))
                .cloned()
        })
    }

    /// Keeps the copy in memory as it is on disk, for a field that is left and opened again.
    fn keep(self, draft: Option<&Draft>, id: Uuid) {
        self.texts.update_value(|Texts { left, .. }| {
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

    /// What the text began from.
    pub fn began(self) -> Began {
        self.place.with_value(|place| place.began.clone())
    }

    /// Takes a new text and saves it.
    pub fn set(self, text: String) {
        self.text.set(text);
        let pen: Rc<DraftPen> = self.pen.get_value();
        pen.unsaved.replace(Some(self.draft()));
        let state: DraftState = self.state;
        state.saving.update(|saving| *saving += 1);
        leptos::task::spawn_local(async move {
            let turn = pen.writing.lock().await;
            let newest: Option<Draft> = pen.unsaved.take();
            if let Some(draft) = newest {
                state.save(draft).await;
            }
            drop(turn);
            state.saving.update(|saving| *saving -= 1);
        });
    }

    /// Takes what stands in a field for a day. What is no day is not kept: after a reload the field shows what was
    /// there before somebody began to type.
    pub fn set_day(self, text: String) {
        if text.is_empty() || day::parse(&text).is_some() {
            self.set(text);
        } else {
            self.text.set(text);
        }
    }

    /// Begins with `text` where nothing was typed. It is not saved until somebody types.
    pub fn preset(self, text: &str) {
        self.text.set(text.to_owned());
    }

    /// What a command that uses this text settles, as it is now: nothing where nothing was typed.
    pub fn settle(self) -> Settled {
        let fields = self
            .is_typed()
            .then(|| (self, self.draft(), self.pen.get_value()));
        Settled {
            fields: fields.into_iter().collect(),
        }
    }

    /// The writer does not want the text.
    pub fn discard(self) {
        if self.is_typed() {
            self.set(self.began().text);
        }
    }

    /// Whether something was typed that is kept, or about to be.
    fn is_typed(self) -> bool {
        let Some(pen) = self.pen.try_get_value() else {
            return false;
        };
        let id: Uuid = pen.id.get();
        let is_kept = |texts: &Texts| texts.left.iter().any(|draft| draft.id == id);
        pen.unsaved.borrow().is_some() || self.state.texts.with_value(is_kept)
    }

    fn draft(self) -> Draft {
        self.place.with_value(|place| Draft {
            id: self.pen.with_value(|pen| pen.id.get()),
            place: place.name.clone(),
            plan: place.plan,
            tab: self.state.tab,
            at: device::now_millis(),
            began: place.began.clone(),
            text: self.text.get_untracked(),
        })
    }
}

impl Settled {
    /// These texts and others.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.fields.extend(other.fields);
        self
    }

    /// The drafts, once none of them is on its way any longer.
    pub(super) async fn on_disk(&self) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        for (_, draft, pen) in &self.fields {
            let _turn = pen.writing.lock().await;
            // The command brings the text to the disk, and takes the draft away.
            let is_same = |unsaved: &Draft| unsaved.text == draft.text;
            let is_used: bool = pen.unsaved.borrow().as_ref().is_some_and(is_same);
            if is_used {
                pen.unsaved.replace(None);
            }
            drafts.push(draft.clone());
        }
        drafts
    }

    /// The command went through: the fields begin anew, but for what was typed since.
    pub(super) fn clear(self) {
        for (field, draft, pen) in self.fields {
            field.state.keep(None, draft.id);
            field.state.is_saved(draft.id);
            pen.id.set(fresh_id());
            match field.text.try_get_untracked() {
                Some(text) if text == draft.text => field.text.set(draft.began.text),
                // What was typed since lies on disk under the draft that is gone now: save it again.
                Some(text) => field.set(text),
                None => {}
            }
        }
    }
}

impl DraftState {
    async fn save(self, draft: Draft) {
        let store = self.journal.store();
        let done = if draft.text == draft.began.text {
            self.keep(None, draft.id);
            store.drop_draft(&draft).await
        } else {
            self.keep(Some(&draft), draft.id);
            store.save_draft(&draft).await
        };
        match done {
            Ok(()) => self.is_saved(draft.id),
            Err(error) => {
                self.texts
                    .update_value(|texts| drop(texts.failed.insert(draft.id, draft)));
                self.journal.show_not_saved(error);
            }
        }
    }

    /// It is on disk, or not wanted any longer.
    fn is_saved(self, draft: Uuid) {
        self.texts
            .update_value(|texts| drop(texts.failed.remove(&draft)));
    }

    /// Tries once more to save what could not be saved; answers whether all of it is on disk now.
    pub(super) async fn retry(self) -> bool {
        let failed = self.texts.with_value(|texts| texts.failed.clone());
        for draft in failed.into_values() {
            self.save(draft).await;
        }
        self.texts.with_value(|texts| texts.failed.is_empty())
    }
}

pub(super) fn fresh_id() -> Uuid {
    device::fresh_uuid(device::now_millis())
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
        texts: StoredValue::new(Texts {
            left,
            failed: BTreeMap::new(),
        }),
        saving: LiveCell::new(0),
    };
    provide_context(state);
    state
}

/// The drafts.
pub fn use_draft_state() -> DraftState {
    use_context().expect_or_name("provide_draft_state")
}

/// A field for something new in a plan, which keeps what is typed.
pub fn use_draft(plan: PlanId, place: &str) -> DraftField {
    use_draft_state().field(Some(plan), place, Began::default())
}
