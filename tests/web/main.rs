//! Browser tests: what only a real browser with a real `IndexedDB` can prove. One binary. No domain rule is
//! proven here.
#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::expect_used,
    reason = "browser tests sit outside cfg(test); what fails in here fails the test, as it should"
)]

mod contacts;
mod damage;
mod journal_store;
mod left_behind;
mod reads;
mod sealing;
mod spaces;
mod stored;

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);
