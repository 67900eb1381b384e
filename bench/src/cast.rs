//! Who asks, prepared before the clock runs: sessions with their tokens for everybody in the world, and
//! forms with once-keys, drafts' ids and the hashes that a signature names.

use diesel::prelude::*;
use perfolio::cli::demo::cases;
use perfolio::cli::demo::cast as demo;
use perfolio::cli::demo::chance::Chance;
use perfolio::cli::demo::house::Places;
use perfolio::cli::demo::words;
use perfolio::db::conn::{Address, Conn, Use};
use perfolio::db::schema::*;
use perfolio::domain::factor::Proof;
use perfolio::domain::fault::Fault;
use perfolio::domain::names::*;
use perfolio::domain::time::{DEFAULT_ZONE, Moment};
use perfolio::ids::Ids;
use perfolio::web::paths;
use perfolio::web::session::token_hash;
use url::form_urlencoded::Serializer;

use crate::client::Ask;
use crate::world::{PASSWORD, World};

#[derive(Debug, Clone)]
pub struct Member {
    pub account: AccountId,
    pub email: String,
    pub token: String,
    pub csrf: String,
}

#[derive(Debug, Clone)]
pub struct Trainee {
    pub me: Member,
    pub portfolio: PortfolioId,
    pub enrolment: EnrolmentId,
    pub department: DepartmentId,
}

pub struct Cast {
    pub trainees: Vec<Trainee>,
    /// The one with 1 000 entries, where there is one.
    pub long: Option<Trainee>,
    /// With the departments that they are appointed over.
    pub supervisors: Vec<(Member, DepartmentId)>,
    /// One of each cohort.
    pub leads: Vec<Member>,
    pub lead_of_all: Member,
    sites: Vec<SiteId>,
}

/// A connection of the bench's own to the world.
pub fn conn(world: &World) -> Result<Conn, Fault> {
    let address = Address::parse(&world.url).map_err(Fault::broken)?;
    Conn::open(&address, Use::Write).map_err(Fault::broken)
}

#[derive(Insertable)]
#[diesel(table_name = sessions)]
struct SessionIn {
    id: SessionId,
    token_hash: String,
    account_id: AccountId,
    csrf: String,
    opened_at: Moment,
    seen_at: Moment,
    ends_at: Moment,
    address: String,
    agent: String,
    /// Leads must have come in by a code; so did everybody here.
    proved_by: String,
}

/// Opens a session for everybody and takes away what runs before left waiting.
pub fn gather(world: &World, now: Moment) -> Result<Cast, Fault> {
    let mut conn = conn(world)?;
    let conn = &mut conn;
    conn.begin("BEGIN IMMEDIATE", "BEGIN")?;
    diesel::delete(sessions::table).execute(conn)?;
    diesel::delete(jobs::table.filter(jobs::job.ne("tidy"))).execute(conn)?;
    let members = members(conn, now)?;
    let sites = sites::table.order(sites::name).select(sites::id).load(conn)?;
    let of = |account: &AccountId| members.iter().find(|member| member.account == *account).cloned();
    let by_email = |email: &str| members.iter().find(|member| member.email == email).cloned();
    let rows: Vec<(AccountId, PortfolioId, EnrolmentId, DepartmentId, i32)> = portfolios::table
        .inner_join(enrolments::table)
        .order(portfolios::id)
        .select((
            portfolios::person_id,
            portfolios::id,
            enrolments::id,
            enrolments::department_id,
            portfolios::next_number,
        ))
        .load(conn)?;
    let (mut trainees, mut long) = (Vec::new(), None);
    let by_account: std::collections::HashMap<&AccountId, &Member> =
        members.iter().map(|member| (&member.account, member)).collect();
    for (account, portfolio, enrolment, department, next) in rows {
        let Some(me) = by_account.get(&account).map(|me| (*me).clone()) else { continue };
        let one = Trainee { me, portfolio, enrolment, department };
        if next > 900 { long = Some(one) } else { trainees.push(one) }
    }
    let appointed: Vec<(AccountId, String)> = appointments::table
        .inner_join(appointment_scopes::table.on(appointment_scopes::appointment_id.eq(appointments::id)))
        .filter(appointments::capacity.eq("supervisor"))
        .select((appointments::person_id, appointment_scopes::scope_id))
        .load(conn)?;
    let supervisors =
        appointed.iter().filter_map(|(id, over)| Some((of(id)?, DepartmentId::new(over)))).collect();
    let leads = (0..).map_while(|nth| by_email(&format!("lead{nth}@bench.example"))).collect();
    let lead_of_all = by_email("lead@bench.example").ok_or(Fault::NotFound)?;
    conn.commit()?;
    Ok(Cast { trainees, long, supervisors, leads, lead_of_all, sites })
}

fn members(conn: &mut Conn, now: Moment) -> Result<Vec<Member>, Fault> {
    let all: Vec<(AccountId, String)> =
        accounts::table.order(accounts::id).select((accounts::id, accounts::email)).load(conn)?;
    let ids = Ids::Random;
    let (mut members, mut rows) = (Vec::new(), Vec::new());
    for (account, email) in all {
        let (token, csrf) = (ids.secret(), ids.secret());
        rows.push(SessionIn {
            id: ids.make(now),
            token_hash: token_hash(&token),
            account_id: account.clone(),
            csrf: csrf.clone(),
            opened_at: now,
            seen_at: now,
            ends_at: now.plus_seconds(12 * 3600),
            address: "127.0.0.1".to_owned(),
            agent: "perfolio-bench".to_owned(),
            proved_by: Proof::Code.as_str().to_owned(),
        });
        members.push(Member { account, email, token, csrf });
    }
    for some in rows.chunks(500) {
        perfolio::on_both!(&mut *conn, |c| diesel::insert_into(sessions::table).values(some).execute(c))?;
    }
    Ok(members)
}

fn encoded<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut form = Serializer::new(String::new());
    form.extend_pairs(pairs);
    form.finish()
}

impl Cast {
    pub fn pages(&self, path: &str) -> Vec<Ask> {
        self.trainees.iter().map(|one| Ask::get(path, &one.me.token)).collect()
    }

    pub fn boards(&self) -> Vec<Ask> {
        self.leads.iter().map(|lead| Ask::get(paths::BOARD, &lead.token)).collect()
    }

    /// New cases of yesterday, one after another for everybody, to be submitted.
    pub fn cases(&self, count: usize, now: Moment) -> Vec<Ask> {
        let (ids, chance) = (Ids::Random, Chance::seeded(now.millis().unsigned_abs()));
        let places = Places { sites: self.sites.clone(), ..Places::default() };
        let counts = demo::Counts { ran: 150, assisted: 30, observed: 10, without_bypass: 10, elsewhere: 0 };
        let kinds = cases::of(&demo::Trainee { counts, ..demo::TRAINEES[0] }, &chance);
        let on = now.day_in(DEFAULT_ZONE).plus_days(-1);
        let mut asks = Vec::new();
        for nth in 0..count {
            let (Some(who), Some(case)) =
                (self.trainees.get(nth % self.trainees.len()), kinds.get(nth % kinds.len()))
            else {
                continue;
            };
            let near: Vec<&Member> = self
                .supervisors
                .iter()
                .filter(|(_, over)| *over == who.department)
                .map(|(one, _)| one)
                .collect();
            let Some(supervisor) = near.get(nth / self.trainees.len() % near.len().max(1)) else { continue };
            let words = words::of_case(case, on, &supervisor.account, &places);
            let (draft, key): (String, String) = (ids.make(now), ids.secret());
            let own = [
                ("csrf", who.me.csrf.as_str()),
                ("key", key.as_str()),
                ("draft", draft.as_str()),
                ("kind", "bypass-case"),
                ("do", "submit"),
                ("double", "yes"),
            ];
            asks.push(Ask::post(paths::ENTRIES, &who.me.token, encoded(own.into_iter().chain(words.iter()))));
        }
        asks
    }

    /// Signatures under what waits, spread over the supervisors.
    pub fn signatures(&self, world: &World) -> Result<Vec<Ask>, Fault> {
        let mut conn = conn(world)?;
        let waiting: Vec<(RequestId, EntryVersionId, String, AccountId)> = requests::table
            .inner_join(entry_versions::table.on(entry_versions::id.eq(requests::version_id)))
            .filter(requests::closed_at.is_null())
            .select((requests::id, entry_versions::id, entry_versions::root, requests::asked_id))
            .load(&mut conn)?;
        let signers: std::collections::HashMap<&AccountId, &Member> =
            self.supervisors.iter().map(|(one, _)| (&one.account, one)).collect();
        let mut asks: Vec<(String, Ask)> = Vec::new();
        for (request, version, root, asked) in waiting {
            let Some(signer) = signers.get(&asked) else { continue };
            let key = Ids::Random.secret();
            let form = encoded([
                ("csrf", signer.csrf.as_str()),
                ("key", key.as_str()),
                ("version", version.as_str()),
                ("root", root.as_str()),
                ("level", "at-hand"),
                ("comment", ""),
            ]);
            let path = paths::fill(paths::SIGNATURE, &[request.as_str()]);
            asks.push((key, Ask::post(path, &signer.token, form)));
        }
        // In the order of chance.
        asks.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(asks.into_iter().map(|(_, ask)| ask).collect())
    }

    /// Sign-ins from many places.
    pub fn arrivals(&self, count: usize) -> Vec<Ask> {
        let all = self.trainees.iter().cycle().take(count).enumerate();
        let ask = |(nth, who): (usize, &Trainee)| {
            let form = encoded([("email", who.me.email.as_str()), ("password", PASSWORD)]);
            let mut ask = Ask::post(paths::SIGN_IN, "", form);
            ask.from = Some(format!("10.{}.{}.{}", nth / 62_500 % 250, nth / 250 % 250, nth % 250));
            ask
        };
        all.map(ask).collect()
    }

    pub fn report(who: &Member, pairs: &[(&str, &str)], format: &str) -> Ask {
        let key = Ids::Random.secret();
        let own = [("csrf", who.csrf.as_str()), ("key", key.as_str()), ("format", format), ("when", "now")];
        Ask::post(paths::EXPORTS, &who.token, encoded(own.into_iter().chain(pairs.iter().copied())))
    }
}
