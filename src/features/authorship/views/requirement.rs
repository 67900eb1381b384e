//! One requirement as a form of plain-language parts, with its live sentence.

use askama::Template;

use super::asking::{self, Asking, Offered, asking};
use super::{Around, at_requirement};
use crate::domain::authoring::{self, Part, RULES, Said, edited, of_requirement, of_rule};
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
            Err(faults) => {
                let faults = faults.into_iter().map(|(_, sentence)| sentence).collect();
                return Sentence { sentence: String::new(), faults };
            }
        };
        let Some(text) = sheet.and_then(|sheet| sheet.with_block("requirements", code, &edited)) else {
            return Sentence { sentence: String::new(), faults: Vec::new() };
        };
        let read = desk.read.again(&text);
        // It may have another code now: it is known by its place.
        let code = number
            .and_then(|number| read.codes().get(number).map(|code| (*code).to_owned()))
            .unwrap_or_default();
        let faults: Vec<String> = read.flaws_of(&code).iter().map(|flaw| flaw.sentence.clone()).collect();
        let found = read.version.as_ref().zip(read.requirement(&code)).filter(|_| faults.is_empty());
        Sentence { sentence: found.map(|(version, one)| describe(one, version)).unwrap_or_default(), faults }
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
    pub(super) rules: Vec<Choice>,
    pub(super) sentence: Sentence,
    /// In the order of the page: what it is, its rule, when and where from, the rest.
    pub(super) groups: Vec<Group>,
    pub(super) offered: Offered,
    /// Keys that no field shows.
    pub(super) others: String,
    pub(super) action: String,
    pub(super) live: String,
    pub(super) text: String,
}

pub struct Group {
    pub heading: &'static str,
    /// Folded away until it is asked for.
    pub folded: bool,
    pub parts: Vec<Asking>,
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
const SECOND: &[&str] = &["window", "due", "source", "illustrative", "note"];

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
        let block =
            desk.read.sheet.as_ref().and_then(|sheet| sheet.block("requirements", code)).unwrap_or_default();
        let held = authoring::held(block, desk.read.kinds()).unwrap_or_default();
        let same_rule = held.rule == rule;
        let is_beyond = |part: &Part| {
            held.beyond.contains(&part.name()) && (same_rule || part.at.first() != Some(&"rule"))
        };
        if !typed.has("necessity", "recommended") && typed.word("necessity").is_empty() {
            typed.words.add("necessity", "required");
        }
        let folded_fault = |parts: &[Asking]| {
            parts.iter().any(|part| typed.faults.iter().any(|(field, _)| field.starts_with(&part.name)))
        };
        let ask = |part: &Part| asking(part, desk, rule, &typed, is_beyond(part));
        let of = |keys: &[&str]| -> Vec<Asking> {
            keys.iter()
                .filter_map(|key| of_requirement().iter().find(|part| part.at == [*key]))
                .map(ask)
                .collect()
        };
        let shown = |part: &&Part| {
            part.at.len() == 1 && (FIRST.contains(&part.key()) || SECOND.contains(&part.key()))
        };
        let rest: Vec<Asking> = of_requirement().iter().filter(|part| !shown(part)).map(ask).collect();
        let folded = !folded_fault(&rest);
        let said = asking::said(&typed);
        RequirementPage {
            shell,
            around: Around::of(desk),
            title: desk
                .read
                .requirement(code)
                .map(|one| one.title.clone())
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| code.to_owned()),
            rules: RULES.iter().map(|(key, label)| Choice::of(*key, *label)).collect(),
            sentence: Sentence::of(desk, code, rule, &said),
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
            offered: asking::offered(desk, rule, &typed),
            others: held.others.join(", "),
            action: at_requirement(desk, paths::DRAFT_REQUIREMENT, code),
            live: at_requirement(desk, paths::DRAFT_SENTENCE, code),
            text: at_requirement(desk, paths::DRAFT_REQUIREMENT_TEXT, code),
            rule: rule.to_owned(),
            typed: {
                typed.words.add("rule-next", rule);
                typed
            },
        }
    }
}
