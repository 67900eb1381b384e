//! What a sample was drawn from, as it is kept: ids and numbers of each decision, a line for each. Nobody's words and
//! nobody's name are in it, so it stays when somebody is erased; and it holds all that a draw needs besides the seed, so
//! that whoever doubts one draws again without asking anything of today's records.

use super::{Batch, Weighed, frame_hash, in_order};
use crate::domain::names::DecisionId;

/// One decision from which was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub id: DecisionId,
    /// How many decisions whoever took it had taken before.
    pub before: usize,
    /// None where it was taken alone.
    pub batch: Option<Batch>,
    /// How many of the decisions were on the same item, this one included.
    pub same_item: usize,
    pub weight: i32,
}

impl From<&Weighed> for Candidate {
    fn from(one: &Weighed) -> Candidate {
        Candidate {
            id: one.id.clone(),
            before: one.before,
            batch: one.batch,
            same_item: one.same_item,
            weight: one.weight,
        }
    }
}

impl Candidate {
    fn line(&self) -> String {
        let Candidate { id, before, batch, same_item, weight } = self;
        let line = format!("{id} {before} {} {same_item} {weight}", u8::from(batch.is_some()));
        match batch {
            Some(Batch::Timed(each)) => format!("{line} {each}"),
            Some(Batch::Untimed) | None => line,
        }
    }

    fn read(line: &str) -> Option<Candidate> {
        let mut words = line.split(' ');
        let id = DecisionId::new(words.next().filter(|id| !id.is_empty())?);
        let before = words.next()?.parse().ok()?;
        let batched = words.next()?;
        let same_item = words.next()?.parse().ok()?;
        let weight = words.next()?.parse().ok()?;
        let batch = match (batched, words.next()) {
            ("0", None) => None,
            ("1", None) => Some(Batch::Untimed),
            ("1", Some(each)) => Some(Batch::Timed(each.parse().ok()?)),
            _ => return None,
        };
        words.next().is_none().then_some(Candidate { id, before, batch, same_item, weight })
    }
}

/// As it is stored.
pub fn written(all: &[Weighed]) -> String {
    all.iter().map(|one| Candidate::from(one).line()).collect::<Vec<_>>().join("\n")
}

/// None where a line is not one.
pub fn read(lines: &str) -> Option<Vec<Candidate>> {
    lines.lines().map(Candidate::read).collect()
}

/// The column of a table that says how long a batch took for each entry; empty where it is not known.
pub const SECONDS: &str = "seconds for each";

/// A kept frame, drawn from again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redrawn {
    pub all: Vec<Candidate>,
    /// The smallest ticket of each and its place in `all`, the smallest ticket first.
    pub order: Vec<(String, usize)>,
    pub hash: String,
}

impl Redrawn {
    pub fn of(seed: &str, all: Vec<Candidate>) -> Redrawn {
        let pairs = || all.iter().map(|one| (&one.id, one.weight));
        let (order, hash) = (in_order(seed, pairs()), frame_hash(pairs()));
        Redrawn { all, order, hash }
    }

    pub fn sample(&self, size: i32) -> Vec<DecisionId> {
        let most = usize::try_from(size).unwrap_or_default();
        self.order.iter().take(most).filter_map(|(_, at)| Some(self.all.get(*at)?.id.clone())).collect()
    }
}

/// A table of the frame, with its heading: one row for each decision, in the order of their smallest tickets, so that the
/// sample is its first rows. A weight can be worked out again from the columns before it; the seconds of a batch are among
/// them where they were looked at.
pub fn table(redrawn: &Redrawn, size: i32, timed: bool) -> Vec<Vec<String>> {
    let heading = [
        "decision",
        "decisions before",
        "in a batch",
        SECONDS,
        "on the same item",
        "weight",
        "smallest ticket",
        "drawn as number",
    ];
    let most = usize::try_from(size).unwrap_or_default();
    let shown = heading.into_iter().filter(|column| timed || *column != SECONDS);
    let mut lines = vec![shown.map(str::to_owned).collect::<Vec<_>>()];
    for (nth, (ticket, at)) in redrawn.order.iter().enumerate() {
        let Some(one) = redrawn.all.get(*at) else { continue };
        let mut line =
            vec![one.id.to_string(), one.before.to_string(), u8::from(one.batch.is_some()).to_string()];
        if timed {
            line.push(match one.batch {
                Some(Batch::Timed(each)) => each.to_string(),
                Some(Batch::Untimed) | None => String::new(),
            });
        }
        line.extend([
            one.same_item.to_string(),
            one.weight.to_string(),
            ticket.clone(),
            if nth < most { (nth + 1).to_string() } else { String::new() },
        ]);
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::names::{AccountId, EntryId};
    use crate::domain::quality::{Decided, WEIGHTS, drawn, weighed};

    fn some() -> Vec<Weighed> {
        let decided = |number: usize| Decided {
            id: DecisionId::new(format!("d{number:03}")),
            entry: EntryId::new("e"),
            signer: AccountId::new("sue"),
            item: if number == 7 { "rare" } else { "case" }.to_owned(),
            before: number,
            batch: match number % 15 {
                0 => Some(Batch::Timed(3)),
                5 => Some(Batch::Timed(40)),
                10 => Some(Batch::Untimed),
                _ => None,
            },
        };
        weighed(&(0..120).map(decided).collect::<Vec<_>>(), &WEIGHTS)
    }

    #[test]
    fn what_is_kept_draws_the_same_and_says_what_weights_are_made_of() {
        let all = some();
        let kept = read(&written(&all)).unwrap();
        assert_eq!(kept, all.iter().map(Candidate::from).collect::<Vec<_>>());
        let line = |at: usize| kept.get(at).map(Candidate::line).unwrap();
        assert_eq!(line(7), "d007 7 0 1 6");
        let batches = [line(25), line(30), line(35)];
        assert_eq!(batches, ["d025 25 1 119 3", "d030 30 1 119 3 3", "d035 35 1 119 1 40"]);
        let redrawn = Redrawn::of("00ff", kept);
        let ids: Vec<DecisionId> = drawn("00ff", &all, 20).into_iter().map(|one| one.id).collect();
        assert_eq!(redrawn.sample(20), ids);
        assert_eq!(redrawn.hash, frame_hash(all.iter().map(|one| (&one.id, one.weight))));
        let lines = table(&redrawn, 20, true);
        assert_eq!(lines.len(), 121);
        assert!(lines.iter().all(|line| line.len() == 8), "{lines:?}");
        let of = |id: &str| lines.iter().find(|line| line.first().is_some_and(|one| one == id)).unwrap();
        assert_eq!(of("d025").get(2..6).unwrap(), ["1", "", "119", "3"]);
        assert_eq!(of("d035").get(2..6).unwrap(), ["1", "40", "119", "1"]);
        assert!(lines.iter().skip(1).zip(&ids).all(|(line, id)| line.first() == Some(&id.to_string())));
        assert_eq!(lines.get(20).and_then(|line| line.last()).map(String::as_str), Some("20"));
        assert_eq!(lines.get(21).and_then(|line| line.last()).map(String::as_str), Some(""));
    }

    #[test]
    fn what_was_kept_before_the_time_of_a_batch_was_looked_at_reads_and_shows_as_it_did() {
        let lines = "d001 3 1 2 6\nd002 30 0 2 1";
        let kept = read(lines).unwrap();
        assert_eq!(kept.iter().map(Candidate::line).collect::<Vec<_>>().join("\n"), lines);
        let shown = table(&Redrawn::of("00", kept), 1, false);
        let heading =
            "decision,decisions before,in a batch,on the same item,weight,smallest ticket,drawn as number";
        assert_eq!(shown.first().unwrap().join(","), heading);
        assert!(shown.iter().all(|line| line.len() == 7), "{shown:?}");
    }

    #[test]
    fn a_line_that_is_none_is_told() {
        assert_eq!(read(""), Some(Vec::new()));
        for line in [
            "d",
            "d 1 2 3 4",
            "d 1 1 3",
            "d 1 0 3 4 5",
            "d 1 1 3 4 -5",
            "d 1 1 3 4 5 6",
            " 1 1 3 4",
            "d x 1 3 4",
            "\n",
        ] {
            assert_eq!(read(line), None, "{line:?}");
        }
    }
}
