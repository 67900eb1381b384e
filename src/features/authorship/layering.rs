//! What an institution adds to a version, on the desk of one of its leads: the owner's version, the text that holds
//! today, and one step of a change as data. Every step is applied to the latest text and holds only if the
//! whole of it has no fault, so that nobody is ever measured by half a layer.

use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::audit::digest;
use crate::domain::authoring::{
    Said, Sheet, begun, edited, field_among, kind_edited, of_kind, stricter_edited, stricter_field,
};
use crate::domain::fault::{Fault, Faults};
use crate::domain::kind::{Kind, is_code};
use crate::domain::names::InstitutionId;
use crate::domain::programme::{Requirement, Version, layered, look_layered};
use crate::domain::reading::Flaw;
use crate::domain::role::{Person, Scope};
use crate::domain::territory::{Over, Spot};
use crate::features::authorship::editing::{beside_fields, inside, told};
use crate::features::people::{Atlas, territory};
use crate::features::programmes;
use crate::web::parts::Choice;

pub struct Layer {
    /// As its owner wrote it.
    pub base: Arc<Version>,
    pub institution: InstitutionId,
    pub name: String,
    /// The institutions that the person leads and that do not own the programme.
    pub institutions: Vec<Choice>,
    /// The text that holds today.
    pub stored: Option<String>,
    pub house: Vec<Kind>,
    /// How many are measured by it.
    pub people: usize,
}

const REQUIREMENTS: &str = "requirements";

impl Layer {
    /// For one of the institutions that the person leads; as if there were nothing where they lead none.
    pub fn find(
        conn: &mut Conn,
        shelf: &Shelf,
        person: &Person,
        (code, number): (&str, &str),
        wanted: &str,
    ) -> Result<Layer, Fault> {
        let row = programmes::version_named(conn, code, number)?;
        let base = programmes::version(conn, shelf, &row.id)?;
        let owner = programmes::owner(conn, &row.programme)?.map(|owner| owner.institution);
        let led = territory(conn, &person.account, person.today())?;
        let atlas = Atlas::load(conn)?;
        let mine: Vec<_> = atlas
            .institutions
            .iter()
            .filter(|one| led.holds(&Spot::alone(Over::of(Scope::Institution, &one.id))))
            .filter(|one| owner.as_ref() != Some(&one.id))
            .collect();
        let chosen =
            mine.iter().find(|one| one.id.as_str() == wanted).or(mine.first()).ok_or(Fault::NotFound)?;
        Ok(Layer {
            stored: programmes::layer_words(conn, &row.id, &chosen.id)?,
            house: programmes::house_kinds(conn, shelf)?,
            people: programmes::enrolments_in(conn, &row.id, &chosen.id)?.len(),
            institutions: mine.iter().map(|one| Choice::of(one.id.as_str(), &one.name)).collect(),
            institution: chosen.id.clone(),
            name: chosen.name.clone(),
            base,
        })
    }

    /// What a page has before it; another answer means that somebody changed it.
    pub fn seen(&self) -> String {
        digest(&[self.stored.clone().unwrap_or_default()])
    }

    /// The text that holds, or the first line of one.
    pub fn text(&self) -> String {
        let begun = || format!("layer_of = \"{}@{}\"\n", self.base.code, self.base.version);
        self.stored.clone().unwrap_or_else(begun)
    }

    pub fn sheet(&self) -> Option<Sheet> {
        Sheet::read(&self.text()).ok()
    }

    pub fn block(&self, list: &str, code: &str) -> Option<String> {
        self.sheet()?.block(list, code).map(str::to_owned)
    }

    /// The version as it holds today for the people of the institution.
    pub fn holds(&self) -> Version {
        self.look(&self.text()).0.unwrap_or_else(|| self.base.as_ref().clone())
    }

    pub fn look(&self, text: &str) -> (Option<Version>, Vec<Flaw>) {
        look_layered(&self.base, text, &self.house, &self.name)
    }

    /// A requirement of the owner's.
    pub fn owners(&self, code: &str) -> Result<&Requirement, Fault> {
        self.base.requirement(code).ok_or(Fault::NotFound)
    }

    fn checked(
        &self,
        text: String,
        beside: impl Fn(&Sheet, &[Flaw]) -> Faults,
    ) -> Result<Option<String>, Faults> {
        let Err(flaws) = layered(&self.base, &text, &self.house, &self.name) else { return Ok(Some(text)) };
        let mut faults =
            Sheet::read(&text).map(|sheet| beside(&sheet, &flaws)).unwrap_or_else(|_| Faults::none());
        if faults.is_empty() {
            for flaw in &flaws {
                faults.add("", format!("In the text of what you add, line {}: {}", flaw.line, flaw.sentence));
            }
        }
        Err(faults)
    }
}

/// One step of a change.
#[derive(Debug, Clone)]
pub enum Change {
    /// The whole text.
    Text(String),
    End,
    /// A requirement of the institution's own; a new one without a code.
    Requirement {
        code: Option<String>,
        rule: String,
        said: Said,
    },
    Remove {
        code: String,
    },
    Kind {
        kind: String,
        said: Said,
    },
    Stricter {
        requirement: String,
        said: Said,
    },
}

impl Change {
    /// The text after the step; none where nothing is added any more. Faults by the fields of its form.
    pub fn applied(&self, layer: &Layer) -> Result<Option<String>, Faults> {
        let broken = || Faults::one("", "The text of what you add cannot be read. Mend it as text first.");
        let sheet = layer.sheet().ok_or_else(broken)?;
        match self {
            Change::End => Ok(None),
            Change::Text(text) => layer.checked(text.clone(), |_, flaws| {
                let said = flaws.first().map(|flaw| format!("Line {}: {}", flaw.line, flaw.sentence));
                Faults::one("words", said.unwrap_or_default())
            }),
            Change::Requirement { code, rule, said } => {
                let (text, place) = with_requirement(layer, &sheet, code.as_deref(), (rule.as_str(), said))?;
                let table = format!("{REQUIREMENTS}[{place}]");
                layer.checked(text, |_, flaws| beside_fields(flaws, &table, rule))
            }
            Change::Remove { code } => {
                let gone = || Faults::one("", "This requirement is not there any more.");
                let text = sheet.without(REQUIREMENTS, code).ok_or_else(gone)?;
                left(layer, text, |_, _| Faults::none())
            }
            Change::Kind { kind, said } => {
                let block = sheet.block("kinds", kind);
                let new = kind_edited(block, kind, said, &layer.base.kinds).map_err(told)?;
                let text = placed(&sheet, "kinds", kind, new);
                left(layer, text, |sheet, flaws| {
                    beside(sheet, flaws, ("kinds", kind.as_str()), &|path: &str| {
                        field_among(of_kind().iter(), path)
                    })
                })
            }
            Change::Stricter { requirement, said } => {
                let owner = layer.base.requirement(requirement);
                let owner = owner.ok_or_else(|| Faults::one("", "The programme has no such requirement."))?;
                let new = stricter_edited(owner, said, &layer.base.kinds).map_err(told)?;
                let text = placed(&sheet, "stricter", requirement, new);
                left(layer, text, |sheet, flaws| {
                    beside(sheet, flaws, ("stricter", requirement.as_str()), &|path: &str| {
                        Some(stricter_field(path))
                    })
                })
            }
        }
    }
}

/// The text with a requirement, and its place in the list.
fn with_requirement(
    layer: &Layer,
    sheet: &Sheet,
    code: Option<&str>,
    (rule, said): (&str, &Said),
) -> Result<(String, usize), Faults> {
    let word = |field: &str| said.get(field).and_then(|words| words.first()).map_or("", |word| word.trim());
    let own = sheet.codes(REQUIREMENTS);
    let known = layer.holds();
    let bad = |sentence: &str| Faults::one("code", sentence);
    let new = word("code");
    if !is_code(new) {
        return Err(bad("Use lower-case letters, digits and hyphens, such as local-induction."));
    }
    if code != Some(new) && (own.contains(&new) || layer.base.requirement(new).is_some()) {
        return Err(bad("There is a requirement with this code already. Choose another."));
    }
    let old = match code {
        Some(code) => sheet.block(REQUIREMENTS, code).map(str::to_owned),
        None => Some(begun(new, word("title"))),
    };
    let gone = || Faults::one("", "This requirement is not there any more.");
    let block = edited(&old.ok_or_else(gone)?, rule, said, &known.kinds).map_err(told)?;
    Ok(match code {
        Some(code) => {
            let place = own.iter().position(|one| *one == code).unwrap_or_default();
            (sheet.with_block(REQUIREMENTS, code, &block).ok_or_else(gone)?, place)
        }
        None => (sheet.with_added(REQUIREMENTS, &block), own.len()),
    })
}

/// The text with a block in its place, or without it.
fn placed(sheet: &Sheet, list: &str, code: &str, block: Option<String>) -> String {
    let there = sheet.block(list, code).is_some();
    let changed = match block {
        Some(block) if there => sheet.with_block(list, code, &block),
        Some(block) => Some(sheet.with_added(list, &block)),
        None if there => sheet.without(list, code),
        None => None,
    };
    changed.unwrap_or_else(|| sheet.text())
}

/// The text, or nothing where nothing is added any more.
fn left(
    layer: &Layer,
    text: String,
    beside: impl Fn(&Sheet, &[Flaw]) -> Faults,
) -> Result<Option<String>, Faults> {
    let says =
        |sheet: &Sheet| ["kinds", REQUIREMENTS, "stricter"].iter().any(|list| !sheet.codes(list).is_empty());
    if Sheet::read(&text).is_ok_and(|sheet| !says(&sheet)) {
        return Ok(None);
    }
    layer.checked(text, beside)
}

/// Faults inside one block of a list, by its fields.
fn beside(
    sheet: &Sheet,
    flaws: &[Flaw],
    (list, code): (&str, &str),
    field: &dyn Fn(&str) -> Option<String>,
) -> Faults {
    let mut faults = Faults::none();
    let Some(place) = sheet.codes(list).iter().position(|one| *one == code) else { return faults };
    let table = format!("{list}[{place}]");
    for flaw in flaws {
        let Some(paths) = inside(flaw, &table) else { continue };
        let field = paths.iter().find_map(|path| field(path));
        faults.add(field.unwrap_or_default(), flaw.sentence.clone());
    }
    faults
}
