//! How, where and when it was seen: every shipped form that judges somebody asks it, or lets it be said, or is one of those
//! of which nothing is seen on a day.

use std::collections::BTreeMap;

use perfolio::domain::kind::{Asker, Confirmer, Kind, Role};
use perfolio::features::programmes::shipped_kinds;

use crate::kit::browser::Shown;
use crate::kit::many::SUPERVISOR;
use crate::kit::small::verifies;
use crate::outside::ready;

/// Judged, and yet seen by nobody on one day.
const NOT_SEEN: [(&str, &str); 6] = [
    ("concern", "what happened is what is looked into, and may be read by few"),
    ("exam-attempt", "an examination has its own record of who examined, and where"),
    ("review", "a panel judges what lies before it, as the pack shows it"),
    ("supervisor-evaluation", "the confidential word of a supervisor about a stretch of training"),
    ("supervisor-report", "it tells of a stretch of training, and rests on what was signed in it"),
    ("unit-result", "a mark of a university, which says how it was assessed"),
];

fn is_judged(kind: &Kind) -> bool {
    let answers = kind.asked_of(Asker::Assessor).next().is_some();
    kind.confirmed_by != Confirmer::Nobody
        && (kind.scale.is_some() || answers || kind.role(Role::Result).is_some())
}

#[test]
fn every_judged_form_asks_it_or_lets_it_be_said_or_says_why_not() {
    let mut newest: BTreeMap<String, Kind> = BTreeMap::new();
    for kind in shipped_kinds().unwrap() {
        if kind.scale.is_some() && is_judged(&kind) {
            assert!(kind.seen || kind.lets_say_seen(), "{} {}: a level without it", kind.code, kind.version);
        }
        if newest.get(&kind.code).is_none_or(|before| before.version < kind.version) {
            newest.insert(kind.code.clone(), kind);
        }
    }
    let neither: Vec<&str> = newest
        .values()
        .filter(|kind| is_judged(kind) && !kind.seen && !kind.lets_say_seen())
        .map(|kind| kind.code.as_str())
        .collect();
    assert_eq!(neither, NOT_SEEN.map(|(code, _)| code));
    for code in ["dops", "oce", "cbd"] {
        assert!(newest[code].seen, "{code}");
    }
}

/// Whether the part of the page that lets it be said is unfolded.
fn is_open(page: &Shown) -> bool {
    let (before, _) = page.body.split_once("How, where and when you saw it").expect("it may be said");
    let (_, tag) = before.rsplit_once("<details").unwrap();
    tag.split_once('>').unwrap().0.contains(" open")
}

/// A case of before the question: one key signs it still, and whoever wants to says more.
#[actix_web::test]
async fn a_form_that_does_not_ask_lets_it_be_said() {
    let ready = ready().await;
    let sue = ready.house.signed_in(SUPERVISOR).await;
    let page = format!("/inbox/{}", ready.request);
    let signature = format!("{page}/signature");
    let open = sue.get(&page).await;
    open.is(200).says("How, where and when you saw it (optional)").says("value=\"2026\"");
    assert!(!is_open(&open), "nobody has to look at it");
    // Half of it is asked for the rest, and stays as it was typed.
    let half = [("level", "at-hand"), ("seen-how", "discussed"), ("comment", "Calm.")];
    let again = sue.sends(&open, &signature, &half).await;
    again.is(422).says("Enter where that was.").says("Calm.");
    assert!(is_open(&again), "what is missing stands in it");
    assert_eq!(ready.state().await, "submitted");
    let day = [("seen-on-day", "3"), ("seen-on-month", "11"), ("seen-on-year", "2026")];
    let whole = [&half[..], &day, &[("seen-place", "Theatre 2")]].concat();
    sue.sends(&open, &signature, &whole).await.is(303);
    let entry = format!("/entries/{}", ready.entry);
    let said = "Discussed from the record on 3 November 2026: Theatre 2.";
    for reader in [&ready.ann().await, &sue] {
        reader.get(&entry).await.is(200).says(said);
    }
    verifies(&ready.house.app).await;
}

#[actix_web::test]
async fn without_a_word_of_it_the_level_alone_signs() {
    let ready = ready().await;
    let sue = ready.house.signed_in(SUPERVISOR).await;
    let page = format!("/inbox/{}", ready.request);
    // As the form is sent by one key: with the day that it opened with.
    let day = [("seen-on-day", "3"), ("seen-on-month", "11"), ("seen-on-year", "2026"), ("level", "at-hand")];
    sue.fills(&page, &format!("{page}/signature"), &day).await.is(303);
    assert_eq!(ready.state().await, "signed");
    sue.get(&format!("/entries/{}", ready.entry)).await.is(200).does_not_say("How it was seen");
}
