//! A round as it stands at this moment: its form, who is asked, and what its rules need to know of whoever looks.

use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::amount::Amount;
use crate::domain::audit::digest;
use crate::domain::fault::Fault;
use crate::domain::feedback::{Asked, FloorFrom, Form, Given, Line, ROUND, Summary, put_together};
use crate::domain::kind::Kind;
use crate::domain::names::{AccountId, EnrolmentId, RoundId};
use crate::domain::policy::feedback::RoundCase;
use crate::domain::programme::Version;
use crate::domain::programme::called::Called;
use crate::domain::role::{Person, Sight};
use crate::domain::rule::Rule;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::feedback::store::{self, Begun, Rater};
use crate::features::feedback::terms;
use crate::features::{enrolments, outside, people, programmes};

/// A round with everything that its pages and rules ask.
pub struct Round {
    pub begun: Begun,
    pub form: Arc<Kind>,
    pub raters: Vec<Rater>,
    pub answers: usize,
    /// Who can look after it today, by name, where whoever was chosen does not supervise there any more; none while they
    /// do, or once it is over.
    pub others: Option<Vec<String>>,
    /// Until when colleagues can answer, unless the supervisor sets another day.
    pub closing: Day,
    /// What the programme calls those who look after its people.
    pub called: Called,
    /// How many answers the programme asks for, where it asks for rounds.
    pub asks: Option<Asks>,
    pub case: RoundCase,
}

/// What a programme asks of a round: with fewer answers it does not count there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asks {
    /// The programme's title.
    pub programme: String,
    pub answers: Amount,
}

impl Asks {
    /// Whether so many are too few.
    pub fn is_short(&self, of: usize) -> bool {
        Amount::count(of) < self.answers
    }
}

impl Round {
    pub fn form(&self) -> Form<'_> {
        Form(&self.form)
    }

    /// What stands for the self-rating as it is now, so that one is not written over another that nobody saw.
    pub fn own_ratings(&self) -> String {
        digest(std::slice::from_ref(&self.begun.row.own_ratings))
    }

    pub fn count(&self, asked: Asked) -> usize {
        self.raters.iter().filter(|rater| rater.asked == asked).count()
    }
}

/// One that the person sees; any other is not there.
pub fn round(conn: &mut Conn, shelf: &Shelf, person: &Person, id: &RoundId) -> Result<Round, Fault> {
    let begun = store::round(conn, &person.sight(), id)?;
    let form = form_of(conn, shelf, &begun)?;
    let raters = store::raters(conn, id)?;
    let answers = raters.iter().filter(|rater| rater.asked == Asked::Answered).count();
    let (row, today) = (&begun.row, person.today());
    let capacities = people::capacities_over(conn, &person.account, &row.enrolment_id, today, today)?;
    let supervising = store::supervising(conn, &row.enrolment_id, &begun.owner, today)?;
    let supervisor_holds = supervising.iter().any(|(id, _)| *id == row.supervisor_id);
    let alone = !supervisor_holds && !row.state()?.is_over();
    let others = alone.then(|| supervising.into_iter().map(|(_, name)| name).collect());
    let case = RoundCase {
        round: row.id.clone(),
        portfolio: row.portfolio_id.clone(),
        owner: begun.owner.clone(),
        supervisor: row.supervisor_id.clone(),
        supervisor_holds,
        capacities,
        state: row.state()?,
        raters: raters.len(),
        floor: row.floors().0,
        self_rated: !row.own()?.is_empty(),
        close_asked: row.close_asked_at.is_some(),
        outstanding: raters.iter().any(|rater| rater.asked == Asked::Asked),
        answers,
        closed_on: row.closed_at.map(|at| at.day_in(DEFAULT_ZONE)),
        today,
    };
    let closing = today.plus_days(terms::terms(conn)?.0.days);
    let enrolled = enrolments::enrolment(conn, &row.enrolment_id)?;
    let version = programmes::version_at(conn, shelf, &enrolled.version, enrolled.layer.as_ref())?;
    let called = Called::of(&version);
    let asks = asked_by(&version).1.map(|answers| Asks { programme: version.title.clone(), answers });
    Ok(Round { begun, form, raters, answers, others, closing, called, asks, case })
}

/// The version of the form with which the round was begun, whatever has been published since.
pub fn form_of(conn: &mut Conn, shelf: &Shelf, begun: &Begun) -> Result<Arc<Kind>, Fault> {
    programmes::kind_version(conn, shelf, &begun.row.form, begun.row.form_version)
}

/// What the programme of a round calls those who look after its people: for the letters about it.
pub fn called(conn: &mut Conn, shelf: &Shelf, id: &RoundId) -> Result<Called, Fault> {
    let begun = store::named(conn, id)?;
    enrolments::called(conn, shelf, &begun.row.enrolment_id)
}

/// What was said, put together. Only pages of what is closed ask for it, after the rule.
pub fn summary(conn: &mut Conn, round: &Round) -> Result<Summary, Fault> {
    let answers = store::answers(conn, &round.begun.row.id)?;
    Ok(put_together(round.form(), &answers, &round.begun.row.own()?, round.begun.row.floors()))
}

/// What new names are looked over with.
pub fn given(
    conn: &mut Conn,
    shelf: &Shelf,
    round: &Round,
    (group, lines): (&str, &[Line]),
    now: Moment,
) -> Result<Given, Fault> {
    let row = &round.begun.row;
    let mailboxes: Vec<_> = lines.iter().map(Line::mailbox).collect();
    let label = round.form().group(group).map(|group| group.label.clone()).unwrap_or_default();
    Ok(Given {
        owner: Some(round.begun.owner.clone()),
        own_mailboxes: outside::mailboxes_of(conn, &round.begun.owner)?,
        supervisor: Some(row.supervisor_id.clone()),
        there: store::there(conn, &row.id)?,
        known: store::known(conn, shelf, &mailboxes, &row.enrolment_id, (now, round.case.today))?,
        group: (group.to_owned(), label),
    })
}

/// What the programme asks of a round: the floor of its rules, and how many are to answer.
pub fn asked_by(version: &Version) -> (u32, Option<Amount>) {
    let rules = version.requirements.iter().filter_map(|requirement| match &requirement.rule {
        Rule::Feedback(rule) if rule.kind == ROUND => Some(rule),
        _ => None,
    });
    let (mut floor, mut least) = (0, None);
    for rule in rules {
        floor = floor.max(rule.floor);
        least = least.max(Some(rule.raters.at_least));
    }
    (floor, least)
}

/// Under which of one's enrolments a round can be begun, and with whom.
pub struct Beginning {
    pub enrolment: EnrolmentId,
    pub title: String,
    pub supervisors: Vec<(AccountId, String)>,
    /// Below it no words and no groups are shown; and whose figure it is.
    pub floor: u32,
    pub floor_from: FloorFrom,
    pub group_floor: u32,
    /// How many answers the programme asks for.
    pub least: Option<Amount>,
    pub another: bool,
}

pub fn beginnings(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    portfolio: &crate::domain::names::PortfolioId,
    now: Moment,
) -> Result<Vec<Beginning>, Fault> {
    use crate::features::entries::store::{own_now, supervisors};
    let own = own_now(conn, shelf, portfolio, now)?;
    let open = own.ids_using(ROUND);
    let (terms, set) = terms::terms(conn)?;
    let mut all = Vec::new();
    for (row, version) in own.enrolments.iter().filter(|(row, _)| open.contains(&row.id)) {
        let (rule, least) = asked_by(version);
        let (floor, floor_from) = terms.floor_with(rule, set);
        all.push(Beginning {
            enrolment: row.id.clone(),
            title: version.title.clone(),
            supervisors: supervisors(conn, who, std::slice::from_ref(&row.id), who.today())?,
            floor,
            floor_from,
            group_floor: terms.group_floor,
            least,
            another: store::over_another(conn, &row.id)?,
        });
    }
    Ok(all)
}
