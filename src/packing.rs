//! Packing bytes with the browser's own compression, for the disk and for the wire. Knows neither.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CompressionFormat, CompressionStream, DecompressionStream, ReadableStream,
    ReadableWritablePair, Response,
};

/// Packs bytes; fails where the browser cannot.
pub async fn gzip(bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
    let stream = CompressionStream::new(CompressionFormat::Gzip)?;
    through(
        bytes,
        &ReadableWritablePair::new(&stream.readable(), &stream.writable()),
    )
    .await
}

/// Unpacks what [`gzip`] packed; fails where the bytes are damaged.
pub async fn gunzip(packed: &[u8]) -> Result<Vec<u8>, JsValue> {
    let stream = DecompressionStream::new(CompressionFormat::Gzip)?;
    through(
        packed,
        &ReadableWritablePair::new(&stream.readable(), &stream.writable()),
    )
    .await
}

async fn through(bytes: &[u8], pair: &ReadableWritablePair) -> Result<Vec<u8>, JsValue> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let stream: ReadableStream = Blob::new_with_u8_array_sequence(&parts)?
        .stream()
        .pipe_through(pair);
    let response = Response::new_with_opt_readable_stream(Some(&stream))?;
    let buffer: JsValue = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()).to_vec())
}
