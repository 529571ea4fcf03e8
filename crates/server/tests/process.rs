//! The server as a process: what it prints, how it ends, and what it refuses to start as.
#![expect(
    clippy::unwrap_used,
    reason = "a test's helpers may fail as the test does"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

/// A running server.
struct Server {
    child: Child,
    stdout: BufReader<ChildStdout>,
    address: String,
}

fn server(database: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_overgang-server"));
    command.arg("--database").arg(database);
    command
}

fn start(database: &Path) -> Server {
    start_with(database, &[])
}

fn start_with(database: &Path, arguments: &[&str]) -> Server {
    let mut child: Child = server(database)
        .args(["--practice", "--listen", "127.0.0.1:0"])
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    let address: &str = line
        .trim_end()
        .strip_prefix("listening on http://")
        .unwrap();
    Server {
        child,
        stdout,
        address: address.to_owned(),
    }
}

fn get(server: &Server, path: &str) -> String {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let address: &str = &server.address;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn chore(database: &Path, arguments: &[&str]) -> (bool, String) {
    let output: Output = server(database).args(arguments).output().unwrap();
    let text: String = String::from_utf8(output.stdout).unwrap();
    (output.status.success(), text)
}

#[test]
fn it_says_where_it_listens_and_ends_in_peace() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("centre.db");
    for _ in 0..2 {
        let mut server = start(&database);
        assert!(get(&server, "/health").ends_with(r#"{"status":"ok"}"#));
        let pid: String = server.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert!(server.child.wait().unwrap().success());
        let mut rest = String::new();
        server.stdout.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
    }
}

#[test]
fn a_killed_server_leaves_a_whole_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("centre.db");
    let mut server = start(&database);
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    let (is_whole, text) = chore(&database, &["verify-ledger"]);
    assert!(is_whole && text.starts_with("OK: "), "{text}");
    let (is_done, text) = chore(&database, &["rebuild-projections"]);
    assert!(is_done);
    assert_eq!(text, "60 plans projected anew\n");
}

#[test]
fn a_backup_is_made_restored_and_compared_with_what_was_published() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let shown = |name: &str| path(name).display().to_string();
    let database = path("centre.db");
    let mut server = start_with(&database, &["--publish-heads", &shown("heads")]);
    let (is_made, text) = chore(&database, &["backup", &shown("backup.db")]);
    assert!(is_made, "{text}");
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    let published = ["verify-ledger", "--published", &shown("heads")];
    let (is_whole, whole) = chore(&database, &published);
    assert!(is_whole && whole.starts_with("OK: "), "{whole}");
    let count: &str = whole.split(' ').nth(1).unwrap();
    assert!(text.starts_with(count), "{text}");

    let (is_restored, text) = chore(&path("new.db"), &["restore", &shown("backup.db")]);
    assert!(is_restored && text.starts_with(count), "{text}");
    assert!(chore(&path("new.db"), &["verify-ledger"]).0);
    assert!(
        !chore(&path("new.db"), &published).0,
        "another epoch leaves nothing to compare"
    );
    assert!(chore(&database, &["new-epoch"]).0);
    assert!(!chore(&database, &published).0);
    let (is_copied, _) = chore(&database, &["copy", "--to", &shown("copy.db")]);
    assert!(is_copied);
    for arguments in [
        ["backup", &shown("backup.db")],
        ["restore", &shown("backup.db")],
        ["restore", &shown("nowhere.db")],
    ] {
        assert!(!chore(&database, &arguments).0, "{arguments:?}");
    }
}

#[test]
fn the_log_of_reads_is_written_out_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("centre.db");
    let mut server = start(&database);
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    let export = |from: &str| chore(&database, &["audit-cef", "--from", from]);
    assert_eq!(export("2026-11-23T12:00:00Z"), (true, String::new()));
    assert!(!export("yesterday").0);
    let (is_whole, text) = chore(&database, &["verify-ledger"]);
    assert!(
        is_whole && text.contains("0 rows of the log of reads"),
        "{text}"
    );
}

#[test]
fn a_password_on_the_command_line_is_refused_and_not_printed() {
    let address = "postgres://centre:hemmelig@db/overgang";
    for arguments in [
        vec!["--database", address],
        vec!["copy", "--database", "x.db", "--to", address],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_overgang-server"));
        let output: Output = command.args(arguments).output().unwrap();
        let text: String = String::from_utf8(output.stderr).unwrap();
        assert!(
            !output.status.success() && text.contains("PGPASSWORD"),
            "{text}"
        );
        assert!(!text.contains("hemmelig"), "{text}");
    }
}

#[test]
fn the_practice_prison_is_not_served_in_the_open_nor_as_an_office() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("centre.db");
    let refuse = |arguments: &[&str], reason: &str| {
        let output: Output = server(&database).args(arguments).output().unwrap();
        let text: String = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && text.contains(reason), "{text}");
        assert_eq!(output.stdout, b"");
    };
    refuse(
        &["--practice", "--listen", "0.0.0.0:0"],
        "--practice-anywhere",
    );
    assert!(!database.exists());
    let mut server = start(&database);
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    refuse(&["--listen", "127.0.0.1:0"], "the realm \"practice\"");
}

#[test]
fn a_file_of_systems_that_cannot_be_meant_keeps_the_server_from_starting() {
    let folder = tempfile::tempdir().unwrap();
    let (database, file) = (
        folder.path().join("centre.db"),
        folder.path().join("systems.json"),
    );
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "0123456789abcdef0123456789abcdef\n").unwrap();
    let write = |address: &str, secret: &Path| {
        let json = format!(
            r#"{{"systems": [{{"name": "records", "agency": "prison-social", "role": "prison-social-worker",
                "prisons": ["ullersmo"], "may": ["webhooks"], "secret": {{"file": "{}"}},
                "webhook": {{"address": "{address}"}}}}]}}"#,
            secret.display()
        );
        std::fs::write(&file, json).unwrap();
    };
    let arguments = ["--practice", "--listen", "127.0.0.1:0", "--systems"];
    for (address, secret, reason) in [
        ("https://10.0.0.1/", secret.as_path(), "no public address"),
        (
            "https://records.example.no/",
            Path::new("/nonexistent"),
            "secret of system records",
        ),
    ] {
        write(address, secret);
        let output = server(&database)
            .args(arguments)
            .arg(&file)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && text.contains(reason), "{text}");
        assert!(!database.exists());
    }
    write("https://records.invalid/", &secret);
    let file: &str = file.to_str().unwrap();
    let mut server = start_with(&database, &["--systems", file]);
    let answer = get(
        &server,
        "/api/systems/plans/0191700d-0000-7000-8000-000000000001",
    );
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    server.child.kill().unwrap();
    server.child.wait().unwrap();
}

#[test]
fn a_plan_is_shown_to_its_person_erased_and_stays_so_after_a_restore() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let shown = |name: &str| path(name).display().to_string();
    let database = path("centre.db");
    let mut server = start(&database);
    server.child.kill().unwrap();
    server.child.wait().unwrap();

    let (is_done, today) = chore(&database, &["retain", "--dry-run"]);
    assert!(is_done && today.ends_with("plans due\n"), "{today}");
    let later = ["retain", "--on", "2150-01-01"];
    assert!(!chore(&database, &later).0, "erased before its time");
    let (_, due) = chore(&database, &[later.as_slice(), &["--dry-run"]].concat());
    assert!(due.lines().count() > 50, "{due}");
    let plan: &str = due.split(' ').next().unwrap();

    let (is_done, page) = chore(&database, &["person", "--plan", plan]);
    assert!(is_done && page.starts_with("<!doctype html>"), "{page}");
    let (_, json) = chore(&database, &["person", "--plan", plan, "--json"]);
    let data: serde_json::Value = serde_json::from_str(&json).unwrap();
    let name: &str = data["name"].as_str().unwrap();
    assert!(!name.is_empty() && page.contains(name));
    let acts = data["reads"].as_array().unwrap().iter();
    let given = acts.filter(|read| read["act"] == "person-data-given");
    assert_eq!(given.count(), 1, "the page stands in the log of reads");

    assert!(chore(&database, &["backup", &shown("backup.db")]).0);
    let (file, ground) = (shown("erasures"), ["--ground", "court"]);
    let erase = [
        &["erase", "--plan", plan, "--erasures", &file],
        ground.as_slice(),
    ]
    .concat();
    let (is_done, text) = chore(&database, &erase);
    assert!(is_done && text.contains(" entries erased"), "{text}");
    assert!(!chore(&database, &erase).0, "nothing is left");
    assert!(chore(&database, &["verify-ledger"]).0);
    let restored = path("new.db");
    let restore = ["restore", "--erasures", &file, &shown("backup.db")];
    assert!(chore(&restored, &restore).0);
    for database in [&database, &restored] {
        assert!(chore(database, &["verify-ledger"]).0);
        let (_, json) = chore(database, &["person", "--plan", plan, "--json"]);
        let data: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(data["areas"], serde_json::json!([]));
        assert_eq!(data["erased"][0]["ground"], "court");
        assert!(!json.contains(name));
    }
}
