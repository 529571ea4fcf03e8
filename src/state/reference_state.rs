//! The reference data that comes with the app: checklist template, agencies, prisons.

use std::sync::Arc;

use leptos::prelude::*;
use overgang_domain::access::AccessTable;
use overgang_domain::reference::{Agencies, Card, Prisons, Reference};
use overgang_domain::sheet::{FieldKind, SheetField, Sheets};
use overgang_domain::{AgencyId, AreaId, PrisonId, Template};

use crate::api_client;

/// The data, packed by the build.
const FILE: &str = "reference.bin";

/// What was read. It never changes while the app runs.
#[derive(Clone, Copy)]
pub struct ReferenceState {
    template: StoredValue<Arc<Template>>,
    agencies: StoredValue<Arc<Agencies>>,
    prisons: StoredValue<Arc<Prisons>>,
    sheets: StoredValue<Arc<Sheets>>,
    background: StoredValue<Arc<Vec<Card>>>,
    access: StoredValue<Arc<AccessTable>>,
}

impl ReferenceState {
    /// Reads the data that lies beside the app. Fails with a sentence for the screen's details.
    pub async fn load() -> Result<Self, String> {
        let reference: Reference = api_client::data_file(FILE)
            .await
            .map_err(|_| format!("{FILE} could not be read"))?;
        Ok(Self::of(reference))
    }

    /// State with this data.
    pub fn of(reference: Reference) -> Self {
        Self {
            template: StoredValue::new(Arc::new(reference.template)),
            agencies: StoredValue::new(Arc::new(reference.agencies)),
            prisons: StoredValue::new(Arc::new(reference.prisons)),
            sheets: StoredValue::new(Arc::new(reference.sheets)),
            background: StoredValue::new(Arc::new(reference.background)),
            access: StoredValue::new(Arc::new(reference.access)),
        }
    }

    /// The checklist template.
    pub fn template(self) -> Arc<Template> {
        self.template.get_value()
    }

    /// All administrations.
    pub fn agencies(self) -> Arc<Agencies> {
        self.agencies.get_value()
    }

    /// All prisons.
    pub fn prisons(self) -> Arc<Prisons> {
        self.prisons.get_value()
    }

    /// The sheets.
    pub fn sheets(self) -> Arc<Sheets> {
        self.sheets.get_value()
    }

    /// Who may read and write what.
    pub fn access(self) -> Arc<AccessTable> {
        self.access.get_value()
    }

    /// An administration's name without what stands in brackets after it.
    pub fn agency_short_name(self, id: &AgencyId) -> String {
        let name: String = self.agency_name(id);
        let short: Option<&str> = name.split(" (").next();
        short.unwrap_or(&name).to_owned()
    }

    /// What is told as background on a page; on `area` for one of the areas, and for all.
    pub fn background(self, page: &str, area: Option<&AreaId>) -> Vec<Card> {
        self.background.with_value(|cards| {
            let here = cards.iter().filter(|card| card.page == page);
            let here = here.filter(|card| card.area.is_none() || card.area.as_ref() == area);
            here.cloned().collect()
        })
    }

    /// An administration's name, or its id where the data does not have it.
    pub fn agency_name(self, id: &AgencyId) -> String {
        let known = self
            .agencies
            .with_value(|agencies| Some(agencies.get(id)?.name.nb.clone()));
        known.unwrap_or_else(|| id.to_string())
    }

    /// A prison's name, or its id where the data does not have it.
    pub fn prison_name(self, id: &PrisonId) -> String {
        let known = self
            .prisons
            .with_value(|prisons| Some(prisons.get(id)?.name.clone()));
        known.unwrap_or_else(|| id.to_string())
    }

    /// A chosen option of a field in words, where the reference data knows it: an administration, a prison, one of the
    /// field's own.
    pub fn option(self, field: &SheetField, id: &str) -> Option<String> {
        if matches!(field.kind, FieldKind::Agency | FieldKind::Agencies) {
            return Some(self.agency_name(&AgencyId::from(id)));
        }
        if field.kind == FieldKind::Prison {
            return Some(self.prison_name(&PrisonId::from(id)));
        }
        let own = field.options.iter().find(|one| one.id == id);
        own.map(|one| one.label.nb.clone())
    }

    /// A prison's name without what stands in brackets after it, such as the prison that it is a part of.
    pub fn prison_short_name(self, id: &PrisonId) -> String {
        let name: String = self.prison_name(id);
        let short: Option<&str> = name.split(" (").next();
        short.unwrap_or(&name).to_owned()
    }
}

/// Makes the data known to the screens below.
pub fn provide_reference_state(state: ReferenceState) {
    provide_context(state);
}

/// The reference data.
pub fn use_reference_state() -> ReferenceState {
    use_context().expect_or_name("provide_reference_state")
}

/// Names the provider that is missing.
pub(super) trait ExpectOrName<T> {
    /// The context, or a panic that names its provider.
    fn expect_or_name(self, provider: &str) -> T;
}

impl<T> ExpectOrName<T> for Option<T> {
    #[track_caller]
    #[expect(
        clippy::panic,
        reason = "a missing provider is a mistake in the code, not in the data"
    )]
    fn expect_or_name(self, provider: &str) -> T {
        match self {
            Some(state) => state,
            None => panic!("call {provider}() in a component above this one"),
        }
    }
}
