//! Two who decide at the very same moment, not one after the other: one decision, and the other is told.

use futures_util::future::join;

use super::{Ready, WORDS, ready};
use crate::kit::browser::Shown;
use crate::kit::many::{LEAD, SUPERVISOR};

/// One of them decided; the other was answered with a sentence and recorded nothing.
async fn one_won(ready: &Ready, answers: [Shown; 2], refused: &[u16]) {
    let mut statuses = answers.map(|answer| answer.status);
    statuses.sort_unstable();
    assert_eq!(statuses[0], 303, "{statuses:?}");
    assert!(refused.contains(&statuses[1]), "{statuses:?}");
    assert_eq!((ready.decisions().await, ready.state().await.as_str()), (1, "signed"));
}

#[actix_web::test]
async fn two_with_one_link() {
    let ready = ready().await;
    let link = ready.link().await;
    let (malik, reid) = (ready.house.browser(), ready.house.browser());
    let [(first, maliks), (second, reids)] = ready.both([&malik, &reid], &link).await;
    let decision = format!("{link}/decision");
    let (maliks, reids) = ([("one-time-code", maliks.as_str())], [("one-time-code", reids.as_str())]);
    let both = join(malik.sends(&first, &decision, &maliks), reid.sends(&second, &decision, &reids)).await;
    one_won(&ready, both.into(), &[409]).await;
    assert_eq!(ready.standings().await, ["decided"]);
}

#[actix_web::test]
async fn one_with_a_link_and_a_supervisor() {
    let ready = ready().await;
    let link = ready.link().await;
    let malik = ready.house.browser();
    let asked = ready.sends(&malik, &link, WORDS).await;
    let code = ready.code().await;
    let sue = ready.house.signed_in(SUPERVISOR).await;
    let page = format!("/inbox/{}", ready.request);
    let open = sue.get(&page).await;
    let (decision, signature) = (format!("{link}/decision"), format!("{page}/signature"));
    let (code, level) = ([("one-time-code", code.as_str())], [("level", "at-hand")]);
    let both = join(malik.sends(&asked, &decision, &code), sue.sends(&open, &signature, &level)).await;
    one_won(&ready, both.into(), &[409, 422]).await;
}

#[actix_web::test]
async fn two_with_accounts() {
    let ready = ready().await;
    let page = format!("/inbox/{}", ready.request);
    let (sue, lea) = (ready.house.signed_in(SUPERVISOR).await, ready.house.signed_in(LEAD).await);
    let (sues, leas) = (sue.get(&page).await, lea.get(&page).await);
    let (signature, level) = (format!("{page}/signature"), [("level", "at-hand")]);
    let both = join(sue.sends(&sues, &signature, &level), lea.sends(&leas, &signature, &level)).await;
    one_won(&ready, both.into(), &[409, 422]).await;
}
