//! The devices that listen in this process: how many at most, and who is told.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use overgang_domain::{DeviceId, PlanId, UserId};
use tokio::sync::watch;

use super::concern::{self, Moved};
use crate::rules::Caller;

/// Streams of one user on one device at most. A browser has one; two may overlap while another tab takes over.
const OF_DEVICE: usize = 2;

/// Streams of one user at most.
const OF_USER: usize = 12;

/// What a stream has been told so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// Grows with each piece of news.
    pub news: u64,
    /// Grows each time that the session is to be asked again.
    pub asks: u64,
    /// Whether it is to end.
    pub end: Option<End>,
}

/// Why a stream ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The same user listens elsewhere, on as many streams as one may have.
    Replaced,
    /// The process ends.
    Closing,
}

/// Whose sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A user's, on whatever device.
    User(UserId),
    /// Everybody's on a device.
    Device(DeviceId),
}

/// A device that listens. It stops when this is dropped.
pub struct Listener {
    signs: watch::Receiver<Signs>,
    number: u64,
    streams: Streams,
}

/// All that listen. Cheap to clone.
#[derive(Clone)]
pub(super) struct Streams {
    most: usize,
    all: Arc<Mutex<Joined>>,
}

#[derive(Default)]
struct Joined {
    last: u64,
    is_closed: bool,
    /// Older ones have smaller numbers.
    streams: BTreeMap<u64, Stream>,
}

struct Stream {
    caller: Caller,
    named: BTreeSet<PlanId>,
    signs: watch::Sender<Signs>,
}

impl Listener {
    /// What it has been told, now and whenever that changes.
    pub fn signs(&mut self) -> &mut watch::Receiver<Signs> {
        &mut self.signs
    }

    /// Who listens is this now; answers whether that is somebody with other rights than before.
    pub fn is_now(&self, caller: Caller) -> bool {
        let mut joined = self.streams.lock();
        let Some(stream) = joined.streams.get_mut(&self.number) else {
            return false;
        };
        let has_changed: bool = stream.caller != caller;
        stream.caller = caller;
        has_changed
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.streams.lock().streams.remove(&self.number);
    }
}

impl Streams {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            all: Arc::default(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lock().streams.is_empty()
    }

    /// One more, in the place of older ones of the same user where there are too many; `None` where there is no room.
    pub(super) fn join(&self, caller: Caller, named: BTreeSet<PlanId>) -> Option<Listener> {
        let mut joined = self.lock();
        if joined.is_closed {
            return None;
        }
        joined.make_room(OF_USER, |other| other.reader.user == caller.reader.user);
        joined.make_room(OF_DEVICE, |other| {
            other.reader.user == caller.reader.user && other.device == caller.device
        });
        if joined.streams.len() >= self.most {
            return None;
        }
        joined.last += 1;
        let number: u64 = joined.last;
        let (sender, signs) = watch::channel(Signs::default());
        let stream = Stream {
            caller,
            named,
            signs: sender,
        };
        joined.streams.insert(number, stream);
        drop(joined);
        Some(Listener {
            signs,
            number,
            streams: self.clone(),
        })
    }

    /// Tells those whom it concerns.
    pub(super) fn tell(&self, moved: &[Moved]) {
        for stream in self.lock().streams.values_mut() {
            if concern::concerns(&stream.caller, &mut stream.named, moved) {
                stream.signs.send_modify(|signs| signs.news += 1);
            }
        }
    }

    /// Lets these streams ask for their sessions.
    pub(super) fn ask_again(&self, whose: Whose) {
        for stream in self.lock().streams.values() {
            let is_one: bool = match whose {
                Whose::User(user) => stream.caller.reader.user == user,
                Whose::Device(device) => stream.caller.device == device,
            };
            if is_one {
                stream.signs.send_modify(|signs| signs.asks += 1);
            }
        }
    }

    /// Ends all, for good.
    pub(super) fn close(&self) {
        let mut joined = self.lock();
        joined.is_closed = true;
        for stream in joined.streams.values() {
            stream.end(End::Closing);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Joined> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Joined {
    /// Ends the oldest of these, until one more is not more than `most`.
    fn make_room(&mut self, most: usize, is_one: impl Fn(&Caller) -> bool) {
        let of_these = self
            .streams
            .iter()
            .filter(|(_, stream)| is_one(&stream.caller));
        let numbers: Vec<u64> = of_these.map(|(number, _)| *number).collect();
        let too_many: usize = (numbers.len() + 1).saturating_sub(most);
        for number in &numbers[..too_many] {
            if let Some(stream) = self.streams.remove(number) {
                stream.end(End::Replaced);
            }
        }
    }
}

impl Stream {
    fn end(&self, why: End) {
        self.signs.send_modify(|signs| signs.end = Some(why));
    }
}
