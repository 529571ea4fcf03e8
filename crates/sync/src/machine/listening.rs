//! Listening: the centre says that there may be something new, over a stream that stays open. It is opened after an
//! exchange that went well and closed after one that did not, so nobody listens where nobody answers. What is heard only
//! moves the next exchange: whatever gets lost, the regular one finds.

use super::{Input, Machine, Output, POLL_MILLIS, Phase, Problem};

/// While a stream is open the machine asks for news this seldom, in milliseconds: a stream can be dead without anybody
/// noticing.
pub const LISTENING_POLL_MILLIS: u64 = 300_000;

/// Many devices hear the same; each exchanges at a moment of its own within so many milliseconds.
const SPREAD_MILLIS: u64 = 3_000;

/// The shortest time between two exchanges for the sake of news, in milliseconds.
const BETWEEN_MILLIS: u64 = 4_000;

/// A stream that opens so long after the last exchange may have missed something, in milliseconds.
const GAP_MILLIS: u64 = 2_000;

/// The shortest and the longest wait before a stream is opened again, in milliseconds.
const WAIT_MILLIS: (u64, u64) = (3_000, 300_000);

/// What was heard of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It is open.
    Open,
    /// There may be something new.
    News,
    /// It could not be opened, or broke.
    Broke,
    /// The centre ended it: the session is over, or the user listens elsewhere.
    Over,
}

/// How a machine listens.
#[derive(Clone, Debug, Default)]
pub(super) struct Listening {
    stream: Stream,
    /// How often in a row it broke.
    failures: u32,
    /// When to exchange for the sake of news.
    exchange_at: Option<u64>,
    /// Not before.
    not_before: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stream {
    /// To be opened after the next exchange, from this moment on; `None`: not by itself.
    Closed { from: Option<u64> },
    /// Nothing is heard of it yet.
    Opening,
    /// Open since then.
    Open { since: u64 },
}

impl Default for Stream {
    fn default() -> Self {
        Self::Closed { from: Some(0) }
    }
}

impl Listening {
    /// An exchange begins: it brings what was heard of.
    pub(super) fn begin_exchange(&mut self, now: u64) {
        if self.exchange_at.take().is_some_and(|at| now >= at) {
            self.not_before = now.saturating_add(BETWEEN_MILLIS);
        }
    }

    /// Somebody does something, or the network is back: what was over may be tried again.
    pub(super) fn try_again(&mut self) {
        if matches!(self.stream, Stream::Closed { .. }) {
            self.stream = Stream::default();
        }
    }

    /// The device's clock was set back.
    pub(super) fn set_back(&mut self, millis: u64) {
        let earlier = |time: u64| time.saturating_sub(millis);
        self.exchange_at = self.exchange_at.map(earlier);
        self.not_before = earlier(self.not_before);
        self.stream = match self.stream {
            Stream::Closed { from } => Stream::Closed {
                from: from.map(earlier),
            },
            Stream::Opening => Stream::Opening,
            Stream::Open { since } => Stream::Open {
                since: earlier(since),
            },
        };
    }

    /// How long to the next regular exchange.
    pub(super) fn poll_millis(&self) -> u64 {
        match self.stream {
            Stream::Open { .. } => LISTENING_POLL_MILLIS,
            Stream::Closed { .. } | Stream::Opening => POLL_MILLIS,
        }
    }

    /// Closes the stream, to be opened again after the next exchange.
    pub(super) fn stop(&mut self) -> Option<Output> {
        self.exchange_at = None;
        if matches!(self.stream, Stream::Closed { .. }) {
            return None;
        }
        self.stream = Stream::default();
        Some(Output::StopListening)
    }

    /// Closes it where the problem says that nothing can be heard, or nothing read.
    pub(super) fn stop_for(&mut self, problem: Problem) -> Option<Output> {
        match problem {
            Problem::Unreachable
            | Problem::NotTheCentre
            | Problem::SignedOut
            | Problem::Revoked
            | Problem::AppTooOld => self.stop(),
            Problem::CentreFails | Problem::CannotStore => None,
        }
    }

    /// Opens it, if it is time.
    pub(super) fn open(&mut self, now: u64) -> Option<Output> {
        let Stream::Closed { from: Some(from) } = self.stream else {
            return None;
        };
        (now >= from).then(|| {
            self.stream = Stream::Opening;
            Output::Listen
        })
    }

    fn is_exchange_due(&self, now: u64) -> bool {
        self.exchange_at.is_some_and(|at| now >= at)
    }

    /// When something is to be done: an exchange, or opening it.
    fn deadline(&self) -> Option<u64> {
        let open_at: Option<u64> = match self.stream {
            Stream::Closed { from } => from,
            Stream::Opening | Stream::Open { .. } => None,
        };
        [self.exchange_at, open_at].into_iter().flatten().min()
    }
}

impl Machine {
    /// When to hand in [`Input::TimePassed`] if nothing happens before, milliseconds since 1970.
    pub fn next_deadline(&self) -> Option<u64> {
        let listening: Option<u64> = if self.may_listen() {
            self.listening.deadline()
        } else {
            None
        };
        [self.deadline, listening].into_iter().flatten().min()
    }

    /// Whether the last exchange went well and the next has not begun.
    fn may_listen(&self) -> bool {
        self.phase == Phase::Resting
            && self.problem.is_none()
            && self.last_contact.is_some()
            && !self.is_held
    }

    /// A moment that was waited for while resting.
    pub(super) fn time_passed(&mut self, now: u64) -> Vec<Output> {
        if self.is_due(now) || (self.may_listen() && self.listening.is_exchange_due(now)) {
            return self.begin(now);
        }
        if self.may_listen() {
            return self.listening.open(now).into_iter().collect();
        }
        Vec::new()
    }

    pub(super) fn hear(&mut self, heard: Heard, now: u64) {
        match heard {
            Heard::Open => {
                self.listening.stream = Stream::Open { since: now };
                let last: u64 = self.last_contact.unwrap_or_default();
                if now.saturating_sub(last) > GAP_MILLIS {
                    self.exchange_soon(now);
                }
            }
            Heard::News => self.exchange_soon(now),
            Heard::Broke => {
                let wait: u64 = self.wait_to_listen(now);
                self.fall_back(Some(now.saturating_add(wait)), now);
            }
            Heard::Over => {
                self.fall_back(None, now);
                // Its answer says why.
                self.exchange_soon(now);
            }
        }
    }

    /// Not while something stands in the way: then the waiting time for that counts.
    fn exchange_soon(&mut self, now: u64) {
        if self.problem.is_some() || self.is_held {
            return;
        }
        let at: u64 = now.saturating_add(self.pace.spread(SPREAD_MILLIS));
        let at: u64 = at.max(self.listening.not_before);
        let known: u64 = self.listening.exchange_at.unwrap_or(u64::MAX);
        self.listening.exchange_at = Some(at.min(known));
    }

    /// The stream is closed, so the regular exchanges come more often again.
    fn fall_back(&mut self, from: Option<u64>, now: u64) {
        self.listening.stream = Stream::Closed { from };
        if self.phase == Phase::Resting && self.problem.is_none() {
            let soon: u64 = now.saturating_add(POLL_MILLIS);
            self.deadline = self.deadline.map(|deadline| deadline.min(soon));
        }
    }

    fn wait_to_listen(&mut self, now: u64) -> u64 {
        // A stream that was open for a while had no failure before.
        if let Stream::Open { since } = self.listening.stream
            && now.saturating_sub(since) > POLL_MILLIS
        {
            self.listening.failures = 0;
        }
        let doubled: u64 = WAIT_MILLIS.0 << self.listening.failures.min(16);
        self.listening.failures = self.listening.failures.saturating_add(1);
        let wait: u64 = doubled.min(WAIT_MILLIS.1);
        wait / 2 + self.pace.spread(wait / 2)
    }
}

impl From<Heard> for Input {
    fn from(heard: Heard) -> Self {
        Self::Heard(heard)
    }
}
