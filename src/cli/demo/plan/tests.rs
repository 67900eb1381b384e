use std::collections::HashMap;

use super::*;

fn day() -> Day {
    Day::of(2026, 11, 21).unwrap()
}

#[test]
fn the_whole_plan_has_the_promised_numbers() {
    let plan = Plan::of(day(), Size::Whole).unwrap();
    assert_eq!(plan.trainees.len(), 24);
    assert_eq!(plan.trainees.iter().filter(|one| one.cohort == 0).count(), 13);
    let counts: Vec<usize> = plan.trainees.iter().map(|one| one.cases.len()).collect();
    let sum: usize = counts.iter().sum();
    assert!((2_200..=2_600).contains(&sum), "{sum} cases");
    assert_eq!((counts.iter().min(), counts.iter().max()), (Some(&0), Some(&170)));
    assert_eq!(plan.trainees.iter().map(|one| one.drafts.len()).sum::<usize>(), 8);
    let clock_runs = plan.ends().day_in(DEFAULT_ZONE).days_since(plan.steps[0].at.day_in(DEFAULT_ZONE));
    assert!((700..=820).contains(&clock_runs), "{clock_runs} days");
}

#[test]
fn the_star_has_118_of_150_and_something_of_everything() {
    let plan = Plan::of(day(), Size::Whole).unwrap();
    let counting: Vec<&Logged> =
        plan.trainees[STAR].cases.iter().filter(|one| one.case.sort == Sort::Ran).collect();
    let of = |fate| counting.iter().filter(|one| one.fate == fate).count();
    assert_eq!(of(Fate::Signed) + of(Fate::Detour), 118);
    assert_eq!((of(Fate::Waits), of(Fate::Back)), (8, 1));
    assert_eq!(plan.trainees[STAR].drafts.len(), 3);
}

#[test]
fn a_few_have_second_thoughts() {
    for size in [Size::Whole, Size::Small] {
        let plan = Plan::of(day(), size).unwrap();
        let count = |is: fn(&What) -> bool| plan.steps.iter().filter(|step| is(&step.what)).count();
        let least = if size == Size::Whole { 4 } else { 1 };
        assert!(count(|what| matches!(what, What::Withdraw { .. })) >= least, "{size:?}");
        assert!(count(|what| matches!(what, What::TakeBack { .. })) >= least, "{size:?}");
        assert_eq!(count(|what| matches!(what, What::Report { .. })), 2);
        for step in &plan.steps {
            let What::Withdraw { trainee, case } = step.what else { continue };
            assert!(!plan.steps.iter().any(|other| other.what == What::Sign { trainee, case }));
        }
    }
}

#[test]
fn the_queues_are_as_written() {
    let plan = Plan::of(day(), Size::Whole).unwrap();
    let mut waiting: HashMap<usize, usize> = HashMap::new();
    for logged in plan.trainees.iter().flat_map(|one| &one.cases).filter(|one| one.fate == Fate::Waits) {
        *waiting.entry(logged.case.supervisor).or_default() += 1;
    }
    assert_eq!(waiting[&0], 12);
    for (at, supervisor) in SUPERVISORS.iter().enumerate() {
        let stars = STAR_WAITS.iter().filter(|with| **with == at).count();
        assert_eq!(waiting[&at], supervisor.queue.len() + stars, "{}", supervisor.name);
    }
}

#[test]
fn what_follows_comes_later_and_nothing_comes_after_the_evening_before() {
    for demo_day in ["2026-11-21", "2027-03-01", "2026-01-02", "2028-02-29", "2027-07-18"] {
        let plan = Plan::of(demo_day.parse().unwrap(), Size::Whole).unwrap();
        in_order(&plan);
        assert_eq!(plan, Plan::of(demo_day.parse().unwrap(), Size::Whole).unwrap());
    }
}

/// Other tests make the demo for the real today: sixty days of two years, of every weekday and month.
#[test]
fn the_plan_holds_on_whichever_day_it_is_made() {
    for nth in 0..60 {
        in_order(&Plan::of(day().plus_days(12 * nth), Size::Whole).unwrap());
    }
}

fn in_order(plan: &Plan) {
    let mut sent: HashMap<(usize, usize), Moment> = HashMap::new();
    for step in &plan.steps {
        assert!(step.at <= plan.ends(), "{}: {step:?}", plan.day);
        match step.what {
            What::Send { trainee, case } => drop(sent.insert((trainee, case), step.at)),
            What::Sign { trainee, case } | What::SendBack { trainee, case } => {
                assert!(sent[&(trainee, case)] < step.at, "{}: {step:?}", plan.day);
                assert!(plan.trainees[trainee].cases[case].day <= step.at.day_in(DEFAULT_ZONE));
            }
            _ => {}
        }
    }
}

#[test]
fn a_small_house_has_four_people_and_little_to_do() {
    let plan = Plan::of(day(), Size::Small).unwrap();
    assert_eq!(plan.trainees.len(), 4);
    let sum: usize = plan.trainees.iter().map(|one| one.cases.len()).sum();
    assert!((20..=60).contains(&sum), "{sum} cases");
    assert!(plan.trainees[STAR].cases.iter().any(|one| one.fate == Fate::Back));
}
