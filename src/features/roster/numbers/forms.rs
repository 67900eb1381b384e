//! What a browser may send to add a number.

use crate::domain::fault::Faults;
use crate::domain::outside::{Issuer, OutsideNumber};
use crate::web::form::FromForm;
use crate::web::typed::Words;

pub struct Added(pub OutsideNumber);

impl FromForm for Added {
    fn read(words: &Words, faults: &mut Faults) -> Option<Added> {
        let issuer = words.one("issuer").parse::<Issuer>();
        let issuer = faults.take("issuer", issuer.map_err(|_| "Choose whose number it is."));
        match OutsideNumber::of(issuer?, words.one("body"), words.one("number")) {
            Ok(number) => Some(Added(number)),
            Err((field, why)) => {
                faults.add(field, why.0);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_that_is_missing_is_told() {
        for (words, field) in [
            (vec![], "issuer"),
            (vec![("issuer", "student"), ("number", "1")], "body"),
            (vec![("issuer", "hcpc"), ("number", " ")], "number"),
        ] {
            let mut faults = Faults::none();
            assert!(Added::read(&words.into_iter().collect(), &mut faults).is_none());
            assert_eq!(faults.iter().map(|(field, _)| field).collect::<Vec<_>>(), [field]);
        }
        let words: Words = [("issuer", "hcpc"), ("number", " CS 1 ")].into_iter().collect();
        assert_eq!(Added::read(&words, &mut Faults::none()).unwrap().0.number, "CS 1");
    }
}
