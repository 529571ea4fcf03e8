//! Taking what waits off a device that cannot send it.

use overgang_domain::Entry;
use overgang_sync::machine::Limits;

use super::journal_state::JournalState;
use crate::device;

/// All entries that wait, oldest first; none where they cannot be read.
pub async fn unsent_entries(journal: JournalState) -> Vec<Entry> {
    let all = Limits {
        bytes: usize::MAX,
        entries: usize::MAX,
        read_bytes: 0,
    };
    let waiting = journal.store().gather(all).await.unwrap_or_default();
    let waiting = waiting.entries;
    waiting.into_iter().map(|stored| stored.entry).collect()
}

/// Gives the user a text as a file.
pub fn save_as_file(name: &str, text: &str) {
    // A browser that cannot do it shows that by doing nothing; what waits stays where it is.
    drop(device::save_as_file(name, text));
}
