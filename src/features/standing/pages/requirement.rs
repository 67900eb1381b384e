//! One requirement, opened: the rule as sentences, the figures, what counts and what does not, each with
//! its reason. The same page for the trainee and for whoever sees the enrolment.

use std::collections::HashMap;

use actix_web::web::Path;

use crate::app::App;
use crate::domain::amount::Amount;
use crate::domain::fault::Fault;
use crate::domain::kind::{Kind, Recorder};
use crate::domain::names::{EnrolmentId, capital};
use crate::domain::programme::Requirement;
use crate::domain::progress::{
    Counted, Minimum, Next, NotCounted, Reason, Standing, about, asks_approved, only_to_enter,
};
use crate::domain::role::{Capacity, Person, Sight};
use crate::domain::rule::{Held, HeldThing, Rule, describe};
use crate::features::enrolments::{
    LifeShown, PersonalTerm, entered_under, led_one, life_shown, of_portfolio, terms_of,
};
use crate::features::standing::course::{Course, courses, fresh};
use crate::features::standing::pages::{alone, days, gathered};
use crate::features::standing::shown::{self, Reader, Told};
use crate::features::standing::store::{Label, labels, seen_enrolment};
use crate::features::standing::views::home::Link;
use crate::features::standing::views::requirement::{
    All, FactRow, Figures, Group, MinimumRow, Section, Shown, Source, Under,
};
use crate::web::gate::{SignedIn, Trainee};
use crate::web::oops::Answer;
use crate::web::page::{Place, Shell, page};
use crate::web::parts::Progress;
use crate::web::paths;

/// `/requirements`: everything that is asked of oneself, by enrolment and section.
pub async fn requirements(who: Trainee, app: App) -> Answer {
    let portfolio = who.own_portfolio().clone();
    let courses = app
        .read(move |r| {
            let (now, shelf) = (r.now(), r.shelf());
            let rows = of_portfolio(r.conn(), &portfolio)?;
            courses(r.conn(), &shelf, rows, now)
        })
        .await?;
    let mut under: Vec<Under> = courses.iter().map(sections).collect();
    under.sort_by_key(|one| one.ended);
    page(All { shell: who.shell("Requirements", Place::Requirements), under })
}

fn sections(course: &Course) -> Under {
    let mut sections: Vec<Section> = Vec::new();
    let title = |code: Option<&String>| {
        let of = |code: &String| course.version.sections.iter().find(|s| s.code == *code);
        code.and_then(of).map(|section| section.title.clone()).unwrap_or_default()
    };
    for told in course.lines() {
        let title = title(told.0.section.as_ref());
        let line = shown::line(course, told);
        match sections.last_mut().filter(|section| section.title == title) {
            Some(section) => section.lines.push(line),
            None => sections.push(Section { title, lines: vec![line] }),
        }
    }
    Under {
        id: course.row.id.to_string(),
        programme: course.version.title.clone(),
        period: shown::period(course.row.started_on, course.row.ends_on, course.today),
        overall: course.overall.sentence.clone(),
        uncounted: course.has_uncounted(),
        stale: course.stale.clone(),
        ended: course.is_over(),
        assessors: asks_approved(&course.version).then(|| paths::assessors(course.row.id.as_str())),
        sections,
    }
}

/// `/requirements/{enrolment}/{code}`.
pub async fn requirement(who: SignedIn, app: App, path: Path<(EnrolmentId, String)>) -> Answer {
    let (id, code) = path.into_inner();
    let (sight, asked) = (who.sight(), code.clone());
    let (may_lead, account) = (who.person().capacities.contains(&Capacity::Lead), who.account.clone());
    let (course, named, terms, leads, (reader, round)) = app
        .read(move |r| {
            let (now, shelf) = (r.now(), r.shelf());
            let row = seen_enrolment(r.conn(), &sight, &id)?;
            let terms = (terms_of(r.conn(), &id, now)?, life_shown(r.conn(), &id)?);
            let course = fresh(r.conn(), &shelf, row, now)?;
            course.version.requirement(&asked).ok_or(Fault::NotFound)?;
            let mut named = named(r.conn(), &sight, &course, &asked)?;
            recorded(r.conn(), &course, &asked, &mut named)?;
            let leads = may_lead && led_one(r.conn(), &sight, &id).is_ok();
            let reader = if account == course.row.person { Reader::Trainee } else { Reader::Staff };
            let round = gathered::round(r.conn(), &course, &asked, reader)?;
            Ok((course, named, terms, leads, (reader, round)))
        })
        .await?;
    let title = course.version.requirement(&code).ok_or(Fault::NotFound)?.title.clone();
    let place = if reader == Reader::Trainee { Place::Requirements } else { Place::Nowhere };
    let shell = who.shell(title, place);
    let told = course.line(&code);
    match told {
        Some(told) => page(Shown {
            round,
            ..opened(shell, who.person(), &course, told, &named, &terms, (reader, leads))
        }),
        // A requirement that the version has is in its answer.
        None => Err(Fault::Busy("the standing of this enrolment is being worked out".to_owned()).into()),
    }
}

fn named(
    conn: &mut crate::db::conn::Conn,
    sight: &Sight,
    course: &Course,
    code: &str,
) -> Result<HashMap<String, Label>, Fault> {
    let Some((_, standing, _)) = course.line(code) else { return Ok(HashMap::new()) };
    let counted = standing.counted.iter().chain(&standing.pending).map(|one| &one.fact);
    let ids: Vec<String> = counted.chain(standing.not_counted.iter().map(|one| &one.fact)).cloned().collect();
    labels(conn, sight, (&course.row.portfolio, &course.row.person), &course.version, &ids)
}

/// Where what is asked has to be in another system: since when it is there.
fn recorded(
    conn: &mut crate::db::conn::Conn,
    course: &Course,
    code: &str,
    named: &mut HashMap<String, Label>,
) -> Result<(), Fault> {
    let asked = course.version.requirement(code).filter(|requirement| requirement.official);
    let Some(system) = asked.and(course.version.official_record.as_ref()) else { return Ok(()) };
    let listed = asked.and_then(|requirement| requirement.rule.items());
    let of_list = |item: &str| listed.is_none_or(|(_, items)| items.iter().any(|one| one.code == item));
    // The latest first; said in the order in which it was.
    for said in entered_under(conn, &course.row.id)?.into_iter().rev() {
        let Some(label) = named.get_mut(said.row.entry.as_str()) else { continue };
        let on = said.row.entered_on;
        match said.row.item.as_str() {
            "" => label.entered = format!("signed here; entered in {system} on {on}"),
            item if of_list(item) => {
                let before = if label.entered.is_empty() { "signed here" } else { label.entered.as_str() };
                label.entered = format!("{before}; {item} entered in {system} on {on}");
            }
            _ => {}
        }
    }
    Ok(())
}

fn opened(
    shell: Shell,
    person: &Person,
    course: &Course,
    told: Told<'_>,
    named: &HashMap<String, Label>,
    (terms, lived): &(Vec<PersonalTerm>, Vec<LifeShown>),
    (reader, leads): (Reader, bool),
) -> Shown {
    let (requirement, standing, outlook) = told;
    let staff = reader == Reader::Staff;
    // After an end nobody takes a next step.
    let open = |_: &&Next| !course.is_closed();
    Shown {
        shell,
        back: match reader {
            Reader::Trainee => Link::to("Requirements", paths::REQUIREMENTS),
            Reader::Staff => Link::to(course.row.name.clone(), paths::trainee(course.row.id.as_str())),
        },
        whose: staff.then(|| course.row.name.clone()),
        programme: course.version.title.clone(),
        state: outlook.state.as_str(),
        necessity: shown::necessity(standing.necessity),
        illustrative: standing.illustrative,
        local: requirement.local.clone().unwrap_or_default(),
        stale: course.stale.clone(),
        text: requirement.said(course.row.started_on).1.to_owned(),
        rule: describe(requirement, &course.version),
        headline: shown::figures(requirement, standing),
        bar: shown::bar(course, told),
        figures: figures(requirement, standing),
        forecast: outlook.forecast.as_ref().map(|f| shown::pace(f, reader)).unwrap_or_default(),
        no_forecast: unpaced(&outlook.no_forecast),
        why: shown::why(course, told).into_iter().skip(1).collect(),
        locks: locks(course, standing),
        minimums: standing.minimums.iter().map(minimum).collect(),
        children: children(course, standing),
        next: standing.next.as_ref().filter(open).map(|next| to(reader, &next.sentence)).unwrap_or_default(),
        before: (!staff && !course.is_closed() && course.version.accepts_earlier && requirement.earlier)
            .then(|| {
                let path = paths::earlier_claim_of(course.row.id.as_str(), &requirement.code);
                Link::to("I have done this before", path)
            }),
        record: match (staff, leads) {
            _ if course.is_closed() => None,
            (false, _) => record(course, requirement),
            (true, true) => enter(course, requirement),
            (true, false) => None,
        },
        recorder: if !staff && entered_by_lead(course, requirement) {
            "Your training lead records this: there is nothing for you to write down here."
        } else {
            ""
        },
        round: None,
        combines: requirement.rule.combines().is_some(),
        to_enter: to_enter(course, requirement),
        counted: standing.counted.iter().filter_map(|one| counted(one, named)).collect(),
        pending_when: pending_when(standing),
        pending: standing
            .pending
            .iter()
            .filter_map(|one| pending(one, standing, (person, reader), named))
            .collect(),
        not_counted: groups(standing, reader, named),
        due: standing.due.map(|day| days::due(day, course, terms, &standing.id)).unwrap_or_default(),
        window: days::window(standing),
        personal: alone::said(standing, terms, lived),
        sources: requirement.provenance.sources.iter().map(|source| Source::of(source)).collect(),
        note: requirement.provenance.note.clone(),
        changes: days::changes(course, told),
    }
}

/// Counts and marks have four figures; for the others the state says it all.
fn figures(requirement: &Requirement, standing: &Standing) -> Option<Figures> {
    let counts =
        requirement.rule.combines().is_none() && !matches!(requirement.rule, Rule::Held(_) | Rule::Mix(_));
    // A share is told with its sign; what others count stands beside the target.
    let sign = if matches!(requirement.rule, Rule::Share(_)) { " %" } else { "" };
    counts.then(|| Figures {
        recorded: format!("{}{sign}", standing.recorded),
        waiting: if only_to_enter(standing) { "Signed, to be entered" } else { "Submitted, waiting" },
        submitted: format!("{}{sign}", standing.submitted),
        signed: format!("{}{sign}", standing.signed),
        target: standing.target.to_string(),
        unit: standing.unit.clone(),
    })
}

/// Why there is no forecast, as a sentence.
fn unpaced(why: &str) -> String {
    if why.is_empty() { String::new() } else { format!("{}.", capital(why)) }
}

fn locks(course: &Course, standing: &Standing) -> Vec<Link> {
    let one = |lock: &crate::domain::progress::Lock| {
        Link::to(capital(&lock.sentence), paths::requirement(course.row.id.as_str(), &lock.code))
    };
    standing.locked_by.iter().map(one).collect()
}

fn minimum(one: &Minimum) -> MinimumRow {
    MinimumRow {
        label: one.label.clone(),
        recorded: one.recorded.to_string(),
        submitted: one.submitted.to_string(),
        signed: one.signed.to_string(),
        target: one.target.to_string(),
        state: if one.met { "Met" } else { "Not met" },
        bar: Progress { signed: one.signed, submitted: one.submitted, target: one.target, expected: None },
    }
}

/// What the rule combines, and what the programme shows under it.
fn children(course: &Course, standing: &Standing) -> Vec<shown::Line> {
    let combined = |code: &str| standing.children.iter().any(|child| child.code == code);
    let under = |requirement: &Requirement| requirement.part_of.as_deref() == Some(standing.id.as_str());
    let parts = course.lines().filter(|told| under(told.0) || combined(&told.0.code));
    parts.map(|told| shown::line(course, told)).collect()
}

/// Where a trainee records what is asked, if it is theirs to record.
fn record(course: &Course, requirement: &Requirement) -> Option<Link> {
    if let Rule::Held(Held { what: HeldThing::Registration(_), .. }) = &requirement.rule {
        return Some(Link::to("Add a registration", paths::REGISTRATIONS));
    }
    let kind = kinds(course, requirement).find(|kind| kind.recorded_by == Recorder::Trainee)?;
    Some(Link::to(format!("Log {}", kind.one()), paths::new_entry(&kind.code)))
}

/// The kinds that the rule reads, as the programme uses them.
fn kinds<'c>(course: &'c Course, requirement: &'c Requirement) -> impl Iterator<Item = &'c Kind> {
    let codes = requirement.rule.kinds().into_iter();
    codes.filter_map(|code| course.version.kind(code)).map(|used| &used.kind)
}

fn entered_by_lead(course: &Course, requirement: &Requirement) -> bool {
    let mut all = kinds(course, requirement).peekable();
    all.peek().is_some() && all.all(|kind| kind.recorded_by == Recorder::Lead)
}

/// Where the training lead records what is asked, if it is theirs to record.
fn enter(course: &Course, requirement: &Requirement) -> Option<Link> {
    let id = course.row.id.as_str();
    if let Some(kind) = kinds(course, requirement).find(|kind| kind.recorded_by == Recorder::Lead) {
        let path = format!("{}?kind={}", paths::results_of(id), kind.code);
        return Some(Link::to(format!("Record {}", kind.one()), path));
    }
    course.version.whole(requirement)?;
    Some(Link::to("Sign it off as a whole", paths::whole(id, &requirement.code)))
}

/// What is signed here and still to be entered where the official record is.
fn to_enter(course: &Course, requirement: &Requirement) -> Option<Link> {
    let system = course.version.official_record.as_ref().filter(|_| requirement.official)?;
    Some(Link::to(format!("To enter in {system}"), paths::to_enter(course.row.id.as_str())))
}

fn counted(one: &Counted, named: &HashMap<String, Label>) -> Option<FactRow> {
    let mut row = fact(&one.fact, named)?;
    let credit =
        (one.credit != Amount::ONE && !one.credit.is_zero()).then(|| format!("counts {}", one.credit));
    let entered = named.get(&one.fact).map(|label| label.entered.clone()).unwrap_or_default();
    let labels = [one.label.clone(), entered].into_iter().filter(|text| !text.is_empty());
    let said: Vec<String> = credit.into_iter().chain(labels).collect();
    row.note = said.join("; ");
    Some(row)
}

/// That it is signed here and not yet where the official record is.
fn not_entered<'s>(standing: &'s Standing, fact: &str) -> Option<&'s NotCounted> {
    standing.not_counted.iter().find(|not| not.fact == fact && not.reason == Reason::NotEntered)
}

/// When what waits would count.
fn pending_when(standing: &Standing) -> &'static str {
    if only_to_enter(standing) {
        return "once entered where the official record is";
    }
    match standing.pending.iter().any(|one| not_entered(standing, &one.fact).is_some()) {
        true => "once signed here and entered there",
        false => "once signed",
    }
}

fn pending(
    one: &Counted,
    standing: &Standing,
    (person, reader): (&Person, Reader),
    named: &HashMap<String, Label>,
) -> Option<FactRow> {
    let mut row = fact(&one.fact, named)?;
    if let Some(not) = not_entered(standing, &one.fact) {
        row.note = to(reader, &not.sentence);
    } else if let Some(wait) = standing.waits.iter().find(|wait| wait.fact == one.fact) {
        row.note = format!("with {} {}", wait.with, shown::since(wait.since, person.now, person.zone));
    } else if let Some(why) = standing.not_counted.iter().find(|other| other.fact == one.fact) {
        row.note = to(reader, &why.sentence);
    }
    Some(row)
}

fn fact(id: &str, named: &HashMap<String, Label>) -> Option<FactRow> {
    let label = named.get(id)?;
    Some(FactRow {
        title: label.title.clone(),
        href: label.entry.as_ref().map(|id| paths::entry(id.as_str())),
        day: label.day.map(|day| day.to_string()).unwrap_or_default(),
        note: String::new(),
    })
}

/// Written to the trainee; whoever else reads it is told about them.
fn to(reader: Reader, sentence: &str) -> String {
    match reader {
        Reader::Trainee => sentence.to_owned(),
        Reader::Staff => about(sentence),
    }
}

/// What does not count, by its reason, the commonest first.
fn groups(standing: &Standing, reader: Reader, named: &HashMap<String, Label>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    // What would count once signed has its own list.
    let waits = |id: &str| standing.pending.iter().any(|one| one.fact == id);
    for one in standing.not_counted.iter().filter(|one| !waits(&one.fact)) {
        let Some(row) = fact(&one.fact, named) else { continue };
        let because = format!("Because {}", to(reader, &one.sentence).trim_end_matches('.'));
        match groups.iter_mut().find(|group| group.because == because) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { because, rows: vec![row] }),
        }
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.rows.len()));
    groups
}
