//! `run`: builds what has changed and starts the server with the practice prison. One process serves
//! the app and the API; it ends with Ctrl-C.

use std::net::{SocketAddr, TcpStream};
use std::process::Child;
use std::time::Duration;

use crate::command::{Program, Stopped};
use crate::{app_build, project};

pub(crate) fn run(options: &[&str]) -> Result<(), Stopped> {
    let options = Options::parse(options)?;
    // Asked before the build: ten minutes of work should not end in "address in use".
    if answers(options.listen) {
        return Err(Stopped::because(format!(
            "something already listens on {0}: stop it, or choose another address, for example \
             cargo xtask run --listen 127.0.0.1:8090",
            options.listen
        )));
    }
    app_build::build_all()?;
    if let Some(folder) = project::root().join(&options.database).parent() {
        std::fs::create_dir_all(folder).map_err(|error| {
            Stopped::because(format!("cannot create {}: {error}", folder.display()))
        })?;
    }
    let mut server = Program::new(app_build::server_binary("release"))
        .args("--practice --database")
        .arg(&options.database)
        .arg("--dist")
        .arg(project::dist())
        .arg("--listen")
        .arg(options.listen.to_string())
        .start()?;
    wait_until_it_answers(&mut server, options.listen)?;
    println!(
        "\nOvergang is at http://{}\n\
         Sign in: this is the practice prison with invented people. Choose one of the five users; there is no password.\n\
         Data: {}. Stop with Ctrl-C.\n",
        options.listen, options.database
    );
    let status = server
        .wait()
        .map_err(|error| Stopped::because(format!("lost sight of the server: {error}")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Stopped::because(format!("the server ended ({status})")))
    }
}

#[derive(Debug)]
struct Options {
    listen: SocketAddr,
    database: String,
}

impl Options {
    fn parse(options: &[&str]) -> Result<Self, Stopped> {
        let mut listen = "127.0.0.1:8080";
        let mut database = "data/practice.sqlite";
        let mut rest = options;
        while let [option, value, after @ ..] = rest {
            match *option {
                "--listen" => listen = value,
                "--database" => database = value,
                _ => break,
            }
            rest = after;
        }
        if let [unknown, ..] = rest {
            return Err(Stopped::because(format!(
                "run does not know `{unknown}`: cargo xtask run [--listen ADDRESS] [--database FILE]"
            )));
        }
        let listen = listen.parse().map_err(|_| {
            Stopped::because(format!(
                "{listen} is not an address with a port, like 127.0.0.1:8080"
            ))
        })?;
        Ok(Self {
            listen,
            database: database.to_owned(),
        })
    }
}

fn answers(address: SocketAddr) -> bool {
    TcpStream::connect_timeout(&address, Duration::from_millis(300)).is_ok()
}

fn wait_until_it_answers(server: &mut Child, address: SocketAddr) -> Result<(), Stopped> {
    // A first start makes the practice prison, which takes a moment on a slow disk.
    for _ in 0..300 {
        if answers(address) {
            return Ok(());
        }
        if let Ok(Some(status)) = server.try_wait() {
            return Err(Stopped::because(format!(
                "the server ended before it answered ({status}); what it said stands above"
            )));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    drop(server.kill());
    Err(Stopped::because(format!(
        "the server did not answer on {address} within 30 seconds"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_options_it_is_the_practice_prison_on_port_8080() {
        let options = Options::parse(&[]).unwrap();
        assert_eq!(options.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(options.database, "data/practice.sqlite");
    }

    #[test]
    fn options_come_in_any_order_and_unknown_ones_are_named() {
        let options = Options::parse(&["--database", "x.sqlite", "--listen", "[::1]:9"]).unwrap();
        assert_eq!(options.listen.to_string(), "[::1]:9");
        assert_eq!(options.database, "x.sqlite");
        let stopped = Options::parse(&["--port", "9"]).unwrap_err();
        assert!(stopped.to_string().contains("--port"));
    }
}
