//! One file per routed screen, and what stands around them. No fetch, no storage, no domain rule.

mod about_page;
mod agenda_page;
mod ask_to_open;
mod audit_page;
mod devices_page;
mod export_unsent;
mod find_plan_page;
mod frame;
mod later;
mod left_behind_list;
mod new_plan_page;
mod not_found_page;
mod plan_page;
mod plans_page;
mod prison_page;
mod sheets;
mod sign_in_page;
mod startup;
mod sync_page;
mod template_page;

use about_page::AboutPage;
use agenda_page::AgendaPage;
use audit_page::AuditPage;
use devices_page::DevicesPage;
use find_plan_page::FindPlanPage;
pub use frame::Frame;
pub use later::{LaterScreen, LaterScreens};
use new_plan_page::NewPlanPage;
pub use not_found_page::NotFoundPage;
use plan_page::PlanPage;
pub use plans_page::PlansPage;
use prison_page::{PrisonPage, PrisonsPage};
pub use startup::Startup;
use sync_page::SyncPage;
use template_page::TemplatePage;
