//! What was opened against the rules, for those who are to know of it.

use leptos::prelude::*;
use overgang_domain::access::{Overridden, Overrides};

use crate::aksel::{InlineMessage, MessageStatus, Size};
use crate::live::{Live, drawn};
use crate::pages::sheets::OpenPlan;
use crate::state::{use_journal_state, use_reference_state};
use crate::text::{dates, overrides as text};

/// Each with who, what, until when and why.
#[component]
pub(in crate::pages::plan_page) fn OverrideNotice(open: OpenPlan) -> impl IntoView {
    let journal = use_journal_state();
    let reference = use_reference_state();
    let own = journal.session().user.user;
    let shown = Live::memo(move || {
        let today = open.today.get();
        let overrides = open.plan.with(Overrides::of);
        overrides.shown(today).cloned().collect::<Vec<Overridden>>()
    });
    let what = move |one: &Overridden| -> String {
        let plan = one.opened.opens_plan.then(|| text::THE_PLAN.to_owned());
        let areas = open.template.with_value(|template| {
            let areas = template.areas.iter();
            let areas = areas.filter(|area| one.opened.areas.contains(&area.id));
            areas
                .map(|area| format!("«{}»", area.name.nb))
                .collect::<Vec<String>>()
        });
        let all: Vec<String> = plan.into_iter().chain(areas).collect();
        all.join(", ")
    };
    let who = move |one: &Overridden| -> String {
        journal.directory().with(|directory| {
            directory.get(one.user).map_or_else(String::new, |listing| {
                let agency = reference.agency_name(&listing.agency);
                format!("{}, {agency},", listing.name)
            })
        })
    };
    drawn(move || {
        let shown = shown.get().into_iter().map(|one| {
            let until: String = dates::weekday_and_whole_day(one.opened.until);
            let words: String = if one.user == own {
                text::said_of_you(&what(&one), &until)
            } else {
                text::said(&who(&one), &what(&one), &until)
            };
            view! {
                <div class="ov-warning" data-testid="override-notice">
                    <InlineMessage status=MessageStatus::Warning size=Size::Small>
                        {text::TITLE} ": " {words} " " {text::because(&one.opened.reason)}
                    </InlineMessage>
                </div>
            }
        });
        shown.collect_view()
    })
}
