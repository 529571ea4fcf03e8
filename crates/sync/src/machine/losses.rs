//! What a machine does when the centre has lost what it had, or takes back what the device has.

use super::{Intake, Machine, OfferAgain, Output, Phase, Problem};

impl Machine {
    /// The centre does not know the cursor, as after a restore: hand in again what it had confirmed, which it may have
    /// lost, and read everything again. Entries that are there or here already change nothing. A centre that
    /// forgets while all is read anew is unwell.
    pub(super) fn read_anew(&mut self, now: u64) -> Vec<Output> {
        if self.cursor.is_none() || self.times_read_anew > 0 {
            // After the wait it is all done again.
            self.times_read_anew = 0;
            return self.rest_after_failure(Problem::CentreFails, now);
        }
        self.more = true;
        self.store_without_answer(Intake {
            offer_again: Some(OfferAgain {
                user: self.user,
                device: self.name.device(),
            }),
            ..Intake::default()
        })
    }

    /// The device was revoked: what it received goes, what it has not sent stays.
    pub(super) fn forget_received(&mut self) -> Vec<Output> {
        self.suspects.clear();
        self.problem = Some(Problem::Revoked);
        let mut outputs: Vec<Output> = self.listening.stop().into_iter().collect();
        outputs.extend(self.store_without_answer(Intake {
            forget_received: true,
            ..Intake::default()
        }));
        outputs
    }

    /// What was received is gone. Nothing more is tried until somebody asks.
    pub(super) fn forgotten(&mut self, unsent: usize) -> Vec<Output> {
        self.cursor = None;
        self.more = false;
        self.unsent = unsent;
        Vec::new()
    }

    fn store_without_answer(&mut self, intake: Intake) -> Vec<Output> {
        self.sent.clear();
        self.next_cursor = None;
        self.name.storing(None);
        self.phase = Phase::Storing;
        self.deadline = None;
        vec![Output::Store(Box::new(intake))]
    }
}
