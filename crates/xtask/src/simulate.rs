//! `simulate`: hands its options to the simulated network in the testkit. What a run does and checks
//! is written there.

use crate::command::{Program, Stopped};

pub(crate) fn simulate(options: &[&str]) -> Result<(), Stopped> {
    let (seeds, from) = match options {
        ["--seeds", seeds] => (*seeds, "1"),
        ["--seeds", seeds, "--from", from] | ["--from", from, "--seeds", seeds] => (*seeds, *from),
        _ => {
            return Err(Stopped::because(
                "say how many runs: cargo xtask simulate --seeds N [--from S]",
            ));
        }
    };
    for number in [seeds, from] {
        if number.parse::<u64>().is_err() {
            return Err(Stopped::because(format!("{number} is not a whole number")));
        }
    }
    Program::cargo()
        .args("run --quiet --release --package overgang-testkit --bin simulate --")
        .args("--seeds")
        .arg(seeds)
        .args("--from")
        .arg(from)
        .run()
}
