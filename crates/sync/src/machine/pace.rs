//! How much is sent at once and how long to wait after a failure: start small, grow while it goes well.

/// While nothing else happens the machine asks for news this often, in milliseconds.
pub const POLL_MILLIS: u64 = 60_000;

/// An exchange without an answer is given up after this long, in milliseconds.
pub const ANSWER_MILLIS: u64 = 45_000;

/// The least and the most bytes of entries handed in at once.
const OUT_BYTES: (usize, usize) = (4 * 1024, 1024 * 1024);
/// The least and the most bytes of entries asked for at once.
const IN_BYTES: (u32, u32) = (16 * 1024, 4 * 1024 * 1024);
/// The shortest and the longest wait after a failure, in milliseconds.
const WAIT_MILLIS: (u64, u64) = (2_000, 300_000);

/// How much to take from the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// At most about so many bytes, but at least one entry.
    pub bytes: usize,
    /// At most so many entries.
    pub entries: usize,
    /// At most about so many bytes of notes of reads, but at least one note unless this is 0.
    pub read_bytes: usize,
}

/// Sizes and waiting times.
#[derive(Clone, Debug)]
pub struct Pace {
    out_bytes: usize,
    in_bytes: u32,
    most_entries: usize,
    failures: u32,
    chance: u64,
}

impl Pace {
    /// Begins at a careful size. `seed` spreads the waiting times of many devices.
    pub fn new(seed: u64) -> Self {
        Self {
            out_bytes: 128 * 1024,
            in_bytes: 512 * 1024,
            most_entries: usize::MAX,
            failures: 0,
            chance: seed,
        }
    }

    /// How much to hand in now.
    pub fn limits(&self) -> Limits {
        Limits {
            bytes: self.out_bytes,
            entries: self.most_entries,
            read_bytes: self.out_bytes / 4,
        }
    }

    /// How much to ask for now, in bytes.
    pub fn accept_bytes(&self) -> u32 {
        self.in_bytes
    }

    /// An exchange of `entries` entries went well: try more next time.
    pub fn went_well(&mut self, entries: usize) {
        self.failures = 0;
        self.out_bytes = (self.out_bytes * 2).min(OUT_BYTES.1);
        self.in_bytes = self.in_bytes.saturating_mul(4).min(IN_BYTES.1);
        if entries > 0 {
            self.most_entries = self.most_entries.saturating_mul(2);
        }
    }

    /// An exchange failed: try less next time, after so many milliseconds.
    pub fn went_wrong(&mut self) -> u64 {
        self.out_bytes = (self.out_bytes / 2).max(OUT_BYTES.0);
        self.in_bytes = (self.in_bytes / 2).max(IN_BYTES.0);
        let doubled: u64 = WAIT_MILLIS.0.saturating_mul(1 << self.failures.min(16));
        self.failures = self.failures.saturating_add(1);
        let wait: u64 = doubled.min(WAIT_MILLIS.1);
        // Between half and the whole of it, so that many devices do not come back at once.
        wait / 2 + self.spread(wait / 2)
    }

    /// A person asks: the next wait starts from the shortest.
    pub fn forget_failures(&mut self) {
        self.failures = 0;
    }

    /// Hand in at most so many entries, at least one.
    pub fn send_at_most(&mut self, entries: usize) {
        self.most_entries = entries.max(1);
    }

    /// Hand in as many as fit again.
    pub fn send_all(&mut self) {
        self.most_entries = usize::MAX;
    }

    /// Some number below `millis`, which is more than 0: so that many devices do not do the same at once.
    pub fn spread(&mut self, millis: u64) -> u64 {
        self.throw() % millis
    }

    /// The next number of a splitmix64 sequence (Steele, Lea, Flood 2014).
    fn throw(&mut self) -> u64 {
        self.chance = self.chance.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z: u64 = self.chance;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}
