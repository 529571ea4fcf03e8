//! Giving the plans that are shown to somebody, one or many at once; where they are narrowed to one worker, in place of
//! that one.

use leptos::prelude::*;
use overgang_domain::commands::assign;
use overgang_domain::{PlanId, UserId};

use crate::aksel::{BodyLong, Modal, ModalBody, ModalFooter, Select};
use crate::components::DoOrCancel;
use crate::live::{Live, LiveCell};
use crate::state::use_journal_state;
use crate::text::{item, plans as text};

/// The dialog.
#[component]
pub(super) fn AssignDialog(
    /// The plans that are shown.
    plans: Live<Vec<PlanId>>,
    /// Who has them now, where they are narrowed to one.
    from: Live<Option<UserId>>,
    is_open: LiveCell<bool>,
) -> impl IntoView {
    let journal = use_journal_state();
    let chosen = LiveCell::new(String::new());
    let options = Live::derive(move || {
        let nobody = std::iter::once((String::new(), text::NOBODY.to_owned()));
        nobody.chain(journal.user_names()).collect::<Vec<_>>()
    });
    let on_assign = Callback::new(move |_| {
        let on: Option<UserId> = chosen.get_untracked().parse().ok();
        let off: Option<UserId> = from.get_untracked();
        for plan in plans.get_untracked() {
            journal.act_at_once(
                plan,
                move |pen, plan| assign(pen, plan, on, off),
                move || journal.announce(item::SAVED),
            );
        }
        is_open.set(false);
    });
    let lead = move || text::assign_lead(plans.with(Vec::len), from.get().is_some());
    view! {
        <Modal
            open=is_open
            on_close=Callback::new(move |()| is_open.set(false))
            heading=text::ASSIGN
        >
            <ModalBody>
                <BodyLong spacing=true>{lead}</BodyLong>
                <Select
                    label=text::WORKER
                    value=chosen
                    on_change=move |user: String| chosen.set(user)
                    options=options
                />
            </ModalBody>
            <ModalFooter>
                <DoOrCancel words=text::DO_ASSIGN on_do=on_assign is_open />
            </ModalFooter>
        </Modal>
    }
}
