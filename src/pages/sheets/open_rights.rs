//! What the user may see and write of the open plan. Of the directory everybody sees all, and the page says who writes.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use overgang_domain::access::{CONSENT, Class, Decision, Rights};
use overgang_domain::register::{Record, Register};
use overgang_domain::sheet::Sheet;
use overgang_domain::template::Sensitivity;
use overgang_domain::{AreaId, Change, FieldId, FieldValue, ItemId, PlanId, SheetId, Status};

use super::OpenPlan;

impl OpenPlan {
    /// Whether the user may see what stands in a register.
    pub(in crate::pages) fn reads(self, register: &Register) -> Decision {
        self.ask(Decision::Allowed, |rights| rights.reads_register(register))
    }

    /// Whether the user may see an area's everyday things.
    pub(in crate::pages) fn reads_area(self, area: &AreaId) -> Decision {
        let class = Class::new(area, Sensitivity::Team);
        self.ask(Decision::Allowed, |rights| rights.reads(&class))
    }

    /// Whether the user may see what the centre says of health matters.
    pub(in crate::pages) fn reads_lines(self) -> Decision {
        self.ask(Decision::Allowed, |rights| rights.reads_lines())
    }

    /// Whether the user may see what a sheet holds.
    pub(in crate::pages) fn reads_sheet(self, sheet: &Sheet) -> Decision {
        self.ask(Decision::Allowed, |rights| rights.reads_sheet(sheet))
    }

    /// Whether the user may write a change.
    pub(in crate::pages) fn writes(self, change: &Change) -> Decision {
        self.ask(self.in_directory(), |rights| rights.writes(change))
    }

    /// Whether the user may work on an item.
    pub(in crate::pages) fn writes_item(self, item: &ItemId) -> Decision {
        self.writes(&Change::StatusSet {
            item: item.clone(),
            status: Status::Done,
            why: String::new(),
        })
    }

    /// Whether the user may fill in a field of a record.
    pub(in crate::pages) fn writes_field(self, record: &Record, field: &FieldId) -> Decision {
        self.writes(&Change::FieldsSet {
            record: record.clone(),
            values: BTreeMap::from([(field.clone(), FieldValue::Empty)]),
        })
    }

    /// Whether the user may strike a record out.
    pub(in crate::pages) fn strikes(self, record: &Record) -> Decision {
        self.writes(&Change::RecordStruck {
            record: record.clone(),
            reason: String::new(),
            saw: BTreeSet::new(),
        })
    }

    /// Whether the user may add a row to a sheet, or fill in its fields of the plan itself.
    pub(in crate::pages) fn writes_sheet(self, sheet: &Sheet) -> Decision {
        self.ask(self.in_directory(), |rights| rights.writes_sheet(sheet))
    }

    /// Whether the user may change what says whose plan it is.
    pub(in crate::pages) fn writes_header(self) -> bool {
        let change = Change::PersonNamed {
            name: String::new(),
        };
        self.writes(&change).is_allowed()
    }

    /// Whether the user may record what the person consents to.
    pub(in crate::pages) fn records_consent(self) -> bool {
        let sheet = SheetId::from(CONSENT);
        let sheets = self.forms.with(|forms| forms.sheets.get(&sheet).cloned());
        sheets.is_some_and(|sheet| self.writes_sheet(&sheet).is_allowed())
    }

    fn in_directory(self) -> Decision {
        if self.may_write {
            Decision::Allowed
        } else {
            Decision::NoRule
        }
    }

    fn ask(self, in_directory: Decision, ask: impl FnOnce(Rights<'_>) -> Decision) -> Decision {
        if self.id == PlanId::DIRECTORY {
            return in_directory;
        }
        let (journal, facts) = self.judged_by.get_value();
        self.plan.with(|plan| {
            facts.with(|facts| {
                self.template
                    .with_value(|template| journal.ask(facts, plan, template, ask))
            })
        })
    }
}
