//! Whatever is sent: no answer but a draft that is TOML, or sentences.

use proptest::prelude::*;

use super::*;

/// JSON of the shape of a package, with identifiers that often meet.
fn package() -> impl Strategy<Value = Json> {
    let word = prop_oneof![Just("a"), Just("b"), Just("c"), Just("d"), Just("e"), Just("")];
    let sort = prop_oneof![
        4 => Just("isChildOf"), 1 => Just("precedes"), 1 => Just("isPartOf"), 1 => Just("ext:x"), 1 => Just("?")
    ];
    let role = prop_oneof![
        6 => Just(None), 1 => Just(Some("section")), 1 => Just(Some("requirement")), 1 => Just(Some("item")),
        1 => Just(Some("unit"))
    ];
    let item = (word.clone(), ".{0,12}", proptest::option::of("[A-Za-z.0-9 ]{0,6}"), role).prop_map(
        |(id, words, code, role)| {
            let mut one = serde_json::json!({ "identifier": id, "fullStatement": words, "uri": id });
            if let Some(code) = code {
                one["humanCodingScheme"] = code.into();
            }
            if let Some(role) = role {
                one["extensions"] = serde_json::json!({ "perfolio": { "as": role, "code": "x", "in": "x" } });
            }
            one
        },
    );
    let link =
        (sort, word.clone(), word, proptest::option::of(-2_i64..5)).prop_map(|(sort, from, to, number)| {
            serde_json::json!({
                "identifier": format!("{sort}{from}{to}"), "associationType": sort, "sequenceNumber": number,
                "originNodeURI": { "identifier": from, "title": "", "uri": "" },
                "destinationNodeURI": { "identifier": to, "title": "", "uri": "" },
            })
        });
    let all = (proptest::collection::vec(item, 0..8), proptest::collection::vec(link, 0..16));
    (all, ".{0,10}").prop_map(|((items, links), title)| {
        serde_json::json!({
            "CFDocument": { "identifier": "e", "title": title, "creator": "", "uri": "" },
            "CFItems": items, "CFAssociations": links,
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_strange_package_becomes_a_draft_without_faults(json in package()) {
        let draft = from_case(&json.to_string(), &Accepting::default()).unwrap();
        let ours = json["CFItems"].as_array().unwrap().iter().any(|item| item.get("extensions").is_some());
        let found = programme::read(&draft.toml, &KINDS);
        // Of what claims to be ours the rule may be missing; all else is made so that it can be read.
        let nameless = |item: &Json| item["identifier"] == "" || item["identifier"] == "e";
        if !ours && !json["CFItems"].as_array().unwrap().iter().all(nameless) {
            prop_assert!(found.is_ok(), "{:#?}\n{}", found, draft.toml);
        }
        prop_assert!(draft.toml.parse::<toml::Table>().is_ok(), "{}", draft.toml);
        let out = to_case(&draft.toml, &at());
        prop_assert!(out.is_ok());
        if let Ok(version) = found {
            let back = from_case(&out.unwrap(), &Accepting::default()).unwrap();
            prop_assert!(programme::read(&back.toml, &KINDS).as_ref() == Ok(&version), "{}\n{}", draft.toml, back.toml);
            let back = from_csv(&to_csv(&draft.toml).unwrap(), &Mapping::default()).unwrap();
            prop_assert!(programme::read(&back.toml, &KINDS).as_ref() == Ok(&version), "{}\n{}", draft.toml, back.toml);
        }
    }

    #[test]
    fn any_text_is_answered(text in ".{0,200}") {
        for draft in [from_case(&text, &Accepting::default()), from_csv(&text, &Mapping::default())] {
            match draft {
                Ok(draft) => prop_assert!(draft.toml.parse::<toml::Table>().is_ok(), "{}", draft.toml),
                Err(flaws) => prop_assert!(!flaws.is_empty() && flaws.iter().all(|flaw| !flaw.sentence.is_empty())),
            }
        }
    }

    #[test]
    fn any_list_is_a_draft_without_faults(rows in proptest::collection::vec(("[a-c]{0,2}", "[^,\"\r\n]{1,9}", "[x-z]{0,1}"), 1..9)) {
        let list: String = rows.iter().map(|(code, title, group)| format!("{code},{title},{group}\n")).collect();
        if let Ok(draft) = from_csv(&format!("Code,Title,Group\n{list}"), &Mapping::default()) {
            let read = programme::read(&draft.toml, &KINDS);
            prop_assert!(read.is_ok(), "{:#?}\n{}", read, draft.toml);
        }
    }
}

/// What `cargo xtask fuzz` found, as it was sent.
#[test]
fn what_the_fuzzer_sent_comes_back_as_it_went() {
    let file = |name: &str| std::fs::read_to_string(shelf::root().join("tests/fuzzed").join(name)).unwrap();
    let case = from_case(&file("case/two-versions"), &Accepting::default()).unwrap();
    let list = from_csv(&file("list/a-title-of-two-lines"), &Mapping::default()).unwrap();
    assert!(list.toml.contains("title = \"W l\""), "{}", list.toml);
    let twice = from_case(&file("case/a-link-twice"), &Accepting::default()).unwrap();
    let renamed = from_case(&file("case/another-version"), &Accepting::default()).unwrap();
    let broken = case.toml.replace("title = \"d\"", "title = \"d\\nand e\"");
    assert_ne!(broken, case.toml);
    for toml in [case.toml, list.toml, broken, twice.toml, renamed.toml] {
        let version = programme::read(&toml, &KINDS).unwrap();
        let back = from_case(&to_case(&toml, &at()).unwrap(), &Accepting::default()).unwrap();
        assert_eq!(programme::read(&back.toml, &KINDS).unwrap(), version, "{toml}\n{}", back.toml);
        let back = from_csv(&to_csv(&toml).unwrap(), &Mapping::default()).unwrap();
        assert_eq!(programme::read(&back.toml, &KINDS).unwrap(), version, "{toml}\n{}", back.toml);
    }
}
