//! Calling the other processes, and hearing them. Whether calls are heard is not believed but tried: a pooler between
//! the centre and its database takes `LISTEN` and never says anything. Then the heads are looked at often instead.

use std::sync::atomic::Ordering;

use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

use super::Inner;
use crate::clock::random_bytes;
use crate::storage::{Hearing, UseStoreError};

/// Calls the others after each commit, however many came meanwhile.
pub(super) async fn call_others(inner: &Inner) {
    loop {
        inner.committed.notified().await;
        if let Err(error) = inner.store.call("").await {
            tracing::warn!(%error, "the other processes were not told of news");
        }
        tokio::time::sleep(inner.pace.pause).await;
    }
}

/// Hears calls for as long as there is somebody to tell.
pub(super) async fn hear_calls(inner: &Inner) {
    let mut is_deaf: bool = false;
    loop {
        inner.until_somebody_listens().await;
        match inner.store.hear().await {
            // Such a database never calls: the heads are looked at.
            Ok(None) => return std::future::pending().await,
            Ok(Some(mut hearing)) => {
                let heard = hear(inner, hearing.as_mut()).await;
                let was_deaf: bool = std::mem::replace(&mut is_deaf, true);
                let has_heard: bool = inner.hears.swap(false, Ordering::SeqCst);
                match heard {
                    Err(error) => tracing::warn!(%error, "calls of other processes are not heard"),
                    Ok(()) if has_heard || !was_deaf => tracing::warn!(
                        "calls of other processes do not come through; the logs are looked at often instead"
                    ),
                    Ok(()) => {}
                }
            }
            Err(error) => tracing::warn!(%error, "calls of other processes cannot be heard"),
        }
        // What came meanwhile, and while it was away, is found by looking.
        inner.stirred.notify_one();
        tokio::time::sleep(inner.pace.silence).await;
    }
}

/// Hears calls until it does not hear even its own.
pub(super) async fn hear(inner: &Inner, hearing: &mut dyn Hearing) -> Result<(), UseStoreError> {
    let own: String = Uuid::from_bytes(random_bytes()?).simple().to_string();
    loop {
        inner.store.call(&own).await?;
        let until = Instant::now() + inner.pace.silence;
        loop {
            let Ok(call) = timeout_at(until, hearing.next()).await else {
                return Ok(());
            };
            inner.stirred.notify_one();
            if call?.as_ref() == Some(&own) {
                break;
            }
        }
        inner.hears.store(true, Ordering::SeqCst);
        let until = Instant::now() + inner.pace.look_anyway;
        while let Ok(call) = timeout_at(until, hearing.next()).await {
            call?;
            inner.stirred.notify_one();
        }
    }
}
