//! A programme file as blocks of lines: its head, and each `[[requirements]]`, `[[sections]]` or `[[kinds]]`
//! with the comment right above it. An edit replaces one block and leaves every other byte of the file as it
//! was, so that nothing the format can say is lost by an editor that does not know it, and comments and
//! the order stay. A comment that stands alone belongs to nobody and goes away with nobody.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::reading::{Flaw, syntax};

/// A text that is TOML, cut into blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Block {
    text: String,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// Everything before the first header.
    Head,
    /// One of a list: `requirements`, and its code.
    One { list: String, code: String },
    /// A table with a header of its own: `[cohort]`.
    Table(String),
    /// Comments that stand alone.
    Loose,
}

impl Sheet {
    /// Cuts the text; what is not TOML is told with its lines.
    pub fn read(text: &str) -> Result<Sheet, Vec<Flaw>> {
        let flaws = syntax(text);
        if !flaws.is_empty() {
            return Err(flaws);
        }
        let (top, _) = DeTable::parse_recoverable(text);
        let mut starts: Vec<(usize, What)> = Vec::new();
        for (key, value) in top.get_ref() {
            let name: &str = key.get_ref();
            match value.get_ref() {
                DeValue::Table(_) => {
                    starts.extend(begins(text, value).map(|at| (at, What::Table(name.to_owned()))))
                }
                DeValue::Array(items) => starts.extend(items.iter().filter_map(|item| {
                    let list = name.to_owned();
                    Some((begins(text, item)?, What::One { list, code: code_of(name, item.get_ref()) }))
                })),
                _ => {}
            }
        }
        starts.sort_by_key(|(at, _)| *at);
        Ok(Sheet { blocks: cut(text, starts) })
    }

    pub fn text(&self) -> String {
        self.blocks.iter().map(|block| block.text.as_str()).collect()
    }

    /// The codes in a list, in their order; empty where one has none.
    pub fn codes(&self, list: &str) -> Vec<&str> {
        self.of(list).map(|(_, code)| code).collect()
    }

    /// The text of the first block with the code, with the comment above it.
    pub fn block(&self, list: &str, code: &str) -> Option<&str> {
        let at = self.position(list, code)?;
        self.blocks.get(at).map(|block| block.text.as_str())
    }

    /// The number (from 1) of the line on which the block begins.
    pub fn line(&self, list: &str, code: &str) -> Option<usize> {
        let at = self.position(list, code)?;
        let before = self.blocks.iter().take(at);
        Some(1 + before.map(|block| block.text.matches('\n').count()).sum::<usize>())
    }

    pub fn head(&self) -> &str {
        self.blocks.first().filter(|block| block.what == What::Head).map_or("", |block| &block.text)
    }

    /// A table of the top that has a header of its own.
    pub fn has_table(&self, name: &str) -> bool {
        self.blocks.iter().any(|block| block.what == What::Table(name.to_owned()))
    }

    /// The file with another head. Tables named in `into_head` lose their own block: the head has them now.
    pub fn with_head(&self, head: &str, into_head: &[&str]) -> String {
        let moved = |block: &&Block| match &block.what {
            What::Table(name) => !into_head.contains(&name.as_str()),
            _ => true,
        };
        let rest = self.blocks.iter().filter(|block| block.what != What::Head).filter(moved);
        let rest: String = rest.map(|block| block.text.as_str()).collect();
        format!("{}{rest}", if rest.is_empty() { head.to_owned() } else { ended(head) })
    }

    /// The file with another text in place of a block.
    pub fn with_block(&self, list: &str, code: &str, text: &str) -> Option<String> {
        let at = self.position(list, code)?;
        let last = at + 1 == self.blocks.len();
        let mut sheet = self.clone();
        let block = sheet.blocks.get_mut(at)?;
        block.text = if last { text.to_owned() } else { ended(text) };
        Some(sheet.text())
    }

    /// The file without a block; a comment that stands alone stays.
    pub fn without(&self, list: &str, code: &str) -> Option<String> {
        let at = self.position(list, code)?;
        let mut sheet = self.clone();
        sheet.blocks.remove(at);
        Some(sheet.text())
    }

    /// The file with a block one place earlier or later in its list; none where it is at the end already.
    pub fn moved(&self, list: &str, code: &str, earlier: bool) -> Option<String> {
        let at = self.position(list, code)?;
        let places: Vec<usize> = self.of(list).map(|(at, _)| at).collect();
        let here = places.iter().position(|place| *place == at)?;
        let other = if earlier { here.checked_sub(1)? } else { here + 1 };
        let other = *places.get(other)?;
        let mut sheet = self.clone();
        for place in [at, other] {
            let block = sheet.blocks.get_mut(place)?;
            block.text = apart(&block.text);
        }
        sheet.blocks.swap(at, other);
        Some(sheet.text())
    }

    /// The file with one more block at the end of its list.
    pub fn with_added(&self, list: &str, text: &str) -> String {
        let last = self.of(list).map(|(at, _)| at).last();
        // Before the requirements where the list is empty: kinds, sections, requirements is the order of every file.
        let order = ["kinds", "sections", "requirements", "stricter"];
        let rank = |name: &str| order.iter().position(|known| *known == name);
        let earlier = || {
            self.blocks.iter().rposition(|block| match &block.what {
                What::One { list: other, .. } => rank(other) < rank(list),
                _ => true,
            })
        };
        let after = last.or_else(earlier);
        let mut sheet = self.clone();
        let at = after.map_or(0, |at| at + 1);
        if let Some(before) = after.and_then(|at| sheet.blocks.get_mut(at)) {
            before.text = apart(&before.text);
        }
        let text = if at < sheet.blocks.len() { apart(text) } else { ended(text) };
        sheet.blocks.insert(at.min(sheet.blocks.len()), Block { text, what: What::Loose });
        sheet.text()
    }

    fn of<'s>(&'s self, list: &str) -> impl Iterator<Item = (usize, &'s str)> {
        self.blocks.iter().enumerate().filter_map(move |(at, block)| match &block.what {
            What::One { list: name, code } if name == list => Some((at, code.as_str())),
            _ => None,
        })
    }

    fn position(&self, list: &str, code: &str) -> Option<usize> {
        self.of(list).find(|(_, one)| *one == code).map(|(at, _)| at)
    }
}

/// Whether the text is one block of the list and nothing else.
pub fn is_one(text: &str, list: &str) -> bool {
    let Ok(sheet) = Sheet::read(text) else { return false };
    let others: BTreeSet<bool> = sheet
        .blocks
        .iter()
        .map(|block| match &block.what {
            What::One { list: name, .. } => name == list,
            What::Loose => true,
            What::Head => block.text.lines().all(is_quiet),
            What::Table(_) => false,
        })
        .collect();
    sheet.codes(list).len() == 1 && !others.contains(&false)
}

/// The start of the line of a value's header; none where it is written without one.
fn begins(text: &str, value: &Spanned<DeValue<'_>>) -> Option<usize> {
    let at = value.span().start;
    let line = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let before = text.get(line..at)?;
    let is_header =
        before.trim().chars().all(|c| c == '[') && text.get(line..)?.trim_start().starts_with('[');
    is_header.then_some(line)
}

fn code_of(list: &str, value: &DeValue<'_>) -> String {
    let key = match list {
        "kinds" => "kind",
        "stricter" => "requirement",
        _ => "code",
    };
    let found = value.as_table().and_then(|table| {
        let (_, value) = table.iter().find(|(name, _)| name.get_ref().as_ref() == key)?;
        value.get_ref().as_str()
    });
    found.unwrap_or_default().trim().to_owned()
}

fn is_quiet(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

fn cut(text: &str, starts: Vec<(usize, What)>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut from = 0;
    let mut what = What::Head;
    let mut add = |text: &str, what: What| {
        if !text.is_empty() {
            blocks.push(Block { text: text.to_owned(), what });
        }
    };
    for (at, next) in starts {
        let before = text.get(from..at).unwrap_or_default();
        let (own, loose, above) = apportion(before, what == What::Head);
        add(own, std::mem::replace(&mut what, next));
        add(loose, What::Loose);
        from = at - above.len();
    }
    add(text.get(from..).unwrap_or_default(), what);
    blocks
}

/// What stands before a header: the block before it, comments that stand alone, the comment of the header.
fn apportion(before: &str, is_head: bool) -> (&str, &str, &str) {
    let lines: Vec<&str> = before.split_inclusive('\n').collect();
    let comments = lines.iter().rev().take_while(|line| line.trim_start().starts_with('#')).count();
    let quiet = lines.iter().rev().take_while(|line| is_quiet(line)).count();
    let above: usize = lines.iter().rev().take(comments).map(|line| line.len()).sum();
    let (rest, above) = before.split_at(before.len() - above);
    // What stands before the first header belongs to the head, whatever it is.
    if is_head {
        return (rest, "", above);
    }
    let gap: Vec<&str> = lines.iter().skip(lines.len() - quiet).take(quiet - comments).copied().collect();
    let Some(first) = gap.iter().position(|line| !line.trim().is_empty()) else { return (rest, "", above) };
    let loose: usize = gap.iter().skip(first).map(|line| line.len()).sum();
    let (own, loose) = rest.split_at(rest.len() - loose);
    (own, loose, above)
}

/// With a line's end.
fn ended(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

/// With an empty line after it.
fn apart(text: &str) -> String {
    let text = ended(text);
    if text.is_empty() || text.ends_with("\n\n") { text } else { format!("{text}\n") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::progress::tests::shelf;

    const FILE: &str = "# A file.\nprogramme = \"p\"\n\n[cohort]\nfrom = 2025-01-01\n\n[[sections]]\ncode = \"s\"\ntitle = \"S\"\n\n# ---- All ----\n\n# The first.\n[[requirements]]\ncode = \"a\"\ntext = \"\"\"\n[[requirements]]\n# not a comment\n\"\"\"\n[requirements.rule]\ncount = \"case\" # why\n\n[[requirements]]\ncode = \"b\"\n[requirements.rule]\nall = [\"a\"]";

    #[test]
    fn a_sheet_is_its_text() {
        let sheet = Sheet::read(FILE).unwrap();
        assert_eq!(sheet.text(), FILE);
        assert_eq!(sheet.codes("requirements"), ["a", "b"]);
        assert_eq!(sheet.codes("sections"), ["s"]);
        assert!(sheet.has_table("cohort"));
        assert_eq!(sheet.head(), "# A file.\nprogramme = \"p\"\n\n");
        assert!(
            sheet
                .block("requirements", "a")
                .unwrap()
                .starts_with("# The first.\n[[requirements]]\ncode = \"a\"")
        );
        assert!(sheet.block("requirements", "a").unwrap().ends_with("# why\n\n"));
        assert_eq!(sheet.line("requirements", "a"), Some(13));
    }

    #[test]
    fn an_edit_leaves_every_other_byte() {
        let sheet = Sheet::read(FILE).unwrap();
        let block = sheet.block("requirements", "a").unwrap().to_owned();
        let edited = sheet.with_block("requirements", "a", "[[requirements]]\ncode = \"c\"\n\n").unwrap();
        assert_eq!(edited, FILE.replace(&block, "[[requirements]]\ncode = \"c\"\n\n"));
        let without = sheet.without("requirements", "a").unwrap();
        assert_eq!(without, FILE.replace(&block, ""));
        assert!(without.contains("# ---- All ----"));
        assert!(sheet.without("requirements", "z").is_none());
    }

    #[test]
    fn a_block_moves_and_comes_back() {
        let sheet = Sheet::read(FILE).unwrap();
        let moved = Sheet::read(&sheet.moved("requirements", "a", false).unwrap()).unwrap();
        assert_eq!(moved.codes("requirements"), ["b", "a"]);
        let back = moved.moved("requirements", "a", true).unwrap();
        assert_eq!(back.trim_end(), FILE);
        assert!(sheet.moved("requirements", "a", true).is_none());
        assert!(sheet.moved("requirements", "b", false).is_none());
    }

    #[test]
    fn what_is_added_stands_at_the_end_of_its_list() {
        let sheet = Sheet::read(FILE).unwrap();
        let more = sheet.with_added("requirements", "[[requirements]]\ncode = \"c\"\n");
        assert_eq!(Sheet::read(&more).unwrap().codes("requirements"), ["a", "b", "c"]);
        assert!(more.starts_with(FILE));
        let more = Sheet::read(&sheet.with_added("sections", "[[sections]]\ncode = \"t\"\n")).unwrap();
        assert_eq!(more.codes("sections"), ["s", "t"]);
        let first = Sheet::read("programme = \"p\"\n").unwrap();
        let first =
            Sheet::read(&first.with_added("requirements", "[[requirements]]\ncode = \"c\"\n")).unwrap();
        let both = first.with_added("kinds", "[[kinds]]\nkind = \"k\"\n");
        assert!(both.find("[[kinds]]") < both.find("[[requirements]]"), "{both}");
    }

    #[test]
    fn one_block_is_one_block() {
        assert!(is_one(
            "# Why.\n[[requirements]]\ncode = \"a\"\n[requirements.rule]\nall = [\"b\"]\n",
            "requirements"
        ));
        assert!(!is_one("[[requirements]]\ncode = \"a\"\n[[requirements]]\ncode = \"b\"\n", "requirements"));
        assert!(!is_one("version = \"2\"\n[[requirements]]\ncode = \"a\"\n", "requirements"));
        assert!(!is_one("[[requirements]\ncode = \"a\"\n", "requirements"));
    }

    #[test]
    fn every_shipped_file_is_its_blocks() {
        let mut read = 0;
        let files = std::fs::read_dir(shelf::root().join("programmes")).unwrap();
        for file in files
            .map(|file| file.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        {
            let text = std::fs::read_to_string(&file).unwrap();
            let sheet = Sheet::read(&text).unwrap();
            assert_eq!(sheet.text(), text);
            let written = text.matches("\n[[requirements]]").count();
            assert_eq!(sheet.codes("requirements").len(), written, "{}", file.display());
            for code in sheet.codes("requirements") {
                let same = sheet.with_block("requirements", code, sheet.block("requirements", code).unwrap());
                assert_eq!(same.unwrap(), text);
                assert!(is_one(sheet.block("requirements", code).unwrap(), "requirements"), "{code}");
            }
            read += 1;
        }
        assert!(read > 2);
    }
}
