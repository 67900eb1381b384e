//! The known word that somebody most likely meant.

/// The nearest of `known`, when it is near enough that the typist may have meant it.
pub(crate) fn nearest<'k>(typed: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let typed = typed.to_lowercase().replace('_', "-");
    known
        .into_iter()
        .map(|word| (distance(&typed, &word.to_lowercase().replace('_', "-")), word))
        .filter(|(far, word)| {
            let begun = typed.len() >= 3 && word.to_lowercase().starts_with(&typed);
            begun || *far <= (word.chars().count().max(typed.chars().count()) / 3).max(1)
        })
        .min()
        .map(|(_, word)| word)
}

/// Insertions, deletions, exchanges and swaps of neighbours between two words, the latter as one.
fn distance(a: &str, b: &str) -> usize {
    // A word longer than this is no word: the square of its length must stay small.
    let b: Vec<char> = b.chars().take(64).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut previous = None;
    for (i, x) in a.chars().take(64).enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX / 2);
            let mut least =
                (at(&row, j + 1) + 1).min(at(&next, j) + 1).min(at(&row, j) + usize::from(x != *y));
            let swapped = j > 0 && previous == Some(*y) && b.get(j - 1) == Some(&x);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            next.push(least);
        }
        before = row;
        row = next;
        previous = Some(x);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_does_not() {
        assert_eq!(nearest("requird", ["required", "recommended"]), Some("required"));
        assert_eq!(nearest("tilte", ["title", "text"]), Some("title"));
        assert_eq!(nearest("bypass_case", ["bypass-case", "document"]), Some("bypass-case"));
        assert_eq!(nearest("zebra", ["title", "text"]), None);
    }
}
