use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn read(text: &str) -> (Vec<Told>, Vec<Flaw>) {
    let sheet = Sheet::read(text).unwrap();
    told(&sheet, Columns::guess(&sheet.headings), None, day("2026-11-12")).unwrap()
}

fn here(entry: &str, items: &[&str], on: &str, signed: bool, entered: Option<&str>) -> Here {
    Here {
        entry: entry.to_owned(),
        items: items.iter().map(|one| (*one).to_owned()).collect(),
        happened_on: day(on),
        signed,
        entered: entered
            .into_iter()
            .flat_map(|on| items.iter().map(move |one| ((*one).to_owned(), day(on))))
            .collect(),
    }
}

#[test]
fn columns_are_guessed_from_their_headings() {
    let guess = |text: &str| {
        let headings: Vec<String> = text.split(',').map(str::to_owned).collect();
        Columns::guess(&headings)
    };
    let all = Columns { item: Some(0), status: Some(2), day: Some(3), reference: Some(4) };
    assert_eq!(guess("Unit Code,Title,Status,Date Completed,Evidence Reference"), all);
    assert_eq!(guess("Activity,Completed"), Columns { item: Some(0), day: Some(1), ..Columns::default() });
    assert_eq!(guess("Name,Colour"), Columns::default());
    let sheet = Sheet::read("Name,Colour\nA,red\n").unwrap();
    let today = day("2026-11-12");
    assert!(told(&sheet, Columns::default(), None, today).unwrap_err().contains("code"));
    let only_item = Columns { item: Some(0), ..Columns::default() };
    assert!(told(&sheet, only_item, None, today).unwrap_err().contains("status or the date"));
}

#[test]
fn each_line_is_understood_or_has_its_sentence() {
    let (all, flaws) = read(
        "Code,Status,Date,Ref\nA,Complete,3/11/2026,E-1\nB,In progress,,\nC,Achieved,,\nD,Complete,13/13/2026,\n\
         ,Complete,1/1/2026,\na,Complete,4/11/2026,\nE,complete,1/1/2027,\n",
    );
    assert_eq!(all.len(), 2);
    assert_eq!((all[0].done, all[0].day, all[0].reference.as_str()), (true, Some(day("2026-11-03")), "E-1"));
    assert!(!all[1].done);
    let said: Vec<(usize, &str)> = flaws.iter().map(|flaw| (flaw.line, flaw.sentence.as_str())).collect();
    for ((line, sentence), (expected, part)) in said.iter().zip([
        (4, "has no date"),
        (5, "is not a date"),
        (6, "names no item"),
        (7, "is in line 2 already"),
        (8, "still to come"),
    ]) {
        assert_eq!(*line, expected);
        assert!(sentence.contains(part), "{sentence}");
    }
    assert_eq!(said.len(), 5);
    let sheet = Sheet::read("Code,Status\nC,Achieved\n").unwrap();
    let fallback = Some(day("2026-11-10"));
    let (all, flaws) = told(&sheet, Columns::guess(&sheet.headings), fallback, day("2026-11-12")).unwrap();
    assert_eq!((all[0].day, flaws.len()), (fallback, 0));
}

#[test]
fn every_line_is_in_exactly_one_list() {
    let items: Vec<String> = ["A", "B", "C", "D", "E", "F", "G", "H"].map(str::to_owned).to_vec();
    let all = [
        here("1", &["A"], "2026-10-01", true, None),
        here("2", &["A"], "2026-11-05", true, None),
        here("3", &["B"], "2026-10-01", true, Some("2026-11-03")),
        here("4", &["C"], "2026-10-01", true, Some("2026-11-01")),
        here("5", &["D"], "2026-11-05", true, None),
        here("6", &["E"], "2026-10-01", false, None),
        here("7", &["G"], "2026-10-01", true, None),
        here("8", &["H"], "2026-10-01", true, Some("2026-11-01")),
    ];
    let text = "Code,Status,Date\na: Record it,Complete,3/11/2026\nB,Complete,3/11/2026\nC,Complete,3/11/2026\n\
                D,Complete,3/11/2026\nE,Complete,3/11/2026\nF,Complete,3/11/2026\nZ,Complete,3/11/2026\n\
                H,Referred,\nG,Not started,\n";
    let (lines, flaws) = read(text);
    assert!(flaws.is_empty(), "{flaws:?}");
    let found = compare(&items, &all, &lines);
    assert_eq!(found.matched.len(), 1);
    assert_eq!(found.matched[0].entries, ["1"]);
    assert_eq!(found.agrees, ["B"]);
    assert_eq!(found.differs.iter().map(|flaw| flaw.line).collect::<Vec<_>>(), [4, 5, 9]);
    assert_eq!(found.not_here.iter().map(|flaw| flaw.line).collect::<Vec<_>>(), [6, 7, 8]);
    assert_eq!(found.open, 1);
    assert_eq!(found.not_there, ["G"]);
    let told =
        found.matched.len() + found.agrees.len() + found.differs.len() + found.not_here.len() + found.open;
    assert_eq!(told, lines.len());
}

#[test]
fn an_entry_that_names_two_items_is_entered_for_each_by_itself() {
    let items: Vec<String> = ["A", "B"].map(str::to_owned).to_vec();
    let mut both = here("1", &["A", "B"], "2026-10-01", true, None);
    both.entered.insert("A".to_owned(), day("2026-11-03"));
    let (lines, _) = read("Code,Status,Date\nA,Complete,3/11/2026\nB,Complete,5/11/2026\n");
    let found = compare(&items, std::slice::from_ref(&both), &lines);
    assert_eq!(found.agrees, ["A"]);
    assert_eq!(found.matched.iter().map(|one| one.item.as_str()).collect::<Vec<_>>(), ["B"]);
    let (none, _) = read("Code,Status,Date\nC,Complete,3/11/2026\n");
    assert_eq!(compare(&items, &[both], &none).not_there, ["B"]);
}
