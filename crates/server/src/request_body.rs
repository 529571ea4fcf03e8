//! Reading a request's body within limits: what comes over the wire, and what it unpacks to.

use std::io::Read;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use flate2::read::MultiGzDecoder;
use http_body_util::BodyExt;

use crate::api_failure::ApiFailure;

/// The most that comes over the wire, in bytes.
pub const MAX_WIRE_BYTES: usize = 2 * 1024 * 1024;

/// The most that it may unpack to, in bytes.
pub const MAX_UNPACKED_BYTES: usize = 16 * 1024 * 1024;

/// So much of what is too large is still read and thrown away, because a browser that is cut off while
/// it sends never sees the answer.
const MAX_THROWN_AWAY_BYTES: usize = 32 * 1024 * 1024;

/// The body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadBodyError {
    /// More than [`MAX_WIRE_BYTES`].
    #[error("the request is too large")]
    TooLarge,
    /// More than [`MAX_UNPACKED_BYTES`] once unpacked.
    #[error("the request unpacks to too much")]
    UnpacksTooLarge,
    /// Neither plain nor gzip.
    #[error("the request is packed in a way that the centre does not read")]
    UnknownEncoding,
    /// Not gzip, though it says so.
    #[error("the request is not gzip")]
    BadGzip,
    /// The sender went away.
    #[error("the request broke off")]
    BrokeOff,
    /// It does not say what was expected of it.
    #[error("the request does not say what is expected")]
    Unexpected,
}

/// Reads and unpacks a body.
pub async fn read_body(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, ReadBodyError> {
    let encoding: &[u8] = headers
        .get(header::CONTENT_ENCODING)
        .map_or(b"identity", |value| value.as_bytes());
    let is_gzip: bool = match encoding {
        b"gzip" => true,
        b"identity" => false,
        _ => return Err(ReadBodyError::UnknownEncoding),
    };
    let packed: Vec<u8> = collect(body).await?;
    if !is_gzip {
        return Ok(packed);
    }
    let unpacked = tokio::task::spawn_blocking(move || unpack(&packed)).await;
    unpacked.unwrap_or(Err(ReadBodyError::BadGzip))
}

/// Reads a body as it comes over the wire.
pub(crate) async fn collect(mut body: Body) -> Result<Vec<u8>, ReadBodyError> {
    let mut kept: Vec<u8> = Vec::new();
    let mut came: usize = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| ReadBodyError::BrokeOff)?;
        let Ok(data): Result<Bytes, _> = frame.into_data() else {
            continue;
        };
        came = came.saturating_add(data.len());
        if came <= MAX_WIRE_BYTES {
            kept.extend_from_slice(&data);
        } else if came > MAX_THROWN_AWAY_BYTES {
            break;
        }
    }
    if came > MAX_WIRE_BYTES {
        return Err(ReadBodyError::TooLarge);
    }
    Ok(kept)
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, ReadBodyError> {
    let mut unpacked: Vec<u8> = Vec::new();
    let limit: u64 = MAX_UNPACKED_BYTES as u64 + 1;
    MultiGzDecoder::new(packed)
        .take(limit)
        .read_to_end(&mut unpacked)
        .map_err(|_| ReadBodyError::BadGzip)?;
    if unpacked.len() > MAX_UNPACKED_BYTES {
        return Err(ReadBodyError::UnpacksTooLarge);
    }
    Ok(unpacked)
}

impl From<ReadBodyError> for ApiFailure {
    fn from(error: ReadBodyError) -> Self {
        match error {
            ReadBodyError::TooLarge => Self::too_large("at most 2 MiB come over the wire"),
            ReadBodyError::UnpacksTooLarge => Self::too_large("at most 16 MiB unpacked"),
            ReadBodyError::UnknownEncoding => {
                Self::unsupported_media_type("send it plain or as gzip")
            }
            ReadBodyError::BadGzip => Self::malformed("this is not gzip"),
            ReadBodyError::BrokeOff => Self::malformed("the request broke off"),
            ReadBodyError::Unexpected => Self::malformed("this does not say what is expected"),
        }
    }
}
