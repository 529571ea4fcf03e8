//! One file per routed screen, and what stands around them. No fetch, no storage, no domain rule.

mod about_page;
mod agenda_page;
mod frame;
mod new_plan_page;
mod not_found_page;
mod plan_page;
mod plans_page;
mod prison_page;
mod sign_in_page;
mod startup;
mod sync_page;

pub use about_page::AboutPage;
pub use agenda_page::AgendaPage;
pub use frame::Frame;
pub use new_plan_page::NewPlanPage;
pub use not_found_page::NotFoundPage;
pub use plan_page::PlanPage;
pub use plans_page::PlansPage;
pub use prison_page::{PrisonPage, PrisonsPage};
pub use startup::Startup;
pub use sync_page::SyncPage;
