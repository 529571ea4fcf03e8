//! One file a route: its errors, its handler, its tests.

pub(crate) mod api_docs;
pub(crate) mod audit;
pub(crate) mod browser_storage;
pub(crate) mod devices;
pub(crate) mod events;
pub(crate) mod hand_in;
pub(crate) mod health;
pub(crate) mod lookup;
pub(crate) mod overrides;
pub(crate) mod overview;
pub(crate) mod person_data;
pub(crate) mod practice_users;
pub(crate) mod quarantine;
pub(crate) mod realm;
pub(crate) mod session;
pub(crate) mod sign_in;
pub(crate) mod sync;
pub(crate) mod systems;
