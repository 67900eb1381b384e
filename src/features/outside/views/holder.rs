//! The screen of whoever holds a link, the page that asks for the code, and the page of a link that opens nothing.

use askama::Template;

use crate::domain::assessor::How;
use crate::domain::kind::Kind;
use crate::domain::names::capital;
use crate::domain::signoff::{ReturnReason, asks_outcome};
use crate::features::entries::{Change, Panel, SideView, side_of, without_unasked};
use crate::features::outside::became::Became;
use crate::features::outside::case::Held;
use crate::features::outside::forms::{COMMENT, LEVEL};
use crate::features::outside::pages::holder::is_change;
use crate::features::signoffs::{lower, said};
use crate::web::gate::Public;
use crate::web::page::{Shell, StatusCode, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "outside/holder.html")]
pub struct Holder {
    pub(super) shell: Shell,
    pub(super) house: String,
    pub(super) typed: Typed,
    pub(super) action: String,
    pub(super) heading: String,
    pub(super) trainee: String,
    pub(super) until: String,
    pub(super) panel: Panel,
    pub(super) warnings: Vec<String>,
    pub(super) version: String,
    pub(super) root: String,
    pub(super) decisions: Vec<Choice>,
    pub(super) decision_legend: String,
    pub(super) outcomes: Vec<Choice>,
    /// The assessor's side of the form; how it was seen is asked of everybody here.
    pub(super) side: SideView,
    pub(super) hows: Vec<Choice>,
    pub(super) reasons: Vec<Choice>,
}

impl Holder {
    pub fn new(
        who: &Public,
        token: &str,
        held: Held,
        panel: Panel,
        warnings: Vec<String>,
        mut typed: Typed,
    ) -> Holder {
        let Held { ticket, seen, house, .. } = held;
        let heading = capital(&said(&seen));
        let side = side_of(&seen, true, &mut typed);
        without_unasked(side.fields.iter(), &mut typed);
        if typed.words.is_empty() {
            typed.words.add_day("on", seen.day);
        }
        Holder {
            shell: who.shell(heading.clone()),
            house,
            typed,
            action: paths::outside(token),
            heading,
            trainee: seen.owner_name.clone(),
            until: ticket.expires_at.shown_in(seen.zone),
            panel,
            warnings,
            version: seen.version.to_string(),
            root: seen.root.clone(),
            decision_legend: legend(&seen.kind),
            decisions: decisions(&seen.kind),
            outcomes: if asks_outcome(&seen.kind, &seen.values) { outcomes() } else { Vec::new() },
            side,
            hows: hows(),
            reasons: reasons(),
        }
    }

    pub(super) fn most(&self) -> usize {
        COMMENT
    }
}

pub(super) fn hows() -> Vec<Choice> {
    How::ALL.iter().map(|how| Choice::of(how.as_str(), how.shown())).collect()
}

pub(super) fn reasons() -> Vec<Choice> {
    ReturnReason::ALL.iter().map(|reason| Choice::of(reason.as_str(), reason.shown())).collect()
}

fn outcomes() -> Vec<Choice> {
    vec![Choice::of("satisfactory", "Satisfactory"), Choice::of("unsatisfactory", "Not satisfactory")]
}

fn legend(kind: &Kind) -> String {
    match &kind.scale {
        Some(scale) => format!("Your decision ({})", lower(&scale.name)),
        None => "Your decision".to_owned(),
    }
}

/// One question: a level signs at the same time, and the last answer returns it.
pub(super) fn decisions(kind: &Kind) -> Vec<Choice> {
    let levels = kind.scale.iter().flat_map(|scale| &scale.levels);
    let mut all: Vec<Choice> = levels
        .map(|level| {
            Choice::of(format!("{LEVEL}{}", level.code), format!("Sign: {}", level.label))
                .meaning(level.definition.clone())
        })
        .collect();
    if all.is_empty() {
        all.push(Choice::of("sign", format!("Sign this {}", lower(&kind.name))));
    }
    all.push(Choice::of("return", "Return it, with a reason"));
    all
}

impl View for Holder {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

#[derive(Template)]
#[template(path = "outside/code.html")]
pub struct Code {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    /// Where the screen is.
    pub(super) screen: String,
    pub(super) action: String,
    /// The words of the screen, packed.
    pub(super) said: String,
    pub(super) address: String,
}

impl Code {
    pub fn new(who: &Public, token: &str, said: String, address: &str, typed: Typed) -> Code {
        Code {
            shell: who.shell("Enter the code"),
            typed,
            screen: paths::outside(token),
            action: paths::outside_decision(token),
            said,
            address: address.to_owned(),
        }
    }
}

impl View for Code {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

#[derive(Template)]
#[template(path = "outside/ended.html")]
pub struct Ended {
    pub(super) shell: Shell,
    /// Empty where only the decision is spoken of.
    pub(super) house: String,
    pub(super) heading: String,
    pub(super) sentence: String,
    pub(super) changes: Vec<Change>,
    pub(super) status: StatusCode,
}

impl Ended {
    /// `sent`: something was sent with the link, and is not recorded.
    pub fn of(who: &Public, held: &Held, changes: Vec<Change>, sent: bool) -> Ended {
        let refusal = held.ended.as_ref();
        let code = refusal.map_or("", |refusal| refusal.code);
        let (heading, status) = match code {
            "link-used" if !sent => ("This link was used", StatusCode::OK),
            // Something was recorded, if not this.
            "link-used" => ("This link was used already", StatusCode::CONFLICT),
            code if is_change(code) && sent => {
                ("It was changed while you were reading", StatusCode::CONFLICT)
            }
            _ if sent => ("Nothing was recorded", StatusCode::CONFLICT),
            _ => ("This link opens nothing any more", StatusCode::GONE),
        };
        let mut sentence = refusal.map(|refusal| refusal.sentence.clone()).unwrap_or_default();
        if sent {
            sentence.push_str(" What you have just sent was not recorded.");
        }
        let (shell, house) = (who.shell(heading), held.house.clone());
        Ended { shell, house, heading: heading.to_owned(), sentence, changes, status }
    }

    /// The letter was answered, or is too late.
    pub fn became(who: &Public, became: &Became) -> Ended {
        let status = if became.theirs.is_some() { StatusCode::OK } else { StatusCode::GONE };
        Ended { status, ..Ended::refused(who, became.heading, &became.sentence) }
    }

    /// An answer to the letter that changes nothing.
    pub fn refused(who: &Public, heading: &str, sentence: &str) -> Ended {
        Ended {
            shell: who.shell(heading),
            house: String::new(),
            heading: heading.to_owned(),
            sentence: sentence.to_owned(),
            changes: Vec::new(),
            status: StatusCode::CONFLICT,
        }
    }
}

impl View for Ended {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn status(&self) -> StatusCode {
        self.status
    }
}
