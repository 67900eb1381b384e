//! The page itself, as a browser sends it back: whoever opens a requirement and saves it changes nothing.

use askama::Template;

use super::bench::Bench;
use super::requirement::Parts;
use crate::domain::authoring::{Said, Sheet, edited, held};
use crate::domain::kind::{self, Kind};
use crate::domain::programme;
use crate::web::typed::{Typed, Words};

fn decoded(text: &str) -> String {
    let pairs =
        [("&#38;", "&"), ("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(decoded(rest.split('"').next()?))
}

/// Every field as a browser would send it, without buttons.
fn sent(html: &str) -> Said {
    let mut all = Said::new();
    let mut add = |name: String, word: String| all.entry(name).or_default().push(word);
    for (at, _) in html.match_indices('<') {
        let tag = html[at..].split('>').next().unwrap();
        let Some(name) = attribute(tag, "name") else { continue };
        if tag.starts_with("<input") {
            let kind = attribute(tag, "type").unwrap_or_default();
            if !["radio", "checkbox"].contains(&kind.as_str()) || tag.contains(" checked") {
                add(name, attribute(tag, "value").unwrap_or_default());
            }
        } else if tag.starts_with("<textarea") {
            let words = html[at + tag.len() + 1..].split("</textarea>").next().unwrap();
            add(name, decoded(words.strip_prefix('\n').unwrap_or(words)));
        } else if tag.starts_with("<select") {
            let inside = html[at..].split("</select>").next().unwrap();
            let chosen = inside.split("<option").skip(1).find(|option| option.contains(" selected"));
            let chosen = chosen.or_else(|| inside.split("<option").nth(1));
            add(name, chosen.and_then(|option| attribute(option, "value")).unwrap_or_default());
        }
    }
    all
}

fn toml_files(folder: &str) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|end| end == "toml"));
    files.map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn opening_a_requirement_and_saving_it_changes_no_byte() {
    let house: Vec<Kind> =
        toml_files("programmes/kinds").iter().map(|text| kind::read(text).unwrap()).collect();
    let mut opened = 0;
    for text in toml_files("programmes") {
        let version = programme::read(&text, &house).unwrap();
        let sheet = Sheet::read(&text).unwrap();
        let bench = Bench { version: Some(&version), codes: sheet.codes("requirements") };
        for code in sheet.codes("requirements") {
            let block = sheet.block("requirements", code).unwrap();
            let held = held(block, bench.kinds()).unwrap();
            let words: Words =
                held.said.iter().flat_map(|(name, all)| all.iter().map(move |word| (name, word))).collect();
            let fields = Parts::of(&bench, block, &held.rule, &mut Typed { words, ..Typed::nothing() });
            assert_eq!(fields.others, "", "{code}");
            let parts = fields.groups.iter().flat_map(|group| &group.parts);
            let html: String = parts.map(|part| part.render().unwrap()).collect();
            assert!(!html.contains("only the text can say"), "{} {code}", version.code);
            let edited = edited(block, &held.rule, &sent(&html), bench.kinds());
            assert_eq!(edited.as_deref(), Ok(block), "{} {code}", version.code);
            opened += 1;
        }
    }
    assert!(opened > 500, "{opened}");
}

/// Rows grow without a script: a press of “Add another” keeps what was typed, and the empty rows that were there.
#[test]
fn a_row_more_keeps_what_was_typed() {
    let bench = Bench { version: None, codes: Vec::new() };
    let words = [
        ("rule-bands-1-name", "Merit"),
        ("rule-bands-1-from", "60"),
        ("rule-bands-3-name", ""),
        ("more", "rule-bands"),
    ];
    let fields = Parts::of(&bench, "", "marks", &mut Typed::holding(words));
    let html: String = fields.groups[1].parts.iter().map(|part| part.render().unwrap()).collect();
    let sent = sent(&html);
    assert_eq!(sent["rule-bands-1-name"], ["Merit"]);
    assert_eq!(sent["rule-bands-1-from"], ["60"]);
    assert!(sent.contains_key("rule-bands-4-name") && !sent.contains_key("rule-bands-5-name"), "{sent:?}");
    assert!(html.contains("Merit 60"), "the row says in its heading what it is");
}
