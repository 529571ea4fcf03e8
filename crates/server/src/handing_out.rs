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
use crate::rules::{Caller, Rules, Shared};

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

/// Who is given something, and when.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The rules.
    pub rules: &'a Rules,
    /// What all share at this moment.
    pub shared: &'a Shared,
    /// Who asks.
    pub caller: &'a Caller,
    /// The day.
    pub today: NaiveDate,
    /// What of the same request was confirmed, with the plans: the device has it.
    pub confirmed: &'a BTreeMap<EntryId, PlanId>,
}

/// What of a plan's `entries`, all of them in the order of the log, is given to who asks.
pub fn hand_out(asked: Asked<'_>, plan: PlanId, entries: &[Numbered], held: Held) -> HandOut {
    let all: Vec<&Stored> = entries.iter().map(|one| &one.stored).collect();
    let view = asked
        .rules
        .view(asked.shared, asked.caller, plan, &all, asked.today);
    let is_open = |one: &&Numbered| view.contains(&one.stored.entry.id);
    let anew = || HandOut::of(true, entries.iter().filter(is_open));
    let Held::Since(place, day) = held else {
        return anew();
    };
    let (old, new): (Vec<&Numbered>, Vec<&Numbered>) =
        entries.iter().partition(|one| one.sequence <= place.read);
    if new.iter().any(|one| one.sequence <= place.unsure) {
        return anew();
    }
    let could_see: BTreeSet<EntryId> = if old.is_empty() {
        BTreeSet::new()
    } else {
        let old: Vec<&Stored> = old.iter().map(|one| &one.stored).collect();
        asked
            .rules
            .view(asked.shared, asked.caller, plan, &old, day)
    };
    let old_is_as_before = old.iter().filter(|one| is_open(one)).count() == could_see.len()
        && could_see.is_subset(&view);
    // What the device itself wrote it has, whether or not it may read it.
    let is_own = |one: &&&Numbered| {
        let entry = &one.stored.entry;
        (entry.author, entry.device) == (asked.caller.reader.user, asked.caller.device)
    };
    let own_is_open = new.iter().filter(is_own).all(is_open);
    if !old_is_as_before || !own_is_open {
        return anew();
    }
    let is_news = |one: &&Numbered| !asked.confirmed.contains_key(&one.stored.entry.id);
    let new = new.into_iter().filter(is_open);
    HandOut::of(false, new.filter(is_news))
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
