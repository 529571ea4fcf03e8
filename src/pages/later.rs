//! The screens that are opened from the first one. The app as people get it has their code in a file of its
//! own (`docs/decisions/0010`), which is loaded as soon as the first screen stands.

use leptos::prelude::*;

use super::{
    AboutPage, AgendaPage, AuditPage, BrokenStoragePage, ClosedPage, DevicesPage, FindPlanPage,
    LooseNotesList, NewPlanPage, NewSpacePage, PlanPage, PrisonPage, PrisonsPage, SyncPage,
    TemplatePage, ThisDevicePage,
};
use crate::aksel::{
    AlertStatus, BodyLong, Button, Loader, LocalAlert, LocalAlertContent, LocalAlertHeader,
    LocalAlertTitle,
};
use crate::live::{LiveCell, drawn};
use crate::page::Page;
use crate::state::SessionResponse;
use crate::text::frame as text;

/// A screen whose code is loaded later.
#[derive(Clone, Debug, PartialEq)]
pub enum Later {
    /// A page with an address.
    Page(Page),
    /// Making a space for who has just signed in.
    NewSpace(SessionResponse),
    /// In the place of all pages while none is to be read.
    Closed,
    /// The notes that belong to no plan yet.
    LooseNotes,
    /// In the place of all pages where the browser opens its storage no more; with what it says.
    BrokenStorage(String),
}

/// How far the code of these screens has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    Loading,
    Here,
    Failed,
}

/// The code of these screens.
#[derive(Clone, Copy)]
pub struct LaterScreens {
    code: LiveCell<Code>,
}

impl LaterScreens {
    /// Begins to load it.
    pub fn load() -> Self {
        let screens = Self {
            code: LiveCell::new(Code::Loading),
        };
        screens.load_again();
        screens
    }

    fn load_again(self) {
        self.code.set(Code::Loading);
        leptos::task::spawn_local(async move {
            let is_here: bool = code::load().await;
            self.code
                .set(if is_here { Code::Here } else { Code::Failed });
        });
    }
}

/// One of these screens, or how far its code has come.
#[component]
pub fn LaterScreen(screen: Later, screens: LaterScreens) -> impl IntoView {
    if screens.code.get_untracked() == Code::Failed {
        screens.load_again();
    }
    drawn(move || match screens.code.get() {
        Code::Loading => view! { <Loader title=text::OPENING_SCREEN.to_owned() /> }.into_any(),
        Code::Here => code::screen(screen.clone())
            .unwrap_or_else(|| view! { <NotLoaded screens /> }.into_any()),
        Code::Failed => view! { <NotLoaded screens /> }.into_any(),
    })
}

/// The code did not come.
#[component]
fn NotLoaded(screens: LaterScreens) -> impl IntoView {
    let on_again = Callback::new(move |_| screens.load_again());
    view! {
        <LocalAlert status=AlertStatus::Error>
            <LocalAlertHeader>
                <LocalAlertTitle>{text::SCREEN_NOT_LOADED}</LocalAlertTitle>
            </LocalAlertHeader>
            <LocalAlertContent>
                <BodyLong>{text::SCREEN_NOT_LOADED_WHY}</BodyLong>
                <Button on_click=on_again>{text::TRY_AGAIN}</Button>
            </LocalAlertContent>
        </LocalAlert>
    }
}

/// The screen itself: whatever only this reaches is in the file that is loaded later.
fn draw(screen: Later) -> AnyView {
    let page: Page = match screen {
        Later::NewSpace(response) => return view! { <NewSpacePage response /> }.into_any(),
        Later::Closed => return view! { <ClosedPage /> }.into_any(),
        Later::LooseNotes => return view! { <LooseNotesList /> }.into_any(),
        Later::BrokenStorage(detail) => return view! { <BrokenStoragePage detail /> }.into_any(),
        Later::Page(page) => page,
    };
    match page {
        // The first screen is not among them.
        Page::Plans => ().into_any(),
        Page::NewPlan => view! { <NewPlanPage /> }.into_any(),
        Page::FindPlan => view! { <FindPlanPage /> }.into_any(),
        Page::Plan(plan, part) => view! { <PlanPage plan part /> }.into_any(),
        Page::Agenda => view! { <AgendaPage /> }.into_any(),
        Page::Sync => view! { <SyncPage /> }.into_any(),
        Page::Devices => view! { <DevicesPage /> }.into_any(),
        Page::ThisDevice => view! { <ThisDevicePage /> }.into_any(),
        Page::Prisons => view! { <PrisonsPage /> }.into_any(),
        Page::Prison(place) => view! { <PrisonPage place /> }.into_any(),
        Page::Template => view! { <TemplatePage /> }.into_any(),
        Page::Audit => view! { <AuditPage /> }.into_any(),
        Page::About => view! { <AboutPage /> }.into_any(),
    }
}

/// As people get it: the code comes from a file of its own.
#[cfg(overgang_split)]
mod code {
    use futures_util::FutureExt as _;
    use leptos::prelude::AnyView;
    use leptos::wasm_split::{SplitLoaderError, wasm_split};

    use super::Later;

    #[wasm_split(later, wasm_split_path = leptos::wasm_split, preload(load_code), fallible)]
    fn draw_later(screen: Later) -> Result<AnyView, SplitLoaderError> {
        Ok(super::draw(screen))
    }

    /// Whether it is there now.
    pub(super) async fn load() -> bool {
        load_code().await.is_ok()
    }

    /// Draws at once, so that what is drawn has the owner that asked for it; `None` before the code is there.
    pub(super) fn screen(screen: Later) -> Option<AnyView> {
        draw_later(screen).now_or_never()?.ok()
    }
}

/// While developing: all code is in one file and nothing is left to load.
#[cfg(not(overgang_split))]
mod code {
    use leptos::prelude::AnyView;

    use super::Later;

    pub(super) fn load() -> impl Future<Output = bool> {
        std::future::ready(true)
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "where the code comes from a file of its own there may be none"
    )]
    pub(super) fn screen(screen: Later) -> Option<AnyView> {
        Some(super::draw(screen))
    }
}
