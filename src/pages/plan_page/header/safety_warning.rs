//! A warning for whoever meets the person.

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::register::Record;
use overgang_domain::{FieldId, FieldValue, Plan};

use crate::aksel::{InlineMessage, MessageStatus, ReadMore, Size};
use crate::live::{Live, drawn};
use crate::pages::sheets::OpenPlan;
use crate::text::{dates, plan as text};

/// What the plan warns of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Warning {
    words: String,
    is_not_alone: bool,
    /// The day on which it was to be looked at again, where that is past.
    review: Option<NaiveDate>,
}

impl Warning {
    /// Of two answers the one that warns counts until someone chooses (D2).
    fn of(plan: &Plan, today: NaiveDate) -> Self {
        let value = |field: &str| plan.value(&Record::Header, &FieldId::from(field));
        let words = value("safety-warning").until_chosen(FieldValue::is_empty);
        let alone = value("meet-not-alone").until_chosen(|value| !value.has("yes"));
        let review = value("warning-review").value.day();
        Self {
            words: words.value.text().to_owned(),
            is_not_alone: alone.value.has("yes"),
            review: review.filter(|day| *day < today),
        }
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty() && !self.is_not_alone
    }
}

/// The warning: said to be there, and its words shown when asked for, because the person may see the screen.
#[component]
pub(in crate::pages::plan_page) fn SafetyWarning(open: OpenPlan) -> impl IntoView {
    let warning = Live::memo(move || {
        let today: NaiveDate = open.today.get();
        open.plan.with(|plan| Warning::of(plan, today))
    });
    drawn(move || {
        let Warning {
            words,
            is_not_alone,
            review,
        } = Some(warning.get()).filter(|warning| !warning.is_empty())?;
        Some(view! {
            <div class="ov-warning" data-testid="warning">
                <InlineMessage status=MessageStatus::Warning>
                    {if is_not_alone { text::NOT_ALONE } else { text::WARNING }}
                </InlineMessage>
                {review
                    .map(|day| {
                        let words = format!("{} {}", text::REVIEW_PAST, dates::day(day));
                        view! {
                            <InlineMessage status=MessageStatus::Info size=Size::Small>
                                {words}
                            </InlineMessage>
                        }
                    })}
                {(!words.is_empty())
                    .then(|| {
                        view! {
                            <ReadMore header=text::SHOW_WARNING>
                                <p class="ov-text">{words.clone()}</p>
                            </ReadMore>
                        }
                    })}
            </div>
        })
    })
}
