//! Names behind a title (`Mrs Jones`, `Master J. Patel`, `Baby O'Neill`) and behind words that announce
//! one (`a man called John`, `patient name: …`). Names without either cannot be found here, and the
//! README says so.
//!
//! In the United Kingdom a surgeon is “Mr”, “Miss” or “Ms” too, and logs are full of them. The rule: such
//! a title is a colleague's where the words around it speak of work (`consultant`, `list`, `supervised
//! by`, `scrubbed with`, the possessive of a technique) and none of them speaks of somebody who is treated
//! (`admitted`, `aged`, `his`, `bed`). Without either it is asked about: hold and ask is cheap. Doctors,
//! professors, nurses and sisters are never patients here by title alone.

use super::plain::{Sort, Text};
use super::{Hit, What};

/// Words around a colleague.
const WORK: &str = "surgeon surgeons consultant consultants registrar anaesthetist anaesthetists perfusionist \
    perfusionists fellow list lists theatre theatres firm team clinic clinics preference preferences \
    technique scrubbed scrub assisting operating operator operated operates supervised supervisor \
    supervision lecture lectured taught teaching talk presented chaired mentor tutor trainer examiner \
    colleague manager prefers asked surgical";
/// Words around somebody who is treated.
const TREATED: &str = "patient patients pt aged yo y admitted bed ward wife husband daughter son widow diagnosed \
    underwent consented consent discharged transferred died deceased his her diabetic gentleman lady \
    allergic allergy weight weighs kg bsa dob suffered suffers relatives family relative mum mother \
    carer chest symptoms lives";
/// What follows `MR` and `MS` where they are valves and software, and `Master` and `Baby` where they are
/// neither person.
const NO_NAMES: &str = "severe moderate mild trivial trace grade jet angiography angiogram imaging scan scans scanner \
    teams word excel office gradient and or of the in on by with was is to at noted seen spectroscopy \
    class classes degree thesis switch copy file roller pump control console drive list key plan \
    programme program s boomers friendly monitor oxygenator circuit circuits unit units care clinic \
    chart charts service feed grow checks regurgitation stenosis university clamp are who has had were \
    not will did came went we";

fn listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

pub(super) fn find(text: &Text) -> Vec<Hit> {
    (0..text.len()).filter_map(|at| titled(text, at).or_else(|| announced(text, at))).collect()
}

fn titled(text: &Text, at: usize) -> Option<Hit> {
    let title = text.low(at);
    if !text.is(at, Sort::Word) || text.glued(at) && text.is(at - 1, Sort::Word) {
        return None;
    }
    let may_be_staff = match title {
        "mr" | "ms" | "miss" | "mrs" | "mx" => true,
        "master" | "baby" | "messrs" => false,
        _ => return None,
    };
    let mut first = at + 1;
    if text.word(first) == "." && text.glued(first) {
        first += 1;
    }
    if title == "baby" {
        while matches!(text.low(first), "boy" | "girl" | "of" | "twin") {
            first += 1;
        }
    }
    let shouted = text.word(at).len() > 1 && text.word(at).chars().all(char::is_uppercase);
    let short = matches!(title, "mr" | "ms");
    let last = name_at(text, first, shouted && short, matches!(title, "mr" | "mrs"))?;
    if matches!(title, "baby" | "master")
        && text.word(at + 1).chars().all(char::is_uppercase)
        && text.word(at).chars().skip(1).any(char::is_lowercase)
        && text.word(first).len() <= 3
    {
        return None;
    }
    let staff = may_be_staff
        && speaks_of(text, at, last, WORK, work_beside(text, at, last))
        && !treated(text, at, last);
    (!staff).then(|| Hit::new(What::Name, at, last))
}

/// The last token of a name that begins here. Behind a shouted `MR` only a name in ordinary letters is
/// one; behind `mr` also one in small letters, as phones give it.
fn name_at(text: &Text, first: usize, after_shout: bool, small_too: bool) -> Option<usize> {
    let mut at = first;
    // Initials: `J.`, `J K`
    while text.word(at).len() == 1
        && text.word(at).chars().all(char::is_uppercase)
        && at < first + 6
        && text.word(at + 1) != "'"
    {
        at += 1;
        if text.word(at) == "." {
            at += 1;
        }
    }
    let word = text.word(at);
    let letters = word.chars().count();
    let mut chars = word.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    let rest_small = chars.all(char::is_lowercase);
    if !text.is(at, Sort::Word) || listed(NO_NAMES, text.low(at)) || text.token(at)?.new_line {
        return None;
    }
    let apostrophe = letters == 1 && capital && text.word(at + 1) == "'" && text.glued(at + 2);
    let named = apostrophe
        || letters >= 2 && (capital && (rest_small || !after_shout || word.chars().any(char::is_lowercase)))
        || letters >= 3 && small_too && !capital && !after_shout && at == first;
    if !named || text.is(at + 1, Sort::Digits) && text.glued(at + 1) {
        return None;
    }
    let mut last = at;
    // `O'Neill`, `Smith-Jones`
    while matches!(text.word(last + 1), "'" | "-")
        && text.glued(last + 1)
        && text.glued(last + 2)
        && text.is(last + 2, Sort::Word)
        && text.low(last + 2) != "s"
    {
        last += 2;
    }
    // First name and surname
    let next = text.word(last + 1);
    let goes_on = text.is(last + 1, Sort::Word)
        && !text.glued(last + 1)
        && next.chars().next().is_some_and(char::is_uppercase)
        && next.chars().skip(1).any(char::is_lowercase)
        && !listed(WORK, text.low(last + 1));
    Some(if goes_on { last + 1 } else { last })
}

/// Around, within the sentence.
fn speaks_of(text: &Text, at: usize, last: usize, words: &str, beside: bool) -> bool {
    beside || around(text, at, last, 9).any(|near| listed(words, text.low(near)))
}

fn treated(text: &Text, at: usize, last: usize) -> bool {
    around(text, at, last, 9).any(|near| listed(TREATED, text.low(near)))
}

fn around(text: &Text, at: usize, last: usize, most: usize) -> impl Iterator<Item = usize> {
    let stops = |near: &usize| {
        !matches!(text.word(*near), "." | "!" | "?" | ";") || text.low(near.saturating_sub(1)).len() <= 2
    };
    let before = text.before(at, most).take_while(move |near| stops(near));
    before.chain((last + 1..last + most).take_while(move |near| stops(near)))
}

/// `under Mr X`, `by Miss Y`, `with Mr Z`, `Mr X's cannulation`: nobody writes so of a patient unless a
/// word of treatment stands there too.
fn work_beside(text: &Text, at: usize, last: usize) -> bool {
    let before = at.checked_sub(1).map(|before| text.low(before)).unwrap_or_default();
    let joined = matches!(before, "under" | "by" | "with" | "from" | "dr" | "prof" | "professor");
    let between_staff = matches!(before, "and" | "&" | ",")
        && text.follows(at, 6, &["dr", "prof", "surgeon", "consultant", "anaesthetist", "sister"]);
    let possessive = text.word(last + 1) == "'"
        && text.low(last + 2) == "s"
        && !matches!(
            text.low(last + 3),
            "operation" | "valve" | "graft" | "heart" | "notes" | "bypass" | "case" | "aorta"
        );
    joined || between_staff || possessive
}

/// `called Elsie Hart`, `patient name: John Smith`, `pt: Jane Doe`.
fn announced(text: &Text, at: usize) -> Option<Hit> {
    let skip_marks = |mut at: usize| {
        while matches!(text.word(at), ":" | "=" | "-" | "is" | "was" | "'" | "s") {
            at += 1;
        }
        at
    };
    let first = match text.low(at) {
        "called" | "named"
            if text.follows(
                at,
                5,
                &[
                    "patient",
                    "pt",
                    "lady",
                    "gentleman",
                    "man",
                    "woman",
                    "boy",
                    "girl",
                    "baby",
                    "child",
                    "male",
                    "female",
                ],
            ) =>
        {
            at + 1
        }
        "name"
            if text.follows(
                at,
                3,
                &["patient", "patients", "pt", "mother", "surname", "his", "her", "child", "baby"],
            ) || text.word(at + 1) == ":"
                && text.follows(at, 2, &["patient", "full", "first", "family"]) =>
        {
            skip_marks(at + 1)
        }
        "surname" | "forename" => skip_marks(at + 1),
        "patient" | "pt" if matches!(text.word(at + 1), ":" | "=") => at + 2,
        _ => return None,
    };
    let word = text.word(first);
    let capital = word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().skip(1).all(char::is_lowercase)
        && word.chars().count() >= 2;
    let second = first + 1;
    let two = text.is(second, Sort::Word) && text.word(second).chars().next().is_some_and(char::is_uppercase);
    // Behind `patient:` a sentence may begin, so two names are wanted.
    let enough = !matches!(text.low(at), "patient" | "pt") || two;
    (capital && enough && !listed(NO_NAMES, text.low(first)))
        .then(|| Hit::new(What::Name, first, if two { second } else { first }))
}
