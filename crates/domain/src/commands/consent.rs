//! A consent that the person gives while a plan is being opened.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::pen::Pen;
use super::sheet::{FillInError, add_row};
use crate::access::CONSENT;
use crate::finding::Forms;
use crate::{
    AgencyId, AreaId, Change, DeviceId, FieldId, FieldValue, HybridClock, Plan, PlanId, RowId,
    SheetId, UserId,
};

/// A row of the sheet of consents that has passed what a row typed by hand has to pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewConsent {
    values: BTreeMap<FieldId, FieldValue>,
}

/// How the person said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HowGiven {
    /// Signed.
    Written,
    /// Said before somebody, who is named.
    Orally {
        /// Who heard it.
        witness: String,
    },
}

impl NewConsent {
    /// A consent to `recipient` about `areas`, given `today` and until `expires`, that day included. Refuses what the
    /// sheet would refuse: no area, no purpose, no witness, an end before its beginning.
    pub fn new(
        forms: Forms<'_>,
        recipient: &AgencyId,
        areas: &BTreeSet<AreaId>,
        purpose: &str,
        how: HowGiven,
        expires: Option<NaiveDate>,
        today: NaiveDate,
    ) -> Result<Self, FillInError> {
        let areas = areas.iter().map(ToString::to_string).collect();
        let (how, witness) = match how {
            HowGiven::Written => ("written", FieldValue::Empty),
            HowGiven::Orally { witness } => ("oral-with-witness", line(witness)),
        };
        let values = [
            ("recipient", FieldValue::one(recipient.as_str())),
            ("areas", FieldValue::Chosen(areas)),
            ("purpose", line(purpose.to_owned())),
            ("given", FieldValue::Day(today)),
            (
                "expires",
                expires.map_or(FieldValue::Empty, FieldValue::Day),
            ),
            ("how", FieldValue::one(how)),
            ("witness", witness),
        ];
        let values = values.map(|(id, value)| (FieldId::from(id), value));
        Self::checked(forms, BTreeMap::from(values), today)
    }

    /// Adds the row to an empty plan that nobody keeps.
    fn checked(
        forms: Forms<'_>,
        values: BTreeMap<FieldId, FieldValue>,
        today: NaiveDate,
    ) -> Result<Self, FillInError> {
        let mut pen = Pen {
            author: UserId(Uuid::nil()),
            device: DeviceId(Uuid::nil()),
            clock: &mut HybridClock::default(),
            now: 0,
            fresh_id: &mut Uuid::max,
        };
        let plan = Plan::empty(PlanId(Uuid::max()));
        if let Some(sheet) = forms.sheets.get(&SheetId::from(CONSENT)) {
            add_row(&mut pen, &plan, forms, sheet, values.clone(), today)?;
        }
        let said = values.into_iter().filter(|(_, value)| !value.is_empty());
        Ok(Self {
            values: said.collect(),
        })
    }

    /// The row as an entry says it.
    pub(super) fn into_row(self, row: RowId) -> Change {
        Change::RowAdded {
            row,
            sheet: SheetId::from(CONSENT),
            values: self.values,
        }
    }
}

fn line(text: String) -> FieldValue {
    if text.trim().is_empty() {
        FieldValue::Empty
    } else {
        FieldValue::Text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::FieldFault;
    use crate::story::{TODAY, day, reference};

    fn given(
        areas: &[&str],
        how: HowGiven,
        purpose: &str,
        expires: Option<&str>,
    ) -> Result<NewConsent, FillInError> {
        let areas = areas.iter().map(|area| AreaId::from(*area)).collect();
        NewConsent::new(
            reference().forms(),
            &AgencyId::from("nav-in-prison"),
            &areas,
            purpose,
            how,
            expires.map(day),
            day(TODAY),
        )
    }

    #[test]
    fn a_consent_passes_what_a_row_typed_by_hand_has_to_pass() {
        let orally = |witness: &str| HowGiven::Orally {
            witness: witness.to_owned(),
        };
        let in_a_year = Some("2028-01-04");
        assert!(given(&["housing"], HowGiven::Written, "Bolig", in_a_year).is_ok());
        assert!(given(&["housing"], orally("En betjent"), "Bolig", in_a_year).is_ok());
        let cases = [
            (given(&[], HowGiven::Written, "Bolig", in_a_year), "areas"),
            (
                given(&["housing"], orally("  "), "Bolig", in_a_year),
                "witness",
            ),
            (
                given(&["housing"], HowGiven::Written, "", in_a_year),
                "purpose",
            ),
            (
                given(&["housing"], HowGiven::Written, "Bolig", None),
                "expires",
            ),
        ];
        for (given, field) in cases {
            let faults = given.unwrap_err().faults;
            assert_eq!(faults, [(FieldId::from(field), FieldFault::Missing)]);
        }
        let ended = given(&["housing"], HowGiven::Written, "Bolig", Some("2027-01-03"));
        assert_eq!(ended.unwrap_err().faults[0].0, FieldId::from("expires"));
    }
}
