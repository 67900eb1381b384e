//! What is alike of what waits: of one kind and one trainee, or of one kind and one procedure.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::domain::earlier::is_accepted_kind;
use crate::domain::kind::Kind;
use crate::domain::names::{AccountId, EntryId};
use crate::domain::policy::together::FEWEST;
use crate::features::signoffs::store::Waiting;

/// What the entries of a group have in common besides their kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    Trainee(AccountId),
    Title(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub kind: String,
    pub by: By,
    /// In the order of the inbox.
    pub entries: Vec<EntryId>,
}

/// The largest first. What is frozen is decided no more, and what is from before is accepted and not signed. A
/// procedure makes a group only where it is several trainees': one trainee's are in a group already. A form that asks
/// whoever signs what they saw is answered for each entry by itself.
pub fn groups(waiting: &[Waiting], frozen: &HashMap<EntryId, String>, kinds: &[Arc<Kind>]) -> Vec<Group> {
    let mut found: BTreeMap<(String, By), Vec<&Waiting>> = BTreeMap::new();
    let asks = |code: &str| kinds.iter().any(|kind| kind.code == code && kind.has_two_sides());
    let open =
        |one: &&Waiting| !frozen.contains_key(&one.entry) && !is_accepted_kind(&one.kind) && !asks(&one.kind);
    for one in waiting.iter().filter(open) {
        for by in [By::Trainee(one.owner.clone()), By::Title(one.title.clone())] {
            found.entry((one.kind.clone(), by)).or_default().push(one);
        }
    }
    let several = |by: &By, all: &[&Waiting]| match by {
        By::Trainee(_) => true,
        By::Title(title) => {
            !title.is_empty() && all.windows(2).any(|two| matches!(two, [a, b] if a.owner != b.owner))
        }
    };
    let mut all: Vec<Group> = found
        .into_iter()
        .filter(|((_, by), all)| all.len() >= FEWEST && several(by, all))
        .map(|((kind, by), all)| Group {
            kind,
            by,
            entries: all.iter().map(|one| one.entry.clone()).collect(),
        })
        .collect();
    all.sort_by_key(|group| std::cmp::Reverse(group.entries.len()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::names::{EntryVersionId, RequestId};
    use crate::domain::time::{Day, Moment};

    fn waits(entry: &str, owner: &str, kind: &str, title: &str) -> Waiting {
        Waiting {
            request: RequestId::new(format!("r{entry}")),
            entry: EntryId::new(entry),
            version: EntryVersionId::new(format!("v{entry}")),
            owner: AccountId::new(owner),
            trainee: owner.to_owned(),
            kind: kind.to_owned(),
            title: title.to_owned(),
            day: Day::of(2026, 11, 3).unwrap(),
            since: Moment::of_millis(0),
            deadline: None,
            instead_of: None,
            reminded: None,
        }
    }

    fn told(all: &[Waiting], frozen: &[&str]) -> Vec<String> {
        let frozen = frozen.iter().map(|id| (EntryId::new(*id), "Frozen.".to_owned())).collect();
        let say = |group: Group| {
            let by = match group.by {
                By::Trainee(owner) => owner.to_string(),
                By::Title(title) => title,
            };
            format!("{} {by} {}", group.kind, group.entries.len())
        };
        groups(all, &frozen, &[]).into_iter().map(say).collect()
    }

    #[test]
    fn of_one_kind_and_one_trainee_or_one_procedure() {
        let all = [
            waits("a", "ann", "case", "Aortic"),
            waits("b", "ann", "case", "Valve"),
            waits("c", "ann", "case", "Aortic"),
            waits("d", "ben", "case", "Aortic"),
            waits("e", "ben", "dops", "Aortic"),
            waits("f", "ann", "earlier-logbook", "Aortic"),
        ];
        assert_eq!(told(&all, &[]), ["case ann 3", "case Aortic 3"]);
        assert_eq!(told(&all, &["a"]), ["case ann 2", "case Aortic 2"]);
        assert_eq!(told(&all, &["a", "c"]), Vec::<String>::new());
        assert_eq!(
            told(&all[..2], &[]),
            ["case ann 2"],
            "one procedure of one trainee is no group of its own"
        );
    }
}
