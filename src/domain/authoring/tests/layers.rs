//! What an institution adds, by its forms: never below the owner's figure, and the text that the layer reader takes.

use super::*;
use crate::domain::programme::layered;

const LAYER: &str = r#"layer_of = "p@1"

[[kinds]]
kind = "bypass-case"
fields = [{ code = "theatre", label = "Theatre", type = "text", required = true }]

[[stricter]]
requirement = "cases"
target = 160
minimum = { label = "adults", at_least = 20, where = { field = "patient-group", is = "adult" } }
"#;

fn base() -> (Version, Vec<Kind>) {
    let house = house();
    (programme::read(FILE, &house).unwrap(), house)
}

#[test]
fn a_higher_figure_is_written_and_a_lower_one_refused_at_its_field() {
    let (base, house) = base();
    let owner = of(&base, "cases");
    let sheet = Sheet::read(LAYER).unwrap();
    let held = stricter_held(sheet.block("stricter", "cases"), owner, &base.kinds).unwrap();
    assert_eq!((one(&held, "target"), one(&held, "minimum-1-label")), ("160", "adults"));
    let block = stricter_edited(owner, &held, &base.kinds).unwrap().unwrap();
    let text = sheet.with_block("stricter", "cases", &block).unwrap();
    let version = layered(&base, &text, &house, "R").unwrap_or_else(|flaws| panic!("{flaws:#?}\n{text}"));
    assert_eq!(version, layered(&base, LAYER, &house, "R").unwrap());
    for (name, word, told) in [
        ("target", "140", "140 is less than the programme’s own 150"),
        ("target", "more", "is not a number"),
        ("minimum-1-at_least", "", "as a number"),
        ("minimum-1-where-1-field", "", "Choose the field"),
    ] {
        let mut said = held.clone();
        said.insert(name.to_owned(), vec![word.to_owned()]);
        let faults = stricter_edited(owner, &said, &base.kinds).unwrap_err();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].0, name);
        assert!(faults[0].1.contains(told), "{faults:?}");
    }
    // What is the same as the owner's is nothing stricter.
    let same: Said = [("target".to_owned(), vec!["150".to_owned()])].into();
    assert_eq!(stricter_edited(owner, &same, &base.kinds).unwrap(), None);
}

#[test]
fn an_owners_minimum_is_raised_by_its_label() {
    let house = house();
    let text = format!(
        "{FILE}minimum = {{ label = \"aortic\", at_least = 10, where = {{ field = \"procedure\", is = \"aortic\" }} }}\n"
    );
    let base = programme::read(&text, &house).unwrap();
    let owner = of(&base, "cases");
    let said = |word: &str| -> Said { [(least(0), vec![word.to_owned()])].into() };
    let faults = stricter_edited(owner, &said("9"), &base.kinds).unwrap_err();
    assert_eq!(faults[0].0, "least-1");
    let block = stricter_edited(owner, &said("12"), &base.kinds).unwrap().unwrap();
    let layer = format!("layer_of = \"p@1\"\n\n{block}");
    let version = layered(&base, &layer, &house, "R").unwrap_or_else(|flaws| panic!("{flaws:#?}\n{layer}"));
    assert_eq!(minima(&of(&version, "cases").rule)[0].amount.to_string(), "12");
    assert_eq!(stricter_held(Some(&block), owner, &base.kinds).unwrap(), said("12"));
}

#[test]
fn more_to_fill_in_is_written_with_codes_of_its_own() {
    let (base, house) = base();
    let sheet = Sheet::read(LAYER).unwrap();
    let block = sheet.block("kinds", "bypass-case").unwrap();
    let mut held = kind_held(block, &base.kinds).unwrap();
    assert_eq!(kind_edited(Some(block), "bypass-case", &held, &base.kinds).unwrap().as_deref(), Some(block));
    for (name, word) in [
        ("fields-2-label", "Which room?"),
        ("fields-2-type", "choice"),
        ("fields-2-choices", "Room one\nb | Room two"),
    ] {
        held.insert(name.to_owned(), vec![word.to_owned()]);
    }
    let block = kind_edited(Some(block), "bypass-case", &held, &base.kinds).unwrap().unwrap();
    let text = sheet.with_block("kinds", "bypass-case", &block).unwrap();
    let version = layered(&base, &text, &house, "R").unwrap_or_else(|flaws| panic!("{flaws:#?}\n{text}"));
    let field = version.kind("bypass-case").unwrap().kind.field("which-room").unwrap().clone();
    let codes: Vec<&str> = field.choices().iter().map(|choice| choice.code.as_str()).collect();
    assert_eq!(codes, ["room-one", "b"]);
    // Nothing is left of a block in which nothing is said.
    assert_eq!(kind_edited(None, "bypass-case", &Said::new(), &base.kinds).unwrap(), None);
    held.insert("fields-2-type".to_owned(), vec![String::new()]);
    let faults = kind_edited(None, "bypass-case", &held, &base.kinds).unwrap_err();
    assert_eq!(faults[0].0, "fields-2-type");
}
