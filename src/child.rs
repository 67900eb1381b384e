//! Another process of this same binary for what reads or sets text by strangers, so that it cannot take
//! the server's memory or time. It gets a letter on its input and an empty environment (no secrets), and
//! is killed when its time is up; what it says on its error output becomes the fault. Limits on memory
//! and processor time it sets on itself.

use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, setrlimit};

/// What a child may say about a fault; more is cut.
const LONGEST_COMPLAINT: u64 = 2_000;
/// Between two looks whether it has ended.
const PATIENCE: Duration = Duration::from_millis(10);
/// For what is still in the pipes after it has ended.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failed {
    Start(String),
    TooSlow(u64),
    Stopped(String),
}

/// In the child: no more data memory than this, in bytes, and no more processor time, in seconds.
pub fn confine(memory: u64, seconds: u64) -> Result<(), String> {
    let most = |limit| Rlimit { current: Some(limit), maximum: Some(limit) };
    setrlimit(Resource::Data, most(memory)).map_err(|fault| fault.to_string())?;
    setrlimit(Resource::Cpu, most(seconds)).map_err(|fault| fault.to_string())
}

/// Runs the command on the letter and gives what it wrote. Blocks until it ends or its time is up.
pub fn run(mut command: Command, letter: Vec<u8>, limit: Duration) -> Result<Vec<u8>, Failed> {
    let mut process = command
        .env_clear()
        .env("RAYON_NUM_THREADS", "2")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|fault| Failed::Start(fault.to_string()))?;
    let heard = listen(&mut process, letter);
    let deadline = Instant::now() + limit;
    let ended = loop {
        match process.try_wait() {
            Ok(Some(ended)) => break ended,
            Ok(None) if Instant::now() < deadline => std::thread::sleep(PATIENCE),
            Ok(None) => {
                stop(&mut process);
                return Err(Failed::TooSlow(limit.as_secs()));
            }
            Err(fault) => {
                stop(&mut process);
                return Err(Failed::Stopped(fault.to_string()));
            }
        }
    };
    let (answer, complaint) = heard?;
    // It has ended, so both pipes are closed and what is in them is all.
    if ended.success()
        && let Ok(bytes) = answer.recv_timeout(LAST_WORDS)
        && !bytes.is_empty()
    {
        return Ok(bytes);
    }
    let words = complaint.recv_timeout(LAST_WORDS).unwrap_or_default();
    let words = String::from_utf8_lossy(&words).trim().to_owned();
    Err(Failed::Stopped(if words.is_empty() { ended.to_string() } else { words }))
}

type Heard = mpsc::Receiver<Vec<u8>>;

/// Writes the letter and reads both outputs at once, each on its own thread: a full pipe would
/// otherwise hold up both sides for ever.
fn listen(process: &mut Child, letter: Vec<u8>) -> Result<(Heard, Heard), Failed> {
    let missing = || Failed::Start("its pipes could not be opened".into());
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
