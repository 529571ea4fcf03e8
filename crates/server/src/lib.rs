//! The centre: takes entries in, keeps them in one log per prison, and hands out what is new.
//!
//! A request goes through the [router](router::router): headers, log line, guard, then one file under
//! `routes`. What it stores goes through [`storage::LedgerStore`], which asks [`intake`] what may be
//! taken. After the commit [`after_commit`] folds plans into projections, never on the way of a sync.
//! There is no rule about plans here: those are in `overgang-domain`.
#![expect(
    clippy::duplicate_mod,
    reason = "the statements in storage/sql are compiled once for each database (decision 13)"
)]

pub mod clock;
pub mod partition;

pub mod chain;
pub mod cursor;
pub mod database;
pub mod handing_out;
pub mod intake;
pub mod rules;
mod run_to_end;
pub mod storage;
pub mod transfers;
pub mod verify;

pub mod copying;
pub mod published_heads;

pub mod reference_data;

pub mod after_commit;
pub mod audit;
pub mod centre;
pub mod directory_entries;
pub mod directory_rights;
pub mod erasing;
pub mod erasures_file;
pub mod founding;
pub mod news;
pub mod overriding;
pub mod person_data;
pub mod practice;
pub mod protecting;
pub mod sealed_outbox;
pub mod systems;

pub mod api_failure;
pub mod openapi;
pub mod provider;
pub mod rate_limits;
pub mod request_body;
pub mod session;

mod access_log;
mod media;
pub mod retaining;
pub mod router;
mod routes;
mod security_headers;
mod static_files;
mod write_guard;

#[cfg(test)]
mod test_app;
#[cfg(test)]
mod test_backup;
#[cfg(test)]
mod test_database;
#[cfg(test)]
mod test_requests;
#[cfg(test)]
mod test_sealing;
