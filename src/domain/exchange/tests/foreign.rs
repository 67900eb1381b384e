//! A framework of somebody else: what it becomes, what is told, and that it goes out again as it came.

use super::*;

fn sample() -> (String, Json) {
    let text = std::fs::read_to_string(shelf::root().join("tests/exchange/foreign-case.json")).unwrap();
    let json: Json = serde_json::from_str(&text).unwrap();
    valid(&json).unwrap();
    (text, json)
}

fn read_in() -> (Draft, programme::Version) {
    let draft = from_case(&sample().0, &Accepting::default()).unwrap();
    let read = version("foreign", &draft.toml);
    (draft, read)
}

#[test]
fn groups_become_sections_and_requirements_and_the_rest_their_items() {
    let (_, read) = read_in();
    assert_eq!((read.code.as_str(), read.version.as_str()), ("imagined-physiology-a-framework", "2-0-draft"));
    assert_eq!(read.body, "College of Imagined Physiology");
    let sections: Vec<&str> = read.sections.iter().map(|section| section.title.as_str()).collect();
    assert_eq!(sections, ["Clinical practice"]);
    let asked: Vec<(&str, Option<&str>, Option<&str>)> = (read.requirements.iter())
        .map(|one| (one.title.as_str(), one.section.as_deref(), one.part_of.as_deref()))
        .collect();
    let expected = [
        ("Echo", Some("a"), None),
        ("Rhythm", Some("a"), None),
        ("Advanced rhythm", Some("a"), Some("a-2")),
        ("Devices", Some("a"), Some("a-2")),
        ("Pacing", Some("a"), None),
        ("Professional practice", None, Some("a-1")),
        ("Clinical practice", Some("a"), None),
        ("Imagined Physiology: a framework", None, None),
    ];
    assert_eq!(asked, expected);
    let items = |code: &str| match &read.requirement(code).unwrap().rule {
        Rule::Signoff(signoff) => signoff.items.iter().map(|item| item.code.clone()).collect::<Vec<_>>(),
        Rule::All(of) => of.codes.clone(),
        other => panic!("{other:?}"),
    };
    // In the order of the sequence numbers, not of the file.
    assert_eq!(items("a-1"), ["A.1.b", "A.1.a", "reports"]);
    assert_eq!(items("a-2"), ["a-2-x", "a-2-y"]);
    assert_eq!(items("a-2-y"), ["a-2-y-1"]);
    assert_eq!(items("a-items"), ["A.3"]);
    assert_eq!(items("b"), ["B.1", "B.1-2"]);
    assert_eq!(items("competencies"), ["C", "D"]);
    assert_eq!(read.requirement("a-2-x").unwrap().needs, ["a-1"]);
    for requirement in &read.requirements {
        assert!(requirement.provenance.illustrative, "how it is accepted is our proposal");
        assert_eq!(requirement.provenance.sources, ["https://frameworks.example/imagined.pdf"]);
    }
    let Rule::Signoff(echo) = &read.requirement("a-1").unwrap().rule else { panic!() };
    assert!(echo.items[0].title.ends_with('…') && echo.items[0].text.ends_with("Second paragraph."));
}

#[test]
fn whatever_is_not_held_is_told() {
    let (draft, _) = read_in();
    let told = |kept: bool| {
        let all = draft.not_held.iter().filter(move |one| one.kept == kept);
        all.map(|one| format!("{}: {}", one.place, one.what)).collect::<Vec<_>>()
    };
    let lost = told(false);
    for wanted in [
        "CFDocument.extensions.example:color: an extension of another system.",
        "CFItems[2].extensions.example:difficulty: an extension of another system.",
        "CFAssociations[23].extensions.example:weight: an extension of another system.",
        "CFDefinitions.extensions.example:source: an extension of another system.",
        "CFRubrics[0]: the rubric “Viva” with its criteria (1); a programme has no rubrics.",
        "CFItems[16]: nothing says where “D Hangs on nothing” belongs: it is put under the document.",
        "extensions: another system's own; nothing here knows it.",
    ] {
        assert!(lost.iter().any(|one| one == wanted), "{wanted}\n{lost:#?}");
    }
    assert_eq!(lost.len(), 7, "{lost:#?}");
    let kept = told(true);
    for wanted in [
        "CFAssociations[16]: a second parent of “A.1.a Obtains the standard views of the heart”: it is shown under its first.",
        "CFAssociations[18]: a circle: “A.2.x Advanced rhythm” would wait for itself.",
        "CFAssociations: “precedes” (1): a programme has no such relation.",
        "CFAssociations: “exactMatchOf” (1): a programme has no such relation.",
        "CFAssociations: “ext:example.replaces” (1): a programme has no such relation.",
        "CFDefinitions.CFLicenses: 1 definitions.",
    ] {
        assert!(kept.iter().any(|one| one == wanted), "{wanted}\n{kept:#?}");
    }
    let text = draft.commented();
    assert!(text.starts_with("# Not held, and so not in this file:\n# CFDocument.extensions"), "{text}");
    assert_eq!(version("commented", &text), version("plain", &draft.toml));
}

/// Everything that the sample has but its rubrics and the extensions of others.
fn whole(json: &Json) -> BTreeMap<String, Json> {
    let mut all = BTreeMap::new();
    let mut document = json["CFDocument"].clone();
    document.as_object_mut().unwrap().remove("extensions");
    all.insert("document".to_owned(), document);
    for list in ["CFItems", "CFAssociations"] {
        for one in json[list].as_array().unwrap() {
            let mut one = one.clone();
            one.as_object_mut().unwrap().remove("extensions");
            for end in ["originNodeURI", "destinationNodeURI"] {
                // The title of a link is that of the thing it leads to.
                if let Some(node) = one.get_mut(end).and_then(Json::as_object_mut) {
                    node.remove("title");
                }
            }
            all.insert(format!("{list} {}", one["identifier"].as_str().unwrap()), one);
        }
    }
    for (key, list) in
        json["CFDefinitions"].as_object().unwrap().iter().filter(|(key, _)| *key != "extensions")
    {
        for one in list.as_array().unwrap() {
            all.insert(format!("{key} {}", one["identifier"].as_str().unwrap()), one.clone());
        }
    }
    all
}

#[test]
fn it_goes_out_again_as_it_came() {
    let (_, json) = sample();
    let (draft, read) = read_in();
    let out: Json = serde_json::from_str(&to_case(&draft.toml, &at()).unwrap()).unwrap();
    valid(&out).unwrap();
    let (before, after) = (whole(&json), whole(&out));
    for (what, one) in &before {
        assert_eq!(after.get(what), Some(one), "{what}");
    }
    let more = after.iter().filter(|(key, _)| !before.contains_key(*key));
    let mut more: Vec<&str> = more.map(|(_, link)| link["associationType"].as_str().unwrap()).collect();
    more.sort_unstable();
    // The one that hung on nothing now has a place, and two are shown under their group as parts of it.
    assert_eq!(more, ["isChildOf", "isPartOf", "isPartOf"]);
    // And once more through us it is the same programme, with the same names.
    let second = from_case(&out.to_string(), &Accepting::default()).unwrap();
    assert_eq!(version("second", &second.toml), read);
    let third: Json = serde_json::from_str(&to_case(&second.toml, &at()).unwrap()).unwrap();
    assert_eq!(third, out);
}

#[test]
fn an_edited_draft_is_exported_as_it_is_now() {
    let (draft, _) = read_in();
    let edited = draft.toml.replace("needs = [\"a-1\"]\n", "").replace("part_of = \"a-1\"\n", "");
    assert_ne!(edited, draft.toml);
    let out: Json = serde_json::from_str(&to_case(&edited, &at()).unwrap()).unwrap();
    valid(&out).unwrap();
    let sorts = |json: &Json, sort: &str| {
        json["CFAssociations"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|link| link["associationType"] == sort)
            .count()
    };
    let before: Json = serde_json::from_str(&to_case(&draft.toml, &at()).unwrap()).unwrap();
    assert_eq!(sorts(&out, "isPartOf") + 1, sorts(&before, "isPartOf"));
    assert_eq!(sorts(&out, "precedes") + 1, sorts(&before, "precedes"));
    let back = from_case(&out.to_string(), &Accepting::default()).unwrap();
    assert!(version("back", &back.toml) == version("edited", &edited), "{}\n{edited}", back.toml);
}
