//! Three devices and a centre over a network that drops, repeats and delays, from a thousand seeds:
//! in the end all agree, and nothing that anybody saved is lost. More of it: `cargo xtask simulate`.

use std::collections::BTreeSet;

use overgang_testkit::faults::Fault;
use overgang_testkit::world::{self, Report};

const SEEDS: u64 = 1_000;
const DEVICES: usize = 3;

#[test]
fn three_devices_and_a_centre_agree_in_the_end_whatever_the_network_does() {
    // Two halves side by side: the worlds share nothing.
    let reports: Vec<Report> = std::thread::scope(|scope| {
        let halves = [0, 1].map(|half| scope.spawn(move || run(half)));
        halves
            .into_iter()
            .flat_map(|half| half.join().unwrap())
            .collect()
    });
    assert_eq!(reports.len() as u64, SEEDS);
    let struck: BTreeSet<Fault> = reports
        .iter()
        .flat_map(|report| report.faults.keys().copied())
        .collect();
    assert_eq!(
        struck,
        BTreeSet::from(Fault::ALL),
        "every fault has to strike somewhere"
    );
    assert!(reports.iter().any(|report| report.contested > 0));
    assert!(reports.iter().any(|report| report.set_aside > 0));
}

/// Every second seed; all that fail are named.
fn run(half: u64) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    let mut broken: Vec<String> = Vec::new();
    for seed in (1..=SEEDS).filter(|seed| seed % 2 == half) {
        match world::run(seed, DEVICES) {
            Ok(report) => reports.push(report),
            Err(failed) => {
                let last = failed.trace.len().saturating_sub(30);
                broken.push(format!(
                    "seed {seed}: {}\n{}",
                    failed.what,
                    failed.trace[last..].join("\n")
                ));
            }
        }
    }
    assert!(
        broken.is_empty(),
        "{} seeds failed:\n{}",
        broken.len(),
        broken.join("\n\n")
    );
    reports
}
