//! A device that keeps and drops as it is told.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::change::Role;
use overgang_domain::register::Record;
use overgang_domain::{AgencyId, FieldId, FieldValue, PrisonId, RowId, SheetId};
use overgang_sync::message::User;

use super::*;

pub(super) const DAY_MILLIS: u64 = 24 * 60 * 60 * 1000;
/// An item that takes consent.
pub(super) const HOUSING: &str = "housing-first-night";

/// What a device holds, as it is told to keep and drop.
pub(super) struct Held {
    pub(super) device: TestDevice,
    pub(super) cursor: Option<Cursor>,
    pub(super) entries: BTreeMap<EntryId, Stored>,
}

impl Held {
    pub(super) fn by(device: TestDevice) -> Self {
        Self {
            device,
            cursor: None,
            entries: BTreeMap::new(),
        }
    }

    /// Hands in and reads all there is.
    pub(super) async fn sync(&mut self, entries: &[Entry]) -> Vec<RejectReason> {
        let mut handed_in = entries;
        let mut refused: Vec<RejectReason> = Vec::new();
        loop {
            let answer = self.device.sync(self.cursor.as_ref(), handed_in).await;
            refused.extend(reasons(&answer));
            let is_last: bool = !answer.more;
            self.take_in(handed_in, answer);
            handed_in = &[];
            if is_last {
                return refused;
            }
        }
    }

    fn take_in(&mut self, handed_in: &[Entry], answer: SyncResponse) {
        self.entries
            .retain(|_, one| !drops(&answer, one.entry.plan));
        let confirmed = answer.receipts.iter().filter_map(|receipt| {
            let mut handed_in = handed_in.iter();
            let entry = handed_in.find(|entry| entry.id == receipt.id)?;
            let stored = Stored::received(entry.clone(), receipt.received_at);
            (!drops(&answer, entry.plan)).then_some((entry.id, stored))
        });
        self.entries.extend(confirmed);
        let news = entries_in(&answer).into_iter();
        self.entries.extend(news.map(|one| (one.entry.id, one)));
        self.cursor = Some(answer.cursor);
    }

    /// Reads one answer of about so many bytes.
    pub(super) async fn sync_page(&mut self, accept_bytes: u32) {
        let mut request = self.device.request();
        request.cursor = self.cursor.take();
        request.accept_bytes = accept_bytes;
        let answer = self.device.send(&request).await.synced();
        self.take_in(&[], answer);
    }

    /// What it holds of a plan.
    pub(super) fn plan(&self, id: PlanId) -> BTreeSet<EntryId> {
        let entries = self.entries.values().map(|one| &one.entry);
        let of_plan = entries.filter(|entry| entry.plan == id);
        of_plan.map(|entry| entry.id).collect()
    }
}

/// Somebody of one prison.
pub(super) fn user(role: Role, agency: &str, prison: &str) -> User {
    User {
        user: UserId(fresh_id()),
        name: format!("{role:?} {agency}"),
        agency: AgencyId::from(agency),
        role,
        further_roles: BTreeSet::new(),
        prisons: BTreeSet::from([PrisonId::from(prison)]),
    }
}

/// NAV at Ullersmo.
pub(super) async fn caseworker(app: &TestApp) -> Held {
    let user = user(Role::NavCaseworker, "nav-in-prison", "ullersmo");
    Held::by(app.sign_in_as(&user).await)
}

/// The prison, at Ullersmo.
pub(super) async fn social_worker(app: &TestApp) -> Held {
    let user = user(Role::PrisonSocialWorker, "prison", "ullersmo");
    Held::by(app.sign_in_as(&user).await)
}

/// A consent to housing for an administration, as a row.
pub(super) fn consent(device: &TestDevice, plan: PlanId, to: &str, until: &str) -> (RowId, Entry) {
    consent_to(&["housing"], device, plan, to, until)
}

/// A consent to some areas.
pub(super) fn consent_to(
    areas: &[&str],
    device: &TestDevice,
    plan: PlanId,
    to: &str,
    until: &str,
) -> (RowId, Entry) {
    let areas = areas.iter().map(|area| (*area).to_owned()).collect();
    let row = RowId(fresh_id());
    let values = BTreeMap::from([
        (FieldId::from("recipient"), FieldValue::one(to)),
        (FieldId::from("areas"), FieldValue::Chosen(areas)),
        (
            FieldId::from("given"),
            FieldValue::Day("2026-11-23".parse().unwrap()),
        ),
        (
            FieldId::from("expires"),
            FieldValue::Day(until.parse().unwrap()),
        ),
    ]);
    let sheet = SheetId::from("consent");
    (
        row,
        device.entry(plan, Change::RowAdded { row, sheet, values }),
    )
}

/// It is taken back.
pub(super) fn withdrawal(device: &TestDevice, plan: PlanId, row: RowId) -> Entry {
    let day = FieldValue::Day("2026-11-23".parse().unwrap());
    let values = BTreeMap::from([(FieldId::from("withdrawn"), day)]);
    let record = Record::Row(row);
    device.entry(plan, Change::FieldsSet { record, values })
}
