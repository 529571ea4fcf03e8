//! The machine alone, with a device of a few lines around it and a centre that each test makes up.

mod copies;
mod listening;

use std::collections::BTreeSet;

use overgang_domain::{Change, PlanId, form};
use overgang_testkit::Writer;
use uuid::Uuid;

use super::*;
use crate::message::{ApiError, Lease, ReadAct, ReadNote, ReadReason};

type Answer = Result<SyncResponse, SendFailure>;

/// The moment at which each test begins.
const START: u64 = 1_000_000;

#[test]
fn one_round_trip_hands_in_what_waits_and_stores_what_comes() {
    let mut device = Device::with_entries(3);
    let news = others_entries(2);
    device.run(Input::EntrySaved, &mut |request| Ok(answer(request, &news)));
    assert_eq!(device.exchanges, 1);
    assert_eq!(device.outbox, vec![]);
    assert_eq!(device.received, news);
    assert_eq!(device.cursor, Some(Cursor("1".to_owned())));
    assert_eq!(device.machine.phase(), Phase::Resting);
    assert_eq!(device.machine.problem(), None);
    assert_eq!(device.machine.last_contact(), Some(START));
    assert_eq!(device.machine.next_deadline(), Some(START + POLL_MILLIS));
}

#[test]
fn more_than_fits_goes_out_in_several_rounds() {
    let mut device = Device::with_entries(100);
    device.most_at_once = 30;
    device.run(Input::EntrySaved, &mut |request| Ok(answer(request, &[])));
    assert_eq!(device.exchanges, 4);
    assert_eq!(device.outbox, vec![]);
}

#[test]
fn more_to_read_is_read_at_once() {
    let mut device = Device::with_entries(0);
    let mut left: usize = 3;
    device.run(Input::MayBeOnline, &mut |request| {
        left -= 1;
        let more: bool = left > 0;
        Ok(SyncResponse {
            anew: Vec::new(),
            whole: None,
            more,
            cursor: Cursor(format!("{left} left")),
            ..answer(request, &others_entries(1))
        })
    });
    assert_eq!(device.exchanges, 3);
    assert_eq!(device.machine.next_deadline(), Some(START + POLL_MILLIS));
}

#[test]
fn what_is_saved_during_an_exchange_goes_out_after_it() {
    let mut device = Device::with_entries(1);
    let outputs = device.machine.handle(Input::EntrySaved, START);
    let gathered = device.gather();
    assert!(matches!(outputs[0], Output::Gather(_)));
    let sent = device.machine.handle(gathered, START);
    let Output::Send(request) = &sent[0] else {
        panic!("a request was expected");
    };
    device.outbox.extend(own_entries(7, 1));
    assert_eq!(device.machine.handle(Input::EntrySaved, START), vec![]);
    let stored = Input::Answered(Box::new(answer(request, &[])));
    device.run(stored, &mut |request| Ok(answer(request, &[])));
    assert_eq!(device.outbox, vec![]);
}

#[test]
fn after_a_lost_answer_the_same_entries_go_out_again() {
    let mut device = Device::with_entries(2);
    let mut sent: Vec<Vec<EntryId>> = Vec::new();
    device.run(Input::EntrySaved, &mut |request| {
        sent.push(ids(request));
        Err(SendFailure::NoAnswer)
    });
    assert_eq!(device.outbox.len(), 2);
    assert_eq!(device.machine.problem(), Some(Problem::Unreachable));
    device.wait();
    device.run(Input::TimePassed, &mut |request| {
        sent.push(ids(request));
        Ok(answer(request, &[]))
    });
    assert_eq!(sent[0], sent[1]);
    assert_eq!(device.outbox, vec![]);
    assert_eq!(device.machine.problem(), None);
}

#[test]
fn a_centre_that_has_more_and_never_gets_on_is_asked_again_at_the_next_poll() {
    let mut device = Device::with_entries(1);
    device.run(Input::EntrySaved, &mut |request| {
        let mut stuck: SyncResponse = answer(request, &[]);
        stuck.more = true;
        Ok(stuck)
    });
    assert_eq!(device.exchanges, 2, "the second brings no other cursor");
    assert_eq!(device.machine.phase(), Phase::Resting);
    assert_eq!(device.machine.next_deadline(), Some(START + POLL_MILLIS));
}

#[test]
fn a_captive_portal_confirms_nothing() {
    let mut device = Device::with_entries(2);
    device.run(Input::SyncAsked, &mut |_| Err(SendFailure::NotTheCentre));
    assert_eq!(device.outbox.len(), 2);
    assert_eq!(device.machine.problem(), Some(Problem::NotTheCentre));
    assert_eq!(device.machine.last_contact(), None);
}

#[test]
fn an_answer_that_cannot_be_read_confirms_nothing() {
    let mut device = Device::with_entries(1);
    device.run(Input::SyncAsked, &mut |request| {
        // One row, of plan number five; there are no plans.
        let none: Vec<Uuid> = Vec::new();
        let columns = (
            (&none, &none, &none),
            (vec![Uuid::nil()], vec![5_u32]),
            (vec![0_u32], vec![0_u32]),
            (vec![1_i64], vec![0_u32]),
            (vec![0_u32], &none),
            (vec![None::<i64>], vec![Change::from_bytes(&[])]),
        );
        let entries: EntryBatch = form::read(&form::write(&columns).unwrap()).unwrap();
        Ok(SyncResponse {
            anew: Vec::new(),
            whole: None,
            entries,
            ..answer(request, &[])
        })
    });
    assert_eq!(device.outbox.len(), 1);
    assert_eq!(device.cursor, None);
}

#[test]
fn without_a_session_the_outbox_stays_and_the_sign_in_is_awaited() {
    let mut device = Device::with_entries(2);
    device.run(Input::EntrySaved, &mut |_| {
        Err(refused(401, "not-signed-in"))
    });
    assert_eq!(device.outbox.len(), 2);
    assert_eq!(device.machine.problem(), Some(Problem::SignedOut));
    assert_eq!(device.machine.next_deadline(), None);
    let mut asked: usize = 0;
    device.run(Input::EntrySaved, &mut |_| unreachable(&mut asked));
    device.run(Input::MayBeOnline, &mut |_| unreachable(&mut asked));
    assert_eq!(asked, 0);
    device.run(Input::SignedIn, &mut |request| Ok(answer(request, &[])));
    assert_eq!(device.outbox, vec![]);
}

#[test]
fn a_revoked_device_forgets_what_it_received_and_keeps_what_it_has_not_sent() {
    let mut device = Device::with_entries(0);
    let news = others_entries(2);
    device.run(Input::MayBeOnline, &mut |request| {
        Ok(answer(request, &news))
    });
    device.outbox = Device::with_entries(3).outbox;
    let revoked = &mut |_: &SyncRequest| Err(refused(403, "device-revoked"));
    device.run(Input::EntrySaved, revoked);
    assert_eq!(device.received, vec![]);
    assert_eq!(device.cursor, None);
    assert_eq!(device.outbox.len(), 3);
    assert_eq!(device.machine.problem(), Some(Problem::Revoked));
    assert_eq!(device.machine.phase(), Phase::Resting);
    assert_eq!(device.machine.next_deadline(), None);
    let mut asked: usize = 0;
    device.run(Input::EntrySaved, &mut |_| unreachable(&mut asked));
    device.run(Input::MayBeOnline, &mut |_| unreachable(&mut asked));
    device.run(Input::TimePassed, &mut |_| unreachable(&mut asked));
    assert_eq!(asked, 0);
    // Whoever asks hears the same, and nothing goes out that could not be taken back.
    let revoked = &mut |request: &SyncRequest| {
        assert_eq!(request.cursor, None);
        Err(refused(403, "device-revoked"))
    };
    device.run(Input::SyncAsked, revoked);
    assert_eq!(device.machine.problem(), Some(Problem::Revoked));
    assert_eq!(device.outbox.len(), 3);
}

#[test]
fn a_revoked_device_that_cannot_delete_tries_again() {
    let mut device = Device::with_entries(1);
    let outputs = device.machine.handle(Input::EntrySaved, START);
    assert!(matches!(outputs[..], [Output::Gather(_)]));
    let entries = device.outbox.clone();
    let gathered = Input::Gathered {
        entries,
        reads: WaitingReads::default(),
        unsent: 1,
        after: None,
    };
    device.machine.handle(gathered, START);
    let failure = Input::SendFailed(refused(403, "device-revoked"));
    let outputs = device.machine.handle(failure, START);
    let [Output::Store(intake)] = &outputs[..] else {
        panic!("{outputs:?}");
    };
    assert!(intake.forget_received);
    device.machine.handle(Input::StoreFailed, START);
    assert_eq!(device.machine.problem(), Some(Problem::CannotStore));
    assert!(device.machine.next_deadline().is_some());
}

#[test]
fn nothing_is_sent_while_held() {
    let mut device = Device::with_entries(1);
    device.run(Input::Held(true), &mut |_| unreachable(&mut 0));
    assert_eq!(device.machine.phase(), Phase::Held);
    for input in [
        Input::EntrySaved,
        Input::MayBeOnline,
        Input::SyncAsked,
        Input::SignedIn,
        Input::TimePassed,
    ] {
        device.run(input, &mut |_| unreachable(&mut 0));
    }
    assert_eq!(device.exchanges, 0);
    device.run(Input::Held(false), &mut |request| Ok(answer(request, &[])));
    assert_eq!(device.exchanges, 1);
    assert_eq!(device.outbox, vec![]);
}

#[test]
fn a_hold_that_comes_while_the_outbox_is_read_keeps_it_here() {
    let mut device = Device::with_entries(1);
    let _gather = device.machine.handle(Input::EntrySaved, START);
    assert_eq!(device.machine.handle(Input::Held(true), START), vec![]);
    let gathered = device.gather();
    assert_eq!(device.machine.handle(gathered, START), vec![]);
    assert_eq!(device.machine.phase(), Phase::Held);
}

#[test]
fn a_hold_that_comes_during_an_exchange_lets_it_end_and_begins_no_other() {
    let mut device = Device::with_entries(2);
    device.most_at_once = 1;
    let _gather = device.machine.handle(Input::EntrySaved, START);
    let gathered = device.gather();
    let sent = device.machine.handle(gathered, START);
    let Output::Send(request) = &sent[0] else {
        panic!("a request was expected");
    };
    device.machine.handle(Input::Held(true), START);
    let answered = Input::Answered(Box::new(answer(request, &[])));
    device.run(answered, &mut |_| unreachable(&mut 0));
    assert_eq!(device.outbox.len(), 1);
    assert_eq!(device.machine.phase(), Phase::Held);
}

#[test]
fn an_exchange_without_an_answer_is_given_up_and_its_late_answer_counts_for_nothing() {
    let mut device = Device::with_entries(1);
    let _gather = device.machine.handle(Input::EntrySaved, START);
    let gathered = device.gather();
    let sent = device.machine.handle(gathered, START);
    let Output::Send(request) = &sent[0] else {
        panic!("a request was expected");
    };
    assert_eq!(device.machine.next_deadline(), Some(START + ANSWER_MILLIS));
    let early = device
        .machine
        .handle(Input::TimePassed, START + ANSWER_MILLIS - 1);
    assert_eq!(early, vec![]);
    let due = device
        .machine
        .handle(Input::TimePassed, START + ANSWER_MILLIS);
    assert_eq!(due, vec![Output::Abort]);
    assert_eq!(device.machine.problem(), Some(Problem::Unreachable));
    let late = Input::Answered(Box::new(answer(request, &[])));
    assert_eq!(
        device.machine.handle(late, START + ANSWER_MILLIS + 1),
        vec![]
    );
}

#[test]
fn waits_grow_with_jitter_up_to_a_ceiling_and_begin_anew_when_a_person_asks() {
    let mut device = Device::with_entries(1);
    let mut waits: Vec<u64> = Vec::new();
    device.run(Input::EntrySaved, &mut |_| Err(SendFailure::NoAnswer));
    for _ in 0..12 {
        waits.push(device.wait());
        device.run(Input::TimePassed, &mut |_| Err(SendFailure::NoAnswer));
    }
    for (at, wait) in waits.iter().enumerate() {
        let whole: u64 = (2_000_u64 << at).min(300_000);
        assert!((whole / 2..whole).contains(wait), "{at}: {wait}");
    }
    let mut other = Device::with_entries(1);
    other.machine = Machine::new(
        (other.machine.user, other.machine.name.device()),
        "test".to_owned(),
        None,
        99,
    );
    other.run(Input::EntrySaved, &mut |_| Err(SendFailure::NoAnswer));
    assert_ne!(other.wait(), waits[0]);
    device.run(Input::SyncAsked, &mut |_| Err(SendFailure::NoAnswer));
    assert!(device.wait() < 2_000);
}

#[test]
fn a_clock_set_back_years_does_not_stop_the_sync() {
    let mut device = Device::with_entries(1);
    device.now = START + 100_000_000_000;
    device.run(Input::EntrySaved, &mut |_| Err(SendFailure::NoAnswer));
    device.now = START;
    device.run(Input::TimePassed, &mut |_| unreachable(&mut 0));
    assert!(device.wait() <= 2_000);
    device.run(Input::TimePassed, &mut |request| Ok(answer(request, &[])));
    assert_eq!(device.outbox, vec![]);
}

#[test]
fn a_poison_entry_is_set_aside_and_the_other_999_go_through() {
    for place in [0, 1, 499, 500, 998, 999] {
        let mut device = Device::with_entries(1_000);
        let poison: EntryId = device.outbox[place].entry.id;
        device.run(Input::EntrySaved, &mut |request| {
            if ids(request).contains(&poison) {
                return Err(refused(500, "failed"));
            }
            Ok(answer(request, &[]))
        });
        assert_eq!(device.outbox, vec![], "place {place}");
        assert_eq!(
            device.set_aside,
            vec![Rejected {
                id: poison,
                reason: RejectReason::CentreFails
            }]
        );
        assert_eq!(device.confirmed.len(), 999);
        assert!(
            device.exchanges <= 60,
            "place {place}: {} exchanges",
            device.exchanges
        );
    }
}

#[test]
fn two_poison_entries_are_both_found() {
    let mut device = Device::with_entries(200);
    let poison: BTreeSet<EntryId> = [50, 51].map(|at| device.outbox[at].entry.id).into();
    device.run(Input::EntrySaved, &mut |request| {
        if ids(request).iter().any(|id| poison.contains(id)) {
            return Err(refused(422, "malformed"));
        }
        Ok(answer(request, &[]))
    });
    let found: BTreeSet<EntryId> = device.set_aside.iter().map(|one| one.id).collect();
    assert_eq!(found, poison);
    assert_eq!(device.confirmed.len(), 198);
}

#[test]
fn a_centre_that_fails_on_everything_sets_nothing_aside_and_is_left_alone_a_while() {
    let mut device = Device::with_entries(10);
    device.run(Input::EntrySaved, &mut |_| Err(refused(500, "failed")));
    assert_eq!(device.exchanges, 2);
    assert_eq!(device.machine.problem(), Some(Problem::CentreFails));
    for _ in 0..20 {
        device.wait();
        device.run(Input::TimePassed, &mut |_| Err(refused(500, "failed")));
    }
    assert_eq!(device.set_aside, vec![]);
    assert_eq!(device.outbox.len(), 10);
}

#[test]
fn a_failure_that_passes_sets_nothing_aside() {
    let mut device = Device::with_entries(10);
    let mut failures: usize = 2;
    device.run(Input::EntrySaved, &mut |request| {
        if failures > 0 && !request.entries.is_empty() {
            failures -= 1;
            return Err(refused(500, "failed"));
        }
        Ok(answer(request, &[]))
    });
    assert_eq!(device.set_aside, vec![]);
    assert_eq!(device.confirmed.len(), 10);
}

#[test]
fn a_busy_centre_is_suspected_of_nothing() {
    let mut device = Device::with_entries(1);
    for _ in 0..10 {
        device.run(Input::SyncAsked, &mut |_| Err(refused(503, "busy")));
    }
    assert_eq!(device.exchanges, 10);
    assert_eq!(device.set_aside, vec![]);
}

#[test]
fn a_forgotten_cursor_means_reading_anew_once_and_not_for_ever() {
    let mut device = Device::with_entries(0);
    device.run(Input::SyncAsked, &mut |request| Ok(answer(request, &[])));
    let mut cursors: Vec<Option<Cursor>> = Vec::new();
    device.run(Input::SyncAsked, &mut |request| {
        cursors.push(request.cursor.clone());
        Err(refused(409, "cursor-unknown"))
    });
    assert_eq!(cursors, vec![Some(Cursor("1".to_owned())), None]);
    assert_eq!(device.machine.problem(), Some(Problem::CentreFails));
    assert!(device.machine.next_deadline().is_some());
}

#[test]
fn a_restored_centre_is_offered_again_what_it_had_confirmed_before_all_is_read_anew() {
    let mut device = Device::with_entries(0);
    let (user, id) = (device.machine.user, device.machine.name.device());
    device.run(Input::SyncAsked, &mut |request| Ok(answer(request, &[])));
    let now: u64 = START;
    device.machine.handle(Input::SyncAsked, now);
    let gathered = device.gather();
    device.machine.handle(gathered, now);
    let unknown = Input::SendFailed(refused(409, "cursor-unknown"));
    let outputs = device.machine.handle(unknown, now);
    let offer = OfferAgain { user, device: id };
    let intake = Intake {
        offer_again: Some(offer),
        ..Intake::default()
    };
    assert_eq!(outputs, [Output::Store(Box::new(intake))]);
    // Where that cannot be stored it is tried again, and the old cursor stays until then.
    device.machine.handle(Input::StoreFailed, now);
    assert_eq!(device.machine.problem(), Some(Problem::CannotStore));
    assert!(device.machine.cursor.is_some());

    let mut cursors: Vec<Option<Cursor>> = Vec::new();
    device.run(Input::SyncAsked, &mut |request| {
        cursors.push(request.cursor.clone());
        match &request.cursor {
            Some(_) if cursors.len() == 1 => Err(refused(409, "cursor-unknown")),
            _ => Ok(answer(request, &[])),
        }
    });
    assert_eq!(cursors, [Some(Cursor("1".to_owned())), None]);
    assert_eq!(device.machine.problem(), None);
}

#[test]
fn a_device_that_finds_damage_reads_all_again_at_once() {
    let mut device = Device::with_entries(0);
    device.run(Input::SyncAsked, &mut |request| Ok(answer(request, &[])));
    device.reads_again = true;
    let mut cursors: Vec<Option<Cursor>> = Vec::new();
    device.run(Input::SyncAsked, &mut |request| {
        cursors.push(request.cursor.clone());
        Ok(answer(request, &[]))
    });
    assert_eq!(cursors, [Some(Cursor("1".to_owned())), None]);
    assert_eq!(device.machine.problem(), None);
}

#[test]
fn a_centre_that_forgets_each_cursor_it_gives_is_left_alone_a_while() {
    let mut device = Device::with_entries(0);
    device.run(Input::SyncAsked, &mut |request| {
        if request.cursor.is_some() {
            return Err(refused(409, "cursor-unknown"));
        }
        Ok(SyncResponse {
            anew: Vec::new(),
            whole: None,
            more: true,
            ..answer(request, &others_entries(1))
        })
    });
    assert!(device.exchanges < 10, "{} exchanges", device.exchanges);
    assert_eq!(device.machine.problem(), Some(Problem::CentreFails));
}

#[test]
fn a_cursor_is_not_moved_by_an_answer_that_could_not_be_stored() {
    let mut device = Device::with_entries(1);
    device.is_disk_full = true;
    let mut waits: Vec<u64> = Vec::new();
    for _ in 0..6 {
        device.run(Input::TimePassed, &mut |request| Ok(answer(request, &[])));
        device.run(Input::MayBeOnline, &mut |request| {
            assert_eq!(request.cursor, None);
            Ok(answer(request, &others_entries(1)))
        });
        assert_eq!(device.machine.problem(), Some(Problem::CannotStore));
        waits.push(device.wait());
    }
    assert!(
        waits[5] > waits[0] * 8,
        "a full disk is tried less and less: {waits:?}"
    );
    assert_eq!((device.outbox.len(), device.received.len()), (1, 0));
    device.is_disk_full = false;
    device.run(Input::TimePassed, &mut |request| {
        Ok(answer(request, &others_entries(1)))
    });
    assert_eq!((device.outbox.len(), device.received.len()), (0, 1));
}

#[test]
fn receipts_and_refusals_for_entries_that_were_not_sent_are_ignored() {
    let mut device = Device::with_entries(3);
    device.most_at_once = 1;
    let [other, another] = [1, 2].map(|at| device.outbox[at].entry.id);
    let mut is_first: bool = true;
    device.run(Input::EntrySaved, &mut |request| {
        let mut response: SyncResponse = answer(request, &[]);
        if std::mem::take(&mut is_first) {
            response.receipts.push(Receipt {
                id: other,
                received_at: 1,
            });
            response.rejected.push(Rejected {
                id: another,
                reason: RejectReason::Malformed,
            });
        }
        Ok(response)
    });
    assert_eq!(device.exchanges, 3);
    assert_eq!(device.set_aside, vec![]);
}

#[test]
fn a_refused_entry_is_set_aside_and_stops_nothing() {
    let mut device = Device::with_entries(5);
    let bad: EntryId = device.outbox[2].entry.id;
    device.run(Input::EntrySaved, &mut |request| {
        let mut response: SyncResponse = answer(request, &[]);
        response.receipts.retain(|one| one.id != bad);
        response.rejected = vec![Rejected {
            id: bad,
            reason: RejectReason::NotAllowed,
        }];
        Ok(response)
    });
    assert_eq!(device.exchanges, 1);
    assert_eq!(device.confirmed.len(), 4);
    assert_eq!(device.set_aside.len(), 1);
}

#[test]
fn a_centre_that_confirms_nothing_is_not_asked_without_end() {
    let mut device = Device::with_entries(5);
    device.run(Input::EntrySaved, &mut |request| {
        Ok(SyncResponse {
            anew: Vec::new(),
            whole: None,
            receipts: Vec::new(),
            ..answer(request, &[])
        })
    });
    assert_eq!(device.exchanges, 1);
    assert_eq!(device.machine.next_deadline(), Some(START + POLL_MILLIS));
}

#[test]
fn inputs_that_do_not_fit_change_nothing() {
    let mut machine = Device::with_entries(0).machine;
    for input in [
        Input::Stored {
            unsent: 0,
            becomes: None,
            again: false,
        },
        Input::StoreFailed,
        Input::SendFailed(SendFailure::NoAnswer),
        Input::Gathered {
            entries: Vec::new(),
            unsent: 3,
            after: None,
            reads: WaitingReads::default(),
        },
        Input::TimePassed,
    ] {
        assert_eq!(machine.handle(input, START), vec![]);
        assert_eq!(machine.phase(), Phase::Resting);
        assert_eq!(machine.problem(), None);
    }
}

#[test]
fn notes_of_reads_go_out_with_the_sync_until_none_is_left() {
    let mut device = Device::with_entries(1);
    device.reads = notes(5);
    let mut handed_in: Vec<ReadNote> = Vec::new();
    device.run(Input::MayBeOnline, &mut |request| {
        handed_in.extend(request.reads.clone());
        Ok(answer(request, &[]))
    });
    assert_eq!(handed_in, notes(5));
    assert_eq!((device.exchanges, device.reads), (3, vec![]));
}

#[test]
fn notes_of_reads_stay_until_an_answer_is_stored() {
    let mut device = Device::with_entries(0);
    device.reads = notes(2);
    device.run(Input::MayBeOnline, &mut |_| Err(SendFailure::NoAnswer));
    assert_eq!(device.reads, notes(2));
    device.is_disk_full = true;
    device.run(Input::SyncAsked, &mut |request| Ok(answer(request, &[])));
    assert_eq!(device.reads, notes(2));
    device.is_disk_full = false;
    let again = &mut |request: &SyncRequest| {
        assert_eq!(request.reads, notes(2));
        Ok(answer(request, &[]))
    };
    device.run(Input::SyncAsked, again);
    assert_eq!(device.reads, vec![]);
}

#[test]
fn notes_of_reads_that_the_centre_fails_on_hold_no_entry_up() {
    let mut device = Device::with_entries(3);
    device.reads = notes(2);
    let mut centre = |request: &SyncRequest| {
        if request.reads.is_empty() {
            Ok(answer(request, &[]))
        } else {
            Err(refused(500, "failed"))
        }
    };
    device.run(Input::EntrySaved, &mut centre);
    assert_eq!((device.outbox.len(), device.set_aside.len()), (0, 0));
    assert_eq!((device.exchanges, device.reads.len()), (2, 2));
    device.wait();
    device.run(Input::TimePassed, &mut |request| Ok(answer(request, &[])));
    assert_eq!(device.reads, vec![], "tried again later");
}

/// A device of a few lines: it does what the machine says until there is nothing more to do.
struct Device {
    machine: Machine,
    now: u64,
    most_at_once: usize,
    is_disk_full: bool,
    exchanges: usize,
    streams: usize,
    is_listening: bool,
    outbox: Vec<Stored>,
    reads: Vec<ReadNote>,
    confirmed: Vec<EntryId>,
    received: Vec<Stored>,
    set_aside: Vec<Rejected>,
    cursor: Option<Cursor>,
    last: Option<EntryId>,
    fresh_devices: u128,
    /// What had been received turns out to be damaged at the next answer.
    reads_again: bool,
}

impl Device {
    fn with_entries(count: usize) -> Self {
        Self {
            machine: {
                let Writer { author, device, .. } = Writer::alice();
                Machine::new((author, device), "test".to_owned(), None, 7)
            },
            now: START,
            most_at_once: usize::MAX,
            is_disk_full: false,
            exchanges: 0,
            streams: 0,
            is_listening: false,
            outbox: own_entries(1, count),
            reads: Vec::new(),
            confirmed: Vec::new(),
            received: Vec::new(),
            set_aside: Vec::new(),
            cursor: None,
            last: None,
            fresh_devices: 0,
            reads_again: false,
        }
    }

    fn run(&mut self, input: Input, centre: &mut dyn FnMut(&SyncRequest) -> Answer) {
        let mut next: Option<Input> = Some(input);
        while let Some(input) = next.take() {
            for output in self.machine.handle(input, self.now) {
                next = match output {
                    Output::Gather(limits) => Some(self.gather_within(limits)),
                    Output::Send(request) => {
                        self.exchanges += 1;
                        assert!(self.exchanges < 1_000, "the machine runs hot");
                        Some(match centre(&request) {
                            Ok(response) => Input::Answered(Box::new(response)),
                            Err(failure) => Input::SendFailed(failure),
                        })
                    }
                    Output::Store(_) if self.is_disk_full => Some(Input::StoreFailed),
                    Output::Store(intake) => Some(self.store(*intake)),
                    Output::Abort => None,
                    Output::Listen => {
                        self.streams += 1;
                        self.is_listening = true;
                        None
                    }
                    Output::StopListening => {
                        self.is_listening = false;
                        None
                    }
                };
            }
        }
    }

    /// Lets time pass until the machine wants to be told. Answers with how long that was.
    fn wait(&mut self) -> u64 {
        let deadline: u64 = self.machine.next_deadline().unwrap();
        let wait: u64 = deadline - self.now;
        self.now = deadline;
        wait
    }

    fn gather(&self) -> Input {
        self.gather_within(Limits {
            bytes: usize::MAX,
            entries: usize::MAX,
            read_bytes: usize::MAX,
        })
    }

    fn gather_within(&self, limits: Limits) -> Input {
        let most: usize = self.most_at_once.min(limits.entries);
        Input::Gathered {
            entries: self.outbox.iter().take(most).cloned().collect(),
            unsent: self.outbox.len(),
            after: self.last,
            reads: self.reads_within(limits),
        }
    }

    /// Two notes at once, whatever their size.
    fn reads_within(&self, limits: Limits) -> WaitingReads {
        let most: usize = if limits.read_bytes == 0 { 0 } else { 2 };
        WaitingReads {
            notes: self.reads.iter().take(most).cloned().collect(),
            more: self.reads.len() > most,
        }
    }

    fn store(&mut self, intake: Intake) -> Input {
        let is_here = |id| self.outbox.iter().any(|stored| stored.entry.id == id);
        let is_copy: bool = intake.shows_a_copy(self.last, is_here);
        if !is_copy {
            self.last = intake.last;
        }
        let becomes: Option<DeviceId> = is_copy.then(|| {
            self.fresh_devices += 1;
            DeviceId(Uuid::from_u128(self.fresh_devices))
        });
        for receipt in &intake.receipts {
            self.outbox.retain(|stored| stored.entry.id != receipt.id);
            self.confirmed.push(receipt.id);
        }
        for refused in &intake.rejected {
            self.outbox.retain(|stored| stored.entry.id != refused.id);
            self.set_aside.push(*refused);
        }
        self.reads.retain(|note| !intake.reads.contains(&note.id));
        self.received.extend(intake.received);
        if intake.forget_received {
            self.received.clear();
        }
        self.cursor = intake.cursor;
        Input::Stored {
            unsent: self.outbox.len(),
            becomes,
            again: std::mem::take(&mut self.reads_again),
        }
    }
}

/// The answer of a centre that takes everything.
fn answer(request: &SyncRequest, news: &[Stored]) -> SyncResponse {
    let receipt = |id| Receipt {
        id,
        received_at: START,
    };
    SyncResponse {
        anew: Vec::new(),
        whole: None,
        receipts: ids(request).into_iter().map(receipt).collect(),
        rejected: Vec::new(),
        entries: EntryBatch::of(news),
        cursor: Cursor("1".to_owned()),
        more: false,
        centre_time: START,
        last: None,
        enrolled: None,
        lease: Lease::default(),
    }
}

fn ids(request: &SyncRequest) -> Vec<EntryId> {
    let entries = request.entries.clone().entries().unwrap();
    entries.into_iter().map(|stored| stored.entry.id).collect()
}

fn own_entries(seed: u64, count: usize) -> Vec<Stored> {
    let mut writer = Writer::new(seed);
    let mut write = || {
        let name = "Prøve Prøvesen".to_owned();
        writer.entry(
            PlanId::DIRECTORY,
            BTreeSet::new(),
            Change::PersonNamed { name },
        )
    };
    (0..count).map(|_| Stored::unsent(write())).collect()
}

fn others_entries(count: usize) -> Vec<Stored> {
    let unsent = own_entries(2, count).into_iter();
    unsent
        .map(|stored| Stored::received(stored.entry, START))
        .collect()
}

fn notes(count: u128) -> Vec<ReadNote> {
    let note = |number: u128| ReadNote {
        id: Uuid::from_u128(number),
        act: ReadAct::Opened,
        reason: ReadReason::CaseWork,
        plans: BTreeSet::from([PlanId(Uuid::from_u128(9))]),
        first: START,
        last: START,
        times: 1,
    };
    (1..=count).map(note).collect()
}

fn refused(status: u16, code: &str) -> SendFailure {
    let (code, message) = (code.to_owned(), String::new());
    SendFailure::Refused {
        status,
        error: ApiError { code, message },
    }
}

fn unreachable(asked: &mut usize) -> Answer {
    *asked += 1;
    Err(SendFailure::NoAnswer)
}
