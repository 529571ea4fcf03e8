//! Finding an entry that the centre fails on. When an exchange with entries is refused as a whole, an
//! exchange without any shows whether the centre itself is well. If it is, fewer entries go out
//! each time, until one is left; one that fails three times alone is set aside.

use std::collections::BTreeMap;

use overgang_domain::EntryId;

/// How often an entry may fail alone.
const CHANCES: u8 = 3;

/// The entries of the last refused exchange.
#[derive(Clone, Debug, Default)]
pub(super) struct Suspects {
    batch: Vec<EntryId>,
    is_probing: bool,
    is_searching: bool,
    failed_alone: BTreeMap<EntryId, u8>,
}

/// What an exchange that went well says about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing was suspected.
    Nobody,
    /// It is one of so many.
    OneOf(usize),
    /// It is this one.
    Guilty(EntryId),
}

impl Suspects {
    /// An exchange with these entries was refused. Answers whether to look into it; not where there
    /// were none, for then the centre itself is unwell.
    pub(super) fn refused(&mut self, sent: &[EntryId]) -> bool {
        if sent.is_empty() {
            return false;
        }
        self.batch = sent.to_vec();
        self.is_probing = true;
        self.is_searching = true;
        true
    }

    /// Whether the next exchange has to be one without entries.
    pub(super) fn is_probe_due(&self) -> bool {
        self.is_probing
    }

    /// Whether a bad entry is being looked for, so that the next exchange should follow at once.
    pub(super) fn is_searching(&self) -> bool {
        self.is_searching
    }

    /// An exchange went well.
    pub(super) fn answered(&mut self) -> Verdict {
        if !self.is_probing {
            self.is_searching = false;
            return Verdict::Nobody;
        }
        self.is_probing = false;
        let batch: Vec<EntryId> = std::mem::take(&mut self.batch);
        let [alone] = batch.as_slice() else {
            return Verdict::OneOf(batch.len());
        };
        let failed: &mut u8 = self.failed_alone.entry(*alone).or_default();
        *failed += 1;
        if *failed < CHANCES {
            return Verdict::OneOf(1);
        }
        self.failed_alone.remove(alone);
        Verdict::Guilty(*alone)
    }

    /// The centre cannot be reached or is unwell: nobody is to blame.
    pub(super) fn clear(&mut self) {
        self.batch.clear();
        self.is_probing = false;
        self.is_searching = false;
    }
}
