//! Postcodes of the United Kingdom, whole ones only. The area must be a real one and the last two
//! letters such as are given out (none of C I K M O V), so that codes of diagnoses, operations and
//! devices, and units behind a number, are left alone.

use super::plain::{Sort, Text};
use super::{Hit, What};

const AREAS: &str = "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK \
     FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX \
     PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE";

pub(super) fn find(text: &Text) -> Vec<Hit> {
    (0..text.len()).filter_map(|at| Some(Hit::new(What::Postcode, at, code_at(text, at)?))).collect()
}

fn code_at(text: &Text, at: usize) -> Option<usize> {
    let area = text.word(at);
    if !text.is(at, Sort::Word)
        || !(1..=2).contains(&area.len())
        || text.glued(at) && !text.is(at - 1, Sort::Mark)
    {
        return None;
    }
    if !AREAS.split_whitespace().any(|known| known.eq_ignore_ascii_case(area)) || !text.glued(at + 1) {
        return None;
    }
    let district = text.digits(at + 1);
    // BS1 3NX, SW1A 1AA; run together BS13NX: the last figure belongs to the second half.
    let (inward, letters) = if text.digits(at + 2) == 1
        && (1..=2).contains(&text.spaces(at + 2))
        && (1..=2).contains(&district)
    {
        (at + 2, at + 3)
    } else if text.is(at + 2, Sort::Word)
        && text.word(at + 2).len() == 1
        && text.glued(at + 2)
        && district == 1
        && text.digits(at + 3) == 1
        && text.spaces(at + 3) <= 2
    {
        (at + 3, at + 4)
    } else if (2..=3).contains(&district) && text.is(at + 2, Sort::Word) {
        (at + 1, at + 2)
    } else {
        return None;
    };
    let unit = text.word(letters);
    let given_out =
        unit.len() == 2 && unit.chars().all(|c| c.is_ascii_alphabetic() && !"CIKMOVcikmov".contains(c));
    let one_case = area.chars().chain(unit.chars()).all(char::is_uppercase)
        // Small letters only as two halves: `5g4ab` is anything.
        || inward > at + 1 && area.chars().chain(unit.chars()).all(char::is_lowercase) && area.len() == 2;
    let ends = !text.glued(letters + 1) || text.is(letters + 1, Sort::Mark) && !text.glued(letters + 2);
    (given_out && one_case && ends && text.glued(letters)).then_some(letters)
}
