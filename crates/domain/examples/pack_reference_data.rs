//! Packs `data/*.json` into the form that the app loads, so that the app needs no reader for JSON:
//! `cargo run -p overgang-domain --features shipped --example pack_reference_data -- FILE`. The build calls it.

use std::error::Error;

use overgang_domain::{form, reference};

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args()
        .nth(1)
        .ok_or("name the file that is to be written")?;
    std::fs::write(file, form::write(&reference::shipped()?)?)?;
    Ok(())
}
