//! What the check of the books covers, table by table, and why it does not cover the rest. A test
//! compares this list with the schema, so that a new table must be given its place here, and another
//! changes every column that is said to be covered and expects it to be named.

/// How a table is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Events of this sort of book commit to its rows.
    Rows(&'static str),
    /// Its rows are computed again from what stands elsewhere.
    Again(&'static str),
    /// Not at all, and why.
    Not(&'static str),
}

pub struct Table {
    pub name: &'static str,
    pub how: How,
    /// Columns that the check leaves out, and why.
    pub but: &'static [(&'static str, &'static str)],
}

const fn rows(name: &'static str, book: &'static str) -> Table {
    Table { name, how: How::Rows(book), but: &[] }
}

const fn not(name: &'static str, why: &'static str) -> Table {
    Table { name, how: How::Not(why), but: &[] }
}

const HOUSE: &str = "house";
const PROGRAMME: &str = "programme";
const PORTFOLIO: &str = "portfolio";

/// The columns by which lists and searches find a row; what is shown is another column, which is covered.
const FOR_LISTS: &str = "made from a covered column, for lists and searches";

#[rustfmt::skip]
pub const TABLES: &[Table] = &[
    Table { name: "books", how: How::Again("kind, number and hash of the last event"),
        but: &[("opened_at", "the first event has its own time")] },
    Table { name: "audit_events", how: How::Again("each event holds the hash of the one before it"), but: &[] },
    Table { name: "accounts", how: How::Rows(HOUSE), but: &[
        ("email_folded", FOR_LISTS), ("name_folded", FOR_LISTS),
        ("single_keys", "what the person wishes of their keyboard"),
        ("password_hash", "a secret: nothing of it is written anywhere else"),
    ] },
    rows("institutions", HOUSE),
    rows("sites", HOUSE),
    rows("departments", HOUSE),
    rows("settings", HOUSE),
    rows("house_patterns", HOUSE),
    rows("appointments", HOUSE),
    Table { name: "appointment_scopes", how: How::Again("each with its appointment"), but: &[] },
    rows("registrations", HOUSE),
    rows("registration_confirmations", HOUSE),
    Table { name: "outside_numbers", how: How::Rows(HOUSE), but: &[
        ("body_folded", FOR_LISTS), ("number_folded", FOR_LISTS),
    ] },
    rows("programmes", HOUSE),
    rows("kinds", HOUSE),
    rows("programme_versions", PROGRAMME),
    rows("confirmed_figures", PROGRAMME),
    rows("programme_layers", PROGRAMME),
    rows("portfolios", HOUSE),
    rows("enrolments", PORTFOLIO),
    rows("personal_terms", PORTFOLIO),
    rows("life_events", PORTFOLIO),
    Table { name: "entries", how: How::Rows(PORTFOLIO), but: &[
        ("changed_at", "the events have their times"), ("folded", FOR_LISTS),
    ] },
    rows("entry_versions", PORTFOLIO),
    rows("filings", PORTFOLIO),
    rows("official_imports", PORTFOLIO),
    rows("official_entries", PORTFOLIO),
    rows("move_batches", PROGRAMME),
    rows("move_pairs", PROGRAMME),
    rows("moves", PORTFOLIO),
    rows("move_terms", PORTFOLIO),
    rows("requests", PORTFOLIO),
    rows("decisions", PORTFOLIO),
    rows("absences", HOUSE),
    rows("deputised", PORTFOLIO),
    rows("assessments", PORTFOLIO),
    rows("acknowledgements", PORTFOLIO),
    not("kind_drafts", "forms that are not published yet; publishing one is an event"),
    Table { name: "unread", how: How::Again("worked out again from the kinds, and from what was begun and undone"),
        but: &[] },
    rows("batched", PORTFOLIO),
    rows("handovers", PORTFOLIO),
    rows("earlier_sets", PORTFOLIO),
    rows("earlier_rows", PORTFOLIO),
    rows("earlier_claims", PORTFOLIO),
    Table { name: "statements", how: How::Rows(PORTFOLIO), but: &[
        ("mailbox", FOR_LISTS), ("confirm_hash", "the hash of a secret that was sent by letter"),
    ] },
    rows("work_domains", HOUSE),
    rows("rooms", HOUSE),
    not("room_scans", "who scanned the code of a room, for a day; what an assessor states of it stands beside their decision"),
    rows("proved_addresses", HOUSE),
    rows("acceptances", PORTFOLIO),
    rows("accepted_rows", PORTFOLIO),
    Table { name: "evidence", how: How::Again("names and hashes are under the root that signatures cover"), but: &[
        ("id", "only a name for the row"), ("position", "their order is covered, not the numbers"),
        ("added_at", "the version has its time"), ("draft_id", "drafts are not covered"),
    ] },
    Table { name: "files", how: How::Again("every file is read again, byte by byte"), but: &[
        ("media_type", "how a browser is told to show it"), ("stored_at", "the version has its time"),
    ] },
    Table { name: "standings", how: How::Again("worked out again from the rows that the books commit to"), but: &[
        ("engine", "another number says that it is old"), ("stale_no", "says that it is old"),
        ("fresh_no", "says that it is old"), ("computed_at", "when it was worked out"),
    ] },
    Table { name: "standing_items", how: How::Again("worked out again from the rows that the books commit to"), but: &[] },
    Table { name: "exports", how: How::Rows("house or portfolio"), but: &[
        ("title", "made from what was asked"), ("state", "reports end by themselves after a week"),
        ("fault", "a sentence for who asked"), ("ended_at", "reports end by themselves after a week"),
    ] },
    rows("incidents", PORTFOLIO),
    rows("redactions", PORTFOLIO),
    rows("struck_files", PORTFOLIO),
    rows("erasures", HOUSE),
    rows("certificates", PORTFOLIO),
    rows("reviews", PORTFOLIO),
    rows("review_seats", PORTFOLIO),
    rows("review_preparations", PORTFOLIO),
    rows("review_packs", PORTFOLIO),
    not("pack_held", "which entries a pack holds; written with the event that says that it was frozen"),
    not("pack_readings", "who read which pack; written beside the books, after the answer"),
    rows("review_outcomes", PORTFOLIO),
    rows("review_conditions", PORTFOLIO),
    rows("review_replies", PORTFOLIO),
    not("review_reminders", "who was reminded to prepare; nothing rests on it"),
    rows("feedback_rounds", PORTFOLIO),
    not("feedback_raters", "who is asked; an event for each would tell when somebody answered"),
    not("feedback_links", "links that end by themselves, and hashes of the forms that they were answered with"),
    not("feedback_answers", "an event for each would tell when somebody answered; their round holds the hash of them all once it is closed"),
    not("feedback_comments", "words until their round is over; what is handed on stands in the entry"),
    rows("quality_samples", HOUSE),
    rows("quality_frames", HOUSE),
    rows("quality_items", HOUSE),
    rows("second_readings", HOUSE),
    rows("quality_actions", HOUSE),
    rows("nominations", HOUSE),
    rows("nomination_answers", HOUSE),
    rows("approvals", HOUSE),
    not("approval_reminders", "of which approvals it was told that they end; nothing rests on it"),
    not("certificate_reminders", "which holders were reminded; nothing rests on it"),
    not("carried", "which entries a report held; written with the event that says that it was made"),
    not("file_readings", "who opened which file; written beside the books, after the answer"),
    not("tickets", "links that end by themselves; making, withdrawing and using one are events"),
    not("batches", "what somebody chose to sign together and which was drawn; choosing is an event, and what came of it stands beside each decision"),
    not("batch_items", "the entries of such a choice; what came of it stands beside each decision"),
    not("patterns", "late and bulk patterns, worked out from decisions each morning; since when their owners were told"),
    not("ticket_openings", "which browsers opened a link; written beside the books, after the answer"),
    not("ticket_codes", "codes that last ten minutes"),
    not("fact_pages", "a copy of entries for the rules; where it is whole it is held against them, and it may be missing"),
    not("move_waits", "who is still to be moved; each move is an event of its person's book"),
    not("earlier_tables", "files on their way in, beside their drafts; gone once they are brought in"),
    not("programme_owners", "who may write the next version of a programme; giving one to an institution is an event"),
    not("programme_drafts", "versions that are not published yet; beginning, dropping and publishing one are events"),
    not("programme_saves", "what a draft said at each step; each save is an event with the hash of its text"),
    not("simulations", "what a change would do, worked out for whoever asked"),
    not("reminders", "who was reminded when; nothing rests on it, and each by a person is an event"),
    not("escalations", "which requests were brought before leads; worked out from how long they wait, and with whom"),
    not("digests", "how often a person wants a letter of what is new, and until when they were told"),
    not("notices", "the twins of letters, for three months; what they tell stands elsewhere"),
    not("drafts", "words that are not submitted yet; they change with every key"),
    not("refilings", "which entry stands in place of which; the events of both name the other"),
    not("reflections", "private words that their owner may change or remove; they are in no book"),
    not("readings", "who opened what; written beside the books, after the answer"),
    not("second_factors", "sealed secrets and used steps; setting one up and removing it are events"),
    not("recovery_codes", "hashes of codes that work once; making and using them are events"),
    not("half_sign_ins", "sign-ins that wait five minutes for their code"),
    not("factor_resets", "proposals that end after three days; each step of one is an event"),
    not("imports", "files that were read in; what came of them are rows of their own, and the act is an event with the file's hash"),
    not("import_rows", "which row of a file made what, for its undoing; what was made is covered where it lies"),
    not("import_mappings", "which column held what the last time, to be offered again"),
    not("university_kinds", "made from the kinds as they are loaded"),
    not("file_checks", "which kinds of findings a file holds; the file itself is covered and can be looked at again"),
    not("unlooked", "versions of release 0.1.0 that have not been looked at for identifiers yet; what their owner says is an event"),
    not("holds", "drafts that wait for a check or for their owner; what was decided is an event"),
    not("sessions", "who is signed in; they come and go, and hold secrets"),
    not("invitations", "links that end by themselves; what was done with one is an event"),
    not("jobs", "what is still to be done; what a job does is an event"),
    not("answers", "forms sent in the last two days, so that none counts twice"),
];

/// Whether events commit to rows of this table.
pub fn is_known(table: &str) -> bool {
    TABLES.iter().any(|known| known.name == table && matches!(known.how, How::Rows(_)))
}

/// What is not covered, a sentence for each table that has something to say.
pub fn not_covered() -> Vec<String> {
    let mut said =
        vec!["of settings: the mark of a demo house, which is set before there is a book".to_owned()];
    for table in TABLES {
        match table.how {
            How::Not(why) => said.push(format!("{}: {why}", table.name)),
            _ if table.but.is_empty() => {}
            _ => {
                let but: Vec<String> =
                    table.but.iter().map(|(column, why)| format!("{column} ({why})")).collect();
                said.push(format!("of {}: {}", table.name, but.join(", ")));
            }
        }
    }
    said
}
