//! As which device a machine speaks. One that is a copy of another asks for a name of its own until it has it
//! (decision 24).

use overgang_domain::DeviceId;

use crate::message::Enrolment;

/// The device's name, and the one that it asks for.
#[derive(Clone, Debug)]
pub(super) struct Name {
    device: DeviceId,
    becomes: Option<DeviceId>,
    /// What counts once the answer is stored.
    next: Option<DeviceId>,
}

impl Name {
    /// It is called so.
    pub(super) fn new(device: DeviceId) -> Self {
        Self {
            device,
            becomes: None,
            next: None,
        }
    }

    /// What it is called.
    pub(super) fn device(&self) -> DeviceId {
        self.device
    }

    /// What it asks to be called.
    pub(super) fn becomes(&self) -> Option<DeviceId> {
        self.becomes
    }

    /// This is to be stored; `None`: the name stays.
    pub(super) fn storing(&mut self, enrolled: Option<Enrolment>) {
        self.next = enrolled.map(|enrolled| enrolled.device);
    }

    /// It is stored. `becomes` is a fresh name, should it have shown that the device is a copy; of several the first
    /// counts, so that the centre is asked for the same one again. Answers whether there is something to ask for that
    /// was not asked for before.
    pub(super) fn stored(&mut self, becomes: Option<DeviceId>) -> bool {
        if let Some(device) = self.next.take() {
            self.device = device;
            self.becomes = None;
            return false;
        }
        let asks_already: bool = self.becomes.is_some();
        self.becomes = self.becomes.or(becomes);
        !asks_already && self.becomes.is_some()
    }
}
