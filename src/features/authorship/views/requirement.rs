//! One requirement as a form of plain-language parts, with its live sentence.

use std::rc::Rc;

use askama::Template;

use super::asking::{self, Asked, asking};
use super::bench::Bench;
use super::{Around, at_requirement};
use crate::domain::authoring::{self, Part, RULES, Said, edited, of_requirement, of_rule};
use crate::domain::programme::Version;
use crate::domain::rule::describe;
use crate::features::authorship::desk::Desk;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

/// The rule in words, or why there are none yet.
#[derive(Template)]
#[template(path = "authorship/sentence.html")]
pub struct Sentence {
    pub(super) sentence: String,
    pub(super) faults: Vec<String>,
}

impl Sentence {
    /// What the form says now, in the engine's own words.
    pub fn of(desk: &Desk, code: &str, rule: &str, said: &Said) -> Sentence {
        let sheet = desk.read.sheet.as_ref();
        let block = sheet.and_then(|sheet| sheet.block("requirements", code)).unwrap_or_default();
        let number = desk.read.codes().iter().position(|one| *one == code);
        let edited = match edited(block, rule, said, desk.read.kinds()) {
            Ok(block) => block,
            Err(faults) => return Sentence::refused(faults),
        };
        let Some(text) = sheet.and_then(|sheet| sheet.with_block("requirements", code, &edited)) else {
            return Sentence::refused(Vec::new());
        };
        let read = desk.read.again(&text);
        // It may have another code now: it is known by its place.
        let code = number
            .and_then(|number| read.codes().get(number).map(|code| (*code).to_owned()))
            .unwrap_or_default();
        let faults = read.flaws_of(&code).iter().map(|flaw| flaw.sentence.clone()).collect();
        Sentence::told(read.version.as_ref(), &code, faults)
    }

    /// Words that cannot be written.
    pub fn refused(faults: Vec<(String, String)>) -> Sentence {
        let faults = faults.into_iter().map(|(_, sentence)| sentence).collect();
        Sentence { sentence: String::new(), faults }
    }

    /// What a version says of a requirement, as far as it has no faults.
    pub fn told(version: Option<&Version>, code: &str, faults: Vec<String>) -> Sentence {
        let found = version.filter(|_| faults.is_empty());
        let sentence = found.and_then(|version| Some(describe(version.requirement(code)?, version)));
        Sentence { sentence: sentence.unwrap_or_default(), faults }
    }
}

#[derive(Template)]
#[template(path = "authorship/requirement.html")]
pub struct RequirementPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) around: Around,
    pub(super) title: String,
    pub(super) rule: String,
    pub(super) sentence: Sentence,
    pub(super) fields: Parts,
    pub(super) action: String,
    pub(super) live: String,
    pub(super) text: String,
}

/// The fields of a requirement.
pub struct Parts {
    pub rules: Vec<Choice>,
    /// In the order of the page: what it is, its rule, when and where from, the rest.
    pub groups: Vec<Group>,
    /// Keys that no field shows.
    pub others: String,
}

pub struct Group {
    pub heading: &'static str,
    /// Folded away until it is asked for.
    pub folded: bool,
    pub parts: Vec<Asked>,
}

impl View for RequirementPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

const FIRST: &[&str] = &["title", "text", "section", "necessity"];
const SECOND: &[&str] =
    &["window", "grace", "first_cycle", "due", "expected", "source", "illustrative", "note"];

impl Parts {
    pub fn of(bench: &Bench<'_>, block: &str, rule: &str, typed: &mut Typed) -> Parts {
        let held = authoring::held(block, bench.kinds()).unwrap_or_default();
        let same_rule = held.rule == rule;
        let is_beyond = |part: &Part| {
            held.beyond.contains(&part.name()) && (same_rule || part.at.first() != Some(&"rule"))
        };
        if typed.word("necessity").is_empty() {
            typed.words.add("necessity", "required");
        }
        let shared = Rc::new(typed.clone());
        let around = asking::Around::rule(bench, &shared, rule);
        let ask = |part: &Part| asking(part, &around, is_beyond(part));
        let of = |keys: &[&str]| -> Vec<Asked> {
            keys.iter()
                .filter_map(|key| of_requirement().iter().find(|part| part.at == [*key]))
                .map(ask)
                .collect()
        };
        let shown = |part: &&Part| {
            part.at.len() == 1 && (FIRST.contains(&part.key()) || SECOND.contains(&part.key()))
        };
        let rest: Vec<Asked> = of_requirement().iter().filter(|part| !shown(part)).map(ask).collect();
        let is_wrong = |part: &Asked| typed.faults.iter().any(|(field, _)| field.starts_with(&part.name));
        let folded =
            !rest.iter().any(is_wrong) && !rest.iter().any(|part| typed.word("more").starts_with(&part.name));
        typed.words.add("rule-next", rule);
        Parts {
            rules: RULES.iter().map(|(key, label)| Choice::of(*key, *label)).collect(),
            groups: vec![
                Group { heading: "What it is", folded: false, parts: of(FIRST) },
                Group { heading: "The rule", folded: false, parts: of_rule(rule).iter().map(ask).collect() },
                Group { heading: "When, and where it comes from", folded: false, parts: of(SECOND) },
                Group {
                    heading: "Code, what must come first, personal targets, who signs",
                    folded,
                    parts: rest,
                },
            ],
            others: held.others.join(", "),
        }
    }
}

impl Parts {
    /// For a requirement that nobody has named yet: its code stands beside its title.
    pub fn code_first(&mut self) {
        let mut code = None;
        for group in &mut self.groups {
            if let Some(at) = group.parts.iter().position(|part| part.name == "code") {
                code = Some(group.parts.remove(at));
            }
        }
        if let Some((code, first)) = code.zip(self.groups.first_mut()) {
            first.parts.insert(first.parts.len().min(1), code);
        }
    }
}

impl RequirementPage {
    pub fn new(who: &Lead, desk: &Desk, code: &str, rule: &str, typed: Typed) -> RequirementPage {
        RequirementPage::with(who.shell("A requirement", Place::Programmes), desk, code, rule, typed)
    }

    pub(super) fn with(
        shell: Shell,
        desk: &Desk,
        code: &str,
        rule: &str,
        mut typed: Typed,
    ) -> RequirementPage {
        let sheet = desk.read.sheet.as_ref();
        let block = sheet.and_then(|sheet| sheet.block("requirements", code)).unwrap_or_default();
        let fields = Parts::of(&desk.bench(), block, rule, &mut typed);
        RequirementPage {
            shell,
            around: Around::of(desk),
            title: desk
                .read
                .requirement(code)
                .map(|one| one.title.clone())
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| code.to_owned()),
            sentence: Sentence::of(desk, code, rule, &asking::said(&typed)),
            fields,
            action: at_requirement(desk, paths::DRAFT_REQUIREMENT, code),
            live: at_requirement(desk, paths::DRAFT_SENTENCE, code),
            text: at_requirement(desk, paths::DRAFT_REQUIREMENT_TEXT, code),
            rule: rule.to_owned(),
            typed,
        }
    }
}
