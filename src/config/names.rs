//! The names of the settings, what each is when not set, and which one somebody meant who misspelt it.

/// Every setting: its name, what it is when not set, and what it means. README prints this table.
pub const SETTINGS: &[(&str, &str, &str)] = &[
    ("PERFOLIO_LISTEN", "127.0.0.1:8080", "address and port to listen on"),
    ("PERFOLIO_PUBLIC_URL", "http://LISTEN", "how browsers reach the house; https unless on loopback"),
    ("PERFOLIO_DATA", "./data", "folder for the database file, evidence, reports and letters"),
    ("PERFOLIO_DATABASE_URL", "sqlite:DATA/perfolio.db", "sqlite:PATH or postgres://user:password@host/name"),
    (
        "PERFOLIO_SMTP_URL",
        "none: letters are files in DATA/letters",
        "smtp://user:password@host:587?tls=required",
    ),
    ("PERFOLIO_MAIL_FROM", "perfolio@HOST OF PUBLIC_URL", "the sender's address on letters"),
    (
        "PERFOLIO_SECRET_KEY",
        "the file DATA/secret.key, made at the first start",
        "64 hex digits that seal second factors; the same on every node",
    ),
    ("PERFOLIO_TRUSTED_PROXY", "none", "addresses, comma separated, whose X-Forwarded-For is believed"),
    (
        "PERFOLIO_STRUCK_OUT",
        "DATA/struck-out.jsonl",
        "list of what was struck out, kept outside every backup; `restore` strikes it out again",
    ),
    ("PERFOLIO_UPLOAD_MB", "20", "largest file of evidence, in megabytes (1 to 200)"),
    (
        "PERFOLIO_DRAFTS_MB",
        "500",
        "what one person's unsubmitted files may take together, in megabytes (10 to 10000)",
    ),
    ("PERFOLIO_SCANNER", "none", "clamd that looks into each file: a socket's path or host:port"),
    ("PERFOLIO_BREACHED_PASSWORDS", "none", "file of SHA-1 hashes, ordered, of passwords that are refused"),
    (
        "PERFOLIO_LOG",
        "info",
        "error, warn, info, debug, or a tracing filter; `json`, or `json,` before it: lines of JSON",
    ),
    ("PERFOLIO_DEMO_DAY", "today", "the day on which the demo house stands, like 2026-11-21"),
];

/// Each may be said as `NAME_FILE` too: a file that holds it and nothing else.
const SECRETS: &[&str] = &["PERFOLIO_DATABASE_URL", "PERFOLIO_SMTP_URL", "PERFOLIO_SECRET_KEY"];

/// Set by the test command for the tests, and by nobody for the house.
const IGNORED: &[&str] = &["PERFOLIO_TEST_POSTGRES", "PERFOLIO_TEST_KILLS"];

pub(super) fn unknown(name: &str) -> Option<String> {
    if !name.starts_with("PERFOLIO_")
        || IGNORED.contains(&name)
        || SETTINGS.iter().any(|(known, ..)| *known == name)
        || name.strip_suffix("_FILE").is_some_and(|secret| SECRETS.contains(&secret))
    {
        return None;
    }
    let nearest = SETTINGS
        .iter()
        .map(|(known, ..)| *known)
        .min_by_key(|known| (!known.starts_with(name), distance(known, name)))?;
    Some(format!("{name} is not a setting; did you mean {nearest}?"))
}

/// How many letters must be changed, added or left out to make one word of the other.
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (up, to) in row.iter().skip(1).zip(&b) {
            let cost = diagonal + usize::from(from != *to);
            left = cost.min(left + 1).min(up + 1);
            diagonal = *up;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "ab"), 2);
    }
}
