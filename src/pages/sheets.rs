//! Sheets on the screen: the records of an open plan or of the directory, filled in, shown, narrowed, struck out, with
//! what does not fit in them and what happened to them.

pub(super) mod closed;
pub(super) mod field_answers;
pub(super) mod findings_list;
pub(super) mod history_list;
pub(super) mod item_words;
pub(super) mod named_by;
pub(super) mod open_plan;
mod open_rights;
pub(super) mod phrases;
pub(super) mod row_narrowing;
pub(super) mod sheet_form;
pub(super) mod sheet_section;
pub(super) mod strike_dialog;
pub(super) mod value_words;
pub(super) mod words_form;

pub(super) use self::open_plan::OpenPlan;
