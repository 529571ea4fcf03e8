//! When a database is closed that is still in use: for a newer app in another tab, and when the page is left.
//!
//! A page that is left closes its databases. Browsers may keep it suspended for the way back, and `WebKit` keeps the
//! transaction in which it was left as well: every later page would wait for that for good (w3c/IndexedDB issue 381). So what runs is given
//! up as well, where the page is kept. Who comes back opens the databases anew.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use futures_channel::oneshot;
use futures_util::FutureExt;
use indexed_db_futures::database::Database;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{IdbTransaction, PageTransitionEvent};

/// So many transactions of a page may run at once.
const RECENT: usize = 64;

/// For as long as it is kept, a newer app is waited for.
pub(super) type Watch = oneshot::Sender<()>;

/// Where a database stands while it is open.
pub(super) type Open = Rc<RefCell<Option<Database>>>;

thread_local! {
    static OPEN: RefCell<Vec<Weak<RefCell<Option<Database>>>>> = const { RefCell::new(Vec::new()) };
    static RUNNING: RefCell<VecDeque<IdbTransaction>> = const { RefCell::new(VecDeque::new()) };
    static IS_LISTENING: Cell<bool> = const { Cell::new(false) };
}

/// Closes the database for a newer app in another tab, which would wait for ever otherwise, and says so in `is_closed`. Ends
/// with what it answers.
pub(super) fn close_for_newer_app(
    database: &Database,
    is_closed: &Rc<Cell<bool>>,
) -> Option<Watch> {
    let mut changes = database.version_changes().ok()?;
    let database: Database = database.clone();
    let is_closed: Rc<Cell<bool>> = Rc::clone(is_closed);
    let (watch, unwatched) = oneshot::channel::<()>();
    wasm_bindgen_futures::spawn_local(async move {
        futures_util::select! {
            change = changes.recv().fuse() => {
                if change.is_some() {
                    is_closed.set(true);
                    database.close();
                }
            }
            _ = unwatched.fuse() => {}
        }
    });
    Some(watch)
}

/// Closes what stands there when the page is left.
pub(super) fn close_when_left(database: &Open) {
    OPEN.with_borrow_mut(|open| {
        open.retain(|known| known.strong_count() > 0);
        open.push(Rc::downgrade(database));
    });
    if IS_LISTENING.replace(true) {
        return;
    }
    let Some(window) = web_sys::window() else {
        return;
    };
    let left = |event: PageTransitionEvent| close_all(&event);
    let left = Closure::<dyn Fn(PageTransitionEvent)>::new(left).into_js_value();
    drop(window.add_event_listener_with_callback("pagehide", left.unchecked_ref()));
}

/// A transaction begins on this page.
pub(super) fn note_running(transaction: &IdbTransaction) {
    RUNNING.with_borrow_mut(|running| {
        if running.len() == RECENT {
            running.pop_front();
        }
        running.push_back(transaction.clone());
    });
}

fn close_all(event: &PageTransitionEvent) {
    // Only a page that is kept can hold anything up. What is being committed goes on, and says so.
    if event.persisted() {
        let running: VecDeque<IdbTransaction> = RUNNING.take();
        for transaction in running {
            drop(transaction.abort());
        }
    }
    let open: Vec<Open> = OPEN.with_borrow(|open| open.iter().filter_map(Weak::upgrade).collect());
    for database in open {
        // One that is in use just now is read by its owner, who comes back to it.
        if let Ok(mut database) = database.try_borrow_mut()
            && let Some(database) = database.take()
        {
            database.close();
        }
    }
}
