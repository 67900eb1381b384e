//! Every view renders from its samples, and every page holds to the rules that a person with a screen
//! reader and the content policy both need.

use perfolio::features;

use crate::kit::wellformed::complaints;

#[test]
fn every_view_is_well_formed_labelled_and_without_anything_inline() {
    let samples = features::samples();
    assert!(samples.len() > 8, "only {} samples", samples.len());
    let mut bad = Vec::new();
    for sample in samples {
        let said = complaints(&sample.html);
        if !said.is_empty() {
            bad.push(format!("{}:\n  {}", sample.name, said.join("\n  ")));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn what_people_typed_is_shown_as_text() {
    let sample =
        features::samples().into_iter().find(|sample| sample.name == "accounts/sign-in, again").unwrap();
    assert!(!sample.html.contains("<b>"), "{}", sample.html);
}
