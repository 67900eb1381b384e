//! An appointment as a row that events commit to: a person, a capacity, over what, from and until. It is
//! here because two rooms write it: `people` as a lead or an admin grants it, `accounts` for the first admin.

use crate::domain::audit::Committed;
use crate::domain::names::{AccountId, AppointmentId};
use crate::domain::role::Capacity;
use crate::domain::territory::Over;
use crate::domain::time::{Day, Moment};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentRow {
    pub id: AppointmentId,
    pub person: AccountId,
    pub capacity: Capacity,
    pub from: Day,
    pub until: Option<Day>,
    pub over: Vec<Over>,
    pub made_by: String,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl Committed for AppointmentRow {
    fn place(&self) -> String {
        format!("appointments/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let mut over: Vec<String> = self.over.iter().map(Over::code).collect();
        over.sort();
        vec![
            self.id.to_string(),
            self.person.to_string(),
            self.capacity.to_string(),
            self.from.iso(),
            self.until.map(Day::iso).unwrap_or_default(),
            over.join(" "),
            self.made_by.clone(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}
