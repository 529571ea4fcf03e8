//! What can stand in the way of an exchange.

use serde::{Deserialize, Serialize};

use crate::message::ApiError;

/// Why there was no usable answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendFailure {
    /// No connection, or it broke.
    NoAnswer,
    /// Something answered that is not the centre, such as a captive portal.
    NotTheCentre,
    /// The centre answered with an error.
    Refused {
        /// The HTTP status.
        status: u16,
        /// What it said.
        error: ApiError,
    },
}

/// What stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// The centre does not answer.
    Unreachable,
    /// Something else answers in the centre's place.
    NotTheCentre,
    /// The user has to sign in again. Nothing is lost.
    SignedOut,
    /// This device gets nothing more, and what it had received is deleted. Unsent work is still here.
    Revoked,
    /// The app is too old to read; its work is still taken.
    AppTooOld,
    /// The centre answers with errors.
    CentreFails,
    /// The answer could not be stored on this device.
    CannotStore,
}
