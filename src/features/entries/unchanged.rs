//! What its owner sends again while it waits. Without a change nothing is written: the version, the request and the link
//! stay. With one, and asked of the same person, the request goes on to the next version.

use crate::domain::entry::EntryState;
use crate::domain::kind::{Confirmer, Kind};
use crate::domain::names::{AccountId, EnrolmentId};
use crate::features::entries::entered::Entered;
use crate::features::entries::seen::{FileShown, OpenRequest, Seen};

impl Seen {
    /// Whether this is what the latest version says, file by file.
    pub(super) fn says(&self, found: &Entered, files: &[FileShown]) -> bool {
        let same_file =
            |(one, other): (&FileShown, &FileShown)| (&one.hash, &one.name) == (&other.hash, &other.name);
        found.values == self.answers()
            && found.day == Some(self.day)
            && found.until == self.until
            && files.len() == self.files.len()
            && files.iter().zip(&self.files).all(same_file)
    }

    /// Whether it waits for a first signature, and this says nothing that it does not say, asks nobody else, and files it
    /// nowhere else. What has a signature is never that: sent again it asks somebody else, whatever that one was worth.
    /// `open`: the enrolments among which its owner chooses.
    pub(super) fn waits_as(
        &self,
        (kind, found, files): (&Kind, &Entered, &[FileShown]),
        open: &[EnrolmentId],
    ) -> bool {
        let same_form =
            self.versions.last().is_some_and(|last| i32::try_from(kind.version) == Ok(last.kind_version));
        let asks_as_before = match (&self.request, kind.confirmed_by) {
            (_, Confirmer::Nobody) => false,
            (Some(open), Confirmer::Supervisor) => found.ask.as_ref() == Some(&open.asked),
            (None, Confirmer::Supervisor) => found.outside,
            (_, Confirmer::Lead) => true,
        };
        self.state == EntryState::Submitted
            && self.signed().next().is_none()
            && same_form
            && asks_as_before
            && open.iter().all(|id| found.under.contains(id) == self.filings.contains(id))
            && self.says(found, files)
    }

    /// The open request, if nobody has signed what it is about and the next version is asked of the same person.
    pub(super) fn goes_on(&self, asked: Option<&AccountId>) -> Option<&OpenRequest> {
        let open = self.request.as_ref().filter(|open| asked == Some(&open.asked));
        open.filter(|_| self.signed().next().is_none())
    }
}
