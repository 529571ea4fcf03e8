//! Calling another system: one signed POST to the address that the file names. Within time limits, to public addresses
//! only, past no proxy; redirects are answers like others, and of an answer no more is read than was asked for.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::http::header;
use openidconnect::reqwest::{self, Client, Response, redirect};
use uuid::Uuid;

use super::addresses::{Callable, ForbiddenAddress, PublicOnly};
use super::signature::{
    ID_HEADER, NAME_HEADER, Purpose, SIGNATURE_HEADER, SharedSecret, Signed, TIME_HEADER,
};

/// What the centre calls itself where it asks others.
const OWN_NAME: &str = "overgang";

/// How long a connection may take, and the whole call.
const PATIENCE: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(10));

/// The way to another system.
#[derive(Clone, Debug)]
pub struct Outbound {
    address: Callable,
    secret: SharedSecret,
    http: Client,
}

/// The other system did not take it. It says nothing of what was sent or of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Its name leads to an address that is not called.
    #[error("its name leads to no public address")]
    Forbidden,
    /// Nobody answers there.
    #[error("it cannot be reached")]
    Unreachable,
    /// It took too long.
    #[error("it took too long")]
    TooLate,
    /// It answered something else than that it is well; redirects are not followed.
    #[error("it answered with status {0}")]
    Status(u16),
    /// What it answered is too long, or broke off.
    #[error("its answer is too long or broke off")]
    Answer,
}

impl Outbound {
    /// The way to `address`, on which all is signed with `secret`.
    pub(super) fn new(address: Callable, secret: SharedSecret) -> Result<Self, reqwest::Error> {
        let names = PublicOnly {
            allows_loopback: address.allows_loopback,
        };
        let (connect, whole) = PATIENCE;
        let http = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .dns_resolver(Arc::new(names))
            // A connection is never older than the judgement on its address.
            .pool_max_idle_per_host(0)
            .connect_timeout(connect)
            .timeout(whole)
            .build()?;
        Ok(Self {
            address,
            secret,
            http,
        })
    }

    /// Sends JSON, and does not look at what comes back but for its status.
    pub async fn send(
        &self,
        purpose: Purpose,
        id: Uuid,
        now: u64,
        body: Vec<u8>,
    ) -> Result<(), SendError> {
        self.post(purpose, id, now, body).await.map(drop)
    }

    /// Sends JSON and reads the answer, of at most so many bytes.
    pub async fn ask(
        &self,
        id: Uuid,
        now: u64,
        body: Vec<u8>,
        most: usize,
    ) -> Result<Vec<u8>, SendError> {
        let mut response: Response = self.post(Purpose::Request, id, now, body).await?;
        let mut answer: Vec<u8> = Vec::new();
        while let Some(part) = response.chunk().await.map_err(|_| SendError::Answer)? {
            if answer.len() + part.len() > most {
                return Err(SendError::Answer);
            }
            answer.extend_from_slice(&part);
        }
        Ok(answer)
    }

    async fn post(
        &self,
        purpose: Purpose,
        id: Uuid,
        now: u64,
        body: Vec<u8>,
    ) -> Result<Response, SendError> {
        let url = &self.address.url;
        let target: String = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let signature: String = self.secret.sign(&Signed {
            purpose,
            method: "POST",
            target: &target,
            time: now,
            id,
            body: &body,
        });
        let request = self
            .http
            .post(url.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header(NAME_HEADER, OWN_NAME)
            .header(TIME_HEADER, now)
            .header(ID_HEADER, id.to_string())
            .header(SIGNATURE_HEADER, signature)
            .body(body);
        let response = request.send().await.map_err(|error| why(&error))?;
        let status = response.status();
        if status.is_success() {
            Ok(response)
        } else {
            Err(SendError::Status(status.as_u16()))
        }
    }
}

/// What went wrong, without the address.
fn why(error: &reqwest::Error) -> SendError {
    let mut cause: Option<&dyn Error> = Some(error);
    while let Some(one) = cause {
        if one.downcast_ref::<ForbiddenAddress>().is_some() {
            return SendError::Forbidden;
        }
        cause = one.source();
    }
    if error.is_timeout() {
        SendError::TooLate
    } else {
        SendError::Unreachable
    }
}
