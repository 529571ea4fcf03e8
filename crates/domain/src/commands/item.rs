//! Changing an item: status, owner, day, and adding one that the template does not have.

use super::pen::{Pen, fits};
use crate::{AgencyId, AreaId, Change, Due, Entry, ItemId, Plan, Status};

/// The item was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeItemError {
    /// An added item needs words.
    #[error("the item has no words; write what is to be done")]
    TitleMissing,
    /// Longer than [`crate::entry::MAX_TEXT_CHARS`].
    #[error("the text is too long; shorten it")]
    TextTooLong,
}

/// Sets an item's status, with a word why or an empty one.
pub fn set_status(
    pen: &mut Pen<'_>,
    plan: &Plan,
    item: &ItemId,
    status: Status,
    why: String,
) -> Result<Vec<Entry>, ChangeItemError> {
    if !fits(&why) {
        return Err(ChangeItemError::TextTooLong);
    }
    Ok(vec![pen.write(
        plan,
        Change::StatusSet {
            item: item.clone(),
            status,
            why,
        },
    )])
}

/// Agrees who does an item: an administration (`None` for the template's) and a name, or an empty one.
pub fn set_owner(
    pen: &mut Pen<'_>,
    plan: &Plan,
    item: &ItemId,
    agency: Option<AgencyId>,
    person: String,
) -> Result<Vec<Entry>, ChangeItemError> {
    if !fits(&person) {
        return Err(ChangeItemError::TextTooLong);
    }
    Ok(vec![pen.write(
        plan,
        Change::OwnerSet {
            item: item.clone(),
            agency,
            person,
        },
    )])
}

/// Agrees by when an item is to be done.
pub fn set_due(pen: &mut Pen<'_>, plan: &Plan, item: &ItemId, due: Due) -> Vec<Entry> {
    vec![pen.write(
        plan,
        Change::DueSet {
            item: item.clone(),
            due,
        },
    )]
}

/// Adds an item that the template does not have.
pub fn add_item(
    pen: &mut Pen<'_>,
    plan: &Plan,
    area: AreaId,
    title: String,
) -> Result<(ItemId, Vec<Entry>), ChangeItemError> {
    if title.trim().is_empty() {
        return Err(ChangeItemError::TitleMissing);
    }
    if !fits(&title) {
        return Err(ChangeItemError::TextTooLong);
    }
    let item = ItemId((pen.fresh_id)().to_string());
    let entry: Entry = pen.begin(
        plan.id,
        Change::ItemAdded {
            item: item.clone(),
            area,
            title,
        },
    );
    Ok((item, vec![entry]))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::EntryId;
    use crate::story::{Story, item, too_long};

    #[test]
    fn a_status_replaces_the_one_that_stands_and_nothing_else() {
        let mut story = Story::opened();
        let first = story.alice_sets("id-check", Status::NeedsHelp);
        story.alice_sets("id-bank-account", Status::Done);
        let second = story.bob_sets("id-check", Status::Done);
        assert_eq!(first[0].replaces, BTreeSet::new());
        assert_eq!(second[0].replaces, BTreeSet::from([first[0].id]));
        assert_eq!(second[0].author, story.bob.author);
        assert_eq!(
            story.plan.status(&item("id-check")).value.status,
            Status::Done
        );
    }

    #[test]
    fn choosing_between_two_answers_replaces_both() {
        let mut story = Story::opened();
        let apart = story.apart("id-check", Status::Done, Status::Declined);
        let chosen = story.alice_sets("id-check", Status::Done);
        let both: BTreeSet<EntryId> = apart.iter().map(|entry| entry.id).collect();
        assert_eq!(chosen[0].replaces, both);
        assert!(!story.plan.status(&item("id-check")).is_contested());
    }

    #[test]
    fn an_unsent_status_is_replaced_together_with_what_it_replaced() {
        let mut story = Story::opened();
        let first = story.alice_sets("id-check", Status::NeedsHelp);
        let second = story.alice_sets("id-check", Status::UnderWay);
        let third = story.alice_sets("id-check", Status::Done);
        assert_eq!(
            third[0].replaces,
            BTreeSet::from([first[0].id, second[0].id])
        );
        story.receive(&second[0], 1);
        let fourth = story.alice_sets("id-check", Status::Waiting);
        let unsent_and_theirs = BTreeSet::from([first[0].id, second[0].id, third[0].id]);
        assert_eq!(fourth[0].replaces, unsent_and_theirs);
        story.receive(&fourth[0], 2);
        let fifth = story.alice_sets("id-check", Status::Done);
        assert_eq!(fifth[0].replaces, BTreeSet::from([fourth[0].id]));
    }

    #[test]
    fn owner_and_day_are_fields_of_their_own() {
        let mut story = Story::opened();
        story.alice_sets("id-check", Status::Done);
        let owner = story.alice(|pen, plan| {
            let agency = Some(AgencyId::from("prison-social"));
            set_owner(pen, plan, &item("id-check"), agency, "Kari".to_owned()).unwrap()
        });
        let due = story
            .alice(|pen, plan| set_due(pen, plan, &item("id-check"), Due::DaysBeforeRelease(3)));
        assert_eq!((owner[0].replaces.len(), due[0].replaces.len()), (0, 0));
        assert_eq!(story.plan.owner(&item("id-check")).value.person, "Kari");
        assert_eq!(
            story.plan.due(&item("id-check")).value,
            Due::DaysBeforeRelease(3)
        );
        let again = story.bob(|pen, plan| set_due(pen, plan, &item("id-check"), Due::AsTemplate));
        assert_eq!(again[0].replaces, BTreeSet::from([due[0].id]));
    }

    #[test]
    fn an_added_item_begins_something_new() {
        let mut story = Story::opened();
        let mut id: Option<ItemId> = None;
        let entries = story.alice(|pen, plan| {
            let area = AreaId::from("housing");
            let (item, entries) = add_item(pen, plan, area, "Hente sykkelen".to_owned()).unwrap();
            id = Some(item);
            entries
        });
        assert!(entries[0].replaces.is_empty());
        let id: ItemId = id.unwrap();
        assert!(matches!(&entries[0].change, Change::ItemAdded { item, .. } if *item == id));
    }

    #[test]
    fn an_item_without_words_is_not_added() {
        let mut story = Story::opened();
        for title in ["", "  ", "\n\t"] {
            let refused = story
                .try_alice(|pen, plan| add_item(pen, plan, AreaId::from("work"), title.to_owned()));
            assert_eq!(refused.unwrap_err(), ChangeItemError::TitleMissing);
        }
    }

    #[test]
    fn texts_that_are_too_long_are_refused() {
        let mut story = Story::opened();
        let id = item("id-check");
        let refusals = [
            story
                .try_alice(|pen, plan| set_status(pen, plan, &id, Status::Done, too_long()))
                .err(),
            story
                .try_alice(|pen, plan| set_owner(pen, plan, &id, None, too_long()))
                .err(),
            story
                .try_alice(|pen, plan| add_item(pen, plan, AreaId::from("work"), too_long()))
                .err(),
        ];
        assert_eq!(refusals, [Some(ChangeItemError::TextTooLong); 3]);
        let longest = "å".repeat(crate::entry::MAX_TEXT_CHARS);
        assert!(
            story
                .try_alice(|pen, plan| set_status(pen, plan, &id, Status::Done, longest))
                .is_ok()
        );
    }
}
