//! House rules as plain values.

use std::sync::Arc;

use askama::Template;

use crate::domain::kind::Kind;
use crate::features::programmes::FileRules;
use crate::web::gate::Admin;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "admin/rules.html")]
pub struct Rules {
    shell: Shell,
    typed: Typed,
    camera: Vec<Choice>,
    files: Vec<Choice>,
}

impl View for Rules {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Rules {
    pub fn new(who: &Admin, kinds: &[(FileRules, Arc<Kind>)]) -> Rules {
        let mut typed = Typed::nothing();
        let (mut camera, mut files) = (Vec::new(), Vec::new());
        for (rules, kind) in kinds {
            if kind.camera {
                camera.push(Choice::of(&kind.code, &kind.name));
            }
            if kind.files {
                files.push(Choice::of(&kind.code, &kind.name));
            }
            if rules.camera {
                typed.words.add("camera", kind.code.clone());
            }
            if rules.files {
                typed.words.add("files", kind.code.clone());
            }
        }
        Rules { shell: who.shell("House rules", Place::Settings), typed, camera, files }
    }
}

pub fn samples() -> Vec<Sample> {
    let page = |kinds: Vec<Choice>| Rules {
        shell: samples::shell_for(&samples::admin(), "House rules", Place::Settings),
        typed: Typed::holding([("camera", "bypass-case")]),
        camera: kinds.clone(),
        files: kinds,
    };
    vec![
        Sample::of("admin/rules", &page(vec![Choice::of("bypass-case", "Bypass case")])),
        Sample::of("admin/rules, none", &page(Vec::new())),
    ]
}
