//! Everything that the check says it covers, tampered with: each column of each covered table changed, a
//! row removed, a row put in; events changed, removed, put in, moved, cut off; files changed, lost, put
//! in. And the list of what is covered is the schema, table for table.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use perfolio::db::conn::Conn;
use perfolio::db::schema::{departments, institutions};
use perfolio::domain::names::{DepartmentId, EntryId};
use perfolio::domain::role::Capacity;
use perfolio::features::history::{How, TABLES};

use super::{outside, verified};
use crate::earlier;
use crate::evidence::{photo, submitted};
use crate::kit::TestApp;
use crate::kit::acted::{Acted, three_cases};
use crate::kit::browser::Browser;
use crate::kit::elsewhere::elsewhere;
use crate::kit::many::{Enrolled, LEAD, SUPERVISOR, TRAINEE};
use crate::kit::morning::set_up;
use crate::kit::programme::{enrols, publishes};
use crate::kit::work::appoints;
use crate::migrations::believed;
use crate::requests::goes_away;

/// Columns of each table with their types.
fn columns() -> BTreeMap<String, Vec<(String, String)>> {
    let mut all: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for column in believed() {
        let (table, name) = column.place.split_once('.').unwrap();
        all.entry(table.to_owned()).or_default().push((name.to_owned(), column.kind.clone()));
    }
    all
}

#[test]
fn every_table_has_its_place_in_the_list() {
    let columns = columns();
    for table in columns.keys() {
        let known = TABLES.iter().filter(|known| known.name == table).count();
        assert_eq!(known, 1, "{table}: say in history/coverage.rs how it is checked, or why not");
    }
    for table in TABLES {
        let own = columns.get(table.name).unwrap_or_else(|| panic!("there is no table {}", table.name));
        for (column, _) in table.but {
            assert!(own.iter().any(|(name, _)| name == column), "there is no column {}.{column}", table.name);
        }
    }
}

/// A house with something in every table that is covered.
pub async fn furnished(house: &TestApp) -> Acted {
    let admin = set_up(house).await;
    let rules = [("files", "bypass-case"), ("camera", "bypass-case")];
    admin.fills("/settings/rules", "/settings/rules", &rules).await.leads_to("/settings/rules");
    let pattern = [("name", "Northgate number"), ("form", "RXH ######"), ("example", "RXH 123456")];
    admin.fills("/settings/patterns", "/settings/patterns", &pattern).await.leads_to("/settings/patterns");
    let acted = three_cases(house).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let lea = house.signed_in(LEAD).await;
    submitted(&ann, &acted.made, &[("circuit.jpg", &photo(200))]).await;
    let from = [("from-day", "1"), ("from-month", "9"), ("from-year", "2026")];
    let registered = [[("register", "ccps|full"), ("number", "P 17")].as_slice(), &from].concat();
    sue.fills("/registrations", "/registrations", &registered).await.leads_to("/registrations");
    let person = format!("/people/{}", acted.made.supervisor);
    let page = lea.get(&person).await;
    let mut confirms = page.body.split("action=\"").filter_map(|rest| rest.split('"').next());
    let confirms = confirms.find(|act| act.contains("/confirmation")).unwrap().to_owned();
    lea.sends(&page, &confirms, &[]).await.is(303);
    let terms = format!("/enrolments/{}/terms", acted.enrolment);
    let waiver = [("requirement", "bypass-150"), ("term", "waiver"), ("reason", "Did it elsewhere")];
    lea.fills(&terms, &terms, &waiver).await.leads_to(&terms);
    let life = format!("/enrolments/{}/life/working", acted.enrolment);
    let part = [("percent", "80"), ("category", "health"), ("reason", "Advised to rest"), ("do", "record")];
    let part = [&part[..], &[("day-day", "1"), ("day-month", "9"), ("day-year", "2026")]].concat();
    lea.fills(&life, &life, &part).await.is(303);
    let number = [("issuer", "student"), ("body", "University of Bristol"), ("number", "AB 12")];
    let numbers = format!("{person}/numbers");
    lea.fills(&numbers, &numbers, &number).await.leads_to(&numbers);
    let figure = "/programmes/perfusion-msc/versions/2025/figures/mix-grafting";
    lea.fills(figure, figure, &[("amount", "45"), ("source", "Minutes")]).await.is(303);
    let aortic = [("requirement", "mix-aortic"), ("term", "waiver"), ("reason", "Did it elsewhere, too")];
    lea.fills(&terms, &terms, &aortic).await.leads_to(&terms);
    elsewhere(house, &acted, &lea, &ann).await;
    let layer = "/programmes/perfusion-msc/versions/2025/layer";
    let more = "layer_of = \"perfusion-msc@2025\"\n[[requirements]]\ncode = \"induction\"\ntitle = \"Induction\"\nillustrative = true\n[requirements.rule]\nheld = \"document\"\n";
    let institution = house
        .app
        .read(|r| Ok(institutions::table.select(institutions::id).first::<String>(r.conn())?))
        .await
        .unwrap();
    lea.fills(layer, layer, &[("institution", &institution), ("words", more), ("do", "set")]).await.is(303);
    house.letters().await;
    let export = format!("/exports/new?enrolment={}", acted.enrolment);
    ann.fills(&export, "/exports", &[("format", "xlsx"), ("when", "now")]).await.leads_to("/exports");
    // A logbook from before, accepted, and earlier learning that was claimed.
    let draft = earlier::uploads(&ann, earlier::LOG.as_bytes(), &[], &[]).await;
    let set = earlier::brings_in(&ann, &draft).await;
    earlier::accepted(house, &acted, &set, &[("which", "all")]).await;
    let form = format!("/earlier/claims/new?enrolment={}&requirement=bypass-150", acted.enrolment);
    let page = ann.get(&form).await;
    let claim = [
        ("what", "A module"),
        ("place", "Leeds"),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2019"),
        ("until-day", "1"),
        ("until-month", "7"),
        ("until-year", "2020"),
        ("why", "The same."),
        ("which", "all"),
    ];
    earlier::posts(&ann, &page, "/earlier/claims", &claim, &[]).await.is(303);
    // Two cases signed together, after a look at one of them.
    acted.logs(&ann).await;
    crate::together::signed_together(&sue).await;
    acted.logs(&ann).await;
    away_and_handed_over(house, &acted, &ann, &sue).await;
    // A case that somebody without an account signed, from an address that the lead allowed.
    let first = |r: &mut perfolio::db::Reading<'_>| {
        Ok(departments::table.order(departments::id).select(departments::id).first(r.conn())?)
    };
    let department: DepartmentId = house.app.read(first).await.unwrap();
    crate::outside::allows(house, &department, "northgate.nhs.uk").await.is(303);
    crate::rooms::scanned(house, &department, &sue).await;
    let entry = EntryId::new(acted.logs(&ann).await.rsplit('/').next().unwrap());
    let link = crate::outside::link_to(&ann, &entry).await;
    crate::outside::signs_through(house, &house.browser(), &link, crate::outside::WORDS).await.is(303);
    both_sides(house, &acted, &sue, &ann).await;
    crate::feedback::as_rows(house, (&acted.portfolio, &acted.enrolment), &acted.made.supervisor).await;
    house.vouches().await;
    crate::quality::read_again(house, &acted).await;
    crate::approvals::ids(house, &acted).await;
    // A sign-off on paper.
    let of = acted.portfolio.clone();
    let signed = house.app.read(move |r| {
        use perfolio::db::schema::entries;
        let signed = entries::table.filter(entries::portfolio_id.eq(&of)).filter(entries::state.eq("signed"));
        Ok(signed.order(entries::number).select(entries::id).first::<EntryId>(r.conn())?)
    });
    let paper = format!("/entries/{}/certificate", signed.await.unwrap());
    lea.fills(&paper, &paper, &[]).await.leads_to(&paper);
    // A review with a panel, prepared, frozen, decided and objected to.
    let panel = [("guest", SUPERVISOR), ("chair", "guest")];
    let review = crate::reviews::planned(&lea, &acted.enrolment, &panel).await;
    crate::reviews::whole::prepares(&ann, &review, &crate::reviews::whole::OWN).await.is(303);
    crate::reviews::whole::freezes(&lea, &review).await;
    crate::reviews::whole::concludes(&lea, &review).await.is(303);
    crate::reviews::whole::objects(&ann, &review).await.is(303);
    // Somebody is to be erased.
    let lead = acted.made.lead.clone();
    let stan = house.person("Stan Stranger", "stan@demo.example").await;
    crate::erasures::proposed_row(house, &stan, &lead).await;
    // Something was found in a case, and struck out with a file of it.
    let found = submitted(&ann, &acted.made, &[("found.jpg", &photo(33))]).await;
    let incident = crate::redactions::reports(&ann, &found, &["field:bypass-minutes", "file:"]).await;
    crate::redactions::strikes(&lea, &incident, &["field:bypass-minutes", "file:"]).await.is(303);
    house.later(60);
    house.letters().await;
    let (code, told) = verified(house).await;
    assert_eq!(code, 0, "{told}");
    acted
}

/// Sue begins an assessment on a form with two sides, and Ann says that she has seen it. Of an evaluation in confidence she
/// knows nothing.
async fn both_sides(house: &TestApp, acted: &Acted, sue: &Browser<'_>, ann: &Browser<'_>) {
    use perfolio::db::schema::portfolios;
    let version = publishes(house, crate::forms::PROGRAMME).await;
    let portfolio = acted.portfolio.clone();
    let person = house.app.read(move |r| {
        Ok(portfolios::table.find(&portfolio).select(portfolios::person_id).first(r.conn())?)
    });
    let like = Enrolled {
        person: person.await.unwrap(),
        portfolio: acted.portfolio.clone(),
        enrolment: acted.enrolment.clone(),
        entries: Vec::new(),
    };
    let on = enrols(house, &like.person, &version, &like).await;
    let page = format!("/assessments/new?trainee={}&kind=dops", on.enrolment);
    let day = [("on-day", "12"), ("on-month", "11"), ("on-year", "2026"), ("f-title", "12-lead ECG")];
    let sent = sue.fills(&page, "/assessments", &[&day[..], crate::forms::ANSWERS].concat()).await;
    let path = format!("/entries/{}", crate::forms::entry_in(&sent));
    ann.fills(&path, &format!("{path}/acknowledgement"), &[("answer", "Yes.")]).await.leads_to(&path);
    let page = format!("/assessments/new?trainee={}&kind=supervisor-evaluation", on.enrolment);
    let words = [("f-occasion", "midterm"), ("f-progress", "behind"), ("f-support", "More time in theatre.")];
    sue.fills(&page, "/assessments", &[&day[..3], &words[..]].concat()).await.is(303);
}

/// Sue is away, Tom signs for her, and what still waits is handed over to him.
async fn away_and_handed_over(house: &TestApp, acted: &Acted, ann: &Browser<'_>, sue: &Browser<'_>) {
    let person = acted.portfolio.clone();
    let department = house.app.read(move |r| {
        use perfolio::db::schema::enrolments;
        let of = enrolments::table.filter(enrolments::portfolio_id.eq(&person));
        Ok(of.select(enrolments::department_id).first::<DepartmentId>(r.conn())?)
    });
    let tom = house.person("Tom Hill", "tom@demo.example").await;
    appoints(house, &tom, Capacity::Supervisor, &department.await.unwrap()).await;
    goes_away(sue, "/away", (12, 24), &[("deputy", tom.as_str())]).await.leads_to("/away");
    acted.decides(&house.signed_in("tom@demo.example").await, true).await;
    house.later(60);
    let entry = acted.logs(ann).await;
    ann.fills(&entry, &format!("{entry}/request"), &[("ask", tom.as_str())]).await.leads_to(&entry);
}

/// One row of the table: the one that lies last of those that fit and of which the condition is true.
/// Where a row lies says nothing: PostgreSQL fills holes in its pages when it likes.
fn one_row(conn: &Conn, table: &str, condition: &str) -> String {
    let row = match conn {
        Conn::Sqlite(_) => "rowid",
        Conn::Postgres(_) => "ctid",
    };
    let fitting = match table {
        "books" => "kind = 'portfolio'",
        // The last of its book: the number after it is free.
        "audit_events" => {
            "seq = (SELECT MAX(later.seq) FROM audit_events AS later WHERE later.book_id = audit_events.book_id)"
        }
        "evidence" => "version_id IS NOT NULL",
        "exports" => "what = 'portfolio'",
        "personal_terms" => "term = 'waiver'",
        _ => "TRUE",
    };
    format!("{row} = (SELECT MAX({row}) FROM {table} WHERE {fitting} AND {condition})")
}

/// Another value of the column, which its checks let in.
fn another(table: &str, column: &str, kind: &str) -> String {
    let word = match (table, column) {
        // A number that no neighbour has, wherever the row lies.
        ("audit_events", "seq") | ("entries" | "entry_versions", "number") => {
            return format!("{column} + 1000");
        }
        ("books", "kind") => "'programme'",
        ("programme_versions", "state") => "'retired'",
        ("entries" | "feedback_rounds", "state") => "'withdrawn'",
        ("requests", "closed_how") => "'replaced'",
        ("decisions" | "second_readings", "verdict") => "'signed'",
        ("decisions" | "acceptances", "salts") => "'{}'",
        ("acceptances", "verdict") => "'refused'",
        ("exports", "what") => "'cohort'",
        ("exports", "format") => "'pdf'",
        ("personal_terms", "term") => "'target'",
        ("life_events", "what") => "'active'",
        ("incidents" | "redactions", "sort") => "'birth'",
        ("incidents", "state") => "'unfounded'",
        ("erasures", "why") => "'asked'",
        ("erasures", "state") => "'declined'",
        ("erasures", "declined_why") => "'early'",
        ("outside_numbers", "issuer") => "'other'",
        ("official_entries", "capacity") => "'lead'",
        ("appointment_scopes" | "work_domains" | "quality_samples" | "rooms", "scope") => "'site'",
        ("nomination_answers", "answer") => "'taken-back'",
        ("statements", "verdict") => "'returned'",
        ("statements", "seen_how") => "'discussed'",
        ("statements", "handed") => "'shown'",
        ("statements", "proof") => "'letter'",
        ("statements", "standing") => "'lapsed'",
        ("statements", "salts") => "'{}'",
        ("review_preparations", "side") => "'supervisor'",
        ("unread", "capacity") => "'lead'",
        ("review_replies", "what") => "'upheld'",
        (_, "holds_until" | "behind_from") => "'2199-01-01'",
        _ => match kind.trim_end_matches(" null") {
            "date" => "'2001-02-03'",
            "timestamp" => "'2001-02-03 04:05:06'",
            "boolean" => return format!("NOT {column}"),
            "integer" | "bigint" => return format!("COALESCE({column}, 0) + 1"),
            _ => return format!("COALESCE({column}, '') || 'x'"),
        },
    };
    word.to_owned()
}

/// What makes a copied row another one: its key, and what else may be there once only.
fn own(table: &str) -> &'static [&'static str] {
    match table {
        "accounts" => &["id", "email_folded"],
        "outside_numbers" => &["id", "number_folded"],
        "proved_addresses" => &["mailbox", "id"],
        "struck_files" => &["file_hash"],
        "certificates" => &["id", "number"],
        "rooms" => &["id", "token"],
        "institutions" => &["id", "name_folded"],
        "sites" | "departments" => &["id", "name"],
        "settings" => &["name"],
        "appointment_scopes" => &["scope_id"],
        "programmes" => &["id", "code"],
        "kinds" => &["version"],
        "programme_versions" => &["id", "version"],
        "portfolios" => &["id", "person_id"],
        "enrolments" => &["id", "version_id"],
        "entries" | "entry_versions" => &["id", "number"],
        "filings" => &["enrolment_id"],
        "unread" => &["capacity"],
        "files" => &["hash"],
        "move_pairs" => &["requirement"],
        "deputised" | "batched" => &["decision_id"],
        "second_readings" => &["item_id"],
        "quality_frames" => &["sample_id"],
        "nomination_answers" => &["nomination_id"],
        "move_terms" => &["term_id"],
        "standing_items" => &["requirement"],
        "earlier_rows" | "accepted_rows" => &["entry_id"],
        "audit_events" => &["seq"],
        _ => &["id"],
    }
}

/// Does it, expects it to be named, and puts the table back as it was.
async fn named(house: &TestApp, conn: &mut Conn, table: &str, sql: &str) {
    conn.batch_execute(&format!("CREATE TABLE kept AS SELECT * FROM {table}")).unwrap();
    conn.batch_execute(sql).unwrap_or_else(|why| panic!("{sql}: {why}"));
    let (code, told) = verified(house).await;
    let wrong: Vec<&str> = told.lines().filter(|line| line.starts_with("WRONG")).collect();
    assert_eq!(code, 1, "{sql}: {told}");
    assert!(!wrong.is_empty(), "{sql}: {told}");
    conn.batch_execute(&format!(
        "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept"
    ))
    .unwrap();
}

#[actix_web::test]
async fn each_column_that_is_covered_is_named_when_it_is_changed() {
    let house = TestApp::new().await;
    furnished(&house).await;
    let (mut conn, columns) = (outside(&house), columns());
    let mut changed = 0;
    for table in TABLES.iter().filter(|table| !matches!(table.how, How::Not(_))) {
        for (column, kind) in &columns[table.name] {
            if table.but.iter().any(|(left_out, _)| left_out == column) {
                continue;
            }
            let value = another(table.name, column, kind);
            let row = one_row(&conn, table.name, &format!("{column} IS DISTINCT FROM {value}"));
            let sql = format!("UPDATE {} SET {column} = {value} WHERE {row}", table.name);
            named(&house, &mut conn, table.name, &sql).await;
            changed += 1;
        }
    }
    assert!(changed > 150, "only {changed} columns");
    let (code, told) = verified(&house).await;
    assert_eq!(code, 0, "not put back as it was: {told}");
}

#[actix_web::test]
async fn a_row_that_is_removed_or_put_in_is_named() {
    let house = TestApp::new().await;
    furnished(&house).await;
    let (mut conn, columns) = (outside(&house), columns());
    for table in TABLES.iter().filter(|table| !matches!(table.how, How::Not(_))) {
        let (name, row) = (table.name, one_row(&conn, table.name, "TRUE"));
        named(&house, &mut conn, name, &format!("DELETE FROM {name} WHERE {row}")).await;
        // A standing is of an enrolment, each of which has one already.
        if name == "standings" {
            continue;
        }
        let names: Vec<&str> = columns[name].iter().map(|(column, _)| column.as_str()).collect();
        let values: Vec<String> = columns[name]
            .iter()
            .map(|(column, kind)| match (own(name).contains(&column.as_str()), kind.as_str()) {
                (true, "integer" | "bigint") => format!("{column} + 1000"),
                (true, _) => format!("{column} || 'x'"),
                (false, _) => column.clone(),
            })
            .collect();
        let (names, values) = (names.join(", "), values.join(", "));
        let sql = format!("INSERT INTO {name} ({names}) SELECT {values} FROM {name} WHERE {row}");
        named(&house, &mut conn, name, &sql).await;
    }
}

/// (what was done, what is said about it)
const EVENTS: [(&str, &str); 7] = [
    ("UPDATE audit_events SET actor = 'eve' WHERE act = 'entry/signed'", "was changed after it was written"),
    ("DELETE FROM audit_events WHERE act = 'entry/signed'", "missing; the next one found"),
    (
        "UPDATE audit_events SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE seq IN (2, 3) AND book_id <> 'house'; \
         UPDATE audit_events SET seq = -seq WHERE seq < 0",
        "does not follow from the event before it",
    ),
    (
        "INSERT INTO audit_events SELECT book_id, 0, at, act_id, actor, act, subject, detail, prev, hash \
         FROM audit_events WHERE act = 'entry/signed'",
        "event 1 missing; the next one found is number 0",
    ),
    // Cut off, the head left as it was: the book says how many it has.
    (
        "DELETE FROM audit_events WHERE book_id <> 'house' AND seq = \
         (SELECT MAX(seq) FROM audit_events e WHERE e.book_id = audit_events.book_id)",
        "but the book says it has",
    ),
    // Cut off together with the head: the rows that the event told of are there and in no event.
    (
        "DELETE FROM audit_events WHERE act = 'entry/submitted' AND seq = \
         (SELECT MAX(seq) FROM audit_events e WHERE e.book_id = audit_events.book_id); \
         UPDATE books SET seq = seq - 1, hash = (SELECT e.hash FROM audit_events e WHERE e.book_id = books.id \
         ORDER BY e.seq DESC LIMIT 1) WHERE kind = 'portfolio'",
        "is in no event",
    ),
    // A decision as a forger would put it in, with everything but an event.
    (
        "INSERT INTO decisions SELECT 'forged', d.entry_id, d.version_id, NULL, d.signer_id, d.capacity, 'signed', \
         d.satisfactory, d.level, '', '', d.root, d.known_from, NULL, '', '' FROM decisions d WHERE verdict = 'returned'",
        "decisions/forged is in no event",
    ),
];

#[actix_web::test]
async fn each_way_to_tamper_with_events_has_its_sentence() {
    for (sql, said) in EVENTS {
        let house = TestApp::new().await;
        three_cases(&house).await;
        outside(&house).batch_execute(sql).unwrap();
        let (code, told) = verified(&house).await;
        assert_eq!(code, 1, "{sql}: {told}");
        let wrong: Vec<&str> = told.lines().filter(|line| line.starts_with("WRONG")).collect();
        assert!(wrong.iter().any(|line| line.contains(said)), "{sql}: no “{said}” in {wrong:#?}");
    }
}

#[actix_web::test]
async fn a_file_that_is_changed_lost_or_put_in_is_named() {
    let house = TestApp::new().await;
    let acted = three_cases(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    submitted(&ann, &acted.made, &[("trace.pdf", b"%PDF-1.7\n1 0 obj\n")]).await;
    house.ends_out_of_order("its files were tampered with");
    let all = house.app.files.all().unwrap();
    let [hash] = &all[..] else { panic!("one file is there: {all:?}") };
    let place = house.app.files.find(hash).unwrap();
    let bytes = std::fs::read(&place).unwrap();

    let mut other = bytes.clone();
    other[3] ^= 1;
    std::fs::write(&place, &other).unwrap();
    let (code, told) = verified(&house).await;
    assert_eq!(code, 1, "{told}");
    assert!(told.contains(&format!("WRONG  file {hash}, of evidence/")), "{told}");
    assert!(told.contains("has other bytes than its name says"), "{told}");

    std::fs::remove_file(&place).unwrap();
    let (code, told) = verified(&house).await;
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("cannot be read"), "{told}");

    std::fs::write(&place, &bytes).unwrap();
    let stray = house.app.files.put(b"nobody's").unwrap();
    std::fs::write(place.with_file_name("notes.txt"), b"x").unwrap();
    let (code, told) = verified(&house).await;
    assert_eq!(code, 0, "a stray file is told, and is what an upload that broke off leaves: {told}");
    assert!(told.contains(&format!("STRAY  file {stray}")), "{told}");
    assert!(told.contains("STRAY  file notes.txt"), "{told}");
}
