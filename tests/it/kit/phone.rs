//! A phone with an authenticator app: it was told a secret by the house's own page and makes codes from it.

use perfolio::domain::time::Moment;
use totp_rs::{Builder, Secret};

use crate::kit::TestApp;
use crate::kit::app::PASSWORD;
use crate::kit::browser::{Browser, Shown};

pub const FACTOR: &str = "/account/second-factor";
pub const SET_UP: &str = "/account/second-factor/set-up";

pub struct Phone {
    /// In base 32, as it stands on the page.
    pub secret: String,
    /// What the house showed when the phone was set up.
    pub recovery: Vec<String>,
}

impl Phone {
    /// Sets the second factor up in this browser, as a person does.
    pub async fn set_up(house: &TestApp, browser: &Browser<'_>) -> Phone {
        browser.fills(FACTOR, FACTOR, &[("password", PASSWORD)]).await.leads_to(SET_UP);
        let mut phone = Phone::scanning(&browser.get(SET_UP).await);
        let shown = browser.fills(SET_UP, SET_UP, &[("one-time-code", &phone.code(house))]).await;
        shown.is(200).says("Your second factor is on");
        phone.recovery = recovery_codes(&shown);
        assert_eq!(phone.recovery.len(), 10, "{}", shown.body);
        phone
    }

    pub fn scanning(page: &Shown) -> Phone {
        let secret = page.is(200).body.split("id=\"secret\">").nth(1).expect("a secret");
        let secret = secret.split('<').next().unwrap().replace(' ', "");
        Phone { secret, recovery: Vec::new() }
    }

    /// The code that it shows now.
    pub fn code(&self, house: &TestApp) -> String {
        self.code_at(house.app.clock.now())
    }

    /// The code of so many steps later, or earlier.
    pub fn code_off(&self, house: &TestApp, steps: i64) -> String {
        self.code_at(house.app.clock.now().plus_seconds(30 * steps))
    }

    fn code_at(&self, at: Moment) -> String {
        let secret = Secret::try_from_base32(&self.secret).unwrap();
        let totp = Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
        totp.generate(u64::try_from(at.millis() / 1000).unwrap()).to_string()
    }

    /// A code that is none of those around now.
    pub fn wrong_code(&self, house: &TestApp) -> String {
        let right: Vec<String> = (-1..=1).map(|steps| self.code_off(house, steps)).collect();
        let all = (0..10).map(|n| format!("{n}{n}{n}{n}{n}{n}"));
        all.into_iter().find(|code| !right.contains(code)).unwrap()
    }
}

pub fn recovery_codes(page: &Shown) -> Vec<String> {
    let parts = page.body.split("class=\"pf-code\">").skip(1);
    parts.map(|part| part.split('<').next().unwrap().to_owned()).collect()
}
