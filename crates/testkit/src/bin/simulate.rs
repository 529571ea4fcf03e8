//! Runs worlds from many seeds and tells what they came to: `simulate --seeds N [--from S]`, or with
//! `--fold` how long it takes to fold a full plan.

#![expect(
    clippy::print_stdout,
    reason = "a command's answer goes to standard output"
)]

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Instant;

use overgang_testkit::faults::Fault;
use overgang_testkit::{full_plan, world};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (seeds, from) = match arguments.as_slice() {
        ["--fold"] => return time_fold(),
        ["--seeds", seeds] => (seeds.parse(), Ok(1)),
        ["--seeds", seeds, "--from", from] | ["--from", from, "--seeds", seeds] => {
            (seeds.parse(), from.parse())
        }
        _ => return usage(),
    };
    match (seeds, from) {
        (Ok(seeds), Ok(from)) => simulate(seeds, from),
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    println!("simulate --seeds N [--from S] | --fold");
    ExitCode::FAILURE
}

fn simulate(seeds: u64, from: u64) -> ExitCode {
    let began = Instant::now();
    let (mut steps, mut exchanges, mut most_to_quiet) = (0_u64, 0_u64, 0_u64);
    let (mut entries, mut set_aside, mut contested, mut named_anew) = (0, 0, 0, 0);
    let mut faults: BTreeMap<Fault, u64> = BTreeMap::new();
    for seed in from..from.saturating_add(seeds) {
        // Three devices as a rule, now and then two or five.
        let devices: usize = [3, 3, 3, 2, 5][usize::try_from(seed % 5).unwrap_or(0)];
        match world::run(seed, devices) {
            Ok(report) => {
                steps += report.steps;
                exchanges += report.exchanges;
                most_to_quiet = most_to_quiet.max(report.steps_to_quiet);
                entries += report.entries;
                set_aside += report.set_aside;
                contested += report.contested;
                named_anew += report.named_anew;
                for (fault, count) in report.faults {
                    *faults.entry(fault).or_default() += count;
                }
            }
            Err(broken) => {
                for line in &broken.trace {
                    println!("{line}");
                }
                println!(
                    "seed {} with {devices} devices: {}",
                    broken.seed, broken.what
                );
                println!(
                    "again: cargo xtask simulate --seeds 1 --from {}",
                    broken.seed
                );
                return ExitCode::FAILURE;
            }
        }
    }
    let seconds: f64 = began.elapsed().as_secs_f64();
    println!("{seeds} seeds from {from} in {seconds:.1} s: all devices agree, nothing is lost");
    println!(
        "{steps} steps, {exchanges} exchanges, {entries} entries saved, {set_aside} set aside, {contested} fields with two answers, {named_anew} copies named anew"
    );
    println!("most steps from healing to quiet: {most_to_quiet}");
    for fault in Fault::ALL {
        let count: u64 = faults.get(&fault).copied().unwrap_or_default();
        println!("{count:>9}  {fault:?}");
    }
    let is_fault_missing: bool = seeds >= 100 && faults.len() < Fault::ALL.len();
    if is_fault_missing {
        println!("not every fault struck");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn time_fold() -> ExitCode {
    for line in full_plan::time_fold(600) {
        println!("{line}");
    }
    ExitCode::SUCCESS
}
