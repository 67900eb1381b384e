//! What becomes of every table when a person is erased, and why: a new table must be given its line here.

use std::collections::BTreeMap;

use diesel::prelude::*;
use perfolio::db::conn::{Conn, Use};
use perfolio::db::rows::{self, FATES};
use perfolio::db::schema::{enrolments, entries};
use perfolio::domain::names::{EnrolmentId, EntryId};

use super::{left, nothing_of_ann};
use crate::kit::TestApp;

/// What becomes of the rows of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Words and bytes go, and the commitment that signatures and books stand on stays.
    Struck,
    /// The columns that say something go, and an event commits to the row anew.
    Blanked,
    /// The rows go.
    Removed,
    /// Nothing in it says who the person was.
    Stays,
}

use Fate::{Blanked, Removed, Stays, Struck};

const ALL: &[(&str, Fate, &str)] = &[
    ("books", Stays, "numbers and hashes"),
    ("audit_events", Stays, "ids, codes and hashes; without them nothing could be checked"),
    ("settings", Stays, "the house's own; who set it is an id"),
    ("house_patterns", Stays, "the house's own; who made it is an id"),
    ("accounts", Blanked, "name, address and password go; an id stays that decisions and events name"),
    ("sessions", Removed, "addresses and browsers"),
    ("second_factors", Removed, "a sealed secret"),
    ("recovery_codes", Removed, "hashes of secrets"),
    ("half_sign_ins", Removed, "where somebody was going"),
    ("factor_resets", Removed, "who was recognised how"),
    ("invitations", Removed, "links into the account"),
    ("answers", Removed, "hashes of what was typed"),
    ("institutions", Stays, "no person's"),
    ("sites", Stays, "no person's"),
    ("departments", Stays, "no person's"),
    ("appointments", Stays, "ids and days: who was entitled when, for what others were signed"),
    ("appointment_scopes", Stays, "ids"),
    ("registrations", Blanked, "the number goes; body, category and days stay with the id"),
    ("registration_confirmations", Stays, "ids and instants"),
    ("outside_numbers", Blanked, "the number goes, and holds no more"),
    ("imports", Blanked, "the text of every file that names them goes"),
    ("import_rows", Blanked, "sentences and what stood before go; ids stay, for its undoing"),
    ("import_mappings", Removed, "what they did last"),
    ("programmes", Stays, "no person's"),
    ("programme_versions", Stays, "no person's"),
    ("kinds", Stays, "no person's"),
    ("university_kinds", Stays, "no person's"),
    ("confirmed_figures", Stays, "no person's; who confirmed is an id"),
    ("programme_owners", Stays, "no person's"),
    ("programme_drafts", Stays, "no person's"),
    ("programme_saves", Stays, "no person's"),
    ("simulations", Stays, "figures by enrolment, as ids"),
    ("programme_layers", Stays, "no person's"),
    ("portfolios", Stays, "an id and a count"),
    ("enrolments", Stays, "programme, department and days: that somebody trained here"),
    ("personal_terms", Struck, "the reason"),
    ("life_events", Struck, "the reasons; what sort of reason is blanked, as illness is one"),
    ("entries", Struck, "the line of lists is made anew from nothing"),
    ("entry_versions", Struck, "every field"),
    ("unlooked", Removed, "what had still to be looked at"),
    ("filings", Stays, "ids and days"),
    ("official_imports", Stays, "a hash and a count"),
    ("official_entries", Blanked, "the number in another system"),
    ("move_batches", Stays, "a count"),
    ("move_pairs", Stays, "no person's"),
    ("move_waits", Removed, "a sentence about why somebody could not be moved"),
    ("moves", Stays, "ids"),
    ("move_terms", Stays, "ids"),
    ("requests", Stays, "ids; what was open is closed"),
    ("decisions", Struck, "reasons and comments; who decided, when and at which level stays"),
    ("work_domains", Stays, "no person's"),
    ("rooms", Stays, "no person's; who made the code is an id"),
    ("room_scans", Removed, "where they were about to assess"),
    ("tickets", Blanked, "the sealed secret; a statement names the row"),
    ("ticket_openings", Removed, "browsers"),
    ("ticket_codes", Removed, "addresses"),
    (
        "statements",
        Struck,
        "reason, comment and place; who assessed stays, as with every decision, and goes with them",
    ),
    ("assessments", Struck, "what was written; what was chosen stays with the decision"),
    ("unread", Stays, "ids and capacities"),
    ("acknowledgements", Struck, "the answer"),
    ("kind_drafts", Stays, "no person's"),
    ("proved_addresses", Removed, "addresses and numbers"),
    ("absences", Stays, "ids and days, on which deputies stood in"),
    ("deputised", Stays, "ids"),
    ("batches", Stays, "ids"),
    ("batch_items", Stays, "ids and hashes"),
    ("batched", Stays, "ids and counts"),
    ("patterns", Removed, "how they decided"),
    ("quality_samples", Stays, "ids, days and a seed"),
    ("quality_items", Stays, "ids and weights"),
    ("quality_frames", Stays, "ids and numbers, from which anybody draws a sample again"),
    ("second_readings", Blanked, "the reason; the judgement stays, in codes"),
    ("nominations", Blanked, "name, address and work of whom they nominated, and of them where others did"),
    ("nomination_answers", Blanked, "the words of a reason"),
    ("approvals", Stays, "ids and days: who was entitled when"),
    ("approval_reminders", Stays, "ids: of which approvals it was told that they end"),
    (
        "quality_actions",
        Blanked,
        "what and who, where it is about an entry of theirs or names them; that there was one stays",
    ),
    ("handovers", Stays, "ids"),
    ("reminders", Removed, "of their requests, and to them"),
    ("escalations", Removed, "of their requests"),
    ("digests", Removed, "how often they wanted a letter"),
    ("notices", Removed, "what they were told, and what others were told in words that name them"),
    ("drafts", Removed, "words that are not submitted, of anybody about them too"),
    ("refilings", Stays, "ids; what was only a draft goes with it"),
    ("holds", Removed, "with the draft"),
    ("earlier_tables", Removed, "with the draft"),
    ("earlier_sets", Stays, "hashes and the names of columns"),
    ("earlier_rows", Stays, "ids and lines"),
    ("earlier_claims", Stays, "requirements and amounts"),
    ("acceptances", Struck, "the reasons"),
    ("accepted_rows", Stays, "ids"),
    ("reflections", Removed, "they are in no book"),
    ("readings", Stays, "ids and days: who opened what, for whoever asks afterwards"),
    ("files", Struck, "the bytes go from the disk; hash and size stay, which signatures cover"),
    ("file_checks", Removed, "of files whose bytes went"),
    ("evidence", Struck, "the name; hash and order stay"),
    ("standings", Stays, "counts, worked out anew"),
    ("standing_items", Stays, "counts, worked out anew"),
    ("fact_pages", Stays, "worked out anew from what is left"),
    ("exports", Blanked, "the file and the title; that it was made stays"),
    ("jobs", Removed, "letters to them, and those whose words name them"),
    ("incidents", Stays, "places by their codes, and the trust's reference"),
    ("redactions", Stays, "places and commitments"),
    ("struck_files", Stays, "hashes"),
    ("carried", Stays, "ids"),
    ("file_readings", Stays, "ids and days"),
    ("certificates", Blanked, "withdrawn, and the name that it was made out to"),
    ("certificate_reminders", Removed, "of certificates that were withdrawn"),
    ("feedback_rounds", Blanked, "what they said of themself goes; that there was a round stays"),
    ("feedback_raters", Removed, "whom they asked; where others asked them, name and address go"),
    ("feedback_links", Removed, "with those who were asked"),
    ("feedback_answers", Removed, "what colleagues said of them"),
    ("feedback_comments", Removed, "what colleagues wrote of them"),
    ("reviews", Stays, "ids, days and a choice of the form"),
    ("review_seats", Stays, "ids and instants: who sat"),
    ("review_preparations", Blanked, "the answers of both sides"),
    ("review_packs", Blanked, "the document goes and the pack is withdrawn; its hash stays"),
    ("pack_held", Stays, "ids"),
    ("pack_readings", Stays, "ids and days: who read what, for whoever asks afterwards"),
    ("review_outcomes", Blanked, "the reasons; which choice was made, by whom and when stays"),
    ("review_conditions", Blanked, "the words; the day stays"),
    ("review_replies", Blanked, "the words; that somebody objected or answered stays"),
    ("review_reminders", Removed, "who was reminded to prepare"),
    ("erasures", Stays, "ids, codes and the trust's reference"),
];

#[test]
fn somebody_has_decided_what_becomes_of_every_table() {
    let mut decided: Vec<&str> = ALL.iter().map(|(name, ..)| *name).collect();
    let mut there: Vec<&str> = FATES.iter().map(|(name, _)| *name).collect();
    decided.sort_unstable();
    there.sort_unstable();
    assert_eq!(
        decided, there,
        "say in tests/it/erasures/fates.rs what erasing a person does with each table"
    );
    for (name, fate, why) in ALL {
        assert!(why.len() > 2, "{name} is {fate:?} without a reason");
    }
}

/// Lines of a table in which any of these stands.
fn lines(conn: &mut Conn, name: &str, any: &[String]) -> Vec<String> {
    let tables = rows::tables(conn).unwrap();
    let table = tables.iter().find(|table| table.name == name).unwrap();
    let mut found = Vec::new();
    rows::lines(conn, table, |line| {
        if any.iter().any(|id| line.contains(id.as_str())) {
            found.push(line.to_owned());
        }
        Ok(())
    })
    .unwrap();
    found
}

fn rows_in(conn: &mut Conn, name: &str) -> usize {
    lines(conn, name, &[String::new()]).len()
}

#[actix_web::test]
async fn every_table_is_left_as_was_decided() {
    let house = TestApp::new().await;
    let at = left(&house).await;
    let portfolio = at.of.portfolio.clone();
    let read = house.app.read(move |r| {
        let enrolled: Vec<EnrolmentId> = enrolments::table
            .filter(enrolments::portfolio_id.eq(&portfolio))
            .select(enrolments::id)
            .load(r.conn())?;
        let recorded: Vec<EntryId> =
            entries::table.filter(entries::portfolio_id.eq(&portfolio)).select(entries::id).load(r.conn())?;
        Ok((enrolled, recorded))
    });
    let (enrolled, recorded) = read.await.unwrap();
    // Other people's notices tell of entries by their ids, so the person's own id is what must be gone there; those that
    // name her in words have it beside them.
    let ids = [at.ann.to_string()];
    let mut of_record: Vec<String> = enrolled.iter().map(ToString::to_string).collect();
    of_record.extend(recorded.iter().map(ToString::to_string));
    of_record.push(at.of.portfolio.to_string());
    of_record.extend(ids.iter().cloned());
    let mut conn = Conn::open(&house.app.config.database, Use::Read).unwrap();
    let removed: Vec<&str> =
        ALL.iter().filter(|(_, fate, _)| *fate == Removed).map(|(name, ..)| *name).collect();
    let there: Vec<&str> =
        removed.iter().copied().filter(|name| !lines(&mut conn, name, &of_record).is_empty()).collect();
    for name in ["sessions", "drafts", "reflections", "notices", "answers"] {
        assert!(there.contains(&name), "no row of Ann in {name} to begin with: {there:?}");
    }
    let before: BTreeMap<&str, usize> =
        ALL.iter().map(|(name, ..)| (*name, rows_in(&mut conn, name))).collect();
    drop(conn);
    at.erased().await;
    nothing_of_ann(&house.app.config);
    let mut conn = Conn::open(&house.app.config.database, Use::Read).unwrap();
    for name in removed {
        // Forms that others sent name the person in their addresses, for two days.
        let own = [format!("\"account_id\":\"{}\"", at.ann)];
        let asked = match name {
            "answers" => &own[..],
            "notices" | "jobs" => &ids[..],
            _ => &of_record[..],
        };
        assert_eq!(lines(&mut conn, name, asked), [] as [String; 0], "{name}");
    }
    for (name, fate, _) in ALL.iter().filter(|(_, fate, _)| *fate != Removed) {
        let (was, is) = (before[name], rows_in(&mut conn, name));
        assert!(is >= was, "{name} is {fate:?}, and has {is} rows where there were {was}");
    }
}
