//! The devices that the user has signed in on: what they are called, when they were last here, and shutting one out.

use leptos::prelude::*;
use overgang_domain::DeviceId;
use overgang_sync::message::{Device, MAX_DEVICE_NAME};

use super::sync_page::when;
use crate::aksel::{
    AkselColor, AlertStatus, BodyLong, BodyShort, Button, ButtonVariant, Heading, HeadingLevel,
    HeadingSize, Link, Loader, LocalAlert, LocalAlertHeader, LocalAlertTitle, Modal, ModalBody,
    ModalFooter, Tag, TagSize, TextField,
};
use crate::components::DoOrCancel;
use crate::live::{LiveCell, drawn};
use crate::page::Page;
use crate::state::{
    DeviceTrouble, devices, name_device, revoke_device, use_journal_state, use_view_state,
};
use crate::text::{devices as text, sync};

/// What the page has: the list once it is here, what went wrong, and asking for it anew.
#[derive(Clone, Copy)]
struct Listed {
    devices: LiveCell<Option<Vec<Device>>>,
    trouble: LiveCell<Option<DeviceTrouble>>,
}

impl Listed {
    fn ask(self) {
        leptos::task::spawn_local(async move {
            match devices().await {
                Ok(found) => {
                    self.trouble.set(None);
                    self.devices.set(Some(found));
                }
                Err(trouble) => self.trouble.set(Some(trouble)),
            }
        });
    }
}

/// The page.
#[component]
pub fn DevicesPage() -> impl IntoView {
    let listed = Listed {
        devices: LiveCell::new(None),
        trouble: LiveCell::new(None),
    };
    listed.ask();
    view! {
        <Link href=Page::Sync.path()>{text::BACK}</Link>
        <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::TITLE}</Heading>
        <BodyLong>{text::LEAD}</BodyLong>
        <Trouble listed />
        {drawn(move || match listed.devices.get() {
            None if listed.trouble.get().is_some() => ().into_any(),
            None => view! { <Loader title=text::ASKING.to_owned() /> }.into_any(),
            Some(found) if found.is_empty() => {
                view! { <p class="ov-empty">{text::EMPTY}</p> }.into_any()
            }
            Some(found) => {
                let origins: Vec<Option<String>> = found.iter().map(|it| origin(it, &found)).collect();
                let row = |(device, origin)| view! { <DeviceRow device origin listed /> };
                let found = found.into_iter().zip(origins);
                view! { <ul class="ov-rows">{found.map(row).collect_view()}</ul> }
                    .into_any()
            }
        })}
    }
}

/// What went wrong, and trying again.
#[component]
fn Trouble(listed: Listed) -> impl IntoView {
    let on_again = Callback::new(move |_| {
        listed.trouble.set(None);
        listed.ask();
    });
    drawn(move || {
        let message: &str = match listed.trouble.get()? {
            DeviceTrouble::Unreachable => text::UNREACHABLE,
            DeviceTrouble::SessionOver => text::SESSION_OVER,
            DeviceTrouble::Revoked => text::THIS_REVOKED,
            DeviceTrouble::Refused => text::REFUSED,
        };
        Some(view! {
            <LocalAlert status=AlertStatus::Warning>
                <LocalAlertHeader>
                    <LocalAlertTitle>{message}</LocalAlertTitle>
                </LocalAlertHeader>
            </LocalAlert>
            <Button variant=ButtonVariant::Secondary on_click=on_again>
                {text::TRY_AGAIN}
            </Button>
        })
    })
}

/// What the device was a copy of is called, if it was one.
fn origin(device: &Device, listed: &[Device]) -> Option<String> {
    let origin: DeviceId = device.copied_from?;
    let known = listed.iter().find(|one| one.device == origin);
    Some(known.map_or_else(|| text::ANOTHER.to_owned(), name_of))
}

fn name_of(device: &Device) -> String {
    match device.name.as_str() {
        "" => text::NO_NAME.to_owned(),
        name => name.to_owned(),
    }
}

/// One device.
#[component]
fn DeviceRow(
    device: Device,
    /// What it was a copy of.
    origin: Option<String>,
    listed: Listed,
) -> impl IntoView {
    let view_state = use_view_state();
    let name: String = name_of(&device);
    let copied =
        origin.map(|name| view! { <BodyShort class="ov-text">{text::copy_of(&name)}</BodyShort> });
    let seen: String = when(view_state, device.last_seen_at());
    let users: Vec<String> = device.users.iter().map(|user| user.name.clone()).collect();
    let unsent: String = sync::unsent(device.unsent() as usize);
    let (is_this, is_revoked) = (device.is_this, device.revoked_at.is_some());
    let (is_naming, is_revoking) = (LiveCell::new(false), LiveCell::new(false));
    view! {
        <li class="ov-row" data-testid="device">
            <div class="ov-row__head">
                <strong class="ov-text">{name}</strong>
                {is_this
                    .then(|| view! { <Tag size=TagSize::XSmall color=AkselColor::Info>{text::THIS}</Tag> })}
                {is_revoked
                    .then(|| {
                        view! { <Tag size=TagSize::XSmall color=AkselColor::Danger>{text::REVOKED}</Tag> }
                    })}
            </div>
            {copied}
            <BodyShort>{text::LAST_SEEN} ": " {seen}</BodyShort>
            <BodyShort>{text::UNSENT} ": " {unsent}</BodyShort>
            <BodyShort class="ov-text">{text::USERS} ": " {users.join(", ")}</BodyShort>
            <div class="ov-actions">
                <Button
                    variant=ButtonVariant::Secondary
                    on_click=Callback::new(move |_| is_naming.set(true))
                >
                    {text::RENAME}
                </Button>
                {(!is_revoked)
                    .then(|| {
                        view! {
                            <Button
                                variant=ButtonVariant::Tertiary
                                on_click=Callback::new(move |_| is_revoking.set(true))
                            >
                                {text::REVOKE}
                            </Button>
                        }
                    })}
            </div>
            <NameDialog device=device.device name=device.name listed is_open=is_naming />
            <RevokeDialog device=device.device is_this listed is_open=is_revoking />
        </li>
    }
}

/// Asks what a device is to be called.
#[component]
fn NameDialog(
    device: DeviceId,
    name: String,
    listed: Listed,
    is_open: LiveCell<bool>,
) -> impl IntoView {
    let journal = use_journal_state();
    let typed = LiveCell::new(name);
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let on_save = Callback::new(move |_| {
        let name: String = typed.get_untracked().trim().to_owned();
        if !(1..=MAX_DEVICE_NAME).contains(&name.chars().count()) {
            error.set(Some(text::NAME_BAD.to_owned()));
            return;
        }
        error.set(None);
        leptos::task::spawn_local(async move {
            is_open.set(false);
            match name_device(device, name).await {
                Ok(()) => {
                    journal.announce(text::SAVED);
                    listed.ask();
                }
                Err(trouble) => listed.trouble.set(Some(trouble)),
            }
        });
    });
    let on_close = Callback::new(move |()| is_open.set(false));
    view! {
        <Modal open=is_open on_close heading=text::RENAME>
            <ModalBody>
                <TextField
                    label=text::NAME
                    value=typed
                    on_input=move |words: String| typed.set(words)
                    description=Some(text::NAME_HELP.to_owned())
                    error=error
                />
            </ModalBody>
            <ModalFooter>
                <DoOrCancel words=text::SAVE on_do=on_save is_open />
            </ModalFooter>
        </Modal>
    }
}

/// Asks whether a device is really to get nothing more.
#[component]
fn RevokeDialog(
    device: DeviceId,
    is_this: bool,
    listed: Listed,
    is_open: LiveCell<bool>,
) -> impl IntoView {
    let journal = use_journal_state();
    let on_revoke = Callback::new(move |_| {
        is_open.set(false);
        leptos::task::spawn_local(async move {
            match revoke_device(device).await {
                Ok(()) => {
                    journal.announce(text::REVOKE_DONE);
                    listed.ask();
                }
                Err(trouble) => listed.trouble.set(Some(trouble)),
            }
        });
    });
    let on_close = Callback::new(move |()| is_open.set(false));
    view! {
        <Modal open=is_open on_close heading=text::REVOKE_TITLE>
            <ModalBody>
                <BodyLong spacing=true>{text::REVOKE_HELP}</BodyLong>
                {is_this.then(|| view! { <BodyLong spacing=true>{text::REVOKE_THIS}</BodyLong> })}
            </ModalBody>
            <ModalFooter>
                <DoOrCancel words=text::DO_REVOKE on_do=on_revoke is_open />
            </ModalFooter>
        </Modal>
    }
}
