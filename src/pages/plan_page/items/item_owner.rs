//! Who does an item: the administration and a name.

use leptos::prelude::*;
use overgang_domain::checklist::Item;
use overgang_domain::commands::set_owner;
use overgang_domain::{AgencyId, EntryId, ItemId, Owner};

use crate::aksel::{Button, ButtonVariant, Select, TextField};
use crate::components::{Answers, NumberWarning};
use crate::live::{Live, LiveCell};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::item_words::answers;
use crate::state::{
    DraftField, ReferenceState, Settled, use_draft, use_journal_state, use_reference_state,
    use_view_state,
};
use crate::text::{item as text, plan};

/// The form, and two answers where there are two.
#[component]
pub(in crate::pages::plan_page) fn ItemOwner(open: OpenPlan, item: Live<Item>) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let reference = use_reference_state();
    let id = StoredValue::new(item.with_untracked(|item| item.id.clone()));
    let person: DraftField = use_draft(open.id, &format!("item/{}/owner", id.get_value()));
    let chosen: LiveCell<Option<String>> = LiveCell::new(None);
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let agency = Live::derive(move || {
        let agreed = move || item.with(|item| item.owner.value.agency.clone());
        chosen
            .get()
            .unwrap_or_else(|| agreed().map(|id| id.to_string()).unwrap_or_default())
    });
    let agencies: Vec<(String, String)> = agencies(reference);
    let save = move |owner: Owner, from_draft: bool| {
        let settled: Settled = if from_draft {
            person.settle()
        } else {
            Settled::default()
        };
        let item: ItemId = id.get_value();
        journal.act_at_field(
            open.id,
            settled,
            move |pen, plan| set_owner(pen, plan, &item, owner.agency, owner.person),
            error,
            plan::item_refused,
            move || {
                chosen.set(None);
                journal.announce(text::SAVED);
            },
        );
    };
    let on_save = Callback::new(move |_| {
        let typed: String = person.text().get_untracked();
        let known: String = item.with_untracked(|item| item.owner.value.person.clone());
        let agency: String = agency.get_untracked();
        let owner = Owner {
            agency: (!agency.is_empty()).then_some(AgencyId(agency)),
            person: if typed.is_empty() { known } else { typed },
        };
        save(owner, true);
    });
    let on_remove = Callback::new(move |_| {
        let agency = item.with_untracked(|item| item.owner.value.agency.clone());
        let person = String::new();
        save(Owner { agency, person }, false);
    });
    let has_name = move || item.with(|item| !item.owner.value.person.is_empty());
    let owners = Live::derive(move || {
        item.with(|item| {
            answers(&item.owner.answers, journal, view_state, |owner| {
                words(owner, reference)
            })
        })
    });
    let on_choose = Callback::new(move |entry: EntryId| {
        let field = item.with_untracked(|item| item.owner.clone());
        if let Some(chosen) = field.answers.into_iter().find(|one| one.entry == entry) {
            save(chosen.value, false);
        }
    });
    view! {
        <div class="ov-form ov-form--line">
            <Answers message=format!("{}: {}", text::OWNER, text::TWO_ANSWERS) answers=owners on_choose />
            <Select
                label=text::AGENCY
                value=agency
                on_change=move |agency: String| chosen.set(Some(agency))
                options=Live::constant(agencies)
            />
            <TextField
                label=text::PERSON
                value=person.text()
                on_input=move |words| person.set(words)
                error=error
            />
            <NumberWarning text=person.text() />
            <div class="ov-actions">
                <Button variant=ButtonVariant::Secondary on_click=on_save>
                    {text::SAVE_OWNER}
                </Button>
                <Show when=has_name>
                    <Button variant=ButtonVariant::Tertiary on_click=on_remove>
                        {text::REMOVE_PERSON}
                    </Button>
                </Show>
            </div>
        </div>
    }
}

/// What can be chosen: the template's administration first.
fn agencies(reference: ReferenceState) -> Vec<(String, String)> {
    let known = reference.agencies();
    let named = known
        .agencies
        .iter()
        .map(|agency| (agency.id.to_string(), agency.name.nb.clone()));
    std::iter::once((String::new(), text::AS_TEMPLATE.to_owned()))
        .chain(named)
        .collect()
}

/// The person and the administration.
fn words(owner: &Owner, reference: ReferenceState) -> String {
    let agency: String = owner
        .agency
        .as_ref()
        .map(|id| reference.agency_name(id))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| text::AS_TEMPLATE.to_owned());
    if owner.person.is_empty() {
        agency
    } else {
        format!("{}, {agency}", owner.person)
    }
}
