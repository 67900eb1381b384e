//! Every address of the house, once: the pattern for the route table as a constant, and beside it the
//! function that fills the pattern for links and redirects. Addresses are nouns. A room adds its own
//! here and writes no address by hand.

mod admin;
mod approvals;
mod assessments;
mod authorship;
mod capacities;
mod earlier;
mod feedback;
mod imports;
mod kinds;
mod moving;
mod outside;
mod record;
mod reports;
mod requests;
mod rooms;
mod roster;
mod together;

pub use admin::*;
pub use approvals::*;
pub use assessments::*;
pub use authorship::*;
pub use capacities::*;
pub use earlier::*;
pub use feedback::*;
pub use imports::*;
pub use kinds::*;
pub use moving::*;
pub use outside::*;
pub use record::*;
pub use reports::*;
pub use requests::*;
pub use rooms::*;
pub use roster::*;
pub use together::*;

use url::form_urlencoded;

// The menu. Each place belongs to the room that is named like it.
/// Leads everybody to the first place of their menu.
pub const DOOR: &str = "/";
/// The trainee's home.
pub const HOME: &str = "/home";
pub const PORTFOLIO: &str = "/portfolio";
pub const REQUIREMENTS: &str = "/requirements";
pub const EXPORTS: &str = "/exports";
pub const INBOX: &str = "/inbox";
pub const TRAINEES: &str = "/trainees";
pub const SIGNED: &str = "/signed";
pub const BOARD: &str = "/board";
pub const WAITING: &str = "/waiting";
pub const PROGRAMMES: &str = "/programmes";
pub const ASP: &str = "/programmes/asp/new";
pub const PEOPLE: &str = "/people";
pub const REPORTS: &str = "/reports";
pub const SETTINGS: &str = "/settings";

// The kit's own.
pub const STATIC: &str = "/static/{file}";
pub const HEALTH: &str = "/healthz";

pub fn asset(file: &str) -> String {
    fill(STATIC, &[file])
}

// accounts
pub const SIGN_IN: &str = "/sign-in";
pub const SIGN_OUT: &str = "/sign-out";
/// Whether one is signed in still, for a page that was left open.
pub const SESSION: &str = "/session";
pub const INVITATION: &str = "/invitations/{token}";
pub const SET_UP: &str = "/set-up/{token}";
pub const PASSWORD_FORGOTTEN: &str = "/password/forgotten";
pub const NEW_PASSWORD: &str = "/password/{token}";
pub const ACCOUNT: &str = "/account";
pub const OWN_NAME: &str = "/account/name";
pub const OWN_PASSWORD: &str = "/account/password";
/// Single keys on the screens of the inbox, on or off.
pub const OWN_KEYS: &str = "/account/keys";
pub const SESSION_END: &str = "/account/sessions/{session}/end";
pub const OTHER_SESSIONS_END: &str = "/account/other-sessions/end";

/// The second step of signing in.
pub const SIGN_IN_CODE: &str = "/sign-in/code";
pub const SIGN_IN_RECOVERY: &str = "/sign-in/recovery-code";
pub const LOST_FACTOR: &str = "/sign-in/lost-second-factor";
pub const SECOND_FACTOR: &str = "/account/second-factor";
pub const SECOND_FACTOR_SET_UP: &str = "/account/second-factor/set-up";
/// Turning it off, moving it, new recovery codes.
pub const SECOND_FACTOR_CHANGE: &str = "/account/second-factor/change";
pub const RECOVERY_CODES_FILE: &str = "/account/second-factor/recovery-codes.txt";

/// The sign-in page that leads back to `next` afterwards.
pub fn sign_in_then(next: &str) -> String {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    format!("{SIGN_IN}?{query}")
}

pub fn invitation(token: &str) -> String {
    fill(INVITATION, &[token])
}

pub fn set_up(token: &str) -> String {
    fill(SET_UP, &[token])
}

pub fn new_password(token: &str) -> String {
    fill(NEW_PASSWORD, &[token])
}

pub fn session_end(session: &str) -> String {
    fill(SESSION_END, &[session])
}

// standing
pub const REQUIREMENT: &str = "/requirements/{enrolment}/{code}";
pub const TRAINEE: &str = "/trainees/{enrolment}";

/// One requirement of one enrolment, for the trainee and for whoever sees the enrolment.
pub fn requirement(enrolment: &str, code: &str) -> String {
    fill(REQUIREMENT, &[enrolment, code])
}

/// One enrolment as staff see it.
pub fn trainee(enrolment: &str) -> String {
    fill(TRAINEE, &[enrolment])
}

// signoffs
pub const INBOX_ITEM: &str = "/inbox/{request}";
pub const SIGNATURE: &str = "/inbox/{request}/signature";
pub const RETURN: &str = "/inbox/{request}/return";
pub const UNDOING: &str = "/decisions/{decision}/undoing";
pub const RETRACTION: &str = "/decisions/{decision}/retraction";

/// One entry that waits for a decision, on one screen.
pub fn inbox_item(request: &str) -> String {
    fill(INBOX_ITEM, &[request])
}

pub fn signature(request: &str) -> String {
    fill(SIGNATURE, &[request])
}

/// Where an entry is returned to its trainee.
pub fn send_back(request: &str) -> String {
    fill(RETURN, &[request])
}

pub fn undoing(decision: &str) -> String {
    fill(UNDOING, &[decision])
}

pub fn retraction(decision: &str) -> String {
    fill(RETRACTION, &[decision])
}

// results
pub const RESULTS: &str = "/results";
pub const RESULTS_OF: &str = "/results/{enrolment}";
pub const CHECKLIST: &str = "/checklists/{enrolment}";
pub const CORRECTION: &str = "/results/{enrolment}/{entry}";
/// Whole modules and the programme of one enrolment, and one of them.
pub const WHOLES: &str = "/module-sign-offs/{enrolment}";
pub const WHOLE: &str = "/module-sign-offs/{enrolment}/{requirement}";
/// A sheet of provisional marks, confirmed by an examination board.
pub const BOARD_MEETING: &str = "/examination-board";
pub const CONFIRMATION: &str = "/confirmations/{entry}";
pub const CONFIRMATION_SIGNATURE: &str = "/confirmations/{entry}/signature";
pub const CONFIRMATION_RETURN: &str = "/confirmations/{entry}/return";

/// What a lead has recorded for one person.
pub fn results_of(enrolment: &str) -> String {
    fill(RESULTS_OF, &[enrolment])
}

/// Conditions of entry, to be ticked off.
pub fn checklist(enrolment: &str) -> String {
    fill(CHECKLIST, &[enrolment])
}

pub fn wholes(enrolment: &str) -> String {
    fill(WHOLES, &[enrolment])
}

pub fn whole(enrolment: &str, requirement: &str) -> String {
    fill(WHOLE, &[enrolment, requirement])
}

pub fn correction(enrolment: &str, entry: &str) -> String {
    fill(CORRECTION, &[enrolment, entry])
}

/// What a trainee stated and a lead confirms, on one screen.
pub fn confirmation(entry: &str) -> String {
    fill(CONFIRMATION, &[entry])
}

pub fn confirmation_signature(entry: &str) -> String {
    fill(CONFIRMATION_SIGNATURE, &[entry])
}

pub fn confirmation_return(entry: &str) -> String {
    fill(CONFIRMATION_RETURN, &[entry])
}

// portfolio, entries, evidence
pub const ENTRIES: &str = "/entries";
pub const NEW_ENTRY: &str = "/entries/new";
pub const ENTRY: &str = "/entries/{entry}";
/// A draft of the next version.
/// What happened to an enrolment.
pub const LIFE: &str = "/enrolments/{enrolment}/life";
pub const LIFE_ACT: &str = "/enrolments/{enrolment}/life/{happening}";
pub const LIFE_END: &str = "/enrolments/{enrolment}/life/{life}/end";
/// What of the portfolio would count under an enrolment too, and filing it there.
pub const ENROLMENT_FILING: &str = "/enrolments/{enrolment}/filing";
pub const ENTRY_REVISION: &str = "/entries/{entry}/revision";
pub const ENTRY_WITHDRAWAL: &str = "/entries/{entry}/withdrawal";
/// Whom it waits with.
pub const ENTRY_REQUEST: &str = "/entries/{entry}/request";
pub const ENTRY_REFLECTION: &str = "/entries/{entry}/reflection";
pub const ENTRY_REFLECTION_SHARING: &str = "/entries/{entry}/reflection/sharing";
pub const DRAFT: &str = "/drafts/{draft}";
pub const DRAFT_PREVIEW: &str = "/drafts/{draft}/preview";
pub const DRAFT_CHECK: &str = "/drafts/{draft}/check";
pub const DRAFT_DELETION: &str = "/drafts/{draft}/deletion";
pub const DRAFT_EVIDENCE: &str = "/drafts/{draft}/evidence";
pub const DRAFT_EVIDENCE_REMOVAL: &str = "/drafts/{draft}/evidence/{evidence}/removal";
pub const EVIDENCE: &str = "/evidence/{evidence}";
pub const EVIDENCE_THUMB: &str = "/evidence/{evidence}/thumb";

pub fn life(enrolment: &str) -> String {
    fill(LIFE, &[enrolment])
}

/// The form on which one thing is recorded.
pub fn life_act(enrolment: &str, happening: &str) -> String {
    fill(LIFE_ACT, &[enrolment, happening])
}

/// Where what was recorded by mistake is taken back.
pub fn life_end(enrolment: &str, event: &str) -> String {
    fill(LIFE_END, &[enrolment, event])
}

pub fn enrolment_filing(enrolment: &str) -> String {
    fill(ENROLMENT_FILING, &[enrolment])
}

pub fn entry(id: &str) -> String {
    fill(ENTRY, &[id])
}

/// The log form for a kind of entry.
pub fn new_entry(kind: &str) -> String {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("kind", kind).finish();
    format!("{NEW_ENTRY}?{query}")
}

/// The log form, begun with what was done.
pub fn new_entry_of(kind: &str, procedure: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("kind", kind).append_pair("procedure", procedure);
    format!("{NEW_ENTRY}?{}", query.finish())
}

/// The log form, filled in like another entry.
pub fn new_entry_like(kind: &str, entry: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("kind", kind).append_pair("like", entry);
    format!("{NEW_ENTRY}?{}", query.finish())
}

/// A page under an entry: `entry_at(ENTRY_WITHDRAWAL, id)`.
pub fn entry_at(pattern: &str, id: &str) -> String {
    fill(pattern, &[id])
}

/// Why a draft that was sent has not arrived, and what its owner says of it.
pub fn draft_check(id: &str) -> String {
    fill(DRAFT_CHECK, &[id])
}

pub fn draft(id: &str) -> String {
    fill(DRAFT, &[id])
}

/// A page under a draft: `draft_at(DRAFT_PREVIEW, id)`.
pub fn draft_at(pattern: &str, id: &str) -> String {
    fill(pattern, &[id])
}

pub fn draft_evidence_removal(draft: &str, evidence: &str) -> String {
    fill(DRAFT_EVIDENCE_REMOVAL, &[draft, evidence])
}

pub fn evidence(id: &str) -> String {
    fill(EVIDENCE, &[id])
}

pub fn evidence_thumb(id: &str) -> String {
    fill(EVIDENCE_THUMB, &[id])
}

/// The text, if it is an address inside this house: what a browser sent is never followed elsewhere.
pub fn local(next: &str) -> Option<&str> {
    let fits = next.starts_with('/')
        && !next.starts_with("//")
        && next.len() <= 2000
        && !next.chars().any(|c| c == '\\' || c.is_control());
    fits.then_some(next)
}

/// The pattern with each `{name}` replaced by the next value, made safe for an address.
pub fn fill(pattern: &str, values: &[&str]) -> String {
    let mut values = values.iter();
    let filled = pattern.split('/').map(|part| match part.starts_with('{') {
        true => values.next().map(|value| segment(value)).unwrap_or_default(),
        false => part.to_owned(),
    });
    filled.collect::<Vec<_>>().join("/")
}

fn segment(value: &str) -> String {
    let mut safe = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                safe.push(char::from(byte))
            }
            other => safe.push_str(&format!("%{other:02X}")),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_leave_their_segment() {
        assert_eq!(invitation("a-b_1"), "/invitations/a-b_1");
        assert_eq!(session_end("../x?y#z"), "/account/sessions/..%2Fx%3Fy%23z/end");
    }

    #[test]
    fn only_addresses_of_this_house_are_followed() {
        assert_eq!(local("/entries/1?x=%2F"), Some("/entries/1?x=%2F"));
        for elsewhere in ["", "https://x.org", "//x.org", "/\\x.org", "/a\nb", "javascript:1"] {
            assert_eq!(local(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(sign_in_then("/a?b=c&d"), "/sign-in?next=%2Fa%3Fb%3Dc%26d");
    }
}
