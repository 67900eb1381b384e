//! One entry on one screen, with the bar that ends it.

use crate::domain::kind::{Confirmer, Kind};
use crate::domain::role::Person;
use crate::domain::signoff::{ReturnReason, asks_outcome, reason_and_words};
use crate::features::entries::{
    Change, Fields, Offers, Panel, Seen, SideView, fields, side_of, without_unasked,
};
use crate::features::signoffs::deciding::{Desk, lower};
use crate::features::signoffs::forms::AGAIN;
use crate::features::signoffs::screen::Screen;
use crate::web::page::{Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::{Typed, Words};
use askama::Template;

#[derive(Template)]
#[template(path = "signoffs/deciding.html")]
pub struct Deciding {
    pub shell: Shell,
    pub typed: Typed,
    pub desk: Desk,
    pub heading: String,
    pub trainee: String,
    /// `Waits for Sue Carter since 4 November 2026`; empty where nobody was asked.
    pub waits: String,
    /// Why there is nothing to decide here, for this person; empty when there is.
    pub refused: String,
    /// What has changed while they were reading.
    pub changes: Vec<Change>,
    pub panel: Panel,
    pub in_vain: Vec<String>,
    /// What comes before the whole that it asks for; nobody signs it until then.
    pub locked: Option<String>,
    /// What is not met of it, and holds nobody up.
    pub unmet: Vec<String>,
    /// Who returned it to whoever wrote it, and why.
    pub came_back: Option<(String, String)>,
    pub may_return: bool,
    /// Who reads a comment, and who the words with a return.
    pub comment_hint: String,
    pub return_hint: String,
    pub deputising: String,
    /// Where whoever was asked gives the request to somebody else; empty for others.
    pub hand_over: String,
    pub version: String,
    pub root: String,
    pub scale: String,
    pub levels: Vec<Level>,
    pub outcomes: Vec<Choice>,
    /// The entry's own side, where the whole form is answered again.
    pub again: Option<AgainView>,
    /// The assessor's side of the form; empty where there is none, or somebody has answered it.
    pub side: SideView,
    pub reasons: Vec<Choice>,
    /// `Sign this bypass case`, `Confirm this document`
    pub sign_words: String,
    /// Whether single keys do something, as the signer has chosen for their account.
    pub keys: bool,
}

/// The entry's own side of the form, to be corrected where it is not right.
pub struct AgainView {
    pub period: bool,
    pub day_label: String,
    pub until_label: String,
    pub thing: String,
    pub fields: Fields,
}

impl AgainView {
    fn of(seen: &Seen, offers: &Offers, typed: &Typed) -> AgainView {
        AgainView {
            period: seen.kind.period,
            day_label: seen.kind.day_label.clone(),
            until_label: seen.kind.until_label.clone(),
            thing: lower(&seen.kind.name),
            fields: fields(&seen.asked, offers, &[], typed),
        }
    }
}

/// The form as it stood, where this person answers it again; else as a new one begins.
fn as_it_stood(seen: &Seen, person: &Person, again: Option<&Offers>, new: &Words) -> Words {
    let mut words = again.map(|offers| seen.own_words(offers)).unwrap_or_default();
    if let Some(before) = seen.signed_before(&person.account).filter(|_| seen.asks_assessor()) {
        let answers = before.assessed.as_ref().map(|said| seen.answered_words(said)).unwrap_or_default();
        for (name, word) in answers.iter() {
            words.add(name, word);
        }
        words.add("comment", before.comment.clone());
        words.add("outcome", if before.satisfactory { "satisfactory" } else { "unsatisfactory" });
    }
    let said = words.clone();
    for (name, word) in new.iter().filter(|(name, _)| said.one(name).is_empty()) {
        words.add(name, word);
    }
    words
}

/// One button of the scale.
pub struct Level {
    pub number: usize,
    pub code: String,
    pub label: String,
    pub meaning: String,
}

impl Deciding {
    pub fn new(shell: Shell, person: &Person, screen: Screen, desk: Desk, mut typed: Typed) -> Deciding {
        let zone = person.zone;
        let heading = screen.heading();
        let Screen { seen, panel, refused, in_vain, locked, unmet, deputising, changes, keys, scan, .. } =
            screen;
        let closed = seen.is_closed_to_owner();
        let trainee = if closed { "The trainee does not read it." } else { "The trainee reads it." };
        let return_hint = match (&screen.goes_back_to, closed) {
            (Some(name), true) => format!("If you like. {name} reads it, and the trainee does not."),
            (Some(name), false) => format!("If you like. {name} and the trainee read it."),
            (None, _) => format!("If you like. {trainee}"),
        };
        let came_back = seen
            .came_back()
            .map(|one| (one.signer_name.clone(), reason_and_words(&one.reason, &one.comment)));
        let verb = if seen.kind.confirmed_by == Confirmer::Lead { "Confirm" } else { "Sign" };
        let thing = lower(&seen.kind.name);
        let waits = seen.request.as_ref().map(|open| {
            let whom = if open.asked == person.account { "you" } else { open.asked_name.as_str() };
            format!("Waits for {whom} since {}.", open.since.day_in(zone))
        });
        let is_new = typed.words.is_empty();
        let side = side_of(&seen, false, &mut typed).offering(scan, is_new, &mut typed);
        // A return that had faults brings its own words alone: the form beside it stays as it was.
        if is_new || (screen.again.is_some() && typed.word(AGAIN) != "yes") {
            typed.words = as_it_stood(&seen, person, screen.again.as_ref(), &typed.words);
        }
        let again = screen.again.as_ref().map(|offers| AgainView::of(&seen, offers, &typed));
        let own = || again.iter().flat_map(|again| again.fields.all());
        without_unasked(own().chain(&side.fields), &mut typed);
        let page = ["on", "until"].into_iter().chain(own().map(|field| field.name.as_str()));
        let page = page.chain(side.names()).chain(["outcome", "comment", "words", "reason", "level"]);
        typed.faults = typed.faults.in_order(page);
        let reasons =
            ReturnReason::ALL.iter().map(|reason| Choice::of(reason.as_str(), reason.shown())).collect();
        let outcomes = if asks_outcome(&seen.kind, &seen.values) { outcomes() } else { Vec::new() };
        Deciding {
            shell,
            typed,
            desk,
            heading,
            trainee: seen.owner_name,
            waits: waits.unwrap_or_default(),
            refused: refused.map(|refusal| refusal.sentence).unwrap_or_default(),
            changes,
            panel,
            in_vain,
            locked,
            unmet,
            came_back,
            may_return: screen.may_return,
            comment_hint: format!("If you like. {trainee}"),
            return_hint,
            hand_over: seen
                .request
                .as_ref()
                .filter(|open| deputising.is_empty() && open.asked == person.account)
                .map(|open| paths::request_handover(open.id.as_str()))
                .unwrap_or_default(),
            deputising,
            version: seen.version.to_string(),
            root: seen.root,
            scale: seen.kind.scale.as_ref().map(|scale| scale.name.clone()).unwrap_or_default(),
            levels: levels(&seen.kind),
            outcomes,
            again,
            side,
            reasons,
            sign_words: format!("{verb} this {thing}"),
            keys,
        }
    }

    /// Without a scale the answer to the question signs at the same time: one key is enough for a clean entry.
    fn outcome_signs(&self) -> bool {
        self.levels.is_empty() && !self.outcomes.is_empty()
    }

    /// Words were found that may name a patient.
    fn has_faulty_words(&self) -> bool {
        let own = self.again.iter().flat_map(|again| again.fields.names()).chain(["comment"]);
        let faulty = |name: &str| self.typed.fault(name).is_some() && !self.typed.word(name).is_empty();
        self.side.has_faulty_words(&self.typed) || own.into_iter().any(faulty)
    }

    /// A return that had faults stays open.
    fn returning(&self) -> bool {
        let about = |field| self.typed.fault(field).is_some() || !self.typed.word(field).is_empty();
        about("reason") || about("words")
    }
}

fn levels(kind: &Kind) -> Vec<Level> {
    let all = kind.scale.as_ref().map(|scale| scale.levels.as_slice()).unwrap_or_default();
    let level = |(level, number): (&crate::domain::kind::Choice, usize)| Level {
        number,
        code: level.code.clone(),
        label: level.label.clone(),
        meaning: level.definition.clone(),
    };
    all.iter().zip(1..).map(level).collect()
}

/// Whether it was good enough.
pub fn outcomes() -> Vec<Choice> {
    vec![Choice::of("satisfactory", "Satisfactory"), Choice::of("unsatisfactory", "Not satisfactory")]
}

impl View for Deciding {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}
