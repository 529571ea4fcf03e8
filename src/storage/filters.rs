//! What the list of plans is narrowed to, and the filters that somebody keeps. A search may be a person's name, so
//! they lie in the journal's database and never in local storage. Each is a record of its own: two tabs never
//! overwrite each other's.

use overgang_domain::filter::KeptFilter;
use uuid::Uuid;

use super::connection::{CommitError, Op, ReadError};
use super::{JournalStore, keys, record};

impl JournalStore {
    /// All filters, by name. One that a newer app wrote is passed over, and stays.
    pub async fn filters(&self) -> Result<Vec<KeptFilter>, ReadError> {
        let mut filters: Vec<KeptFilter> = Vec::new();
        let prefix: &str = keys::FACT_FILTERS;
        for found in self.connection.get_all(keys::FACTS, Some(prefix)).await? {
            filters.extend(found.read().ok());
        }
        filters.sort_by_cached_key(|filter: &KeptFilter| filter.name.to_lowercase());
        Ok(filters)
    }

    /// Saves a filter, in place of the one with the same id. When this returns, it is on disk.
    pub async fn save_filter(&self, filter: &KeptFilter) -> Result<(), CommitError> {
        let op = record::put(keys::FACTS, keys::filter_key(filter.id), filter);
        let op: Op = op.map_err(|error| CommitError::Failed(error.to_string()))?;
        self.connection.commit(&[op], None).await.map(drop)
    }

    /// Takes a filter away.
    pub async fn drop_filter(&self, id: Uuid) -> Result<(), CommitError> {
        let op = Op::Delete(keys::FACTS, keys::filter_key(id));
        self.connection.commit(&[op], None).await.map(drop)
    }
}
