//! Cuts Rust text into words and signs with their lines; comments, texts and characters are left out.

#[derive(Debug, Clone)]
pub struct Token {
    pub text: String,
    pub line: usize,
    /// Exists only in tests.
    pub test: bool,
    /// Within `impl Trait for Type`, whose names were chosen elsewhere.
    pub in_trait_impl: bool,
    /// Modules written out in the file around this token.
    pub inside: Vec<String>,
}

pub fn tokens_of(text: &str) -> Vec<Token> {
    let letters: Vec<char> = text.chars().collect();
    let at = |i: usize| letters.get(i).copied().unwrap_or('\0');
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let (mut i, mut line, mut tokens) = (0, 1, Vec::new());
    while i < letters.len() {
        let begun = i;
        let mut kept = None;
        match at(i) {
            '/' if at(i + 1) == '/' => {
                while i < letters.len() && at(i) != '\n' {
                    i += 1;
                }
            }
            '/' if at(i + 1) == '*' => {
                let mut depth = 1;
                i += 2;
                while i < letters.len() && depth > 0 {
                    match (at(i), at(i + 1)) {
                        ('/', '*') => (depth, i) = (depth + 1, i + 2),
                        ('*', '/') => (depth, i) = (depth - 1, i + 2),
                        _ => i += 1,
                    }
                }
            }
            '"' => i = after_text(&letters, i + 1),
            '\'' => {
                let closed = (at(i + 1) != '\\' && at(i + 2) == '\'') || at(i + 1) == '\\';
                if closed {
                    i += if at(i + 1) == '\\' { 3 } else { 2 };
                    while i < letters.len() && at(i) != '\'' {
                        i += 1;
                    }
                    i += 1;
                } else {
                    i += 1;
                    while is_name(at(i)) {
                        i += 1;
                    }
                }
            }
            c if is_name(c) => {
                while is_name(at(i)) {
                    i += 1;
                }
                let word: String = letters[begun..i].iter().collect();
                let raw = matches!(word.as_str(), "r" | "br" | "cr");
                let hashes = (i..).take_while(|j| at(*j) == '#').count();
                if raw && at(i + hashes) == '"' {
                    i = after_raw_text(&letters, i + hashes + 1, hashes);
                } else if word == "r" && hashes == 1 && is_name(at(i + 1)) {
                    i += 1;
                    let from = i;
                    while is_name(at(i)) {
                        i += 1;
                    }
                    kept = Some(letters[from..i].iter().collect());
                } else if matches!(word.as_str(), "b" | "c") && at(i) == '"' {
                    i = after_text(&letters, i + 1);
                } else {
                    kept = Some(word);
                }
            }
            ':' if at(i + 1) == ':' => (kept, i) = (Some("::".to_owned()), i + 2),
            c => (kept, i) = ((!c.is_whitespace()).then(|| c.to_string()), i + 1),
        }
        if let Some(text) = kept {
            tokens.push(Token { text, line, test: false, in_trait_impl: false, inside: Vec::new() });
        }
        line += letters[begun..i.min(letters.len())].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

fn after_text(letters: &[char], mut i: usize) -> usize {
    while i < letters.len() && letters[i] != '"' {
        i += if letters[i] == '\\' { 2 } else { 1 };
    }
    i + 1
}

fn after_raw_text(letters: &[char], mut i: usize, hashes: usize) -> usize {
    while i < letters.len() {
        if letters[i] == '"' && letters[i + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes
        {
            return i + 1 + hashes;
        }
        i += 1;
    }
    i
}
