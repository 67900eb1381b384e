//! All, any, at least n of, per cent of other requirements. Only binding ones are in the denominator:
//! an illustrative, recommended or waived child is listed, and neither helps nor hinders.

use crate::domain::amount::Amount;
use crate::domain::rule::Rule;
use crate::domain::time::Day;

use super::context::Context;
use super::{Child, Standing};

pub(super) fn combine(ctx: &Context<'_>, rule: &Rule, standing: &mut Standing) {
    standing.unit = "requirements met".to_owned();
    let children: Vec<&Standing> =
        rule.children().iter().filter_map(|code| ctx.done.get(code.as_str())).collect();
    standing.children = children
        .iter()
        .map(|child| Child {
            code: child.id.clone(),
            title: child.title.clone(),
            met: child.met,
            binding: child.binding,
        })
        .collect();
    let binding: Vec<&&Standing> = children.iter().filter(|child| child.binding).collect();
    let of = binding.len();
    let needed = match rule {
        Rule::Any(_) => of.min(1),
        Rule::AtLeast { number, .. } => of.min(usize::try_from(*number).unwrap_or(of)),
        Rule::Percent { percent, .. } => {
            let share = u64::try_from(of).unwrap_or(0).saturating_mul((*percent).into());
            usize::try_from(share.div_ceil(100)).unwrap_or(of)
        }
        _ => of,
    };
    let count = |wanted: &dyn Fn(&Standing) -> bool| binding.iter().filter(|child| wanted(child)).count();
    let met = count(&|child| child.met);
    let waiting = count(&|child| !child.met && child.would_meet);
    standing.target = Amount::count(needed);
    standing.signed = Amount::count(met);
    standing.submitted = Amount::count(waiting);
    standing.recorded =
        Amount::count(count(&|child| child.met || child.would_meet || !child.recorded.is_zero()));
    standing.met = met >= needed;
    standing.would_meet = met + waiting >= needed;
    standing.failing = matches!(rule, Rule::All(_)) && binding.iter().any(|child| child.failing);
    if let Rule::Percent { percent, .. } = rule {
        standing.result = Some(format!("{met} of {of} met; {percent} % of {of} is {needed}"));
    }
    if standing.met {
        let mut days: Vec<Day> =
            binding.iter().filter(|child| child.met).filter_map(|child| child.met_on).collect();
        days.sort_unstable();
        standing.met_on = needed.checked_sub(1).and_then(|at| days.get(at).or(days.last())).copied();
    }
}
