//! What a person may look at on the tablet while it is turned to them (D15): their day, what is ready for it and what is
//! not, their own goal, what is agreed and their appointments. No health, debt or conditions: others may look over a
//! shoulder. It is made when the tablet is turned; nothing else of the app can be reached from it.

use leptos::prelude::*;
use overgang_domain::day_one::{Colour, Light};
use overgang_domain::template::LightId;
use overgang_domain::{FieldId, FieldValue, Plan, RowId, SheetId};

use super::release_sheet::lines_ahead;
use crate::aksel::{Button, ButtonVariant};
use crate::live::Live;
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::value_words::WordsContext;
use crate::state::{TurnedPart, TurnedSheet, use_lock_state};
use crate::text::{dates, plan, turned as text, words};

/// Kinds of appointments that tell of health.
const PRIVATE: [&str; 2] = ["doctor", "treatment"];

/// Turns the tablet to the person.
#[component]
pub(super) fn TurnButton(open: OpenPlan, lights: Live<Vec<(Light, Colour)>>) -> impl IntoView {
    let lock = use_lock_state();
    let context = WordsContext::new(open);
    let on_turn = Callback::new(move |_| lock.turn(sheet_of(context, lights)));
    view! {
        <Button variant=ButtonVariant::Secondary on_click=on_turn>
            {text::TURN}
        </Button>
    }
}

/// Whether an appointment may be read over a shoulder: none at a doctor's or for treatment.
fn is_discreet(plan: &Plan, row: RowId) -> bool {
    match plan.row_value(row, &FieldId::from("kind")) {
        FieldValue::Chosen(kinds) => !kinds.iter().any(|kind| PRIVATE.contains(&kind.as_str())),
        FieldValue::Empty
        | FieldValue::Text(_)
        | FieldValue::Day(_)
        | FieldValue::Clock(_)
        | FieldValue::Number(_) => true,
    }
}

fn sheet_of(context: WordsContext, lights: Live<Vec<(Light, Colour)>>) -> TurnedSheet {
    let open = context.open();
    let (name, day, goal) = open.plan.with_untracked(|plan| {
        let day = plan.release_date().value;
        (plan.name().value, day, plan.held("goal"))
    });
    let day = day.map_or_else(|| plan::NO_DATE.to_owned(), dates::weekday_and_whole_day);
    let ready = lights.with_untracked(|lights| {
        let shown = lights.iter().filter(|(light, colour)| {
            light.id != LightId::Medicine && !matches!(colour, Colour::Closed)
        });
        shown
            .map(|(light, colour)| text::light(words::light(light.id), *colour))
            .collect()
    });
    let goal: Vec<String> = if let FieldValue::Text(goal) = goal {
        vec![goal]
    } else {
        Vec::new()
    };
    let parts = [
        (text::DAY, vec![day]),
        (text::READY, ready),
        (text::GOAL, goal),
        (
            text::AGREED,
            lines_ahead(context, &SheetId::from("agreement"), |_, _| true),
        ),
        (
            text::APPOINTMENTS,
            lines_ahead(context, &SheetId::from("appointment"), is_discreet),
        ),
    ];
    let parts = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
    TurnedSheet {
        name,
        parts: parts
            .map(|(title, lines)| TurnedPart { title, lines })
            .collect(),
    }
}
