//! A draft on somebody's desk: its text, what can be understood of it, and every fault with its place. Whoever
//! may not write the programme finds nothing here.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::authoring::Sheet;
use crate::domain::fault::Fault;
use crate::domain::kind::Kind;
use crate::domain::policy::Grant;
use crate::domain::policy::authoring::{Author, AuthorCase, may_author};
use crate::domain::programme::{self, Requirement, UsedKind, Version};
use crate::domain::reading::Flaw;
use crate::domain::role::Person;
use crate::domain::rule::describe;
use crate::features::authorship::store::{self, DraftRow};
use crate::features::programmes::{self, Owner, Programme};

/// A programme that the person may write.
pub struct Written {
    pub programme: Programme,
    pub owner: Option<Owner>,
    pub case: AuthorCase,
    pub grant: Grant<Author>,
}

pub struct Desk {
    pub written: Written,
    pub draft: DraftRow,
    pub text: String,
    pub read: Read,
}

/// A text as far as it can be understood.
pub struct Read {
    /// None where it is not even TOML.
    pub sheet: Option<Sheet>,
    /// With empty rules where they have faults: for showing, never for measuring.
    pub version: Option<Version>,
    pub flaws: Vec<Flaw>,
    pub house: Vec<Kind>,
}

/// The programme, where the person may write it; otherwise it looks as if there were none.
pub fn written(conn: &mut Conn, person: &Person, code: &str) -> Result<Written, Fault> {
    let programme = programmes::programme_named(conn, code)?;
    let owner = programmes::owner(conn, &programme.id)?;
    let case = programmes::author_case(conn, &person.sight(), &programme.id, owner.as_ref())?;
    let grant = may_author(person, &case).map_err(|_| Fault::NotFound)?;
    Ok(Written { programme, owner, case, grant })
}

/// One draft of it, with its latest text.
pub fn desk(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    (code, number): (&str, i32),
) -> Result<Desk, Fault> {
    let written = written(conn, person, code)?;
    let draft = store::draft(conn, &written.programme.id, number)?;
    let text = store::words(conn, &draft.id, draft.saves)?;
    let read = Read::of(conn, shelf, &text)?;
    Ok(Desk { written, draft, text, read })
}

impl Read {
    pub fn of(conn: &mut Conn, shelf: &Shelf, text: &str) -> Result<Read, Fault> {
        Ok(Read::with(text, programmes::house_kinds(conn, shelf)?))
    }

    pub fn with(text: &str, house: Vec<Kind>) -> Read {
        let (version, flaws) = programme::look(text, &house);
        Read { sheet: Sheet::read(text).ok(), version, flaws, house }
    }

    /// Another text of the same house.
    pub fn again(&self, text: &str) -> Read {
        Read::with(text, self.house.clone())
    }

    pub fn kinds(&self) -> &[UsedKind] {
        self.version.as_ref().map(|version| version.kinds.as_slice()).unwrap_or_default()
    }

    /// The codes of the requirements that have a block of their own, in their order.
    pub fn codes(&self) -> Vec<&str> {
        self.sheet.as_ref().map(|sheet| sheet.codes("requirements")).unwrap_or_default()
    }

    /// The requirement in which a fault is; none where it is elsewhere.
    pub fn requirement_of(&self, flaw: &Flaw) -> Option<&str> {
        let number = flaw.path.strip_prefix("requirements[")?.split_once(']')?.0;
        self.codes().get(number.parse::<usize>().ok()?).copied()
    }

    pub fn flaws_of(&self, code: &str) -> Vec<&Flaw> {
        self.flaws.iter().filter(|flaw| self.requirement_of(flaw) == Some(code)).collect()
    }

    pub fn requirement(&self, code: &str) -> Option<&Requirement> {
        self.version.as_ref()?.requirement(code)
    }

    /// The rule in words, in the engine's own; nothing where it has faults.
    pub fn sentence(&self, code: &str) -> Option<String> {
        let version = self.version.as_ref()?;
        self.flaws_of(code).is_empty().then_some(())?;
        Some(describe(version.requirement(code)?, version))
    }
}
