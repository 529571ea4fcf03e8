//! What a sample has, whatever the week was.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn candidate(number: u64, user: u64, stands_out: Option<PickReason>) -> Candidate {
    Candidate {
        place: AuditPlace {
            strand: Uuid::from_u64_pair(7, number % 3),
            sequence: number,
        },
        user: UserId(Uuid::from_u64_pair(9, user)),
        stands_out,
    }
}

fn count(picks: &[(AuditPlace, PickReason)], why: PickReason) -> usize {
    picks.iter().filter(|(_, one)| *one == why).count()
}

#[test]
fn another_chance_draws_another_sample() {
    let week: Vec<Candidate> = (0..500).map(|number| candidate(number, 1, None)).collect();
    let draw = |seed: &[u8]| draw(Hash::of(seed), &week);
    assert_eq!(draw(b"one"), draw(b"one"));
    assert_ne!(draw(b"one"), draw(b"two"));
    assert_eq!(draw(b"one").len(), SIZE);
}

#[test]
fn every_row_is_drawn_by_some_chance() {
    let week: Vec<Candidate> = (0..60).map(|number| candidate(number, 1, None)).collect();
    let seeds = 0..100_u8;
    let drawn: BTreeSet<AuditPlace> = seeds
        .flat_map(|seed| draw(Hash::of(&[seed]), &week))
        .map(|(place, _)| place)
        .collect();
    assert_eq!(drawn.len(), 60);
}

#[test]
fn of_one_user_five_openings_of_others_plans_are_enough() {
    let mut week: Vec<Candidate> = (0..50)
        .map(|number| candidate(number, 1, Some(PickReason::NotTheirs)))
        .collect();
    week.push(candidate(50, 2, Some(PickReason::NotTheirs)));
    let picks = draw(Hash::START, &week);
    assert_eq!(count(&picks, PickReason::NotTheirs), 6);
    assert_eq!(picks.len(), SIZE);
}

fn stands_out() -> impl Strategy<Value = Option<PickReason>> {
    prop_oneof![
        8 => Just(None),
        1 => Just(Some(PickReason::Alarm)),
        1 => Just(Some(PickReason::OwnConsent)),
        2 => Just(Some(PickReason::NotTheirs)),
    ]
}

proptest! {
    #[test]
    fn what_stands_out_is_always_in_it_and_nothing_twice(
        rows in proptest::collection::vec((0_u64..4, stands_out()), 0..120),
        seed in any::<[u8; 4]>(),
    ) {
        let week: Vec<Candidate> = (0_u64..)
            .zip(rows)
            .map(|(number, (user, stands_out))| candidate(number, user, stands_out))
            .collect();
        let picks = draw(Hash::of(&seed), &week);
        let places: BTreeSet<AuditPlace> = picks.iter().map(|(place, _)| *place).collect();
        prop_assert_eq!(places.len(), picks.len());
        for one in &week {
            let always = matches!(one.stands_out, Some(PickReason::Alarm | PickReason::OwnConsent));
            prop_assert!(!always || places.contains(&one.place));
        }
        // Of everybody who opened what was not theirs there is something.
        for one in week.iter().filter(|one| one.stands_out == Some(PickReason::NotTheirs)) {
            let is_of_user = |(place, why): &(AuditPlace, PickReason)| {
                *why == PickReason::NotTheirs
                    && week.iter().any(|other| other.place == *place && other.user == one.user)
            };
            prop_assert!(picks.iter().any(is_of_user));
        }
        prop_assert!(picks.len() >= SIZE.min(week.len()));
        let left: usize = week.len() - (picks.len() - count(&picks, PickReason::Chance));
        prop_assert!(count(&picks, PickReason::Chance) >= BY_CHANCE.min(left));
        let mut other_way: Vec<Candidate> = week.clone();
        other_way.reverse();
        prop_assert_eq!(draw(Hash::of(&seed), &other_way), picks);
    }
}
