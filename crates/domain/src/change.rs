//! What an entry can say. Each kind is a fact with a name of its own; a written entry never changes
//! its meaning, so a new meaning gets a new name (D3). Golden files pin every kind.

mod erasure_ground;
mod field_value;
mod kind;
mod role;
mod unknown;

pub use erasure_ground::{ErasureGround, ReadGroundError};
pub use field_value::FieldValue;
pub use kind::{Change, Due, Owner, Status, StatusValue};
pub use role::Role;
pub use unknown::UnknownChange;
