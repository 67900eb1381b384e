//! What the cases of one trainee look like: which operation, for how long, how cold, which part was
//! played and under how much supervision, drifting from watching to running it as the cases add up.

use super::cast::Trainee;
use super::chance::Chance;
use super::says;

/// What a case is worth, decided by hand in `cast`; everything else about it is chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Ran,
    Assisted,
    Observed,
    WithoutBypass,
    Elsewhere,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    Photo,
    Paper,
}

/// A case as it is typed into the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub sort: Sort,
    pub procedure: &'static str,
    pub part: &'static str,
    pub supervision: &'static str,
    /// Index of the supervisor; also whom it is sent to.
    pub supervisor: usize,
    /// Index of the site.
    pub site: usize,
    pub urgency: &'static str,
    pub group: &'static str,
    pub age_band: &'static str,
    pub redo: bool,
    pub share: i64,
    pub bypass: i64,
    pub clamp: i64,
    pub arrest: i64,
    pub cerebral: i64,
    /// Tenths of a degree.
    pub coldest: i64,
    pub cardioplegia: &'static str,
    pub circuit: &'static str,
    pub cell_salvage: bool,
    pub balloon: bool,
    pub incident: &'static str,
    pub reflection: &'static str,
    pub proof: Option<Proof>,
    /// The level at which it will be signed.
    pub level: &'static str,
    pub comment: &'static str,
}

/// All cases of a trainee in the order in which they happen.
pub fn of(trainee: &Trainee, chance: &Chance) -> Vec<Case> {
    let sorts = order(trainee, chance);
    let mut ran = 0;
    let mut cases = Vec::new();
    for sort in sorts {
        cases.push(case(trainee, sort, ran, chance));
        ran += i64::from(matches!(sort, Sort::Ran | Sort::Elsewhere));
    }
    cases
}

/// Watching comes first, assisting soon after, the rest is spread.
fn order(trainee: &Trainee, chance: &Chance) -> Vec<Sort> {
    let counts = trainee.counts;
    let mut all: Vec<(i64, Sort)> = Vec::new();
    let mut put = |count: i64, sort: Sort, early: i64, late: i64| {
        for nth in 0..count {
            let place = early + (late - early) * (2 * nth + 1) / (2 * count.max(1));
            all.push((place + chance.between(-30, 30), sort));
        }
    };
    put(counts.observed, Sort::Observed, 0, 90);
    put(counts.assisted, Sort::Assisted, 40, 360);
    put(counts.without_bypass, Sort::WithoutBypass, 150, 1000);
    put(counts.elsewhere, Sort::Elsewhere, 200, 1000);
    put(counts.ran, Sort::Ran, 120, 1000);
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, sort)| sort).collect()
}

const PROCEDURES: [(&str, i64); 8] = [
    ("cabg", 40),
    ("valve", 25),
    ("cabg-valve", 11),
    ("aortic", 9),
    ("congenital", 5),
    ("transplant", 2),
    ("vad", 1),
    ("other", 7),
];

fn case(trainee: &Trainee, sort: Sort, ran: i64, chance: &Chance) -> Case {
    let procedure = match sort {
        Sort::WithoutBypass => chance.weighed(&[("standby", 2), ("ecmo", 1)]),
        _ => chance.weighed(&PROCEDURES),
    };
    let on_bypass = sort != Sort::WithoutBypass;
    let (part, supervision) = played(sort, ran, chance);
    let group = match (procedure, chance.between(1, 100)) {
        ("congenital", 1..=25) => "neonate",
        ("congenital", 26..=85) => "paediatric",
        _ => "adult",
    };
    let age_band = match group {
        "adult" => chance.weighed(&[("16-39", 6), ("40-59", 24), ("60-74", 46), ("75-over", 24)]),
        _ => "",
    };
    let deep = procedure == "aortic" && chance.percent(45);
    let bypass = if on_bypass { minutes(procedure, chance) } else { 0 };
    let asks = trainee.asks;
    let [often, seldom, now_and_then] = asks;
    let elsewhere = sort == Sort::Elsewhere || (trainee.department == 1 && sort == Sort::Observed);
    Case {
        sort,
        procedure,
        part,
        supervision,
        supervisor: match chance.between(1, 10) {
            1..=6 => often,
            7..=9 => seldom,
            _ => now_and_then,
        },
        site: usize::from(elsewhere),
        urgency: chance.weighed(&[("elective", 62), ("urgent", 28), ("emergency", 9), ("salvage", 1)]),
        group,
        age_band,
        redo: chance.percent(8),
        share: match part {
            "observed" => 0,
            "assisted" => chance.between(3, 6) * 10,
            _ => chance.between(8, 10) * 10,
        },
        bypass,
        clamp: if on_bypass { bypass * chance.between(60, 78) / 100 } else { 0 },
        arrest: if deep { chance.about(8, 34) } else { 0 },
        cerebral: if deep { chance.about(12, 48) } else { 0 },
        coldest: match (deep, on_bypass) {
            (true, _) => chance.about(182, 256),
            (false, true) => chance.about(318, 358),
            _ => 0,
        },
        cardioplegia: match on_bypass {
            true => chance.weighed(&[
                ("cold-blood", 55),
                ("single-dose", 22),
                ("warm-blood", 12),
                ("crystalloid", 8),
                ("none", 3),
            ]),
            false => "",
        },
        circuit: if group == "adult" { chance.word(&says::CIRCUITS[..4]) } else { says::CIRCUITS[4] },
        cell_salvage: chance.percent(35),
        balloon: chance.percent(4),
        incident: if chance.percent(2) { chance.word(&says::INCIDENTS) } else { "" },
        reflection: if chance.percent(4) { chance.word(&says::REFLECTIONS) } else { "" },
        proof: match chance.between(1, 200) {
            1 | 2 => Some(Proof::Photo),
            3 => Some(Proof::Paper),
            _ => None,
        },
        level: level(part, ran, chance),
        comment: if chance.percent(18) { chance.word(&says::COMMENTS) } else { "" },
    }
}

/// The part played and the supervision had, by how many were run before.
fn played(sort: Sort, ran: i64, chance: &Chance) -> (&'static str, &'static str) {
    match sort {
        Sort::Observed => ("observed", "beside-me"),
        Sort::Assisted | Sort::WithoutBypass => {
            ("assisted", chance.weighed(&[("beside-me", 3), ("in-theatre", 1)]))
        }
        Sort::Ran | Sort::Elsewhere => {
            let shares: [(&'static str, i64); 3] = match ran {
                0..=19 => [("beside-me", 85), ("in-theatre", 14), ("near", 1)],
                20..=59 => [("beside-me", 40), ("in-theatre", 55), ("near", 5)],
                60..=109 => [("beside-me", 12), ("in-theatre", 63), ("near", 25)],
                _ => [("beside-me", 5), ("in-theatre", 45), ("near", 50)],
            };
            ("ran-it", chance.weighed(&shares))
        }
    }
}

fn minutes(procedure: &str, chance: &Chance) -> i64 {
    match procedure {
        "cabg" => chance.about(58, 132),
        "valve" => chance.about(64, 150),
        "cabg-valve" => chance.about(96, 205),
        "aortic" => chance.about(118, 290),
        "congenital" => chance.about(55, 190),
        "transplant" => chance.about(140, 300),
        "vad" => chance.about(70, 160),
        _ => chance.about(50, 170),
    }
}

fn level(part: &str, ran: i64, chance: &Chance) -> &'static str {
    let shares: [(&'static str, i64); 3] = match (part, ran) {
        ("observed", _) => [("watch", 90), ("hands-on", 10), ("at-hand", 0)],
        ("assisted", 0..=19) => [("watch", 35), ("hands-on", 65), ("at-hand", 0)],
        (_, 0..=29) => [("hands-on", 80), ("at-hand", 20), ("later", 0)],
        (_, 30..=79) => [("hands-on", 30), ("at-hand", 66), ("later", 4)],
        (_, 80..=119) => [("at-hand", 70), ("later", 29), ("teaches", 1)],
        _ => [("at-hand", 35), ("later", 55), ("teaches", 10)],
    };
    chance.weighed(&shares)
}
