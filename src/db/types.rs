//! How the domain's words reach SQL: as their text, through `str`, on both engines; the domain knows
//! nothing of it. A stored word that nobody knows is an error on loading, never a default.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{Date, Text, Timestamp};

use crate::domain::factor::Proof;
use crate::domain::names::*;
use crate::domain::outside::Issuer;
use crate::domain::role::{Capacity, Scope};
use crate::domain::time::{Day, Moment};

/// The proxy struct only carries diesel's derives for a type of the domain; it is never made.
macro_rules! sql_text {
    ($($word:ident as $proxy:ident),+ $(,)?) => { $(
        #[derive(AsExpression, FromSqlRow)]
        #[diesel(foreign_derive)]
        #[diesel(sql_type = Text)]
        #[expect(dead_code, reason = "carries the derives")]
        struct $proxy($word);

        impl<DB: Backend> ToSql<Text, DB> for $word
        where
            str: ToSql<Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                <str as ToSql<Text, DB>>::to_sql(self.as_str(), out)
            }
        }
        impl<DB: Backend> FromSql<Text, DB> for $word
        where
            String: FromSql<Text, DB>,
        {
            fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(<$word>::try_from(String::from_sql(raw)?)?)
            }
        }
    )+ };
}

sql_text!(
    AccountId as AccountIdSql,
    SessionId as SessionIdSql,
    InvitationId as InvitationIdSql,
    InstitutionId as InstitutionIdSql,
    SiteId as SiteIdSql,
    DepartmentId as DepartmentIdSql,
    AppointmentId as AppointmentIdSql,
    RegistrationId as RegistrationIdSql,
    ProgrammeId as ProgrammeIdSql,
    VersionId as VersionIdSql,
    ProgrammeDraftId as ProgrammeDraftIdSql,
    SimulationId as SimulationIdSql,
    LayerId as LayerIdSql,
    PatternId as PatternIdSql,
    PortfolioId as PortfolioIdSql,
    EnrolmentId as EnrolmentIdSql,
    LifeEventId as LifeEventIdSql,
    EntryId as EntryIdSql,
    EntryVersionId as EntryVersionIdSql,
    DraftId as DraftIdSql,
    RequestId as RequestIdSql,
    DecisionId as DecisionIdSql,
    BatchId as BatchIdSql,
    TicketId as TicketIdSql,
    CodeId as CodeIdSql,
    StatementId as StatementIdSql,
    AssessmentId as AssessmentIdSql,
    AcknowledgementId as AcknowledgementIdSql,
    RoundId as RoundIdSql,
    RaterId as RaterIdSql,
    CommentId as CommentIdSql,
    WorkDomainId as WorkDomainIdSql,
    RoomId as RoomIdSql,
    ScanId as ScanIdSql,
    AbsenceId as AbsenceIdSql,
    HandoverId as HandoverIdSql,
    SetId as SetIdSql,
    ClaimId as ClaimIdSql,
    AcceptanceId as AcceptanceIdSql,
    IncidentId as IncidentIdSql,
    CertificateId as CertificateIdSql,
    ErasureId as ErasureIdSql,
    RedactionId as RedactionIdSql,
    ReviewId as ReviewIdSql,
    SeatId as SeatIdSql,
    PreparationId as PreparationIdSql,
    PackId as PackIdSql,
    OutcomeId as OutcomeIdSql,
    ConditionId as ConditionIdSql,
    ReviewReplyId as ReviewReplyIdSql,
    ReflectionId as ReflectionIdSql,
    EvidenceId as EvidenceIdSql,
    EnteredId as EnteredIdSql,
    ProgressFileId as ProgressFileIdSql,
    MoveBatchId as MoveBatchIdSql,
    QualitySampleId as QualitySampleIdSql,
    QualityItemId as QualityItemIdSql,
    QualityActionId as QualityActionIdSql,
    NominationId as NominationIdSql,
    ApprovalId as ApprovalIdSql,
    MoveId as MoveIdSql,
    ExportId as ExportIdSql,
    JobId as JobIdSql,
    BookId as BookIdSql,
    FactorId as FactorIdSql,
    HalfId as HalfIdSql,
    RecoveryCodeId as RecoveryCodeIdSql,
    ResetId as ResetIdSql,
    NumberId as NumberIdSql,
    ImportId as ImportIdSql,
    Issuer as IssuerSql,
    Proof as ProofSql,
    Capacity as CapacitySql,
    Scope as ScopeSql,
);

#[derive(AsExpression, FromSqlRow)]
#[diesel(foreign_derive)]
#[diesel(sql_type = Timestamp)]
#[expect(dead_code, reason = "carries the derives")]
struct MomentSql(Moment);

impl<DB: Backend> ToSql<Timestamp, DB> for Moment
where
    NaiveDateTime: ToSql<Timestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <NaiveDateTime as ToSql<Timestamp, DB>>::to_sql(self.as_naive(), out)
    }
}

impl<DB: Backend> FromSql<Timestamp, DB> for Moment
where
    NaiveDateTime: FromSql<Timestamp, DB>,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Moment::from_naive(NaiveDateTime::from_sql(raw)?))
    }
}

#[derive(AsExpression, FromSqlRow)]
#[diesel(foreign_derive)]
#[diesel(sql_type = Date)]
#[expect(dead_code, reason = "carries the derives")]
struct DaySql(Day);

impl<DB: Backend> ToSql<Date, DB> for Day
where
    NaiveDate: ToSql<Date, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <NaiveDate as ToSql<Date, DB>>::to_sql(self.as_naive(), out)
    }
}

impl<DB: Backend> FromSql<Date, DB> for Day
where
    NaiveDate: FromSql<Date, DB>,
{
    fn from_sql(raw: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Day::from_naive(NaiveDate::from_sql(raw)?))
    }
}
