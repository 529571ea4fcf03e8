//! The lines to the letter, one for each act.

use std::collections::BTreeSet;

use overgang_domain::change::Role;
use overgang_domain::{AgencyId, DeviceId, PlanId, UserId};
use overgang_sync::message::AuditPlace;
use uuid::Uuid;

use super::*;

fn row(act: AuditAct, reason: AuditReason, plans: u64) -> AuditRow {
    AuditRow {
        place: AuditPlace {
            strand: Uuid::from_u64_pair(0x57, 1),
            sequence: 12,
        },
        received_at: 1_795_435_200_000,
        first: 1_795_435_100_000,
        last: 1_795_435_150_000,
        times: 2,
        user: UserId(Uuid::from_u64_pair(0xa0, 1)),
        agency: AgencyId::from("nav-in-prison"),
        role: Role::NavCaseworker,
        device: DeviceId(Uuid::from_u64_pair(0xd0, 1)),
        act,
        reason,
        plans: (1..=plans)
            .map(|number| PlanId(Uuid::from_u64_pair(0xb0, number)))
            .collect::<BTreeSet<PlanId>>(),
        about: None,
    }
}

const USER: &str = "suid=00000000-0000-00a0-0000-000000000001";
const ONE: &str = " duid=00000000-0000-00b0-0000-000000000001";
const TWO: &str = " cs1Label=plans \
                   cs1=00000000-0000-00b0-0000-000000000001,00000000-0000-00b0-0000-000000000002";
const REST: &str = " start=1795435100000 end=1795435150000 rt=1795435200000 cnt=2 spriv=nav-caseworker \
                    cs2Label=agency cs2=nav-in-prison deviceExternalId=00000000-0000-00d0-0000-000000000001 \
                    externalId=00000000-0000-0057-0000-000000000001/12 flexString1Label=Decision flexString1=";

/// Act, reason, how many plans, the middle of the header, the end.
const CASES: [(AuditAct, AuditReason, u64, &str, &str); 17] = [
    (
        AuditAct::Opened,
        AuditReason::CaseWork,
        1,
        "audit:access|plan opened|INFO",
        "Permit reason=case-work",
    ),
    (
        AuditAct::Listed,
        AuditReason::List,
        2,
        "audit:access|plans listed|INFO",
        "Permit reason=list",
    ),
    (
        AuditAct::Searched,
        AuditReason::List,
        2,
        "audit:access|plans found by a search|INFO",
        "Permit reason=list",
    ),
    (
        AuditAct::Printed,
        AuditReason::CaseWork,
        1,
        "audit:print|plans printed or written to a file|INFO",
        "Permit reason=case-work",
    ),
    (
        AuditAct::MadeAvailable,
        AuditReason::Sync,
        2,
        "audit:access|plans made available to a device|INFO",
        "Permit reason=sync",
    ),
    (
        AuditAct::Refused,
        AuditReason::NotAllowed,
        1,
        "audit:update|entries refused|WARN",
        "Deny reason=not-allowed",
    ),
    (
        AuditAct::OwnConsent,
        AuditReason::None,
        1,
        "audit:create|consent recorded in favour of the own administration|WARN",
        "Permit",
    ),
    (
        AuditAct::SignedIn,
        AuditReason::None,
        0,
        "audit:login|signed in|INFO",
        "Permit",
    ),
    (
        AuditAct::SignedOut,
        AuditReason::None,
        0,
        "audit:logout|signed out|INFO",
        "Permit",
    ),
    (
        AuditAct::CopyNoticed,
        AuditReason::None,
        0,
        "audit:create|device noticed to be a copy|WARN",
        "Permit",
    ),
    (
        AuditAct::Alarm,
        AuditReason::ByReceipt,
        0,
        "audit:alarm|more persons opened within an hour than is usual|WARN",
        "Permit reason=by-receipt",
    ),
    (
        AuditAct::AuditRead,
        AuditReason::None,
        1,
        "audit:access|log of reads read|INFO",
        "Permit",
    ),
    (
        AuditAct::ReviewRead,
        AuditReason::None,
        0,
        "audit:access|sample of the week read|INFO",
        "Permit",
    ),
    (
        AuditAct::FindingWritten,
        AuditReason::None,
        0,
        "audit:create|finding on a read written down|INFO",
        "Permit",
    ),
    (
        AuditAct::LookedUp,
        AuditReason::None,
        0,
        "audit:access|somebody looked up by identity number|INFO",
        "Permit",
    ),
    (
        AuditAct::PersonDataGiven,
        AuditReason::CaseWork,
        1,
        "audit:access|all that is held on a person put together|INFO",
        "Permit reason=case-work",
    ),
    (
        AuditAct::Protected,
        AuditReason::None,
        1,
        "audit:update|who may see a plan changed|INFO",
        "Permit",
    ),
];

#[test]
fn each_act_has_its_line() {
    for (act, reason, plans, header, end) in CASES {
        let plans_named: &str = ["", ONE, TWO][usize::try_from(plans).unwrap()];
        let line =
            format!("CEF:0|overgang|AuditLogger|1.0|{header}|{USER}{plans_named}{REST}{end}");
        assert_eq!(lines(&row(act, reason, plans), "1.0"), [line]);
    }
}

#[test]
fn whose_reads_were_looked_at_is_named() {
    let mut row = row(AuditAct::AuditRead, AuditReason::None, 0);
    row.about = Some(UserId(Uuid::from_u64_pair(0xa0, 2)));
    let line = lines(&row, "1.0").swap_remove(0);
    assert!(
        line.ends_with(" cs3Label=about cs3=00000000-0000-00a0-0000-000000000002"),
        "{line}"
    );
}

#[test]
fn a_row_with_many_plans_gives_lines_that_no_sink_cuts_off() {
    let lines = lines(&row(AuditAct::Listed, AuditReason::List, 250), "1.0");
    assert_eq!(lines.len(), 3);
    let named: usize = lines
        .iter()
        .map(|line| line.matches("-00b0-").count())
        .sum();
    assert_eq!(named, 250);
    assert!(lines.iter().all(|line| line.len() < 5_000));
}

#[test]
fn what_has_a_meaning_in_the_format_is_escaped_where_it_has_it() {
    assert_eq!(in_header(r"a|b\c=d"), r"a\|b\\c=d");
    assert_eq!(in_header("a\r\nb"), "a  b");
    assert_eq!(in_extension(r"a|b\c=d"), r"a|b\\c\=d");
    assert_eq!(in_extension("a\r\nb=\\n"), r"a\r\nb\=\\n");
    let mut row = row(AuditAct::SignedIn, AuditReason::None, 0);
    row.agency = AgencyId("x|y=z\nCEF:0|forged".to_owned());
    let line = lines(&row, "1|0").swap_remove(0);
    assert!(line.contains(r"cs2=x|y\=z\nCEF:0|forged "), "{line}");
    assert!(
        line.starts_with(r"CEF:0|overgang|AuditLogger|1\|0|audit:login|"),
        "{line}"
    );
    assert_eq!(line.lines().count(), 1);
}
