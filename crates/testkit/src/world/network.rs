//! The network and the centre's door: what is dropped, repeated, late or answered by something else.

use overgang_domain::{DeviceId, Entry, EntryId, form};
use overgang_sync::machine::SendFailure;
use overgang_sync::{Input, SyncRequest, SyncResponse};

use super::{Event, World};
use crate::centre::{Caller, refusal};
use crate::faults::Fault;

/// A request on its way.
pub(super) struct Arrival {
    at: usize,
    exchange: u64,
    life: u64,
    /// The device that the session was of when it was sent.
    session: DeviceId,
    request: SyncRequest,
}

/// An answer on its way.
pub(super) struct Answer {
    pub(super) at: usize,
    exchange: u64,
    life: u64,
    result: Result<Box<SyncResponse>, SendFailure>,
}

impl World {
    pub(super) fn send(&mut self, at: usize, request: SyncRequest) {
        self.tablets[at].exchange += 1;
        let (exchange, life) = (self.tablets[at].exchange, self.tablets[at].life);
        let session: DeviceId = self.tablets[at].session;
        let quickly: u64 = self.dice.between(20, 400);
        let fail = |failure: SendFailure| {
            Event::Answer(Answer {
                at,
                exchange,
                life,
                result: Err(failure),
            })
        };
        let is_offline: bool = self.tablets[at].offline_until > self.now;
        let count: usize = request.entries.len();
        self.note(at, || {
            format!("sends {count} entries (exchange {exchange})")
        });
        if is_offline || self.strikes(Fault::ConnectionBroken) {
            return self.after(quickly, fail(SendFailure::NoAnswer));
        }
        if self.strikes(Fault::RequestDropped) {
            return self.note(at, || "request dropped".to_owned());
        }
        if self.strikes(Fault::CaptivePortal) {
            return self.after(quickly, fail(SendFailure::NotTheCentre));
        }
        let request: SyncRequest = self.over_the_wire(request);
        if self.strikes(Fault::RequestRepeated) {
            let again: u64 = self.dice.between(20, 90_000);
            let request: SyncRequest = request.clone();
            self.after(
                again,
                Event::Arrive(Box::new(Arrival {
                    at,
                    exchange,
                    life,
                    session,
                    request,
                })),
            );
        }
        let wait: u64 = if self.strikes(Fault::RequestLate) {
            self.dice.between(30_000, 200_000)
        } else {
            quickly
        };
        self.after(
            wait,
            Event::Arrive(Box::new(Arrival {
                at,
                exchange,
                life,
                session,
                request,
            })),
        );
    }

    pub(super) fn arrive(&mut self, arrival: Arrival) {
        let Arrival {
            at,
            exchange,
            life,
            session,
            request,
        } = arrival;
        self.exchanges += 1;
        let alone: Option<EntryId> = only_entry(&request);
        let result = self.centre_answer(at, session, request);
        let is_error = matches!(&result, Err(SendFailure::Refused { status: 500.., error }) if error.code == "failed");
        if let (Some(alone), true) = (alone, is_error) {
            self.model.failed_alone(alone);
        }
        self.note(at, || match &result {
            Ok(_) => format!("the centre answers {exchange}"),
            Err(failure) => format!("the centre answers {exchange}: {failure:?}"),
        });
        if self.strikes(Fault::AnswerDropped) {
            return self.note(at, || "answer dropped".to_owned());
        }
        let wait: u64 = self.dice.between(20, 400);
        let result = result.map(Box::new);
        self.after(
            wait,
            Event::Answer(Answer {
                at,
                exchange,
                life,
                result,
            }),
        );
    }

    pub(super) fn answer(&mut self, answer: Answer) {
        self.keep_cookie(&answer);
        let tablet = &mut self.tablets[answer.at];
        if tablet.exchange != answer.exchange || tablet.is_down {
            return;
        }
        tablet.exchange += 1;
        if matches!(
            &answer.result,
            Err(SendFailure::Refused {
                status: 401 | 403,
                ..
            })
        ) {
            let wait: u64 = self.dice.between(1_000, 300_000);
            self.after(wait, Event::SignIn(answer.at));
        }
        let input: Input = match answer.result {
            Ok(response) => Input::Answered(response),
            Err(failure) => Input::SendFailed(failure),
        };
        self.tell(answer.at, input);
    }

    /// The browser keeps the cookie of an answer, now and then also of one that nobody waits for any longer.
    fn keep_cookie(&mut self, answer: &Answer) {
        let Ok(response) = &answer.result else { return };
        let Some(enrolled) = response.enrolled else {
            return;
        };
        let tablet = &mut self.tablets[answer.at];
        let is_waited_for: bool = tablet.exchange == answer.exchange && !tablet.is_down;
        if tablet.life == answer.life && (is_waited_for || self.dice.chance(50)) {
            tablet.session = enrolled.device;
        }
    }

    fn centre_answer(
        &mut self,
        at: usize,
        session: DeviceId,
        request: SyncRequest,
    ) -> Result<SyncResponse, SendFailure> {
        if self.strikes(Fault::SignedOut) {
            self.tablets[at].is_signed_in = false;
        }
        if !self.tablets[at].is_signed_in {
            return Err(refusal(401, "not-signed-in"));
        }
        if self.strikes(Fault::CentreBusy) {
            return Err(refusal(503, "busy"));
        }
        if self.strikes(Fault::CentreError) {
            let is_spell: bool = self.dice.chance(50);
            let length: u64 = if is_spell { self.dice.below(60_000) } else { 1 };
            self.unwell_until = self.unwell_until.max(self.now + length);
        }
        if self.now < self.unwell_until {
            return Err(refusal(500, "failed"));
        }
        if self.strikes(Fault::CursorForgotten) {
            self.centre.epoch += 1;
        }
        let caller = Caller {
            device: session,
            ..self.tablets[at].caller()
        };
        let hands_in: bool = !request.entries.is_empty();
        let response: SyncResponse = self.centre.sync(&caller, request, self.now)?;
        if hands_in {
            self.spread_news(at);
        }
        Ok(self.over_the_wire(response))
    }

    /// Now and then a message really is written out and read back.
    fn over_the_wire<T: serde::Serialize + serde::de::DeserializeOwned>(
        &mut self,
        message: T,
    ) -> T {
        if !self.dice.chance(10) {
            return message;
        }
        let bytes: Vec<u8> = form::write(&message).expect("a message can be written");
        form::read(&bytes).expect("a message reads back")
    }

    fn strikes(&mut self, fault: Fault) -> bool {
        self.weather.strikes(fault, &mut self.dice)
    }

    /// Puts history into the centre before anybody comes.
    pub(super) fn seed_entries(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            self.centre.seed(entry, self.now);
        }
    }
}

fn only_entry(request: &SyncRequest) -> Option<EntryId> {
    if request.entries.len() != 1 {
        return None;
    }
    let entries = request.entries.clone().entries().ok()?;
    entries.first().map(|one| one.entry.id)
}
