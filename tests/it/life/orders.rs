//! Several sign in an order, whatever happens on the way: while a signature is missing exactly one request is open,
//! with somebody whose turn it is, and state, requests and signatures say the same. The seeds are fixed, so a failure
//! repeats.

use diesel::prelude::*;
use perfolio::db::schema::{accounts, appointments, decisions, entries, entry_versions, requests};
use perfolio::db::tx::Why;
use perfolio::domain::names::*;
use perfolio::domain::role::{Capacity, System};
use perfolio::features::signoffs::ask_missing;
use perfolio::features::standing;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::signers::tom;
use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::elsewhere::version_of;
use crate::kit::many::{Enrolled, LEAD, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::programme::{cases, enrols, publishes, version};
use crate::kit::work::{appoints, changes, day, departments_of, ends_appointments, submits};

const TOM: &str = "tom@demo.example";
const MAX: &str = "max@demo.example";

/// The assessor's side of a report.
const REPORT: [(&str, &str); 3] =
    [("f-can-do", "Runs a case."), ("f-conduct", "as"), ("f-result", "not-yet")];

/// Ann on a programme in which a supervisor and then a lead sign: cases by its rule, reports by their kind.
async fn ordered(house: &TestApp) -> (Many, Enrolled) {
    named(house, "").await
}

/// The same with names of its own for those who look after its people.
async fn named(house: &TestApp, names: &str) -> (Many, Enrolled) {
    let made = many(house, 1, 0).await;
    let kinds = "[[kinds]]\nkind = \"bypass-case\"\nversion = 1\n[[kinds]]\nkind = \"supervisor-report\"\nversion = 1\n";
    let order = "[requirements.signers]\ncapacities = [\"supervisor\", \"lead\"]\norder = true";
    let text = format!(
        "programme = \"test-orders\"\nversion = \"1\"\ntitle = \"test-orders\"\nbody = \"The Body\"\nmonths = 24\n{names}{kinds}{}",
        cases("order", 1, order)
    );
    let first = &made.trainees[0];
    let ann = enrols(house, &first.person, &publishes(house, &text).await, first).await;
    (made, ann)
}

/// Every appointment of the person begins with this day.
async fn leads_from(house: &TestApp, person: &AccountId, first: &str) {
    let (person, first) = (person.clone(), day(first));
    let changed = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        diesel::update(appointments::table.filter(appointments::person_id.eq(&person)))
            .set(appointments::from_day.eq(first))
            .execute(tx.conn())?;
        Ok(())
    });
    changed.await.unwrap();
    house.vouches().await;
}

async fn report(house: &TestApp, ann: &Enrolled, sue: &Browser<'_>) -> EntryId {
    let page = format!("/assessments/new?trainee={}&kind=supervisor-report", ann.enrolment);
    let day = house.app.clock.now().day_in(chrono_tz::Europe::London);
    let (number, month, year) =
        (day.day_of_month().to_string(), day.month().to_string(), day.year().to_string());
    let mut words: Vec<(&str, &str)> =
        vec![("on-day", &number), ("on-month", &month), ("on-year", &year), ("f-title", "Second half year")];
    words.extend(REPORT);
    let sent = sue.fills(&page, "/assessments", &words).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let path = sent.location().unwrap();
    EntryId::new(path.trim_start_matches("/entries/").split(['?', '#']).next().unwrap())
}

/// What a report says itself, where its writer has the whole form before them again.
fn stood(shown: &Shown) -> Vec<(&'static str, String)> {
    if !shown.body.contains("name=\"again\"") {
        return Vec::new();
    }
    ["on-day", "on-month", "on-year", "f-title"].map(|name| (name, shown.filled_in(name).to_owned())).to_vec()
}

/// What stands about an entry, as rows.
#[derive(Debug)]
struct Stand {
    state: String,
    /// Open requests: the row, and whom it waits with.
    open: Vec<(RequestId, String)>,
    /// Decisions that stand on the latest version, the earliest first: who, in which capacity, whether signed.
    said: Vec<(DecisionId, String, String, bool)>,
    /// A supervisor wrote it: what is returned goes back to them.
    of_supervisor: bool,
}

impl Stand {
    fn signed(&self) -> usize {
        self.said.iter().filter(|one| one.3).count()
    }
}

async fn stand(house: &TestApp, entry: &EntryId) -> Stand {
    let entry = entry.clone();
    let read = house.app.read(move |r| {
        let conn = r.conn();
        let (state, latest, kind): (String, i32, String) = entries::table
            .find(&entry)
            .select((entries::state, entries::latest, entries::kind))
            .first(conn)?;
        let version: EntryVersionId = entry_versions::table
            .filter(entry_versions::entry_id.eq(&entry))
            .filter(entry_versions::number.eq(latest))
            .select(entry_versions::id)
            .first(conn)?;
        let open = requests::table
            .inner_join(accounts::table.on(accounts::id.eq(requests::asked_id)))
            .filter(requests::entry_id.eq(&entry))
            .filter(requests::closed_at.is_null())
            .select((requests::id, accounts::email))
            .load(conn)?;
        let rows: Vec<(DecisionId, String, String, String)> = decisions::table
            .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
            .filter(decisions::version_id.eq(&version))
            .filter(decisions::known_until.is_null())
            .order((decisions::known_from, decisions::id))
            .select((decisions::id, accounts::email, decisions::capacity, decisions::verdict))
            .load(conn)?;
        let said = rows.into_iter().map(|(id, who, capacity, said)| (id, who, capacity, said == "signed"));
        Ok(Stand { state, open, said: said.collect(), of_supervisor: kind == "supervisor-report" })
    });
    read.await.unwrap()
}

/// That state, requests and signatures say the same.
async fn agrees(house: &TestApp, entry: &EntryId, told: &[String]) -> Stand {
    let found = stand(house, entry).await;
    let why = || format!("{found:#?}\n{told:?}");
    let returned = !found.of_supervisor && found.said.last().is_some_and(|(.., signed)| !signed);
    let signed: Vec<&str> =
        found.said.iter().filter(|one| one.3).map(|(_, _, capacity, _)| capacity.as_str()).collect();
    assert!([&[][..], &["supervisor"], &["supervisor", "lead"]].contains(&signed.as_slice()), "{}", why());
    if returned {
        assert_eq!((found.state.as_str(), found.open.len()), ("returned", 0), "{}", why());
    } else if signed.len() == 2 {
        assert_eq!((found.state.as_str(), found.open.len()), ("signed", 0), "{}", why());
    } else {
        assert_eq!((found.state.as_str(), found.open.len()), ("submitted", 1), "{}", why());
        let able = if signed.is_empty() { [SUPERVISOR, TOM] } else { [LEAD, MAX] };
        assert!(able.contains(&found.open[0].1.as_str()), "{}", why());
    }
    found
}

struct Play<'a> {
    house: &'a TestApp,
    made: Many,
    ann: Enrolled,
    people: Vec<(&'static str, AccountId, Browser<'a>)>,
    dice: StdRng,
    told: Vec<String>,
}

impl<'a> Play<'a> {
    async fn new(house: &'a TestApp, seed: u64) -> Play<'a> {
        let (made, ann) = ordered(house).await;
        let tom = tom(house, &ann).await;
        let max = house.person("Max Moor", MAX).await;
        let (own, _) = departments_of(house, &ann).await;
        appoints(house, &max, Capacity::Lead, &own).await;
        let mut people = Vec::new();
        for (email, id) in [(SUPERVISOR, &made.supervisor), (TOM, &tom), (LEAD, &made.lead), (MAX, &max)] {
            people.push((email, id.clone(), house.signed_in(email).await));
        }
        Play { house, made, ann, people, dice: StdRng::seed_from_u64(seed), told: Vec::new() }
    }

    fn of(&self, email: &str) -> &(&'static str, AccountId, Browser<'a>) {
        self.people.iter().find(|(one, ..)| *one == email).unwrap()
    }

    async fn decides(&mut self, entry: &EntryId, before: &Stand, signs: bool) -> &'static str {
        let (request, email) = &before.open[0];
        let who = &self.of(email).2;
        let page = format!("/inbox/{request}");
        let words: Vec<(&str, &str)> = match signs {
            true if before.signed() == 0 => [("level", "at-hand")].into_iter().chain(REPORT).collect(),
            true => vec![("level", "at-hand")],
            false => vec![("words", "Which cannula?")],
        };
        let act = if signs { "signature" } else { "return" };
        let shown = who.get(&page).await;
        shown.is(200);
        let stood = stood(&shown);
        let words: Vec<(&str, &str)> =
            words.into_iter().chain(stood.iter().map(|(name, word)| (*name, word.as_str()))).collect();
        let sent = who.sends(&shown, &format!("{page}/{act}"), &words).await;
        assert_eq!(sent.status, 303, "{act} {:?} {}", self.told, sent.body);
        let after = stand(self.house, entry).await;
        let (decision, ..) = after.said.last().unwrap();
        if self.dice.random_range(0..3) > 0 {
            return match (signs, before.of_supervisor) {
                (true, _) => "signed",
                (false, false) => "returned",
                (false, true) => "returned to the writer",
            };
        }
        let who = &self.of(email).2;
        let shown = who.get(sent.location().unwrap()).await;
        self.undoes(who, &shown, decision).await;
        let again = stand(self.house, entry).await;
        assert_eq!((again.signed(), &again.open), (before.signed(), &before.open), "{:?}", self.told);
        if before.of_supervisor && !signs {
            return "undid a return to the writer";
        }
        "undone"
    }

    async fn undoes(&self, who: &Browser<'_>, shown: &Shown, decision: &DecisionId) {
        let sent = who.sends(shown, &format!("/decisions/{decision}/undoing"), &[]).await;
        assert_eq!(sent.status, 303, "{:?} {}", self.told, sent.body);
    }

    /// Any signature that stands, the first as well as the last.
    async fn takes_back(&mut self, before: &Stand) -> &'static str {
        let signed: Vec<(DecisionId, String)> = before
            .said
            .iter()
            .filter(|(.., signed)| *signed)
            .map(|(id, email, ..)| (id.clone(), email.clone()))
            .collect();
        let Some((id, email)) = signed.choose(&mut self.dice) else { return "nothing to take back" };
        let path = format!("/decisions/{id}/retraction");
        let sent = self.of(email).2.fills(&path, &path, &[("reason", "Wrong case")]).await;
        assert_eq!(sent.status, 303, "{:?} {}", self.told, sent.body);
        if signed.len() == 2 && signed[0].0 == *id { "took the first back" } else { "took back" }
    }

    async fn hands_over(&mut self, before: &Stand) -> &'static str {
        let (request, email) = &before.open[0];
        let to = match email.as_str() {
            SUPERVISOR => TOM,
            TOM => SUPERVISOR,
            LEAD => MAX,
            _ => LEAD,
        };
        let (to, page) = (self.of(to).1.to_string(), format!("/requests/{request}/handover"));
        let sent = self.of(email).2.fills(&page, &page, &[("to", &to)]).await;
        assert_eq!(sent.status, 303, "{:?} {}", self.told, sent.body);
        "handed over"
    }

    async fn resubmits(&mut self, entry: &EntryId) -> &'static str {
        let urgency = *["urgent", "elective", "emergency"].choose(&mut self.dice).unwrap();
        let to = if self.dice.random_bool(0.5) { SUPERVISOR } else { TOM };
        let to = self.of(to).1.clone();
        changes(self.house, &self.ann, entry, "urgency", urgency, &to).await;
        "resubmitted"
    }

    async fn one_act(&mut self, entry: &EntryId, of_trainee: bool) {
        self.house.later(30);
        let before = stand(self.house, entry).await;
        let waits = !before.open.is_empty();
        let said = match self.dice.random_range(0..10) {
            3 | 4 if waits && before.of_supervisor && before.signed() == 1 => {
                self.decides(entry, &before, false).await
            }
            0..=3 if waits => self.decides(entry, &before, true).await,
            4 if waits && of_trainee => self.decides(entry, &before, false).await,
            5 | 6 => self.takes_back(&before).await,
            7 | 8 if waits => self.hands_over(&before).await,
            _ if of_trainee && (!waits || self.dice.random_bool(0.3)) => self.resubmits(entry).await,
            _ if waits => self.decides(entry, &before, true).await,
            _ => self.takes_back(&before).await,
        };
        self.told.push(said.to_owned());
    }
}

#[actix_web::test]
async fn any_history_leaves_one_request_while_a_signature_is_missing() {
    let mut all: Vec<String> = Vec::new();
    for seed in 1..=4 {
        let house = TestApp::new().await;
        let mut play = Play::new(&house, seed).await;
        let (case, _) =
            submits(&house, &play.made, &play.ann, "2026-11-01", &play.made.supervisor.clone()).await;
        let told = report(&house, &play.ann, &play.of(SUPERVISOR).2).await;
        for round in 0..40 {
            let (entry, of_trainee) = if round % 2 == 0 { (&case, true) } else { (&told, false) };
            play.one_act(entry, of_trainee).await;
            agrees(&house, entry, &play.told).await;
        }
        house.later(60);
        house.letters().await;
        all.extend(play.told);
    }
    for what in [
        "returned to the writer",
        "signed",
        "undone",
        "returned",
        "took back",
        "took the first back",
        "handed over",
        "resubmitted",
    ] {
        assert!(all.iter().any(|said| said == what), "nobody ever {what}: {all:?}");
    }
}

/// The case of the audit: the first of two takes back while the second is asked, and after the second has signed.
#[actix_web::test]
async fn taking_the_first_of_two_signatures_back_leaves_the_first_to_be_asked_again() {
    let house = TestApp::new().await;
    let (_, ann) = ordered(&house).await;
    let (sue, lea) = (house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    let entry = report(&house, &ann, &sue).await;
    house.later(60);
    let asked = house.letters().await;
    assert!(asked.iter().any(
        |letter| letter.to_address == LEAD && letter.text.contains("You are asked to sign or return it")
    ));
    let takes_back = async |who: &Browser<'_>, decision: &DecisionId| {
        let path = format!("/decisions/{decision}/retraction");
        who.fills(&path, &path, &[("reason", "Wrong half year")]).await.is(303);
    };
    let signs = async |who: &Browser<'_>, words: &[(&str, &str)]| {
        let before = stand(&house, &entry).await;
        let page = format!("/inbox/{}", before.open[0].0);
        let shown = who.get(&page).await;
        let stood = stood(&shown);
        let stood = stood.iter().map(|(name, word)| (*name, word.as_str()));
        let words: Vec<(&str, &str)> = words.iter().copied().chain(stood).collect();
        who.sends(&shown, &format!("{page}/signature"), &words).await.is(303);
        house.later(5);
    };
    let before = agrees(&house, &entry, &[]).await;
    takes_back(&sue, &before.said[0].0).await;
    let after = agrees(&house, &entry, &[]).await;
    assert_eq!(after.open[0].1, SUPERVISOR, "Lea is asked no more");
    signs(&sue, &REPORT).await;
    let after = agrees(&house, &entry, &[]).await;
    assert_eq!(after.open[0].1, LEAD, "and is asked again");
    signs(&lea, &[]).await;
    house.later(60);
    house.letters().await;
    let both = agrees(&house, &entry, &[]).await;
    let signed = house.signed_in(TRAINEE).await.get(&format!("/entries/{entry}")).await;
    signed.says("Signed by Lea Brook").says("Before that signed by Sue Carter, supervisor,");
    takes_back(&sue, &both.said[0].0).await;
    let after = agrees(&house, &entry, &[]).await;
    assert_eq!((after.signed(), after.open[0].1.as_str()), (0, SUPERVISOR), "Lea’s stood on Sue’s");
    let told = house.letters().await;
    assert!(
        told.iter().any(|one| one.to_address == LEAD && one.text.contains("no longer stands")),
        "{told:#?}"
    );
    let page = house.signed_in(TRAINEE).await.get(&format!("/entries/{entry}")).await;
    page.says("No longer signed").says("The signature before it was taken back.").says("with Sue Carter");
}

/// Undone within its seconds nobody hears of it, neither the trainee nor whoever would have been next.
#[actix_web::test]
async fn what_is_undone_asks_nobody_next() {
    let house = TestApp::new().await;
    let (made, ann) = ordered(&house).await;
    let (entry, request) = submits(&house, &made, &ann, "2026-11-01", &made.supervisor).await;
    house.later(60);
    house.letters().await;
    let sue = house.signed_in(SUPERVISOR).await;
    let page = format!("/inbox/{request}");
    let sent = sue.fills(&page, &format!("{page}/signature"), &[("level", "at-hand")]).await;
    let signed = agrees(&house, &entry, &[]).await;
    assert_eq!(signed.open[0].1, LEAD);
    let shown = sue.get(sent.is(303).location().unwrap()).await;
    sue.sends(&shown, &format!("/decisions/{}/undoing", signed.said[0].0), &[]).await.is(303);
    let after = agrees(&house, &entry, &[]).await;
    assert_eq!(after.open, [(request, SUPERVISOR.to_owned())]);
    house.later(60);
    assert!(house.letters().await.is_empty(), "nobody was told");
}

/// Where nobody may sign next, it waits with nobody until somebody comes; the house asks them the next morning.
#[actix_web::test]
async fn whoever_may_sign_next_and_comes_later_is_asked() {
    let house = TestApp::new().await;
    let (made, ann) = ordered(&house).await;
    let sue = house.signed_in(SUPERVISOR).await;
    ends_appointments(&house, &made.lead, "2026-06-30").await;
    let entry = report(&house, &ann, &sue).await;
    let alone = stand(&house, &entry).await;
    assert_eq!((alone.state.as_str(), alone.open.len()), ("submitted", 0), "no lead is there");
    let max = house.person("Max Moor", MAX).await;
    let (own, _) = departments_of(&house, &ann).await;
    appoints(&house, &max, Capacity::Lead, &own).await;
    house.later(60);
    for _ in 0..2 {
        ask_missing(&house.app, System::at_work()).await.unwrap();
    }
    let asked = stand(&house, &entry).await;
    assert_eq!(asked.open.iter().map(|one| one.1.as_str()).collect::<Vec<_>>(), [MAX]);
    house.later(60);
    assert!(house.letters().await.iter().any(|one| one.to_address == MAX));
}

/// The same where only a programme's rule asks for the order: it counts as signed by one wherever one is enough, its
/// trainee and the lead read who is missing, and it goes on by itself.
#[actix_web::test]
async fn a_rules_order_with_nobody_next_says_who_is_missing_and_goes_on_by_itself() {
    let house = TestApp::new().await;
    let (made, ann) = named(&house, "[names]\nlead = \"head of training\"\n").await;
    leads_from(&house, &made.lead, "2026-11-10").await;
    let (case, request) = submits(&house, &made, &ann, "2026-11-01", &made.supervisor).await;
    let sue = house.signed_in(SUPERVISOR).await;
    let page = format!("/inbox/{request}");
    sue.fills(&page, &format!("{page}/signature"), &[("level", "at-hand")]).await.is(303);
    let alone = stand(&house, &case).await;
    assert_eq!((alone.state.as_str(), alone.open.len()), ("signed", 0), "Lea led nobody on that day");
    let (own, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let page = format!("/entries/{case}");
    own.get(&page)
        .await
        .is(200)
        .says("1 of 2 have signed it. The next is a head of training.")
        .says("Nobody is appointed for you who could sign next")
        .says("your head of training sees it under Waiting");
    let said = "1 of 2 have signed it; a head of training is missing, since today";
    lea.get("/waiting").await.is(200).says("Nobody is asked by name").says(said);
    for by in ["person", "site", "module"] {
        lea.get(&format!("/waiting/map?by={by}"))
            .await
            .is(200)
            .says("Asked of nobody by name")
            .says("1 of 2 have signed it; a head of training is missing");
    }
    ask_missing(&house.app, System::at_work()).await.unwrap();
    assert!(stand(&house, &case).await.open.is_empty(), "there is nobody still");
    let max = house.person("Max Moor", MAX).await;
    let (department, _) = departments_of(&house, &ann).await;
    appoints(&house, &max, Capacity::Lead, &department).await;
    own.get(&page).await.says("Ask the next signer").does_not_say("Nobody is appointed for you");
    house.later(60);
    for _ in 0..2 {
        ask_missing(&house.app, System::at_work()).await.unwrap();
    }
    let asked = stand(&house, &case).await;
    assert_eq!(asked.open.iter().map(|one| one.1.as_str()).collect::<Vec<_>>(), [MAX]);
    assert_eq!(asked.state, "submitted");
    own.get(&page).await.says("with Max Moor since");
    lea.get("/waiting").await.is(200).does_not_say("Nobody is asked by name").says("Max Moor");
    // What all have signed is looked for no more.
    let max = house.signed_in(MAX).await;
    let page = format!("/inbox/{}", asked.open[0].0);
    max.fills(&page, &format!("{page}/signature"), &[("level", "at-hand")]).await.is(303);
    agrees(&house, &case, &[]).await;
    ask_missing(&house.app, System::at_work()).await.unwrap();
    agrees(&house, &case, &[]).await;
}

/// A case of theirs that Sue has signed, with nobody after her.
async fn signed_alone(house: &TestApp, made: &Many, of: &Enrolled, sue: &Browser<'_>, on: &str) -> EntryId {
    let (case, request) = submits(house, made, of, on, &made.supervisor).await;
    let page = format!("/inbox/{request}");
    sue.fills(&page, &format!("{page}/signature"), &[("level", "at-hand")]).await.is(303);
    assert_eq!(stand(house, &case).await.state, "signed");
    case
}

#[actix_web::test]
async fn only_what_is_filed_under_a_programme_with_an_order_is_looked_for() {
    let house = TestApp::new().await;
    let (made, ann) = ordered(&house).await;
    leads_from(&house, &made.lead, "2026-11-10").await;
    let plain = publishes(&house, &version("plain", "", &cases("some", 1, ""))).await;
    let ben = house.person("Ben Hall", "ben@demo.example").await;
    let ben = enrols(&house, &ben, &plain, &ann).await;
    let sue = house.signed_in(SUPERVISOR).await;
    let of_ann = signed_alone(&house, &made, &ann, &sue, "2026-11-01").await;
    signed_alone(&house, &made, &ben, &sue, "2026-11-01").await;
    let read = house.app.read(|r| {
        let shelf = r.shelf();
        standing::stopped(r.conn(), &shelf, System::at_work())
    });
    assert_eq!(read.await.unwrap().into_iter().collect::<Vec<_>>(), [of_ann]);
    let lea = house.signed_in(LEAD).await;
    lea.get("/waiting").await.is(200).says("1 of 2 have signed it");
}

#[actix_web::test]
async fn an_entry_that_cannot_be_read_keeps_no_other_from_being_asked_on() {
    let house = TestApp::new().await;
    let (made, ann) = ordered(&house).await;
    leads_from(&house, &made.lead, "2026-11-10").await;
    let sue = house.signed_in(SUPERVISOR).await;
    let ben = house.person("Ben Hall", "ben@demo.example").await;
    let ben = enrols(&house, &ben, &version_of(&house, &ann.enrolment).await, &ann).await;
    let mut both = Vec::new();
    for of in [&ann, &ben] {
        both.push(signed_alone(&house, &made, of, &sue, "2026-11-01").await);
    }
    both.sort();
    let max = house.person("Max Moor", MAX).await;
    let (department, _) = departments_of(&house, &ann).await;
    appoints(&house, &max, Capacity::Lead, &department).await;
    house.later(60);
    house.letters().await;
    let first = both[0].clone();
    let broken = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        diesel::update(entry_versions::table.filter(entry_versions::entry_id.eq(&first)))
            .set(entry_versions::words.eq("{"))
            .execute(tx.conn())?;
        Ok(())
    });
    broken.await.unwrap();
    house.ends_out_of_order("the words of an entry cannot be read");
    ask_missing(&house.app, System::at_work()).await.unwrap_err();
    let asked = stand(&house, &both[1]).await;
    assert_eq!(asked.open.iter().map(|one| one.1.as_str()).collect::<Vec<_>>(), [MAX]);
    assert!(stand(&house, &both[0]).await.open.is_empty());
}
