//! The laws. Each takes the whole house and gives every fault with its place and the way to mend it.

use super::source::{Named, Source};
use super::tokens::Token;

/// The outside world and what is above it, lowest first: each knows only what stands before it. `db`
/// stamps rows with clock and ids; settings know a database's address; mail knows its setting.
const PARTS: &[(&str, usize)] = &[
    ("domain", 0),
    ("assets", 10),
    ("clock", 11),
    ("ids", 12),
    ("hashing", 13),
    ("child", 13),
    ("breached", 13),
    ("scanner", 13),
    ("files", 14),
    ("struck", 14),
    ("db", 15),
    ("config", 16),
    ("mail", 17),
    ("sealing", 17),
    ("app", 20),
    ("web", 30),
    ("render", 30),
    ("jobs", 90),
    ("demo", 91),
    ("cli", 92),
    ("fuzzing", 93),
    ("main", 94),
];
const ROOMS: &[&str] = &[
    "accounts",
    "identifiers",
    "people",
    "programmes",
    "enrolments",
    "standing",
    "roster",
    "rooms",
    "portfolio",
    "entries",
    "evidence",
    "earlier",
    "signoffs",
    "assessments",
    "requests",
    "oversight",
    "quality",
    "outside",
    "feedback",
    "official",
    "moves",
    "results",
    "imports",
    "kinds",
    "authorship",
    "exports",
    "reviews",
    "approvals",
    "redactions",
    "certificates",
    "erasures",
    "history",
    "admin",
];
const FIRST_ROOM: usize = 40;
const ALL_ROOMS: usize = 80;
const LONGEST: usize = 400;
const EMPTY_WORDS: &[&str] = &["manager", "helper", "util", "utility", "utilities", "service"];
const WHO_LOOKS: &[&str] = &["Sight", "SightOver", "Grant", "System"];

/// A part of the house and its height.
struct Place {
    name: String,
    rank: usize,
}

/// Where a path inside the crate leads; what is not a part (a macro of `lib.rs`) leads nowhere, and what
/// is not a room (`features::routes`) is about all rooms.
fn place(segments: &[String]) -> Option<Place> {
    let part = segments.first()?;
    if part != "features" {
        return PARTS
            .iter()
            .find(|(name, _)| name == part)
            .map(|(_, rank)| Place { name: part.clone(), rank: *rank });
    }
    let room = segments.get(1).and_then(|room| Some((room, ROOMS.iter().position(|name| name == room)?)));
    Some(match room {
        Some((room, order)) => Place { name: format!("features::{room}"), rank: FIRST_ROOM + order },
        None => Place { name: "features".into(), rank: ALL_ROOMS },
    })
}

fn own_place(source: &Source) -> Option<Result<Place, String>> {
    let unknown = |what: &str, name: &str| {
        Some(Err(format!(
            "`{name}` is a {what} that tests/it/architecture/law.rs does not know: give it its height"
        )))
    };
    match (source.path.as_str(), &source.module[..]) {
        ("src/lib.rs" | "src/ground.rs", _) => None,
        ("src/main.rs", _) => place(&["main".into()]).map(Ok),
        (_, [part, room, ..]) if part == "features" && !ROOMS.contains(&room.as_str()) => {
            unknown("room", room)
        }
        (_, module) => match place(module) {
            Some(place) => Some(Ok(place)),
            None => unknown("part", module.first().map_or("", String::as_str)),
        },
    }
}

fn at(source: &Source, line: usize, why: impl std::fmt::Display) -> String {
    format!("{}:{line}: {why}", source.path)
}

fn real_paths(source: &Source) -> impl Iterator<Item = &Named> {
    source.paths.iter().filter(|path| !path.test)
}

/// Imports point down, any number of steps; nothing imports its own height but rooms, in their order.
pub fn layers(house: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in house {
        let own = match own_place(source) {
            Some(Ok(own)) => own,
            Some(Err(why)) => {
                faults.push(at(source, 1, why));
                continue;
            }
            None => continue,
        };
        for path in real_paths(source).filter(|path| path.starts_with("crate")) {
            let Some(to) = place(&path.segments[1..]) else { continue };
            if to.name != own.name && to.rank >= own.rank {
                let (own, to, text) = (own.name.as_str(), to.name.as_str(), path.text());
                let why = format!("`{own}` may not know `{to}`, which stands above or beside it ({text})");
                faults.push(at(source, path.line, why));
            }
        }
    }
    faults
}

/// From outside, a room is what its `mod.rs` re-exports and its queries, which ask who is looking: never
/// its pages, acts, forms and views, nor anything else that lies in its folder.
pub fn doors(house: &[Source]) -> Vec<String> {
    let is_inside = |room: &str, child: &str| {
        house.iter().any(|file| file.module.len() > 2 && file.module[..3] == ["features", room, child])
    };
    // A re-exported function may be called like the file that it comes from.
    let is_offered = |room: &str, child: &String, last: bool| {
        last && house.iter().any(|file| file.module[..] == ["features", room] && file.offers.contains(child))
    };
    let mut faults = Vec::new();
    for source in house {
        for path in real_paths(source) {
            let [krate, features, room, child, inner @ ..] = &path.segments[..] else { continue };
            let outside = source.module.get(..2).is_none_or(|own| own != ["features", room.as_str()]);
            let past = krate == "crate" && features == "features" && outside && is_inside(room, child);
            if past && child != "store" && !is_offered(room, child, inner.is_empty()) {
                let why = format!(
                    "`{}` goes past the door: let features/{room}/mod.rs re-export what others need",
                    path.text()
                );
                faults.push(at(source, path.line, why));
            }
        }
    }
    faults
}

/// diesel, actix and askama are known only where house.md says.
pub fn crates(house: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in house {
        let path = source.path.as_str();
        let part = source.module.first().map_or("", String::as_str);
        let in_room = part == "features" && source.module.len() > 1;
        let is_room_door = in_room && source.module.len() == 2 && source.stem() == "mod";
        let rules: [(&str, bool, &str); 3] = [
            (
                "diesel",
                part == "db" || ((in_room || part == "jobs") && is_store(source)),
                "src/db and the stores of rooms and jobs",
            ),
            (
                "actix",
                matches!(part, "web" | "cli" | "fuzzing")
                    || matches!(path, "src/main.rs" | "src/features/mod.rs")
                    || is_room_door
                    || (in_room && (source.is_within("pages") || source.is_within("acts"))),
                "src/web, pages, acts, the routes of a room, the start of the server and what the fuzzer calls",
            ),
            (
                "askama",
                (in_room && (source.stem().starts_with("views") || source.is_within("views")))
                    || matches!(path, "src/web/page.rs" | "src/web/views.rs")
                    || path.starts_with("src/jobs/letters"),
                "views, src/web/page.rs, src/web/views.rs and src/jobs/letters.rs",
            ),
        ];
        for named in real_paths(source) {
            let first = named.segments.first().map_or("", String::as_str);
            // tracing_actix_web is actix too.
            for (family, allowed, where_to) in rules {
                let belongs = first.starts_with(family) || first == format!("tracing_{family}_web");
                if belongs && !allowed {
                    faults.push(at(source, named.line, format!("`{first}` may be known only in {where_to}")));
                }
            }
        }
    }
    faults
}

/// The rules know no machinery: no database, browser, file, task, chance or clock.
pub fn pure_core(house: &[Source]) -> Vec<String> {
    const MACHINERY: &[&str] = &[
        "diesel",
        "diesel_migrations",
        "actix_web",
        "actix_multipart",
        "askama",
        "tokio",
        "rand",
        "lettre",
        "typst",
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "std::thread",
        "std::io",
        "std::time::SystemTime",
        "std::time::Instant",
        "chrono::Utc::now",
        "chrono::Local",
        "uuid::Uuid::now_v7",
        "uuid::Uuid::new_v4",
    ];
    let mut faults = Vec::new();
    for source in house.iter().filter(|source| source.module.first().is_some_and(|part| part == "domain")) {
        for named in real_paths(source) {
            let text = named.text();
            let known = MACHINERY.iter().find(|m| text == **m || text.starts_with(&format!("{m}::")));
            if let Some(machinery) = known {
                faults.push(at(
                    source,
                    named.line,
                    format!("the domain may not know `{machinery}`: take the value as an argument"),
                ));
            }
        }
    }
    faults
}

pub fn length(house: &[Source]) -> Vec<String> {
    let long = house.iter().filter(|source| source.lines.len() > LONGEST);
    long.map(|source| {
        at(source, LONGEST, format!("{} lines; a file is one thing, at most {LONGEST}", source.lines.len()))
    })
    .collect()
}

/// Names of files, modules, functions and types; those that a foreign trait demands are not ours.
pub fn names(house: &[Source]) -> Vec<String> {
    const DEFINE: &[&str] =
        &["fn", "struct", "enum", "union", "trait", "type", "mod", "const", "static", "macro_rules"];
    let mut faults = Vec::new();
    for source in house {
        for part in &source.module {
            if let Some(word) = empty_word(part) {
                faults.push(at(
                    source,
                    1,
                    format!("`{part}` is named after nothing: `{word}` does not say what it is"),
                ));
            }
        }
        for (i, token) in source.tokens.iter().enumerate() {
            if token.test || token.in_trait_impl || !DEFINE.contains(&token.text.as_str()) {
                continue;
            }
            let name = source.tokens[i + 1..].iter().find(|t| t.text != "!").map_or("", |t| t.text.as_str());
            if let Some(word) = empty_word(name) {
                faults.push(at(
                    source,
                    token.line,
                    format!("`{name}`: `{word}` does not say what it is or does"),
                ));
            }
        }
    }
    faults
}

/// The word of a name that says nothing: `UserManager` has `manager`, `handle_post` has `handle`.
fn empty_word(name: &str) -> Option<String> {
    let mut words = vec![String::new()];
    let mut before = '_';
    for letter in name.chars() {
        if letter == '_' || (letter.is_uppercase() && !before.is_uppercase()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter != '_') {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.into_iter().find(|word| {
        let single = word.strip_suffix('s').unwrap_or(word);
        EMPTY_WORDS.contains(&word.as_str())
            || EMPTY_WORDS.contains(&single)
            || word.starts_with("handle")
            || word == "handling"
    })
}

fn is_store(source: &Source) -> bool {
    source.stem().split('_').any(|word| word == "store") || source.is_within("store")
}

/// A query that forgets who is looking shows it to everyone. `// open: why` above a function says that
/// everyone may. Without a `&mut` argument there is no connection, and nothing is read.
pub fn stores(house: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in house.iter().filter(|s| s.module.len() > 1 && s.module[0] == "features" && is_store(s)) {
        for i in 0..source.tokens.len() {
            let token = &source.tokens[i];
            if token.text != "pub" || token.test || token.in_trait_impl {
                continue;
            }
            let Some(signature) = signature(source, i) else { continue };
            let words: Vec<&str> = signature.iter().map(|t| t.text.as_str()).collect();
            let asked = words.iter().any(|word| WHO_LOOKS.contains(word));
            if !asked && reaches_a_connection(&words) && !said_open(source, token.line) {
                faults.push(at(
                    source,
                    token.line,
                    format!("`{}` asks nobody who is looking: take a Sight, a Grant or System, or write `// open: why` above it", words[0]),
                ));
            }
        }
    }
    faults
}

/// From the function's name to its body, when this `pub` begins a function that others can call.
fn signature(source: &Source, from: usize) -> Option<&[Token]> {
    let tokens = &source.tokens;
    let mut i = from + 1;
    if tokens.get(i)?.text == "(" {
        let only_store = tokens.get(i + 1)?.text == "super" && source.module.len() == 4;
        if only_store || tokens.get(i + 1)?.text == "self" {
            return None;
        }
        while tokens.get(i)?.text != ")" {
            i += 1;
        }
        i += 1;
    }
    while matches!(tokens.get(i)?.text.as_str(), "const" | "async" | "unsafe") {
        i += 1;
    }
    if tokens.get(i)?.text != "fn" {
        return None;
    }
    let end = tokens[i..].iter().position(|t| t.text == "{" || t.text == ";")?;
    tokens.get(i + 1..i + end)
}

/// `conn: &mut Conn` or `tx: &'a mut Tx`, but not `&mut self`.
fn reaches_a_connection(words: &[&str]) -> bool {
    words.windows(3).any(|three| three[0] == "&" && three[1] == "mut" && three[2] != "self")
}

fn said_open(source: &Source, line: usize) -> bool {
    let above = source.lines[..line - 1].iter().rev().map(|text| text.trim());
    let mut notes = above.take_while(|text| text.starts_with("//") || text.starts_with("#["));
    notes.any(|text| text.strip_prefix("// open:").is_some_and(|why| why.trim().len() > 5))
}
