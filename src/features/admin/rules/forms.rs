//! What a browser may send about house rules: the kinds for which each thing is ticked.

use std::collections::BTreeSet;

use crate::domain::fault::Faults;
use crate::web::form::FromForm;
use crate::web::typed::Words;

pub struct Rules {
    pub camera: BTreeSet<String>,
    pub files: BTreeSet<String>,
}

impl FromForm for Rules {
    fn read(words: &Words, _: &mut Faults) -> Option<Rules> {
        let ticked = |field: &str| words.all(field).map(str::to_owned).collect::<BTreeSet<String>>();
        Some(Rules { camera: ticked("camera"), files: ticked("files") })
    }
}
