//! What may say who a patient is: a look at free words for the numbers and dates that must never be in
//! a portfolio. It finds what has a form of its own (an NHS number, a date of birth or a hospital
//! number that is called one), not names. A finding is a sentence for the person who typed it.

/// The first thing in the words that looks like a patient's identifier.
pub fn patient_identifier(text: &str) -> Option<String> {
    if let Some(number) = nhs_number(text) {
        return Some(format!(
            "“{number}” looks like an NHS number. Take it out: no patient may be named here."
        ));
    }
    let lower = text.to_lowercase();
    for (called, what) in [
        ("date of birth", "a date of birth"),
        ("born on", "a date of birth"),
        ("d.o.b", "a date of birth"),
        ("dob", "a date of birth"),
        ("hospital number", "a hospital number"),
        ("hospital no", "a hospital number"),
        ("nhs number", "an NHS number"),
        ("nhs no", "an NHS number"),
        ("mrn", "a hospital number"),
    ] {
        if followed_by_digits(&lower, called) {
            return Some(format!("This looks like {what}. Take it out: no patient may be named here."));
        }
    }
    None
}

/// The word, as a word, with a digit within the next few characters.
fn followed_by_digits(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + word.len()..).unwrap_or_default();
        let ends = after.chars().next().is_none_or(|c| !c.is_alphabetic());
        before.is_none_or(|c| !c.is_alphanumeric())
            && ends
            && after.chars().take(8).any(|c| c.is_ascii_digit())
    })
}

/// Ten digits, together or as 3 3 4, whose last is the right check digit (modulus 11).
fn nhs_number(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let starts = letters.get(at).is_some_and(char::is_ascii_digit)
            && !at.checked_sub(1).and_then(|b| letters.get(b)).is_some_and(char::is_ascii_digit);
        if starts && let Some((digits, shown)) = ten_digits(letters.get(at..).unwrap_or_default()) {
            if checks(&digits) {
                return Some(shown);
            }
            at += shown.chars().count();
        } else {
            at += 1;
        }
    }
    None
}

fn ten_digits(letters: &[char]) -> Option<(Vec<u32>, String)> {
    let (mut digits, mut shown) = (Vec::new(), String::new());
    for (at, letter) in letters.iter().enumerate() {
        match letter.to_digit(10) {
            Some(digit) => digits.push(digit),
            None if matches!(letter, ' ' | '-') && matches!(digits.len(), 3 | 6) => {}
            None => return None,
        }
        shown.push(*letter);
        if digits.len() == 10 {
            let more = letters.get(at + 1).is_some_and(char::is_ascii_digit);
            return (!more).then_some((digits, shown));
        }
    }
    None
}

fn checks(digits: &[u32]) -> bool {
    let Some((last, first)) = digits.split_last() else { return false };
    let sum: u32 = first.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    let check = match 11 - sum % 11 {
        11 => 0,
        other => other,
    };
    check == *last && digits.iter().any(|digit| digit != last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_a_patient_is_found() {
        for text in [
            "Patient 943 476 5919 did well",
            "9434765919",
            "943-476-5919.",
            "DOB 1/2/1960",
            "Date of birth: 3.4.51",
            "seen, MRN: 55512",
            "Hospital number A1234",
        ] {
            assert!(patient_identifier(text).is_some(), "{text}");
        }
    }

    #[test]
    fn ordinary_words_and_numbers_pass() {
        for text in [
            "Flow 4.2 l/min, 34 °C, clamp 62 min",
            "9434765918",
            "0000000000",
            "phone 01179 230000 in theatre 3",
            "12 November 2026, 118 of 150",
            "the dobutamine was stopped at 14:02",
            "No date of birth is recorded here.",
            "A lot of 12345678901234 units",
        ] {
            assert_eq!(patient_identifier(text), None, "{text}");
        }
    }
}
