//! What a browser may send to confirm a figure.

use crate::domain::amount::Amount;
use crate::domain::fault::Faults;
use crate::domain::names::one_line;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Characters of a source: an address or a sentence.
const SOURCE: usize = 500;

/// The figure that holds from now on, and where it comes from.
pub struct Figure {
    /// None where the form has no figure: as it is written.
    pub amount: Option<Amount>,
    pub source: String,
}

impl FromForm for Figure {
    fn read(words: &Words, faults: &mut Faults) -> Option<Figure> {
        let typed = words.all("amount").next();
        let amount =
            typed.map(|text| Amount::typed(text).ok_or("Enter the figure as a number, like 150 or 12.5."));
        let amount = faults.take("amount", amount.transpose());
        let source =
            faults.take("source", one_line("where the figure comes from", words.one("source"), SOURCE));
        Some(Figure { amount: amount?, source: source? })
    }
}
