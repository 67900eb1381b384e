//! Where the parts that others wrote come from, under which terms, and how often the ones that guard secrets are
//! there: from crates.io and npm with their hashes, never from a repository that can change behind a name;
//! under licences that go with Apache-2.0; and of each library for cryptography one version, so that a mended
//! fault is mended everywhere. Works without the network; what is known of faults is asked by
//! `cargo xtask advisories`, which needs it.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use crate::suite::cargo;
use crate::{Done, home};

const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";

const LICENCES: [&str; 14] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "PostgreSQL",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Libraries that guard secrets or speak to strangers under encryption.
const ONCE: [&str; 20] = [
    "aead",
    "argon2",
    "aws-lc-rs",
    "aws-lc-sys",
    "blake2",
    "chacha20poly1305",
    "cipher",
    "digest",
    "hmac",
    "openssl-sys",
    "password-hash",
    "poly1305",
    "ring",
    "rustls",
    "rustls-native-certs",
    "rustls-webpki",
    "sha1",
    "sha2",
    "subtle",
    "totp-rs",
];

/// Every fault, a line each.
pub fn check() -> Done<()> {
    let lock = read("Cargo.lock")?;
    let mut faults = of_lock(&lock);
    for manifest in ["static/package-lock.json", "tests/browser/package-lock.json"] {
        faults.extend(of_npm(manifest, &read(manifest)?));
    }
    let mut tree = cargo();
    tree.args([
        "tree",
        "--workspace",
        "--locked",
        "--edges",
        "normal,build,dev",
        "--prefix",
        "none",
        "--format",
        "{p}|{l}",
    ]);
    faults.extend(of_tree(&printed(&mut tree)?));
    if faults.is_empty() {
        println!(
            "{} packages: where they come from, their licences, one version of what guards secrets",
            packages(&lock).len()
        );
        return Ok(());
    }
    Err(format!("what others wrote:\n  {}", faults.join("\n  ")))
}

fn read(path: &str) -> Done<String> {
    fs::read_to_string(home().join(path)).map_err(|why| format!("{path}: {why}"))
}

fn printed(command: &mut Command) -> Done<String> {
    let answer = command.output().map_err(|why| format!("cargo tree cannot be started: {why}"))?;
    match answer.status.success() {
        true => Ok(String::from_utf8_lossy(&answer.stdout).into_owned()),
        false => Err(format!("cargo tree: {}", String::from_utf8_lossy(&answer.stderr).trim())),
    }
}

/// The tables of the lock file, each as its plain keys.
fn packages(lock: &str) -> Vec<BTreeMap<&str, &str>> {
    let tables = lock.split("[[package]]").skip(1);
    tables
        .map(|table| {
            let pairs = table.lines().filter_map(|line| line.split_once(" = "));
            pairs.map(|(key, value)| (key, value.trim_matches('"'))).collect()
        })
        .collect()
}

fn of_lock(lock: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages(lock) {
        let of = |key: &str| package.get(key).copied().unwrap_or_default();
        let name = format!("{} {}", of("name"), of("version"));
        match of("source") {
            // A part of this house.
            "" => {}
            CRATES if of("checksum").len() == 64 => {}
            CRATES => faults.push(format!("{name} has no hash")),
            other => faults.push(format!("{name} comes from {other}, not from crates.io")),
        }
        versions.entry(of("name")).or_default().push(of("version"));
    }
    for name in ONCE {
        if let Some(several) = versions.get(name).filter(|versions| versions.len() > 1) {
            faults.push(format!("{name} guards secrets and is there as {}", several.join(" and ")));
        }
    }
    faults
}

/// Each package of npm has a hash, and an address, if it says one, of npm's registry.
fn of_npm(path: &str, lock: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for piece in lock.split("\"node_modules/").skip(1) {
        let name = piece.split('"').next().unwrap_or_default();
        if !piece.contains("\"integrity\": \"sha512-") {
            faults.push(format!("{name} in {path} has no hash"));
        }
        let from = piece.split("\"resolved\": \"").nth(1);
        if from.is_some_and(|from| !from.starts_with("https://registry.npmjs.org/")) {
            faults.push(format!("{name} in {path} comes from elsewhere than npm"));
        }
    }
    faults
}

fn of_tree(tree: &str) -> Vec<String> {
    let mut faults: Vec<String> = tree
        .lines()
        .filter_map(|line| line.trim_end_matches(" (*)").split_once('|'))
        .filter(|(_, licence)| !allowed(licence))
        .map(|(package, licence)| match licence {
            "" => format!("{package} says no licence"),
            _ => format!("{package} is under {licence}, which nobody has looked at"),
        })
        .collect();
    faults.sort();
    faults.dedup();
    faults
}

/// An SPDX expression, of which an `OR` needs one side and an `AND` both.
fn allowed(licence: &str) -> bool {
    let spaced = licence.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (fits, rest) = any(&words);
    fits && rest.is_empty()
}

fn any<'w>(words: &'w [&'w str]) -> (bool, &'w [&'w str]) {
    let (mut fits, mut rest) = all(words);
    while let Some(("OR", next)) = rest.split_first().map(|(word, next)| (*word, next)) {
        let (other, after) = all(next);
        (fits, rest) = (fits || other, after);
    }
    (fits, rest)
}

fn all<'w>(words: &'w [&'w str]) -> (bool, &'w [&'w str]) {
    let (mut fits, mut rest) = one(words);
    while let Some(("AND", next)) = rest.split_first().map(|(word, next)| (*word, next)) {
        let (other, after) = one(next);
        (fits, rest) = (fits && other, after);
    }
    (fits, rest)
}

fn one<'w>(words: &'w [&'w str]) -> (bool, &'w [&'w str]) {
    match words {
        ["(", inner @ ..] => match any(inner) {
            (fits, [")", rest @ ..]) => (fits, rest),
            (_, rest) => (false, rest),
        },
        [name, "WITH", exception, rest @ ..] => {
            (LICENCES.contains(&format!("{name} WITH {exception}").as_str()), rest)
        }
        [name, rest @ ..] => (LICENCES.contains(name), rest),
        [] => (false, &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_is_read_as_it_is_meant() {
        for good in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
            "ISC AND (Apache-2.0 OR ISC) AND MIT",
            "(GPL-2.0 OR MIT) AND Unicode-3.0",
        ] {
            assert!(allowed(good), "{good}");
        }
        for bad in [
            "",
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "(MIT OR Apache-2.0",
            "MIT GPL-3.0",
            "Apache-2.0 WITH some-exception",
        ] {
            assert!(!allowed(bad), "{bad}");
        }
        let tree =
            "perfolio v0.1.0 (/x)|Apache-2.0\nodd v1.0.0|GPL-3.0\nodd v1.0.0|GPL-3.0 (*)\nbare v2.0.0|\n";
        let faults = of_tree(tree);
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(
            faults[0].contains("bare v2.0.0 says no licence") && faults[1].contains("GPL-3.0"),
            "{faults:?}"
        );
    }

    #[test]
    fn a_part_from_a_repository_or_without_a_hash_is_told() {
        let hash = "0".repeat(64);
        let lock = |source: &str, checksum: &str, more: &str| {
            format!(
                "version = 4\n\n[[package]]\nname = \"sha2\"\nversion = \"0.11.1\"\nsource = \"{source}\"\n{checksum}\n\
                 dependencies = [\n \"digest\",\n]\n\n[[package]]\nname = \"perfolio\"\nversion = \"0.1.0\"\n{more}"
            )
        };
        let sum = format!("checksum = \"{hash}\"");
        assert!(of_lock(&lock(CRATES, &sum, "")).is_empty());
        assert_eq!(of_lock(&lock(CRATES, "", "")), ["sha2 0.11.1 has no hash"]);
        let from_git = of_lock(&lock("git+https://example.org/sha2?branch=main#abc", "", ""));
        assert!(from_git[0].contains("not from crates.io"), "{from_git:?}");
        let twice =
            format!("\n[[package]]\nname = \"sha2\"\nversion = \"0.10.9\"\nsource = \"{CRATES}\"\n{sum}\n");
        let faults = of_lock(&lock(CRATES, &sum, &twice));
        assert_eq!(faults, ["sha2 guards secrets and is there as 0.11.1 and 0.10.9"]);
    }

    #[test]
    fn npm_gives_what_has_a_hash() {
        let one = |inside: &str| format!("{{ \"packages\": {{ \"node_modules/x\": {{ {inside} }} }} }}");
        assert!(of_npm("l", &one("\"integrity\": \"sha512-abc\"")).is_empty());
        assert_eq!(of_npm("l", &one("\"version\": \"1\"")).len(), 1);
        let elsewhere = one("\"resolved\": \"https://example.org/x.tgz\", \"integrity\": \"sha512-abc\"");
        assert_eq!(of_npm("l", &elsewhere), ["x in l comes from elsewhere than npm"]);
    }

    #[test]
    fn what_is_locked_now_is_in_order() {
        assert_eq!(of_lock(&read("Cargo.lock").unwrap()), Vec::<String>::new());
    }
}
