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
    pub amount: Amount,
    pub source: String,
}

impl FromForm for Figure {
    fn read(words: &Words, faults: &mut Faults) -> Option<Figure> {
        let amount =
            Amount::typed(words.one("amount")).ok_or("Enter the figure as a number, like 150 or 12.5.");
        let amount = faults.take("amount", amount);
        let source =
            faults.take("source", one_line("where the figure comes from", words.one("source"), SOURCE));
        Some(Figure { amount: amount?, source: source? })
    }
}
