//! What lies around the pages: headers, cookies, forged and broken forms, the health check, the
//! stylesheet, addresses that nobody has.

use actix_web::test::TestRequest;
use perfolio::features;
use perfolio::web::asset::CSS_PATH;

use crate::kit::TestApp;
use crate::kit::app::PASSWORD;

const ANN: &str = "ann@demo.example";

#[actix_web::test]
async fn every_answer_has_the_security_headers() {
    let house = TestApp::new().await;
    for path in ["/sign-in", "/account", "/nowhere", "/healthz", CSS_PATH] {
        let shown = house.browser().get(path).await;
        let policy =
            shown.header("content-security-policy").unwrap_or_else(|| panic!("{path} has no policy"));
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(shown.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(shown.header("referrer-policy"), Some("same-origin"), "{path}");
        assert_eq!(shown.header("strict-transport-security"), None, "{path}");
    }
}

#[actix_web::test]
async fn no_other_origin_is_let_to_read() {
    let house = TestApp::new().await;
    for path in ["/sign-in", "/account", "/healthz", CSS_PATH] {
        for method in [actix_web::http::Method::GET, actix_web::http::Method::OPTIONS] {
            let asked = TestRequest::default().method(method).uri(path);
            let asked = asked.insert_header(("origin", "https://evil.example"));
            let asked = asked.insert_header(("access-control-request-method", "POST"));
            let shown = house.browser().send(asked).await;
            assert_eq!(shown.header("access-control-allow-origin"), None, "{path}");
        }
    }
}

#[actix_web::test]
async fn a_password_field_is_one_and_password_managers_know_it() {
    let house = TestApp::new().await;
    let page = house.browser().get("/sign-in").await;
    page.is(200).says("type=\"password\"").says("autocomplete=\"current-password\"");
    page.says("autocomplete=\"username\"").does_not_say("autocomplete=\"off\"");
    house.person("Ann Field", ANN).await;
    let page = house.signed_in(ANN).await.get("/account").await;
    page.is(200).says("autocomplete=\"new-password\"").does_not_say("autocomplete=\"off\"");
    assert_eq!(page.body.matches("type=\"password\"").count(), 2);
}

#[actix_web::test]
async fn over_https_cookies_are_bound_to_the_host_and_https_is_remembered() {
    let house = TestApp::at("https://perfolio.example").await;
    house.person("Ann Field", ANN).await;
    let ann = house.browser();
    let shown = ann.signs_in(ANN, PASSWORD).await;
    let cookies: Vec<_> = shown.headers.get_all("set-cookie").map(|value| value.to_str().unwrap()).collect();
    let session = cookies.iter().find(|cookie| cookie.starts_with("__Host-perfolio=")).unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(session.contains(part), "{session}");
    }
    assert!(shown.header("strict-transport-security").unwrap().starts_with("max-age="));
    ann.get("/account").await.is(200);
}

#[actix_web::test]
async fn pages_are_kept_by_no_cache_and_the_stylesheet_for_ever() {
    let house = TestApp::new().await;
    assert_eq!(house.browser().get("/sign-in").await.header("cache-control"), Some("no-store"));
    let sheet = TestRequest::get().uri(CSS_PATH).insert_header(("accept-encoding", "gzip, br"));
    let sheet = house.browser().send(sheet).await;
    sheet.is(200);
    assert_eq!(sheet.header("content-encoding"), Some("br"));
    assert!(sheet.header("cache-control").unwrap().contains("immutable"));
    house.browser().get("/static/app.css").await.is(404);
}

#[actix_web::test]
async fn pages_are_compressed_for_who_takes_it() {
    let house = TestApp::new().await;
    let page = TestRequest::get().uri("/sign-in").insert_header(("accept-encoding", "br"));
    let page = house.browser().send(page).await;
    assert_eq!(page.header("content-encoding"), Some("br"));
}

#[actix_web::test]
async fn the_health_check_says_which_database_answers() {
    let house = TestApp::new().await;
    let health = house.browser().get("/healthz").await;
    let engine = house.app.db.engine();
    health.is(200).says(&format!("{{\"status\":\"ok\",\"database\":\"{engine}\",\"version\":\""));
}

#[actix_web::test]
async fn an_address_that_nobody_has_is_a_page_with_ways_on() {
    let house = TestApp::new().await;
    house.browser().get("/nowhere").await.is(404).says("Page not found").says("href=\"/sign-in\"");
    house.person("Ann Field", ANN).await;
    let ann = house.signed_in(ANN).await;
    ann.get("/nowhere").await.is(404).says("Ann Field").says("href=\"/account\"");
    ann.get("/sign-out").await.is(405).says("does not answer to GET");
}

#[actix_web::test]
async fn nothing_answers_to_trace() {
    let house = TestApp::new().await;
    for path in ["/sign-in", "/account", "/nowhere", "/healthz", CSS_PATH] {
        let trace = TestRequest::default().method(actix_web::http::Method::TRACE).uri(path);
        let shown = house.browser().send(trace.insert_header(("x-secret", "hush"))).await;
        assert!([404, 405].contains(&shown.status), "{path}: {}", shown.status);
        shown.does_not_say("hush");
    }
}

#[actix_web::test]
async fn a_page_answers_head_without_its_body_being_needed() {
    let house = TestApp::new().await;
    let request = TestRequest::default().method(actix_web::http::Method::HEAD).uri("/sign-in");
    house.browser().send(request).await.is(200);
}

#[actix_web::test]
async fn a_form_from_elsewhere_changes_nothing() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let ann = house.signed_in(ANN).await;
    let name = [("name", "Eve")];
    for (header, value) in
        [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("origin", "null")]
    {
        let forged = TestRequest::post().uri("/account/name").set_form(name).insert_header((header, value));
        ann.send(forged).await.is(403).says("This form could not be accepted");
    }
    ann.get("/account").await.says("Ann Field").does_not_say("Eve");
}

#[actix_web::test]
async fn an_old_browser_shows_its_token_also_before_signing_in() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let mut ann = house.browser();
    ann.modern = false;
    ann.post("/sign-in", &[("email", ANN), ("password", PASSWORD)]).await.is(403);
    ann.signs_in(ANN, PASSWORD).await.is(303);
    ann.fills("/account", "/account/name", &[("name", "Ann Mary")]).await.is(303);
    ann.fills("/account", "/account/name", &[("name", "Eve"), ("csrf", "guessed")]).await.is(403);
}

#[actix_web::test]
async fn broken_and_oversized_forms_are_told_so() {
    let house = TestApp::new().await;
    let browser = house.browser();
    let post = || TestRequest::post().uri("/sign-in").insert_header(("sec-fetch-site", "same-origin"));
    browser.send(post()).await.is(422).says("Enter your password.");
    browser.send(post().set_json("x")).await.is(400).says("This form could not be read");
    let torn = post()
        .insert_header(("content-type", "multipart/form-data; boundary=b"))
        .set_payload("--b\r\nbroken");
    browser.send(torn).await.is(400).says("missing or broken");
    let nameless = post().insert_header(("content-type", "multipart/form-data"));
    browser.send(nameless).await.is(400);
    let long = "x".repeat(600 * 1024);
    browser.send(post().set_form([("email", long)])).await.is(413).says("shorten the longest text");
}

#[actix_web::test]
async fn a_form_may_come_in_parts() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let part = |name: &str, word: &str| {
        format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{word}\r\n")
    };
    let body = format!("{}{}--b--\r\n", part("email", ANN), part("password", PASSWORD));
    let request = TestRequest::post()
        .uri("/sign-in")
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(("content-type", "multipart/form-data; boundary=b"));
    house.browser().send(request.set_payload(body)).await.leads_to("/");
    let file = "--b\r\ncontent-disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\n\r\nx\r\n--b--\r\n";
    let request = TestRequest::post()
        .uri("/sign-in")
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(("content-type", "multipart/form-data; boundary=b"));
    house.browser().send(request.set_payload(file)).await.is(413).says("takes no files");
}

#[actix_web::test]
async fn names_and_empty_parts_of_a_form_have_a_limit_too() {
    let house = TestApp::new().await;
    let post = |body: String| {
        TestRequest::post()
            .uri("/sign-in")
            .insert_header(("sec-fetch-site", "same-origin"))
            .insert_header(("content-type", "multipart/form-data; boundary=b"))
            .set_payload(body)
    };
    let part = |name: &str| format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n\r\n");
    let long: String = (0..40).map(|n| part(&format!("{}{n}", "x".repeat(20_000)))).collect();
    house.browser().send(post(format!("{long}--b--\r\n"))).await.is(413).says("shorten the longest text");
    let file = "--b\r\ncontent-disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n";
    let many = file.repeat(4_001);
    house.browser().send(post(format!("{many}--b--\r\n"))).await.is(413).says("shorten the longest text");
}

#[actix_web::test]
async fn what_an_act_says_is_said_once_and_only_if_it_is_ours() {
    let house = TestApp::new().await;
    let browser = house.browser();
    browser.keeps("perfolio-said", "bm90IG91cnM");
    browser.get("/sign-in").await.is(200).does_not_say("notification-banner");
}

#[actix_web::test]
async fn every_route_is_reached_and_a_stranger_is_led_to_sign_in_unless_it_is_open() {
    let house = TestApp::new().await;
    let routes = features::routes().listed();
    assert!(routes.len() > 15);
    for line in routes {
        let path: Vec<&str> =
            line.path.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect();
        let path = path.join("/");
        let shown = match line.method {
            "GET" => house.browser().get(&path).await,
            _ => house.browser().post(&path, &[]).await,
        };
        match line.who {
            "holder of a link" => assert_eq!(shown.status, 404, "{line:?}"),
            "anyone" => assert!(![404, 405, 500].contains(&shown.status), "{line:?}: {}", shown.status),
            _ => assert!(
                shown.location().is_some_and(|at| at.starts_with("/sign-in?next=")),
                "{line:?}: {shown:?}"
            ),
        }
    }
}

#[test]
fn the_table_of_routes_says_who_may_come() {
    let table: Vec<String> = features::routes()
        .listed()
        .iter()
        .map(|line| format!("{:<34} {:<5} {}", line.path, line.method, line.who))
        .collect();
    insta::assert_snapshot!(table.join("\n"));
}

#[actix_web::test]
async fn a_page_that_was_left_open_can_ask_whether_its_session_runs() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let ann = house.signed_in(ANN).await;
    house.browser().get("/session").await.is(200).says("{\"on\":false}");
    ann.get("/account").await.says("data-pf-session=\"/session\"");
    house.browser().get("/sign-in").await.does_not_say("data-pf-session");
    // Asking every minute is no use of it: two hours after the last page it has ended.
    for _ in 0..119 {
        house.later(60);
        ann.get("/session").await.is(200).says("{\"on\":true}");
    }
    house.later(60);
    ann.get("/session").await.is(200).says("{\"on\":false}");
    ann.get("/account").await.is(303);
}

#[actix_web::test]
async fn who_reads_on_and_on_waits_and_nobody_else_does() {
    let house = TestApp::new().await;
    house.person("Ann Field", ANN).await;
    let (ann, other) = (house.signed_in(ANN).await, house.signed_in(ANN).await);
    let mut slowed = ann.get("/session").await;
    for _ in 0..20_000 {
        if slowed.status != 200 {
            break;
        }
        slowed = ann.get("/session").await;
    }
    slowed.is(429).says("Too many tries").says("Wait ");
    assert!(slowed.header("retry-after").is_none_or(|seconds| seconds.parse::<u64>().is_ok()));
    other.get("/account").await.is(200);
}
