//! What Overgang knows about preparing a release, free of any device, server or screen.
//!
//! A person acts, a [command](commands) answers with entries, the [`Journal`] takes their union,
//! [`Plan::fold`] turns the set into a plan, and the screen shows it. Modules stand in reading order.
//!
//! Nothing in here waits, asks for the time, throws dice, reads a file or speaks to a network:
//! time and ids come in as arguments, so that the same set of entries gives the same plan anywhere.

pub mod day;
pub mod form;
pub mod ids;
pub mod time;

pub mod change;
pub mod entry;
pub mod journal;

pub mod plan;
pub mod register;

pub mod national_id;
pub mod reference;
pub mod sheet;
pub mod template;

pub mod holiday;
pub mod milestone;
pub mod sentence;

pub mod access;
pub mod chain;
pub mod checklist;
pub mod condition;
pub mod dated;
pub mod day_one;
pub mod deadline;
pub mod directory;
pub mod filter;
pub mod finding;
pub mod history;
pub mod life;
pub mod need;
pub mod office_hours;
pub mod public_line;
pub mod retention;
pub mod summary;
pub mod timeline;
pub mod week;

pub mod commands;

#[cfg(test)]
mod story;

pub use change::{Change, Due, FieldValue, Owner, Status, StatusValue};
pub use entry::Entry;
pub use ids::{
    AgencyId, AreaId, ConditionId, DeviceId, EntryId, FieldId, ItemId, NoteId, PlanId, PrisonId,
    PublicLineId, RoundId, RowId, SheetId, UserId,
};
pub use journal::{Journal, Stored};
pub use plan::{Answer, Field, Plan};
pub use template::{Template, TemplateVersion};
pub use time::{HybridClock, Timestamp};
