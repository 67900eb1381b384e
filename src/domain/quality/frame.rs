//! What a sample was drawn from, as it is kept: ids and numbers of each decision, a line for each. Nobody's words and
//! nobody's name are in it, so it stays when somebody is erased; and it holds all that a draw needs besides the seed, so
//! that whoever doubts one draws again without asking anything of today's records.

use super::{Weighed, frame_hash, in_order};
use crate::domain::names::DecisionId;

/// One decision from which was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub id: DecisionId,
    /// How many decisions whoever took it had taken before.
    pub before: usize,
    pub batched: bool,
    /// How many of the decisions were on the same item, this one included.
    pub same_item: usize,
    pub weight: i32,
}

impl From<&Weighed> for Candidate {
    fn from(one: &Weighed) -> Candidate {
        Candidate {
            id: one.id.clone(),
            before: one.before,
            batched: one.batched,
            same_item: one.same_item,
            weight: one.weight,
        }
    }
}

impl Candidate {
    fn line(&self) -> String {
        let Candidate { id, before, batched, same_item, weight } = self;
        format!("{id} {before} {} {same_item} {weight}", u8::from(*batched))
    }

    fn read(line: &str) -> Option<Candidate> {
        let mut words = line.split(' ');
        let one = Candidate {
            id: DecisionId::new(words.next().filter(|id| !id.is_empty())?),
            before: words.next()?.parse().ok()?,
            batched: match words.next()? {
                "0" => false,
                "1" => true,
                _ => return None,
            },
            same_item: words.next()?.parse().ok()?,
            weight: words.next()?.parse().ok()?,
        };
        words.next().is_none().then_some(one)
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
/// sample is its first rows. A weight can be worked out again from the columns before it.
pub fn table(redrawn: &Redrawn, size: i32) -> Vec<Vec<String>> {
    let heading = [
        "decision",
        "decisions before",
        "in a batch",
        "on the same item",
        "weight",
        "smallest ticket",
        "drawn as number",
    ];
    let most = usize::try_from(size).unwrap_or_default();
    let mut lines = vec![heading.map(str::to_owned).to_vec()];
    for (nth, (ticket, at)) in redrawn.order.iter().enumerate() {
        let Some(one) = redrawn.all.get(*at) else { continue };
        lines.push(vec![
            one.id.to_string(),
            one.before.to_string(),
            u8::from(one.batched).to_string(),
            one.same_item.to_string(),
            one.weight.to_string(),
            ticket.clone(),
            if nth < most { (nth + 1).to_string() } else { String::new() },
        ]);
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
            batched: number.is_multiple_of(5),
        };
        weighed(&(0..120).map(decided).collect::<Vec<_>>(), &WEIGHTS)
    }

    #[test]
    fn what_is_kept_draws_the_same_and_says_what_weights_are_made_of() {
        let all = some();
        let kept = read(&written(&all)).unwrap();
        assert_eq!(kept, all.iter().map(Candidate::from).collect::<Vec<_>>());
        assert_eq!(kept.get(7).map(Candidate::line).as_deref(), Some("d007 7 0 1 6"));
        let redrawn = Redrawn::of("00ff", kept);
        let ids: Vec<DecisionId> = drawn("00ff", &all, 20).into_iter().map(|one| one.id).collect();
        assert_eq!(redrawn.sample(20), ids);
        assert_eq!(redrawn.hash, frame_hash(all.iter().map(|one| (&one.id, one.weight))));
        let lines = table(&redrawn, 20);
        assert_eq!(lines.len(), 121);
        assert!(lines.iter().skip(1).zip(&ids).all(|(line, id)| line.first() == Some(&id.to_string())));
        assert_eq!(lines.get(20).and_then(|line| line.last()).map(String::as_str), Some("20"));
        assert_eq!(lines.get(21).and_then(|line| line.last()).map(String::as_str), Some(""));
    }

    #[test]
    fn a_line_that_is_none_is_told() {
        assert_eq!(read(""), Some(Vec::new()));
        for line in ["d", "d 1 2 3 4", "d 1 1 3", "d 1 1 3 4 5", " 1 1 3 4", "d x 1 3 4", "\n"] {
            assert_eq!(read(line), None, "{line:?}");
        }
    }
}
