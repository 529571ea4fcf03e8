//! Giving the plans that are shown to somebody, one or many at once; where they are narrowed to one worker, in place of
//! that one.

use std::collections::BTreeMap;

use leptos::prelude::*;
use overgang_domain::commands::assign;
use overgang_domain::filter::NOBODY;
use overgang_domain::summary::{PlanSummary, caseloads};
use overgang_domain::{PlanId, UserId};

use crate::aksel::{BodyLong, Checkbox, CheckboxGroup, Modal, ModalBody, ModalFooter, Select};
use crate::components::DoOrCancel;
use crate::live::{Live, LiveCell, drawn};
use crate::state::{JournalState, use_journal_state};
use crate::text::{item, plans as text};

/// The dialog.
#[component]
pub(super) fn AssignDialog(
    /// The plans that are shown.
    shown: Live<Vec<PlanSummary>>,
    /// Who has them now, where they are narrowed to one.
    from: Live<Option<UserId>>,
    is_open: LiveCell<bool>,
) -> impl IntoView {
    let journal = use_journal_state();
    let chosen = LiveCell::new(String::new());
    let is_missing = LiveCell::new(false);
    // Whoever only takes over an item does not work with the person: those plans stay as they are.
    let plans = Live::memo(move || {
        let from: Option<UserId> = from.get();
        shown.with(|shown| {
            let shown = shown.iter();
            let theirs = shown.filter(|plan| from.is_none_or(|from| plan.workers.contains(&from)));
            theirs
                .map(|plan| (plan.id.to_string(), plan.name.clone()))
                .collect::<Vec<(String, String)>>()
        })
    });
    let picked: LiveCell<Vec<String>> = LiveCell::new(Vec::new());
    Effect::new(move |_| {
        if is_open.get() {
            picked
                .set(plans.with_untracked(|plans| plans.iter().map(|one| one.0.clone()).collect()));
            chosen.set(String::new());
            is_missing.set(false);
        }
    });
    let options = Live::derive(move || options(journal, from.get().is_some()));
    let on_assign = Callback::new(move |_| {
        let to: String = chosen.get_untracked();
        let picked: Vec<PlanId> = picked.with_untracked(|picked| {
            let ids = picked.iter().filter_map(|id| id.parse().ok());
            ids.collect()
        });
        if to.is_empty() || picked.is_empty() {
            return is_missing.set(true);
        }
        let on: Option<UserId> = to.parse().ok();
        let off: Option<UserId> = from.get_untracked();
        for plan in picked {
            journal.act_at_once(
                plan,
                move |pen, plan| assign(pen, plan, on, off),
                move || journal.announce(item::SAVED),
            );
        }
        is_open.set(false);
    });
    let lead = move || text::assign_lead(picked.with(Vec::len), from.get().is_some());
    let boxes = move || {
        let boxes = plans.get().into_iter();
        boxes
            .map(|(id, name)| view! { <Checkbox value=id>{name}</Checkbox> })
            .collect_view()
    };
    view! {
        <Modal
            open=is_open
            on_close=Callback::new(move |()| is_open.set(false))
            heading=text::ASSIGN
        >
            <ModalBody>
                <BodyLong spacing=true>{lead}</BodyLong>
                <Select
                    label=text::ASSIGN_TO
                    value=chosen
                    on_change=move |user: String| {
                        is_missing.set(false);
                        chosen.set(user);
                    }
                    options=options
                    error=Live::derive(move || {
                        is_missing.get().then(|| text::ASSIGN_MISSING.to_owned())
                    })
                />
                <CheckboxGroup
                    legend=text::ASSIGNED
                    value=picked
                    on_change=Callback::new(move |ids: Vec<String>| picked.set(ids))
                >
                    {drawn(boxes)}
                </CheckboxGroup>
            </ModalBody>
            <ModalFooter>
                <DoOrCancel words=text::DO_ASSIGN on_do=on_assign is_open />
            </ModalFooter>
        </Modal>
    }
}

/// To whom plans can be given, each with the plans that they have.
fn options(journal: JournalState, is_moved: bool) -> Vec<(String, String)> {
    let none = (String::new(), text::NOT_CHOSEN.to_owned());
    let nobody = is_moved.then(|| (NOBODY.to_owned(), text::NOBODY.to_owned()));
    let named = with_caseloads(journal);
    std::iter::once(none).chain(nobody).chain(named).collect()
}

/// All users, each with the number of plans that they work in.
pub(super) fn with_caseloads(journal: JournalState) -> Vec<(String, String)> {
    let loads: BTreeMap<UserId, usize> = journal.summaries().with(caseloads);
    let named = journal.user_names().into_iter().map(|(id, name)| {
        let user = id.parse().ok();
        let load = user.and_then(|user: UserId| loads.get(&user).copied());
        (id, text::load(&name, load.unwrap_or_default()))
    });
    named.collect()
}
