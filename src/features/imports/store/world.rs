//! Everything that the planning of a file asks, read at once: a file has thousands of rows, and each asks the
//! same few lists. Whom a reader may find by a number is decided here.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, enrolments, import_rows, imports, portfolios, programme_versions};
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::import::Sort;
use crate::domain::kind::{Role, Value};
use crate::domain::names::{AccountId, DepartmentId, EnrolmentId, PortfolioId, ProgrammeId, VersionId};
use crate::domain::outside::Folded;
use crate::domain::programme::Version;
use crate::domain::role::{Capacity, Person};
use crate::domain::territory::{Over, Territory};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{Enrolled, extended, led, marked};
use crate::features::imports::store::Made;
use crate::features::people::{self, Appointed, Atlas, NumberRow, Stated};
use crate::features::programmes::{self, KnownRegister, VersionRow};
use crate::features::results::{Known, known};

/// Somebody with an account.
#[derive(Debug, Clone)]
pub struct Account {
    pub account: AccountId,
    pub name: String,
    pub email: String,
    pub joined: bool,
    pub closed: bool,
    pub portfolio: Option<PortfolioId>,
}

/// Somebody on a version of a programme.
#[derive(Debug, Clone)]
pub struct OnVersion {
    pub person: AccountId,
    pub name: String,
    pub enrolment: EnrolmentId,
    pub portfolio: PortfolioId,
    pub version: VersionId,
    pub programme: ProgrammeId,
    pub department: DepartmentId,
    pub started_on: Day,
    pub ends_on: Day,
    /// By an extension, which another one moves.
    pub extended: bool,
}

pub struct World {
    pub keeps_house: bool,
    pub territory: Territory,
    pub atlas: Atlas,
    pub versions: Vec<(VersionRow, Arc<Version>)>,
    pub registers: Vec<KnownRegister>,
    accounts: HashMap<AccountId, Account>,
    by_email: HashMap<String, AccountId>,
    numbers: HashMap<Folded, NumberRow>,
    reached: HashSet<AccountId>,
    undone: HashSet<AccountId>,
    on: HashMap<(AccountId, VersionId), OnVersion>,
    appointed: Vec<Appointed>,
    led: HashSet<EnrolmentId>,
    marked: HashMap<AccountId, Vec<Enrolled>>,
    parsed: HashMap<VersionId, Arc<Version>>,
    results: HashMap<(EnrolmentId, String, String), Vec<Known>>,
    stated: HashMap<AccountId, Vec<Stated>>,
}

impl World {
    /// As the person finds it, as far as this sort of file asks.
    // open: everything that is read is kept from the reader's eyes but for those whom `may_find` lets through
    pub fn load(conn: &mut Conn, shelf: &Shelf, person: &Person, sort: Sort) -> Result<World, Fault> {
        let (me, today, sight) = (&person.account, person.today(), person.sight());
        let mut world = World {
            keeps_house: people::keeps_house(conn, me, today)?,
            territory: people::territory(conn, me, today)?,
            atlas: Atlas::load(conn)?,
            versions: Vec::new(),
            registers: Vec::new(),
            accounts: HashMap::new(),
            by_email: HashMap::new(),
            numbers: people::every_number(conn)?,
            reached: people::reached(conn, &sight)?,
            undone: HashSet::new(),
            on: HashMap::new(),
            appointed: Vec::new(),
            led: HashSet::new(),
            marked: HashMap::new(),
            parsed: HashMap::new(),
            results: HashMap::new(),
            stated: HashMap::new(),
        };
        world.load_accounts(conn)?;
        match sort {
            Sort::People => world.undone = undone(conn, me)?,
            Sort::Enrolments => {
                world.undone = undone(conn, me)?;
                world.load_versions(conn, shelf)?;
                world.on = on_versions(conn, person.now)?;
            }
            Sort::Appointments => {
                world.undone = undone(conn, me)?;
                world.load_versions(conn, shelf)?;
                for capacity in Capacity::APPOINTED {
                    world.appointed.extend(people::staff(conn, *capacity, today)?);
                }
            }
            Sort::Marks => world.load_marks(conn, shelf, person)?,
            Sort::Progress => {
                for row in led(conn, &sight)? {
                    world.marked.entry(row.person.clone()).or_default().push(row);
                }
            }
            Sort::Registrations => {
                world.registers = programmes::registers(conn, shelf)?;
                for person in world.reached.clone() {
                    world.stated.insert(person.clone(), people::statements_of(conn, &person)?);
                }
            }
        }
        Ok(world)
    }

    fn load_accounts(&mut self, conn: &mut Conn) -> Result<(), Fault> {
        type Row = (AccountId, String, String, String, String, Option<Moment>, Option<PortfolioId>);
        let rows: Vec<Row> = accounts::table
            .left_join(portfolios::table)
            .select((
                accounts::id,
                accounts::email_folded,
                accounts::name,
                accounts::email,
                accounts::password_hash,
                accounts::closed_at,
                portfolios::id.nullable(),
            ))
            .load(conn)?;
        for (account, folded, name, email, hash, closed_at, portfolio) in rows {
            self.by_email.insert(folded, account.clone());
            let (joined, closed) = (!hash.is_empty(), closed_at.is_some());
            self.accounts
                .insert(account.clone(), Account { account, name, email, joined, closed, portfolio });
        }
        Ok(())
    }

    fn load_versions(&mut self, conn: &mut Conn, shelf: &Shelf) -> Result<(), Fault> {
        for row in programmes::published(conn)? {
            let version = programmes::version(conn, shelf, &row.id)?;
            self.versions.push((row, version));
        }
        Ok(())
    }

    fn load_marks(&mut self, conn: &mut Conn, shelf: &Shelf, person: &Person) -> Result<(), Fault> {
        let sight = person.sight();
        self.led = led(conn, &sight)?.into_iter().map(|row| row.id).collect();
        for row in marked(conn, &sight)? {
            let version = programmes::version(conn, shelf, &row.version)?;
            self.parsed.insert(row.version.clone(), version);
            self.marked.entry(row.person.clone()).or_default().push(row);
        }
        let kinds = programmes::newest_kinds(conn, shelf)?;
        let kinds: Vec<_> = kinds.into_iter().filter(|kind| kind.role(Role::Unit).is_some()).collect();
        for one in known(conn, shelf, &sight, &kinds)? {
            let unit = one.kind.value(&one.values, Role::Unit).and_then(Value::text).unwrap_or_default();
            let key = (one.enrolment.clone(), one.kind.code.clone(), unit.to_owned());
            self.results.entry(key).or_default().push(one);
        }
        Ok(())
    }

    // open: looks into what was loaded
    pub fn account(&self, id: &AccountId) -> Option<&Account> {
        self.accounts.get(id)
    }

    // open: looks into what was loaded
    pub fn by_email(&self, folded: &str) -> Option<&Account> {
        self.by_email.get(folded).and_then(|id| self.accounts.get(id))
    }

    // open: looks into what was loaded
    pub fn holder_of(&self, number: &Folded) -> Option<&AccountId> {
        self.numbers.get(number).map(|row| &row.person)
    }

    // open: looks into what was loaded
    pub fn reaches(&self, id: &AccountId) -> bool {
        self.reached.contains(id)
    }

    /// Whether a number may tell the reader that this person is here.
    // open: looks into what was loaded
    pub fn may_find(&self, id: &AccountId) -> bool {
        self.keeps_house
            || self.reached.contains(id)
            || self.marked.contains_key(id)
            || self.undone.contains(id)
    }

    /// The account was invited by a file of the reader's that they have undone.
    // open: looks into what was loaded
    pub fn was_undone(&self, id: &AccountId) -> bool {
        self.undone.contains(id)
    }

    // open: looks into what was loaded
    pub fn on_version(&self, person: &AccountId, version: &VersionId) -> Option<&OnVersion> {
        self.on.get(&(person.clone(), version.clone()))
    }

    // open: looks into what was loaded
    pub fn appointed(&self, person: &AccountId, capacity: Capacity, over: &Over) -> Option<&Appointed> {
        let over = std::slice::from_ref(over);
        self.appointed
            .iter()
            .find(|one| one.person == *person && one.capacity == capacity && one.over == over)
    }

    // open: looks into what was loaded
    pub fn leads(&self, id: &EnrolmentId) -> bool {
        self.led.contains(id)
    }

    /// Where the reader enters marks or, for a file of progress, what they lead.
    // open: looks into what was loaded
    pub fn marked_of(&self, person: &AccountId) -> &[Enrolled] {
        self.marked.get(person).map_or(&[], Vec::as_slice)
    }

    // open: looks into what was loaded
    pub fn version(&self, id: &VersionId) -> Option<&Arc<Version>> {
        self.parsed.get(id)
    }

    /// The results of a unit, oldest first.
    // open: looks into what was loaded
    pub fn results_of(&self, enrolment: &EnrolmentId, kind: &str, unit: &str) -> Vec<&Known> {
        let key = (enrolment.clone(), kind.to_owned(), unit.to_owned());
        self.results.get(&key).into_iter().flatten().collect()
    }

    // open: looks into what was loaded
    pub fn stated_of(&self, person: &AccountId) -> &[Stated] {
        self.stated.get(person).map_or(&[], Vec::as_slice)
    }
}

fn on_versions(conn: &mut Conn, now: Moment) -> Result<HashMap<(AccountId, VersionId), OnVersion>, Fault> {
    type Row = (EnrolmentId, PortfolioId, AccountId, String, VersionId, ProgrammeId, DepartmentId, Day, Day);
    let rows: Vec<Row> = enrolments::table
        .inner_join(portfolios::table.inner_join(accounts::table))
        .inner_join(programme_versions::table)
        .filter(enrolments::known_until.is_null())
        .select((
            enrolments::id,
            enrolments::portfolio_id,
            accounts::id,
            accounts::name,
            enrolments::version_id,
            programme_versions::programme_id,
            enrolments::department_id,
            enrolments::started_on,
            enrolments::ends_on,
        ))
        .load(conn)?;
    let ids: Vec<EnrolmentId> = rows.iter().map(|row| row.0.clone()).collect();
    let mut moved: HashSet<EnrolmentId> = HashSet::new();
    for some in ids.chunks(10_000) {
        moved.extend(extended(conn, some, now)?);
    }
    let on =
        |(enrolment, portfolio, person, name, version, programme, department, started_on, ends_on): Row| {
            let key = (person.clone(), version.clone());
            (
                key,
                OnVersion {
                    extended: moved.contains(&enrolment),
                    person,
                    name,
                    enrolment,
                    portfolio,
                    version,
                    programme,
                    department,
                    started_on,
                    ends_on,
                },
            )
        };
    Ok(rows.into_iter().map(on).collect())
}

/// Accounts that files of this reader invited and that went with the undoing.
fn undone(conn: &mut Conn, me: &AccountId) -> Result<HashSet<AccountId>, Fault> {
    let made: Vec<String> = import_rows::table
        .inner_join(imports::table)
        .filter(imports::made_by.eq(me))
        .filter(import_rows::undone_at.is_not_null())
        .select(import_rows::made)
        .load(conn)?;
    let mut all = HashSet::new();
    for text in made {
        let made: Vec<Made> = serde_json::from_str(&text).map_err(Fault::broken)?;
        all.extend(made.into_iter().filter_map(|one| match one {
            Made::Account { account } => Some(account),
            _ => None,
        }));
    }
    Ok(all)
}
