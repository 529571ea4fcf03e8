//! What must not come back with a backup, in a file outside the database: one line of JSON each, added before the
//! database commits, and done again before a restored centre serves. Ids, grounds, times and grades; of content nothing but
//! what the person has said against sharing, which goes from here too when it is erased.

use std::collections::BTreeSet;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
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
    /// Something was said of a consent or a refusal.
    Withdrawn(WithdrawnLine),
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

/// An entry that says something of a consent that was given before, or of a refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawnLine {
    /// In which plan.
    pub plan: PlanId,
    /// Which entry.
    pub entry: EntryId,
    /// When the centre received it, milliseconds since 1970.
    pub received_at: u64,
    /// The entry, whole, in base64.
    pub body: String,
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
        let placed = self.read_placed()?.into_iter();
        Ok(placed.map(|(_, line)| line).collect())
    }

    /// Lets nothing of the content of erased entries stand in it: their lines become blank, each in its place, so that
    /// other processes may add lines meanwhile.
    pub fn forget_erased(&self) -> Result<(), ReadErasuresError> {
        let placed = self.read_placed()?;
        let erased = erased_in(placed.iter().map(|(_, line)| line));
        let is_erased = |line: &Line| matches!(line, Line::Withdrawn(WithdrawnLine { entry, .. }) if erased.contains(entry));
        let gone: Vec<&Range<u64>> = placed
            .iter()
            .filter_map(|(place, line)| is_erased(line).then_some(place))
            .collect();
        if gone.is_empty() {
            return Ok(());
        }
        let file = std::fs::OpenOptions::new().write(true).open(&self.0)?;
        // A line without its first letter counts as blank, so a crash in the middle leaves none that cannot be read.
        for place in &gone {
            file.write_all_at(b" ", place.start)?;
        }
        file.sync_all()?;
        for place in gone {
            let length = usize::try_from(place.end - place.start).unwrap_or_default();
            file.write_all_at(&vec![b' '; length], place.start)?;
        }
        Ok(file.sync_all()?)
    }

    /// All lines, each with the bytes that it takes, without its end.
    fn read_placed(&self) -> Result<Vec<(Range<u64>, Line)>, ReadErasuresError> {
        let text: String = match std::fs::read_to_string(&self.0) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            read => read?,
        };
        let mut lines: Vec<(Range<u64>, Line)> = Vec::new();
        let mut start: u64 = 0;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let place = start..start + line.trim_end().len() as u64;
            start += line.len() as u64;
            if line.trim().is_empty() || line.starts_with(' ') {
                continue;
            }
            match serde_json::from_str(line.trim_end()) {
                Ok(line) => lines.push((place, line)),
                Err(error) if error.is_eof() => {}
                Err(_) => return Err(ReadErasuresError::Line { line: number + 1 }),
            }
        }
        Ok(lines)
    }
}

/// The entries that were erased by these lines.
pub fn erased_in<'a>(lines: impl Iterator<Item = &'a Line>) -> BTreeSet<EntryId> {
    let erased = lines.filter_map(|line| match line {
        Line::Erased(line) => Some(&line.entries),
        Line::DeviceRevoked(_) | Line::Protected(_) | Line::Withdrawn(_) => None,
    });
    erased.flatten().copied().collect()
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
