//! Writing notes.

use super::pen::{Pen, fits};
use crate::{Change, Entry, ItemId, NoteId, Plan};

/// The note was not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteNoteError {
    /// Nothing but white space.
    #[error("the note is empty; write something or leave it")]
    Empty,
    /// Longer than [`crate::entry::MAX_TEXT_CHARS`].
    #[error("the note is too long; split it into two")]
    TooLong,
}

/// Writes a note on an item, or on the whole plan.
pub fn write_note(
    pen: &mut Pen<'_>,
    plan: &Plan,
    item: Option<ItemId>,
    text: String,
) -> Result<(NoteId, Vec<Entry>), WriteNoteError> {
    check(&text)?;
    let note = NoteId((pen.fresh_id)());
    Ok((
        note,
        vec![pen.begin(plan.id, Change::NoteWritten { note, item, text })],
    ))
}

/// Corrects the text of a note.
pub fn reword_note(
    pen: &mut Pen<'_>,
    plan: &Plan,
    note: NoteId,
    text: String,
) -> Result<Vec<Entry>, WriteNoteError> {
    check(&text)?;
    Ok(vec![pen.write(plan, Change::NoteReworded { note, text })])
}

fn check(text: &str) -> Result<(), WriteNoteError> {
    if text.trim().is_empty() {
        return Err(WriteNoteError::Empty);
    }
    if !fits(text) {
        return Err(WriteNoteError::TooLong);
    }
    Ok(())
}
