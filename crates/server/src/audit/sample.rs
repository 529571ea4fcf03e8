//! Which rows of a week are looked at. Pure: the same rows and the same chance give the same sample, in whatever order the
//! rows come. The chance is drawn once the week is over, so nobody who reads can know what it will be.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::UserId;
use overgang_sync::message::{AuditPlace, PickReason};

use crate::chain::Hash;

/// How many rows a sample has, if the week has so many.
pub(super) const SIZE: usize = 20;

/// How many of them are there by chance at least, however much stands out.
const BY_CHANCE: usize = 5;

/// How many plans that were not theirs are picked of one user.
const OF_ONE_USER: usize = 5;

/// A row that may be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Where it stands.
    pub(super) place: AuditPlace,
    /// Who.
    pub(super) user: UserId,
    /// What stands out about it: always `None`, [`PickReason::Alarm`], [`PickReason::Override`],
    /// [`PickReason::OwnConsent`] or [`PickReason::NotTheirs`].
    pub(super) stands_out: Option<PickReason>,
}

/// Draws the sample: all alarms, all overrides and all consents in the own administration's favour; of each user up to
/// five openings of plans that were not theirs; then others by chance until there are 20, and at least five of them.
pub(super) fn draw(seed: Hash, candidates: &[Candidate]) -> Vec<(AuditPlace, PickReason)> {
    let mut ranked: Vec<([u8; 32], &Candidate)> = candidates
        .iter()
        .map(|candidate| (rank(seed, candidate.place), candidate))
        .collect();
    ranked.sort_by_key(|(rank, candidate)| (*rank, candidate.place));
    let mut of_user: BTreeMap<UserId, usize> = BTreeMap::new();
    let mut picks: Vec<(AuditPlace, PickReason)> = Vec::new();
    for (_, candidate) in &ranked {
        let Some(why) = candidate.stands_out else {
            continue;
        };
        if why == PickReason::NotTheirs {
            let count: &mut usize = of_user.entry(candidate.user).or_default();
            *count += 1;
            if *count > OF_ONE_USER {
                continue;
            }
        }
        picks.push((candidate.place, why));
    }
    picks.sort_by_key(|(_, why)| *why);
    let picked: BTreeSet<AuditPlace> = picks.iter().map(|(place, _)| *place).collect();
    let left: usize = SIZE.saturating_sub(picks.len()).max(BY_CHANCE);
    let others = ranked
        .iter()
        .filter(|(_, one)| !picked.contains(&one.place));
    picks.extend(
        others
            .take(left)
            .map(|(_, one)| (one.place, PickReason::Chance)),
    );
    picks
}

fn rank(seed: Hash, place: AuditPlace) -> [u8; 32] {
    let sequence: [u8; 8] = place.sequence.to_be_bytes();
    Hash::of(&[seed.0.as_slice(), place.strand.as_bytes(), &sequence].concat()).0
}

#[cfg(test)]
mod tests;
