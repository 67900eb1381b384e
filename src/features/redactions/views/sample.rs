//! Each page with something in it, with nothing in it, and with faults.

use super::*;

pub fn samples() -> Vec<Sample> {
    let shell = |person: &Person, title: &str| samples::shell_for(person, title, Menu::Incidents);
    let mut faults = crate::domain::fault::Faults::none();
    for field in ["place", "sort", "sure", "reference", "how"] {
        faults.add(field, "Something is wrong here.");
    }
    let faulty = Typed::nothing().with_faults(faults);
    let spots = || {
        vec![
            Choice::of("field:notes", "Notes").meaning("Device <alarmed> twice"),
            Choice::of("reflection", "The reflection beside it"),
        ]
    };
    let goals = || vec![("Goal number 120".to_owned(), paths::entry_report("g"))];
    let report = |typed: Typed, open: bool| ReportPage {
        shell: shell(&samples::trainee(), "Report patient data"),
        typed,
        line: "Bypass case, number 119, 3 November 2026".to_owned(),
        spots: spots(),
        sorts: sorts(),
        action: paths::entry_report("e"),
        back: paths::entry("e"),
        open: open.then(|| paths::incident("i")),
        reported: false,
        of: Of::Entry,
        goals: goals(),
    };
    let line = |state: Standing| Line {
        path: paths::incident("i"),
        about: "Entry 119 of Ann <Field>".to_owned(),
        sort: "A patient’s name".to_owned(),
        reported: "12 November 2026, 14:02".to_owned(),
        state: state.shown(),
        reference: "IG-2026/118".to_owned(),
    };
    let list = |person: &Person, full: bool| Incidents {
        shell: shell(person, "Incidents"),
        governs: !full,
        lines: if full { Standing::ALL.iter().map(|state| line(*state)).collect() } else { Vec::new() },
        cut: full.then_some(500),
    };
    let incident = |typed: Typed, full: bool| IncidentPage {
        shell: shell(&samples::lead(), "Patient data in an entry"),
        typed,
        about: "Entry 119 of Ann <Field>: bypass case of 3 November 2026".to_owned(),
        state: Standing::Open.shown(),
        rows: vec![("What", "A patient’s name".to_owned()), ("Where", "Notes".to_owned())],
        struck: if full {
            vec![struck(&samples::lead(), samples::lead().now, "Lea <O’Neill>", true)]
        } else {
            Vec::new()
        },
        inside: full,
        opened: if full { vec!["12 November 2026: Sue Carter opened it".to_owned()] } else { Vec::new() },
        openings: full.then(|| paths::openings("p")),
        reports: Vec::new(),
        beside: full
            .then(|| ("Entry 7 of Ben <Marsh>: Open".to_owned(), paths::incident("j")))
            .into_iter()
            .collect(),
        goals: if full { goals() } else { Vec::new() },
        of: Of::Entry,
        page: full.then(|| paths::entry("e")),
        strike: full.then(|| paths::incident_strike("i")),
        reference: full.then(|| paths::incident_reference("i")),
        end: full.then(|| paths::incident_end("i")),
        ends: ends(full, full),
        list: full.then_some(paths::INCIDENTS),
    };
    let strike = |typed: Typed, blind: bool| StrikePage {
        shell: shell(&samples::lead(), "Strike out patient data"),
        typed,
        about: "Entry 119 of Ann <Field>: bypass case of 3 November 2026".to_owned(),
        of: Of::Entry,
        was: "v".to_owned(),
        blind,
        spots: spots(),
        copies: if blind { Vec::new() } else { vec![Choice::of("e2", "Entry 7 of Ben <Marsh>")] },
        elsewhere: elsewhere(if blind { 2 } else { 1 }),
        goals: if blind { Vec::new() } else { goals() },
        sorts: sorts(),
        action: paths::incident_strike("i"),
        back: paths::incident("i"),
    };
    vec![
        Sample::of("redactions/report", &report(Typed::nothing(), false)),
        Sample::of("redactions/report, again", &report(faulty.clone(), false)),
        Sample::of("redactions/report, reported", &report(Typed::nothing(), true)),
        Sample::of(
            "redactions/report, of a pack",
            &ReportPage { of: Of::Pack, goals: Vec::new(), ..report(faulty.clone(), false) },
        ),
        Sample::of(
            "redactions/report, of a pack, reported",
            &ReportPage {
                of: Of::Pack,
                reported: true,
                goals: Vec::new(),
                ..report(Typed::nothing(), false)
            },
        ),
        Sample::of(
            "redactions/report, of a review",
            &ReportPage { of: Of::Review, goals: Vec::new(), ..report(faulty.clone(), false) },
        ),
        Sample::of("redactions/incidents", &list(&samples::governor(), true)),
        Sample::of("redactions/incidents, none", &list(&samples::lead(), false)),
        Sample::of("redactions/incident", &incident(Typed::nothing(), true)),
        Sample::of("redactions/incident, again", &incident(faulty.clone(), true)),
        Sample::of("redactions/incident, to its reporter", &incident(Typed::nothing(), false)),
        Sample::of(
            "redactions/incident, of a review",
            &IncidentPage { of: Of::Review, goals: Vec::new(), ..incident(Typed::nothing(), true) },
        ),
        Sample::of(
            "redactions/strike, of a review",
            &StrikePage { of: Of::Review, copies: Vec::new(), ..strike(Typed::nothing(), true) },
        ),
        Sample::of("redactions/strike", &strike(Typed::nothing(), false)),
        Sample::of("redactions/strike, blind", &strike(faulty, true)),
    ]
}
