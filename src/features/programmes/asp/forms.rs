//! What a browser may send to put a programme together.

use crate::domain::asp::Wanted;
use crate::domain::fault::Faults;
use crate::domain::names::{VersionId, prose};
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Characters of a title and of a university's name.
const NAME: usize = 100;

#[derive(Debug, Clone)]
pub struct Asp {
    pub curriculum: VersionId,
    pub wanted: Wanted,
    /// Not only to see what it asks.
    pub publish: bool,
}

impl FromForm for Asp {
    fn read(words: &Words, faults: &mut Faults) -> Option<Asp> {
        let title = faults.take("title", one_line("The title", words.one("title")));
        let university = faults.take("university", one_line("The university", words.one("university")));
        let credits = faults.take("credits", number(words.one("credits"), 1, 400, "credits"));
        let months = faults.take("months", number(words.one("months"), 1, 120, "months"));
        let modules: Vec<String> =
            words.all("module").filter(|code| !code.is_empty()).map(str::to_owned).collect();
        if modules.is_empty() {
            faults.add("module", "Choose at least one module.");
        }
        let wanted =
            Wanted { title: title?, university: university?, credits: credits?, months: months?, modules };
        Some(Asp {
            curriculum: VersionId::new(words.one("curriculum")),
            wanted,
            publish: words.one("do") == "publish",
        })
    }
}

fn one_line(what: &str, typed: &str) -> Result<String, String> {
    let text = prose(what, typed, NAME).map_err(|unfit| unfit.to_string())?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().any(char::is_alphanumeric) {
        Ok(text)
    } else {
        Err(format!("Enter {}.", what.to_lowercase()))
    }
}

fn number(text: &str, least: u32, most: u32, of: &str) -> Result<u32, String> {
    let typed: Option<u32> = text.trim().parse().ok();
    typed
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("Enter a whole number of {of}, from {least} to {most}."))
}
