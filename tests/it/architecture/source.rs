//! Reads a Rust file far enough to know its paths and its definitions: `use` trees are unfolded, `super`
//! and imported names are resolved. Code that exists only under `cfg(test)` is marked, because tests may
//! know more than what they test.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use super::tokens::{Token, tokens_of};

/// A path as the compiler would see it: `crate::db::tx::Tx` or `diesel::prelude`, not `super::Tx`.
#[derive(Debug, Clone)]
pub struct Named {
    pub segments: Vec<String>,
    pub line: usize,
    pub test: bool,
}

pub struct Source {
    /// From the package's folder, with `/`.
    pub path: String,
    /// `["db", "tx"]` for `src/db/tx.rs`; empty for `lib.rs` and `main.rs`.
    pub module: Vec<String>,
    pub lines: Vec<String>,
    pub tokens: Vec<Token>,
    pub paths: Vec<Named>,
    /// The names that the file re-exports (`pub use store::case`).
    pub offers: Vec<String>,
}

impl Named {
    pub fn starts_with(&self, first: &str) -> bool {
        self.segments.first().is_some_and(|segment| segment == first)
    }

    pub fn text(&self) -> String {
        self.segments.join("::")
    }
}

impl Source {
    pub fn all_under(home: &Path, folder: &str) -> Vec<Source> {
        let mut found = Vec::new();
        let mut waiting = vec![folder.to_owned()];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(home.join(&folder)).unwrap() {
                let entry = entry.unwrap();
                let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
                if entry.file_type().unwrap().is_dir() {
                    waiting.push(path);
                } else if path.ends_with(".rs") {
                    found.push(Source::of(&path, &fs::read_to_string(entry.path()).unwrap()));
                }
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        forget_test_files(&mut found);
        found
    }

    pub fn of(path: &str, text: &str) -> Source {
        let module = module_of(path);
        let mut tokens = tokens_of(text);
        mark(&mut tokens);
        let (paths, offers) = paths_of(&tokens, &module);
        Source {
            path: path.into(),
            module,
            lines: text.lines().map(str::to_owned).collect(),
            tokens,
            paths,
            offers,
        }
    }

    /// `src/db/tx.rs` is `tx`; `src/db/mod.rs` is `mod`.
    pub fn stem(&self) -> &str {
        self.path.rsplit('/').next().unwrap().trim_end_matches(".rs")
    }

    /// Whether a folder above the file, or the file itself, has this name.
    pub fn is_within(&self, name: &str) -> bool {
        self.stem() == name || self.path.split('/').rev().skip(1).any(|folder| folder == name)
    }
}

fn module_of(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod" || module == ["lib"] || module == ["main"]) {
        module.pop();
    }
    module
}

/// `#[cfg(test)] mod tests;` makes a whole file, and all below it, a test.
fn forget_test_files(all: &mut [Source]) {
    let mut tests: Vec<Vec<String>> = Vec::new();
    for source in all.iter() {
        for three in source.tokens.windows(3) {
            if three[0].test && three[0].text == "mod" && three[2].text == ";" {
                tests.push([&source.module[..], &[three[1].text.clone()]].concat());
            }
        }
    }
    for source in all.iter_mut().filter(|s| tests.iter().any(|test| s.module.starts_with(test))) {
        source.tokens.iter_mut().for_each(|token| token.test = true);
        source.paths.iter_mut().for_each(|path| path.test = true);
    }
}

/// What a `{` opens.
#[derive(Clone, PartialEq)]
enum Block {
    Module(String),
    TraitImpl,
    Other,
}

/// Fills in what is known only from what stands around a token.
fn mark(tokens: &mut [Token]) {
    let words: Vec<String> = tokens.iter().map(|token| token.text.clone()).collect();
    let word = |i: usize| words.get(i).map_or("", String::as_str);
    let mut open: Vec<(Block, bool)> = Vec::new();
    let mut next = Block::Other;
    // The depth at which an item under `cfg(test)` began, until its `;` or its block.
    let mut test_item: Option<usize> = None;
    for i in 0..tokens.len() {
        let begins_item = i == 0 || matches!(word(i - 1), "}" | ";" | "{" | "]" | "unsafe");
        match word(i) {
            "#" if word(i + 1) == "[" && word(i + 2) == "cfg" && is_test_cfg(&words[i + 3..]) => {
                test_item = test_item.or(Some(open.len()));
            }
            "mod" if word(i + 2) == "{" => next = Block::Module(word(i + 1).to_owned()),
            "impl" if begins_item => {
                let header = words[i..].iter().take_while(|w| *w != "{" && *w != ";");
                let header: Vec<&String> = header.collect();
                let of_trait = header.windows(2).any(|two| two[0] == "for" && two[1] != "<");
                next = if of_trait { Block::TraitImpl } else { Block::Other };
            }
            _ => {}
        }
        let in_test = test_item.is_some() || open.iter().any(|(_, test)| *test);
        tokens[i].test = in_test;
        tokens[i].in_trait_impl = open.iter().any(|(block, _)| *block == Block::TraitImpl);
        tokens[i].inside = open
            .iter()
            .filter_map(|(block, _)| if let Block::Module(name) = block { Some(name.clone()) } else { None })
            .collect();
        match word(i) {
            "{" => {
                let ends_header = test_item == Some(open.len());
                open.push((std::mem::replace(&mut next, Block::Other), in_test));
                if ends_header {
                    test_item = None;
                }
            }
            "}" => {
                open.pop();
            }
            ";" if test_item == Some(open.len()) => test_item = None,
            _ => {}
        }
    }
}

/// `( test )` or `( all ( test , ..`, never `( not ( test ) )`.
fn is_test_cfg(words: &[String]) -> bool {
    let inner: Vec<&str> = words.iter().map(String::as_str).take_while(|w| *w != "]").collect();
    inner.contains(&"test") && !inner.contains(&"not")
}

fn paths_of(tokens: &[Token], module: &[String]) -> (Vec<Named>, Vec<String>) {
    let (mut found, mut offers) = (Vec::new(), Vec::new());
    let mut imported: HashMap<String, Vec<String>> = HashMap::new();
    let mut i = 0;
    while i < tokens.len() {
        let token = &tokens[i];
        let after = tokens.get(i + 1).map_or("", |t| t.text.as_str());
        if token.text == "use" && !matches!(after, "<" | "(") {
            let public = i > 0 && matches!(tokens[i - 1].text.as_str(), "pub" | ")");
            let mut tree = Tree { tokens, at: i + 1, module, found: Vec::new() };
            tree.read(&[]);
            i = tree.at;
            for (named, called) in tree.found {
                if public {
                    offers.push(called.clone());
                }
                imported.insert(called, named.segments.clone());
                found.push(named);
            }
        } else if is_word(&token.text) && after == "::" && !continues(tokens, i) {
            let (segments, end) = straight(tokens, i);
            found.push(Named {
                segments: resolved(&segments, token, module),
                line: token.line,
                test: token.test,
            });
            i = end;
        } else {
            i += 1;
        }
    }
    for named in &mut found {
        // `use chrono::Utc` makes `Utc::now` mean `chrono::Utc::now`, also above the import.
        if let Some(whole) = named.segments.first().and_then(|first| imported.get(first))
            && named.segments.len() > 1
            && whole.len() > 1
        {
            named.segments = [&whole[..], &named.segments[1..]].concat();
        }
    }
    (found, offers)
}

/// Whether the word at `i` goes on from another: `.name`, `Type::name`, but not a leading `::name`.
fn continues(tokens: &[Token], i: usize) -> bool {
    let back = |n: usize| i.checked_sub(n).map_or("", |at| tokens[at].text.as_str());
    back(1) == "." || (back(1) == "::" && (is_word(back(2)) || back(2) == ">"))
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// `a::b::c` from `i` on, and where it ends.
fn straight(tokens: &[Token], mut i: usize) -> (Vec<String>, usize) {
    let mut segments = vec![tokens[i].text.clone()];
    while tokens.get(i + 1).is_some_and(|t| t.text == "::")
        && tokens.get(i + 2).is_some_and(|t| is_word(&t.text))
    {
        segments.push(tokens[i + 2].text.clone());
        i += 2;
    }
    (segments, i + 1)
}

fn resolved(segments: &[String], at: &Token, module: &[String]) -> Vec<String> {
    let here = || -> Vec<String> { module.iter().chain(&at.inside).cloned().collect() };
    let from_crate = |inner: Vec<String>, rest: &[String]| [&["crate".to_owned()], &inner[..], rest].concat();
    match segments.first().map(String::as_str) {
        Some("perfolio") => from_crate(Vec::new(), &segments[1..]),
        Some("self") => from_crate(here(), &segments[1..]),
        Some("super") => {
            let up = segments.iter().take_while(|segment| *segment == "super").count();
            let mut inner = here();
            inner.truncate(inner.len().saturating_sub(up));
            from_crate(inner, &segments[up..])
        }
        _ => segments.to_vec(),
    }
}

/// Unfolds `a::{b, c::{self, d as e}, f::*}`.
struct Tree<'a> {
    tokens: &'a [Token],
    at: usize,
    module: &'a [String],
    /// Each path, and the name under which the file knows it.
    found: Vec<(Named, String)>,
}

impl Tree<'_> {
    fn word(&self) -> &str {
        self.tokens.get(self.at).map_or(";", |token| token.text.as_str())
    }

    fn read(&mut self, before: &[String]) {
        let mut path = before.to_vec();
        let first = self.at.min(self.tokens.len() - 1);
        loop {
            match self.word() {
                "::" => self.at += 1,
                "{" => {
                    self.at += 1;
                    while !matches!(self.word(), "}" | ";") {
                        self.read(&path);
                        if self.word() == "," {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                "as" => {
                    self.at += 1;
                    let called = self.word().to_owned();
                    self.at += 1;
                    return self.keep(path, first, Some(called));
                }
                "*" => {
                    self.at += 1;
                    return self.keep(path, first, Some("*".into()));
                }
                word if is_word(word) => {
                    path.push(word.to_owned());
                    self.at += 1;
                }
                _ => return self.keep(path, first, None),
            }
        }
    }

    fn keep(&mut self, mut path: Vec<String>, first: usize, called: Option<String>) {
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let Some(last) = path.last().cloned() else { return };
        let token = &self.tokens[first];
        let segments = resolved(&path, token, self.module);
        self.found.push((Named { segments, line: token.line, test: token.test }, called.unwrap_or(last)));
    }
}
