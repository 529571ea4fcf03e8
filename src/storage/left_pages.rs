//! A page that is left closes its databases. Browsers may keep it suspended for the way back, and `WebKit` keeps the
//! transaction in which it was left as well: every later page would wait for that for good (w3c/IndexedDB issue 381). Who
//! comes back opens them anew.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use indexed_db_futures::database::Database;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// Where a database stands while it is open.
pub(super) type Open = Rc<RefCell<Option<Database>>>;

thread_local! {
    static OPEN: RefCell<Vec<Weak<RefCell<Option<Database>>>>> = const { RefCell::new(Vec::new()) };
    static IS_LISTENING: Cell<bool> = const { Cell::new(false) };
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
    let left = Closure::<dyn Fn()>::new(close_all).into_js_value();
    drop(window.add_event_listener_with_callback("pagehide", left.unchecked_ref()));
}

fn close_all() {
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
