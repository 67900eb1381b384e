//! Reads from a test runner's own closing lines how many tests passed and failed, so that the last
//! line of a run is a count and not a claim.

use std::fmt;

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
}

impl Totals {
    /// Takes in one line of output; lines that are not closing lines count nothing.
    pub fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result: ") {
            // test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; ..
            for part in result.split([';', '.']) {
                match part.trim().split_once(' ') {
                    Some((n, "passed")) => self.passed += number(n),
                    Some((n, "failed")) => self.failed += number(n),
                    Some((n, "ignored")) => self.skipped += number(n),
                    _ => {}
                }
            }
        } else if let Some(count) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) {
            // node --test: ℹ pass 12
            match count.split_once(' ') {
                Some(("pass", n)) => self.passed += number(n),
                Some(("fail" | "cancelled", n)) => self.failed += number(n),
                Some(("skipped" | "todo", n)) => self.skipped += number(n),
                _ => {}
            }
        }
    }

    pub fn add(&mut self, other: Totals) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    pub fn ran(&self) -> usize {
        self.passed + self.failed
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(f, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

fn number(text: &str) -> usize {
    text.trim().parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Totals {
        let mut totals = Totals::default();
        text.lines().for_each(|line| totals.read(line));
        totals
    }

    #[test]
    fn cargo_test_is_counted_over_its_binaries() {
        let text = "\
running 3 tests
test a ... ok
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
test result: FAILED. 10 passed; 2 failed; 1 ignored; 0 measured; 4 filtered out; finished in 1.50s";
        assert_eq!(of(text), Totals { passed: 13, failed: 2, skipped: 1 });
        assert_eq!(of(text).to_string(), "13 passed, 2 failed, 1 skipped");
    }

    #[test]
    fn node_is_counted_in_both_of_its_forms() {
        let spec = "▶ sign in\n✔ signs in (12ms)\nℹ tests 4\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 0\nℹ skipped 0\nℹ todo 0";
        assert_eq!(of(spec), Totals { passed: 3, failed: 1, skipped: 0 });
        assert_eq!(
            of("# tests 2\n# pass 1\n# fail 0\n# cancelled 1"),
            Totals { passed: 1, failed: 1, skipped: 0 }
        );
    }

    #[test]
    fn what_only_looks_like_a_closing_line_counts_nothing() {
        assert_eq!(of("test results: 3 passed\n# passing 4\nℹ pass"), Totals::default());
    }
}
