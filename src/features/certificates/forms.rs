//! What a browser may send: the number and the holder's surname to check a certificate, and what a page showed of one.

use crate::domain::certificate::typed_number;
use crate::domain::fault::Faults;
use crate::domain::names::one_line;
use crate::web::form::FromForm;
use crate::web::typed::Words;

pub struct Question {
    pub number: String,
    pub surname: String,
}

/// What the page showed: the signature that goes on paper, or the number that is withdrawn. Empty where it showed none.
pub struct Looked {
    pub was: String,
}

impl FromForm for Looked {
    fn read(words: &Words, _: &mut Faults) -> Option<Looked> {
        Some(Looked { was: words.one("was").to_owned() })
    }
}

impl FromForm for Question {
    fn read(words: &Words, faults: &mut Faults) -> Option<Question> {
        let number = typed_number(words.one("number"));
        let number = faults.take(
            "number",
            number.ok_or("Enter the number as it is printed: three groups of four letters and digits."),
        );
        let surname = faults.take("surname", one_line("the surname", words.one("surname"), 120));
        Some(Question { number: number?, surname: surname? })
    }
}
