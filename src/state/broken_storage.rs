//! Storage that the browser opens no more, because its files are damaged: what was not sent is handed in from the second
//! copy, and the browser is made to begin anew.

use super::hand_in::hand_in_second_copy;
use crate::{api_client, device};

/// The browser was not emptied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyBrowserError {
    /// This browser has no second copy: nobody knows whether anything was not sent.
    NoCopy,
    /// So many entries of the second copy are not at the centre.
    NotHandedIn(usize),
    /// The centre did not answer.
    Unreachable,
}

/// Hands in what the second copy holds, has the browser delete all that it keeps of this app, and starts anew. Unless it is
/// `wanted_anyway`, nothing is deleted that the centre has not got.
pub async fn empty_browser(wanted_anyway: bool) -> Result<(), EmptyBrowserError> {
    let kept = match hand_in_second_copy().await {
        None => Err(EmptyBrowserError::NoCopy),
        Some(0) => Ok(()),
        Some(left) => Err(EmptyBrowserError::NotHandedIn(left)),
    };
    if !wanted_anyway {
        kept?;
    }
    let deleted = api_client::delete_browser_storage().await;
    deleted.map_err(|_| EmptyBrowserError::Unreachable)?;
    device::start_anew();
    Ok(())
}
