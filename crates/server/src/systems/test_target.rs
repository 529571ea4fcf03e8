//! A system in the test's own process that the centre calls: it keeps what it was sent, and answers as it is told to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use uuid::Uuid;

use super::signature::{ID_HEADER, Purpose, SIGNATURE_HEADER, SharedSecret, Signed, TIME_HEADER};

/// How it answers one call.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// With this status and body.
    With(u16, String),
    /// By sending the caller there.
    Redirect(String),
    /// Not at all, for so long.
    Late(Duration),
}

/// What it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// It.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) address: String,
    sent: Arc<Mutex<Vec<Sent>>>,
    replies: Arc<Mutex<VecDeque<Reply>>>,
}

impl Target {
    /// Listens on this machine. Without a reply to give it says that all is well.
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = Self {
            address: format!("http://{}/hook?tenant=1", listener.local_addr().unwrap()),
            sent: Arc::default(),
            replies: Arc::default(),
        };
        let app = Router::new().fallback(answer).with_state(target.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        target
    }

    /// Replies to the next calls like this, one after the other.
    pub(crate) fn reply(&self, replies: impl IntoIterator<Item = Reply>) {
        self.replies.lock().unwrap().extend(replies);
    }

    /// What it was sent since it was asked last.
    pub(crate) fn take(&self) -> Vec<Sent> {
        std::mem::take(&mut self.sent.lock().unwrap())
    }
}

async fn answer(State(target): State<Target>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    target.sent.lock().unwrap().push(Sent {
        headers,
        body: body.to_vec(),
    });
    let reply = target.replies.lock().unwrap().pop_front();
    let with = |status: u16| Response::builder().status(status);
    let response = match reply.unwrap_or(Reply::With(204, String::new())) {
        Reply::With(status, body) => with(status).body(Body::from(body)),
        Reply::Redirect(to) => with(307).header("location", to).body(Body::empty()),
        Reply::Late(time) => {
            tokio::time::sleep(time).await;
            with(200).body(Body::empty())
        }
    };
    response.unwrap()
}

impl Sent {
    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The id in the header.
    pub(crate) fn id(&self) -> Uuid {
        self.header(ID_HEADER).parse().unwrap()
    }

    /// Whether it is signed with this secret, for this purpose.
    pub(crate) fn is_signed(&self, secret: &str, purpose: Purpose) -> bool {
        let secret = SharedSecret::new(secret.to_owned()).unwrap();
        let signed = Signed {
            purpose,
            method: "POST",
            target: "/hook?tenant=1",
            time: self.header(TIME_HEADER).parse().unwrap(),
            id: self.id(),
            body: &self.body,
        };
        secret.verifies(&signed, self.header(SIGNATURE_HEADER))
    }

    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}
