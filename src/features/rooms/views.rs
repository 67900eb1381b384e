//! The pages of this room as plain values.

use askama::Template;

use crate::domain::fault::Faults;
use crate::domain::role::Person;
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::features::accounts::Qr;
use crate::features::rooms::scanning::{OFFERED, short};
use crate::features::rooms::store::RoomRow;
use crate::web::gate::{Lead, Public};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

/// A lead's rooms that have a code, and the form for another.
#[derive(Template)]
#[template(path = "rooms/rooms.html")]
pub struct Rooms {
    shell: Shell,
    typed: Typed,
    lines: Vec<Line>,
    choices: Vec<Choice>,
}

struct Line {
    href: String,
    name: String,
    place: String,
    /// `Lea Brook, 12 November 2026`
    by: String,
    end: String,
}

impl Rooms {
    /// `rooms`: each with where it is, and who made its code.
    pub fn new(who: &Lead, rooms: &[(RoomRow, String, String)], choices: Vec<Choice>, typed: Typed) -> Rooms {
        let line = |(row, place, by): &(RoomRow, String, String)| Line {
            href: paths::room(row.id.as_str()),
            name: row.name.clone(),
            place: place.clone(),
            by: format!("{by}, {}", row.known_from.day_in(who.zone)),
            end: paths::room_end(row.id.as_str()),
        };
        Rooms {
            shell: who.shell("Codes of rooms", Place::People),
            typed,
            lines: rooms.iter().map(line).collect(),
            choices,
        }
    }
}

impl View for Rooms {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

/// What hangs on the wall.
#[derive(Template)]
#[template(path = "rooms/sheet.html")]
pub struct Sheet {
    shell: Shell,
    /// `Theatre 2, Hazelmere`
    room: String,
    /// `K7M 2QP`
    short: String,
    qr: Qr,
    end: String,
}

impl Sheet {
    pub fn new(who: &Lead, row: &RoomRow, room: String, qr: Qr) -> Sheet {
        Sheet {
            shell: who.shell(format!("Code of {room}"), Place::People),
            room,
            short: short(&row.token),
            qr,
            end: paths::room_end(row.id.as_str()),
        }
    }
}

impl View for Sheet {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What scanning it opens.
#[derive(Template)]
#[template(path = "rooms/scan.html")]
pub struct ScanPage {
    shell: Shell,
    room: String,
    /// `K7M 2QP`: what is typed on the page of a trainee's link.
    short: String,
    /// When it was scanned, and until when that is offered, on the clock; none for whoever assesses nobody here.
    scanned: Option<(String, String)>,
    /// Of a stranger: where they sign in and come back from.
    sign_in: Option<String>,
}

impl ScanPage {
    /// `token`: of the code that was scanned.
    pub fn new(who: &Public, room: String, token: &str, at: Option<Moment>) -> ScanPage {
        let zone = who.person().map_or(DEFAULT_ZONE, |person| person.zone);
        let clock = |at: Moment| at.clock_in(zone);
        ScanPage {
            shell: who.shell(format!("Code of {room}")),
            room,
            short: short(token),
            scanned: at.map(|at| (clock(at), clock(at.plus_seconds(OFFERED)))),
            sign_in: who.person().is_none().then(|| paths::sign_in_then(&paths::room_code(token))),
        }
    }
}

impl View for ScanPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::lead(), title, Place::People);
    let room = || "Theatre <2>, Hazelmere".to_owned();
    let line = Line {
        href: paths::room("r"),
        name: "Theatre <2>".to_owned(),
        place: "Hazelmere, Northgate Hospitals".to_owned(),
        by: "Lea <Brook>, 12 November 2026".to_owned(),
        end: paths::room_end("r"),
    };
    let choices =
        vec![Choice::of("site:s", "Hazelmere, <Northgate> Hospitals"), Choice::of("site:t", "Southgate")];
    let faults = Faults::one("name", "Enter the name of the room.");
    let rooms = |lines: Vec<Line>, choices: Vec<Choice>, typed: Typed| Rooms {
        shell: shell("Codes of rooms"),
        typed,
        lines,
        choices,
    };
    let scan = |shell: Shell, scanned: bool, sign_in: Option<String>| ScanPage {
        shell,
        room: room(),
        short: "K7M 2QP".to_owned(),
        scanned: scanned.then(|| ("14:02".to_owned(), "14:32".to_owned())),
        sign_in,
    };
    let code = "Code of Theatre <2>, Hazelmere";
    let of = |person: &Person| samples::shell_for(person, code, Place::Nowhere);
    let sheet = Sheet {
        shell: shell("Code of Theatre <2>, Hazelmere"),
        room: room(),
        short: "K7M 2QP".to_owned(),
        qr: Qr { side: 29, path: "M4 4h1v1h-1z".to_owned() },
        end: paths::room_end("r"),
    };
    vec![
        Sample::of("rooms/rooms", &rooms(vec![line], choices.clone(), Typed::nothing())),
        Sample::of("rooms/rooms, empty", &rooms(Vec::new(), Vec::new(), Typed::nothing())),
        Sample::of("rooms/rooms, again", &rooms(Vec::new(), choices, Typed::nothing().with_faults(faults))),
        Sample::of("rooms/sheet", &sheet),
        Sample::of("rooms/scan", &scan(of(&samples::supervisor()), true, None)),
        Sample::of("rooms/scan, of nobody", &scan(of(&samples::trainee()), false, None)),
        Sample::of(
            "rooms/scan, of a stranger",
            &scan(samples::public_shell(code), false, Some(paths::sign_in_then("/rooms/r"))),
        ),
    ]
}
