//! Somebody without an account decides on one entry, in the words of those who take part: the trainee hands over, the
//! assessor proves a work address and signs, or decides now and confirms later; the lead says which addresses count.

mod afterwards;
mod at_once;
mod handing;
mod misuse;
mod people;
mod rooms;
mod twice;

use diesel::prelude::*;
use perfolio::db::conn::Conn;
use perfolio::db::schema::{decisions, entries, statements, ticket_openings};
use perfolio::db::tx::Why;
use perfolio::domain::names::*;

use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, Many, TRAINEE, many};
use crate::kit::work::{departments_of, submits};

pub const ADDRESS: &str = "a.malik@northgate.nhs.uk";

/// What Dr Malik types.
pub const WORDS: &[(&str, &str)] = &[
    ("decision", "sign:at-hand"),
    ("comment", "Calm throughout."),
    ("how", "observed"),
    ("on-day", "3"),
    ("on-month", "11"),
    ("on-year", "2026"),
    ("place", "Theatre 2, Northgate"),
    ("name", "Dr A. Malik"),
    ("post", "consultant anaesthetist"),
    ("body", "GMC"),
    ("number", "1234567"),
    ("address", ADDRESS),
];

/// What Dr Reid types otherwise.
pub const REID: [(&str, &str); 3] =
    [("address", "b.reid@northgate.nhs.uk"), ("name", "Dr B. Reid"), ("number", "7654321")];

/// The words with some of them changed.
pub fn with<'a>(change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = WORDS.iter().filter(|(name, _)| !change.iter().any(|(other, _)| other == name));
    kept.chain(change).copied().collect()
}

/// Ann, Ben, Sue and Lea, who has allowed the addresses of Northgate; a case of Ann's that waits with Sue.
pub struct Ready {
    pub house: TestApp,
    pub made: Many,
    pub entry: EntryId,
    pub request: RequestId,
    pub department: DepartmentId,
    /// Of the same institution, with nobody in it.
    pub other: DepartmentId,
}

pub async fn ready() -> Ready {
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    let (department, other) = departments_of(&house, &made.trainees[0]).await;
    house.vouches().await;
    allows(&house, &department, "northgate.nhs.uk").await.is(303);
    let (entry, request) = submits(&house, &made, &made.trainees[0], "2026-11-03", &made.supervisor).await;
    house.letters().await;
    Ready { house, made, entry, request, department, other }
}

pub async fn allows(house: &TestApp, department: &DepartmentId, domain: &str) -> Shown {
    let over = format!("department:{department}");
    let lea = house.signed_in(LEAD).await;
    let words = [("domain", domain), ("over", over.as_str())];
    lea.fills("/people/work-domains", "/people/work-domains", &words).await
}

/// The only domain that is allowed is so no more.
pub async fn takes_away(house: &TestApp) {
    let lea = house.signed_in(LEAD).await;
    let domains = lea.get("/people/work-domains").await;
    let (_, after) = domains.is(200).body.split_once("action=\"/people/work-domains/").expect("a domain");
    let end = format!("/people/work-domains/{}", after.split_once('"').unwrap().0);
    lea.post(&end, &[]).await.leads_to("/people/work-domains");
}

impl Ready {
    pub async fn ann(&self) -> Browser<'_> {
        self.house.signed_in(TRAINEE).await
    }

    /// Ann makes a link to send. Gives its path.
    pub async fn link(&self) -> String {
        link_to(&self.ann().await, &self.entry).await
    }

    pub async fn decisions(&self) -> i64 {
        let entry = self.entry.clone();
        let count = self.house.app.read(move |r| {
            let standing = decisions::table.filter(decisions::entry_id.eq(&entry));
            Ok(standing.filter(decisions::known_until.is_null()).count().get_result(r.conn())?)
        });
        count.await.unwrap()
    }

    pub async fn state(&self) -> String {
        let entry = self.entry.clone();
        let state = self
            .house
            .app
            .read(move |r| Ok(entries::table.find(&entry).select(entries::state).first(r.conn())?));
        state.await.unwrap()
    }

    /// Of the newest decision: who, in which capacity.
    pub async fn signer(&self) -> (AccountId, String) {
        let entry = self.entry.clone();
        let found = self.house.app.read(move |r| {
            Ok(decisions::table
                .filter(decisions::entry_id.eq(&entry))
                .order(decisions::known_from.desc())
                .select((decisions::signer_id, decisions::capacity))
                .first(r.conn())?)
        });
        found.await.unwrap()
    }

    pub async fn standings(&self) -> Vec<String> {
        let entry = self.entry.clone();
        let found = self.house.app.read(move |r| {
            Ok(statements::table
                .filter(statements::entry_id.eq(&entry))
                .order(statements::id)
                .select(statements::standing)
                .load(r.conn())?)
        });
        found.await.unwrap()
    }

    /// Waits until the opening of the link is noted, which is done after the answer.
    pub async fn noted(&self) {
        let opened = |conn: &mut Conn| ticket_openings::table.count().get_result::<i64>(conn).unwrap() > 0;
        self.house.notes("the opening", opened).await;
    }

    /// Sends the screen with these words.
    pub async fn sends(&self, who: &Browser<'_>, link: &str, words: &[(&str, &str)]) -> Shown {
        let page = who.get(link).await;
        page.is(200);
        who.sends(&page, link, words).await
    }

    /// The same, and then the code of the letter. Gives what came of it.
    pub async fn signs(&self, who: &Browser<'_>, link: &str, words: &[(&str, &str)]) -> Shown {
        signs_through(&self.house, who, link, words).await
    }

    /// Dr Malik and Dr Reid have each typed their words with the one link: the pages that ask for their codes, and the codes.
    pub async fn both(&self, [malik, reid]: [&Browser<'_>; 2], link: &str) -> [(Shown, String); 2] {
        let maliks = self.sends(malik, link, WORDS).await;
        let malik_code = self.code().await;
        let reids = self.sends(reid, link, &with(&REID)).await;
        [(maliks, malik_code), (reids, self.code().await)]
    }

    /// The code of the newest letter.
    pub async fn code(&self) -> String {
        code_of(&self.house).await
    }
}

pub async fn signs_through(house: &TestApp, who: &Browser<'_>, link: &str, words: &[(&str, &str)]) -> Shown {
    let page = who.get(link).await;
    let asked = who.sends(page.is(200), link, words).await;
    asked.is(200).says("Enter the code");
    let code = code_of(house).await;
    who.sends(&asked, &format!("{link}/decision"), &[("one-time-code", code.as_str())]).await
}

pub async fn code_of(house: &TestApp) -> String {
    let letters = house.letters().await;
    let letter = letters.iter().rev().find(|letter| letter.subject == "Your code for Perfolio");
    let text = &letter.expect("a letter with a code").text;
    let (_, after) = text.split_once("Your code is ").unwrap();
    after[..6].to_owned()
}

pub async fn link_to(ann: &Browser<'_>, entry: &EntryId) -> String {
    let page = format!("/entries/{entry}/link");
    ann.fills(&page, &page, &[("handed", "sent")]).await.leads_to(&page);
    let shown = ann.get(&page).await;
    let (_, after) = shown.body.split_once("id=\"link\">http://127.0.0.1:8080").expect("a link");
    after.split_once('<').unwrap().0.to_owned()
}

/// Dr Malik decides on an entry of today without work mail at hand. Gives the secret of the letter's link: the letter
/// itself is not written yet, so that nothing else that waits is done by asking for it.
pub async fn unconfirmed(house: &TestApp, ann: &Browser<'_>, entry: &EntryId) -> String {
    unconfirmed_with(house, ann, entry, &with(&[("do", "later"), ("on-day", "12")])).await
}

/// The same with these words of the screen.
pub async fn unconfirmed_with(
    house: &TestApp,
    ann: &Browser<'_>,
    entry: &EntryId,
    words: &[(&str, &str)],
) -> String {
    let (link, malik) = (link_to(ann, entry).await, house.browser());
    let page = malik.get(&link).await;
    malik.sends(page.is(200), &link, words).await.leads_to(&link);
    let (secret, of) = ("the-secret-of-a-letter".to_owned(), entry.clone());
    let hash = perfolio::web::session::token_hash(&secret);
    let kept = house.app.write_quietly(Why::Swept, move |tx| {
        diesel::update(statements::table.filter(statements::entry_id.eq(&of)))
            .set(statements::confirm_hash.eq(&hash))
            .execute(tx.conn())?;
        Ok(())
    });
    kept.await.unwrap();
    secret
}

#[actix_web::test]
async fn an_assessor_without_an_account_signs_and_the_page_says_how_they_showed_who_they_are() {
    let ready = ready().await;
    let link = ready.link().await;
    let ann = ready.ann().await;
    ann.get(&format!("/entries/{}", ready.entry))
        .await
        .is(200)
        .says("A link for somebody without an account, not opened yet");
    let malik = ready.house.browser();
    let page = malik.get(&link).await;
    page.is(200)
        .says("Ann Field")
        .says("Aortic surgery")
        .says("Sign: With me in reach")
        .says("Perfolio at Demo University Hospital")
        .does_not_say("/requirements/");
    ready.noted().await;
    ready.house.later(120);
    let asked = malik.sends(&page, &link, WORDS).await;
    asked.is(200).says("a.malik@northgate.nhs.uk").says("10 minutes");
    assert_eq!(ready.decisions().await, 0, "nothing is decided before the address is proved");
    let code = ready.code().await;
    let signed = malik.sends(&asked, &format!("{link}/decision"), &[("one-time-code", &code)]).await;
    signed.leads_to(&link);
    malik
        .get(&link)
        .await
        .is(200)
        .says("Signed: bypass case of 3 November 2026, Ann Field.")
        .does_not_say("Aortic");
    assert_eq!(ready.state().await, "signed");
    assert_eq!(ready.signer().await.1, "assessor");
    let shown = ann.get(&format!("/entries/{}", ready.entry)).await;
    shown.is(200).says("Signed by Dr A. Malik</strong>, assessor, 12 November 2026, 09:02");
    shown.says(
        "Dr A. Malik, consultant anaesthetist, GMC 1234567 as stated, who proved the address a.malik@northgate.nhs.uk by \
         a code on 12 November 2026, 09:02; link opened on 12 November 2026, 09:00.",
    );
    shown.says("Observed on 3 November 2026: Theatre 2, Northgate.").says("exactly what was signed");
    ann.get("/home").await.says("1 of 150 cases signed");
    ready.house.later(10);
    let letters = ready.house.letters().await;
    assert!(
        letters.iter().any(|letter| letter.text.contains("Dr A. Malik signed your entry")),
        "{letters:?}"
    );
    let sue = ready.house.signed_in(crate::kit::many::SUPERVISOR).await;
    sue.get("/inbox").await.says("Nothing waits for you");
}

#[actix_web::test]
async fn a_return_says_why_and_the_same_person_signs_the_next_version() {
    let ready = ready().await;
    let link = ready.link().await;
    let malik = ready.house.browser();
    let words =
        with(&[("decision", "return"), ("reason", "detail-missing"), ("comment", "Which cardioplegia?")]);
    ready.signs(&malik, &link, &words).await.leads_to(&link);
    assert_eq!(ready.state().await, "returned");
    let ann = ready.ann().await;
    ann.get(&format!("/entries/{}", ready.entry)).await.says("A detail is missing. Which cardioplegia?");
    let (first, _) = ready.signer().await;
    ready.house.later(3600);
    crate::kit::work::changes(
        &ready.house,
        &ready.made.trainees[0],
        &ready.entry,
        "circuit",
        "Make 7",
        &ready.made.supervisor,
    )
    .await;
    let link = ready.link().await;
    ready.signs(&malik, &link, WORDS).await.leads_to(&link);
    assert_eq!(ready.state().await, "signed");
    assert_eq!(ready.signer().await.0, first);
}

#[actix_web::test]
async fn what_was_typed_is_kept_at_every_fault() {
    let ready = ready().await;
    let link = ready.link().await;
    let malik = ready.house.browser();
    let kept = ["Calm throughout.", "Theatre 2, Northgate", "consultant anaesthetist", "1234567"];
    for (change, sentence) in [
        (("decision", ""), "Choose whether you sign it or return it."),
        (("decision", "sign"), "Choose a level to sign at, or return it."),
        (("decision", "sign:made-up"), "Choose a level to sign at, or return it."),
        (("how", ""), "Say how you know what was done."),
        (("name", ""), "Enter your name."),
        (("address", "a.malik"), "Enter an email address in the correct format"),
        (("address", "x%evil.org@northgate.nhs.uk"), "Enter a work address without % or ! before the @"),
        (("address", "evil.org!x@northgate.nhs.uk"), "Enter a work address without % or ! before the @"),
        (("address", "a.malik@elsewhere.org"), "has not allowed addresses of this domain"),
    ] {
        let again = ready.sends(&malik, &link, &with(&[change])).await;
        again.is(422).says(sentence);
        for words in kept {
            again.says(words);
        }
    }
    // What only the house knows is said at once with what the form alone can tell.
    let three =
        [("on-day", "30"), ("on-month", "2"), ("room", "ZZZ 999"), ("address", "a.malik@elsewhere.org")];
    let again = ready.sends(&malik, &link, &with(&three)).await;
    again.is(422).says("Enter a real date").says("No room has this code");
    again.says("has not allowed addresses of this domain").says("ZZZ 999");
    let named = ready.sends(&malik, &link, &with(&[("comment", "Mrs Jones did well")])).await;
    named.is(422).says("Mrs Jones did well").says("no patient is named in my words");
    let asked = ready.sends(&malik, &link, WORDS).await;
    let decision = format!("{link}/decision");
    let wrong = if ready.code().await == "000000" { "000001" } else { "000000" };
    let again = malik.sends(&asked, &decision, &[("one-time-code", wrong)]).await;
    again.is(422).says("This code is not right. 4 tries are left.").does_not_say(wrong);
    let back = malik.sends(&again, &link, &[("do", "edit")]).await;
    back.is(200);
    for words in kept {
        back.says(words);
    }
    assert_eq!(ready.decisions().await, 0);
}

#[actix_web::test]
async fn the_report_says_it_too() {
    let ready = ready().await;
    let link = ready.link().await;
    ready.signs(&ready.house.browser(), &link, WORDS).await;
    let ann = ready.ann().await;
    let page = format!("/exports/new?enrolment={}", ready.made.trainees[0].enrolment);
    let sent = ann.fills(&page, "/exports", &[("format", "csv"), ("when", "now")]).await;
    let file = ann.get(sent.is(303).location().unwrap()).await;
    file.is(200).says("Dr A. Malik").says("who proved the address a.malik@northgate.nhs.uk by a code");
    file.says("Observed on 3 November 2026: Theatre 2, Northgate.");
}
