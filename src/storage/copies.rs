//! What this device knows of its own chain, and the name that it takes where it was a copy (decision 24).

use overgang_domain::{EntryId, Stored};
use overgang_sync::machine::Intake;

use super::connection::{CommitError, Op, ReadError};
use super::journal_store::failed;
use super::{JournalStore, Session, keys, record};

impl JournalStore {
    /// Where the chain ended by the last answer that was stored.
    pub async fn chain_end(&self) -> Result<Option<EntryId>, ReadError> {
        self.fact(keys::FACT_CHAIN).await
    }

    /// Whether an answer shows that this device is a copy, and the changes that write down what it says of the chain and
    /// of the device's name. `waiting` is what waits before it is stored.
    pub(super) async fn named(
        &self,
        intake: &Intake,
        waiting: &[Stored],
    ) -> Result<(bool, Vec<Op>), CommitError> {
        let known: Option<EntryId> = self.chain_end().await.map_err(failed)?;
        let is_here: bool = match intake.last {
            Some(last) if known != intake.last => {
                let key: String = last.to_string();
                let set_aside = self.connection.get(keys::SET_ASIDE, &key);
                waiting.iter().any(|one| one.entry.id == last)
                    || set_aside.await.map_err(failed)?.is_some()
            }
            Some(_) | None => true,
        };
        let is_copy: bool = intake.shows_a_copy(known, |_| is_here);
        let mut ops: Vec<Op> = Vec::new();
        if !is_copy && known != intake.last {
            let key: String = keys::FACT_CHAIN.to_owned();
            ops.push(match intake.last {
                Some(last) => record::put(keys::FACTS, key, &last).map_err(failed)?,
                None => Op::Delete(keys::FACTS, key),
            });
        }
        if let Some(enrolled) = intake.enrolled
            && let Some(session) = Session::read(&self.connection).await.map_err(failed)?
        {
            let session = Session {
                device: enrolled.device,
                ..session
            };
            ops.extend(session.put(enrolled.tag_key).map_err(failed)?);
        }
        Ok((is_copy, ops))
    }
}
