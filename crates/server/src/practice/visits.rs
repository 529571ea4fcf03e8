//! What happened to one person's plan so far: opened on one day, worked on in some visits, half done.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use overgang_domain::checklist::Checklist;
use overgang_domain::commands::{
    self, NewPlan, add_item, answer_condition, open_plan, set_due, set_owner, set_release_date,
    set_status, write_note,
};
use overgang_domain::day_one;
use overgang_domain::register::Record;
use overgang_domain::{AgencyId, AreaId, Due, FieldValue, ItemId, NoteId, Status, Template};

use super::colleagues::Colleague;
use super::dice::Dice;
use super::judge::Judge;
use super::people::Person;
use super::writing::{Writing, working_day_before};
use super::{MakePracticeError, particulars, sharing, words};

/// How far things have come, by how near the release is.
struct Progress {
    /// How many of a hundred items somebody has looked at.
    touched: u64,
    /// How these stand.
    statuses: [(Status, usize); 6],
}

/// One thing that is done on a visit.
struct Task {
    visit: usize,
    item: ItemId,
    area: AreaId,
    agency: Option<AgencyId>,
}

/// One person, and those who work with them.
pub(super) struct Past<'a> {
    /// The person.
    pub(super) person: &'a Person,
    /// Who holds office hours in the prison.
    pub(super) visitors: &'a [&'a Colleague],
    /// All who write in the prison's plans, in the order in which they are asked.
    pub(super) here: &'a [&'a Colleague],
    /// Who may write what.
    pub(super) judge: &'a Judge<'a>,
    /// The day of the practice prison.
    pub(super) today: NaiveDate,
}

impl<'a> Past<'a> {
    /// Writes the past of one plan.
    pub(super) fn live_through(&self, dice: &mut Dice) -> Result<Writing<'a>, MakePracticeError> {
        let dice: &mut Dice = &mut dice.split();
        let mut writing = Writing::new(dice.split(), self.judge, self.here);
        let opened: u64 = dice.between(20, 150).unsigned_abs();
        self.open(&mut writing, dice, opened)?;

        let (template, today) = (&self.judge.reference.template, self.today);
        let progress: Progress = progress_of(self.person.release_in);
        let mut visits: Vec<u64> = (0..dice.between(2, 5))
            .map(|_| {
                dice.between(3, i64::try_from(opened).unwrap_or(20) - 3)
                    .unsigned_abs()
            })
            .collect();
        visits.sort_unstable_by(|a, b| b.cmp(a));
        let mut tasks: Vec<Task> = Checklist::of(&writing.plan, template)
            .items
            .into_iter()
            .filter_map(|item| {
                dice.percent(progress.touched).then(|| Task {
                    visit: dice.below(visits.len()),
                    item: item.id,
                    area: item.area,
                    agency: item.agency,
                })
            })
            .collect();
        tasks.sort_by_key(|task| task.visit);
        for (at, days_ago) in visits.iter().enumerate() {
            writing.arrive(working_day_before(today, *days_ago), dice.below(180) as u64);
            let by: &Colleague = dice.pick::<&Colleague>(self.visitors);
            for task in tasks.iter().filter(|task| task.visit == at) {
                let own = self.who_answers_for(task).filter(|_| dice.percent(40));
                let by: &Colleague = own.unwrap_or(by);
                work_on(&mut writing, dice, by, task, &progress, today);
            }
            if dice.percent(35) {
                let text: &str = dice.pick::<&str>(&words::PLAN_NOTES);
                note(&mut writing, by, None, text);
            }
        }
        extras(&mut writing, dice, self.visitors, today);
        if self.person.is_ready {
            self.make_ready(&mut writing, dice);
        }
        Ok(writing)
    }

    /// A colleague of the administration that answers for an item.
    fn who_answers_for(&self, task: &Task) -> Option<&'a Colleague> {
        let mut here = self.here.iter().copied();
        here.find(|one| task.agency.as_ref() == Some(&one.user.agency))
    }

    /// Arranges what the lights of the first day still miss.
    fn make_ready(&self, writing: &mut Writing<'a>, dice: &mut Dice) {
        let template: &Template = &self.judge.reference.template;
        let by: &Colleague = dice.pick::<&Colleague>(self.visitors);
        let checklist = Checklist::of(&writing.plan, template);
        for light in day_one::lights(&checklist, template) {
            for item in light.missing {
                let why: &str = dice.pick::<&str>(words::whys(Status::Done));
                set(writing, by, &item, Status::Done, why);
            }
        }
    }

    /// The first conversation. What the person says is written by whoever may: not all of it by the one who opens.
    fn open(
        &self,
        writing: &mut Writing<'a>,
        dice: &mut Dice,
        opened: u64,
    ) -> Result<(), MakePracticeError> {
        let (person, reference, today) = (self.person, self.judge.reference, self.today);
        let by: &Colleague = dice.pick::<&Colleague>(self.visitors);
        let in_days = |days: i64| today.checked_add_signed(TimeDelta::days(days));
        let release: Option<NaiveDate> = person.release_in.and_then(in_days);
        let was_moved: bool = dice.percent(18);
        let first: Option<NaiveDate> = if was_moved {
            release.and_then(|day| day.checked_add_signed(TimeDelta::days(dice.between(5, 25))))
        } else {
            release
        };
        let day: NaiveDate = working_day_before(today, opened);
        writing.arrive(day, dice.below(180) as u64);
        let new = NewPlan {
            name: person.name.clone(),
            birth_date: person.birth_date,
            national_id: None,
            prison: person.prison.clone(),
            release_date: first,
            stay: None,
            template: reference.template.version(),
            consents: person.sharing.at_first(self.here, reference, day, today),
            answers: BTreeMap::new(),
        };
        writing
            .act(by, |pen, _| {
                let opened = open_plan(pen, new.clone(), day);
                opened.map(|(_, entries)| entries).unwrap_or_default()
            })
            .filter(|_| writing.plan.prison().is_some())
            .ok_or(MakePracticeError::Command("opening a plan"))?;
        let stay = [("stay", FieldValue::one(person.stay.as_str()))];
        particulars::set(writing, by, reference, &stay, day);
        sharing::appoint(writing, person, self.here, reference, day);
        for (condition, applies) in &person.answers {
            writing.act(by, |pen, plan| {
                answer_condition(pen, plan, condition.clone(), *applies)
            });
        }
        if was_moved {
            let by: &Colleague = dice.pick::<&Colleague>(self.visitors);
            writing.act(by, |pen, plan| {
                set_release_date(pen, plan, release, None, day).unwrap_or_default()
            });
        }
        Ok(())
    }
}

fn progress_of(release_in: Option<i64>) -> Progress {
    use Status::{Declined, Done, NeedsHelp, NotNeeded, UnderWay, Waiting};
    let (touched, weights): (u64, [usize; 6]) = match release_in {
        Some(days) if days < 0 => (92, [70, 5, 8, 3, 10, 4]),
        Some(days) if days <= 30 => (66, [36, 20, 18, 14, 7, 5]),
        Some(days) if days <= 90 => (45, [26, 24, 18, 22, 6, 4]),
        Some(_) => (22, [20, 25, 10, 35, 6, 4]),
        None => (28, [20, 25, 12, 32, 6, 5]),
    };
    let [done, under_way, waiting, needs_help, not_needed, declined] = weights;
    Progress {
        touched,
        statuses: [
            (Done, done),
            (UnderWay, under_way),
            (Waiting, waiting),
            (NeedsHelp, needs_help),
            (NotNeeded, not_needed),
            (Declined, declined),
        ],
    }
}

fn work_on<'a>(
    writing: &mut Writing<'a>,
    dice: &mut Dice,
    by: &'a Colleague,
    task: &Task,
    progress: &Progress,
    today: NaiveDate,
) {
    let status: Status = dice.pick_weighted(&progress.statuses);
    if status == Status::Done && dice.percent(30) {
        set(writing, by, &task.item, Status::UnderWay, "");
    }
    let needs_why: bool = status == Status::NotNeeded || status == Status::Declined;
    let why: &str = if needs_why || dice.percent(35) {
        dice.pick::<&str>(words::whys(status))
    } else {
        ""
    };
    // Whoever may work on the item does the rest as well.
    let by: &Colleague = set(writing, by, &task.item, status, why).unwrap_or(by);
    if dice.percent(25) {
        let name: &String = &by.user.name;
        writing.act(by, |pen, plan| {
            set_owner(pen, plan, &task.item, task.agency.clone(), name.clone()).unwrap_or_default()
        });
    }
    if status.is_open() && dice.percent(15) {
        let in_days: i64 = dice.between(-6, 40);
        let due: Due = match today.checked_add_signed(TimeDelta::days(in_days)) {
            Some(day) if dice.percent(50) => Due::On(day),
            _ => Due::DaysBeforeRelease(7),
        };
        writing.act(by, |pen, plan| set_due(pen, plan, &task.item, due));
    }
    if dice.percent(28) {
        let text: &str = dice.pick::<&str>(words::notes(&task.area));
        note(writing, by, Some(&task.item), text);
    }
}

/// Now and then: an item of one's own, a note on the wrong person, an answer that changed.
fn extras<'a>(
    writing: &mut Writing<'a>,
    dice: &mut Dice,
    visitors: &'a [&'a Colleague],
    today: NaiveDate,
) {
    let by: &Colleague = dice.pick::<&Colleague>(visitors);
    writing.arrive(working_day_before(today, 2), dice.below(180) as u64);
    if dice.percent(20) {
        let (area, title) = *dice.pick(&words::ADDED_ITEMS);
        writing.act(by, |pen, plan| {
            let added = add_item(pen, plan, AreaId::from(area), title.to_owned());
            added.map(|(_, entries)| entries).unwrap_or_default()
        });
    }
    if dice.percent(10) {
        let text = "Har fått plass på kurset som begynner i januar.";
        let before: Vec<NoteId> = writing.plan.notes_on(None);
        let by: &Colleague = note(writing, by, None, text).unwrap_or(by);
        let mut written = writing.plan.notes_on(None).into_iter();
        if let Some(wrong) = written.find(|note| !before.contains(note)) {
            let reason = "Skrevet på feil person.";
            writing.act(by, |pen, plan| {
                let record = Record::Note(wrong);
                commands::strike_out(pen, plan, record, reason.to_owned()).unwrap_or_default()
            });
        }
    }
}

fn set<'a>(
    writing: &mut Writing<'a>,
    by: &'a Colleague,
    item: &ItemId,
    status: Status,
    why: &str,
) -> Option<&'a Colleague> {
    writing.act(by, |pen, plan| {
        set_status(pen, plan, item, status, why.to_owned()).unwrap_or_default()
    })
}

fn note<'a>(
    writing: &mut Writing<'a>,
    by: &'a Colleague,
    item: Option<&ItemId>,
    text: &str,
) -> Option<&'a Colleague> {
    writing.act(by, |pen, plan| {
        let written = write_note(pen, plan, item.cloned(), text.to_owned());
        written.map(|(_, entries)| entries).unwrap_or_default()
    })
}
