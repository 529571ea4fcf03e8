//! A device's storage at work, which takes its time and may be full.

use overgang_domain::DeviceId;
use overgang_sync::Input;
use overgang_sync::machine::{Intake, Limits};

use super::{Event, World};
use crate::faults::Fault;
use crate::model::Model;

/// Work for a device's storage.
pub(super) enum Job {
    Gather(Limits),
    Store(Box<Intake>),
}

impl World {
    pub(super) fn disk_soon(&mut self, at: usize, job: Job) {
        let life: u64 = self.tablets[at].life;
        let wait: u64 = self.dice.below(30);
        self.after(wait, Event::Disk { at, life, job });
    }

    pub(super) fn disk(&mut self, at: usize, job: Job) -> Result<(), String> {
        match job {
            Job::Gather(limits) => {
                let store = &self.tablets[at].store;
                let gathered = Input::Gathered {
                    entries: store.gather(limits),
                    unsent: store.unsent(),
                    after: store.last(),
                    reads: store.gather_reads(limits),
                };
                self.tell(at, gathered);
            }
            Job::Store(_) if self.weather.strikes(Fault::DiskFull, &mut self.dice) => {
                self.note(at, || "disk full".to_owned());
                self.tell(at, Input::StoreFailed);
            }
            Job::Store(intake) => {
                self.note(at, || {
                    let receipts = intake.receipts.len();
                    let (rejected, received) = (&intake.rejected, intake.received.len());
                    format!("stores {receipts} receipts, {received} entries, refused {rejected:?}")
                });
                let becomes: Option<DeviceId> = self.look_for_copy(at, &intake)?;
                self.model
                    .stores(&self.tablets[at], &self.centre, &intake)?;
                self.tablets[at].take_in(*intake);
                self.model.check_settled(&self.tablets[at], &self.centre)?;
                Model::check_cursor(&self.tablets[at], &self.centre)?;
                if self.weather.strikes(Fault::CrashAfterStore, &mut self.dice) {
                    self.crash(at);
                } else {
                    let unsent: usize = self.tablets[at].store.unsent();
                    self.tell(
                        at,
                        Input::Stored {
                            unsent,
                            becomes,
                            again: false,
                        },
                    );
                }
            }
        }
        Ok(())
    }
}
