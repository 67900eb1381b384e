//! The programmes and kinds of entry that come with the binary: the files of `programmes/`, embedded. What was
//! published once never changes: a corrected file is a new version.

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "programmes/"]
struct Shipped;

/// A shipped file: its path inside `programmes/` and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

/// Kinds first, each group in the order of its names.
pub fn files() -> (Vec<File>, Vec<File>) {
    let mut all: Vec<File> = Shipped::iter()
        .filter_map(|path| {
            let bytes = Shipped::get(&path)?;
            let text = String::from_utf8(bytes.data.into_owned()).ok()?;
            Some(File { path: path.into_owned(), text })
        })
        .collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all.into_iter().partition(|file| file.path.starts_with("kinds/"))
}
