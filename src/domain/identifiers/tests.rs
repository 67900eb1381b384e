use super::*;

fn kinds(text: &str) -> Vec<What> {
    look(text, &Patterns::default()).into_iter().map(|finding| finding.what).collect()
}

fn found(text: &str) -> Vec<&str> {
    look(text, &Patterns::default()).into_iter().map(|f| text.get(f.span).unwrap()).collect()
}

#[test]
fn an_nhs_number_is_found_in_every_dress() {
    for dress in [
        "9434765919",
        "943 476 5919",
        "943-476-5919",
        "943.476.5919",
        "943\u{a0}476\u{a0}5919",
        "943\n476\n5919",
        "９４３４７６５９１９",
        "٩٤٣٤٧٦٥٩١٩",
        "943–476–5919",
        "943\u{200b}476\u{ad}5919",
        "943  476  5919",
        "9434 765 919",
    ] {
        for text in [
            dress.to_owned(),
            format!("ACT 480 s, {dress}, flow 4.2"),
            format!("(NHS:{dress})"),
            format!("Patient{dress}."),
        ] {
            assert_eq!(kinds(&text), [What::NhsNumber], "{text:?}");
        }
    }
    assert_eq!(found("seen 943 476 5919 today"), ["943 476 5919"]);
    assert_eq!(found("é, 943–476–5919, é"), ["943–476–5919"]);
    assert_eq!(kinds("NHS no 943 476 5918"), [What::NhsNumber], "mistyped, but called one");
    assert_eq!(kinds("94 34 76 59 19"), [], "pairs are pressures as often");
    assert_eq!(kinds("NHS number 94 34 76 59 19"), [What::NhsNumber]);
}

#[test]
fn the_other_numbers_are_told_apart() {
    assert_eq!(kinds("CHI 0101010006"), [What::ChiNumber]);
    assert_eq!(kinds("H&C number 320 000 0009"), [What::HcNumber]);
    for (text, shown) in [
        ("Hospital number A1234", "A1234"),
        ("seen, MRN: 55512", "55512"),
        ("Hosp. No. RXH 123456 on the wall", "RXH 123456"),
        ("patient's ID is 4711-22", "4711-22"),
    ] {
        assert_eq!((kinds(text), found(text)), (vec![What::HospitalNumber], vec![shown]), "{text}");
    }
}

#[test]
fn a_birthday_is_found_and_the_day_of_a_case_is_not() {
    for text in [
        "DOB 1/2/1960",
        "Date of birth: 3.4.51",
        "d.o.b. 12 March 1951",
        "born on the 3rd of May 1947 in Leeds",
        "(12/03/1951, DOB)",
        "DOB 12031951",
        "A gentleman, 12/03/51, for grafting",
        "born 2026-11-03, on ECMO since",
    ] {
        assert_eq!(kinds(text), [What::BirthDate], "{text}");
    }
    for text in [
        "Case of 12 November 2026, patient well",
        "born leader, 12 November",
        "the newborn came on 3/11/2026 to theatre",
        "No date of birth is recorded here.",
        "first used on 6 May 1953",
        "dobutamine since 12/3/2026",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn titles_before_patients_and_before_surgeons() {
    for (text, shown) in [
        ("Mrs Jones did well", "Mrs Jones"),
        ("talked to mr smith before", "mr smith"),
        ("Mr. J. O'Neill, aged 64", "Mr. J. O'Neill"),
        ("Baby Jones, 3 kg", "Baby Jones"),
        ("MRS PATEL", "MRS PATEL"),
        ("a man called John Hart", "John Hart"),
        ("Patient name: Elsie Moor", "Elsie Moor"),
        ("Mr Khan's operation", "Mr Khan"),
    ] {
        assert_eq!((kinds(text), found(text)), (vec![What::Name], vec![shown]), "{text}");
    }
    for text in [
        "Dr Moss and Prof. Adler agreed",
        "Consultant surgeon: Mr Smith",
        "on Mr Reid's list",
        "supervised by Miss Cole",
        "severe MR and mild TR, MR Severe",
        "MS Teams, Master's thesis, Capiox Baby RX05",
        "Master Class in echo",
        "a patient called to theatre late",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn how_somebody_is_reached() {
    for text in [
        "07700 900123",
        "(0117) 496 0123",
        "+44 7700 900123",
        "+44 (0)117 496 0123",
        "0044 117 496 0123",
        "tel 496 0123",
    ] {
        assert_eq!(kinds(text), [What::Phone], "{text}");
    }
    assert_eq!(kinds("write to ann.field@example.org."), [What::Email]);
    assert_eq!(found("write to ann.field@example.org."), ["ann.field@example.org"]);
    assert_eq!(kinds("lives at BS1 3NX; SW1A 1AA"), [What::Postcode, What::Postcode]);
    for text in
        ["ext 4512, bleep 2231", "0730 0800 0845 0900", "K40.1, I21 9", "5ml, B1 2mg", "T4 2AB", "@ 32 C"]
    {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn ordinary_words_and_numbers_pass() {
    for text in [
        "Flow 4.2 l/min, 34 °C, clamp 62 min",
        "9434765918",
        "0000000000",
        "12 November 2026, 118 of 150",
        "the dobutamine was stopped at 14:02",
        "A lot of 12345678901234 units",
        "Oxygenator serial 9434765919, lot 9434765919",
        "https://doi.org/10.1016/9434765919",
        "ISBN 0306406152",
        "ACT 480 512 495 600",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn a_houses_own_form_is_found_under_its_name() {
    let ours = Pattern::read("Our hospital number", "RXH ######", "RXH 123456").unwrap();
    let house = Patterns::of(vec![ours], 1);
    let all = look("seen as RXH123456", &house);
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].what, all[0].form.as_deref()), (What::House, Some("Our hospital number")));
    assert!(patient_identifier("rxh 123456", &house).unwrap().contains("rxh 123456"));
}

#[test]
fn no_text_takes_long_or_falls_over() {
    let before = std::time::Instant::now();
    for piece in [
        "0 ",
        "1/1/",
        "Mr ",
        "a@",
        "943 476 ",
        "dob ",
        "d.o.b.",
        "BS1 ",
        "+44 ",
        "hosp no ",
        "10.1016/",
        "é\u{200b}",
        "x.9",
    ] {
        look(&piece.repeat(15_000), &Patterns::default());
    }
    assert!(before.elapsed().as_secs() < 30, "{:?}", before.elapsed());
}

proptest::proptest! {
    #[test]
    fn every_finding_is_a_piece_of_the_text(text in "\\PC{0,80}") {
        for finding in look(&text, &Patterns::default()) {
            proptest::prop_assert!(text.get(finding.span).is_some());
        }
    }

    #[test]
    fn every_nhs_number_is_found(first in 400_000_000_u64..799_999_999, separator in "[ .\\-\u{a0}]?") {
        let digits: Vec<u64> = format!("{first}").bytes().map(|b| u64::from(b - b'0')).collect();
        let sum: u64 = digits.iter().zip((2..=10).rev()).map(|(d, w)| d * w).sum();
        let check = (11 - sum % 11) % 11;
        proptest::prop_assume!(check != 10);
        let shown = format!("{first}{check}");
        let text = format!("note {}{separator}{}{separator}{} end", &shown[..3], &shown[3..6], &shown[6..]);
        proptest::prop_assert_eq!(kinds(&text), vec![What::NhsNumber]);
    }
}
