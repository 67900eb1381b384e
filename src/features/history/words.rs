//! Acts in words: what stands in the book as a code, as the end of a sentence that begins with who did
//! it. `{it}` is what it was about, `{asked}` and `{file}` come from the event's detail. One table, and a
//! test that every code a portfolio's book may hold is in it.

/// (code, what is said).
const SENTENCES: &[(&str, &str)] = &[
    ("enrolment/made", "made {it}"),
    ("enrolment/changed", "changed {it}"),
    ("enrolment/ended", "ended {it}"),
    ("term/set", "set something for this person alone in {it}"),
    ("term/ended", "ended what held for this person alone in {it}"),
    ("enrolment/end-set", "changed the last day of {it}"),
    ("enrolment/moved", "moved {it} to another version of its programme"),
    ("enrolment/move-undone", "moved {it} back to the version from before"),
    ("official/entered", "said what of {it} is entered in the system that holds the official record"),
    (
        "official/taken-back",
        "took back that something of {it} is entered in the system that holds the official record",
    ),
    (
        "official/imported",
        "took in a file of progress for {it} from the system that holds the official record",
    ),
    ("official/import-undone", "undid a file of progress that was taken in for {it}"),
    ("term/taken-back", "took back what held for this person alone in {it}"),
    ("life/recorded", "recorded what happened to {it}"),
    ("life/taken-back", "took back what was recorded of the life of {it}"),
    ("entry/submitted", "submitted {it}"),
    ("entry/changed", "changed {it} and submitted it again"),
    ("entry/unchanged", "submitted {it} again without a change"),
    ("entry/withdrawn", "withdrew {it}"),
    ("entry/refiled", "filed {it} as another type, which stands in its place"),
    ("entries/filed", "filed what was recorded already under {it}"),
    ("entry/explained", "said what may look like a patient's name or number in {it}"),
    ("entry/asked", "asked {asked} to decide on {it}"),
    ("entry/asked-on", "asked {asked} for the next signature on {it}"),
    ("assessor/erased", "erased the address of an assessor without an account, whose signatures stay"),
    ("entry/handed", "made a link to {it} for somebody without an account"),
    ("entry/link-withdrawn", "withdrew the link to {it}"),
    ("entry/link-guessed", "typed so many wrong codes with the link to {it} that it ended"),
    ("entry/unconfirmed", "decided on {it} without work mail at hand; it waits to be confirmed"),
    ("statement/sent-again", "had the letter sent again that confirms a decision on {it}"),
    ("statement/lapsed", "let a decision on {it} lapse, which nobody confirmed"),
    ("statement/denied", "said that a decision on {it} was not theirs"),
    ("statement/overtaken", "could not confirm a decision on {it} any more"),
    ("request/handed-over", "handed the request about {it} over to {asked}"),
    ("request/reminded", "reminded {asked} of {it}"),
    ("entry/nudged", "reminded its trainee of {it}, on which nobody decides"),
    ("assessment/begun", "began {it} and signed it on the spot"),
    ("attendance/recorded", "recorded {it}, which they took part in, once for several"),
    ("entry/acknowledged", "said that they have seen {it}"),
    ("goal/agreed", "made a goal of what was agreed: {it}"),
    ("goal/ended", "ended a goal that a review asks for no more: {it}"),
    ("entry/signed", "signed {it}"),
    ("entry/returned", "returned {it}"),
    ("entry/reflected", "wrote a private reflection beside {it}"),
    ("entry/reflection-shared", "shared the reflection beside {it}"),
    ("entry/reflection-private", "made the reflection beside {it} private again"),
    ("earlier/brought-in", "brought in {it}"),
    ("earlier/undone", "undid {it}"),
    ("earlier/asked", "asked {asked} to look at {it}"),
    ("earlier/accepted", "accepted {it}, or part of it"),
    ("earlier/sent-back", "did not accept {it}"),
    ("earlier/taken-back", "took back an acceptance of {it}"),
    ("earlier/claimed", "claimed {it}"),
    ("decision/undone", "undid a decision on {it}"),
    ("decision/taken-back", "took back a signature on {it}"),
    ("result/recorded", "recorded {it}"),
    ("whole/signed-off", "signed off {it} as a whole"),
    ("result/corrected", "corrected {it}"),
    ("result/withdrawn", "took back {it}, which a file had entered"),
    ("enrolment/undone", "took back {it}, which a file had made"),
    ("result/board-confirmed", "entered an examination board’s confirmation of {it}"),
    ("book/adopted", "wrote down in this book what release 0.1.0 had kept beside it"),
    ("review/planned", "planned {it}"),
    ("review/plan-changed", "changed the plan of {it}"),
    ("review/called-off", "called {it} off"),
    ("review/prepared", "prepared {it}"),
    ("review/frozen", "froze the pack of {it}; its SHA-256 is {file}"),
    ("review/concluded", "recorded the outcome of {it}"),
    ("review/acknowledged", "read the outcome of {it}"),
    ("review/objected", "objected to the outcome of {it}"),
    ("review/answered", "answered the objection to the outcome of {it}"),
    ("certificate/made", "made a certificate of {it}"),
    ("certificate/withdrawn", "withdrew the certificate of {it}"),
    ("feedback/begun", "began a round of feedback from colleagues"),
    ("feedback/colleagues-added", "added colleagues to a round of feedback"),
    ("feedback/colleague-struck", "struck a colleague from a round of feedback"),
    ("feedback/self-rated", "rated themself in a round of feedback"),
    ("feedback/proposed", "proposed a round of feedback"),
    ("feedback/withdrawn", "withdrew a round of feedback before anybody was asked"),
    ("feedback/agreed", "agreed to a round of feedback: its colleagues were asked"),
    ("feedback/given-back", "gave a round of feedback back to be changed"),
    ("feedback/close-asked", "asked that a round of feedback be closed"),
    ("feedback/closed", "closed a round of feedback"),
    ("feedback/comment-withheld", "withheld a comment in a round of feedback"),
    ("feedback/comment-shown", "handed a comment on that had been withheld in a round of feedback"),
    ("feedback/released", "released a round of feedback in a meeting, as {it}"),
    ("feedback/ended", "ended a round of feedback without a result"),
    ("entry/reported", "reported that {it} may say who a patient is"),
    ("entry/struck-out", "struck patient data out of {it}, in every version"),
    ("entry/struck-out-again", "struck out of {it} again what a backup had brought back"),
    ("entry/erased", "erased {it}, with everything of its owner"),
    ("portfolio/erased", "erased what else was known of the person"),
    ("review/reported", "reported that what was written in {it} may say who a patient is"),
    ("review/struck-out", "struck out what was written in {it}"),
    ("review/struck-out-again", "struck out again what a backup had brought back of {it}"),
    ("incident/referred", "wrote down the trust’s reference for what was found in {it}"),
    ("incident/closed", "ended the incident about {it}"),
    ("export/asked", "asked for a report of this portfolio"),
    ("export/made", "made the report that was asked for; its file has the SHA-256 {file}"),
];

/// Only the owner is told of these: a supervisor must not learn that there is a private reflection.
const PRIVATE: &[&str] = &["entry/reflected", "entry/reflection-private"];

pub fn is_private(act: &str) -> bool {
    PRIVATE.contains(&act)
}

/// What was done, with `{it}` left in its place; a code that is not known is shown as it is.
pub fn said(act: &str, asked: &str, file: &str) -> String {
    let known = SENTENCES.iter().find(|(code, _)| *code == act);
    let sentence = known.map_or_else(|| format!("did “{act}” with {{it}}"), |(_, said)| (*said).to_owned());
    sentence.replace("{asked}", asked).replace("{file}", file)
}

/// Who, as a word for the beginning of a sentence, when it was nobody with an account.
pub fn actor(actor: &str) -> Option<&'static str> {
    match actor {
        "system" => Some("Perfolio"),
        "anonymous" => Some("Somebody who was not signed in"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes that only the books of the house and of programmes hold.
    const ELSEWHERE: &[&str] = &[
        "account",
        "session",
        "second-factor",
        "house",
        "programme",
        "portfolio",
        "figure",
        "moves",
        "appointment",
        "absence",
        "digest",
        "registration",
        "place",
        "institution",
        "department",
        "site",
        "setting",
        "rules",
        "files",
        "job",
        "import",
        "assessor",
        "work-domain",
        "room",
        "batch",
        "kind",
        "quality",
        "erasure",
        "nomination",
        "approval",
    ];

    fn sources(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn every_act_of_a_portfolio_has_its_words() {
        let mut texts = Vec::new();
        sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/features"), &mut texts);
        let mut missing = Vec::new();
        for text in &texts {
            for rest in text.split(".event(\"").skip(1) {
                let code = rest.split('"').next().unwrap();
                let subject = code.split('/').next().unwrap();
                if !ELSEWHERE.contains(&subject) && !SENTENCES.iter().any(|(known, _)| *known == code) {
                    missing.push(code.to_owned());
                }
            }
        }
        assert!(missing.is_empty(), "no words for {missing:?}");
    }

    #[test]
    fn a_sentence_names_what_it_is_about() {
        assert_eq!(said("entry/asked", "Sue Carter", ""), "asked Sue Carter to decide on {it}");
        assert_eq!(said("entry/melted", "", ""), "did “entry/melted” with {it}");
    }
}
