//! What the machine must have. As root with apt a missing Debian package is installed; otherwise each
//! missing tool is named, with the command that installs it, and nothing is skipped.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Done;
use crate::postgres;
use crate::run::answer;

#[derive(Clone, Copy)]
pub struct Tool {
    name: &'static str,
    found: fn() -> bool,
    install: Install,
}

#[derive(Clone, Copy)]
enum Install {
    Apt(&'static [&'static str]),
    ByHand(&'static str),
}

pub const RUST_PARTS: Tool = Tool {
    name: "rustfmt and clippy",
    found: || {
        answer("cargo", &["fmt", "--version"]).is_some()
            && answer("cargo", &["clippy", "--version"]).is_some()
    },
    install: Install::ByHand("`rustup component add rustfmt clippy`"),
};
pub const C_COMPILER: Tool = Tool {
    name: "a C compiler",
    found: || on_path("cc").is_some(),
    install: Install::Apt(&["gcc", "libc6-dev"]),
};
pub const CXX_COMPILER: Tool =
    Tool { name: "a C++ compiler", found: || on_path("c++").is_some(), install: Install::Apt(&["g++"]) };
pub const NODE: Tool = Tool {
    name: "Node 20.9 or newer with npm",
    found: || answer("node", &["--version"]).is_some_and(|v| new_enough(&v)) && on_path("npm").is_some(),
    install: Install::ByHand(
        "`sudo apt-get install nodejs npm` on Debian 13 or newer, or from the Node project",
    ),
};
pub const POSTGRES: Tool = Tool {
    name: "PostgreSQL's initdb and postgres",
    found: || postgres::programs().is_some(),
    install: Install::Apt(&["postgresql"]),
};
pub const CHROMIUM: Tool = Tool {
    name: "Chromium",
    found: || chromium().is_some(),
    install: Install::Apt(&["chromium", "fonts-liberation"]),
};
pub const POPPLER: Tool = Tool {
    name: "poppler's pdfinfo, pdftotext and pdftoppm",
    found: || ["pdfinfo", "pdftotext", "pdftoppm"].iter().all(|tool| on_path(tool).is_some()),
    install: Install::Apt(&["poppler-utils"]),
};

/// Everything named is there when this is Ok.
pub fn have(tools: &[Tool]) -> Done<()> {
    let missing: Vec<&Tool> = tools.iter().filter(|tool| !(tool.found)()).collect();
    let packages: Vec<&str> = missing.iter().flat_map(|tool| tool.packages()).copied().collect();
    if !packages.is_empty() && on_path("apt-get").is_some() && is_root() {
        println!("installing with apt-get: {}", packages.join(" "));
        let install = ["install", "--yes", "--no-install-recommends"];
        let installed = apt_get(&["update"]).and_then(|()| apt_get(&[&install[..], &packages[..]].concat()));
        if let Err(why) = installed {
            println!("{why}");
        }
    }
    let still: Vec<String> = missing
        .iter()
        .filter(|tool| !(tool.found)())
        .map(|tool| format!("{} missing; install with {}", tool.name, tool.command()))
        .collect();
    if still.is_empty() { Ok(()) } else { Err(still.join("\n       ")) }
}

/// Where Chromium is; the browser tests are told.
pub fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| on_path(name))
}

pub fn on_path(program: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.is_file())
}

pub fn is_root() -> bool {
    answer("id", &["-u"]).as_deref() == Some("0")
}

impl Tool {
    fn packages(&self) -> &'static [&'static str] {
        match self.install {
            Install::Apt(packages) => packages,
            Install::ByHand(_) => &[],
        }
    }

    fn command(&self) -> String {
        match self.install {
            Install::Apt(packages) => format!("`sudo apt-get install {}`", packages.join(" ")),
            Install::ByHand(command) => command.to_owned(),
        }
    }
}

fn apt_get(words: &[&str]) -> Done<()> {
    let done = Command::new("apt-get")
        .arg("--quiet=2")
        .args(words)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null())
        .status()
        .map_err(|e| format!("apt-get cannot be started: {e}"))?;
    if done.success() { Ok(()) } else { Err(format!("`apt-get {}` ended with {done}", words.join(" "))) }
}

/// `v20.20.2` is new enough, `v18.19.0` is not.
fn new_enough(version: &str) -> bool {
    let mut parts = version.trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let (major, minor) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    (major, minor) >= (20, 9)
}

/// The first folder of the list that holds all of the programs.
pub fn folder_with(folders: &[PathBuf], programs: &[&str]) -> Option<PathBuf> {
    let all = |folder: &Path| programs.iter().all(|program| folder.join(program).is_file());
    folders.iter().find(|folder| all(folder)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_is_compared_by_number_not_by_text() {
        for (version, enough) in
            [("v20.9.0", true), ("v20.20.2", true), ("v24.1.0", true), ("v100.0.0", true)]
        {
            assert_eq!(new_enough(version), enough, "{version}");
        }
        for version in ["v20.8.1", "v18.19.0", "v9.11.0", "", "nonsense"] {
            assert!(!new_enough(version), "{version}");
        }
    }

    #[test]
    fn a_missing_tool_is_named_with_its_command() {
        let absent = Tool { name: "Abacus", found: || false, install: Install::ByHand("`carve it`") };
        let present = Tool { name: "sh", found: || on_path("sh").is_some(), install: Install::ByHand("") };
        assert_eq!(have(&[present, absent]), Err("Abacus missing; install with `carve it`".into()));
        assert_eq!(have(&[present]), Ok(()));
    }
}
