//! Workers beside the page: starting one, and waiting for what it says next. What they do is theirs (`crates/workers`).

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// A worker that was started; it ends when it is dropped.
pub struct Beside {
    worker: Worker,
    next: Rc<RefCell<Option<oneshot::Sender<JsValue>>>>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn()>,
}

impl Beside {
    /// Starts the worker of this file; with the first thing that it says. `None` where it does not start.
    /// `public/trusted-types.js` lets no other files be loaded than it lists.
    pub async fn start(file: &str) -> Option<(Self, JsValue)> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(file, &options).ok()?;
        let next: Rc<RefCell<Option<oneshot::Sender<JsValue>>>> = Rc::default();
        let (heard, failed) = (Rc::clone(&next), Rc::clone(&next));
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(next) = heard.take() {
                // Whoever waited may have given up.
                next.send(event.data()).unwrap_or_default();
            }
        });
        // Nobody hears any more: who waits is told so.
        let on_error = Closure::<dyn Fn()>::new(move || drop(failed.take()));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let beside = Self {
            worker,
            next,
            _on_message: on_message,
            _on_error: on_error,
        };
        let first: JsValue = beside.hear().await?;
        Some((beside, first))
    }

    /// Tells it something, and waits for what it says next; `None` where it ends instead.
    pub async fn ask(&self, question: &JsValue) -> Option<JsValue> {
        self.tell(question);
        self.hear().await
    }

    /// Tells it something. Nobody waits for an answer.
    pub fn tell(&self, message: &JsValue) {
        drop(self.worker.post_message(message));
    }

    async fn hear(&self) -> Option<JsValue> {
        let (send, heard) = oneshot::channel::<JsValue>();
        self.next.replace(Some(send));
        heard.await.ok()
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
