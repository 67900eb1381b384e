use proptest::prelude::*;

use super::*;

const PEOPLE: [&str; 6] =
    ["Sue Carter", "Ann Field", "Dr Will Grace", "Siân O’Neill-Jones", "Jan van der Meer", "May Li"];

fn out(text: &str) -> String {
    Names::of(PEOPLE).taken_out(text)
}

#[test]
fn each_way_to_write_a_name() {
    let table = [
        ("Sue Carter was there", "(a name) was there"),
        ("Dr Carter was there", "(a name) was there"),
        ("dr. carter was there", "(a name) was there"),
        ("S. Carter, then S Carter and SJ", "(a name), then (a name) and SJ"),
        ("Carter S. said", "(a name). said"),
        ("asked Sue about it", "asked (a name) about it"),
        ("sue's and SUE’S list", "(a name)'s and (a name)’S list"),
        ("Carter, Sue", "(a name), (a name)"),
        ("under Dr. S. Carter’s eye", "under (a name)’s eye"),
        ("S.C. and S. C. watched", "(a name). and (a name). watched"),
        ("watched by SC", "watched by (a name)"),
        ("carter_sue_2026.pdf, scarter.jpg, SueCarter.png", "(a name)_2026.pdf, (a name).jpg, (a name).png"),
        ("sue.carter@nhs.net", "(a name)@nhs.net"),
        ("Sian ONeill, O'neill", "(a name), (a name)"),
        ("Mrs O'Neill-Jones; Miss Jones", "(a name); (a name)"),
        ("SIÂN taught me", "(a name) taught me"),
        ("Prof van der Meer and Jan", "(a name) and (a name)"),
        ("will grace and WILL", "(a name) and (a name)"),
        ("Li and May", "(a name) and (a name)"),
        ("Thanks to Ann.", "Thanks to (a name)."),
        ("a Carter-led list", "a (a name)-led list"),
    ];
    for (text, expected) in table {
        assert_eq!(out(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_name_stays() {
    for text in [
        "Susan issued a cartering tissue; Annual planning; fieldwork",
        "It will do by grace, in may, in the field",
        "The patient was in AF, SC heparin, LI 2",
        "X-Ray and Day-case; Field-of-view",
        "van, der and the rest",
        "",
        "…—’s ''",
        "120 mmHg at 14:02",
    ] {
        let people = ["Sue Carter", "Ann Field", "Will Grace", "May Ray", "Jan van der Meer", "Joy Day"];
        assert_eq!(Names::of(people).taken_out(text), text);
    }
    assert_eq!(Names::default().taken_out("Sue Carter"), "Sue Carter");
    assert_eq!(Names::of(["", "  ", "Dr"]).taken_out("Dr Sue"), "Dr Sue");
}

#[test]
fn a_name_without_capitals_is_found_whole() {
    assert_eq!(
        Names::of(["山田 太郎", "李明"]).taken_out("今日は山田 太郎と李明と"),
        "今日は(a name)と(a name)と"
    );
}

fn written() -> impl Strategy<Value = String> {
    let parts = ["Sue", "Carter", "Ann", "Field", "Will", "Grace", "Siân", "Meer", "Neill"];
    let part = prop::sample::select(parts.to_vec());
    (part, 0..6_u8).prop_map(|(part, how)| match how {
        0 => part.to_owned(),
        1 => part.to_uppercase(),
        2 => format!("Dr {part}"),
        3 => format!("{part}’s"),
        4 => format!("Mrs. {part}"),
        _ => format!("({part})"),
    })
}

fn said() -> impl Strategy<Value = String> {
    let said = [
        "the",
        "pump",
        "ran",
        "well",
        "issue",
        "Susan",
        "annual",
        "cartel",
        "fielded",
        "gracefully",
        "willing",
        "AF",
        "90 min,",
        "cross-clamp",
        "on 3",
        "and",
        "bypass.",
        "heparin;",
        "\n",
        "“calm”",
        "0.5",
        "näher",
        "李",
    ];
    prop::sample::select(said.to_vec()).prop_map(str::to_owned)
}

proptest! {
    /// Whatever stands around a name, no part of it stays, and every word that is no name stays where it was.
    #[test]
    fn no_part_stays_and_nothing_else_goes(
        all in prop::collection::vec(prop_oneof![said().prop_map(|word| (false, word)), written().prop_map(|word| (true, word))], 0..20)
    ) {
        let names = Names::of(["Sue Carter", "Ann Field", "Will Grace", "Siân Neill", "Jan van der Meer"]);
        let text = all.iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(" ");
        let told = names.taken_out(&text);
        let parts = ["sue", "carter", "ann", "field", "will", "grace", "sian", "neill", "meer", "dr", "mrs"];
        for word in words_of(&told) {
            prop_assert!(!parts.contains(&fold(word.text).as_str()), "{text} -> {told}");
        }
        let kept = told.replace(A_NAME, " ");
        let mut rest = kept.as_str();
        for (_, word) in all.iter().filter(|(name, word)| !*name && word != "\n") {
            let at = rest.find(word.as_str());
            prop_assert!(at.is_some(), "{word} of {text} -> {told}");
            rest = &rest[at.unwrap() + word.len()..];
        }
        prop_assert_eq!(names.taken_out(&told), told.clone());
    }

    /// Any text at all is read without a fault, and nothing changes where nobody is known.
    #[test]
    fn any_text_is_read(text in "\\PC{0,60}", name in "\\PC{0,20}") {
        let names = Names::of([name.as_str()]);
        let once = names.taken_out(&text);
        let _ = names.taken_out(&once);
        prop_assert_eq!(Names::default().taken_out(&text), text);
    }
}
