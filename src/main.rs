//! Mounts the app. Nothing else.

#[cfg(target_arch = "wasm32")]
fn main() {
    overgang::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
