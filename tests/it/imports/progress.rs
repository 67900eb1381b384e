//! A file of progress of a whole cohort: people found by address or number, each line held against what they have
//! here, and the whole undone.

use super::{imports, previews, reads_in, undoes};
use crate::kit::TestApp;
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE};
use crate::kit::small::verifies;
use crate::official::with_one_signed;

#[actix_web::test]
async fn one_file_marks_what_a_cohort_has_entered_there_and_is_undone_as_a_whole() {
    let house = TestApp::new().await;
    let made = with_one_signed(&house).await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let list = format!("/enrolments/{}/to-enter", made.enrolment);
    let numbers = "email,student number\nann@example.com,2531\n".replace("ann@example.com", TRAINEE);
    reads_in(&lea, "people", &numbers, &[("body-student", "The university")]).await;
    let text = format!(
        "Student number,Email,Activity code,Status,Date completed,Reference\n\
         2531,,AORTIC,Complete,12/11/2026,E-17\n\
         2531,,valve,Complete,1/11/2026,\n\
         ,{TRAINEE},other,Complete,1/11/2026,\n\
         ,nobody@example.com,aortic,Complete,1/11/2026,\n\
         ,{TRAINEE},aortic: Run an aortic case,Complete,12/11/2026,\n\
         ,{TRAINEE},valve,Not started,,\n"
    );
    let body = [("body-student", "The university")];
    let (path, shown) = previews(&lea, "progress", &text, &body).await;
    shown
        .is(200)
        .says("Marks aortic of Ann Field as entered in OneFile on 12 November 2026: ")
        .says("Ann Field: valve is complete there, and nothing recorded here names it.")
        .says("“other” is no item of MSc Clinical Perfusion Science (OneFile).")
        .says("Nobody of yours is known by nobody@example.com.")
        .says("Line 2 says something about the same already.")
        .says("1 new, 0 changed, 1 with nothing to do, 4 rows with faults");
    ann.get(&list).await.says("1 item is signed here");
    let shown = imports(&lea, &path, &shown).await;
    shown.says("1 new");
    ann.get(&list).await.says("Entered in OneFile on 12 November 2026, said by Lea Brook; there it is E-17");
    let requirement = format!("/requirements/{}/activities", made.enrolment);
    ann.get(&requirement).await.says("1 of 2");
    // The same file again has nothing to do, and after the undoing it has.
    let (_, again) = previews(&lea, "progress", &text, &body).await;
    again.says("aortic of Ann Field: said here already.").says("0 new");
    undoes(&lea, &path).await.says("Undone.");
    ann.get(&list).await.says("1 item is signed here");
    ann.get(&requirement).await.says("0 of 2");
    let (_, anew) = previews(&lea, "progress", &text, &body).await;
    anew.says("1 new");
    verifies(&house.app).await;
}

#[actix_web::test]
async fn what_was_said_anew_since_stays_and_only_leads_read_such_files_in() {
    let house = TestApp::new().await;
    let made = with_one_signed(&house).await;
    let (lea, sue) = (house.signed_in(LEAD).await, house.signed_in(SUPERVISOR).await);
    let text = format!("Email,Item code,Date completed\n{TRAINEE},aortic,12/11/2026\n");
    sue.get("/imports/new?sort=progress").await.is(404);
    let (path, _) = reads_in(&lea, "progress", &text, &[]).await;
    let list = format!("/enrolments/{}/to-enter", made.enrolment);
    let page = lea.get(&list).await;
    let end = page.body.split("action=\"").find(|rest| rest.contains("/entered/")).unwrap();
    let end = end.split('"').next().unwrap().to_owned();
    lea.sends(&page, &end, &[]).await.leads_to(&list);
    undoes(&lea, &path).await.says("Not undone: it was said anew or taken back since.");
    let none = format!("Email,Item code\n{TRAINEE},aortic\n");
    let sent = lea.fills("/imports/new", "/imports", &[("sort", "progress"), ("text", none.as_str())]).await;
    let mapping = sent.is(303).location().unwrap().to_owned();
    let page = lea.get(&mapping).await;
    lea.sends(&page, &mapping, &[("item", "Item code"), ("email", "Email"), ("dates", "day-first")])
        .await
        .is(422)
        .says("Choose the column for the status, the date or both.");
}
