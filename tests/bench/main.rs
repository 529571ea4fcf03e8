//! What sealing costs, in a real `IndexedDB`: the same journal sealed and bare, 300 plans of 40 items. `cargo xtask bench`
//! runs this in Chromium, built as the app is built, and reads the lines that begin with `BENCH`.
#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::expect_used,
    reason = "a bench sits outside cfg(test); what fails in here fails the bench, as it should"
)]

use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, Version};
use overgang::sealing::{CentreSeal, SpaceKeys};
use overgang::storage::{Folding, JournalStore, database_of, lie_bare};
use overgang_domain::{Change, Entry, ItemId, Plan, Status, Stored, Template};
use overgang_sync::machine::Intake;
use overgang_testkit::writer::START_MILLIS;
use overgang_testkit::{Writer, full_plan};
use uuid::Uuid;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// One caseworker's tablet.
const PLANS: usize = 300;
const ITEMS: usize = 40;
/// How often each is measured.
const OPENINGS: usize = 15;
const TAPS: usize = 200;

fn now() -> f64 {
    let window = web_sys::window().expect("a page");
    window.performance().expect("a clock").now()
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// What 95 of 100 are not above.
fn p95(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times
        .get(times.len() * 95 / 100)
        .copied()
        .unwrap_or_default()
}

fn tell(form: &str, what: &str, millis: f64) {
    let line = format!("BENCH\t{form}\t{what}\t{millis:.2}");
    web_sys::console::log_1(&JsValue::from_str(&line));
}

fn folding(template: &Template) -> Folding {
    Folding {
        shipped: Arc::new(template.clone()),
        viewer: None,
    }
}

fn status(writer: &mut Writer, plan: &Plan, item: &ItemId, status: Status) -> Entry {
    let change = Change::StatusSet {
        item: item.clone(),
        status,
        why: "Venter på svar fra kommunen".to_owned(),
    };
    writer.change(plan, change)
}

/// All plans as the centre hands them out, and the last of them.
fn received(writer: &mut Writer, items: &[ItemId]) -> (Vec<Stored>, Plan) {
    let mut all: Vec<Stored> = Vec::new();
    let mut last = None;
    for _ in 0..PLANS {
        let (mut plan, mut entries) = writer.open_plan("ullersmo");
        for item in items {
            let entry: Entry = status(writer, &plan, item, Status::Waiting);
            plan.apply(&Stored::received(entry.clone(), START_MILLIS));
            entries.push(entry);
        }
        let stored = entries.into_iter();
        all.extend(stored.map(|entry| Stored::received(entry, START_MILLIS)));
        last = Some(plan);
    }
    (all, last.expect("there are plans"))
}

async fn measure(form: &str) {
    let template: Template = full_plan::template();
    let items: Vec<ItemId> = template.items.iter().map(|item| item.id.clone()).collect();
    let items: &[ItemId] = items.get(..ITEMS).expect("the checklist is longer");
    let mut writer = Writer::alice();
    let (received, mut plan) = received(&mut writer, items);
    let space = Uuid::from_u64_pair(0xBE, form.len() as u64);
    let keys = SpaceKeys::unkept(space).await.expect("WebCrypto");
    let (store, _) = JournalStore::open(&keys, folding(&template))
        .await
        .expect("it opens");
    let begun: f64 = now();
    let intake = Intake {
        received,
        ..Intake::default()
    };
    store.take_in(&intake, 9).await.expect("there is room");
    tell(form, "take in all plans", now() - begun);
    drop(store);

    let (mut opened, mut read) = (Vec::new(), Vec::new());
    for _ in 0..OPENINGS {
        let begun: f64 = now();
        let (store, loaded) = JournalStore::open(&keys, folding(&template))
            .await
            .expect("it opens");
        opened.push(now() - begun);
        assert_eq!(loaded.summaries.len(), PLANS);
        let begun: f64 = now();
        store.plan(plan.id).await.expect("it is there");
        read.push(now() - begun);
    }
    tell(form, "open the journal", median(opened));
    tell(form, "open one plan", median(read));

    let (store, _) = JournalStore::open(&keys, folding(&template))
        .await
        .expect("it opens");
    if form == "sealed" {
        let seal = CentreSeal::of_nobody((writer.author, writer.device), START_MILLIS).await;
        store.seal_to_centre_with(seal.expect("WebCrypto"));
    }
    let mut taps: Vec<f64> = Vec::new();
    for tap in 0..TAPS {
        let item: &ItemId = items.get(tap % ITEMS).expect("one of them");
        let entry: Entry = status(&mut writer, &plan, item, Status::Done);
        plan.apply(&Stored::unsent(entry.clone()));
        let begun: f64 = now();
        store
            .save(&[entry], &plan, &[])
            .await
            .expect("there is room");
        taps.push(now() - begun);
    }
    tell(form, "tap, median", median(taps.clone()));
    tell(form, "tap, p95", p95(taps));
    assert!(database_of(space).starts_with("overgang-space-"));
}

#[wasm_bindgen_test]
async fn what_sealing_costs() {
    // As the app stretches a passphrase; there the worker does it, with the same code.
    let mut stretched: Vec<f64> = Vec::new();
    for _ in 0..5 {
        let begun: f64 = now();
        let params = Params::new(64 * 1024, 3, 1, Some(32)).expect("sane");
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut key: [u8; 32] = [0; 32];
        argon
            .hash_password_into(b"fjellugle snekkerbod fiskebolle", &[7; 16], &mut key)
            .expect("there is memory");
        stretched.push(now() - begun);
    }
    tell("sealed", "stretch the passphrase", median(stretched));
    measure("sealed").await;
    lie_bare();
    measure("bare").await;
}
