//! A call that has begun runs to its end, whoever hangs up meanwhile. A browser that leaves a page, and a network that breaks
//! off, end the request: what belongs to a commit (the log of reads, the move of a plan, the news) would be left undone.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

use crate::api_failure::ApiFailure;

/// So long an answer is waited for, and the request's body.
const LONGEST: Duration = Duration::from_mins(1);

/// Answers when the call is done, or says that the centre is busy when that takes too long; the call goes on.
pub(crate) async fn run_to_end(request: Request, next: Next) -> Response {
    let deadline: Instant = Instant::now() + LONGEST;
    let request = request.map(|body| within(deadline, body));
    let call = next.run(request).instrument(tracing::Span::current());
    match timeout_at(deadline, tokio::spawn(call)).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => ApiFailure::failed().into_response(),
        Err(_) => ApiFailure::busy().into_response(),
    }
}

/// A body that breaks off at the deadline: nobody keeps a call open by sending slowly.
fn within(deadline: Instant, body: Body) -> Body {
    let frames = Some(body.into_data_stream());
    Body::from_stream(stream::unfold(
        frames,
        move |frames: Option<BodyDataStream>| async move {
            let mut frames = frames?;
            match timeout_at(deadline, frames.next()).await {
                Ok(frame) => Some((frame?, Some(frames))),
                Err(late) => Some((Err(axum::Error::new(late)), None)),
            }
        },
    ))
}
