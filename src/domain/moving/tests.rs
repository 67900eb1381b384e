use super::*;
use crate::domain::kind::{self, Kind};
use crate::domain::programme;
use crate::domain::progress::tests::shelf;

fn kinds() -> Vec<Kind> {
    ["case", "meeting", "reflection"]
        .iter()
        .map(|name| {
            let path = shelf::root().join(format!("tests/worked/kinds/{name}.toml"));
            kind::read(&std::fs::read_to_string(path).unwrap()).unwrap()
        })
        .collect()
}

/// Each requirement as its code, its title and the rest.
fn version(number: &str, requirements: &[(&str, &str, &str)]) -> Version {
    let kinds = kinds();
    let mut text =
        format!("programme = \"p\"\nversion = \"{number}\"\ntitle = \"P\"\nbody = \"B\"\nmonths = 24\n");
    for kind in &kinds {
        text.push_str(&format!("[[kinds]]\nkind = \"{}\"\nversion = {}\n", kind.code, kind.version));
    }
    for (code, title, rest) in requirements {
        text.push_str(&format!(
            "[[requirements]]\ncode = \"{code}\"\ntitle = \"{title}\"\nsource = \"here\"\n{rest}\n"
        ));
    }
    programme::read(&text, &kinds).unwrap_or_else(|flaws| panic!("{flaws:?}"))
}

const CASES: &str = "rule = { count = \"case\", target = 10 }";
const MEETING: &str = "rule = { meeting = \"meeting\" }";
const REFLECTIONS: &str = "rule = { count = \"reflection\", target = 3 }";

fn pair<'p>(pairs: &'p Pairs, code: &str) -> Option<&'p str> {
    pairs[code].as_deref()
}

#[test]
fn the_same_code_then_the_same_title_then_the_only_one_of_its_shape() {
    let old = version(
        "1",
        &[
            ("cases", "Cases", CASES),
            ("talk", "Meeting", MEETING),
            ("think", "Reflections", REFLECTIONS),
            ("gone", "Old exam", "rule = { all = [\"cases\"] }"),
        ],
    );
    let new = version(
        "2",
        &[
            ("reviews", "meeting", MEETING),
            ("cases", "Cases under supervision", CASES),
            ("thoughts", "Thoughts", REFLECTIONS),
            ("extra", "More cases", "rule = { count = \"case\", target = 5 }"),
        ],
    );
    let pairs = suggested(&old, &new);
    assert_eq!(pair(&pairs, "cases"), Some("cases"));
    assert_eq!(pair(&pairs, "talk"), Some("reviews"));
    assert_eq!(pair(&pairs, "think"), Some("thoughts"));
    assert_eq!(pair(&pairs, "gone"), None);
    assert_eq!(pairs.len(), old.requirements.len());
    let more: Vec<&str> = added(&new, &pairs).iter().map(|one| one.code.as_str()).collect();
    assert_eq!(more, ["extra"]);
    assert!(faults(&old, &new, &pairs).is_empty());
}

#[test]
fn what_could_be_two_is_left_to_a_person() {
    let old = version("1", &[("a", "First", CASES), ("b", "Second", CASES)]);
    let new = version("2", &[("c", "Third", CASES), ("d", "Fourth", CASES)]);
    assert!(suggested(&old, &new).values().all(Option::is_none));
    let both = Pairs::from([("a".to_owned(), Some("c".to_owned())), ("b".to_owned(), Some("c".to_owned()))]);
    let found = faults(&old, &new, &both);
    assert_eq!(found.len(), 1);
    assert!(found[0].1.contains("cannot become one"), "{found:?}");
    let unknown = Pairs::from([("a".to_owned(), Some("x".to_owned()))]);
    assert!(faults(&old, &new, &unknown)[0].1.contains("from the list"));
}

#[test]
fn a_version_beside_itself_pairs_whole() {
    let old = version("1", &[("a", "Same", CASES), ("b", "Same", CASES), ("c", "Same", MEETING)]);
    let pairs = suggested(&old, &old);
    assert!(pairs.iter().all(|(code, becomes)| becomes.as_ref() == Some(code)));
}

#[test]
fn a_target_goes_along_only_where_it_fits() {
    let ranged = "personal = { least = 5, most = 20 }\nrule = { count = \"case\", target = 10 }";
    let new = version("2", &[("cases", "Cases", ranged), ("fixed", "Fixed", CASES)]);
    let pairs = Pairs::from([
        ("cases".to_owned(), Some("cases".to_owned())),
        ("fixed".to_owned(), Some("fixed".to_owned())),
        ("gone".to_owned(), None),
    ]);
    let target = |n| Some(Amount::whole(n));
    assert_eq!(carried(&new, &pairs, "cases", target(20)).as_deref(), Some("cases"));
    assert_eq!(carried(&new, &pairs, "cases", target(21)), None);
    assert_eq!(carried(&new, &pairs, "cases", None).as_deref(), Some("cases"));
    assert_eq!(carried(&new, &pairs, "fixed", target(10)), None);
    assert_eq!(carried(&new, &pairs, "fixed", None).as_deref(), Some("fixed"));
    assert_eq!(carried(&new, &pairs, "gone", None), None);
    assert_eq!(carried(&new, &pairs, "never", None), None);
}

/// Sections, and requirements that ask for approval by name, each as its code and its section.
fn sectioned(number: &str, sections: &[&str], requirements: &[(&str, &str)]) -> Version {
    let mut rest = String::new();
    for code in sections {
        rest.push_str(&format!("[[sections]]\ncode = \"{code}\"\ntitle = \"Part {code}\"\n"));
    }
    let kinds = kinds();
    let mut text =
        format!("programme = \"p\"\nversion = \"{number}\"\ntitle = \"P\"\nbody = \"B\"\nmonths = 24\n");
    for kind in &kinds {
        text.push_str(&format!("[[kinds]]\nkind = \"{}\"\nversion = {}\n", kind.code, kind.version));
    }
    text.push_str(&rest);
    for (code, section) in requirements {
        text.push_str(&format!(
            "[[requirements]]\ncode = \"{code}\"\ntitle = \"The {code}\"\nsource = \"here\"\n\
             section = \"{section}\"\n{CASES}\n[requirements.signers]\napproved = true\n"
        ));
    }
    programme::read(&text, &kinds).unwrap_or_else(|flaws| panic!("{flaws:?}"))
}

fn same(codes: &[&str]) -> Pairs {
    codes.iter().map(|code| ((*code).to_owned(), Some((*code).to_owned()))).collect()
}

#[test]
fn an_approval_goes_where_its_section_went_and_is_never_widened() {
    let old = sectioned("1", &["a", "b"], &[("x", "a"), ("y", "a"), ("z", "b")]);
    let pairs = same(&["x", "y", "z"]);
    let went = |new: &Version, pairs: &Pairs, section: &str| {
        let went = section_went(&old, new, pairs, section);
        (went.sections.join(" "), went.lost.join(", "), went.more.join(", "))
    };
    let said =
        |sections: &str, lost: &str, more: &str| (sections.to_owned(), lost.to_owned(), more.to_owned());
    // Called otherwise, and the same.
    let renamed = sectioned("2", &["k", "b"], &[("x", "k"), ("y", "k"), ("z", "b")]);
    assert_eq!(went(&renamed, &pairs, "a"), said("k", "", ""));
    assert_eq!(went(&renamed, &pairs, "b"), said("b", "", ""));
    // Split in two: both halves, and nothing of b.
    let split = sectioned("2", &["a", "k", "b"], &[("x", "a"), ("y", "k"), ("z", "b")]);
    assert_eq!(went(&split, &pairs, "a"), said("a k", "", ""));
    // Put together: whoever was approved for one half was not for the other, whichever code it has.
    for code in ["a", "k"] {
        let together = sectioned("2", &[code], &[("x", code), ("y", code), ("z", code)]);
        assert_eq!(went(&together, &pairs, "a"), said("", "The x, The y", ""));
        assert_eq!(went(&together, &pairs, "b"), said("", "The z", ""));
    }
    // One of two went over to another section: what is left stands, and what went is said.
    let over = sectioned("2", &["a", "b"], &[("x", "a"), ("y", "b"), ("z", "b")]);
    assert_eq!(went(&over, &pairs, "a"), said("a", "The y", ""));
    assert_eq!(went(&over, &pairs, "b"), said("", "The z", ""));
    // What is new in it is said; what is asked no more takes nothing away.
    let grown = sectioned("2", &["a", "b"], &[("x", "a"), ("new", "a"), ("z", "b")]);
    let fewer = Pairs::from([
        ("x".to_owned(), Some("x".to_owned())),
        ("y".to_owned(), None),
        ("z".to_owned(), Some("z".to_owned())),
    ]);
    assert_eq!(went(&grown, &fewer, "a"), said("a", "", "The new"));
    // The same code without anything of it, and neither.
    let anew = sectioned("2", &["a", "b"], &[("new", "a"), ("z", "b")]);
    let gone =
        Pairs::from([("x".to_owned(), None), ("y".to_owned(), None), ("z".to_owned(), Some("z".to_owned()))]);
    assert_eq!(went(&anew, &gone, "a"), said("a", "", "The new"));
    let without = sectioned("2", &["b"], &[("z", "b")]);
    assert_eq!(went(&without, &gone, "a"), said("", "", ""));
}

#[test]
fn pairs_turned_lead_back() {
    let pairs = Pairs::from([("x".to_owned(), Some("k".to_owned())), ("y".to_owned(), None)]);
    assert_eq!(turned(&pairs), Pairs::from([("k".to_owned(), Some("x".to_owned()))]));
}
