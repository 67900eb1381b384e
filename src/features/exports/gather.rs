//! From what the house knows to what a report says, under the asker's sight and as known at an instant.
//! Nothing is decided here that a page does not decide in the same way: figures and states are the
//! answers of `assess` and `outlook`. A reflection is never read.

mod cohort;
mod entries;
mod marks;
mod portfolio;
mod requirements;
mod reviews;

pub use cohort::cohort;
pub use entries::size;
pub use portfolio::{open_portfolio, portfolio};

use chrono_tz::Tz;

use crate::domain::amount::Amount as Counted;
use crate::domain::time::Moment;
use crate::render::amount::{Amount, Stamp};
use crate::render::report::About;

/// Who asked for what, for the first page of every report.
#[derive(Debug, Clone)]
pub struct Asked {
    pub title: String,
    pub by: String,
    pub as_at: Moment,
    pub now: Moment,
}

impl Asked {
    fn about(&self, institution: &str, zone: Tz) -> About {
        About {
            title: self.title.clone(),
            institution: institution.to_owned(),
            zone: zone.name().to_owned(),
            as_at: Stamp::of(self.as_at, zone),
            asked_by: self.by.clone(),
            made_at: Stamp::of(self.now, zone),
        }
    }
}

/// The engine's number in the report's form; both count hundredths.
fn printed(amount: Counted) -> Amount {
    Amount(amount.hundredths())
}

/// "How to check it" on the last page.
fn how_to_check() -> String {
    "The house that made this document can check it: “perfolio verify” recomputes every link of the book, \
     and the event of this number must have this hash. The event after it that says “report made” holds \
     the SHA-256 of this file."
        .to_owned()
}
