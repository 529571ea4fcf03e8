//! The browser's database as a thief, or a damaged disk, has it: raw records, past the app's own storage.

use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

/// All names and records of a database, one after the other.
pub(crate) async fn everything(database: &str) -> Vec<u8> {
    let opened = Database::open(database).await.expect("it is there");
    let stores: Vec<String> = opened.object_store_names().collect();
    let mut all: Vec<u8> = Vec::new();
    for store in stores {
        for (name, record) in records(database, &store).await {
            all.extend_from_slice(name.as_bytes());
            all.extend(record);
        }
    }
    all
}

/// The records of a store, by name.
pub(crate) async fn records(database: &str, store: &str) -> Vec<(String, Vec<u8>)> {
    let opened = Database::open(database).await.expect("it is there");
    let transaction = opened.transaction(store).build().expect("readable");
    let found = transaction.object_store(store).expect("it is there");
    let keys = found.get_all_keys::<String>().primitive().expect("asked");
    let values = found.get_all::<JsValue>().primitive().expect("asked");
    let keys = keys.await.expect("readable").map(|key| key.expect("text"));
    let keys: Vec<String> = keys.collect();
    let values = values.await.expect("readable");
    let bytes = values.map(|value| {
        let value: JsValue = value.expect("readable");
        value.unchecked_into::<Uint8Array>().to_vec()
    });
    keys.into_iter().zip(bytes).collect()
}

/// Puts a record in the place of another.
pub(crate) async fn overwrite(database: &str, store: &str, name: &str, record: &[u8]) {
    let opened = Database::open(database).await.expect("it is there");
    let transaction = opened
        .transaction(store)
        .with_mode(TransactionMode::Readwrite)
        .build()
        .expect("writable");
    let records = transaction.object_store(store).expect("it is there");
    let put = records.put(JsValue::from(Uint8Array::from(record)));
    drop(put.with_key(name).primitive().expect("asked"));
    transaction.commit().await.expect("there is room");
}
