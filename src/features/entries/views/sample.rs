//! One of each view, without a house behind it.

use crate::web::samples::Sample;

pub fn samples() -> Vec<Sample> {
    Vec::new()
}
