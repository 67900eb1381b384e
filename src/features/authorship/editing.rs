//! One step of an edit, as data: it can be applied to the latest text, and, where somebody was faster, to the
//! text that its writer had before them, so that both can be shown and nothing is lost.

use crate::domain::authoring::{
    self, Head, Said, Sheet, Sort, begun, edited, head_edited, is_one, section_edited, section_of, with_kinds,
};
use crate::domain::fault::Faults;
use crate::domain::kind::is_code;
use crate::domain::reading::Flaw;
use crate::features::authorship::desk::Read;

#[derive(Debug, Clone)]
pub enum Edit {
    Head {
        head: Box<Head>,
        kinds: Vec<(String, u32)>,
        sections: Vec<[String; 3]>,
    },
    /// The whole text.
    Text(String),
    Add {
        code: String,
        title: String,
        rule: String,
        section: String,
    },
    /// One requirement, as the form says it.
    Parts {
        code: String,
        rule: String,
        said: Said,
        /// Also with faults of its own, to be mended later.
        lenient: bool,
    },
    /// One requirement, as text.
    Block {
        code: String,
        text: String,
    },
    Remove {
        code: String,
    },
    Move {
        code: String,
        earlier: bool,
    },
    /// The text of an earlier save.
    Undo {
        number: i32,
        text: String,
    },
}

const REQUIREMENTS: &str = "requirements";

impl Edit {
    /// The code of the history, and what it was about.
    pub fn named(&self) -> (&'static str, String) {
        match self {
            Edit::Head { .. } => ("head", String::new()),
            Edit::Text(_) => ("text", String::new()),
            Edit::Add { code, .. } => ("added", code.clone()),
            Edit::Parts { code, .. } | Edit::Block { code, .. } => ("requirement", code.clone()),
            Edit::Remove { code } => ("removed", code.clone()),
            Edit::Move { code, .. } => ("moved", code.clone()),
            Edit::Undo { number, .. } => ("undo", number.to_string()),
        }
    }

    /// The requirement of which the step is, where its block can be shown alone.
    pub fn requirement(&self) -> Option<&str> {
        match self {
            Edit::Parts { code, .. } | Edit::Block { code, .. } => Some(code),
            _ => None,
        }
    }

    /// The text after the step; faults by field where what was typed cannot be written.
    pub fn applied(&self, text: &str, read: &Read) -> Result<String, Faults> {
        let gone = || Faults::one("", "This requirement is not there any more. Look at the draft again.");
        let broken = || Faults::one("", "The text of this draft cannot be read. Mend it as text first.");
        match self {
            Edit::Text(text) | Edit::Undo { text, .. } => return Ok(text.replace("\r\n", "\n")),
            _ => {}
        }
        let sheet = read.sheet.as_ref().ok_or_else(broken)?;
        match self {
            Edit::Head { head, kinds, sections } => {
                let text = with_sections(text, sections).ok_or_else(broken)?;
                let text = with_kinds(&text, kinds).ok_or_else(broken)?;
                head_edited(&text, head).ok_or_else(broken)
            }
            Edit::Add { code, title, rule, section } => {
                let mut faults = Faults::none();
                if !is_code(code) {
                    faults.add("code", "Use lower-case letters, digits and hyphens, such as bypass-case.");
                } else if sheet.codes(REQUIREMENTS).contains(&code.as_str()) {
                    faults.add("code", "There is a requirement with this code already. Choose another.");
                }
                if title.is_empty() {
                    faults.add("title", "Enter a title.");
                }
                if !authoring::RULES.iter().any(|(key, _)| key == rule) {
                    faults.add("rule", "Choose a rule.");
                }
                if !faults.is_empty() {
                    return Err(faults);
                }
                let mut said: Said = [("title", title), ("code", code), ("section", section)]
                    .into_iter()
                    .map(|(name, word)| (name.to_owned(), vec![word.clone()]))
                    .collect();
                for name in ["illustrative", "earlier"] {
                    said.insert(name.to_owned(), vec!["yes".to_owned()]);
                }
                said.insert(format!("rule-{rule}"), vec![first_word(rule, read)]);
                let block = edited(&begun(code, title), rule, &said, read.kinds()).map_err(told)?;
                Ok(sheet.with_added(REQUIREMENTS, &block))
            }
            Edit::Parts { code, rule, said, lenient } => {
                let block = sheet.block(REQUIREMENTS, code).ok_or_else(gone)?;
                let block = edited(block, rule, said, read.kinds()).map_err(told)?;
                let text = sheet.with_block(REQUIREMENTS, code, &block).ok_or_else(gone)?;
                let place = sheet.codes(REQUIREMENTS).iter().position(|one| one == code);
                match place.filter(|_| !lenient) {
                    Some(place) => without_faults(text, read, place, rule),
                    None => Ok(text),
                }
            }
            Edit::Block { code, text } => {
                let block = text.replace("\r\n", "\n");
                if let Err(flaws) = Sheet::read(&block) {
                    let said = flaws.first().map(|flaw| format!("Line {}: {}", flaw.line, flaw.sentence));
                    return Err(Faults::one("words", said.unwrap_or_default()));
                }
                if !is_one(&block, REQUIREMENTS) {
                    let sentence = "Keep one [[requirements]] here, with everything that belongs to it and nothing else.";
                    return Err(Faults::one("words", sentence));
                }
                sheet.with_block(REQUIREMENTS, code, &block).ok_or_else(gone)
            }
            Edit::Remove { code } => sheet.without(REQUIREMENTS, code).ok_or_else(gone),
            Edit::Move { code, earlier } => {
                Ok(sheet.moved(REQUIREMENTS, code, *earlier).unwrap_or_else(|| text.to_owned()))
            }
            Edit::Text(text) | Edit::Undo { text, .. } => Ok(text.clone()),
        }
    }
}

/// What a new rule names at first, so that its parts can be asked: the first kind, the first requirement, a number.
fn first_word(rule: &str, read: &Read) -> String {
    let sort = authoring::of_rule(rule).iter().find(|part| part.key() == rule).map(|part| part.sort);
    match sort {
        Some(Sort::Kind | Sort::Kinds | Sort::Periods) => {
            read.kinds().first().map_or_else(|| "kind".to_owned(), |used| used.kind.code.clone())
        }
        Some(Sort::Requirements) => {
            read.codes().first().map_or_else(|| "code".to_owned(), |code| (*code).to_owned())
        }
        Some(Sort::Whole) => "1".to_owned(),
        _ => "body".to_owned(),
    }
}

/// The text, where the requirement at the place has no fault in it; else each fault at its field.
fn without_faults(text: String, read: &Read, place: usize, rule: &str) -> Result<String, Faults> {
    let faults = beside_fields(&read.again(&text).flaws, &format!("requirements[{place}]"), rule);
    if faults.is_empty() { Ok(text) } else { Err(faults) }
}

/// Faults of the file inside one requirement, by the fields of its form.
pub fn beside_fields(flaws: &[Flaw], requirement: &str, rule: &str) -> Faults {
    let mut faults = Faults::none();
    for flaw in flaws {
        let Some(inside) = inside(flaw, requirement) else { continue };
        let field = inside.iter().find_map(|path| authoring::field_of(rule, path));
        faults.add(field.unwrap_or_else(|| "rule-next".to_owned()), flaw.sentence.clone());
    }
    faults
}

/// Where in a table a fault is, the likeliest place first: of what is missing, its sentence names the key.
pub fn inside(flaw: &Flaw, table: &str) -> Option<Vec<String>> {
    let inside = flaw.path.strip_prefix(table).filter(|rest| rest.is_empty() || rest.starts_with('.'))?;
    let inside = inside.trim_start_matches('.');
    let named = flaw.sentence.strip_prefix('“').and_then(|rest| rest.split_once('”')).map(|(key, _)| key);
    let of_source = flaw.sentence.starts_with("Where does this come from").then_some("source");
    let key = of_source.or(named);
    Some(key.map(|key| format!("{inside}.{key}")).into_iter().chain([inside.to_owned()]).collect())
}

pub fn told(faults: Vec<(String, String)>) -> Faults {
    let mut all = Faults::none();
    for (field, sentence) in faults {
        all.add(field, sentence);
    }
    all
}

/// The file with exactly these sections: code, title, text.
fn with_sections(text: &str, wanted: &[[String; 3]]) -> Option<String> {
    let mut sheet = Sheet::read(text).ok()?;
    let had: Vec<String> = sheet.codes("sections").into_iter().map(str::to_owned).collect();
    for gone in had.iter().filter(|code| !wanted.iter().any(|[one, ..]| one == *code)) {
        sheet = Sheet::read(&sheet.without("sections", gone)?).ok()?;
    }
    for [code, title, said] in wanted {
        let block = sheet.block("sections", code).map(str::to_owned);
        if block.as_deref().and_then(section_of) == Some((title.clone(), said.clone())) {
            continue;
        }
        let new = section_edited(block.as_deref(), code, title, said)?;
        let text = match block {
            Some(_) => sheet.with_block("sections", code, &new)?,
            None => sheet.with_added("sections", &new),
        };
        sheet = Sheet::read(&text).ok()?;
    }
    Some(sheet.text())
}
