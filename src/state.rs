//! App-wide state: live values that screens read, and the acts that change them. The only caller of storage,
//! the API and the sync driver. No markup.

mod acting;
mod audit_state;
mod broken_storage;
mod device_list;
mod draft_state;
mod dropped_storage;
mod export_state;
mod filter_state;
mod hand_in;
mod journal_state;
mod lease_state;
mod left_behind_state;
mod lock_state;
mod look_up;
mod loose_notes;
mod override_state;
mod person_data_state;
mod quarantine;
mod read_state;
mod reference_state;
mod rights;
mod route_state;
mod screen_lock;
mod session_state;
mod space_state;
mod sync_state;
mod template_state;
mod this_device;
mod update_state;
mod view_state;

pub use crate::storage::{
    Began, CommitError, LeftBehind, Loaded, OpenStoreError, SetAside, SpaceContact, SyncRecord,
};
pub use acting::{ActError, done};
pub use audit_state::{AuditQuestion, keep_finding, read_audit, read_review, read_reviews};
pub use broken_storage::{EmptyBrowserError, empty_browser};
pub use device_list::{DeviceTrouble, devices, name_device, revoke_device};
pub use draft_state::{
    DraftField, DraftState, Settled, provide_draft_state, use_draft, use_draft_state,
};
pub use dropped_storage::DroppedStorage;
pub use export_state::{save_as_file, unsent_entries};
pub use filter_state::{provide_filter_state, use_filter_state};
pub use hand_in::{hand_in_open, keep_handing_in};
pub use journal_state::{JournalState, Trouble, provide_journal_state, use_journal_state};
pub use lease_state::{Emptied, LeaseState, emptied, provide_lease_state, use_lease_state};
pub use lock_state::{
    LockChoice, LockState, StillCovered, TurnedPart, TurnedSheet, provide_lock_state,
    use_lock_state,
};
pub use look_up::{LookedUp, look_up};
pub use loose_notes::{LooseFields, LooseNote};
pub use override_state::open_override;
pub use person_data_state::{person_data, person_data_file};
pub use quarantine::{KeptApart, SettleAct, SettleTrouble, kept_apart, settle_kept_apart};
pub use read_state::{provide_read_state, use_read_state};
pub use reference_state::{ReferenceState, provide_reference_state, use_reference_state};
pub use route_state::{provide_route_state, use_route_state};
pub use screen_lock::{AskScreenLockError, ScreenLock, has_screen_lock};
pub use session_state::{
    Closed, Session, SessionPhase, SessionState, SignInFailure, WayIn, provide_session_state,
    use_session_state,
};
pub use space_state::{
    Listed, Opener, SessionResponse, SpaceFailure, UnlockError, WaitingSpace, WeakPassphrase,
    check_passphrase, has_signed_in_spaces, is_same_passphrase, offer_passphrase, space_name,
    unsent_in, waiting_spaces,
};
pub use sync_state::{SyncState, open_tabs, provide_sync_state, use_sync_state};
pub use this_device::{StorageFigures, ask_to_keep_storage, storage_figures};
pub use update_state::{provide_update_state, use_update_state};
pub use view_state::{ViewState, provide_view_state, use_view_state};
