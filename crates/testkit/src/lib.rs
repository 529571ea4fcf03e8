//! What tests need and nothing ships: writers with seeded clocks and ids, proptest strategies, and a
//! whole world of tablets, a centre and a bad network in virtual time.
//!
//! No test here asks for the real time or for real chance: everything follows from one seed, so that
//! a failing run can be run again.

#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "this crate only runs inside tests: what must hold and does not has to stop them"
)]

pub mod dice;
pub mod hostile_texts;
pub mod writer;

#[cfg(feature = "strategies")]
pub mod arbitrary;

pub mod centre;
pub mod faults;
pub mod full_plan;
pub mod journal_contract;
pub mod model;
pub mod store;
pub mod tablet;
pub mod world;

pub use centre::MemoryCentre;
pub use dice::Dice;
pub use store::TabletStore;
pub use writer::Writer;
