//! Load: so many connections, each a thread with a client, ask what is given to them as fast as they
//! are answered, for a number of seconds and a number of requests. Each answer's status is checked as
//! it comes; every sixteenth is kept and its mark looked for after the clock has stopped.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::client::{Answer, Ask, Client, Done};

/// Every so many answers one is looked into.
const LOOKED_AT: usize = 16;
/// Not more than this in one row.
const MOST: usize = 2_000_000;

/// What is expected of each answer.
#[derive(Clone, Copy)]
pub struct Expect<'a> {
    pub status: u16,
    /// On the page; or at the head of the address that one is led to.
    pub mark: &'a str,
}

#[derive(Debug, Clone, Default)]
pub struct Measured {
    pub count: usize,
    pub seconds: f64,
    /// Milliseconds.
    pub p50: f64,
    pub p99: f64,
}

impl Measured {
    pub fn rate(&self) -> f64 {
        self.count as f64 / self.seconds.max(1e-9)
    }

    pub fn of(mut micros: Vec<u32>, seconds: f64) -> Measured {
        micros.sort_unstable();
        let at = |share: f64| {
            let place = ((micros.len() as f64 * share) as usize).min(micros.len().saturating_sub(1));
            f64::from(micros.get(place).copied().unwrap_or(0)) / 1000.0
        };
        Measured { count: micros.len(), seconds, p50: at(0.5), p99: at(0.99) }
    }
}

/// Asks round and round until the time is over.
pub fn round(
    address: SocketAddr,
    lines: usize,
    time: Duration,
    asks: &[Ask],
    expect: Expect<'_>,
) -> Done<Measured> {
    run(address, lines, time, asks, expect, true)
}

/// Asks each once, until all are asked or the time is over.
pub fn once(
    address: SocketAddr,
    lines: usize,
    time: Duration,
    asks: &[Ask],
    expect: Expect<'_>,
) -> Done<Measured> {
    run(address, lines, time, asks, expect, false)
}

fn run(
    address: SocketAddr,
    lines: usize,
    time: Duration,
    asks: &[Ask],
    expect: Expect<'_>,
    again: bool,
) -> Done<Measured> {
    if asks.is_empty() {
        return Err("nothing to ask".to_owned());
    }
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let began = Instant::now();
    let all = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..lines)
            .map(|_| {
                scope.spawn(|| {
                    let done = one_line(address, time, asks, expect, again, &next, &stop);
                    if done.is_err() {
                        stop.store(true, Ordering::Relaxed);
                    }
                    done
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().map_err(|_| "a client panicked".to_owned())?)
            .collect::<Done<Vec<_>>>()
    })?;
    let seconds = began.elapsed().as_secs_f64();
    let mut micros = Vec::new();
    for (some, kept) in all {
        micros.extend(some);
        for answer in kept {
            looked_at(&answer, expect)?;
        }
    }
    Ok(Measured::of(micros, seconds))
}

type Line = (Vec<u32>, Vec<Answer>);

fn one_line(
    address: SocketAddr,
    time: Duration,
    asks: &[Ask],
    expect: Expect<'_>,
    again: bool,
    next: &AtomicUsize,
    stop: &AtomicBool,
) -> Done<Line> {
    let mut client = Client::to(address);
    let (mut micros, mut kept) = (Vec::new(), Vec::new());
    let began = Instant::now();
    while began.elapsed() < time && !stop.load(Ordering::Relaxed) {
        let nth = next.fetch_add(1, Ordering::Relaxed);
        if nth >= MOST || (!again && nth >= asks.len()) {
            break;
        }
        let Some(ask) = asks.get(nth % asks.len()) else { break };
        let asked = Instant::now();
        let answer = client.ask(ask)?;
        micros.push(u32::try_from(asked.elapsed().as_micros()).unwrap_or(u32::MAX));
        if answer.status != expect.status {
            return Err(wrong(&ask.path, &answer, expect));
        }
        if nth.is_multiple_of(LOOKED_AT) {
            kept.push(answer);
        }
    }
    Ok((micros, kept))
}

fn wrong(path: &str, answer: &Answer, expect: Expect<'_>) -> String {
    let text = answer.text().unwrap_or_default();
    let said = text.split("<main").nth(1).unwrap_or(&text);
    let mut plain = String::new();
    let mut inside = false;
    for letter in said.chars().take(6000) {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => plain.push(letter),
            _ => {}
        }
    }
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let said: String = plain.chars().take(400).collect();
    format!("{path} answered {} where {} was expected: {said}", answer.status, expect.status)
}

/// The mark is where it should be.
pub fn looked_at(answer: &Answer, expect: Expect<'_>) -> Done<()> {
    let there = match expect.status {
        300..=399 => answer.location.starts_with(expect.mark),
        _ => answer.text()?.contains(expect.mark),
    };
    if there { Ok(()) } else { Err(format!("an answer {} without “{}”", answer.status, expect.mark)) }
}
