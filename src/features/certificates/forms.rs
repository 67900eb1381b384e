//! What a browser may send to check a certificate: its number and the holder's surname.

use crate::domain::certificate::typed_number;
use crate::domain::fault::Faults;
use crate::domain::names::one_line;
use crate::web::form::FromForm;
use crate::web::typed::Words;

pub struct Question {
    pub number: String,
    pub surname: String,
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
