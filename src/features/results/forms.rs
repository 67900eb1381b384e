//! What a browser may send to this room. Which fields there are depends on the kind and the programme,
//! so the words are read by `sheet`, inside the act.

use crate::domain::fault::Faults;
use crate::domain::names::VersionId;
use crate::domain::time::Day;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Words whose meaning the act looks up.
pub struct AsTyped;

impl FromForm for AsTyped {
    fn read(_: &Words, _: &mut Faults) -> Option<AsTyped> {
        Some(AsTyped)
    }
}

/// The meeting of an examination board, over the sheet that is on the screen.
pub struct Meeting {
    pub version: VersionId,
    pub kind: String,
    pub unit: String,
    /// Which marks were on the screen.
    pub seen: String,
    pub day: Day,
}

impl FromForm for Meeting {
    fn read(words: &Words, faults: &mut Faults) -> Option<Meeting> {
        let day = words.day("board");
        let day = day.and_then(|day| day.ok_or_else(|| "Enter the day of the board’s meeting.".to_owned()));
        let day = faults.take("board", day)?;
        Some(Meeting {
            version: VersionId::new(words.one("version")),
            kind: words.one("kind").to_owned(),
            unit: words.one("unit").to_owned(),
            seen: words.one("seen").to_owned(),
            day,
        })
    }
}
