//! What a browser may send to this room. Which fields there are depends on the kind and the programme,
//! so the words are read by `sheet`, inside the act.

use crate::domain::fault::Faults;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Words whose meaning the act looks up.
pub struct AsTyped;

impl FromForm for AsTyped {
    fn read(_: &Words, _: &mut Faults) -> Option<AsTyped> {
        Some(AsTyped)
    }
}
