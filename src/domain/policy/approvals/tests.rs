use super::*;
use crate::domain::policy::samples::{code_of, somebody};

fn case(leads: bool, asks: bool, open: usize) -> AssessorsCase {
    AssessorsCase {
        enrolment: EnrolmentId::new("e"),
        owner: AccountId::new("ann"),
        own: vec![Mailbox::folded("ann@x.org"), Mailbox::folded("a.field@y.org")],
        asks,
        leads,
        open,
        closed: None,
    }
}

fn nominee(address: &str, person: Option<&str>) -> Nominee {
    Nominee {
        mailbox: Mailbox::folded(address),
        person: person.map(AccountId::new),
        in_training: false,
        closed: false,
        already: false,
    }
}

#[test]
fn the_whole_table_of_nominating_and_approving() {
    for account in ["ann", "lea"] {
        for leads in [false, true] {
            for asks in [false, true] {
                for open in [0, OPEN_AT_ONCE] {
                    let case = case(leads, asks, open);
                    let expected = match () {
                        () if account != "ann" => "nominate-other",
                        () if !asks => "approval-not-asked",
                        () if open > 0 => "nominations-wait",
                        () => "ok",
                    };
                    assert_eq!(code_of(may_nominate(&somebody(account), &case)), expected, "{case:?}");
                    let expected = match () {
                        () if !leads => "approve-not-lead",
                        () if !asks => "approval-not-asked",
                        () => "ok",
                    };
                    assert_eq!(code_of(may_approve(&somebody(account), &case)), expected, "{case:?}");
                }
            }
        }
    }
}

#[test]
fn an_enrolment_that_takes_nothing_more_takes_no_assessor() {
    let over = AssessorsCase { closed: Some("It was completed.".to_owned()), ..case(true, true, 0) };
    assert_eq!(code_of(may_nominate(&somebody("ann"), &over)), "approval-closed");
    assert_eq!(code_of(may_approve(&somebody("lea"), &over)), "approval-closed");
}

#[test]
fn never_oneself_by_any_address_and_never_a_trainee() {
    let (case, lea) = (case(true, true, 0), somebody("lea"));
    let refused = |one: &Nominee| may_assess(&lea, &case, one).err().map(|refusal| refusal.code);
    assert_eq!(refused(&nominee("ben@x.org", None)), None);
    assert_eq!(refused(&nominee("ben@x.org", Some("ben"))), None);
    assert_eq!(refused(&nominee("ann+work@x.org", None)), Some("assess-oneself"));
    assert_eq!(refused(&nominee("a.field@y.org", None)), Some("assess-oneself"));
    assert_eq!(refused(&nominee("third@z.org", Some("ann"))), Some("assess-oneself"));
    assert_eq!(refused(&nominee("lea@x.org", Some("lea"))), Some("approve-oneself"));
    let ben = || nominee("ben@x.org", Some("ben"));
    assert_eq!(refused(&Nominee { in_training: true, ..ben() }), Some("assessor-in-training"));
    assert_eq!(refused(&Nominee { closed: true, ..ben() }), Some("assessor-closed"));
    assert_eq!(refused(&Nominee { already: true, ..ben() }), Some("assessor-already"));
}

#[test]
fn an_answer_is_given_once() {
    for account in ["ann", "lea"] {
        for leads in [false, true] {
            for answered in [false, true] {
                let case = NominationCase {
                    nomination: NominationId::new("n"),
                    owner: AccountId::new("ann"),
                    leads,
                    answered,
                };
                let expected = match () {
                    () if account != "ann" => "nomination-other",
                    () if answered => "nomination-answered",
                    () => "ok",
                };
                assert_eq!(code_of(may_take_back_nomination(&somebody(account), &case)), expected);
                let expected = match () {
                    () if !leads => "answer-not-lead",
                    () if answered => "nomination-answered",
                    () => "ok",
                };
                assert_eq!(code_of(may_decline(&somebody(account), &case)), expected);
                let expected = match () {
                    () if !leads => "end-approval-not-lead",
                    () if answered => "approval-ended",
                    () => "ok",
                };
                let approval = ApprovalId::new("a");
                assert_eq!(
                    code_of(may_end_approval(&somebody(account), &approval, leads, answered)),
                    expected
                );
            }
        }
    }
}
