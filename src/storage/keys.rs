//! The object stores of the database, and how their records are named. Names hold random ids, counts
//! and fixed words only: they lie in clear on disk. What they name is sealed, but for what [`is_clear`] says.

use overgang_domain::{EntryId, PlanId, Stored};
use uuid::Uuid;

/// The version of the database, and of the way in which entries are folded into what lies in it. It goes up with every
/// new kind of entry, and with every change to the object stores or to what a plan or a summary looks like on disk.
/// One number for all of them: tabs of an older app then lose the database, so that none of them goes on to write
/// snapshots without what it does not know.
pub(super) const VERSION: u32 = 9;

/// Entries that the centre has not confirmed: `plan/entry` → one entry.
pub(super) const OUTBOX: &str = "outbox";
/// The same, sealed to the centre, or that it has them: `plan/entry` → one of both.
pub(super) const FOR_CENTRE: &str = "for_centre";
/// Entries that the centre has: `plan/number` → many entries of one plan.
pub(super) const SEGMENTS: &str = "segments";
/// The plan that the received entries make: `plan` → plan.
pub(super) const SNAPSHOTS: &str = "snapshots";
/// What lists show: `number` → the summaries of some plans.
pub(super) const SUMMARIES: &str = "summaries";
/// Text that is being written: `draft` → place, tab and text.
pub(super) const DRAFTS: &str = "drafts";
/// Entries that the centre did not take: `entry` → entry and reason.
pub(super) const SET_ASIDE: &str = "set_aside";
/// What each exchange brought: `millis` → counts.
pub(super) const SYNC_LOG: &str = "sync_log";
/// What was seen here and the centre has not heard of: `note` → note.
pub(super) const READS: &str = "reads";
/// Single facts: the cursor, the session, how often this database was written.
pub(super) const FACTS: &str = "facts";

/// All of them.
pub(super) const ALL: [&str; 10] = [
    OUTBOX, FOR_CENTRE, SEGMENTS, SNAPSHOTS, SUMMARIES, DRAFTS, SET_ASIDE, SYNC_LOG, READS, FACTS,
];

/// Where lies what nobody has but this device: unsent work, text, what was not taken, and notes of what was read.
pub(super) const OWN: [&str; 4] = [OUTBOX, SET_ASIDE, DRAFTS, READS];

/// How often the database was written, by any tab.
pub(super) const FACT_WRITES: &str = "writes";
/// Where the device has read up to.
pub(super) const FACT_CURSOR: &str = "cursor";
/// Where the chain of what was handed in from here ended last.
pub(super) const FACT_CHAIN: &str = "chain";
/// Which version made the snapshots and summaries.
pub(super) const FACT_FOLDED_BY: &str = "folded-by";
/// What the list of plans is narrowed to, and filters that are kept: `filter/id` → one filter with its name.
pub(super) const FACT_FILTERS: &str = "filter/";
/// Until when is kept what was written here about a plan that is not here any longer: `left/plan` → a moment of the
/// centre's.
pub(super) const FACT_LEFT: &str = "left/";
/// Which lists were noted today.
pub(super) const FACT_LISTED: &str = "listed";
/// Who is signed in here.
pub(super) const FACT_SESSION: &str = "session";
/// The key by which what is sealed to the centre is marked.
pub(super) const FACT_TAG_KEY: &str = "tag-key";
/// The centre's key, to which what waits here is sealed too.
pub(super) const FACT_CENTRE_KEY: &str = "centre-key";
/// How the space locks itself.
pub(super) const FACT_LOCK: &str = "lock";
/// What is written to find out whether there is room.
pub(super) const FACT_ROOM: &str = "room";
/// A space with its wrapped keys: `space/id`.
pub(super) const FACT_SPACE: &str = "space/";
/// How a space was used: `use/id`.
const FACT_USE: &str = "use/";
/// When a space was in touch with the centre: `contact/id`.
const FACT_CONTACT: &str = "contact/";

/// Whether a record is not sealed by the space's keys: how often the database was written, which has to be read inside a
/// transaction; what is needed before any key is open; and what is sealed to the centre instead. `docs/sealing.md` lists
/// all of it.
pub(super) fn is_clear(store: &str, name: &str) -> bool {
    let starts = |prefix: &&str| name.starts_with(prefix);
    #[cfg(feature = "bench")]
    if BARE.get() {
        return true;
    }
    let clear = [FACT_SPACE, FACT_USE, FACT_CONTACT];
    store == FOR_CENTRE || store == FACTS && (name == FACT_WRITES || clear.iter().any(starts))
}

/// The name of a space.
pub(super) fn space_key(space: Uuid) -> String {
    format!("{FACT_SPACE}{space}")
}

/// The space in such a name.
pub(super) fn space_part(key: &str) -> Option<Uuid> {
    key.strip_prefix(FACT_SPACE)?.parse().ok()
}

/// The name of how a space was used.
pub(super) fn use_key(space: Uuid) -> String {
    format!("{FACT_USE}{space}")
}

/// The name of when a space was in touch with the centre.
pub(super) fn contact_key(space: Uuid) -> String {
    format!("{FACT_CONTACT}{space}")
}

/// The name of an unsent entry.
pub(super) fn outbox_key(plan: PlanId, entry: EntryId) -> String {
    format!("{plan}/{entry}")
}

/// The entry in such a name.
pub(super) fn entry_part(outbox_key: &str) -> Option<EntryId> {
    let (_, entry) = outbox_key.rsplit_once('/')?;
    entry.parse().ok().map(EntryId)
}

/// When the entry of such a name was written, milliseconds since 1970: a `UUIDv7` begins with it.
pub(super) fn written_at(outbox_key: &str) -> Option<u64> {
    let EntryId(entry) = entry_part(outbox_key)?;
    let (seconds, nanos) = entry.get_timestamp()?.to_unix();
    Some(seconds * 1000 + u64::from(nanos / 1_000_000))
}

/// The name of a segment. Its ends and its length make it unique: what is read again in other pieces must not take the
/// place of a longer one.
pub(super) fn segment_key(plan: PlanId, entries: &[Stored]) -> String {
    let id = |stored: Option<&Stored>| stored.map_or_else(Uuid::nil, |one| one.entry.id.0);
    let (first, last) = (id(entries.first()), id(entries.last()));
    format!("{plan}/{first}/{last}/{}", entries.len())
}

/// The plan that the name of a segment begins with.
pub(super) fn plan_part(key: &str) -> Option<PlanId> {
    let (plan, _) = key.split_once('/')?;
    plan.parse().ok()
}

/// The name of a filter.
pub(super) fn filter_key(id: Uuid) -> String {
    format!("{FACT_FILTERS}{id}")
}

/// The name of the moment until which what is left of a plan is kept.
pub(super) fn left_key(plan: PlanId) -> String {
    format!("{FACT_LEFT}{plan}")
}

/// The plan in such a name.
pub(super) fn left_part(key: &str) -> Option<PlanId> {
    key.strip_prefix(FACT_LEFT)?.parse().ok()
}

/// The name of a page of summaries.
pub(super) fn page_key(number: usize) -> String {
    format!("{number:06}")
}

/// The name of a line in the log of exchanges; later ones sort after earlier ones.
pub(super) fn log_key(millis: u64) -> String {
    format!("{millis:015}")
}

#[cfg(feature = "bench")]
thread_local! {
    static BARE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// For measurements: from now on nothing is sealed.
#[cfg(feature = "bench")]
pub fn lie_bare() {
    BARE.set(true);
}
