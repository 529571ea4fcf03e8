//! What stands on the pages of the practice prisons: invented office hours, a closed day and a contact.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use overgang_domain::office_hours::{HOURS_CHANGE, OFFICE_HOURS, PRISON};
use overgang_domain::reference::{OfficeDay, OfficeHours};
use overgang_domain::{Change, FieldId, FieldValue, RowId, SheetId, sheet};

use super::dice::Dice;

/// Said wherever something is invented.
const INVENTED: &str = "Oppdiktet, for øvingsfengselet";

/// All rows of one prison as it is on `day`.
pub(super) fn page(dice: &mut Dice, hours: &OfficeHours, day: NaiveDate) -> Vec<Change> {
    let prison = FieldValue::one(hours.prison_id.as_str());
    let text = |words: &str| FieldValue::Text(words.to_owned());
    let nav = FieldValue::one("nav-in-prison");
    let mut new = |sheet: &str, values: Vec<(&str, FieldValue)>| {
        let values = values.into_iter().chain([(PRISON, prison.clone())]);
        Change::RowAdded {
            row: RowId(dice.id()),
            sheet: SheetId::from(sheet),
            values: values
                .map(|(field, value)| (FieldId::from(field), value))
                .collect::<BTreeMap<FieldId, FieldValue>>(),
        }
    };
    let first = day.checked_sub_days(Days::new(400)).unwrap_or(day);
    let mut rows: Vec<Change> = Vec::new();
    for OfficeDay { weekday, from, to } in &hours.hours {
        let times = sheet::clock(from).zip(sheet::clock(to));
        let Some((from, to)) = times else { continue };
        rows.push(new(
            OFFICE_HOURS,
            vec![
                ("agency", nav.clone()),
                ("weekdays", FieldValue::one(weekday)),
                ("rhythm", FieldValue::one("every-week")),
                ("from", FieldValue::Clock(from)),
                ("to", FieldValue::Clock(to)),
                ("first-day", FieldValue::Day(first)),
                ("note", text(INVENTED)),
            ],
        ));
    }
    let closed = |ahead: u64| day.checked_add_days(Days::new(ahead)).unwrap_or(day);
    rows.push(new(
        HOURS_CHANGE,
        vec![
            ("kind", FieldValue::one("closed")),
            ("first-day", FieldValue::Day(closed(14))),
            ("last-day", FieldValue::Day(closed(20))),
            ("agency", nav.clone()),
            ("reason", text("Kursuke (oppdiktet)")),
        ],
    ));
    rows.push(new(
        "prison-contact",
        vec![
            ("agency", nav.clone()),
            ("name", text("NAV-veilederne i fengselet")),
            ("role", text("Samtaler og søknader")),
            ("when", text("I kontortiden")),
            ("note", text(INVENTED)),
        ],
    ));
    rows
}
