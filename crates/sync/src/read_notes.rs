//! Notes of reads that wait for long, on a device without network, become fewer and lose nothing: who was seen, in which
//! way, from when until when, and how often.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::PlanId;
use uuid::Uuid;

use crate::message::{ReadAct, ReadNote, ReadReason};

/// Makes about `most` of these notes, at most eight more. First what says the same of the same plans becomes one note; if
/// that is not enough, the oldest ones that are of one kind. A note that was merged has a new id from `fresh`: if what it
/// was made of has reached the centre meanwhile, it counts twice there rather than not at all.
pub fn merged(notes: Vec<ReadNote>, most: usize, mut fresh: impl FnMut() -> Uuid) -> Vec<ReadNote> {
    let mut alike: BTreeMap<(ReadAct, ReadReason, BTreeSet<PlanId>), ReadNote> = BTreeMap::new();
    for note in notes {
        let key = (note.act, note.reason, note.plans.clone());
        add(&mut alike, key, note, &mut fresh);
    }
    let mut notes: Vec<ReadNote> = alike.into_values().collect();
    notes.sort_by_key(|note| (note.first, note.id));
    let too_many: usize = notes.len().saturating_sub(most);
    let newest: Vec<ReadNote> = notes.split_off(too_many);
    let mut of_a_kind: BTreeMap<(ReadAct, ReadReason), ReadNote> = BTreeMap::new();
    for note in notes {
        add(&mut of_a_kind, (note.act, note.reason), note, &mut fresh);
    }
    of_a_kind.into_values().chain(newest).collect()
}

fn add<K: Ord>(
    notes: &mut BTreeMap<K, ReadNote>,
    key: K,
    note: ReadNote,
    fresh: &mut impl FnMut() -> Uuid,
) {
    let merged = match notes.remove(&key) {
        None => note,
        Some(mut other) => {
            other.plans.extend(note.plans);
            ReadNote {
                id: fresh(),
                first: other.first.min(note.first),
                last: other.last.max(note.last),
                times: other.times.saturating_add(note.times),
                ..other
            }
        }
    };
    notes.insert(key, merged);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ACTS: [ReadAct; 4] = [
        ReadAct::Opened,
        ReadAct::Listed,
        ReadAct::Searched,
        ReadAct::Printed,
    ];

    fn note(id: u128, act: ReadAct, plans: &[u128], at: u64) -> ReadNote {
        ReadNote {
            id: Uuid::from_u128(id),
            act,
            reason: ReadReason::CaseWork,
            plans: plans
                .iter()
                .map(|plan| PlanId(Uuid::from_u128(*plan)))
                .collect(),
            first: at,
            last: at,
            times: 1,
        }
    }

    fn fresh() -> impl FnMut() -> Uuid {
        let mut last: u128 = 1_000_000;
        move || {
            last += 1;
            Uuid::from_u128(last)
        }
    }

    #[test]
    fn what_is_said_of_the_same_plan_becomes_one_note_under_a_new_id() {
        let notes = vec![
            note(1, ReadAct::Opened, &[1], 10),
            note(2, ReadAct::Opened, &[2], 20),
            note(3, ReadAct::Opened, &[1], 30),
        ];
        let merged = merged(notes.clone(), 10, fresh());
        assert_eq!(merged.len(), 2);
        let both = &merged[0];
        assert_eq!((both.first, both.last, both.times), (10, 30, 2));
        assert!(notes.iter().all(|note| note.id != both.id));
        assert_eq!(merged[1], notes[1], "what stands alone keeps its id");
    }

    /// The plans, the first, the last, and how often.
    type Told = (BTreeSet<PlanId>, Option<u64>, Option<u64>, u32);

    /// What is told for each act.
    fn told(notes: &[ReadNote]) -> Vec<Told> {
        ACTS.map(|act| {
            let of_act = || notes.iter().filter(move |note| note.act == act);
            let plans = of_act()
                .flat_map(|note| note.plans.iter().copied())
                .collect();
            let first = of_act().map(|note| note.first).min();
            let last = of_act().map(|note| note.last).max();
            (plans, first, last, of_act().map(|note| note.times).sum())
        })
        .to_vec()
    }

    proptest! {
        #[test]
        fn fewer_notes_tell_the_same(
            rows in proptest::collection::vec(
                (0_usize..4, proptest::collection::vec(0_u128..6, 0..3), 0_u64..1_000), 0..200),
            most in 0_usize..50,
        ) {
            let notes: Vec<ReadNote> = (0_u128..)
                .zip(rows)
                .map(|(id, (act, plans, at))| note(id, ACTS[act], &plans, at))
                .collect();
            let fewer = merged(notes.clone(), most, fresh());
            prop_assert!(fewer.len() <= most + 4);
            prop_assert_eq!(told(&fewer), told(&notes));
            let ids: BTreeSet<Uuid> = fewer.iter().map(|note| note.id).collect();
            prop_assert_eq!(ids.len(), fewer.len());
        }
    }
}
