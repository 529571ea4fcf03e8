//! How a device and the centre exchange entries: the messages, and a machine that decides what to send
//! and when.
//!
//! The machine does no I/O (D9). Its inputs are events, answers and the time; its outputs are requests,
//! things to store and the next deadline. The app, the centre's tests and the simulated network all
//! drive the same machine:
//!
//! 1. something happens → [`Machine::handle`] with an [`Input`] and the time;
//! 2. the driver carries out every [`Output`], and each one that has an answer comes back as an input;
//! 3. when nothing happens until [`Machine::next_deadline`], the driver hands in [`Input::TimePassed`].
//!
//! Nothing here waits, stores, or knows a transport.

pub mod contact;
pub mod machine;
pub mod message;
pub mod read_notes;

pub use contact::Contact;
pub use machine::{Heard, Input, Machine, Output, Phase, Problem};
pub use message::{
    ApiError, Cursor, EntryBatch, PlanRange, Receipt, RejectReason, Rejected, SyncRequest,
    SyncResponse,
};
