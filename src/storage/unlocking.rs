//! Making a space and opening it. Each wrong passphrase makes the next try wait longer, up to a ceiling: somebody at the
//! tablet tries a few, a thief with a copy of the disk is held up by what a try costs. No number of wrong ones
//! destroys anything. What has to wait is written before the passphrase is tried, so that ending the app gains nothing.
//! The device's screen lock counts wrong tries itself.

use overgang_domain::UserId;
use overgang_sync::message::Realm;
use uuid::Uuid;

use super::connection::CommitError;
use super::journal_store::{TRIES, failed};
use super::outbox::OwnerMarker;
use super::spaces::{Space, SpaceUse, database_of, keep_space, keep_use, space, spaces, use_of};
use crate::sealing::{
    AskScreenLockError, CryptoError, DeriveError, Envelope, OpenEnvelopeError, ScreenLock,
    SpaceKeys, random_bytes,
};

/// So many wrong ones cost nothing: fingers slip.
const FREE: u32 = 3;
/// The longest wait, in milliseconds.
const CEILING: u64 = 5 * 60 * 1000;

/// A space stays closed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    /// The passphrase is wrong; no other is tried before this moment, milliseconds since 1970.
    #[error("the passphrase is wrong")]
    Wrong {
        /// When the next may be tried.
        wait_until: u64,
    },
    /// It is too early for another try.
    #[error("after several wrong passphrases the next one has to wait")]
    TooEarly {
        /// When it may be tried.
        wait_until: u64,
    },
    /// The keys are damaged in both places.
    #[error("the keys of this space are damaged")]
    Damaged,
    /// The passphrase could not be tried.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// The device's screen lock did not open it.
    #[error(transparent)]
    ScreenLock(#[from] AskScreenLockError),
    /// The try could not be written down.
    #[error(transparent)]
    Write(#[from] CommitError),
}

/// A space could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MakeSpaceError {
    /// The browser cannot make keys.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// It cannot be written.
    #[error(transparent)]
    Write(#[from] CommitError),
}

impl From<CryptoError> for MakeSpaceError {
    fn from(error: CryptoError) -> Self {
        Self::Derive(error.into())
    }
}

/// Makes a space for a user, with fresh keys that open with `passphrase`. When this returns, it is on disk.
pub async fn make_space(
    realm: Realm,
    user: UserId,
    passphrase: &str,
    now: u64,
) -> Result<SpaceKeys, MakeSpaceError> {
    let id: Uuid = uuid::Builder::from_random_bytes(random_bytes()?).into_uuid();
    let (envelope, keys) = Envelope::make(id, passphrase).await?;
    let space = Space {
        id,
        realm,
        user,
        envelope,
        key_since: now,
    };
    keep_space(&space, None).await?;
    keep_use(id, &opened_at(now)).await?;
    let known = spaces().await.unwrap_or_default().into_iter();
    let known: Vec<String> = known.map(|one| database_of(one.space.id)).collect();
    OwnerMarker::inherit(&database_of(id), &owner(&space), &known);
    OwnerMarker::write(&database_of(id), &owner(&space));
    Ok(keys)
}

/// Opens a space. Needs no network.
pub async fn unlock(space: Uuid, passphrase: &str, now: u64) -> Result<SpaceKeys, UnlockError> {
    // As it is now: another tab may have changed its passphrase.
    let space: Space = found(space).await?;
    let mut used: SpaceUse = use_of(space.id).await;
    // A clock that was wrong, or is set back, makes nobody wait longer than the ceiling.
    if used.wait_until > now.saturating_add(CEILING) {
        used.wait_until = now.saturating_add(CEILING);
        note_use(space.id, &used).await?;
    }
    if now < used.wait_until {
        let SpaceUse { wait_until, .. } = used;
        return Err(UnlockError::TooEarly { wait_until });
    }
    let tried = SpaceUse {
        wrong: used.wrong.saturating_add(1),
        wait_until: wait_after(used.wrong.saturating_add(1)).map_or(0, |wait| now + wait),
        ..used
    };
    note_use(space.id, &tried).await?;
    match space.envelope.open(space.id, passphrase).await {
        Ok((keys, stronger)) => {
            note_opened(&space, now).await?;
            if let Some(envelope) = stronger {
                let stronger = Space {
                    envelope,
                    ..space.clone()
                };
                // Where it cannot be written it is tried again at the next opening.
                drop(keep_space(&stronger, Some(&space)).await);
            }
            Ok(keys)
        }
        Err(OpenEnvelopeError::WrongPassphrase) => Err(UnlockError::Wrong {
            wait_until: tried.wait_until,
        }),
        // These were no guesses.
        Err(OpenEnvelopeError::Damaged) => {
            note_use(space.id, &used).await?;
            Err(UnlockError::Damaged)
        }
        Err(OpenEnvelopeError::Derive(error)) => {
            note_use(space.id, &used).await?;
            Err(UnlockError::Derive(error))
        }
        Err(OpenEnvelopeError::ScreenLock(error)) => Err(UnlockError::ScreenLock(error)),
    }
}

/// Opens a space by the device's screen lock. Needs no network.
pub async fn unlock_by_screen_lock(space: Uuid, now: u64) -> Result<SpaceKeys, UnlockError> {
    let space: Space = found(space).await?;
    let keys: SpaceKeys = match space.envelope.open_by_screen_lock(space.id).await {
        Ok(keys) => keys,
        Err(OpenEnvelopeError::ScreenLock(error)) => return Err(error.into()),
        Err(OpenEnvelopeError::Derive(error)) => return Err(error.into()),
        Err(OpenEnvelopeError::Damaged | OpenEnvelopeError::WrongPassphrase) => {
            return Err(UnlockError::Damaged);
        }
    };
    note_opened(&space, now).await?;
    Ok(keys)
}

/// Lets the device's screen lock open a space as well. Wrong passphrases count as at [`unlock`]. When this returns, it is
/// on disk.
pub async fn add_screen_lock(
    space: Uuid,
    passphrase: &str,
    lock: &ScreenLock,
    now: u64,
) -> Result<(), UnlockError> {
    unlock(space, passphrase, now).await?;
    change_envelope(space, async |envelope| {
        let changed = envelope.with_screen_lock(space, passphrase, lock).await;
        // It was right a moment ago: another tab has changed it since.
        changed.map_err(|_| UnlockError::Write(CommitError::Stale))
    })
    .await
}

/// From now on the passphrase alone opens a space. When this returns, it is on disk.
pub async fn drop_screen_lock(space: Uuid) -> Result<(), UnlockError> {
    change_envelope(space, async |envelope| Ok(envelope.without_screen_lock())).await
}

/// Whether the device's screen lock opens a space.
pub async fn opens_by_screen_lock(space: Uuid) -> bool {
    let found = found(space).await;
    found.is_ok_and(|space| space.envelope.opens_by_screen_lock())
}

/// Writes an envelope in the place of the one that it was made of, however often another tab is quicker.
async fn change_envelope(
    space: Uuid,
    change: impl AsyncFn(&Envelope) -> Result<Envelope, UnlockError>,
) -> Result<(), UnlockError> {
    for _ in 0..TRIES {
        let before: Space = found(space).await?;
        let after = Space {
            envelope: change(&before.envelope).await?,
            ..before.clone()
        };
        if keep_space(&after, Some(&before)).await? {
            return Ok(());
        }
    }
    Err(UnlockError::Write(CommitError::Stale))
}

/// Lets another passphrase open a space from now on. Wrong ones count as at [`unlock`]. When this returns, it is on disk.
pub async fn change_passphrase(
    space: Uuid,
    passphrase: &str,
    new: &str,
    now: u64,
) -> Result<SpaceKeys, UnlockError> {
    for _ in 0..TRIES {
        let keys: SpaceKeys = unlock(space, passphrase, now).await?;
        // Where it was stretched more at that, the envelope is another one by now.
        let before: Space = found(space).await?;
        let (envelope, keys) = before.envelope.with_passphrase(&keys, new).await?;
        let after = Space {
            envelope,
            // Its data key is due: whoever kept the old envelope has it.
            key_since: 0,
            ..before.clone()
        };
        // Its keys may have been changed in another tab meanwhile.
        if keep_space(&after, Some(&before)).await? {
            return Ok(keys);
        }
    }
    Err(UnlockError::Write(CommitError::Stale))
}

/// Whether a passphrase opens a space, for a lock that has kept its keys. Wrong ones count as at [`unlock`].
pub async fn is_passphrase_of(
    space: Uuid,
    passphrase: &str,
    now: u64,
) -> Result<bool, UnlockError> {
    match unlock(space, passphrase, now).await {
        Ok(_) => Ok(true),
        Err(UnlockError::Wrong { .. }) => Ok(false),
        Err(other) => Err(other),
    }
}

/// Writes how a space was used. Where the disk is full the space opens all the same: else what lies in it were shut in.
async fn note_use(space: Uuid, used: &SpaceUse) -> Result<(), CommitError> {
    match keep_use(space, used).await {
        Err(CommitError::Full) => Ok(()),
        written => written,
    }
}

/// Writes that a space was opened, and whose it is.
async fn note_opened(space: &Space, now: u64) -> Result<(), CommitError> {
    note_use(space.id, &opened_at(now)).await?;
    OwnerMarker::write(&database_of(space.id), &owner(space));
    Ok(())
}

fn owner(space: &Space) -> String {
    format!("{}/{}", space.realm.as_str(), space.user)
}

async fn found(id: Uuid) -> Result<Space, UnlockError> {
    let found = space(id).await.map_err(failed)?;
    found.ok_or(UnlockError::Damaged)
}

fn opened_at(now: u64) -> SpaceUse {
    SpaceUse {
        is_signed_in: true,
        opened_at: now,
        ..SpaceUse::default()
    }
}

/// How long to wait after so many wrong ones, in milliseconds: 2 s, 4 s, 8 s … `None`: not at all, so that two tabs that
/// are opened in the same moment do not hold each other up.
fn wait_after(wrong: u32) -> Option<u64> {
    let beyond: u32 = wrong.checked_sub(FREE).filter(|beyond| *beyond > 0)?;
    let wait: u64 = 1000_u64.saturating_mul(2_u64.saturating_pow(beyond));
    Some(wait.min(CEILING))
}
