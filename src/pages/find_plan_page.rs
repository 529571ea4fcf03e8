//! A plan that lies outside the user's reach, found by the person's number and opened for a reason.

use std::collections::BTreeSet;

use leptos::prelude::*;
use overgang_domain::national_id;
use overgang_sync::message::{OverrideRequest, OverrideWhom};

use crate::aksel::{
    BodyLong, Heading, HeadingLevel, HeadingSize, InlineMessage, Link, MessageStatus, TextField,
};

use crate::live::{Live, LiveCell};
use crate::page::Page;
use crate::pages::ask_to_open::{AskToOpen, ReasonAndButton};
use crate::text::{new_plan, overrides as text, plan};

/// The page.
#[component]
pub fn FindPlanPage() -> impl IntoView {
    let number = LiveCell::new(String::new());
    let is_wrong = LiveCell::new(false);
    let ask = AskToOpen::new();
    let on_open = Callback::new(move |()| {
        let read: Option<String> = national_id::read(number.get_untracked().trim());
        is_wrong.set(read.is_none());
        let (reason, read) = (ask.read_reason(), read);
        if let Some((number, reason)) = read.zip(reason) {
            ask.send(OverrideRequest {
                whom: OverrideWhom::IdentityNumber(number),
                areas: BTreeSet::new(),
                reason,
            });
        }
    });
    let error = Live::derive(move || is_wrong.get().then(|| new_plan::NO_NUMBER.to_owned()));
    view! {
        <Link href=Page::Plans.path()>{plan::BACK}</Link>
        <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::FIND_TITLE}</Heading>
        <BodyLong>{text::FIND_LEAD}</BodyLong>
        <InlineMessage status=MessageStatus::Warning>{text::TOLD}</InlineMessage>
        <div class="ov-form">
            <TextField
                label=text::NUMBER
                value=number
                on_input=move |typed| number.set(typed)
                error=error
            />
            <ReasonAndButton ask on_open />
        </div>
        {ask.outcome(text::FOUND_NOTHING)}
    }
}
