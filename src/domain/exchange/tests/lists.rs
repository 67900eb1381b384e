//! Flat lists: ours come back whole, others become items of requirements.

use super::*;

/// Code, title and text of an item.
type Told<'a> = (&'a str, &'a str, &'a str);

#[test]
fn every_programme_goes_out_as_a_list_and_comes_back_as_it_was() {
    for (name, text) in SHELF.iter() {
        let list = to_csv(text).unwrap();
        let back = from_csv(&list, &Mapping::default()).unwrap_or_else(|flaws| panic!("{name}: {flaws:#?}"));
        assert_eq!(back.not_held, [], "{name}");
        assert_eq!(version(name, &back.toml), version(name, text), "{name}");
        assert_eq!(to_csv(&back.toml).unwrap(), list, "{name}");
    }
}

#[test]
fn what_came_from_case_survives_a_list() {
    let text = std::fs::read_to_string(shelf::root().join("tests/exchange/foreign-case.json")).unwrap();
    let draft = from_case(&text, &Accepting::default()).unwrap();
    let back = from_csv(&to_csv(&draft.toml).unwrap(), &Mapping::default()).unwrap();
    assert_eq!(to_case(&back.toml, &at()).unwrap(), to_case(&draft.toml, &at()).unwrap());
}

fn foreign(mapping: &Mapping) -> Result<Draft, Vec<Flaw>> {
    let list = std::fs::read_to_string(shelf::root().join("tests/exchange/foreign-list.csv")).unwrap();
    from_csv(&list, mapping)
}

#[test]
fn a_list_of_somebody_else_becomes_requirements_by_its_groups() {
    let named = Mapping { title: Some("Theatre skills".to_owned()), ..Mapping::default() };
    let draft = foreign(&named).unwrap();
    let read = version("list", &draft.toml);
    assert_eq!((read.code.as_str(), read.title.as_str()), ("theatre-skills", "Theatre skills"));
    let all: Vec<(&str, Vec<Told<'_>>)> = (read.requirements.iter())
        .map(|asked| {
            let Rule::Signoff(signoff) = &asked.rule else { panic!() };
            let items = signoff.items.iter().map(|i| (i.code.as_str(), i.title.as_str(), i.text.as_str()));
            (asked.title.as_str(), items.collect())
        })
        .collect();
    let expected = [
        (
            "Circuit",
            vec![
                ("1.1", "Primes the circuit", "Without air; with the\nright fluid"),
                ("1.2", "Recovers the circuit", ""),
            ],
        ),
        ("Handover", vec![("2.1", "=Hands over", ""), ("2.2", "Closes the record", "")]),
    ];
    assert_eq!(all, expected);
    let told: Vec<String> = draft.not_held.iter().map(|one| format!("{}: {}", one.place, one.what)).collect();
    let expected = [
        "column “Weight”: filled in 3 rows; a competency has no such thing here.",
        "column “Owner”: filled in 1 rows; a competency has no such thing here.",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_mapping_says_which_column_is_what() {
    let columns = Columns { title: Some("Guidance".to_owned()), ..Columns::default() };
    let flaws = foreign(&Mapping { columns, ..Mapping::default() }).unwrap_err();
    let told: Vec<String> = flaws.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told[0].starts_with("4: This row names no competency"), "{told:#?}");
    let columns = Columns { title: Some("Competence".to_owned()), ..Columns::default() };
    let flaws = foreign(&Mapping { columns, ..Mapping::default() }).unwrap_err();
    assert_eq!(flaws[0].sentence, "There is no column “Competence”. Did you mean “Competency”?");
}

#[test]
fn a_faulty_list_is_refused_whole_with_its_lines() {
    for (list, wanted) in [
        ("", vec!["1: The file says nothing: begin with a line of column names."]),
        ("Colour\nblue\n", vec!["1: Which column names the competency? There are: Colour."]),
        (
            "Code,Title\n1,A\n1,B\n2,\n",
            vec![
                "3: “1” is the code of another row too: give each its own.",
                "4: This row names no competency: write what it is, or take the row away.",
            ],
        ),
        ("Title\n", vec!["1: There are no rows below the names."]),
        (
            "Level,Code,Title,Text,Under,More\nsection,a,A,,,\nitem,i,I,,nothing,\nsection,b,B,,,{\n",
            vec![
                "3: “nothing” is not the code of a requirement above this row whose rule has a list.",
                "4: The last column is not as it was exported: take its text away, or put it back.",
                "1: There is no row for the programme: add one with its code and title.",
            ],
        ),
    ] {
        let flaws = from_csv(list, &Mapping::default()).unwrap_err();
        let told: Vec<String> = flaws.iter().map(ToString::to_string).collect();
        assert_eq!(told, wanted, "{list}");
    }
}

#[test]
fn nothing_in_the_list_runs_in_a_spreadsheet() {
    let text = "programme = \"p\"\nversion = \"1\"\ntitle = \"=1+1\"\nbody = \"B\"\nabout = \"'quoted\"\n\
        [[kinds]]\nkind = \"document\"\nversion = 1\n\
        [[requirements]]\ncode = \"r\"\ntitle = \"@now\"\nillustrative = true\n\
        [requirements.rule]\nheld = \"document\"\n";
    let list = to_csv(text).unwrap();
    assert!(list.contains("p,'=1+1,''quoted,") && list.contains("requirement,r,'@now,"), "{list}");
    let back = from_csv(&list, &Mapping::default()).unwrap();
    assert_eq!(version("back", &back.toml), version("first", text));
}
