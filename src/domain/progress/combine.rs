//! All, any, at least n of, per cent of: other requirements, and where somebody stands in other programmes.
//! Only what is asked is in the denominator: an illustrative, recommended or waived child is listed, and
//! neither helps nor hinders.

use crate::domain::amount::Amount;
use crate::domain::rule::{Denominator, Elsewhere, Of, Rule};
use crate::domain::time::Day;

use super::context::Context;
use super::{Child, Standing};

/// One of the denominator.
struct One {
    met: bool,
    would: bool,
    begun: bool,
    failing: bool,
    on: Option<Day>,
    /// What is inside it: signed, waiting, asked.
    inside: (Amount, Amount, Amount),
}

/// Told instead of a share of nothing: what nobody has confirmed holds nobody up.
const NOTHING: &str = "Nothing is confirmed to count for it yet";

pub(super) fn combine(ctx: &Context<'_>, rule: &Rule, standing: &mut Standing) {
    standing.unit = "requirements met".to_owned();
    let Some(of) = rule.combines() else { return };
    let all = listed(ctx, of, standing);
    if let Rule::Percent { percent, by: Denominator::Items, .. } = rule {
        return items(&all, *percent, standing);
    }
    let number = all.len();
    let needed = match rule {
        Rule::Any(_) => number.min(1),
        Rule::AtLeast { number: least, .. } => number.min(usize::try_from(*least).unwrap_or(number)),
        Rule::Percent { percent, .. } => {
            let share = u64::try_from(number).unwrap_or(0).saturating_mul((*percent).into());
            usize::try_from(share.div_ceil(100)).unwrap_or(number)
        }
        _ => number,
    };
    let count = |wanted: fn(&One) -> bool| all.iter().filter(|one| wanted(one)).count();
    let met = count(|one| one.met);
    let waiting = count(|one| !one.met && one.would);
    standing.target = Amount::count(needed);
    standing.signed = Amount::count(met);
    standing.submitted = Amount::count(waiting);
    standing.recorded = Amount::count(count(|one| one.met || one.would || one.begun));
    standing.met = met >= needed;
    standing.would_meet = met + waiting >= needed;
    standing.failing = matches!(rule, Rule::All(_)) && all.iter().any(|one| one.failing);
    if let Rule::Percent { percent, .. } = rule {
        standing.result = Some(match number {
            0 => NOTHING.to_owned(),
            _ => format!("{met} of {number} met; {percent} % of {number} is {needed}"),
        });
    }
    if standing.met {
        standing.met_on = nth_day(&all, needed);
    }
}

/// The children told, and those that are in the denominator.
fn listed(ctx: &Context<'_>, of: &Of, standing: &mut Standing) -> Vec<One> {
    let mut all = Vec::new();
    for child in of.codes.iter().filter_map(|code| ctx.done.get(code.as_str())) {
        standing.children.push(Child {
            code: child.id.clone(),
            title: child.title.clone(),
            met: child.met,
            binding: child.is_asked(),
        });
        if child.is_asked() {
            all.push(One {
                met: child.met,
                would: child.would_meet,
                begun: !child.recorded.is_zero(),
                failing: child.failing,
                on: child.met_on,
                inside: (child.signed, child.submitted, child.target),
            });
        }
    }
    for other in &of.elsewhere {
        let (met, on) = elsewhere(ctx, other);
        let title = match &other.requirement {
            Some(code) => format!("“{code}” in {}", other.programme),
            None => format!("{} is completed", other.programme),
        };
        standing.children.push(Child { code: String::new(), title, met, binding: true });
        let have = if met { Amount::ONE } else { Amount::ZERO };
        let inside = (have, Amount::ZERO, Amount::ONE);
        all.push(One { met, would: met, begun: met, failing: false, on, inside });
    }
    all
}

/// Where the same person stands in another programme; met once is enough.
fn elsewhere(ctx: &Context<'_>, wanted: &Elsewhere) -> (bool, Option<Day>) {
    let known = ctx.facts.elsewhere.iter().filter(|row| row.known_from.is_none_or(|from| from <= ctx.as_of));
    let mine = known.filter(|row| row.programme == wanted.programme && row.requirement == wanted.requirement);
    let met: Vec<Option<Day>> = mine.filter(|row| row.met).map(|row| row.met_on).collect();
    (!met.is_empty(), met.into_iter().flatten().min())
}

/// The day on which so many were met.
fn nth_day(all: &[One], needed: usize) -> Option<Day> {
    let mut days: Vec<Day> = all.iter().filter(|one| one.met).filter_map(|one| one.on).collect();
    days.sort_unstable();
    needed.checked_sub(1).and_then(|at| days.get(at).or(days.last())).copied()
}

/// Per cent of the items, units and credits inside the children.
fn items(all: &[One], percent: u32, standing: &mut Standing) {
    standing.unit = "items".to_owned();
    let sum = |of: fn(&One) -> Amount| -> Amount { all.iter().map(of).sum() };
    let whole = sum(|one| one.inside.2);
    let signed = sum(|one| one.inside.0.min(one.inside.2));
    let with = sum(|one| (one.inside.0 + one.inside.1).min(one.inside.2));
    // Up to the next whole item.
    let units = whole.hundredths().saturating_mul(percent.into()).saturating_add(9_999).div_euclid(10_000);
    standing.target = Amount::whole(units).min(whole);
    standing.signed = signed;
    standing.submitted = with.less(signed);
    standing.recorded = with;
    standing.met = signed >= standing.target;
    standing.would_meet = with >= standing.target;
    standing.result = Some(match whole.is_zero() {
        true => NOTHING.to_owned(),
        false => format!("{signed} of {whole} signed; {percent} % of {whole} is {}", standing.target),
    });
    if standing.met {
        standing.met_on = all.iter().filter_map(|one| one.on).max();
    }
}
