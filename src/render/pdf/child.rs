//! PDFs are made in a child process of the same binary (`perfolio render-pdf`), so that no report can
//! take the server's memory or time. The parent writes one JSON envelope to the child's input and
//! reads the file from its output; what the child says on its error output becomes the fault. The
//! child gets an empty environment (no secrets), a memory limit that it sets on itself, and is
//! killed when its time is up.

use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::child::{self, Failed, confine};
use crate::render::RenderFault;
use crate::render::certificate::Certificate;
use crate::render::report::{CohortReport, PortfolioReport};

/// What the parent hands to the child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", content = "report", rename_all = "lowercase")]
pub enum Envelope {
    Portfolio(Box<PortfolioReport>),
    Cohort(Box<CohortReport>),
    Certificate(Box<Certificate>),
}

/// Data memory of the child. A thousand entries need about a quarter of it.
const MEMORY_LIMIT: u64 = 2 << 30;
/// Processor time of the child; its parent is less patient.
const CPU_SECONDS: u64 = 300;

/// The whole of `perfolio render-pdf`: reads an envelope, writes a PDF.
pub fn child(input: impl Read, output: impl Write) -> Result<(), RenderFault> {
    confine(MEMORY_LIMIT, CPU_SECONDS).map_err(RenderFault::Start)?;
    answer(input, output)
}

fn answer(input: impl Read, mut output: impl Write) -> Result<(), RenderFault> {
    let bytes = match read(input)? {
        Envelope::Portfolio(report) => super::portfolio(&report)?,
        Envelope::Cohort(report) => super::cohort(&report)?,
        Envelope::Certificate(paper) => super::certificate(&paper)?,
    };
    output.write_all(&bytes).and_then(|()| output.flush()).map_err(|f| RenderFault::Stopped(f.to_string()))
}

fn read(input: impl Read) -> Result<Envelope, RenderFault> {
    serde_json::from_reader(std::io::BufReader::new(input)).map_err(|f| RenderFault::Input(f.to_string()))
}

/// So many are drawn at once, whoever asks: each may take the memory above, and a page may be asked for by many.
const AT_ONCE: usize = 2;

/// How many are being drawn, and who waits for one of them to end.
static DRAWN: (Mutex<usize>, Condvar) = (Mutex::new(0), Condvar::new());

/// One of the places; it is free again when this goes.
struct Seat;

impl Seat {
    /// Waits for one as long as the drawing itself may take.
    fn take(limit: Duration) -> Result<Seat, RenderFault> {
        let (count, freed) = &DRAWN;
        let count = count.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |count: &mut usize| *count >= AT_ONCE;
        let (mut count, waited) =
            freed.wait_timeout_while(count, limit, full).unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return Err(RenderFault::Waits);
        }
        *count += 1;
        Ok(Seat)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let (count, freed) = &DRAWN;
        let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
        *count = count.saturating_sub(1);
        freed.notify_one();
    }
}

/// Runs `exe render-pdf` on the envelope. Blocks until it ends or its time is up.
pub fn in_child(exe: &Path, envelope: &Envelope, limit: Duration) -> Result<Vec<u8>, RenderFault> {
    let _seat = Seat::take(limit)?;
    let letter = serde_json::to_vec(envelope).map_err(|fault| RenderFault::Input(fault.to_string()))?;
    let mut command = Command::new(exe);
    command.arg("render-pdf");
    run(command, letter, limit)
}

fn run(command: Command, letter: Vec<u8>, limit: Duration) -> Result<Vec<u8>, RenderFault> {
    let bytes = child::run(command, letter, limit).map_err(|why| match why {
        Failed::Start(why) => RenderFault::Start(why),
        Failed::TooSlow(seconds) => RenderFault::TooSlow(seconds),
        Failed::Stopped(why) => RenderFault::Stopped(why),
    })?;
    match bytes.starts_with(b"%PDF-") {
        true => Ok(bytes),
        false => Err(RenderFault::Stopped("it gave no PDF".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::domain::fault::Fault;

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
    fn no_more_than_two_are_drawn_at_once_and_the_third_waits_its_time() {
        let short = Duration::from_millis(50);
        let (first, second) = (Seat::take(ENOUGH).unwrap(), Seat::take(ENOUGH).unwrap());
        let waits = Seat::take(short).err().unwrap();
        assert!(matches!(waits, RenderFault::Waits), "{waits}");
        let told = Fault::Later("Two others are being drawn. Try again in a minute.".to_owned());
        assert_eq!(Fault::from(waits), told);
        drop(first);
        let third = Seat::take(ENOUGH).unwrap();
        assert!(Seat::take(short).is_err());
        drop((second, third));
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
