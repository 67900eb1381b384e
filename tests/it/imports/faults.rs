//! Rows that cannot be imported, each with the sentence that says which cell and why.

use super::{BRISTOL, previews, reads_in};
use crate::kit::TestApp;
use crate::kit::many::{LEAD, many};

/// Sort, headings, row, and what is said of it.
const ROWS: &[(&str, &str, &str, &str)] = &[
    ("people", "Name,E-mail", "Cy,cy at demo", "Column “E-mail”: “cy at demo” is not an email address"),
    ("people", "Name,E-mail", "Cy,", "Nothing says who this is: give an email address or a number."),
    ("people", "Name,E-mail", ",cy@demo.example", "To invite somebody new, give their name too."),
    ("people", "Name,Student ID", "Cy,zz9", "Nobody of yours is known by zz9"),
    ("people", "E-mail,Student ID", "trainee1@demo.example,A1", "are of two different people"),
    (
        "people",
        "Name,E-mail,Student ID",
        "Cy,cy@demo.example,S7",
        "The student number is of Trainee 002, whose address here is not cy@demo.example.",
    ),
    (
        "people",
        "E-mail,Student ID",
        "olga@demo.example,B1",
        "You can keep the numbers only of people whom you lead or invited.",
    ),
    ("people", "E-mail,HCPC", "lea@demo.example,C1", "Nobody keeps their own numbers."),
    ("people", "Name,E-mail", "Zed,closed@demo.example", "The account with this address is closed."),
    ("people", "Name,E-mail,Student ID", "Cy,cy@demo.example,LONG", "must be 60 characters or fewer"),
    (
        "enrolments",
        "E-mail,Programme,Department,Start",
        "ann@demo.example,magic,Cardiac theatres,1/9/2026",
        "Column “Programme”: there is no programme “magic”.",
    ),
    (
        "enrolments",
        "E-mail,Programme,Version,Department,Start",
        "ann@demo.example,perfusion-msc,1066,Cardiac theatres,1/9/2026",
        "Column “Version”: there is no version “1066”; there is ",
    ),
    (
        "enrolments",
        "E-mail,Programme,Department,Start",
        "ann@demo.example,perfusion-msc,Kitchen,1/9/2026",
        "Column “Department”: there is no department “Kitchen”.",
    ),
    (
        "enrolments",
        "E-mail,Programme,Department,Start",
        "ann@demo.example,perfusion-msc,Cardiac theatres,soon",
        "Column “Start”: “soon” is not a date like 31/12/2026 or 2026-12-31.",
    ),
    (
        "enrolments",
        "E-mail,Programme,Department,Start",
        "ann@demo.example,perfusion-msc,Cardiac theatres,",
        "Column “Start”: this cell is empty.",
    ),
    (
        "enrolments",
        "E-mail,Programme,Department,Start",
        "ann@demo.example,,Cardiac theatres,1/9/2026",
        "Column “Programme”: this cell is empty.",
    ),
    (
        "enrolments",
        "E-mail,Programme,Department,Start,End",
        "trainee1@demo.example,hcpc-cs,Cardiac theatres,1/9/2026,31/8/2026",
        "The last day must be after the first.",
    ),
    (
        "enrolments",
        "E-mail,Programme,Department,Start,End",
        "trainee1@demo.example,perfusion-msc,Cardiac theatres,1/9/2025,1/8/2025",
        "The last day cannot be before the first.",
    ),
    (
        "enrolments",
        "E-mail,Programme,Department,Start,End",
        "lea@demo.example,hcpc-cs,Cardiac theatres,1/9/2026,31/8/2027",
        "Nobody enrols themselves.",
    ),
    (
        "enrolments",
        "E-mail,Programme,Department,Start,End",
        "ann@demo.example,hcpc-cs,Elsewhere,1/9/2026,31/8/2027",
        "You can enrol people only in departments or programmes that you lead.",
    ),
    (
        "enrolments",
        "E-mail,Programme,Department,Start",
        "trainee1@demo.example,hcpc-cs,Cardiac theatres,31/2/2026",
        "“31/2/2026” is not a date",
    ),
    (
        "appointments",
        "E-mail,Role,Over,From",
        "sue@demo.example,king,Cardiac theatres,1/9/2026",
        "Column “Role”: “king” is none of: supervisor, training lead, admin, university administrator.",
    ),
    (
        "appointments",
        "E-mail,Role,Over,From",
        "sue@demo.example,supervisor,Nowhere,1/9/2026",
        "Column “Over”: nothing is called “Nowhere”.",
    ),
    (
        "appointments",
        "E-mail,Role,Over,From",
        "sue@demo.example,supervisor,nobody@demo.example,1/9/2026",
        "Column “Over”: nobody of yours has the address nobody@demo.example.",
    ),
    (
        "appointments",
        "E-mail,Role,Over,From",
        "sue@demo.example,training lead,Demo University Hospital,1/9/2026",
        "Only an admin appoints training leads.",
    ),
    (
        "appointments",
        "E-mail,Role,Over,From",
        "sue@demo.example,admin,,1/9/2026",
        "Only an admin appoints admins.",
    ),
    (
        "appointments",
        "E-mail,Role,Over,From",
        "sue@demo.example,university,perfusion-msc,1/9/2026",
        "Only an admin appoints university administrators.",
    ),
    (
        "appointments",
        "E-mail,Role,Over,From",
        "lea@demo.example,supervisor,Cardiac theatres,1/9/2026",
        "Nobody appoints themselves.",
    ),
    (
        "appointments",
        "E-mail,Role,Over,From",
        "ann@demo.example,supervisor,ann@demo.example,1/9/2026",
        "Nobody supervises themselves.",
    ),
    (
        "appointments",
        "E-mail,Role,Over,From",
        "sue@demo.example,supervisor,Elsewhere,1/9/2026",
        "You can appoint supervisors only over what you lead yourself.",
    ),
    (
        "appointments",
        "E-mail,Role,Over,From,Until",
        "sue@demo.example,supervisor,ann@demo.example,1/9/2026,1/8/2026",
        "The last day cannot be before the first.",
    ),
    (
        "marks",
        "E-mail,Unit,Mark,Date",
        "ann@demo.example,BRMSM0072,640,12/6/2026",
        "Column “Mark”: “640”: Enter a number from 0 to 100",
    ),
    ("marks", "E-mail,Unit,Mark,Date", "ann@demo.example,BRMSM0072,good,12/6/2026", "Column “Mark”: “good”"),
    (
        "marks",
        "E-mail,Unit,Mark,Date",
        "ann@demo.example,MAGIC1,64,12/6/2026",
        "Column “Unit”: “MAGIC1” is no unit of",
    ),
    (
        "marks",
        "E-mail,Unit,Mark,Date",
        "ann@demo.example,BRMSM0072,64,12/6/2027",
        "Column “Date”: 12 June 2027 is still to come.",
    ),
    (
        "marks",
        "E-mail,Unit,Mark,Date",
        "ann@demo.example,BRMSM0072,,12/6/2026",
        "there is neither a mark nor a result",
    ),
    (
        "marks",
        "E-mail,Unit,Mark,Date",
        "sue@demo.example,BRMSM0072,64,12/6/2026",
        "Sue Carter is on no programme whose marks you enter.",
    ),
    (
        "marks",
        "E-mail,Unit,Mark,Date,Provisional",
        "ann@demo.example,BRMSM0072,64,12/6/2026,perhaps",
        "Column “Provisional”: “perhaps” is neither yes nor no.",
    ),
    (
        "marks",
        "E-mail,Unit,Mark,Date",
        "olga@demo.example,BRMSM0072,64,12/6/2026",
        "Nobody of yours is known by olga@demo.example.",
    ),
    (
        "registrations",
        "E-mail,Register,Number,From,Until",
        "sue@demo.example,ccps,P 1,1/9/2026,1/8/2026",
        "Column “Until”: the last day is before the first.",
    ),
    (
        "registrations",
        "E-mail,Register,Category,Number,From",
        "sue@demo.example,ccps,royal,P 1,1/9/2026",
        "is none of the categories of",
    ),
    (
        "registrations",
        "E-mail,Register,Number,From",
        "sue@demo.example,,P 1,1/9/2026",
        "Column “Register”: this cell is empty.",
    ),
    (
        "registrations",
        "E-mail,Register,Number,From",
        "olga@demo.example,NMC,P 1,1/9/2026",
        "Nobody of yours is known by olga@demo.example.",
    ),
];

#[actix_web::test]
async fn every_fault_has_its_sentence() {
    let house = TestApp::new().await;
    many(&house, 3, 0).await;
    house.person("Olga Other", "olga@demo.example").await;
    let lea = house.signed_in(LEAD).await;
    let numbers = "E-mail,Student ID\nann@demo.example,A1\ntrainee2@demo.example,S7\n";
    reads_in(&lea, "people", numbers, &[BRISTOL]).await;
    elsewhere(&house).await;
    closed(&house).await;
    assert!(ROWS.len() >= 40);
    let mut wrong = Vec::new();
    for (sort, headings, row, says) in ROWS {
        let row = row.replace("LONG", &"9".repeat(61));
        let (path, shown) = previews(&lea, sort, &format!("{headings}\n{row}\n"), &[BRISTOL]).await;
        shown.is(200);
        let plain = shown.body.replace("&#39;", "'");
        if !["1 row with a fault", "There is nothing to import.", says].iter().all(|one| plain.contains(one))
        {
            let told = plain.split("<strong>Line 2</strong>").nth(1).unwrap_or(&plain);
            wrong.push(format!("{sort}: {row}: “{says}” is not in {}", told.split("</li>").next().unwrap()));
        }
        lea.get(&format!("{path}/faults.csv")).await.is(200).says("Line,Fault,");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[actix_web::test]
async fn a_row_that_says_the_same_twice_is_a_fault_of_the_second() {
    let house = TestApp::new().await;
    many(&house, 2, 0).await;
    let lea = house.signed_in(LEAD).await;
    for (sort, text) in [
        ("people", "Name,E-mail\nCy,cy@demo.example\nCy Dale,CY@demo.example\n"),
        (
            "enrolments",
            "Name,E-mail,Programme,Department,Start\nCy,cy@demo.example,perfusion-msc,Cardiac theatres,1/9/2026\nCy,cy@demo.example,perfusion-msc,Cardiac theatres,2/9/2026\n",
        ),
        (
            "appointments",
            "Name,E-mail,Role,Over,From\nCy,cy@demo.example,supervisor,Cardiac theatres,1/9/2026\nCy,cy@demo.example,supervisor,Cardiac theatres,2/9/2026\n",
        ),
        (
            "marks",
            "E-mail,Unit,Mark,Date\nann@demo.example,BRMSM0072,64,12/6/2026\nann@demo.example,BRMSM0072,65,12/6/2026\n",
        ),
        (
            "registrations",
            "E-mail,Register,Category,Number,From\nsue@demo.example,ccps,full,1,1/9/2026\nsue@demo.example,ccps,full,2,1/9/2026\n",
        ),
    ] {
        let (_, shown) = previews(&lea, sort, text, &[]).await;
        shown.says("1 new").says("1 row with a fault").says("Line 2 says something about the same already.");
    }
}

#[actix_web::test]
async fn a_file_that_is_none_is_refused_with_its_words() {
    let house = TestApp::new().await;
    many(&house, 1, 0).await;
    let lea = house.signed_in(LEAD).await;
    for (text, says) in [
        ("", "Choose a file, or paste its text."),
        ("only one\nline\n", "Only one column was found"),
        ("a,a\n1,2\n", "Two columns are called “a”"),
        ("a,b\n", "has headings and no rows"),
        ("a,b\n1,2,3\n", "Line 2 has more cells"),
    ] {
        let sent = lea.fills("/imports/new", "/imports", &[("sort", "people"), ("text", text)]).await;
        sent.is(422).says(says);
        let first = text.lines().next().unwrap_or_default();
        sent.says(first);
    }
    lea.fills("/imports/new", "/imports", &[("text", "a,b\n1,2\n")])
        .await
        .is(422)
        .says("Choose what the file is about.");
}

/// A department of another institution, which Lea does not lead.
async fn elsewhere(house: &TestApp) {
    use diesel::prelude::*;
    use perfolio::db::schema::{departments, institutions};
    use perfolio::db::tx::Why;
    use perfolio::domain::names::{DepartmentId, InstitutionId};
    let made = house.app.write_quietly(Why::StandingRefreshed, |tx| {
        let (institution, department): (InstitutionId, DepartmentId) = (tx.new_id(), tx.new_id());
        let now = tx.now();
        diesel::insert_into(institutions::table)
            .values((
                institutions::id.eq(&institution),
                institutions::name.eq("Other Hospital"),
                institutions::name_folded.eq("other hospital"),
                institutions::zone.eq("Europe/London"),
                institutions::made_at.eq(now),
            ))
            .execute(tx.conn())?;
        diesel::insert_into(departments::table)
            .values((
                departments::id.eq(&department),
                departments::institution_id.eq(&institution),
                departments::name.eq("Elsewhere"),
            ))
            .execute(tx.conn())?;
        Ok(())
    });
    made.await.unwrap();
    house.vouches().await;
}

async fn closed(house: &TestApp) {
    use diesel::prelude::*;
    use perfolio::db::schema::accounts;
    use perfolio::db::tx::Why;
    let id = house.person("Zed", "closed@demo.example").await;
    let made = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let now = tx.now();
        diesel::update(accounts::table.find(&id)).set(accounts::closed_at.eq(now)).execute(tx.conn())?;
        Ok(())
    });
    made.await.unwrap();
    house.vouches().await;
}
