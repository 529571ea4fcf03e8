//! A device that finds itself to be a copy asks for a name of its own, and for the same one until it has it.

use super::*;
use crate::message::{Enrolment, TagKey};

/// What the centre says while the other device of the name writes.
fn with_anothers_end(request: &SyncRequest) -> SyncResponse {
    SyncResponse {
        last: Some(others_entries(1)[0].entry.id),
        ..answer(request, &[])
    }
}

/// The centre names the device as it asks.
fn named(request: &SyncRequest) -> SyncResponse {
    SyncResponse {
        enrolled: request.becomes.map(|device| Enrolment {
            device,
            tag_key: TagKey([1; 32]),
        }),
        ..answer(request, &[])
    }
}

/// A device whose one entry the centre has, as it knows.
fn settled() -> Device {
    let mut device = Device::with_entries(1);
    device.run(Input::EntrySaved, &mut |request| {
        Ok(SyncResponse {
            last: ids(request).last().copied(),
            ..answer(request, &[])
        })
    });
    assert!(device.last.is_some());
    device
}

#[test]
fn the_end_of_the_chain_goes_along_with_what_is_handed_in() {
    let mut device = settled();
    let last = device.last;
    let mut after: Vec<Option<EntryId>> = Vec::new();
    device.outbox = own_entries(7, 1);
    device.run(Input::EntrySaved, &mut |request| {
        after.push(request.after);
        Err(SendFailure::NoAnswer)
    });
    assert_eq!(after, [last]);
}

#[test]
fn a_copy_asks_for_a_name_at_once_and_goes_on_under_it() {
    let mut device = settled();
    let before: DeviceId = Writer::alice().device;
    let mut named_as: Vec<(DeviceId, Option<DeviceId>)> = Vec::new();
    device.outbox = own_entries(7, 1);
    device.run(Input::EntrySaved, &mut |request| {
        named_as.push((request.device, request.becomes));
        Ok(match request.becomes {
            None => with_anothers_end(request),
            Some(_) => named(request),
        })
    });
    let name = DeviceId(Uuid::from_u128(1));
    assert_eq!(named_as, [(before, None), (before, Some(name))]);
    device.run(Input::SyncAsked, &mut |request| {
        named_as.push((request.device, request.becomes));
        Ok(answer(request, &[]))
    });
    assert_eq!(named_as[2], (name, None));
    assert_eq!(device.outbox, []);
}

#[test]
fn a_name_whose_answer_was_lost_or_not_stored_is_asked_for_again() {
    let mut device = settled();
    let mut asked: Vec<Option<DeviceId>> = Vec::new();
    device.run(Input::SyncAsked, &mut |request| match request.becomes {
        None => Ok(with_anothers_end(request)),
        Some(_) => Err(SendFailure::NoAnswer),
    });
    device.is_disk_full = true;
    device.run(Input::SyncAsked, &mut |request| {
        asked.push(request.becomes);
        Ok(named(request))
    });
    device.is_disk_full = false;
    // What shows the copy once more brings another fresh id, which is not needed.
    device.run(Input::SyncAsked, &mut |request| {
        asked.push(request.becomes);
        Ok(with_anothers_end(request))
    });
    device.run(Input::SyncAsked, &mut |request| {
        asked.push(request.becomes);
        Ok(named(request))
    });
    assert_eq!(asked, [Some(DeviceId(Uuid::from_u128(1))); 3]);
    device.run(Input::SyncAsked, &mut |request| {
        assert_eq!(request.device, DeviceId(Uuid::from_u128(1)));
        Ok(answer(request, &[]))
    });
}

#[test]
fn a_centre_that_gives_no_name_is_not_asked_in_a_circle() {
    let mut device = settled();
    let before: usize = device.exchanges;
    device.run(Input::SyncAsked, &mut |request| {
        Ok(with_anothers_end(request))
    });
    assert_eq!(device.exchanges - before, 2);
    assert_eq!(device.machine.phase(), Phase::Resting);
}

#[test]
fn a_name_that_was_not_stored_before_the_centre_forgot_is_not_taken() {
    let mut device = settled();
    let before: DeviceId = Writer::alice().device;
    device.run(Input::SyncAsked, &mut |request| match request.becomes {
        None => Ok(with_anothers_end(request)),
        Some(_) => Err(SendFailure::NoAnswer),
    });
    device.is_disk_full = true;
    device.run(Input::SyncAsked, &mut |request| Ok(named(request)));
    device.is_disk_full = false;
    device.run(Input::SyncAsked, &mut |request| {
        if request.cursor.is_some() {
            return Err(refused(409, "cursor-unknown"));
        }
        assert_eq!(request.device, before);
        Ok(named(request))
    });
}

#[test]
fn what_lies_here_or_was_known_shows_no_copy() {
    let [own, known] = [0, 1].map(|at| own_entries(3, 2)[at].entry.id);
    let with = |last: Option<EntryId>| Intake {
        last,
        ..Intake::default()
    };
    assert!(with(Some(own)).shows_a_copy(Some(known), |_| false));
    assert!(!with(Some(own)).shows_a_copy(Some(known), |id| id == own));
    assert!(!with(Some(known)).shows_a_copy(Some(known), |_| false));
    assert!(!with(None).shows_a_copy(Some(known), |_| false));
    assert!(!with(Some(own)).shows_a_copy(None, |_| false));
}
