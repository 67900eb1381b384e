//! A person on a version of a programme, and what holds for one person only, as rows. Enrolling itself
//! is in the room `roster`, above the standing that it makes.

mod called;
pub mod store;

pub use called::{called, in_its_names, in_names_found, in_names_of, said_in_its_names};
pub use store::{
    BatchRow, Closing, Enrolled, EnrolmentRow, Entered, EnteredDays, EnteredRow, FilingRow, LastDay, LifeRow,
    LifeShown, Lived, MoveRow, Moved, MovedLately, NewEnrolment, NewEntered, PairRow, PersonalTerm,
    ProgressFile, ProgressFileRow, TermRow, Whose, as_ruled, begun, closings, committed_batches,
    committed_of_house, committed_rows, drop_term, end_entered, enrolled_in, enrolled_on, enrolment,
    entered_days, entered_of_entry, entered_under, erase_words, extended, insert, institutions_of, last_days,
    last_days_of, layer_on, layer_today, led, led_one, left_on, life_one, life_shown, lived_lately, lives,
    marked, marked_one, move_one, moved_lately, moves_of, name_codes, of_portfolio, overseen, overseen_one,
    progress_files, record_life, set_end, set_term, standing_among, standing_entered, take_file_in,
    take_life_back, tell_entered, terms_among, terms_of, trained, trains, undo_file, undo_move, undone_on,
    versions_at, versions_led,
};
