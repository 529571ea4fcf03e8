//! `GET /api/events`: says that there may be something new, and nothing else. What it is, the device learns by its next
//! sync, if its user may know it.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::time::{Instant, sleep_until};

use crate::api_failure::ApiFailure;
use crate::centre::Centre;
use crate::chain::Hash;
use crate::news::{End, ListenError, Listener, NewsPace, Signs};
use crate::openapi::Read;
use crate::session::{SignedIn, Token, caller_in};
use crate::storage::SessionState;

/// What a stream says, as it stands on the wire. An event without any line of data would be passed over.
type Words = &'static str;

/// A browser that opens the stream again by itself waits so many milliseconds.
const BEGINNING: Words = "retry: 10000\n\n";
const NEWS: Words = "event: news\ndata:\n\n";
const OVER: Words = "event: over\ndata:\n\n";
/// A comment: a sign of life.
const ALIVE: Words = ":\n\n";

impl From<ListenError> for ApiFailure {
    fn from(error: ListenError) -> Self {
        match error {
            ListenError::Full => Self::busy(),
            ListenError::Store(error) => error.into(),
        }
    }
}

/// Says when a sync may bring something new.
///
/// A stream of server-sent events without any content. `news`: something was written that may be for this user, by
/// somebody else or on another device; at most one a second. `over`: the session has ended, or the user listens on too
/// many streams; asking again at once is of no use. A comment comes every 20 seconds. After a gap in listening only a
/// sync tells what was missed.
#[utoipa::path(
    get,
    path = "/events",
    tag = "sync",
    responses(
        (status = OK, description = "The stream, which does not end by itself", body = String, content_type = "text/event-stream"),
        Read<SignedIn>
    ),
    security(("session" = []))
)]
pub(crate) async fn get_events(
    State(centre): State<Centre>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
) -> Result<Response, ApiFailure> {
    let token = Token::in_request(&headers, centre.cookie).ok_or_else(ApiFailure::not_signed_in)?;
    let listener: Listener = centre.news.listen(caller_in(&session)).await?;
    let pace: NewsPace = centre.news.pace();
    let now = Instant::now();
    let telling = Telling {
        token: token.hash(),
        centre,
        listener,
        pace,
        told: Signs::default(),
        not_before: now,
        alive_until: now + pace.heartbeat,
        step: Step::First,
    };
    let events = stream::unfold(telling, async |mut telling| {
        let words: Words = telling.next().await?;
        Some((Ok::<Words, Infallible>(words), telling))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        // For a proxy that would wait for more before it hands anything on.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    Ok((headers, Body::from_stream(events)).into_response())
}

/// One stream.
struct Telling {
    centre: Centre,
    token: Hash,
    listener: Listener,
    pace: NewsPace,
    /// What was told of what the listener has heard.
    told: Signs,
    /// The next event comes no earlier.
    not_before: Instant,
    /// Then it has to show that it is alive.
    alive_until: Instant,
    step: Step,
}

/// How far a stream has come.
enum Step {
    First,
    GoesOn,
    Over,
}

/// What the centre says of the session that a stream was opened in.
enum Asked {
    GoesOn {
        has_other_rights: bool,
    },
    Over,
    /// Nobody knows.
    Failed,
}

impl Telling {
    /// What is said next; `None` at the end.
    async fn next(&mut self) -> Option<Words> {
        match self.step {
            Step::First => {
                self.step = Step::GoesOn;
                return Some(BEGINNING);
            }
            Step::GoesOn => {}
            Step::Over => return None,
        }
        loop {
            let heard: Signs = *self.listener.signs().borrow_and_update();
            match heard.end {
                Some(End::Closing) => return None,
                Some(End::Replaced) => return Some(self.over()),
                None => {}
            }
            let now = Instant::now();
            let is_news: bool = heard.news != self.told.news && now >= self.not_before;
            let is_asked: bool = heard.asks != self.told.asks || now >= self.alive_until;
            if !is_news && !is_asked {
                let until: Instant = if heard.news == self.told.news {
                    self.alive_until
                } else {
                    self.not_before.min(self.alive_until)
                };
                tokio::select! {
                    changed = self.listener.signs().changed() => changed.ok()?,
                    () = sleep_until(until) => {}
                }
                continue;
            }
            self.told.asks = heard.asks;
            match self.ask().await {
                Asked::Over => return Some(self.over()),
                // Whoever listens comes again, and waits before they do.
                Asked::Failed => return None,
                // With other rights there is more to read, or less.
                Asked::GoesOn { has_other_rights } if is_news || has_other_rights => {
                    self.told.news = heard.news;
                    self.not_before = Instant::now() + self.pace.between_events;
                    self.alive_until = Instant::now() + self.pace.heartbeat;
                    return Some(NEWS);
                }
                Asked::GoesOn { .. } if now >= self.alive_until => {
                    self.alive_until = Instant::now() + self.pace.heartbeat;
                    return Some(ALIVE);
                }
                Asked::GoesOn { .. } => {}
            }
        }
    }

    fn over(&mut self) -> Words {
        self.step = Step::Over;
        OVER
    }

    /// Whether the session goes on, and who it is.
    async fn ask(&self) -> Asked {
        let _turn = self.centre.news.turn_to_ask().await;
        let now: u64 = self.centre.clock.now_millis();
        match self.centre.store.session(self.token, now).await {
            Ok(SessionState::Open(session)) => Asked::GoesOn {
                has_other_rights: self.listener.is_now(caller_in(&session)),
            },
            Ok(SessionState::Over | SessionState::Revoked) => Asked::Over,
            Err(error) => {
                tracing::warn!(%error, "a session could not be asked for");
                Asked::Failed
            }
        }
    }
}

#[cfg(test)]
mod tests;
