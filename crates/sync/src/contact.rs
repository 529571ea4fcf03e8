//! How long a device has been without the centre, and what follows from it (D6): first nothing is read any longer, then
//! what came from the centre goes. Only the next contact gives time back.
//!
//! Clocks of tablets are wrong and can be set. So what counts is the longest time that was ever seen: a clock that is set
//! back takes nothing of it away, and while the app runs it counts by the clock that nobody sets. A clock that jumps ahead
//! costs no more than the next contact mends.

use serde::{Deserialize, Serialize};

use crate::message::Lease;

const HOUR: u64 = 60 * 60 * 1000;
const DAY: u64 = 24 * HOUR;

/// What a device knows of its last contact with the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// When it was, milliseconds since 1970 by the device's clock.
    pub answered_at: u64,
    /// The same by the centre's clock.
    pub centre_time: u64,
    /// The longest time since then that was ever seen, in milliseconds.
    pub without: u64,
    /// For how long the device does without.
    pub lease: Lease,
}

impl Contact {
    /// The centre has answered at `now` by the device's clock, which is `centre_time` by its own.
    pub fn answered(now: u64, centre_time: u64, lease: Lease) -> Self {
        Self {
            answered_at: now,
            centre_time,
            without: 0,
            lease,
        }
    }

    /// It is `now` by the device's clock, and the app knows that `at_least` so long has passed since the contact.
    pub fn seen(&mut self, now: u64, at_least: u64) {
        let by_clock: u64 = now.saturating_sub(self.since(now));
        self.without = self.without.max(at_least).max(by_clock);
    }

    /// When it was, by the clock that says `now`: by the centre's where the device's was wrong then and was put right since.
    /// One that was ahead would otherwise stand still until it has caught up. One that was far behind, as after a flat
    /// battery, would count years; had it stayed so, the time would have run out before it came to where the centre's was.
    fn since(&self, now: u64) -> u64 {
        let was_ahead: bool = now < self.answered_at;
        let behind: u64 = self.centre_time.saturating_sub(self.answered_at);
        let was_behind: bool = behind >= self.reading_millis() && now >= self.centre_time;
        if was_ahead || was_behind {
            self.centre_time
        } else {
            self.answered_at
        }
    }

    /// For how long it is read without another contact, in milliseconds.
    fn reading_millis(&self) -> u64 {
        u64::from(self.lease.read_hours).saturating_mul(HOUR)
    }

    /// Until when plans are shown without another contact, milliseconds since 1970 by the device's clock.
    pub fn read_until(&self) -> u64 {
        self.answered_at.saturating_add(self.reading_millis())
    }

    /// Whether nothing is to be read until the next contact.
    pub fn is_over(&self) -> bool {
        self.without >= self.reading_millis()
    }

    /// Whether what came from the centre is to go.
    pub fn is_to_be_emptied(&self) -> bool {
        self.without >= u64::from(self.lease.keep_days).saturating_mul(DAY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: u64 = 1_799_049_600_000;

    fn contact() -> Contact {
        Contact::answered(START, START, Lease::default())
    }

    #[test]
    fn nothing_is_read_after_72_hours_and_not_a_moment_before() {
        let mut contact = contact();
        contact.seen(START + 72 * HOUR - 1, 0);
        assert!(!contact.is_over());
        contact.seen(START + 72 * HOUR, 0);
        assert!(contact.is_over());
    }

    #[test]
    fn it_is_the_centre_that_says_for_how_long() {
        let lease = Lease {
            read_hours: 5,
            keep_days: 2,
        };
        let mut contact = Contact::answered(START, START, lease);
        contact.seen(START + 5 * HOUR, 0);
        assert!(contact.is_over() && !contact.is_to_be_emptied());
        contact.seen(START + 2 * DAY, 0);
        assert!(contact.is_to_be_emptied());
    }

    #[test]
    fn a_clock_that_is_set_back_gains_nothing() {
        let mut contact = contact();
        contact.seen(START + 72 * HOUR, 0);
        contact.seen(START + HOUR, 0);
        assert!(contact.is_over(), "what was seen once has been");
        contact.seen(0, 0);
        assert!(contact.is_over());
    }

    #[test]
    fn time_in_which_the_app_runs_counts_whatever_the_clock_says() {
        let mut contact = contact();
        contact.seen(START, 71 * HOUR);
        assert!(!contact.is_over());
        contact.seen(START - DAY, 72 * HOUR);
        assert!(contact.is_over());
    }

    #[test]
    fn a_clock_that_was_ahead_at_the_contact_and_was_put_right_counts_from_there() {
        let mut contact = Contact::answered(START + 10 * DAY, START, Lease::default());
        contact.seen(START + 10 * DAY + HOUR, 0);
        assert_eq!(contact.without, HOUR, "one that stays wrong counts as well");
        contact.seen(START + 72 * HOUR, 0);
        assert!(contact.is_over());
    }

    #[test]
    fn a_clock_that_shows_1970_after_a_flat_battery_locks_nobody_out_when_it_is_put_right() {
        let mut contact = contact();
        contact.seen(0, 0);
        contact.seen(START + HOUR, 0);
        assert_eq!(contact.without, HOUR);
    }

    #[test]
    fn a_clock_that_showed_1970_at_the_contact_and_was_put_right_counts_from_there() {
        let mut contact = Contact::answered(5, START, Lease::default());
        contact.seen(START + HOUR, 0);
        assert_eq!(contact.without, HOUR);
        contact.seen(START + 72 * HOUR, 0);
        assert!(contact.is_over() && !contact.is_to_be_emptied());
        // One that goes on being wrong counts as well.
        let mut contact = Contact::answered(5, START, Lease::default());
        contact.seen(5 + 72 * HOUR, 0);
        assert!(contact.is_over());
    }

    #[test]
    fn a_clock_that_jumped_ahead_is_forgiven_at_the_next_contact() {
        let mut contact = contact();
        contact.seen(START + 900 * DAY, 0);
        assert!(contact.is_to_be_emptied());
        let mut contact = Contact::answered(START + HOUR, START + HOUR, contact.lease);
        contact.seen(START + 2 * HOUR, 0);
        assert!(!contact.is_over());
    }

    #[test]
    fn after_30_days_it_goes_and_not_a_moment_before() {
        let mut contact = contact();
        contact.seen(START + 30 * DAY - 1, 0);
        assert!(!contact.is_to_be_emptied());
        contact.seen(START + 30 * DAY, 0);
        assert!(contact.is_to_be_emptied());
    }
}
