//! What must not come back with a backup, in a file outside the database: one line of JSON each, added before the
//! database commits, and done again before a restored centre serves. Ids, grounds, times and grades; no content.

use std::collections::BTreeSet;
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use overgang_domain::change::ErasureGround;
use overgang_domain::{DeviceId, EntryId, PlanId, UserId};
use serde::{Deserialize, Serialize};

use crate::partition::Partition;
use crate::storage::Protection;

/// The file. It is made with the first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasuresFile(PathBuf);

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Line {
    /// Entries lost their content.
    Erased(ErasedLine),
    /// A device gets nothing more.
    DeviceRevoked(RevokedLine),
    /// What of a plan is closed, and to whom, from then on.
    Protected(Protection),
}

/// Entries of one plan lost their content in one log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasedLine {
    /// When, milliseconds since 1970.
    pub at: u64,
    /// In which plan.
    pub plan: PlanId,
    /// In which log.
    pub log: Partition,
    /// Which entries.
    pub entries: BTreeSet<EntryId>,
    /// On which ground.
    pub ground: ErasureGround,
}

/// A device gets nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokedLine {
    /// Since when, milliseconds since 1970.
    pub at: u64,
    /// Which.
    pub device: DeviceId,
    /// Who said so.
    pub by: UserId,
}

/// A line was not added.
#[derive(Debug, thiserror::Error)]
#[error("the file of erasures cannot be written: {0}")]
pub struct WriteErasureError(#[from] std::io::Error);

/// The file was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadErasuresError {
    /// There is none, or no right to it.
    #[error("the file of erasures cannot be read: {0}")]
    File(#[from] std::io::Error),
    /// It is not one of ours, or a line is damaged.
    #[error("line {line} of the file of erasures cannot be read")]
    Line {
        /// Which, from 1.
        line: usize,
    },
}

impl ErasuresFile {
    /// The one at this path.
    pub fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Adds lines. When this returns they are on disk.
    pub fn add(&self, lines: &[Line]) -> Result<(), WriteErasureError> {
        let mut text = String::new();
        for line in lines {
            // Strings and numbers only: this always gives JSON.
            text += &serde_json::to_string(line).map_err(std::io::Error::from)?;
            text.push('\n');
        }
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&self.0)?;
        // After a crash in the middle of a line the next one begins on its own.
        if !ends_with_a_line(&self.0)? {
            text.insert(0, '\n');
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        // The name of a new file has to be on disk as well.
        if let Some(folder) = self.0.parent().filter(|folder| folder.is_dir()) {
            std::fs::File::open(folder)?.sync_all()?;
        }
        Ok(())
    }

    /// All lines. A half line at the end was never counted on by anybody: nothing was committed after it.
    pub fn read(&self) -> Result<Vec<Line>, ReadErasuresError> {
        let text: String = match std::fs::read_to_string(&self.0) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            read => read?,
        };
        let mut lines: Vec<Line> = Vec::new();
        for (number, line) in text.split_inclusive('\n').enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            match serde_json::from_str(line.trim_end()) {
                Ok(line) => lines.push(line),
                Err(error) if error.is_eof() => {}
                Err(_) => return Err(ReadErasuresError::Line { line: number + 1 }),
            }
        }
        Ok(lines)
    }
}

fn ends_with_a_line(path: &Path) -> std::io::Result<bool> {
    let mut file = std::fs::File::open(path)?;
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == [b'\n'])
}
