//! Typed calls to the central API; the only `fetch`. No retries: when to try again is sync's to say.
//!
//! Only an answer with the centre's own header, in the form that we asked for, counts as the centre: a
//! captive portal answers too.

use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::{JSON, Reflect, Uint8Array};
use overgang_domain::{DeviceId, UserId, form};
use overgang_sync::machine::SendFailure;
use overgang_sync::message::{
    APP_HEADER, BeginSignInRequest, CENTRE_HEADER, MEDIA_TYPE, PracticeUsersResponse,
    RealmResponse, SessionResponse, SignInBegun, SignInRequest,
};
use overgang_sync::{ApiError, SyncRequest, SyncResponse};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;
use web_sys::AbortSignal;

use crate::packing;

/// The app's version, which every request names.
pub const APP_VERSION: &str = env!("CARGO_PKG_VERSION");

/// What this centre is.
pub async fn realm() -> Result<RealmResponse, SendFailure> {
    read(with_headers(Request::get("/api/realm")).send().await).await
}

/// Begins to sign in at the organisation's provider.
pub async fn begin_sign_in(device: DeviceId) -> Result<SignInBegun, SendFailure> {
    let body: Vec<u8> = written(&BeginSignInRequest { device })?;
    read(post("/api/sign-in", &body, false, None)?.send().await).await
}

/// Who is signed in at the centre.
pub async fn session() -> Result<SessionResponse, SendFailure> {
    read(with_headers(Request::get("/api/session")).send().await).await
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
    let body: Vec<u8> = written(&SignInRequest { user, device })?;
    read(post("/api/session", &body, false, None)?.send().await).await
}

/// Ends the session at the centre. What lies on this device stays.
pub async fn sign_out() -> Result<(), SendFailure> {
    delete("/api/session").await
}

/// Ends all sessions of the user at the centre, on other devices too.
pub async fn sign_out_everywhere() -> Result<(), SendFailure> {
    delete("/api/sessions").await
}

/// One exchange of entries.
pub async fn sync(request: &SyncRequest, abort: &AbortSignal) -> Result<SyncResponse, SendFailure> {
    let body: Vec<u8> = written(request)?;
    let sent = match packing::gzip(&body).await {
        Ok(packed) => post("/api/sync", &packed, true, Some(abort))?,
        Err(_) => post("/api/sync", &body, false, Some(abort))?,
    };
    read(sent.send().await).await
}

/// Data that comes with the app, such as the checklist template.
pub async fn data_file<T: DeserializeOwned>(name: &str) -> Result<T, SendFailure> {
    let response = Request::get(&format!("/{name}")).send().await;
    let response = response.map_err(|_| SendFailure::NoAnswer)?;
    if !response.ok() {
        return Err(SendFailure::NotTheCentre);
    }
    let bytes: Vec<u8> = response.binary().await.map_err(|_| SendFailure::NoAnswer)?;
    form::read(&bytes).map_err(|_| SendFailure::NotTheCentre)
}

fn with_headers(request: RequestBuilder) -> RequestBuilder {
    request
        .header(APP_HEADER, APP_VERSION)
        .header("accept", MEDIA_TYPE)
}

fn post(
    path: &str,
    body: &[u8],
    is_packed: bool,
    abort: Option<&AbortSignal>,
) -> Result<Request, SendFailure> {
    let mut request = with_headers(Request::post(path)).header("content-type", MEDIA_TYPE);
    if is_packed {
        request = request.header("content-encoding", "gzip");
    }
    request
        .abort_signal(abort)
        .body(Uint8Array::from(body))
        .map_err(|_| SendFailure::NoAnswer)
}

async fn delete(path: &str) -> Result<(), SendFailure> {
    let request = with_headers(Request::delete(path)).header("content-type", MEDIA_TYPE);
    accepted(request.send().await).await.map(drop)
}

async fn read<T: DeserializeOwned>(
    answer: Result<Response, gloo_net::Error>,
) -> Result<T, SendFailure> {
    let response: Response = accepted(answer).await?;
    let body: Vec<u8> = response.binary().await.map_err(|_| SendFailure::NoAnswer)?;
    form::read(&body).map_err(|_| SendFailure::NotTheCentre)
}

/// An answer of the centre itself, which did what was asked.
async fn accepted(answer: Result<Response, gloo_net::Error>) -> Result<Response, SendFailure> {
    let response: Response = answer.map_err(|_| SendFailure::NoAnswer)?;
    if response.headers().get(CENTRE_HEADER).is_none() {
        return Err(SendFailure::NotTheCentre);
    }
    if response.ok() {
        return Ok(response);
    }
    let body: String = response.text().await.map_err(|_| SendFailure::NoAnswer)?;
    Err(match refusal(&body) {
        Some(error) => SendFailure::Refused {
            status: response.status(),
            error,
        },
        None => SendFailure::NotTheCentre,
    })
}

/// What an error answer says. It is JSON, whatever was asked for; the browser reads that for us.
fn refusal(json: &str) -> Option<ApiError> {
    let answer: JsValue = JSON::parse(json).ok()?;
    let error: JsValue = Reflect::get(&answer, &"error".into()).ok()?;
    let word = |name: &str| Reflect::get(&error, &name.into()).ok()?.as_string();
    Some(ApiError {
        code: word("code")?,
        message: word("message")?,
    })
}

fn written<T: Serialize>(message: &T) -> Result<Vec<u8>, SendFailure> {
    // Our own messages can always be written.
    form::write(message).map_err(|_| SendFailure::NoAnswer)
}
