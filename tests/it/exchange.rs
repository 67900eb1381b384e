//! A version as a file: whoever is signed in may have it, in each form, and it says the same.

use perfolio::domain::exchange::{Accepting, Mapping, from_case, from_csv};
use perfolio::domain::programme;
use perfolio::features::programmes::shipped_kinds;

use crate::kit::TestApp;
use crate::kit::acted::acted;
use crate::kit::many::TRAINEE;

#[actix_web::test]
async fn a_version_is_downloaded_as_a_file_in_each_form() {
    let house = TestApp::new().await;
    acted(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    let page = "/programmes/perfusion-msc/versions/2025";
    let shown = ann.get(page).await;
    shown.is(200);
    let text = std::fs::read_to_string("programmes/perfusion-msc-2025.toml").unwrap();
    let kinds = shipped_kinds().unwrap();
    let version = programme::read(&text, &kinds).unwrap();
    for (form, ending, media_type) in [
        ("toml", "toml", "application/toml"),
        ("case", "json", "application/json"),
        ("csv", "csv", "text/csv; charset=utf-8"),
    ] {
        let address = format!("{page}/files/{form}");
        assert!(shown.body.contains(&format!("href=\"{address}\"")), "{address} is not on the page");
        let file = ann.get(&address).await;
        file.is(200);
        assert_eq!(file.header("content-type"), Some(media_type));
        let name = file.header("content-disposition").unwrap();
        assert!(name.starts_with(&format!("attachment; filename=\"perfusion-msc-2025.{ending}\"")), "{name}");
        let back = match form {
            "toml" => file.body.clone(),
            "case" => from_case(&file.body, &Accepting::default()).unwrap().toml,
            _ => from_csv(&file.body, &Mapping::default()).unwrap().toml,
        };
        assert!(programme::read(&back, &kinds).as_ref() == Ok(&version), "{form}: {back}");
    }
    let case: serde_json::Value =
        serde_json::from_str(&ann.get(&format!("{page}/files/case")).await.body).unwrap();
    let base = house.app.config.public_url.as_str().trim_end_matches('/');
    assert_eq!(case["CFDocument"]["uri"], format!("{base}{page}"));
    assert_eq!(case["CFDocument"]["adoptionStatus"], "Adopted");
    ann.get(&format!("{page}/files/docx")).await.is(404);
    ann.get("/programmes/perfusion-msc/versions/1999/files/case").await.is(404);
    house.browser().get(&format!("{page}/files/case")).await.is(303);
}
