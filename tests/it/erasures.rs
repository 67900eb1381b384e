//! A whole person erased: by two people, everywhere, once, and again where a backup would bring them back.

use std::fs;

use diesel::prelude::*;
use perfolio::config::Config;
use perfolio::db::conn::{Conn, Use};
use perfolio::db::rows;
use perfolio::db::schema::{accounts, audit_events, entries, erasures, portfolios, redactions, requests};
use perfolio::db::tx::{Books, Outcome, Why};
use perfolio::domain::audit::Event;
use perfolio::domain::job::{Job, Notice};
use perfolio::domain::names::{AccountId, BookId, ErasureId, PortfolioId};
use perfolio::domain::time::Day;
use perfolio::features::erasures::ErasureRow;
use perfolio::mail::Mailer;

use crate::audit::tampering::furnished;
use crate::audit::verified;
use crate::evidence::{photo, submitted};
use crate::kit::TestApp;
use crate::kit::acted::Acted;
use crate::kit::app::PASSWORD;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::morning::ADMIN;
use crate::kit::small::all_files;
use crate::kit::wellformed::complaints;
use crate::redactions::governor;

mod again;
mod assessors;
mod fates;
mod killed;
mod refused;
mod stated;

/// Nobody else writes like this.
const WORD: &str = "Quillfeather";
/// What would say who Ann is, and what she and others wrote about her.
const WORDS: [&str; 9] = [
    "Ann Field",
    "ann field",
    TRAINEE,
    WORD,
    "Advised to rest",
    "Did it elsewhere",
    "Calm and thorough",
    "Which cardioplegia",
    "AF-20771",
];

/// A row as if information governance had proposed to erase the person.
pub async fn proposed_row(house: &TestApp, person: &AccountId, by: &AccountId) -> ErasureId {
    let (person, by) = (person.clone(), by.clone());
    let made = house.app.write(Books::house(), move |tx| {
        let now = tx.now();
        let row = ErasureRow {
            id: tx.new_id(),
            person_id: person,
            why: "retention".to_owned(),
            reference: "IG-2026/1".to_owned(),
            ended_on: Some("2020-08-31".parse::<Day>().unwrap()),
            state: "proposed".to_owned(),
            proposed_by: by.to_string(),
            proposed_at: now,
            lapses_at: now.plus_days(14),
            settled_by: String::new(),
            settled_at: None,
            declined_why: String::new(),
            keeps_name: false,
            done_at: None,
        };
        diesel::insert_into(erasures::table).values(&row).execute(tx.conn())?;
        tx.vouch(BookId::house(), &row);
        Ok(Outcome::of(row.id.clone(), Event::new("system", "test/made", "test")))
    });
    made.await.unwrap()
}

/// Ann's house long after she left: everything that a person can leave behind, in the hands of those who erase it.
pub struct Left<'a> {
    pub house: &'a TestApp,
    pub of: Acted,
    pub ann: AccountId,
    pub ivo: Browser<'a>,
    pub adam: Browser<'a>,
}

pub async fn ann_of(house: &TestApp, of: &Acted) -> AccountId {
    let portfolio = of.portfolio.clone();
    let read = house.app.read(move |r| {
        Ok(portfolios::table.find(&portfolio).select(portfolios::person_id).first(r.conn())?)
    });
    read.await.unwrap()
}

/// A transaction of a job that was stopped is ended by its thread. It has its book by now, and whoever takes each book
/// after it waits for it.
pub async fn at_rest(house: &TestApp) {
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let owned =
        house.app.read(|r| Ok(portfolios::table.select(portfolios::id).load::<PortfolioId>(r.conn())?));
    let owned = owned.await.unwrap().into_iter().map(BookId::from);
    for book in owned.chain([BookId::house()]) {
        house.app.write_quietly(Why::Swept, move |tx| tx.take_also(book)).await.unwrap();
    }
}

/// Eleven years, in which nobody does anything.
pub fn years_pass(house: &TestApp) {
    house.later(11 * 365 * 24 * 60 * 60);
}

pub async fn left(house: &TestApp) -> Left<'_> {
    let of = furnished(house).await;
    let ann = ann_of(house, &of).await;
    more_of_ann(house, &of, &ann).await;
    governor(house).await;
    letters_as_files(house).await;
    years_pass(house);
    letters_as_files(house).await;
    let (ivo, adam) = (house.signed_in("ivo@demo.example").await, house.signed_in(ADMIN).await);
    Left { house, of, ann, ivo, adam }
}

/// What was sent until now, as a house without a mail server has it.
pub async fn letters_as_files(house: &TestApp) {
    let mailer = Mailer::into_folder(house.app.config.letters(), "perfolio@house.example").unwrap();
    for letter in house.letters().await {
        mailer.send(&letter).await.unwrap();
    }
}

/// What a house in use has besides.
async fn more_of_ann(house: &TestApp, of: &Acted, ann: &AccountId) {
    let (browser, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let from = [("from-day", "1"), ("from-month", "9"), ("from-year", "2025")];
    let body = [("register", "other"), ("body", "The Society"), ("number", "AF-20771")];
    browser.post("/registrations", &[&body[..], &from].concat()).await.is(303);
    let numbers = format!("/people/{ann}/numbers");
    let number = [("issuer", "student"), ("body", "University of Leeds"), ("number", "AF-20771")];
    lea.fills(&numbers, &numbers, &number).await.leads_to(&numbers);
    let page = browser.get("/entries/new?kind=bypass-case").await;
    let hidden = page.is(200).hidden_fields("/entries");
    let draft = hidden.iter().find(|(name, _)| name == "draft").unwrap().1.clone();
    let more = [("do", "draft"), ("f-circuit", WORD), ("reflection", "Quillfeather alone.")];
    let words = hidden.iter().map(|(name, word)| (name.as_str(), word.as_str())).chain(more);
    browser.post(&format!("/drafts/{draft}"), &words.collect::<Vec<_>>()).await.is(200);
    let case = [
        ("when", "today"),
        ("f-procedure", "aortic"),
        ("f-part-played", "ran-it"),
        ("f-supervision", "beside-me"),
        ("f-supervisor", of.made.supervisor.as_str()),
        ("f-site", of.made.site.as_str()),
        ("f-urgency", "elective"),
        ("f-patient-group", "adult"),
        ("f-bypass-minutes", "90"),
        ("f-incidents", "Quillfeather was calm"),
        ("ask", of.made.supervisor.as_str()),
        ("double", "yes"),
        ("do", "submit"),
    ];
    browser.fills("/entries/new?kind=bypass-case", "/entries", &case).await.is(303);
    submitted(&browser, &of.made, &[(&format!("{WORD}.jpg"), &photo(140))]).await;
    let entry = of.logs(&browser).await;
    crate::outside::link_to(&browser, &entry.rsplit('/').next().unwrap().parse().unwrap()).await;
    let people = [("sort", "people"), ("text", "Name,E-mail\nAnn Field,ann@demo.example\n")];
    lea.fills("/imports/new", "/imports", &people).await.is(303);
    let form = format!("/exports/new?enrolment={}", of.enrolment);
    browser.fills(&form, "/exports", &[("format", "csv"), ("when", "now")]).await.is(303);
    noted_of_ann(&lea).await;
    told_of_ann(house, of, ann).await;
}

/// What Sue was told of her in words: as an older release wrote it, and with her id beside a name that she has no more.
async fn told_of_ann(house: &TestApp, of: &Acted, ann: &AccountId) {
    for (called, names) in [("Ann Field", Vec::new()), ("Annie Meadow", vec![ann.clone()])] {
        let sentence = format!("Lea Brook appointed you to supervise {called} from 1 September 2025.");
        let tell = Job::Tell { to: of.made.supervisor.clone(), what: Notice::Added { sentence, names } };
        house.app.write_quietly(Why::Reminded, move |tx| tx.later(tell)).await.unwrap();
    }
}

/// What is to be done after a second reading of decisions on Ann's work: of one of them, and of all, by her name.
async fn noted_of_ann(lea: &Browser<'_>) {
    let list = lea.get("/quality").await;
    let (_, rest) = list.is(200).body.split_once("href=\"/quality/samples/").expect("a sample");
    let sample = format!("/quality/samples/{}", rest.split('"').next().unwrap());
    let page = lea.get(&sample).await;
    let (_, about) = page.is(200).body.split_once("name=\"item\"").expect("the decisions that were drawn");
    let item = about.split("<option value=\"").map(|rest| rest.split('"').next().unwrap()).nth(2).unwrap();
    let due = [("due-day", "1"), ("due-month", "12"), ("due-year", "2026")];
    let actions = format!("{sample}/actions");
    for said in [
        [("what", "Calm and thorough, so nothing"), ("who", "Lea Brook"), ("item", item)],
        [("what", "Talk with Ann Field about evidence"), ("who", WORD), ("item", "")],
    ] {
        lea.fills(&sample, &actions, &[&said[..], &due].concat()).await.leads_to(&sample);
    }
}

impl Left<'_> {
    /// Gives the address of the proposal.
    pub async fn proposed(&self) -> String {
        let form = format!("/erasures/of/{}", self.ann);
        let sent = self.ivo.fills(&form, &form, &PROPOSAL).await;
        sent.is(303).location().unwrap().to_owned()
    }

    pub async fn agreed(&self) -> String {
        let erasure = self.proposed().await;
        let act = format!("{erasure}/agreement");
        self.adam.fills(&erasure, &act, &[("sure", "yes")]).await.leads_to(&erasure);
        erasure
    }

    pub async fn erased(&self) -> String {
        let erasure = self.agreed().await;
        self.house.letters().await;
        erasure
    }
}

pub const PROPOSAL: [(&str, &str); 2] = [("why", "retention"), ("reference", "IG-2037/4")];

/// Where any of these words still stands: tables, and files of the house.
pub fn still(config: &Config, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut conn = Conn::open(&config.database, Use::Read).unwrap();
    for table in rows::tables(&mut conn).unwrap() {
        rows::lines(&mut conn, &table, |line| {
            let said = words.iter().filter(|word| line.contains(**word));
            found.extend(said.map(|word| format!("{}: {word} in {line}", table.name)));
            Ok(())
        })
        .unwrap();
    }
    drop(conn);
    let mut folders = vec![config.data.clone()];
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            let holds = |word: &&&str| bytes.windows(word.len()).any(|some| some == word.as_bytes());
            found.extend(words.iter().filter(holds).map(|word| format!("{}: {word}", path.display())));
        }
    }
    found
}

pub fn nothing_of_ann(config: &Config) {
    assert_eq!(still(config, &WORDS), [] as [String; 0]);
}

/// How often this was written down.
pub async fn told(house: &TestApp, act: &'static str) -> i64 {
    let read = house.app.read(move |r| {
        Ok(audit_events::table.filter(audit_events::act.eq(act)).count().get_result(r.conn())?)
    });
    read.await.unwrap()
}

pub async fn entries_of(house: &TestApp, of: &Acted) -> i64 {
    let portfolio = of.portfolio.clone();
    let read = house.app.read(move |r| {
        Ok(entries::table.filter(entries::portfolio_id.eq(&portfolio)).count().get_result(r.conn())?)
    });
    read.await.unwrap()
}

fn well(page: &Shown) {
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
}

#[actix_web::test]
async fn two_people_erase_a_person_everywhere_and_the_books_still_verify() {
    let house = TestApp::new().await;
    let at = left(&house).await;
    let before = still(&house.app.config, &WORDS);
    for table in [
        "accounts",
        "entry_versions",
        "decisions",
        "registrations",
        "outside_numbers",
        "life_events",
        "notices",
        "jobs",
    ] {
        assert!(
            before.iter().any(|place| place.starts_with(table)),
            "nothing of Ann in {table} to begin with"
        );
    }
    assert!(before.iter().any(|place| place.contains("/letters/")), "no letter names her to begin with");
    let list = at.ivo.get("/erasures").await;
    list.is(200).says("Stan Stranger").says("Propose to erase somebody");
    let found = at.ivo.get("/erasures/new?words=field").await;
    found.is(200).says("Ann Field").says(TRAINEE);
    well(&found);
    at.ivo.get("/erasures/new?words=carter").await.is(200).says("Nobody with a record");
    let form = at.ivo.get(&format!("/erasures/of/{}", at.ann)).await;
    form.is(200).says("MSc").says("for 6 years after leaving").does_not_say("This is early");
    form.says("The account is called “Erased person”").does_not_say("Aortic");
    well(&form);

    let erasure = at.proposed().await;
    let letters = house.letters().await;
    let to = |name: &str| letters.iter().find(|letter| letter.to_name == name).unwrap();
    assert!(to("Ann Field").subject.contains("is to be erased"));
    assert!(to("Adam Price").text.contains(&erasure) && !to("Adam Price").text.contains("Ann Field"));
    house.signed_in(TRAINEE).await.get("/notices").await.says("proposed to erase your record");
    let page = at.adam.get(&erasure).await;
    page.is(200).says("Proposed").says("IG-2037/4").says("Agree as the second person").does_not_say("Aortic");
    well(&page);
    at.adam
        .fills(&erasure, &format!("{erasure}/agreement"), &[])
        .await
        .is(422)
        .says("Say that you have checked");

    let ann = house.signed_in(TRAINEE).await;
    let (lea, sue) = (house.signed_in(LEAD).await, house.signed_in(SUPERVISOR).await);
    let act = format!("{erasure}/agreement");
    at.adam.fills(&erasure, &act, &[("sure", "yes")]).await.leads_to(&erasure);
    ann.get("/home").await.leads_to("/sign-in?next=%2Fhome");
    house.browser().signs_in(TRAINEE, PASSWORD).await.is(422);
    let letters = house.letters().await;
    assert!(letters.iter().any(|letter| letter.to_name == "Ivo Grant" && letter.text.contains(&erasure)));
    nothing_of_ann(&house.app.config);
    assert!(letters.iter().all(|letter| !letter.to_address.starts_with("erased-")));

    let (code, told) = verified(&house).await;
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("1 person was erased"), "{told}");
    for page in ["/board", "/waiting", "/people", "/reports"] {
        lea.get(page).await.is(200).does_not_say("Ann Field");
    }
    let history = lea.get(&format!("/history/{}", at.of.portfolio)).await;
    history.is(200).says("Erased person").says("erased");
    sue.get("/signed").await.is(200).says("Erased person");
    sue.get("/inbox").await.is(200).does_not_say("Erased person");
    sue.get("/notices").await.is(200).does_not_say("appointed you to supervise");
    let page = at.adam.get(&erasure).await;
    page.is(200).says("Erased person").says("Erased").does_not_say("Agree as the second person");
    well(&page);
    at.ivo.get("/erasures").await.is(200).says("Erased").says("IG-2037/4").says("Adam Price");
    let account = format!("/settings/accounts/{}", at.ann);
    at.adam.get(&account).await.is(200).says("Erased person");
    at.adam.post(&format!("{account}/open"), &[]).await.is(403);
    let cohort = [("format", "csv"), ("when", "now"), ("cohort", "2025")];
    lea.fills("/exports/new", "/exports", &cohort).await.is(303);
    house.letters().await;
}

#[actix_web::test]
async fn what_is_left_says_how_much_there_was_and_not_what() {
    let house = TestApp::new().await;
    let at = left(&house).await;
    let (number, before) = (entries_of(&house, &at.of).await, all_files(&house.app.config).len());
    assert!(before > 0, "there are files to take away");
    at.erased().await;
    assert_eq!(entries_of(&house, &at.of).await, number);
    assert!(all_files(&house.app.config).is_empty(), "{:?}", all_files(&house.app.config).keys());
    assert_eq!(told(&house, "entry/erased").await, number);
    assert_eq!(told(&house, "portfolio/erased").await, 1);
    // A sample of decisions on her work is drawn again all the same, and nobody is led to one of them.
    let lea = house.signed_in(LEAD).await;
    let list = lea.get("/quality").await;
    let (_, rest) = list.is(200).body.split_once("href=\"/quality/samples/").expect("a sample");
    let sample = format!("/quality/samples/{}", rest.split('"').next().unwrap());
    lea.get(&sample).await.is(200).says("Erased since");
    let again = lea.get(&format!("{sample}/again")).await;
    again.is(200).says("The same decisions come out, in the same order.").says("of somebody who is erased");
    let read = house.app.read(|r| {
        let open: i64 = requests::table.filter(requests::closed_at.is_null()).count().get_result(r.conn())?;
        let row: (String, String) = accounts::table
            .filter(accounts::name.eq("Erased person"))
            .select((accounts::email, accounts::password_hash))
            .first(r.conn())?;
        let part: i64 =
            redactions::table.filter(redactions::erasure_id.is_not_null()).count().get_result(r.conn())?;
        Ok((open, row, part))
    });
    let (open, (email, hash), part) = read.await.unwrap();
    assert_eq!((open, email, hash.as_str()), (0, format!("erased-{}@invalid", at.ann), ""));
    assert_eq!(part, number, "each entry is known for done");
    let list = fs::read_to_string(&house.app.config.struck_out).unwrap();
    let line = list.lines().last().unwrap();
    assert!(line.contains(at.ann.as_str()) && line.contains("\"erasure\""), "{line}");
    assert!(WORDS.iter().all(|word| !list.contains(word)), "{list}");
}
