//! What an appointment reaches over, and whether one reach lies inside another. A department lies in
//! its site and its institution, a person lies where their enrolments are: the store says what contains
//! what, this file compares. A lead's *territory* is everything they lead today; nothing outside it is
//! theirs to enrol into, to appoint over or to change.

use crate::domain::role::Scope;

/// A scope and what it names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Over {
    pub scope: Scope,
    pub id: String,
}

impl Over {
    pub fn of(scope: Scope, id: impl ToString) -> Over {
        Over { scope, id: id.to_string() }
    }

    /// `department:01…`: how a form's choice and an event's detail name it.
    pub fn code(&self) -> String {
        format!("{}:{}", self.scope, self.id)
    }

    pub fn parse(code: &str) -> Option<Over> {
        let (scope, id) = code.split_once(':')?;
        (!id.is_empty()).then_some(Over { scope: scope.parse().ok()?, id: id.to_owned() })
    }
}

/// One scope with everything that contains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    pub over: Over,
    pub within: Vec<Over>,
}

impl Spot {
    /// A scope that lies in nothing larger: an institution, a programme, the house.
    pub fn alone(over: Over) -> Spot {
        Spot { over, within: Vec::new() }
    }

    pub fn within(over: Over, within: impl IntoIterator<Item = Over>) -> Spot {
        Spot { over, within: within.into_iter().collect() }
    }
}

/// Everything that somebody leads today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Territory(Vec<Over>);

impl Territory {
    pub fn of(led: impl IntoIterator<Item = Over>) -> Territory {
        Territory(led.into_iter().collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn led(&self) -> &[Over] {
        &self.0
    }

    /// The spot itself is led, or something that contains it.
    pub fn holds(&self, spot: &Spot) -> bool {
        self.0.contains(&spot.over) || spot.within.iter().any(|larger| self.0.contains(larger))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spot_is_held_by_itself_and_by_what_contains_it_only() {
        let department = Over::of(Scope::Department, "d");
        let institution = Over::of(Scope::Institution, "i");
        let spot = Spot::within(department.clone(), [Over::of(Scope::Site, "s"), institution.clone()]);
        for (led, holds) in [
            (vec![department.clone()], true),
            (vec![Over::of(Scope::Site, "s")], true),
            (vec![Over::of(Scope::Programme, "p"), institution.clone()], true),
            (vec![Over::of(Scope::Department, "i")], false),
            (vec![Over::of(Scope::Institution, "d")], false),
            (vec![], false),
        ] {
            assert_eq!(Territory::of(led.clone()).holds(&spot), holds, "{led:?}");
        }
        assert!(!Territory::of([department]).holds(&Spot::alone(institution)));
    }

    #[test]
    fn a_code_names_one_scope() {
        let over = Over::of(Scope::Department, "01abc");
        assert_eq!(Over::parse(&over.code()), Some(over));
        for wrong in ["", "department", "department:", "ward:1"] {
            assert_eq!(Over::parse(wrong), None, "{wrong}");
        }
    }
}
