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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::story::{Story, item, too_long};

    #[test]
    fn a_note_is_written_on_an_item_or_on_the_plan_and_shown_in_the_order_of_writing() {
        let mut story = Story::opened();
        let first = story.alice_notes(Some("id-check"), "Passet er her");
        let second = story.bob_notes(Some("id-check"), "Hentes tirsdag");
        let on_plan = story.alice_notes(None, "Møte onsdag");
        assert_eq!(
            story.plan.notes_on(Some(&item("id-check"))),
            [first, second]
        );
        assert_eq!(story.plan.notes_on(None), [on_plan]);
        assert_eq!(story.plan.note_text(first).value, "Passet er her");
    }

    #[test]
    fn a_reworded_note_replaces_the_text_and_stays_where_it_was() {
        let mut story = Story::opened();
        let note = story.alice_notes(Some("id-check"), "Passet er her");
        let written = story.entries.last().unwrap().id;
        let reworded = story
            .bob(|pen, plan| reword_note(pen, plan, note, "Passet er borte".to_owned()).unwrap());
        assert_eq!(reworded[0].replaces, BTreeSet::from([written]));
        assert_eq!(story.plan.note_text(note).value, "Passet er borte");
        assert!(!story.plan.note_text(note).is_contested());
        assert_eq!(story.plan.note_item(note), Some(item("id-check")));
    }

    #[test]
    fn empty_and_too_long_notes_are_refused() {
        let mut story = Story::opened();
        let note = story.alice_notes(None, "Møte");
        for (text, error) in [
            (String::new(), WriteNoteError::Empty),
            (" \n".to_owned(), WriteNoteError::Empty),
            (too_long(), WriteNoteError::TooLong),
        ] {
            let again = text.clone();
            let new = story.try_alice(|pen, plan| write_note(pen, plan, None, text));
            assert_eq!(new.unwrap_err(), error);
            let reworded = story.try_alice(|pen, plan| reword_note(pen, plan, note, again));
            assert_eq!(reworded.unwrap_err(), error);
        }
    }
}
