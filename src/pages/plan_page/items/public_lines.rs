//! What the health service lets others know: of each group of health matters whether it is arranged, never what it is.

use leptos::prelude::*;
use overgang_domain::access::Decision;
use overgang_domain::public_line;

use crate::live::{Live, drawn};
use crate::pages::sheets::OpenPlan;
use crate::text::rights as text;

/// The lines; nothing for roles that get none.
#[component]
pub(super) fn PublicLines(
    open: OpenPlan,
    /// Whether the user may see them.
    decision: Decision,
) -> impl IntoView {
    let groups = open
        .template
        .with_value(|template| public_line::groups(template));
    let said = Live::memo(move || {
        open.plan.with(|plan| {
            let lines = groups.iter().cloned();
            let said = lines.map(|line| (plan.public_line(&line), line));
            said.collect::<Vec<_>>()
        })
    });
    (decision != Decision::NoRule).then(|| {
        let lines = drawn(move || {
            let lines = said.get().into_iter().map(|(said, line)| {
                let words = text::arranged(decision.is_allowed(), said);
                view! {
                    <div data-line=line.to_string()>
                        <dt>{text::public_line(&line)}</dt>
                        <dd>{words}</dd>
                    </div>
                }
            });
            lines.collect_view()
        });
        view! { <dl class="ov-facts">{lines}</dl> }
    })
}
