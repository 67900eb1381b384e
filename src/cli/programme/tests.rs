use super::*;

fn shipped(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("programmes").join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_shipped_file_is_without_fault() {
    let files: Vec<PathBuf> = [shipped(""), shipped("kinds")].concat();
    assert!(files.len() >= 9, "{files:?}");
    let (code, told) = check(&files, &[]);
    assert_eq!(code, 0, "{told}");
    let (code, told) = check(&shipped(""), &[]);
    assert_eq!(code, 0, "a programme finds its kinds beside it: {told}");
}

fn example(on: &str) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = root.join("programmes/perfusion-msc-2025.toml");
    let (code, told) = assess(&file, &root.join("tests/data/facts-perfusion.json"), on, &[]);
    assert_eq!(code, 0, "{told}");
    serde_json::from_str(&told).unwrap()
}

fn of<'v>(answer: &'v Value, id: &str) -> &'v Value {
    answer["requirements"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap()
}

#[test]
fn the_example_says_what_counts_and_why_the_rest_does_not() {
    let answer = example("2026-07-15");
    let cases = of(&answer, "bypass-150");
    assert_eq!(cases["signed"], 5);
    assert_eq!(cases["submitted"], 1);
    assert_eq!(cases["target"], 150);
    assert_eq!(cases["counted"], json!(["c01", "c02", "c03", "c04", "c05"]));
    let why: BTreeMap<&str, &str> = cases["not_counted"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["fact"].as_str().unwrap(), one["reason"].as_str().unwrap()))
        .collect();
    let expected = [
        ("c06", "condition"),
        ("c07", "condition"),
        ("c08", "condition"),
        ("c09", "supervisor-not-registered"),
        ("c10", "site-not-accredited"),
        ("c11", "own-signature"),
        ("c12", "signer-is-trainee"),
        ("c13", "outcome-unsatisfactory"),
        ("c14", "returned"),
        ("c15", "waits-for-signature"),
    ];
    assert_eq!(why, BTreeMap::from(expected));
    assert_eq!(cases["waits"][0]["with"], "Sue Carter");
    assert_eq!(cases["state"], "Behind");
    assert_eq!(cases["due"], "2027-06-30");
    assert_eq!(of(&answer, "unit-foundations")["result"], "64");
    assert_eq!(of(&answer, "unit-cardiovascular")["counted"], json!(["u3"]));
    assert_eq!(of(&answer, "unit-adult-bypass")["state"], "Behind");
    assert_eq!(of(&answer, "practical-exam")["locked_by"][0]["sentence"], "needs 150 cases (5 signed)");
    assert_eq!(of(&answer, "mix-aortic")["state"], "Met", "a lead confirmed one in place of ten");
    assert_eq!(of(&answer, "mix-valve")["binding"], false);
    assert_eq!(of(&answer, "college-trainee")["met"], true);
    assert_eq!(answer["holds_until"], "2026-10-01", "the registration lapses");
}

#[test]
fn a_past_day_knows_only_what_was_known_then() {
    let answer = example("2026-01-12T16:00:00Z");
    let cases = of(&answer, "bypass-150");
    assert_eq!(cases["recorded"], 2);
    assert_eq!(cases["counted"], json!(["c01"]), "the second was signed an hour later");
    let lapsed = example("2026-10-01");
    assert_eq!(of(&lapsed, "college-trainee")["state"], "Lapsed");
}

#[test]
fn what_is_wrong_is_said_in_sentences() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = root.join("programmes/perfusion-msc-2025.toml");
    let facts = root.join("tests/data/facts-perfusion.json");
    let (code, told) = assess(&file, &facts, "tomorrow", &[]);
    assert_eq!(code, 1);
    assert!(told.contains("neither an instant nor a date"), "{told}");
    let (code, told) = assess(&file, &file, "2026-01-01", &[]);
    assert_eq!((code, told.contains("perfusion-msc-2025.toml:1:")), (1, true), "{told}");
    let (code, told) = check(&[PathBuf::from("/nowhere.toml")], &[]);
    assert_eq!((code, told.as_str()), (1, "/nowhere.toml:1: There is no such file.\n1 fault.\n"));
}

/// Every programme that is here, with the facts of somebody on it.
fn everyone() -> Vec<(PathBuf, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = shipped("");
    if root.join("programmes/next").exists() {
        files.extend(shipped("next"));
    }
    let facts = |file: &PathBuf| {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        root.join("tests/worked/programmes").join(name + ".json")
    };
    files.into_iter().map(|file| (file.clone(), facts(&file))).collect()
}

fn kinds_of_the_house() -> Vec<Kind> {
    crate::features::programmes::shipped_kinds().unwrap()
}

/// What the issue asks of the answer, for every requirement of every programme.
#[test]
fn every_programme_answers_for_every_requirement_in_full() {
    let (shelf, kinds) = (everyone(), kinds_of_the_house());
    assert!(shelf.len() >= 2);
    let mut reasons = std::collections::BTreeSet::new();
    for (file, facts) in shelf {
        let (code, told) = assess(&file, &facts, "2026-11-21", &kinds);
        assert_eq!(code, 0, "{}: {told}", file.display());
        let answer: Value = serde_json::from_str(&told).unwrap();
        let whole: Value = serde_json::from_str(&std::fs::read_to_string(&facts).unwrap()).unwrap();
        let mut known: Vec<&str> = Vec::new();
        for list in ["facts", "registrations"] {
            known.extend(whole[list].as_array().into_iter().flatten().map(|one| one["id"].as_str().unwrap()));
        }
        for one in answer["requirements"].as_array().unwrap() {
            let place = format!("{}: {}", file.display(), one["id"]);
            let has = one.as_object().unwrap();
            for key in [
                "id",
                "recorded",
                "submitted",
                "signed",
                "target",
                "met",
                "locked",
                "counted",
                "not_counted",
                "holds_until",
                "forecast",
                "waits",
                "next",
                "state",
            ] {
                assert!(has.contains_key(key), "{place} has no {key}");
            }
            for key in ["recorded", "submitted", "signed", "target"] {
                assert!(one[key].is_number(), "{place}: {key}");
            }
            let counted: Vec<&str> = texts(&one["counted"]);
            let refused = one["not_counted"].as_array().unwrap();
            for not in refused {
                assert!(!not["sentence"].as_str().unwrap().is_empty(), "{place}");
                reasons.insert(not["reason"].as_str().unwrap().to_owned());
            }
            let not: Vec<&str> = refused.iter().map(|not| not["fact"].as_str().unwrap()).collect();
            for id in counted.iter().chain(&not) {
                assert!(known.contains(id), "{place} tells of {id}, which is no fact");
            }
            let mut all = [counted, not].concat();
            let told = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), told, "{place} tells of a fact twice");
            let open = one["met"] == false && one["waived"].is_null();
            assert_eq!(open, !one["next"].is_null(), "{place}: what is open has a next step");
        }
    }
    assert!(reasons.len() >= 6, "{reasons:?}");
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect()
}

/// A facts file holds days, a personal target, time out and what a signer was registered for.
#[test]
fn a_facts_file_holds_the_life_of_an_enrolment_and_its_signers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let programme = folder.path().join("p.toml");
    let text = "programme = \"p\"\nversion = \"1\"\ntitle = \"P\"\nbody = \"B\"\nmonths = 12\n\
        [[kinds]]\nkind = \"bypass-case\"\nversion = 1\n\
        [[requirements]]\ncode = \"cases\"\ntitle = \"Cases\"\nsource = \"a test\"\n\
        personal = { least = 2, most = 9 }\ndue = { months = 6 }\n\
        signers = { registered = { body = \"ccps\", category = \"full\", unknown = \"refuses\" } }\n\
        [requirements.rule]\ncount = \"bypass-case\"\ntarget = 5\nunit = \"cases\"\n";
    std::fs::write(&programme, text).unwrap();
    let fact = |id: &str, day: &str, registrations: Value| {
        json!({ "id": id, "kind": "bypass-case", "day": day, "state": "signed", "values": {},
            "confirmed": [{ "person": "sue", "name": "Sue Carter", "capacity": "supervisor",
                "at": format!("{day}T17:00:00Z"), "registrations": registrations }] })
    };
    let facts = json!({
        "enrolment": { "started": "2026-01-01", "ends": "2026-12-31", "zone": "Europe/London",
            "targets": [{ "requirement": "cases", "target": 2, "by": "Lee Moor", "reason": "two years away" }],
            "life": [{ "state": "time-out", "day": "2026-02-01", "until": "2026-02-28", "reason": "leave", "by": "Lee Moor" }] },
        "facts": [
            fact("a", "2026-03-02", json!([{ "body": "ccps", "category": "full" }])),
            fact("b", "2026-03-03", json!([{ "body": "ccps", "category": "trainee" }])),
            fact("c", "2026-03-04", json!([])),
            fact("d", "2026-03-05", json!([{ "body": "ccps", "category": "full" }])),
        ],
    });
    let file = folder.path().join("facts.json");
    std::fs::write(&file, facts.to_string()).unwrap();
    let kinds = kinds_of_the_house();
    let (code, told) = assess(&programme, &file, "2026-04-01", &kinds);
    assert_eq!(code, 0, "{told}");
    let answer: Value = serde_json::from_str(&told).unwrap();
    let cases = of(&answer, "cases");
    assert_eq!(cases["target"], 2, "the personal target");
    assert_eq!(cases["counted"], json!(["a", "d"]));
    let why: Vec<(&str, &str)> = cases["not_counted"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["fact"].as_str().unwrap(), one["reason"].as_str().unwrap()))
        .collect();
    assert_eq!(why, [("b", "signer-not-registered"), ("c", "signer-not-registered")]);
    assert_eq!(
        (&cases["met"], &cases["due"]),
        (&json!(true), &json!("2026-07-29")),
        "28 days out move the due day"
    );
    assert_eq!(answer["life"]["state"], "active");
    let (code, told) = assess(&programme, &root.join("tests/data/nothing.json"), "2026-04-01", &kinds);
    assert!(code == 1 && told.contains("There is no such file."), "{told}");
}

#[test]
fn a_programme_is_exported_and_imported_as_it_was() {
    let kinds = kinds_of_the_house();
    let folder = tempfile::tempdir().unwrap();
    let at = "2026-11-21T12:00:00Z".parse().unwrap();
    // That it is so for every programme is tested beside the rules (`domain::exchange`).
    for file in shipped("").into_iter().step_by(9) {
        let text = std::fs::read_to_string(&file).unwrap();
        let known = with_neighbours(&file, &[], &kinds);
        let version = programme::read(&text, &known).unwrap();
        assert_eq!(export(&file, Form::Toml, None, at, &kinds), (0, text), "our own file is given as it is");
        for (form, ending) in [(Form::Case, "json"), (Form::Csv, "csv")] {
            let (code, told) = export(&file, form, Some("https://perfolio.example/"), at, &kinds);
            assert_eq!(code, 0, "{told}");
            let there = folder.path().join(format!("out.{ending}"));
            std::fs::write(&there, told).unwrap();
            let (code, draft) = import(&there, None, Said::default(), &kinds);
            assert_eq!(code, 0, "{draft}");
            assert!(
                programme::read(&draft, &known).as_ref() == Ok(&version),
                "{} as {ending}",
                file.display()
            );
        }
    }
}

#[test]
fn an_import_says_what_it_does_not_hold_and_refuses_what_it_cannot_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kinds = kinds_of_the_house();
    let (code, told) = import(&root.join("tests/exchange/foreign-case.json"), None, Said::default(), &kinds);
    assert_eq!(code, 0, "{told}");
    assert!(told.starts_with("# Not held, and so not in this file:\n"), "{told}");
    assert!(told.contains("\nprogramme = \"imagined-physiology-a-framework\"\n"), "{told}");
    let list = root.join("tests/exchange/foreign-list.csv");
    let said =
        Said { title: Some("Skills".to_owned()), group_column: Some("Owner".to_owned()), ..Said::default() };
    let (code, told) = import(&list, Some(Source::Csv), said, &kinds);
    assert!(
        code == 0 && told.contains("\nprogramme = \"skills\"\n") && told.contains("title = \"Ann\""),
        "{told}"
    );
    let said = Said { title_column: Some("Skill".to_owned()), ..Said::default() };
    let (code, told) = import(&list, None, said, &kinds);
    assert!(
        code == 1 && told.ends_with(":1: There is no column “Skill”.\nNothing was imported.\n"),
        "{told}"
    );
    let (code, told) = import(&list, Some(Source::Case), Said::default(), &kinds);
    assert!(code == 1 && told.contains("This is not JSON"), "{told}");
    let at = "2026-11-21T12:00:00Z".parse().unwrap();
    let (code, told) = export(&root.join("tests/faults/all-of-nothing.toml"), Form::Case, None, at, &kinds);
    assert!(code == 1 && told.ends_with("so nothing was exported.\n"), "{told}");
}
