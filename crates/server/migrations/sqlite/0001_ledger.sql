-- The centre's tables on SQLite. Ids are UUIDs of 16 bytes, times are milliseconds since 1970.

-- What this database is. One row.
CREATE TABLE centre (
    one_row       INTEGER PRIMARY KEY CHECK (one_row = 1),
    realm         TEXT NOT NULL,
    epoch         TEXT NOT NULL,
    -- What seals the cursors that devices hold. A new epoch has a new one.
    cursor_key    BLOB NOT NULL,
    -- What opens the entries that devices have sealed to this centre.
    outbox_secret BLOB NOT NULL,
    practice_seed INTEGER,
    practice_day  TEXT
);

-- How far each log has come.
CREATE TABLE heads (
    partition TEXT PRIMARY KEY,
    sequence  INTEGER NOT NULL,
    hash      BLOB NOT NULL
) WITHOUT ROWID;

-- The logs. One row an entry, never changed but for one thing: an erased row loses its content and the salt of its hash.
CREATE TABLE ledger (
    partition   TEXT NOT NULL,
    sequence    INTEGER NOT NULL,
    entry_id    BLOB NOT NULL,
    plan        BLOB NOT NULL,
    author      BLOB NOT NULL,
    device      BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    body        BLOB,
    salt        BLOB,
    body_hash   BLOB NOT NULL,
    erased_at   INTEGER,
    hash        BLOB NOT NULL,
    UNIQUE (partition, sequence),
    -- A plan that moved to another prison stands in both logs, with the same ids.
    UNIQUE (entry_id, partition),
    CHECK ((body IS NULL) = (salt IS NULL) AND (body IS NULL) = (erased_at IS NOT NULL))
);
CREATE INDEX ledger_by_plan ON ledger (plan);

CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE ON ledger
WHEN OLD.body IS NULL OR NEW.body IS NOT NULL
    OR (NEW.rowid, NEW.partition, NEW.sequence, NEW.entry_id, NEW.plan, NEW.author, NEW.device, NEW.received_at,
        NEW.body_hash, NEW.hash)
    IS NOT (OLD.rowid, OLD.partition, OLD.sequence, OLD.entry_id, OLD.plan, OLD.author, OLD.device, OLD.received_at,
        OLD.body_hash, OLD.hash)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_is_never_shortened BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- The entries that were erased, as the tombstones in the logs name them: none of them is taken in again.
CREATE TABLE erased (
    entry_id  BLOB PRIMARY KEY,
    plan      BLOB NOT NULL,
    erased_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Which log a plan stands in.
CREATE TABLE plans (
    plan      BLOB PRIMARY KEY,
    partition TEXT NOT NULL,
    -- The day (ISO 8601) on which to look whether it moves to another prison.
    moves_on  TEXT
) WITHOUT ROWID;
CREATE INDEX plans_by_partition ON plans (partition, plan);
CREATE INDEX plans_by_move ON plans (moves_on);

-- Who may reach a plan from another prison, and on which days (ISO 8601) rights to it change by themselves. Both
-- follow from its entries and are written with them.
CREATE TABLE plan_people (
    user_id BLOB NOT NULL,
    plan    BLOB NOT NULL,
    -- The last day, where it has one: what was opened is open for some days.
    until   TEXT,
    PRIMARY KEY (user_id, plan)
) WITHOUT ROWID;
CREATE INDEX plan_people_by_plan ON plan_people (plan);
CREATE TABLE turning_days (
    day  TEXT NOT NULL,
    plan BLOB NOT NULL,
    PRIMARY KEY (day, plan)
) WITHOUT ROWID;
CREATE INDEX turning_days_by_plan ON turning_days (plan);

-- The national identity numbers that stand in plans, so that a plan outside somebody's reach can be opened with a reason.
-- Follows from its entries, too.
CREATE TABLE plan_numbers (
    number TEXT NOT NULL,
    plan   BLOB NOT NULL,
    PRIMARY KEY (number, plan)
) WITHOUT ROWID;
CREATE INDEX plan_numbers_by_plan ON plan_numbers (plan);

-- Persons whom almost nobody may see: closed to all without a grant of their own (with its last day, ISO 8601), and to
-- those who may never see them.
CREATE TABLE plan_protections (
    plan       BLOB PRIMARY KEY,
    grade      TEXT,
    -- What is closed no longer keeps its row: an older state does not come back.
    changed_at INTEGER NOT NULL
);
CREATE TABLE plan_grants (
    plan    BLOB NOT NULL REFERENCES plan_protections (plan),
    user_id BLOB NOT NULL,
    until   TEXT NOT NULL,
    PRIMARY KEY (plan, user_id)
);
CREATE TABLE plan_bars (
    plan    BLOB NOT NULL REFERENCES plan_protections (plan),
    user_id BLOB NOT NULL,
    PRIMARY KEY (plan, user_id)
);

CREATE TABLE users (
    user_id BLOB PRIMARY KEY,
    name    TEXT NOT NULL,
    agency  TEXT NOT NULL,
    -- Their names with spaces between them, the chief one first.
    roles   TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE user_prisons (
    user_id BLOB NOT NULL REFERENCES users (user_id),
    prison  TEXT NOT NULL,
    PRIMARY KEY (user_id, prison)
) WITHOUT ROWID;

-- Of the token only its SHA-256.
CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    user_id    BLOB NOT NULL REFERENCES users (user_id),
    device     BLOB NOT NULL,
    begun_at   INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at   INTEGER,
    -- The provider's name for their session there.
    provider_session TEXT
) WITHOUT ROWID;

CREATE INDEX sessions_by_user ON sessions (user_id);

-- Who is at the provider's page at the moment. Of the token only its SHA-256.
CREATE TABLE sign_ins (
    token_hash BLOB PRIMARY KEY,
    device     BLOB NOT NULL,
    state      TEXT NOT NULL,
    nonce      TEXT NOT NULL,
    verifier   TEXT NOT NULL,
    -- The session that the browser had before, which ends with the new one.
    session_before BLOB,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

-- The devices on which somebody has ever signed in. One that is revoked gets nothing more.
CREATE TABLE devices (
    device     BLOB PRIMARY KEY,
    name       TEXT NOT NULL,
    revoked_at INTEGER,
    revoked_by BLOB,
    -- The device that it was a copy of until that was noticed.
    copied_from BLOB
) WITHOUT ROWID;

-- Who has signed in on each, with the key that marks what they write there, when it was last here for them, and how much
-- of their work was still to come.
CREATE TABLE device_users (
    device       BLOB NOT NULL REFERENCES devices (device),
    user_id      BLOB NOT NULL,
    tag_key      BLOB NOT NULL,
    enrolled_at  INTEGER NOT NULL,
    app          TEXT NOT NULL,
    protocol     INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    unsent       INTEGER NOT NULL,
    -- The end of the chain of what the user hands in from it, by which copies are noticed.
    last_entry   BLOB,
    PRIMARY KEY (device, user_id)
) WITHOUT ROWID;

CREATE INDEX device_users_by_user ON device_users (user_id);
CREATE INDEX sessions_by_device ON sessions (device);

-- Entries that were handed in sealed and could not go into the ledger, until their author or the plan's coordinator lets
-- them in or throws them away. An id may stand there with several contents: one of them may be forged.
CREATE TABLE quarantine (
    entry_id   BLOB NOT NULL,
    hash       BLOB NOT NULL,
    plan       BLOB NOT NULL,
    author     BLOB NOT NULL,
    -- None once it was thrown away: the same does not come back.
    body       BLOB,
    -- Words with spaces between them.
    reasons    TEXT NOT NULL,
    brought_at INTEGER NOT NULL,
    PRIMARY KEY (entry_id, hash)
) WITHOUT ROWID;
CREATE INDEX quarantine_by_plan ON quarantine (plan);
CREATE INDEX quarantine_by_author ON quarantine (author);

-- What the fold gives, for overviews. It can be thrown away and made again from the ledger.
CREATE TABLE projections (
    plan         BLOB PRIMARY KEY,
    partition    TEXT NOT NULL,
    sequence     INTEGER NOT NULL,
    release_date TEXT,
    is_ready     INTEGER NOT NULL,
    summary      TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX projections_by_release ON projections (partition, release_date);

-- How far each log has been projected.
CREATE TABLE projected (
    partition TEXT PRIMARY KEY,
    sequence  INTEGER NOT NULL
) WITHOUT ROWID;

-- Who has seen what, and what was refused. Several strands are written side by side, each with a hash chain of its own.
-- A row is never changed. What a device noted counts once, by the note's id.
CREATE TABLE audit (
    strand      BLOB NOT NULL,
    sequence    INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    first_at    INTEGER NOT NULL,
    user_id     BLOB NOT NULL,
    device      BLOB NOT NULL,
    act         TEXT NOT NULL,
    note        BLOB,
    body        BLOB NOT NULL,
    hash        BLOB NOT NULL,
    UNIQUE (strand, sequence),
    UNIQUE (user_id, device, note)
);
CREATE INDEX audit_by_time ON audit (received_at, strand, sequence);
CREATE INDEX audit_by_user ON audit (user_id, act, received_at);
CREATE INDEX audit_by_user_there ON audit (user_id, act, first_at);

-- Which rows name a plan.
CREATE TABLE audit_plans (
    plan        BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    strand      BLOB NOT NULL,
    sequence    INTEGER NOT NULL,
    PRIMARY KEY (plan, received_at, strand, sequence)
) WITHOUT ROWID;

-- How far each strand has come.
CREATE TABLE audit_ends (
    strand   BLOB PRIMARY KEY,
    sequence INTEGER NOT NULL,
    hash     BLOB NOT NULL
) WITHOUT ROWID;

-- The sample of each week, and what was found on it. Never changed either.
CREATE TABLE reviews (
    week     TEXT PRIMARY KEY,
    drawn_at INTEGER NOT NULL,
    seed     BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE review_picks (
    week     TEXT NOT NULL REFERENCES reviews (week),
    number   INTEGER NOT NULL,
    strand   BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    why      TEXT NOT NULL,
    PRIMARY KEY (week, number),
    UNIQUE (week, strand, sequence)
) WITHOUT ROWID;
CREATE TABLE review_findings (
    finding  BLOB PRIMARY KEY,
    week     TEXT NOT NULL,
    strand   BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    user_id  BLOB NOT NULL,
    at       INTEGER NOT NULL,
    words    TEXT NOT NULL,
    FOREIGN KEY (week, strand, sequence) REFERENCES review_picks (week, strand, sequence)
) WITHOUT ROWID;
CREATE INDEX review_findings_by_week ON review_findings (week);

CREATE TRIGGER audit_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END;
CREATE TRIGGER audit_never_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END;
CREATE TRIGGER audit_plans_never_changed BEFORE UPDATE ON audit_plans
BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END;
CREATE TRIGGER audit_plans_never_shortened BEFORE DELETE ON audit_plans
BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END;
CREATE TRIGGER reviews_never_changed BEFORE UPDATE ON reviews
BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END;
CREATE TRIGGER reviews_never_shortened BEFORE DELETE ON reviews
BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END;
CREATE TRIGGER review_picks_never_changed BEFORE UPDATE ON review_picks
BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END;
CREATE TRIGGER review_picks_never_shortened BEFORE DELETE ON review_picks
BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END;
CREATE TRIGGER review_findings_never_changed BEFORE UPDATE ON review_findings
BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END;
CREATE TRIGGER review_findings_never_shortened BEFORE DELETE ON review_findings
BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END;

-- Which signed requests of the systems beside the centre were seen, as long as somebody could send them again.
CREATE TABLE system_requests (
    system_id BLOB NOT NULL,
    request   BLOB NOT NULL,
    until     INTEGER NOT NULL,
    PRIMARY KEY (system_id, request)
) WITHOUT ROWID;
CREATE INDEX system_requests_by_end ON system_requests (until);

-- What they have reported, by the salted hash of what it said. Written with the entries that it became; the salt goes when
-- something of the plan is erased, so that nobody can try out what an erased entry said.
CREATE TABLE system_events (
    system_id   BLOB NOT NULL,
    event       BLOB NOT NULL,
    plan        BLOB NOT NULL,
    salt        BLOB,
    content     BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (system_id, event)
) WITHOUT ROWID;
CREATE INDEX system_events_by_plan ON system_events (plan);

-- Which process tells them what has changed, and when it is tried again.
CREATE TABLE webhooks (
    system_id  BLOB PRIMARY KEY,
    epoch      TEXT NOT NULL,
    holder     BLOB NOT NULL,
    held_until INTEGER NOT NULL,
    failures   INTEGER NOT NULL,
    next_at    INTEGER NOT NULL
) WITHOUT ROWID;

-- Up to which entry of each log they were told.
CREATE TABLE webhook_positions (
    system_id BLOB NOT NULL,
    partition TEXT NOT NULL,
    sequence  INTEGER NOT NULL,
    PRIMARY KEY (system_id, partition)
) WITHOUT ROWID;
