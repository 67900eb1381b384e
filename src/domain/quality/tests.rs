use super::*;

fn decided(id: usize, before: usize, fast: bool, item: &str) -> Decided {
    Decided {
        id: DecisionId::new(format!("d{id:04}")),
        entry: EntryId::new(format!("e{id:04}")),
        signer: AccountId::new("sue"),
        item: item.to_owned(),
        before,
        batch: fast.then_some(Batch::Timed(4)),
    }
}

fn hash(all: &[Weighed]) -> String {
    frame_hash(all.iter().map(|one| (&one.id, one.weight)))
}

fn ids(all: &[Weighed]) -> Vec<&str> {
    all.iter().map(|one| one.id.as_str()).collect()
}

#[test]
fn grounds_add_up_to_a_weight() {
    let mut all: Vec<Decided> = (0..200).map(|id| decided(id, 500, false, "case Aortic")).collect();
    all.push(decided(900, 0, true, "case Rare"));
    all.push(decided(901, 19, false, "case Aortic"));
    all.push(decided(902, 20, true, "case Aortic"));
    let found = weighed(&all, &WEIGHTS);
    let of = |id: &str| found.iter().find(|one| one.id.as_str() == id).unwrap();
    assert_eq!((of("d0000").weight, of("d0000").grounds.len()), (1, 0));
    assert_eq!(of("d0900").grounds, [Ground::NewAssessor, Ground::FastBatch, Ground::RareItem]);
    assert_eq!(of("d0900").weight, 8);
    assert_eq!((of("d0901").weight, of("d0902").weight), (4, 3));
    let made_of = |id: &str| (of(id).before, of(id).batch, of(id).same_item);
    let batch = Some(Batch::Timed(4));
    assert_eq!((made_of("d0900"), made_of("d0902")), ((0, batch, 1), (20, batch, 202)));
    assert_eq!(weighed(&all, &[(Ground::FastBatch, -5)]).iter().map(|one| one.weight).max(), Some(1));
    let few = weighed(&[decided(1, 500, false, "case Once")], &WEIGHTS);
    assert!(few[0].grounds.is_empty(), "of fifty or fewer nothing is rare");
}

#[test]
fn a_batch_weighs_more_where_it_was_fast_or_nobody_knows() {
    let of = |id: usize, batch| Decided { batch, ..decided(id, 500, false, "case") };
    let all = [
        of(0, None),
        of(1, Some(Batch::Untimed)),
        of(2, Some(Batch::Timed(FAST_SECONDS - 1))),
        of(3, Some(Batch::Timed(FAST_SECONDS))),
    ];
    let weights = |by: &[(Ground, i32)]| weighed(&all, by).iter().map(|one| one.weight).collect::<Vec<_>>();
    assert_eq!(weights(&WEIGHTS), [1, 3, 3, 1]);
    // As samples were drawn before.
    assert_eq!("fast-batch".parse::<Ground>().unwrap(), Ground::Batch);
    assert_eq!(weights(&[(Ground::Batch, 2)]), [1, 3, 3, 3]);
}

#[test]
fn the_time_of_a_batch_is_whole_seconds_for_each_entry() {
    assert_eq!(Batch::of(Some(79_999), 8), Batch::Timed(9));
    assert_eq!(Batch::of(Some(80_000), 8), Batch::Timed(10));
    assert_eq!(Batch::of(Some(0), 2), Batch::Timed(0));
    for unknown in [Batch::of(None, 8), Batch::of(Some(-60_000), 8), Batch::of(Some(80_000), 0)] {
        assert_eq!(unknown, Batch::Untimed);
    }
}

#[test]
fn a_sample_is_drawn_again_from_its_seed_and_another_seed_draws_another() {
    let all: Vec<Decided> = (0..300).map(|id| decided(id, 500, false, "case")).collect();
    let frame = weighed(&all, &WEIGHTS);
    let first = drawn("00ff", &frame, 20);
    assert_eq!(first.len(), 20);
    let mut turned = all.clone();
    turned.reverse();
    assert_eq!(drawn("00ff", &weighed(&turned, &WEIGHTS), 20), first, "the order of the rows is nothing");
    assert_ne!(ids(&drawn("00fe", &frame, 20)), ids(&first));
    assert_eq!(ids(&drawn("00ff", &frame, 5)), ids(&first)[..5], "a smaller one is its beginning");
    assert_eq!(drawn("00ff", &frame, 1_000).len(), 300, "never more than there are, each once");
    assert_eq!(drawn("00ff", &frame, 0), []);
    assert_eq!(hash(&frame), hash(&weighed(&turned, &WEIGHTS)));
    let mut more = all;
    more.push(decided(999, 500, false, "case"));
    assert_ne!(hash(&frame), hash(&weighed(&more, &WEIGHTS)));
}

#[test]
fn what_weighs_more_is_drawn_more_often() {
    let mut all: Vec<Decided> = (0..90).map(|id| decided(id, 500, false, "case")).collect();
    all.extend((100..110).map(|id| decided(id, 0, true, "case")));
    let frame = weighed(&all, &WEIGHTS);
    let mut heavy = 0;
    for seed in 0..200_u64 {
        let sample = drawn(&super::seed(seed.to_be_bytes()), &frame, 10);
        heavy += sample.iter().filter(|one| one.weight > 1).count();
    }
    // 10 of 100 decisions hold 60 of 150 tickets: a fifth to a half of what is drawn, and not a tenth.
    assert!((500..1_000).contains(&heavy), "{heavy} of 2000");
}

#[test]
fn a_ticket_can_be_checked_with_any_hash_program() {
    let frame = weighed(&[decided(1, 500, false, "case")], &WEIGHTS);
    assert_eq!(ticket("00", &frame[0].id, 0), digest(&["00".to_owned(), "d0001".to_owned(), "0".to_owned()]));
    assert_eq!(seed([0, 1, 0xab, 0xff, 0, 0, 0, 9]), "0001abff00000009");
}

fn judged(verdict: &str, level: &str) -> Judgement {
    Judgement { verdict: verdict.to_owned(), satisfactory: true, level: level.to_owned() }
}

#[test]
fn agreement_is_told_from_ten_pairs_on() {
    let same = (judged("signed", "a"), judged("signed", "a"));
    let other = (judged("signed", "a"), judged("returned", ""));
    let nine = vec![same.clone(); 9];
    assert_eq!(agreement(&nine), Agreement::TooFew(9));
    assert_eq!(
        agreement(&nine).said(),
        "9 pairs to compare: fewer than 10 say nothing, so no figure is shown."
    );
    let all_same = vec![same.clone(); 10];
    let told = agreement(&all_same);
    assert_eq!(told, Agreement::Told { pairs: 10, same: 10, percent: 100, kappa: None });
    assert_eq!(told.said(), "10 of 10 pairs agree, 100 %.");
    let mut mixed = vec![same; 9];
    mixed.push(other);
    assert_eq!(agreement(&mixed), Agreement::Told { pairs: 10, same: 9, percent: 90, kappa: Some(0) });
    assert!(agreement(&mixed).said().ends_with("90 %. Beyond chance (Cohen’s kappa): 0.00."));
    // Half signed, half returned, all alike: nothing of it is chance.
    let mut halves = vec![(judged("signed", "a"), judged("signed", "a")); 5];
    halves.extend(vec![(judged("returned", ""), judged("returned", "")); 5]);
    assert_eq!(agreement(&halves), Agreement::Told { pairs: 10, same: 10, percent: 100, kappa: Some(100) });
    let crossed: Vec<_> = halves
        .iter()
        .map(|(first, _)| {
            (
                first.clone(),
                if first.verdict == "signed" { judged("returned", "") } else { judged("signed", "a") },
            )
        })
        .collect();
    assert_eq!(agreement(&crossed), Agreement::Told { pairs: 10, same: 0, percent: 0, kappa: Some(-100) });
    assert!(agreement(&crossed).said().ends_with("-1.00."));
}

#[test]
fn kappa_is_rounded_to_the_nearest_on_both_sides_of_nothing() {
    let (yes, no) = (judged("signed", "a"), judged("returned", ""));
    let pairs = |both: usize, first: usize, second: usize, neither: usize| {
        let mut all = vec![(yes.clone(), yes.clone()); both];
        all.extend(vec![(yes.clone(), no.clone()); first]);
        all.extend(vec![(no.clone(), yes.clone()); second]);
        all.extend(vec![(no.clone(), no.clone()); neither]);
        match agreement(&all) {
            Agreement::Told { kappa, .. } => kappa,
            Agreement::TooFew(_) => None,
        }
    };
    // 16 / 46 = 0.348 and -16 / 44 = -0.364.
    assert_eq!(pairs(5, 2, 1, 2), Some(35));
    assert_eq!(pairs(4, 4, 2, 0), Some(-36));
}
