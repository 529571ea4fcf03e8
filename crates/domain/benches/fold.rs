//! How long it takes to read a full plan: 92 items, 600 entries. `cargo bench -p overgang-domain`.
//! The fold is held to 2 ms; a tap adds one entry to the plan that is there and touches only the registers that it
//! writes.

#![expect(
    clippy::expect_used,
    reason = "what fails in here fails the benchmark, as it should"
)]

use std::hint::black_box;

use chrono::NaiveDate;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use overgang_domain::checklist::Checklist;
use overgang_domain::finding::findings;
use overgang_domain::milestone::Milestones;
use overgang_domain::sentence::Sentence;
use overgang_domain::summary::PlanSummary;
use overgang_domain::{Plan, Stored};
use overgang_testkit::full_plan;

fn fold(criterion: &mut Criterion) {
    let reference = full_plan::reference();
    let template = &reference.template;
    let (id, entries) = full_plan::entries(template, 600);
    let (last, before): (&Stored, &[Stored]) = entries.split_last().expect("600 entries");
    let plan: Plan = Plan::fold(id, &entries);
    let without: Plan = Plan::fold(id, before);
    let today: NaiveDate = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a day");
    assert_eq!(Checklist::of(&plan, template).items.len(), 92);
    criterion.bench_function("fold of 600 entries", |bench| {
        bench.iter(|| Plan::fold(id, black_box(&entries)));
    });
    criterion.bench_function("one more entry", |bench| {
        bench.iter_batched_ref(
            || without.clone(),
            |plan| plan.apply(black_box(last)),
            BatchSize::SmallInput,
        );
    });
    criterion.bench_function("checklist of 92 items", |bench| {
        bench.iter(|| Checklist::of(black_box(&plan), template));
    });
    criterion.bench_function("summary", |bench| {
        bench.iter(|| PlanSummary::of(black_box(&plan), template));
    });
    criterion.bench_function("findings", |bench| {
        bench.iter(|| findings(black_box(&plan), reference.forms(), today));
    });
    criterion.bench_function("milestones", |bench| {
        bench.iter(|| Milestones::of(&Sentence::of(black_box(&plan)), today));
    });
}

criterion_group!(benches, fold);
criterion_main!(benches);
