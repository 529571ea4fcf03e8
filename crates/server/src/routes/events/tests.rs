//! Who hears that there are news, on which of several processes, and who does not.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt;
use overgang_domain::change::Role;
use overgang_domain::register::Record;
use overgang_domain::{
    AgencyId, Change, DeviceId, Entry, FieldId, FieldValue, PlanId, PrisonId, RowId, SheetId,
    UserId,
};
use overgang_sync::message::User;
use tokio::time::{Instant, timeout};
use tower::ServiceExt;

use crate::session::PRACTICE_SESSION_MILLIS;
use crate::test_app::{QUICK_NEWS, TestApp, TestDevice, app_request, fresh_id, send};

const JONAS: usize = 1;
const MARIT: usize = 2;
const TORSTEIN: usize = 3;
const VILDE: usize = 4;

/// News as they are on the wire.
const NEWS: &str = "event: news\ndata:\n\n";
const OVER: &str = "event: over\ndata:\n\n";

/// So long it is waited for what has to come.
const PATIENCE: Duration = Duration::from_secs(10);
/// So long nothing may come: longer than any of the paces of tests.
const QUIET: Duration = Duration::from_millis(700);

/// A device that listens.
struct Listening {
    headers: HeaderMap,
    body: Body,
}

impl Listening {
    async fn begin(device: &TestDevice) -> Self {
        let mut this = Self::try_begin(device).await.unwrap();
        assert_eq!(this.next().await.as_deref(), Some("retry: 10000\n\n"));
        this
    }

    /// The status where it is none of success.
    async fn try_begin(device: &TestDevice) -> Result<Self, u16> {
        let request = Request::get("/api/events")
            .header("cookie", &device.cookie)
            .header("accept-encoding", "gzip, br")
            .body(Body::empty())
            .unwrap();
        let response = device.router.clone().oneshot(request).await.unwrap();
        if response.status() != 200 {
            return Err(response.status().as_u16());
        }
        let (parts, body) = response.into_parts();
        Ok(Self {
            headers: parts.headers,
            body,
        })
    }

    /// What comes next, whatever it is; `None` at the end.
    async fn next(&mut self) -> Option<String> {
        let frame = timeout(PATIENCE, self.body.frame()).await.unwrap()?;
        let bytes = frame.unwrap().into_data().unwrap();
        Some(String::from_utf8(bytes.to_vec()).unwrap())
    }

    /// The next event; signs of life are passed over.
    async fn event(&mut self) -> Option<String> {
        loop {
            let next = self.next().await?;
            if next != ":\n\n" {
                return Some(next);
            }
        }
    }

    /// Fails unless news come.
    async fn hears(&mut self) {
        assert_eq!(self.event().await.as_deref(), Some(NEWS));
    }

    /// Fails if anything comes but signs of life.
    async fn hears_nothing(&mut self) {
        let heard = timeout(QUIET, self.event()).await;
        assert!(heard.is_err(), "{heard:?}");
    }

    async fn ends(&mut self) {
        assert_eq!(self.event().await.as_deref(), Some(OVER));
        assert_eq!(self.next().await, None);
    }
}

/// The same device, served by another process.
fn at(app: &TestApp, device: &TestDevice) -> TestDevice {
    TestDevice {
        router: app.router.clone(),
        ..device.clone()
    }
}

async fn hand_in(device: &TestDevice, entries: &[Entry]) {
    let answer = device.sync(None, entries).await;
    assert_eq!(answer.rejected, []);
}

/// Opens a plan there.
async fn open(device: &TestDevice, prison: &str) -> PlanId {
    let opening = device.opening(prison);
    hand_in(device, std::slice::from_ref(&opening)).await;
    opening.plan
}

async fn call(device: &TestDevice, method: &str, path: &str) {
    let request = app_request(method, path).header("cookie", &device.cookie);
    let answer = send(&device.router, request.body(Body::from("{}")).unwrap()).await;
    assert_eq!(answer.status, 204, "{answer:?}");
}

fn user(role: Role, agency: &str, prison: &str) -> User {
    User {
        user: UserId(fresh_id()),
        name: format!("{role:?}"),
        agency: AgencyId::from(agency),
        role,
        further_roles: std::collections::BTreeSet::new(),
        prisons: [PrisonId::from(prison)].into(),
    }
}

/// Who works with a plan from elsewhere.
fn workers(device: &TestDevice, plan: PlanId, value: FieldValue) -> Entry {
    let values = BTreeMap::from([(FieldId::from("workers"), value)]);
    let record = Record::Header;
    device.entry(plan, Change::FieldsSet { record, values })
}

#[tokio::test]
async fn what_one_process_commits_is_news_at_the_other_for_those_who_cover_the_prison() {
    let app = TestApp::new().await;
    let beside = app.beside().await;
    let torstein = app.sign_in(TORSTEIN).await;
    let in_halden = user(Role::NavCaseworker, "nav-in-prison", "halden");
    let in_halden = app.sign_in_as(&in_halden).await;
    let mut vilde = Listening::begin(&at(&beside, &app.sign_in(VILDE).await)).await;
    let mut jonas = Listening::begin(&at(&beside, &app.sign_in(JONAS).await)).await;
    let mut here = Listening::begin(&app.sign_in(VILDE).await).await;
    open(&torstein, "ullersmo").await;
    vilde.hears().await;
    here.hears().await;
    jonas.hears_nothing().await;
    // Whoever was quiet was not deaf.
    open(&in_halden, "halden").await;
    jonas.hears().await;
    vilde.hears_nothing().await;
}

#[tokio::test]
async fn a_stream_is_for_nobody_to_keep_pack_or_hold_back() {
    let app = TestApp::new().await;
    let listening = Listening::begin(&app.sign_in(VILDE).await).await;
    let header = |name: &str| {
        let value = listening.headers.get(name)?;
        Some(value.to_str().unwrap().to_owned())
    };
    let expected = [
        ("content-type", Some("text/event-stream")),
        ("cache-control", Some("no-store")),
        ("x-accel-buffering", Some("no")),
        ("content-encoding", None),
        ("content-length", None),
        ("overgang-centre", Some("1")),
    ];
    for (name, value) in expected {
        assert_eq!(header(name).as_deref(), value, "{name}");
    }
}

#[tokio::test]
async fn nobody_hears_of_their_own_device_and_everybody_of_what_all_share() {
    let app = TestApp::new().await;
    let beside = app.beside().await;
    let device = app.sign_in(TORSTEIN).await;
    let second = app.sign_in(TORSTEIN).await;
    // Before anybody listens: that there is a new user is news for everybody.
    let manager = user(Role::Manager, "prison", "ullersmo");
    let manager = app.sign_in_as(&manager).await;
    let mut own = Listening::begin(&at(&beside, &device)).await;
    let mut others = Listening::begin(&at(&beside, &second)).await;
    open(&device, "ullersmo").await;
    others.hears().await;
    own.hears_nothing().await;
    // A colleague who shares the tablet has a journal of their own.
    let row = Change::RowAdded {
        row: RowId(fresh_id()),
        sheet: SheetId::from("office-hours"),
        values: BTreeMap::from([(FieldId::from("prison"), FieldValue::one("halden"))]),
    };
    let marit = app.sign_in(MARIT).await;
    hand_in(&marit, &[marit.entry(PlanId::DIRECTORY, row)]).await;
    own.hears().await;
    others.hears().await;
    // An administrator reaches no person, and hears of what all share only.
    let mut manager = Listening::begin(&at(&beside, &manager)).await;
    open(&device, "ullersmo").await;
    others.hears().await;
    manager.hears_nothing().await;
}

#[tokio::test]
async fn whoever_is_named_on_a_plan_of_another_prison_hears_of_that_plan_alone() {
    let app = TestApp::new().await;
    let beside = app.beside().await;
    let torstein = app.sign_in(TORSTEIN).await;
    let plan = open(&torstein, "ullersmo").await;
    let elsewhere = user(Role::NavOffice, "nav-office", "halden");
    let device = app.sign_in_as(&elsewhere).await;
    let officer = user(Role::ContactOfficer, "prison", "ullersmo");
    let mut officer = Listening::begin(&at(&beside, &app.sign_in_as(&officer).await)).await;
    let mut named = Listening::begin(&at(&beside, &device)).await;
    let other = open(&torstein, "ullersmo").await;
    hand_in(&torstein, &[torstein.status(plan, "release-travel")]).await;
    named.hears_nothing().await;
    let put = workers(
        &torstein,
        plan,
        FieldValue::one(&elsewhere.user.to_string()),
    );
    hand_in(&torstein, std::slice::from_ref(&put)).await;
    named.hears().await;
    hand_in(&torstein, &[torstein.status(other, "release-travel")]).await;
    named.hears_nothing().await;
    // Also one who begins to listen now.
    let mut again = Listening::begin(&device).await;
    hand_in(&torstein, &[torstein.status(plan, "release-travel")]).await;
    named.hears().await;
    again.hears().await;
    // The last that is heard is that there is nothing more to hear.
    let mut taken = workers(&torstein, plan, FieldValue::Empty);
    taken.replaces.insert(put.id);
    hand_in(&torstein, &[taken]).await;
    named.hears().await;
    again.hears().await;
    hand_in(&torstein, &[torstein.status(plan, "release-travel")]).await;
    named.hears_nothing().await;
    again.hears_nothing().await;
    officer.hears_nothing().await;
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let app = TestApp::new().await;
    let beside = app.beside().await;
    let device = app.sign_in(VILDE).await;
    let second = app.sign_in(VILDE).await;
    let third = app.sign_in(VILDE).await;
    for by in [&app, &beside] {
        let signed_out = app.sign_in(VILDE).await;
        let mut first = Listening::begin(&at(by, &signed_out)).await;
        let mut other = Listening::begin(&at(by, &device)).await;
        call(&signed_out, "DELETE", "/api/session").await;
        first.ends().await;
        let again = Listening::try_begin(&at(by, &signed_out)).await;
        assert_eq!(again.err(), Some(401));
        other.hears_nothing().await;
    }
    let mut revoked = Listening::begin(&at(&beside, &second)).await;
    let path = format!("/api/devices/{}/revoke", second.device);
    call(&device, "POST", &path).await;
    revoked.ends().await;
    let again = Listening::try_begin(&at(&beside, &second)).await;
    assert_eq!(again.err(), Some(403));

    let mut everywhere = Listening::begin(&at(&beside, &third)).await;
    call(&device, "DELETE", "/api/sessions").await;
    everywhere.ends().await;
    let mut expires = Listening::begin(&app.sign_in(VILDE).await).await;
    app.pass(PRACTICE_SESSION_MILLIS);
    expires.ends().await;
}

#[tokio::test]
async fn news_are_not_told_to_a_session_that_has_just_ended() {
    let app = TestApp::new().await;
    let beside = app.beside().await;
    let (torstein, vilde) = (app.sign_in(TORSTEIN).await, app.sign_in(VILDE).await);
    let mut listening = Listening::begin(&at(&beside, &vilde)).await;
    // The other process asks at its next heartbeat, or before the next event.
    call(&vilde, "DELETE", "/api/session").await;
    open(&torstein, "ullersmo").await;
    listening.ends().await;
}

#[tokio::test]
async fn whoever_gets_other_rights_hears_so_and_hears_by_them() {
    let app = TestApp::new().await;
    let beside = app.beside().await;
    let torstein = app.sign_in(TORSTEIN).await;
    let mut moves = user(Role::NavCaseworker, "nav-in-prison", "halden");
    let mut listening = Listening::begin(&at(&beside, &app.sign_in_as(&moves).await)).await;
    open(&torstein, "ullersmo").await;
    listening.hears_nothing().await;
    moves.prisons = [PrisonId::from("ullersmo")].into();
    app.note_user(&moves).await;
    listening.hears().await;
    open(&torstein, "ullersmo").await;
    listening.hears().await;
}

#[tokio::test]
async fn many_entries_in_a_moment_are_few_events() {
    let app = TestApp::new().await;
    let torstein = app.sign_in(TORSTEIN).await;
    let mut vilde = Listening::begin(&app.sign_in(VILDE).await).await;
    let begun = Instant::now();
    for _ in 0..10 {
        open(&torstein, "ullersmo").await;
    }
    vilde.hears().await;
    let mut events: u32 = 1;
    while timeout(QUIET, vilde.event()).await.is_ok() {
        events += 1;
    }
    let room = begun.elapsed().as_millis() / QUICK_NEWS.between_events.as_millis();
    assert!(u128::from(events) <= room + 1, "{events} events");
    assert!(events < 10);
}

#[tokio::test]
async fn of_too_many_streams_the_oldest_ends_and_a_full_process_takes_no_more() {
    let app = TestApp::new().await;
    let device = app.sign_in(VILDE).await;
    let mut first = Listening::begin(&device).await;
    let mut second = Listening::begin(&device).await;
    let mut third = Listening::begin(&device).await;
    first.ends().await;
    second.hears_nothing().await;
    drop(second);
    let _fourth = Listening::begin(&device).await;
    third.hears_nothing().await;

    let mut of_user = Vec::new();
    for _ in 0..13 {
        of_user.push(Listening::begin(&app.sign_in(TORSTEIN).await).await);
    }
    of_user[0].ends().await;
    of_user[1].hears_nothing().await;
    let mut others = Vec::new();
    let refused = loop {
        let somebody = user(Role::NavOffice, "nav-office", "halden");
        match Listening::try_begin(&app.sign_in_as(&somebody).await).await {
            Ok(listening) => others.push(listening),
            Err(status) => break status,
        }
    };
    assert_eq!(refused, 503);
    // Two of Vilde and twelve of Torstein.
    assert_eq!(others.len(), QUICK_NEWS.most_streams - 14);
    others.pop();
    let somebody = user(Role::NavOffice, "nav-office", "halden");
    let there_is_room = Listening::try_begin(&app.sign_in_as(&somebody).await).await;
    assert!(there_is_room.is_ok());
}

#[tokio::test]
async fn a_process_that_ends_lets_go_of_its_streams() {
    let app = TestApp::new().await;
    let device = app.sign_in(VILDE).await;
    let mut listening = Listening::begin(&device).await;
    app.centre.news.close();
    // Nothing is over: the device may come again, to another process.
    assert_eq!(listening.event().await, None);
    assert_eq!(Listening::try_begin(&device).await.err(), Some(503));
}

#[tokio::test]
async fn what_comes_while_nobody_hears_is_found_when_the_connection_is_back() {
    if std::env::var_os("DATABASE_URL").is_none() {
        // Where nothing calls, nothing is lost.
        return;
    }
    let app = TestApp::new().await;
    let beside = app.beside().await;
    let torstein = app.sign_in(TORSTEIN).await;
    let mut vilde = Listening::begin(&at(&beside, &app.sign_in(VILDE).await)).await;
    let end_those_who_hear = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    for _ in 0..3 {
        // It hears again after a while, and polls until then.
        while app.database.run(end_those_who_hear).await.unwrap() == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        open(&torstein, "ullersmo").await;
        vilde.hears().await;
    }
}

#[tokio::test]
async fn a_device_of_nobody_cannot_listen() {
    let app = TestApp::new().await;
    assert_eq!(app.get("/api/events").await.status, 401);
    let foreign = TestDevice {
        cookie: "overgang_session=x".to_owned(),
        device: DeviceId(fresh_id()),
        ..app.sign_in(VILDE).await
    };
    assert_eq!(Listening::try_begin(&foreign).await.err(), Some(401));
}
