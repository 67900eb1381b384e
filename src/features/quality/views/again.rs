//! The page on which a sample is drawn again, and how anybody does it without Perfolio.

use askama::Template;

use super::told;
use crate::domain::quality::frame::SECONDS;
use crate::domain::quality::{FAST_SECONDS, Ground, NEW_BELOW, RARE_ONE_IN, Since};
use crate::features::quality::framing::{Again, weights_of};
use crate::features::quality::store::SampleRow;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;

/// What the table of a frame is called where it is saved, and in the program that reads it.
pub const FRAME_FILE: &str = "frame.csv";

#[derive(Template)]
#[template(path = "quality/again.html")]
pub struct AgainPage {
    pub(super) shell: Shell,
    pub(super) back: String,
    pub(super) seed: String,
    pub(super) size: i32,
    pub(super) same: bool,
    pub(super) same_frame: bool,
    /// What was drawn from was kept with the sample.
    pub(super) kept: bool,
    pub(super) before: (i32, String),
    pub(super) now: (usize, String),
    /// `3 were taken back`
    pub(super) since: Vec<String>,
    /// The id of each decision, as drawn again.
    pub(super) drawn: Vec<String>,
    pub(super) weights: Vec<String>,
    pub(super) frame: String,
    pub(super) program: String,
}

impl View for AgainPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl AgainPage {
    pub fn new(who: &Lead, row: &SampleRow, again: &Again) -> AgainPage {
        let weights = weights_of(row);
        AgainPage {
            shell: who.shell("The same sample, drawn again", Place::Waiting),
            back: paths::quality_sample(row.id.as_str()),
            seed: row.seed.clone(),
            size: row.size,
            // Of an older sample the list is all that can be compared: others may have gone from its frame.
            same: again.same && (again.same_frame || !again.kept),
            same_frame: again.same_frame,
            kept: again.kept,
            before: (row.frame, row.frame_hash.clone()),
            now: (again.redrawn.all.len(), again.redrawn.hash.clone()),
            since: again.since.iter().map(|(since, count)| since_said(*since, *count)).collect(),
            drawn: again.drawn.iter().map(ToString::to_string).collect(),
            weights: told(&weights),
            frame: paths::quality_at(paths::QUALITY_FRAME, row.id.as_str()),
            program: program(&row.seed, row.size, &weights),
        }
    }
}

fn since_said(since: Since, count: usize) -> String {
    let were = if count == 1 { "was" } else { "were" };
    match since {
        Since::Stands => format!("{count} stand"),
        Since::TakenBack => format!("{count} {were} taken back"),
        Since::Struck => format!("{count} ended because something in the entry was struck out"),
        Since::Erased => format!("{count} {were} of somebody who is erased"),
    }
}

/// A program in Python that checks each weight, draws, and prints what stands for the frame: nothing of it is ours.
pub(super) fn program(seed: &str, size: i32, weights: &[(Ground, i32)]) -> String {
    let found = |ground: Ground| weights.iter().find(|(one, _)| *one == ground).map(|(_, weight)| *weight);
    let of = |ground: Ground| found(ground).unwrap_or(0);
    let (new, rare) = (of(Ground::NewAssessor), of(Ground::RareItem));
    // A sample that was drawn before the time was looked at lacks that column.
    let (fast, batch) = match found(Ground::FastBatch) {
        None => (String::new(), format!("{} * int(row[\"in a batch\"])", of(Ground::Batch))),
        Some(weight) => {
            let fast = format!(
                r#"def fast(row):
    each = row["{SECONDS}"]
    return row["in a batch"] == "1" and (each == "" or int(each) < {FAST_SECONDS})

"#
            );
            (fast, format!("{weight} * fast(row)"))
        }
    };
    format!(
        r#"import csv, hashlib

seed, size = "{seed}", {size}
with open("{FRAME_FILE}", encoding="utf-8-sig", newline="") as file:
    rows = list(csv.DictReader(file))

def digest(*texts):
    total = hashlib.sha256()
    for text in texts:
        raw = text.encode("utf-8")
        total.update(len(raw).to_bytes(8, "big") + raw)
    return total.hexdigest()

{fast}def weight(row):
    return (1 + {new} * (int(row["decisions before"]) < {NEW_BELOW})
              + {batch}
              + {rare} * ({RARE_ONE_IN} * int(row["on the same item"]) < len(rows)))

best = {{}}
for row in rows:
    assert weight(row) == int(row["weight"]), row
    tickets = (digest(seed, row["decision"], str(n)) for n in range(weight(row)))
    best[row["decision"]] = min(tickets)
for decision in sorted(best, key=best.get)[:size]:
    print(decision)
rows.sort(key=lambda row: row["decision"])
print("frame", digest(*(row["decision"] + " " + row["weight"] for row in rows)))
"#
    )
}
