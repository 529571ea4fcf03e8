//! Asking the centre to open something against the rules: the reason, the question, and what came of it.

use leptos::prelude::*;
use overgang_sync::message::{
    MAX_OVERRIDE_REASON, MIN_OVERRIDE_REASON, OverrideRequest, OverrideResponse,
};

use crate::aksel::{
    AlertStatus, BodyLong, Button, Link, LocalAlert, LocalAlertContent, LocalAlertHeader,
    LocalAlertTitle, Textarea,
};
use crate::components::NumberWarning;
use crate::live::{Live, LiveCell, drawn};
use crate::page::{Page, PlanPart};
use crate::state::{DeviceTrouble, SyncState, open_override, use_journal_state, use_sync_state};
use crate::text::{dates, overrides as text};

/// A question to the centre.
#[derive(Clone, Copy)]
pub(in crate::pages) struct AskToOpen {
    reason: LiveCell<String>,
    fault: LiveCell<Option<&'static str>>,
    is_asking: LiveCell<bool>,
    outcome: LiveCell<Option<Result<OverrideResponse, DeviceTrouble>>>,
    sync: SyncState,
}

impl AskToOpen {
    /// One that was not asked yet.
    pub(in crate::pages) fn new() -> Self {
        Self {
            reason: LiveCell::new(String::new()),
            fault: LiveCell::new(None),
            is_asking: LiveCell::new(false),
            outcome: LiveCell::new(None),
            sync: use_sync_state(),
        }
    }

    /// The reason, if it is one; otherwise the field says what is wrong.
    pub(in crate::pages) fn read_reason(self) -> Option<String> {
        let reason: String = self.reason.get_untracked().trim().to_owned();
        let fault: Option<&str> = match reason.chars().count() {
            ..MIN_OVERRIDE_REASON => Some(text::NO_REASON),
            MIN_OVERRIDE_REASON..=MAX_OVERRIDE_REASON => None,
            _ => Some(text::LONG_REASON),
        };
        self.fault.set(fault);
        fault.is_none().then_some(reason)
    }

    /// Asks, and fetches what was opened.
    pub(in crate::pages) fn send(self, request: OverrideRequest) {
        self.is_asking.set(true);
        self.outcome.set(None);
        leptos::task::spawn_local(async move {
            let outcome = open_override(request).await;
            self.is_asking.set(false);
            if outcome.is_ok() {
                self.sync.sync_now();
            }
            self.outcome.set(Some(outcome));
        });
    }

    /// What came of it. `refused` says that there is nothing to be opened.
    pub(in crate::pages) fn outcome(self, refused: &'static str) -> impl IntoView {
        let shown = move || match self.outcome.get()? {
            Ok(opened) => Some(view! { <Opened opened /> }.into_any()),
            Err(trouble) => {
                let words: &str = match trouble {
                    DeviceTrouble::Unreachable => text::UNREACHABLE,
                    DeviceTrouble::SessionOver | DeviceTrouble::Revoked => text::SESSION_OVER,
                    DeviceTrouble::Refused => refused,
                };
                let alert = view! {
                    <LocalAlert status=AlertStatus::Warning>
                        <LocalAlertHeader>
                            <LocalAlertTitle>{words}</LocalAlertTitle>
                        </LocalAlertHeader>
                    </LocalAlert>
                };
                Some(alert.into_any())
            }
        };
        view! { <div role="status">{drawn(shown)}</div> }
    }
}

/// What is open now, with the way there once it is here.
#[component]
fn Opened(opened: OverrideResponse) -> impl IntoView {
    let journal = use_journal_state();
    let plan = opened.plan;
    let words: String = opened.until.map_or_else(
        || text::HAD_ALREADY.to_owned(),
        |until| text::opened_until(&dates::weekday_and_whole_day(until)),
    );
    let is_here = Live::memo(move || {
        journal
            .summaries()
            .with(|summaries| summaries.contains_key(&plan))
    });
    view! {
        <LocalAlert status=AlertStatus::Success>
            <LocalAlertHeader>
                <LocalAlertTitle>{words}</LocalAlertTitle>
            </LocalAlertHeader>
            <LocalAlertContent>
                <Show
                    when=move || is_here.get()
                    fallback=|| view! { <BodyLong>{text::COMING}</BodyLong> }
                >
                    <Link href=Page::Plan(plan, PlanPart::default()).path()>{text::GO}</Link>
                </Show>
            </LocalAlertContent>
        </LocalAlert>
    }
}

/// The field for the reason, and the button.
#[component]
pub(in crate::pages) fn ReasonAndButton(
    ask: AskToOpen,
    #[prop(into)] on_open: Callback<()>,
) -> impl IntoView {
    let error = Live::derive(move || ask.fault.get().map(str::to_owned));
    view! {
        <Textarea
            label=text::REASON
            description=Some(text::REASON_HELP.to_owned())
            value=ask.reason
            on_input=move |words| ask.reason.set(words)
            max_length=MAX_OVERRIDE_REASON
            error=error
        />
        <NumberWarning text=ask.reason />
        <div class="ov-actions">
            <Button loading=ask.is_asking on_click=Callback::new(move |_| on_open.run(()))>
                {text::DO_OPEN}
            </Button>
        </div>
    }
}
