//! Rows of the log of reads as lines of the Common Event Format (CEF:0), for the organisation's own sink.

use overgang_sync::message::{AuditAct, AuditReason, AuditRow};

/// The most plans that one line names; a row with more gives several lines.
const PLANS_AT_ONCE: usize = 100;

/// How a kind of row is called: its class, its name, and whether something was refused or has to be looked at.
fn kind(act: AuditAct) -> (&'static str, &'static str, bool) {
    match act {
        AuditAct::Opened => ("audit:access", "plan opened", false),
        AuditAct::Listed => ("audit:access", "plans listed", false),
        AuditAct::Searched => ("audit:access", "plans found by a search", false),
        AuditAct::Printed => ("audit:print", "plans printed or written to a file", false),
        AuditAct::MadeAvailable => ("audit:access", "plans made available to a device", false),
        AuditAct::Refused => ("audit:update", "entries refused", true),
        AuditAct::OwnConsent => (
            "audit:create",
            "consent recorded in favour of the own administration",
            true,
        ),
        AuditAct::SignedIn => ("audit:login", "signed in", false),
        AuditAct::SignedOut => ("audit:logout", "signed out", false),
        AuditAct::CopyNoticed => ("audit:create", "device noticed to be a copy", true),
        AuditAct::Alarm => (
            "audit:alarm",
            "more persons opened within an hour than is usual",
            true,
        ),
        AuditAct::AuditRead => ("audit:access", "log of reads read", false),
        AuditAct::ReviewRead => ("audit:access", "sample of the week read", false),
        AuditAct::PersonDataGiven => (
            "audit:access",
            "all that is held on a person put together",
            false,
        ),
        AuditAct::Protected => ("audit:update", "who may see a plan changed", false),
        AuditAct::Overridden => ("audit:override", "opened against the rules", true),
        AuditAct::LetIn => ("audit:create", "an entry kept apart let in", false),
        AuditAct::ThrownAway => ("audit:delete", "an entry kept apart thrown away", false),
        AuditAct::FindingWritten => ("audit:create", "finding on a read written down", false),
        AuditAct::LookedUp => (
            "audit:access",
            "somebody looked up by identity number",
            false,
        ),
    }
}

fn reason(reason: AuditReason) -> &'static str {
    match reason {
        AuditReason::None => "",
        AuditReason::CaseWork => "case-work",
        AuditReason::List => "list",
        AuditReason::Sync => "sync",
        AuditReason::NotAllowed => "not-allowed",
        AuditReason::WrongSender => "wrong-sender",
        AuditReason::Malformed => "malformed",
        AuditReason::OtherReason => "other-reason",
        AuditReason::ByReceipt => "by-receipt",
        AuditReason::ByDevice => "by-device",
        AuditReason::DangerToLife => "danger-to-life",
        AuditReason::OutOfReach => "out-of-reach",
    }
}

/// The lines of one row, without their ends. `version` is the server's.
pub fn lines(row: &AuditRow, version: &str) -> Vec<String> {
    let plans: Vec<String> = row.plans.iter().map(ToString::to_string).collect();
    if plans.is_empty() {
        return vec![line(row, version, &[])];
    }
    let some = plans.chunks(PLANS_AT_ONCE);
    some.map(|plans| line(row, version, plans)).collect()
}

fn line(row: &AuditRow, version: &str, plans: &[String]) -> String {
    let (class, name, is_warning) = kind(row.act);
    let severity: &str = if is_warning { "WARN" } else { "INFO" };
    let header = [
        "CEF:0",
        "overgang",
        "AuditLogger",
        version,
        class,
        name,
        severity,
    ];
    let header: Vec<String> = header.iter().map(|part| in_header(part)).collect();
    let decision: &str = if row.act == AuditAct::Refused {
        "Deny"
    } else {
        "Permit"
    };
    let mut fields: Vec<(&str, String)> = vec![("suid", row.user.to_string())];
    match plans {
        [] => {}
        [one] => fields.push(("duid", one.clone())),
        several => {
            fields.push(("cs1Label", "plans".to_owned()));
            fields.push(("cs1", several.join(",")));
        }
    }
    fields.extend([
        ("start", row.first.to_string()),
        ("end", row.last.to_string()),
        ("rt", row.received_at.to_string()),
        ("cnt", row.times.to_string()),
        ("spriv", row.role.as_str().to_owned()),
        ("cs2Label", "agency".to_owned()),
        ("cs2", row.agency.to_string()),
        ("deviceExternalId", row.device.to_string()),
        (
            "externalId",
            format!("{}/{}", row.place.strand, row.place.sequence),
        ),
        ("flexString1Label", "Decision".to_owned()),
        ("flexString1", decision.to_owned()),
    ]);
    if row.reason != AuditReason::None {
        fields.push(("reason", reason(row.reason).to_owned()));
    }
    if let Some(about) = row.about {
        fields.push(("cs3Label", "about".to_owned()));
        fields.push(("cs3", about.to_string()));
    }
    let fields = fields.iter();
    let fields: Vec<String> = fields
        .map(|(name, value)| format!("{name}={}", in_extension(value)))
        .collect();
    format!("{}|{}", header.join("|"), fields.join(" "))
}

/// A part of the header: there is no line break in it at all.
fn in_header(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('|', "\\|");
    text.replace(['\r', '\n'], " ")
}

/// A value of the extension.
fn in_extension(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('=', "\\=");
    text.replace('\r', "\\r").replace('\n', "\\n")
}

#[cfg(test)]
mod tests;
