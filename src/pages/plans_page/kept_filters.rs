//! Filters that somebody keeps under a name: one tap narrows the list so again.

use leptos::prelude::*;
use overgang_domain::filter::{KeptFilter, PlanFilter};
use uuid::Uuid;

use crate::aksel::{
    Button, ButtonSize, ButtonVariant, Chips, ChipsToggle, Modal, ModalBody, ModalFooter, TextField,
};
use crate::components::DoOrCancel;
use crate::live::{Live, LiveCell, drawn};
use crate::state::{ActError, use_filter_state, use_journal_state};
use crate::text::{item, plans as text};

/// The kept filters, and what can be done with the one in use.
#[component]
pub(super) fn KeptFilters() -> impl IntoView {
    let filters = use_filter_state();
    let in_use: Live<PlanFilter> = filters.in_use();
    // The kept one that is in use.
    let current: Live<Option<KeptFilter>> = Live::memo(move || {
        let filter: PlanFilter = in_use.get();
        let find = |kept: &Vec<KeptFilter>| kept.iter().find(|kept| kept.filter == filter).cloned();
        filters.kept().with(find)
    });
    let is_naming = LiveCell::new(false);
    let chip = move |kept: KeptFilter| {
        let own: PlanFilter = kept.filter.clone();
        let selected = Live::derive(move || in_use.with(|filter| *filter == own));
        let on_change = move |is_on: bool| {
            let kept: Option<PlanFilter> = is_on.then(|| kept.filter.clone());
            filters.narrow(|filter| *filter = kept.unwrap_or_default());
        };
        view! { <ChipsToggle label=kept.name selected on_change /> }
    };
    let chips = move || {
        let kept: Vec<KeptFilter> = filters.kept().get();
        (!kept.is_empty()).then(|| {
            view! { <Chips label=text::KEPT>{kept.into_iter().map(chip).collect_view()}</Chips> }
        })
    };
    let act = |words: &'static str, on_click: Callback<leptos::ev::MouseEvent>| {
        view! {
            <Button size=ButtonSize::Small variant=ButtonVariant::Tertiary on_click>
                {words}
            </Button>
        }
    };
    let on_name = Callback::new(move |_| is_naming.set(true));
    let on_reset = Callback::new(move |_| filters.narrow(|filter| *filter = PlanFilter::default()));
    let acts = move || match current.get() {
        Some(kept) => {
            let on_remove = Callback::new(move |_| filters.remove(kept.id));
            Some((act(text::RENAME, on_name), act(text::REMOVE, on_remove)))
        }
        None if in_use.with(|filter| *filter != PlanFilter::default()) => {
            Some((act(text::KEEP, on_name), act(text::SHOW_ALL, on_reset)))
        }
        None => None,
    };
    view! {
        <div class="ov-kept-filters">{drawn(chips)} {drawn(acts)}</div>
        <NameDialog current is_open=is_naming />
    }
}

/// Asks what the filter in use is called.
#[component]
fn NameDialog(current: Live<Option<KeptFilter>>, is_open: LiveCell<bool>) -> impl IntoView {
    let journal = use_journal_state();
    let filters = use_filter_state();
    let name = LiveCell::new(String::new());
    let error: LiveCell<Option<&'static str>> = LiveCell::new(None);
    Effect::new(move |_| {
        if is_open.get() {
            let known: Option<KeptFilter> = current.get_untracked();
            name.set(known.map(|kept| kept.name).unwrap_or_default());
            error.set(None);
        }
    });
    let on_save = Callback::new(move |_| {
        let renamed: Option<Uuid> = current.with_untracked(|kept| Some(kept.as_ref()?.id));
        filters.keep(renamed, name.get_untracked(), move |kept| match kept {
            Ok(()) => {
                is_open.set(false);
                journal.announce(item::SAVED);
            }
            Err(ActError::Refused(refusal)) => error.set(Some(text::name_refused(refusal))),
            Err(ActError::NotSaved) => is_open.set(false),
        });
    });
    view! {
        <Modal
            open=is_open
            on_close=Callback::new(move |()| is_open.set(false))
            heading=Live::derive(move || {
                if current.with(Option::is_some) { text::RENAME } else { text::KEEP }.to_owned()
            })
        >
            <ModalBody>
                <TextField
                    label=text::FILTER_NAME
                    value=name
                    on_input=move |typed| name.set(typed)
                    error=Live::derive(move || error.get().map(str::to_owned))
                />
            </ModalBody>
            <ModalFooter>
                <DoOrCancel words=text::DO_KEEP on_do=on_save is_open />
            </ModalFooter>
        </Modal>
    }
}
