//! What stands over every part of a plan: the person, the countdown, what to beware of, and the parts.

pub(super) mod nav_in_prison;
pub(super) mod new_template;
pub(super) mod override_notice;
pub(super) mod part_tabs;
pub(super) mod plan_header;
pub(super) mod plan_life;
pub(super) mod release_dialog;
pub(super) mod release_moved;
pub(super) mod safety_warning;
