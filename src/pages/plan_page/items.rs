//! The checklist: areas, items, and what one sees of an item when it is opened.

pub(super) mod add_item;
pub(super) mod area_section;
pub(super) mod item_detail;
pub(super) mod item_due;
pub(super) mod item_owner;
pub(super) mod item_row;
pub(super) mod item_sheets;
pub(super) mod public_lines;
