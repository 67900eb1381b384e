//! A site's virus scanner: what it finds reaches nobody, and a scanner that does not answer is never taken
//! for one that found nothing.

use std::sync::atomic::Ordering;

use perfolio::scanner::{Scanned, Scanner};

use crate::entries::case;
use crate::evidence::{links, sends};
use crate::kit::TestApp;
use crate::kit::browser::Browser;
use crate::kit::clamd::{Clamd, VIRUS};
use crate::kit::many::{Many, SUPERVISOR, TRAINEE, many};
use crate::kit::papers::pdf;
use crate::kit::wellformed::complaints;

const FORM: &str = "/entries/new?kind=bypass-case";

fn paper(harmful: bool) -> Vec<u8> {
    let tail: &[u8] = if harmful { VIRUS } else { b"" };
    [&pdf("page", "A calm case")[..], b"\n%", tail, b"\n"].concat()
}

/// Where the trainee is led with the file.
async fn submits(ann: &Browser<'_>, made: &Many, file: &[u8]) -> String {
    let page = ann.get(FORM).await;
    let sent = sends(ann, &page, "/entries", &case(made, &[("double", "yes")]), &[("trace.pdf", file)]).await;
    sent.is(303).location().unwrap().to_owned()
}

#[test]
fn the_conversation_is_the_same_over_a_socket_and_over_tcp() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clamd.ctl");
    let (on_socket, (on_tcp, address)) = (Clamd::on_socket(&path), Clamd::on_tcp());
    for (clamd, said) in [(on_socket, path.to_str().unwrap()), (on_tcp, address.as_str())] {
        let scanner = Scanner::parse(said).unwrap();
        assert_eq!(scanner.scan(b""), Ok(Scanned::Clean));
        assert_eq!(scanner.scan(&vec![7; 1_000_000]), Ok(Scanned::Clean));
        let bad = [&vec![7; 300_000][..], VIRUS, &[7; 1_000]].concat();
        assert_eq!(scanner.scan(&bad), Ok(Scanned::Found("Test.Signature".to_owned())));
        assert_eq!(clamd.asked.load(Ordering::SeqCst), 3);
        clamd.silent.store(true, Ordering::SeqCst);
        assert!(scanner.scan(b"x").unwrap_err().contains("cannot be asked"));
    }
    let nobody = Scanner::parse("127.0.0.1:9").unwrap();
    assert!(nobody.scan(b"x").unwrap_err().contains("127.0.0.1:9 cannot be asked"));
}

#[actix_web::test]
async fn what_is_found_in_a_file_is_held_and_given_to_nobody() {
    let (clamd, address) = Clamd::on_tcp();
    let house = TestApp::with(&[("PERFOLIO_SCANNER", &address)]).await;
    let made = many(&house, 1, 0).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let entry = submits(&ann, &made, &paper(false)).await;
    assert!(entry.starts_with("/entries/"), "{entry}");
    sue.get(&links(&sue.get(&entry).await)[0]).await.is(200);

    let held = submits(&ann, &made, &paper(true)).await;
    let page = ann.get(&held).await;
    page.is(200)
        .says("Held with you")
        .says("A virus scanner found something harmful")
        .does_not_say("may say who a patient is");
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    ann.post(&held, &[("why-x", "looked")]).await.is(422);
    let draft = held.trim_end_matches("/check").to_owned();
    let file = links(&ann.get(&draft).await).remove(0);
    ann.get(&file).await.is(403).says("nobody is given it");
    assert_eq!(clamd.asked.load(Ordering::SeqCst), 2);
}

#[actix_web::test]
async fn a_scanner_that_does_not_answer_holds_the_file_until_it_does() {
    let (clamd, address) = Clamd::on_tcp();
    clamd.silent.store(true, Ordering::SeqCst);
    let house = TestApp::with(&[("PERFOLIO_SCANNER", &address)]).await;
    let made = many(&house, 1, 0).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let held = submits(&ann, &made, &paper(false)).await;
    assert!(held.ends_with("/check"), "{held}");
    ann.get(&held).await.is(200).says("Being checked").says("trace.pdf");
    assert!(house.letters().await.is_empty());
    let page = ann.get(&held).await;
    page.is(200).says("is held back:").says("the virus scanner does not answer");
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    sue.get("/inbox").await.says("Nothing waits for you");

    clamd.silent.store(false, Ordering::SeqCst);
    house.later(60 * 60);
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1, "it went on by itself");
    assert!(letters[0].subject.contains("asks you to sign"), "{}", letters[0].subject);
    assert_eq!(clamd.asked.load(Ordering::SeqCst), 1);
}
