//! Carrying out a command: the one way in which a screen changes a plan. What belongs to it (which plan, what was
//! typed) is taken when the button is pressed; the page may be another one when it is saved.

use std::cell::Cell;
use std::rc::Rc;

use futures_util::lock::Mutex;
use leptos::prelude::*;
use overgang_domain::commands::Pen;
use overgang_domain::summary::mark_circles;
use overgang_domain::{Entry, HybridClock, Plan, PlanId, Stored};

use super::draft_state::Settled;
use super::journal_state::{JournalState, Trouble};
use super::session_state::Session;
use crate::device;
use crate::live::LiveCell;
use crate::storage::Draft;

/// Nothing was written.
#[derive(Clone, Debug, PartialEq)]
pub enum ActError<E> {
    /// The command refused: say so at the field.
    Refused(E),
    /// It could not be stored; the trouble is shown already.
    NotSaved,
}

/// A command with its answer taken out: what is left are the entries.
type Command = Box<dyn FnOnce(&mut Pen<'_>, &Plan) -> Vec<Entry>>;

/// A command's answer where its entries are all there is to say.
pub fn done<E>(entries: Result<Vec<Entry>, E>) -> Result<((), Vec<Entry>), E> {
    entries.map(|entries| ((), entries))
}

impl JournalState {
    /// Carries out a command on `plan`: saved on disk first, shown then, told to `then` last. One at a time, so that
    /// two quick taps never look like two people. `settled` are the texts that it uses up: they are cleared once
    /// it is saved. `then` must bear that its page is gone.
    ///
    /// This is compiled once for each command, so it holds only what depends on the command's types.
    pub fn act<T: 'static, E: 'static>(
        self,
        plan: PlanId,
        settled: Settled,
        command: impl FnOnce(&mut Pen<'_>, &Plan) -> Result<(T, Vec<Entry>), E> + 'static,
        then: impl FnOnce(Result<T, ActError<E>>) + 'static,
    ) {
        let answer: Rc<Cell<Option<Result<T, E>>>> = Rc::default();
        let given = Rc::clone(&answer);
        let command: Command = Box::new(move |pen, plan| {
            let (answer, entries) = match command(pen, plan) {
                Ok((value, entries)) => (Ok(value), entries),
                Err(refusal) => (Err(refusal), Vec::new()),
            };
            let is_refused: bool = answer.is_err();
            given.set(Some(answer));
            if is_refused { Vec::new() } else { entries }
        });
        let then: Box<dyn FnOnce(bool)> = Box::new(move |is_saved| {
            then(match answer.take() {
                Some(Ok(value)) if is_saved => Ok(value),
                Some(Err(refusal)) => Err(ActError::Refused(refusal)),
                Some(Ok(_)) | None => Err(ActError::NotSaved),
            });
        });
        leptos::task::spawn_local(self.carry_out(plan, settled, command, then));
    }

    /// Carries out a command of a form that has one place for what is wrong: emptied once it is saved, else filled with
    /// why it is refused, in the words of `refused`.
    pub fn act_at_field<E: 'static>(
        self,
        plan: PlanId,
        settled: Settled,
        command: impl FnOnce(&mut Pen<'_>, &Plan) -> Result<Vec<Entry>, E> + 'static,
        error: LiveCell<Option<String>>,
        refused: fn(E) -> &'static str,
        then: impl FnOnce() + 'static,
    ) {
        self.act(
            plan,
            settled,
            move |pen, plan| done(command(pen, plan)),
            move |saved| match saved {
                Ok(()) => {
                    error.set(None);
                    then();
                }
                Err(ActError::Refused(why)) => error.set(Some(refused(why).to_owned())),
                Err(ActError::NotSaved) => {}
            },
        );
    }

    /// Carries out a command that cannot be refused and uses up no text; `then` is called once it is saved.
    pub fn act_at_once(
        self,
        plan: PlanId,
        command: impl FnOnce(&mut Pen<'_>, &Plan) -> Vec<Entry> + 'static,
        then: impl FnOnce() + 'static,
    ) {
        let then: Box<dyn FnOnce(bool)> = Box::new(move |is_saved| {
            if is_saved {
                then();
            }
        });
        let acted = self.carry_out(plan, Settled::default(), Box::new(command), then);
        leptos::task::spawn_local(acted);
    }

    async fn carry_out(
        self,
        plan: PlanId,
        settled: Settled,
        command: Command,
        then: Box<dyn FnOnce(bool)>,
    ) {
        let finished: Vec<Draft> = settled.on_disk().await;
        let outcome: Outcome = self.write_and_save(plan, finished, command).await;
        if outcome == Outcome::Saved {
            settled.clear();
        }
        then(outcome != Outcome::NotSaved);
    }

    /// Writes what a command says and saves it.
    async fn write_and_save(self, id: PlanId, finished: Vec<Draft>, command: Command) -> Outcome {
        let acting: Rc<Mutex<HybridClock>> = self.acting.get_value();
        let mut clock = acting.lock().await;
        let Some(before) = self.as_it_is(id).await else {
            return Outcome::NotSaved;
        };
        let entries: Vec<Entry> = self.write(&mut clock, &before, command);
        let Some(first) = entries.first() else {
            return Outcome::NothingToSave;
        };
        let saved: PlanId = first.plan;
        // No screen offers it; but what a form holds can make its row one of an area that is closed to the user.
        if !self.allows(&before, &entries) {
            self.trouble.set(Some(Trouble::NotAllowed));
            return Outcome::NotSaved;
        }
        let mut after: Plan = if saved == id {
            before
        } else {
            Plan::empty(saved)
        };
        for entry in &entries {
            after.apply(&Stored::unsent(entry.clone()));
        }
        match self.store().save(&entries, &after, &finished).await {
            Ok(summary) => {
                if let Some(summary) = summary {
                    self.summaries.update(|summaries| {
                        summaries.insert(saved, summary);
                        mark_circles(summaries);
                    });
                } else {
                    leptos::task::spawn_local(self.follow_directory());
                }
                self.unsent.update(|unsent| *unsent += entries.len());
                if self
                    .plan
                    .with_untracked(|plan| plan.as_ref().is_none_or(|p| p.id == saved))
                {
                    self.plan.set(Some(after));
                }
                self.on_saved.with_value(|act| act(saved));
                Outcome::Saved
            }
            Err(error) => {
                self.trouble.set(Some(Trouble::NotSaved(error)));
                Outcome::NotSaved
            }
        }
    }

    /// The plan that a command is about: the open one, or as it lies on disk when another has been opened since.
    async fn as_it_is(self, id: PlanId) -> Option<Plan> {
        let open: Option<Plan> = self.plan.get_untracked().filter(|plan| plan.id == id);
        if open.is_some() {
            return open;
        }
        match self.store().plan(id).await {
            Ok(plan) => Some(plan),
            Err(error) => {
                self.trouble.set(Some(Trouble::NotRead(error.to_string())));
                None
            }
        }
    }

    fn write(self, clock: &mut HybridClock, plan: &Plan, command: Command) -> Vec<Entry> {
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
}

/// What came of a command.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// It is on disk.
    Saved,
    /// It had nothing to say, or refused.
    NothingToSave,
    /// It could not be stored.
    NotSaved,
}
