//! `wasm-bindgen`, called by Trunk in place of the program of this name (`docs/decisions/0010`): takes the code of
//! the later screens out of the app's wasm, and hands the rest to the real one. The code that was taken out
//! waits in `target/wasm-split/` for `finish-dist`.

use std::path::{Path, PathBuf};

use crate::command::{Program, Stopped};
use crate::project;

/// The script that fetches the code when the app asks for it. The app's own script imports it by this name.
pub(crate) const LINK: &str = "__wasm_split.js";

/// The variables that say where the real programs are.
pub(crate) const REAL_BINDGEN: &str = "OVERGANG_WASM_BINDGEN";
pub(crate) const SPLITTER: &str = "OVERGANG_WASM_SPLIT";

/// The app's program; the others are not split.
const APP: &str = "overgang";

const STAND_IN: &str = "#!/bin/sh
# Written by xtask: Trunk knows no step between the compiler and wasm-bindgen, so this one stands before it.
exec \"$OVERGANG_XTASK\" wasm-bindgen \"$@\"
";

/// Where the parts lie after the split.
pub(crate) fn folder() -> PathBuf {
    project::target().join("wasm-split")
}

/// Writes the program that Trunk takes for wasm-bindgen. Answers with its folder, for PATH.
pub(crate) fn write_stand_in() -> Result<PathBuf, Stopped> {
    let folder = project::target().join("wasm-split-bin");
    let program = folder.join("wasm-bindgen");
    project::write(&program, STAND_IN)?;
    make_executable(&program)?;
    Ok(folder)
}

/// What Trunk means by `wasm-bindgen` with these arguments.
pub(crate) fn wasm_bindgen(arguments: &[&str]) -> Result<(), Stopped> {
    let bindgen = program(REAL_BINDGEN)?;
    let input = arguments.iter().find(|argument| is_wasm(argument));
    let name = arguments
        .iter()
        .find_map(|argument| argument.strip_prefix("--out-name="));
    let (Some(input), Some(name)) = (input, name) else {
        // Trunk asks for the version.
        return with_arguments(Program::new(bindgen), arguments).run();
    };
    if name != APP {
        // What runs beside the page is small, and whole. What the splitter would need is left out.
        let small = without_relocations(&project::read(Path::new(input))?)
            .ok_or_else(|| Stopped::because(format!("{input} is no whole wasm file")))?;
        let whole = project::target()
            .join("wasm-whole")
            .join(format!("{name}.wasm"));
        project::write(&whole, small)?;
        return with_arguments(
            Program::new(bindgen),
            &with_input(arguments, input, &whole.to_string_lossy()),
        )
        .run();
    }
    let folder = folder();
    for file in project::files_below(&folder)? {
        std::fs::remove_file(&file).map_err(|error| {
            Stopped::because(format!("cannot remove {}: {error}", project::shown(&file)))
        })?;
    }
    Program::new(program(SPLITTER)?)
        .arg(input)
        .arg(&folder)
        .arg("--out-name")
        .arg(name)
        .run()?;
    let main = folder.join(format!("{name}.wasm"));
    // The parts know each other by names that wasm-bindgen must leave as they are.
    with_arguments(
        Program::new(bindgen),
        &with_input(arguments, input, &main.to_string_lossy()),
    )
    .args("--keep-lld-exports --no-demangle")
    .run()
}

/// The arguments with another file in the place of `input`.
fn with_input<'one>(arguments: &[&'one str], input: &str, other: &'one str) -> Vec<&'one str> {
    let replaced = arguments
        .iter()
        .map(|&argument| if argument == input { other } else { argument });
    replaced.collect()
}

/// A wasm file without the sections that only a linker or the splitter reads; `None` where it is not whole. The format:
/// after eight bytes one section after the other, each an id, its length and its bytes, where those of id 0 begin
/// with their name (WebAssembly Core Specification 5.5).
fn without_relocations(wasm: &[u8]) -> Option<Vec<u8>> {
    let (header, mut rest) = wasm.split_at_checked(8)?;
    let mut kept = header.to_vec();
    while let [id, after_id @ ..] = rest {
        let (length, after_length) = leb128(after_id)?;
        let (content, next) = after_length.split_at_checked(length)?;
        let is_dropped = *id == 0 && {
            let (name_length, name) = leb128(content)?;
            let name = name.get(..name_length)?;
            name == b"linking" || name.starts_with(b"reloc.")
        };
        if !is_dropped {
            kept.extend(rest.get(..rest.len() - next.len())?);
        }
        rest = next;
    }
    Some(kept)
}

/// A number of variable length, and what comes after it.
fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut number = 0;
    for (at, byte) in bytes.iter().enumerate().take(5) {
        number |= usize::from(byte & 127) << (7 * at);
        if byte & 128 == 0 {
            return Some((number, bytes.get(at + 1..)?));
        }
    }
    None
}

fn is_wasm(argument: &str) -> bool {
    Path::new(argument)
        .extension()
        .is_some_and(|ending| ending == "wasm")
}

fn with_arguments(program: Program, arguments: &[&str]) -> Program {
    arguments.iter().fold(program, Program::arg)
}

fn program(variable: &str) -> Result<PathBuf, Stopped> {
    let path = std::env::var_os(variable).map(PathBuf::from);
    path.ok_or_else(|| {
        Stopped::because(format!(
            "{variable} is not set: `cargo xtask build` calls this through Trunk"
        ))
    })
}

#[cfg(unix)]
fn make_executable(program: &Path) -> Result<(), Stopped> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o755)).map_err(|error| {
        Stopped::because(format!(
            "cannot make {} executable: {error}",
            project::shown(program)
        ))
    })
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<(), Stopped> {
    Err(Stopped::because("the app is built on Unix only"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_the_splitter_reads_is_left_out() {
        let header = b"\0asm\x01\0\0\0".to_vec();
        let code = [10, 2, 7, 7];
        let long = [&[0, 0x81, 1, 3][..], b"own", &[9; 125]].concat();
        let dropped = [&[0, 9, 7][..], b"linking", &[1]].concat();
        let reloc = [&[0, 11, 10][..], b"reloc.CODE"].concat();
        let all = [&header[..], &code, &dropped, &long, &reloc].concat();
        let kept = [&header[..], &code, &long].concat();
        assert_eq!(without_relocations(&all), Some(kept));
        assert_eq!(without_relocations(&all[..all.len() - 1]), None);
    }

    #[test]
    fn the_wasm_is_found_among_the_arguments() {
        assert!(is_wasm("target/overgang.wasm"));
        assert!(!is_wasm("--out-name=overgang"));
        assert!(!is_wasm("--version"));
    }
}
