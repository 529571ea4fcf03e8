//! The journal of the signed-in user: what screens show of it, and the one way to change it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use futures_util::lock::Mutex;
use leptos::prelude::*;
use overgang_domain::commands::Pen;
use overgang_domain::directory::Directory;
use overgang_domain::summary::PlanSummary;
use overgang_domain::{Entry, HybridClock, Plan, PlanId, Stored, Template, UserId};

use super::reference_state::{ExpectOrName, ReferenceState};
use super::session_state::Session;
use crate::device;
use crate::live::{Live, LiveCell};
use crate::storage::{
    CommitError, Draft, JournalStore, Loaded, OpenStoreError, SetAside, SyncRecord, TakenIn,
};

/// What went wrong on this device, loud enough to be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Something could not be saved; what was typed is still on the screen.
    NotSaved(CommitError),
    /// Something could not be read.
    NotRead(String),
    /// The browser has dropped so many unsent entries.
    Lost(usize),
}

/// Nothing was written.
#[derive(Clone, Debug, PartialEq)]
pub enum ActError<E> {
    /// The command refused: say so at the field.
    Refused(E),
    /// It could not be stored; the trouble is shown already.
    NotSaved,
}

/// A command with its answer taken out: what is left are the entries.
type Command<'a> = Box<dyn FnOnce(&mut Pen<'_>, &Plan) -> Vec<Entry> + 'a>;

/// A command's answer where its entries are all there is to say.
pub fn done<E>(entries: Result<Vec<Entry>, E>) -> Result<((), Vec<Entry>), E> {
    entries.map(|entries| ((), entries))
}

/// The journal as live values.
#[derive(Clone, Copy)]
pub struct JournalState {
    store: StoredValue<Rc<JournalStore>, LocalStorage>,
    acting: StoredValue<Rc<Mutex<HybridClock>>, LocalStorage>,
    on_saved: StoredValue<Rc<dyn Fn(PlanId)>, LocalStorage>,
    template: StoredValue<Arc<Template>>,
    session: StoredValue<Session>,
    summaries: LiveCell<BTreeMap<PlanId, PlanSummary>>,
    directory: LiveCell<Directory>,
    plan: LiveCell<Option<Plan>>,
    unsent: LiveCell<usize>,
    set_aside: LiveCell<Vec<SetAside>>,
    log: LiveCell<Vec<SyncRecord>>,
    trouble: LiveCell<Option<Trouble>>,
    announcement: LiveCell<String>,
}

impl JournalState {
    /// Opens the journal of `session` on this device. Answers also with what else lay there.
    pub async fn open(
        session: Session,
        reference: ReferenceState,
    ) -> Result<(Self, Loaded), OpenStoreError> {
        let (store, loaded) = JournalStore::open(&session.database()).await?;
        let state = Self {
            store: StoredValue::new_local(Rc::new(store)),
            acting: StoredValue::new_local(Rc::new(Mutex::new(HybridClock::default()))),
            on_saved: StoredValue::new_local(Rc::new(|_| {})),
            template: StoredValue::new(reference.template()),
            session: StoredValue::new(session),
            summaries: LiveCell::new(BTreeMap::new()),
            directory: LiveCell::new(Directory::default()),
            plan: LiveCell::new(None),
            unsent: LiveCell::new(0),
            set_aside: LiveCell::new(Vec::new()),
            log: LiveCell::new(Vec::new()),
            trouble: LiveCell::new((loaded.lost > 0).then_some(Trouble::Lost(loaded.lost))),
            announcement: LiveCell::new(String::new()),
        };
        state.show(loaded.clone());
        state.load_directory().await;
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
            .with_untracked(|trouble| matches!(trouble, Some(Trouble::Lost(_))))
        {
            self.store().acknowledge_loss();
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

    /// A user's name as the directory has it; empty where it does not.
    pub fn user_name(self, user: UserId) -> String {
        self.directory
            .with(|directory| directory.get(user).map(|listing| listing.name.clone()))
            .unwrap_or_default()
    }

    /// Opens a plan; the screen keeps the one before until it is read.
    pub async fn open_plan(self, id: PlanId) {
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

    /// Carries out a command on the open plan: saved on disk first, shown then. One at a time, so that
    /// two quick taps never look like two people. `finished` are the drafts that it settles.
    pub async fn act<T, E>(
        self,
        finished: Vec<Draft>,
        command: impl FnOnce(&mut Pen<'_>, &Plan) -> Result<(T, Vec<Entry>), E>,
    ) -> Result<T, ActError<E>> {
        let Some(id) = self.plan.with_untracked(|plan| Some(plan.as_ref()?.id)) else {
            return Err(ActError::NotSaved);
        };
        self.act_on(id, finished, command).await
    }

    /// Carries out the command that opens a new plan.
    pub async fn begin<T, E>(
        self,
        finished: Vec<Draft>,
        command: impl FnOnce(&mut Pen<'_>) -> Result<(T, Vec<Entry>), E>,
    ) -> Result<T, ActError<E>> {
        self.act_on(PlanId::DIRECTORY, finished, |pen, _| command(pen))
            .await
    }

    /// The part that differs from command to command, and no more: it is compiled once for each.
    async fn act_on<T, E>(
        self,
        id: PlanId,
        finished: Vec<Draft>,
        command: impl FnOnce(&mut Pen<'_>, &Plan) -> Result<(T, Vec<Entry>), E>,
    ) -> Result<T, ActError<E>> {
        let mut answer: Option<Result<T, E>> = None;
        let command: Command<'_> = Box::new(|pen, plan| match command(pen, plan) {
            Ok((value, entries)) => {
                answer = Some(Ok(value));
                entries
            }
            Err(refusal) => {
                answer = Some(Err(refusal));
                Vec::new()
            }
        });
        let is_saved: bool = Box::pin(self.write_and_save(id, finished, command)).await;
        match answer {
            Some(Ok(value)) if is_saved => Ok(value),
            Some(Err(refusal)) => Err(ActError::Refused(refusal)),
            Some(Ok(_)) | None => Err(ActError::NotSaved),
        }
    }

    /// Writes what a command says and saves it. Answers whether it is on disk.
    async fn write_and_save(self, id: PlanId, finished: Vec<Draft>, command: Command<'_>) -> bool {
        let acting: Rc<Mutex<HybridClock>> = self.acting.get_value();
        let mut clock = acting.lock().await;
        let open: Option<Plan> = self.plan.get_untracked().filter(|plan| plan.id == id);
        let before: Plan = open.unwrap_or_else(|| Plan::empty(id));
        let entries: Vec<Entry> = self.write(&mut clock, &before, command);
        let Some(first) = entries.first() else {
            return true;
        };
        let saved: PlanId = first.plan;
        let mut after: Plan = if saved == id {
            before
        } else {
            Plan::empty(saved)
        };
        for entry in &entries {
            after.apply(&Stored::unsent(entry.clone()));
        }
        let template: Arc<Template> = self.template.get_value();
        match self
            .store()
            .save(&entries, &after, &finished, &template)
            .await
        {
            Ok(summary) => {
                self.summaries.update(|summaries| {
                    summaries.insert(saved, summary);
                });
                self.unsent.update(|unsent| *unsent += entries.len());
                if self
                    .plan
                    .with_untracked(|plan| plan.as_ref().is_none_or(|p| p.id == saved))
                {
                    self.plan.set(Some(after));
                }
                self.on_saved.with_value(|act| act(saved));
                true
            }
            Err(error) => {
                self.trouble.set(Some(Trouble::NotSaved(error)));
                false
            }
        }
    }

    /// Puts an entry that was set aside back among those that wait.
    pub async fn send_again(self, entry: SetAside) {
        let template: Arc<Template> = self.template.get_value();
        match self.store().send_again(&entry, &template).await {
            Ok(summary) => {
                let plan: PlanId = summary.id;
                self.reload(&BTreeSet::from([plan])).await;
                self.on_saved.with_value(|act| act(plan));
            }
            Err(error) => self.trouble.set(Some(Trouble::NotSaved(error))),
        }
    }

    /// Says loudly that something could not be saved.
    pub fn show_not_saved(self, error: CommitError) {
        self.trouble.set(Some(Trouble::NotSaved(error)));
    }

    /// Shows what an answer of the centre changed.
    pub fn show_taken_in(self, taken: TakenIn) {
        self.summaries.update(|summaries| {
            summaries.extend(
                taken
                    .summaries
                    .into_iter()
                    .map(|summary| (summary.id, summary)),
            );
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
            self.load_directory().await;
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
        let by_plan = loaded
            .summaries
            .into_iter()
            .map(|summary| (summary.id, summary));
        self.summaries.set(by_plan.collect());
        self.unsent.set(loaded.unsent);
        self.set_aside.set(loaded.set_aside);
        self.log.set(loaded.log);
    }

    fn write(self, clock: &mut HybridClock, plan: &Plan, command: Command<'_>) -> Vec<Entry> {
        let now: u64 = device::now_millis();
        for write in plan
            .records()
            .values()
            .flatten()
            .flat_map(|(_, v)| v.writes().values())
        {
            clock.observe(write.time, write.received_at.unwrap_or(write.time.millis));
        }
        let stamp: u64 = now.max(clock.last().millis);
        let session: Session = self.session.get_value();
        let mut fresh_id = || device::fresh_uuid(stamp);
        let mut pen = Pen {
            author: session.user.user,
            device: session.device,
            clock,
            now,
            fresh_id: &mut fresh_id,
        };
        command(&mut pen, plan)
    }

    async fn load_directory(self) {
        if let Ok(plan) = self.store().plan(PlanId::DIRECTORY).await {
            self.directory.set(Directory::of(&plan));
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
