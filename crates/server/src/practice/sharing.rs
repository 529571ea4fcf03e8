//! What invented people agreed to share, and with whom: most of them all, some not everything, two changed their mind.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate, TimeDelta};
use overgang_domain::access::{CONSENT, CONTACT_OFFICERS, COORDINATORS, REFUSAL};
use overgang_domain::change::Role;
use overgang_domain::commands::{HowGiven, NewConsent, add_row, set_fields};
use overgang_domain::reference::Reference;
use overgang_domain::register::Record;
use overgang_domain::{AgencyId, AreaId, FieldId, FieldValue, Plan, RowId, SheetId};

use super::colleagues::Colleague;
use super::people::Person;
use super::writing::{Writing, working_day_before};

/// What consents are for, in words that one reads aloud.
const PURPOSE: &str = "Å forberede løslatelsen sammen.";

/// What one person shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sharing {
    /// All, with all who work in the prison.
    All,
    /// All but one area.
    AllBut(&'static str),
    /// All at first, then nothing with NAV any longer.
    Withdrawn,
    /// All, but this area never with NAV.
    NotWithNav(&'static str),
    /// Nobody asked, or the person did not want to.
    Nothing,
}

/// Who shares less than all, by their place among the invented people.
const LESS: [(usize, Sharing); 10] = [
    (21, Sharing::AllBut("debts")),
    (24, Sharing::AllBut("family-network")),
    (27, Sharing::Withdrawn),
    (30, Sharing::AllBut("housing")),
    (35, Sharing::AllBut("work")),
    (37, Sharing::NotWithNav("debts")),
    (41, Sharing::AllBut("id-bank-digital")),
    (43, Sharing::Nothing),
    (49, Sharing::Nothing),
    (55, Sharing::Nothing),
];

impl Sharing {
    /// Of the person at this place.
    pub(super) fn of(place: usize) -> Self {
        let mut less = LESS.iter();
        let found = less.find(|(less, _)| *less == place);
        found.map_or(Self::All, |(_, sharing)| *sharing)
    }

    /// What the person says yes to on the first day: to each administration all areas in which the table asks for a
    /// consent of those who work for it here, for more than a year from `today` on.
    pub(super) fn at_first(
        self,
        here: &[&Colleague],
        reference: &Reference,
        opened: NaiveDate,
        today: NaiveDate,
    ) -> Vec<NewConsent> {
        if self == Self::Nothing {
            return Vec::new();
        }
        let mut areas_of: BTreeMap<&AgencyId, BTreeSet<AreaId>> = BTreeMap::new();
        for colleague in here {
            let areas = reference.access.areas_by_consent(colleague.user.roles());
            let known = areas_of.entry(&colleague.user.agency).or_default();
            known.extend(areas.into_iter().filter(|area| !self.keeps(area)));
        }
        areas_of.retain(|_, areas| !areas.is_empty());
        let expires = today.checked_add_months(Months::new(12));
        let given = areas_of.into_iter().filter_map(|(agency, areas)| {
            let forms = reference.forms();
            let how = HowGiven::Written;
            NewConsent::new(forms, agency, &areas, PURPOSE, how, expires, opened).ok()
        });
        given.collect()
    }

    /// What the person says later.
    pub(super) fn later<'a>(
        self,
        writing: &mut Writing<'a>,
        here: &'a [&'a Colleague],
        reference: &Reference,
        today: NaiveDate,
    ) {
        let mut nav = here.iter().copied().filter(|one| is_nav(one.user.role));
        let Some(nav) = nav.next() else { return };
        let day: NaiveDate = working_day_before(today, 1);
        writing.arrive(day, 150);
        match self {
            Self::All | Self::AllBut(_) | Self::Nothing => {}
            Self::Withdrawn => withdraw(writing, nav, reference, day),
            Self::NotWithNav(area) => refuse(writing, nav, reference, area, day),
        }
    }

    fn keeps(self, area: &AreaId) -> bool {
        matches!(self, Self::AllBut(kept) if kept == area.as_str())
    }
}

/// Appoints a coordinator to the plans of people who come out within some weeks, and a contact officer to every other.
pub(super) fn appoint<'a>(
    writing: &mut Writing<'a>,
    person: &Person,
    here: &'a [&'a Colleague],
    reference: &Reference,
    today: NaiveDate,
) {
    let with_role = |role| here.iter().copied().find(|one| one.user.role == role);
    let comes_out = person
        .release_in
        .is_some_and(|days| (0..60).contains(&days));
    let coordinator = with_role(Role::Coordinator).filter(|_| comes_out);
    let officer = with_role(Role::ContactOfficer).filter(|_| person.place.is_multiple_of(2));
    let appointed = [(COORDINATORS, coordinator), (CONTACT_OFFICERS, officer)];
    for (field, colleague) in appointed {
        let Some(colleague) = colleague else { continue };
        let user = FieldValue::one(&colleague.user.user.to_string());
        let values = BTreeMap::from([(FieldId::from(field), user)]);
        writing.act(colleague, |pen, plan| {
            let (forms, header, values) = (reference.forms(), &Record::Header, values.clone());
            set_fields(pen, plan, forms, header, values, None, today).unwrap_or_default()
        });
    }
}

fn withdraw<'a>(
    writing: &mut Writing<'a>,
    nav: &'a Colleague,
    reference: &Reference,
    day: NaiveDate,
) {
    let row: Option<RowId> = consent_to(&writing.plan, &nav.user.agency);
    let Some(row) = row else { return };
    let values = BTreeMap::from([
        (FieldId::from("withdrawn"), FieldValue::Day(day)),
        (FieldId::from("withdrawn-how"), FieldValue::one("oral")),
    ]);
    writing.act(nav, |pen, plan| {
        let (forms, row, values) = (reference.forms(), &Record::Row(row), values.clone());
        set_fields(pen, plan, forms, row, values, None, day).unwrap_or_default()
    });
}

fn refuse<'a>(
    writing: &mut Writing<'a>,
    nav: &'a Colleague,
    reference: &Reference,
    area: &str,
    day: NaiveDate,
) {
    let reason = FieldValue::Text("Vil ordne dette selv.".to_owned());
    let from = day.checked_sub_signed(TimeDelta::days(1)).unwrap_or(day);
    let values = [
        ("recipient", FieldValue::one(nav.user.agency.as_str())),
        ("areas", FieldValue::one(area)),
        ("reason", reason),
        ("from", FieldValue::Day(from)),
    ];
    let values = BTreeMap::from(values.map(|(id, value)| (FieldId::from(id), value)));
    let sheet = reference.sheets.get(&SheetId::from(REFUSAL));
    writing.act(nav, |pen, plan| {
        let forms = reference.forms();
        let added =
            sheet.and_then(|sheet| add_row(pen, plan, forms, sheet, values.clone(), day).ok());
        added.map(|(_, entries)| entries).unwrap_or_default()
    });
}

fn consent_to(plan: &Plan, agency: &AgencyId) -> Option<RowId> {
    let rows = plan.rows(&SheetId::from(CONSENT)).into_iter();
    let recipient = FieldId::from("recipient");
    let mut rows = rows.filter(|row| {
        let held = plan.value(&Record::Row(*row), &recipient);
        held.value.has(agency.as_str())
    });
    rows.next()
}

fn is_nav(role: Role) -> bool {
    matches!(role, Role::NavCaseworker | Role::NavOffice)
}
