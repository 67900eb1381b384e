//! One's own figures, and the patterns that a training lead reads.

use crate::app::App;
use crate::domain::calibration::{
    Act, FIGURES_DAYS, PATTERN_DAYS, beside, figures, patterns, said, seen_by_leads_from, spreads,
};
use crate::domain::fault::Fault;
use crate::features::programmes;
use crate::features::signoffs::calibration::others::of_others as others;
use crate::features::signoffs::calibration::views;
use crate::features::signoffs::store;
use crate::web::gate::{Lead, Staff};
use crate::web::oops::Answer;
use crate::web::page::page;

pub async fn own(who: Staff, app: App) -> Answer {
    let (sight, today, now) = (who.sight(), who.today(), who.now);
    let (shown, own, department, kinds, (told, counts)) = app
        .read(move |r| {
            let shelf = r.shelf();
            let shown = store::shown(r.conn())?;
            if !shown.is_on(today) {
                return Ok((shown, Vec::new(), Vec::new(), Vec::new(), Default::default()));
            }
            let (own, department) = store::acts_beside(r.conn(), &sight, now.plus_days(-FIGURES_DAYS))?;
            let kinds = programmes::newest_kinds(r.conn(), &shelf)?;
            let told = (store::told_of(r.conn(), &sight)?, store::counts_from(r.conn(), &sight)?);
            Ok((shown, own, department, kinds, told))
        })
        .await?;
    if !shown.is_on(today) {
        return page(views::Announced::new(&who, shown));
    }
    let mine: Vec<&Act> = own.iter().collect();
    let mut levels = Vec::new();
    for kind in kinds.iter().filter(|kind| kind.scale.is_some()) {
        if let (Some(own), theirs) = spreads(&department, &mine, &who.account, &kind.code) {
            let signed = mine.iter().filter(|act| act.is_at_a_level_of(&kind.code)).count();
            levels.push(views::OfKind { kind: kind.clone(), signed, own, theirs });
        }
    }
    let lately = now.plus_days(-PATTERN_DAYS);
    let counted = |act: &&Act| act.at >= lately && counts.is_some_and(|from| act.at >= from);
    let recent: Vec<&Act> = own.iter().filter(counted).collect();
    let lines = patterns(&recent).into_iter().map(|(pattern, part, all)| {
        let seen = told.get(&pattern).map(|at| seen_by_leads_from(*at));
        (said(pattern, part, all, "your"), seen)
    });
    let found = views::Found {
        own: figures(&mine),
        returned: mine.iter().filter(|act| act.returned).count(),
        department: beside(&department, &who.account),
        levels,
        patterns: lines.collect(),
    };
    page(views::Figures::new(&who, found))
}

pub async fn of_others(who: Lead, app: App) -> Answer {
    let (sight, now) = (who.sight(), who.now);
    let lines = app.read(move |r| others(r.conn(), &sight, now)?.ok_or(Fault::NotFound)).await?;
    page(views::Patterns::new(&who, lines))
}
