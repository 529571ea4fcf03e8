//! What happened to one person's plan so far: opened on one day, worked on in some visits, half done.

use chrono::{NaiveDate, TimeDelta};
use overgang_domain::checklist::Checklist;
use overgang_domain::commands::{
    self, NewPlan, add_item, open_plan, set_due, set_owner, set_release_date, set_status,
    write_note,
};
use overgang_domain::day_one;
use overgang_domain::register::Record;
use overgang_domain::{AgencyId, AreaId, Due, Entry, ItemId, NoteId, Status, Template};

use super::MakePracticeError;
use super::colleagues::Colleague;
use super::dice::Dice;
use super::people::Person;
use super::words;
use super::writing::{Writing, working_day_before};

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

/// Writes the past of one plan.
pub(super) fn live_through(
    dice: &mut Dice,
    person: &Person,
    here: &[&Colleague],
    template: &Template,
    today: NaiveDate,
) -> Result<Writing, MakePracticeError> {
    let dice: &mut Dice = &mut dice.split();
    let mut writing = Writing::new(dice.split());
    let opened: u64 = dice.between(20, 150).unsigned_abs();
    open(&mut writing, dice, person, here, template, today, opened)?;

    let progress: Progress = progress_of(person.release_in);
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
        let by: &Colleague = dice.pick::<&Colleague>(here);
        for task in tasks.iter().filter(|task| task.visit == at) {
            work_on(&mut writing, dice, by, task, &progress, today);
        }
        if dice.percent(35) {
            let text: String = (*dice.pick(&words::PLAN_NOTES)).to_owned();
            note(&mut writing, by, None, text);
        }
    }
    extras(&mut writing, dice, here, today);
    if person.is_ready {
        make_ready(&mut writing, dice, here, template);
    }
    Ok(writing)
}

/// Arranges what the lights of the first day still miss.
fn make_ready(writing: &mut Writing, dice: &mut Dice, here: &[&Colleague], template: &Template) {
    let by: &Colleague = dice.pick::<&Colleague>(here);
    let checklist = Checklist::of(&writing.plan, template);
    for light in day_one::lights(&checklist, template) {
        for item in light.missing {
            let why: String = (*dice.pick(words::whys(Status::Done))).to_owned();
            set(writing, by, &item, Status::Done, why);
        }
    }
}

fn open(
    writing: &mut Writing,
    dice: &mut Dice,
    person: &Person,
    here: &[&Colleague],
    template: &Template,
    today: NaiveDate,
    opened: u64,
) -> Result<(), MakePracticeError> {
    let by: &Colleague = dice.pick::<&Colleague>(here);
    let release: Option<NaiveDate> = person
        .release_in
        .and_then(|days| today.checked_add_signed(TimeDelta::days(days)));
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
        prison: person.prison.clone(),
        release_date: first,
        stay: Some(person.stay),
        template: template.version(),
        answers: person.answers.clone(),
    };
    let opening: Vec<Entry> = writing
        .draft(by, |pen, _| open_plan(pen, new, day))
        .map_err(|_| MakePracticeError::Command("opening a plan"))?
        .1;
    writing.take(opening);
    if was_moved {
        let by: &Colleague = dice.pick::<&Colleague>(here);
        writing.act(by, |pen, plan| {
            set_release_date(pen, plan, release, None, day).unwrap_or_default()
        });
    }
    Ok(())
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

fn work_on(
    writing: &mut Writing,
    dice: &mut Dice,
    by: &Colleague,
    task: &Task,
    progress: &Progress,
    today: NaiveDate,
) {
    let status: Status = dice.pick_weighted(&progress.statuses);
    if status == Status::Done && dice.percent(30) {
        set(writing, by, &task.item, Status::UnderWay, String::new());
    }
    let needs_why: bool = status == Status::NotNeeded || status == Status::Declined;
    let why: String = if needs_why || dice.percent(35) {
        (*dice.pick(words::whys(status))).to_owned()
    } else {
        String::new()
    };
    set(writing, by, &task.item, status, why);
    if dice.percent(25) {
        let agency: Option<AgencyId> = task.agency.clone();
        let name: String = by.user.name.clone();
        writing.act(by, |pen, plan| {
            set_owner(pen, plan, &task.item, agency, name).unwrap_or_default()
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
        let text: String = (*dice.pick(words::notes(&task.area))).to_owned();
        note(writing, by, Some(task.item.clone()), text);
    }
}

/// Now and then: an item of one's own, a note on the wrong person, an answer that changed.
fn extras(writing: &mut Writing, dice: &mut Dice, here: &[&Colleague], today: NaiveDate) {
    let by: &Colleague = dice.pick::<&Colleague>(here);
    writing.arrive(working_day_before(today, 2), dice.below(180) as u64);
    if dice.percent(20) {
        let (area, title) = *dice.pick(&words::ADDED_ITEMS);
        writing.act(by, |pen, plan| {
            let added = add_item(pen, plan, AreaId::from(area), title.to_owned());
            added.map(|(_, entries)| entries).unwrap_or_default()
        });
    }
    if dice.percent(10) {
        let text = "Har fått plass på kurset som begynner i januar.".to_owned();
        if let Some(wrong) = note(writing, by, None, text) {
            let reason = "Skrevet på feil person.".to_owned();
            writing.act(by, |pen, plan| {
                commands::strike_out(pen, plan, Record::Note(wrong), reason).unwrap_or_default()
            });
        }
    }
}

fn set(writing: &mut Writing, by: &Colleague, item: &ItemId, status: Status, why: String) {
    writing.act(by, |pen, plan| {
        set_status(pen, plan, item, status, why).unwrap_or_default()
    });
}

fn note(
    writing: &mut Writing,
    by: &Colleague,
    item: Option<ItemId>,
    text: String,
) -> Option<NoteId> {
    let mut written: Option<NoteId> = None;
    writing.act(by, |pen, plan| match write_note(pen, plan, item, text) {
        Ok((note, entries)) => {
            written = Some(note);
            entries
        }
        Err(_) => Vec::new(),
    });
    written
}
