//! A plan with all items of the template and much work on it, and how long it takes to read.

use std::time::{Duration, Instant};

use overgang_domain::checklist::Checklist;
use overgang_domain::commands;
use overgang_domain::reference::{self, Reference};
use overgang_domain::summary::PlanSummary;
use overgang_domain::{ConditionId, Due, Entry, ItemId, Plan, PlanId, Status, Stored, Template};

use crate::{Dice, Writer};

/// The checklist template as it ships.
pub fn template() -> Template {
    reference().template
}

/// All the reference data as it ships.
pub fn reference() -> Reference {
    reference::shipped().expect("the reference data reads")
}

/// A plan in which all items apply and `count` entries were written by two people, all received.
pub fn entries(template: &Template, count: usize) -> (PlanId, Vec<Stored>) {
    let mut dice = Dice::new(600);
    let mut writers = [Writer::alice(), Writer::bob()];
    let (mut plan, mut written) = writers[0].open_plan("ullersmo");
    for condition in &template.conditions {
        let id: ConditionId = condition.id.clone();
        written.extend(writers[0].write(|pen| commands::answer_condition(pen, &plan, id, true)));
    }
    plan = Plan::fold(plan.id, &received(&written));
    while written.len() < count {
        let item: ItemId = dice.pick(&template.items).id.clone();
        let writer: &mut Writer = &mut writers[dice.index(2)];
        let number: u64 = dice.below(10);
        let status: Status = *dice.pick(&Status::ALL);
        let words: String = "Venter på svar fra kommunen".to_owned();
        let new: Vec<Entry> = writer.write(|pen| match number {
            0..6 => commands::set_status(pen, &plan, &item, status, words).unwrap_or_default(),
            6 => commands::set_owner(pen, &plan, &item, None, words).unwrap_or_default(),
            7 => commands::set_due(pen, &plan, &item, Due::DaysBeforeRelease(10)),
            _ => commands::write_note(pen, &plan, Some(item), words)
                .map(|it| it.1)
                .unwrap_or_default(),
        });
        for stored in received(&new) {
            plan.apply(&stored);
        }
        written.extend(new);
    }
    (plan.id, received(&written))
}

/// Times the fold, the checklist and the summary; each the median of many runs.
pub fn time_fold(count: usize) -> Vec<String> {
    let template: Template = template();
    let (id, entries) = entries(&template, count);
    let plan: Plan = Plan::fold(id, &entries);
    let items: usize = Checklist::of(&plan, &template).items.len();
    let line = |what: &str, time: Duration| {
        format!(
            "{what:<10} {:>7.3} ms  ({items} items, {} entries)",
            time.as_secs_f64() * 1e3,
            entries.len()
        )
    };
    vec![
        line("fold", median(|| drop(Plan::fold(id, &entries)))),
        line(
            "checklist",
            median(|| drop(Checklist::of(&plan, &template))),
        ),
        line(
            "summary",
            median(|| drop(PlanSummary::of(&plan, &template))),
        ),
    ]
}

fn received(entries: &[Entry]) -> Vec<Stored> {
    let entries = entries.iter().cloned();
    entries
        .map(|entry| {
            let received_at: u64 = entry.time.millis;
            Stored::received(entry, received_at)
        })
        .collect()
}

fn median(work: impl Fn()) -> Duration {
    let mut times: Vec<Duration> = (0..200)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}
