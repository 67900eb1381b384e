//! Whether a supervisor may begin an entry in a trainee's place and sign it in the same act, and once for how many.

use super::{Confirmer, Kind, Recorder};
use crate::text_words;

text_words! {
    /// For whom a supervisor may begin an entry, and sign it in the same act.
    enum BegunFor "number of people for whom it is begun" {
        /// A trainee's own words, or what comes of a round: only who has it writes it.
        Nobody = "nobody",
        One = "one",
        /// What was there for many: written once, an entry for each.
        Several = "several",
    }
}

impl BegunFor {
    /// Left out of what is written of a kind, so that kinds from before it read the same.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
    pub(super) fn is_one(&self) -> bool {
        *self == BegunFor::One
    }
}

impl Kind {
    /// Whether a supervisor begins entries of it in a trainee's place.
    pub fn is_begun(&self) -> bool {
        let signs = self.recorded_by != Recorder::Lead && self.confirmed_by == Confirmer::Supervisor;
        signs && self.begun_for != BegunFor::Nobody
    }

    /// Whether what is returned goes back to the supervisor who wrote it: the trainee could change nothing of it.
    pub fn goes_back_to_supervisor(&self) -> bool {
        self.recorded_by == Recorder::Supervisor
    }

    /// Whether a tutor, who signs nothing, may write it once for several: it counts by its owner's word.
    pub fn is_attendance(&self) -> bool {
        let declared = self.confirmed_by == Confirmer::Nobody && self.recorded_by == Recorder::Trainee;
        declared && self.begun_for == BegunFor::Several && !self.has_two_sides() && self.scale.is_none()
    }

    /// Whether one writes it once for several: nobody's procedure is judged in it.
    pub fn is_session(&self) -> bool {
        let plain = !self.has_two_sides() && self.scale.is_none() && self.signers.is_empty();
        self.is_begun() && self.begun_for == BegunFor::Several && plain
    }
}
