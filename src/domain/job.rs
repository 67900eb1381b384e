//! What can wait, as data. A job exists exactly if its cause does: it is put by `tx.later(..)` in the
//! transaction of the act. A notice is a letter before it has words.

use serde::{Deserialize, Serialize};

use crate::domain::factor::News;
use crate::domain::feedback::News as FeedbackNews;
use crate::domain::names::{
    AbsenceId, AcceptanceId, AccountId, ApprovalId, BatchId, CodeId, DecisionId, DraftId, EnrolmentId,
    EntryId, ErasureId, ExportId, HandoverId, IncidentId, InvitationId, LifeEventId, MoveBatchId,
    NominationId, PortfolioId, QualitySampleId, RaterId, RequestId, ReviewId, RoundId, SimulationId,
    StatementId, TicketId,
};
use crate::domain::time::{Day, Moment};

/// A thing to be done after its cause was committed; run at least once, so written to be run twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "kebab-case")]
pub enum Job {
    Tell {
        to: AccountId,
        what: Notice,
    },
    BuildExport {
        export: ExportId,
    },
    /// Look inside a stored file; then send on what waited for it.
    CheckFile {
        file: String,
    },
    RefreshStanding {
        enrolment: EnrolmentId,
    },
    /// Refresh a slice of what no longer holds, and queue the next: letters go out between two of them.
    RefreshDue {
        after: Option<PortfolioId>,
    },
    /// Move the next people of what a lead asked for, and queue the rest.
    MovePeople {
        batch: MoveBatchId,
    },
    /// Work out what a draft of a programme would do to the people on the version that it came from.
    Simulate {
        simulation: SimulationId,
    },
    /// A letter to an address that is not an account's.
    WriteOutside {
        what: OutsideLetter,
    },
    /// A link that nobody used in time ends: its maker is told.
    LapseLink {
        ticket: TicketId,
    },
    /// What nobody confirmed in time lapses.
    LapseStatement {
        statement: StatementId,
    },
    /// Take the bytes of what was struck out off the disk, and write it into the list outside the database.
    FinishStriking {
        /// Reports that held it, and small pictures, by their hashes.
        gone: Vec<String>,
    },
    /// Take everything of a person away, entry by entry: two people said so.
    ErasePerson {
        erasure: ErasureId,
    },
    /// Queued at start and by itself each morning: remind whom requests wait with, bring before leads what has
    /// waited too long, and send everybody one letter of what is new.
    GoRound,
    /// Queued at start and by itself each night: refresh what no longer holds, sweep what is old.
    Tidy,
}

/// To the work address of somebody without an account; its secret is made when the letter is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "kebab-case")]
pub enum OutsideLetter {
    /// The code with which they sign at once.
    Code { code: CodeId },
    /// The link with which they confirm what they decided.
    Confirm { statement: StatementId },
    /// The link with which a colleague answers in a round of feedback, or once more before it ends.
    Rate { rater: RaterId, again: bool },
}

/// A letter, as data; `jobs/letters.rs` has the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "kebab-case")]
pub enum Notice {
    /// The link's secret is made when the letter is written, and replaces any earlier one.
    Invited {
        invitation: InvitationId,
    },
    NewPassword {
        invitation: InvitationId,
    },
    /// A supervisor was asked to decide.
    Asked {
        request: RequestId,
    },
    /// The trainee's entry was signed or returned; sent after the seconds of Undo, and not if undone.
    Decided {
        decision: DecisionId,
    },
    /// Several of the trainee's entries were signed together: one letter for all of them, as late as the other.
    DecidedTogether {
        batch: BatchId,
        /// Those of this signing: the same batch may be undone and signed again. None in what an older release queued,
        /// which means all that stand.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        decisions: Vec<DecisionId>,
    },
    /// The signer took a signature back, with a reason.
    TakenBack {
        decision: DecisionId,
    },
    /// Somebody accepted an earlier record or earlier learning, sent it back, or took that back.
    EarlierJudged {
        acceptance: AcceptanceId,
    },
    /// What somebody without an account decided never counted: nobody confirmed it in time, it could not be confirmed
    /// any more, or it was not theirs, which leads are told as well.
    #[serde(alias = "outside-lapsed")]
    OutsideEnded {
        statement: StatementId,
    },
    /// Somebody without an account signed under a registration and a name that were stated beside another address before:
    /// to that address, and to whoever leads.
    SameRegistration {
        assessor: AccountId,
    },
    /// Nobody decided through the link to this person's entry while it worked.
    LinkUnused {
        entry: EntryId,
        /// Of the entry.
        day: Day,
        /// Somebody is asked by name beside it.
        asked: bool,
    },
    /// So many wrong codes were typed with the link to this person's entry that it ended.
    LinkGuessed {
        entry: EntryId,
        /// Of the entry.
        day: Day,
    },
    /// Whom this person's entry waits with can decide on it no more.
    AskedIsGone {
        entry: EntryId,
        /// Of the entry, as its day.
        number: i32,
        day: Day,
        asked: AccountId,
    },
    /// One letter of several of this person's entries, each of which stands in the app by itself: each with its number, and
    /// with whom it waits.
    AskedAreGone {
        entries: Vec<(EntryId, i32, AccountId)>,
    },
    /// An entry that this person had decided on has a new version.
    ChangedAfterSigning {
        decision: DecisionId,
    },
    ExportReady {
        export: ExportId,
    },
    /// What this person sent was held: it may name a patient. The letter says no more than that.
    Held {
        draft: DraftId,
    },
    /// An entry of this person's from before anything was looked at may name a patient. No more than that.
    LookedBack {
        draft: DraftId,
    },
    /// Something was recorded of the life of an enrolment of this person's: time out, more time, an end.
    LifeRecorded {
        event: LifeEventId,
    },
    /// The same was taken back: it had been a mistake.
    LifeTakenBack {
        event: LifeEventId,
    },
    /// A request that waited with somebody else waits with this person now.
    HandedOver {
        handover: HandoverId,
    },
    /// One's request, or one that waited with this person, waits with somebody else now.
    HandedOn {
        handover: HandoverId,
    },
    /// One letter of several handovers of one act, each of which stands in the app by itself.
    HandedTogether {
        handovers: Vec<HandoverId>,
        /// They wait with this person now, or with somebody for whom they stand in; else with somebody else.
        here: bool,
    },
    /// This person stands in for somebody who is away.
    DeputyNamed {
        absence: AbsenceId,
    },
    /// A lead wrote down that this person is away.
    SaidAway {
        absence: AbsenceId,
    },
    /// Somebody, or the house itself, reminds this person of a request. Told in the app, and in the next digest.
    Reminded {
        request: RequestId,
        by: Option<AccountId>,
    },
    /// A training lead reminds this person that nobody is asked by name to decide on what they recorded, or that it waits
    /// for a letter to a work address to be opened. Each with its day, the earliest first.
    NobodyDecides {
        entries: Vec<(EntryId, Day)>,
        letter: bool,
    },
    /// One letter of all that is new since the last: reminders, and for leads what has waited too long.
    Digest {
        since: Moment,
        until: Moment,
    },
    /// Somebody reported that an entry may name a patient.
    IncidentOpened {
        incident: IncidentId,
    },
    /// The same, to an admin, who sees no incident: nobody holds information governance.
    NobodyGoverns,
    /// Something was struck out of an entry that is this person's, or that they had signed.
    StruckOut {
        entry: EntryId,
    },
    /// A review is planned, of this person or of somebody whom they supervise: there is something to prepare.
    ReviewPlanned {
        review: ReviewId,
    },
    /// This person sits on a panel.
    ReviewSeat {
        review: ReviewId,
    },
    /// The days of a review that this person has a part in are others now.
    ReviewMoved {
        review: ReviewId,
    },
    /// A review that this person had a part in is called off.
    ReviewCalledOff {
        review: ReviewId,
    },
    /// This person's seat on a panel was taken back.
    ReviewSeatEnded {
        review: ReviewId,
    },
    /// This person has a side of a review to prepare, and the day for it comes near.
    ReviewReminder {
        review: ReviewId,
    },
    /// There is something to read: a pack was frozen.
    ReviewFrozen {
        review: ReviewId,
    },
    /// What a review decided, for both sides and the panel.
    ReviewOutcome {
        review: ReviewId,
    },
    /// A panel decided: the outcome counts once this person, or another lead, puts it into the trainee's record.
    ReviewToEnter {
        review: ReviewId,
    },
    /// The trainee objects: a lead answers.
    ReviewObjected {
        review: ReviewId,
    },
    /// This person's objection was answered.
    ReviewAnswered {
        review: ReviewId,
    },
    /// Somebody is to be erased: `own` for the person themselves, else for an admin, who agrees or declines.
    ErasureProposed {
        erasure: ErasureId,
        own: bool,
    },
    /// What this person proposed was agreed to or declined.
    ErasureSettled {
        erasure: ErasureId,
    },
    /// A certificate of this person's ends soon.
    CertificateEnds {
        entry: EntryId,
    },
    /// A lead withdrew the certificate of a sign-off of this person's.
    CertificateWithdrawn {
        entry: EntryId,
        /// As it is printed.
        number: String,
        by: AccountId,
        on: Day,
    },
    /// A trainee nominates an assessor: this lead answers.
    Nominated {
        nomination: NominationId,
    },
    /// Whom this person nominated is not approved.
    NotApproved {
        nomination: NominationId,
        enrolment: EnrolmentId,
    },
    /// Somebody is approved as an assessor of this person.
    AssessorApproved {
        approval: ApprovalId,
        enrolment: EnrolmentId,
    },
    /// An approval of an assessor of this person has another last day.
    ApprovalEnded {
        approval: ApprovalId,
        enrolment: EnrolmentId,
    },
    /// An approval of an assessor ends soon: for the trainee, and for who leads them.
    ApprovalEnds {
        approval: ApprovalId,
        enrolment: EnrolmentId,
    },
    /// What is shown to this person of how they decide, and since when: the whole sentence, which names nobody.
    Figures {
        sentence: String,
    },
    /// Where a round of feedback stands that is about this person, or waits for them.
    Feedback {
        round: RoundId,
        news: FeedbackNews,
    },
    /// A sample of decisions is there for this person to read until a day, or that day comes near.
    SecondReadings {
        sample: QualitySampleId,
        until: Day,
        again: bool,
    },
    /// Somebody recorded in this person's portfolio what they took part in; nobody signs it.
    RecordedFor {
        entry: EntryId,
        /// `a CPD activity`
        what: String,
        /// Of the entry.
        day: Day,
        by: AccountId,
    },
    /// Somebody appointed this person, or enrolled them: whatever is said in words of its own.
    Added {
        sentence: String,
        /// Whom the words name, besides this person: when one of them is erased, the notice goes. None in what an older
        /// release wrote.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        names: Vec<AccountId>,
    },
    /// Something about this person's own second factor, which they must hear of wherever they are.
    SecondFactor {
        what: News,
    },
    /// Somebody whom this person may help has lost their second factor.
    ResetWaits {
        of: AccountId,
        /// One person has vouched for them already; the second is wanted.
        proposed: bool,
    },
}

impl Notice {
    /// Whether the reader finds it in the app as well. A link that is its reader's key stands in the letter alone, and
    /// what tells of several has their own places already.
    pub fn has_twin(&self) -> bool {
        !matches!(
            self,
            Notice::Invited { .. }
                | Notice::NewPassword { .. }
                | Notice::Digest { .. }
                | Notice::HandedTogether { .. }
                | Notice::AskedAreGone { .. }
        )
    }
}
