-- The centre's tables on PostgreSQL. Ids are UUIDs of 16 bytes, times are milliseconds since 1970.

-- What this database is. One row.
CREATE TABLE centre (
    one_row       SMALLINT PRIMARY KEY CHECK (one_row = 1),
    realm         TEXT NOT NULL,
    epoch         TEXT NOT NULL,
    practice_seed BIGINT,
    practice_day  TEXT
);

-- How far each log has come.
CREATE TABLE heads (
    partition TEXT PRIMARY KEY,
    sequence  BIGINT NOT NULL,
    hash      BYTEA NOT NULL
);

-- The logs. One row an entry, never changed.
CREATE TABLE ledger (
    partition   TEXT NOT NULL,
    sequence    BIGINT NOT NULL,
    entry_id    BYTEA NOT NULL UNIQUE,
    plan        BYTEA NOT NULL,
    author      BYTEA NOT NULL,
    device      BYTEA NOT NULL,
    received_at BIGINT NOT NULL,
    body        BYTEA NOT NULL,
    hash        BYTEA NOT NULL,
    UNIQUE (partition, sequence)
);
CREATE INDEX ledger_by_plan ON ledger (plan);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE OR DELETE ON ledger
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_is_never_emptied BEFORE TRUNCATE ON ledger
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Which log a plan stands in.
CREATE TABLE plans (
    plan      BYTEA PRIMARY KEY,
    partition TEXT NOT NULL
);

CREATE TABLE users (
    user_id BYTEA PRIMARY KEY,
    name    TEXT NOT NULL,
    agency  TEXT NOT NULL,
    role    TEXT NOT NULL
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

-- When each device was last here, and how much of its work was still to come.
CREATE TABLE devices (
    device       BYTEA PRIMARY KEY,
    user_id      BYTEA NOT NULL,
    app          TEXT NOT NULL,
    protocol     BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    unsent       BIGINT NOT NULL
);

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
