//! The dry run: a table read line by line against the kind, with what is faulty, what is likely to be there
//! twice, and what may name a patient. The act that brings it in looks again, inside its transaction.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::audit::digest;
use crate::domain::earlier::mapping::{Mapping, suggest_words, words_in};
use crate::domain::earlier::reading::{Read, read};
use crate::domain::fault::{Fault, Faults};
use crate::domain::kind::{Kind, Value, Values};
use crate::domain::names::*;
use crate::domain::role::Person;
use crate::domain::time::{Day, Moment};
use crate::features::earlier::store::{self, Upload};
use crate::features::entries::store as entries;
use crate::features::entries::{Answers, FileShown, Question, answered, in_files, in_names, in_words, title};
use crate::features::identifiers;

/// The answer that takes the words out.
pub const TAKE_OUT: &str = "take-out";
/// The answer about doubles that leaves them out.
pub const LEAVE: &str = "leave";

pub struct Looked {
    pub upload: Upload,
    /// With the fields that the person's programmes add.
    pub kind: Arc<Kind>,
    /// The enrolments whose programme uses the kind.
    pub under: Vec<(EnrolmentId, String)>,
    pub reads: Vec<Read>,
    /// By line, the number of an entry of the same day and title that is there already.
    pub twins: BTreeMap<u32, i32>,
    pub held: Vec<Held>,
    pub files: Vec<FileShown>,
    pub about_files: Vec<Question>,
    /// Names of files that nobody has been able to look into.
    pub waiting: Vec<String>,
}

/// Words that may name a patient: once, however many lines say the same.
#[derive(Debug, Clone)]
pub struct Held {
    pub question: Question,
    pub lines: Vec<u32>,
    pub field: String,
    pub text: String,
    /// Without the words the line would not come in.
    pub required: bool,
}

impl Held {
    fn is_answered(&self, answers: &Answers) -> bool {
        self.is_taken_out(answers) || self.question.answer(answers).is_some()
    }

    fn is_taken_out(&self, answers: &Answers) -> bool {
        !self.required && answers.get(&self.question.key).is_some_and(|said| said == TAKE_OUT)
    }
}

// open: one's own table, which `upload` gives to nobody else
pub fn looked(conn: &mut Conn, shelf: &Shelf, person: &Person, id: &DraftId) -> Result<Looked, Fault> {
    let (who, portfolio) = (person.sight(), person.portfolio.clone().ok_or(Fault::NotFound)?);
    let upload = store::upload(conn, &who, id)?;
    let own = entries::own(conn, shelf, &portfolio)?;
    let asked = entries::asked(conn, shelf, &own, &upload.kind)?;
    let under: Vec<(EnrolmentId, String)> =
        own.using(&upload.kind).map(|(row, version)| (row.id.clone(), version.title.clone())).collect();
    let places: Vec<(String, String)> =
        entries::sites_of(conn, &portfolio)?.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let reads = read(&upload.table, &upload.mapping, &asked.kind, &places, person.today());
    let mut there: BTreeMap<(Day, String), i32> = BTreeMap::new();
    for (day, title, number) in store::recorded(conn, &who, &upload.kind)? {
        there.entry((day, title)).or_insert(number);
    }
    let twin = |read: &Read| {
        let day = read.day.filter(|_| read.faults.is_empty())?;
        Some((read.line, *there.get(&(day, title(&asked.kind, &read.values)))?))
    };
    let twins = reads.iter().filter_map(twin).collect();
    let house = identifiers::patterns(conn)?;
    let held = held(&asked.kind, &reads, &house);
    let files = entries::draft_files(conn, id)?;
    let mut about_files = in_names(&files, &[], &house);
    let (inside, waiting) = in_files(conn, &files, &[], &house)?;
    about_files.extend(inside);
    let waiting =
        files.iter().filter(|file| waiting.contains(&file.hash)).map(|file| file.name.clone()).collect();
    Ok(Looked { upload, kind: asked.kind, under, reads, twins, held, files, about_files, waiting })
}

/// That somebody of the department said of such a table which column is what.
#[derive(Debug, Clone, Copy)]
pub struct Hint {
    pub at: Moment,
    /// It is what the form holds now.
    pub shown: bool,
}

impl Looked {
    /// The first that fits the table and says something else than is kept; taken on where it is wanted.
    pub fn like_colleagues(&mut self, theirs: Vec<(Moment, Mapping)>, wanted: bool) -> Option<Hint> {
        let table = &self.upload.table;
        let own = self.upload.mapping.clone().columns_only();
        let (at, theirs) = theirs.into_iter().find(|(_, mapping)| mapping.fits(table) && *mapping != own)?;
        if wanted {
            let mut mapping = theirs.fitted(table, &self.kind);
            suggest_words(&mut mapping, table, &self.kind);
            self.upload.mapping = mapping;
        }
        Some(Hint { at, shown: wanted })
    }
}

fn held(kind: &Kind, reads: &[Read], house: &crate::domain::identifiers::Patterns) -> Vec<Held> {
    let mut all: BTreeMap<(String, String), Vec<Held>> = BTreeMap::new();
    for read in reads.iter().filter(|read| read.faults.is_empty()) {
        for field in &kind.fields {
            let Some(text) = read.values.get(&field.code).and_then(Value::text) else { continue };
            let key = (field.code.clone(), text.to_owned());
            let known = all.entry(key).or_insert_with(|| {
                let alone: Values = [(field.code.clone(), Value::Text(text.to_owned()))].into();
                let short: String = digest(&[field.code.clone(), text.to_owned()]).chars().take(12).collect();
                let questions = in_words(kind, &alone, None, house).into_iter().zip(0_u32..);
                questions
                    .map(|(question, n)| Held {
                        question: Question { key: format!("{short}-{n}"), ..question },
                        lines: Vec::new(),
                        field: field.code.clone(),
                        text: text.to_owned(),
                        required: field.required,
                    })
                    .collect()
            });
            known.iter_mut().for_each(|one| one.lines.push(read.line));
        }
    }
    let mut all: Vec<Held> = all.into_values().flatten().collect();
    all.sort_by_key(|one| one.lines.first().copied());
    all
}

impl Looked {
    /// What was on the screen, for the form: the mapping and all that it is about.
    pub fn mark(&self) -> String {
        let mapping = serde_json::to_string(&self.upload.mapping).unwrap_or_default();
        let mut said = vec![self.upload.file_hash.clone(), mapping, self.upload.source.clone()];
        said.extend(self.upload.under.iter().map(ToString::to_string));
        digest(&said)
    }

    pub fn is_double(&self, read: &Read) -> bool {
        read.like.is_some() || self.twins.contains_key(&read.line)
    }

    pub fn doubles(&self) -> usize {
        self.reads.iter().filter(|read| read.faults.is_empty() && self.is_double(read)).count()
    }

    /// The lines that come in with these answers, without the words that are taken out.
    pub fn coming(&self, answers: &Answers) -> Vec<Read> {
        let leaves = answers.get("doubles").is_some_and(|said| said == LEAVE);
        let taken: BTreeSet<(&str, &str)> = self
            .held
            .iter()
            .filter(|one| one.is_taken_out(answers))
            .map(|one| (one.field.as_str(), one.text.as_str()))
            .collect();
        let fits = |read: &&Read| read.faults.is_empty() && !(leaves && self.is_double(read));
        let without = |read: &Read| {
            let mut read = read.clone();
            read.values
                .retain(|code, value| !taken.contains(&(code.as_str(), value.text().unwrap_or_default())));
            read
        };
        self.reads.iter().filter(fits).map(without).collect()
    }

    /// The enrolments under which it is filed: all, unless the person has chosen.
    pub fn filed_under(&self) -> Vec<EnrolmentId> {
        let all = || self.under.iter().map(|(id, _)| id.clone());
        let chosen: Vec<EnrolmentId> = all().filter(|id| self.upload.under.contains(id)).collect();
        if chosen.is_empty() { all().collect() } else { chosen }
    }

    /// What stands in the way, beside the question that it is about.
    pub fn in_the_way(&self, answers: &Answers) -> Faults {
        let mut faults = Faults::none();
        let coming = self.coming(answers);
        if coming.is_empty() {
            faults
                .add("", "No line of this file can come in as it is. Look at what is wrong with the lines.");
        }
        if self.doubles() > 0 && !answers.contains_key("doubles") {
            faults.add("doubles", "Say what is to be done with the likely doubles.");
        }
        let lines: BTreeSet<u32> = coming.iter().map(|read| read.line).collect();
        let open =
            |one: &&Held| one.lines.iter().any(|line| lines.contains(line)) && !one.is_answered(answers);
        for one in self.held.iter().filter(open) {
            faults.add(format!("why-{}", one.question.key), "Take it out, or say what it is.");
        }
        for question in self.about_files.iter().filter(|question| question.answer(answers).is_none()) {
            faults.add(format!("why-{}", question.key), "Say what it is, or take the file away.");
        }
        if !self.waiting.is_empty() {
            faults.add("", "A file has not been checked yet. Try again in a minute.");
        }
        faults
    }

    /// The answers as the event keeps them: kinds, places and what was said, never the words.
    pub fn explained(&self, answers: &Answers) -> Vec<String> {
        let words = self.held.iter().filter_map(|one| {
            let said = answers.get(&one.question.key)?;
            Some(format!("{}-{}:{said}", one.field, one.question.key))
        });
        words.chain(answered(&self.about_files, answers).unwrap_or_default()).collect()
    }

    /// Fields whose column has more words than can be answered one by one.
    pub fn too_many_words(&self) -> Vec<String> {
        let many = |field: &&crate::domain::kind::Field| {
            let at = self.upload.mapping.column(&self.upload.table, &field.code);
            at.is_some_and(|(at, _)| {
                !field.choices().is_empty()
                    && words_in(&self.upload.table, at, field).len() > crate::domain::earlier::mapping::WORDS
            })
        };
        self.kind.fields.iter().filter(many).map(|field| field.label.clone()).collect()
    }
}
