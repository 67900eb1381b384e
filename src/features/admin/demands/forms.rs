//! What a browser may send to set it: a demand for each capacity.

use crate::domain::factor::{Demand, Demands};
use crate::domain::fault::Faults;
use crate::domain::role::Capacity;
use crate::web::form::FromForm;
use crate::web::typed::Words;

pub struct Asked(pub Demands);

impl FromForm for Asked {
    fn read(words: &Words, faults: &mut Faults) -> Option<Asked> {
        let mut demands = Demands::default();
        for capacity in Capacity::APPOINTED {
            let chosen = words.one(capacity.as_str()).parse::<Demand>();
            let chosen = faults.take(capacity.as_str(), chosen.map_err(|_| "Choose one."));
            demands.set(*capacity, chosen?);
        }
        Some(Asked(demands))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_capacity_must_be_chosen() {
        let read = |pairs: &[(&str, &str)]| {
            let mut faults = Faults::none();
            Asked::read(&pairs.iter().copied().collect(), &mut faults).map(|asked| asked.0)
        };
        let base = [("supervisor", "off"), ("lead", "offered"), ("admin", "required")];
        let all = read(&[&base[..], &[("university", "offered")]].concat()).unwrap();
        assert_eq!(
            [all.supervisor, all.lead, all.admin, all.university],
            [Demand::Off, Demand::Offered, Demand::Required, Demand::Offered]
        );
        assert_eq!(read(&base), None);
        assert_eq!(read(&[("supervisor", "off"), ("lead", "sometimes"), ("admin", "required")]), None);
    }
}
