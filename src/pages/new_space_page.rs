//! Choosing the passphrase of a new space: three words that the app offers, or one's own.

use leptos::prelude::*;

use super::own_passphrase::{OwnPassphrase, OwnPassphraseFields};
use super::unlock_page::{StaysClosed, why_not};
use crate::aksel::{
    BodyLong, BodyShort, Button, ButtonSize, ButtonVariant, Heading, HeadingLevel, HeadingSize,
    Radio, RadioGroup,
};
use crate::components::{PassphraseField, ShowPassphrase};
use crate::live::{LiveCell, drawn};
use crate::state::{
    SessionResponse, ask_to_keep_storage, is_same_passphrase, offer_passphrase, use_session_state,
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
    words: LiveCell<String>,
    error: LiveCell<Option<String>>,
    own: OwnPassphrase,
}

impl Typed {
    /// The passphrase, if what was typed is one.
    fn checked(self) -> Option<String> {
        if self.kind.get_untracked() == OWN {
            return self.own.checked();
        }
        let words: String = self.words.get_untracked();
        let is_same: bool = is_same_passphrase(&words, &self.offered.get_untracked());
        self.error
            .set((!is_same).then(|| text::DIFFERENT.to_owned()));
        is_same.then_some(words)
    }

    fn forget(self) {
        self.words.set(String::new());
        self.error.set(None);
        self.own.forget();
    }
}

/// The page.
#[component]
pub fn NewSpacePage(response: SessionResponse) -> impl IntoView {
    let session = use_session_state();
    let typed = Typed {
        kind: LiveCell::new(WORDS.to_owned()),
        offered: LiveCell::new(offer_passphrase().unwrap_or_default()),
        words: LiveCell::new(String::new()),
        error: LiveCell::new(None),
        own: OwnPassphrase::new(),
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
    let fields = move || {
        if typed.kind.get() == OWN {
            view! { <OwnPassphraseFields typed=typed.own is_shown on_enter=on_make /> }.into_any()
        } else {
            view! {
                <Offered typed />
                <PassphraseField
                    label=text::TYPE_WORDS
                    value=typed.words
                    error=typed.error
                    is_shown
                    on_enter=on_make
                />
            }
            .into_any()
        }
    };
    view! {
        {drawn(fields)}
        <ShowPassphrase is_shown />
    }
}

/// The words that are offered.
#[component]
fn Offered(typed: Typed) -> impl IntoView {
    let on_other = Callback::new(move |_| {
        typed.offered.set(offer_passphrase().unwrap_or_default());
        typed.words.set(String::new());
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
