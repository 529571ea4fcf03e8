-- The centre's tables on SQLite. Ids are UUIDs of 16 bytes, times are milliseconds since 1970.

-- What this database is. One row.
CREATE TABLE centre (
    one_row       INTEGER PRIMARY KEY CHECK (one_row = 1),
    realm         TEXT NOT NULL,
    epoch         TEXT NOT NULL,
    practice_seed INTEGER,
    practice_day  TEXT
);

-- How far each log has come.
CREATE TABLE heads (
    partition TEXT PRIMARY KEY,
    sequence  INTEGER NOT NULL,
    hash      BLOB NOT NULL
) WITHOUT ROWID;

-- The logs. One row an entry, never changed.
CREATE TABLE ledger (
    partition   TEXT NOT NULL,
    sequence    INTEGER NOT NULL,
    entry_id    BLOB NOT NULL UNIQUE,
    plan        BLOB NOT NULL,
    author      BLOB NOT NULL,
    device      BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    body        BLOB NOT NULL,
    hash        BLOB NOT NULL,
    UNIQUE (partition, sequence)
);
CREATE INDEX ledger_by_plan ON ledger (plan);

CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_is_never_shortened BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- Which log a plan stands in.
CREATE TABLE plans (
    plan      BLOB PRIMARY KEY,
    partition TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE users (
    user_id BLOB PRIMARY KEY,
    name    TEXT NOT NULL,
    agency  TEXT NOT NULL,
    role    TEXT NOT NULL
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

-- When each device was last here, and how much of its work was still to come.
CREATE TABLE devices (
    device       BLOB PRIMARY KEY,
    user_id      BLOB NOT NULL,
    app          TEXT NOT NULL,
    protocol     INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    unsent       INTEGER NOT NULL
) WITHOUT ROWID;

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
