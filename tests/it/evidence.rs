//! Files beside entries: what is taken, what becomes of it, and who is given it back.

use std::io::Cursor;

use actix_web::test::TestRequest;
use diesel::prelude::*;
use futures_util::future::join3;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use perfolio::db::schema::{evidence, files};

use crate::entries::{case, house};
use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{Many, SUPERVISOR, TRAINEE};
use crate::kit::papers::docx;

const FORM: &str = "/entries/new?kind=bypass-case";
const PDF: &[u8] = b"%PDF-1.4\n\
    1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n\
    4 0 obj<</Length 56>>stream\n\
    BT /F1 12 Tf 10 100 Td (A trace without any names) Tj ET\n\
    endstream endobj\n\
    5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n\
    trailer<</Root 1 0 R>>\n\
    %%EOF\n";

pub fn photo(shade: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgb8(RgbImage::from_pixel(30, 20, Rgb([shade, 10, 10])));
    picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    let mut jpeg = bytes.into_inner();
    let exif = b"\xff\xe1\x00\x1aExif\0\0GPS 51.4545N here";
    jpeg.splice(2..2, exif.iter().copied());
    jpeg
}

/// One multipart post, as a browser without scripts sends the whole form.
pub async fn sends(
    who: &Browser<'_>,
    page: &Shown,
    to: &str,
    words: &[(&str, &str)],
    attached: &[(&str, &[u8])],
) -> Shown {
    let mut body: Vec<u8> = Vec::new();
    let hidden = page.hidden_fields("/entries");
    let all = hidden.iter().map(|(name, word)| (name.as_str(), word.as_str())).chain(words.iter().copied());
    for (name, word) in all {
        let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{word}\r\n");
        body.extend(head.bytes());
    }
    for (name, bytes) in attached {
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"evidence\"; filename=\"{name}\"\r\n\
             Content-Type: image/jpeg\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--edge--\r\n");
    let request = TestRequest::post()
        .uri(to)
        .insert_header(("content-type", "multipart/form-data; boundary=edge"))
        .insert_header(("sec-fetch-site", "same-origin"))
        .set_payload(body);
    who.send(request).await
}

fn draft_of(page: &Shown) -> String {
    page.hidden_fields("/entries").into_iter().find(|(name, _)| name == "draft").unwrap().1
}

pub fn links(shown: &Shown) -> Vec<String> {
    let mut all: Vec<String> = shown
        .body
        .split("\"/evidence/")
        .skip(1)
        .map(|rest| format!("/evidence/{}", rest.split('"').next().unwrap()))
        .filter(|path| !path.ends_with("/thumb"))
        .collect();
    all.dedup();
    all
}

async fn kept(house: &TestApp) -> (i64, i64) {
    house
        .app
        .read(|r| {
            Ok((evidence::table.count().get_result(r.conn())?, files::table.count().get_result(r.conn())?))
        })
        .await
        .unwrap()
}

pub async fn submitted(ann: &Browser<'_>, made: &Many, attached: &[(&str, &[u8])]) -> String {
    let page = ann.get(FORM).await;
    let sent = sends(ann, &page, "/entries", &case(made, &[("double", "yes")]), attached).await;
    sent.is(303).location().unwrap().to_owned()
}

#[actix_web::test]
async fn files_come_with_the_form_and_are_seen_by_whoever_sees_the_entry() {
    let (house, made) = house().await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let docx = docx("none", "");
    let attached: [(&str, &[u8]); 3] =
        [("circuit.jpg", &photo(200)), ("trace.pdf", PDF), ("notes.docx", &docx)];
    let entry = submitted(&ann, &made, &attached).await;
    let shown = sue.get(&entry).await;
    shown.says("circuit.jpg").says("trace.pdf").says("PDF, ").says("Word file").says("/thumb\"");
    let paths = links(&shown);
    assert_eq!(paths.len(), 3, "{paths:?}");
    let picture = sue.get(&paths[0]).await;
    picture.is(200).does_not_say("Exif").does_not_say("GPS");
    assert_eq!(picture.header("content-type"), Some("image/jpeg"));
    assert!(picture.header("content-disposition").unwrap().starts_with("inline"));
    assert!(picture.header("content-security-policy").unwrap().contains("sandbox"));
    assert_eq!(picture.header("x-content-type-options"), Some("nosniff"));
    let pdf = sue.get(&paths[1]).await;
    assert!(pdf.header("content-disposition").unwrap().starts_with("inline"));
    assert!(pdf.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    for file in [&picture, &pdf] {
        assert!(file.header("content-security-policy").unwrap().contains("base-uri 'none'"));
    }
    let word = sue.get(&paths[2]).await;
    assert!(word.header("content-disposition").unwrap().starts_with("attachment"));
    sue.get(&format!("{}/thumb", paths[0])).await.is(200);
    sue.get(&format!("{}/thumb", paths[1])).await.is(404);
    house.person("Tom Hill", "tom@demo.example").await;
    let tom = house.signed_in("tom@demo.example").await;
    for path in &paths {
        tom.get(path).await.is(404);
        tom.get(&format!("{path}/thumb")).await.is(404);
    }
    house.browser().get(&paths[0]).await.is(303);
}

#[actix_web::test]
async fn files_that_arrived_stay_when_the_words_have_faults() {
    let (house, made) = house().await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let page = ann.get(FORM).await;
    let words = case(&made, &[("f-part-played", "")]);
    let again = sends(&ann, &page, "/entries", &words, &[("trace.pdf", PDF)]).await;
    again.is(422).says("trace.pdf").says("href=\"#f-part-played\"");
    let path = links(&again).remove(0);
    ann.get(&path).await.is(200);
    sue.get(&path).await.is(404);
    let sent = sends(&ann, &again, "/entries", &case(&made, &[]), &[]).await;
    let entry = sent.is(303).location().unwrap().to_owned();
    let shown = sue.get(&entry).await;
    shown.says("trace.pdf");
    sue.get(&links(&shown)[0]).await.is(200);
    ann.get(&path).await.is(404);
    assert_eq!(kept(&house).await, (1, 1));
}

#[actix_web::test]
async fn a_script_sends_files_ahead_and_takes_them_away_again() {
    let (house, _) = house().await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let page = ann.get(FORM).await;
    let draft = draft_of(&page);
    let to = format!("/drafts/{draft}/evidence");
    let words = [("when", "today"), ("f-circuit", "Make 7")];
    let told = sends(&ann, &page, &to, &words, &[("a.jpg", &photo(1)), ("b.exe", b"MZ\x90\0")]).await;
    told.is(200).says("\"name\":\"a.jpg\"").says("“b.exe” is not a kind of file").says("\"saved\":");
    sends(&ann, &page, &to, &words, &[("again.jpg", &photo(1))]).await.is(200).does_not_say("again.jpg");
    let form = ann.get(&format!("/drafts/{draft}")).await;
    form.is(200).says("a.jpg").says("value=\"Make 7\"");
    let removal = form.body.split("formaction=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    sends(&sue, &page, &removal, &words, &[]).await.is(404);
    sends(&ann, &form, &removal, &words, &[]).await.is(303);
    ann.get(&format!("/drafts/{draft}")).await.does_not_say("a.jpg");
}

#[actix_web::test]
async fn files_that_a_script_sends_beside_its_first_autosave_are_taken() {
    let (house, _) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let page = ann.get(FORM).await;
    let draft = draft_of(&page);
    let to = format!("/drafts/{draft}/evidence");
    let words = [("when", "today"), ("f-circuit", "Make 7")];
    let (first, second) = (photo(1), photo(2));
    let (first, second) = ([("a.jpg", first.as_slice())], [("b.jpg", second.as_slice())]);
    let typed = [("draft", draft.as_str()), ("kind", "bypass-case"), ("saved", ""), words[0], words[1]];
    let autosaved = TestRequest::post().uri(&format!("/drafts/{draft}")).set_form(typed);
    let (saved, one, two) = join3(
        ann.send(autosaved.insert_header(("sec-fetch-site", "same-origin"))),
        sends(&ann, &page, &to, &words, &first),
        sends(&ann, &page, &to, &words, &second),
    )
    .await;
    saved.is(200).says("Draft saved");
    one.is(200).says("a.jpg");
    two.is(200).says("b.jpg");
    ann.get(&format!("/drafts/{draft}")).await.is(200).says("a.jpg").says("b.jpg").says("value=\"Make 7\"");
}

#[actix_web::test]
async fn each_limit_has_its_sentence() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let page = ann.get(FORM).await;
    let limit = usize::try_from(house.app.config.upload_limit).unwrap();
    let mut large = PDF.to_vec();
    large.resize(limit + 1, b' ');
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0";
    let cases: [(&str, &[u8], &str); 4] = [
        ("large.pdf", &large, "“large.pdf” is larger than 20 MB"),
        ("a.heic", heic, "HEIC"),
        ("run.pdf", b"MZ\x90\0", "“run.pdf” is not a kind of file"),
        ("bad.jpg", b"\xff\xd8\xff\xe0 nothing", "“bad.jpg” is damaged"),
    ];
    for (name, bytes, sentence) in cases {
        let again =
            sends(&ann, &page, "/entries", &case(&made, &[]), &[(name, bytes), ("ok.pdf", PDF)]).await;
        again.is(422).says(sentence).says("href=\"#evidence\"").says("ok.pdf").says("value=\"95\"");
    }
    let many: Vec<(String, Vec<u8>)> = (0..11).map(|n| (format!("{n}.pdf"), [PDF, &[n]].concat())).collect();
    let many: Vec<(&str, &[u8])> =
        many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let again = sends(&ann, &page, "/entries", &case(&made, &[]), &many).await;
    again.is(422).says("Send 10 files or fewer at a time.").says("Keep 10 files or fewer");
    let entry = submitted(&ann, &made, &[("one.pdf", PDF)]).await;
    ann.get(&entry).await.says("one.pdf");
}
