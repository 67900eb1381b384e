//! Accredited Scientific Practice is put together for one employer at a time: modules of a curriculum, a university,
//! credits, a period. `compose` writes such a programme as a file of our own format: the blocks of the chosen
//! modules as their curriculum has them, sources and badges with them, each confined to the enrolment, inside the
//! frame of the shipped example. What is written is read by the same reader as every other file.

use std::collections::BTreeSet;

use crate::domain::programme::Version;
use crate::domain::reading::quoted;
use crate::domain::rule::Rule;

/// What a lead chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub title: String,
    pub university: String,
    pub credits: u32,
    pub months: u32,
    /// Codes of the curriculum's sections.
    pub modules: Vec<String>,
}

/// The modules of a curriculum, code and title: its sections in which activities are signed off one by one.
pub fn modules(curriculum: &Version) -> Vec<(String, String)> {
    let lists = |section: &str| {
        curriculum.requirements.iter().any(|asked| {
            asked.section.as_deref() == Some(section)
                && matches!(&asked.rule, Rule::Signoff(signoff) if !signoff.items.is_empty())
        })
    };
    let sections = curriculum.sections.iter().filter(|section| lists(&section.code));
    sections.map(|section| (section.code.clone(), section.title.clone())).collect()
}

/// The programme's code: `asp-cardiac-imaging`.
pub fn code_of(title: &str) -> String {
    let letters = title.to_lowercase();
    let words =
        letters.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty() && *word != "asp");
    let slug: String = words.collect::<Vec<_>>().join("-").chars().take(40).collect();
    format!("asp-{}", slug.trim_matches('-'))
}

/// `frame` and `curriculum` are the texts of shipped files; `version` names the version that is made.
pub fn compose(wanted: &Wanted, version: &str, frame: &str, curriculum: &str) -> String {
    let mut text = String::new();
    let said = |key: &str, value: &str| format!("{key} = {}\n", quoted(value));
    text.push_str("# Put together in Perfolio from the modules of a shipped curriculum.\n");
    text.push_str(&said("programme", &code_of(&wanted.title)));
    text.push_str(&said("version", version));
    text.push_str(&said("title", &wanted.title));
    text.push_str("award = \"Certificate of completion of an ASP programme\"\nfield = \"Cardiac science\"\n");
    text.push_str(&said("body", "National School of Healthcare Science"));
    let about = format!(
        "Chosen modules at work and at {}, within a fixed period. Evidence from before or after it does not count.",
        wanted.university
    );
    text.push_str(&said("about", &about));
    text.push_str(&format!("months = {}\n", wanted.months));
    text.push_str("official_record = \"OneFile\"\naccepts_earlier = false\ncompletion = \"completion\"\n");
    let chosen: BTreeSet<&str> = wanted.modules.iter().map(String::as_str).collect();
    let of_module = |block: &&str| value(block, "section").is_some_and(|code| chosen.contains(code));
    let picked: Vec<&str> = blocks(curriculum, "requirements").into_iter().filter(of_module).collect();
    let codes: BTreeSet<&str> = picked.iter().filter_map(|block| value(block, "code")).collect();
    let mut kinds: BTreeSet<&str> = BTreeSet::new();
    for block in blocks(frame, "kinds").into_iter().chain(blocks(curriculum, "kinds")) {
        let Some(kind) = value(block, "kind") else { continue };
        let used = picked.iter().any(|asked| asked.contains(&quoted(kind)));
        let framed = blocks(frame, "kinds").iter().any(|one| value(one, "kind") == Some(kind));
        if (used || framed) && kinds.insert(kind) {
            text.push_str(&format!("\n{}", block.trim_end()));
            text.push('\n');
        }
    }
    for block in blocks(curriculum, "sections") {
        if value(block, "code").is_some_and(|code| chosen.contains(code)) {
            text.push_str(&format!("\n{}\n", block.trim_end()));
        }
    }
    for block in blocks(frame, "sections").into_iter().filter(|block| value(block, "code") != Some("modules"))
    {
        text.push_str(&format!("\n{}\n", block.trim_end()));
    }
    for block in &picked {
        text.push_str(&format!("\n{}", confined(block, &codes)));
    }
    for block in blocks(frame, "requirements") {
        match value(block, "code") {
            Some("credits") => text.push_str(&credits(wanted, block)),
            Some("completion") => text.push_str(&completion(&wanted.modules, block)),
            Some("final-assessment" | "certificate") => text.push_str(&format!("\n{}\n", block.trim_end())),
            _ => {}
        }
    }
    text
}

/// The tables of this name, each from its header to the next; comments between them are left out.
fn blocks<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let header = format!("[[{name}]]");
    let mut all = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(&header) {
        let from = rest.get(at..).unwrap_or_default();
        let body = from.get(header.len()..).unwrap_or_default();
        let ends = ["\n[[", "\n#"].iter().filter_map(|mark| body.find(mark)).min().unwrap_or(body.len());
        all.push(from.get(..header.len() + ends).unwrap_or_default());
        rest = body.get(ends..).unwrap_or_default();
    }
    all
}

/// The text of a key in a line of its own.
fn value<'t>(block: &'t str, key: &str) -> Option<&'t str> {
    let line = block.lines().find(|line| line.starts_with(&format!("{key} = \"")))?;
    line.split('"').nth(1)
}

/// The block with what happened in the enrolment only, and without what is not chosen.
fn confined(block: &str, codes: &BTreeSet<&str>) -> String {
    let has_window = block.lines().any(|line| line.starts_with("window = "));
    let mut text = String::new();
    for line in block.trim_end().lines() {
        if line.starts_with("phase = ") {
            continue;
        }
        if line.starts_with("needs = ") {
            let kept: Vec<String> =
                line.split('"').skip(1).step_by(2).filter(|code| codes.contains(code)).map(quoted).collect();
            if !kept.is_empty() {
                text.push_str(&format!("needs = [{}]\n", kept.join(", ")));
            }
            continue;
        }
        if line == "[requirements.rule]" && !has_window {
            text.push_str("window = \"enrolment\"\n");
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn credits(wanted: &Wanted, block: &str) -> String {
    let line = format!(
        "units = [{{ code = \"ASP\", title = {}, credits = {}, pass = \"result\" }}]",
        quoted(&format!("Units that go with the chosen modules, {}", wanted.university)),
        wanted.credits
    );
    // Whoever put the programme together has said how many: nothing is illustrative any more.
    let lines = block
        .trim_end()
        .lines()
        .filter(|line| !line.starts_with("illustrative") && !line.starts_with("note"));
    let lines: Vec<&str> = lines.map(|one| if one.starts_with("units = ") { &*line } else { one }).collect();
    format!("\n{}\n", lines.join("\n"))
}

fn completion(modules: &[String], block: &str) -> String {
    let mut parts: Vec<String> =
        modules.iter().map(|code| format!("{{ section = {} }}", quoted(code))).collect();
    parts.extend(["\"credits\"".to_owned(), "\"final-assessment\"".to_owned()]);
    let line = format!("all = [{}]", parts.join(", "));
    let lines: Vec<&str> =
        block.trim_end().lines().map(|one| if one.starts_with("all = ") { &*line } else { one }).collect();
    format!("\n{}\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kind::{self, Kind};
    use crate::domain::programme::read;
    use crate::domain::progress::tests::shelf;
    use crate::domain::rule::Window;

    fn file(name: &str) -> String {
        std::fs::read_to_string(shelf::root().join("programmes").join(name)).unwrap()
    }

    fn kinds() -> Vec<Kind> {
        let all =
            std::fs::read_dir(shelf::root().join("programmes/kinds")).unwrap().map(|one| one.unwrap().path());
        all.map(|path| kind::read(&std::fs::read_to_string(path).unwrap()).unwrap()).collect()
    }

    #[test]
    fn every_module_of_every_curriculum_can_be_built_from() {
        let (kinds, frame) = (kinds(), file("asp-generic-2026.toml"));
        for year in ["2011", "2017", "2022", "2023"] {
            let name = format!("stp-cardiac-{year}.toml");
            let text = file(&name);
            let curriculum = read(&text, &kinds).unwrap();
            let all = modules(&curriculum);
            assert!(all.len() >= 2, "{name}: {all:?}");
            for chosen in all.chunks(2).chain(std::iter::once(all.as_slice())) {
                let wanted = Wanted {
                    title: "ASP \"Imaging\" for Northgate".to_owned(),
                    university: "The University of Somewhere".to_owned(),
                    credits: 80,
                    months: 18,
                    modules: chosen.iter().map(|(code, _)| code.clone()).collect(),
                };
                let made = compose(&wanted, "2026", &frame, &text);
                let version =
                    read(&made, &kinds).unwrap_or_else(|flaws| panic!("{name}: {flaws:#?}\n{made}"));
                assert_eq!((version.code.as_str(), version.months), ("asp-imaging-for-northgate", Some(18)));
                assert_eq!(version.title, "ASP \"Imaging\" for Northgate");
                assert!(version.offered && !version.accepts_earlier);
                let inside = |code: &String| {
                    version.requirements.iter().filter(|one| one.section.as_ref() == Some(code)).count()
                };
                for code in &wanted.modules {
                    let theirs =
                        curriculum.requirements.iter().filter(|one| one.section.as_ref() == Some(code));
                    assert_eq!(inside(code), theirs.count(), "{name} {code}");
                }
                for asked in version.requirements.iter().filter(|one| !one.rule.kinds().is_empty()) {
                    let open = asked.code == "certificate";
                    assert!(
                        open || asked.window != Window::Always,
                        "{}: evidence from before counts",
                        asked.code
                    );
                }
                let Rule::Marks(marks) = &version.requirement("credits").unwrap().rule else { panic!() };
                assert_eq!(marks.target, crate::domain::amount::Amount::whole(80));
                assert!(!version.requirement("credits").unwrap().provenance.illustrative);
            }
        }
    }
}
