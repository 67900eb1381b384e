//! Signing several alike entries together, after a look at one of them. Alike are entries of one kind that are one
//! trainee's or about one procedure. Which one is looked at is drawn by chance, once: as long as it waits, no other
//! choice of entries with any of the same in it leads to another draw, so nobody draws until a short one comes.
//! Whoever signs must be entitled to each of them, as if they stood alone.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::{AccountId, BatchId, EntryId};
use crate::domain::policy::Grant;
use crate::domain::policy::signoffs::{DecideCase, entitles};
use crate::domain::role::Person;

/// Fewer are no batch.
pub const FEWEST: usize = 2;
/// More are no look at one of them.
pub const MOST: usize = 30;

/// These entries, of which this one is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begin {
    pub entries: Vec<EntryId>,
    pub drawn: EntryId,
}

/// One of the entries that were chosen.
#[derive(Debug, Clone)]
pub struct Alike {
    pub kind: String,
    pub kind_version: u32,
    pub title: String,
    /// Whoever signs it is asked what they saw of it.
    pub two_sides: bool,
    /// It waits before this person today.
    pub waits: bool,
    pub decide: DecideCase,
}

/// An earlier draw whose entry still waits as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    pub drawn: EntryId,
    pub of: Vec<EntryId>,
}

/// `chance`: any number, each as likely as the other.
pub fn may_begin(
    person: &Person,
    all: &[Alike],
    before: &[Drawn],
    chance: u64,
) -> Result<Grant<Begin>, Refusal> {
    refuse_unless(all.len() >= FEWEST, || Refusal::new("too-few", "Choose at least two entries."))?;
    refuse_unless(all.len() <= MOST, || {
        Refusal::new(
            "too-many",
            format!("Choose {MOST} entries or fewer: one look must stand for all of them."),
        )
    })?;
    refuse_unless(are_alike(all), || {
        Refusal::new(
            "not-alike",
            "Only entries of one kind that are one trainee’s, or about one procedure, are signed together.",
        )
    })?;
    refuse_unless(!all.iter().any(|one| one.two_sides), || {
        Refusal::new(
            "two-sides",
            "This form asks what you saw of each entry, so they are signed one at a time.",
        )
    })?;
    for one in all {
        refuse_unless(one.waits, || {
            Refusal::new("waits-no-more", "Not all of these wait for you any more. Choose again.")
        })?;
        entitles(&person.account, &one.decide)?;
    }
    let entries: Vec<EntryId> = all.iter().map(|one| one.decide.entry.clone()).collect();
    let shares = |one: &&Drawn| one.of.iter().any(|entry| entries.contains(entry));
    let stays = before.iter().find(shares).map(|one| &one.drawn);
    let drawn = match stays {
        Some(drawn) if entries.contains(drawn) => drawn.clone(),
        Some(_) => {
            let sentence = "One of these was with another entry when you were asked to look at that one. Decide on that \
                            one first, or choose it with these.";
            return Err(Refusal::new("drawn-before", sentence));
        }
        None => {
            let count = u64::try_from(entries.len()).unwrap_or(1).max(1);
            let at = usize::try_from(chance % count).unwrap_or_default();
            entries
                .get(at)
                .or(entries.first())
                .cloned()
                .ok_or_else(|| Refusal::new("too-few", "Choose at least two entries."))?
        }
    };
    Ok(Grant::to(person, Begin { entries, drawn }))
}

fn are_alike(all: &[Alike]) -> bool {
    let same =
        |fits: fn(&Alike, &Alike) -> bool| all.windows(2).all(|two| matches!(two, [a, b] if fits(a, b)));
    same(|a, b| a.kind == b.kind && a.kind_version == b.kind_version)
        && (same(|a, b| a.decide.owner == b.decide.owner) || same(|a, b| a.title == b.title))
}

/// Signing what is in a batch, leaving it, and making that as if it had never been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfBatch {
    pub batch: BatchId,
}

#[derive(Debug, Clone)]
pub struct BatchCase {
    pub batch: BatchId,
    pub signer: AccountId,
    /// Neither signed nor left.
    pub open: bool,
    /// Entries in it that still wait as they were.
    pub waiting: usize,
    /// How many the page said there are.
    pub stated: usize,
    /// The one that is to be looked at still waits as it was, and was on the screen.
    pub looked_at: bool,
}

pub fn may_sign_batch(person: &Person, case: &BatchCase) -> Result<Grant<OfBatch>, Refusal> {
    let grant = may_leave_batch(person, case)?;
    refuse_unless(case.looked_at, || {
        let sentence = "The entry that you were to look at has been changed or decided meanwhile, so nothing was signed. \
                        Choose again.";
        Refusal::new(CHANGED, sentence)
    })?;
    refuse_unless(case.waiting == case.stated && case.waiting >= FEWEST, || {
        let sentence = "Some of these have been changed or decided meanwhile, so nothing was signed. This is what still \
                        waits.";
        Refusal::new(CHANGED, sentence)
    })?;
    Ok(grant)
}

/// The code of the refusal after which the page shows what still waits.
pub const CHANGED: &str = "batch-changed";

pub fn may_leave_batch(person: &Person, case: &BatchCase) -> Result<Grant<OfBatch>, Refusal> {
    refuse_unless(person.account == case.signer, || {
        Refusal::new("not-your-batch", "Only whoever chose these entries signs them together.")
    })?;
    refuse_unless(case.open, || {
        Refusal::new("batch-over", "These were signed together already, or left. Nothing was changed.")
    })?;
    Ok(Grant::to(person, OfBatch { batch: case.batch.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::EntryState;
    use crate::domain::kind::Confirmer;
    use crate::domain::policy::samples::{code_of, day, somebody};
    use crate::domain::role::Capacity;

    fn one(entry: &str, owner: &str, title: &str) -> Alike {
        Alike {
            kind: "bypass-case".to_owned(),
            kind_version: 1,
            title: title.to_owned(),
            two_sides: false,
            waits: true,
            decide: DecideCase {
                entry: EntryId::new(entry),
                owner: AccountId::new(owner),
                day: day(3),
                state: EntryState::Submitted,
                confirmed_by: Confirmer::Supervisor,
                university: false,
                current: true,
                same_person: false,
                capacities: vec![Capacity::Supervisor],
                frozen: None,
                signed_already: false,
                next: Vec::new(),
                goes_back_to: None,
                waits_with: None,
                first: None,
            },
        }
    }

    fn begins(all: &[Alike]) -> &'static str {
        code_of(may_begin(&somebody("sue"), all, &[], 7))
    }

    #[test]
    fn one_trainee_or_one_procedure_and_one_kind() {
        let (a, b) = (one("a", "ann", "Aortic"), one("b", "ann", "Valve"));
        assert_eq!(begins(&[a.clone(), b.clone()]), "ok");
        assert_eq!(begins(&[a.clone(), one("c", "ben", "Aortic")]), "ok");
        assert_eq!(begins(&[a.clone(), one("c", "ben", "Valve")]), "not-alike");
        assert_eq!(begins(&[a.clone(), b.clone(), one("c", "ben", "Aortic")]), "not-alike");
        assert_eq!(begins(&[a.clone(), Alike { kind: "dops".to_owned(), ..b.clone() }]), "not-alike");
        assert_eq!(begins(&[a.clone(), Alike { kind_version: 2, ..b.clone() }]), "not-alike");
        assert_eq!(begins(&[a.clone(), Alike { two_sides: true, ..b.clone() }]), "two-sides");
        assert_eq!(begins(std::slice::from_ref(&a)), "too-few");
        let many: Vec<Alike> = (0..=MOST).map(|n| one(&format!("e{n}"), "ann", "Aortic")).collect();
        assert_eq!(begins(&many), "too-many");
        assert_eq!(begins(&[a.clone(), Alike { waits: false, ..b }]), "waits-no-more");
        assert_eq!(begins(&[a, one("c", "sue", "Aortic")]), "own-work");
    }

    #[test]
    fn each_is_drawn_by_some_chance_and_never_another() {
        let all = [one("a", "ann", "x"), one("b", "ann", "x"), one("c", "ann", "x")];
        let drawn = |chance| {
            let grant = may_begin(&somebody("sue"), &all, &[], chance).unwrap();
            grant.act().drawn.as_str().to_owned()
        };
        assert_eq!([drawn(0), drawn(1), drawn(2), drawn(3)], ["a", "b", "c", "a"]);
        assert_eq!(drawn(u64::MAX), "a");
    }

    #[test]
    fn what_was_drawn_stays_drawn_as_long_as_it_waits() {
        let id = EntryId::new;
        let before = [Drawn { drawn: id("b"), of: vec![id("a"), id("b")] }];
        let (a, b, c) = (one("a", "ann", "x"), one("b", "ann", "x"), one("c", "ann", "x"));
        for chance in 0..3 {
            let grant = may_begin(&somebody("sue"), &[a.clone(), b.clone(), c.clone()], &before, chance);
            assert_eq!(grant.unwrap().act().drawn, id("b"), "{chance}");
            let without = may_begin(&somebody("sue"), &[a.clone(), c.clone()], &before, chance);
            assert_eq!(code_of(without), "drawn-before");
        }
        let others = [c, one("d", "ann", "x")];
        assert_eq!(code_of(may_begin(&somebody("sue"), &others, &before, 0)), "ok");
    }

    #[test]
    fn a_batch_is_signed_as_it_was_shown_or_not_at_all() {
        let case = BatchCase {
            batch: BatchId::new("b"),
            signer: AccountId::new("sue"),
            open: true,
            waiting: 3,
            stated: 3,
            looked_at: true,
        };
        let signs = |case: BatchCase| code_of(may_sign_batch(&somebody("sue"), &case));
        assert_eq!(signs(case.clone()), "ok");
        assert_eq!(signs(BatchCase { waiting: 2, ..case.clone() }), CHANGED);
        assert_eq!(signs(BatchCase { waiting: 1, stated: 1, ..case.clone() }), CHANGED);
        assert_eq!(signs(BatchCase { looked_at: false, ..case.clone() }), CHANGED);
        assert_eq!(signs(BatchCase { open: false, ..case.clone() }), "batch-over");
        assert_eq!(code_of(may_sign_batch(&somebody("tom"), &case)), "not-your-batch");
        assert_eq!(code_of(may_leave_batch(&somebody("sue"), &BatchCase { waiting: 0, ..case })), "ok");
    }
}
