//! The journal of the signed-in user: what screens show of it, and the one way to change it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use futures_util::lock::Mutex;
use leptos::prelude::*;
use overgang_domain::access::Viewer;
use overgang_domain::directory::Directory;
use overgang_domain::summary::{PlanSummary, mark_circles};
use overgang_domain::template::Templates;
use overgang_domain::{DeviceId, HybridClock, Plan, PlanId, UserId};
use uuid::Uuid;

use super::reference_state::{ExpectOrName, ReferenceState};
use super::rights::viewer_of;
use super::session_state::Session;
use crate::device;
use crate::live::{Live, LiveCell};
use crate::storage::{
    CommitError, Folding, FromDirectory, JournalStore, Loaded, OpenStoreError, SetAside, SpaceKeys,
    SyncRecord, TakenIn,
};

/// What went wrong on this device, loud enough to be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Something could not be saved; what was typed is still on the screen.
    NotSaved(CommitError),
    /// The centre would refuse it, so it is not saved; what was typed is still on the screen.
    NotAllowed,
    /// Something could not be read.
    NotRead(String),
    /// The disk is full: said before anybody types in vain.
    NoRoom,
    /// The browser has dropped so many unsent entries; so many of them are safe in the second copy, or at the centre.
    Lost(usize, usize),
    /// So many unsent entries lie here and are damaged.
    Damaged(usize),
}

impl Trouble {
    /// What was found when the journal was opened.
    fn found(loaded: &Loaded, saved: usize) -> Option<Self> {
        match (loaded.lost, loaded.damaged) {
            (0, 0) => None,
            (0, damaged) => Some(Self::Damaged(damaged)),
            (lost, _) => Some(Self::Lost(lost, saved.min(lost))),
        }
    }
}

/// The journal as live values.
#[derive(Clone, Copy)]
pub struct JournalState {
    store: StoredValue<Rc<JournalStore>, LocalStorage>,
    pub(super) acting: StoredValue<Rc<Mutex<HybridClock>>, LocalStorage>,
    pub(super) on_saved: StoredValue<Rc<dyn Fn(PlanId)>, LocalStorage>,
    templates: LiveCell<Arc<Templates>>,
    pub(super) session: StoredValue<Session>,
    pub(super) viewer: StoredValue<Viewer>,
    pub(super) summaries: LiveCell<BTreeMap<PlanId, PlanSummary>>,
    directory: LiveCell<Arc<Directory>>,
    pages: LiveCell<Arc<Plan>>,
    pub(super) plan: LiveCell<Option<Plan>>,
    pub(super) unsent: LiveCell<usize>,
    set_aside: LiveCell<Vec<SetAside>>,
    log: LiveCell<Vec<SyncRecord>>,
    pub(super) trouble: LiveCell<Option<Trouble>>,
    announcement: LiveCell<String>,
}

impl JournalState {
    /// Opens the journal of `session` on this device, to be read unless it `is_closed`. Answers also with what else lay
    /// there.
    pub async fn open(
        session: Session,
        keys: &SpaceKeys,
        reference: ReferenceState,
        is_closed: bool,
    ) -> Result<(Self, Loaded), OpenStoreError> {
        let viewer: Viewer = viewer_of(&session, reference);
        let folding = Folding {
            shipped: reference.template(),
            viewer: Some((viewer.clone(), device::today)),
        };
        let (store, loaded) = JournalStore::open(keys, folding).await?;
        store.set_closed(is_closed);
        let FromDirectory {
            users,
            templates,
            pages,
        } = store.directory();
        let saved: usize = JournalStore::saved_of(session.user.user);
        if loaded.lost == 0 {
            // What came from the second copy was confirmed before.
            store.acknowledge_loss(session.user.user);
        }
        let state = Self {
            store: StoredValue::new_local(Rc::new(store)),
            acting: StoredValue::new_local(Rc::new(Mutex::new(HybridClock::default()))),
            on_saved: StoredValue::new_local(Rc::new(|_| {})),
            templates: LiveCell::new(templates),
            session: StoredValue::new(session),
            viewer: StoredValue::new(viewer),
            summaries: LiveCell::new(BTreeMap::new()),
            directory: LiveCell::new(users),
            pages: LiveCell::new(pages),
            plan: LiveCell::new(None),
            unsent: LiveCell::new(0),
            set_aside: LiveCell::new(Vec::new()),
            log: LiveCell::new(Vec::new()),
            trouble: LiveCell::new(Trouble::found(&loaded, saved)),
            announcement: LiveCell::new(String::new()),
        };
        state.show(loaded.clone());
        Ok((state, loaded))
    }

    /// Calls `act` with the plan after each save.
    pub fn when_saved(self, act: impl Fn(PlanId) + 'static) {
        self.on_saved.set_value(Rc::new(act));
    }

    /// The store, for the sync driver.
    pub fn store(self) -> Rc<JournalStore> {
        self.store.get_value()
    }

    /// The space that it lies in.
    pub(super) fn space(self) -> Option<Uuid> {
        Some(self.store().space_keys()?.space())
    }

    /// The summaries of all plans on this device.
    pub fn summaries(self) -> Live<BTreeMap<PlanId, PlanSummary>> {
        self.summaries.into()
    }

    /// The plan that is open; `None` while none is, or it is being read.
    pub fn plan(self) -> Live<Option<Plan>> {
        self.plan.into()
    }

    /// How many entries wait for the centre.
    pub fn unsent(self) -> Live<usize> {
        self.unsent.into()
    }

    /// Entries that the centre did not take.
    pub fn set_aside(self) -> Live<Vec<SetAside>> {
        self.set_aside.into()
    }

    /// The versions of the checklist template that are here.
    pub fn templates(self) -> Live<Arc<Templates>> {
        self.templates.into()
    }

    /// What past exchanges brought, oldest first.
    pub fn log(self) -> Live<Vec<SyncRecord>> {
        self.log.into()
    }

    /// What went wrong last.
    pub fn trouble(self) -> Live<Option<Trouble>> {
        self.trouble.into()
    }

    /// The person has read what went wrong.
    pub fn dismiss_trouble(self) {
        if self
            .trouble
            .with_untracked(|trouble| matches!(trouble, Some(Trouble::Lost(..))))
        {
            self.store().acknowledge_loss(self.session().user.user);
        }
        self.trouble.set(None);
    }

    /// What happened last, for screen readers.
    pub fn announcement(self) -> Live<String> {
        self.announcement.into()
    }

    /// Says something to screen readers.
    pub fn announce(self, text: &str) {
        self.announcement.set(text.to_owned());
    }

    /// Whoever is signed in.
    pub fn session(self) -> Session {
        self.session.get_value()
    }

    /// The device is this one from now on.
    pub fn become_device(self, device: DeviceId) {
        device::keep_device_id(device);
        self.session.update_value(|session| session.device = device);
    }

    /// Who is behind which user id.
    pub fn directory(self) -> Live<Arc<Directory>> {
        self.directory.into()
    }

    /// The directory with the pages of prisons, whatever plan is open.
    pub fn pages(self) -> Live<Arc<Plan>> {
        self.pages.into()
    }

    /// A user's name as the directory has it; empty where it does not.
    pub fn user_name(self, user: UserId) -> String {
        self.directory
            .with(|directory| directory.get(user).map(|listing| listing.name.clone()))
            .unwrap_or_default()
    }

    /// All users whom the directory has: ids and names, by name.
    pub fn user_names(self) -> Vec<(String, String)> {
        let mut names: Vec<(String, String)> = self.directory.with(|directory| {
            let users = directory.users().iter();
            users
                .map(|(user, listing)| (user.to_string(), listing.name.clone()))
                .collect()
        });
        names.sort_by(|one, other| one.1.cmp(&other.1));
        names
    }

    /// All plans on this device but one: ids and names, by name.
    pub fn plan_names(self, but: PlanId) -> Vec<(String, String)> {
        let mut names: Vec<(String, String)> = self.summaries.with(|summaries| {
            let plans = summaries.values().filter(|plan| plan.id != but);
            plans
                .map(|plan| (plan.id.to_string(), plan.name.clone()))
                .collect()
        });
        names.sort_by(|one, other| one.1.cmp(&other.1));
        names
    }

    /// Nothing of it is to be read until it is opened again.
    pub(super) fn close(self) {
        self.store().set_closed(true);
        self.plan.set(None);
        self.summaries.set(BTreeMap::new());
        self.set_aside.set(Vec::new());
    }

    /// It may be read again.
    pub(super) async fn open_again(self) {
        self.store().set_closed(false);
        self.reload(&BTreeSet::from([PlanId::DIRECTORY])).await;
    }

    /// Opens a plan; the screen keeps the one before until it is read.
    pub async fn open_plan(self, id: PlanId) {
        if self.store().is_closed() {
            return;
        }
        if self
            .plan
            .with_untracked(|plan| plan.as_ref().is_some_and(|plan| plan.id != id))
        {
            self.plan.set(None);
        }
        match self.store().plan(id).await {
            Ok(plan) => self.plan.set(Some(plan)),
            Err(error) => self.trouble.set(Some(Trouble::NotRead(error.to_string()))),
        }
    }

    /// Puts an entry that was set aside back among those that wait.
    pub async fn send_again(self, entry: SetAside) {
        let plan: PlanId = entry.entry.plan;
        match self.store().send_again(&entry).await {
            Ok(()) => {
                self.reload(&BTreeSet::from([plan])).await;
                self.on_saved.with_value(|act| act(plan));
            }
            Err(error) => self.trouble.set(Some(Trouble::NotSaved(error))),
        }
    }

    /// Looks whether there is room to write, and says so where there is none.
    pub async fn look_for_room(self) {
        if !self.store().has_room().await {
            self.trouble.set(Some(Trouble::NoRoom));
        }
    }

    /// Says loudly that something could not be saved.
    pub fn show_not_saved(self, error: CommitError) {
        self.trouble.set(Some(Trouble::NotSaved(error)));
    }

    /// Shows what an answer of the centre changed.
    pub fn show_taken_in(self, taken: TakenIn) {
        if self.store().is_closed() {
            self.unsent.set(taken.unsent);
            return;
        }
        self.summaries.update(|summaries| {
            summaries.retain(|plan, _| !taken.gone.contains(plan));
            summaries.extend(
                taken
                    .summaries
                    .into_iter()
                    .map(|summary| (summary.id, summary)),
            );
            mark_circles(summaries);
        });
        self.unsent.set(taken.unsent);
        self.set_aside.update(|known| known.extend(taken.set_aside));
        self.log.update(|log| log.extend(taken.record));
        leptos::task::spawn_local(self.reread(taken.changed));
    }

    /// Reads again what another tab has changed.
    pub async fn reload(self, changed: &BTreeSet<PlanId>) {
        match self.store().load().await {
            Ok(loaded) => self.show(loaded),
            Err(error) => self.trouble.set(Some(Trouble::NotRead(error.to_string()))),
        }
        self.reread(changed.clone()).await;
    }

    async fn reread(self, changed: BTreeSet<PlanId>) {
        if changed.contains(&PlanId::DIRECTORY) {
            self.follow_directory().await;
        }
        // Not between a command and its save: what it saves would be missing here.
        let acting: Rc<Mutex<HybridClock>> = self.acting.get_value();
        let _clock = acting.lock().await;
        let open: Option<PlanId> = self.plan.with_untracked(|plan| Some(plan.as_ref()?.id));
        if let Some(open) = open.filter(|open| changed.contains(open)) {
            self.open_plan(open).await;
        }
    }

    fn show(self, loaded: Loaded) {
        self.unsent.set(loaded.unsent);
        if self.store().is_closed() {
            return;
        }
        let by_plan = loaded
            .summaries
            .into_iter()
            .map(|summary| (summary.id, summary));
        let mut summaries: BTreeMap<PlanId, PlanSummary> = by_plan.collect();
        mark_circles(&mut summaries);
        self.summaries.set(summaries);
        self.set_aside.set(loaded.set_aside);
        self.log.set(loaded.log);
    }

    /// Shows what has changed in the directory: users' names, and the versions of the template, by which summaries
    /// are made.
    pub(super) async fn follow_directory(self) {
        let FromDirectory {
            users,
            templates,
            pages,
        } = self.store().reread_directory().await;
        self.directory.set(users);
        self.pages.set(pages);
        let newest = |templates: &Arc<Templates>| templates.newest().version();
        if self.templates.with_untracked(newest) != newest(&templates) {
            self.templates.set(templates);
            if let Ok(loaded) = self.store().load().await {
                self.show(loaded);
            }
        }
    }
}

/// Makes the journal known to the screens below.
pub fn provide_journal_state(state: JournalState) {
    provide_context(state);
}

/// The journal.
pub fn use_journal_state() -> JournalState {
    use_context().expect_or_name("provide_journal_state")
}
