//! The forms of what an institution adds: a requirement of its own, more to fill in, a higher figure. The owner's
//! figures are shown beside, and cannot be typed over.

use std::rc::Rc;

use askama::Template;

use super::asking::{self as asked, Around, Asked, asking};
use super::layering::{LayerPage, Layered, at, bench};
use super::requirement::{Parts, Sentence};
use crate::domain::authoring::{Said, begun, edited, has_minima, least, minima, more_minima, of_kind};
use crate::domain::programme::{Requirement, UsedKind};
use crate::domain::rule::describe;
use crate::features::authorship::editing::inside;
use crate::features::authorship::layering::Layer;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "authorship/layer_requirement.html")]
pub struct LayerRequirementPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) around: Layered,
    pub(super) title: String,
    /// The code by which it is known; empty for a new one.
    pub(super) own: String,
    pub(super) rule: String,
    pub(super) sentence: Sentence,
    pub(super) fields: Parts,
    pub(super) action: String,
    pub(super) live: String,
}

impl View for LayerRequirementPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl LayerRequirementPage {
    pub fn new(who: &Lead, layer: &Layer, code: Option<&str>, rule: &str, typed: Typed) -> Self {
        Self::with(who.shell("A requirement of your own", Place::Programmes), layer, code, rule, typed)
    }

    fn with(shell: Shell, layer: &Layer, code: Option<&str>, rule: &str, mut typed: Typed) -> Self {
        let version = layer.holds();
        let block = block(layer, code, &asked::said(&typed));
        let mut fields = Parts::of(&bench(&version), &block, rule, &mut typed);
        // Nobody has named it yet: its code is asked for first.
        if code.is_none() {
            fields.code_first();
        }
        let found = code.and_then(|code| version.requirement(code));
        let version = (layer.base.code.as_str(), layer.base.version.as_str());
        Self {
            shell,
            around: Layered::of(layer),
            title: found.map_or_else(|| "A requirement of your own".to_owned(), |one| one.title.clone()),
            own: code.unwrap_or_default().to_owned(),
            rule: rule.to_owned(),
            sentence: layer_sentence(layer, code, rule, &asked::said(&typed)),
            fields,
            action: match code {
                Some(code) => at(layer, paths::LAYER_REQUIREMENT, code),
                None => at(layer, paths::LAYER_REQUIREMENTS, ""),
            },
            live: paths::of_version(paths::LAYER_SENTENCE, version.0, version.1),
            typed,
        }
    }
}

fn block(layer: &Layer, code: Option<&str>, said: &Said) -> String {
    let stored = code.and_then(|code| layer.block("requirements", code));
    stored.unwrap_or_else(|| begun(word(said, "code"), word(said, "title")))
}

fn word<'s>(said: &'s Said, field: &str) -> &'s str {
    said.get(field).and_then(|words| words.first()).map_or("", |word| word.trim())
}

/// What the form says now, in the engine's own words.
pub fn layer_sentence(layer: &Layer, code: Option<&str>, rule: &str, said: &Said) -> Sentence {
    // Before it is named there is nothing to find fault with.
    if code.is_none() && ["code", "title"].iter().all(|name| word(said, name).is_empty()) {
        return Sentence::refused(Vec::new());
    }
    let version = layer.holds();
    let edited = match edited(&block(layer, code, said), rule, said, &version.kinds) {
        Ok(block) => block,
        Err(faults) => return Sentence::refused(faults),
    };
    let Some(sheet) = layer.sheet() else { return Sentence::refused(Vec::new()) };
    let codes = sheet.codes("requirements");
    let place = code.and_then(|code| codes.iter().position(|one| *one == code)).unwrap_or(codes.len());
    let text = match code {
        Some(code) => sheet.with_block("requirements", code, &edited).unwrap_or_default(),
        None => sheet.with_added("requirements", &edited),
    };
    let (version, flaws) = layer.look(&text);
    let table = format!("requirements[{place}]");
    let mine = flaws.iter().filter(|flaw| inside(flaw, &table).is_some());
    let new = said.get("code").and_then(|words| words.first()).map_or("", |word| word.trim());
    Sentence::told(version.as_ref(), new, mine.map(|flaw| flaw.sentence.clone()).collect())
}

#[derive(Template)]
#[template(path = "authorship/layer_kind.html")]
pub struct LayerKindPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) around: Layered,
    pub(super) name: String,
    /// What the programme asks, by its labels.
    pub(super) there: Vec<String>,
    pub(super) parts: Vec<Asked>,
    pub(super) action: String,
}

impl View for LayerKindPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl LayerKindPage {
    pub fn new(who: &Lead, layer: &Layer, used: &UsedKind, typed: Typed) -> LayerKindPage {
        LayerKindPage::with(who.shell("More to fill in", Place::Programmes), layer, used, typed)
    }

    fn with(shell: Shell, layer: &Layer, used: &UsedKind, typed: Typed) -> LayerKindPage {
        let shared = Rc::new(typed.clone());
        let bench = bench(&layer.base);
        let around = Around { kinds: vec![used], ..Around::rule(&bench, &shared, "") };
        LayerKindPage {
            shell,
            around: Layered::of(layer),
            name: used.kind.name.clone(),
            there: used.kind.fields.iter().map(|field| field.label.clone()).collect(),
            parts: of_kind().iter().map(|part| asking(part, &around, false)).collect(),
            action: at(layer, paths::LAYER_KIND, &used.kind.code),
            typed,
        }
    }
}

#[derive(Template)]
#[template(path = "authorship/stricter.html")]
pub struct StricterPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) around: Layered,
    pub(super) title: String,
    /// The owner's rule in words.
    pub(super) sentence: String,
    pub(super) unit: String,
    /// The owner's target, beside the field.
    pub(super) asked: String,
    pub(super) minima: Vec<Minimum>,
    pub(super) more: Vec<Asked>,
    pub(super) action: String,
}

/// A minimum of the owner's, with the field beside it.
pub struct Minimum {
    pub field: String,
    pub label: String,
    pub hint: String,
}

impl View for StricterPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl StricterPage {
    pub fn new(who: &Lead, layer: &Layer, owner: &Requirement, typed: Typed) -> StricterPage {
        StricterPage::with(who.shell("Ask for more", Place::Programmes), layer, owner, typed)
    }

    fn with(shell: Shell, layer: &Layer, owner: &Requirement, typed: Typed) -> StricterPage {
        let shared = Rc::new(typed.clone());
        let bench = bench(&layer.base);
        let kinds = owner.rule.kinds();
        let kinds = layer.base.kinds.iter().filter(|used| kinds.contains(&used.kind.code.as_str())).collect();
        let around = Around { kinds, ..Around::rule(&bench, &shared, "") };
        let own = minima(&owner.rule).iter().enumerate().map(|(at, one)| Minimum {
            field: least(at),
            label: format!("Of them at least, {}", one.label),
            hint: format!("The programme asks {}. Empty: the same", one.amount),
        });
        StricterPage {
            shell,
            around: Layered::of(layer),
            title: owner.title.clone(),
            sentence: describe(owner, &layer.base),
            unit: owner.rule.unit(),
            asked: owner
                .rule
                .target()
                .map(|target| format!("The programme asks {target}. Empty: the same"))
                .unwrap_or_default(),
            minima: own.collect(),
            more: if has_minima(&owner.rule) {
                vec![asking(more_minima(), &around, false)]
            } else {
                Vec::new()
            },
            action: at(layer, paths::LAYER_STRICTER, &owner.code),
            typed,
        }
    }
}

/// The pages of this file, for an institution that has added one of each.
pub(super) fn samples(layer: &Layer, shell: impl Fn(&str) -> Shell) -> Vec<crate::web::samples::Sample> {
    use crate::web::samples::Sample;
    let typed = || Typed::holding([("words", layer.text())]);
    let mut all = vec![
        Sample::of("authorship/layer", &LayerPage::with(shell("What your institution adds"), layer, typed())),
        Sample::of(
            "authorship/layer, only as text",
            &LayerPage {
                only_as_text: true,
                others: vec![("St Elsewhere".to_owned(), "/".to_owned())],
                ..LayerPage::with(
                    shell("What your institution adds"),
                    layer,
                    Typed::holding([("words", "layer_of = <b>")]),
                )
            },
        ),
        Sample::of(
            "authorship/layer, a new requirement",
            &LayerRequirementPage::with(shell("New"), layer, None, "count", Typed::nothing()),
        ),
        Sample::of(
            "authorship/layer, a requirement",
            &LayerRequirementPage::with(
                shell("Own"),
                layer,
                Some("induction"),
                "registration",
                Typed::nothing(),
            ),
        ),
    ];
    for used in &layer.base.kinds {
        all.push(Sample::of(
            "authorship/layer, a kind",
            &LayerKindPage::with(
                shell("More"),
                layer,
                used,
                Typed::holding([("fields-1-label", "Theatre <b>")]),
            ),
        ));
    }
    for owner in layer.base.requirements.iter().filter(|one| one.rule.target().is_some()) {
        let page = StricterPage::with(shell("More"), layer, owner, Typed::nothing());
        all.push(Sample::of("authorship/layer, a figure", &page));
    }
    all
}
