//! Plans in which a person has consented or not, and somebody is named or not.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use overgang_domain::register::Record;
use overgang_domain::{
    AreaId, Change, DeviceId, Entry, EntryId, FieldId, FieldValue, Plan, PlanId, PrisonId, RowId,
    SheetId, Stored, Timestamp, UserId,
};
use uuid::Uuid;

pub(crate) const TODAY: &str = "2027-01-04";

/// The reader's administration. No role has it by itself: the table goes by roles.
pub(crate) const AGENCY: &str = "nav-office";

/// What the person has said about the reader's administration and the area of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consented {
    No,
    InForce,
    OnItsLastDay,
    Expired,
    Withdrawn,
    Refused,
    NotBegun,
    TwoExpiriesOnePast,
    GrantAndWithdrawal,
    AnotherArea,
    AnotherAgency,
    HalfFilledIn,
    Struck,
}

const CONSENTS: [Consented; 13] = [
    Consented::No,
    Consented::InForce,
    Consented::OnItsLastDay,
    Consented::Expired,
    Consented::Withdrawn,
    Consented::Refused,
    Consented::NotBegun,
    Consented::TwoExpiriesOnePast,
    Consented::GrantAndWithdrawal,
    Consented::AnotherArea,
    Consented::AnotherAgency,
    Consented::HalfFilledIn,
    Consented::Struck,
];

/// As what the reader is named in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Nothing,
    Coordinator,
    ContactOfficer,
    Worker,
}

const NAMES: [Named; 4] = [
    Named::Nothing,
    Named::Coordinator,
    Named::ContactOfficer,
    Named::Worker,
];

/// What the centre has opened, and to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opened {
    Nothing,
    Area,
    Plan,
    PlanAndArea,
    AreaUntilYesterday,
    AnotherArea,
    ToSomebodyElse,
}

const OPENED: [Opened; 7] = [
    Opened::Nothing,
    Opened::Area,
    Opened::Plan,
    Opened::PlanAndArea,
    Opened::AreaUntilYesterday,
    Opened::AnotherArea,
    Opened::ToSomebodyElse,
];

impl Opened {
    /// What is tried with what the person has said: everything with what nobody said and with a refusal.
    pub(crate) fn with(consented: Consented) -> &'static [Self] {
        if matches!(consented, Consented::No | Consented::Refused) {
            &OPENED
        } else {
            &[Self::Nothing]
        }
    }

    fn change(self, area: &str, user: UserId) -> Option<Change> {
        let other = if area == "housing" { "work" } else { "housing" };
        let other_user = UserId(Uuid::from_u64_pair(0xA0, 7));
        let (user, area, opens_plan, until) = match self {
            Self::Nothing => return None,
            Self::Area => (user, Some(area), false, TODAY),
            Self::Plan => (user, None, true, TODAY),
            Self::PlanAndArea => (user, Some(area), true, "2027-01-05"),
            Self::AreaUntilYesterday => (user, Some(area), true, "2027-01-03"),
            Self::AnotherArea => (user, Some(other), false, TODAY),
            Self::ToSomebodyElse => (other_user, Some(area), true, TODAY),
        };
        Some(Change::AccessOverridden {
            user,
            areas: area.map(AreaId::from).into_iter().collect(),
            opens_plan,
            reason: "Har sagt at hen skal ta sitt liv".to_owned(),
            until: day(until),
        })
    }
}

/// All combinations, with whether the plan is in the reader's prison.
pub(crate) fn all() -> impl Iterator<Item = (Consented, bool, Named)> {
    CONSENTS.into_iter().flat_map(|consented| {
        let places = [true, false].into_iter();
        places.flat_map(move |is_in_prison| NAMES.map(|named| (consented, is_in_prison, named)))
    })
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A plan in `prison` in which `user` is named, and the person has said this about `area`.
pub(crate) fn plan(
    prison: &str,
    area: &str,
    user: UserId,
    named: Named,
    consented: Consented,
    overridden: Opened,
) -> Plan {
    let opened = Change::PlanOpened {
        name: "Prøve Prøvesen".to_owned(),
        birth_date: None,
        prison: PrisonId::from(prison),
        release_date: None,
        template: 2,
    };
    let override_of = overridden.change(area, user);
    let user = FieldValue::one(&user.to_string());
    let other = FieldValue::one(&Uuid::from_u64_pair(0xA0, 7).to_string());
    let roles = [
        ("coordinators", Named::Coordinator),
        ("contact-officers", Named::ContactOfficer),
        ("workers", Named::Worker),
    ];
    let roles = roles.map(|(field, role)| {
        let value = if role == named {
            user.clone()
        } else {
            other.clone()
        };
        (field, value)
    });
    let mut changes = vec![(opened, None), (set(Record::Header, &roles), None)];
    changes.extend(said(area, consented));
    changes.extend(override_of.map(|change| (change, None)));
    written(changes)
}

/// The plan that these changes make, each replacing the one that it names by its place.
fn written(changes: Vec<(Change, Option<u128>)>) -> Plan {
    let mut plan = Plan::empty(PlanId(Uuid::from_u128(1)));
    for (number, (change, replaced)) in (0..).zip(changes) {
        let entry = Entry {
            id: EntryId(Uuid::from_u128(number)),
            plan: plan.id,
            author: UserId(Uuid::nil()),
            device: DeviceId(Uuid::nil()),
            time: Timestamp::default(),
            replaces: replaced
                .map(|id| EntryId(Uuid::from_u128(id)))
                .into_iter()
                .collect(),
            change,
        };
        plan.apply(&Stored::unsent(entry));
    }
    plan
}

/// What is written of it. The row is the entry at place 2.
fn said(area: &str, consented: Consented) -> Vec<(Change, Option<u128>)> {
    let beside = |field, value| (set(row(1), &[(field, value)]), None);
    let after = |field, value| (set(row(1), &[(field, value)]), Some(2));
    let on = |text| FieldValue::Day(day(text));
    let given = consent(AGENCY, area, "2026-12-01", "2027-06-30");
    match consented {
        Consented::No => Vec::new(),
        Consented::InForce => vec![(given, None)],
        Consented::OnItsLastDay => vec![(consent(AGENCY, area, TODAY, TODAY), None)],
        Consented::Expired => {
            vec![(consent(AGENCY, area, "2026-11-01", "2027-01-03"), None)]
        }
        Consented::Withdrawn => vec![(given, None), after("withdrawn", on("2027-01-02"))],
        Consented::Refused => vec![(given, None), (refusal(area), None)],
        Consented::NotBegun => {
            vec![(consent(AGENCY, area, "2027-01-05", "2027-06-30"), None)]
        }
        Consented::TwoExpiriesOnePast => vec![(given, None), beside("expires", on("2027-01-03"))],
        Consented::GrantAndWithdrawal => vec![
            (given, None),
            beside("withdrawn", FieldValue::Empty),
            beside("withdrawn", on("2027-01-02")),
        ],
        Consented::AnotherArea => {
            let other = if area == "housing" { "work" } else { "housing" };
            vec![(consent(AGENCY, other, "2026-12-01", "2027-06-30"), None)]
        }
        Consented::AnotherAgency => {
            vec![(consent("library", area, "2026-12-01", "2027-06-30"), None)]
        }
        Consented::HalfFilledIn => vec![(given, None), after("areas", FieldValue::Empty)],
        Consented::Struck => {
            let strike = Change::RecordStruck {
                record: row(1),
                reason: "Feil".to_owned(),
                saw: BTreeSet::new(),
            };
            vec![(given, None), (strike, None)]
        }
    }
}

fn row(number: u128) -> Record {
    Record::Row(RowId(Uuid::from_u128(number)))
}

fn values(fields: &[(&str, FieldValue)]) -> BTreeMap<FieldId, FieldValue> {
    let fields = fields.iter();
    fields
        .map(|(id, value)| (FieldId::from(*id), value.clone()))
        .collect()
}

fn set(record: Record, fields: &[(&str, FieldValue)]) -> Change {
    Change::FieldsSet {
        record,
        values: values(fields),
    }
}

fn consent(agency: &str, area: &str, given: &str, expires: &str) -> Change {
    Change::RowAdded {
        row: RowId(Uuid::from_u128(1)),
        sheet: SheetId::from("consent"),
        values: values(&[
            ("recipient", FieldValue::one(agency)),
            ("areas", FieldValue::one(area)),
            (
                "purpose",
                FieldValue::Text("Bolig ved løslatelse".to_owned()),
            ),
            ("given", FieldValue::Day(day(given))),
            ("expires", FieldValue::Day(day(expires))),
            ("how", FieldValue::one("written")),
        ]),
    }
}

fn refusal(area: &str) -> Change {
    Change::RowAdded {
        row: RowId(Uuid::from_u128(2)),
        sheet: SheetId::from("access-refusal"),
        values: values(&[
            ("recipient", FieldValue::one(AGENCY)),
            ("areas", FieldValue::one(area)),
            ("from", FieldValue::Day(day("2026-12-15"))),
        ]),
    }
}
