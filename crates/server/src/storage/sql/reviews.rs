//! The samples of the weeks, and what was found on them.

use std::collections::BTreeMap;

use overgang_sync::message::{AuditPlace, PickReason, ReviewFinding};

use super::columns::{
    from_column, hash_from, id_column, id_from, to_column, user_from, word_column, word_from,
};
use super::{Connection, Pool};
use crate::storage::{KeptFinding, Review, UseStoreError};

/// Week, strand, sequence, why.
type PickColumns = (String, Vec<u8>, i64, String);

/// All reviews, newest week first.
pub(super) async fn reviews(pool: &Pool) -> Result<Vec<Review>, UseStoreError> {
    let rows: Vec<(String, i64, Vec<u8>)> =
        sqlx::query_as("SELECT week, drawn_at, seed FROM reviews")
            .fetch_all(pool)
            .await?;
    let picked: Vec<PickColumns> = sqlx::query_as(
        "SELECT week, strand, sequence, why FROM review_picks ORDER BY week, number",
    )
    .fetch_all(pool)
    .await?;
    let mut picks: BTreeMap<String, Vec<(AuditPlace, PickReason)>> = BTreeMap::new();
    for (week, strand, sequence, why) in picked {
        let place = place_from(&strand, sequence)?;
        picks
            .entry(week)
            .or_default()
            .push((place, word_from(why)?));
    }
    let mut found: Vec<Review> = Vec::with_capacity(rows.len());
    for (week, drawn_at, seed) in rows {
        found.push(Review {
            drawn_at: from_column(drawn_at)?,
            seed: hash_from(&seed)?,
            picks: picks.remove(&week).unwrap_or_default(),
            week,
        });
    }
    // Databases differ in how they sort text.
    found.sort_by(|one, other| other.week.cmp(&one.week));
    Ok(found)
}

/// Keeps a sample, unless the week has one.
pub(super) async fn keep(
    connection: &mut Connection,
    review: &Review,
) -> Result<bool, UseStoreError> {
    let kept = sqlx::query(
        "INSERT INTO reviews (week, drawn_at, seed) VALUES ($1, $2, $3) ON CONFLICT (week) DO NOTHING",
    )
    .bind(&review.week)
    .bind(to_column(review.drawn_at))
    .bind(review.seed.0.to_vec())
    .execute(&mut *connection)
    .await?;
    if kept.rows_affected() == 0 {
        return Ok(false);
    }
    for (number, (place, why)) in (1_i64..).zip(&review.picks) {
        sqlx::query(
            "INSERT INTO review_picks (week, number, strand, sequence, why) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&review.week)
        .bind(number)
        .bind(id_column(place.strand))
        .bind(to_column(place.sequence))
        .bind(word_column(*why)?)
        .execute(&mut *connection)
        .await?;
    }
    Ok(true)
}

/// Id, strand, sequence, user, at, words.
type FindingColumns = (Vec<u8>, Vec<u8>, i64, Vec<u8>, i64, String);

/// What was found in a week's sample, oldest first.
pub(super) async fn findings(pool: &Pool, week: &str) -> Result<Vec<KeptFinding>, UseStoreError> {
    let rows: Vec<FindingColumns> = sqlx::query_as(
        "SELECT finding, strand, sequence, user_id, at, words FROM review_findings \
         WHERE week = $1 ORDER BY at, finding",
    )
    .bind(week)
    .fetch_all(pool)
    .await?;
    let rows = rows.into_iter();
    rows.map(|(id, strand, sequence, user, at, text)| {
        Ok(KeptFinding {
            id: id_from(&id)?,
            week: week.to_owned(),
            place: place_from(&strand, sequence)?,
            finding: ReviewFinding {
                user: user_from(&user)?,
                at: from_column(at)?,
                text,
            },
        })
    })
    .collect()
}

/// Keeps a finding, where the row is in the week's sample.
pub(super) async fn keep_finding(
    pool: &Pool,
    finding: &KeptFinding,
) -> Result<bool, UseStoreError> {
    let kept = sqlx::query(
        "INSERT INTO review_findings (finding, week, strand, sequence, user_id, at, words) \
         SELECT $1, week, strand, sequence, $5, $6, $7 FROM review_picks \
         WHERE week = $2 AND strand = $3 AND sequence = $4",
    )
    .bind(id_column(finding.id))
    .bind(&finding.week)
    .bind(id_column(finding.place.strand))
    .bind(to_column(finding.place.sequence))
    .bind(id_column(finding.finding.user.0))
    .bind(to_column(finding.finding.at))
    .bind(&finding.finding.text)
    .execute(pool)
    .await?;
    Ok(kept.rows_affected() > 0)
}

fn place_from(strand: &[u8], sequence: i64) -> Result<AuditPlace, UseStoreError> {
    Ok(AuditPlace {
        strand: id_from(strand)?,
        sequence: from_column(sequence)?,
    })
}
