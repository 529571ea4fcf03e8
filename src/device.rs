//! This device's id, clock, fresh ids and chance. The only asker for time or chance; no state of its own
//! beyond the random device id in the browser's storage, and the last id that was made.

use std::cell::Cell;

use chrono::{NaiveDate, NaiveTime};
use js_sys::{Array, Date, Object, Reflect};
use overgang_domain::ids::fresh_after;
use overgang_domain::{DeviceId, day};
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlElement, StorageEstimate, StorageManager, Url};

/// Where the device's random id stands in local storage.
const DEVICE_KEY: &str = "overgang.device";
/// Where the tab's random id stands in the tab's storage.
const TAB_KEY: &str = "overgang.tab";

/// Where it stands that the tab's user is at the organisation's sign-in.
const LEAVING_KEY: &str = "overgang.leaving";

/// A moment as a clock on a Norwegian wall shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WallTime {
    /// The day.
    pub date: NaiveDate,
    /// The hour, 0–23.
    pub hour: u32,
    /// The minute, 0–59.
    pub minute: u32,
}

/// The device's time, milliseconds since 1970.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "dates are whole and end at 8.64e15"
)]
pub fn now_millis() -> u64 {
    Date::now().max(0.0) as u64
}

/// A moment by both of the device's clocks: the one that people set may be set back, the other stands still on some
/// tablets that sleep.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    wall: u64,
    running: f64,
}

impl Moment {
    /// This one.
    pub fn now() -> Self {
        let performance = web_sys::window().and_then(|window| window.performance());
        Self {
            wall: now_millis(),
            running: performance.map_or(0.0, |performance| performance.now()),
        }
    }

    /// How long ago `earlier` was, in milliseconds, by the clock that says more.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a page lives for far less than 2^53 milliseconds"
    )]
    pub fn since(self, earlier: Self) -> u64 {
        let running: u64 = (self.running - earlier.running).max(0.0) as u64;
        self.wall.saturating_sub(earlier.wall).max(running)
    }
}

/// How many bytes this origin takes on the device, where the browser says so. What it says of free space is no figure to
/// show (`PLATFORM` 1).
pub async fn storage_used() -> Option<u64> {
    let estimate = JsFuture::from(storage_manager()?.estimate().ok()?).await;
    let estimate: StorageEstimate = estimate.ok()?.unchecked_into();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of bytes"
    )]
    estimate.get_usage().map(|bytes| bytes.max(0.0) as u64)
}

/// Whether the browser has promised to keep what is stored; `None` where it makes no such promises.
pub async fn is_storage_kept() -> Option<bool> {
    let kept = JsFuture::from(storage_manager()?.persisted().ok()?).await;
    kept.ok()?.as_bool()
}

/// Asks the browser to promise it; answers like [`is_storage_kept`].
pub async fn ask_to_keep_storage() -> Option<bool> {
    let kept = JsFuture::from(storage_manager()?.persist().ok()?).await;
    kept.ok()?.as_bool()
}

fn storage_manager() -> Option<StorageManager> {
    let manager = web_sys::window()?.navigator().storage();
    // WebKitGTK has none.
    (!manager.is_undefined()).then_some(manager)
}

/// Starts the app anew, from what is stored.
pub fn start_anew() {
    if let Some(window) = web_sys::window() {
        drop(window.location().reload());
    }
}

/// Hands a text to the browser as a file that it saves.
pub fn save_as_file(name: &str, text: &str) -> Result<(), JsValue> {
    let parts = Array::of1(&JsValue::from_str(text));
    let address = Url::create_object_url_with_blob(&Blob::new_with_str_sequence(&parts)?)?;
    let document = web_sys::window().and_then(|window| window.document());
    let link = document.ok_or(JsValue::NULL)?.create_element("a")?;
    link.set_attribute("href", &address)?;
    link.set_attribute("download", name)?;
    link.unchecked_ref::<HtmlElement>().click();
    Url::revoke_object_url(&address)
}

thread_local! {
    /// The last id that was made. A reload forgets it: only a clock set back in between can then make a smaller one.
    static LAST_ID: Cell<Uuid> = const { Cell::new(Uuid::nil()) };
}

/// A fresh `UUIDv7` for the moment `millis`, greater than all that this page has made before.
pub fn fresh_uuid(millis: u64) -> Uuid {
    let mut chance: [u8; 10] = [0; 10];
    fill_with_chance(&mut chance);
    let fresh: Uuid = fresh_after(LAST_ID.get(), millis, chance);
    LAST_ID.set(fresh);
    fresh
}

/// A random number, for spreading waiting times.
pub fn chance() -> u64 {
    let mut bytes: [u8; 8] = [0; 8];
    fill_with_chance(&mut bytes);
    u64::from_le_bytes(bytes)
}

/// The local day in Norway.
pub fn today() -> NaiveDate {
    wall_time(now_millis()).date
}

/// What a Norwegian wall clock shows at `millis`. Moments outside the calendar show 1970.
pub fn wall_time(millis: u64) -> WallTime {
    read_wall_time(millis).unwrap_or(WallTime {
        date: NaiveDate::default(),
        hour: 0,
        minute: 0,
    })
}

/// When a day begins in Norway, milliseconds since 1970: one or two hours before it does in Greenwich.
pub fn begin_of_day(day: NaiveDate) -> u64 {
    let greenwich: i64 = day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    let greenwich: u64 = u64::try_from(greenwich).unwrap_or(0);
    let hour: u64 = 60 * 60 * 1000;
    let in_summer: u64 = greenwich.saturating_sub(2 * hour);
    if wall_time(in_summer).date == day {
        in_summer
    } else {
        greenwich.saturating_sub(hour)
    }
}

/// This browser profile's device id; made at first use.
pub fn device_id() -> DeviceId {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok()?);
    let known = storage
        .as_ref()
        .and_then(|storage| storage.get_item(DEVICE_KEY).ok()?);
    if let Some(known) = known.and_then(|text| text.parse().ok()) {
        return known;
    }
    let fresh = DeviceId(fresh_uuid(now_millis()));
    // A browser that keeps nothing gets a new id at each start; entries carry the one they had.
    keep_device_id(fresh);
    fresh
}

/// Whether this browser profile has a device id: whoever has never signed in here has none.
pub fn is_known() -> bool {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok()?);
    storage.is_some_and(|storage| matches!(storage.get_item(DEVICE_KEY), Ok(Some(_))))
}

/// The device is this one from now on, in all tabs and for whoever signs in next.
pub fn keep_device_id(device: DeviceId) {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok()?);
    if let Some(storage) = storage {
        drop(storage.set_item(DEVICE_KEY, &device.to_string()));
    }
}

/// This tab's id: it survives a reload, not a new tab.
pub fn tab_id() -> Uuid {
    let known = tab_storage().and_then(|storage| storage.get_item(TAB_KEY).ok()?);
    known
        .and_then(|text| Uuid::parse_str(&text).ok())
        .unwrap_or_else(new_tab_id)
}

/// A new id for this tab.
pub fn new_tab_id() -> Uuid {
    let fresh: Uuid = fresh_uuid(now_millis());
    if let Some(storage) = tab_storage() {
        // Where it is not kept, a reload makes this a new tab; its texts are offered to it all the same.
        drop(storage.set_item(TAB_KEY, &fresh.to_string()));
    }
    fresh
}

/// Notes in this tab that its user leaves for the organisation's sign-in.
pub fn note_leaving() {
    if let Some(storage) = tab_storage() {
        // Where it is not kept, the passphrase of a space that is there is asked for all the same.
        drop(storage.set_item(LEAVING_KEY, "yes"));
    }
}

/// Whether its user left this tab for the organisation's sign-in, and has not come back before.
pub fn take_leaving() -> bool {
    let Some(storage) = tab_storage() else {
        return false;
    };
    let has_left: bool = matches!(storage.get_item(LEAVING_KEY), Ok(Some(_)));
    drop(storage.remove_item(LEAVING_KEY));
    has_left
}

fn tab_storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn fill_with_chance(bytes: &mut [u8]) {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    // Every engine has it on secure pages, and the app runs on no others.
    if let Some(crypto) = crypto {
        drop(crypto.get_random_values_with_u8_array(bytes));
    }
}

fn read_wall_time(millis: u64) -> Option<WallTime> {
    let options = Object::new();
    for (key, value) in [
        ("timeZone", "Europe/Oslo"),
        ("dateStyle", "short"),
        ("timeStyle", "short"),
    ] {
        Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    // The Swedish form of a date is the ISO one: 2026-11-23 14:02.
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of the calendar fit 53 bits"
    )]
    let date = Date::new(&JsValue::from_f64(millis as f64));
    let text: String = date.to_locale_string("sv-SE", &options).into();
    let (day, time) = text.split_once(' ')?;
    let (hour, minute) = time.split_once(':')?;
    Some(WallTime {
        date: day::parse(day)?,
        hour: hour.parse().ok()?,
        minute: minute.parse().ok()?,
    })
}

/// Opens the browser's print dialog. Where there is none, nothing happens.
pub fn print() {
    if let Some(window) = web_sys::window() {
        drop(window.print());
    }
}
