//! What the health service lets others know: of each group of health matters whether it is arranged, never what it is.

use leptos::prelude::*;
use overgang_domain::access::Decision;
use overgang_domain::register::Register;
use overgang_domain::{PublicLineId, public_line};

use crate::live::{Live, drawn};
use crate::pages::sheets::OpenPlan;
use crate::text::rights as text;

/// Why the user may not see them, where it is not the table that says so.
pub(super) fn reads_lines(open: OpenPlan) -> Decision {
    let lines = open
        .template
        .with_value(|template| public_line::groups(template));
    let decisions = lines
        .into_iter()
        .map(|line| open.reads(&Register::PublicLine(line)));
    decisions.max().unwrap_or(Decision::NoRule)
}

/// The lines; nothing for roles that get none.
#[component]
pub(super) fn PublicLines(open: OpenPlan) -> impl IntoView {
    let lines = Live::memo(move || {
        let lines = open
            .template
            .with_value(|template| public_line::groups(template))
            .into_iter();
        let lines = lines.map(|line| {
            let decision = open.reads(&Register::PublicLine(line.clone()));
            let said = open.plan.with(|plan| plan.public_line(&line));
            (line, decision, said)
        });
        lines.collect::<Vec<(PublicLineId, Decision, Option<bool>)>>()
    });
    drawn(move || {
        let lines = lines.get().into_iter();
        let shown = lines.filter(|(_, decision, _)| *decision != Decision::NoRule);
        let shown: Vec<_> = shown
            .map(|(line, decision, said)| {
                let words = text::arranged(decision.is_allowed(), said);
                view! {
                    <div data-line=line.to_string()>
                        <dt>{text::public_line(&line)}</dt>
                        <dd>{words}</dd>
                    </div>
                }
            })
            .collect();
        (!shown.is_empty()).then(|| view! { <dl class="ov-facts">{shown}</dl> })
    })
}
