//! A decision: somebody entitled signs an entry or returns it. For ten seconds they may undo it as if
//! nothing had been, and the letter to the trainee waits as long; later they may take a signature
//! back, with a reason that stays. A return says why, in one word of ours, in their own, or in both.

use crate::domain::kind::{Asker, Field, Kind, Outcome, Values};
use crate::text_words;

/// How long a decision may be undone, and how long the letter about it waits.
pub const UNDO_SECONDS: i64 = 10;

/// Why a signature ended that stood on another one in an order: the house says it, nobody wrote it.
pub const LAPSED: &str = "The signature before it was taken back.";

/// Why a signature ended on what was returned to whoever wrote it: the house says it, nobody wrote it.
pub const CAME_BACK: &str = "It was returned by whoever was to sign after it.";

text_words! {
    /// Why an entry comes back, as chips.
    enum ReturnReason "reason for a return" {
        DetailMissing = "detail-missing",
        DetailWrong = "detail-wrong",
        Unclear = "unclear",
        EvidenceMissing = "evidence-missing",
        Identifier = "identifier",
        NotThere = "not-there",
    }
}

impl ReturnReason {
    /// The words on the chip. They are what is stored: what the trainee was told stays as it was told.
    pub fn shown(self) -> &'static str {
        match self {
            ReturnReason::DetailMissing => "A detail is missing",
            ReturnReason::DetailWrong => "A detail is not right",
            ReturnReason::Unclear => "Something is unclear",
            ReturnReason::EvidenceMissing => "Evidence is missing",
            ReturnReason::Identifier => "It could identify a patient",
            ReturnReason::NotThere => "I was not there",
        }
    }
}

/// The chip and the words below it as one text: a reason that ends like a heading gets its full stop.
pub fn reason_and_words(reason: &str, words: &str) -> String {
    let (reason, words) = (reason.trim(), words.trim());
    if reason.is_empty() || words.is_empty() {
        return format!("{reason}{words}");
    }
    let stop = if reason.ends_with(['.', '?', '!', ':', '…']) { "" } else { "." };
    format!("{reason}{stop} {words}")
}

/// What stands beside a decision that was taken together with others, after a look at one of them.
pub fn said_of_batch(entries: i32, viewed: bool) -> String {
    let which = if viewed { "this one" } else { "another one" };
    format!("Signed in a batch of {entries}, one viewed: {which}.")
}

/// Whether the signer is asked if what was done was good enough: the kind knows outcomes, the entry
/// does not tell one, no level of the kind's scale does, and no field of the assessor's side.
pub fn asks_outcome(kind: &Kind, values: &Values) -> bool {
    let tells = |field: &&Field| field.choices().iter().any(|choice| choice.outcome.is_some());
    let by_field = kind.fields.iter().any(|field| tells(&field));
    let by_side = kind.asked_of(Asker::Assessor).any(|field| tells(&field));
    by_field && !by_side && kind.outcome(values).is_none() && !levels_tell(kind)
}

fn levels_tell(kind: &Kind) -> bool {
    kind.scale.as_ref().is_some_and(|scale| scale.levels.iter().any(|level| level.outcome.is_some()))
}

/// Whether a signature at this level says that it was good enough. What the entry itself tells stands
/// above this wherever facts are judged.
pub fn satisfactory(kind: &Kind, level: &str, said: Option<Outcome>) -> bool {
    let by_level =
        kind.scale.as_ref().and_then(|scale| scale.levels.iter().find(|one| one.code == level)?.outcome);
    by_level.or(said) != Some(Outcome::Unsatisfactory)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kind::{BegunFor, Choice, Confirmer, FieldType, Recorder, Scale, Value};

    #[test]
    fn a_reason_and_the_words_below_it_are_two_sentences() {
        assert_eq!(
            reason_and_words("Evidence is missing", "Please attach the photo."),
            "Evidence is missing. Please attach the photo."
        );
        assert_eq!(
            reason_and_words("Which cardioplegia?", "And how cold?"),
            "Which cardioplegia? And how cold?"
        );
        assert_eq!(reason_and_words("Evidence is missing", " "), "Evidence is missing");
        assert_eq!(reason_and_words("", "which cardioplegia?"), "which cardioplegia?");
    }

    #[test]
    fn a_batch_says_how_many_and_which_was_looked_at() {
        assert_eq!(said_of_batch(8, true), "Signed in a batch of 8, one viewed: this one.");
        assert_eq!(said_of_batch(8, false), "Signed in a batch of 8, one viewed: another one.");
    }

    fn choice(code: &str, outcome: Option<Outcome>) -> Choice {
        Choice { code: code.into(), label: code.into(), definition: String::new(), outcome }
    }

    fn kind(levels: Vec<Choice>, results: Vec<Choice>) -> Kind {
        let field = Field {
            code: "result".into(),
            label: "Result".into(),
            hint: String::new(),
            kind: FieldType::Choice { choices: results },
            asked_of: Asker::Trainee,
            required: false,
            role: None,
            show_if: None,
            repeat: true,
        };
        Kind {
            code: "k".into(),
            version: 1,
            name: "Kind".into(),
            plural: "kinds".into(),
            about: String::new(),
            confirmed_by: Confirmer::Supervisor,
            signers: Vec::new(),
            recorded_by: Recorder::Trainee,
            begun_for: BegunFor::One,
            may_read: Vec::new(),
            seen: false,
            university: false,
            camera: false,
            files: false,
            reflection: false,
            period: false,
            day_label: "Date".into(),
            until_label: "Until".into(),
            scale: (!levels.is_empty()).then(|| Scale { name: "Scale".into(), levels }),
            fields: vec![field],
        }
    }

    #[test]
    fn the_signer_is_asked_for_an_outcome_only_where_nothing_else_tells_one() {
        let (good, bad) = (Some(Outcome::Satisfactory), Some(Outcome::Unsatisfactory));
        let told: Values = [("result".to_owned(), Value::Text("passed".into()))].into();
        let results = || vec![choice("passed", good), choice("failed", bad)];
        assert!(!asks_outcome(&kind(vec![], vec![choice("x", None)]), &Values::new()));
        assert!(asks_outcome(&kind(vec![], results()), &Values::new()));
        assert!(!asks_outcome(&kind(vec![], results()), &told));
        assert!(!asks_outcome(&kind(vec![choice("low", bad)], results()), &Values::new()));
    }

    #[test]
    fn a_level_that_says_not_good_enough_wins_over_what_was_ticked() {
        let (good, bad) = (Some(Outcome::Satisfactory), Some(Outcome::Unsatisfactory));
        let scale = kind(vec![choice("low", bad), choice("high", None)], vec![]);
        assert!(!satisfactory(&scale, "low", good));
        assert!(satisfactory(&scale, "high", None));
        assert!(!satisfactory(&scale, "high", bad));
    }
}
