//! Who may write what in the directory: the pages of prisons and the checklist template. Users are listed there by
//! the centre alone. Pure: the directory as it stands is handed in.

use overgang_domain::change::Role;
use overgang_domain::office_hours::PRISON;
use overgang_domain::register::{Record, Register};
use overgang_domain::{Change, FieldId, FieldValue, Plan, PrisonId};
use overgang_sync::RejectReason;

use crate::rules::Caller;

/// Whether `caller` may say `change` in `directory`: a prison's page is written by those who work there, the template
/// by its administrators, and each of its versions once.
pub fn check(caller: &Caller, directory: &Plan, change: &Change) -> Result<(), RejectReason> {
    let is_allowed: bool = match change {
        Change::RowAdded { values, .. } => {
            let prison = values.get(&FieldId::from(PRISON));
            prison.is_some_and(|prison| works_in(caller, prison))
        }
        Change::FieldsSet { record, values } => {
            let moved_to = values.get(&FieldId::from(PRISON));
            may_edit(caller, directory, record)
                && moved_to.is_none_or(|prison| works_in(caller, prison))
        }
        Change::RecordStruck { record, .. } | Change::RecordRestored { record } => {
            may_edit(caller, directory, record)
        }
        Change::TemplatePublished { template, .. } => {
            let edition = Register::Edition(*template);
            if caller.reader.has_role(Role::TemplateAdmin)
                && !directory.to_replace(&edition).is_empty()
            {
                return Err(RejectReason::VersionTaken);
            }
            caller.reader.has_role(Role::TemplateAdmin)
        }
        Change::PlanOpened { .. }
        | Change::PersonNamed { .. }
        | Change::BirthDateSet { .. }
        | Change::ReleaseDateSet { .. }
        | Change::ConditionAnswered { .. }
        | Change::ItemAdded { .. }
        | Change::StatusSet { .. }
        | Change::OwnerSet { .. }
        | Change::DueSet { .. }
        | Change::NoteWritten { .. }
        | Change::NoteReworded { .. }
        | Change::UserListed { .. }
        | Change::TemplateTaken { .. }
        | Change::PlanMoved { .. }
        | Change::AccessOverridden { .. }
        | Change::PublicLineSet { .. }
        | Change::Erased { .. }
        | Change::Unknown(_) => false,
    };
    if is_allowed {
        Ok(())
    } else {
        Err(RejectReason::NotAllowed)
    }
}

fn may_edit(caller: &Caller, directory: &Plan, record: &Record) -> bool {
    match record {
        Record::Item(_) => caller.reader.has_role(Role::TemplateAdmin),
        Record::Row(row) => works_in(caller, &directory.row_value(*row, &FieldId::from(PRISON))),
        Record::Header
        | Record::Note(_)
        | Record::User(_)
        | Record::Round(_)
        | Record::Template(_) => false,
    }
}

/// Whether a field names prisons, all of them the caller's.
fn works_in(caller: &Caller, prison: &FieldValue) -> bool {
    let mut named = prison.chosen().peekable();
    named.peek().is_some() && named.all(|prison| caller.prisons.contains(&PrisonId::from(prison)))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use overgang_domain::access::Reader;
    use overgang_domain::{
        AgencyId, DeviceId, Entry, EntryId, ItemId, PlanId, RowId, SheetId, Stored, Timestamp,
        UserId,
    };
    use uuid::Uuid;

    use super::*;

    fn caller(role: Role) -> Caller {
        Caller {
            reader: Reader {
                user: UserId(Uuid::from_u128(1)),
                agency: AgencyId::from("nav-in-prison"),
                role,
                further_roles: BTreeSet::new(),
            },
            device: DeviceId(Uuid::from_u128(2)),
            copied_from: BTreeSet::new(),
            prisons: BTreeSet::from([PrisonId::from("ullersmo")]),
            author: UserId(Uuid::from_u128(1)),
        }
    }

    fn row(number: u128, prison: &str) -> Change {
        Change::RowAdded {
            row: RowId(Uuid::from_u128(number)),
            sheet: SheetId::from("office-hours"),
            values: BTreeMap::from([(FieldId::from(PRISON), FieldValue::one(prison))]),
        }
    }

    fn set(record: Record, field: &str, value: FieldValue) -> Change {
        Change::FieldsSet {
            record,
            values: BTreeMap::from([(FieldId::from(field), value)]),
        }
    }

    fn published() -> Change {
        Change::TemplatePublished {
            template: 3,
            base: 2,
            items: BTreeMap::new(),
            words: "Nytt".to_owned(),
        }
    }

    /// A directory in which these things stand.
    fn directory(changes: Vec<Change>) -> Plan {
        let mut plan = Plan::empty(PlanId::DIRECTORY);
        for (number, change) in (1..).zip(changes) {
            let entry = Entry {
                id: EntryId(Uuid::from_u128(number)),
                plan: PlanId::DIRECTORY,
                author: UserId(Uuid::nil()),
                device: DeviceId(Uuid::nil()),
                time: Timestamp::default(),
                replaces: BTreeSet::new(),
                change,
            };
            plan.apply(&Stored::received(entry, 1));
        }
        plan
    }

    #[test]
    fn a_prisons_page_is_written_by_those_who_work_there() {
        let own = Record::Row(RowId(Uuid::from_u128(10)));
        let others = Record::Row(RowId(Uuid::from_u128(11)));
        let unknown = Record::Row(RowId(Uuid::from_u128(12)));
        let directory = directory(vec![row(10, "ullersmo"), row(11, "halden")]);
        let place = |record: &Record| set(record.clone(), "place", FieldValue::Empty);
        let moved = |to: &str| set(own.clone(), PRISON, FieldValue::one(to));
        let strike = |record: &Record| Change::RecordStruck {
            record: record.clone(),
            reason: "Feil".to_owned(),
            saw: BTreeSet::new(),
        };
        let cases = [
            (row(1, "ullersmo"), true),
            (row(1, "halden"), false),
            (set(own.clone(), "place", FieldValue::Empty), true),
            (place(&others), false),
            (place(&unknown), false),
            (moved("ullersmo"), true),
            (moved("halden"), false),
            (set(own.clone(), PRISON, FieldValue::Empty), false),
            (strike(&own), true),
            (strike(&others), false),
            (set(Record::Header, "place", FieldValue::Empty), false),
        ];
        for (change, is_allowed) in cases {
            let answer = check(&caller(Role::NavCaseworker), &directory, &change);
            assert_eq!(answer.is_ok(), is_allowed, "{change:?}");
        }
    }

    #[test]
    fn the_template_is_written_by_its_administrators_and_each_version_once() {
        let item = set(
            Record::Item(ItemId::from("id-check")),
            "start",
            FieldValue::Number(9),
        );
        let empty = directory(Vec::new());
        for change in [&item, &published()] {
            let caseworker = check(&caller(Role::NavCaseworker), &empty, change);
            assert_eq!(caseworker, Err(RejectReason::NotAllowed));
            assert_eq!(check(&caller(Role::TemplateAdmin), &empty, change), Ok(()));
        }
        let taken = directory(vec![published()]);
        let second = check(&caller(Role::TemplateAdmin), &taken, &published());
        assert_eq!(second, Err(RejectReason::VersionTaken));
        let caseworker = check(&caller(Role::NavCaseworker), &taken, &published());
        assert_eq!(caseworker, Err(RejectReason::NotAllowed));
    }

    #[test]
    fn nobody_lists_a_user_or_writes_a_person_there() {
        let listed = Change::UserListed {
            user: UserId(Uuid::from_u128(1)),
            name: "Selv".to_owned(),
            agency: AgencyId::from("nav-in-prison"),
            role: Role::TemplateAdmin,
            further_roles: BTreeSet::new(),
            prisons: BTreeSet::new(),
        };
        let named = Change::PersonNamed {
            name: "Prøve".to_owned(),
        };
        let taken = Change::TemplateTaken { template: 3 };
        for change in [listed, named, taken] {
            let answer = check(
                &caller(Role::TemplateAdmin),
                &directory(Vec::new()),
                &change,
            );
            assert_eq!(answer, Err(RejectReason::NotAllowed), "{change:?}");
        }
    }
}
