//! An entry as a page: the same for everybody who sees it, with what only its owner does below.

use askama::Template;

use crate::domain::entry::EntryState;
use crate::domain::feedback::ROUND;
use crate::domain::goal::GOAL_DAYS;
use crate::domain::kind::{Confirmer, Recorder};
use crate::domain::names::{AccountId, DraftId, EnrolmentId, IncidentId, RoundId};
use crate::domain::policy::certificates::DUTY;
use crate::domain::role::Person;
use crate::domain::signoff::reason_and_words;
use crate::domain::time::{Day, Moment};
use crate::domain::waiting::next_reminder;
use crate::features::entries::begun::Action;
use crate::features::entries::forms::{ANSWER, REFLECTION};
use crate::features::entries::handed::said_unconfirmed;
use crate::features::entries::panel::Panel;
use crate::features::entries::revision::withdrawal;
use crate::features::entries::store::{ByName, InVain, Other, Refiled, Reflection, Seen};
use crate::web::page::{Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

/// Everything that was found about the entry for this person.
pub struct Shown {
    pub entry: Seen,
    pub panel: Panel,
    pub own: bool,
    pub may_edit: bool,
    pub may_withdraw: bool,
    /// Who is still to sign after somebody has; empty where nobody is.
    pub next: String,
    /// Programmes under which nothing is decided any more.
    pub closed: Vec<String>,
    pub supervisors: Vec<(AccountId, String)>,
    /// Who of those is approved by name for it, where its programme asks.
    pub by_name: ByName,
    pub draft: Option<DraftId>,
    pub reflection: Option<Reflection>,
    pub readers: Vec<(String, Day)>,
    /// Who of those is away.
    pub away: Vec<String>,
    /// When anybody reminded last of what waits, and who; nobody is the house.
    pub reminded: Option<(Moment, Option<String>)>,
    /// That whom it waits with is away, and who stands in; empty where they are not.
    pub asked_away: String,
    /// Whom it waits with can decide on it no more.
    pub gone: bool,
    /// A staff member may give the request to somebody else.
    pub may_hand_over: bool,
    /// What was agreed, with the goals that there are of it.
    pub actions: Vec<Action>,
    /// There is an incident about it that is not over; which one, if it is the reader's to see.
    pub incident: Option<Option<IncidentId>>,
    /// As which other types its owner may file it; empty where it stays what it is.
    pub other_kinds: Vec<(String, String)>,
    pub refiled: Refiled,
    /// Rounds of feedback that it came from, or that were released in it.
    pub rounds: Vec<RoundId>,
    /// The reader leads one of the enrolments that it is filed under.
    pub leads: bool,
    /// The page of the trainee to which a supervisor or lead goes back.
    pub trainee: Option<EnrolmentId>,
    pub has_certificate: bool,
    /// Today's reading need not be written.
    pub read_today: bool,
}

#[derive(Template)]
#[template(path = "entries/entry.html")]
pub struct Entry {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) panel: Panel,
    pub(super) id: String,
    pub(super) title: String,
    /// `Bypass case, number 119, 3 November 2026`
    pub(super) line: String,
    pub(super) state: &'static str,
    pub(super) owner: String,
    pub(super) own: bool,
    /// Where somebody else came from.
    pub(super) trainee: Option<String>,
    pub(super) may_edit: bool,
    pub(super) withdrawal: Option<&'static str>,
    pub(super) waits: Option<(String, String)>,
    pub(super) next: String,
    pub(super) closed: Vec<String>,
    /// Where a link for somebody without an account stands; empty without one.
    pub(super) handed: String,
    /// Where one is made; none where it makes no sense.
    pub(super) make_link: Option<String>,
    /// What was decided without an account and is not confirmed, and where its owner has the letter sent again.
    pub(super) unconfirmed: Vec<(String, Option<String>)>,
    /// Who could be asked instead, or next.
    pub(super) others: Vec<Choice>,
    /// Whom to ask, where assessors are approved by name.
    pub(super) by_name: Option<InVain>,
    /// Of whoever it waits with: that their signature would not count.
    pub(super) vain: Option<InVain>,
    pub(super) away: Vec<String>,
    pub(super) asked_away: String,
    /// It counts nowhere because of who signed it, and its owner can have it signed anew.
    pub(super) signed_in_vain: bool,
    /// That whom it waits with can decide on it no more, and what to do; empty where they can.
    pub(super) gone: String,
    /// `Reminded on 12 November 2026 by Ann Field.`
    pub(super) reminded: String,
    /// The request that its owner may remind of now.
    pub(super) remind: Option<String>,
    pub(super) hand_over: Option<String>,
    /// The page on which the reader decides.
    pub(super) decide: Option<String>,
    pub(super) draft: Option<String>,
    pub(super) like: String,
    pub(super) takes_reflection: bool,
    pub(super) reflection: Option<Thought>,
    /// `Opened by 4 people`
    pub(super) opened: String,
    pub(super) readers: Vec<String>,
    /// Its owner has still to say that they have seen it, and reads this.
    pub(super) to_be_seen: bool,
    /// The same, for everybody else.
    pub(super) unseen: bool,
    pub(super) actions: Vec<ActionLine>,
    /// Where its owner sees who opened what, month by month.
    pub(super) openings: String,
    /// Where the sign-off is put on paper, if it may be.
    pub(super) certificate: Option<String>,
    /// Where patient data is reported, or what has become of a report.
    pub(super) report: String,
    /// There is one; its page, if the reader may see it.
    pub(super) incident: Option<Option<String>>,
    /// As which other types it may be filed.
    pub(super) other_kinds: Vec<Choice>,
    /// What stands in its place, in whose place it stands, and which round of feedback belongs to it.
    pub(super) refiled: Vec<(&'static str, String, String)>,
    /// Why it was returned.
    pub(super) returned: Option<(String, String)>,
}

/// One agreed action.
pub struct ActionLine {
    pub words: String,
    /// The goal's page, once there is one.
    pub goal: Option<String>,
}

impl ActionLine {
    /// The beginning, for a button.
    fn short(&self) -> String {
        let mut words = self.words.split_whitespace();
        let short = words.by_ref().take(5).collect::<Vec<_>>().join(" ");
        if words.next().is_some() { format!("{short}…") } else { short }
    }
}

pub struct Thought {
    pub words: String,
    pub written: String,
    pub shared: Option<String>,
}

impl View for Entry {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl Entry {
    pub fn new(shell: Shell, person: &Person, shown: Shown, mut typed: Typed) -> Entry {
        let Shown { entry, panel, own, .. } = shown;
        let zone = entry.zone;
        let thought = shown.reflection.map(|one| Thought {
            words: one.words,
            written: one.written_at.shown_in(zone),
            shared: one.shared_at.map(|at| at.shown_in(zone)),
        });
        // Faults of the other form leave the thought as it was.
        if let Some(thought) =
            thought.as_ref().filter(|_| !typed.words.iter().any(|(n, _)| n == "reflection"))
        {
            typed.words.add("reflection", thought.words.clone());
        }
        let asked = entry.request.as_ref().map(|open| open.asked.clone());
        let certifiable = entry.state == EntryState::Signed
            && panel.signed.as_ref().is_some_and(|signed| signed.satisfactory)
            && (if own { entry.kind.code == DUTY } else { shown.leads });
        // Nobody is asked by name: each lead decides.
        let waits_for_lead = shown.leads
            && entry.kind.confirmed_by == Confirmer::Lead
            && entry.state == EntryState::Submitted
            && entry.before.is_none();
        let asks_on = !shown.next.is_empty();
        let waits_for_signature = match entry.state {
            EntryState::Submitted => asks_on || entry.kind.confirmed_by == Confirmer::Supervisor,
            EntryState::Signed => asks_on,
            _ => false,
        };
        let others = shown.supervisors.iter().filter(|(id, _)| Some(id) != asked.as_ref());
        let others: Vec<Choice> = others
            .filter(|_| waits_for_signature && !(own && entry.waits_with_writer()))
            .map(|(id, name)| Choice::of(id.as_str(), shown.by_name.label(id, name)))
            .collect();
        let returned = entry
            .decisions
            .iter()
            .rfind(|d| d.stands() && d.version == entry.version)
            .filter(|_| entry.state == EntryState::Returned || (!own && entry.came_back().is_some()))
            .map(|d| (d.signer_name.clone(), reason_and_words(&d.reason, &d.comment)));
        if !typed.words.iter().any(|(name, _)| name.starts_with("due")) {
            typed.words.add_day("due", person.today().plus_days(GOAL_DAYS));
        }
        let line =
            |one: Action| ActionLine { words: one.words, goal: one.goal.map(|id| paths::entry(id.as_str())) };
        let mut readers: Vec<String> =
            shown.readers.into_iter().map(|(name, day)| format!("{name}, last on {day}")).collect();
        readers.extend(own.then(|| entry.read_outside()).into_iter().flatten());
        Entry {
            to_be_seen: own && entry.waits_to_be_seen(),
            // What a lead enters, such as marks, is asked of nobody.
            unseen: !own
                && entry.kind.recorded_by != Recorder::Lead
                && !entry.is_closed_to_owner()
                && entry.waits_to_be_seen(),
            actions: shown.actions.into_iter().map(line).collect(),
            id: entry.id.to_string(),
            title: entry.title.clone(),
            line: format!("{}, number {}, {}", entry.kind.name, entry.number, entry.day),
            state: entry.state.said(entry.kind.confirmed_by),
            owner: entry.owner_name.clone(),
            trainee: shown.trainee.map(|id| paths::trainee(id.as_str())),
            may_edit: shown.may_edit,
            withdrawal: shown.may_withdraw.then(|| withdrawal(&entry.kind)),
            waits: entry.request.as_ref().map(|open| (open.asked_name.clone(), open.since.shown_in(zone))),
            gone: match &entry.request {
                Some(open) if shown.gone => {
                    let way = match own {
                        true if entry.waits_with_writer() => {
                            "Your training lead hands it over to somebody else."
                        }
                        true if others.is_empty() => "Your training lead appoints somebody who can.",
                        true => "Ask somebody else below.",
                        false if shown.may_hand_over => "Hand it over to somebody else.",
                        false => "",
                    };
                    entry.called.say(format!("{} can decide on it no more. {way}", open.asked_name).trim())
                }
                _ => String::new(),
            },
            others,
            by_name: shown.by_name.hint(),
            vain: entry
                .request
                .as_ref()
                .and_then(|open| shown.by_name.in_vain(&open.asked, &open.asked_name)),
            handed: entry.link_at(person.now).map(|link| link.said(zone)).unwrap_or_default(),
            make_link: (own
                && entry.state == EntryState::Submitted
                && shown.closed.len() < entry.filings.len()
                && !entry.waits_with_writer()
                && entry.kind.confirmed_by == Confirmer::Supervisor)
                .then(|| paths::hand_over(entry.id.as_str())),
            unconfirmed: entry
                .unconfirmed()
                .map(|one| {
                    // A newer version leaves what was decided on an older one as it is.
                    let possible = entry.state == EntryState::Submitted || one.version != entry.version;
                    let again = own && possible && person.now < one.confirm_until();
                    let again = again.then(|| paths::statement_letter(entry.id.as_str(), one.id.as_str()));
                    (said_unconfirmed(&entry, one), again)
                })
                .collect(),
            reminded: shown
                .reminded
                .as_ref()
                .filter(|_| entry.request.is_some() && !shown.gone)
                .map(|(at, by)| reminded(*at, by.as_deref(), zone, person.now))
                .unwrap_or_default(),
            remind: entry
                .request
                .as_ref()
                .filter(|_| own && !shown.gone && may_remind_now(shown.reminded.as_ref(), person.now))
                .map(|open| open.id.to_string()),
            hand_over: entry
                .request
                .as_ref()
                .filter(|_| shown.may_hand_over)
                .map(|open| paths::request_handover(open.id.as_str())),
            certificate: (shown.has_certificate || certifiable)
                .then(|| paths::certificate(entry.id.as_str())),
            report: paths::entry_report(entry.id.as_str()),
            incident: shown.incident.map(|id| id.map(|id| paths::incident(id.as_str()))),
            away: shown.away,
            asked_away: shown.asked_away,
            signed_in_vain: shown.may_edit && is_in_vain(&panel),
            other_kinds: shown.other_kinds.iter().map(|(code, name)| Choice::of(code, name)).collect(),
            refiled: beside(&shown.refiled, (&entry.kind.code, &shown.rounds)),
            decide: entry
                .request
                .as_ref()
                .filter(|open| open.asked == person.account)
                .map(|open| paths::inbox_item(open.id.as_str()))
                .or_else(|| waits_for_lead.then(|| paths::confirmation(entry.id.as_str()))),
            next: shown.next,
            closed: shown.closed,
            draft: shown.draft.map(|id| paths::draft(id.as_str())),
            like: paths::new_entry_like(&entry.kind.code, entry.id.as_str()),
            takes_reflection: entry.kind.reflection,
            reflection: thought,
            opened: match readers.len() {
                1 => "Opened by 1 person".to_owned(),
                many => format!("Opened by {many} people"),
            },
            readers,
            openings: paths::openings(entry.portfolio.as_str()),
            returned,
            shell,
            typed,
            panel,
            own,
        }
    }

    pub(super) fn has_new_actions(&self) -> bool {
        self.actions.iter().any(|action| action.goal.is_none())
    }

    /// The link stays where the signature ended: the page behind it says what holds.
    pub(super) fn certificate_of(&self) -> &'static str {
        match self.panel.signed.is_some() {
            true => "Certificate of this sign-off",
            false => "Certificate of an earlier sign-off",
        }
    }

    /// An entry with a link of its own needs no other way on to it.
    pub(super) fn hands_over(&self) -> &'static str {
        if self.handed.is_empty() { "Ask someone without an account" } else { "Show the link" }
    }

    pub(super) fn reminders(&self) -> &'static str {
        paths::REMINDERS
    }

    pub(super) fn at(&self, pattern: &str) -> String {
        paths::entry_at(pattern, &self.id)
    }

    pub(super) fn most_answer(&self) -> usize {
        ANSWER
    }

    pub(super) fn most(&self) -> usize {
        REFLECTION
    }
}

/// The sentence before the link, the link's words, where it leads.
fn beside(both: &Refiled, (kind, rounds): (&str, &[RoundId])) -> Vec<(&'static str, String, String)> {
    let link = |said, other: &Other| {
        (said, format!("number {}: {}", other.number, other.title), paths::entry(other.id.as_str()))
    };
    let instead = both.instead_of.iter().map(|old| link("It stands in place of", old));
    let by = both.replaced_by.iter().map(|new| link("It was of the wrong type. In its place stands", new));
    let said = if kind == ROUND { "It is what came of" } else { "Released in this meeting:" };
    let round = |id: &RoundId| (said, "a round of feedback".to_owned(), paths::round(id.as_str()));
    instead.chain(by).chain(rounds.iter().map(round)).collect()
}

/// It is signed, counts nowhere, and somewhere not because of who signed it.
fn is_in_vain(panel: &Panel) -> bool {
    panel.signed.is_some()
        && panel.counts.iter().any(|line| line.in_vain)
        && panel.counts.iter().all(|line| line.yes.is_empty() && line.pending.is_empty())
}

fn may_remind_now(last: Option<&(Moment, Option<String>)>, now: Moment) -> bool {
    next_reminder(last.map(|(at, _)| *at), now).is_none()
}

/// `Reminded on 12 November 2026 by Ann Field; again possible from 19 November 2026.`
fn reminded(at: Moment, by: Option<&str>, zone: chrono_tz::Tz, now: Moment) -> String {
    let said = format!("Reminded on {} by {}", at.day_in(zone), by.unwrap_or("Perfolio"));
    match next_reminder(Some(at), now) {
        Some(next) => format!("{said}; again possible from {}.", next.day_in(zone)),
        None => format!("{said}."),
    }
}
