//! Reading the table from its file, where the reference data is packed. The app loads the table packed.

use std::collections::BTreeMap;

use super::{AccessTable, Grant, Rule};
use crate::AreaId;
use crate::change::Role;
use crate::template::Sensitivity;

const HEADER: &str = "area,sensitivity,role,read,write,needs_consent,overridable,note";

/// The table cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadAccessError {
    /// The first line does not name the columns in their order.
    #[error(
        "line 1 of the access table is not its header; write the columns as domain/README.md has them"
    )]
    Header,
    /// A line with too few or too many cells, or with a quotation mark that is never closed.
    #[error("line {line} of the access table does not have eight cells; quote notes with a comma")]
    Cells {
        /// Counted from 1.
        line: usize,
    },
    /// A word that the column does not take.
    #[error("line {line} of the access table has an unknown word under `{column}`")]
    Word {
        /// Counted from 1.
        line: usize,
        /// Where.
        column: &'static str,
    },
    /// The same area, sensitivity and role as on an earlier line.
    #[error("line {line} of the access table says again what an earlier line says; take one out")]
    Twice {
        /// Counted from 1.
        line: usize,
    },
}

impl AccessTable {
    /// Reads the text of `access.csv`. Notes are passed over.
    pub fn read(text: &str) -> Result<Self, ReadAccessError> {
        let mut lines = text.lines().zip(1..);
        if lines.next().map(|(first, _)| first) != Some(HEADER) {
            return Err(ReadAccessError::Header);
        }
        let mut table = Self::default();
        for (text, line) in lines {
            let cells: Vec<String> = cells(text).ok_or(ReadAccessError::Cells { line })?;
            let [
                area,
                sensitivity,
                who,
                read,
                write,
                consent,
                overridable,
                _note,
            ] = cells.as_slice()
            else {
                return Err(ReadAccessError::Cells { line });
            };
            let word = |column: &'static str| ReadAccessError::Word { line, column };
            if area.is_empty() {
                return Err(word("area"));
            }
            let sensitivity = sensitivity_of(sensitivity).ok_or(word("sensitivity"))?;
            let mut roles = Role::ALL.into_iter();
            let role = roles.find(|known| known.as_str() == who);
            let role: Role = role.ok_or(word("role"))?;
            let row = Rule {
                read: grant(read).ok_or(word("read"))?,
                write: grant(write).ok_or(word("write"))?,
                needs_consent: yes_or_no(consent).ok_or(word("needs_consent"))?,
                overridable: yes_or_no(overridable).ok_or(word("overridable"))?,
            };
            let levels = table.levels.entry(AreaId::from(area.as_str())).or_default();
            let rows: &mut BTreeMap<Role, Rule> = levels.entry(sensitivity).or_default();
            if rows.insert(role, row).is_some() {
                return Err(ReadAccessError::Twice { line });
            }
        }
        Ok(table)
    }
}

/// The cells of a line; `None` where a quotation mark is not closed.
fn cells(line: &str) -> Option<Vec<String>> {
    let mut cells: Vec<String> = Vec::new();
    let mut cell = String::new();
    let mut is_quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(std::mem::take(&mut cell)),
            _ => cell.push(letter),
        }
    }
    cells.push(cell);
    (!is_quoted).then_some(cells)
}

fn sensitivity_of(word: &str) -> Option<Sensitivity> {
    match word {
        "team" => Some(Sensitivity::Team),
        "welfare" => Some(Sensitivity::Welfare),
        "health" => Some(Sensitivity::Health),
        "restricted" => Some(Sensitivity::Restricted),
        _ => None,
    }
}

fn grant(word: &str) -> Option<Grant> {
    match word {
        "no" => Some(Grant::No),
        "yes" => Some(Grant::Yes),
        "own" => Some(Grant::Own),
        "consent" => Some(Grant::Consent),
        "bit" => Some(Grant::Bit),
        _ => None,
    }
}

fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Class;

    fn table(lines: &[&str]) -> Result<AccessTable, ReadAccessError> {
        AccessTable::read(&format!("{HEADER}\n{}\n", lines.join("\n")))
    }

    #[test]
    fn a_row_says_what_a_role_may_and_a_missing_row_means_no() {
        let table = table(&[
            "housing,team,probation,consent,own,yes,no,\"a, \"\"b\"\"\"",
            "housing,team,health,no,no,no,yes,",
        ])
        .unwrap();
        let class = Class {
            area: AreaId::from("housing"),
            sensitivity: Sensitivity::Team,
        };
        let expected = Rule {
            read: Grant::Consent,
            write: Grant::Own,
            needs_consent: true,
            overridable: false,
        };
        assert_eq!(table.rule(&class, Role::Probation), expected);
        assert!(table.rule(&class, Role::Health).overridable);
        assert_eq!(table.rule(&class, Role::NavOffice), Rule::default());
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        let good = "housing,team,probation,consent,own,yes,no,";
        let cases = [
            (
                "housing,team,probation,consent,own,yes,no",
                ReadAccessError::Cells { line: 3 },
            ),
            (
                "housing,team,probation,consent,own,yes,no,a,b",
                ReadAccessError::Cells { line: 3 },
            ),
            (
                "housing,team,probation,consent,own,yes,no,\"a",
                ReadAccessError::Cells { line: 3 },
            ),
            ("", ReadAccessError::Cells { line: 3 }),
            (
                ",team,health,no,no,no,no,",
                ReadAccessError::Word {
                    line: 3,
                    column: "area",
                },
            ),
            (
                "work,all,health,no,no,no,no,",
                ReadAccessError::Word {
                    line: 3,
                    column: "sensitivity",
                },
            ),
            (
                "work,team,boss,no,no,no,no,",
                ReadAccessError::Word {
                    line: 3,
                    column: "role",
                },
            ),
            (
                "work,team,health,all,no,no,no,",
                ReadAccessError::Word {
                    line: 3,
                    column: "read",
                },
            ),
            (
                "work,team,health,no,,no,no,",
                ReadAccessError::Word {
                    line: 3,
                    column: "write",
                },
            ),
            (
                "work,team,health,no,no,,no,",
                ReadAccessError::Word {
                    line: 3,
                    column: "needs_consent",
                },
            ),
            (
                "work,team,health,no,no,no,1,",
                ReadAccessError::Word {
                    line: 3,
                    column: "overridable",
                },
            ),
            (good, ReadAccessError::Twice { line: 3 }),
        ];
        for (bad, expected) in cases {
            assert_eq!(table(&[good, bad]), Err(expected), "{bad}");
        }
        assert_eq!(AccessTable::read(""), Err(ReadAccessError::Header));
        assert_eq!(AccessTable::read(good), Err(ReadAccessError::Header));
    }
}
