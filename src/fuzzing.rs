//! What the fuzz targets call: for every parser that reads what people upload or type, one function that
//! takes bytes from anywhere, calls the parser of the house and asserts what must hold whatever was sent.
//! Built only for `cargo xtask fuzz` (the feature `fuzzing`) and for the tests, which replay every input
//! that ever broke something; no binary of the house has it. See docs/fuzzing.md.

pub mod archive;
pub mod documents;
pub mod engine;
pub mod exchange;
pub mod forms;
pub mod house;
mod made;
mod seeds;
pub mod tables;
pub mod words;

use std::path::PathBuf;

/// One parser before the fuzzer.
pub struct Target {
    /// That of its program in `fuzz/src/bin` and of its folder in `tests/fuzzed`.
    pub name: &'static str,
    /// Panics where something that must hold does not.
    pub run: fn(&[u8]),
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words of the format: the fuzzer's dictionary, in its own form.
    pub words: &'static str,
    /// Bytes of the longest input.
    pub longest: usize,
    /// Megabytes beyond which the fuzzer calls it a finding.
    pub memory: usize,
}

impl Target {
    /// What the fuzzer reads before it begins: seeds as files, the dictionary, and its limits.
    pub fn prepare(&self, folder: &std::path::Path) -> std::io::Result<()> {
        let seeds = folder.join("seeds");
        std::fs::create_dir_all(&seeds)?;
        for (number, seed) in (self.seeds)().iter().enumerate() {
            std::fs::write(seeds.join(format!("{number:03}")), seed)?;
        }
        std::fs::write(folder.join("words.dict"), self.words)?;
        let limits = format!("-max_len={}\n-rss_limit_mb={}\n", self.longest, self.memory);
        std::fs::write(folder.join("limits"), limits)
    }
}

/// The folder of the repository.
fn home() -> PathBuf {
    std::env::var_os("PERFOLIO_FUZZ_HOME").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
}

/// The TOML files of a folder of the repository, by name.
fn shipped(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(home().join(folder)).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.sort();
    let toml = files.iter().filter(|path| path.extension().is_some_and(|end| end == "toml"));
    toml.filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

#[cfg(test)]
mod tests;
