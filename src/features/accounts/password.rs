//! Is this password good enough? Judged by how long it would take to guess, knowing the person's name
//! and address, not by which kinds of characters it has. What is asked for is told before, and a
//! refusal says why and what helps.

use zxcvbn::{Score, zxcvbn};

/// Shorter ones are guessed from a stolen hash, however odd they are.
pub const LEAST: usize = 12;
/// argon2 takes more, but nobody types more.
const MOST_BYTES: usize = 256;

/// For a password that others know already.
pub const BREACHED: &str = "This password is in a list of passwords that were stolen elsewhere, so it would be tried \
                            first. Use another one, and change it wherever else you use it.";

/// `about` is what a guesser knows of the person. The error is a sentence for them.
pub fn judge(password: &str, about: &[&str]) -> Result<(), String> {
    let length = password.chars().count();
    if password.is_empty() {
        return Err("Enter a password.".to_owned());
    }
    if length < LEAST {
        return Err(format!(
            "Your password has {length} characters. Use {LEAST} or more: three or four words do."
        ));
    }
    if password.len() > MOST_BYTES {
        return Err(format!("Your password is longer than {MOST_BYTES} characters. Use a shorter one."));
    }
    let known: Vec<String> = about
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .chain(["perfolio"])
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect();
    // What a guesser knows is worth nothing: only what is left of the password without it counts.
    let folded = password.to_lowercase();
    let left = known.iter().fold(folded.clone(), |left, word| left.replace(word, ""));
    let good = |text: &str| zxcvbn(text, &[]).score() >= Score::Three;
    if good(password) && (left == folded || good(&left)) {
        return Ok(());
    }
    match left == folded {
        true => Err("This password would be guessed quickly. Make it longer, or use three or four words \
             that have nothing to do with each other."
            .to_owned()),
        false => Err("This password is built from your name or address and would be guessed. Use words \
             that have nothing to do with you."
            .to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: [&str; 2] = ["Ann Fieldhouse", "ann.fieldhouse@demo.example"];

    #[test]
    fn words_that_nobody_would_put_together_are_enough() {
        for good in [
            "oxbow lantern crisp",
            "grün Wiege Kompass",
            "kT9#vQ2!mZ7$",
            "venous return at noon",
            "ann oxbow lantern crisp",
            "oxbow lantern crisp venous return at noon kestrel harbour plum quiet lemon",
        ] {
            assert_eq!(judge(good, &ANN), Ok(()), "{good}");
        }
    }

    #[test]
    fn each_refusal_says_what_helps() {
        for (bad, says) in [
            ("", "Enter a password."),
            ("kT9#vQ2!", "has 8 characters"),
            ("password1234", "guessed quickly"),
            ("aaaaaaaaaaaaaaaa", "guessed quickly"),
            ("ann fieldhouse 1987", "your name or address"),
            ("fieldhouse1987", "your name or address"),
        ] {
            let said = judge(bad, &ANN).unwrap_err();
            assert!(said.contains(says), "{bad}: {said}");
        }
        assert!(judge(&"long words ".repeat(40), &ANN).unwrap_err().contains("shorter"));
    }
}
