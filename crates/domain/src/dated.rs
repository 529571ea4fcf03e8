//! Rows of sheets that somebody has to keep a day for: appointments, leaves, what was agreed, steps, days to appeal.
//! Lists and the agenda show them without opening plans (D13), and the week shows those inside.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::register::Record;
use crate::{FieldId, FieldValue, Plan, PrisonId, RowId, SheetId};

/// The sheet of transfers between prisons.
const TRANSFER: &str = "transfer";

/// A sheet whose rows have a day to keep: field names.
struct Kept {
    sheet: &'static str,
    day: &'static str,
    until: Option<&'static str>,
    clocks: Option<(&'static str, &'static str)>,
    title: &'static [&'static str],
}

impl Kept {
    const fn on(sheet: &'static str, day: &'static str, title: &'static [&'static str]) -> Self {
        Self {
            sheet,
            day,
            until: None,
            clocks: None,
            title,
        }
    }

    const fn at(mut self, from: &'static str, to: &'static str) -> Self {
        self.clocks = Some((from, to));
        self
    }
}

/// The names are those of `data/sheets.json`; a test holds them together.
const KEPT: [Kept; 8] = [
    Kept::on("appointment", "day", &["kind", "with", "place"]).at("from", "to"),
    Kept {
        until: Some("to"),
        ..Kept::on("leave", "from", &["kind", "purpose"]).at("from-clock", "to-clock")
    },
    Kept::on("agreement", "by", &["words", "who"]),
    Kept::on("step", "by", &["words", "who"]),
    Kept::on("application", "appeal-by", &["what"]),
    Kept::on("digital-session", "day", &["purpose"]).at("from", "to"),
    Kept::on("visit", "day", &["kind", "who"]).at("from", "to"),
    Kept::on(TRANSFER, "day", &["prison"]),
];

/// One row with its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedRow {
    /// The sheet.
    pub sheet: SheetId,
    /// The row.
    pub row: RowId,
    /// Its day.
    #[serde(with = "crate::day")]
    pub day: NaiveDate,
    /// Its last day; the same where it is of one day.
    #[serde(with = "crate::day")]
    pub until: NaiveDate,
    /// From when, in minutes since midnight.
    pub from: Option<u16>,
    /// Until when.
    pub to: Option<u16>,
    /// What it is: the fields that say so, with what stands in them.
    pub title: Vec<(FieldId, FieldValue)>,
}

/// The rows of `plan` with a day to keep, by day and time. Leaves that are refused or only wished for are left out, steps
/// that are done, and days to appeal where nothing was refused.
pub fn dated_rows(plan: &Plan) -> Vec<DatedRow> {
    rows_of(plan, |_| true)
}

/// One pass over the records, whatever the number of sheets.
fn rows_of(plan: &Plan, is_wanted: impl Fn(&Kept) -> bool) -> Vec<DatedRow> {
    let mut rows: Vec<DatedRow> = Vec::new();
    for record in plan.records().keys() {
        let Record::Row(row) = record else { continue };
        let sheet: Option<SheetId> = plan.sheet_of(*row);
        let mut kept = KEPT.iter().filter(|kept| is_wanted(kept));
        let kept = kept.find(|kept| sheet.as_ref().is_some_and(|id| id.as_str() == kept.sheet));
        if let Some(kept) = kept
            && plan.struck_out(record).is_none()
        {
            rows.extend(kept.row(plan, *row));
        }
    }
    rows.sort_by_key(|row| (row.day, row.from, row.row));
    rows
}

impl Kept {
    fn row(&self, plan: &Plan, row: RowId) -> Option<DatedRow> {
        let value = |field: &str| plan.row_value(row, &FieldId::from(field));
        let day: NaiveDate = value(self.day).day()?;
        let is_over: bool = match self.sheet {
            "leave" => value("status").has("refused") || value("status").has("wished"),
            "step" => !value("done-on").is_empty(),
            "application" => !value("answer").has("refused"),
            _ => false,
        };
        let until = self.until.and_then(|field| value(field).day());
        let title = self
            .title
            .iter()
            .map(|field| (FieldId::from(*field), value(field)));
        (!is_over).then(|| DatedRow {
            sheet: SheetId::from(self.sheet),
            row,
            day,
            until: until.filter(|until| *until > day).unwrap_or(day),
            from: self.clocks.and_then(|(from, _)| value(from).clock()),
            to: self.clocks.and_then(|(_, to)| value(to).clock()),
            title: title.filter(|(_, value)| !value.is_empty()).collect(),
        })
    }
}

/// Where the last transfer until `day` went, among `rows` by day; `None` where there was none.
pub fn prison_on(rows: &[DatedRow], day: NaiveDate) -> Option<PrisonId> {
    let mut moved = rows.iter().filter(|row| row.sheet.as_str() == TRANSFER);
    moved.rfind(|row| row.day <= day)?.prison()
}

impl DatedRow {
    /// Where a transfer goes.
    fn prison(&self) -> Option<PrisonId> {
        let (_, prison) = self.title.first()?;
        prison.chosen().next().map(PrisonId::from)
    }
}

impl Plan {
    /// The prison in which the person is on `day`: where the last transfer until then went, else where the plan stands,
    /// which also who may not see transfers is told.
    pub fn prison_on(&self, day: NaiveDate) -> Option<PrisonId> {
        let transfers = rows_of(self, |kept| kept.sheet == TRANSFER);
        prison_on(&transfers, day).or_else(|| self.home())
    }

    /// The next move of the plan that the centre has to make: from which day, not before `today`, the person is in
    /// another prison than the one whose log the plan stands in, and in which. Transfers to where there is no log, which
    /// `has_log` says, move nothing.
    pub fn next_move(
        &self,
        today: NaiveDate,
        has_log: impl Fn(&PrisonId) -> bool,
    ) -> Option<(NaiveDate, PrisonId)> {
        let mut transfers = rows_of(self, |kept| kept.sheet == TRANSFER);
        transfers.retain(|row| row.prison().is_some_and(|prison| has_log(&prison)));
        let later = transfers.iter().map(|row| row.day);
        let days = std::iter::once(today).chain(later.filter(|day| *day > today));
        let home: Option<PrisonId> = self.home();
        // Where nothing is left that ever spoke of a transfer, as after an erasure, the plan stays where it stands.
        let mut rows = self.records().keys().filter_map(|record| {
            let Record::Row(row) = record else {
                return None;
            };
            self.sheet_of(*row)
        });
        let spoke: bool = rows.any(|sheet| sheet.as_str() == TRANSFER);
        let opened_in = self.prison().filter(|_| spoke);
        let mut moves = days.filter_map(|day| {
            let prison = prison_on(&transfers, day).or_else(|| opened_in.clone())?;
            Some((day, prison))
        });
        moves.find(|(_, prison)| home.as_ref() != Some(prison))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Change;
    use crate::sheet::FieldKind;
    use crate::story::{self, Story, on, reference};

    fn add(story: &mut Story, number: u64, sheet: &str, values: &[(&str, FieldValue)]) {
        let row = RowId(uuid::Uuid::from_u64_pair(0xC0, number));
        let (sheet, values) = (SheetId::from(sheet), story::values(values));
        story.alice(|pen, plan| vec![pen.write(plan, Change::RowAdded { row, sheet, values })]);
    }

    #[test]
    fn the_names_are_those_of_the_sheets() {
        let sheets = reference().sheets;
        for kept in &KEPT {
            let sheet = sheets.get(&SheetId::from(kept.sheet)).unwrap();
            let kind = |field: &str| sheet.field(&FieldId::from(field)).map(|field| field.kind);
            assert_eq!(kind(kept.day), Some(FieldKind::Day), "{}", kept.sheet);
            if let Some(until) = kept.until {
                assert_eq!(kind(until), Some(FieldKind::Day), "{}", kept.sheet);
            }
            for clock in kept.clocks.into_iter().flat_map(|(from, to)| [from, to]) {
                assert_eq!(kind(clock), Some(FieldKind::Clock), "{}", kept.sheet);
            }
            assert!(
                kept.title.iter().all(|field| kind(field).is_some()),
                "{}",
                kept.sheet
            );
        }
    }

    #[test]
    fn rows_come_by_day_and_what_is_over_is_left_out() {
        let mut story = Story::opened();
        let text = |words: &str| FieldValue::Text(words.to_owned());
        let clock = FieldValue::Clock;
        add(
            &mut story,
            1,
            "appointment",
            &[
                ("day", on("2027-02-02")),
                ("from", clock(600)),
                ("with", text("NAV")),
            ],
        );
        add(
            &mut story,
            2,
            "leave",
            &[("from", on("2027-02-01")), ("to", on("2027-02-03"))],
        );
        let wished = FieldValue::one("wished");
        add(
            &mut story,
            3,
            "leave",
            &[("from", on("2027-02-01")), ("status", wished)],
        );
        add(
            &mut story,
            4,
            "step",
            &[("by", on("2027-02-01")), ("done-on", on("2027-01-02"))],
        );
        let refused = FieldValue::one("refused");
        add(
            &mut story,
            5,
            "application",
            &[("appeal-by", on("2027-01-20")), ("answer", refused)],
        );
        add(
            &mut story,
            6,
            "application",
            &[("appeal-by", on("2027-01-20"))],
        );
        add(&mut story, 7, "contact", &[("name", text("Søster"))]);
        let rows = dated_rows(&story.plan);
        let found: Vec<(&str, u32)> = rows
            .iter()
            .map(|row| {
                (
                    row.sheet.as_str(),
                    u32::try_from((row.until - row.day).num_days()).unwrap(),
                )
            })
            .collect();
        assert_eq!(
            found,
            [("application", 0), ("leave", 2), ("appointment", 0)]
        );
        assert_eq!(rows[2].from, Some(600));
        assert_eq!(rows[2].title, [(FieldId::from("with"), text("NAV"))]);
    }

    #[test]
    fn the_plan_moves_with_the_person_on_the_day_of_the_transfer() {
        let mut story = Story::opened();
        let to = |prison: &str, day: &str| [("prison", FieldValue::one(prison)), ("day", on(day))];
        add(&mut story, 1, "transfer", &to("halden", "2027-02-01"));
        add(&mut story, 2, "transfer", &to("ila", "2027-01-10"));
        let prison = |date: &str| story.plan.prison_on(story::day(date));
        assert_eq!(prison("2027-01-09"), Some(PrisonId::from("ullersmo")));
        assert_eq!(prison("2027-01-10"), Some(PrisonId::from("ila")));
        assert_eq!(prison("2027-02-01"), Some(PrisonId::from("halden")));
        let summary = crate::summary::PlanSummary::of(&story.plan, &story::template());
        assert_eq!(
            summary.prison_on(story::day("2027-01-31")),
            Some(PrisonId::from("ila"))
        );
    }

    #[test]
    fn the_next_move_is_the_first_day_on_which_the_person_is_elsewhere_than_the_plan() {
        let mut story = Story::opened();
        let transfer = |story: &mut Story, number: u64, prison: &str, day: &str| {
            let values = [("prison", FieldValue::one(prison)), ("day", on(day))];
            add(story, number, "transfer", &values);
        };
        let known = ["halden", "ila", "ullersmo"].map(PrisonId::from);
        let next = |story: &Story, today: &str| {
            let moves = story
                .plan
                .next_move(story::day(today), |id| known.contains(id));
            moves.map(|(day, prison)| (day.to_string(), prison.to_string()))
        };
        let home = story.plan.home().unwrap();
        assert!(known.contains(&home) && next(&story, "2027-01-04").is_none());
        let [one, other] = ["halden", "ila"];
        assert!(![one, other].contains(&home.as_str()));
        // A day that is not set moves nothing, nor does a prison that nobody knows.
        add(
            &mut story,
            1,
            "transfer",
            &[("prison", FieldValue::one(other))],
        );
        transfer(&mut story, 2, "elsewhere", "2027-02-01");
        assert_eq!(next(&story, "2027-01-04"), None);
        transfer(&mut story, 3, one, "2027-03-01");
        transfer(&mut story, 4, other, "2027-04-01");
        let to = |day: &str, prison: &str| Some((day.to_owned(), prison.to_owned()));
        assert_eq!(next(&story, "2027-01-04"), to("2027-03-01", one));
        assert_eq!(next(&story, "2027-03-02"), to("2027-03-02", one), "overdue");
        // Whoever was away for both goes where the person is now.
        assert_eq!(next(&story, "2027-05-01"), to("2027-05-01", other));
        story.alice(|pen, plan| {
            let prison = PrisonId::from(one);
            vec![pen.write(plan, Change::PlanMoved { prison })]
        });
        assert_eq!(next(&story, "2027-03-02"), to("2027-04-01", other));
        // Who may not see the transfers sees where the plan stands, and so does the list.
        let mut unseen = Story::opened();
        unseen.alice(|pen, plan| {
            let prison = PrisonId::from(one);
            vec![pen.write(plan, Change::PlanMoved { prison })]
        });
        let today = story::day("2027-05-01");
        let moved_to = Some(PrisonId::from(one));
        assert_eq!(unseen.plan.prison_on(today), moved_to);
        let summary = crate::summary::PlanSummary::of(&unseen.plan, &story::template());
        assert_eq!(summary.prison_on(today), moved_to);
        // Of a plan whose transfers were erased nobody knows where else it would belong.
        assert_eq!(next(&unseen, "2027-05-01"), None);
    }
}
