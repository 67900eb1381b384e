//! A house after its first morning, made through its own pages: the set-up link, an institution with a
//! department, a training lead who has joined. And what tests about people need besides: the link in a
//! letter, and what a form offers under a label.

use perfolio::db::tx::Why;
use perfolio::features::accounts;
use perfolio::mail::Letter;

use crate::kit::TestApp;
use crate::kit::app::PASSWORD;
use crate::kit::browser::{Browser, Shown};

pub const ADMIN: &str = "adam@demo.example";
pub const LEAD: &str = "lea@demo.example";

pub struct Morning<'a> {
    pub admin: Browser<'a>,
    pub lead: Browser<'a>,
    /// `/settings/institutions/{id}`
    pub institution: String,
}

impl<'a> Morning<'a> {
    pub async fn of(house: &'a TestApp) -> Morning<'a> {
        let admin = set_up(house).await;
        let institution = admin
            .fills(
                "/settings/institutions",
                "/settings/institutions",
                &[("name", "Northgate"), ("zone", "Europe/London")],
            )
            .await;
        let institution = institution.is(303).location().unwrap().to_owned();
        adds_department(&admin, &institution, "Perfusion").await;
        let lead = appoints_lead(house, &admin, "Lea O’Neill", LEAD, "All of Northgate").await;
        Morning { admin, lead, institution }
    }
}

pub async fn set_up(house: &TestApp) -> Browser<'_> {
    let token = house.app.write_quietly(Why::LinkMade, accounts::first_admin_link).await.unwrap().unwrap();
    let (admin, path) = (house.browser(), format!("/set-up/{token}"));
    admin
        .fills(&path, &path, &[("name", "Adam Price"), ("email", ADMIN), ("password", PASSWORD)])
        .await
        .is(303);
    admin
}

pub async fn adds_department(admin: &Browser<'_>, institution: &str, name: &str) {
    let action = format!("{institution}/departments");
    admin.fills(institution, &action, &[("department-name", name)]).await.leads_to(institution);
}

/// Appoints a lead over what stands under the label, and joins as them.
pub async fn appoints_lead<'a>(
    house: &'a TestApp,
    admin: &Browser<'_>,
    name: &str,
    email: &str,
    over: &str,
) -> Browser<'a> {
    let page = admin.get("/settings/staff").await;
    let over = offered(&page, "over", over);
    let words = [
        ("name", name),
        ("email", email),
        ("capacity", "lead"),
        ("over", &over),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2025"),
    ];
    admin.sends(&page, "/settings/staff", &words).await.is(303);
    joins(house, &letter_to(&house.letters().await, email)).await
}

/// The letter to this address.
#[track_caller]
pub fn letter_to(letters: &[Letter], email: &str) -> Letter {
    let to = letters.iter().rfind(|letter| letter.to_address == email);
    to.unwrap_or_else(|| panic!("no letter to {email} among {letters:?}")).clone()
}

/// The path of the link to join.
#[track_caller]
pub fn link(text: &str) -> String {
    let at = text.find("/invitations/").unwrap_or_else(|| panic!("no link in {text}"));
    text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || "/-_".contains(*c)).collect()
}

pub async fn joins<'a>(house: &'a TestApp, letter: &Letter) -> Browser<'a> {
    let (browser, path) = (house.browser(), link(&letter.text));
    let words = [("name", letter.to_name.as_str()), ("password", PASSWORD)];
    browser.fills(&path, &path, &words).await.leads_to("/");
    browser
}

/// The value of the box or button of this field whose label begins so.
#[track_caller]
pub fn offered(page: &Shown, field: &str, label: &str) -> String {
    let plain = |text: &str| text.replace("&#38;", "&").replace("&#39;", "'");
    for item in page.body.split("<input ").skip(1) {
        let Some((tag, after)) = item.split_once('>') else { continue };
        let Some((_, text)) = after.split_once("<label ") else { continue };
        let text = text.split_once('>').map_or("", |(_, text)| text);
        let is_field = tag.contains(&format!("name=\"{field}\""));
        if is_field && plain(text).trim().to_lowercase().starts_with(&label.to_lowercase()) {
            let value = tag.split_once("value=\"").map_or("", |(_, value)| value);
            return value.split('"').next().unwrap_or_default().to_owned();
        }
    }
    panic!("{field} does not offer “{label}”:\n{}", page.body)
}

/// The value of the option of this field whose words begin so, in a list or among buttons.
#[track_caller]
pub fn option(page: &Shown, field: &str, label: &str) -> String {
    let named = format!("name=\"{field}\"");
    let list = page.body.split("<select ").skip(1).find(|list| {
        let tag = list.split_once('>').map_or("", |(tag, _)| tag);
        tag.contains(&named)
    });
    let Some(list) = list else { return offered(page, field, label) };
    let list = list.split_once("</select>").map_or(list, |(list, _)| list);
    for one in list.split("<option ").skip(1) {
        let (tag, text) = one.split_once('>').unwrap_or_default();
        let value =
            tag.split_once("value=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
        if !value.is_empty() && text.trim().starts_with(label) {
            return value.to_owned();
        }
    }
    panic!("{field} does not offer “{label}”:\n{list}")
}
