//! What the user may not see, or may see and not change: one line why, and the way to a consent.

use leptos::prelude::*;
use overgang_domain::access::Decision;

use super::OpenPlan;
use crate::aksel::{BodyShort, Button, ButtonSize, ButtonVariant, Icon, IconName};
use crate::live::{Live, drawn};
use crate::page::{Page, PlanPart};
use crate::state::{use_journal_state, use_reference_state, use_route_state};
use crate::text::rights as text;

/// Stands where something would be that the user may not see.
#[component]
pub(in crate::pages) fn NotShown(
    open: OpenPlan,
    /// Why.
    decision: Decision,
    /// The area or the sheet.
    what: StoredValue<String>,
    /// Whether only the health service would see it.
    #[prop(optional)]
    is_health: bool,
) -> impl IntoView {
    let route = use_route_state();
    let words: String =
        what.with_value(|what| text::not_shown(decision, &own_agency(), what, is_health));
    let can_record: bool = open.records_consent();
    let needs_consent: bool = decision == Decision::NeedsConsent;
    let on_record = Callback::new(move |_| route.go(Page::Plan(open.id, PlanPart::Person)));
    view! {
        <div class="ov-closed">
            <Icon name=IconName::PadlockLocked />
            <BodyShort>
                {words}
                {(needs_consent && !can_record).then(|| format!(" {}", text::WHO_RECORDS))}
            </BodyShort>
            {(needs_consent && can_record)
                .then(|| {
                    view! {
                        <Button
                            variant=ButtonVariant::Secondary
                            size=ButtonSize::Small
                            on_click=on_record
                        >
                            {text::RECORD_CONSENT}
                        </Button>
                    }
                })}
        </div>
    }
}

/// Why what is shown cannot be changed; nothing where it can.
#[component]
pub(in crate::pages) fn NotWritten(#[prop(into)] decision: Live<Decision>) -> impl IntoView {
    let who: String = own_agency();
    drawn(move || {
        let decision: Decision = decision.get();
        (!decision.is_allowed()).then(|| {
            let words: String = text::not_written(decision, &who);
            view! { <p class="ov-empty">{words}</p> }
        })
    })
}

/// The user's administration.
fn own_agency() -> String {
    let agency = use_journal_state().session().user.agency;
    use_reference_state().agency_short_name(&agency)
}
