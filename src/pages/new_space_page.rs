//! Choosing the passphrase of a new space: three words that the app offers, or one's own.

use leptos::prelude::*;

use super::unlock_page::{StaysClosed, why_not};
use crate::aksel::{
    BodyLong, BodyShort, Button, ButtonSize, ButtonVariant, Heading, HeadingLevel, HeadingSize,
    Radio, RadioGroup,
};
use crate::components::{PassphraseField, ShowPassphrase};
use crate::live::{LiveCell, drawn};
use crate::state::{
    SessionResponse, WeakPassphrase, ask_to_keep_storage, check_passphrase, is_same_passphrase,
    offer_passphrase, use_session_state,
};
use crate::text::{frame, space as text};

/// The values of the two radios.
const WORDS: &str = "words";
const OWN: &str = "own";

/// What was typed, and what is wrong with it.
#[derive(Clone, Copy)]
struct Typed {
    kind: LiveCell<String>,
    offered: LiveCell<String>,
    first: LiveCell<String>,
    second: LiveCell<String>,
    first_error: LiveCell<Option<String>>,
    second_error: LiveCell<Option<String>>,
}

impl Typed {
    fn is_own(self) -> bool {
        self.kind.get() == OWN
    }

    /// The passphrase, if what was typed is one.
    fn checked(self) -> Option<String> {
        let passphrase: String = self.first.get_untracked();
        self.first_error.set(None);
        self.second_error.set(None);
        if self.kind.get_untracked() == WORDS {
            let is_same: bool = is_same_passphrase(&passphrase, &self.offered.get_untracked());
            if !is_same {
                self.first_error.set(Some(text::DIFFERENT.to_owned()));
            }
            return is_same.then_some(passphrase);
        }
        if let Err(why) = check_passphrase(&passphrase) {
            self.first_error.set(Some(weak(why).to_owned()));
            return None;
        }
        let is_same: bool = is_same_passphrase(&passphrase, &self.second.get_untracked());
        if !is_same {
            self.second_error.set(Some(text::DIFFERENT.to_owned()));
        }
        is_same.then_some(passphrase)
    }

    fn forget(self) {
        self.first.set(String::new());
        self.second.set(String::new());
    }
}

/// Why a passphrase is refused.
pub(super) fn weak(why: WeakPassphrase) -> &'static str {
    match why {
        WeakPassphrase::Short => text::SHORT,
        WeakPassphrase::Number => text::NUMBER,
        WeakPassphrase::Repeated => text::REPEATED,
    }
}

/// The page.
#[component]
pub fn NewSpacePage(response: SessionResponse) -> impl IntoView {
    let session = use_session_state();
    let typed = Typed {
        kind: LiveCell::new(WORDS.to_owned()),
        offered: LiveCell::new(offer_passphrase().unwrap_or_default()),
        first: LiveCell::new(String::new()),
        second: LiveCell::new(String::new()),
        first_error: LiveCell::new(None),
        second_error: LiveCell::new(None),
    };
    let is_making = LiveCell::new(false);
    let trouble: LiveCell<Option<&'static str>> = LiveCell::new(None);
    let on_make = Callback::new(move |()| {
        let Some(passphrase) = typed.checked().filter(|_| !is_making.get_untracked()) else {
            return;
        };
        let response: SessionResponse = response.clone();
        trouble.set(None);
        is_making.set(true);
        leptos::task::spawn_local(async move {
            let made = session.make_space(response, passphrase).await;
            is_making.set(false);
            // The browser may ask its user now: the page has said why.
            ask_to_keep_storage().await;
            match made {
                Ok(()) => typed.forget(),
                Err(failure) => trouble.set(Some(why_not(&failure))),
            }
        });
    });
    let on_kind = Callback::new(move |kind: String| {
        typed.forget();
        typed.first_error.set(None);
        typed.second_error.set(None);
        typed.kind.set(kind);
    });
    view! {
            <Heading level=HeadingLevel::One size=HeadingSize::XLarge>{frame::NAME}</Heading>
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::NEW_TITLE}</Heading>
            <BodyLong>{text::NEW_LEAD}</BodyLong>
            <BodyLong>{text::NEW_KEEP}</BodyLong>
            <RadioGroup legend=text::KIND value=typed.kind on_change=on_kind>
                <Radio value=WORDS>{text::KIND_WORDS}</Radio>
                <Radio value=OWN>{text::KIND_OWN}</Radio>
            </RadioGroup>
            <Fields typed on_make />
            <StaysClosed title=text::NOT_MADE trouble />
            <Button loading=is_making on_click=Callback::new(move |_| on_make.run(()))>
                {text::MAKE}
            </Button>
    }
}

/// The fields of the kind that is chosen.
#[component]
fn Fields(typed: Typed, on_make: Callback<()>) -> impl IntoView {
    let is_shown = LiveCell::new(true);
    drawn(move || {
        if typed.is_own() {
            view! {
                <PassphraseField
                    label=text::OWN
                    description=text::OWN_HELP
                    value=typed.first
                    error=typed.first_error
                    is_shown
                    on_enter=on_make
                />
                <PassphraseField
                    label=text::REPEAT
                    value=typed.second
                    error=typed.second_error
                    is_shown
                    on_enter=on_make
                />
                <ShowPassphrase is_shown />
            }
            .into_any()
        } else {
            view! {
                <Offered typed />
                <PassphraseField
                    label=text::TYPE_WORDS
                    value=typed.first
                    error=typed.first_error
                    is_shown
                    on_enter=on_make
                />
                <ShowPassphrase is_shown />
            }
            .into_any()
        }
    })
}

/// The words that are offered.
#[component]
fn Offered(typed: Typed) -> impl IntoView {
    let on_other = Callback::new(move |_| {
        typed.offered.set(offer_passphrase().unwrap_or_default());
        typed.first.set(String::new());
    });
    view! {
        <div class="ov-passphrase">
            <BodyShort>{text::WORDS}</BodyShort>
            <p class="ov-passphrase__words" data-testid="passphrase">
                {drawn(move || typed.offered.get())}
            </p>
            <Button variant=ButtonVariant::Secondary size=ButtonSize::Small on_click=on_other>
                {text::OTHER_WORDS}
            </Button>
        </div>
    }
}
