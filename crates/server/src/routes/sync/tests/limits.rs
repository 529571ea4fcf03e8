//! Requests that are too much, or not what they say.

use overgang_domain::form;

use super::*;
use crate::test_app::{Answer, gzip};

fn expect(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.code()), (status, code.to_owned()));
    assert_eq!(answer.headers["overgang-centre"], "1");
    assert_eq!(answer.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn a_body_too_large_on_the_wire_or_once_unpacked_is_refused() {
    let app = TestApp::new().await;
    let alice = app.sign_in(INGRID).await;
    let wire: Vec<u8> = vec![b' '; 2 * 1024 * 1024 + 1];
    expect(&alice.post_sync(wire, &[]).await, 413, "too-large");
    let bomb: Vec<u8> = gzip(&vec![b' '; 16 * 1024 * 1024 + 1]);
    assert!(bomb.len() < 200_000);
    let answer = alice.post_sync(bomb, &[("content-encoding", "gzip")]).await;
    expect(&answer, 413, "too-large");
    let entry = alice.status(PlanId(fresh_id()), "x");
    let many: Vec<Entry> = vec![entry; MAX_ENTRIES + 1];
    let stored: Vec<Stored> = many.into_iter().map(Stored::unsent).collect();
    let mut request = alice.request();
    request.entries = EntryBatch::of(&stored);
    expect(&alice.send(&request).await, 413, "too-large");
}

#[tokio::test]
async fn what_does_not_say_what_is_expected_is_malformed() {
    let app = TestApp::new().await;
    let alice = app.sign_in(INGRID).await;
    let good: Vec<u8> = form::write(&alice.request()).unwrap();
    let mut not_utf8: Vec<u8> = good.clone();
    let at: usize = not_utf8.windows(6).position(|w| w == b"test/1").unwrap();
    not_utf8[at] = 0xff;
    let cut: Vec<u8> = good[..good.len() / 2].to_vec();
    let too_long: Vec<u8> = [good.as_slice(), &[0]].concat();
    // The batch's thirteen columns are empty and stand last; here the fourth, the ids, has one.
    let mut columns_differ: Vec<u8> = good.clone();
    let ids: usize = good.len() - 10;
    columns_differ.splice(ids..=ids, [vec![1, 16], vec![7; 16]].concat());
    let bodies = [
        not_utf8,
        cut,
        too_long,
        columns_differ,
        Vec::new(),
        b"[]".to_vec(),
        b"<html>".to_vec(),
    ];
    for body in bodies {
        expect(&alice.post_sync(body, &[]).await, 400, "malformed");
    }
    let json = alice.post_sync(b"{}".to_vec(), &[("content-type", "application/json")]);
    expect(&json.await, 415, "unsupported-media-type");
    let packed = [("content-encoding", "gzip")];
    expect(
        &alice.post_sync(good.clone(), &packed).await,
        400,
        "malformed",
    );
    let mut broken: Vec<u8> = gzip(&good);
    broken.truncate(broken.len() - 12);
    expect(&alice.post_sync(broken, &packed).await, 400, "malformed");
    let zstd = [("content-encoding", "zstd")];
    expect(
        &alice.post_sync(good.clone(), &zstd).await,
        415,
        "unsupported-media-type",
    );
    assert_eq!(alice.post_sync(good, &[]).await.status, 200);
}

#[tokio::test]
async fn an_answer_is_packed_for_whoever_reads_it_so() {
    let app = TestApp::new().await;
    let alice = app.sign_in(VILDE).await;
    let body: Vec<u8> = form::write(&alice.request()).unwrap();
    let plain = alice.post_sync(body.clone(), &[]).await;
    for encoding in ["br", "gzip"] {
        let packed = alice
            .post_sync(body.clone(), &[("accept-encoding", encoding)])
            .await;
        assert_eq!(packed.headers["content-encoding"], encoding);
        // The form is compact already: what counts is what an entry costs in the end.
        assert!(packed.body.len() * 2 < plain.body.len());
        assert!(packed.body.len() < 40 * plain.synced().entries.len());
    }
}
