//! Alike entries signed together after a look at one that chance chose: what the record says, what cannot be drawn
//! again, what stops the whole batch, and how it is undone.

use diesel::prelude::*;
use perfolio::db::schema::{batch_items, batched, batches, decisions, entries, entry_versions};
use perfolio::db::tx::Why;
use perfolio::domain::names::*;
use perfolio::domain::role::Capacity;

use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::work::{appoints, changes, departments_of, submits};

/// Ann, Ben, Sue and Lea, and cases of Ann's that wait with Sue.
struct Waiting {
    house: TestApp,
    made: Many,
    cases: Vec<(EntryId, RequestId)>,
}

async fn waiting(days: &[&str]) -> Waiting {
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    let mut cases = Vec::new();
    for day in days {
        cases.push(submits(&house, &made, &made.trainees[0], day, &made.supervisor).await);
    }
    house.letters().await;
    Waiting { house, made, cases }
}

impl Waiting {
    async fn sue(&self) -> Browser<'_> {
        self.house.signed_in(SUPERVISOR).await
    }

    fn group(&self) -> String {
        format!("/together?kind=bypass-case&of={}", self.made.trainees[0].person)
    }

    /// Sue chooses these; gives what came of it.
    async fn chooses(&self, sue: &Browser<'_>, which: &[&EntryId]) -> Shown {
        let words: Vec<(&str, &str)> = which.iter().map(|id| ("entry", id.as_str())).collect();
        sue.fills(&self.group(), "/together", &words).await
    }

    /// The same, and the address of the batch.
    async fn batch(&self, sue: &Browser<'_>, which: &[&EntryId]) -> String {
        let sent = self.chooses(sue, which).await;
        sent.is(303).location().unwrap().to_owned()
    }

    fn all(&self) -> Vec<&EntryId> {
        self.cases.iter().map(|(entry, _)| entry).collect()
    }

    async fn drawn(&self, batch: &str) -> EntryId {
        let id = BatchId::new(batch.rsplit('/').next().unwrap());
        let drawn = self
            .house
            .app
            .read(move |r| Ok(batches::table.find(&id).select(batches::drawn_id).first(r.conn())?));
        drawn.await.unwrap()
    }

    async fn states(&self) -> Vec<String> {
        let ids: Vec<EntryId> = self.cases.iter().map(|(entry, _)| entry.clone()).collect();
        let states = self.house.app.read(move |r| {
            let these = entries::table.filter(entries::id.eq_any(ids)).order(entries::id);
            Ok(these.select(entries::state).load(r.conn())?)
        });
        states.await.unwrap()
    }

    async fn decisions(&self) -> i64 {
        let standing = self.house.app.read(|r| {
            Ok(decisions::table.filter(decisions::known_until.is_null()).count().get_result(r.conn())?)
        });
        standing.await.unwrap()
    }

    /// Ann's report as CSV.
    async fn report(&self) -> Shown {
        let ann = self.house.signed_in(TRAINEE).await;
        let page = format!("/exports/new?enrolment={}", self.made.trainees[0].enrolment);
        let sent = ann.fills(&page, "/exports", &[("format", "csv"), ("when", "now")]).await;
        ann.get(sent.is(303).location().unwrap()).await
    }
}

/// Chooses all of the first group of what waits for Sue; gives the page of the batch.
pub async fn chosen_together(sue: &Browser<'_>) -> String {
    let listed = sue.get("/together").await;
    let (_, after) = listed.is(200).body.split_once("href=\"/together?").expect("a group");
    let group =
        format!("/together?{}", after.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&"));
    let page = sue.get(&group).await;
    let boxes = page.is(200).body.split("name=\"entry\" type=\"checkbox\" value=\"").skip(1);
    let ids: Vec<&str> = boxes.filter_map(|rest| rest.split('"').next()).collect();
    let words: Vec<(&str, &str)> = ids.iter().map(|id| ("entry", *id)).collect();
    sue.sends(&page, "/together", &words).await.is(303).location().unwrap().to_owned()
}

/// Signs what was chosen.
pub async fn signs_all(sue: &Browser<'_>, batch: &str) {
    sue.fills(batch, &format!("{batch}/signature"), &LEVEL).await.leads_to("/inbox");
}

/// Signs together the first group of what waits for Sue.
pub async fn signed_together(sue: &Browser<'_>) {
    let batch = chosen_together(sue).await;
    signs_all(sue, &batch).await;
}

/// A batch of the supervisor's with one entry in it, for whoever asks who opens its page.
pub async fn batch_with(house: &TestApp, signer: &AccountId, entry: &EntryId) -> BatchId {
    let (signer, entry) = (signer.clone(), entry.clone());
    let made = house.app.write_quietly(Why::DraftSaved, move |tx| {
        let (id, now): (BatchId, _) = (tx.new_id(), tx.now());
        let (version, root): (EntryVersionId, String) = entry_versions::table
            .filter(entry_versions::entry_id.eq(&entry))
            .order(entry_versions::number.desc())
            .select((entry_versions::id, entry_versions::root))
            .first(tx.conn())?;
        diesel::insert_into(batches::table)
            .values((
                batches::id.eq(&id),
                batches::signer_id.eq(&signer),
                batches::drawn_id.eq(&entry),
                batches::begun_at.eq(now),
                batches::ended_how.eq(""),
            ))
            .execute(tx.conn())?;
        diesel::insert_into(batch_items::table)
            .values((
                batch_items::batch_id.eq(&id),
                batch_items::entry_id.eq(&entry),
                batch_items::version_id.eq(version),
                batch_items::root.eq(root),
            ))
            .execute(tx.conn())?;
        Ok(id)
    });
    made.await.unwrap()
}

const LEVEL: [(&str, &str); 2] = [("level", "at-hand"), ("comment", "A steady week.")];

#[actix_web::test]
async fn several_are_signed_with_one_comment_and_each_says_so() {
    let w = waiting(&["2026-11-03", "2026-11-04", "2026-11-05"]).await;
    let sue = w.sue().await;
    sue.get("/inbox").await.is(200).says("Sign several alike entries together");
    sue.get("/together").await.is(200).says("3 bypass cases: Ann Field");
    sue.get(&w.group()).await.is(200).says("Aortic surgery, 3 November 2026").says("Show me one of these");
    let batch = w.batch(&sue, &w.all()).await;
    let drawn = w.drawn(&batch).await;
    let page = sue.get(&batch).await;
    page.is(200).says("one of 3, chosen by chance").says("With me in reach").says("Sign all 3");
    let without = sue.sends(&page, &format!("{batch}/signature"), &[("comment", "A steady week.")]).await;
    without.is(422).says("Choose").says("A steady week.");
    assert_eq!(w.decisions().await, 0);
    let signed = sue.sends(&without, &format!("{batch}/signature"), &LEVEL).await;
    signed.leads_to("/inbox");
    let inbox = sue.get("/inbox").await;
    inbox.is(200).says("Signed together: 3 entries, one viewed.").says("Undo").says("Nothing waits for you");
    assert_eq!(w.states().await, ["signed", "signed", "signed"]);
    assert!(w.house.letters().await.is_empty(), "the letter waits as long as Undo works");

    // The trainee reads it at each, and gets one letter and one notice, not three.
    let ann = w.house.signed_in(TRAINEE).await;
    for (entry, _) in &w.cases {
        let which = if *entry == drawn { "this one" } else { "another one" };
        let said = format!("Signed in a batch of 3, one viewed: {which}.");
        ann.get(&format!("/entries/{entry}")).await.is(200).says(&said).says("A steady week.");
    }
    w.house.later(10);
    let letters = w.house.letters().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert_eq!(letters[0].subject, "Sue Carter signed 3 of your entries");
    ann.get("/notices")
        .await
        .says("Sue Carter signed 3 of your entries together, after a look at one of them.");
    ann.get("/home").await.says("3 of 150 cases signed");
    let report = w.report().await;
    report.says("Signed in a batch of 3, one viewed: this one.");
    report.says("Signed in a batch of 3, one viewed: another one.");
    sue.get(&batch).await.is(200).says("These were signed together.");
    let kept: i64 = w.house.app.read(|r| Ok(batched::table.count().get_result(r.conn())?)).await.unwrap();
    assert_eq!(kept, 3);
}

#[actix_web::test]
async fn what_is_signed_alone_says_nothing_of_a_batch() {
    let w = waiting(&["2026-11-03"]).await;
    let sue = w.sue().await;
    sue.get("/inbox").await.is(200).does_not_say("Sign several alike entries together");
    sue.get("/together").await.is(200).says("Nothing that waits for you is alike");
    let page = format!("/inbox/{}", w.cases[0].1);
    sue.fills(&page, &format!("{page}/signature"), &LEVEL).await.is(303);
    let ann = w.house.signed_in(TRAINEE).await;
    ann.get(&format!("/entries/{}", w.cases[0].0)).await.is(200).does_not_say("batch of");
}

#[actix_web::test]
async fn what_was_drawn_cannot_be_drawn_again() {
    let w = waiting(&["2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06"]).await;
    let sue = w.sue().await;
    let first = w.batch(&sue, &w.all()).await;
    let drawn = w.drawn(&first).await;
    for _ in 0..3 {
        sue.get(&first).await.is(200);
        assert_eq!(w.drawn(&first).await, drawn, "a second look draws nothing");
    }
    sue.fills(&first, &format!("{first}/end"), &[]).await.leads_to("/inbox");
    sue.get(&first)
        .await
        .is(200)
        .says("Nothing was signed together")
        .says("You left these. Each of them waits");
    for _ in 0..6 {
        let again = w.batch(&sue, &w.all()).await;
        assert_eq!(w.drawn(&again).await, drawn, "another choice of the same draws the same");
    }
    let others: Vec<&EntryId> = w.all().into_iter().filter(|id| **id != drawn).collect();
    let without = w.chooses(&sue, &others).await;
    without.is(422).says("Decide on that one first, or choose it with these.");
    // Once it is decided, chance chooses among the others.
    let request = &w.cases.iter().find(|(entry, _)| *entry == drawn).unwrap().1;
    let page = format!("/inbox/{request}");
    sue.fills(&page, &format!("{page}/signature"), &LEVEL).await.is(303);
    let anew = w.batch(&sue, &others).await;
    assert!(others.contains(&&w.drawn(&anew).await));
}

#[actix_web::test]
async fn one_that_changes_meanwhile_stops_all_of_them() {
    let w = waiting(&["2026-11-03", "2026-11-04", "2026-11-05"]).await;
    let sue = w.sue().await;
    let batch = w.batch(&sue, &w.all()).await;
    let drawn = w.drawn(&batch).await;
    let page = sue.get(&batch).await;
    let (other, _) = w.cases.iter().find(|(entry, _)| *entry != drawn).unwrap();
    changes(&w.house, &w.made.trainees[0], other, "circuit", "Make 7", &w.made.supervisor).await;
    let refused = sue.sends(&page, &format!("{batch}/signature"), &LEVEL).await;
    refused
        .is(422)
        .says("Some of these have been changed or decided meanwhile")
        .says("A steady week.")
        .says("Sign all 2");
    assert_eq!(w.decisions().await, 0);
    // What still waits is a batch of two, and the record says two.
    sue.sends(&refused, &format!("{batch}/signature"), &LEVEL).await.leads_to("/inbox");
    assert_eq!(w.decisions().await, 2);
    let ann = w.house.signed_in(TRAINEE).await;
    ann.get(&format!("/entries/{drawn}")).await.says("Signed in a batch of 2, one viewed: this one.");
    ann.get(&format!("/entries/{other}")).await.does_not_say("batch of");
}

#[actix_web::test]
async fn of_two_supervisors_at_once_one_is_faster_and_nothing_is_signed_twice() {
    let w = waiting(&["2026-11-03", "2026-11-04"]).await;
    let (sue, lea) = (w.sue().await, w.house.signed_in(LEAD).await);
    let batch = w.batch(&sue, &w.all()).await;
    let drawn = w.drawn(&batch).await;
    let page = sue.get(&batch).await;
    let open: Vec<String> = w.cases.iter().map(|(_, request)| format!("/inbox/{request}")).collect();
    let both = [lea.get(&open[0]).await, lea.get(&open[1]).await];
    let at = w.cases.iter().position(|(entry, _)| *entry == drawn).unwrap();
    lea.sends(&both[at], &format!("{}/signature", open[at]), &LEVEL).await.is(303);
    let late = sue.sends(&page, &format!("{batch}/signature"), &LEVEL).await;
    late.is(409).says("Nothing was signed together");
    assert_eq!(w.decisions().await, 1);
    let alone = sue.get(&open[1 - at]).await;
    lea.sends(&both[1 - at], &format!("{}/signature", open[1 - at]), &LEVEL).await.is(303);
    let second = sue.sends(&alone, &format!("{}/signature", open[1 - at]), &LEVEL).await;
    second.is(422).says("It has been signed already");
    assert_eq!(w.decisions().await, 2);
}

#[actix_web::test]
async fn all_of_it_is_undone_within_ten_seconds_and_nobody_was_told() {
    let w = waiting(&["2026-11-03", "2026-11-04"]).await;
    let sue = w.sue().await;
    let batch = w.batch(&sue, &w.all()).await;
    let drawn = w.drawn(&batch).await;
    let undoing = format!("{batch}/undoing");
    sue.fills(&batch, &format!("{batch}/signature"), &LEVEL).await.leads_to("/inbox");
    let inbox = sue.get("/inbox").await;
    w.house.later(9);
    sue.sends(&inbox, &undoing, &[]).await.leads_to(&batch);
    assert_eq!((w.states().await, w.decisions().await), (vec!["submitted".to_owned(); 2], 0));
    assert_eq!(w.drawn(&batch).await, drawn);
    w.house.later(60);
    assert!(w.house.letters().await.is_empty(), "nobody was told");
    sue.fills(&batch, &format!("{batch}/signature"), &LEVEL).await.leads_to("/inbox");
    let inbox = sue.get("/inbox").await;
    w.house.later(10);
    sue.sends(&inbox, &undoing, &[]).await.is(403).says("The ten seconds are over");
    assert_eq!(w.decisions().await, 2);
}

#[actix_web::test]
async fn undone_and_signed_again_at_once_it_is_told_once_and_not_while_undo_works() {
    let w = waiting(&["2026-11-03", "2026-11-04"]).await;
    let sue = w.sue().await;
    let batch = w.batch(&sue, &w.all()).await;
    sue.fills(&batch, &format!("{batch}/signature"), &LEVEL).await.leads_to("/inbox");
    let inbox = sue.get("/inbox").await;
    w.house.later(3);
    sue.sends(&inbox, &format!("{batch}/undoing"), &[]).await.leads_to(&batch);
    w.house.later(3);
    sue.fills(&batch, &format!("{batch}/signature"), &LEVEL).await.leads_to("/inbox");
    // Ten seconds after the first signing, four after the second.
    w.house.later(4);
    assert!(w.house.letters().await.is_empty(), "Undo still works");
    let ann = w.house.signed_in(TRAINEE).await;
    let told = "Sue Carter signed 2 of your entries together";
    ann.get("/notices").await.is(200).does_not_say(told);
    w.house.later(6);
    let subjects: Vec<String> = w.house.letters().await.into_iter().map(|letter| letter.subject).collect();
    assert_eq!(subjects, ["Sue Carter signed 2 of your entries"]);
    let notices = ann.get("/notices").await;
    assert_eq!(notices.is(200).body.matches(told).count(), 1, "{}", notices.body);
}

#[actix_web::test]
async fn a_batch_is_its_signers_and_holds_what_waits_for_them() {
    let w = waiting(&["2026-11-03", "2026-11-04"]).await;
    let sue = w.sue().await;
    let batch = w.batch(&sue, &w.all()).await;
    let tom = w.house.person("Tom Hill", "tom@demo.example").await;
    let (department, _) = departments_of(&w.house, &w.made.trainees[0]).await;
    appoints(&w.house, &tom, Capacity::Supervisor, &department).await;
    let tom = w.house.signed_in("tom@demo.example").await;
    let ann = w.house.signed_in(TRAINEE).await;
    for who in [&tom, &ann] {
        who.get(&batch).await.is(404);
        for act in ["signature", "end", "undoing"] {
            who.post(&format!("{batch}/{act}"), &LEVEL).await.is(404);
        }
    }
    // What does not wait for Tom cannot be chosen by him, though he may decide on it.
    let words: Vec<(&str, &str)> = w.cases.iter().map(|(entry, _)| ("entry", entry.as_str())).collect();
    tom.post("/together", &words).await.is(422).says("Not all of these wait for you any more");
    sue.post("/together", &words[..1]).await.is(422).says("Choose at least two entries.");
    sue.post("/together", &[("entry", "nothing"), words[0]]).await.is(404);
    // Another trainee's, about the same procedure, are alike as well; a frozen or foreign one is not there.
    let ben = submits(&w.house, &w.made, &w.made.trainees[1], "2026-11-05", &w.made.supervisor).await;
    let listed = sue.get("/together").await;
    listed.is(200).says("3 bypass cases: Aortic surgery").says("2 bypass cases: Ann Field");
    let of_two = [("entry", ben.0.as_str()), words[0], words[1]];
    let group = "/together?kind=bypass-case&title=Aortic+surgery";
    let sent = sue.fills(group, "/together", &of_two).await;
    let batch = sent.is(303).location().unwrap().to_owned();
    sue.fills(&batch, &format!("{batch}/signature"), &LEVEL).await.leads_to("/inbox");
    assert_eq!(w.decisions().await, 3);
    w.house.later(10);
    let subjects: Vec<String> = w.house.letters().await.into_iter().map(|letter| letter.subject).collect();
    assert!(subjects.contains(&"Sue Carter signed 2 of your entries".to_owned()), "{subjects:?}");
    assert!(subjects.contains(&"Sue Carter signed 1 of your entries".to_owned()), "{subjects:?}");
}

#[actix_web::test]
async fn nobody_signs_their_own_work_through_a_second_account_with_the_same_mailbox() {
    let w = waiting(&["2026-11-03", "2026-11-04"]).await;
    let (user, host) = TRAINEE.split_once('@').unwrap();
    let second = format!("{user}+work@{host}");
    let other = w.house.person("A. Field", &second).await;
    let (department, _) = departments_of(&w.house, &w.made.trainees[0]).await;
    appoints(&w.house, &other, Capacity::Supervisor, &department).await;
    let ann = w.house.signed_in(TRAINEE).await;
    for (entry, _) in &w.cases {
        let page = format!("/entries/{entry}");
        ann.fills(&page, &format!("{page}/request"), &[("ask", other.as_str())]).await.leads_to(&page);
    }
    let again = w.house.signed_in(&second).await;
    let page = again.get(&format!("/inbox/{}", w.cases[0].1)).await;
    page.is(200)
        .says("Nobody decides on their own work, under whatever address.")
        .does_not_say("form=\"sign\"");
    again.post(&format!("/inbox/{}/signature", w.cases[0].1), &LEVEL).await.is(403);
    let words: Vec<(&str, &str)> = w.cases.iter().map(|(entry, _)| ("entry", entry.as_str())).collect();
    again.post("/together", &words).await.is(422).says("Nobody decides on their own work");
    assert_eq!(w.decisions().await, 0);
}
