//! `reference-data`, called by Trunk before a build: packs the reference data into the form that the app
//! loads. The domain's own example does it, because only the domain knows that form.

use crate::command::{Program, Stopped};
use crate::project;
use crate::tools::WasmCompiler;

/// Where `index.html` takes it from. Fixed, as with Aksel's CSS.
const PACKED: &str = "target/reference/reference.bin";

/// The example, and its program.
const PACKER: &str = "pack_reference_data";

pub(crate) fn pack() -> Result<(), Stopped> {
    let place = project::path(PACKED);
    let fresh = place.with_extension("new");
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder).map_err(|error| {
            Stopped::because(format!("cannot make {}: {error}", project::shown(folder)))
        })?;
    }
    // With the features of the whole workspace, as the tests are built: so that this builds nothing that they have built.
    Program::cargo()
        .args("build --quiet --workspace --example")
        .arg(PACKER)
        // Inside a wasm build; this is a build for this machine.
        .without_envs(&WasmCompiler::VARIABLES)
        .run()?;
    Program::new(project::target().join("debug/examples").join(PACKER))
        .arg(&fresh)
        .run()?;
    let packed = project::read(&fresh)?;
    std::fs::remove_file(&fresh).map_err(|error| {
        Stopped::because(format!("cannot remove {}: {error}", project::shown(&fresh)))
    })?;
    // Left alone when nothing changed, so that a watching Trunk does not build again and again.
    if std::fs::read(&place).is_ok_and(|kept| kept == packed) {
        return Ok(());
    }
    project::write(&place, packed)
}
