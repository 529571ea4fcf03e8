//! Reading what lies in a journal when it is opened, or when another tab has changed it. What is damaged is passed over,
//! counted, and made anew where it is made of other records.

use futures_util::lock::MutexGuard;
use overgang_domain::filter::KeptFilter;
use overgang_domain::summary::PlanSummary;
use overgang_sync::Cursor;

use super::connection::ReadError;
use super::journal_store::Shared;
use super::summaries::Summaries;
use super::taking_in::{SetAside, SyncRecord};
use super::{Draft, JournalStore, LockChoice, keys, outbox};

/// What is there when a journal is opened.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The summaries of all plans.
    pub summaries: Vec<PlanSummary>,
    /// Where the device has read up to.
    pub cursor: Option<Cursor>,
    /// Entries that wait for the centre.
    pub unsent: usize,
    /// How many unsent entries the browser has lost since somebody last read of it: 0 unless it dropped its
    /// storage.
    pub lost: usize,
    /// Text that was being written.
    pub drafts: Vec<Draft>,
    /// What the list of plans was narrowed to, and filters that are kept.
    pub filters: Vec<KeptFilter>,
    /// Entries that the centre did not take.
    pub set_aside: Vec<SetAside>,
    /// What past exchanges brought, oldest first.
    pub log: Vec<SyncRecord>,
    /// How the space locks itself.
    pub lock: LockChoice,
    /// Unsent work that lies here and cannot be read.
    pub damaged: usize,
}

impl JournalStore {
    /// All that was loaded at the start, read anew.
    pub async fn load(&self) -> Result<Loaded, ReadError> {
        let mut shared: MutexGuard<'_, Shared> = self.shared.lock().await;
        self.refresh(&mut shared).await?;
        let mut loaded = Loaded {
            summaries: shared.summaries.all().cloned().collect(),
            unsent: shared.unsent,
            cursor: self.cursor().await?,
            filters: self.filters().await?,
            lock: self.lock_choice().await?,
            ..Loaded::default()
        };
        for found in self.connection.get_all(keys::DRAFTS, None).await? {
            // A draft that cannot be read, another version's perhaps, stays where it is and keeps nobody out.
            loaded.drafts.extend(found.read().ok());
        }
        for found in self.connection.get_all(keys::SET_ASIDE, None).await? {
            match found.read::<SetAside>() {
                Ok(set_aside) => loaded.set_aside.push(set_aside),
                Err(_) => loaded.damaged += 1,
            }
        }
        for found in self.connection.get_all(keys::SYNC_LOG, None).await? {
            loaded.log.extend(found.read::<SyncRecord>().ok());
        }
        Ok(loaded)
    }

    pub(super) async fn refresh(&self, shared: &mut Shared) -> Result<(), ReadError> {
        shared.writes = self.connection.writes().await?;
        shared.summaries = Summaries::read(&self.connection.get_all(keys::SUMMARIES, None).await?)?;
        shared.unsent = self.connection.names(keys::OUTBOX).await?.len();
        Ok(())
    }

    /// The same at the start, when what is damaged is looked for.
    pub(super) async fn load_or_mend(&self) -> Result<Loaded, ReadError> {
        let mut loaded: Loaded = match self.load().await {
            Err(ReadError::Record(_)) => {
                self.mend().await?;
                self.load().await?
            }
            loaded => loaded?,
        };
        for found in self.connection.get_all(keys::OUTBOX, None).await? {
            loaded.damaged += usize::from(outbox::read(&found).is_err());
        }
        Ok(loaded)
    }
}
