//! The whole tables of this room's rules.

use super::*;
use crate::domain::policy::samples::{code_of, day, somebody};

fn department(of: &str) -> Spot {
    Spot::within(Over::of(Scope::Department, of), [Over::of(Scope::Institution, "inst")])
}

fn institution(id: &str) -> Spot {
    Spot::alone(Over::of(Scope::Institution, id))
}

fn programme() -> Spot {
    Spot::alone(Over::of(Scope::Programme, "msc"))
}

fn house() -> Spot {
    Spot::alone(Over::of(Scope::House, "house"))
}

/// A trainee of department `d` on programme `msc`.
fn trainee(id: &str) -> Spot {
    let within = [
        Over::of(Scope::Department, "d"),
        Over::of(Scope::Institution, "inst"),
        Over::of(Scope::Programme, "msc"),
    ];
    Spot::within(Over::of(Scope::Person, id), within)
}

fn leads(spot: &Spot) -> Territory {
    Territory::of([spot.over.clone()])
}

fn nothing() -> Territory {
    Territory::default()
}

#[test]
fn only_leads_and_admins_invite() {
    let person = somebody("lea");
    for (territory, keeps_house, allowed) in
        [(leads(&department("d")), false, true), (nothing(), true, true), (nothing(), false, false)]
    {
        assert_eq!(may_invite(&person, &territory, keeps_house).is_ok(), allowed);
    }
}

#[test]
fn links_are_made_for_people_of_ones_own_who_have_not_joined() {
    let person = somebody("lea");
    for (theirs, keeps_house, joined, closed, code) in [
        (true, false, false, false, "ok"),
        (false, true, false, false, "ok"),
        (false, false, false, false, "link-not-yours"),
        (true, true, true, false, "link-joined"),
        (true, true, false, true, "link-closed"),
    ] {
        let (invited, office) = (true, false);
        let account = AccountId::new("ann");
        let case = LinkCase { account, joined, closed, theirs, invited, office, keeps_house };
        assert_eq!(code_of(may_make_link(&person, &case)), code);
        assert_eq!(code_of(may_hand_on(&person, &case)), code);
    }
}

#[test]
fn a_link_is_seen_only_by_who_brought_the_person_in() {
    let person = somebody("lea");
    for (what, invited, office, keeps_house, code) in [
        ("invited by the lead", true, false, false, "ok"),
        ("invited by another lead", false, false, false, "link-by-hand"),
        ("a lead or an admin by now", true, true, false, "link-by-hand"),
        ("asked by an admin", false, true, true, "ok"),
    ] {
        let (account, joined, closed, theirs) = (AccountId::new("ann"), false, false, true);
        let case = LinkCase { account, joined, closed, theirs, invited, office, keeps_house };
        assert_eq!(code_of(may_hand_on(&person, &case)), code, "{what}");
        assert_eq!(code_of(may_make_link(&person, &case)), "ok", "{what}");
    }
}

#[test]
fn capacities_are_given_by_those_whose_they_are_to_give() {
    let (inst, dep, other) = (institution("inst"), department("d"), institution("other"));
    let whole = leads(&inst);
    use Capacity::{Admin, Coordinator, Lead, QualityReader, Supervisor, Tutor, University};
    type Line = (&'static str, Capacity, Vec<Spot>, Territory, bool, &'static str);
    let table: Vec<Line> = vec![
        ("department by its lead", Supervisor, vec![dep.clone()], leads(&dep), false, "ok"),
        ("department by the institution's lead", Supervisor, vec![dep.clone()], whole.clone(), false, "ok"),
        ("another department", Supervisor, vec![department("e")], leads(&dep), false, "appoint-outside"),
        (
            "institution by a department's lead",
            Supervisor,
            vec![inst.clone()],
            leads(&dep),
            false,
            "appoint-outside",
        ),
        ("one trainee", Supervisor, vec![trainee("ann")], leads(&dep), false, "ok"),
        ("one trainee of the programme", Supervisor, vec![trainee("ann")], leads(&programme()), false, "ok"),
        ("a stranger's trainee", Supervisor, vec![trainee("ann")], leads(&other), false, "appoint-outside"),
        (
            "themselves to supervise",
            Supervisor,
            vec![trainee("sue")],
            leads(&dep),
            false,
            "supervise-oneself",
        ),
        ("programme by its lead", Supervisor, vec![programme()], leads(&programme()), false, "ok"),
        (
            "department by the programme's lead",
            Supervisor,
            vec![dep.clone()],
            leads(&programme()),
            false,
            "appoint-outside",
        ),
        (
            "two institutions, one led",
            Supervisor,
            vec![inst.clone(), other.clone()],
            whole.clone(),
            false,
            "appoint-outside",
        ),
        (
            "two institutions, both led",
            Supervisor,
            vec![inst.clone(), other.clone()],
            Territory::of([inst.over.clone(), other.over.clone()]),
            false,
            "ok",
        ),
        ("the house to a supervisor", Supervisor, vec![house()], whole.clone(), false, "appoint-outside"),
        ("a supervisor by an admin", Supervisor, vec![dep.clone()], nothing(), true, "appoint-outside"),
        ("over nothing", Supervisor, vec![], whole.clone(), false, "appoint-over-nothing"),
        ("a lead by an admin", Lead, vec![inst.clone()], nothing(), true, "ok"),
        ("a lead of a programme by an admin", Lead, vec![programme()], nothing(), true, "ok"),
        ("a lead of one person", Lead, vec![trainee("ann")], nothing(), true, "lead-over"),
        ("a lead of the house", Lead, vec![house()], nothing(), true, "lead-over"),
        ("a lead by a lead", Lead, vec![dep.clone()], whole.clone(), false, "appoint-lead"),
        ("a programme's university by an admin", University, vec![programme()], nothing(), true, "ok"),
        ("an institution's university by an admin", University, vec![inst.clone()], nothing(), true, "ok"),
        ("a department's university", University, vec![dep.clone()], nothing(), true, "university-over"),
        ("a person's university", University, vec![trainee("ann")], nothing(), true, "university-over"),
        (
            "a university by a lead",
            University,
            vec![inst.clone()],
            whole.clone(),
            false,
            "appoint-university",
        ),
        ("a tutor by the department's lead", Tutor, vec![dep.clone()], leads(&dep), false, "ok"),
        ("a tutor by an admin", Tutor, vec![dep.clone()], nothing(), true, "ok"),
        ("a tutor elsewhere", Tutor, vec![department("e")], leads(&dep), false, "appoint-outside"),
        ("a tutor of a programme", Tutor, vec![programme()], leads(&programme()), false, "tutor-over"),
        ("a tutor of one person", Tutor, vec![trainee("ann")], leads(&dep), false, "tutor-over"),
        ("a tutor of the house", Tutor, vec![house()], nothing(), true, "tutor-over"),
        ("a reader by the department's lead", QualityReader, vec![dep.clone()], leads(&dep), false, "ok"),
        ("a reader of a programme by an admin", QualityReader, vec![programme()], nothing(), true, "ok"),
        ("a reader elsewhere", QualityReader, vec![department("e")], leads(&dep), false, "appoint-outside"),
        ("a reader of one person", QualityReader, vec![trainee("ann")], leads(&dep), false, "reader-over"),
        (
            "a co-ordinator of two institutions by an admin",
            Coordinator,
            vec![inst.clone(), other.clone()],
            nothing(),
            true,
            "ok",
        ),
        (
            "a co-ordinator of one person",
            Coordinator,
            vec![trainee("ann")],
            nothing(),
            true,
            "coordinator-over",
        ),
        (
            "a co-ordinator by a lead",
            Coordinator,
            vec![inst.clone()],
            whole.clone(),
            false,
            "appoint-coordinator",
        ),
        ("an admin by an admin", Admin, vec![house()], nothing(), true, "ok"),
        ("an admin of a department", Admin, vec![dep], nothing(), true, "admin-over"),
        ("an admin by a lead", Admin, vec![house()], whole, false, "appoint-admin"),
    ];
    for (what, capacity, over, territory, keeps_house, code) in table {
        let end = EndCase {
            holder: AccountId::new("sue"),
            capacity,
            over: over.clone(),
            territory: territory.clone(),
            keeps_house,
        };
        let case = AppointCase {
            appointee: AccountId::new("sue"),
            capacity,
            over,
            enrolled: Vec::new(),
            from: day(1),
            until: None,
            territory,
            keeps_house,
            in_training: false,
        };
        assert_eq!(code_of(may_appoint(&somebody("lea"), &case)), code, "{what}");
        let trains = AppointCase { in_training: true, ..case.clone() };
        let of_trainee = if capacity == QualityReader && code == "ok" { "reader-in-training" } else { code };
        assert_eq!(code_of(may_appoint(&somebody("lea"), &trains)), of_trainee, "{what}, a trainee");
        assert_eq!(code_of(may_appoint(&somebody("sue"), &case)), "own-appointment", "{what}, to oneself");
        if !["appoint-over-nothing", "supervise-oneself"].contains(&code) {
            assert_eq!(code_of(may_end_appointment(&somebody("lea"), &end)), code, "end: {what}");
        }
        assert_eq!(code_of(may_end_appointment(&somebody("sue"), &end)), "own-end", "end one's own: {what}");
    }
}

#[test]
fn an_appointment_ends_after_it_began() {
    let mut case = AppointCase {
        appointee: AccountId::new("sue"),
        capacity: Capacity::Supervisor,
        over: vec![department("d")],
        enrolled: Vec::new(),
        from: day(5),
        until: Some(day(5)),
        territory: leads(&department("d")),
        keeps_house: false,
        in_training: false,
    };
    let grant = may_appoint(&somebody("lea"), &case).unwrap();
    assert_eq!(grant.act().over, [Over::of(Scope::Department, "d")]);
    case.until = Some(day(4));
    assert_eq!(code_of(may_appoint(&somebody("lea"), &case)), "appoint-ends-before");
}

#[test]
fn over_a_person_appoints_only_who_leads_all_of_their_enrolments() {
    let whole = Spot::within(department("e").over, [Over::of(Scope::Institution, "inst")]);
    for (what, enrolled, territory, code) in [
        ("one enrolment", vec![department("d")], leads(&department("d")), "ok"),
        (
            "another elsewhere",
            vec![department("d"), whole.clone()],
            leads(&department("d")),
            "appoint-elsewhere",
        ),
        ("both led", vec![department("d"), whole], leads(&institution("inst")), "ok"),
    ] {
        let case = AppointCase {
            appointee: AccountId::new("sue"),
            capacity: Capacity::Supervisor,
            over: vec![trainee("ann")],
            enrolled,
            from: day(1),
            until: None,
            territory,
            keeps_house: false,
            in_training: false,
        };
        assert_eq!(code_of(may_appoint(&somebody("lea"), &case)), code, "{what}");
    }
}

#[test]
fn registrations_are_stated_by_their_owner() {
    let ann = AccountId::new("ann");
    assert!(may_state_registration(&somebody("ann"), &ann).is_ok());
    assert_eq!(code_of(may_state_registration(&somebody("lea"), &ann)), "state-for-other");
}

#[test]
fn registrations_are_confirmed_by_who_leads_their_owner() {
    for (asker, theirs, stands, confirmed, confirm, take_back) in [
        ("lea", true, true, false, "ok", "not-confirmed"),
        ("lea", true, true, true, "confirmed-already", "ok"),
        ("lea", true, false, false, "registration-changed", "registration-changed"),
        ("lea", false, true, false, "confirm-not-yours", "confirm-not-yours"),
        ("lea", false, true, true, "confirm-not-yours", "confirm-not-yours"),
        ("sue", true, true, false, "own-registration", "own-registration"),
        ("sue", true, true, true, "own-registration", "own-registration"),
    ] {
        let (registration, owner) = (RegistrationId::new("r"), AccountId::new("sue"));
        let case = ConfirmCase { registration, owner, theirs, stands, confirmed };
        let row = format!("{asker} {theirs} {stands} {confirmed}");
        assert_eq!(code_of(may_confirm(&somebody(asker), &case)), confirm, "{row}");
        assert_eq!(code_of(may_take_confirmation_back(&somebody(asker), &case)), take_back, "{row}");
    }
}

#[test]
fn a_list_says_the_registrations_of_ones_own_people() {
    for (asker, theirs, code) in
        [("lea", true, "ok"), ("olga", false, "list-not-yours"), ("ann", true, "own-listed")]
    {
        let answer = may_list_registration(&somebody(asker), &AccountId::new("ann"), theirs);
        assert_eq!(code_of(answer), code, "{asker}");
    }
}
