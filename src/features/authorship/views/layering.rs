//! What an institution adds to a version, as text with its faults, and what holds of it.

use std::sync::Arc;

use askama::Template;

use super::Told;
use crate::domain::programme::Version;
use crate::domain::reading::Flaw;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

/// What the page is made of.
pub struct Layer {
    pub base: Arc<Version>,
    /// The version with the layer that holds today.
    pub holds: Option<Version>,
    pub faults: Vec<Flaw>,
    pub institutions: Vec<Choice>,
    pub typed: Typed,
}

#[derive(Template)]
#[template(path = "authorship/layer.html")]
pub struct LayerPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) title: String,
    pub(super) institutions: Vec<Choice>,
    pub(super) faults: Vec<Told>,
    /// Requirements that the institution changed, each with its badge.
    pub(super) holds: Vec<(String, String)>,
    pub(super) action: String,
    pub(super) back: String,
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
    pub fn new(who: &Lead, layer: Layer) -> LayerPage {
        let base = &layer.base;
        let told = |flaw: Flaw| Told { line: flaw.line, sentence: flaw.sentence, href: "#words".to_owned() };
        let local = layer.holds.iter().flat_map(|version| &version.requirements);
        LayerPage {
            shell: who.shell("What your institution adds", Place::Programmes),
            title: format!("{}, version {}", base.title, base.version),
            holds: local.filter_map(|one| Some((one.title.clone(), one.local.clone()?))).collect(),
            faults: layer.faults.into_iter().map(told).collect(),
            institutions: layer.institutions,
            typed: layer.typed,
            action: paths::of_version(paths::LAYER, &base.code, &base.version),
            back: paths::version(&base.code, &base.version),
        }
    }
}
