//! The centre's time and chance. Nothing else in this crate asks for either; tests put a fixed clock in
//! this one's place.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate};
use uuid::{Builder, Uuid};

/// Tells the time.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's own clock.
    System,
    /// A clock that stands still until somebody sets it, in milliseconds since 1970.
    Fixed(Arc<AtomicU64>),
}

/// There is no chance to be had from this machine.
#[derive(Debug, thiserror::Error)]
#[error("the machine gives no random bytes")]
pub struct DrawBytesError;

impl Clock {
    /// A clock that stands at `millis` since 1970.
    pub fn fixed(millis: u64) -> Self {
        Self::Fixed(Arc::new(AtomicU64::new(millis)))
    }

    /// Milliseconds since 1970.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine for the time"
    )]
    pub fn now_millis(&self) -> u64 {
        match self {
            Self::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .ok()
                .and_then(|since| u64::try_from(since.as_millis()).ok())
                .unwrap_or_default(),
            Self::Fixed(millis) => millis.load(Ordering::SeqCst),
        }
    }

    /// How long it is since some moment. Unlike the time of day nobody sets it back.
    pub fn steady(&self) -> Duration {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        match self {
            Self::System => START.elapsed(),
            Self::Fixed(millis) => Duration::from_millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// Today in Norway.
    pub fn today(&self) -> NaiveDate {
        day_in_norway(self.now_millis())
    }
}

/// Bytes that nobody can guess.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], DrawBytesError> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|_| DrawBytesError)?;
    Ok(bytes)
}

/// A new id, made at `millis` since 1970 (UUID version 7).
pub fn draw_id(millis: u64) -> Result<Uuid, DrawBytesError> {
    let bytes: [u8; 10] = random_bytes()?;
    Ok(Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
}

/// The day in Norway at `millis` since 1970.
pub fn day_in_norway(millis: u64) -> NaiveDate {
    let utc: DateTime<chrono::Utc> = i64::try_from(millis)
        .ok()
        .and_then(DateTime::from_timestamp_millis)
        .unwrap_or_default();
    utc.with_timezone(&chrono_tz::Europe::Oslo).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_at(utc: &str) -> String {
        let time: DateTime<chrono::FixedOffset> = DateTime::parse_from_rfc3339(utc).unwrap();
        day_in_norway(u64::try_from(time.timestamp_millis()).unwrap()).to_string()
    }

    #[test]
    fn the_day_in_norway_begins_an_hour_before_utc_in_winter_and_two_in_summer() {
        assert_eq!(day_at("2026-11-23T22:59:59Z"), "2026-11-23");
        assert_eq!(day_at("2026-11-23T23:00:00Z"), "2026-11-24");
        assert_eq!(day_at("2026-07-01T22:00:00Z"), "2026-07-02");
        assert_eq!(day_at("2026-10-24T22:00:00Z"), "2026-10-25");
        assert_eq!(day_at("2026-10-25T22:30:00Z"), "2026-10-25");
    }
}
