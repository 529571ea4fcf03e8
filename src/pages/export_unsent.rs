//! What waits on a device that cannot send it any more, as a file to read: words and times, for entering it again.

use leptos::prelude::*;
use overgang_domain::Entry;

use super::sync_page::{place, typed, when};
use crate::aksel::{BodyLong, Button, ButtonVariant};
use crate::state::{save_as_file, unsent_entries, use_journal_state, use_view_state};
use crate::text::sync as text;

/// The button, and what to mind.
#[component]
pub(super) fn ExportUnsent() -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let line = move |entry: &Entry| {
        let (_, shared) = place(entry);
        let summaries = journal.summaries();
        let of_plan = || summaries.with(|all| all.get(&entry.plan).map(|plan| plan.name.clone()));
        let name: String = shared
            .map(str::to_owned)
            .or_else(of_plan)
            .unwrap_or_default();
        let time: String = when(view_state, entry.time.millis);
        format!("{time}\t{name}\t{}", typed(entry))
    };
    let on_export = Callback::new(move |_| {
        leptos::task::spawn_local(async move {
            let waiting: Vec<Entry> = unsent_entries(journal).await;
            let lines: Vec<String> = waiting.iter().map(line).collect();
            save_as_file(text::EXPORT_FILE, &lines.join("\r\n"));
        });
    });
    view! {
        <BodyLong>{text::EXPORT_HELP}</BodyLong>
        <Button variant=ButtonVariant::Secondary on_click=on_export>
            {text::EXPORT}
        </Button>
    }
}
