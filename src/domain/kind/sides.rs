//! Forms with two sides: what the trainee writes and what whoever signs answers, who signs in which order, and
//! to whom the entry is open. The assessor's answers are no part of the entry's version: they come with the
//! decision, and a version that is signed again is answered again.

use super::{Asker, Confirmer, Field, FieldType, Kind, Reader, Recorder, Role, Values};
use crate::domain::reading::Table;
use crate::domain::role::Capacity;

impl Asker {
    /// Left out of what is written of a field, so that kinds from before it read the same.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
    pub(super) fn is_trainee(&self) -> bool {
        *self == Asker::Trainee
    }
}

impl Confirmer {
    /// The capacity in which they sign; none where nobody has to.
    pub fn capacity(self) -> Option<Capacity> {
        match self {
            Confirmer::Supervisor => Some(Capacity::Supervisor),
            Confirmer::Lead => Some(Capacity::Lead),
            Confirmer::Nobody => None,
        }
    }
}

impl Kind {
    pub fn asked_of(&self, side: Asker) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.asked_of == side)
    }

    /// Whether the first to sign answers anything besides their decision.
    pub fn has_two_sides(&self) -> bool {
        self.seen || self.asked_of(Asker::Assessor).next().is_some()
    }

    /// A level is given for what was done, and the form does not ask how it was seen: whoever signs may say so, in forms
    /// from before there was the question too. It is asked of nobody, since a form that is in use demands no more than it did.
    pub fn lets_say_seen(&self) -> bool {
        let signed = self.confirmed_by != Confirmer::Nobody && self.recorded_by != Recorder::Lead;
        signed && self.scale.is_some() && !self.seen && self.may_read.is_empty()
    }

    /// Whose signature is next after these, the earliest first; none where they are enough. What an assessor signs
    /// stands for a supervisor's signature, and a lead may sign for a supervisor.
    pub fn next_to_sign<'a>(&self, signed: impl IntoIterator<Item = &'a str>) -> Option<Confirmer> {
        let mut wanted = self.signers.iter().copied().peekable();
        for capacity in signed {
            wanted.next_if(|next| match next {
                Confirmer::Supervisor => ["supervisor", "assessor", "lead"].contains(&capacity),
                other => other.as_str() == capacity,
            });
        }
        wanted.next()
    }

    /// Those who see the portfolio and yet no entry of this kind.
    pub fn closed_to(&self) -> impl Iterator<Item = Reader> {
        let open = self.may_read.is_empty();
        Reader::ALL.iter().copied().filter(move |reader| !open && !self.may_read.contains(reader))
    }

    /// What both sides say, for rules and reports.
    pub fn both_sides(values: &Values, answers: &Values) -> Values {
        values.iter().chain(answers).map(|(code, value)| (code.clone(), value.clone())).collect()
    }
}

/// `signers = ["supervisor", "lead"]`: two at least, the first of them the one who confirms.
pub(super) fn signers(top: &Table<'_>, confirmed_by: Option<Confirmer>) -> Vec<Confirmer> {
    let mut all = Vec::new();
    for placed in top.texts("signers") {
        match placed.text.parse() {
            Ok(Confirmer::Nobody) | Err(_) => {
                top.fault_of(&placed, format!("“{}” is not one of: supervisor, lead.", placed.text));
            }
            Ok(one) => all.push(one),
        }
    }
    let first = all.first().copied();
    if first.is_some() && (all.len() < 2 || first != confirmed_by) {
        top.fault_at(
            "signers",
            "“signers” names two or more, and the first of them is the one in “confirmed_by”; leave it out where one \
             signature is enough.",
        );
    }
    if all.windows(2).any(|two| two == [Confirmer::Lead, Confirmer::Supervisor]) {
        top.fault_at("signers", "A supervisor signs before a lead: exchange them in “signers”.");
    }
    all
}

/// `may_read = ["trainee", "lead"]`.
pub(super) fn readers(top: &Table<'_>, recorded_by: Recorder) -> Vec<Reader> {
    let mut all = Vec::new();
    for placed in top.texts("may_read") {
        match placed.text.parse::<Reader>() {
            Ok(one) => all.push(one),
            Err(_) => {
                top.fault_of(&placed, format!("“{}” is not one of: trainee, supervisor, lead.", placed.text));
            }
        }
    }
    let writer = match recorded_by {
        Recorder::Trainee => Reader::Trainee,
        Recorder::Supervisor => Reader::Supervisor,
        Recorder::Lead => Reader::Lead,
    };
    if !all.is_empty() && !all.contains(&writer) {
        let sentence = format!("Whoever writes an entry may read it: add “{writer}” to “may_read”.");
        top.fault_at("may_read", sentence);
    }
    all
}

/// The assessor's side needs somebody who signs, and asks only what can be answered on the screen of a decision.
pub(super) fn check_sides(top: &Table<'_>, kind: &Kind) {
    let nobody = kind.confirmed_by == Confirmer::Nobody || kind.recorded_by == Recorder::Lead;
    if kind.seen && nobody {
        top.fault_at(
            "seen",
            "“seen” is asked of whoever signs: it needs confirmed_by = \"supervisor\" or \"lead\", and an entry that a \
             lead does not write.",
        );
    }
    if kind.recorded_by == Recorder::Supervisor && kind.confirmed_by == Confirmer::Nobody {
        top.fault_at(
            "recorded_by",
            "What a supervisor writes they sign: it needs confirmed_by = \"supervisor\".",
        );
    }
    for (field, place) in kind.fields.iter().zip(top.tables("fields")) {
        let above = |code: &String| kind.field(code).is_some_and(|other| other.asked_of == Asker::Assessor);
        if field.asked_of == Asker::Trainee {
            if field.show_if.as_ref().is_some_and(|show| above(&show.field)) {
                let sentence =
                    "The assessor answers later: a field for the trainee cannot depend on their answer.";
                place.fault_at("show_if", sentence);
            }
            continue;
        }
        if nobody {
            let sentence = "Nobody who signs would see it: “assessor” needs confirmed_by = \"supervisor\" or \"lead\", \
                            and an entry that a lead does not write.";
            place.fault_at("asked_of", sentence);
        }
        if matches!(field.kind, FieldType::Person | FieldType::Place) {
            let sentence =
                "Who signs and where it was seen is known already: ask the trainee, or set seen = true.";
            place.fault_at("type", sentence);
        }
        if let Some(role) =
            field.role.filter(|role| !matches!(role, Role::Result | Role::Notes | Role::Actions))
        {
            let sentence = format!(
                "The trainee answers “{role}”; of the assessor only “result”, “notes” and “actions” are asked."
            );
            place.fault_at("role", sentence);
        }
    }
}

#[cfg(test)]
mod tests;
