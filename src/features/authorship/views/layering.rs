//! What an institution adds to a version, the whole of it on one page: its own requirements, its higher figures
//! beside the owner's, and what more is filled in.

use askama::Template;

use super::Told;
use super::bench::Bench;
use crate::domain::authoring::minima;
use crate::domain::outlook::some;
use crate::domain::programme::{Requirement, UsedKind, Version};
use crate::domain::rule::describe;
use crate::features::authorship::layering::Layer;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::typed::Typed;

/// What every page of a layer shows around its content.
pub struct Layered {
    /// `MSc Clinical Perfusion Science, version 2025`
    pub caption: String,
    /// Whose layer it is.
    pub name: String,
    pub institution: String,
    /// What the writer has before them.
    pub seen: String,
    pub people: usize,
    pub back: String,
}

impl Layered {
    pub(super) fn of(layer: &Layer) -> Layered {
        Layered {
            caption: format!("{}, version {}", layer.base.title, layer.base.version),
            name: layer.name.clone(),
            institution: layer.institution.to_string(),
            seen: layer.seen(),
            people: layer.people,
            back: at(layer, paths::LAYER, ""),
        }
    }

    /// For whom it holds at once.
    pub(super) fn whom(&self) -> String {
        match self.people {
            0 => format!("whoever of {} comes onto this version", self.name),
            1 => format!("the 1 person of {} on this version", self.name),
            many => format!("the {many} people of {} on this version", self.name),
        }
    }
}

pub(super) fn at(layer: &Layer, pattern: &str, what: &str) -> String {
    let version = (layer.base.code.as_str(), layer.base.version.as_str());
    paths::of_layer(pattern, version, what, layer.institution.as_str())
}

pub(super) fn bench(version: &Version) -> Bench<'_> {
    Bench {
        version: Some(version),
        codes: version.requirements.iter().map(|one| one.code.as_str()).collect(),
    }
}

#[derive(Template)]
#[template(path = "authorship/layer.html")]
pub struct LayerPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) around: Layered,
    /// Where the person leads several institutions: the others' layers.
    pub(super) others: Vec<(String, String)>,
    pub(super) own: Vec<Line>,
    pub(super) kinds: Vec<Line>,
    pub(super) figures: Vec<Figure>,
    pub(super) add: String,
    pub(super) holds: bool,
    /// The text holds something that no form can show.
    pub(super) only_as_text: bool,
    pub(super) faults: Vec<Told>,
    pub(super) action: String,
    pub(super) back: String,
}

pub struct Line {
    pub title: String,
    pub said: String,
    pub href: String,
}

/// A figure of the owner's, and the institution's where it asks for more.
pub struct Figure {
    pub title: String,
    pub owner: String,
    pub own: String,
    pub href: String,
}

impl View for LayerPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl LayerPage {
    pub fn new(who: &Lead, layer: &Layer, typed: Typed) -> LayerPage {
        LayerPage::with(who.shell("What your institution adds", Place::Programmes), layer, typed)
    }

    /// The page of the whole, where a form was asked for that cannot show what is written.
    pub fn only_as_text(who: &Lead, layer: &Layer, mut typed: Typed) -> LayerPage {
        typed.words.add("words", layer.text());
        LayerPage { only_as_text: true, ..LayerPage::new(who, layer, typed) }
    }

    pub(super) fn with(shell: Shell, layer: &Layer, typed: Typed) -> LayerPage {
        let words = typed.word("words").replace("\r\n", "\n");
        // A layer that was not begun yet is no fault.
        let tried = layer.stored.is_some() || !typed.faults.is_empty();
        let flaws = if tried && !words.is_empty() { layer.look(&words).1 } else { Vec::new() };
        let version = layer.holds();
        let own = version.requirements.iter().filter(|one| layer.base.requirement(&one.code).is_none());
        LayerPage {
            shell,
            around: Layered::of(layer),
            others: layer
                .institutions
                .iter()
                .filter(|one| one.value != layer.institution.as_str())
                .map(|one| {
                    let version = (layer.base.code.as_str(), layer.base.version.as_str());
                    (one.label.clone(), paths::of_layer(paths::LAYER, version, "", &one.value))
                })
                .collect(),
            own: own
                .map(|one| Line {
                    title: one.title.clone(),
                    said: describe(one, &version),
                    href: at(layer, paths::LAYER_REQUIREMENT, &one.code),
                })
                .collect(),
            kinds: layer.base.kinds.iter().map(|used| kind(layer, &version, used)).collect(),
            figures: layer.base.requirements.iter().filter_map(|one| figure(layer, &version, one)).collect(),
            add: at(layer, paths::LAYER_REQUIREMENTS, ""),
            holds: layer.stored.is_some(),
            only_as_text: false,
            faults: flaws
                .into_iter()
                .map(|flaw| Told { line: flaw.line, sentence: flaw.sentence, href: "#words".to_owned() })
                .collect(),
            action: paths::of_version(paths::LAYER, &layer.base.code, &layer.base.version),
            back: paths::version(&layer.base.code, &layer.base.version),
            typed,
        }
    }
}

/// What is filled in besides, for one kind of the programme.
fn kind(layer: &Layer, version: &Version, used: &UsedKind) -> Line {
    let now = version.kind(&used.kind.code).unwrap_or(used);
    let more = now.kind.fields.iter().filter(|field| used.kind.field(&field.code).is_none());
    let must = now.kind.fields.iter().filter(|field| {
        field.required && used.kind.field(&field.code).is_some_and(|owners| !owners.required)
    });
    let more: Vec<&str> = more.map(|field| field.label.as_str()).collect();
    let must: Vec<&str> = must.map(|field| field.label.as_str()).collect();
    let mut said = Vec::new();
    if !more.is_empty() {
        said.push(format!("More: {}", more.join(", ")));
    }
    if !must.is_empty() {
        said.push(format!("Must be filled in: {}", must.join(", ")));
    }
    Line {
        title: used.kind.name.clone(),
        said: said.join(". "),
        href: at(layer, paths::LAYER_KIND, &used.kind.code),
    }
}

/// `150 cases, of them 25 valve operations`; nothing where there is no figure that can be raised.
fn figures(one: &Requirement) -> Option<String> {
    let target = one.rule.target()?;
    let unit = one.rule.unit();
    let of_them: Vec<String> =
        minima(&one.rule).iter().map(|minimum| format!("{} {}", minimum.amount, minimum.label)).collect();
    let of_them =
        if of_them.is_empty() { String::new() } else { format!(", of them {}", of_them.join(", ")) };
    Some(some(target, &unit).trim_end().to_owned() + &of_them)
}

fn figure(layer: &Layer, version: &Version, owner: &Requirement) -> Option<Figure> {
    let theirs = figures(owner)?;
    let now = version.requirement(&owner.code).and_then(figures).unwrap_or_default();
    Some(Figure {
        title: owner.title.clone(),
        own: if now == theirs { String::new() } else { now },
        owner: theirs,
        href: at(layer, paths::LAYER_STRICTER, &owner.code),
    })
}
