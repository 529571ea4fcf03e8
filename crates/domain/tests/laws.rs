//! What holds for any entries whatever (D1–D3): the order in which they come, repeats and receipts
//! cannot matter, and two answers are never silently one.

use std::collections::BTreeSet;

use overgang_domain::checklist::Item;
use overgang_domain::day_one::{self, LightState};
use overgang_domain::plan::Answer;
use overgang_domain::register::{MultiValue, Record, Register};
use overgang_domain::{
    Change, ConditionId, Entry, EntryId, ItemId, Journal, Plan, PlanId, Status, Stored, UserId,
    form,
};
use overgang_domain::{checklist::Checklist, commands};
use overgang_testkit::{Writer, arbitrary, full_plan, writer};
use proptest::collection::vec;
use proptest::prelude::*;

fn journal(entries: &[Stored]) -> Journal {
    entries.iter().cloned().collect()
}

/// The fold of each plan that occurs.
fn plans(entries: &[Stored]) -> Vec<Plan> {
    let ids: BTreeSet<PlanId> = entries.iter().map(|stored| stored.entry.plan).collect();
    ids.into_iter().map(|id| Plan::fold(id, entries)).collect()
}

fn with_rearranged() -> impl Strategy<Value = (Vec<Stored>, Vec<Stored>)> {
    arbitrary::entries().prop_flat_map(|entries| {
        let again = arbitrary::rearranged(entries.clone());
        (Just(entries), again)
    })
}

proptest! {
    #[test]
    fn union_commutes(a in arbitrary::clashing_entries(), b in arbitrary::clashing_entries()) {
        let (a, b) = (journal(&a), journal(&b));
        prop_assert_eq!(a.clone().union(b.clone()), b.union(a));
    }

    #[test]
    fn union_associates(
        a in arbitrary::clashing_entries(),
        b in arbitrary::clashing_entries(),
        c in arbitrary::clashing_entries(),
    ) {
        let (a, b, c) = (journal(&a), journal(&b), journal(&c));
        let left = a.clone().union(b.clone()).union(c.clone());
        prop_assert_eq!(left, a.union(b.union(c)));
    }

    #[test]
    fn union_repeats_harmlessly(a in arbitrary::clashing_entries()) {
        let a = journal(&a);
        prop_assert_eq!(a.clone().union(a.clone()), a.clone());
        prop_assert_eq!(a.clone().union(Journal::default()), a);
    }

    #[test]
    fn a_journal_written_out_and_read_back_is_the_same(entries in arbitrary::entries()) {
        let journal = journal(&entries);
        let bytes: Vec<u8> = form::write(&journal).unwrap();
        prop_assert_eq!(form::read::<Journal>(&bytes).unwrap(), journal);
    }

    #[test]
    fn the_fold_ignores_order_and_repeats((entries, rearranged) in with_rearranged()) {
        let set: Journal = journal(&rearranged);
        for plan in plans(&entries) {
            let once = Plan::fold(plan.id, set.of_plan(plan.id));
            // One entry after the other as they come, repeats and other receipts among them.
            prop_assert_eq!(&Plan::fold(plan.id, &rearranged), &once);
            let backwards = Plan::fold(plan.id, rearranged.iter().rev());
            prop_assert_eq!(&backwards, &once);
        }
    }

    #[test]
    fn a_plan_written_out_half_way_goes_on_as_if_it_had_not_been(
        (entries, rearranged) in with_rearranged(),
        half in any::<prop::sample::Index>(),
    ) {
        for plan in plans(&entries) {
            let half: usize = half.index(rearranged.len() + 1);
            let first = Plan::fold(plan.id, &rearranged[..half]);
            let bytes: Vec<u8> = form::write(&first).unwrap();
            let mut read: Plan = form::read(&bytes).unwrap();
            prop_assert_eq!(&read, &first);
            for stored in &rearranged[half..] {
                read.apply(stored);
            }
            prop_assert_eq!(read, Plan::fold(plan.id, &rearranged));
        }
    }

    #[test]
    fn receipts_in_any_order_give_the_same_plan(
        entries in arbitrary::entries(),
        receipts in vec(0..20_u64, 24).prop_shuffle(),
    ) {
        for plan in plans(&entries) {
            let received: Vec<Stored> = entries
                .iter()
                .zip(&receipts)
                .map(|(stored, at)| Stored::received(stored.entry.clone(), *at))
                .collect();
            let mut late: Plan = Plan::fold(plan.id, &entries);
            let mut later: Plan = Plan::fold(plan.id, entries.iter().rev());
            for (one, other) in received.iter().zip(received.iter().rev()) {
                late.apply(one);
                later.apply(other);
            }
            prop_assert_eq!(late, later);
        }
    }

    #[test]
    fn unknown_kinds_change_nothing(
        entries in arbitrary::entries(),
        unknown in arbitrary::unknown_change(),
        replaces in prop::collection::btree_set(arbitrary::entry_id(), 0..10),
    ) {
        for plan in plans(&entries) {
            let mut changed: Plan = plan.clone();
            let entry = Writer::carol().entry(plan.id, replaces.clone(), unknown.clone());
            changed.apply(&Stored::unsent(entry));
            prop_assert_eq!(changed, plan);
        }
    }

    #[test]
    fn entries_of_another_plan_change_nothing(entries in arbitrary::entries()) {
        let other = PlanId(uuid::Uuid::from_u64_pair(1, 1));
        prop_assert!(Plan::fold(other, &entries).is_empty());
    }

    #[test]
    fn an_entry_hides_values_only_in_registers_that_it_writes(
        entries in arbitrary::entries(),
        change in arbitrary::change(),
        replaces in prop::collection::btree_set(arbitrary::entry_id(), 0..10),
    ) {
        for plan in plans(&entries) {
            let written: BTreeSet<Register> =
                change.writes().into_iter().map(|(register, _)| register).collect();
            let mut changed: Plan = plan.clone();
            let entry = Writer::carol().entry(plan.id, replaces.clone(), change.clone());
            changed.apply(&Stored::unsent(entry));
            for (register, values) in plan.records().values().flatten() {
                if !written.contains(register) {
                    prop_assert_eq!(Some(values), values_of(&changed, register));
                }
            }
        }
    }

    #[test]
    fn something_always_stands_where_something_was_written(entries in arbitrary::entries()) {
        for plan in plans(&entries) {
            for values in plan.records().values().flatten().map(|(_, values)| values) {
                prop_assert!(!values.heads().is_empty());
            }
        }
    }

    #[test]
    fn the_members_of_a_cycle_all_stand(
        entries in arbitrary::entries(),
        length in 1..5_usize,
        status in vec(arbitrary::status(), 5),
    ) {
        let mut carol = Writer::carol();
        let item = ItemId::from("id-check");
        for plan in plans(&entries) {
            let ids: Vec<EntryId> = (100..100 + length as u64).map(arbitrary::numbered_id).collect();
            let mut changed: Plan = plan.clone();
            for at in 0..length {
                let next: EntryId = ids[(at + 1) % length];
                let change = Change::StatusSet {
                    item: item.clone(),
                    status: status[at],
                    why: format!("{at}"),
                };
                let mut entry = carol.entry(plan.id, BTreeSet::from([next]), change);
                entry.id = ids[at];
                changed.apply(&Stored::unsent(entry));
            }
            let standing = heads(&changed, &Register::Status(item.clone()));
            prop_assert!(ids.iter().all(|id| standing.contains(id)));
        }
    }

    #[test]
    fn an_older_entry_cannot_undo_a_newer_one_that_replaced_it(
        entries in arbitrary::entries(),
        change in arbitrary::change(),
        clock in any::<u64>(),
    ) {
        for plan in plans(&entries) {
            let mut bob = Writer::bob();
            bob.now = clock;
            let newer: Entry = bob.change(&plan, change.clone());
            let replaced: BTreeSet<EntryId> = newer.replaces.clone();
            let mut late: Plan = Plan::empty(plan.id);
            late.apply(&Stored::unsent(newer.clone()));
            for stored in &entries {
                late.apply(stored);
            }
            for (register, _) in change.writes() {
                let standing = heads(&late, &register);
                prop_assert!(standing.contains(&newer.id));
                prop_assert!(standing.is_disjoint(&replaced));
                prop_assert_eq!(standing.len(), 1);
            }
        }
    }

    #[test]
    fn two_answers_given_apart_both_stand_until_one_replaces_both(
        ours in arbitrary::text(),
        theirs in arbitrary::text(),
        chosen in arbitrary::text(),
        clocks in any::<[u64; 3]>(),
    ) {
        let [mut alice, mut bob, mut carol] = [Writer::alice(), Writer::bob(), Writer::carol()];
        let (plan, opened) = alice.open_plan("ullersmo");
        (alice.now, bob.now, carol.now) = (clocks[0], clocks[1], clocks[2]);
        let name = |text: &String| Change::PersonNamed { name: text.clone() };
        let apart = [alice.change(&plan, name(&ours)), bob.change(&plan, name(&theirs))];
        let both = Plan::fold(plan.id, &writer::unsent(&[opened.clone(), apart.to_vec()].concat()));
        let values: BTreeSet<String> =
            both.name().answers.into_iter().map(|answer| answer.value).collect();
        prop_assert_eq!(values, BTreeSet::from([ours.clone(), theirs.clone()]));
        prop_assert_eq!(both.name().is_contested(), ours != theirs, "equal values are no conflict");

        let choice = carol.change(&both, name(&chosen));
        let entries = [opened, vec![choice], apart.to_vec()].concat();
        let settled = Plan::fold(plan.id, &writer::unsent(&entries));
        prop_assert!(!settled.name().is_contested());
        prop_assert_eq!(settled.name().value, chosen);
    }

    #[test]
    fn setting_entries_aside_brings_nothing_old_back_to_life(
        changes in vec((any::<bool>(), arbitrary::status()), 2..10),
        aside in vec(any::<bool>(), 10),
    ) {
        // Alice writes one status after the other, offline; then some of them are set aside.
        let mut alice = Writer::alice();
        let (mut plan, _) = alice.open_plan("ullersmo");
        let item = ItemId::from("id-check");
        let mut written: Vec<(EntryId, bool)> = Vec::new();
        for (is_received, status) in changes {
            let change = Change::StatusSet { item: item.clone(), status, why: String::new() };
            let entry = alice.change(&plan, change);
            written.push((entry.id, is_received));
            plan.apply(&if is_received { Stored::received(entry, 1) } else { Stored::unsent(entry) });
        }
        let (last, _) = written.pop().unwrap();
        for ((id, is_received), aside) in written.into_iter().zip(aside) {
            if aside && !is_received {
                plan.set_aside(id);
            }
        }
        prop_assert_eq!(heads(&plan, &Register::Status(item)), BTreeSet::from([last]));
    }

    #[test]
    fn of_two_release_dates_the_earlier_counts(
        ours in arbitrary::date(),
        theirs in arbitrary::date(),
        clocks in any::<[u64; 2]>(),
    ) {
        let [mut alice, mut bob] = [Writer::alice(), Writer::bob()];
        let (mut plan, _) = alice.open_plan("ullersmo");
        (alice.now, bob.now) = (clocks[0], clocks[1]);
        let set = |date| Change::ReleaseDateSet { release_date: date };
        let apart = [
            alice.change(&plan, set(Some(ours))),
            bob.change(&plan, set(Some(theirs))),
            Writer::carol().change(&plan, set(None)),
        ];
        for stored in writer::unsent(&apart) {
            plan.apply(&stored);
        }
        prop_assert_eq!(plan.release_date().value, Some(ours.min(theirs)));
    }

    #[test]
    fn of_two_answers_on_a_day_one_item_the_less_ready_one_counts_and_no_light_is_green(
        ours in arbitrary::status(),
        theirs in arbitrary::status(),
        clocks in any::<[u64; 2]>(),
    ) {
        let template = full_plan::template();
        let item = ItemId::from("release-money");
        let [mut alice, mut bob] = [Writer::alice(), Writer::bob()];
        let (mut plan, _) = alice.open_plan("ullersmo");
        (alice.now, bob.now) = (clocks[0], clocks[1]);
        let set = |status, why: &str| Change::StatusSet { item: item.clone(), status, why: why.to_owned() };
        let apart = [alice.change(&plan, set(ours, "a")), bob.change(&plan, set(theirs, "b"))];
        for stored in writer::unsent(&apart) {
            plan.apply(&stored);
        }
        let shown = Item::of(&plan, &template, item.clone());
        let less_ready: Status = std::cmp::min_by_key(ours, theirs, |status| status.readiness());
        prop_assert_eq!(shown.status.value.status, less_ready);
        prop_assert!(shown.is_contested());
        let checklist = Checklist::of(&plan, &template);
        let lights = day_one::lights(&checklist, &template);
        let money = lights.iter().find(|light| light.missing.contains(&item)).unwrap();
        prop_assert_eq!(money.state, LightState::Missing);
    }

    #[test]
    fn of_two_answers_on_a_condition_the_one_that_holds_counts(first in any::<bool>(), clocks in any::<[u64; 2]>()) {
        let condition = ConditionId::from("no-home");
        let [mut alice, mut bob] = [Writer::alice(), Writer::bob()];
        let (mut plan, _) = alice.open_plan("ullersmo");
        (alice.now, bob.now) = (clocks[0], clocks[1]);
        let answer = |applies| Change::ConditionAnswered { condition: condition.clone(), applies };
        let apart = [alice.change(&plan, answer(first)), bob.change(&plan, answer(!first))];
        for stored in writer::unsent(&apart) {
            plan.apply(&stored);
        }
        prop_assert_eq!(plan.condition(&condition).value, Some(true));
    }

    #[test]
    fn the_newer_answer_shows_by_the_smaller_of_device_time_and_receipt(
        ours in (any::<u64>(), prop::option::of(any::<u64>())),
        theirs in (any::<u64>(), prop::option::of(any::<u64>())),
    ) {
        let (plan, _) = Writer::carol().open_plan("ullersmo");
        let mut apart: Vec<Stored> = Vec::new();
        for (mut writer, (millis, received_at)) in [(Writer::alice(), ours), (Writer::bob(), theirs)] {
            let name = format!("{}", writer.author);
            let mut entry = writer.change(&plan, Change::PersonNamed { name });
            entry.time.millis = millis;
            apart.push(Stored { entry, received_at });
        }
        let newest = apart.iter().max_by_key(|one| {
            let bound: u64 = one.received_at.unwrap_or(u64::MAX);
            (one.entry.time.millis.min(bound), one.entry.id)
        });
        let by: UserId = newest.unwrap().entry.author;
        let mut shown: Plan = plan;
        for stored in &apart {
            shown.apply(stored);
        }
        let answers: Vec<Answer<String>> = shown.name().answers;
        prop_assert_eq!(answers.len(), 2);
        prop_assert_eq!(answers[0].by, by);
    }

    #[test]
    fn a_strike_shows_who_changed_the_record_apart_from_it(text in arbitrary::text(), bob_first in any::<bool>()) {
        let [mut alice, mut bob] = [Writer::alice(), Writer::bob()];
        let (mut plan, _) = alice.open_plan("ullersmo");
        let written = alice.write(|pen| commands::write_note(pen, &plan, None, "Feil".to_owned()));
        let (note, entries) = written.unwrap();
        for stored in writer::unsent(&entries) {
            plan.apply(&stored);
        }
        let record = Record::Note(note);
        let strike = alice.write(|pen| commands::strike_out(pen, &plan, record.clone(), "Feil person".to_owned()));
        let edit = vec![bob.change(&plan, Change::NoteReworded { note, text })];
        let (strike, edit) = (writer::unsent(&strike.unwrap()), writer::unsent(&edit));
        let mut seen: Plan = plan.clone();
        for one in &strike {
            seen.apply(one);
        }
        let alone = seen.struck_out(&record).unwrap();
        prop_assert!(alone.changed_by.is_empty());
        let apart = if bob_first { [edit, strike].concat() } else { [strike, edit].concat() };
        for one in &apart {
            plan.apply(one);
        }
        let struck = plan.struck_out(&record).unwrap();
        prop_assert_eq!(struck.changed_by, BTreeSet::from([bob.author]));
        prop_assert_eq!(struck.by, alice.author);
    }

    #[test]
    fn where_one_strikes_out_and_another_restores_apart_the_record_stands(strike_first in any::<bool>()) {
        let [mut alice, mut bob] = [Writer::alice(), Writer::bob()];
        let (mut plan, _) = alice.open_plan("ullersmo");
        let record = Record::Item(ItemId::from("id-check"));
        let reason = "Feil".to_owned();
        let strike = alice.write(|pen| commands::strike_out(pen, &plan, record.clone(), reason)).unwrap();
        let restored = bob.write(|pen| commands::restore(pen, &plan, record.clone()));
        let mut apart = [writer::unsent(&strike), writer::unsent(&restored)].concat();
        if !strike_first {
            apart.reverse();
        }
        for one in &apart {
            plan.apply(one);
        }
        prop_assert_eq!(plan.struck_out(&record), None);
    }
}

fn values_of<'a>(plan: &'a Plan, register: &Register) -> Option<&'a MultiValue> {
    plan.records().get(&register.record())?.get(register)
}

fn heads(plan: &Plan, register: &Register) -> BTreeSet<EntryId> {
    let values = values_of(plan, register);
    values
        .map(MultiValue::heads)
        .into_iter()
        .flatten()
        .map(|(id, _)| id)
        .collect()
}
