//! The portfolio as a page: drafts and what came back first, then everything, newest first.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use url::form_urlencoded;

use crate::domain::entry::{EntryState, RECORDED};
use crate::domain::kind::{Kind, Recorder};
use crate::domain::names::EntryId;
use crate::domain::programme::Version;
use crate::domain::programme::coded::in_words;
use crate::domain::role::Person;
use crate::domain::time::{Day, Moment};
use crate::features::portfolio::store::{Begun, Filter, Line, PAGE, RECORDED_WORD};
use crate::features::standing;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::{Choice, Pages};
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::{Typed, Words};

/// What the store found.
pub struct Found {
    pub lines: Vec<Line>,
    pub returned: Vec<Line>,
    pub by_state: HashMap<String, i64>,
    pub waiting: HashMap<EntryId, (String, Moment)>,
    pub begun: Vec<Begun>,
    pub kinds: HashMap<String, Arc<Kind>>,
    /// Kinds of the person's programmes, as they use them.
    pub recordable: Vec<Kind>,
    pub under: Vec<(String, String)>,
    /// The person's programmes, whose codes are told in words.
    pub versions: Vec<Arc<Version>>,
}

#[derive(Template)]
#[template(path = "portfolio/portfolio.html")]
pub struct Portfolio {
    shell: Shell,
    typed: Typed,
    /// What each is called on its button, and its form.
    new: Vec<(String, String)>,
    drafts: Vec<Draft>,
    returned: Vec<Shown>,
    counts: Vec<Count>,
    total: i64,
    lines: Vec<Shown>,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    under: Vec<Choice>,
    filtered: bool,
    pages: Pages,
    /// The trail of everything that happened to it.
    history: Option<String>,
}

pub struct Draft {
    title: String,
    line: String,
    path: String,
    deletion: String,
    /// `Held`, `Being checked`, or nothing.
    tag: &'static str,
}

pub struct Shown {
    title: String,
    path: String,
    /// `Bypass case, number 119`
    what: String,
    day: String,
    state: &'static str,
    /// `with Sue Carter since 4 November 2026`
    waits: String,
}

pub struct Count {
    number: i64,
    state: String,
    path: String,
}

impl View for Portfolio {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Portfolio {
    /// A programme of theirs asks for feedback from colleagues.
    fn gathers_feedback(&self) -> bool {
        let recorded = paths::new_entry(crate::domain::feedback::ROUND);
        self.new.iter().any(|(_, path)| *path == recorded)
    }

    pub fn new(shell: Shell, person: &Person, mut found: Found, filter: Filter, asked: &Words) -> Portfolio {
        let more = i64::try_from(found.lines.len()).is_ok_and(|lines| lines > PAGE);
        if more {
            found.lines.pop();
        }
        let last = found.lines.last().filter(|_| more).map(|line| format!("{}.{}", line.day.iso(), line.id));
        let unfiltered = filter == Filter::default();
        let shown = |line: &Line| shown(line, &found, person);
        let mut kinds: Vec<&Arc<Kind>> = found.kinds.values().collect();
        kinds.sort_by(|a, b| a.name.cmp(&b.name));
        let count = |(word, shown): (&str, &str)| Count {
            number: found.by_state.get(word).copied().unwrap_or(0),
            state: shown.to_owned(),
            path: with(&Words::default(), "state", word),
        };
        let states = EntryState::ALL.iter().map(|state| (state.as_str(), state.shown()));
        let states: Vec<(&str, &str)> = states.chain([(RECORDED_WORD, RECORDED)]).collect();
        Portfolio {
            new: recordable(&found.recordable),
            drafts: found.begun.iter().filter(|_| unfiltered).map(|one| draft(one, &found, person)).collect(),
            returned: found.returned.iter().filter(|_| unfiltered).map(shown).collect(),
            counts: states.iter().copied().map(count).filter(|count| count.number > 0).collect(),
            total: found.by_state.values().sum(),
            lines: found.lines.iter().map(shown).collect(),
            kinds: kinds.iter().map(|kind| Choice::of(&kind.code, &kind.name)).collect(),
            states: states.iter().map(|(word, shown)| Choice::of(*word, *shown)).collect(),
            under: found.under.iter().map(|(id, title)| Choice::of(id, title)).collect(),
            filtered: !unfiltered,
            pages: Pages {
                earlier: filter.after.is_some().then(|| with(asked, "after", "")),
                later: last.map(|place| with(asked, "after", &place)),
            },
            typed: Typed { words: asked.clone(), ..Typed::default() },
            history: person.portfolio.as_ref().map(|id| paths::history(id.as_str())),
            shell,
        }
    }
}

/// Each kind once: what its button says and the address of its form.
fn recordable(kinds: &[Kind]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for kind in kinds.iter().filter(|kind| kind.recorded_by == Recorder::Trainee) {
        let path = paths::new_entry(&kind.code);
        if all.iter().all(|(_, known)| *known != path) {
            all.push((format!("Log {}", kind.one()), path));
        }
    }
    all
}

fn shown(line: &Line, found: &Found, person: &Person) -> Shown {
    let known = found.kinds.get(&line.kind);
    let kind = known.map_or(line.kind.as_str(), |kind| kind.name.as_str());
    let said = |state: EntryState| match known {
        Some(kind) => state.said(kind.confirmed_by),
        None => state.shown(),
    };
    let waits = found.waiting.get(&line.id);
    Shown {
        title: line.title.clone(),
        path: paths::entry(line.id.as_str()),
        what: format!("{kind}, number {}", line.number),
        day: line.day.to_string(),
        state: EntryState::listed(&line.state, &line.earlier).map_or("", said),
        waits: waits
            .map(|(name, since)| format!("with {name} since {}", since.day_in(person.zone)))
            .unwrap_or_default(),
    }
}

fn draft(one: &Begun, found: &Found, person: &Person) -> Draft {
    let kind = found.kinds.get(&one.kind);
    let name = kind.map_or(one.kind.clone(), |kind| kind.name.clone());
    let called = kind.and_then(|kind| standing::called(kind, &one.words));
    let called = called.map(|title| in_words(found.versions.iter().map(Arc::as_ref), &title));
    let title = called.unwrap_or_else(|| name.clone());
    let what = match one.changes {
        Some(number) => format!("A change to number {number}"),
        None => name,
    };
    let words: Words = one.words.iter().cloned().collect();
    let day = words.day("on").ok().flatten().map(|day: Day| format!(", {day}")).unwrap_or_default();
    Draft {
        title,
        line: format!("{what}{day}. Saved {}", one.saved_at.shown_in(person.zone)),
        path: match one.held {
            Some(_) => paths::draft_check(one.id.as_str()),
            None => paths::draft(one.id.as_str()),
        },
        tag: match one.held.as_deref() {
            Some("held") => "Held",
            Some(_) => "Being checked",
            None => "",
        },
        deletion: paths::draft_at(paths::DRAFT_DELETION, one.id.as_str()),
    }
}

/// The address with one word replaced; an empty one goes.
fn with(asked: &Words, name: &str, word: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (known, value) in asked.iter().filter(|(known, value)| *known != name && !value.is_empty()) {
        query.append_pair(known, value);
    }
    if !word.is_empty() {
        query.append_pair(name, word);
    }
    let query = query.finish();
    if query.is_empty() { paths::PORTFOLIO.to_owned() } else { format!("{}?{query}", paths::PORTFOLIO) }
}

pub fn samples() -> Vec<Sample> {
    let shell = || samples::shell_for(&samples::trainee(), "Portfolio", Place::Portfolio);
    let line = |state: &'static str, waits: &str| Shown {
        title: "Coronary <artery> bypass grafting".to_owned(),
        path: paths::entry("e"),
        what: "Bypass case, number 119".to_owned(),
        day: "3 November 2026".to_owned(),
        state,
        waits: waits.to_owned(),
    };
    let empty = Portfolio {
        history: Some("/history/p1".to_owned()),
        shell: shell(),
        typed: Typed::nothing(),
        new: vec![("Log a bypass case".to_owned(), paths::new_entry("bypass-case"))],
        drafts: Vec::new(),
        returned: Vec::new(),
        counts: Vec::new(),
        total: 0,
        lines: Vec::new(),
        kinds: vec![Choice::of("bypass-case", "Bypass case")],
        states: vec![Choice::of("signed", "Signed")],
        under: Vec::new(),
        filtered: false,
        pages: Pages::default(),
    };
    let full = Portfolio {
        shell: shell(),
        typed: Typed::holding([("state", "signed"), ("q", "valve")]),
        new: vec![
            ("Log a bypass case".to_owned(), paths::new_entry("bypass-case")),
            ("CPD activity".to_owned(), paths::new_entry("cpd-activity")),
        ],
        drafts: vec![Draft {
            title: "Aortic surgery".to_owned(),
            line: "Bypass case, 2 November 2026. Saved 12 November 2026, 14:02".to_owned(),
            path: paths::draft("d"),
            deletion: paths::draft_at(paths::DRAFT_DELETION, "d"),
            tag: "Held",
        }],
        returned: vec![line("Returned", "")],
        counts: vec![Count {
            number: 118,
            state: "Signed".to_owned(),
            path: "/portfolio?state=signed".to_owned(),
        }],
        total: 130,
        lines: vec![line("Submitted", "with Sue Carter since 4 November 2026"), line("Signed", "")],
        under: vec![Choice::of("a", "MSc"), Choice::of("b", "CPD")],
        filtered: true,
        pages: Pages {
            earlier: Some("/portfolio".to_owned()),
            later: Some("/portfolio?after=2026-11-03.e".to_owned()),
        },
        ..Portfolio {
            history: Some("/history/p1".to_owned()),
            shell: shell(),
            typed: Typed::nothing(),
            new: Vec::new(),
            drafts: Vec::new(),
            returned: Vec::new(),
            counts: Vec::new(),
            total: 0,
            lines: Vec::new(),
            kinds: Vec::new(),
            states: Vec::new(),
            under: Vec::new(),
            filtered: true,
            pages: Pages::default(),
        }
    };
    vec![Sample::of("portfolio/portfolio, empty", &empty), Sample::of("portfolio/portfolio", &full)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_its_other_words() {
        let asked: Words = [("kind", "bypass-case"), ("after", "x"), ("q", "")].into_iter().collect();
        assert_eq!(with(&asked, "after", "2026-11-03.e"), "/portfolio?kind=bypass-case&after=2026-11-03.e");
        assert_eq!(with(&asked, "after", ""), "/portfolio?kind=bypass-case");
        assert_eq!(with(&Words::default(), "after", ""), "/portfolio");
    }
}
