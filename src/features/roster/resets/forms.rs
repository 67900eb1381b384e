//! What a browser may send to vouch for somebody.

use crate::domain::factor::Check;
use crate::domain::fault::Faults;
use crate::web::form::FromForm;
use crate::web::typed::Words;

pub struct Vouching {
    pub checked: Check,
}

impl FromForm for Vouching {
    fn read(words: &Words, faults: &mut Faults) -> Option<Vouching> {
        let checked = words.one("checked").parse::<Check>();
        let checked = checked.map_err(|_| "Choose how you made sure that it is them.");
        faults.take("checked", checked).map(|checked| Vouching { checked })
    }
}
