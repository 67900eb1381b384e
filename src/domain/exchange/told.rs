//! What could not be held, gathered while a file is read.

use super::NotHeld;

/// More than anybody reads.
const MOST: usize = 500;

#[derive(Default)]
pub(super) struct Told {
    all: Vec<NotHeld>,
    more: usize,
}

impl Told {
    /// It is not in the draft.
    pub fn lost(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.tell(NotHeld { place: place.into(), what: what.into(), kept: false });
    }

    /// It is in the draft for export, and nothing acts on it.
    pub fn kept(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.tell(NotHeld { place: place.into(), what: what.into(), kept: true });
    }

    fn tell(&mut self, one: NotHeld) {
        if self.all.len() < MOST {
            self.all.push(one);
        } else {
            self.more += 1;
        }
    }

    pub fn all(mut self) -> Vec<NotHeld> {
        if self.more > 0 {
            let what = format!("{} more things of this sort are not held.", self.more);
            self.all.push(NotHeld { place: "the rest".to_owned(), what, kept: false });
        }
        self.all
    }
}
