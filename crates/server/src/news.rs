//! News: that logs have moved, from whatever process, told to the devices that listen here. A call between processes
//! says no more than "look": what moved, who wrote it and whom it concerns is read from the database, so that no call
//! can tell too much, be too long, or be missed for good.

mod calls;
mod concern;
mod streams;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, Notify, Semaphore, SemaphorePermit, watch};

use crate::clock::{Clock, day_in_norway};
use crate::cursor::Positions;
use crate::rules::Caller;
use crate::storage::{LedgerStore, UseStoreError};
use concern::Moved;
use streams::Streams;
pub use streams::{End, Listener, Signs, Whose};

/// How many streams ask for their sessions at the same time: all may hear the same, and requests need the database too.
const TURNS: usize = 4;

/// How often things are done.
#[derive(Clone, Copy, Debug)]
pub struct NewsPace {
    /// Where no calls are heard, the heads of the logs are looked at this often.
    pub poll: Duration,
    /// Where they are heard, still this often; and this often it is tried whether they are.
    pub look_anyway: Duration,
    /// A call of one's own that was not heard after this long will not be.
    pub silence: Duration,
    /// Between two looks, and between two calls, at least.
    pub pause: Duration,
    /// Between two events of one stream, at least.
    pub between_events: Duration,
    /// After so long without an event a stream shows that it is alive.
    pub heartbeat: Duration,
    /// Streams of one process at most.
    pub most_streams: usize,
}

impl NewsPace {
    /// As a centre serves, with so many streams at most.
    pub fn with_streams(most_streams: usize) -> Self {
        Self {
            poll: Duration::from_secs(2),
            look_anyway: Duration::from_secs(30),
            silence: Duration::from_secs(5),
            pause: Duration::from_millis(200),
            between_events: Duration::from_secs(1),
            heartbeat: Duration::from_secs(20),
            most_streams,
        }
    }
}

/// Tells the devices that listen, and the other processes. Cheap to clone.
#[derive(Clone)]
pub struct News {
    inner: Arc<Inner>,
    /// The task ends with the last of these.
    until: Arc<watch::Sender<bool>>,
}

/// Looks, hears and calls, beside the requests.
pub struct NewsTask {
    inner: Arc<Inner>,
    until: watch::Receiver<bool>,
}

/// A device cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// As many listen as this process takes.
    #[error("as many devices listen as this process takes")]
    Full,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
}

struct Inner {
    store: Arc<dyn LedgerStore>,
    pace: NewsPace,
    clock: Clock,
    streams: Streams,
    /// How far the logs were when somebody last looked; nothing moves while somebody begins to listen.
    known: Mutex<Positions>,
    /// Something was committed here: the others are to be called.
    committed: Notify,
    /// Something may have moved.
    stirred: Notify,
    /// Somebody listens who did not before.
    listening: Notify,
    /// Whether calls are heard.
    hears: AtomicBool,
    turns: Semaphore,
}

impl News {
    /// The two ends. Nothing happens until the task runs.
    pub fn new(store: Arc<dyn LedgerStore>, pace: NewsPace, clock: Clock) -> (Self, NewsTask) {
        let inner = Arc::new(Inner {
            store,
            pace,
            clock,
            streams: Streams::new(pace.most_streams),
            known: Mutex::default(),
            committed: Notify::new(),
            stirred: Notify::new(),
            listening: Notify::new(),
            hears: AtomicBool::new(false),
            turns: Semaphore::new(TURNS),
        });
        let (sender, until) = watch::channel(false);
        let this = Self {
            inner: Arc::clone(&inner),
            until: Arc::new(sender),
        };
        (this, NewsTask { inner, until })
    }

    /// Entries were committed here.
    pub fn note_commit(&self) {
        self.inner.committed.notify_one();
        self.inner.stirred.notify_one();
    }

    /// Sessions were ended here: those streams ask again whether their own goes on.
    pub fn note_ended_sessions(&self, whose: Whose) {
        self.inner.streams.ask_again(whose);
    }

    /// Waits for one's turn to ask for a session.
    pub async fn turn_to_ask(&self) -> Option<SemaphorePermit<'_>> {
        // It is never closed.
        self.inner.turns.acquire().await.ok()
    }

    /// Begins to listen: whatever is committed from now on and concerns the caller is told.
    pub async fn listen(&self, caller: Caller) -> Result<Listener, ListenError> {
        let Inner { store, streams, .. } = self.inner.as_ref();
        let today = day_in_norway(self.inner.clock.now_millis());
        let mut known = self.inner.known.lock().await;
        if streams.is_empty() {
            // Nobody has looked since the last one left.
            *known = store.all_heads().await?;
        }
        let named = store.plans_naming(caller.reader.user, today).await?;
        let listener = streams.join(caller, named).ok_or(ListenError::Full)?;
        self.inner.listening.notify_waiters();
        Ok(listener)
    }

    /// How often things are done.
    pub fn pace(&self) -> NewsPace {
        self.inner.pace
    }

    /// All streams end, and nobody listens any longer: the process is to end.
    pub fn close(&self) {
        self.inner.streams.close();
        self.until.send_replace(true);
    }
}

impl NewsTask {
    /// Runs until the news are closed, or all [`News`] are gone.
    pub async fn run(mut self) {
        let inner = self.inner.as_ref();
        tokio::select! {
            // An error means that all are gone, which is the end as well.
            _ = self.until.wait_for(|is_over| *is_over) => {}
            () = inner.look_often() => {}
            () = calls::hear_calls(inner) => {}
            () = calls::call_others(inner) => {}
        }
    }
}

impl Inner {
    /// Looks whenever something may have moved.
    async fn look_often(&self) {
        loop {
            self.until_somebody_listens().await;
            let wait = if self.hears.load(Ordering::SeqCst) {
                self.pace.look_anyway
            } else {
                self.pace.poll
            };
            tokio::select! {
                () = self.stirred.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
            if let Err(error) = self.look().await {
                tracing::warn!(%error, "it is not known whether there are news");
            }
            tokio::time::sleep(self.pace.pause).await;
        }
    }

    /// Tells those whom it concerns what has moved since the last look.
    async fn look(&self) -> Result<(), UseStoreError> {
        let mut known = self.known.lock().await;
        let today = day_in_norway(self.clock.now_millis());
        let heads: Positions = self.store.all_heads().await?;
        let mut moved: Vec<Moved> = Vec::new();
        for (log, head) in &heads {
            let before: u64 = known.get(log).copied().unwrap_or_default();
            if before < *head {
                moved.push(Moved {
                    log: log.clone(),
                    plans: self.store.touched(log, before, *head, today).await?,
                });
            }
        }
        if !moved.is_empty() {
            self.streams.tell(&moved);
        }
        *known = heads;
        Ok(())
    }

    async fn until_somebody_listens(&self) {
        loop {
            let listening = self.listening.notified();
            tokio::pin!(listening);
            // From here on nobody is missed.
            listening.as_mut().enable();
            if !self.streams.is_empty() {
                return;
            }
            listening.await;
        }
    }
}

#[cfg(test)]
mod tests;
