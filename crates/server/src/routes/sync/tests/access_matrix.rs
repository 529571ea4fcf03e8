//! Who gets and hands in what, through the whole API: every role and some administrations, against every class that an
//! item has, every state of consent, reach and operation. What is expected is worked out from the table by a reading of
//! its own that shares no code with the policy.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::change::Role;
use overgang_domain::register::Record;
use overgang_domain::{
    AgencyId, AreaId, FieldId, FieldValue, PrisonId, PublicLineId, RowId, SheetId,
};
use overgang_sync::message::{Realm, User};
use serde_json::Value as Json;
use uuid::Uuid;

use super::*;
use crate::cursor::CursorKey;
use crate::directory_entries::{directory_entry, listing};
use crate::sealed_outbox::OutboxSecret;
use crate::storage::{Founding, Identity, PracticeOrigin};
use crate::test_database::TestDatabase;

const TABLE: &str = include_str!("../../../../../domain/data/access.csv");
const TEMPLATE: &str = include_str!("../../../../../domain/data/checklist-template.json");

/// Whom the person consented to, and two who answer for other things.
const AGENCIES: [&str; 3] = ["nav-office", "prison-health", "municipal-social"];

/// What the person has said about `nav-office` and all areas, or the centre has opened to everybody. It is the 23rd of
/// November.
const SAID: [&str; 10] = [
    "nothing",
    "consent in force",
    "consent that is over",
    "consent withdrawn",
    "consent and a refusal",
    "consent to somebody else",
    "areas opened",
    "plan opened",
    "plan and areas opened",
    "plan and areas opened until yesterday",
];

/// As what the users are named in the plan.
const NAMED: [&str; 4] = ["", "coordinators", "contact-officers", "workers"];

/// An item of each area and sensitivity.
struct Item {
    id: String,
    area: String,
    sensitivity: String,
    agencies: BTreeSet<String>,
}

/// A plan of the matrix, with what is written about each item.
struct Case {
    plan: PlanId,
    said: &'static str,
    is_in_prison: bool,
    named: &'static str,
    statuses: Vec<EntryId>,
    /// Which administrations have written about which item.
    written: BTreeSet<(usize, &'static str)>,
}

/// The columns `read`, `write`, `needs_consent` and `overridable`.
type Words = [String; 4];

fn table() -> BTreeMap<(String, String, String), Words> {
    let rows = TABLE.lines().skip(1).map(|line| {
        let mut cells = line.split(',').map(str::to_owned);
        let mut cell = || cells.next().unwrap();
        let key = (cell(), cell(), cell());
        (key, [cell(), cell(), cell(), cell()])
    });
    rows.collect()
}

/// The roles by the words of the table, in its order.
fn roles() -> Vec<(String, Role)> {
    let mut words: Vec<&str> = Vec::new();
    for role in TABLE
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').nth(2))
    {
        if !words.contains(&role) {
            words.push(role);
        }
    }
    let read = |word: &str| serde_json::from_value(Json::String(word.to_owned())).unwrap();
    words
        .into_iter()
        .map(|word| (word.to_owned(), read(word)))
        .collect()
}

/// What users do: each role alone, and two that go together in one head. "If a user has several roles, the widest row
/// counts."
fn doings() -> Vec<Vec<(String, Role)>> {
    let roles: Vec<(String, Role)> = roles();
    let named = |wanted: &str| {
        roles
            .iter()
            .find(|(name, _)| name == wanted)
            .unwrap()
            .clone()
    };
    let both = [
        ["nav-caseworker", "coordinator"],
        ["contact-officer", "probation"],
    ];
    let both = both.map(|names| names.map(named).to_vec());
    let alone = roles.iter().map(|role| vec![role.clone()]);
    alone.chain(both).collect()
}

fn names(done: &[(String, Role)]) -> String {
    let names: Vec<&str> = done.iter().map(|(name, _)| name.as_str()).collect();
    names.join(" and ")
}

fn items() -> Vec<Item> {
    let template: Json = serde_json::from_str(TEMPLATE).unwrap();
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    let mut found: BTreeMap<(String, String), Item> = BTreeMap::new();
    for item in template["items"].as_array().unwrap() {
        let supporting = item["supporting_agencies"].as_array().unwrap().iter();
        let item = Item {
            id: text(&item["id"]),
            area: text(&item["area"]),
            sensitivity: text(&item["sensitivity"]),
            agencies: supporting.chain([&item["agency"]]).map(text).collect(),
        };
        let class = (item.area.clone(), item.sensitivity.clone());
        found.entry(class).or_insert(item);
    }
    found.into_values().collect()
}

/// What is read or written of an item.
fn is_granted(
    is_read: bool,
    [read, write, needs_consent, overridable]: &Words,
    (role, agency): (&str, &'static str),
    case: &Case,
    (at, item): (usize, &Item),
) -> bool {
    let is_overridden = ["areas opened", "plan and areas opened"].contains(&case.said)
        && is_read
        && overridable == "yes";
    let word: &str = if is_read { read } else { write };
    let has_consent = has_consent(agency, case);
    let is_own = item.sensitivity != "restricted"
        && (item.agencies.contains(agency) || case.written.contains(&(at, agency)));
    let is_unsaid = needs_consent == "yes" && read == "own" && write == "own";
    is_within_reach(is_read, role, case)
        && match word {
            _ if is_overridden => true,
            "yes" => true,
            "own" => is_own && (!is_unsaid || has_consent),
            "consent" => has_consent,
            "bit" | "no" => false,
            other => panic!("{other}"),
        }
}

fn is_within_reach(is_read: bool, role: &str, case: &Case) -> bool {
    let is_opened = is_read && ["plan opened", "plan and areas opened"].contains(&case.said);
    match role {
        "coordinator" => case.named == "coordinators",
        "contact-officer" => case.is_in_prison && case.named == "contact-officers",
        _ => case.is_in_prison || case.named == "workers" || is_opened,
    }
}

fn has_consent(agency: &str, case: &Case) -> bool {
    agency == "nav-office" && case.said == "consent in force"
}

/// Whether the line on medicine is read, which may be about health and about substance use.
fn is_told(
    table: &BTreeMap<(String, String, String), Words>,
    (role, agency): (&str, &str),
    case: &Case,
) -> bool {
    ["health", "substance-use"].iter().all(|area| {
        let key = ((*area).to_owned(), "health".to_owned(), role.to_owned());
        let is_granted = match table.get(&key).unwrap()[0].as_str() {
            "yes" => true,
            "bit" => has_consent(agency, case),
            "no" => false,
            other => panic!("{other}"),
        };
        is_granted && is_within_reach(true, role, case)
    })
}

/// Everything that stands before anybody syncs, written by nobody who asks.
struct World {
    users: Vec<User>,
    cases: Vec<Case>,
    entries: Vec<(Partition, Stored)>,
}

impl World {
    fn new(items: &[Item]) -> Self {
        let users = doings().into_iter();
        let users = users.flat_map(|done| AGENCIES.map(|agency| (done.clone(), agency)));
        let users = users.map(|(done, agency)| User {
            user: UserId(fresh_id()),
            name: format!("{} {agency}", names(&done)),
            agency: AgencyId::from(agency),
            role: done[0].1,
            further_roles: done[1..].iter().map(|(_, role)| *role).collect(),
            prisons: BTreeSet::from([PrisonId::from("ullersmo")]),
        });
        let mut world = Self {
            users: users.collect(),
            cases: Vec::new(),
            entries: Vec::new(),
        };
        for user in &world.users {
            let (id, listed) = (EntryId(fresh_id()), listing(user));
            let entry = directory_entry(id, NOW, BTreeSet::new(), listed);
            world.entries.push(entry);
        }
        for said in SAID {
            for is_in_prison in [true, false] {
                for named in NAMED {
                    world.add(said, is_in_prison, named, items);
                }
            }
        }
        world
    }

    fn add(&mut self, said: &'static str, is_in_prison: bool, named: &'static str, items: &[Item]) {
        let plan = PlanId(fresh_id());
        let prison = PrisonId::from(if is_in_prison { "ullersmo" } else { "halden" });
        let opened = Change::PlanOpened {
            name: "Prøve Prøvesen".to_owned(),
            birth_date: None,
            prison: prison.clone(),
            release_date: None,
            template: 2,
        };
        let mut changes = vec![opened];
        if !named.is_empty() {
            let users = self.users.iter().map(|user| user.user.to_string());
            let values = [(FieldId::from(named), FieldValue::Chosen(users.collect()))];
            changes.push(Change::FieldsSet {
                record: Record::Header,
                values: BTreeMap::from(values),
            });
        }
        changes.extend(words_of(said, items));
        changes.extend(self.opened(said, items));
        for change in changes {
            self.write(plan, &prison, change);
        }
        let mut statuses: Vec<EntryId> = Vec::new();
        for item in items {
            let status = Change::StatusSet {
                item: ItemId::from(item.id.as_str()),
                status: Status::Done,
                why: String::new(),
            };
            statuses.push(self.write(plan, &prison, status));
        }
        let line = Change::PublicLineSet {
            line: PublicLineId::from("medicine"),
            is_arranged: Some(true),
        };
        self.write(plan, &prison, line);
        self.cases.push(Case {
            plan,
            said,
            is_in_prison,
            named,
            statuses,
            written: BTreeSet::new(),
        });
    }

    /// What the centre has opened, to everybody.
    fn opened(&self, said: &str, items: &[Item]) -> Vec<Change> {
        let (opens_plan, has_areas, until) = match said {
            "areas opened" => (false, true, "2026-11-23"),
            "plan opened" => (true, false, "2026-11-24"),
            "plan and areas opened" => (true, true, "2026-11-23"),
            "plan and areas opened until yesterday" => (true, true, "2026-11-22"),
            _ => return Vec::new(),
        };
        let areas = items.iter().filter(|_| has_areas);
        let areas: BTreeSet<AreaId> = areas.map(|item| AreaId::from(item.area.as_str())).collect();
        let users = self.users.iter();
        users
            .map(|user| Change::AccessOverridden {
                user: user.user,
                areas: areas.clone(),
                opens_plan,
                reason: "Har sagt at hen skal ta sitt liv".to_owned(),
                until: until.parse().unwrap(),
            })
            .collect()
    }

    fn write(&mut self, plan: PlanId, prison: &PrisonId, change: Change) -> EntryId {
        let entry = Entry {
            id: EntryId(fresh_id()),
            plan,
            author: UserId(Uuid::nil()),
            device: DeviceId(Uuid::nil()),
            time: overgang_domain::Timestamp::default(),
            replaces: BTreeSet::new(),
            change,
        };
        let id = entry.id;
        let stored = Stored::received(entry, NOW);
        self.entries.push((Partition::of(prison), stored));
        id
    }

    async fn open(&mut self) -> TestApp {
        let database = TestDatabase::new().await;
        let founding = Founding {
            identity: Identity {
                realm: Realm::Practice,
                epoch: "matrix".to_owned(),
                cursor_key: CursorKey::draw().unwrap(),
                outbox_secret: OutboxSecret::draw().unwrap(),
                practice: Some(PracticeOrigin {
                    seed: 1,
                    day: "2026-11-23".parse().unwrap(),
                }),
            },
            users: self.users.clone(),
            entries: std::mem::take(&mut self.entries),
        };
        let store = database.open().await;
        store.found(founding).await.unwrap();
        store.close().await;
        TestApp::try_open(database, Realm::Practice).await.unwrap()
    }
}

/// What the person said, as rows.
fn words_of(said: &str, items: &[Item]) -> Vec<Change> {
    let areas: BTreeSet<String> = items.iter().map(|item| item.area.clone()).collect();
    let day = |text: &str| FieldValue::Day(text.parse().unwrap());
    let row = |sheet: &str, to: &str, more: Vec<(&str, FieldValue)>| {
        let mut values = BTreeMap::from([
            (FieldId::from("recipient"), FieldValue::one(to)),
            (FieldId::from("areas"), FieldValue::Chosen(areas.clone())),
        ]);
        values.extend(
            more.into_iter()
                .map(|(id, value)| (FieldId::from(id), value)),
        );
        Change::RowAdded {
            row: RowId(fresh_id()),
            sheet: SheetId::from(sheet),
            values,
        }
    };
    let consent = |to: &str, until: &str, withdrawn: Option<&str>| {
        let mut more = vec![("given", day("2026-10-01")), ("expires", day(until))];
        more.extend(withdrawn.map(|on| ("withdrawn", day(on))));
        row("consent", to, more)
    };
    match said {
        "nothing"
        | "areas opened"
        | "plan opened"
        | "plan and areas opened"
        | "plan and areas opened until yesterday" => Vec::new(),
        "consent in force" => vec![consent("nav-office", "2026-11-23", None)],
        "consent that is over" => vec![consent("nav-office", "2026-11-22", None)],
        "consent withdrawn" => {
            vec![consent("nav-office", "2027-11-23", Some("2026-11-20"))]
        }
        "consent and a refusal" => vec![
            consent("nav-office", "2027-11-23", None),
            row("access-refusal", "nav-office", Vec::new()),
        ],
        "consent to somebody else" => vec![consent("library", "2027-11-23", None)],
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn who_gets_and_hands_in_what_is_what_the_table_says() {
    let (table, items) = (table(), items());
    assert!(items.len() >= 15, "{}", items.len());
    let mut world = World::new(&items);
    let app = world.open().await;
    let users = doings().into_iter();
    let users: Vec<(Vec<(String, Role)>, &str)> = users
        .flat_map(|done| AGENCIES.map(|agency| (done.clone(), agency)))
        .collect();
    assert_eq!(users.len(), 16 * AGENCIES.len());
    let mut counts: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for (user, (done, agency)) in world.users.clone().iter().zip(&users) {
        let (role, agency) = (names(done), *agency);
        let any = |is_granted: &dyn Fn(&str) -> bool| done.iter().any(|(one, _)| is_granted(one));
        let device = app.sign_in_known(user.clone()).await;
        let held = device.sync(None, &[]).await;
        assert!(!held.more);
        let given: BTreeSet<EntryId> = entries_in(&held)
            .iter()
            .map(|stored| stored.entry.id)
            .collect();
        // The centre says it anew when health staff change something, and only what it says last goes out.
        let is_line = |change: &Change| matches!(change, Change::PublicLineSet { line, .. } if line.as_str() == "medicine");
        let lines: Vec<PlanId> = entries_in(&held)
            .iter()
            .filter(|stored| is_line(&stored.entry.change))
            .map(|stored| stored.entry.plan)
            .collect();
        let mut written: Vec<(usize, usize, Entry)> = Vec::new();
        for (of_case, case) in world.cases.iter().enumerate() {
            let found = lines.contains(&case.plan);
            let expected = any(&|role| is_told(&table, (role, agency), case));
            assert_eq!(
                found,
                expected,
                "{role} of {agency} is told: {}",
                told(case)
            );
            *counts.entry(("told", found)).or_default() += 1;
            for (at, item) in items.iter().enumerate() {
                let place = (at, item);
                let expected = any(&|role| {
                    let words = row_of(&table, item, role);
                    is_granted(true, words, (role, agency), case, place)
                });
                let found = given.contains(&case.statuses[at]);
                let what = format!("{role} of {agency} reads {}: {}", item.id, told(case));
                assert_eq!(found, expected, "{what}");
                *counts.entry(("read", found)).or_default() += 1;
                written.push((of_case, at, device.status(case.plan, &item.id)));
            }
        }
        // One more for a plan that is not there.
        let nowhere = device.status(PlanId(fresh_id()), &items[0].id);
        let batch: Vec<Entry> = written.iter().map(|(_, _, entry)| entry.clone()).collect();
        let answer = device
            .sync(Some(&held.cursor), &[batch, vec![nowhere]].concat())
            .await;
        let refused = reasons(&answer);
        assert!(
            refused
                .iter()
                .all(|reason| *reason == RejectReason::NotAllowed)
        );
        let taken: BTreeSet<EntryId> = answer.receipts.iter().map(|one| one.id).collect();
        assert_eq!(taken.len() + refused.len(), written.len() + 1);
        for (of_case, at, entry) in written {
            let case = &mut world.cases[of_case];
            let place = (at, &items[at]);
            let expected = any(&|role| {
                let words = row_of(&table, &items[at], role);
                is_granted(false, words, (role, agency), case, place)
            });
            let found = taken.contains(&entry.id);
            let what = format!("{role} of {agency} writes {}: {}", items[at].id, told(case));
            assert_eq!(found, expected, "{what}");
            *counts.entry(("written", found)).or_default() += 1;
            if found {
                case.written.insert((at, agency));
            }
        }
    }
    let all: usize = counts.values().sum();
    assert!(all >= 20_000, "{all} cases");
    assert_eq!(counts, COUNTS.into_iter().collect(), "{all} cases");
}

/// How many cases are granted and refused. A changed rule changes them.
const COUNTS: [((&str, bool), usize); 6] = [
    (("told", true), 207),
    (("told", false), 3_633),
    (("read", true), 9_978),
    (("read", false), 62_982),
    (("written", true), 12_575),
    (("written", false), 60_385),
];

fn row_of<'a>(
    table: &'a BTreeMap<(String, String, String), Words>,
    item: &Item,
    role: &str,
) -> &'a Words {
    let key = (item.area.clone(), item.sensitivity.clone(), role.to_owned());
    table.get(&key).unwrap()
}

fn told(case: &Case) -> String {
    format!(
        "in prison {}, named {:?}, {}",
        case.is_in_prison, case.named, case.said
    )
}
