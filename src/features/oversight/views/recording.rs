//! The page on which a tutor writes once what several took part in.

use askama::Template;

use crate::domain::kind::lower;
use crate::features::enrolments::Enrolled;
use crate::features::entries::{AskedKind, Fields, Offers, fields, without_unasked};
use crate::web::gate::Tutor;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "oversight/recording.html")]
pub struct Recording {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    /// `CPD activity`, in a sentence.
    pub(super) thing: String,
    pub(super) day_label: String,
    pub(super) fields: Fields,
    /// Nobody: there is no form either.
    pub(super) people: Vec<Choice>,
}

impl Recording {
    pub fn new(who: &Tutor, found: Option<(AskedKind, Vec<Enrolled>)>, mut typed: Typed) -> Recording {
        let shell = who.shell("Record for several", Place::Attendance);
        let Some((asked, people)) = found else {
            let (thing, day_label) = Default::default();
            return Recording {
                shell,
                typed,
                thing,
                day_label,
                fields: Fields::default(),
                people: Vec::new(),
            };
        };
        if typed.words.is_empty() {
            typed.words.add_day("on", who.today());
        }
        let choice = |row: &Enrolled| Choice::of(row.id.as_str(), &row.name);
        let fields = fields(&asked, &Offers::default(), &[], &typed);
        without_unasked(fields.all(), &mut typed);
        typed.faults = typed.faults.in_order(["who", "on"].into_iter().chain(fields.names()));
        Recording {
            fields,
            thing: lower(&asked.kind.name),
            day_label: asked.kind.day_label.clone(),
            people: people.iter().map(choice).collect(),
            shell,
            typed,
        }
    }

    fn has_faulty_words(&self) -> bool {
        let own = [&self.fields.first, &self.fields.folded, &self.fields.last].into_iter().flatten();
        let mut names = own.map(|field| field.name.as_str());
        names.any(|name| self.typed.fault(name).is_some() && !self.typed.word(name).is_empty())
    }
}

impl View for Recording {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}
