//! Programmes that the house writes itself: who may, what is kept of each save, what two at the same time are
//! told, what is published and what never is, and whether the simulation says what comes true.

use diesel::prelude::*;
use perfolio::db::schema::{
    accounts, departments, enrolments, institutions, programme_drafts, programme_saves, programme_versions,
    standing_items,
};
use perfolio::db::tx::Why;
use perfolio::domain::authoring::{Sheet, Stood, turns};
use perfolio::domain::names::*;
use perfolio::domain::outlook::outlook;
use perfolio::domain::programme::{self, Version};
use perfolio::domain::progress::assess;
use perfolio::domain::role::{Capacity, Scope};
use perfolio::features::authorship::would_stand;
use perfolio::features::{programmes, standing};

use crate::kit::TestApp;
use crate::kit::acted::{Acted, acted, three_cases};
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, TRAINEE, appoint, many};

const DRAFTS: &str = "/programmes/perfusion-msc/drafts";
pub const DRAFT: &str = "/programmes/perfusion-msc/drafts/1";
const CASES: &str = "/programmes/perfusion-msc/drafts/1/requirements/bypass-150";

async fn institution(house: &TestApp) -> String {
    let found =
        house.app.read(|r| Ok(institutions::table.select(institutions::id).first::<String>(r.conn())?));
    found.await.unwrap()
}

async fn admin<'a>(house: &'a TestApp) -> Browser<'a> {
    let adam = house.person("Adam Price", "adam@demo.example").await;
    let done = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        appoint(tx, &adam, Capacity::Admin, Scope::House, "house")
    });
    done.await.unwrap();
    house.vouches().await;
    house.signed_in("adam@demo.example").await
}

/// The programme belongs to Lea's institution, and Lea has begun a draft from its version of 2025.
pub async fn begun<'a>(house: &'a TestApp) -> Browser<'a> {
    let owner = institution(house).await;
    let adam = admin(house).await;
    let page = "/programmes/perfusion-msc/owner";
    adam.fills(page, page, &[("institution", &owner)]).await.leads_to("/programmes");
    let lea = house.signed_in(LEAD).await;
    let workshop = lea.get(DRAFTS).await;
    let copy = workshop.is(200).body.split("<input ").find(|one| one.contains("A copy of version 2025<"));
    let from = attribute(copy.expect("version 2025 can be copied"), "value").unwrap();
    lea.sends(&workshop, DRAFTS, &[("from", &from), ("version", "2027")]).await.leads_to(DRAFT);
    lea
}

fn decoded(text: &str) -> String {
    let mut text = text.to_owned();
    for (from, to) in [("&#38;", "&"), ("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'")] {
        text = text.replace(from, to);
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(decoded(rest.split('"').next()?))
}

/// Every field of the form as a browser would send it, without buttons.
pub fn fields(page: &Shown, action: &str) -> Vec<(String, String)> {
    let start = page.body.find(&format!("<form action=\"{action}\"")).expect("the form is there");
    let form = page.body[start..].split("</form>").next().unwrap();
    let mut all = Vec::new();
    for (at, _) in form.match_indices('<') {
        let tag = form[at..].split('>').next().unwrap();
        let Some(name) = attribute(tag, "name") else { continue };
        if tag.starts_with("<input") {
            let kind = attribute(tag, "type").unwrap_or_default();
            if !["radio", "checkbox"].contains(&kind.as_str()) || tag.contains(" checked") {
                all.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        } else if tag.starts_with("<textarea") {
            let words = form[at + tag.len() + 1..].split("</textarea>").next().unwrap();
            all.push((name, decoded(words.strip_prefix('\n').unwrap_or(words))));
        } else if tag.starts_with("<select") {
            let inside = form[at..].split("</select>").next().unwrap();
            let chosen = inside.split("<option").skip(1).find(|option| option.contains(" selected"));
            let chosen = chosen.or_else(|| inside.split("<option").nth(1));
            all.push((name, chosen.and_then(|option| attribute(option, "value")).unwrap_or_default()));
        }
    }
    all
}

/// Opens the page, changes some of its fields and sends all of them.
pub async fn changes(browser: &Browser<'_>, page: &str, words: &[(&str, &str)]) -> Shown {
    let shown = browser.get(page).await;
    sends_all(browser, shown.is(200), page, words).await
}

pub async fn sends_all(browser: &Browser<'_>, page: &Shown, action: &str, words: &[(&str, &str)]) -> Shown {
    let mut all = fields(page, action);
    all.retain(|(name, _)| !words.iter().any(|(changed, _)| changed == name));
    all.extend(words.iter().map(|(name, word)| ((*name).to_owned(), (*word).to_owned())));
    let all: Vec<(&str, &str)> = all.iter().map(|(name, word)| (name.as_str(), word.as_str())).collect();
    browser.post(action, &all).await
}

/// The latest text of the first draft.
async fn latest(house: &TestApp) -> String {
    let found = house.app.read(|r| {
        Ok(programme_saves::table
            .order(programme_saves::number.desc())
            .select(programme_saves::words)
            .first::<String>(r.conn())?)
    });
    found.await.unwrap()
}

async fn published(house: &TestApp) -> Vec<(String, String)> {
    let found = house.app.read(|r| {
        Ok(programme_versions::table
            .inner_join(perfolio::db::schema::programmes::table)
            .filter(perfolio::db::schema::programmes::code.eq("perfusion-msc"))
            .order(programme_versions::version)
            .select((programme_versions::version, programme_versions::words))
            .load(r.conn())?)
    });
    found.await.unwrap()
}

#[actix_web::test]
async fn a_lead_of_the_owner_writes_compares_publishes_and_retires() {
    let house = TestApp::new().await;
    acted(&house).await;
    let lea = begun(&house).await;
    let before = latest(&house).await;
    assert!(before.contains("version = \"2027\""), "{before}");
    lea.get(DRAFT).await.is(200).says("No faults").says("Supervised bypass cases");
    // Plain-language parts, in the engine's own words, and nothing saved before Save.
    let page = lea.get(CASES).await;
    page.is(200).says("At least 150").says("Who may sign?");
    let said = sends_all(&lea, &page, CASES, &[("rule-target", "160"), ("do", "say")]).await;
    said.is(200).says("At least 160");
    assert_eq!(latest(&house).await, before);
    let live = sends_all(&lea, &page, CASES, &[("rule-target", "170")]).await;
    live.is(200).says("At least 170");
    let mut words = fields(&page, CASES);
    words.retain(|(name, _)| name != "rule-target");
    words.push(("rule-target".to_owned(), "165".to_owned()));
    let words: Vec<(&str, &str)> = words.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let fragment = lea.post(&format!("{CASES}/sentence"), &words).await;
    fragment.is(200).says("At least 165").does_not_say("<html");
    // Saved: one figure of the file changes and not a byte besides.
    sends_all(&lea, &page, CASES, &[("rule-target", "160"), ("do", "save")]).await.leads_to(DRAFT);
    let after = latest(&house).await;
    let differing: Vec<(&str, &str)> = before.lines().zip(after.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!(before.lines().count(), after.lines().count());
    assert!(
        matches!(differing.as_slice(), [(was, now)] if was.contains("150") && now.contains("160")),
        "{differing:?}"
    );
    lea.get(&format!("{DRAFT}/comparison")).await.is(200).says("target 150 → 160");
    // The cohort of 2025 has this version already.
    let publication = format!("{DRAFT}/publication");
    lea.fills(&publication, &publication, &[]).await.is(422).says("belong to version 2025 too");
    let head = format!("{DRAFT}/head");
    let cohort = [
        ("cohort-from-day", "1"),
        ("cohort-from-month", "8"),
        ("cohort-from-year", "2030"),
        ("cohort-until-day", "31"),
        ("cohort-until-month", "7"),
        ("cohort-until-year", "2031"),
    ];
    changes(&lea, &head, &cohort).await.leads_to(DRAFT);
    lea.get(&publication)
        .await
        .is(200)
        .says("1 August 2030 to 31 July 2031")
        .does_not_say("belong to version");
    let version = "/programmes/perfusion-msc/versions/2027";
    lea.fills(&publication, &publication, &[]).await.leads_to(version);
    lea.get(version).await.is(200).says("At least 160");
    let text = latest(&house).await;
    assert!(published(&house).await.contains(&("2027".to_owned(), text)));
    // A closed draft is changed by nobody.
    changes(&lea, &head, &[("title", "Other")]).await.is(403);
    lea.get(&format!("{version}/files/toml")).await.is(200).says("target = 160");
    // Offered where people are enrolled, until it is retired.
    lea.get("/people/trainees/new").await.is(200).says("version 2027");
    lea.fills(DRAFTS, &format!("{version}/retirement"), &[]).await.leads_to(DRAFTS);
    lea.get("/people/trainees/new").await.is(200).does_not_say("version 2027");
    lea.get(DRAFTS).await.says("Retired");
    // The start of the house leaves a version of its own alone.
    house
        .app
        .write(perfolio::db::tx::Books::house(), |tx| {
            let events = programmes::load_builtin(tx, perfolio::domain::role::System::at_work())?;
            assert!(events.is_empty());
            let event = perfolio::domain::audit::Event::new("system", "house/looked", "house");
            Ok(perfolio::db::tx::Outcome::of((), event))
        })
        .await
        .unwrap();
}

#[actix_web::test]
async fn nobody_else_finds_a_desk() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let lea = house.signed_in(LEAD).await;
    // Before an admin gives it away, a programme that came with Perfolio is written by nobody.
    lea.get(DRAFTS).await.is(404);
    lea.get("/programmes/perfusion-msc/owner").await.is(404);
    let _writer = begun(&house).await;
    let other = house.person("Olga Other", "olga@demo.example").await;
    let enrolment = made.enrolment.clone();
    house
        .app
        .write_quietly(Why::StandingRefreshed, move |tx| {
            let department: String =
                enrolments::table.find(&enrolment).select(enrolments::department_id).first(tx.conn())?;
            appoint(tx, &other, Capacity::Lead, Scope::Department, &department)
        })
        .await
        .unwrap();
    house.vouches().await;
    let before = latest(&house).await;
    let olga = house.signed_in("olga@demo.example").await;
    let ann = house.signed_in(TRAINEE).await;
    for path in [
        DRAFTS,
        DRAFT,
        CASES,
        &format!("{DRAFT}/head"),
        &format!("{DRAFT}/text"),
        &format!("{DRAFT}/saves"),
        &format!("{DRAFT}/comparison"),
        &format!("{DRAFT}/simulation"),
        &format!("{DRAFT}/publication"),
        &format!("{CASES}/text"),
        &format!("{DRAFT}/requirements"),
    ] {
        olga.get(path).await.is(404);
        ann.get(path).await.is(404);
    }
    for path in [
        DRAFTS,
        CASES,
        &format!("{DRAFT}/text"),
        &format!("{DRAFT}/saves"),
        &format!("{DRAFT}/simulation"),
        &format!("{DRAFT}/publication"),
        &format!("{DRAFT}/removal"),
        &format!("{CASES}/text"),
        &format!("{CASES}/sentence"),
        &format!("{DRAFT}/requirements"),
        "/programmes/perfusion-msc/versions/2025/retirement",
    ] {
        let words = [
            ("saved", "1"),
            ("do", "save"),
            ("words", "x"),
            ("to", "1"),
            ("from", "empty"),
            ("version", "9"),
            ("rule", "count"),
        ];
        olga.post(path, &words).await.is(404);
    }
    assert_eq!(latest(&house).await, before);
    assert!(published(&house).await.iter().all(|(version, _)| version != "2027"));
    // The draft's requirement and version of nobody.
    let lea = house.signed_in(LEAD).await;
    lea.get(&format!("{DRAFT}/requirements/gone")).await.is(404);
    lea.get("/programmes/perfusion-msc/drafts/9").await.is(404);
    lea.get("/programmes/gone/drafts/1").await.is(404);
    lea.get("/programmes/perfusion-msc/versions/2025/files/toml").await.is(200);
}

#[actix_web::test]
async fn two_who_write_at_the_same_time_lose_nothing() {
    let house = TestApp::new().await;
    acted(&house).await;
    let lea = begun(&house).await;
    let again = house.signed_in(LEAD).await;
    let (first, second) = (lea.get(CASES).await, again.get(CASES).await);
    sends_all(&lea, &first, CASES, &[("rule-target", "160"), ("do", "save")]).await.leads_to(DRAFT);
    let conflict = sends_all(&again, &second, CASES, &[("rule-target", "170"), ("do", "save")]).await;
    conflict.is(409).says("Two people saved this draft").says("target = 160").says("target = 170");
    assert!(latest(&house).await.contains("target = 160"));
    // Whoever reads both saves over what they have read.
    let text = format!("{CASES}/text");
    sends_all(&again, &conflict, &text, &[]).await.leads_to(DRAFT);
    assert!(latest(&house).await.contains("target = 170"));
    // And every text is still there.
    let saves = format!("{DRAFT}/saves");
    lea.get(&format!("{saves}?save=2")).await.is(200).says("target = 160");
    let page = lea.get(&saves).await;
    let hidden = page.hidden_fields(&saves);
    let saved = &hidden.iter().find(|(name, _)| name == "saved").unwrap().1;
    lea.sends(&page, &saves, &[("to", "2"), ("saved", saved)]).await.leads_to(DRAFT);
    assert!(latest(&house).await.contains("target = 160"));
    lea.get(&saves).await.says("Back to save 2").says("Save 4");
}

#[actix_web::test]
async fn a_draft_with_faults_is_kept_and_never_published() {
    let house = TestApp::new().await;
    acted(&house).await;
    let lea = begun(&house).await;
    let (text, publication) = (format!("{DRAFT}/text"), format!("{DRAFT}/publication"));
    let whole = latest(&house).await;
    for (wrong, told) in [
        (whole.replace("kind = \"bypass-case\"", "kind = \"bypas-case\""), "did you mean"),
        (whole.replacen("target = 150", "target = ", 1), "This is not TOML"),
        (whole.replace("programme = \"perfusion-msc\"", "programme = \"other\""), "names another programme"),
        (whole.replace("version = \"2027\"", "version = \"2025\""), "a version with this name already"),
        (String::new(), "is missing"),
    ] {
        changes(&lea, &text, &[("words", &wrong)]).await.leads_to(DRAFT);
        let draft = lea.get(DRAFT).await;
        let number = house
            .app
            .read(|r| Ok(programme_drafts::table.select(programme_drafts::saves).first::<i32>(r.conn())?))
            .await
            .unwrap()
            .to_string();
        let tried = lea.post(&publication, &[("saved", &number), ("overlap", "yes")]).await;
        assert!(tried.status == 422, "{told}: {}", tried.status);
        let heard = format!("{}{}", draft.body, tried.body);
        assert!(heard.contains(told), "{told}");
        if !draft.body.contains("No faults") {
            lea.post(&format!("{DRAFT}/simulation"), &[]).await.is(403);
            assert!(draft.body.contains("to mend before publishing"), "{told}");
        }
    }
    assert!(published(&house).await.iter().all(|(version, _)| version != "2027"));
    // A block that is not one requirement is not taken, and its words stay.
    changes(&lea, &text, &[("words", &whole)]).await.leads_to(DRAFT);
    let block = format!("{CASES}/text");
    let mine = "[[requirements]]\ncode = \"a\"\n\n[[requirements]]\ncode = \"b\"\n";
    changes(&lea, &block, &[("words", mine)]).await.is(422).says("Keep one").says("code = &#34;b&#34;");
    changes(&lea, &block, &[("words", "[[requirements]\n")]).await.is(422).says("This is not TOML");
    // What was published from an older look than the latest is refused too.
    let page = lea.get(&publication).await;
    changes(&lea, CASES, &[("rule-target", "160"), ("do", "save")]).await.leads_to(DRAFT);
    lea.sends(&page, &publication, &[("overlap", "yes")]).await.is(422);
    assert!(published(&house).await.iter().all(|(version, _)| version != "2027"));
}

#[actix_web::test]
async fn requirements_are_added_moved_and_removed() {
    let house = TestApp::new().await;
    acted(&house).await;
    let lea = begun(&house).await;
    let before = latest(&house).await;
    let add = format!("{DRAFT}/requirements");
    changes(&lea, &add, &[("title", "x"), ("code", "Bypass 150"), ("rule", "count")])
        .await
        .is(422)
        .says("Use lower-case");
    changes(&lea, &add, &[("title", "x"), ("code", "bypass-150"), ("rule", "count")])
        .await
        .is(422)
        .says("already");
    let new = format!("{DRAFT}/requirements/paediatric");
    let words =
        [("title", "Paediatric cases"), ("code", "paediatric"), ("rule", "count"), ("section", "practice")];
    changes(&lea, &add, &words).await.leads_to(&new);
    lea.get(DRAFT).await.says("to mend before publishing");
    // Another rule shows its own parts before anything is saved.
    changes(&lea, &new, &[("rule-next", "meeting"), ("do", "save")])
        .await
        .is(200)
        .says("One every so many months");
    let part = [
        ("rule-count", "bypass-case"),
        ("rule-target", "10"),
        ("rule-unit", "cases"),
        ("rule-where-1-field", "patient-group"),
        ("rule-where-1-test", "is"),
        ("rule-where-1-value", "adult"),
        ("due", "nth"),
        ("due-nth", "2"),
        ("due-on", "30 June"),
        ("do", "save"),
    ];
    changes(&lea, &new, &part).await.leads_to(DRAFT);
    lea.get(DRAFT).await.says("No faults").says("At least 10 cases where");
    let after = latest(&house).await;
    assert!(after.starts_with(before.trim_end()), "what was there is as it was");
    changes(&lea, &new, &[("rule-target", "ten"), ("do", "save")])
        .await
        .is(422)
        .says("is not a number")
        .says("value=\"ten\"");
    let codes = |text: &str| -> Vec<String> {
        Sheet::read(text).unwrap().codes("requirements").into_iter().map(str::to_owned).collect()
    };
    let number = codes(&after).len();
    lea.fills(DRAFT, &new, &[("do", "up")]).await.leads_to(DRAFT);
    assert_eq!(codes(&latest(&house).await)[number - 2], "paediatric");
    lea.fills(&new, &new, &[("do", "remove")]).await.leads_to(DRAFT);
    assert_eq!(codes(&latest(&house).await), codes(&before));
    lea.fills(DRAFT, &format!("{DRAFT}/removal"), &[]).await.leads_to(DRAFTS);
    lea.get(DRAFTS).await.says("Closed");
}

#[actix_web::test]
async fn an_institution_begins_a_programme_of_its_own() {
    let house = TestApp::new().await;
    acted(&house).await;
    let owner = institution(&house).await;
    let lea = house.signed_in(LEAD).await;
    let page = "/programmes/new";
    let words = [
        ("title", "Ward skills"),
        ("code", "ward-skills"),
        ("institution", &*owner),
        ("from", "empty"),
        ("version", "1"),
    ];
    changes(&lea, page, &words).await.leads_to("/programmes/ward-skills/drafts/1");
    lea.get("/programmes/ward-skills/drafts/1").await.is(200).says("There are no requirements");
    let mut again = words;
    again[1].1 = "perfusion-msc";
    changes(&lea, page, &again).await.is(422).says("There is a programme with this code");
    lea.get("/programmes").await.says("Written here").says("/programmes/ward-skills/drafts");
    let sam = house.person("Sam Other", "sam@demo.example").await;
    house
        .app
        .write_quietly(Why::StandingRefreshed, move |tx| {
            appoint(tx, &sam, Capacity::Lead, Scope::Institution, "elsewhere")
        })
        .await
        .unwrap();
    house.vouches().await;
    let sam = house.signed_in("sam@demo.example").await;
    let mut again = words;
    again[1].1 = "other-skills";
    sam.post(page, &again).await.is(422).says("Choose an institution");
}

/// What the engine says of Ann under the draft, and then what it says once she is enrolled on it.
#[actix_web::test]
async fn the_simulation_says_what_comes_true() {
    let house = TestApp::new().await;
    let made: Acted = three_cases(&house).await;
    let lea = begun(&house).await;
    changes(&lea, CASES, &[("rule-target", "1"), ("due", "day"), ("due-day", "2026-01-31"), ("do", "save")])
        .await
        .leads_to(DRAFT);
    let text = latest(&house).await;
    let simulation = format!("{DRAFT}/simulation");
    lea.get(&simulation).await.is(200).says("1 person");
    let standings =
        house.app.read(|r| Ok(standing_items::table.count().get_result::<i64>(r.conn())?)).await.unwrap();
    lea.fills(&simulation, &simulation, &[]).await.leads_to(&simulation);
    let told = lea.get(&simulation).await;
    told.is(200).says("Ann Field").says("Not met now, then met");
    assert_eq!(
        house.app.read(|r| Ok(standing_items::table.count().get_result::<i64>(r.conn())?)).await.unwrap(),
        standings
    );
    let enrolment = made.enrolment.clone();
    let words = text.clone();
    let (simulated, stood) = house
        .app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let house = programmes::house_kinds(r.conn(), &shelf)?;
            let version = programme::read(&words, &house).unwrap();
            let row = perfolio::features::enrolments::enrolment(r.conn(), &enrolment)?;
            let holdings = standing::holdings(r.conn(), &shelf, &row.portfolio, now)?;
            let held = holdings.enrolments.iter().find(|held| held.row.id == row.id).unwrap();
            Ok(would_stand(&version, &holdings, held))
        })
        .await
        .unwrap();
    // Published, and Ann enrolled on it by the same lead, for the same days.
    let publication = format!("{DRAFT}/publication");
    lea.fills(&publication, &publication, &[("overlap", "yes")])
        .await
        .leads_to("/programmes/perfusion-msc/versions/2027");
    let version = house
        .app
        .read(|r| Ok(programmes::version_named(r.conn(), "perfusion-msc", "2027")?.id.to_string()))
        .await
        .unwrap();
    let department = house
        .app
        .read(|r| Ok(departments::table.select(departments::id).first::<String>(r.conn())?))
        .await
        .unwrap();
    let ann = house
        .app
        .read(|r| {
            Ok(accounts::table
                .filter(accounts::email.eq(TRAINEE))
                .select(accounts::id)
                .first::<String>(r.conn())?)
        })
        .await
        .unwrap();
    let page = format!("/people/{ann}/enrolments/new");
    let words = [
        ("version", version.as_str()),
        ("department", &department),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2025"),
        ("until-day", "31"),
        ("until-month", "8"),
        ("until-year", "2027"),
    ];
    lea.fills(&page, &page, &words).await.is(303);
    let (own, wanted) = (made.enrolment.clone(), VersionId::new(&*version));
    let (really, stands) = house
        .app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let new: EnrolmentId = enrolments::table
                .filter(enrolments::version_id.eq(&wanted))
                .filter(enrolments::id.ne(&own))
                .select(enrolments::id)
                .first(r.conn())?;
            let found = standing::assess_enrolment(r.conn(), &shelf, &new, now)?;
            let stood = Stood::all(&found.assessment, &found.outlooks);
            Ok((found.assessment, stood))
        })
        .await
        .unwrap();
    assert_eq!(really.requirements, simulated.requirements);
    assert_eq!(stands, stood);
    assert!(turns(&stands, &stood).is_empty());
    assert!(simulated.requirements.iter().any(|one| one.id == "bypass-150" && one.met));
}

#[actix_web::test]
async fn a_large_cohort_is_worked_out_by_a_job_with_its_progress() {
    let house = TestApp::new().await;
    many(&house, 53, 1).await;
    let lea = begun(&house).await;
    changes(&lea, CASES, &[("rule-target", "1"), ("do", "save")]).await.leads_to(DRAFT);
    let simulation = format!("{DRAFT}/simulation");
    lea.fills(&simulation, &simulation, &[]).await.leads_to(&simulation);
    lea.get(&simulation).await.is(200).says("0 of 53 people done");
    house.letters().await;
    lea.get(&simulation)
        .await
        .is(200)
        .says("Not met now, then met")
        .says("Trainee 052")
        .does_not_say("people done");
    // The change of the draft afterwards is told.
    changes(&lea, CASES, &[("rule-target", "2"), ("do", "save")]).await.leads_to(DRAFT);
    lea.get(&simulation).await.says("The draft was changed after that");
}

/// The engine on the same facts, under a version with one other figure: only that requirement turns.
#[test]
fn a_figure_that_changes_turns_its_own_requirement_alone() {
    let house: Vec<_> = std::fs::read_dir("programmes/kinds")
        .unwrap()
        .map(|file| {
            perfolio::domain::kind::read(&std::fs::read_to_string(file.unwrap().path()).unwrap()).unwrap()
        })
        .collect();
    let text = std::fs::read_to_string("programmes/perfusion-msc-2025.toml").unwrap();
    let read = |text: &str| -> Version { programme::read(text, &house).unwrap() };
    let facts = perfolio::domain::fact::Facts {
        enrolment: perfolio::domain::fact::Enrolment::begun("2025-09-01".parse().unwrap()),
        facts: Vec::new(),
        registrations: Vec::new(),
        elsewhere: Vec::new(),
    };
    let now = perfolio::domain::time::Moment::of_millis(1_794_492_153_000);
    let stood = |version: &Version| {
        let assessment = assess(version, &facts, now);
        Stood::all(&assessment, &outlook(version, &facts, &assessment, assessment.day))
    };
    let before = read(&text);
    let after = read(&text.replacen(
        "[requirements.rule]\ncount = \"bypass-case\"\ntarget = 150",
        "[requirements.rule]\ncount = \"bypass-case\"\ntarget = 0",
        1,
    ));
    let told = turns(&stood(&before), &stood(&after));
    assert!(
        told.iter().all(|turn| turn.code == "bypass-150" || turn.title != "Supervised bypass cases"),
        "{told:?}"
    );
    assert!(told.iter().any(|turn| turn.code == "bypass-150"), "{told:?}");
}

/// What an institution adds holds for its people, with a badge, and never lowers what the owner asks.
#[actix_web::test]
async fn an_institution_adds_to_what_is_not_its_own() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let (lea, ann) = (house.signed_in(LEAD).await, house.signed_in(TRAINEE).await);
    let own = institution(&house).await;
    let layer = "/programmes/perfusion-msc/versions/2025/layer";
    let text = "layer_of = \"perfusion-msc@2025\"\n\n[[kinds]]\nkind = \"bypass-case\"\nfields = [{ code = \"theatre\", label = \"Theatre\", type = \"text\" }]\n\n[[requirements]]\ncode = \"induction\"\ntitle = \"Local induction\"\nsource = \"House rule 7\"\n[requirements.rule]\nheld = \"document\"\n\n[[stricter]]\nrequirement = \"bypass-150\"\ntarget = 160\n";
    let weaker = text.replace("160", "140");
    lea.fills(layer, layer, &[("institution", &own), ("words", &weaker), ("do", "set")])
        .await
        .is(422)
        .says("140 is weaker than the programme’s own 150");
    ann.get("/requirements").await.is(200).does_not_say("Local induction");
    let mine = format!("{layer}?institution={own}");
    lea.fills(layer, layer, &[("institution", &own), ("words", text), ("do", "set")]).await.leads_to(&mine);
    house.letters().await;
    lea.get(layer).await.is(200).says("Local induction").says("With you: 160");
    ann.get("/requirements").await.is(200).says("Local induction").says("Added by Demo University Hospital");
    let cases = format!("/requirements/{}/bypass-150", made.enrolment);
    ann.get(&cases).await.is(200).says("At least 160").says("Stricter at Demo University Hospital");
    ann.get("/entries/new?kind=bypass-case").await.is(200).says("Theatre");
    // The programme itself is as its owner wrote it.
    lea.get("/programmes/perfusion-msc/versions/2025")
        .await
        .is(200)
        .says("At least 150")
        .does_not_say("Local induction");
    // A supervisor, and a lead of a department alone, add nothing.
    house.signed_in("sue@demo.example").await.get(layer).await.is(404);
    ann.post(layer, &[("institution", &*own), ("words", text), ("do", "set")]).await.is(404);
    lea.fills(layer, layer, &[("institution", &own), ("words", text), ("do", "end")]).await.leads_to(&mine);
    house.letters().await;
    ann.get("/requirements").await.is(200).does_not_say("Local induction");
    ann.get(&cases).await.is(200).says("At least 150");
}
