//! Starting other programs: every command is announced by its caller, fails with its name and a plain
//! sentence, and gets its environment only from what is written here.

use std::ffi::OsStr;
use std::fmt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// Why a command of ours cannot go on: a sentence for the person at the terminal, saying what failed
/// and, where they can help, what to do.
#[derive(Debug)]
pub(crate) struct Stopped(String);

impl Stopped {
    pub(crate) fn because(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A program to start, in the project's folder.
pub(crate) struct Program {
    command: Command,
    shown: String,
}

impl Program {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program.as_ref());
        command
            .current_dir(crate::project::root())
            .stdin(Stdio::null());
        let name = Path::new(program.as_ref());
        let shown = name.file_name().unwrap_or(program.as_ref());
        Self {
            command,
            shown: shown.to_string_lossy().into_owned(),
        }
    }

    /// The cargo that started us. Not found through PATH, because a wasm build may put another
    /// compiler's folder first there.
    pub(crate) fn cargo() -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.shown.push(' ');
        self.shown.push_str(&argument.as_ref().to_string_lossy());
        self.command.arg(argument);
        self
    }

    /// Arguments given as one line, divided by spaces.
    pub(crate) fn args(self, line: &str) -> Self {
        line.split_whitespace().fold(self, Self::arg)
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn envs(self, variables: &[(String, String)]) -> Self {
        variables
            .iter()
            .fold(self, |program, (name, value)| program.env(name, value))
    }

    /// Starts it in this folder of the project.
    pub(crate) fn within(mut self, folder: &str) -> Self {
        self.command.current_dir(crate::project::path(folder));
        self
    }

    pub(crate) fn without_envs(mut self, names: &[&str]) -> Self {
        for name in names {
            self.command.env_remove(name);
        }
        self
    }

    /// Runs to the end, showing what the program prints.
    pub(crate) fn run(mut self) -> Result<(), Stopped> {
        let status = self.command.status().map_err(|error| {
            Stopped::because(format!("`{}` could not be started: {error}", self.shown))
        })?;
        if status.success() {
            return Ok(());
        }
        Err(Stopped::because(format!(
            "`{}` failed ({status})",
            self.shown
        )))
    }

    /// Runs to the end quietly. What it printed on stdout, or None where it could not start or failed.
    pub(crate) fn output(mut self) -> Option<String> {
        let output = self.command.stderr(Stdio::null()).output().ok()?;
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Whether it starts and ends well; nothing that it prints is shown.
    pub(crate) fn succeeds(self) -> bool {
        self.output().is_some()
    }

    /// Writes what it prints on stderr into this file.
    pub(crate) fn log_to(mut self, file: &Path) -> Result<Self, Stopped> {
        let log = std::fs::File::create(file)
            .map_err(|error| Stopped::because(format!("cannot write a log: {error}")))?;
        self.command.stderr(log);
        Ok(self)
    }

    /// Starts and does not wait. What it prints on stdout is for us.
    pub(crate) fn start_piped(mut self) -> Result<(Child, ChildStdout), Stopped> {
        self.command.stdout(Stdio::piped());
        let mut child = self.start()?;
        let stdout = child.stdout.take();
        let stdout = stdout.ok_or_else(|| Stopped::because("a program has no stdout"))?;
        Ok((child, stdout))
    }

    /// Starts and does not wait.
    pub(crate) fn start(mut self) -> Result<Child, Stopped> {
        self.command.spawn().map_err(|error| {
            Stopped::because(format!("`{}` could not be started: {error}", self.shown))
        })
    }
}
