//! The person's right of access: all that is held on somebody in a plan, with who has read it, put together for the
//! person. Nobody sees more by it than by their own rights; what others hold is counted (decision 21).

pub mod page;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::access::{Visibility, Visible};
use overgang_domain::public_line;
use overgang_domain::reference::Reference;
use overgang_domain::{AgencyId, Change, Entry, EntryId, Plan, PlanId, Stored};
use overgang_sync::message::{
    AuditAct, AuditRow, ErasedPart, HeldArea, HeldElsewhere, HeldEntry, HeldLine,
    PERSON_DATA_SCHEMA, PersonDataResponse, PersonRead,
};

use self::words::Words;
use crate::rules::{Rules, Shared};
use crate::storage::{AuditFilter, AuditOrder, AuditPosition, LedgerStore, UseStoreError};

/// How many rows of the log of reads are read at once.
const ROWS_AT_ONCE: u32 = 1_000;

/// By what a plan is put into words.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The reference data.
    pub reference: &'a Reference,
    /// The rules.
    pub rules: &'a Rules,
    /// What all share at this moment.
    pub shared: &'a Shared,
}

/// All that is held on a person, of which these entries are all. `seen` are those that whoever asks may see; `None`: all.
pub fn put_together(
    sources: Sources<'_>,
    id: PlanId,
    entries: &[Stored],
    seen: Option<&BTreeSet<EntryId>>,
    reads: &[AuditRow],
    now: u64,
) -> PersonDataResponse {
    let plan = Plan::fold(id, entries);
    let visibility = sources.rules.visibility(sources.shared, &plan);
    let words = Words {
        reference: sources.reference,
        plan: &plan,
        template: visibility.template,
        directory: &sources.shared.directory,
    };
    let standing: BTreeSet<EntryId> = standing(&plan);
    let mut areas: BTreeMap<String, Vec<HeldEntry>> = BTreeMap::new();
    let mut elsewhere: BTreeMap<AgencyId, u32> = BTreeMap::new();
    let mut erased: Vec<ErasedPart> = Vec::new();
    for stored in entries {
        let entry: &Entry = &stored.entry;
        if let Change::Erased { entries, ground } = &entry.change {
            erased.push(ErasedPart {
                at: entry.time.millis,
                entries: u32::try_from(entries.len()).unwrap_or(u32::MAX),
                ground: *ground,
            });
        } else if seen.is_none_or(|seen| seen.contains(&entry.id)) {
            let area = areas.entry(area_of(visibility, entry)).or_default();
            area.push(held(words, stored, standing.contains(&entry.id)));
        } else if !matches!(entry.change, Change::PublicLineSet { .. }) {
            // The centre's lines follow from what is counted already.
            *elsewhere.entry(words.agency_of(entry.author)).or_default() += 1;
        }
    }
    for entries in areas.values_mut() {
        entries.sort_by_key(|one| (one.received_at, one.written_at, one.entry));
    }
    erased.sort_by_key(|one| (one.at, one.ground));
    PersonDataResponse {
        schema: PERSON_DATA_SCHEMA.to_owned(),
        plan: id,
        name: plan.name().value,
        made_at: now,
        areas: in_order(words, areas),
        elsewhere: elsewhere
            .into_iter()
            .map(|(agency, entries)| HeldElsewhere {
                name: words.agency(&agency),
                agency,
                entries,
            })
            .collect(),
        erased,
        reads: reads.iter().map(|row| read(words, row)).collect(),
    }
}

/// All rows of the log of reads that name a plan, oldest first. Not that somebody changed who may see it at all: that is no
/// read, and would tell the plan's coordinator that there is or was a grade.
pub async fn reads_of(
    store: &dyn LedgerStore,
    plan: PlanId,
) -> Result<Vec<AuditRow>, UseStoreError> {
    let filter = AuditFilter {
        plan: Some(plan),
        ..AuditFilter::default()
    };
    let mut found: Vec<AuditRow> = Vec::new();
    let mut after: Option<AuditPosition> = None;
    loop {
        let order = AuditOrder::OldestFirst(after);
        let rows = store.audit_rows(&filter, order, ROWS_AT_ONCE).await?;
        let Some(last) = rows.last() else {
            return Ok(found);
        };
        after = Some((last.received_at, last.place));
        let reads = rows.into_iter();
        found.extend(reads.filter(|row| row.act != AuditAct::Protected));
    }
}

/// The entries that nothing has replaced, in one of their fields at least.
fn standing(plan: &Plan) -> BTreeSet<EntryId> {
    let fields = plan.records().values().flatten();
    let heads = fields.flat_map(|(_, values)| values.heads());
    heads.map(|(id, _)| id).collect()
}

/// The area that an entry stands under: of several the most sensitive.
fn area_of(plan: Visibility<'_>, entry: &Entry) -> String {
    let visible = plan.of_change(&entry.change);
    // Nothing may tell which area a line is about.
    if visible
        .iter()
        .any(|one| matches!(one, Visible::PublicLine(_)))
    {
        return public_line::HEALTH.to_owned();
    }
    let classes = visible.iter().filter_map(|one| match one {
        Visible::Class(class) | Visible::Consent(_, class) => Some(class),
        Visible::Header | Visible::Override(_) | Visible::PublicLine(_) | Visible::Whole => None,
    });
    let class = classes.max_by_key(|class| class.sensitivity);
    match class {
        Some(class) => class.area.to_string(),
        None if visible.contains(&Visible::Whole) => words::OTHER.0.to_owned(),
        None => words::HEADER.0.to_owned(),
    }
}

/// First whose plan it is, then the areas in the order of the screen, then what no area has.
fn in_order(words: Words<'_>, mut areas: BTreeMap<String, Vec<HeldEntry>>) -> Vec<HeldArea> {
    let known = words.template.areas.iter();
    let known = known.map(|area| (area.id.to_string(), area.name.nb.clone()));
    let [first, last] =
        [words::HEADER, words::OTHER].map(|(id, name)| (id.to_owned(), name.to_owned()));
    let known = std::iter::once(first).chain(known).chain([last]);
    let mut all: Vec<HeldArea> = Vec::new();
    for (area, name) in known {
        if let Some(entries) = areas.remove(&area) {
            all.push(HeldArea {
                area,
                name,
                entries,
            });
        }
    }
    let rest = areas.into_iter().map(|(area, entries)| HeldArea {
        name: area.clone(),
        area,
        entries,
    });
    all.extend(rest);
    all
}

fn held(words: Words<'_>, stored: &Stored, stands: bool) -> HeldEntry {
    let entry: &Entry = &stored.entry;
    let writes = entry.change.writes();
    HeldEntry {
        entry: entry.id,
        written_at: entry.time.millis,
        received_at: stored.received_at.unwrap_or_default(),
        by: words.user(entry.author),
        agency: words.agency(&words.agency_of(entry.author)),
        about: words.about(entry.change.record().as_ref()),
        says: writes
            .iter()
            .map(|(register, value)| HeldLine {
                field: words.field(register),
                value: words.value(register, value),
            })
            .collect(),
        stands,
    }
}

fn read(words: Words<'_>, row: &AuditRow) -> PersonRead {
    PersonRead {
        by: words.user(row.user),
        agency: words.agency(&row.agency),
        role: row.role,
        first: row.first,
        last: row.last,
        times: row.times,
        act: row.act,
        reason: row.reason,
    }
}
