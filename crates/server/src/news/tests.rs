//! Hearing calls alone, and polling alone: each has to be enough.

use std::time::Duration;

use async_trait::async_trait;
use tokio::time::timeout;

use super::*;
use crate::clock::Clock;
use crate::storage::Hearing;
use crate::test_app::{QUICK_NEWS, TestApp, TestDevice};

const TORSTEIN: usize = 3;
const VILDE: usize = 4;

const NEVER: Duration = Duration::from_hours(1);
const PATIENCE: Duration = Duration::from_secs(10);

/// Another process on the database of `app`, which does only this.
async fn process(app: &TestApp, pace: NewsPace) -> News {
    let (news, task) = News::new(app.database.open().await, pace, Clock::System);
    tokio::spawn(task.run());
    news
}

fn caller(device: &TestDevice) -> Caller {
    Caller::of(&device.user, device.device)
}

async fn write(device: &TestDevice) {
    let answer = device.sync(None, &[device.opening("ullersmo")]).await;
    assert_eq!(answer.rejected, []);
}

/// Fails unless it is told.
async fn is_told(listener: &mut Listener) {
    let changed = timeout(PATIENCE, listener.signs().changed()).await;
    changed.expect("nothing was told").unwrap();
    assert_eq!(listener.signs().borrow_and_update().end, None);
}

#[tokio::test]
async fn calls_alone_are_enough_where_the_database_has_them() {
    if std::env::var_os("DATABASE_URL").is_none() {
        return;
    }
    let app = TestApp::new().await;
    let (torstein, vilde) = (app.sign_in(TORSTEIN).await, app.sign_in(VILDE).await);
    let pace = NewsPace {
        poll: NEVER,
        look_anyway: NEVER,
        ..QUICK_NEWS
    };
    let news = process(&app, pace).await;
    let mut listener = news.listen(caller(&vilde)).await.unwrap();
    while !news.inner.hears.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for _ in 0..3 {
        write(&torstein).await;
        is_told(&mut listener).await;
    }
}

#[tokio::test]
async fn polling_alone_is_enough_where_calls_never_come() {
    let app = TestApp::new().await;
    let (torstein, vilde) = (app.sign_in(TORSTEIN).await, app.sign_in(VILDE).await);
    let (news, task) = News::new(app.database.open().await, QUICK_NEWS, Clock::System);
    let inner = Arc::clone(&task.inner);
    tokio::spawn(async move { inner.look_often().await });
    let mut listener = news.listen(caller(&vilde)).await.unwrap();
    for _ in 0..3 {
        write(&torstein).await;
        is_told(&mut listener).await;
    }
}

/// As behind a pooler: of all that is called nothing arrives but what others happen to say.
struct Deaf;

#[async_trait]
impl Hearing for Deaf {
    async fn next(&mut self) -> Result<Option<String>, UseStoreError> {
        tokio::time::sleep(Duration::from_millis(100)).await;
        Ok(Some("somebody else's".to_owned()))
    }
}

#[tokio::test]
async fn whoever_does_not_hear_their_own_call_does_not_rely_on_hearing() {
    let app = TestApp::new().await;
    let (_news, task) = News::new(app.store.clone(), QUICK_NEWS, Clock::System);
    let heard = timeout(PATIENCE, calls::hear(&task.inner, &mut Deaf)).await;
    heard.expect("it goes on hearing").unwrap();
    assert!(!task.inner.hears.load(Ordering::SeqCst));
}

#[tokio::test]
async fn whoever_begins_to_listen_after_nobody_did_hears_of_nothing_old() {
    let app = TestApp::new().await;
    let (torstein, vilde) = (app.sign_in(TORSTEIN).await, app.sign_in(VILDE).await);
    let news = process(&app, QUICK_NEWS).await;
    drop(news.listen(caller(&vilde)).await.unwrap());
    write(&torstein).await;
    let mut listener = news.listen(caller(&vilde)).await.unwrap();
    let told = timeout(Duration::from_millis(400), listener.signs().changed()).await;
    assert!(told.is_err(), "it was there before");
    write(&torstein).await;
    is_told(&mut listener).await;
}
