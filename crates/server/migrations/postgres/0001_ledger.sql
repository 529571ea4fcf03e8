-- The centre's tables on PostgreSQL. Ids are UUIDs of 16 bytes, times are milliseconds since 1970.

-- What this database is. One row.
CREATE TABLE centre (
    one_row       SMALLINT PRIMARY KEY CHECK (one_row = 1),
    realm         TEXT NOT NULL,
    epoch         TEXT NOT NULL,
    -- What seals the cursors that devices hold. A new epoch has a new one.
    cursor_key    BYTEA NOT NULL,
    -- What opens the entries that devices have sealed to this centre.
    outbox_secret BYTEA NOT NULL,
    practice_seed BIGINT,
    practice_day  TEXT
);

-- How far each log has come.
CREATE TABLE heads (
    partition TEXT PRIMARY KEY,
    sequence  BIGINT NOT NULL,
    hash      BYTEA NOT NULL
);

-- The logs. One row an entry, never changed but for one thing: an erased row loses its content and the salt of its hash.
CREATE TABLE ledger (
    partition   TEXT NOT NULL,
    sequence    BIGINT NOT NULL,
    entry_id    BYTEA NOT NULL,
    plan        BYTEA NOT NULL,
    author      BYTEA NOT NULL,
    device      BYTEA NOT NULL,
    received_at BIGINT NOT NULL,
    body        BYTEA,
    salt        BYTEA,
    body_hash   BYTEA NOT NULL,
    erased_at   BIGINT,
    hash        BYTEA NOT NULL,
    UNIQUE (partition, sequence),
    -- A plan that moved to another prison stands in both logs, with the same ids.
    UNIQUE (entry_id, partition),
    CHECK ((body IS NULL) = (salt IS NULL) AND (body IS NULL) = (erased_at IS NOT NULL))
);
CREATE INDEX ledger_by_plan ON ledger (plan);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'this table is append-only'; END $$;
CREATE FUNCTION refuse_all_but_erasure() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'UPDATE' AND OLD.body IS NOT NULL AND NEW.body IS NULL
        AND (NEW.partition, NEW.sequence, NEW.entry_id, NEW.plan, NEW.author, NEW.device, NEW.received_at,
            NEW.body_hash, NEW.hash)
        IS NOT DISTINCT FROM (OLD.partition, OLD.sequence, OLD.entry_id, OLD.plan, OLD.author, OLD.device,
            OLD.received_at, OLD.body_hash, OLD.hash)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the ledger is append-only';
END $$;
CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE OR DELETE ON ledger
FOR EACH ROW EXECUTE FUNCTION refuse_all_but_erasure();
CREATE TRIGGER ledger_is_never_emptied BEFORE TRUNCATE ON ledger
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The entries that were erased, as the tombstones in the logs name them: none of them is taken in again.
CREATE TABLE erased (
    entry_id  BYTEA PRIMARY KEY,
    plan      BYTEA NOT NULL,
    erased_at BIGINT NOT NULL
);

-- Which log a plan stands in.
CREATE TABLE plans (
    plan      BYTEA PRIMARY KEY,
    partition TEXT NOT NULL,
    -- The day (ISO 8601) on which to look whether it moves to another prison.
    moves_on  TEXT
);
CREATE INDEX plans_by_partition ON plans (partition, plan);
CREATE INDEX plans_by_move ON plans (moves_on);

-- Who may reach a plan from another prison, and on which days (ISO 8601) rights to it change by themselves. Both
-- follow from its entries and are written with them.
CREATE TABLE plan_people (
    user_id BYTEA NOT NULL,
    plan    BYTEA NOT NULL,
    -- The last day, where it has one: what was opened is open for some days.
    until   TEXT,
    PRIMARY KEY (user_id, plan)
);
CREATE INDEX plan_people_by_plan ON plan_people (plan);
CREATE TABLE turning_days (
    day  TEXT NOT NULL,
    plan BYTEA NOT NULL,
    PRIMARY KEY (day, plan)
);
CREATE INDEX turning_days_by_plan ON turning_days (plan);

-- The national identity numbers that stand in plans, so that a plan outside somebody's reach can be opened with a reason.
-- Follows from its entries, too.
CREATE TABLE plan_numbers (
    number TEXT NOT NULL,
    plan   BYTEA NOT NULL,
    PRIMARY KEY (number, plan)
);
CREATE INDEX plan_numbers_by_plan ON plan_numbers (plan);

-- Persons whom almost nobody may see: closed to all without a grant of their own (with its last day, ISO 8601), and to
-- those who may never see them.
CREATE TABLE plan_protections (
    plan       BYTEA PRIMARY KEY,
    grade      TEXT,
    -- What is closed no longer keeps its row: an older state does not come back.
    changed_at BIGINT NOT NULL
);
CREATE TABLE plan_grants (
    plan    BYTEA NOT NULL REFERENCES plan_protections (plan),
    user_id BYTEA NOT NULL,
    until   TEXT NOT NULL,
    PRIMARY KEY (plan, user_id)
);
CREATE TABLE plan_bars (
    plan    BYTEA NOT NULL REFERENCES plan_protections (plan),
    user_id BYTEA NOT NULL,
    PRIMARY KEY (plan, user_id)
);

CREATE TABLE users (
    user_id BYTEA PRIMARY KEY,
    name    TEXT NOT NULL,
    agency  TEXT NOT NULL,
    -- Their names with spaces between them, the chief one first.
    roles   TEXT NOT NULL
);

CREATE TABLE user_prisons (
    user_id BYTEA NOT NULL REFERENCES users (user_id),
    prison  TEXT NOT NULL,
    PRIMARY KEY (user_id, prison)
);

-- Of the token only its SHA-256.
CREATE TABLE sessions (
    token_hash BYTEA PRIMARY KEY,
    user_id    BYTEA NOT NULL REFERENCES users (user_id),
    device     BYTEA NOT NULL,
    begun_at   BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at   BIGINT,
    -- The provider's name for their session there.
    provider_session TEXT
);

CREATE INDEX sessions_by_user ON sessions (user_id);

-- Who is at the provider's page at the moment. Of the token only its SHA-256.
CREATE TABLE sign_ins (
    token_hash BYTEA PRIMARY KEY,
    device     BYTEA NOT NULL,
    state      TEXT NOT NULL,
    nonce      TEXT NOT NULL,
    verifier   TEXT NOT NULL,
    -- The session that the browser had before, which ends with the new one.
    session_before BYTEA,
    expires_at BIGINT NOT NULL
);

-- The devices on which somebody has ever signed in. One that is revoked gets nothing more.
CREATE TABLE devices (
    device     BYTEA PRIMARY KEY,
    name       TEXT NOT NULL,
    revoked_at BIGINT,
    revoked_by BYTEA,
    -- The device that it was a copy of until that was noticed.
    copied_from BYTEA
);

-- Who has signed in on each, with the key that marks what they write there, when it was last here for them, and how much
-- of their work was still to come.
CREATE TABLE device_users (
    device       BYTEA NOT NULL REFERENCES devices (device),
    user_id      BYTEA NOT NULL,
    tag_key      BYTEA NOT NULL,
    enrolled_at  BIGINT NOT NULL,
    app          TEXT NOT NULL,
    protocol     BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    unsent       BIGINT NOT NULL,
    -- The end of the chain of what the user hands in from it, by which copies are noticed.
    last_entry   BYTEA,
    PRIMARY KEY (device, user_id)
);

CREATE INDEX device_users_by_user ON device_users (user_id);
CREATE INDEX sessions_by_device ON sessions (device);

-- Entries that were handed in sealed and could not go into the ledger, until their author or the plan's coordinator lets
-- them in or throws them away. An id may stand there with several contents: one of them may be forged.
CREATE TABLE quarantine (
    entry_id   BYTEA NOT NULL,
    hash       BYTEA NOT NULL,
    plan       BYTEA NOT NULL,
    author     BYTEA NOT NULL,
    -- None once it was thrown away: the same does not come back.
    body       BYTEA,
    -- Words with spaces between them.
    reasons    TEXT NOT NULL,
    brought_at BIGINT NOT NULL,
    PRIMARY KEY (entry_id, hash)
);
CREATE INDEX quarantine_by_plan ON quarantine (plan);
CREATE INDEX quarantine_by_author ON quarantine (author);

-- What the fold gives, for overviews. It can be thrown away and made again from the ledger.
CREATE TABLE projections (
    plan         BYTEA PRIMARY KEY,
    partition    TEXT NOT NULL,
    sequence     BIGINT NOT NULL,
    release_date TEXT,
    is_ready     BOOLEAN NOT NULL,
    summary      TEXT NOT NULL
);
CREATE INDEX projections_by_release ON projections (partition, release_date);

-- How far each log has been projected.
CREATE TABLE projected (
    partition TEXT PRIMARY KEY,
    sequence  BIGINT NOT NULL
);

-- Who has seen what, and what was refused. Several strands are written side by side, each with a hash chain of its own.
-- A row is never changed. What a device noted counts once, by the note's id.
CREATE TABLE audit (
    strand      BYTEA NOT NULL,
    sequence    BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    first_at    BIGINT NOT NULL,
    user_id     BYTEA NOT NULL,
    device      BYTEA NOT NULL,
    act         TEXT NOT NULL,
    note        BYTEA,
    body        BYTEA NOT NULL,
    hash        BYTEA NOT NULL,
    UNIQUE (strand, sequence),
    UNIQUE (user_id, device, note)
);
CREATE INDEX audit_by_time ON audit (received_at, strand, sequence);
CREATE INDEX audit_by_user ON audit (user_id, act, received_at);
CREATE INDEX audit_by_user_there ON audit (user_id, act, first_at);

-- Which rows name a plan.
CREATE TABLE audit_plans (
    plan        BYTEA NOT NULL,
    received_at BIGINT NOT NULL,
    strand      BYTEA NOT NULL,
    sequence    BIGINT NOT NULL,
    PRIMARY KEY (plan, received_at, strand, sequence)
);

-- How far each strand has come.
CREATE TABLE audit_ends (
    strand   BYTEA PRIMARY KEY,
    sequence BIGINT NOT NULL,
    hash     BYTEA NOT NULL
);

-- The sample of each week, and what was found on it. Never changed either.
CREATE TABLE reviews (
    week     TEXT PRIMARY KEY,
    drawn_at BIGINT NOT NULL,
    seed     BYTEA NOT NULL
);
CREATE TABLE review_picks (
    week     TEXT NOT NULL REFERENCES reviews (week),
    number   BIGINT NOT NULL,
    strand   BYTEA NOT NULL,
    sequence BIGINT NOT NULL,
    why      TEXT NOT NULL,
    PRIMARY KEY (week, number),
    UNIQUE (week, strand, sequence)
);
CREATE TABLE review_findings (
    finding  BYTEA PRIMARY KEY,
    week     TEXT NOT NULL,
    strand   BYTEA NOT NULL,
    sequence BIGINT NOT NULL,
    user_id  BYTEA NOT NULL,
    at       BIGINT NOT NULL,
    words    TEXT NOT NULL,
    FOREIGN KEY (week, strand, sequence) REFERENCES review_picks (week, strand, sequence)
);
CREATE INDEX review_findings_by_week ON review_findings (week);

CREATE TRIGGER audit_never_changed BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_plans_never_changed BEFORE UPDATE OR DELETE ON audit_plans
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_plans_never_emptied BEFORE TRUNCATE ON audit_plans
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reviews_never_changed BEFORE UPDATE OR DELETE ON reviews
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reviews_never_emptied BEFORE TRUNCATE ON reviews
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER review_picks_never_changed BEFORE UPDATE OR DELETE ON review_picks
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER review_picks_never_emptied BEFORE TRUNCATE ON review_picks
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER review_findings_never_changed BEFORE UPDATE OR DELETE ON review_findings
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER review_findings_never_emptied BEFORE TRUNCATE ON review_findings
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Which signed requests of the systems beside the centre were seen, as long as somebody could send them again.
CREATE TABLE system_requests (
    system_id BYTEA NOT NULL,
    request   BYTEA NOT NULL,
    until     BIGINT NOT NULL,
    PRIMARY KEY (system_id, request)
);
CREATE INDEX system_requests_by_end ON system_requests (until);

-- What they have reported, by the salted hash of what it said. Written with the entries that it became; the salt goes when
-- something of the plan is erased, so that nobody can try out what an erased entry said.
CREATE TABLE system_events (
    system_id   BYTEA NOT NULL,
    event       BYTEA NOT NULL,
    plan        BYTEA NOT NULL,
    salt        BYTEA,
    content     BYTEA NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (system_id, event)
);
CREATE INDEX system_events_by_plan ON system_events (plan);

-- Which process tells them what has changed, and when it is tried again.
CREATE TABLE webhooks (
    system_id  BYTEA PRIMARY KEY,
    epoch      TEXT NOT NULL,
    holder     BYTEA NOT NULL,
    held_until BIGINT NOT NULL,
    failures   BIGINT NOT NULL,
    next_at    BIGINT NOT NULL
);

-- Up to which entry of each log they were told.
CREATE TABLE webhook_positions (
    system_id BYTEA NOT NULL,
    partition TEXT NOT NULL,
    sequence  BIGINT NOT NULL,
    PRIMARY KEY (system_id, partition)
);
