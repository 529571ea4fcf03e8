//! When a machine listens for news, and when it exchanges because of them.

use super::*;

/// News are acted on within so many milliseconds.
const SOON: u64 = 3_000;

impl Device {
    /// One that has exchanged once and whose stream is open.
    fn that_listens() -> Self {
        let mut device = Self::with_entries(0);
        device.go_well(Input::MayBeOnline);
        assert!(device.is_listening);
        device.hear(Heard::Open);
        device
    }

    fn go_well(&mut self, input: Input) {
        self.run(input, &mut |request| Ok(answer(request, &[])));
    }

    fn go_wrong(&mut self, input: Input, failure: &SendFailure) {
        self.run(input, &mut |_| Err(failure.clone()));
    }

    /// It hears something, and does nothing at once.
    fn hear(&mut self, heard: Heard) {
        let exchanges: usize = self.exchanges;
        self.go_well(heard.into());
        assert_eq!(self.exchanges, exchanges);
    }

    /// Lets time pass until the machine does something. Answers with how long that was.
    fn wait_and_exchange(&mut self) -> u64 {
        let exchanges: usize = self.exchanges;
        let wait: u64 = self.wait();
        self.go_well(Input::TimePassed);
        assert_eq!(self.exchanges, exchanges + 1);
        wait
    }

    fn pass(&mut self, millis: u64) {
        self.now += millis;
    }
}

#[test]
fn a_stream_is_opened_once_an_exchange_went_well() {
    let mut device = Device::with_entries(0);
    device.go_wrong(Input::MayBeOnline, &SendFailure::NoAnswer);
    assert_eq!(device.streams, 0);
    device.wait();
    device.go_well(Input::TimePassed);
    assert_eq!(device.streams, 1);
    device.hear(Heard::Open);
    device.go_well(Input::SyncAsked);
    assert_eq!(device.streams, 1, "it is open already");
}

#[test]
fn while_it_listens_it_asks_seldom_and_without_a_stream_often() {
    let mut device = Device::that_listens();
    // What came between the exchange and the stream, the next regular one finds.
    assert_eq!(device.wait_and_exchange(), POLL_MILLIS);
    assert_eq!(device.wait_and_exchange(), LISTENING_POLL_MILLIS);
    device.hear(Heard::Broke);
    assert_eq!(device.machine.next_try(), Some(device.now + POLL_MILLIS));
    device.go_well(Input::SyncAsked);
    assert_eq!(device.machine.next_try(), Some(device.now + POLL_MILLIS));
}

#[test]
fn news_bring_an_exchange_soon_and_each_device_at_its_own_moment() {
    let mut waits: BTreeSet<u64> = BTreeSet::new();
    for seed in 0..100 {
        let mut device = Device::with_entries(0);
        let Writer {
            author, device: id, ..
        } = Writer::alice();
        device.machine = Machine::new((author, id), "test".to_owned(), None, seed);
        device.go_well(Input::MayBeOnline);
        device.hear(Heard::Open);
        device.hear(Heard::News);
        device.hear(Heard::News);
        let wait: u64 = device.wait_and_exchange();
        assert!(wait < SOON, "{wait}");
        waits.insert(wait);
    }
    assert!(waits.len() > 80, "{}", waits.len());
}

#[test]
fn news_without_end_leave_time_between_exchanges() {
    let mut device = Device::that_listens();
    device.hear(Heard::News);
    device.wait_and_exchange();
    for _ in 0..5 {
        device.hear(Heard::News);
        let wait: u64 = device.wait_and_exchange();
        assert!((3_900..8_000).contains(&wait), "{wait}");
    }
}

#[test]
fn news_during_an_exchange_are_not_forgotten() {
    let mut device = Device::that_listens();
    device.run(Input::SyncAsked, &mut |request| Ok(answer(request, &[])));
    let outputs = device.machine.handle(Input::SyncAsked, device.now);
    assert!(matches!(outputs[..], [Output::Gather(_)]));
    assert_eq!(device.machine.handle(Heard::News.into(), device.now), []);
    let gathered = device.gather();
    device.go_well(gathered);
    assert!(device.wait_and_exchange() < SOON);
}

#[test]
fn news_do_not_shorten_a_wait_for_what_goes_wrong() {
    for (status, code) in [(500, "failed"), (503, "busy"), (429, "too-many-requests")] {
        let mut device = Device::that_listens();
        device.go_wrong(Input::SyncAsked, &refused(status, code));
        assert!(device.machine.problem().is_some());
        assert!(device.is_listening, "the centre is there, only unwell");
        let until = device.machine.next_deadline();
        for heard in [Heard::News, Heard::Over, Heard::Broke] {
            device.hear(heard);
            assert_eq!(device.machine.next_deadline(), until, "{heard:?}");
        }
    }
}

#[test]
fn a_stream_ends_where_nobody_answers_or_nobody_is_signed_in() {
    for failure in [
        SendFailure::NoAnswer,
        SendFailure::NotTheCentre,
        refused(401, "not-signed-in"),
        refused(403, "device-revoked"),
        refused(426, "app-too-old"),
    ] {
        let mut device = Device::that_listens();
        device.hear(Heard::News);
        device.wait();
        device.go_wrong(Input::TimePassed, &failure);
        assert!(!device.is_listening, "{failure:?}");
        let streams: usize = device.streams;
        device.go_well(Input::SignedIn);
        assert_eq!(device.streams, streams + 1, "{failure:?}");
    }
}

#[test]
fn whoever_holds_sync_back_does_not_listen() {
    let mut device = Device::that_listens();
    device.go_well(Input::Held(true));
    assert!(!device.is_listening);
    assert_eq!(device.machine.next_deadline(), device.machine.next_try());
    device.go_well(Input::Held(false));
    assert!(device.is_listening);
}

#[test]
fn a_stream_that_breaks_is_opened_again_after_longer_and_longer() {
    let mut device = Device::that_listens();
    let mut waits: Vec<u64> = Vec::new();
    for streams in 2..9 {
        device.hear(Heard::Broke);
        let begun: u64 = device.now;
        while device.streams < streams {
            device.wait();
            device.go_well(Input::TimePassed);
        }
        waits.push(device.now - begun);
    }
    assert!((1_500..3_000).contains(&waits[0]), "{waits:?}");
    assert!(waits[6] > 60_000, "{waits:?}");
    // One that was open for long has not failed before.
    device.hear(Heard::Open);
    device.go_well(Input::SyncAsked);
    device.pass(POLL_MILLIS + 1);
    device.hear(Heard::Broke);
    assert!(device.wait() < 3_000);
}

#[test]
fn a_stream_that_opens_late_may_have_missed_something() {
    let mut device = Device::that_listens();
    device.hear(Heard::Broke);
    device.pass(5_000);
    device.go_well(Input::TimePassed);
    assert_eq!(device.streams, 2);
    device.hear(Heard::Open);
    assert!(device.wait_and_exchange() < SOON);
}

#[test]
fn when_it_is_over_the_device_asks_why_and_listens_no_more_by_itself() {
    let mut device = Device::that_listens();
    device.hear(Heard::Over);
    assert!(device.wait_and_exchange() < SOON);
    for _ in 0..3 {
        assert_eq!(device.wait_and_exchange(), POLL_MILLIS);
    }
    assert_eq!(device.streams, 1);
    device.go_well(Input::MayBeOnline);
    assert_eq!(device.streams, 2);
}

#[test]
fn a_clock_that_is_set_back_takes_what_was_heard_along() {
    let mut device = Device::that_listens();
    device.pass(30_000);
    device.hear(Heard::News);
    device.now -= 20_000;
    device.hear(Heard::Open);
    assert!(device.wait_and_exchange() < SOON);
}
