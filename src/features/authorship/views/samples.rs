//! Every page of this room, made from a small programme.

use super::*;
use crate::domain::authoring::{Turned, held};
use crate::domain::names::{
    AccountId, InstitutionId, ProgrammeDraftId, ProgrammeId, SimulationId, VersionId,
};
use crate::domain::policy::authoring::AuthorCase;
use crate::domain::role::Scope;
use crate::domain::territory::{Over, Spot, Territory};
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::features::authorship::layering::Layer;
use crate::features::authorship::store::{DraftRow, SaveRow, SimulationRow};
use crate::features::programmes::VersionRow;
use crate::web::page::Place;
use crate::web::parts::Choice;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

const TEXT: &str = r#"programme = "p"
version = "2027"
title = "A programme <b>"
body = "A body"

[[requirements]]
code = "both"
title = "Both"
needs = ["gone"]
illustrative = true
[requirements.rule]
all = ["one"]

[[requirements]]
code = "one"
title = "One registration"
illustrative = true
[requirements.rule]
registration = "ccps"
"#;

/// Nothing where the rule says no, which a test would see as a missing page.
fn desk(text: &str) -> Option<Desk> {
    let institution = Spot::alone(Over::of(Scope::Institution, "i"));
    let case = AuthorCase {
        programme: ProgrammeId::new("p"),
        spot: Spot::alone(Over::of(Scope::Programme, "p")),
        owner: Some(institution.clone()),
        territory: Territory::of([institution.over]),
    };
    let grant = crate::domain::policy::authoring::may_author(&samples::lead(), &case).ok()?;
    let programme = crate::features::programmes::Programme {
        id: ProgrammeId::new("p"),
        code: "p".to_owned(),
        title: "A programme".to_owned(),
    };
    let owner = crate::features::programmes::Owner {
        institution: InstitutionId::new("i"),
        name: "Royal Infirmary".to_owned(),
    };
    let draft = DraftRow {
        id: ProgrammeDraftId::new("d"),
        programme: ProgrammeId::new("p"),
        number: 2,
        from: Some(VersionId::new("v")),
        begun_by: AccountId::new("a"),
        begun_at: Moment::of_millis(1_794_492_153_000),
        state: "open".to_owned(),
        saves: 3,
        published: None,
    };
    Some(Desk {
        written: crate::features::authorship::desk::Written { programme, owner: Some(owner), case, grant },
        draft,
        text: text.to_owned(),
        read: Read::with(text, Vec::new()),
    })
}

pub fn samples() -> Vec<Sample> {
    let mut all: Vec<Sample> =
        [desk(TEXT), desk("programme = ")].into_iter().flatten().flat_map(|desk| of(&desk)).collect();
    all.extend(of_layer());
    all
}

fn of(desk: &Desk) -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::lead(), title, Place::Programmes);
    let around = || Around::of(desk);
    let choices = || vec![Choice::of("a", "A choice"), Choice::of("b", "Another")];
    let mut all = vec![
        Sample::of("authorship/draft", &DraftPage::with(shell("Draft"), desk)),
        Sample::of(
            "authorship/text",
            &TextPage {
                shell: shell("Text"),
                typed: Typed::holding([("words", "<b>")]),
                around: around(),
                title: "The whole text".to_owned(),
                hint: "All of it".to_owned(),
                faults: told(desk, &desk.read),
                action: at(desk, paths::DRAFT_TEXT),
                back: at(desk, paths::PROGRAMME_DRAFT),
                rows: 10,
            },
        ),
        Sample::of(
            "authorship/conflict",
            &ConflictPage {
                shell: shell("Two"),
                typed: Typed::holding([("words", "mine")]),
                around: around(),
                by: "Lea".to_owned(),
                theirs: "theirs <i>".to_owned(),
                action: at(desk, paths::DRAFT_TEXT),
                rows: 10,
            },
        ),
        Sample::of(
            "authorship/add",
            &AddPage {
                shell: shell("Add"),
                typed: Typed::nothing(),
                around: around(),
                rules: choices(),
                sections: choices(),
                action: at(desk, paths::DRAFT_REQUIREMENTS),
            },
        ),
        Sample::of(
            "authorship/head",
            &HeadPage {
                shell: shell("Head"),
                typed: Typed::holding([("title", "T")]),
                around: around(),
                kinds: choices(),
                action: at(desk, paths::DRAFT_HEAD),
                text: at(desk, paths::DRAFT_TEXT),
            },
        ),
    ];
    all.extend(of_judging(desk));
    all.extend(of_requirements(desk));
    all.extend(of_workshop());
    all
}

const KIND: &str = "kind = \"case\"\nversion = 1\nname = \"Case <i>\"\nplural = \"cases\"\nconfirmed_by = \"supervisor\"\nrecorded_by = \"trainee\"\n[[fields]]\ncode = \"valve\"\nlabel = \"Valve <b>\"\ntype = \"yes-no\"\n";
const OWNERS: &str = "programme = \"p\"\nversion = \"2027\"\ntitle = \"A programme <b>\"\nbody = \"A body\"\n[[kinds]]\nkind = \"case\"\nversion = 1\n[[requirements]]\ncode = \"cases\"\ntitle = \"Cases\"\nillustrative = true\n[requirements.rule]\ncount = \"case\"\ntarget = 150\nminimum = { label = \"valves <b>\", at_least = 10, where = { field = \"valve\", yes = true } }\n";

/// What an institution adds to somebody else's version; nothing where it cannot be read, which a test would see.
fn of_layer() -> Vec<Sample> {
    let house: Vec<_> = crate::domain::kind::read(KIND).into_iter().collect();
    let Ok(base) = crate::domain::programme::read(OWNERS, &house) else { return Vec::new() };
    let words = "layer_of = \"p@2027\"\n\n[[requirements]]\ncode = \"induction\"\ntitle = \"Induction <b>\"\nillustrative = true\n[requirements.rule]\nregistration = \"ccps\"\n";
    let layer = Layer {
        base: std::sync::Arc::new(base),
        institution: InstitutionId::new("i"),
        name: "Royal Infirmary".to_owned(),
        institutions: vec![Choice::of("i", "Royal Infirmary"), Choice::of("j", "St Elsewhere")],
        stored: Some(words.to_owned()),
        house,
        people: 3,
    };
    adding::samples(&layer, |title| samples::shell_for(&samples::lead(), title, Place::Programmes))
}

fn of_requirements(desk: &Desk) -> Vec<Sample> {
    let shell = samples::shell_for(&samples::lead(), "A requirement", Place::Programmes);
    let sheet = desk.read.sheet.as_ref();
    let block = sheet.and_then(|sheet| sheet.block("requirements", "both"));
    let Some(held) = block.and_then(|block| held(block, desk.read.kinds())) else { return Vec::new() };
    let words = held.said.iter().flat_map(|(name, all)| all.iter().map(move |word| (name, word))).collect();
    let typed = || Typed { words, ..Typed::nothing() };
    let counting = Typed::holding([("rule-minimum-1-label", "valves"), ("rule-where-1-field", "x")]);
    vec![
        Sample::of(
            "authorship/requirement",
            &RequirementPage::with(shell.clone(), desk, "both", "all", typed()),
        ),
        Sample::of(
            "authorship/requirement, counting",
            &RequirementPage::with(shell, desk, "one", "count", counting),
        ),
    ]
}

fn of_judging(desk: &Desk) -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::lead(), title, Place::Programmes);
    let around = || Around::of(desk);
    let at_once = Moment::of_millis(1_794_492_153_000);
    let save = |number: i32, what: &str| SaveRow {
        number,
        what: what.to_owned(),
        about: "one".to_owned(),
        by: "Lea".to_owned(),
        at: at_once,
    };
    let group = judging::TurnGroup {
        heading: Turned::NoLongerMet.shown().to_owned(),
        requirement: "One <b>".to_owned(),
        people: vec![judging::TurnLine {
            name: "Ann".to_owned(),
            href: paths::trainee("e"),
            before: "5 of 4 cases, Met".to_owned(),
            after: String::new(),
        }],
    };
    let row = |state: &str| SimulationRow {
        id: SimulationId::new("s"),
        draft: desk.draft.id.clone(),
        save: 2,
        asked_by: AccountId::new("a"),
        asked_at: at_once,
        state: state.to_owned(),
        done: 20,
        total: 60,
        found: String::new(),
    };
    let saves = ["undo", "removed", "moved", "added", "text", "head", "begun", "requirement"];
    let saves = saves.iter().zip(1..).map(|(what, number)| save(number, what)).collect();
    let from = VersionRow {
        id: VersionId::new("v"),
        programme: ProgrammeId::new("p"),
        code: "p".to_owned(),
        version: "2025".to_owned(),
        title: "A programme".to_owned(),
        state: "published".to_owned(),
    };
    let simulated = |row, found: Vec<judging::TurnGroup>| {
        let touched = found.len();
        SimulationPage::with(shell("Whom"), DEFAULT_ZONE, desk, Some(from.clone()), row, found, (60, touched))
    };
    vec![
        Sample::of(
            "authorship/saves",
            &SavesPage::with(shell("Saves"), DEFAULT_ZONE, desk, saves, Some((1, "<b>".to_owned()))),
        ),
        Sample::of("authorship/simulation, waiting", &simulated(Some(row("waiting")), Vec::new())),
        Sample::of("authorship/simulation, nothing", &simulated(Some(row("done")), Vec::new())),
        Sample::of("authorship/simulation", &simulated(Some(row("done")), vec![group])),
        Sample::of("authorship/simulation, new", &simulated(None, Vec::new())),
        Sample::of(
            "authorship/comparison",
            &ComparisonPage {
                shell: shell("Changes"),
                around: around(),
                before: "version 2025".to_owned(),
                head: vec!["title: “P” → “Q”".to_owned()],
                changes: vec![crate::domain::authoring::Change {
                    code: "one".to_owned(),
                    title: "One".to_owned(),
                    what: "Changed",
                    sentences: vec!["target 150 → 160 cases".to_owned()],
                }],
            },
        ),
        Sample::of(
            "authorship/publication",
            &PublicationPage {
                shell: shell("Publish"),
                typed: Typed::nothing(),
                around: around(),
                version: "2027".to_owned(),
                cohort: "People of every cohort".to_owned(),
                changes: "2 compared with version 2025".to_owned(),
                faults: desk.read.flaws.len().saturating_sub(1),
                overlaps: "2025".to_owned(),
                action: at(desk, paths::DRAFT_PUBLICATION),
                comparison: at(desk, paths::DRAFT_COMPARISON),
                simulation: at(desk, paths::DRAFT_SIMULATION),
            },
        ),
    ]
}

fn of_workshop() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::lead(), title, Place::Programmes);
    let choices = || vec![Choice::of("a", "A choice"), Choice::of("b", "Another")];
    let version = |state, retire: &str| workshop::VersionLine {
        name: "Version 2025".to_owned(),
        state,
        href: paths::version("p", "2025"),
        file: paths::version_file("p", "2025", "toml"),
        retire: retire.to_owned(),
    };
    let draft = workshop::DraftLine {
        id: "draft-1".to_owned(),
        name: "Draft 1".to_owned(),
        href: paths::of_draft(paths::PROGRAMME_DRAFT, "p", 1),
        state: "Open",
        said: "Begun by Lea".to_owned(),
    };
    vec![
        Sample::of(
            "authorship/workshop",
            &Workshop {
                shell: shell("Write"),
                typed: Typed::nothing(),
                title: "A programme <b>".to_owned(),
                owner: "It came with Perfolio.".to_owned(),
                versions: vec![
                    version("Published", "/programmes/p/versions/2025/retirement"),
                    version("Retired", ""),
                ],
                drafts: vec![draft],
                origins: choices(),
                action: paths::workshop("p"),
            },
        ),
        Sample::of(
            "authorship/new",
            &NewProgramme {
                shell: shell("New"),
                typed: Typed::nothing(),
                institutions: choices(),
                origins: choices(),
            },
        ),
        Sample::of(
            "authorship/new, none",
            &NewProgramme {
                shell: shell("New"),
                typed: Typed::nothing(),
                institutions: vec![],
                origins: vec![],
            },
        ),
        Sample::of(
            "authorship/owner",
            &OwnerPage {
                shell: shell("Owner"),
                typed: Typed::nothing(),
                title: "A programme".to_owned(),
                owner: "It came with Perfolio.".to_owned(),
                institutions: choices(),
                action: paths::programme_owner("p"),
            },
        ),
    ]
}
