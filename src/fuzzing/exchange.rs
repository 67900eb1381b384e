//! Programmes in the formats of others: a CFPackage of CASE 1.1, and lists of competencies.

use crate::domain::exchange::{Accepting, Draft, Mapping, Published, from_case, from_csv, to_case, to_csv};
use crate::domain::programme::{self, Version};
use crate::domain::reading::Flaw;
use crate::domain::time::Moment;

use super::Target;
use super::engine::kinds;

pub static CASE: Target = Target {
    name: "case",
    run: |bytes| read(bytes, |text| from_case(text, &accepting())),
    seeds: || {
        let made = |text: &str| to_case(text, &published()).ok().map(String::into_bytes);
        let ours = SMALL.iter().filter_map(|text| made(text));
        let theirs = std::fs::read(super::home().join("tests/exchange/foreign-case.json")).ok();
        ours.chain(theirs).collect()
    },
    words: include_str!("words/case.dict"),
    longest: 16 * 1024,
    memory: 512,
};

pub static LIST: Target = Target {
    name: "list",
    run: |bytes| {
        read(bytes, |text| from_csv(text, &Mapping { accepting: accepting(), ..Mapping::default() }))
    },
    seeds: || {
        let ours = SMALL.iter().filter_map(|text| to_csv(text).ok()).map(String::into_bytes);
        let theirs = std::fs::read(super::home().join("tests/exchange/foreign-list.csv")).ok();
        ours.chain(theirs).collect()
    },
    words: include_str!("words/list.dict"),
    longest: 8 * 1024,
    memory: 512,
};

/// Small programmes of the kinds that are shipped: what is big is not mutated to anything new.
const SMALL: [&str; 2] = [
    "programme = \"p\"\nversion = \"1\"\ntitle = \"P\"\nbody = \"B\"\n\
     [[kinds]]\nkind = \"document\"\nversion = 1\n[[sections]]\ncode = \"s\"\ntitle = \"S\"\n\
     [[requirements]]\ncode = \"a\"\ntitle = \"A\"\ntext = \"=A\"\nsection = \"s\"\nillustrative = true\n\
     [requirements.rule]\nheld = \"document\"\n\
     [[requirements]]\ncode = \"b\"\ntitle = \"B\"\npart_of = \"a\"\nneeds = [\"a\"]\ndue = 2027-06-30\nsource = \"x\"\n\
     [requirements.rule]\nall = [\"a\"]\n",
    "programme = \"m\"\nversion = \"2\"\ntitle = \"M\"\nbody = \"B\"\n\
     [[kinds]]\nkind = \"unit-result\"\nversion = 1\n\
     [[requirements]]\ncode = \"a\"\ntitle = \"A\"\nillustrative = true\n\
     [requirements.rule]\nmarks = \"unit-result\"\n\
     units = [{ code = \"X/1\", title = \"X\", credits = 20, pass = 50 }, { code = \"Y\", title = \"Y\", credits = 7.5, pass = \"result\" }]\n",
];

/// A kind that is shipped.
fn accepting() -> Accepting {
    Accepting { kind: "document".to_owned(), version: 1, item: "title".to_owned() }
}

fn published() -> Published<'static> {
    Published { base: None, at: Moment::of_millis(0), status: "Draft" }
}

fn read(bytes: &[u8], from: impl Fn(&str) -> Result<Draft, Vec<Flaw>>) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match from(text) {
        Err(flaws) => {
            assert!(!flaws.is_empty(), "refused without a word");
            assert!(flaws.iter().all(|flaw| flaw.line > 0 && !flaw.sentence.is_empty()), "{flaws:?}");
        }
        Ok(draft) => {
            holds(&draft);
            // The comments above a draft change nothing in it.
            assert!(known(&draft.commented()) == known(&draft.toml), "a comment is read");
        }
    }
}

fn known(text: &str) -> Option<Version> {
    programme::read(text, kinds()).ok()
}

/// A draft is TOML; and one without faults goes out and comes back as it is.
fn holds(draft: &Draft) {
    let case = to_case(&draft.toml, &published());
    assert!(case.is_ok(), "the draft is no TOML: {case:?}");
    let Some(version) = known(&draft.toml) else { return };
    let back = case.ok().and_then(|case| from_case(&case, &accepting()).ok());
    assert!(back.and_then(|back| known(&back.toml)).as_ref() == Some(&version), "changed by CASE");
    let back = to_csv(&draft.toml).ok().and_then(|list| from_csv(&list, &Mapping::default()).ok());
    assert!(back.and_then(|back| known(&back.toml)).as_ref() == Some(&version), "changed by a list");
}
