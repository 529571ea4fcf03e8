//! Who is signed in here, what belongs to their devices, and signing out: here, or everywhere. What was typed is on disk
//! first, and no other tab goes on.

use leptos::prelude::*;

use super::sign_in_page::SignInTrouble;
use crate::aksel::{BodyShort, Button, ButtonVariant, Link};
use crate::live::LiveCell;
use crate::page::Page;
use crate::state::{
    SignInFailure, use_journal_state, use_lock_state, use_route_state, use_session_state,
};
use crate::text::{devices, frame, sync as text, this_device};

/// The section of the sync centre.
#[component]
pub(super) fn SigningOut() -> impl IntoView {
    let session = use_session_state();
    let name: String = use_journal_state().session().user.name;
    let route = use_route_state();
    let lock = use_lock_state();
    let on_sign_out = Callback::new(move |_| {
        route.go(Page::Plans);
        leptos::task::spawn_local(async move {
            lock.settle_all().await;
            session.sign_out().await;
        });
    });
    let failure: LiveCell<Option<SignInFailure>> = LiveCell::new(None);
    let on_sign_out_everywhere = Callback::new(move |_| {
        failure.set(None);
        leptos::task::spawn_local(async move {
            lock.settle_all().await;
            failure.set(session.sign_out_everywhere().await.err());
        });
    });
    view! {
        <section class="ov-section">
            <BodyShort class="ov-text">{text::SIGNED_IN_AS} ": " {name}</BodyShort>
            <BodyShort>{text::CLOSED_APP}</BodyShort>
            <Link href=Page::ThisDevice.path()>{this_device::TITLE}</Link>
            <Link href=Page::Devices.path()>{devices::TITLE}</Link>
            <BodyShort>{text::SIGN_OUT_EVERYWHERE_HELP}</BodyShort>
            <SignInTrouble failure />
            <div class="ov-actions">
                <Button variant=ButtonVariant::Secondary on_click=on_sign_out>
                    {frame::SIGN_OUT}
                </Button>
                <Button variant=ButtonVariant::Tertiary on_click=on_sign_out_everywhere>
                    {text::SIGN_OUT_EVERYWHERE}
                </Button>
            </div>
        </section>
    }
}
