//! A whole centre in the test's own process: the router over a database of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request};
use overgang_domain::register::Record;
use overgang_domain::{
    Change, DeviceId, Entry, EntryId, FieldId, FieldValue, ItemId, PlanId, Status, Stored,
    Timestamp, form,
};
use overgang_sync::message::{Lease, MEDIA_TYPE, Realm, User};
use overgang_sync::{Cursor, EntryBatch, SyncRequest, SyncResponse};
use uuid::Uuid;

use crate::after_commit::{AfterCommit, Projector};
use crate::audit::USUAL_PER_HOUR;
use crate::centre::Centre;
use crate::clock::Clock;
use crate::founding::{FoundError, found_or_check};
use crate::news::{News, NewsPace};
use crate::practice::DEFAULT_SEED;
use crate::provider::Provider;
use crate::rate_limits::{RateLimits, Rates};
use crate::reference_data;
use crate::router::router;
use crate::rules::Rules;
use crate::session::CookieStyle;
use crate::storage::{DeviceScope, LedgerStore, PracticeOrigin};
use crate::test_database::TestDatabase;
pub(crate) use crate::test_requests::{Answer, app_request, gzip, send};

/// The invented users whom tests sign in as, by the beginning of their names.
const NAMES: [&str; 7] = [
    "Ingrid", "Jonas", "Marit", "Torstein", "Vilde", "Øyvor", "Gro",
];

/// 2026-11-23T12:00:00Z.
pub(crate) const NOW: u64 = 1_795_435_200_000;

const NO_LIMITS: Rates = Rates {
    calls: NonZeroU32::MAX,
    sign_ins: NonZeroU32::MAX,
    look_ups: NonZeroU32::MAX,
    address_header: None,
};

/// Everything that takes time in the news, as short as tests bear it.
pub(crate) const QUICK_NEWS: NewsPace = NewsPace {
    poll: Duration::from_millis(50),
    look_anyway: Duration::from_mins(1),
    silence: Duration::from_millis(500),
    pause: Duration::from_millis(5),
    between_events: Duration::from_millis(300),
    heartbeat: Duration::from_millis(250),
    most_streams: 40,
};

static LAST_ID: AtomicU64 = AtomicU64::new(1);

/// An id that no other part of the tests has.
pub(crate) fn fresh_id() -> Uuid {
    let number: u64 = LAST_ID.fetch_add(1, Ordering::SeqCst);
    Uuid::from_u128((0x0191_7000_u128 << 96) | (0x8_u128 << 60) | u128::from(number))
}

/// A centre.
pub(crate) struct TestApp {
    pub(crate) centre: Centre,
    pub(crate) router: Router,
    pub(crate) store: Arc<dyn LedgerStore>,
    pub(crate) database: TestDatabase,
    pub(crate) epoch: Arc<str>,
}

/// A signed-in device.
#[derive(Clone)]
pub(crate) struct TestDevice {
    pub(crate) router: Router,
    pub(crate) user: User,
    pub(crate) device: DeviceId,
    pub(crate) cookie: String,
}

impl TestApp {
    /// A practice prison.
    pub(crate) async fn new() -> Self {
        Self::open(TestDatabase::new().await, Realm::Practice).await
    }

    /// An office, in which nobody can sign in yet.
    pub(crate) async fn office() -> Self {
        Self::open(TestDatabase::new().await, Realm::Office).await
    }

    /// The centre ends and starts again on the same database.
    pub(crate) async fn restart(self) -> Self {
        self.store.close().await;
        Self::open(self.database, self.centre.realm).await
    }

    /// Another process of the same centre.
    pub(crate) async fn beside(&self) -> Self {
        Self::open(self.database.clone(), self.centre.realm).await
    }

    async fn open(database: TestDatabase, realm: Realm) -> Self {
        Self::try_open(database, realm).await.unwrap()
    }

    /// A centre, if it starts on this database.
    pub(crate) async fn try_open(database: TestDatabase, realm: Realm) -> Result<Self, FoundError> {
        let clock = Clock::fixed(NOW);
        let store = database.open().await;
        let practice = PracticeOrigin {
            seed: DEFAULT_SEED,
            day: clock.today(),
        };
        let identity = found_or_check(store.as_ref(), realm, practice).await?;
        let rules = Arc::new(Rules::new(reference_data::shipped().unwrap()));
        let (news, news_task) = News::new(store.clone(), QUICK_NEWS, clock.clone());
        tokio::spawn(news_task.run());
        let (after_commit, task) =
            AfterCommit::new(store.clone(), Arc::clone(&rules), news.clone());
        tokio::spawn(task.run());
        let centre = Centre {
            store: store.clone(),
            rules,
            // No test comes near; those of the limits set their own.
            limits: Arc::new(RateLimits::new(NO_LIMITS, &clock)),
            clock,
            realm,
            cursor_key: identity.cursor_key,
            outbox_secret: identity.outbox_secret,
            provider: None,
            systems: Arc::default(),
            register: None,
            opened_per_hour: USUAL_PER_HOUR,
            lease: Lease::default(),
            erasures: None,
            cookie: CookieStyle::Loopback,
            after_commit,
            news,
        };
        Ok(Self {
            router: router(centre.clone(), Path::new("/nonexistent")),
            centre,
            store,
            database,
            epoch: identity.epoch.into(),
        })
    }

    /// Lets a provider sign people in.
    pub(crate) fn serve_with(&mut self, provider: Provider) {
        self.centre.provider = Some(Arc::new(provider));
        self.serve_anew();
    }

    /// Serves with what the centre is now.
    pub(crate) fn serve_anew(&mut self) {
        self.router = router(self.centre.clone(), Path::new("/nonexistent"));
    }

    /// Limits how often it may be asked.
    pub(crate) fn limit(&mut self, rates: Rates) {
        self.centre.limits = Arc::new(RateLimits::new(rates, &self.centre.clock));
        self.router = router(self.centre.clone(), Path::new("/nonexistent"));
    }

    /// Moves the clock on.
    pub(crate) fn pass(&self, millis: u64) {
        if let Clock::Fixed(now) = &self.centre.clock {
            now.fetch_add(millis, Ordering::SeqCst);
        }
    }

    /// Brings the projections up to date.
    pub(crate) async fn project(&self) {
        let projector = Projector::new(Arc::clone(&self.centre.rules));
        projector
            .bring_up_to_date(self.store.as_ref())
            .await
            .unwrap();
    }

    /// What the centre has written down about a device: app, unsent, last seen.
    pub(crate) async fn device_row(&self, device: DeviceId) -> Option<(String, u32, u64)> {
        let devices = self.store.devices(&DeviceScope::All).await.unwrap();
        let mut devices = devices.into_iter();
        let row = devices.find(|row| row.device == device)?;
        let user = row.users.into_iter().next()?;
        Some((user.app, user.unsent, user.seen_at))
    }

    /// Reads without signing in.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).body(Body::empty()).unwrap();
        send(&self.router, request).await
    }

    /// A new device of the user at this place in [`NAMES`]: Ingrid (Ullersmo), Jonas (Halden,
    /// Hamar), Marit (Halden, Hamar, Ullersmo), Torstein (Eidsberg, Ullersmo), Vilde (Eidsberg, Ila,
    /// Ullersmo), Øyvor (the template, all prisons), Gro (the auditor).
    pub(crate) async fn sign_in(&self, place: usize) -> TestDevice {
        let users = self.store.users().await.unwrap().into_iter();
        let mut users = users.filter(|user| user.name.starts_with(NAMES[place]));
        let user: User = users.next().unwrap();
        self.sign_in_known(user).await
    }

    /// Writes a user down as a provider would name them.
    pub(crate) async fn note_user(&self, user: &User) {
        let id = EntryId(fresh_id());
        self.store.note_user(user, id, NOW).await.unwrap();
    }

    /// A new device of a user whom the centre may not know yet.
    pub(crate) async fn sign_in_as(&self, user: &User) -> TestDevice {
        self.note_user(user).await;
        self.sign_in_known(user.clone()).await
    }

    /// A new device of a user whom the centre knows.
    pub(crate) async fn sign_in_known(&self, user: User) -> TestDevice {
        self.sign_in_on(user, DeviceId(fresh_id())).await
    }

    /// A device that another centre knows, or this one before.
    pub(crate) async fn sign_in_again(&self, device: &TestDevice) -> TestDevice {
        self.sign_in_on(device.user.clone(), device.device).await
    }

    async fn sign_in_on(&self, user: User, device: DeviceId) -> TestDevice {
        let body = serde_json::json!({ "user": user.user, "device": device });
        let request = app_request("POST", "/api/session")
            .body(Body::from(body.to_string()))
            .unwrap();
        let answer = send(&self.router, request).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let cookie: &str = answer.headers["set-cookie"].to_str().unwrap();
        TestDevice {
            router: self.router.clone(),
            cookie: cookie.split(';').next().unwrap().to_owned(),
            user,
            device,
        }
    }
}

impl TestDevice {
    /// Reads.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path)
            .header("cookie", &self.cookie)
            .body(Body::empty())
            .unwrap();
        send(&self.router, request).await
    }

    /// Sends something to sync, whatever it is.
    pub(crate) async fn post_sync(&self, body: Vec<u8>, headers: &[(&str, &str)]) -> Answer {
        let mut request = app_request("POST", "/api/sync").header("cookie", &self.cookie);
        let all: &mut HeaderMap = request.headers_mut().unwrap();
        all.insert("content-type", HeaderValue::from_static(MEDIA_TYPE));
        for (name, value) in headers {
            let name: HeaderName = name.parse().unwrap();
            all.insert(name, value.parse().unwrap());
        }
        send(&self.router, request.body(Body::from(body)).unwrap()).await
    }

    /// A request that hands nothing in and reads from the start.
    pub(crate) fn request(&self) -> SyncRequest {
        SyncRequest {
            protocol: 1,
            app: "test/1".to_owned(),
            user: self.user.user,
            device: self.device,
            cursor: None,
            accept_bytes: 4_000_000,
            unsent: 0,
            entries: EntryBatch::default(),
            reads: Vec::new(),
            after: None,
            becomes: None,
        }
    }

    /// Sends a request, packed, and takes its answer as it is.
    pub(crate) async fn send(&self, request: &SyncRequest) -> Answer {
        let packed: Vec<u8> = gzip(&form::write(request).unwrap());
        self.post_sync(packed, &[("content-encoding", "gzip")])
            .await
    }

    /// Syncs.
    pub(crate) async fn sync(&self, cursor: Option<&Cursor>, entries: &[Entry]) -> SyncResponse {
        let stored: Vec<Stored> = entries.iter().cloned().map(Stored::unsent).collect();
        let mut request: SyncRequest = self.request();
        request.cursor = cursor.cloned();
        request.entries = EntryBatch::of(&stored);
        self.send(&request).await.synced()
    }

    /// An entry of this device's user.
    pub(crate) fn entry(&self, plan: PlanId, change: Change) -> Entry {
        Entry {
            id: EntryId(fresh_id()),
            plan,
            author: self.user.user,
            device: self.device,
            time: Timestamp {
                millis: NOW - 1_000,
                counter: 0,
            },
            replaces: BTreeSet::new(),
            change,
        }
    }

    /// An entry that sets a status.
    pub(crate) fn status(&self, plan: PlanId, item: &str) -> Entry {
        let change = Change::StatusSet {
            item: ItemId::from(item),
            status: Status::Done,
            why: String::new(),
        };
        self.entry(plan, change)
    }

    /// An entry that fills in a field of the plan itself.
    pub(crate) fn sets(&self, plan: PlanId, field: &str, value: FieldValue) -> Entry {
        let values = BTreeMap::from([(FieldId::from(field), value)]);
        let record = Record::Header;
        self.entry(plan, Change::FieldsSet { record, values })
    }

    /// An entry that opens a new plan in one of the user's prisons.
    pub(crate) fn opening(&self, prison: &str) -> Entry {
        let change = Change::PlanOpened {
            name: "Testa Nyvik".to_owned(),
            birth_date: None,
            prison: prison.into(),
            release_date: None,
            template: 2,
        };
        self.entry(PlanId(fresh_id()), change)
    }
}
