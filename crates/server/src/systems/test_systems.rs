//! Systems for tests, and how they sign.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

use super::signature::{
    ID_HEADER, NAME_HEADER, Purpose, SIGNATURE_HEADER, SharedSecret, Signed, TIME_HEADER,
};
use super::{SecretSource, Systems};
use crate::reference_data;
use crate::test_app::{Answer, NOW, TestApp, fresh_id, send};

/// The prison's own system: Ullersmo.
pub(crate) const RECORDS: &str = "prison-records";
/// One of NAV: Ullersmo too.
pub(crate) const NAV: &str = "nav-archive";
/// One of another prison.
pub(crate) const HALDEN: &str = "halden-records";
/// One that may do nothing.
pub(crate) const IDLE: &str = "idle";

/// The file of the systems in tests; the prison's own is told of changes at `webhook`.
pub(crate) fn file(webhook: Option<&str>) -> Value {
    let mut json = json!({
        "systems": [
            {"name": RECORDS, "agency": "prison-social", "role": "prison-social-worker",
             "prisons": ["ullersmo"], "may": ["read", "hand-in-events"],
             "secret": {"environment": RECORDS}},
            {"name": NAV, "agency": "nav-in-prison", "role": "nav-caseworker",
             "prisons": ["ullersmo"], "may": ["read", "hand-in-events"],
             "secret": {"environment": NAV}},
            {"name": HALDEN, "agency": "prison-social", "role": "prison-social-worker",
             "prisons": ["halden"], "may": ["read", "hand-in-events"],
             "secret": {"environment": HALDEN}},
            {"name": IDLE, "agency": "prison-social", "role": "prison-social-worker",
             "prisons": ["ullersmo"], "may": [], "secret": {"environment": IDLE}},
        ],
    });
    if let Some(address) = webhook {
        json["systems"][0]["may"] = json!(["webhooks"]);
        json["systems"][0]["webhook"] =
            json!({"address": address, "plans_a_call": 2, "allow_loopback": true});
    }
    json
}

/// The secret of a system of [`file`].
pub(crate) fn secret_of(name: &str) -> String {
    format!("{name}-{}", "0123456789abcdef".repeat(2))
}

/// The systems of a file.
pub(crate) fn systems(file: &Value) -> Systems {
    let reference = reference_data::shipped().unwrap();
    let secret = |source: &SecretSource| match source {
        SecretSource::Environment(name) => Ok(secret_of(name)),
        SecretSource::File(_) => Err(std::io::Error::other("no files here")),
    };
    Systems::read(&file.to_string(), &reference, secret).unwrap()
}

/// A centre with these systems beside it.
pub(crate) async fn serve(app: &mut TestApp, file: &Value) {
    let systems = systems(file);
    systems
        .list(app.store.as_ref(), &app.centre.clock)
        .await
        .unwrap();
    app.centre.systems = Arc::new(systems);
    app.serve_anew();
}

/// A request, before it is signed.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) secret: String,
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) time: u64,
    pub(crate) id: Uuid,
    pub(crate) body: Vec<u8>,
}

impl Call {
    /// A system reads.
    pub(crate) fn get(name: &str, target: &str) -> Self {
        Self {
            name: name.to_owned(),
            secret: secret_of(name),
            method: "GET",
            target: target.to_owned(),
            time: NOW,
            id: fresh_id(),
            body: Vec::new(),
        }
    }

    /// A system reports.
    pub(crate) fn report(name: &str, event: &Value) -> Self {
        Self {
            method: "POST",
            body: event.to_string().into_bytes(),
            ..Self::get(name, "/api/systems/events")
        }
    }

    /// The signature of what it is now.
    pub(crate) fn signature(&self) -> String {
        let secret = SharedSecret::new(self.secret.clone()).unwrap();
        secret.sign(&Signed {
            purpose: Purpose::Request,
            method: self.method,
            target: &self.target,
            time: self.time,
            id: self.id,
            body: &self.body,
        })
    }

    /// Signs and sends it.
    pub(crate) async fn send(&self, router: &Router) -> Answer {
        self.send_as(router, &self.signature()).await
    }

    /// Sends it with this signature.
    pub(crate) async fn send_as(&self, router: &Router, signature: &str) -> Answer {
        let request = Request::builder()
            .method(self.method)
            .uri(&self.target)
            .header("content-type", "application/json")
            .header(NAME_HEADER, &self.name)
            .header(TIME_HEADER, self.time)
            .header(ID_HEADER, self.id.to_string())
            .header(SIGNATURE_HEADER, signature)
            .body(Body::from(self.body.clone()));
        send(router, request.unwrap()).await
    }
}
