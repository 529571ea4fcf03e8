//! Notes that belong to no plan yet: written while plans are closed (D6), each with whom it is about as its writer put it.
//! They are drafts, sealed as one types; a plan gets them later, from their writer.

use uuid::Uuid;

use super::draft_state::{DraftField, DraftState, Settled, fresh_id};
use crate::storage::Began;

/// How the places of their fields begin; the note's id and the field follow.
const PLACE: &str = "loose/";
const WHO: &str = "who";
const TEXT: &str = "text";

/// A note as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LooseNote {
    /// Names it.
    pub id: Uuid,
    /// Whom it is about.
    pub who: String,
    /// What it says.
    pub text: String,
    /// When it was last written, milliseconds since 1970.
    pub at: u64,
}

/// The fields of one.
#[derive(Clone, Copy)]
pub struct LooseFields {
    /// Names the note.
    pub id: Uuid,
    /// Whom it is about.
    pub who: DraftField,
    /// What it says.
    pub text: DraftField,
}

impl LooseFields {
    /// What a command that uses the note settles.
    pub fn settle(self) -> Settled {
        self.who.settle().and(self.text.settle())
    }

    /// Its writer does not want it.
    pub fn discard(self) {
        self.who.discard();
        self.text.discard();
    }

    /// Whether nothing stands in it.
    pub fn is_empty(self) -> bool {
        let is_empty = |field: DraftField| field.text().with(|text| text.trim().is_empty());
        is_empty(self.who) && is_empty(self.text)
    }
}

impl DraftState {
    /// Whether there are any.
    pub fn has_loose_notes(self) -> bool {
        self.has_left(None, PLACE)
    }

    /// The fields of a fresh note.
    pub fn new_loose_note(self) -> LooseFields {
        self.loose_fields(fresh_id())
    }

    /// The fields of a note.
    pub fn loose_fields(self, note: Uuid) -> LooseFields {
        let field = |name: &str| self.field(None, &place(note, name), Began::default());
        LooseFields {
            id: note,
            who: field(WHO),
            text: field(TEXT),
        }
    }

    /// All that are written here, oldest first. Follows what is saved.
    pub fn loose_notes(self) -> Vec<LooseNote> {
        self.saving().get();
        let mut notes: Vec<LooseNote> = Vec::new();
        for draft in self.left_at(PLACE) {
            let Some((id, name)) = note_of(&draft.place) else {
                continue;
            };
            let at = notes.iter().position(|note| note.id == id);
            let at: usize = at.unwrap_or_else(|| {
                notes.push(LooseNote {
                    id,
                    who: String::new(),
                    text: String::new(),
                    at: 0,
                });
                notes.len() - 1
            });
            let Some(note) = notes.get_mut(at) else {
                continue;
            };
            note.at = note.at.max(draft.at);
            if name == WHO {
                note.who = draft.text;
            } else {
                note.text = draft.text;
            }
        }
        notes.sort_by_key(|note| (note.at, note.id));
        notes
    }
}

fn place(note: Uuid, field: &str) -> String {
    format!("{PLACE}{note}/{field}")
}

fn note_of(place: &str) -> Option<(Uuid, &str)> {
    let (note, field) = place.strip_prefix(PLACE)?.split_once('/')?;
    Some((note.parse().ok()?, field))
}
