//! One trainee of the demo came with a logbook from elsewhere: brought in as one set, compared with the
//! signed log by the lead, and accepted but for its last lines.

use super::house::{House, missing};
use super::proofs;
use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::audit::digest;
use crate::domain::earlier::mapping::suggested;
use crate::domain::earlier::table::Table;
use crate::domain::fault::Fault;
use crate::domain::names::{DraftId, EntryId};
use crate::domain::policy::entries::may_keep_draft;
use crate::domain::time::{Day, Moment};
use crate::features::earlier::{self, Accepting, Which};
use crate::features::entries::{self, Answers};
use crate::features::identifiers;

/// Who came with it.
const WHO: usize = 2;
const LINES: i64 = 26;
/// Days between two of its cases.
const APART: i64 = 11;
const COLUMNS: [&str; 9] = [
    "Date",
    "Procedure",
    "The part I played",
    "The supervision I had",
    "Supervising perfusionist",
    "Hospital",
    "Urgency",
    "Patient group",
    "Bypass time",
];
const PROCEDURES: [&str; 3] =
    ["Coronary artery bypass grafting", "Valve repair or replacement", "Grafting and valve together"];

/// Brings it in and has it accepted, as the last things that happened before the house is looked at.
pub async fn bring(app: &App, house: &House, now: Moment, day: Day) -> Result<(), Fault> {
    let (Ok(who), Ok(lead)) = (house.trainee(WHO).cloned(), house.lead().cloned()) else { return Ok(()) };
    app.clock.set(now.plus_seconds(60));
    let (person, first) = (who.at(app.clock.now()), day.plus_months(-30));
    let draft: DraftId = app.ids.make(app.clock.now());
    let mut scan = proofs::paper("Signed log, 2 pages", &who.name);
    scan.push(b'\n');
    let mut file = entries::store_one(&app.files, "signed-log.pdf", scan.clone())?.map_err(Fault::Broken)?;
    file.check = Some(identifiers::look_at_own(&file.media_type, &scan));
    let set: EntryId = app
        .write(Books::of_person(&who.account), move |tx| {
            let (shelf, portfolio) =
                (tx.shelf(), person.portfolio.clone().ok_or_else(|| missing("portfolio"))?);
            let own = entries::store::own(tx.conn(), &shelf, &portfolio)?;
            let asked = entries::store::asked(tx.conn(), &shelf, &own, "bypass-case")?;
            let sites = entries::store::sites_of(tx.conn(), &portfolio)?;
            let site = sites.first().map(|(_, name)| name.clone()).unwrap_or_default();
            let table = table(first, &site).map_err(Fault::Broken)?;
            let new = earlier::store::NewUpload {
                kind: "bypass-case".to_owned(),
                source: "Harbour Infirmary, paper log".to_owned(),
                under: own.ids_using("bypass-case"),
                file_name: "log.csv".to_owned(),
                file_hash: digest(&["the demo's logbook".to_owned()]),
                mapping: suggested(&table, &asked.kind),
                table,
            };
            let grant = may_keep_draft(&person, &draft, None)?;
            earlier::store::keep_upload(tx, &grant, &new)?;
            entries::store::attach(tx, &grant, std::slice::from_ref(&file))?;
            let mark = earlier::looked(tx.conn(), &shelf, &person, &draft)?.mark();
            let answers = Answers::from([("doubles".to_owned(), "bring".to_owned())]);
            earlier::put_set(tx, &person, &draft, &mark, &answers)
        })
        .await?;
    app.clock.set(now.plus_seconds(120));
    let person = lead.at(app.clock.now());
    app.write(Books::of_person(&who.account), move |tx| {
        let shelf = tx.shelf();
        let root = entries::store::seen(tx.conn(), &shelf, &person.sight(), &set)?.root;
        let given = Accepting {
            which: Which::Between(first, first.plus_days((LINES - 3) * APART)),
            reason: "Ten lines compared with the signed paper log; the last two are not in it.".to_owned(),
            nobody: false,
            root,
        };
        let done: Outcome<_> = earlier::put_acceptance(tx, &person, &set, &given)?;
        Ok(done.map(drop))
    })
    .await
}

fn table(first: Day, site: &str) -> Result<Table, String> {
    let line = |n: i64| {
        let procedure = PROCEDURES.iter().cycle().nth(usize::try_from(n).unwrap_or(0)).copied().unwrap_or("");
        let part = if n % 5 == 4 { "Assisted" } else { "Ran it" };
        let minutes = (70 + n * 7 % 50).to_string();
        let day = first.plus_days(n * APART).iso();
        [&day, procedure, part, "Beside me", "Ottoline Quarry", site, "Planned", "Adult", &minutes]
            .map(str::to_owned)
            .to_vec()
    };
    let head = COLUMNS.map(str::to_owned).to_vec();
    Table::of((1..).zip(std::iter::once(head).chain((0..LINES).map(line))))
}
