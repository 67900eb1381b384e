//! One round: where it stands, who is asked, what its reader can do next, and what was said once they may see it.

use askama::Template;

use crate::domain::fault::{Fault, Refusal};
use crate::domain::feedback::{
    Asked, BackReason, EndReason, FloorFrom, LEAST, MEETING, State, Summary, Withheld,
};
use crate::domain::names::with_article;
use crate::domain::policy::feedback::*;
use crate::domain::role::Person;
use crate::features::feedback::forms::NO_RECORD;
use crate::features::feedback::pages::round::Met;
use crate::features::feedback::round::{Asks, Round};
use crate::features::feedback::store::Comment;
use crate::features::feedback::views::summary::{QuestionSaid, said};
use crate::web::gate::SignedIn;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "feedback/round.html")]
pub struct RoundPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) id: String,
    pub(super) caption: String,
    pub(super) state: String,
    /// What the programme calls a supervisor.
    pub(super) supervisor: String,
    /// Where it stands, in sentences.
    pub(super) lines: Vec<String>,
    /// Group, and of each colleague: name, address, the address to strike them, if that can be done.
    pub(super) groups: Vec<GroupLines>,
    pub(super) to_choose: Vec<Choice>,
    pub(super) may: May,
    /// Why the round would not count for the programme as it is now, beside what the reader can do with it; else empty.
    pub(super) short: String,
    pub(super) refused: String,
    pub(super) reasons: Vec<Choice>,
    pub(super) withhold_reasons: Vec<Choice>,
    pub(super) end_reasons: Vec<Choice>,
    pub(super) scale: String,
    pub(super) said: Vec<QuestionSaid>,
    pub(super) comments: Vec<CommentLine>,
    pub(super) entry: String,
    /// Records of the meeting: day and title, and where each is.
    pub(super) meetings: Vec<(String, String)>,
    /// Of several, in which one it can be released.
    pub(super) in_which: Vec<Choice>,
    /// Where the meeting is recorded, for whoever can.
    pub(super) record: String,
}

pub(super) struct GroupLines {
    pub label: String,
    pub people: Vec<(String, String, String)>,
}

pub(super) struct CommentLine {
    pub question: String,
    pub words: String,
    pub withheld: String,
    pub action: String,
    pub id: String,
}

/// What this person can do now; each asks the rule that the act asks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct May {
    pub add: bool,
    pub rate: bool,
    pub propose: bool,
    pub withdraw: bool,
    pub agree: bool,
    pub ask_to_close: bool,
    pub close: bool,
    pub look: bool,
    pub release: bool,
    pub self_rated: bool,
}

impl May {
    /// The round goes on to its next step by what this person can do.
    fn goes_on(&self) -> bool {
        self.propose || self.agree || self.ask_to_close || self.close || self.release
    }
}

impl RoundPage {
    pub fn new(
        who: &SignedIn,
        round: &Round,
        (summary, comments): (Option<&Summary>, &[Comment]),
        met: Met,
        mut typed: Typed,
    ) -> Result<RoundPage, Fault> {
        let (row, person, case) = (&round.begun.row, who.person(), &round.case);
        let own = case.is_own(person);
        let (may, refused) = may(person, round);
        if may.agree && typed.words.is_empty() {
            typed.words.add_day("closes", round.closing);
        }
        if may.release && typed.words.is_empty() {
            // The latest record of a meeting is the likely one.
            let likely = met.meetings.first();
            typed.words.add("meeting", likely.map_or(NO_RECORD, |one| one.entry.as_str()));
            typed.words.add_day("met", likely.map_or(case.today, |one| one.day));
        }
        let id = row.id.as_str();
        let strikes = may_strike_rater(person, case).is_ok();
        let people = |group: &str| {
            let of_it = round.raters.iter().filter(|rater| rater.group == group);
            let line = |rater: &crate::features::feedback::store::Rater| {
                let strike =
                    if strikes { paths::round_rater_end(id, rater.id.as_str()) } else { String::new() };
                (rater.name.clone(), rater.address.clone(), strike)
            };
            of_it.map(line).collect::<Vec<_>>()
        };
        let groups = round
            .form()
            .groups()
            .iter()
            .map(|group| GroupLines { label: group.label.clone(), people: people(&group.code) });
        let choices = round
            .form()
            .groups()
            .iter()
            .map(|group| Choice::of(&*group.code, &*group.label).meaning(&*group.definition));
        let question = |code: &str| {
            round.form().free().find(|field| field.code == code).map_or(String::new(), |f| f.label.clone())
        };
        let comment = |one: &Comment| CommentLine {
            question: question(&one.question),
            words: one.words.clone(),
            withheld: one.withheld.map_or("", Withheld::shown).to_owned(),
            action: paths::round_comment(id, one.id.as_str()),
            id: one.id.to_string(),
        };
        let place = if own { Place::Portfolio } else { Place::Trainees };
        let scale = summary.map(|summary| {
            let (first, last) = (summary.scale.first(), summary.scale.last());
            format!(
                "From 1 ({}) to {} ({}).",
                first.map_or("", String::as_str),
                summary.scale.len(),
                last.map_or("", String::as_str)
            )
        });
        Ok(RoundPage {
            shell: who.shell("Feedback from colleagues", place),
            typed,
            id: id.to_owned(),
            caption: round.begun.owner_name.clone(),
            state: case.state.shown().to_owned(),
            supervisor: round.called.name("supervisor").to_owned(),
            lines: lines(round, own, summary),
            groups: groups.filter(|group| !group.people.is_empty()).collect(),
            to_choose: choices.collect(),
            may,
            short: short(round),
            refused,
            reasons: BackReason::ALL.iter().map(|one| Choice::of(one.as_str(), one.shown())).collect(),
            withhold_reasons: Withheld::ALL.iter().map(|one| Choice::of(one.as_str(), one.shown())).collect(),
            end_reasons: EndReason::ALL.iter().map(|one| Choice::of(one.as_str(), one.shown())).collect(),
            scale: scale.unwrap_or_default(),
            said: summary
                .map(|summary| said(summary, if own { "You" } else { "The trainee" }))
                .unwrap_or_default(),
            comments: comments.iter().map(comment).collect(),
            in_which: match met.meetings.is_empty() || !may.release {
                true => Vec::new(),
                false => met
                    .meetings
                    .iter()
                    .map(|one| Choice::of(one.entry.as_str(), format!("{}, {}", one.title, one.day)))
                    .chain([Choice::of(NO_RECORD, "Another meeting, which has no record yet")
                        .meaning("Say below on which day")])
                    .collect(),
            },
            meetings: met
                .meetings
                .iter()
                .map(|one| (format!("{}, {}", one.title, one.day), paths::entry(one.entry.as_str())))
                .collect(),
            record: match met.may_record {
                true => paths::new_assessment(row.enrolment_id.as_str(), MEETING),
                false => String::new(),
            },
            entry: row.entry_id.as_ref().map(|id| paths::entry(id.as_str())).unwrap_or_default(),
        })
    }
}

/// With the sentence of what they would do next and cannot yet.
fn may(person: &Person, round: &Round) -> (May, String) {
    let (case, closing) = (&round.case, round.closing);
    let propose = may_propose(person, case);
    let close = may_close(person, case);
    let release = may_release(person, case, case.today, true);
    let agree = may_agree(person, case, closing);
    let refused = |refusal: &Refusal| refusal.sentence.clone();
    let sentence = match case.state {
        State::Begun if case.is_own(person) => propose.as_ref().err().map(refused),
        State::Proposed if case.is_looked_after_by(person) => agree.as_ref().err().map(refused),
        State::Open if case.is_looked_after_by(person) => close.as_ref().err().map(refused),
        State::Closed if case.is_looked_after_by(person) => release.as_ref().err().map(refused),
        _ => None,
    };
    let may = May {
        add: may_add_raters(person, case).is_ok(),
        rate: may_rate_oneself(person, case).is_ok(),
        propose: propose.is_ok(),
        withdraw: may_withdraw_round(person, case).is_ok(),
        agree: may_give_back(person, case).is_ok(),
        ask_to_close: may_ask_to_close(person, case).is_ok(),
        close: close.is_ok(),
        look: may_look(person, case).is_ok(),
        release: release.is_ok(),
        self_rated: case.self_rated,
    };
    (may, sentence.map(|sentence| round.called.say(&sentence)).unwrap_or_default())
}

fn people(count: usize) -> String {
    if count == 1 { "1 colleague".to_owned() } else { format!("{count} colleagues") }
}

/// Who goes on with a round in place of whoever supervises there no more.
fn gone(supervisor: &str, others: &[String], lead: &str) -> String {
    match others {
        [] => format!(
            "{supervisor} does not supervise there any more, and nobody else does today. Somebody whom {} appoints can go on \
             with it.",
            with_article(lead)
        ),
        others => format!(
            "{supervisor} does not supervise there any more. Who can go on with it: {}.",
            others.join(", ")
        ),
    }
}

/// Counts only: who of them has answered is told to nobody.
fn lines(round: &Round, own: bool, summary: Option<&Summary>) -> Vec<String> {
    let (row, supervisor) = (&round.begun.row, &round.begun.supervisor_name);
    let theirs = format!("You or the {} whom they chose", round.called.name("supervisor"));
    let (answered, declined) = (round.answers, round.count(Asked::Declined));
    let mut all = Vec::new();
    let back = row.reason.parse::<BackReason>().ok().map(BackReason::shown);
    match round.case.state {
        State::Begun => {
            if let Some(why) = back {
                all.push(format!("{supervisor} gave it back. {why}."));
            }
            all.push(format!(
                "{} proposed; at least {} are needed.",
                people(round.case.raters),
                round.case.floor
            ));
        }
        State::Proposed => all.push(format!(
            "{} proposed. {} agrees, changes it or gives it back. Nobody has been asked yet.",
            people(round.case.raters),
            match (own, &round.others) {
                (true, None) => supervisor.as_str(),
                (true, Some(_)) => "Whoever supervises you",
                (false, _) => theirs.as_str(),
            }
        )),
        State::Open => {
            let until = row.closes_on.map(|day| day.to_string()).unwrap_or_default();
            let declined =
                if declined == 0 { String::new() } else { format!(", {declined} would rather not") };
            all.push(format!(
                "{answered} of {} answered{declined}. Colleagues can answer until {until}; they are reminded.",
                people(round.case.raters)
            ));
            if round.case.close_asked {
                all.push("The trainee asks that it be closed.".to_owned());
            }
        }
        State::Closed => {
            all.push(format!("{answered} of {} answered.", people(round.case.raters)));
            if own && answered < LEAST {
                all.push(format!(
                    "Fewer than {LEAST} answered, so nothing of it can be shown: {supervisor} ends it without a result."
                ));
            } else if own && round.others.is_none() {
                all.push(format!("It waits for {supervisor}, who releases it when you meet."));
            }
        }
        State::Released => {
            let met = row.met_on.map(|day| day.to_string()).unwrap_or_default();
            all.push(format!(
                "Released in the meeting on {met}. {answered} of {} answered.",
                people(round.case.raters)
            ));
        }
        State::Ended => {
            let why = row.reason.parse::<EndReason>().map(EndReason::shown).unwrap_or_default();
            all.push(format!("It ended without a result, and counts for nothing. {why}."));
        }
        State::Withdrawn => all.push("It was withdrawn. Nobody was asked.".to_owned()),
    }
    all.extend(asked(round));
    all.extend(round.others.as_ref().map(|others| gone(supervisor, others, round.called.name("lead"))));
    match summary {
        Some(summary) if !summary.can_be_shown() => all.push(nothing_below()),
        Some(summary) if !summary.words => all.push(floor(round)),
        // Before anything can be shown: what will not be.
        None if !round.case.state.is_over() => all.extend([floor(round), nothing_below()]),
        _ => {}
    }
    all
}

/// How many answers the programme asks for; of what was released, only that fewer came.
fn asked(round: &Round) -> Option<String> {
    let Asks { programme, answers } = round.asks.as_ref()?;
    match round.case.state {
        State::Begun => Some(format!(
            "{programme} asks for {answers} answers: propose some more, since not everybody answers."
        )),
        State::Proposed | State::Open | State::Closed => {
            Some(format!("{programme} asks for {answers} answers."))
        }
        State::Released => round.asks.as_ref()?.is_short(round.answers).then(|| {
            format!(
                "{programme} asks for {answers} answers, and {} came: the round does not count for it.",
                round.answers
            )
        }),
        State::Ended | State::Withdrawn => None,
    }
}

/// That the round cannot count for its programme as it is now: too few are proposed, or too few have answered.
fn short(round: &Round) -> String {
    let Some(asks) = &round.asks else { return String::new() };
    let (Asks { programme, answers }, raters, came) = (asks, round.case.raters, round.answers);
    let declined = round.count(Asked::Declined);
    match round.case.state {
        State::Begun | State::Proposed if raters > 0 && asks.is_short(raters) => format!(
            "With {} this round cannot count for {programme}, which asks for {answers} answers.",
            people(raters)
        ),
        // Whoever would rather not is not asked any more.
        State::Open if asks.is_short(raters.saturating_sub(declined)) => format!(
            "{} asked{}, and {programme} asks for {answers} answers: as it is the round cannot count for it.",
            if raters == 1 { "1 colleague is".to_owned() } else { format!("{raters} colleagues are") },
            if declined == 0 { String::new() } else { format!(", {declined} would rather not") }
        ),
        State::Open if asks.is_short(came) => format!(
            "Closed now it would not count for {programme}, which asks for {answers} answers: {came} came so far."
        ),
        State::Closed if asks.is_short(came) => {
            format!("It will not count for {programme}, which asks for {answers} answers: {came} came.")
        }
        _ => String::new(),
    }
}

/// No setting and no programme goes below it.
fn nothing_below() -> String {
    format!(
        "With fewer than {LEAST} answers nothing of them is shown to anybody: that is a rule of Perfolio’s own, which nobody can \
         set lower."
    )
}

/// With whose figure it is, as it was when the round was begun.
fn floor(round: &Round) -> String {
    let from = match round.begun.row.floor_from.parse::<FloorFrom>() {
        Ok(from) => format!("This figure is {}.", from.whose()),
        Err(_) => "This figure held when the round was begun.".to_owned(),
    };
    format!(
        "With fewer than {} answers no comments and no groups are shown, so that nobody is given away. {from}",
        round.case.floor
    )
}

impl View for RoundPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}
