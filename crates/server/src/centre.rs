//! What every handler gets: the store, the clock, and what this centre is.

use std::sync::Arc;

use overgang_domain::Entry;
use overgang_sync::message::{Lease, Realm};

use crate::after_commit::AfterCommit;
use crate::clock::Clock;
use crate::cursor::CursorKey;
use crate::erasures_file::ErasuresFile;
use crate::news::News;
use crate::provider::Provider;
use crate::rate_limits::RateLimits;
use crate::rules::{Caller, Rules};
use crate::sealed_outbox::OutboxSecret;
use crate::session::CookieStyle;
use crate::storage::{Chain, LedgerStore, TakenIn, UseStoreError};
use crate::systems::Systems;
use crate::systems::person_register::PersonRegister;

/// The centre, cheap to clone.
#[derive(Clone)]
pub struct Centre {
    /// Where everything is kept.
    pub store: Arc<dyn LedgerStore>,
    /// Who may read and write what.
    pub rules: Arc<Rules>,
    /// Tells the time.
    pub clock: Clock,
    /// Which world it serves.
    pub realm: Realm,
    /// What seals the cursors that devices hold.
    pub cursor_key: CursorKey,
    /// What opens the entries that devices sealed to the centre.
    pub outbox_secret: OutboxSecret,
    /// Who signs people in; `None` in the practice prison, where anybody may be anybody.
    pub provider: Option<Arc<Provider>>,
    /// The systems beside it.
    pub systems: Arc<Systems>,
    /// Where somebody is looked up by their identity number, if anywhere.
    pub register: Option<Arc<dyn PersonRegister>>,
    /// How many persons one user opens within an hour before it is an alarm.
    pub opened_per_hour: usize,
    /// For how long a device does without it.
    pub lease: Lease,
    /// How often it may be asked.
    pub limits: Arc<RateLimits>,
    /// Where is written down what must not come back with a backup.
    pub erasures: Option<ErasuresFile>,
    /// How the session's cookie is set.
    pub cookie: CookieStyle,
    /// Whom to tell about commits and devices.
    pub after_commit: AfterCommit,
    /// Who listens for news.
    pub news: News,
}

impl Centre {
    /// Takes in entries that `caller` answers for, by the rules as they are now, and lets it be known.
    pub async fn take_in(
        &self,
        caller: &Caller,
        entries: Vec<Entry>,
        chain: Chain,
        now: u64,
    ) -> Result<TakenIn, UseStoreError> {
        let (rules, file) = (&self.rules, self.erasures.as_ref());
        let taken = self.store.take_in(caller, rules, entries, chain, now, file);
        let taken: TakenIn = taken.await?;
        self.after_commit.note_commit();
        Ok(taken)
    }
}
