//! Runs one command to its end: what it prints is shown and counted, and a command that hangs is
//! ended with everything it began.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::Done;
use crate::leftovers::{self, Leftovers};
use crate::totals::Totals;

const MINUTE: Duration = Duration::from_secs(60);

/// Shows and counts the output; an end other than success is a sentence, and the count stands.
pub fn counted(leftovers: &Leftovers, command: &mut Command, minutes: u32) -> (Totals, Done<()>) {
    let shown = shown(command);
    // What the tests leave in the folder for temporary files goes when ours goes.
    command.env("TMPDIR", leftovers.folder()).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = match leftovers.begin(command) {
        Ok(child) => child,
        Err(why) => return (Totals::default(), Err(format!("`{shown}` cannot be started: {why}"))),
    };
    let (send, totals) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        thread::spawn(move || {
            let mut totals = Totals::default();
            let mut lines = BufReader::new(stdout);
            let mut line = Vec::new();
            while lines.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
                let _ = std::io::stdout().write_all(&line);
                totals.read(&String::from_utf8_lossy(&line));
                line.clear();
            }
            let _ = std::io::stdout().flush();
            let _ = send.send(totals);
        });
    }
    let ended = wait(&mut child, MINUTE * minutes);
    // A grandchild may still hold the pipe: it gets a moment, and then it goes too.
    let counted = totals.recv_timeout(Duration::from_secs(5)).or_else(|_| {
        leftovers::signal(&child, "KILL");
        totals.recv_timeout(Duration::from_secs(5))
    });
    leftovers.ended(&child);
    let done = match ended {
        Some(status) if status.success() => Ok(()),
        Some(status) => Err(format!("`{shown}` ended with {status}")),
        None => Err(format!("`{shown}` took longer than {minutes} minutes and was ended")),
    };
    (counted.unwrap_or_default(), done)
}

pub fn plain(leftovers: &Leftovers, command: &mut Command, minutes: u32) -> Done<()> {
    counted(leftovers, command, minutes).1
}

/// What the command prints, without showing it; nothing when it cannot be started or fails.
pub fn answer(program: &str, args: &[&str]) -> Option<String> {
    let done = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).trim().to_owned())
}

/// Waits for one that was begun elsewhere; whether it ended by itself and well.
pub fn ended(leftovers: &Leftovers, mut child: Child, limit: Duration) -> bool {
    let status = wait(&mut child, limit);
    leftovers.ended(&child);
    status.is_some_and(|status| status.success())
}

fn wait(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if begun.elapsed() < limit => thread::sleep(Duration::from_millis(30)),
            _ => {
                leftovers::signal(child, "KILL");
                let _ = child.wait();
                return None;
            }
        }
    }
}

fn shown(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let program = program.rsplit('/').next().unwrap_or_default().to_owned();
    command.get_args().fold(program, |text, arg| text + " " + &arg.to_string_lossy())
}
