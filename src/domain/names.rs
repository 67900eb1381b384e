//! Names of things: ids as types, so that an entry's id cannot be passed where an enrolment's is
//! meant, and the few texts that are parsed once and right for ever.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::id_words;

id_words! {
    /// A person's account: who signs in.
    AccountId,
    /// One sign-in of one browser.
    SessionId,
    /// A second factor: one secret that an app makes codes from.
    FactorId,
    /// A sign-in that waits for its code.
    HalfId,
    RecoveryCodeId,
    /// Taking a lost second factor away, which two people do.
    ResetId,
    /// A single-use link sent by mail: joining, first admin, new password.
    InvitationId,
    /// An employer or university.
    InstitutionId,
    /// A place of work of an institution, for instance a hospital.
    SiteId,
    /// A form of numbers that the house adds to the checks for identifiers.
    PatternId,
    /// A department of an institution.
    DepartmentId,
    /// A person in a capacity, over a scope, from and until.
    AppointmentId,
    /// A stated registration with a body.
    RegistrationId,
    /// A number by which another body knows a person.
    NumberId,
    /// A file that was read in.
    ImportId,
    /// A programme, over all its versions.
    ProgrammeId,
    /// One published version of a programme.
    VersionId,
    /// A version that is being written.
    ProgrammeDraftId,
    /// What a change to a programme would do, asked for once.
    SimulationId,
    /// What an institution adds to a version of a programme that is not its own.
    LayerId,
    /// A person's portfolio; it is also the id of its book.
    PortfolioId,
    /// A person on one version of a programme.
    EnrolmentId,
    /// Something that happened to an enrolment.
    LifeEventId,
    /// A statement that something was entered in the system that holds the official record.
    EnteredId,
    /// A file of progress from that system, taken in.
    ProgressFileId,
    /// What a lead asked for: these people, from one version of a programme to another.
    MoveBatchId,
    /// One enrolment moved to another version.
    MoveId,
    /// A thing recorded in a portfolio.
    EntryId,
    /// One state of an entry's words, as submitted.
    EntryVersionId,
    /// Words not yet submitted.
    DraftId,
    /// A trainee asking one person to decide on one entry version.
    RequestId,
    /// A signature or a return.
    DecisionId,
    /// Alike entries that somebody signs together.
    BatchId,
    /// A sample of decisions that is read a second time.
    QualitySampleId,
    /// One decision of a sample.
    QualityItemId,
    /// What follows from a difference between two readers.
    QualityActionId,
    /// Somebody whom a trainee wants approved as an assessor.
    NominationId,
    /// Somebody approved by name as an assessor of one trainee.
    ApprovalId,
    /// A link by which somebody without an account decides on one version of an entry.
    TicketId,
    /// A code that was sent to the address of whoever holds such a link.
    CodeId,
    /// How somebody without an account showed who they are, and what they decided.
    StatementId,
    AssessmentId,
    AcknowledgementId,
    /// A round of feedback from colleagues.
    RoundId,
    /// Somebody who is asked in one; no answer names it.
    RaterId,
    /// What somebody wrote in one: by chance alone, so that it tells nothing of when.
    CommentId,
    /// A domain of work addresses that a training lead allows.
    WorkDomainId,
    /// A room whose code hangs on its wall.
    RoomId,
    /// Such a code, scanned by somebody.
    ScanId,
    /// Somebody away from a day until a day.
    AbsenceId,
    /// A request that was given to somebody else.
    HandoverId,
    /// What came in together from an earlier record.
    SetId,
    /// Earlier learning claimed against one requirement.
    ClaimId,
    /// What a named person said of an earlier record or of earlier learning.
    AcceptanceId,
    /// A report that an entry may name a patient.
    IncidentId,
    /// Something struck out of an entry.
    RedactionId,
    /// A sign-off on paper.
    CertificateId,
    /// A formal review of an enrolment.
    ReviewId,
    /// Somebody's seat on the panel of a review.
    SeatId,
    /// What one side wrote before a review.
    PreparationId,
    /// What a panel reads, frozen.
    PackId,
    /// What a review decided.
    OutcomeId,
    /// Something that an outcome asks for, by a day.
    ConditionId,
    /// What somebody said of an outcome.
    ReviewReplyId,
    /// A whole person erased, which two people do.
    ErasureId,
    /// A private thought beside an entry.
    ReflectionId,
    /// A file attached to a draft or an entry version.
    EvidenceId,
    /// A report that was asked for.
    ExportId,
    /// A thing that waits to be done.
    JobId,
    /// An audit chain: the house's, a programme's or a portfolio's.
    BookId,
}

impl BookId {
    /// The one book of accounts, institutions, appointments and registrations.
    pub fn house() -> BookId {
        BookId::new("house")
    }
}

impl From<PortfolioId> for BookId {
    fn from(id: PortfolioId) -> BookId {
        BookId::new(id.as_str())
    }
}

impl From<ProgrammeId> for BookId {
    fn from(id: ProgrammeId) -> BookId {
        BookId::new(id.as_str())
    }
}

/// Why typed words cannot be taken, as a sentence for the one who typed them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unfit(pub String);

/// One line of typed text, composed (NFC), trimmed, inner white space single, no control characters and none that are
/// not seen: a name of those alone is none, and one that turns direction would turn what stands after it.
pub fn one_line(what: &str, typed: &str, most: usize) -> Result<String, Unfit> {
    let text = seen(typed).split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(Unfit(format!("Enter {what}.")));
    }
    if text.chars().any(char::is_control) {
        return Err(Unfit(format!("{} has characters that cannot be shown. Type it again.", capital(what))));
    }
    if text.chars().count() > most {
        return Err(Unfit(format!("{} must be {} characters or fewer.", capital(what), grouped(most))));
    }
    Ok(text)
}

/// Composed before and after: what is dropped may have stood between a letter and its accent.
fn seen(typed: &str) -> String {
    let mut kept = String::with_capacity(typed.len());
    let mut letters = typed.nfc().peekable();
    while let Some(letter) = letters.next() {
        let before = kept.chars().next_back().is_some_and(|c| !c.is_ascii() && !c.is_whitespace());
        let joins = before && letters.peek().is_some_and(|c| !c.is_ascii() && c.is_alphabetic());
        match letter {
            // Within words of some scripts (Persian, Hindi) they change how the letters beside them are drawn.
            '\u{200c}' | '\u{200d}' if joins => kept.push(letter),
            unseen if is_unseen(unseen) => {}
            other => kept.push(other),
        }
    }
    kept.nfc().collect()
}

/// What Unicode calls ignorable by default, marks of direction and annotation, and letters without ink.
fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// `2,000`, as the count below a field says it; of a whole number.
pub fn grouped(number: impl fmt::Display) -> String {
    let digits = number.to_string();
    let mut said = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

/// Several lines of typed text; line ends become `\n`, other control characters are refused. May be empty.
pub fn prose(what: &str, typed: &str, most: usize) -> Result<String, Unfit> {
    let text = typed.nfc().collect::<String>().replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Unfit(format!("{} has characters that cannot be shown. Type it again.", capital(what))));
    }
    if text.chars().count() > most {
        return Err(Unfit(format!("{} must be {} characters or fewer.", capital(what), grouped(most))));
    }
    Ok(text)
}

/// First letter upper case: "your name" becomes "Your name".
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// `an assessor`, `a university administrator`.
pub fn with_article(noun: &str) -> String {
    let noun = noun.trim();
    format!("{} {noun}", if takes_an(noun) { "an" } else { "a" })
}

/// `an assessor`, but `a university administrator`.
pub fn takes_an(noun: &str) -> bool {
    let low = noun.to_lowercase();
    low.starts_with(['a', 'e', 'i', 'o', 'u']) && !low.starts_with("uni")
}

/// An address that a letter can be sent to, as typed; compared folded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    pub fn parse(typed: &str) -> Result<EmailAddress, Unfit> {
        let text = typed.trim();
        if text.is_empty() {
            return Err(Unfit("Enter an email address.".to_owned()));
        }
        let fits = text.len() <= 254
            && text.split_once('@').is_some_and(|(user, host)| {
                !user.is_empty()
                    && user.len() <= 64
                    && host.contains('.')
                    && !host.starts_with('.')
                    && !host.ends_with('.')
                    && !host.contains("..")
                    && host.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
                    && user.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c))
            });
        if fits {
            Ok(EmailAddress(text.to_owned()))
        } else {
            Err(Unfit("Enter an email address in the correct format, like name@example.com.".to_owned()))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that is stored and compared: one account per folded address.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_letters_reach() {
        for good in ["ann@demo.example", "o'neill+log@nhs.uk", " sue@x.org "] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "ann", "ann@", "@x.org", "a b@x.org", "a@x", "a@x..org", "a@x.org\nBcc: b@y.org"] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn lines_are_trimmed_and_bounded() {
        assert_eq!(one_line("your name", "  Ann \t Field ", 80).unwrap(), "Ann Field");
        assert_eq!(one_line("your name", " ", 80).unwrap_err().0, "Enter your name.");
        assert_eq!(
            one_line("your name", "aaaa", 3).unwrap_err().0,
            "Your name must be 3 characters or fewer."
        );
        assert_eq!(prose("your comment", "a\r\nb\r", 10).unwrap(), "a\nb");
        for (number, said) in
            [(0, "0"), (999, "999"), (2_000, "2,000"), (200_000, "200,000"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), said);
        }
    }

    #[test]
    fn what_is_not_seen_is_no_part_of_a_line() {
        for nothing in
            ["\u{200b}\u{200b}", "\u{2800}", "\u{3164} \u{ad}", "\u{202e}", "\u{2066}\u{2069}", "\u{e0041}"]
        {
            assert_eq!(one_line("your name", nothing, 80).unwrap_err().0, "Enter your name.", "{nothing:?}");
        }
        let cases = [
            ("Evil\u{202e}Name X", "EvilName X"),
            ("An\u{200d}n", "Ann"),
            ("e\u{200b}\u{301}", "é"),
            (
                "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
                "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
            ),
            ("\u{915}\u{94d}\u{200d}\u{937}", "\u{915}\u{94d}\u{200d}\u{937}"),
            ("\u{3000}\u{200d}\u{937}", "\u{937}"),
        ];
        for (typed, kept) in cases {
            assert_eq!(one_line("your name", typed, 80).unwrap(), kept, "{typed:?}");
            assert_eq!(one_line("your name", kept, 80).unwrap(), kept, "{typed:?}");
        }
    }
}
