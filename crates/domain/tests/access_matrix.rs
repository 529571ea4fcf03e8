//! Every role, class, consent, reach and ownership against what `domain/README.md` says in words. The expectation has
//! its own reader of the table and its own words for everything: it shares no code with the policy.
//!
//! The reader's administration is the one that a thing belongs to or not, and the one that the person consented to or
//! not, in all four combinations. A changed rule changes counts: they are asserted to the last one.

#![expect(
    clippy::unwrap_used,
    reason = "what fails in here fails the test, as it should"
)]

#[path = "access_matrix/plans.rs"]
mod plans;

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::access::{Class, Decision, Operation, Ownership, PlanFacts, Reader, Visible};
use overgang_domain::change::Role;
use overgang_domain::template::Sensitivity;
use overgang_domain::{AgencyId, AreaId, PrisonId, UserId};
use overgang_testkit::full_plan::reference;
use plans::{Consented, Named, Opened, day};
use uuid::Uuid;

/// What the table has no rows for, and what the doc comment of `AccessTable::rule` says about it, written out.
const UNWRITTEN: &str = "\
education,welfare,nav-caseworker,consent,consent,yes
education,welfare,nav-office,consent,consent,yes
education,welfare,prison-social-worker,consent,consent,yes
education,welfare,contact-officer,consent,no,yes
education,welfare,probation,consent,no,yes
education,welfare,municipal-services,consent,own,yes
education,welfare,health,consent,no,yes
education,welfare,coordinator,yes,yes,no
leisure-faith-library,welfare,nav-caseworker,consent,consent,yes
leisure-faith-library,welfare,nav-office,consent,consent,yes
leisure-faith-library,welfare,prison-social-worker,consent,consent,yes
leisure-faith-library,welfare,contact-officer,consent,no,yes
leisure-faith-library,welfare,probation,consent,no,yes
leisure-faith-library,welfare,municipal-services,consent,own,yes
leisure-faith-library,welfare,health,consent,no,yes
leisure-faith-library,welfare,coordinator,yes,yes,no
release-day,welfare,nav-caseworker,yes,yes,no
release-day,welfare,nav-office,yes,yes,no
release-day,welfare,prison-social-worker,yes,yes,no
release-day,welfare,contact-officer,consent,no,yes
release-day,welfare,probation,consent,no,yes
release-day,welfare,municipal-services,consent,own,yes
release-day,welfare,health,consent,no,yes
release-day,welfare,coordinator,yes,yes,no
coordination,restricted,nav-caseworker,own,own,no
coordination,restricted,nav-office,own,own,no
coordination,restricted,prison-social-worker,own,own,no
coordination,restricted,contact-officer,own,own,no
coordination,restricted,probation,own,own,no
coordination,restricted,municipal-services,own,own,no
coordination,restricted,health,own,own,no
coordination,restricted,education,own,own,no
coordination,restricted,library-faith-ngo,own,own,no
coordination,restricted,coordinator,own,own,no
";

/// The roles by the words of the table.
const ROLES: [(&str, Role); 14] = [
    ("nav-caseworker", Role::NavCaseworker),
    ("nav-office", Role::NavOffice),
    ("prison-social-worker", Role::PrisonSocialWorker),
    ("contact-officer", Role::ContactOfficer),
    ("probation", Role::Probation),
    ("template-admin", Role::TemplateAdmin),
    ("municipal-services", Role::MunicipalServices),
    ("health", Role::Health),
    ("education", Role::Education),
    ("library-faith-ngo", Role::LibraryFaithNgo),
    ("coordinator", Role::Coordinator),
    ("manager", Role::Manager),
    ("access-admin", Role::AccessAdmin),
    ("auditor", Role::Auditor),
];

/// What each role may read and may write, and of how much it sees a line that says whether it is arranged, of 30,000 cases
/// each.
const ALLOWED: [(&str, [usize; 3]); 14] = [
    ("nav-caseworker", [8178, 6370, 8298]),
    ("nav-office", [7624, 6100, 7744]),
    ("prison-social-worker", [8628, 8000, 8748]),
    ("contact-officer", [1002, 1100, 1026]),
    ("probation", [2494, 4500, 2614]),
    ("template-admin", [0, 0, 0]),
    ("municipal-services", [5598, 8750, 5718]),
    ("health", [4090, 5250, 4090]),
    ("education", [1456, 4000, 1456]),
    ("library-faith-ngo", [1516, 4250, 1516]),
    ("coordinator", [5548, 5500, 5596]),
    ("manager", [0, 0, 0]),
    ("access-admin", [0, 0, 0]),
    ("auditor", [0, 0, 0]),
];

/// Classes that no row and no rule opens.
const CLOSED: [(&str, &str); 2] = [("work", "health"), ("no-such-area", "team")];

/// The words of the columns `read`, `write`, `needs_consent` and `overridable`.
type Words = [String; 4];

/// How something came to be the reader's own, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Own {
    Not,
    AgencyAnswersForIt,
    AgencySupportsIt,
    ColleagueWroteIt,
    WroteIt,
    IsNamedOnIt,
}

const OWNS: [Own; 6] = [
    Own::Not,
    Own::AgencyAnswersForIt,
    Own::AgencySupportsIt,
    Own::ColleagueWroteIt,
    Own::WroteIt,
    Own::IsNamedOnIt,
];

/// One case, in the words of the table.
struct Case<'a> {
    sensitivity: &'a str,
    role: &'a str,
    is_in_prison: bool,
    named: Named,
    consented: Consented,
    opened: Opened,
    own: Own,
}

/// The table by area, sensitivity and role. No note of the first six columns has a comma.
fn table() -> BTreeMap<(String, String, String), Words> {
    let shipped = include_str!("../data/access.csv").lines().skip(1);
    let rows = shipped.chain(UNWRITTEN.lines()).map(|line| {
        let mut cells = line.split(',').map(str::to_owned);
        let mut cell = || cells.next().unwrap_or("no".to_owned());
        ((cell(), cell(), cell()), [cell(), cell(), cell(), cell()])
    });
    rows.collect()
}

impl Case<'_> {
    /// "yes: on plans within the role's prison or office"; "contact officer of this person only"; "appointed for this
    /// plan". Whoever is put on a plan has it in the office.
    fn is_within_reach(&self) -> bool {
        match self.role {
            "coordinator" => self.named == Named::Coordinator,
            "contact-officer" => self.is_in_prison && self.named == Named::ContactOfficer,
            _ => self.is_in_prison || self.named == Named::Worker,
        }
    }

    /// "An override reads, it never writes", and only what the table lets be overridden. A plan is opened to those alone
    /// whose work is with all plans of a prison.
    fn reads_by_override(&self, overridable: &str) -> bool {
        let is_open = [Opened::Area, Opened::PlanAndArea].contains(&self.opened);
        overridable == "yes" && is_open && self.may_look_in()
    }

    fn may_look_in(&self) -> bool {
        let is_open = [Opened::Plan, Opened::PlanAndArea].contains(&self.opened);
        let has_others = ["coordinator", "contact-officer"].contains(&self.role);
        self.is_within_reach() || (is_open && !has_others)
    }

    /// "only with a consent in force for that receiver and area". Of grant and withdrawal the withdrawal holds, of two
    /// days the earlier, and a refusal goes before.
    fn has_consent(&self) -> bool {
        match self.consented {
            Consented::InForce | Consented::OnItsLastDay => true,
            Consented::No
            | Consented::Expired
            | Consented::Withdrawn
            | Consented::Refused
            | Consented::NotBegun
            | Consented::TwoExpiriesOnePast
            | Consented::GrantAndWithdrawal
            | Consented::AnotherArea
            | Consented::AnotherAgency
            | Consented::HalfFilledIn
            | Consented::Struck => false,
        }
    }

    /// "own: what one's own agency is responsible for, supports or wrote; for restricted notes the author and people
    /// named on it".
    fn is_own(&self) -> bool {
        if self.sensitivity == "restricted" {
            return [Own::WroteIt, Own::IsNamedOnIt].contains(&self.own);
        }
        ![Own::Not, Own::IsNamedOnIt].contains(&self.own)
    }

    /// What one word of the table comes to, and the first thing that is missing. "`needs_consent`: some access in this row
    /// rests on the person's consent": where no word of the row says which, it is all of it.
    fn comes_to(
        &self,
        word: &str,
        is_reached: bool,
        [read, write, needs_consent, _]: &Words,
    ) -> &'static str {
        let is_unsaid: bool = needs_consent == "yes" && read == "own" && write == "own";
        match word {
            "bit" | "no" => "NoRule",
            _ if !is_reached => "OutOfScope",
            "yes" => "Allowed",
            "own" if !self.is_own() => "NotOwn",
            "own" if !is_unsaid => "Allowed",
            "own" | "consent" if self.has_consent() => "Allowed",
            "own" | "consent" if self.consented == Consented::Refused => "Refused",
            "own" | "consent" => "NeedsConsent",
            other => panic!("{other}"),
        }
    }

    /// What comes of reading, of writing, and of looking at the public line.
    fn expected(&self, words: Option<&Words>) -> [&'static str; 3] {
        let Some(words) = words else {
            return ["NoRule", "NoRule", "not shared"];
        };
        let [read, write, _, overridable] = words;
        let reads: &str = if self.reads_by_override(overridable) {
            "Allowed"
        } else {
            self.comes_to(read, self.may_look_in(), words)
        };
        let writes: &str = self.comes_to(write, self.is_within_reach(), words);
        // "bit: the public lines only". Whoever may see the whole may see that much of it.
        let sees_line: bool = if read == "bit" {
            self.has_consent() && self.may_look_in()
        } else {
            reads == "Allowed"
        };
        let line: &str = if sees_line { "shared" } else { "not shared" };
        [reads, writes, line]
    }
}

fn user(number: u64) -> UserId {
    UserId(Uuid::from_u64_pair(0xA0, number))
}

fn agencies(id: &str) -> BTreeSet<AgencyId> {
    BTreeSet::from([AgencyId::from(id)])
}

/// Something that belongs to others, but for this.
fn ownership(own: Own, reader: &Reader) -> Ownership {
    let mut ownership = Ownership {
        agencies: agencies("employer"),
        authors: BTreeSet::from([user(8)]),
        author_agencies: agencies("bank"),
        named: BTreeSet::from([user(9)]),
    };
    match own {
        Own::Not => {}
        Own::AgencyAnswersForIt => ownership.agencies = BTreeSet::from([reader.agency.clone()]),
        Own::AgencySupportsIt => {
            ownership.agencies.insert(reader.agency.clone());
        }
        Own::ColleagueWroteIt => {
            ownership.author_agencies.insert(reader.agency.clone());
        }
        Own::WroteIt => {
            ownership.authors.insert(reader.user);
            ownership.author_agencies.insert(reader.agency.clone());
        }
        Own::IsNamedOnIt => {
            ownership.named.insert(reader.user);
        }
    }
    ownership
}

fn in_words(decision: Decision) -> &'static str {
    match decision {
        Decision::Allowed => "Allowed",
        Decision::OutOfScope => "OutOfScope",
        Decision::NotOwn => "NotOwn",
        Decision::NeedsConsent => "NeedsConsent",
        Decision::Refused => "Refused",
        Decision::NoRule => "NoRule",
    }
}

fn sensitivity(word: &str) -> Sensitivity {
    match word {
        "team" => Sensitivity::Team,
        "welfare" => Sensitivity::Welfare,
        "health" => Sensitivity::Health,
        "restricted" => Sensitivity::Restricted,
        other => panic!("{other}"),
    }
}

#[test]
fn the_policy_says_what_the_text_says() {
    let access = reference().access;
    let table = table();
    let today = day(plans::TODAY);
    let prisons = BTreeSet::from([PrisonId::from("ullersmo")]);
    let closed = CLOSED.map(|(area, level)| (area.to_owned(), level.to_owned()));
    let written = table
        .keys()
        .map(|(area, level, _)| (area.clone(), level.clone()));
    let classes: BTreeSet<(String, String)> = written.chain(closed).collect();
    let mut cases: usize = 0;
    let mut allowed: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (area, level) in &classes {
        let class = Class {
            area: AreaId::from(area.as_str()),
            sensitivity: sensitivity(level),
        };
        let said = plans::all().flat_map(|(consented, is_in_prison, named)| {
            let opened = Opened::with(consented).iter();
            opened.map(move |opened| (consented, is_in_prison, named, *opened))
        });
        for (consented, is_in_prison, named, opened) in said {
            let prison = if is_in_prison { "ullersmo" } else { "halden" };
            let plan = plans::plan(prison, area, user(1), named, consented, opened);
            let facts = PlanFacts::of(&plan, &prisons);
            for ((role, known), own) in ROLES.iter().flat_map(|role| OWNS.map(|own| (role, own))) {
                let reader = Reader {
                    user: user(1),
                    agency: AgencyId::from(plans::AGENCY),
                    role: *known,
                    further_roles: BTreeSet::new(),
                };
                let ownership = ownership(own, &reader);
                let may =
                    |operation| access.may(operation, &reader, &facts, &class, &ownership, today);
                let line = Visible::PublicLine(class.clone());
                let of_line = |operation| {
                    access.may_reach(operation, &reader, &facts, &line, &ownership, today)
                };
                assert_eq!(of_line(Operation::Write), Decision::NoRule);
                let is_shared: bool = of_line(Operation::Read).is_allowed();
                let found = [
                    in_words(may(Operation::Read)),
                    in_words(may(Operation::Write)),
                    if is_shared { "shared" } else { "not shared" },
                ];
                let case = Case {
                    sensitivity: level,
                    role,
                    is_in_prison,
                    named,
                    consented,
                    opened,
                    own,
                };
                let words = table.get(&(area.clone(), level.clone(), (*role).to_owned()));
                assert_eq!(
                    found,
                    case.expected(words),
                    "{area} {level} {role}: in prison {is_in_prison}, {named:?}, {consented:?}, {opened:?}, {own:?}"
                );
                cases += found.len();
                let counts = allowed.entry(role).or_default();
                for (count, found) in counts.iter_mut().zip(found) {
                    *count += usize::from(found == "Allowed" || found == "shared");
                }
            }
        }
    }
    assert_eq!(cases, 1_260_000);
    assert_eq!(allowed, BTreeMap::from(ALLOWED));
}
