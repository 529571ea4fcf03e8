//! Chance that can be repeated: the same seed throws the same dice (`SplitMix64`).

use overgang_domain::ids::fresh_after;
use uuid::Uuid;

/// A row of throws.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// The throws of one seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Throws of its own for one matter, so that a change there moves nothing elsewhere.
    pub(super) fn split(&mut self) -> Self {
        Self(self.next())
    }

    /// A number from 0 to below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let end: u64 = end.max(1) as u64;
        usize::try_from(self.next() % end).unwrap_or_default()
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width: u64 = low.abs_diff(high) + 1;
        low.saturating_add_unsigned(self.next() % width)
    }

    /// Whether something of so many per cent happens.
    pub(super) fn percent(&mut self, chance: u64) -> bool {
        self.next() % 100 < chance
    }

    /// One of several.
    pub(super) fn pick<'a, T>(&mut self, several: &'a [T]) -> &'a T {
        &several[self.below(several.len())]
    }

    /// One of several, each as likely as its weight says.
    pub(super) fn pick_weighted<T: Copy>(&mut self, several: &[(T, usize)]) -> T {
        let total: usize = several.iter().map(|(_, weight)| weight).sum();
        let mut left: usize = self.below(total);
        for (one, weight) in several {
            if left < *weight {
                return *one;
            }
            left -= weight;
        }
        several[0].0
    }

    /// Puts them into another order.
    pub(super) fn shuffle<T>(&mut self, several: &mut [T]) {
        for at in (1..several.len()).rev() {
            several.swap(at, self.below(at + 1));
        }
    }

    /// A random id.
    pub(super) fn id(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// An id made at `millis` since 1970 (`UUIDv7`).
    pub(super) fn id_at(&mut self, millis: u64) -> Uuid {
        self.id_after(Uuid::nil(), millis)
    }

    /// An id made at `millis` since 1970 (`UUIDv7`), greater than `last`.
    pub(super) fn id_after(&mut self, last: Uuid, millis: u64) -> Uuid {
        let bytes: [u8; 16] = self.bytes();
        let mut chance = [0_u8; 10];
        chance.copy_from_slice(&bytes[..10]);
        fresh_after(last, millis, chance)
    }

    fn bytes(&mut self) -> [u8; 16] {
        let number: u128 = (u128::from(self.next()) << 64) | u128::from(self.next());
        number.to_be_bytes()
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed: u64 = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
