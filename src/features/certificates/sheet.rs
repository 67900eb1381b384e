//! What stands on the paper and on the page that checks it, made from the entry as it is.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::certificate::Worth;
use crate::domain::fault::Fault;
use crate::domain::kind::Values;
use crate::domain::role::Capacity;
use crate::domain::time::Day;
use crate::features::certificates::store::Checked;
use crate::features::entries::title;
use crate::features::programmes;

/// A certificate in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub number: String,
    pub kind: String,
    /// It says that its holder is competent; otherwise only that this was signed.
    pub competence: bool,
    pub duty: String,
    pub holder: String,
    /// `May do this`
    pub scale: String,
    pub level: String,
    /// Every level of the scale, so that one is known for what it is.
    pub levels: Vec<String>,
    pub assessor: String,
    pub capacity: String,
    pub awarded: Day,
    /// What the day of what was done is called, and that day, where another is the day of the award.
    pub done: Option<(String, Day)>,
    pub until: Option<Day>,
    pub worth: Worth,
}

impl Sheet {
    pub fn of(conn: &mut Conn, shelf: &Shelf, checked: &Checked, today: Day) -> Result<Sheet, Fault> {
        let kind = programmes::kind_version(conn, shelf, &checked.kind, checked.kind_version)?;
        let values: Values = serde_json::from_str(&checked.words).map_err(Fault::broken)?;
        let scale = kind.scale.as_ref();
        let labels = || scale.into_iter().flat_map(|scale| &scale.levels);
        let level = labels().find(|level| level.code == checked.level);
        let capacity = checked.capacity.parse::<Capacity>();
        Ok(Sheet {
            number: checked.row.number.clone(),
            competence: checked.competence(),
            done: (!checked.competence()).then(|| (kind.day_label.clone(), checked.done)),
            kind: kind.name.clone(),
            duty: title(&kind, &values),
            holder: checked.holder.clone(),
            scale: scale.map(|scale| scale.name.clone()).unwrap_or_default(),
            level: level.map_or_else(|| checked.level.clone(), |level| level.label.clone()),
            levels: labels().map(|level| level.label.clone()).collect(),
            assessor: checked.assessor.clone(),
            capacity: capacity.map_or_else(|_| checked.capacity.clone(), |one| one.shown().to_owned()),
            awarded: checked.awarded,
            until: checked.until,
            worth: checked.worth(today),
        })
    }

    /// What its day is called.
    pub fn awarded_label(&self) -> &'static str {
        if self.competence { "Awarded" } else { "Signed" }
    }

    /// `until 3 November 2027`, or that there is no last day.
    pub fn lasts(&self) -> String {
        self.until.map_or_else(|| "No last day is set".to_owned(), |day| day.to_string())
    }
}
