//! What there is from before, and the form by which more comes in.

use std::sync::Arc;

use askama::Template;

use crate::domain::earlier::LEARNING;
use crate::domain::earlier::mapping::Mapping;
use crate::domain::earlier::table::{COLUMNS, ROWS};
use crate::domain::kind::Kind;
use crate::domain::names::{DraftId, SetId};
use crate::domain::time::Moment;
use crate::features::earlier::store::Listed;
use crate::features::earlier::views::with_form;
use crate::web::gate::Trainee;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "earlier/list.html")]
pub struct List {
    pub(super) shell: Shell,
    pub(super) records: Vec<Line>,
    /// Tables on their way in: address, and when they were saved.
    pub(super) begun: Vec<(String, String)>,
}

pub(super) struct Line {
    pub title: String,
    pub what: String,
    pub path: String,
    pub state: &'static str,
}

impl View for List {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl List {
    pub fn new(who: &Trainee, own: Vec<Listed>, begun: Vec<(DraftId, Moment)>) -> List {
        let line = |one: Listed| Line {
            what: format!(
                "{}, number {}",
                if one.kind == LEARNING { "Earlier learning" } else { "Earlier logbook" },
                one.number
            ),
            title: one.title,
            path: paths::earlier_record(one.id.as_str()),
            state: one.state.shown(),
        };
        List {
            shell: who.shell("Earlier records", Place::Portfolio),
            records: own.into_iter().map(line).collect(),
            begun: begun
                .into_iter()
                .map(|(id, at)| (paths::earlier_draft(id.as_str()), at.shown_in(who.zone)))
                .collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "earlier/new.html")]
pub struct BringIn {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) kinds: Vec<Choice>,
    /// Sets whose mapping can be used again.
    pub(super) like: Vec<Choice>,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

with_form!(BringIn);

impl BringIn {
    pub fn new(
        who: &Trainee,
        kinds: &[Arc<Kind>],
        mappings: &[(SetId, String, Moment, Mapping)],
        mut typed: Typed,
    ) -> BringIn {
        if let ([only, ..], "") = (kinds, typed.word("kind")) {
            typed.words.add("kind", only.code.clone());
        }
        let like = |(id, title, at, _): &(SetId, String, Moment, Mapping)| {
            Choice::of(id.as_str(), format!("{title}, {}", at.day_in(who.zone)))
        };
        BringIn {
            shell: who.shell("Bring in an earlier logbook", Place::Portfolio),
            kinds: kinds.iter().map(|kind| Choice::of(&kind.code, &kind.name)).collect(),
            like: mappings.iter().map(like).collect(),
            rows: ROWS,
            columns: COLUMNS,
            typed,
        }
    }
}
