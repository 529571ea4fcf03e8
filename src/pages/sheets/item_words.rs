//! What an item of the open plan is called, and who said what when.

use leptos::prelude::*;
use overgang_domain::checklist::Item;
use overgang_domain::plan::Answer;
use overgang_domain::{EntryId, ItemId, Template, UserId};

use super::OpenPlan;
use crate::components::ShownAnswer;
use crate::state::{JournalState, ViewState};
use crate::text::{dates, item as text};

/// The item's words.
pub(in crate::pages) fn title(item: &Item, template: &Template) -> String {
    item.added_title
        .clone()
        .unwrap_or_else(|| template_title(&item.id, template))
}

/// The words of an item of the open plan, whoever added it.
pub(in crate::pages) fn title_of(open: OpenPlan, id: &ItemId) -> String {
    open.template.with_value(|template| {
        let known = open
            .checklist
            .with_untracked(|checklist| Some(title(checklist.item(id)?, template)));
        known.unwrap_or_else(|| template_title(id, template))
    })
}

/// The words of an item of the template; its id where a newer template has it.
pub(in crate::pages) fn template_title(item: &ItemId, template: &Template) -> String {
    template
        .item(item)
        .map_or_else(|| item.to_string(), |known| known.title.nb.clone())
}

/// "Kari Prøvesen, 24.11.2026 kl. 09:12".
pub(in crate::pages) fn who_and_when(
    journal: JournalState,
    view: ViewState,
    by: UserId,
    at: u64,
) -> String {
    let time = view.wall_time(at);
    let clock: String = dates::clock(time.hour, time.minute);
    let who: String = if by == UserId::CENTRE {
        text::CENTRE.to_owned()
    } else {
        journal.user_name(by)
    };
    text::who_and_when(&who, &dates::short_day(time.date), &clock)
}

/// The answers of a field, for choosing one; none where there is no choice.
pub(in crate::pages) fn answers<T>(
    answers: &[Answer<T>],
    journal: JournalState,
    view: ViewState,
    words: impl Fn(&T) -> String,
) -> Vec<ShownAnswer> {
    let first: Option<EntryId> = answers.first().map(|answer| answer.entry);
    answers
        .iter()
        .map(|answer| ShownAnswer {
            entry: answer.entry,
            value: words(&answer.value),
            who: who_and_when(journal, view, answer.by, answer.at),
            is_newer: first == Some(answer.entry),
        })
        .collect()
}
