//! Forms of numbers that a house adds: how its own hospitals number patients. A form is written as the
//! number looks: `#` is a digit, `@` a letter, `{5,7}` behind either how often, a blank a separator that
//! may be there; everything else is itself, in either case. A form is walked like an automaton of at most
//! a hundred places, all at once, so it takes time in proportion to the text, whatever was written.

use std::ops::Range;

/// Places of an automaton.
const LONGEST: usize = 100;
/// Below this a form would hold ordinary numbers: years, ACT values, minutes.
const FEWEST: usize = 5;
const NAME: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum One {
    Digit,
    Letter,
    Separator,
    This(char),
}

/// A form with the name under which a finding is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pub name: String,
    pub form: String,
    /// What stands in each place, and whether it may be left out.
    places: Vec<(One, bool)>,
}

/// What the house adds to the checks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Patterns {
    all: Vec<Pattern>,
    /// Raised by each change, so that what was checked before is known to be old.
    pub number: i64,
}

/// Why a form cannot be taken: the field it stands in, and a sentence.
pub type Wrong = (&'static str, String);

impl Patterns {
    pub fn of(all: Vec<Pattern>, number: i64) -> Patterns {
        Patterns { all, number }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Pattern> {
        self.all.iter()
    }
}

impl Pattern {
    /// `example` must be found by the form, whole.
    pub fn read(name: &str, form: &str, example: &str) -> Result<Pattern, Wrong> {
        let (name, form, example) = (name.trim(), form.trim(), example.trim());
        if name.is_empty() || name.chars().count() > NAME {
            return Err((
                "name",
                format!("Give it a name of up to {NAME} letters, such as “Our hospital number”."),
            ));
        }
        let places = places(form).map_err(|why| ("form", why))?;
        let needed = places.iter().filter(|(one, optional)| !optional && *one != One::Separator).count();
        if !places.iter().any(|(one, optional)| *one == One::Digit && !optional) {
            return Err(("form", "There is no digit in it. Write # where a digit stands.".to_owned()));
        }
        if needed < FEWEST {
            return Err((
                "form",
                format!(
                    "It is so short that it would hold ordinary numbers. At least {FEWEST} letters or digits must be in it."
                ),
            ));
        }
        let pattern = Pattern { name: name.to_owned(), form: form.to_owned(), places };
        if example.is_empty() {
            return Err(("example", "Enter an example, made up, that has this form.".to_owned()));
        }
        match pattern.find(example).as_slice() {
            [whole] if whole.start == 0 && whole.end == example.len() => Ok(pattern),
            _ => Err(("example", "This example does not have the form. Correct one of the two.".to_owned())),
        }
    }

    /// Every place in the text that has the form, the longest from each beginning; never inside a longer
    /// word or number.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        let letters: Vec<(usize, char)> = text.char_indices().collect();
        let mut all: Vec<Range<usize>> = Vec::new();
        let mut open: Option<usize> = None;
        let mut before: Option<char> = None;
        for (nth, (at, letter)) in letters.iter().enumerate() {
            let begins = before.is_none_or(|c| !c.is_alphanumeric());
            before = Some(*letter);
            if !begins || open.is_some_and(|end| *at < end) {
                continue;
            }
            if let Some(end) = self.longest(letters.get(nth..).unwrap_or_default(), text.len()) {
                all.push(*at..end);
                open = Some(end);
            }
        }
        all
    }

    /// The end of the longest match that begins with these letters.
    fn longest(&self, letters: &[(usize, char)], end_of_text: usize) -> Option<usize> {
        let mut at: Vec<bool> = vec![false; self.places.len() + 1];
        if let Some(first) = at.first_mut() {
            *first = true;
        }
        self.slide(&mut at);
        let mut found = None;
        for (nth, (_, letter)) in letters.iter().take(self.places.len()).enumerate() {
            let mut next = vec![false; at.len()];
            for (place, (one, _)) in self.places.iter().enumerate() {
                if at.get(place) == Some(&true)
                    && one.takes(*letter)
                    && let Some(reached) = next.get_mut(place + 1)
                {
                    *reached = true;
                }
            }
            self.slide(&mut next);
            at = next;
            let behind = letters.get(nth + 1);
            if at.last() == Some(&true) && behind.is_none_or(|(_, c)| !c.is_alphanumeric()) {
                found = Some(behind.map_or(end_of_text, |(place, _)| *place));
            }
            if !at.contains(&true) {
                break;
            }
        }
        found
    }

    /// What may be left out is left out.
    fn slide(&self, at: &mut [bool]) {
        for (place, (_, optional)) in self.places.iter().enumerate() {
            if *optional
                && at.get(place) == Some(&true)
                && let Some(next) = at.get_mut(place + 1)
            {
                *next = true;
            }
        }
    }
}

impl One {
    fn takes(self, letter: char) -> bool {
        match self {
            One::Digit => letter.is_ascii_digit(),
            One::Letter => letter.is_alphabetic(),
            One::Separator => matches!(letter, ' ' | '-' | '.' | '/' | '\n'),
            One::This(own) => own.eq_ignore_ascii_case(&letter),
        }
    }
}

fn places(form: &str) -> Result<Vec<(One, bool)>, String> {
    let mut all: Vec<(One, bool)> = Vec::new();
    let mut rest = form.chars();
    while let Some(letter) = rest.next() {
        let one = match letter {
            '#' => One::Digit,
            '@' => One::Letter,
            ' ' => One::Separator,
            '{' => {
                let inside: String = rest.by_ref().take_while(|c| *c != '}').collect();
                repeat(&mut all, &inside)?;
                continue;
            }
            '}' => return Err("There is a } without its {.".to_owned()),
            other if other.is_alphanumeric() || "-./_:".contains(other) => One::This(other),
            other => {
                return Err(format!(
                    "“{other}” has no meaning in a form. Use letters, digits, - . / _ : and #, @, {{5,7}}."
                ));
            }
        };
        all.push((one, one == One::Separator));
        if all.len() > LONGEST {
            return Err(TOO_LONG.to_owned());
        }
    }
    Ok(all)
}

const TOO_LONG: &str =
    "It is too long. A form has at most 100 letters and digits, counted with their repetitions.";

/// `{6}` or `{5,7}` behind # or @.
fn repeat(all: &mut Vec<(One, bool)>, inside: &str) -> Result<(), String> {
    let wrong = || {
        format!(
            "“{{{inside}}}” is not understood. Write how often behind # or @: {{6}}, or {{5,7}} for 5 to 7."
        )
    };
    let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
    let number = |text: &str| text.trim().parse::<usize>().map_err(|_| wrong());
    let (least, most) = (number(least)?, number(most)?);
    let Some((one @ (One::Digit | One::Letter), _)) = all.pop() else { return Err(wrong()) };
    if least > most || most == 0 {
        return Err(wrong());
    }
    if most > LONGEST.saturating_sub(all.len()) {
        return Err(TOO_LONG.to_owned());
    }
    all.extend((0..most).map(|nth| (one, nth >= least)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: &str, example: &str) -> Result<Pattern, Wrong> {
        Pattern::read("Ours", form, example)
    }

    #[test]
    fn a_form_finds_numbers_of_that_form_and_nothing_longer() {
        let ours = read("RXH ######", "RXH 123456").unwrap();
        let found = |text: &str| ours.find(text).into_iter().map(|r| text[r].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("seen as rxh123456, and RXH-654321."), ["rxh123456", "RXH-654321"]);
        assert!(found("RXH 1234567, ARXH123456, RXH12345").is_empty());
        let ranged = read("@#{5,7}", "K12345").unwrap();
        assert_eq!(ranged.find("K1234567 K12345678 k123456x").as_slice(), std::slice::from_ref(&(0..8)));
    }

    #[test]
    fn what_cannot_be_meant_is_told_in_a_sentence() {
        for (form, example, field) in [
            ("####", "1234", "form"),
            ("ABCDEF", "ABCDEF", "form"),
            ("#{9,2}", "123", "form"),
            ("{3}", "1", "form"),
            ("#{400}", "1", "form"),
            ("##{0,18446744073709551615}", "1", "form"),
            ("(#+)+$", "1", "form"),
            ("######", "12345", "example"),
            ("######", "", "example"),
        ] {
            assert_eq!(read(form, example).unwrap_err().0, field, "{form}");
        }
        assert_eq!(Pattern::read(" ", "######", "123456").unwrap_err().0, "name");
    }

    #[test]
    fn no_form_takes_longer_than_the_text_is_long() {
        let slow = read("@{0,30}@{0,30}@{0,30}#####", "12345").unwrap();
        let text = "a".repeat(200_000);
        let before = std::time::Instant::now();
        assert!(slow.find(&text).is_empty());
        assert!(before.elapsed().as_secs() < 30);
    }
}
