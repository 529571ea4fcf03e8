//! What a copied device finds, and the name that it is given.

use super::{
    ALL, Enrolment, Entry, EntryId, Intake, JournalBackend, RejectReason, Rejected, TagKey, Writer,
    ids, receipts, sets, with,
};

pub(super) async fn an_end_of_the_chain_that_was_never_here_shows_a_copy<J: JournalBackend>() {
    let mut journal = J::fresh("chain").await;
    let mut alice = Writer::alice();
    let (plan, opened) = alice.open_plan("ullersmo");
    let set: Vec<Entry> = sets(&mut alice, &plan, "id-check");
    journal.save(&opened, &plan).await;
    journal.save(&set, &with(&plan, &set)).await;
    let [before, others] =
        ["bank-account", "release-travel"].map(|item| sets(&mut Writer::bob(), &plan, item)[0].id);
    let ends = |last: EntryId| Intake {
        last: Some(last),
        ..Intake::default()
    };
    let reason = RejectReason::NotAllowed;
    let honest = [
        // Whatever stands there when nothing is known.
        ends(before),
        ends(before),
        // An answer was lost: it waits here.
        ends(opened[0].id),
        Intake {
            rejected: ids(&set).map(|id| Rejected { id, reason }).collect(),
            ..ends(opened[0].id)
        },
        // It was taken all the same, after it was set aside.
        ends(set[0].id),
    ];
    for intake in honest {
        let last = intake.last;
        assert!(!journal.take_in(intake).await);
        assert_eq!(journal.chain_end().await, last);
    }
    // What else it says is kept, and it is found again.
    for _ in 0..2 {
        let intake = Intake {
            receipts: receipts(&opened, 5),
            ..ends(others)
        };
        assert!(journal.take_in(intake).await);
        journal = journal.reopened().await;
        assert_eq!(journal.gather(ALL).await, []);
        assert_eq!(journal.chain_end().await, Some(set[0].id));
    }
    // The centre was restored: where the chain ended counts no longer.
    journal.take_in(Intake::default()).await;
    assert_eq!(journal.chain_end().await, None);
    assert!(!journal.take_in(ends(others)).await);
}

pub(super) async fn a_copy_takes_the_name_that_it_is_given<J: JournalBackend>() {
    let mut journal = J::fresh("named").await;
    let alice = Writer::alice();
    let enrolment = |device, key: u8| Enrolment {
        device,
        tag_key: TagKey([key; 32]),
    };
    journal.enrol(enrolment(alice.device, 1)).await;
    let [known, others] = [1, 2].map(|seed| {
        let (_, opened) = Writer::new(seed).open_plan("ullersmo");
        opened[0].id
    });
    for last in [known, others] {
        let last = Some(last);
        journal
            .take_in(Intake {
                last,
                ..Intake::default()
            })
            .await;
    }
    let named = enrolment(Writer::bob().device, 2);
    let intake = Intake {
        last: Some(others),
        enrolled: Some(named),
        ..Intake::default()
    };
    assert!(!journal.take_in(intake).await, "the chain of the new name");
    let mut journal = journal.reopened().await;
    assert_eq!(journal.enrolled().await, Some(named));
    assert_eq!(journal.chain_end().await, Some(others));
}
