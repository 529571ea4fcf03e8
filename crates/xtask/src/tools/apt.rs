//! Debian and Ubuntu packages: installed where we are root or may use sudo without being asked;
//! otherwise the person is told what to install.

use std::sync::Once;

use crate::command::{Program, Stopped};

/// apt's lists are renewed once, for all that is missing.
static RENEWED: Once = Once::new();

/// Installs packages; `what_for` ends the sentence "… is missing", should that not be possible.
pub(super) fn install(packages: &[&str], what_for: &str) -> Result<(), Stopped> {
    let list = packages.join(" ");
    let by_hand = format!(
        "{what_for} is missing, and I may not install it here. Please do: \
         sudo apt-get install --no-install-recommends {list}"
    );
    let is_root = Program::new("id").arg("-u").output().as_deref() == Some("0");
    let apt_get = || {
        if is_root {
            Program::new("apt-get")
        } else {
            Program::new("sudo").args("-n apt-get")
        }
    };
    let may_install = super::find_in_path("apt-get").is_some()
        && (is_root || Program::new("sudo").args("-n true").succeeds());
    if !may_install {
        return Err(Stopped::because(by_hand));
    }
    println!("Installing {list} with apt-get ...");
    // A list that could not be renewed may still be good enough.
    RENEWED.call_once(|| {
        if !apt_get().args("-qq update").succeeds() {
            println!("apt-get could not renew its lists; trying with those it has.");
        }
    });
    apt_get()
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args("-qq --yes -o Dpkg::Use-Pty=0 install --no-install-recommends")
        .args(&list)
        .run()
        .map_err(|stopped| Stopped::because(format!("{stopped}. {by_hand}")))
}
