//! The one table: a line for each thing measured on each engine, with its aim and what came of it.

use std::fmt::Write as _;

use crate::load::Measured;

#[derive(Debug, Clone, Default)]
pub struct Line {
    pub engine: &'static str,
    pub what: String,
    pub measured: Option<Measured>,
    /// SQL statements of one request.
    pub statements: Option<u64>,
    /// Bytes and requests of a first view, compressed.
    pub first_view: Option<(usize, usize)>,
    /// Megabytes.
    pub memory: Option<u64>,
    /// What the aim is, what is measured of it, and whether it is met.
    pub aims: Vec<(String, String, Option<bool>)>,
}

impl Line {
    pub fn of(engine: &'static str, what: impl Into<String>) -> Line {
        Line { engine, what: what.into(), ..Line::default() }
    }

    pub fn measured(mut self, measured: &Measured) -> Line {
        self.measured = Some(measured.clone());
        self
    }

    pub fn statements(mut self, statements: Option<u64>) -> Line {
        self.statements = statements;
        self
    }

    pub fn first_view(mut self, view: Option<(usize, usize)>) -> Line {
        if let Some((bytes, requests)) = view {
            self.first_view = view;
            let said = format!("{:.0} KB, {requests} requests", bytes as f64 / 1000.0);
            self.aims.push((
                "first view ≤ 100 KB, 8 requests".into(),
                said,
                Some(bytes <= 100_000 && requests <= 8),
            ));
        }
        self
    }

    pub fn memory(mut self, megabytes: u64) -> Line {
        self.memory = Some(megabytes);
        self
    }

    pub fn aim(mut self, aim: impl Into<String>, found: impl Into<String>, met: bool) -> Line {
        self.aims.push((aim.into(), found.into(), Some(met)));
        self
    }

    pub fn says(mut self, aim: impl Into<String>, found: impl Into<String>) -> Line {
        self.aims.push((aim.into(), found.into(), None));
        self
    }

    fn cells(&self) -> [String; 9] {
        let number = |value: f64| match value {
            v if v >= 100.0 => format!("{v:.0}"),
            v if v >= 10.0 => format!("{v:.1}"),
            v => format!("{v:.2}"),
        };
        let measured =
            |f: fn(&Measured) -> f64| self.measured.as_ref().map(|m| number(f(m))).unwrap_or_default();
        let aims: Vec<String> = self
            .aims
            .iter()
            .map(|(aim, found, met)| {
                let verdict = match met {
                    Some(true) => "met: ",
                    Some(false) => "MISSED: ",
                    None => "",
                };
                format!("{verdict}{aim} → {found}")
            })
            .collect();
        [
            self.engine.to_owned(),
            self.what.clone(),
            measured(Measured::rate),
            measured(|m| m.p50),
            measured(|m| m.p99),
            self.statements.map(|n| n.to_string()).unwrap_or_default(),
            self.first_view.map(|(b, n)| format!("{:.1} / {n}", b as f64 / 1000.0)).unwrap_or_default(),
            self.memory.map(|n| n.to_string()).unwrap_or_default(),
            aims.join("; "),
        ]
    }
}

const HEADS: [&str; 9] = [
    "engine",
    "what",
    "per second",
    "p50 ms",
    "p99 ms",
    "SQL",
    "first view KB / requests",
    "peak MB",
    "aim → measured",
];

/// As Markdown that also reads well on a terminal.
pub fn markdown(lines: &[Line]) -> String {
    let rows: Vec<[String; 9]> = lines.iter().map(Line::cells).collect();
    let mut widths = HEADS.map(|head| head.chars().count());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row).take(8) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    let mut put = |cells: &[String; 9]| {
        for (nth, (cell, width)) in cells.iter().zip(widths).enumerate() {
            let fill = " ".repeat(if nth == 8 { 0 } else { width.saturating_sub(cell.chars().count()) });
            let _ = if (2..8).contains(&nth) {
                write!(text, "| {fill}{cell} ")
            } else {
                write!(text, "| {cell}{fill} ")
            };
        }
        text.push_str("|\n");
    };
    put(&HEADS.map(str::to_owned));
    let mut rule = [(); 9].map(|()| "---".to_owned());
    for cell in rule.iter_mut().take(8).skip(2) {
        *cell = "--:".to_owned();
    }
    put(&rule);
    rows.iter().for_each(&mut put);
    text
}
