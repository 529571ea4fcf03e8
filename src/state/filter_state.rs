//! What the list of plans is narrowed to, over a reload too, and the filters that are kept under a name.

use leptos::prelude::*;
use overgang_domain::filter::{self, KeptFilter, NameFilterError, PlanFilter};
use uuid::Uuid;

use super::acting::ActError;
use super::journal_state::{JournalState, Trouble};
use super::reference_state::ExpectOrName;
use crate::device;
use crate::live::{Live, LiveCell};

/// The filter in use and the kept ones.
#[derive(Clone, Copy)]
pub struct FilterState {
    journal: JournalState,
    in_use: LiveCell<PlanFilter>,
    kept: LiveCell<Vec<KeptFilter>>,
}

impl FilterState {
    /// What the list is narrowed to.
    pub fn in_use(self) -> Live<PlanFilter> {
        self.in_use.into()
    }

    /// One field of it.
    pub fn field(self, read: fn(&PlanFilter) -> &String) -> Live<String> {
        Live::derive(move || self.in_use.with(|filter| read(filter).clone()))
    }

    /// The kept filters, by name.
    pub fn kept(self) -> Live<Vec<KeptFilter>> {
        self.kept.into()
    }

    /// Narrows the list otherwise, and remembers it.
    pub fn narrow(self, change: impl FnOnce(&mut PlanFilter)) {
        self.in_use.update(change);
        let in_use = KeptFilter {
            id: Uuid::nil(),
            name: String::new(),
            filter: self.in_use.get_untracked(),
        };
        leptos::task::spawn_local(async move {
            // Said already where it failed: the list is narrowed all the same.
            drop(self.write(in_use).await);
        });
    }

    /// Keeps the filter in use under a name, or gives the kept one `renamed` another name. Saved first, shown then,
    /// told to `then` last.
    pub fn keep(
        self,
        renamed: Option<Uuid>,
        text: String,
        then: impl FnOnce(Result<(), ActError<NameFilterError>>) + 'static,
    ) {
        let filter: PlanFilter = self.in_use.get_untracked();
        leptos::task::spawn_local(async move {
            then(self.save(renamed, &text, filter).await);
        });
    }

    /// Keeps a filter no longer.
    pub fn remove(self, id: Uuid) {
        leptos::task::spawn_local(async move {
            match self.journal.store().drop_filter(id).await {
                Ok(()) => self.read().await,
                Err(error) => self.journal.show_not_saved(error),
            }
        });
    }

    async fn save(
        self,
        renamed: Option<Uuid>,
        text: &str,
        filter: PlanFilter,
    ) -> Result<(), ActError<NameFilterError>> {
        // Another tab may have kept one by this name.
        self.read().await;
        let known: Vec<KeptFilter> = self.kept.get_untracked();
        let id: Uuid = renamed.unwrap_or_else(|| device::fresh_uuid(device::now_millis()));
        let before = known.iter().find(|known| known.id == id);
        let named = KeptFilter {
            id,
            name: filter::name(text, id, &known).map_err(ActError::Refused)?,
            filter: before.map_or(filter, |before| before.filter.clone()),
        };
        self.write(named).await?;
        self.read().await;
        Ok(())
    }

    async fn write(self, filter: KeptFilter) -> Result<(), ActError<NameFilterError>> {
        let saved = self.journal.store().save_filter(&filter).await;
        saved.map_err(|error| {
            self.journal.show_not_saved(error);
            ActError::NotSaved
        })
    }

    async fn read(self) {
        match self.journal.store().filters().await {
            Ok(filters) => self.kept.set(split(filters).1),
            Err(error) => self
                .journal
                .trouble
                .set(Some(Trouble::NotRead(error.to_string()))),
        }
    }
}

/// The filter in use, and those that are kept under a name.
fn split(filters: Vec<KeptFilter>) -> (PlanFilter, Vec<KeptFilter>) {
    let (mut in_use, kept): (Vec<_>, Vec<_>) =
        filters.into_iter().partition(|filter| filter.id.is_nil());
    let in_use = in_use.pop().map(|in_use| in_use.filter);
    (in_use.unwrap_or_default(), kept)
}

/// Makes the filters known to the screens below, as they lay on disk.
pub fn provide_filter_state(journal: JournalState, found: Vec<KeptFilter>) {
    let (in_use, kept) = split(found);
    provide_context(FilterState {
        journal,
        in_use: LiveCell::new(in_use),
        kept: LiveCell::new(kept),
    });
}

/// The filters.
pub fn use_filter_state() -> FilterState {
    use_context().expect_or_name("provide_filter_state")
}
