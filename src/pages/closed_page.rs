//! In the place of all pages while the device has been without contact for too long: why, since when, what to do, and a
//! place to write. Names nobody, shows nothing that was read or written before, and has no way to another page.

use leptos::prelude::*;
use overgang_sync::Problem;
use uuid::Uuid;

use super::export_unsent::ExportUnsent;
use super::frame::{TroubleAlert, UpdateBanner};
use super::sign_in_page::{SentBack, SignInTrouble, signing_in_again};
use super::sync_page::when;
use crate::aksel::{
    AlertStatus, BodyLong, Button, ButtonVariant, Heading, HeadingLevel, HeadingSize,
    InternalHeader, InternalHeaderButton, InternalHeaderTitle, LocalAlert, LocalAlertContent,
    LocalAlertHeader, LocalAlertTitle, Switch, TextField, Textarea,
};
use crate::components::NumberWarning;
use crate::live::{Live, LiveCell, drawn};
use crate::state::{
    LooseFields, SignInFailure, SpaceContact, use_draft_state, use_journal_state, use_lease_state,
    use_lock_state, use_sync_state, use_view_state,
};
use crate::text::{closed as text, dates, frame, space, sync as sync_text};

/// The page.
#[component]
pub fn ClosedPage() -> impl IntoView {
    let saving = use_draft_state().saving();
    let lock = use_lock_state();
    let on_lock = Callback::new(move |()| leptos::task::spawn_local(lock.lock()));
    view! {
        <div class="ov-frame" data-saving=move || saving.get()>
            <InternalHeader class="ov-top">
                <InternalHeaderTitle href="/">{frame::NAME}</InternalHeaderTitle>
                <span class="ov-top__space"></span>
                <InternalHeaderButton on_click=on_lock>{space::LOCK}</InternalHeaderButton>
            </InternalHeader>
            <main id="main" class="ov-main ov-closed" tabindex="-1" data-testid="closed">
                <SentBack />
                <TroubleAlert />
                <UpdateBanner />
                <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::TITLE}</Heading>
                <Why />
                <Standing />
                <WriteLoose />
            </main>
        </div>
    }
}

/// Why, since when, and what waits.
#[component]
fn Why() -> impl IntoView {
    let known = use_lease_state().known();
    let view_state = use_view_state();
    let unsent = use_journal_state().unsent();
    let why = move || {
        let contact = known.get().contact;
        text::why(
            &when(view_state, contact.answered_at),
            contact.lease.read_hours,
        )
    };
    let emptied = move || {
        let SpaceContact {
            emptied_at,
            contact,
            ..
        } = known.get();
        let day: String = dates::day(view_state.wall_time(emptied_at?).date);
        let words: String = text::emptied(&day, contact.lease.keep_days);
        Some(view! { <BodyLong>{words}</BodyLong> })
    };
    view! {
        <BodyLong>{why}</BodyLong>
        {drawn(emptied)}
        {drawn(move || text::waits(unsent.get()).map(|words| view! { <BodyLong>{words}</BodyLong> }))}
        <BodyLong>{text::WHAT_TO_DO}</BodyLong>
    }
}

/// What stands in the way of an exchange, and what to do.
#[component]
fn Standing() -> impl IntoView {
    let journal = use_journal_state();
    let sync = use_sync_state();
    let failure: LiveCell<Option<SignInFailure>> = LiveCell::new(None);
    let on_sign_in = signing_in_again(failure);
    let is_working = Live::derive(move || sync.status().get().is_working);
    let message = move || match sync.problem().get() {
        _ if sync.is_held().get() => sync_text::HELD,
        Some(problem) => sync_text::problem(problem),
        None => text::TRYING,
    };
    let is_signed_out = move || sync.problem().get() == Some(Problem::SignedOut);
    let is_stuck =
        move || sync.problem().get() == Some(Problem::Revoked) && journal.unsent().get() > 0;
    view! {
        <LocalAlert status=AlertStatus::Warning>
            <LocalAlertHeader>
                <LocalAlertTitle>{message}</LocalAlertTitle>
            </LocalAlertHeader>
            <LocalAlertContent>
                <Show when=move || sync.is_held().get()>
                    <Switch checked=sync.is_held() on_change=move |is_held: bool| sync.hold(is_held)>
                        {sync_text::HOLD}
                    </Switch>
                </Show>
                <Show when=is_signed_out>
                    <Button on_click=on_sign_in>{sync_text::SIGN_IN}</Button>
                </Show>
                <Show when=move || !is_signed_out() && !sync.is_held().get()>
                    <Button
                        variant=ButtonVariant::Secondary
                        loading=is_working
                        on_click=Callback::new(move |_| sync.sync_now())
                    >
                        {text::TRY_NOW}
                    </Button>
                </Show>
                <Show when=is_stuck>
                    <ExportUnsent />
                </Show>
            </LocalAlertContent>
        </LocalAlert>
        <SignInTrouble failure />
    }
}

/// A note that belongs to no plan yet. One that was begun before this page was drawn is not shown: it lies with the others.
#[component]
fn WriteLoose() -> impl IntoView {
    let drafts = use_draft_state();
    let turn: LiveCell<usize> = LiveCell::new(0);
    let current: LiveCell<Option<Uuid>> = LiveCell::new(None);
    let others = move || {
        let current: Option<Uuid> = current.get();
        let notes = drafts.loose_notes().into_iter();
        notes.filter(|note| Some(note.id) != current).count()
    };
    let written = move || match others() {
        0 => None,
        notes => Some(view! { <BodyLong>{text::written(notes)}</BodyLong> }),
    };
    let on_next = Callback::new(move |_| turn.update(|turn| *turn += 1));
    // Each note's fields belong to what is drawn of them: what a button makes goes with the button.
    let fields = move || {
        turn.get();
        let fields: LooseFields = drafts.new_loose_note();
        current.set(Some(fields.id));
        view! { <Fields fields on_next /> }
    };
    view! {
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::WRITE}</Heading>
            <BodyLong>{text::WRITE_LEAD}</BodyLong>
            {drawn(fields)}
            <div role="status">{drawn(written)}</div>
        </section>
    }
}

/// The fields of one note.
#[component]
fn Fields(fields: LooseFields, on_next: Callback<leptos::ev::MouseEvent>) -> impl IntoView {
    let LooseFields {
        who, text: words, ..
    } = fields;
    view! {
        <div class="ov-form">
            <TextField
                label=text::ABOUT_WHOM
                value=who.text()
                on_input=move |typed| who.set(typed)
            />
            <NumberWarning text=who.text() />
            <Textarea
                label=text::NOTE
                value=words.text()
                on_input=move |typed| words.set(typed)
            />
            <NumberWarning text=words.text() />
            <Show when=move || !fields.is_empty()>
                <div class="ov-actions">
                    <Button variant=ButtonVariant::Secondary on_click=on_next>
                        {text::NEXT}
                    </Button>
                    <Button
                        variant=ButtonVariant::Tertiary
                        on_click=Callback::new(move |_| fields.discard())
                    >
                        {text::DISCARD}
                    </Button>
                </div>
            </Show>
        </div>
    }
}
