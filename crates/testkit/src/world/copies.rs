//! Devices that are copied with all that they have stored, and go on apart: each is noticed, and no other.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::DeviceId;
use overgang_sync::machine::Intake;

use super::{Event, World};
use crate::faults::Fault;
use crate::tablet::Tablet;

/// The most devices in a world.
const MOST_DEVICES: usize = 7;

/// After healing each copy writes at these times, in milliseconds: once its name's other bearers have read of the first,
/// they are known for others.
const WRITES_AFTER_HEALING: [u64; 2] = [5_000, 900_000];

/// Who is, or was, called what.
#[derive(Clone, Debug, Default)]
pub(super) struct Copies {
    bearers: BTreeMap<DeviceId, BTreeSet<usize>>,
    named_anew: usize,
    /// How many writes after healing are still to come.
    to_come: usize,
    /// How often each device wrote after healing.
    written: BTreeMap<usize, usize>,
}

impl Copies {
    /// A person acted on a device.
    pub(super) fn acted(&mut self, at: usize, is_healed: bool) {
        if is_healed {
            self.to_come -= 1;
            *self.written.entry(at).or_default() += 1;
        }
    }

    /// Whether all that was to be written after healing is.
    pub(super) fn have_written(&self) -> bool {
        self.to_come == 0
    }

    /// How many devices were noticed to be copies.
    pub(super) fn named_anew(&self) -> usize {
        self.named_anew
    }
}

impl World {
    /// A device is copied now and then.
    pub(super) fn may_be_copied(&mut self, at: usize) {
        if self.tablets.len() == MOST_DEVICES
            || !self.weather.strikes(Fault::Copied, &mut self.dice)
        {
            return;
        }
        let to: usize = self.tablets.len();
        let copy: Tablet = self.tablets[at].copy(to, self.dice.throw());
        for name in [copy.device, copy.session] {
            let bearers = self.copies.bearers.entry(name).or_default();
            bearers.extend([at, to]);
        }
        self.note(at, || format!("is copied to device {to}"));
        self.tablets.push(copy);
        self.model.copied(at, to);
        let wait: u64 = self.dice.between(1_000, 600_000);
        self.after(wait, Event::Restart(to));
        let left: u64 = self.heals_at.saturating_sub(self.now + wait).max(1);
        for _ in 0..self.dice.between(1, 8) {
            let when: u64 = wait + self.dice.below(left);
            if self.now + when < self.heals_at {
                self.after(when, Event::Act(to));
            }
        }
    }

    /// An answer is to be stored: a fresh name, if it shows that the device is a copy. A device that is alone never finds
    /// itself to be one.
    pub(super) fn look_for_copy(
        &mut self,
        at: usize,
        intake: &Intake,
    ) -> Result<Option<DeviceId>, String> {
        let tablet: &Tablet = &self.tablets[at];
        if let Some(enrolled) = intake.enrolled {
            self.copies.named_anew += 1;
            let bearers = self.copies.bearers.entry(enrolled.device).or_default();
            bearers.insert(at);
            self.note(at, || "has a name of its own".to_owned());
            return Ok(None);
        }
        if !tablet.store.shows_a_copy(intake) {
            return Ok(None);
        }
        let bearers = self.copies.bearers.get(&tablet.device);
        if bearers.is_none_or(|bearers| bearers.len() < 2) {
            return Err(format!(
                "{} {at} is alone and takes itself for a copy",
                tablet.name
            ));
        }
        self.note(at, || "finds itself to be a copy".to_owned());
        Ok(Some(DeviceId(self.dice.uuid(self.now))))
    }

    /// Each device that was copied, or is a copy, writes once more and again.
    pub(super) fn let_copies_write(&mut self) {
        let copied: BTreeSet<usize> = self.copies.bearers.values().flatten().copied().collect();
        for at in copied {
            for wait in WRITES_AFTER_HEALING {
                let spread: u64 = self.dice.below(60_000);
                self.copies.to_come += 1;
                self.after(wait + spread, Event::Act(at));
            }
        }
    }

    /// In the end no two devices have one name, if both wrote.
    pub(super) fn check_copies(&self) -> Result<(), String> {
        for (at, one) in self.tablets.iter().enumerate() {
            for other in &self.tablets[at + 1..] {
                let have_written: bool = [one, other].iter().all(|tablet| {
                    self.copies.written.get(&tablet.number) == Some(&WRITES_AFTER_HEALING.len())
                });
                if one.device == other.device && have_written {
                    let (one, other) = (one.number, other.number);
                    return Err(format!("devices {one} and {other} have one name"));
                }
            }
        }
        Ok(())
    }
}
