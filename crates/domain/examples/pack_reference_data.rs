//! Packs `data/*.json` into the form that the app loads, so that the app needs no reader for JSON:
//! `cargo run -p overgang-domain --example pack_reference_data -- FILE`. The build calls it.

use std::error::Error;

use overgang_domain::form;
use overgang_domain::reference::Reference;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args()
        .nth(1)
        .ok_or("name the file that is to be written")?;
    let reference = Reference {
        template: serde_json::from_str(include_str!("../data/checklist-template.json"))?,
        agencies: serde_json::from_str(include_str!("../data/agencies.json"))?,
        prisons: serde_json::from_str(include_str!("../data/prisons.json"))?,
    };
    std::fs::write(file, form::write(&reference)?)?;
    Ok(())
}
