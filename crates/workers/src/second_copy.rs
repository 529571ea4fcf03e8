//! Runs beside the page for as long as the page does, and keeps what was not sent a second time: in a file of the browser's
//! private file system (OPFS), sealed to the centre as it comes, for browsers do lose `IndexedDB`.
//!
//! Each page has a file of its own, which only it can open. A page that begins takes over the files of those that ended.
//! A file is a row of frames: the length of the sealed entry, the entry's id, the sealed entry. A frame that is not whole
//! was being written when the tablet went off.
//!
//! Its first message is an array of what was found, or a word where this browser has no such files. Then it takes
//! `["put", id, bytes, id, bytes, …]` and `["settled", id, id, …]`, and answers each with how many entries it holds.

#[cfg(target_arch = "wasm32")]
mod worker {
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use std::rc::Rc;

    use js_sys::{Array, AsyncIterator, IteratorNext, Reflect, Uint8Array};
    use wasm_bindgen::prelude::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{
        Crypto, DedicatedWorkerGlobalScope, FileSystemDirectoryHandle, FileSystemFileHandle,
        FileSystemGetDirectoryOptions, FileSystemGetFileOptions, FileSystemReadWriteOptions,
        FileSystemSyncAccessHandle, MessageEvent,
    };

    /// The folder with the files.
    const FOLDER: &str = "unsent";
    /// No entry is longer.
    const LONGEST: usize = 1024 * 1024;

    type Id = [u8; 16];

    /// This page's file.
    struct File {
        handle: FileSystemSyncAccessHandle,
        /// What is not settled.
        kept: BTreeMap<Id, Vec<u8>>,
        /// Where it ends.
        end: usize,
    }

    /// Opens the file and listens.
    pub(super) fn start() {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        // What comes while the files are read waits here.
        let file: Rc<RefCell<Option<File>>> = Rc::default();
        let early: Rc<RefCell<Vec<JsValue>>> = Rc::default();
        let (listening, waiting, answering) = (Rc::clone(&file), Rc::clone(&early), scope.clone());
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            match listening.borrow_mut().as_mut() {
                Some(file) => answer(file, &event.data(), &answering),
                None => waiting.borrow_mut().push(event.data()),
            }
        });
        scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        wasm_bindgen_futures::spawn_local(async move {
            let Ok(mut opened) = File::open(&scope).await else {
                drop(scope.post_message(&JsValue::from_str("failed")));
                return;
            };
            let found: Array = opened
                .kept
                .values()
                .map(|bytes| JsValue::from(Uint8Array::from(bytes.as_slice())))
                .collect();
            drop(scope.post_message(&found));
            for message in early.take() {
                answer(&mut opened, &message, &scope);
            }
            file.replace(Some(opened));
        });
    }

    fn answer(file: &mut File, message: &JsValue, scope: &DedicatedWorkerGlobalScope) {
        let Some(message) = message.dyn_ref::<Array>() else {
            return;
        };
        let bytes = |at: u32| Uint8Array::new(&message.get(at)).to_vec();
        let id = |at: u32| Id::try_from(bytes(at)).ok();
        let done = match message.get(0).as_string().as_deref() {
            Some("put") => {
                let pairs = (1..message.length()).step_by(2);
                let entries = pairs.filter_map(|at| Some((id(at)?, bytes(at + 1))));
                file.put(entries.collect())
            }
            Some("settled") => file.settle((1..message.length()).filter_map(id)),
            _ => Ok(()),
        };
        // A file that cannot be written is no second copy; the page is told by the count, and the first one is there.
        drop(done);
        #[expect(clippy::cast_precision_loss, reason = "nobody has so many entries")]
        let held = file.kept.len() as f64;
        drop(scope.post_message(&held.into()));
    }

    impl File {
        async fn open(scope: &DedicatedWorkerGlobalScope) -> Result<Self, JsValue> {
            let storage = Reflect::get(scope.navigator().as_ref(), &"storage".into())?;
            if storage.is_undefined() {
                return Err(JsValue::NULL);
            }
            let storage: web_sys::StorageManager = storage.unchecked_into();
            let root: FileSystemDirectoryHandle = JsFuture::from(storage.get_directory())
                .await?
                .unchecked_into();
            let options = FileSystemGetDirectoryOptions::new();
            options.set_create(true);
            let folder = root.get_directory_handle_with_options(FOLDER, &options);
            let folder: FileSystemDirectoryHandle = JsFuture::from(folder).await?.unchecked_into();

            let mut kept: BTreeMap<Id, Vec<u8>> = BTreeMap::new();
            let mut ended: Vec<(String, FileSystemSyncAccessHandle)> = Vec::new();
            for name in names(&folder).await? {
                // Another page has it open, or it went just now.
                let Ok(handle) = open(&folder, &name, false).await else {
                    continue;
                };
                let Ok(bytes) = read(&handle) else {
                    handle.close();
                    continue;
                };
                let (found, is_whole) = frames(&bytes);
                kept.extend(found);
                // What is not whole stays for whoever can read it.
                if is_whole {
                    ended.push((name, handle));
                } else {
                    handle.close();
                }
            }
            let name: String = fresh_name()?;
            let mut file = Self {
                handle: open(&folder, &name, true).await?,
                kept: BTreeMap::new(),
                end: 0,
            };
            // Before the others go, so that each entry is in one of them at any moment.
            file.put(kept.into_iter().collect())?;
            for (name, handle) in ended {
                handle.close();
                drop(JsFuture::from(folder.remove_entry(&name)).await);
            }
            Ok(file)
        }

        /// Appends entries, and waits until the disk has them.
        fn put(&mut self, entries: Vec<(Id, Vec<u8>)>) -> Result<(), JsValue> {
            let mut written: Vec<u8> = Vec::new();
            for (id, bytes) in &entries {
                let length = u32::try_from(bytes.len()).map_err(|_| JsValue::NULL)?;
                written.extend(length.to_le_bytes());
                written.extend(id);
                written.extend(bytes);
            }
            self.append(&written)?;
            self.kept.extend(entries);
            Ok(())
        }

        /// These are no longer to be kept.
        fn settle(&mut self, ids: impl Iterator<Item = Id>) -> Result<(), JsValue> {
            let before: usize = self.kept.len();
            for id in ids {
                self.kept.remove(&id);
            }
            // What is settled must not come back, so the file has none of it.
            if self.kept.len() < before {
                self.write_anew()?;
            }
            Ok(())
        }

        /// Writes what counts, and nothing else. A power cut in the middle costs this copy, not the first one.
        fn write_anew(&mut self) -> Result<(), JsValue> {
            let kept = std::mem::take(&mut self.kept);
            self.handle.truncate_with_u32(0)?;
            self.end = 0;
            self.handle.flush()?;
            self.put(kept.into_iter().collect())
        }

        fn append(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
            if bytes.is_empty() {
                return Ok(());
            }
            let options = FileSystemReadWriteOptions::new();
            #[expect(clippy::cast_precision_loss, reason = "no file is so long")]
            options.set_at(self.end as f64);
            let bytes_js = Uint8Array::from(bytes);
            let written = self
                .handle
                .write_with_js_u8_array_and_options(&bytes_js, &options);
            #[expect(clippy::cast_precision_loss, reason = "no file is so long")]
            let is_whole = written.is_ok_and(|written| written >= bytes.len() as f64);
            if !is_whole {
                // The disk is full: no half of a frame stays.
                #[expect(clippy::cast_precision_loss, reason = "no file is so long")]
                self.handle.truncate_with_f64(self.end as f64)?;
                return Err(JsValue::NULL);
            }
            self.handle.flush()?;
            self.end += bytes.len();
            Ok(())
        }
    }

    async fn open(
        folder: &FileSystemDirectoryHandle,
        name: &str,
        create: bool,
    ) -> Result<FileSystemSyncAccessHandle, JsValue> {
        let options = FileSystemGetFileOptions::new();
        options.set_create(create);
        let file = folder.get_file_handle_with_options(name, &options);
        let file: FileSystemFileHandle = JsFuture::from(file).await?.unchecked_into();
        let handle = JsFuture::from(file.create_sync_access_handle()).await?;
        Ok(handle.unchecked_into())
    }

    async fn names(folder: &FileSystemDirectoryHandle) -> Result<Vec<String>, JsValue> {
        let all: AsyncIterator = folder.keys();
        let mut names: Vec<String> = Vec::new();
        loop {
            let next: IteratorNext = JsFuture::from(all.next()?).await?.unchecked_into();
            if next.done() {
                return Ok(names);
            }
            names.extend(next.value().as_string());
        }
    }

    fn read(handle: &FileSystemSyncAccessHandle) -> Result<Vec<u8>, JsValue> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a file's length is whole, and no file is so long"
        )]
        let length = handle.get_size()? as u32;
        let bytes = Uint8Array::new_with_length(length);
        let options = FileSystemReadWriteOptions::new();
        options.set_at(0.0);
        handle.read_with_js_u8_array_and_options(&bytes, &options)?;
        Ok(bytes.to_vec())
    }

    /// What stands in a file as far as it is whole, and whether that is all but a frame that was being written.
    fn frames(mut bytes: &[u8]) -> (Vec<(Id, Vec<u8>)>, bool) {
        let mut found: Vec<(Id, Vec<u8>)> = Vec::new();
        while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
            let length: usize = u32::from_le_bytes(*length) as usize;
            let Some((id, rest)) = rest.split_first_chunk::<16>() else {
                break;
            };
            let Some((entry, rest)) = rest.split_at_checked(length).filter(|_| length <= LONGEST)
            else {
                break;
            };
            found.push((*id, entry.to_vec()));
            bytes = rest;
        }
        (found, bytes.len() <= LONGEST)
    }

    fn fresh_name() -> Result<String, JsValue> {
        let crypto: Crypto = Reflect::get(&js_sys::global(), &"crypto".into())?.unchecked_into();
        let mut bytes: Id = [0; 16];
        crypto.get_random_values_with_u8_array(&mut bytes)?;
        Ok(u128::from_be_bytes(bytes).to_string())
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {
    worker::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
