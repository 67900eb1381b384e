//! Every letter that the house writes, each once, from a house in which everything has happened: plain text and HTML, at
//! most one link, no word of what anybody recorded or wrote, no colour of its own, and a twin among the notices.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use perfolio::config::Config;
use perfolio::db::schema::*;
use perfolio::db::twins as twin;
use perfolio::db::tx::Why;
use perfolio::domain::factor::News as FactorNews;
use perfolio::domain::feedback::News;
use perfolio::domain::job::{Job, Notice, OutsideLetter};
use perfolio::domain::names::*;
use perfolio::domain::time::Day;
use perfolio::mail::{Letter, Mailer};

use crate::audit::tampering::furnished;
use crate::kit::TestApp;
use crate::kit::acted::Acted;
use crate::kit::browser::Browser;
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::post::Post;
use crate::outside::{ADDRESS, link_to, with};

/// Stands in everything that people write, and in nothing else.
const PROSE: &str = "Quillfeather";
const WRITTEN: &str = "\
    UPDATE decisions SET comment = 'Quillfeather', reason = 'Quillfeather', undone_why = 'Quillfeather'; \
    UPDATE acceptances SET reason = 'Quillfeather', undone_why = 'Quillfeather'; \
    UPDATE statements SET comment = 'Quillfeather', reason = 'Quillfeather', seen_where = 'Quillfeather'; \
    UPDATE life_events SET reason = 'Quillfeather'; \
    UPDATE nomination_answers SET reason = 'Quillfeather'; UPDATE nominations SET post = 'Quillfeather'; \
    UPDATE review_outcomes SET words = 'Quillfeather', label = 'Quillfeather'; \
    UPDATE review_replies SET words = 'Quillfeather'; \
    UPDATE feedback_rounds SET reason = 'Quillfeather'; \
    DELETE FROM second_readings; \
    UPDATE exports SET state = 'ready'; \
    UPDATE entries SET title = 'Quillfeather'; \
    UPDATE statements SET standing = 'denied', ended_why = ''; \
    UPDATE entry_versions SET until_day = '2026-12-01' WHERE id IN (SELECT version_id FROM certificates)";

/// Of each sort of notice one word; a new one that this file does not try fails the test below.
fn sort(what: &Notice) -> &'static str {
    match what {
        Notice::Invited { .. } => "invited",
        Notice::NewPassword { .. } => "new password",
        Notice::Asked { .. } => "asked",
        Notice::Decided { .. } => "decided",
        Notice::DecidedTogether { .. } => "decided together",
        Notice::TakenBack { .. } => "taken back",
        Notice::EarlierJudged { .. } => "earlier judged",
        Notice::OutsideEnded { .. } => "outside ended",
        Notice::LinkUnused { .. } => "link unused",
        Notice::AskedIsGone { .. } => "asked is gone",
        Notice::AskedAreGone { .. } => "asked are gone",
        Notice::NobodyDecides { letter: false, .. } => "nobody decides",
        Notice::NobodyDecides { letter: true, .. } => "a letter is not opened",
        Notice::LinkGuessed { .. } => "link guessed",
        Notice::SameRegistration { .. } => "same registration",
        Notice::ChangedAfterSigning { .. } => "changed after signing",
        Notice::ExportReady { .. } => "export ready",
        Notice::Held { .. } => "held",
        Notice::LookedBack { .. } => "looked back",
        Notice::LifeRecorded { .. } => "life recorded",
        Notice::LifeTakenBack { .. } => "life taken back",
        Notice::HandedOver { .. } => "handed over",
        Notice::HandedOn { .. } => "handed on",
        Notice::HandedTogether { here: true, .. } => "handed over together",
        Notice::HandedTogether { here: false, .. } => "handed on together",
        Notice::DeputyNamed { .. } => "deputy named",
        Notice::SaidAway { .. } => "said away",
        Notice::Reminded { .. } => "reminded",
        Notice::Digest { .. } => "digest",
        Notice::IncidentOpened { .. } => "incident opened",
        Notice::NobodyGoverns => "nobody governs",
        Notice::StruckOut { .. } => "struck out",
        Notice::ReviewPlanned { .. } => "review planned",
        Notice::ReviewSeat { .. } => "review seat",
        Notice::ReviewMoved { .. } => "review moved",
        Notice::ReviewCalledOff { .. } => "review called off",
        Notice::ReviewSeatEnded { .. } => "review seat ended",
        Notice::ReviewReminder { .. } => "review reminder",
        Notice::ReviewFrozen { .. } => "review frozen",
        Notice::ReviewOutcome { .. } => "review outcome",
        Notice::ReviewToEnter { .. } => "review to enter",
        Notice::ReviewObjected { .. } => "review objected",
        Notice::ReviewAnswered { .. } => "review answered",
        Notice::Nominated { .. } => "nominated",
        Notice::NotApproved { .. } => "not approved",
        Notice::AssessorApproved { .. } => "assessor approved",
        Notice::ApprovalEnded { .. } => "approval ended",
        Notice::ApprovalEnds { .. } => "approval ends",
        Notice::ErasureProposed { .. } => "erasure proposed",
        Notice::ErasureSettled { .. } => "erasure settled",
        Notice::CertificateEnds { .. } => "certificate ends",
        Notice::CertificateWithdrawn { .. } => "certificate withdrawn",
        Notice::Figures { .. } => "figures",
        Notice::Feedback { .. } => "feedback",
        Notice::SecondReadings { .. } => "second readings",
        Notice::RecordedFor { .. } => "recorded for",
        Notice::Added { .. } => "added",
        Notice::SecondFactor { .. } => "second factor",
        Notice::ResetWaits { .. } => "reset waits",
    }
}

/// How many sorts there are in the list above.
const SORTS: usize = 59;

fn in_order(what: &str, letter: &Letter, links: usize) {
    let Letter { subject, text, html, .. } = letter;
    assert!(!subject.is_empty() && !subject.contains('\n'), "{what}: {subject:?}");
    assert!(text.starts_with("Hello ") && html.contains("<p>Hello "), "{what}: a part is missing");
    for part in [subject, text, html] {
        assert!(!part.contains(PROSE), "{what} carries what somebody wrote: {part}");
    }
    assert_eq!(text.matches("://").count(), links, "{what}: addresses in {text}");
    assert_eq!(html.matches("href=\"").count(), links, "{what}: links in {html}");
    assert_eq!(html.matches("://").count(), links, "{what}: addresses in {html}");
    assert!(html.contains("<meta name=\"color-scheme\" content=\"light dark\">"), "{what}: {html}");
    for colour in ["style", "bgcolor", "color=", "color:", "background", "<img"] {
        assert!(!html.contains(colour), "{what} has a colour of its own, {colour}: {html}");
    }
}

/// Who, whose and until when, where a letter could forget it.
fn about_whom(what: &Notice) -> &'static [&'static str] {
    match what {
        Notice::IncidentOpened { .. } => &["reported that your entry of"],
        Notice::StruckOut { .. } => &["out of your entry of"],
        Notice::CertificateWithdrawn { .. } => &["withdrew your certificate 7H3K-9M2P-X4QD on"],
        Notice::RecordedFor { .. } => &["recorded a CPD activity of 3 November 2026"],
        Notice::ErasureProposed { .. } => &["of information governance, proposed on", "by ", "2026"],
        Notice::ErasureSettled { .. } => &["that you proposed on", "2026"],
        _ => &[],
    }
}

/// All of them through a real SMTP conversation: each arrives whole, in both parts, at its one address.
async fn carried(letters: &[Letter]) {
    let (post, folder) = (Post::open(), tempfile::tempdir().unwrap());
    let url = |name: &str| (name == "PERFOLIO_SMTP_URL").then(|| post.url.clone());
    let config = Config::read(url, &[], folder.path().to_str().unwrap()).unwrap();
    let line = Mailer::by_smtp(config.smtp.as_ref().unwrap(), "perfolio@demo.example").unwrap();
    for letter in letters {
        line.send(letter).await.unwrap();
    }
    let mails = post.mails();
    assert_eq!(mails.len(), letters.len());
    let mut ids = std::collections::BTreeSet::new();
    for (mail, letter) in mails.iter().zip(letters) {
        assert_eq!(mail.to, std::slice::from_ref(&letter.to_address));
        for part in
            ["Content-Type: multipart/alternative", "Content-Type: text/plain", "Content-Type: text/html"]
        {
            assert!(mail.lines.contains(part), "no {part} in {}", mail.lines);
        }
        let id = mail.lines.lines().find_map(|line| line.strip_prefix("Message-ID: <"));
        assert!(id.is_some_and(|id| id.ends_with("@demo.example>")), "{}", mail.lines);
        ids.insert(id.unwrap().to_owned());
        assert!(mail.lines.contains("Auto-Submitted: auto-generated"), "{}", mail.lines);
        assert!(mail.lines.contains("\nSubject: ") && !mail.lines.contains(PROSE), "{}", mail.lines);
    }
    assert_eq!(ids.len(), mails.len(), "each its own");
}

async fn changes(house: &TestApp, sql: &'static str) {
    let changed = house.app.write_quietly(Why::Swept, move |tx| Ok(tx.conn().batch_execute(sql)?));
    changed.await.unwrap();
}

/// What the job writes, now.
async fn written(house: &TestApp, job: Job) -> Vec<Letter> {
    house.app.write_quietly(Why::Reminded, move |tx| tx.later(job)).await.unwrap();
    house.letters().await
}

async fn told(house: &TestApp, to: &AccountId, what: &Notice, links: usize) -> Letter {
    let letters = written(house, Job::Tell { to: to.clone(), what: what.clone() }).await;
    assert_eq!(letters.len(), 1, "{what:?} is one letter: {letters:?}");
    let letter = letters.into_iter().next().unwrap();
    in_order(&format!("{what:?}"), &letter, links);
    letter
}

/// Lines on the page of notices.
async fn twins(who: &Browser<'_>) -> usize {
    who.get("/notices").await.is(200).body.matches("</a><br><span class=\"pf-quiet\">").count()
}

/// What the notices are about.
struct About {
    ann: AccountId,
    sue: AccountId,
    tom: AccountId,
    request: RequestId,
    /// Of the request.
    asked: EntryId,
    decision: DecisionId,
    batch: BatchId,
    acceptance: AcceptanceId,
    statement: StatementId,
    export: ExportId,
    life: LifeEventId,
    handover: HandoverId,
    absence: AbsenceId,
    incident: IncidentId,
    review: ReviewId,
    nomination: NominationId,
    approval: ApprovalId,
    enrolment: EnrolmentId,
    erasure: ErasureId,
    round: RoundId,
    rater: RaterId,
    certified: EntryId,
    sample: QualitySampleId,
    /// Of somebody without an account, and the decision.
    assessor: (AccountId, DecisionId),
}

async fn about(house: &TestApp, of: &Acted) -> About {
    let portfolio = of.portfolio.clone();
    let found = house.app.read(move |r| {
        let person =
            |email: &'static str| accounts::table.filter(accounts::email.eq(email)).select(accounts::id);
        let conn = r.conn();
        let tom: AccountId = person("tom@demo.example").first(conn)?;
        let signed = || {
            decisions::table
                .inner_join(entries::table)
                .filter(entries::portfolio_id.eq(&portfolio))
                .filter(decisions::known_until.is_null())
        };
        let asked =
            || requests::table.filter(requests::closed_at.is_null()).filter(requests::asked_id.eq(&tom));
        let together = batched::table.inner_join(decisions::table.on(decisions::id.eq(batched::decision_id)));
        let holds = certificates::table.filter(certificates::known_until.is_null());
        let stated = || statements::table.filter(statements::decision_id.is_not_null());
        let by = stated().select(statements::decision_id.assume_not_null());
        Ok(About {
            ann: person(TRAINEE).first(conn)?,
            sue: person(SUPERVISOR).first(conn)?,
            request: asked().order(requests::id).select(requests::id).first(conn)?,
            asked: asked().order(requests::id).select(requests::entry_id).first(conn)?,
            decision: signed().order(decisions::id).select(decisions::id).first(conn)?,
            batch: together.filter(decisions::known_until.is_null()).select(batched::batch_id).first(conn)?,
            acceptance: acceptances::table.select(acceptances::id).first(conn)?,
            statement: stated().select(statements::id).first(conn)?,
            export: exports::table.select(exports::id).first(conn)?,
            life: life_events::table
                .filter(life_events::known_until.is_null())
                .select(life_events::id)
                .first(conn)?,
            handover: handovers::table.select(handovers::id).first(conn)?,
            absence: absences::table.select(absences::id).first(conn)?,
            incident: incidents::table.select(incidents::id).first(conn)?,
            review: reviews::table.select(reviews::id).first(conn)?,
            nomination: nominations::table.select(nominations::id).first(conn)?,
            approval: approvals::table.select(approvals::id).first(conn)?,
            enrolment: approvals::table.select(approvals::enrolment_id).first(conn)?,
            erasure: erasures::table.select(erasures::id).first(conn)?,
            round: feedback_rounds::table.select(feedback_rounds::id).first(conn)?,
            rater: feedback_raters::table.select(feedback_raters::id).first(conn)?,
            sample: quality_samples::table.select(quality_samples::id).first(conn)?,
            certified: holds.select(certificates::entry_id).first(conn)?,
            assessor: decisions::table
                .filter(decisions::id.eq_any(by))
                .select((decisions::signer_id, decisions::id))
                .first(conn)?,
            tom,
        })
    });
    found.await.unwrap()
}

fn second_readings_until() -> Day {
    Day::of(2026, 12, 10).unwrap()
}

/// Each sort that has rows to speak of; some in all their words.
fn all(about: &About) -> Vec<Notice> {
    let About { request, decision, statement, review, erasure, round, .. } = about;
    let draft = DraftId::new("01arz3ndektsv4rrffq69g5fav");
    let mut all = vec![
        Notice::Asked { request: request.clone() },
        Notice::Decided { decision: decision.clone() },
        Notice::DecidedTogether { batch: about.batch.clone(), decisions: Vec::new() },
        Notice::EarlierJudged { acceptance: about.acceptance.clone() },
        Notice::OutsideEnded { statement: statement.clone() },
        Notice::SameRegistration { assessor: about.assessor.0.clone() },
        Notice::LinkUnused {
            entry: about.certified.clone(),
            day: Day::of(2026, 11, 3).unwrap(),
            asked: false,
        },
        Notice::AskedIsGone {
            entry: about.asked.clone(),
            number: 7,
            day: Day::of(2026, 11, 3).unwrap(),
            asked: about.tom.clone(),
        },
        Notice::NobodyDecides {
            entries: vec![(about.certified.clone(), Day::of(2026, 11, 3).unwrap())],
            letter: false,
        },
        Notice::NobodyDecides {
            entries: vec![(about.certified.clone(), Day::of(2026, 11, 3).unwrap()); 2],
            letter: true,
        },
        Notice::LinkGuessed { entry: about.certified.clone(), day: Day::of(2026, 11, 3).unwrap() },
        Notice::ChangedAfterSigning { decision: decision.clone() },
        Notice::ExportReady { export: about.export.clone() },
        Notice::Held { draft: draft.clone() },
        Notice::LookedBack { draft },
        Notice::LifeRecorded { event: about.life.clone() },
        Notice::HandedOver { handover: about.handover.clone() },
        Notice::HandedOn { handover: about.handover.clone() },
        Notice::DeputyNamed { absence: about.absence.clone() },
        Notice::SaidAway { absence: about.absence.clone() },
        Notice::IncidentOpened { incident: about.incident.clone() },
        Notice::NobodyGoverns,
        Notice::StruckOut { entry: about.certified.clone() },
        Notice::ReviewPlanned { review: review.clone() },
        Notice::ReviewSeat { review: review.clone() },
        Notice::ReviewMoved { review: review.clone() },
        Notice::ReviewCalledOff { review: review.clone() },
        Notice::ReviewSeatEnded { review: review.clone() },
        Notice::ReviewReminder { review: review.clone() },
        Notice::ReviewFrozen { review: review.clone() },
        Notice::ReviewOutcome { review: review.clone() },
        Notice::ReviewToEnter { review: review.clone() },
        Notice::ReviewObjected { review: review.clone() },
        Notice::ReviewAnswered { review: review.clone() },
        Notice::Nominated { nomination: about.nomination.clone() },
        Notice::NotApproved { nomination: about.nomination.clone(), enrolment: about.enrolment.clone() },
        Notice::AssessorApproved { approval: about.approval.clone(), enrolment: about.enrolment.clone() },
        Notice::ApprovalEnded { approval: about.approval.clone(), enrolment: about.enrolment.clone() },
        Notice::ApprovalEnds { approval: about.approval.clone(), enrolment: about.enrolment.clone() },
        Notice::ErasureProposed { erasure: erasure.clone(), own: true },
        Notice::ErasureProposed { erasure: erasure.clone(), own: false },
        Notice::ErasureSettled { erasure: erasure.clone() },
        Notice::Figures {
            sentence: "From 26 November 2026 on, Perfolio shows you how you decide.".to_owned(),
        },
        Notice::CertificateEnds { entry: about.certified.clone() },
        Notice::CertificateWithdrawn {
            entry: about.certified.clone(),
            number: "7H3K-9M2P-X4QD".to_owned(),
            by: about.sue.clone(),
            on: Day::of(2026, 11, 3).unwrap(),
        },
        Notice::SecondReadings { sample: about.sample.clone(), until: second_readings_until(), again: false },
        Notice::SecondReadings { sample: about.sample.clone(), until: second_readings_until(), again: true },
        Notice::RecordedFor {
            entry: about.certified.clone(),
            what: "a CPD activity".to_owned(),
            day: Day::of(2026, 11, 3).unwrap(),
            by: about.sue.clone(),
        },
        Notice::Added { sentence: "Lea Brook appointed you.".to_owned(), names: Vec::new() },
        Notice::ResetWaits { of: about.sue.clone(), proposed: false },
        Notice::ResetWaits { of: about.sue.clone(), proposed: true },
    ];
    all.extend(News::ALL.iter().map(|news| Notice::Feedback { round: round.clone(), news: *news }));
    all.extend(FactorNews::ALL.iter().map(|what| Notice::SecondFactor { what: *what }));
    all
}

#[actix_web::test]
async fn each_has_two_parts_one_link_no_word_of_the_record_and_a_twin() {
    let house = TestApp::new().await;
    let of = furnished(&house).await;
    house.ends_out_of_order("rows are changed without any act");
    changes(&house, WRITTEN).await;
    let about = about(&house, &of).await;
    let ann = house.signed_in(TRAINEE).await;
    house.letters().await;
    let mut tried: BTreeSet<&str> = BTreeSet::new();

    let before = twins(&ann).await;
    let (mut told_in_app, mut sent) = (0, Vec::new());
    for what in all(&about) {
        let letter = told(&house, &about.ann, &what, 1).await;
        for named in about_whom(&what) {
            assert!(letter.text.contains(*named), "{what:?} does not say {named}: {}", letter.text);
        }
        sent.push(letter);
        assert!(what.has_twin(), "{what:?}");
        told_in_app += 1;
        tried.insert(sort(&what));
    }
    let reminded = Notice::Reminded { request: about.request.clone(), by: None };
    let folded = written(&house, Job::Tell { to: about.ann.clone(), what: reminded.clone() }).await;
    assert!(folded.is_empty(), "it waits for the next digest: {folded:?}");
    tried.insert(sort(&reminded));
    assert_eq!(twins(&ann).await, before + told_in_app + 1, "each stands among the notices");
    carried(&sent).await;

    // What was taken back, and what ended otherwise.
    for sql in [
        "UPDATE statements SET standing = 'lapsed'",
        "UPDATE statements SET standing = 'overtaken', ended_why = 'domain'",
    ] {
        changes(&house, sql).await;
        told(&house, &about.ann, &Notice::OutsideEnded { statement: about.statement.clone() }, 1).await;
    }
    changes(&house, "UPDATE statements SET standing = 'denied'").await;
    let denied = Notice::OutsideEnded { statement: about.statement.clone() };
    let letter = told(&house, &about.sue, &denied, 1).await;
    assert!(letter.text.contains("by Ann Field"), "{}", letter.text);
    changes(
        &house,
        "UPDATE decisions SET known_until = known_from; UPDATE acceptances SET known_until = known_from; \
         UPDATE life_events SET known_until = known_from, undone_why = 'Quillfeather'",
    )
    .await;
    for what in [
        Notice::TakenBack { decision: about.decision.clone() },
        Notice::EarlierJudged { acceptance: about.acceptance.clone() },
        Notice::LifeTakenBack { event: about.life.clone() },
    ] {
        told(&house, &about.ann, &what, 1).await;
        tried.insert(sort(&what));
    }
    changes(&house, "UPDATE acceptances SET verdict = 'refused', known_until = NULL").await;
    told(&house, &about.ann, &Notice::EarlierJudged { acceptance: about.acceptance.clone() }, 1).await;

    // Those whose link is a key, and the digest.
    let lea = house.signed_in(LEAD).await;
    let department: DepartmentId = house
        .app
        .read(|r| Ok(departments::table.order(departments::id).select(departments::id).first(r.conn())?))
        .await
        .unwrap();
    let over = format!("department:{department}");
    let words = [
        ("name", "Una New"),
        ("email", "una@demo.example"),
        ("over", over.as_str()),
        ("from-day", "1"),
        ("from-month", "11"),
        ("from-year", "2026"),
    ];
    lea.fills("/people/supervisors/new", "/people/supervisors/new", &words).await.is(303);
    for letter in house.letters().await {
        in_order(&letter.subject, &letter, 1);
    }
    tried.insert("invited");
    let forgotten = [("email", SUPERVISOR)];
    house.browser().fills("/password/forgotten", "/password/forgotten", &forgotten).await;
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    in_order("a new password", &letters[0], 1);
    tried.insert("new password");
    ann.post("/reminders", &[("asked", about.tom.as_str())]).await.is(303);
    let now = house.app.clock.now();
    let digest = Notice::Digest { since: now.plus_days(-1), until: now.plus_days(1) };
    told(&house, &about.tom, &digest, 1).await;
    tried.insert(sort(&digest));
    // One letter of several, each of which stands among the notices by itself.
    let handovers = vec![about.handover.clone(); 2];
    for what in [
        Notice::HandedTogether { handovers: handovers.clone(), here: true },
        Notice::HandedTogether { handovers, here: false },
        Notice::AskedAreGone {
            entries: vec![
                (about.asked.clone(), 7, about.tom.clone()),
                (about.asked.clone(), 9, about.tom.clone()),
            ],
        },
    ] {
        assert!(!what.has_twin());
        told(&house, &about.ann, &what, 1).await;
        told(&house, &about.tom, &what, 1).await;
        tried.insert(sort(&what));
    }
    assert_eq!(tried.len(), SORTS, "tried: {tried:?}");
}

#[actix_web::test]
async fn every_notice_stands_on_some_page() {
    let house = TestApp::new().await;
    let ann = house.person("Ann Field", TRAINEE).await;
    let put = house.app.write_quietly(Why::Reminded, move |tx| {
        let now = tx.now();
        for number in 0..130 {
            let what = Notice::Added { sentence: format!("Said as number {number}."), names: Vec::new() };
            twin::put(tx.conn(), format!("n-{number:03}"), &ann, &what, now.plus_seconds(number - 200))?;
        }
        Ok(())
    });
    put.await.unwrap();
    let ann = house.signed_in(TRAINEE).await;
    let first = ann.get("/notices").await;
    first.is(200).says("Said as number 129.").says("Said as number 30.").does_not_say("Said as number 29.");
    assert!(first.body.contains("href=\"/notices?page=2\"") && !first.body.contains("page=1\""));
    let second = ann.get("/notices?page=2").await;
    second.is(200).says("Said as number 29.").says("Said as number 0.").does_not_say("Said as number 30.");
    assert!(second.body.contains("href=\"/notices?page=1\"") && !second.body.contains("page=3"));
    for odd in ["0", "-1", "x", "18446744073709551615"] {
        ann.get(&format!("/notices?page={odd}")).await.is(200);
    }
}

#[actix_web::test]
async fn so_have_those_to_people_without_an_account() {
    let house = TestApp::new().await;
    let of = furnished(&house).await;
    house.ends_out_of_order("rows are changed without any act");
    let about = about(&house, &of).await;
    let ann = house.signed_in(TRAINEE).await;
    house.letters().await;
    for again in [false, true] {
        let what = OutsideLetter::Rate { rater: about.rater.clone(), again };
        let letters = written(&house, Job::WriteOutside { what }).await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        in_order("to a colleague", &letters[0], 1);
        assert!(letters[0].text.contains("10 December 2026"), "until when: {}", letters[0].text);
    }
    let (assessor, decision) = about.assessor;
    told(&house, &assessor, &Notice::ChangedAfterSigning { decision }, 0).await;
    told(&house, &assessor, &Notice::SameRegistration { assessor: assessor.clone() }, 0).await;
    let struck = Notice::StruckOut { entry: about.certified.clone() };
    let letter = told(&house, &assessor, &struck, 0).await;
    assert!(letter.text.contains("by Ann Field"), "whose: {}", letter.text);

    let entry = EntryId::new(of.logs(&ann).await.rsplit('/').next().unwrap());
    let link = link_to(&ann, &entry).await;
    house.letters().await;
    let malik = house.browser();
    let words = with(&[("comment", PROSE), ("place", PROSE)]);
    let page = malik.get(&link).await;
    malik.sends(page.is(200), &link, &words).await.is(200);
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert_eq!(letters[0].to_address, ADDRESS);
    in_order("a code", &letters[0], 0);
    let later: Vec<(&str, &str)> = words.iter().copied().chain([("do", "later")]).collect();
    malik.sends(&page, &link, &later).await.is(303);
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    in_order("to confirm", &letters[0], 1);
    assert!(letters[0].text.contains("until 19 November 2026"), "until when: {}", letters[0].text);
}
