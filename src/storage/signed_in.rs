//! Which journal of this browser is open: the name of its database, in a small database of its own. Local
//! storage would not do: browsers write it to disk late, and a tablet whose battery died just after
//! signing in would ask for a sign-in that needs the network.

use super::Connection;
use super::connection::{CommitError, Op, OpenStoreError};
use super::keys;
use crate::sealing;

/// The small database.
const DATABASE: &str = "overgang";

/// The name of the open journal; `None` where nobody is signed in.
pub async fn signed_in() -> Result<Option<String>, OpenStoreError> {
    let connection = Connection::open(DATABASE, keys::VERSION).await?;
    let record = connection.get(keys::FACTS, keys::FACT_SIGNED_IN).await;
    let sealed = record.map_err(|error| OpenStoreError::Failed(error.to_string()))?;
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    // A name that cannot be read is none: whoever works here signs in again, and nothing is lost.
    let name = sealing::open(&sealed).await.ok();
    Ok(name.and_then(|name| String::from_utf8(name).ok()))
}

/// Sets the name of the open journal, or takes it away. When this returns, it is on disk.
pub async fn set_signed_in(name: Option<&str>) -> Result<(), CommitError> {
    let opened = Connection::open(DATABASE, keys::VERSION).await;
    let connection = opened.map_err(|error| CommitError::Failed(error.to_string()))?;
    let key: String = keys::FACT_SIGNED_IN.to_owned();
    let op: Op = match name {
        Some(name) => Op::Put(keys::FACTS, key, sealing::seal_small(name.as_bytes())),
        None => Op::Delete(keys::FACTS, key),
    };
    connection.commit(&[op], None).await.map(drop)
}
