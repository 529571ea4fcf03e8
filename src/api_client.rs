//! Typed calls to the central API; the only `fetch`. No retries: when to try again is sync's to say.
//!
//! Only a JSON answer with the centre's own header counts as the centre: a captive portal answers too.

use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::Uint8Array;
use overgang_domain::{DeviceId, UserId};
use overgang_sync::machine::SendFailure;
use overgang_sync::message::{
    APP_HEADER, CENTRE_HEADER, PracticeUsersResponse, SessionResponse, SignInRequest,
};
use overgang_sync::{ApiError, SyncRequest, SyncResponse};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use web_sys::AbortSignal;

use crate::packing;

/// The app's version, which every request names.
pub const APP_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The shape of every error answer.
#[derive(Deserialize)]
struct ErrorAnswer {
    error: ApiError,
}

/// Whom one can be in the practice prison.
pub async fn practice_users() -> Result<PracticeUsersResponse, SendFailure> {
    read(
        with_headers(Request::get("/api/practice/users"))
            .send()
            .await,
    )
    .await
}

/// Signs in to the practice prison.
pub async fn sign_in(user: UserId, device: DeviceId) -> Result<SessionResponse, SendFailure> {
    let body: Vec<u8> = to_json(&SignInRequest { user, device });
    read(post("/api/session", &body, false, None)?.send().await).await
}

/// Ends the session at the centre. What lies on this device stays.
pub async fn sign_out() -> Result<(), SendFailure> {
    let request =
        with_headers(Request::delete("/api/session")).header("content-type", "application/json");
    match request.send().await {
        Ok(response) if response.ok() => Ok(()),
        Ok(_) | Err(_) => Err(SendFailure::NoAnswer),
    }
}

/// One exchange of entries.
pub async fn sync(request: &SyncRequest, abort: &AbortSignal) -> Result<SyncResponse, SendFailure> {
    let json: Vec<u8> = to_json(request);
    let sent = match packing::gzip(&json).await {
        Ok(packed) => post("/api/sync", &packed, true, Some(abort))?,
        Err(_) => post("/api/sync", &json, false, Some(abort))?,
    };
    read(sent.send().await).await
}

/// Data that comes with the app, such as the checklist template.
pub async fn data_file(name: &str) -> Result<String, SendFailure> {
    let response = Request::get(&format!("/data/{name}")).send().await;
    let response = response.map_err(|_| SendFailure::NoAnswer)?;
    if !response.ok() {
        return Err(SendFailure::NotTheCentre);
    }
    response.text().await.map_err(|_| SendFailure::NoAnswer)
}

fn with_headers(request: RequestBuilder) -> RequestBuilder {
    request
        .header(APP_HEADER, APP_VERSION)
        .header("accept", "application/json")
}

fn post(
    path: &str,
    body: &[u8],
    is_packed: bool,
    abort: Option<&AbortSignal>,
) -> Result<Request, SendFailure> {
    let mut request = with_headers(Request::post(path)).header("content-type", "application/json");
    if is_packed {
        request = request.header("content-encoding", "gzip");
    }
    request
        .abort_signal(abort)
        .body(Uint8Array::from(body))
        .map_err(|_| SendFailure::NoAnswer)
}

async fn read<T: DeserializeOwned>(
    answer: Result<Response, gloo_net::Error>,
) -> Result<T, SendFailure> {
    let response: Response = answer.map_err(|_| SendFailure::NoAnswer)?;
    if response.headers().get(CENTRE_HEADER).is_none() {
        return Err(SendFailure::NotTheCentre);
    }
    let body: Vec<u8> = response.binary().await.map_err(|_| SendFailure::NoAnswer)?;
    if response.ok() {
        return serde_json::from_slice(&body).map_err(|_| SendFailure::NotTheCentre);
    }
    match serde_json::from_slice::<ErrorAnswer>(&body) {
        Ok(answer) => Err(SendFailure::Refused {
            status: response.status(),
            error: answer.error,
        }),
        Err(_) => Err(SendFailure::NotTheCentre),
    }
}

fn to_json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    // Our own messages always serialise.
    serde_json::to_vec(value).unwrap_or_default()
}
