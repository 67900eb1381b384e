//! What an institution adds to a version of a programme that is not its own: fields on kinds of entry, sections,
//! requirements, and stricter figures. A layer is a file of its own, merged here into the version that holds
//! in that institution. It never takes anything away and never makes the owner's figures weaker: a layer
//! that would is a fault, so the merged version asks at least what the owner asks.

use std::collections::BTreeSet;

use crate::domain::amount::Amount;
use crate::domain::kind::Kind;
use crate::domain::reading::{Flaw, Table, look_page, read_page};
use crate::domain::rule::{Category, Rule};

use super::read::{Known, kind_used, no_such, sections, used};
use super::tallies::category;
use super::{Requirement, UsedKind, Version, combining, graph, requirement};

/// The version as it holds in an institution, by the name of which what is added is marked.
pub fn layered(base: &Version, text: &str, house: &[Kind], by: &str) -> Result<Version, Vec<Flaw>> {
    read_page(text, |top| layer(top, base, house, by))
}

/// A layer that somebody is still writing: what can be understood of it, beside every fault. Nobody is ever
/// measured by it.
pub fn look_layered(base: &Version, text: &str, house: &[Kind], by: &str) -> (Option<Version>, Vec<Flaw>) {
    look_page(text, |top| layer(top, base, house, by))
}

/// The version that a layer says it is of: `perfusion-msc` and `2025`.
pub fn layer_of(text: &str) -> Option<(String, String)> {
    let (code, version) = read_page(text, |top| {
        let named = top.text("layer_of")?;
        let (code, version) = named.split_once('@')?;
        Some((code.to_owned(), version.to_owned()))
    })
    .ok()?;
    Some((code, version))
}

fn layer(top: &Table<'_>, base: &Version, house: &[Kind], by: &str) -> Option<Version> {
    let wanted = format!("{}@{}", base.code, base.version);
    let named = top.need_text("layer_of");
    if !named.is_empty() && named != wanted {
        top.fault_at("layer_of", format!("This layer is of {named}: write layer_of = \"{wanted}\"."));
    }
    let mut version = base.clone();
    kinds(top, &mut version, house);
    let more = sections(top);
    for (section, table) in more.iter().zip(top.tables("sections")) {
        if base.sections.iter().any(|one| one.code == section.code) {
            table.fault_at("code", format!("“{}” is a section of the programme already.", section.code));
        }
    }
    version.sections.extend(more);
    let tables = top.tables("requirements");
    let own: BTreeSet<String> = tables.iter().filter_map(|table| table.text("code")).collect();
    let phases = tables.iter().filter_map(|table| table.text("phase"));
    let known = Known {
        codes: base.requirements.iter().map(|one| one.code.clone()).chain(own).collect(),
        phases: base.requirements.iter().filter_map(|one| one.phase.clone()).chain(phases).collect(),
        kinds: &version.kinds,
        sections: &version.sections,
        elsewhere: base.official_record.is_some(),
    };
    let mut requirements: Vec<Requirement> = Vec::new();
    for table in &tables {
        let mut one = requirement::requirement(table, &known);
        let taken = requirements.iter().any(|other| other.code == one.code);
        if base.requirement(&one.code).is_some() || taken {
            table.fault_at(
                "code",
                format!("There is a requirement “{}” already: give this one a code of its own.", one.code),
            );
        }
        one.local = Some(format!("Added by {by}"));
        requirements.push(one);
    }
    // The layer's own first, so that sections and phases are spelt out for them and for nobody else.
    let added = requirements.len();
    requirements.extend(base.requirements.iter().cloned());
    combining::spell_out(&mut requirements, &version.sections, &tables);
    graph::check(&requirements, &tables);
    requirements.rotate_left(added);
    for table in top.tables("stricter") {
        stricter(&table, &mut requirements, base, &known, by);
    }
    let says = added > 0 || top.has("stricter") || top.has("kinds");
    if !says {
        top.fault("This layer adds nothing: write [[requirements]], [[stricter]] or [[kinds]].");
    }
    top.finish();
    version.requirements = requirements;
    Some(version)
}

/// More fields of the kinds that the programme uses, and kinds that only the layer uses.
fn kinds(top: &Table<'_>, version: &mut Version, house: &[Kind]) {
    for table in top.tables("kinds") {
        let code = table.need_text("kind");
        match version.kinds.iter().position(|one| one.kind.code == code) {
            Some(at) => {
                let Some(before) = version.kinds.get(at).cloned() else { continue };
                if table.has("version") {
                    table.fault_at(
                        "version",
                        "The programme says which version of this kind it uses: take “version” away.",
                    );
                }
                let UsedKind { kind, added, words } = used(&table, &before.kind);
                let merged = UsedKind {
                    kind,
                    added: before.added.into_iter().chain(added).collect(),
                    words: before.words.into_iter().chain(words).collect(),
                };
                if let Some(place) = version.kinds.get_mut(at) {
                    *place = merged;
                }
            }
            None => version.kinds.extend(kind_used(&table, house, &version.kinds)),
        }
    }
}

/// A figure of the owner's, raised. What would lower it is told with the owner's figure.
fn stricter(table: &Table<'_>, all: &mut [Requirement], base: &Version, known: &Known<'_>, by: &str) {
    let code = table.need_text("requirement");
    let owner = base.requirement(&code);
    let Some((owner, one)) = owner.zip(all.iter_mut().find(|one| one.code == code)) else {
        let names = base.requirements.iter().map(|one| one.code.as_str());
        table.fault_at("requirement", String::from(no_such(&code, "a requirement of the programme", names)));
        return;
    };
    if let Some(target) = table.amount("target") {
        match owner.rule.target() {
            None => {
                table.fault_at("target", format!("“{}” has no figure that could be raised.", owner.title))
            }
            Some(figure) if target < figure => table.fault_at("target", weaker("target", target, figure)),
            Some(_) => one.rule = one.rule.with_target(target),
        }
    }
    let kinds: Vec<String> = owner.rule.kinds().into_iter().map(str::to_owned).collect();
    let wanted = minimums(table, &owner.rule, &kinds, known);
    if let Rule::Count(tally) | Rule::Sum(tally) | Rule::Pool(tally) = &mut one.rule {
        for minimum in wanted {
            match tally.minimums.iter_mut().find(|one| one.label == minimum.label) {
                Some(own) => own.amount = minimum.amount,
                None => tally.minimums.push(minimum),
            }
        }
        let target = tally.target;
        if let Some(too_many) = tally.minimums.iter().find(|one| one.amount > target) {
            table.fault_at(
                "minimum",
                format!("At least {} of {target} can never be: raise the target too.", too_many.amount),
            );
        }
    } else if table.has("minimum") {
        table.fault_at("minimum", "Only a rule that counts has minima: count, sum or pool.");
    }
    if !table.has("target") && !table.has("minimum") {
        table.fault("Say what is stricter: target = a number, or minimum = […].");
    }
    one.local = Some(format!("Stricter at {by}"));
    table.finish();
}

/// The owner's by their labels, and more with what belongs to them.
fn minimums(table: &Table<'_>, rule: &Rule, kinds: &[String], known: &Known<'_>) -> Vec<Category> {
    let owners = match rule {
        Rule::Count(tally) | Rule::Sum(tally) | Rule::Pool(tally) => tally.minimums.as_slice(),
        _ => &[],
    };
    let mut all = Vec::new();
    for inner in table.tables("minimum") {
        let label = inner.text_or_empty("label");
        let Some(own) = owners.iter().find(|one| one.label == label) else {
            all.push(category(&inner, "at_least", kinds, known));
            continue;
        };
        let amount = inner.need_amount("at_least");
        if amount < own.amount {
            inner.fault_at("at_least", weaker(&label, amount, own.amount));
        }
        if inner.has("where") {
            inner.fault_at("where", "The programme says which entries belong to it: take “where” away.");
        }
        inner.finish();
        all.push(Category { amount, ..own.clone() });
    }
    all
}

fn weaker(what: &str, wanted: Amount, figure: Amount) -> String {
    format!(
        "{wanted} is weaker than the programme’s own {figure} ({what}): a layer may only ask for more. Write {figure} or more, or take this away."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kind;
    use crate::domain::programme;

    fn house() -> Vec<Kind> {
        let near = std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../programmes/kinds"));
        let folder = if near.is_dir() { near } else { std::path::PathBuf::from("programmes/kinds") };
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        files.map(|path| kind::read(&std::fs::read_to_string(path).unwrap()).unwrap()).collect()
    }

    const BASE: &str = r#"programme = "p"
version = "1"
title = "P"
body = "B"
[[kinds]]
kind = "bypass-case"
version = 1
[[sections]]
code = "practice"
title = "Practice"
[[requirements]]
code = "cases"
title = "Cases"
section = "practice"
illustrative = true
[requirements.rule]
count = "bypass-case"
target = 150
minimum = { label = "aortic", at_least = 10, where = { field = "procedure", is = "aortic" } }
[[requirements]]
code = "everything"
title = "Everything"
illustrative = true
[requirements.rule]
all = [{ section = "practice" }]
"#;

    const LAYER: &str = r#"layer_of = "p@1"
[[kinds]]
kind = "bypass-case"
fields = [{ code = "theatre", label = "Theatre", type = "text" }]
[[requirements]]
code = "theatre-book"
title = "Theatre book"
section = "practice"
illustrative = true
[requirements.rule]
count = "bypass-case"
target = 5
where = { field = "theatre", is = "2" }
[[stricter]]
requirement = "cases"
target = 160
minimum = [
  { label = "aortic", at_least = 12 },
  { label = "adults", at_least = 20, where = { field = "patient-group", is = "adult" } },
]
"#;

    #[test]
    fn a_layer_adds_and_tightens_and_leaves_the_rest() {
        let base = programme::read(BASE, &house()).unwrap();
        let version =
            layered(&base, LAYER, &house(), "Royal Infirmary").unwrap_or_else(|flaws| panic!("{flaws:#?}"));
        let codes: Vec<&str> = version.requirements.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, ["cases", "everything", "theatre-book"]);
        let local = |code: &str| version.requirement(code).unwrap().local.clone();
        assert_eq!(local("cases").as_deref(), Some("Stricter at Royal Infirmary"));
        assert_eq!(local("everything"), None);
        assert_eq!(local("theatre-book").as_deref(), Some("Added by Royal Infirmary"));
        let Rule::Count(tally) = &version.requirement("cases").unwrap().rule else { panic!() };
        assert_eq!(tally.target, Amount::whole(160));
        let minima: Vec<(&str, Amount)> =
            tally.minimums.iter().map(|one| (one.label.as_str(), one.amount)).collect();
        assert_eq!(minima, [("aortic", Amount::whole(12)), ("adults", Amount::whole(20))]);
        // What the owner combines is as the owner combined it.
        assert_eq!(version.requirement("everything"), base.requirement("everything"));
        assert!(version.kind("bypass-case").unwrap().kind.field("theatre").is_some());
        assert_eq!(layer_of("layer_of = \"p@1\""), Some(("p".to_owned(), "1".to_owned())));
    }

    /// The example of `docs/programme-format.md` on the programme that it names.
    #[test]
    fn the_layer_in_the_documents_is_as_it_says() {
        let root = std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        let root = if root.join("docs").is_dir() {
            root
        } else {
            std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        };
        let page = std::fs::read_to_string(root.join("docs/programme-format.md")).unwrap();
        let block = page.split("```toml\n").find(|block| block.starts_with("layer_of")).unwrap();
        let layer = block.split("```").next().unwrap();
        let base = std::fs::read_to_string(root.join("programmes/perfusion-msc-2025.toml")).unwrap();
        let base = programme::read(&base, &house()).unwrap();
        let version =
            layered(&base, layer, &house(), "Royal Infirmary").unwrap_or_else(|flaws| panic!("{flaws:#?}"));
        assert_eq!(version.requirements.len(), base.requirements.len() + 1);
        let cases = version.requirement("bypass-150").unwrap();
        assert_eq!(cases.rule.target(), Some(Amount::whole(160)));
        assert_eq!(layer_of(layer), Some((base.code, base.version)));
    }

    #[test]
    fn a_layer_that_is_weaker_or_takes_away_is_told() {
        let base = programme::read(BASE, &house()).unwrap();
        for (layer, told) in [
            (LAYER.replace("target = 160", "target = 140"), "140 is weaker than the programme’s own 150"),
            (LAYER.replace("at_least = 12", "at_least = 9"), "9 is weaker than the programme’s own 10"),
            (LAYER.replace("at_least = 20", "at_least = 200"), "can never be"),
            (LAYER.replace("p@1", "p@2"), "write layer_of = \"p@1\""),
            (LAYER.replace("code = \"theatre-book\"", "code = \"cases\""), "a code of its own"),
            (LAYER.replace("requirement = \"cases\"", "requirement = \"case\""), "did you mean “cases”"),
            (
                LAYER.replace("requirement = \"cases\"", "requirement = \"everything\""),
                "no figure that could be raised",
            ),
            (LAYER.replace("is = \"2\"", "is_nt = \"2\""), "A condition has exactly one test"),
            ("layer_of = \"p@1\"\n".to_owned(), "adds nothing"),
            (format!("{LAYER}cap = 3\n"), "is not known here"),
            (LAYER.replace("[[sections]]", ""), ""),
        ] {
            match layered(&base, &layer, &house(), "R") {
                Ok(_) => assert_eq!(told, "", "{layer}"),
                Err(flaws) => {
                    assert!(flaws.iter().any(|flaw| flaw.sentence.contains(told)), "{told}: {flaws:#?}")
                }
            }
        }
    }
}
