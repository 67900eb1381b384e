//! A CFPackage of CASE 1.1 (or a file like one) as the draft of a programme. What went out from here comes
//! back as it was. Of anybody else's, the groups right under the document become sections, the groups below
//! them requirements, and what has nothing below it the items of those: each to be accepted. Identifiers,
//! attributes and associations that have no meaning here are kept in the draft's `[case]` for the next export;
//! whatever else there is, is told.

mod build;
mod package;
pub(in crate::domain::exchange) mod things;
mod tree;

use serde_json::Value as Json;

use crate::domain::reading::Flaw;

use super::told::Told;
use super::write::written;
use super::{Accepting, Draft, fault};

/// Beyond this no programme file could hold it.
const LARGEST: usize = 8_000_000;

/// Reads the package; refuses what is none with sentences.
pub fn from_case(text: &str, accepting: &Accepting) -> Result<Draft, Vec<Flaw>> {
    if text.len() > LARGEST {
        return Err(fault(1, "The file is larger than 8 MB: a framework holds text only."));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let json: Json = serde_json::from_str(text)
        .map_err(|why| fault(why.line().max(1), format!("This is not JSON: {why}.")))?;
    let mut told = Told::default();
    let package = package::Package::of(json, &mut told)?;
    let tree = tree::Tree::of(&package, &mut told);
    let file = build::Build::of(&package, &tree, accepting, &mut told);
    Ok(Draft { toml: written(&file), not_held: told.all() })
}
