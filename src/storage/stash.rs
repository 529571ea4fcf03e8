//! Text that the database does not take, as after the browser has lost its server (`PLATFORM.md` 2): sealed in local storage
//! until the journal is opened again, and put back then.

use overgang_domain::form;

use super::connection::{CommitError, Op};
use super::marks::{mark, marks_that_end, set_mark};
use super::{Connection, Draft, JournalStore, keys};
use crate::sealing::SpaceKeys;

/// How such a mark ends; the database's and the draft's names stand before it.
const STASH: &str = ".stash";

impl JournalStore {
    /// Keeps a draft outside the database. What cannot be kept there either stays on the screen.
    pub(super) async fn stash(&self, draft: &Draft) {
        let name: String = draft.id.to_string();
        let (Some(keys), Ok(bytes)) = (self.connection.keys(), form::write(draft)) else {
            return;
        };
        if let Ok(sealed) = keys.seal(keys::DRAFTS, &name, &bytes, true).await {
            set_mark(&key(self.name(), &name), Some(&hex(&sealed)));
        }
    }

    /// The database has the draft, or nobody wants it.
    pub(super) fn forget_stash(&self, draft: &Draft) {
        let key: String = key(self.name(), &draft.id.to_string());
        if mark(&key).is_some() {
            set_mark(&key, None);
        }
    }
}

impl Connection {
    /// Puts back what is kept outside. What does not open, or cannot be written now, stays there.
    pub(super) async fn take_back_stash(&self, database: &str) -> Result<(), CommitError> {
        let Some(keys) = self.keys() else {
            return Ok(());
        };
        for mark_name in marks_that_end(STASH) {
            let start: String = format!("{database}.");
            let Some(name) = mark_name
                .strip_prefix(&start)
                .and_then(|rest| rest.strip_suffix(STASH))
            else {
                continue;
            };
            let Some(draft) = opened(&keys, name, &mark_name).await else {
                continue;
            };
            let put = Op::Put(keys::DRAFTS, name.to_owned(), draft);
            self.commit(&[put], None).await?;
            set_mark(&mark_name, None);
        }
        Ok(())
    }
}

async fn opened(keys: &SpaceKeys, name: &str, mark_name: &str) -> Option<Vec<u8>> {
    let sealed: Vec<u8> = bytes(&mark(mark_name)?)?;
    keys.open(keys::DRAFTS, name, &sealed).await.ok()
}

fn key(database: &str, draft: &str) -> String {
    format!("{database}.{draft}{STASH}")
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

/// `None` where it is no hex.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = hex
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect();
    let (pairs, []) = digits.as_ref()?.as_chunks::<2>() else {
        return None;
    };
    Some(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}
