//! Typed calls to the central API; the only `fetch`. No retries: when to try again is sync's to say.
//!
//! Only an answer with the centre's own header, in the form that we asked for, counts as the centre: a
//! captive portal answers too.

use std::cell::Cell;

use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::{JSON, Reflect, Uint8Array};
use overgang_domain::{DeviceId, PlanId, UserId, form};
use overgang_sync::Heard;
use overgang_sync::machine::SendFailure;
use overgang_sync::message::{
    APP_HEADER, AuditResponse, BeginSignInRequest, CENTRE_HEADER, DevicesResponse, FindingRequest,
    HandInRequest, HandInResponse, LookUpRequest, LookUpResponse, MEDIA_TYPE, NameDeviceRequest,
    OverrideRequest, OverrideResponse, PersonDataResponse, PracticeUsersResponse,
    QuarantineResponse, RealmResponse, ReviewResponse, ReviewsResponse, SessionResponse,
    SettleRequest, SignInBegun, SignInRequest, USER_HEADER,
};
use overgang_sync::{ApiError, SyncRequest, SyncResponse};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, Event, EventSource};

use crate::packing;

/// The app's version, which every request names.
pub const APP_VERSION: &str = env!("CARGO_PKG_VERSION");

/// What this centre is.
pub async fn realm() -> Result<RealmResponse, SendFailure> {
    get("/api/realm").await
}

/// Begins to sign in at the organisation's provider.
pub async fn begin_sign_in(device: DeviceId) -> Result<SignInBegun, SendFailure> {
    let body: Vec<u8> = written(&BeginSignInRequest { device })?;
    read(post("/api/sign-in", &body, false, None)?.send().await).await
}

/// Who is signed in at the centre.
pub async fn session() -> Result<SessionResponse, SendFailure> {
    get("/api/session").await
}

/// Whom one can be in the practice prison.
pub async fn practice_users() -> Result<PracticeUsersResponse, SendFailure> {
    get("/api/practice/users").await
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

/// Has the browser delete all that it keeps of this app.
pub async fn delete_browser_storage() -> Result<(), SendFailure> {
    delete("/api/browser-storage").await
}

/// Ends all sessions of the user at the centre, on other devices too.
pub async fn sign_out_everywhere() -> Result<(), SendFailure> {
    delete("/api/sessions").await
}

/// The devices on which the user has signed in.
pub async fn devices() -> Result<DevicesResponse, SendFailure> {
    read(with_headers(Request::get("/api/devices")).send().await).await
}

/// Calls a device something.
pub async fn name_device(device: DeviceId, name: String) -> Result<(), SendFailure> {
    let body: Vec<u8> = written(&NameDeviceRequest { name })?;
    let path: String = format!("/api/devices/{device}");
    let request = with_body(Request::put(&path), &body, false, None)?;
    accepted(request.send().await).await.map(drop)
}

/// A device gets nothing more.
pub async fn revoke_device(device: DeviceId) -> Result<(), SendFailure> {
    let path: String = format!("/api/devices/{device}/revoke");
    let request = post(&path, &[], false, None)?;
    accepted(request.send().await).await.map(drop)
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

/// Hands in what was sealed to the centre, whoever is signed in.
pub async fn hand_in(request: &HandInRequest) -> Result<HandInResponse, SendFailure> {
    let body: Vec<u8> = written(request)?;
    let sent = match packing::gzip(&body).await {
        Ok(packed) => post("/api/hand-in", &packed, true, None)?,
        Err(_) => post("/api/hand-in", &body, false, None)?,
    };
    read(sent.send().await).await
}

/// What the centre keeps apart for this user to let in.
pub async fn quarantine() -> Result<QuarantineResponse, SendFailure> {
    get("/api/quarantine").await
}

/// Lets an entry in that is kept apart, or throws it away.
pub async fn settle_quarantined(request: &SettleRequest) -> Result<(), SendFailure> {
    let sent = post("/api/quarantine", &written(request)?, false, None)?;
    accepted(sent.send().await).await.map(drop)
}

/// A stream of the centre's events, until this is dropped.
pub struct NewsStream {
    source: EventSource,
    _listener: Closure<dyn Fn(Event)>,
}

impl NewsStream {
    /// Opens it. `tell` gets what is heard; the browser never opens it again by itself.
    pub fn open(tell: impl Fn(Heard) + 'static) -> Option<Self> {
        let source = EventSource::new("/api/events").ok()?;
        let ended: EventSource = source.clone();
        let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let heard = match event.type_().as_str() {
                "open" => Heard::Open,
                "news" => Heard::News,
                "over" => Heard::Over,
                _ => Heard::Broke,
            };
            if matches!(heard, Heard::Over | Heard::Broke) {
                ended.close();
            }
            tell(heard);
        });
        for name in ["open", "news", "over", "error"] {
            let function = listener.as_ref().unchecked_ref();
            drop(source.add_event_listener_with_callback(name, function));
        }
        Some(Self {
            source,
            _listener: listener,
        })
    }
}

impl Drop for NewsStream {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// A page of the log of reads.
pub async fn audit(query: &str) -> Result<AuditResponse, SendFailure> {
    get(&format!("/api/audit?{query}")).await
}

/// The weeks whose sample of reads was drawn.
pub async fn reviews() -> Result<ReviewsResponse, SendFailure> {
    get("/api/audit/reviews").await
}

/// The sample of one week.
pub async fn review(week: &str) -> Result<ReviewResponse, SendFailure> {
    get(&format!("/api/audit/reviews/{week}")).await
}

/// Keeps what was found on one row of a sample.
pub async fn keep_finding(
    week: &str,
    finding: &FindingRequest,
) -> Result<ReviewResponse, SendFailure> {
    let path: String = format!("/api/audit/reviews/{week}");
    let sent = post(&path, &written(finding)?, false, None)?;
    read(sent.send().await).await
}

/// All that is held on a person, and who has read it.
pub async fn person_data(plan: PlanId) -> Result<PersonDataResponse, SendFailure> {
    let path: String = format!("/api/plans/{plan}/person-data");
    read(post(&path, &[], false, None)?.send().await).await
}

/// The same as JSON.
pub async fn person_data_file(plan: PlanId) -> Result<String, SendFailure> {
    let request = for_user(Request::post(&format!("/api/plans/{plan}/person-data")))
        .header(APP_HEADER, APP_VERSION)
        .header("accept", "application/json")
        .header("content-type", MEDIA_TYPE)
        .body(Uint8Array::new_with_length(0))
        .map_err(|_| SendFailure::NoAnswer)?;
    let response: Response = accepted(request.send().await).await?;
    response.text().await.map_err(|_| SendFailure::NoAnswer)
}

/// Looks somebody up by their national identity number.
pub async fn look_up(identity_number: String) -> Result<LookUpResponse, SendFailure> {
    let body: Vec<u8> = written(&LookUpRequest { identity_number })?;
    read(post("/api/lookup", &body, false, None)?.send().await).await
}

/// Opens something against the rules.
pub async fn open_override(request: &OverrideRequest) -> Result<OverrideResponse, SendFailure> {
    let sent = post("/api/overrides", &written(request)?, false, None)?;
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

thread_local! {
    /// Whose space is open.
    static USER: Cell<Option<UserId>> = const { Cell::new(None) };
}

/// All that is asked from now on is asked for this user: the centre refuses it where the session is another's.
pub fn ask_for(user: UserId) {
    USER.set(Some(user));
}

fn with_headers(request: RequestBuilder) -> RequestBuilder {
    for_user(request)
        .header(APP_HEADER, APP_VERSION)
        .header("accept", MEDIA_TYPE)
}

fn for_user(request: RequestBuilder) -> RequestBuilder {
    match USER.get() {
        Some(user) => request.header(USER_HEADER, &user.to_string()),
        None => request,
    }
}

fn post(
    path: &str,
    body: &[u8],
    is_packed: bool,
    abort: Option<&AbortSignal>,
) -> Result<Request, SendFailure> {
    with_body(Request::post(path), body, is_packed, abort)
}

fn with_body(
    request: RequestBuilder,
    body: &[u8],
    is_packed: bool,
    abort: Option<&AbortSignal>,
) -> Result<Request, SendFailure> {
    let mut request = with_headers(request).header("content-type", MEDIA_TYPE);
    if is_packed {
        request = request.header("content-encoding", "gzip");
    }
    request
        .abort_signal(abort)
        .body(Uint8Array::from(body))
        .map_err(|_| SendFailure::NoAnswer)
}

async fn get<T: DeserializeOwned>(path: &str) -> Result<T, SendFailure> {
    read(with_headers(Request::get(path)).send().await).await
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
