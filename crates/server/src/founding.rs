//! What happens when a centre opens its database: a new one is founded, an old one has to belong to the
//! same world.

use overgang_sync::message::Realm;

use crate::clock::DrawBytesError;
use crate::copying::new_epoch;
use crate::practice::{MakePracticeError, Practice, make_practice_prison};
use crate::sealed_outbox::OutboxSecret;
use crate::storage::{Founding, Identity, LedgerStore, PracticeOrigin, UseStoreError};

/// The database cannot be used by this centre.
#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    /// It belongs to the other world.
    #[error(
        "this database belongs to the realm \"{}\" and the server was started for \"{}\": \
         invented and real people never mix; name another --database, or start it {} --practice",
        .found.as_str(), .wanted.as_str(),
        if *.found == Realm::Practice { "with" } else { "without" }
    )]
    OtherRealm {
        /// The realm in the database.
        found: Realm,
        /// The realm that was asked for.
        wanted: Realm,
    },
    /// There are entries and nobody whose they are.
    #[error("a copy into this database was broken off: begin again with an empty one")]
    NotEmpty,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
    /// The practice prison could not be made.
    #[error(transparent)]
    Practice(#[from] MakePracticeError),
    /// No epoch could be drawn.
    #[error(transparent)]
    Epoch(#[from] DrawBytesError),
}

/// Answers with what the database is; a new one becomes one of `realm` first, where that is the practice prison made from
/// `practice`.
pub async fn found_or_check(
    store: &dyn LedgerStore,
    realm: Realm,
    practice: PracticeOrigin,
) -> Result<Identity, FoundError> {
    match store.identity().await? {
        Some(identity) if identity.realm == realm => Ok(identity),
        Some(identity) => Err(FoundError::OtherRealm {
            found: identity.realm,
            wanted: realm,
        }),
        None => found(store, realm, practice).await,
    }
}

async fn found(
    store: &dyn LedgerStore,
    realm: Realm,
    practice: PracticeOrigin,
) -> Result<Identity, FoundError> {
    if !store.log_heads().await?.is_empty() {
        // Another process of the centre may have founded it since it was asked.
        let theirs: Option<Identity> = store.identity().await?;
        let theirs = theirs.filter(|theirs| theirs.realm == realm);
        return theirs.ok_or(FoundError::NotEmpty);
    }
    let (epoch, cursor_key) = new_epoch()?;
    let origin: Option<PracticeOrigin> = match realm {
        Realm::Practice => Some(practice),
        Realm::Office => None,
    };
    let Practice { users, entries } = match origin {
        Some(origin) => practice_prison(origin)?,
        None => Practice::default(),
    };
    let identity = Identity {
        realm,
        epoch,
        cursor_key,
        outbox_secret: OutboxSecret::draw()?,
        practice: origin,
    };
    let founding = Founding {
        identity: identity.clone(),
        users,
        entries,
    };
    let Err(error) = store.found(founding).await else {
        return Ok(identity);
    };
    // Another process of the centre may have been faster.
    match store.identity().await? {
        Some(theirs) if theirs.realm == realm => Ok(theirs),
        Some(_) | None => Err(error.into()),
    }
}

#[cfg(not(test))]
use make_practice_prison as practice_prison;

/// Most tests found a centre, on the same day and with the same seed: the prison is made once for all of them.
#[cfg(test)]
fn practice_prison(origin: PracticeOrigin) -> Result<Practice, MakePracticeError> {
    use std::sync::{Mutex, PoisonError};
    static MADE: Mutex<Option<(PracticeOrigin, Practice)>> = Mutex::new(None);
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, practice)) = made.as_ref()
        && *known == origin
    {
        return Ok(practice.clone());
    }
    let practice = make_practice_prison(origin)?;
    *made = Some((origin, practice.clone()));
    Ok(practice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::practice::DEFAULT_SEED;
    use crate::test_app::NOW;
    use crate::test_database::TestDatabase;

    fn origin(seed: u32, now: u64) -> PracticeOrigin {
        let day = Clock::fixed(now).today();
        PracticeOrigin { seed, day }
    }

    #[tokio::test]
    async fn a_database_stays_in_the_world_that_it_was_made_for() {
        for (made, other) in [
            (Realm::Practice, Realm::Office),
            (Realm::Office, Realm::Practice),
        ] {
            let database = TestDatabase::new().await;
            let store = database.open().await;
            let practice = origin(DEFAULT_SEED, NOW);
            let open = async |realm: Realm| found_or_check(store.as_ref(), realm, practice).await;
            let first: Identity = open(made).await.unwrap();
            let refused = open(other).await.unwrap_err();
            assert!(matches!(refused, FoundError::OtherRealm { .. }));
            assert_eq!(open(made).await.unwrap(), first);
        }
    }

    #[tokio::test]
    async fn a_second_start_on_a_later_day_leaves_the_practice_prison_as_it_is() {
        let database = TestDatabase::new().await;
        let store = database.open().await;
        let week: u64 = 7 * 24 * 60 * 60 * 1000;
        for now in [NOW, NOW + week] {
            let practice = origin(1, now);
            let identity = found_or_check(store.as_ref(), Realm::Practice, practice).await;
            assert_eq!(identity.unwrap().practice, Some(origin(1, NOW)));
        }
        let heads = store.log_heads().await.unwrap();
        let count: u64 = heads
            .iter()
            .filter_map(|log| log.head)
            .map(|head| head.0)
            .sum();
        let made = make_practice_prison(origin(1, NOW));
        assert_eq!(count, made.unwrap().entries.len() as u64);
    }
}
