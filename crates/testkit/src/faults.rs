//! What goes wrong, how often, and a count of it.

use std::collections::BTreeMap;

use crate::Dice;

/// One way in which the world is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A request never reached the centre, and nobody said so.
    RequestDropped,
    /// The connection broke at once.
    ConnectionBroken,
    /// The centre committed, and its answer never came.
    AnswerDropped,
    /// The centre got the same request twice.
    RequestRepeated,
    /// The request came long after the device had given it up.
    RequestLate,
    /// A captive portal answered in HTML.
    CaptivePortal,
    /// The centre answered 500, once or for a while.
    CentreError,
    /// The centre answered 503.
    CentreBusy,
    /// The session had ended: 401.
    SignedOut,
    /// The centre no longer knew any cursor.
    CursorForgotten,
    /// An answer could not be stored.
    DiskFull,
    /// The device lost all but what it had stored.
    Crash,
    /// It did so after storing an answer and before knowing it.
    CrashAfterStore,
    /// A long time without any network.
    Offline,
    /// A person held sync back.
    HeldBack,
    /// The device's clock jumped, by seconds or by years, either way.
    ClockJumped,
    /// The device wrote an entry that the centre refuses.
    FaultyEntry,
    /// The device wrote an entry that the centre fails on.
    PoisonEntry,
    /// The device wrote a kind that nobody knows yet.
    UnknownKind,
    /// The user was given another prison, or lost one.
    ScopeChanged,
    /// The stream of events broke, or was dead without anybody noticing.
    StreamBroken,
    /// All that the device had stored was copied to another one, with its session.
    Copied,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::RequestDropped,
        Self::ConnectionBroken,
        Self::AnswerDropped,
        Self::RequestRepeated,
        Self::RequestLate,
        Self::CaptivePortal,
        Self::CentreError,
        Self::CentreBusy,
        Self::SignedOut,
        Self::CursorForgotten,
        Self::DiskFull,
        Self::Crash,
        Self::CrashAfterStore,
        Self::Offline,
        Self::HeldBack,
        Self::ClockJumped,
        Self::FaultyEntry,
        Self::PoisonEntry,
        Self::UnknownKind,
        Self::ScopeChanged,
        Self::StreamBroken,
        Self::Copied,
    ];

    /// How many of a hundred chances it takes at most.
    fn worst_percent(self) -> u64 {
        match self {
            Self::PoisonEntry | Self::Copied => 3,
            Self::FaultyEntry | Self::UnknownKind => 8,
            Self::Crash
            | Self::CrashAfterStore
            | Self::CursorForgotten
            | Self::HeldBack
            | Self::Offline
            | Self::ClockJumped
            | Self::ScopeChanged => 10,
            Self::RequestDropped
            | Self::ConnectionBroken
            | Self::AnswerDropped
            | Self::RequestRepeated
            | Self::RequestLate
            | Self::CaptivePortal
            | Self::CentreError
            | Self::CentreBusy
            | Self::SignedOut
            | Self::StreamBroken
            | Self::DiskFull => 30,
        }
    }
}

/// How bad one world is, and what has gone wrong in it so far.
#[derive(Clone, Debug)]
pub struct Weather {
    percent: BTreeMap<Fault, u64>,
    is_calm: bool,
    /// How often each fault struck.
    pub counts: BTreeMap<Fault, u64>,
}

impl Weather {
    /// Draws how often each fault strikes; a third of them never does.
    pub fn draw(dice: &mut Dice) -> Self {
        let percent = Fault::ALL.into_iter().map(|fault| {
            let is_absent: bool = dice.chance(33);
            let percent: u64 = if is_absent {
                0
            } else {
                dice.between(1, fault.worst_percent() + 1)
            };
            (fault, percent)
        });
        Self {
            percent: percent.collect(),
            is_calm: false,
            counts: BTreeMap::new(),
        }
    }

    /// From now on nothing goes wrong.
    pub fn heal(&mut self) {
        self.is_calm = true;
    }

    /// Whether `fault` strikes now.
    pub fn strikes(&mut self, fault: Fault, dice: &mut Dice) -> bool {
        let strikes: bool = !self.is_calm && dice.chance(self.percent[&fault]);
        if strikes {
            *self.counts.entry(fault).or_default() += 1;
        }
        strikes
    }
}
