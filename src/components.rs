//! Plan pieces that two pages or more use. Props in, callbacks out; no app-wide context.

mod answers;
mod ask_first;
mod background_card;
mod behind_button;
mod do_or_cancel;
mod impact_lists;
mod life_tag;
mod lights;
mod nav_link;
mod notes;
mod number_warning;
mod passphrase_field;
mod plan_links;
mod saved_mark;
mod status_buttons;
mod status_tag;

pub use answers::{Answers, ShownAnswer};
pub use ask_first::AskFirst;
pub use background_card::BackgroundCard;
pub use behind_button::BehindButton;
pub use do_or_cancel::DoOrCancel;
pub use impact_lists::ImpactLists;
pub use life_tag::LifeTag;
pub use lights::{Lights, ShownLight};
pub use nav_link::NavLink;
pub use notes::{Notes, ShownNote};
pub use number_warning::NumberWarning;
pub use passphrase_field::{PassphraseField, ShowPassphrase};
pub use plan_links::PlanLinks;
pub use saved_mark::SavedMark;
pub use status_buttons::StatusButtons;
pub use status_tag::StatusTag;
