//! The log, on standard error: lines of text for people, or lines of JSON for machines. In both an event is
//! one line: whatever somebody typed, and an engine quotes, cannot end it and begin another.

use std::io::{self, Write};

use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::config::{Config, Log};

pub fn log_to_stderr(config: &Config) {
    let log = subscriber(&config.log, io::stderr);
    // A second start in one process (tests) keeps the first log.
    let _ = tracing::subscriber::set_global_default(log);
}

fn subscriber<W>(log: &Log, to: W) -> Box<dyn Subscriber + Send + Sync>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(&log.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter);
    match log.json {
        true => {
            Box::new(lines.json().flatten_event(true).with_span_list(false).with_writer(Safely(to)).finish())
        }
        false => Box::new(lines.with_writer(Safely(to)).finish()),
    }
}

struct Safely<M>(M);

impl<'w, M: MakeWriter<'w>> MakeWriter<'w> for Safely<M> {
    type Writer = Lines<M::Writer>;
    fn make_writer(&'w self) -> Self::Writer {
        Lines(self.0.make_writer())
    }
}

/// Each write is a whole event with its line end: every other control character in it was typed by somebody.
struct Lines<W>(W);

impl<W: Write> Write for Lines<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let line = text.strip_suffix('\n').unwrap_or(&text);
        let mut safe = String::with_capacity(line.len() + 1);
        for c in line.chars() {
            match c {
                // Colours, where a terminal reads.
                '\x1b' | '\t' => safe.push(c),
                '\n' => safe.push_str("\\n"),
                '\r' => safe.push_str("\\r"),
                // So that JSON stays JSON.
                c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => {
                    safe.push_str(&format!("\\u{:04x}", u32::from(c)));
                }
                c => safe.push(c),
            }
        }
        safe.push('\n');
        self.0.write_all(safe.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::log::heard::Heard;

    /// What is logged of somebody who types a line of a log into a field.
    fn logged(json: bool) -> String {
        let heard = Heard::default();
        let to = heard.clone();
        let log = subscriber(&Log { json, filter: "info".to_owned() }, move || to.clone());
        let typed = "x\r\n2026-11-21T09:00:00Z  INFO perfolio: signed in account=adam\u{85}y\u{2028}z";
        tracing::subscriber::with_default(log, || {
            let span = tracing::info_span!("request", number = 7);
            let _in = span.enter();
            tracing::error!(why = %typed, "the engine said: {typed}");
            tracing::info!(account = "ann", "signed in");
        });
        heard.said()
    }

    #[test]
    fn nothing_that_is_typed_makes_a_line_of_its_own() {
        for json in [false, true] {
            let all = logged(json);
            assert_eq!(all.lines().count(), 2, "{all}");
            assert!(all.ends_with('\n') && !all.contains(['\r', '\u{85}']), "{all:?}");
            assert!(!all.lines().any(|line| line.starts_with("2026-11-21T09:00:00Z")), "{all}");
        }
        assert!(logged(false).contains("\\r\\n2026-11-21"), "what was typed can still be read");
    }

    #[test]
    fn machines_read_each_line_by_itself() {
        let all = logged(true);
        let lines: Vec<serde_json::Value> =
            all.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((&lines[0]["level"], &lines[1]["level"]), (&"ERROR".into(), &"INFO".into()));
        assert_eq!((&lines[1]["message"], &lines[1]["account"]), (&"signed in".into(), &"ann".into()));
        assert_eq!(lines[1]["span"]["number"], 7);
        assert!(lines[0]["timestamp"].is_string());
        assert!(lines[0]["why"].as_str().unwrap().contains("\r\n2026"), "as it was said");
    }
}
