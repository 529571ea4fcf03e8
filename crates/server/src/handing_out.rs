//! What a device is given of one plan, and whether it has to drop what it holds of it first. Pure: the store hands in
//! the plan's entries, within its transaction.
//!
//! What a device holds is not written down anywhere: it is what it might see when it read last, which can be worked out
//! again, for the log only grows and the rights are in it. Where it still may see all of that, it is given what is new.
//! Where not, it drops the plan and is given what it may see now.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use overgang_domain::{EntryId, PlanId, Stored};

use crate::cursor::Place;
use crate::rules::Asker;

/// An entry with its place in its log.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbered {
    /// The place.
    pub sequence: u64,
    /// The entry.
    pub stored: Stored,
    /// How many bytes it takes.
    pub bytes: u64,
}

/// When the device read the plan last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// The log was so long, and the rights those of this day.
    Since(Place, NaiveDate),
    /// Nobody knows what it holds.
    Unknown,
}

/// What a device is given of one plan.
#[derive(Clone, Debug, PartialEq)]
pub struct HandOut {
    /// It drops what it was given before, its own confirmed entries too.
    pub is_anew: bool,
    /// These.
    pub entries: Vec<Stored>,
    /// How many bytes they take.
    pub bytes: u64,
}

/// What of a plan's `entries`, all of them in the order of the log, is given to who asks. Of the same request those that
/// `confirmed` names were confirmed: the device has them.
pub fn hand_out(
    asker: Asker<'_>,
    plan: PlanId,
    entries: &[Numbered],
    held: Held,
    confirmed: &BTreeMap<EntryId, PlanId>,
) -> HandOut {
    // What is left of erased entries is for the centre alone.
    let (tombstones, entries): (Vec<&Numbered>, Vec<&Numbered>) = entries
        .iter()
        .partition(|one| one.stored.entry.change.is_tombstone());
    let view_of = |asker: Asker<'_>, some: &[&Numbered]| -> BTreeSet<EntryId> {
        let stored: Vec<&Stored> = some.iter().map(|one| &one.stored).collect();
        asker.view(plan, &stored)
    };
    let view = view_of(asker, &entries);
    let is_open = |one: &&Numbered| view.contains(&one.stored.entry.id);
    let anew = || HandOut::of(true, entries.iter().copied().filter(is_open));
    let Held::Since(place, day) = held else {
        return anew();
    };
    if tombstones.iter().any(|one| one.sequence > place.read) {
        return anew();
    }
    // What was confirmed the device keeps, and what was erased has been confirmed as well.
    let mut of_plan = confirmed.iter().filter(|(_, of)| **of == plan);
    if !of_plan.all(|(id, _)| view.contains(id)) {
        return anew();
    }
    let (old, new): (Vec<&Numbered>, Vec<&Numbered>) =
        entries.iter().partition(|one| one.sequence <= place.read);
    if new.iter().any(|one| one.sequence <= place.unsure) {
        return anew();
    }
    let then = Asker {
        today: day,
        ..asker
    };
    let still_open = old.iter().filter(|one| is_open(one));
    let still_open: BTreeSet<EntryId> = still_open.map(|one| one.stored.entry.id).collect();
    // What the device itself wrote it has, whether or not it may read it.
    let is_own = |one: &&&Numbered| {
        let entry = &one.stored.entry;
        (entry.author, entry.device) == (asker.caller.reader.user, asker.caller.device)
    };
    if still_open != view_of(then, &old) || !new.iter().filter(is_own).all(is_open) {
        return anew();
    }
    let is_news = |one: &&Numbered| !confirmed.contains_key(&one.stored.entry.id);
    HandOut::of(false, new.into_iter().filter(is_open).filter(is_news))
}

impl HandOut {
    fn of<'a>(is_anew: bool, given: impl Iterator<Item = &'a Numbered>) -> Self {
        let mut out = Self {
            is_anew,
            entries: Vec::new(),
            bytes: 0,
        };
        for one in given {
            out.entries.push(one.stored.clone());
            out.bytes += one.bytes;
        }
        out
    }
}
