//! All that is held on a person as a page to print: HTML that needs nothing else, without a script.

use std::fmt::Write;

use chrono::DateTime;
use overgang_domain::change::{ErasureGround, Role};
use overgang_sync::message::{AuditAct, AuditReason, HeldArea, PersonDataResponse, PersonRead};

const STYLE: &str = "@page{size:A4;margin:18mm}body{font:10.5pt/1.4 sans-serif;color:#000;max-width:180mm;margin:auto}\
    h1{font-size:18pt}h2{font-size:13pt;margin-top:8mm;break-after:avoid}article,tr{break-inside:avoid}\
    article{border-top:1px solid #999;padding:2mm 0}h3{font-size:11pt;margin:0}dl{margin:1mm 0;display:grid;\
    grid-template-columns:45mm 1fr;gap:0 4mm}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}.who{margin:0;\
    color:#444}.old{color:#444}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;\
    border-bottom:1px solid #999;padding:1mm 2mm 1mm 0}";

/// The page.
pub fn written(data: &PersonDataResponse) -> String {
    let mut page = String::new();
    // Writing into a string cannot fail.
    write_page(&mut page, data).unwrap_or_default();
    page
}

fn write_page(page: &mut String, data: &PersonDataResponse) -> std::fmt::Result {
    let name: String = if data.name.is_empty() {
        "Plan uten navn".to_owned()
    } else {
        escaped(&data.name)
    };
    write!(
        page,
        "<!doctype html><html lang=\"nb\"><meta charset=\"utf-8\"><title>Innsyn</title><style>{STYLE}</style>\
         <h1>Innsyn: {name}</h1><p>Alt som er lagret i Overgang i denne planen, og hvem som har sett det. Satt sammen {}. \
         Planens nummer: {}.</p>",
        time(data.made_at),
        data.plan
    )?;
    if !data.elsewhere.is_empty() {
        page.push_str("<h2>Dette har andre, som du må spørre selv</h2><ul>");
        for one in &data.elsewhere {
            let (name, entries) = (escaped(&one.name), one.entries);
            write!(page, "<li>{name}: {entries} innslag</li>")?;
        }
        page.push_str("</ul>");
    }
    if !data.erased.is_empty() {
        page.push_str("<h2>Dette er slettet</h2><ul>");
        for one in &data.erased {
            let (when, why) = (time(one.at), ground(one.ground));
            write!(page, "<li>{} innslag, {when}: {why}</li>", one.entries)?;
        }
        page.push_str("</ul>");
    }
    if data.areas.is_empty() {
        page.push_str("<p>Ingenting er lagret.</p>");
    }
    for area in &data.areas {
        write_area(page, area)?;
    }
    write_reads(page, &data.reads)?;
    page.push_str("</html>\n");
    Ok(())
}

fn write_area(page: &mut String, area: &HeldArea) -> std::fmt::Result {
    write!(page, "<section><h2>{}</h2>", escaped(&area.name))?;
    for entry in &area.entries {
        let class = if entry.stands { "" } else { " class=\"old\"" };
        let old = if entry.stands {
            ""
        } else {
            " (gjelder ikke lenger)"
        };
        write!(
            page,
            "<article{class}><h3>{}{old}</h3><p class=\"who\">{}, {}. Skrevet {}, mottatt {}</p><dl>",
            escaped(&entry.about),
            escaped(&entry.by),
            escaped(&entry.agency),
            time(entry.written_at),
            time(entry.received_at)
        )?;
        for line in &entry.says {
            let (field, value) = (escaped(&line.field), escaped(&line.value));
            write!(page, "<dt>{field}</dt><dd>{value}</dd>")?;
        }
        page.push_str("</dl></article>");
    }
    page.push_str("</section>");
    Ok(())
}

fn write_reads(page: &mut String, reads: &[PersonRead]) -> std::fmt::Result {
    page.push_str(
        "<section><h2>Hvem har sett det</h2><table><thead><tr><th>Når<th>Hvem<th>Hva<th>Hvorfor</thead><tbody>",
    );
    for read in reads {
        let until = if read.first == read.last {
            String::new()
        } else {
            format!(" til {}, {} ganger", time(read.last), read.times)
        };
        write!(
            page,
            "<tr><td>{}{until}<td>{}, {}, {}<td>{}<td>{}",
            time(read.first),
            escaped(&read.by),
            role(read.role),
            escaped(&read.agency),
            act(read.act),
            reason(read.reason)
        )?;
    }
    page.push_str("</tbody></table></section>");
    Ok(())
}

/// A moment by the clock in Norway.
fn time(millis: u64) -> String {
    let moment = i64::try_from(millis)
        .ok()
        .and_then(DateTime::from_timestamp_millis)
        .unwrap_or_default();
    let local = moment.with_timezone(&chrono_tz::Europe::Oslo);
    local.format("%-d.%-m.%Y kl. %H.%M").to_string()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn ground(ground: ErasureGround) -> &'static str {
    match ground {
        ErasureGround::Retention => "tiden det kan lagres, er ute",
        ErasureGround::Request => "personen ba om det, og fikk medhold",
        ErasureGround::Court => "en domstol eller annen myndighet bestemte det",
        ErasureGround::WrongPerson => "det var skrevet på feil person",
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::NavCaseworker => "NAV-veileder i fengsel",
        Role::NavOffice => "NAV-kontor i kommunen",
        Role::PrisonSocialWorker => "sosialkonsulent i fengselet",
        Role::ContactOfficer => "kontaktbetjent",
        Role::Probation => "friomsorgen",
        Role::TemplateAdmin => "forvalter malen",
        Role::MunicipalServices => "tjenester i kommunen",
        Role::Health => "helsepersonell",
        Role::Education => "opplæring",
        Role::LibraryFaithNgo => "bibliotek, tro og frivillige",
        Role::Coordinator => "koordinator for planen",
        Role::Manager => "leder",
        Role::AccessAdmin => "forvalter brukere og tilganger",
        Role::Auditor => "følger opp hvem som har lest hva",
    }
}

fn act(act: AuditAct) -> &'static str {
    match act {
        AuditAct::Opened => "åpnet planen",
        AuditAct::Listed => "så den i en liste",
        AuditAct::Searched => "fant den i et søk",
        AuditAct::Printed => "skrev ut",
        AuditAct::MadeAvailable => "fikk den på enheten",
        AuditAct::Refused => "fikk avvist noe de skrev",
        AuditAct::OwnConsent => "førte samtykke til egen etat",
        AuditAct::SignedIn => "logget inn",
        AuditAct::SignedOut => "logget ut",
        AuditAct::CopyNoticed => "arbeidet på en kopiert enhet",
        AuditAct::Alarm => "varsel: mange personer på kort tid",
        AuditAct::AuditRead => "leste innsynsloggen",
        AuditAct::ReviewRead => "leste stikkprøven",
        AuditAct::FindingWritten => "førte funn",
        AuditAct::LookedUp => "slo opp et fødselsnummer",
        AuditAct::PersonDataGiven => "satte sammen innsyn for personen",
        AuditAct::Protected => "endret hvem som kan få se planen",
        AuditAct::Overridden => "åpnet med nødinnsyn",
        AuditAct::LetIn => "slapp inn noe som var holdt tilbake",
        AuditAct::ThrownAway => "forkastet noe som var holdt tilbake",
    }
}

fn reason(reason: AuditReason) -> &'static str {
    match reason {
        AuditReason::None => "",
        AuditReason::CaseWork => "arbeid med personen",
        AuditReason::List => "finne ut hvem det skulle arbeides med",
        AuditReason::Sync => "enheten holder det brukeren kan se",
        AuditReason::NotAllowed => "ingen rett til å skrive der",
        AuditReason::WrongSender => "feil avsender",
        AuditReason::Malformed => "kunne ikke leses",
        AuditReason::OtherReason => "annet",
        AuditReason::ByReceipt => "etter sentralens klokke",
        AuditReason::ByDevice => "etter enhetens klokke",
        AuditReason::DangerToLife => "fare for liv",
        AuditReason::OutOfReach => "plan i et annet fengsel",
    }
}
