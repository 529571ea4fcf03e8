//! Every sentence that a person reads, one file per page. Bokmål first; nynorsk and English get their
//! tables here, beside these. No logic beyond plurals and dates.

pub mod agenda;
pub mod audit;
pub mod broken_storage;
pub mod closed;
pub mod dates;
pub mod devices;
pub mod frame;
pub mod inside;
pub mod item;
pub mod life;
pub mod need;
pub mod new_plan;
pub mod overrides;
pub mod person_data;
pub mod plan;
pub mod plans;
pub mod prison;
pub mod release_sheet;
pub mod rights;
pub mod sentence;
pub mod sheet;
pub mod sign_in;
pub mod space;
pub mod sync;
pub mod template;
pub mod this_device;
pub mod turned;
pub mod words;
