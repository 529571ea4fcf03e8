//! The sync machine: decides what is sent when, and what an answer means. It does no I/O.
//!
//! One round is: gather unsent entries → send them with the cursor → store the answer in one
//! transaction → go on while there is more either way. The cursor moves only after the answer is
//! stored, entries leave the outbox only by a receipt that names them, and a bad entry is found by
//! halving and set aside, so that it never holds up the others.

mod intake;
mod listening;
mod losses;
mod name;
mod pace;
mod problem;
mod reads;
mod shown;
mod suspects;

use overgang_domain::{DeviceId, EntryId, Stored, UserId};

use crate::message::{
    Cursor, DEVICE_REVOKED, EntryBatch, PROTOCOL, Receipt, RejectReason, Rejected, SyncRequest,
    SyncResponse,
};
pub use intake::{Intake, OfferAgain};
use listening::Listening;
pub use listening::{Heard, LISTENING_POLL_MILLIS};
use name::Name;
pub use pace::{ANSWER_MILLIS, Limits, POLL_MILLIS, Pace};
pub use problem::{Problem, SendFailure};
use reads::ReadsOut;
pub use reads::WaitingReads;
pub use shown::Phase;
use suspects::{Suspects, Verdict};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// An entry was saved on this device.
    EntrySaved,
    /// The browser believes that there is a network, or the app came to the front: worth a try now.
    MayBeOnline,
    /// A person asked for a sync.
    SyncAsked,
    /// The person holds sync back on purpose, or lets it go on.
    Held(bool),
    /// The user signed in at the centre.
    SignedIn,
    /// The outbox's answer to [`Output::Gather`], and how many wait in all.
    Gathered {
        /// Unsent entries, oldest first.
        entries: Vec<Stored>,
        /// How many wait in all.
        unsent: usize,
        /// Where the chain ended by the last answer that was stored.
        after: Option<EntryId>,
        /// Notes of reads that wait.
        reads: WaitingReads,
    },
    /// The centre's answer to [`Output::Send`].
    Answered(Box<SyncResponse>),
    /// There was no usable answer to [`Output::Send`].
    SendFailed(SendFailure),
    /// [`Output::Store`] is on disk; so many entries are unsent now.
    Stored {
        /// How many wait in all.
        unsent: usize,
        /// A fresh id for the device, should it have [shown a copy](Intake::shows_a_copy).
        becomes: Option<DeviceId>,
        /// What had been received is damaged here, so the cursor was not kept: all is to be read again.
        again: bool,
    },
    /// [`Output::Store`] failed; nothing of it was stored.
    StoreFailed,
    /// Something was heard of the stream that [`Output::Listen`] opened.
    Heard(Heard),
    /// The deadline came.
    TimePassed,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Read unsent entries, oldest first, within these limits; answer with [`Input::Gathered`].
    Gather(Limits),
    /// Send this; answer with [`Input::Answered`] or [`Input::SendFailed`].
    Send(Box<SyncRequest>),
    /// Give up the request that is under way; its answer no longer counts.
    Abort,
    /// Write all of this in one transaction; answer with [`Input::Stored`] or [`Input::StoreFailed`].
    Store(Box<Intake>),
    /// Open a stream of the centre's events, in the place of one that is there; hand in [`Input::Heard`] for what is
    /// heard, the last time when it breaks or is over.
    Listen,
    /// Close it; nothing is heard of it any longer.
    StopListening,
}

/// Decides about one device's sync.
#[derive(Clone, Debug)]
pub struct Machine {
    user: UserId,
    name: Name,
    app: String,
    cursor: Option<Cursor>,
    /// The cursor that counts once the answer is stored.
    next_cursor: Option<Cursor>,
    phase: Phase,
    problem: Option<Problem>,
    is_held: bool,
    pace: Pace,
    suspects: Suspects,
    sent: Vec<EntryId>,
    reads: ReadsOut,
    listening: Listening,
    asked_again: bool,
    times_read_anew: u32,
    more: bool,
    unsent: usize,
    last_contact: Option<u64>,
    deadline: Option<u64>,
    now: u64,
}

impl Machine {
    /// A machine for the journal of `user` on `device`, running `app`, that has read up to `cursor`. `seed` spreads
    /// waiting times.
    pub fn new(
        (user, device): (UserId, DeviceId),
        app: String,
        cursor: Option<Cursor>,
        seed: u64,
    ) -> Self {
        Self {
            user,
            name: Name::new(device),
            app,
            cursor,
            next_cursor: None,
            phase: Phase::Resting,
            problem: None,
            is_held: false,
            pace: Pace::new(seed),
            suspects: Suspects::default(),
            sent: Vec::new(),
            reads: ReadsOut::default(),
            listening: Listening::default(),
            asked_again: false,
            times_read_anew: 0,
            more: false,
            unsent: 0,
            last_contact: None,
            deadline: None,
            now: 0,
        }
    }

    /// Takes note of `input` at `now` (milliseconds since 1970) and says what to do. Each output is to be
    /// carried out before the next input is handed in; inputs that do not fit the phase are ignored.
    pub fn handle(&mut self, input: Input, now: u64) -> Vec<Output> {
        // A clock that is set back takes the deadline with it, or nothing would happen for years.
        let set_back: u64 = self.now.saturating_sub(now);
        self.deadline = self
            .deadline
            .map(|deadline| deadline.saturating_sub(set_back));
        self.listening.set_back(set_back);
        self.now = now;
        if matches!(
            input,
            Input::MayBeOnline | Input::SyncAsked | Input::SignedIn
        ) {
            self.listening.try_again();
        }
        match (input, self.phase) {
            (Input::Held(is_held), _) => self.hold(is_held, now),
            (Input::SignedIn, Phase::Resting) => {
                self.problem = None;
                self.begin(now)
            }
            (Input::SyncAsked, Phase::Resting) => {
                self.pace.forget_failures();
                self.begin(now)
            }
            (Input::MayBeOnline, Phase::Resting) if !self.waits_for_a_person() => self.begin(now),
            (Input::EntrySaved, Phase::Resting) if self.problem.is_none() => self.begin(now),
            (Input::EntrySaved | Input::MayBeOnline | Input::SyncAsked | Input::SignedIn, _) => {
                self.asked_again = true;
                Vec::new()
            }
            (Input::Heard(heard), _) => {
                self.hear(heard, now);
                Vec::new()
            }
            (Input::TimePassed, Phase::Resting) => self.time_passed(now),
            (Input::TimePassed, Phase::Sending) if self.is_due(now) => {
                let mut outputs: Vec<Output> = vec![Output::Abort];
                outputs.extend(self.fail(&SendFailure::NoAnswer, now));
                outputs
            }
            (Input::Gathered { .. }, Phase::Gathering) if self.is_held => self.begin(now),
            (
                Input::Gathered {
                    entries,
                    unsent,
                    after,
                    reads,
                },
                Phase::Gathering,
            ) => self.send(&entries, after, reads, unsent, now),
            (Input::Answered(response), Phase::Sending) => self.take(*response, now),
            (Input::SendFailed(failure), Phase::Sending) => self.fail(&failure, now),
            (
                Input::Stored {
                    unsent,
                    becomes,
                    again,
                },
                Phase::Storing,
            ) => {
                let asks_for_name: bool = self.name.stored(becomes);
                if again {
                    self.next_cursor = None;
                    self.more = true;
                }
                self.stored(unsent, asks_for_name, now)
            }
            (Input::StoreFailed, Phase::Storing) => {
                self.rest_after_failure(Problem::CannotStore, now)
            }
            (_, _) => Vec::new(),
        }
    }

    fn hold(&mut self, is_held: bool, now: u64) -> Vec<Output> {
        self.is_held = is_held;
        if is_held {
            return self.listening.stop().into_iter().collect();
        }
        if self.phase != Phase::Resting {
            return Vec::new();
        }
        self.begin(now)
    }

    fn begin(&mut self, now: u64) -> Vec<Output> {
        self.deadline = None;
        self.asked_again = false;
        self.listening.begin_exchange(now);
        if self.is_held {
            self.phase = Phase::Resting;
            return Vec::new();
        }
        if self.suspects.is_probe_due() {
            return self.send(&[], None, WaitingReads::default(), self.unsent, now);
        }
        self.phase = Phase::Gathering;
        vec![Output::Gather(self.reads.within(self.pace.limits()))]
    }

    fn send(
        &mut self,
        entries: &[Stored],
        after: Option<EntryId>,
        reads: WaitingReads,
        unsent: usize,
        now: u64,
    ) -> Vec<Output> {
        self.unsent = unsent;
        self.sent = entries.iter().map(|stored| stored.entry.id).collect();
        self.phase = Phase::Sending;
        self.deadline = Some(now.saturating_add(ANSWER_MILLIS));
        vec![Output::Send(Box::new(SyncRequest {
            protocol: PROTOCOL,
            app: self.app.clone(),
            user: self.user,
            device: self.name.device(),
            cursor: self.cursor.clone(),
            accept_bytes: self.pace.accept_bytes(),
            unsent: u32::try_from(unsent).unwrap_or(u32::MAX),
            entries: EntryBatch::of(entries),
            reads: self.reads.send(reads),
            after,
            becomes: self.name.becomes(),
        }))]
    }

    fn take(&mut self, response: SyncResponse, now: u64) -> Vec<Output> {
        let Ok(received) = response.entries.entries() else {
            return self.fail(&SendFailure::NotTheCentre, now);
        };
        self.last_contact = Some(now);
        self.problem = None;
        // A centre that says "more" and moves the cursor nowhere would be asked again for ever.
        self.more = response.more && self.cursor.as_ref() != Some(&response.cursor);
        // Only what this request handed in can be confirmed or refused by its answer.
        let receipts: Vec<Receipt> = response
            .receipts
            .into_iter()
            .filter(|one| self.sent.contains(&one.id))
            .collect();
        let mut rejected: Vec<Rejected> = response
            .rejected
            .into_iter()
            .filter(|one| self.sent.contains(&one.id))
            .collect();
        match self.suspects.answered() {
            Verdict::Guilty(id) => {
                rejected.push(Rejected {
                    id,
                    reason: RejectReason::CentreFails,
                });
                self.pace.send_all();
            }
            Verdict::OneOf(count) => self.pace.send_at_most(count.div_ceil(2)),
            Verdict::Nobody => {}
        }
        self.phase = Phase::Storing;
        self.deadline = None;
        self.next_cursor = Some(response.cursor.clone());
        self.name.storing(response.enrolled);
        vec![Output::Store(Box::new(Intake {
            receipts,
            rejected,
            anew: response.anew.into_iter().collect(),
            whole: response.whole,
            received,
            reads: self.reads.confirmed(),
            cursor: Some(response.cursor),
            last: response.last,
            enrolled: response.enrolled,
            ..Intake::default()
        }))]
    }

    fn stored(&mut self, unsent: usize, asks_for_name: bool, now: u64) -> Vec<Output> {
        self.phase = Phase::Resting;
        if self.problem == Some(Problem::Revoked) {
            return self.forgotten(unsent);
        }
        // Only what goes before reading all anew brings no cursor.
        let is_read_anew: bool = self.next_cursor.is_none();
        self.cursor = self.next_cursor.take();
        self.pace.went_well(self.sent.len());
        let is_progress: bool = (1..self.unsent).contains(&unsent);
        self.times_read_anew *= u32::from(self.more);
        self.times_read_anew += u32::from(is_read_anew);
        self.unsent = unsent;
        let is_unfinished: bool = is_progress || self.reads.has_more() || asks_for_name;
        if self.more || self.asked_again || is_unfinished || self.suspects.is_searching() {
            return self.begin(now);
        }
        self.reads.rest();
        self.deadline = Some(now.saturating_add(self.listening.poll_millis()));
        if self.is_held {
            return Vec::new();
        }
        self.listening.open(now).into_iter().collect()
    }

    fn fail(&mut self, failure: &SendFailure, now: u64) -> Vec<Output> {
        let problem: Problem = match failure {
            SendFailure::NoAnswer => Problem::Unreachable,
            SendFailure::NotTheCentre => Problem::NotTheCentre,
            SendFailure::Refused { error, .. } if error.code == "cursor-unknown" => {
                return self.read_anew(now);
            }
            SendFailure::Refused { error, .. } if error.code == DEVICE_REVOKED => {
                return self.forget_received();
            }
            SendFailure::Refused { error, .. } if error.code == "app-too-old" => Problem::AppTooOld,
            SendFailure::Refused {
                status: 401 | 403, ..
            } => Problem::SignedOut,
            SendFailure::Refused {
                status: 429 | 503, ..
            } => Problem::CentreFails,
            SendFailure::Refused { .. } => {
                self.last_contact = Some(now);
                if self.reads.refused() || self.suspects.refused(&self.sent) {
                    return self.begin(now);
                }
                Problem::CentreFails
            }
        };
        self.suspects.clear();
        self.rest_after_failure(problem, now)
    }

    fn rest_after_failure(&mut self, problem: Problem, now: u64) -> Vec<Output> {
        self.phase = Phase::Resting;
        self.problem = Some(problem);
        self.sent.clear();
        let wait: u64 = self.pace.went_wrong();
        let tries_again: bool = !self.waits_for_a_person();
        self.deadline = tries_again.then_some(now.saturating_add(wait));
        self.listening.stop_for(problem).into_iter().collect()
    }
}

#[cfg(test)]
mod tests;
