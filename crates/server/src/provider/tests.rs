//! A provider in the test's own process, whose tokens are bent in every way that must not let anybody in.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::State;
use axum::http::Request;
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use chrono::DateTime;
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use openidconnect::{
    Audience, EndUserName, IssuerUrl, JsonWebKeyId, LocalizedClaim, Nonce, PrivateSigningKey,
    StandardClaims, SubjectIdentifier,
};
use serde_json::{Value, json};

use super::*;
use crate::clock::Clock;
use crate::reference_data;
use crate::test_app::{Answer, TestApp, app_request, fresh_id, send};

/// Keys for these tests only.
const OURS: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEICJAvIeFawowN110Rhw7Wi8HBWuvc55Hwf2m80dCpW7q
-----END PRIVATE KEY-----
";
const THEIRS: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEID8xIAJUbDLJM9RHDyWhXPzD2507I7CsvbBGcmfOfM0c
-----END PRIVATE KEY-----
";

/// What a token says; each test bends one thing.
#[derive(Clone)]
struct Token {
    key: &'static str,
    issuer: String,
    audience: &'static str,
    subject: &'static str,
    nonce: Option<String>,
    expires_in: i64,
    groups: Vec<&'static str>,
    other: BTreeMap<String, Value>,
}

#[derive(Clone)]
struct Fake {
    issuer: String,
    /// The token that is given out next, and the nonce of the sign-in that it is for.
    next: Arc<Mutex<Option<String>>>,
    seen: Arc<Mutex<BTreeMap<String, String>>>,
}

fn key(pem: &str) -> CoreEdDsaPrivateSigningKey {
    let id = JsonWebKeyId::new("one".to_owned());
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(pem, Some(id)).unwrap()
}

impl Fake {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let fake = Self {
            issuer,
            next: Arc::default(),
            seen: Arc::default(),
        };
        let app = Router::new()
            .route(
                "/.well-known/openid-configuration",
                get(async |State(fake): State<Self>| {
                    let at = |path: &str| format!("{}/{path}", fake.issuer);
                    Json(json!({
                        "issuer": fake.issuer,
                        "authorization_endpoint": at("authorize"),
                        "token_endpoint": at("token"),
                        "jwks_uri": at("keys"),
                        "response_types_supported": ["code"],
                        "subject_types_supported": ["public"],
                        "id_token_signing_alg_values_supported": ["EdDSA"],
                    }))
                }),
            )
            .route(
                "/keys",
                get(async || Json(json!({ "keys": [key(OURS).as_verification_key()] }))),
            )
            .route(
                "/token",
                post(
                    async |State(fake): State<Self>, Form(form): Form<BTreeMap<String, String>>| {
                        *fake.seen.lock().unwrap() = form;
                        let token = fake.next.lock().unwrap().clone();
                        Json(json!({
                            "access_token": "unused", "token_type": "Bearer", "id_token": token,
                        }))
                    },
                ),
            )
            .with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        fake
    }

    fn token(&self) -> Token {
        Token {
            key: OURS,
            issuer: self.issuer.clone(),
            audience: "overgang",
            subject: "s1",
            nonce: None,
            expires_in: 60,
            groups: vec!["g1"],
            other: BTreeMap::new(),
        }
    }

    /// Gives out this token next, for the sign-in that asked.
    fn give(&self, token: &Token, asked: &BTreeMap<String, String>) {
        let mut token = token.clone();
        token.nonce = Some(asked["nonce"].clone());
        self.give_as_it_is(&token);
    }

    fn give_as_it_is(&self, token: &Token) {
        *self.next.lock().unwrap() = Some(token.sign());
    }

    /// An office that this provider signs people in to.
    async fn office(&self) -> TestApp {
        let config = json!({
            "issuer": self.issuer,
            "client_id": "overgang",
            "address": "http://localhost:8080",
            "grants": [{"group": "g1", "role": "nav-caseworker", "agency": "nav-in-prison",
                        "prisons": ["ullersmo"]}],
        });
        let reference = reference_data::shipped().unwrap();
        let config = ProviderConfig::read(&config.to_string(), &reference).unwrap();
        let mut app = TestApp::office().await;
        app.serve_with(Provider::new(config, "secret".to_owned()).unwrap());
        app
    }
}

impl Token {
    fn sign(&self) -> String {
        let now: i64 = Clock::System.now_millis().try_into().unwrap();
        let at = |seconds: i64| DateTime::from_timestamp(now / 1000 + seconds, 0).unwrap();
        let subject = SubjectIdentifier::new(self.subject.to_owned());
        let mut name = LocalizedClaim::new();
        name.insert(None, EndUserName::new("Øyvind Prøve".to_owned()));
        let mut other = self.other.clone();
        other.insert("groups".to_owned(), json!(self.groups));
        let claims = Claims::new(
            IssuerUrl::new(self.issuer.clone()).unwrap(),
            vec![Audience::new(self.audience.to_owned())],
            at(self.expires_in),
            at(-60),
            StandardClaims::new(subject).set_name(Some(name)),
            OtherClaims(other),
        )
        .set_nonce(self.nonce.clone().map(Nonce::new));
        let signed = ProviderIdToken::new(
            claims,
            &key(self.key),
            CoreJwsSigningAlgorithm::EdDsa,
            None,
            None,
        );
        signed.unwrap().to_string()
    }
}

/// One browser.
struct Browser<'a> {
    app: &'a TestApp,
    cookies: BTreeMap<String, String>,
}

impl<'a> Browser<'a> {
    fn new(app: &'a TestApp) -> Self {
        Self {
            app,
            cookies: BTreeMap::new(),
        }
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = request.header("cookie", cookies.join("; "));
        let answer = send(&self.app.router, request.body(body).unwrap()).await;
        for cookie in answer.headers.get_all("set-cookie") {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
            if value.is_empty() {
                self.cookies.remove(name);
            }
        }
        answer
    }

    /// Begins, and answers with the state and the nonce that the provider is asked with.
    async fn begin(&mut self) -> BTreeMap<String, String> {
        let body = json!({ "device": fresh_id() }).to_string();
        let answer = self
            .send(app_request("POST", "/api/sign-in"), Body::from(body))
            .await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let address: openidconnect::url::Url =
            answer.json()["address"].as_str().unwrap().parse().unwrap();
        let asked = address.query_pairs().into_owned();
        asked.collect()
    }

    /// Comes back; answers with the page that the browser is sent to.
    async fn come_back(&mut self, state: &str) -> String {
        let path = format!("/api/sign-in/callback?code=c&state={state}");
        let answer = self.send(Request::get(path), Body::empty()).await;
        assert_eq!(answer.status, 303);
        answer.headers["location"].to_str().unwrap().to_owned()
    }

    async fn name(&mut self) -> Option<String> {
        let answer = self.send(Request::get("/api/session"), Body::empty()).await;
        (answer.status == 200).then(|| answer.json()["user"]["name"].as_str().unwrap().to_owned())
    }
}

#[tokio::test]
async fn a_user_of_a_group_with_access_is_signed_in_and_listed() {
    let fake = Fake::start().await;
    let app = fake.office().await;
    let mut browser = Browser::new(&app);
    let asked = browser.begin().await;
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["prompt"], "login");
    fake.give(&fake.token(), &asked);
    assert_eq!(browser.come_back(&asked["state"]).await, "/?signed-in");
    assert_eq!(browser.name().await.as_deref(), Some("Øyvind Prøve"));
    assert!(fake.seen.lock().unwrap().contains_key("code_verifier"));
    let directory = app
        .store
        .plan_entries(overgang_domain::PlanId::DIRECTORY)
        .await
        .unwrap();
    assert_eq!(directory.len(), 1);

    // Again, with the same name: the directory has nothing new to say.
    let asked = browser.begin().await;
    fake.give(&fake.token(), &asked);
    assert_eq!(browser.come_back(&asked["state"]).await, "/?signed-in");
    let heads = app.store.log_heads().await.unwrap();
    assert_eq!(heads[0].head.unwrap().0, 1);
}

#[tokio::test]
async fn no_bent_token_lets_anybody_in() {
    type Bend = fn(&mut Token);
    let cases: [(&str, Bend, &str); 7] = [
        ("another key", |token| token.key = THEIRS, "failed"),
        (
            "another issuer",
            |token| token.issuer = "http://127.0.0.1:1".to_owned(),
            "failed",
        ),
        (
            "another application",
            |token| token.audience = "other",
            "failed",
        ),
        ("expired", |token| token.expires_in = -30, "failed"),
        (
            "another sign-in",
            |token| token.nonce = Some("other".to_owned()),
            "failed",
        ),
        ("no nonce", |token| token.nonce = None, "failed"),
        ("no access", |token| token.groups = vec!["g2"], "no-access"),
    ];
    let fake = Fake::start().await;
    let app = fake.office().await;
    for (what, bend, word) in cases {
        let mut browser = Browser::new(&app);
        let asked = browser.begin().await;
        let mut token = fake.token();
        token.nonce = Some(asked["nonce"].clone());
        bend(&mut token);
        fake.give_as_it_is(&token);
        let page = browser.come_back(&asked["state"]).await;
        assert_eq!(page, format!("/?sign-in={word}"), "{what}");
        assert_eq!(browser.name().await, None, "{what}");
    }
    assert_eq!(app.store.users().await.unwrap(), []);
}

#[tokio::test]
async fn only_the_browser_that_began_comes_back_and_only_once_and_soon() {
    let fake = Fake::start().await;
    let app = fake.office().await;
    let mut browser = Browser::new(&app);
    let asked = browser.begin().await;
    fake.give(&fake.token(), &asked);
    let mut stranger = Browser::new(&app);
    let state = &asked["state"];
    assert_eq!(stranger.come_back(state).await, "/?sign-in=expired");
    assert_eq!(browser.come_back("other").await, "/?sign-in=expired");
    // That was its one chance.
    assert_eq!(browser.come_back(state).await, "/?sign-in=expired");

    let mut late = Browser::new(&app);
    let asked = late.begin().await;
    app.pass(10 * 60 * 1000);
    assert_eq!(late.come_back(&asked["state"]).await, "/?sign-in=expired");
}

#[tokio::test]
async fn the_provider_ends_sessions_by_a_token_of_its_own() {
    let fake = Fake::start().await;
    let app = fake.office().await;
    let mut browser = Browser::new(&app);
    let asked = browser.begin().await;
    let mut token = fake.token();
    token.other.insert("sid".to_owned(), json!("session-1"));
    fake.give(&token, &asked);
    token.nonce = Some(asked["nonce"].clone());
    browser.come_back(&asked["state"]).await;

    let end = async |token: &Token| {
        let request = Request::post("/api/sign-in/back-channel")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(format!("logout_token={}", token.sign())))
            .unwrap();
        send(&app.router, request).await.status
    };
    let events = json!({ LOGOUT_EVENT: {} });
    let mut logout = token.clone();
    // An ordinary token is no logout token.
    assert_eq!(end(&logout).await, 400);
    logout.nonce = None;
    assert_eq!(end(&logout).await, 400);
    logout.other.insert("events".to_owned(), events);
    logout.key = THEIRS;
    assert_eq!(end(&logout).await, 400);
    logout.key = OURS;
    logout.other.insert("sid".to_owned(), json!("session-2"));
    assert_eq!(end(&logout).await, 200);
    assert!(browser.name().await.is_some(), "another session was meant");
    logout.other.insert("sid".to_owned(), json!("session-1"));
    assert_eq!(end(&logout).await, 200);
    assert_eq!(browser.name().await, None);
}
