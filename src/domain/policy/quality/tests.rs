use super::*;
use crate::domain::policy::samples::{code_of, day, somebody};
use crate::domain::role::Scope;

fn department(id: &str) -> Spot {
    Spot::within(Over::of(Scope::Department, id), [Over::of(Scope::Institution, "inst")])
}

fn over(scope: Scope, id: &str) -> Territory {
    Territory::of([Over::of(scope, id)])
}

#[test]
fn the_whole_table_of_drawing() {
    let territories = [
        over(Scope::Department, "d"),
        over(Scope::Institution, "inst"),
        over(Scope::Department, "e"),
        Territory::default(),
    ];
    for (account, reader) in [("lea", "rhea"), ("lea", "lea")] {
        for (led, leads) in territories.iter().zip([true, true, false, false]) {
            for (read, reads) in territories.iter().zip([true, true, false, false]) {
                for (from, until) in [(1, 5), (5, 5), (5, 1)] {
                    for (size, read_by) in
                        [(0, 9), (1, 9), (MOST, 9), (MOST + 1, 9), (1, 6), (1, 7), (1, 6 + 366), (1, 8 + 366)]
                    {
                        for (decisions, drawn_already, in_training) in
                            [(0, true, false), (7, true, false), (7, false, false), (7, false, true)]
                        {
                            let case = DrawCase {
                                spot: department("d"),
                                territory: led.clone(),
                                reader: AccountId::new(reader),
                                reads: read.clone(),
                                in_training,
                                from: day(from),
                                until: day(until),
                                size,
                                read_by: day(1).plus_days(read_by - 1),
                                today: day(7),
                                decisions,
                                drawn_already,
                            };
                            let expected = match () {
                                () if !leads => "quality-outside",
                                () if reader == account => "reads-own-sample",
                                () if !reads => "no-reader-there",
                                () if in_training => "reader-in-training",
                                () if from > until => "quality-ends-before",
                                () if size == 0 || size > MOST => "quality-size",
                                () if read_by == 6 || read_by == 8 + 366 => "quality-read-by",
                                () if decisions == 0 => "quality-nothing",
                                () if drawn_already => "quality-drawn-already",
                                () => "ok",
                            };
                            assert_eq!(code_of(may_draw(&somebody(account), &case)), expected, "{case:?}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn the_whole_table_of_reading_again() {
    for account in ["rhea", "sue", "ann", "otto"] {
        for bits in 0..64_u32 {
            let [appointed, open, judged, current, stands, in_training] =
                [0, 1, 2, 3, 4, 5].map(|place| bits >> place & 1 == 1);
            for reader in ["rhea", "sue", "ann"] {
                let case = ReadingCase {
                    item: QualityItemId::new("i"),
                    reader: AccountId::new(reader),
                    appointed,
                    in_training,
                    open,
                    signer: AccountId::new("sue"),
                    owner: AccountId::new("ann"),
                    stands,
                    judged,
                    current,
                };
                let expected = match () {
                    () if account != reader || !appointed => "not-your-sample",
                    () if in_training => "reader-in-training",
                    () if !open => "sample-ended",
                    () if account != "rhea" => "own-again",
                    () if !stands => "decision-gone",
                    () if judged => "judged-already",
                    () if !current => "not-on-screen",
                    () => "ok",
                };
                let who = somebody(account);
                assert_eq!(code_of(may_read_again(&who, &case)), expected, "{account} {case:?}");
                let seen = may_see_again(&who, &case).is_ok();
                assert_eq!(seen, ["ok", "judged-already", "not-on-screen"].contains(&expected), "{case:?}");
            }
        }
    }
}

#[test]
fn only_whoever_leads_the_place_follows_up() {
    let spot = department("d");
    for (territory, code) in [
        (over(Scope::Department, "d"), "ok"),
        (over(Scope::Institution, "inst"), "ok"),
        (over(Scope::Department, "e"), "quality-outside"),
        (Territory::default(), "quality-outside"),
    ] {
        assert_eq!(
            code_of(may_follow_up(&somebody("lea"), &QualitySampleId::new("s"), &spot, &territory)),
            code
        );
    }
}
