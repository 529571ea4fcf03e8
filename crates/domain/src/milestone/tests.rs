//! The worked cases of `milestones.md` 3.3, and what its sections 1, 3.1 and 3.2 say beside them.

use super::*;
use crate::day;
use crate::sentence::Length;

const NONE: &str = "–";
const AT_ONCE: &str = "at once";
const FULL: &str = "full";
const WHOLE: &str = "M10";

/// One row of the table: admission, sentence, remand days and whether they ran straight on; then 1/3, 1/2, two
/// thirds, conditional release, end, leave, lower security, monitoring of the last part.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    u32,
    bool,
    [&'static str; 8],
);

/// `milestones.md` 3.3, row by row.
const WORKED: [Case; 17] = [
    (
        "1 plain 90 days",
        "2026-01-01",
        "90d",
        0,
        false,
        [
            "2026-01-31",
            "2026-02-15",
            "2026-03-02",
            "2026-03-02",
            "2026-04-01",
            NONE,
            AT_ONCE,
            WHOLE,
        ],
    ),
    (
        "2 rest exactly 14",
        "2026-01-01",
        "74d",
        0,
        false,
        [
            "2026-01-26",
            "2026-02-07",
            "2026-03-02",
            "2026-03-02",
            "2026-03-16",
            NONE,
            AT_ONCE,
            WHOLE,
        ],
    ),
    (
        "3 rest 13",
        "2026-01-01",
        "73d",
        0,
        false,
        [
            "2026-01-26",
            "2026-02-07",
            "2026-03-02",
            FULL,
            "2026-03-15",
            NONE,
            NONE,
            WHOLE,
        ],
    ),
    (
        "4 under 60 days",
        "2026-01-01",
        "45d",
        0,
        false,
        [
            "2026-01-16",
            "2026-01-24",
            NONE,
            FULL,
            "2026-02-15",
            NONE,
            NONE,
            WHOLE,
        ],
    ),
    (
        "5 60 days met by remand",
        "2026-01-01",
        "75d",
        40,
        false,
        [
            "2026-01-01",
            "2026-01-01",
            "2026-01-21",
            "2026-01-21",
            "2026-02-05",
            NONE,
            AT_ONCE,
            WHOLE,
        ],
    ),
    (
        "6 one year",
        "2026-01-01",
        "1y",
        0,
        false,
        [
            "2026-05-03",
            "2026-07-03",
            "2026-09-02",
            "2026-09-02",
            "2027-01-01",
            "2026-05-03",
            AT_ONCE,
            "2026-05-03",
        ],
    ),
    (
        "7 29 February inside",
        "2027-03-01",
        "1y",
        0,
        false,
        [
            "2027-07-01",
            "2027-08-31",
            "2027-10-31",
            "2027-10-31",
            "2028-03-01",
            "2027-07-01",
            AT_ONCE,
            "2027-07-01",
        ],
    ),
    (
        "8 admission on 29 February",
        "2028-02-29",
        "1y",
        0,
        false,
        [
            "2028-06-30",
            "2028-08-30",
            "2028-10-30",
            "2028-10-30",
            "2029-02-28",
            "2028-06-30",
            AT_ONCE,
            "2028-06-30",
        ],
    ),
    (
        "9 month end, clamps",
        "2027-01-31",
        "1m",
        0,
        false,
        [
            "2027-02-10",
            "2027-02-14",
            NONE,
            FULL,
            "2027-02-28",
            NONE,
            NONE,
            WHOLE,
        ],
    ),
    (
        "10 months and days",
        "2026-08-31",
        "6m 15d",
        0,
        false,
        [
            "2026-11-05",
            "2026-12-07",
            "2027-01-09",
            "2027-01-09",
            "2027-03-15",
            "2026-12-31",
            AT_ONCE,
            "2026-11-05",
        ],
    ),
    (
        "11 remand straight before",
        "2026-06-15",
        "2y 6m",
        200,
        true,
        [
            "2026-09-28",
            "2027-02-27",
            "2027-07-30",
            "2027-07-30",
            "2028-05-29",
            "2026-09-28",
            "2026-07-30",
            "2027-01-30",
        ],
    ),
    (
        "12 remand with a gap",
        "2026-06-15",
        "2y 6m",
        200,
        false,
        [
            "2026-09-28",
            "2027-02-27",
            "2027-07-30",
            "2027-07-30",
            "2028-05-29",
            "2026-10-15",
            "2026-07-30",
            "2027-01-30",
        ],
    ),
    (
        "13 remand past two thirds",
        "2026-03-10",
        "9m",
        190,
        false,
        [
            "2026-03-10",
            "2026-03-10",
            "2026-03-10",
            "2026-03-10",
            "2026-06-03",
            NONE,
            AT_ONCE,
            "2026-03-10",
        ],
    ),
    (
        "14 remand longer than the sentence",
        "2026-03-10",
        "2m",
        75,
        false,
        [NONE; 8],
    ),
    (
        "15 12 years exactly",
        "2026-01-01",
        "12y",
        0,
        false,
        [
            "2030-01-01",
            "2032-01-02",
            "2034-01-01",
            "2034-01-01",
            "2038-01-01",
            "2030-01-01",
            "2033-01-01",
            "2033-07-01",
        ],
    ),
    (
        "16 over 12 years",
        "2026-01-01",
        "12y 1d",
        0,
        false,
        [
            "2030-01-02",
            "2032-01-02",
            "2034-01-02",
            "2034-01-02",
            "2038-01-02",
            "2030-01-01",
            "2033-01-02",
            "2033-07-02",
        ],
    ),
    (
        "17 21 years with remand",
        "2024-02-29",
        "21y",
        400,
        false,
        [
            "2030-01-25",
            "2033-07-26",
            "2037-01-25",
            "2037-01-25",
            "2044-01-25",
            "2028-02-29",
            "2036-01-25",
            "2036-07-25",
        ],
    ),
];

/// More of the same: what the table does not reach. Computed by hand from the rules named.
const MORE: [Case; 6] = [
    // M13: n is 60 up to 90 days, and two thirds from there on.
    (
        "91 days: two thirds are 61",
        "2026-01-01",
        "91d",
        0,
        false,
        [
            "2026-02-01",
            "2026-02-16",
            "2026-03-03",
            "2026-03-03",
            "2026-04-02",
            NONE,
            AT_ONCE,
            WHOLE,
        ],
    ),
    // M13: exactly 60 days served would leave nothing.
    (
        "60 days",
        "2026-01-01",
        "60d",
        0,
        false,
        [
            "2026-01-21",
            "2026-01-31",
            "2026-03-02",
            FULL,
            "2026-03-02",
            NONE,
            NONE,
            WHOLE,
        ],
    ),
    // M11: six months exactly is still M10.
    (
        "6 months exactly",
        "2026-01-01",
        "6m",
        0,
        false,
        [
            "2026-03-03",
            "2026-04-02",
            "2026-05-02",
            "2026-05-02",
            "2026-07-01",
            "2026-05-01",
            AT_ONCE,
            WHOLE,
        ],
    ),
    // 3.1, point 1: months first and once, then days; 31 January + 1 month = 28 February.
    (
        "months before days",
        "2027-01-31",
        "1m 1d",
        0,
        false,
        [
            "2027-02-10",
            "2027-02-15",
            NONE,
            FULL,
            "2027-03-01",
            NONE,
            NONE,
            WHOLE,
        ],
    ),
    // 3.1, point 1: 29 February + 1 year = 28 February, never 30-day months.
    (
        "29 February and two years",
        "2028-02-29",
        "2y",
        0,
        false,
        [
            "2028-10-30",
            "2029-02-28",
            "2029-06-30",
            "2029-06-30",
            "2030-02-28",
            "2028-10-30",
            "2028-06-30",
            "2028-12-30",
        ],
    ),
    // 3.1, point 4: one remand day short of the whole sentence still leaves a day.
    (
        "one day left",
        "2026-03-10",
        "100d",
        99,
        false,
        [
            "2026-03-10",
            "2026-03-10",
            "2026-03-10",
            "2026-03-10",
            "2026-03-11",
            NONE,
            AT_ONCE,
            WHOLE,
        ],
    ),
];

fn date(text: &str) -> NaiveDate {
    day::parse(text).unwrap()
}

fn length(text: &str) -> Length {
    let mut length = Length::default();
    for part in text.split(' ') {
        let (number, unit) = part.split_at(part.len() - 1);
        let number: u32 = number.parse().unwrap();
        match unit {
            "y" => length.months += 12 * number,
            "m" => length.months += number,
            _ => length.days += number,
        }
    }
    length
}

fn sentence(admission: &str, of: &str) -> Sentence {
    Sentence {
        stay: Some(Stay::Convicted),
        admission: Some(date(admission)),
        length: Some(length(of)),
        ..Sentence::default()
    }
}

fn today() -> NaiveDate {
    date("2026-11-24")
}

fn shown(milestones: &Milestones, id: MilestoneId) -> String {
    let Some(one) = milestones.get(id) else {
        return NONE.to_owned();
    };
    match (one.remark, one.day) {
        (Some(Remark::AtOnce), _) => AT_ONCE.to_owned(),
        (Some(Remark::NormallyFullSentence), _) => FULL.to_owned(),
        (_, Some(day)) => day.to_string(),
        (_, None) => NONE.to_owned(),
    }
}

#[test]
fn the_worked_cases_come_out_as_the_table_has_them() {
    for (name, admission, of, remand_days, is_remand_straight_on, expected) in
        WORKED.into_iter().chain(MORE)
    {
        let sentence = Sentence {
            remand_days,
            is_remand_straight_on,
            ..sentence(admission, of)
        };
        let found = Milestones::of(&sentence, today());
        let monitoring: String = if found.get(MilestoneId::WholeMonitoring).is_some() {
            WHOLE.to_owned()
        } else {
            shown(&found, MilestoneId::Monitoring)
        };
        let row = [
            shown(&found, MilestoneId::Third),
            shown(&found, MilestoneId::Half),
            shown(&found, MilestoneId::TwoThirds),
            shown(&found, MilestoneId::ConditionalRelease),
            shown(&found, MilestoneId::End),
            shown(&found, MilestoneId::Leave),
            shown(&found, MilestoneId::LowerSecurity),
            monitoring,
        ];
        assert_eq!(row, expected, "{name}");
    }
}

#[test]
fn remand_that_covers_the_sentence_says_so_and_estimates_nothing() {
    for remand_days in [61, 75] {
        let served = Sentence {
            remand_days,
            ..sentence("2026-03-10", "2m")
        };
        let found = Milestones::of(&served, today());
        assert_eq!(found.no_estimate, Some(NoEstimate::ServedOnRemand));
        assert_eq!(found.milestones.len(), 1, "only the admission is known");
    }
}

#[test]
fn what_is_missing_or_has_other_rules_is_named_and_nothing_is_computed() {
    // 3.2: no length, remand, preventive detention, under 18.
    let whole = sentence("2026-01-01", "1y");
    let cases = [
        (
            NoEstimate::NoStay,
            Sentence {
                stay: None,
                ..whole.clone()
            },
        ),
        (
            NoEstimate::Remand,
            Sentence {
                stay: Some(Stay::Remand),
                ..whole.clone()
            },
        ),
        (
            NoEstimate::PreventiveDetention,
            Sentence {
                stay: Some(Stay::PreventiveDetention),
                ..whole.clone()
            },
        ),
        (
            NoEstimate::Under18,
            Sentence {
                birth: Some(date("2008-11-25")),
                ..whole.clone()
            },
        ),
        (
            NoEstimate::NoAdmission,
            Sentence {
                admission: None,
                ..whole.clone()
            },
        ),
        (
            NoEstimate::NoLength,
            Sentence {
                length: None,
                ..whole.clone()
            },
        ),
        (
            NoEstimate::ZeroLength,
            Sentence {
                length: Some(Length::default()),
                ..whole.clone()
            },
        ),
        (
            NoEstimate::TooLong,
            Sentence {
                length: Some(Length {
                    months: u32::MAX,
                    days: u32::MAX,
                }),
                ..whole.clone()
            },
        ),
    ];
    for (reason, case) in cases {
        let found = Milestones::of(&case, today());
        assert_eq!(found.no_estimate, Some(reason));
        assert!(
            found
                .milestones
                .iter()
                .all(|one| one.basis == Basis::Entered)
        );
    }
    let of_age = Sentence {
        birth: Some(date("2008-11-24")),
        ..whole
    };
    assert_eq!(Milestones::of(&of_age, today()).no_estimate, None);
}

#[test]
fn the_prisons_dates_win_one_by_one_and_a_difference_of_more_than_three_days_is_shown() {
    // 3.1, points 5 and 7. The estimates are 2026-05-03, 07-03, 09-02 and 2027-01-01.
    let found = Milestones::of(
        &Sentence {
            half: Some(date("2026-07-06")),
            two_thirds: Some(date("2026-09-06")),
            ..sentence("2026-01-01", "1y")
        },
        today(),
    );
    let half = found.get(MilestoneId::Half).unwrap();
    assert_eq!(
        (half.day, half.basis, half.estimate),
        (Some(date("2026-07-06")), Basis::Entered, None)
    );
    let thirds = found.get(MilestoneId::TwoThirds).unwrap();
    assert_eq!(
        (thirds.day, thirds.estimate),
        (Some(date("2026-09-06")), Some(date("2026-09-02")))
    );
    assert_eq!(
        found.get(MilestoneId::Third).unwrap().basis,
        Basis::Estimate
    );
    assert_eq!(found.get(MilestoneId::End).unwrap().basis, Basis::Estimate);
}

#[test]
fn what_follows_from_a_date_follows_from_the_prisons() {
    // M6, M8, M11: a third and conditional release as the prison has them.
    let found = Milestones::of(
        &Sentence {
            third: Some(date("2026-10-20")),
            two_thirds: Some(date("2027-08-10")),
            ..sentence("2026-06-15", "2y 6m")
        },
        today(),
    );
    assert_eq!(shown(&found, MilestoneId::Leave), "2026-10-20");
    assert_eq!(shown(&found, MilestoneId::LowerSecurity), "2026-08-10");
    assert_eq!(shown(&found, MilestoneId::Monitoring), "2027-02-10");
}

#[test]
fn an_entered_release_date_is_the_expected_release() {
    // M6: no leave on or after it; M11: six months before it.
    let early = Sentence {
        release: Some(date("2026-05-03")),
        ..sentence("2026-01-01", "1y")
    };
    let found = Milestones::of(&early, today());
    assert_eq!(shown(&found, MilestoneId::Leave), NONE);
    let late = Sentence {
        release: Some(date("2028-04-01")),
        ..sentence("2026-06-15", "2y 6m")
    };
    assert_eq!(
        shown(&Milestones::of(&late, today()), MilestoneId::Monitoring),
        "2027-10-01"
    );
}

#[test]
fn the_prisons_date_goes_before_an_entered_release_date_unless_it_was_refused() {
    // M11: six months before the expected release.
    let both = Sentence {
        release: Some(date("2028-04-01")),
        two_thirds: Some(date("2028-02-10")),
        ..sentence("2026-06-15", "2y 6m")
    };
    let monitoring =
        |sentence: &Sentence| shown(&Milestones::of(sentence, today()), MilestoneId::Monitoring);
    assert_eq!(monitoring(&both), "2027-08-10");
    let refused = Sentence {
        decision: Decision::Refused,
        ..both
    };
    assert_eq!(monitoring(&refused), "2027-10-01");
}

#[test]
fn default_of_a_fine_is_served_in_full() {
    // M19.
    let fine = Sentence {
        stay: Some(Stay::FineDefault),
        ..sentence("2026-01-01", "90d")
    };
    let found = Milestones::of(&fine, today());
    let ids: Vec<MilestoneId> = found.milestones.iter().map(|one| one.id).collect();
    assert_eq!(ids, [MilestoneId::Admission, MilestoneId::End]);
    assert_eq!(shown(&found, MilestoneId::End), "2026-04-01");
}

#[test]
fn at_home_with_monitoring_there_is_no_leave_and_no_lower_security() {
    let home = Sentence {
        stay: Some(Stay::ElectronicMonitoring),
        ..sentence("2026-01-01", "5m")
    };
    let found = Milestones::of(&home, today());
    for id in [
        MilestoneId::Leave,
        MilestoneId::LowerSecurity,
        MilestoneId::Monitoring,
        MilestoneId::WholeMonitoring,
    ] {
        assert_eq!(found.get(id), None, "{id:?}");
    }
    assert_eq!(shown(&found, MilestoneId::End), "2026-06-01");
}

#[test]
fn a_refusal_shows_the_next_assessment_or_how_often_it_comes() {
    // M14, with the bounds at 5 and 12 years.
    for (of, months) in [
        ("2y", 3),
        ("5y", 3),
        ("5y 1d", 6),
        ("12y", 6),
        ("12y 1d", 12),
    ] {
        let refused = Sentence {
            decision: Decision::Refused,
            two_thirds: Some(date("2027-01-01")),
            ..sentence("2026-01-01", of)
        };
        let found = Milestones::of(&refused, today());
        let next = found.get(MilestoneId::NextAssessment).unwrap();
        assert_eq!(
            (next.day, next.remark),
            (None, Some(Remark::AssessedEvery(months))),
            "{of}"
        );
        assert_eq!(found.get(MilestoneId::ConditionalRelease), None);
        assert_eq!(found.get(MilestoneId::ProbationEnd), None);
        let told = Sentence {
            next_assessment: Some(date("2027-04-01")),
            ..refused
        };
        assert_eq!(
            shown(&Milestones::of(&told, today()), MilestoneId::NextAssessment),
            "2027-04-01"
        );
    }
}

#[test]
fn the_probationary_period_ends_with_the_full_sentence() {
    // M18; none when the full sentence is served anyway.
    let found = Milestones::of(&sentence("2026-01-01", "1y"), today());
    assert_eq!(shown(&found, MilestoneId::ProbationEnd), "2027-01-01");
    let short = Milestones::of(&sentence("2026-01-01", "73d"), today());
    assert_eq!(short.get(MilestoneId::ProbationEnd), None);
}

#[test]
fn preventive_detention_shows_what_was_entered_and_nothing_else() {
    let detained = Sentence {
        stay: Some(Stay::PreventiveDetention),
        minimum_time: Some(date("2030-01-01")),
        ..sentence("2026-01-01", "10y")
    };
    let found = Milestones::of(&detained, today());
    let ids: Vec<MilestoneId> = found.milestones.iter().map(|one| one.id).collect();
    assert_eq!(ids, [MilestoneId::Admission, MilestoneId::MinimumTime]);
}

#[test]
fn at_the_ends_of_the_calendar_nothing_breaks() {
    for admission in [NaiveDate::MIN, NaiveDate::MAX] {
        for of in ["1d", "1y", "21y"] {
            let case = Sentence {
                admission: Some(admission),
                remand_days: 5,
                is_remand_straight_on: true,
                ..sentence("2026-01-01", of)
            };
            drop(Milestones::of(&case, today()));
        }
    }
}
