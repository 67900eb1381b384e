//! PDFs are made in a child process of the same binary (`perfolio render-pdf`), so that no report can
//! take the server's memory or time. The parent writes one JSON envelope to the child's input and
//! reads the file from its output; what the child says on its error output becomes the fault. The
//! child gets an empty environment (no secrets), a memory limit that it sets on itself, and is
//! killed when its time is up.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};

use crate::render::RenderFault;
use crate::render::report::{CohortReport, PortfolioReport};

/// What the parent hands to the child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", content = "report", rename_all = "lowercase")]
pub enum Envelope {
    Portfolio(Box<PortfolioReport>),
    Cohort(Box<CohortReport>),
}

/// Data memory of the child. A thousand entries need about a quarter of it.
const MEMORY_LIMIT: u64 = 2 << 30;
/// What a child may say about a fault; more is cut.
const LONGEST_COMPLAINT: u64 = 2_000;
/// Between two looks whether it has ended.
const PATIENCE: Duration = Duration::from_millis(10);
/// For what is still in the pipes after it has ended.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// The whole of `perfolio render-pdf`: reads an envelope, writes a PDF.
pub fn child(input: impl Read, output: impl Write) -> Result<(), RenderFault> {
    let limit = Rlimit { current: Some(MEMORY_LIMIT), maximum: Some(MEMORY_LIMIT) };
    setrlimit(Resource::Data, limit).map_err(|fault| RenderFault::Start(fault.to_string()))?;
    answer(input, output)
}

fn answer(input: impl Read, mut output: impl Write) -> Result<(), RenderFault> {
    let bytes = match read(input)? {
        Envelope::Portfolio(report) => super::portfolio(&report)?,
        Envelope::Cohort(report) => super::cohort(&report)?,
    };
    output.write_all(&bytes).and_then(|()| output.flush()).map_err(|f| RenderFault::Stopped(f.to_string()))
}

fn read(input: impl Read) -> Result<Envelope, RenderFault> {
    serde_json::from_reader(std::io::BufReader::new(input)).map_err(|f| RenderFault::Input(f.to_string()))
}

/// Runs `exe render-pdf` on the envelope. Blocks until it ends or its time is up.
pub fn in_child(exe: &Path, envelope: &Envelope, limit: Duration) -> Result<Vec<u8>, RenderFault> {
    let letter = serde_json::to_vec(envelope).map_err(|fault| RenderFault::Input(fault.to_string()))?;
    let mut command = Command::new(exe);
    command.arg("render-pdf");
    run(command, letter, limit)
}

fn run(mut command: Command, letter: Vec<u8>, limit: Duration) -> Result<Vec<u8>, RenderFault> {
    let mut process = command
        .env_clear()
        .env("RAYON_NUM_THREADS", "2")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|fault| RenderFault::Start(fault.to_string()))?;
    let heard = listen(&mut process, letter);
    let deadline = Instant::now() + limit;
    let ended = loop {
        match process.try_wait() {
            Ok(Some(ended)) => break ended,
            Ok(None) if Instant::now() < deadline => std::thread::sleep(PATIENCE),
            Ok(None) => {
                stop(&mut process);
                return Err(RenderFault::TooSlow(limit.as_secs()));
            }
            Err(fault) => {
                stop(&mut process);
                return Err(RenderFault::Stopped(fault.to_string()));
            }
        }
    };
    let (file, complaint) = heard?;
    // It has ended, so both pipes are closed and what is in them is all.
    if ended.success()
        && let Ok(bytes) = file.recv_timeout(LAST_WORDS)
        && bytes.starts_with(b"%PDF-")
    {
        return Ok(bytes);
    }
    let words = complaint.recv_timeout(LAST_WORDS).unwrap_or_default();
    let words = String::from_utf8_lossy(&words).trim().to_owned();
    Err(RenderFault::Stopped(if words.is_empty() { ended.to_string() } else { words }))
}

type Heard = mpsc::Receiver<Vec<u8>>;

/// Writes the letter and reads both outputs at once, each on its own thread: a full pipe would
/// otherwise hold up both sides for ever.
fn listen(process: &mut Child, letter: Vec<u8>) -> Result<(Heard, Heard), RenderFault> {
    let missing = || RenderFault::Start("its pipes could not be opened".into());
    let mut input = process.stdin.take().ok_or_else(missing)?;
    let output = process.stdout.take().ok_or_else(missing)?;
    let complaints = process.stderr.take().ok_or_else(missing)?;
    // A child that stopped reading says why on its error output, which is better than our "broken pipe".
    std::thread::spawn(move || input.write_all(&letter).is_ok());
    Ok((reading(output, u64::MAX), reading(complaints, LONGEST_COMPLAINT)))
}

fn reading(mut pipe: impl Read + Send + 'static, keep: u64) -> Heard {
    let (tell, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        let read = pipe
            .by_ref()
            .take(keep)
            .read_to_end(&mut kept)
            .and_then(|_| io::copy(&mut pipe, &mut io::sink()));
        // Nobody listens any more once the time is up.
        tell.send(kept).is_ok() && read.is_ok()
    });
    heard
}

fn stop(process: &mut Child) {
    // A child that ended by itself in this moment takes the kill as an error; it is gone either way.
    if process.kill().is_ok() {
        process.wait().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, limit: Duration) -> Result<Vec<u8>, RenderFault> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        // More than a pipe holds, so that a child that never reads would block a careless parent.
        run(command, vec![b'x'; 300_000], limit)
    }

    const ENOUGH: Duration = Duration::from_secs(20);

    #[test]
    fn a_child_gets_the_letter_and_no_environment_and_gives_the_file() {
        let script = "n=$(wc -c); /usr/bin/printf '%%PDF- %s [%s][%s]' $n \"$HOME\" \"$CARGO_MANIFEST_DIR\"";
        assert_eq!(String::from_utf8(shell(script, ENOUGH).unwrap()).unwrap(), "%PDF- 300000 [][]");
    }

    #[test]
    fn a_slow_child_is_stopped() {
        let before = Instant::now();
        let fault = shell("exec sleep 30", Duration::from_millis(200)).unwrap_err();
        assert!(matches!(fault, RenderFault::TooSlow(_)), "{fault}");
        assert!(before.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn what_a_failing_child_says_is_the_fault() {
        let fault = shell("echo 'The paper is out.' >&2; exit 3", ENOUGH).unwrap_err();
        assert_eq!(fault.to_string(), "The program that makes PDFs stopped early: The paper is out.");
        let fault = shell("exit 3", ENOUGH).unwrap_err();
        assert!(fault.to_string().contains("exit status: 3"), "{fault}");
        let fault = shell("echo 'not a file'", ENOUGH).unwrap_err();
        assert!(matches!(fault, RenderFault::Stopped(_)), "{fault}");
    }

    #[test]
    fn an_envelope_that_is_none_is_told() {
        let fault = answer(&b"{\"what\":\"poster\"}"[..], Vec::new()).unwrap_err();
        assert!(matches!(fault, RenderFault::Input(_)), "{fault}");
    }

    #[test]
    fn an_envelope_is_answered_with_the_file() {
        let report = CohortReport::sample();
        let letter = serde_json::to_vec(&Envelope::Cohort(Box::new(report.clone()))).unwrap();
        let mut out = Vec::new();
        answer(letter.as_slice(), &mut out).unwrap();
        assert!(out.starts_with(b"%PDF-") && out == super::super::cohort(&report).unwrap());
    }
}
