//! The hybrid logical clock: for display and for ties only.
//!
//! Order comes from what an entry replaces, never from a tablet's clock (D1). A clock that is years
//! off therefore only makes times look wrong; it never makes one entry win over another by itself.

use serde::{Deserialize, Serialize};

/// How far past the centre's own time a device's clock may be moved by what it receives: 5 minutes.
pub const MAX_LEAD_MILLIS: u64 = 5 * 60 * 1000;

/// A moment as a device saw it: milliseconds since 1970 UTC, and a counter within the millisecond.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(from = "(u64, u32)", into = "(u64, u32)")]
pub struct Timestamp {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub millis: u64,
    /// Tells moments within one millisecond apart.
    pub counter: u32,
}

impl From<(u64, u32)> for Timestamp {
    fn from((millis, counter): (u64, u32)) -> Self {
        Self { millis, counter }
    }
}

impl From<Timestamp> for (u64, u32) {
    fn from(time: Timestamp) -> Self {
        (time.millis, time.counter)
    }
}

/// Gives each entry of a device a later time than all that the device wrote or saw before.
///
/// After Kulkarni et al., "Logical Physical Clocks" (2014).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HybridClock {
    last: Timestamp,
}

impl HybridClock {
    /// A clock that has shown nothing later than `last` yet.
    pub fn resume(last: Timestamp) -> Self {
        Self { last }
    }

    /// The latest moment shown or seen.
    pub fn last(self) -> Timestamp {
        self.last
    }

    /// A new moment: the device's own time, or just after the last one if that is later.
    pub fn tick(&mut self, now_millis: u64) -> Timestamp {
        let next: Timestamp = if now_millis > self.last.millis {
            Timestamp {
                millis: now_millis,
                counter: 0,
            }
        } else {
            match self.last.counter.checked_add(1) {
                Some(counter) => Timestamp {
                    millis: self.last.millis,
                    counter,
                },
                None => Timestamp {
                    millis: self.last.millis.saturating_add(1),
                    counter: 0,
                },
            }
        };
        self.last = next;
        next
    }

    /// Takes note of another device's moment, which the centre received at `received_at`
    /// (milliseconds since 1970): the clock never moves past that receipt plus five minutes.
    pub fn observe(&mut self, seen: Timestamp, received_at: u64) {
        let bound: u64 = received_at.saturating_add(MAX_LEAD_MILLIS);
        let seen: Timestamp = if seen.millis > bound {
            Timestamp {
                millis: bound,
                counter: 0,
            }
        } else {
            seen
        };
        self.last = self.last.max(seen);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_forward_when_the_clock_jumps_back() {
        let mut clock = HybridClock::default();
        let first: Timestamp = clock.tick(5_000);
        let second: Timestamp = clock.tick(1_000);
        let third: Timestamp = clock.tick(1_000);
        assert!(first < second && second < third);
        assert_eq!(third.millis, 5_000);
    }

    #[test]
    fn a_clock_years_ahead_moves_no_other_past_receipt_plus_five_minutes() {
        let mut clock = HybridClock::default();
        clock.observe(
            Timestamp {
                millis: u64::MAX,
                counter: 7,
            },
            1_000_000,
        );
        assert_eq!(clock.last().millis, 1_000_000 + MAX_LEAD_MILLIS);
    }

    #[test]
    fn a_full_counter_steps_into_the_next_millisecond() {
        let mut clock = HybridClock::resume(Timestamp {
            millis: 7,
            counter: u32::MAX,
        });
        assert_eq!(
            clock.tick(7),
            Timestamp {
                millis: 8,
                counter: 0
            }
        );
    }
}
