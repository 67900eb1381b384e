//! Rules about results and what is held: `marks`, `exam`, `held`, `registration`, `mix`.

use crate::domain::amount::Amount;
use crate::domain::kind::Role;
use crate::domain::reading::Table;
use crate::domain::rule::{
    Band, Exam, ExamPart, Exit, Held, HeldThing, Marks, Mix, Unit, UnitGroup, Unknown, WordLimit,
};

use super::conditions::{check_field, conditions, kind, kind_named, number};
use super::edges::edge;
use super::read::{Known, no_such};

/// The kind named under the key, when it has a field of each role.
fn kind_with(table: &Table<'_>, key: &'static str, roles: &[Role], known: &Known<'_>) -> Option<String> {
    let code = kind_named(table, key, known)?;
    let kind = kind(&code, known)?;
    for role in roles.iter().filter(|role| kind.role(**role).is_none()) {
        table.fault_at(key, format!("“{code}” has no field with role = \"{role}\": this rule reads it."));
    }
    Some(code)
}

pub(super) fn marks(table: &Table<'_>, known: &Known<'_>) -> Option<Marks> {
    let kind = kind_with(table, "marks", &[Role::Unit, Role::Mark], known);
    let mut units: Vec<Unit> = Vec::new();
    let mut groups: Vec<UnitGroup> = Vec::new();
    for inner in table.tables("groups") {
        let group = UnitGroup {
            code: inner.need_text("code"),
            title: inner.need_text("title"),
            credits: inner.need_amount("credits"),
        };
        if groups.iter().any(|other| other.code == group.code) {
            inner.fault_at("code", format!("“{}” is named twice: keep one.", group.code));
        }
        inner.finish();
        groups.push(group);
    }
    for inner in table.tables("units") {
        let pass_fail = inner.is_text("pass");
        if pass_fail && inner.text_or_empty("pass") != "result" {
            inner.fault_at(
                "pass",
                "“pass” must be a mark, or \"result\" for a unit that is passed or failed.",
            );
        }
        let pass = if pass_fail { None } else { inner.amount("pass") };
        let unit = Unit {
            code: inner.need_text("code"),
            title: inner.need_text("title"),
            credits: inner.need_amount("credits"),
            pass: pass.unwrap_or(if pass_fail { Amount::ZERO } else { Amount::whole(50) }),
            pass_fail,
            group: in_group(&inner, &groups),
            weight: inner.amount("weight"),
            attempts: inner.small("attempts", 1, 99),
            mandatory: inner.yes("mandatory", true),
            resit_cap: inner.amount("resit_cap"),
        };
        if unit.weight.is_some_and(|weight| weight < Amount::ZERO) {
            inner.fault_at("weight", "“weight” must not be below 0.");
        }
        if !inner.has("pass") {
            inner.fault("“pass” is missing: add the pass mark, such as pass = 50.");
        }
        if unit.pass < Amount::ZERO || unit.pass > Amount::whole(100) {
            inner.fault_at("pass", "“pass” must be from 0 to 100.");
        }
        if unit.credits < Amount::ZERO {
            inner.fault_at("credits", "“credits” must not be below 0.");
        }
        if units.iter().any(|other| other.code == unit.code) {
            inner.fault_at("code", format!("“{}” is named twice: keep one.", unit.code));
        }
        inner.finish();
        units.push(unit);
    }
    if units.is_empty() {
        table.fault("“units” is missing: add units = [{ code = …, title = …, credits = …, pass = … }].");
    }
    let offered: Amount = units.iter().map(|unit| unit.credits).sum();
    let target = table.amount("target").unwrap_or(offered);
    if target < Amount::ZERO || target > offered {
        table.fault_at(
            "target",
            format!("“target” is {target}, but the units give {offered} credits together."),
        );
    }
    let mut bands: Vec<Band> = Vec::new();
    for inner in table.tables("bands") {
        let band = Band { name: inner.need_text("name"), from: inner.need_amount("from") };
        if bands.last().is_some_and(|higher| higher.from <= band.from) {
            inner.fault_at("from", "Bands go from the highest to the lowest.");
        }
        inner.finish();
        bands.push(band);
    }
    for (group, place) in groups.iter().zip(table.tables("groups")) {
        let inside = units.iter().filter(|unit| unit.group.as_ref() == Some(&group.code));
        let offered: Amount = inside.map(|unit| unit.credits).sum();
        if group.credits > offered {
            let sentence = format!("The units of “{}” give only {offered} credits together.", group.code);
            place.fault_at("credits", sentence);
        }
    }
    let exits = exits(table, &groups);
    Some(Marks { kind: kind?, units, target, bands, groups, exits })
}

fn in_group(table: &Table<'_>, groups: &[UnitGroup]) -> Option<String> {
    let group = table.text("group")?;
    if !groups.iter().any(|one| one.code == group) {
        table.fault_at(
            "group",
            no_such(&group, "a group of units", groups.iter().map(|one| one.code.as_str())),
        );
    }
    Some(group)
}

fn exits(table: &Table<'_>, groups: &[UnitGroup]) -> Vec<Exit> {
    let mut exits: Vec<Exit> = Vec::new();
    for inner in table.tables("exit") {
        let exit = Exit {
            award: inner.need_text("award"),
            credits: inner.need_amount("credits"),
            group: in_group(&inner, groups),
        };
        if exits.last().is_some_and(|higher| higher.credits < exit.credits) {
            inner.fault_at("credits", "Exit awards go from the highest to the lowest.");
        }
        inner.finish();
        exits.push(exit);
    }
    exits
}

pub(super) fn exam(table: &Table<'_>, known: &Known<'_>) -> Option<Exam> {
    let pass = table.amount("pass");
    let kind = kind_with(table, "exam", if pass.is_some() { &[Role::Mark] } else { &[Role::Result] }, known)?;
    let about = conditions(table, "about", std::slice::from_ref(&kind), known);
    let mut parts: Vec<ExamPart> = Vec::new();
    let places = table.tables("parts");
    if !places.is_empty() {
        kind_with(table, "exam", &[Role::Part], known)?;
    }
    for inner in &places {
        let part = ExamPart {
            code: inner.need_text("code"),
            title: inner.need_text("title"),
            pass: inner.amount("pass"),
        };
        if part.pass.is_some() {
            kind_with(table, "exam", &[Role::Mark], known)?;
        }
        if parts.iter().any(|other| other.code == part.code) {
            inner.fault_at("code", format!("“{}” is named twice: keep one.", part.code));
        }
        inner.finish();
        parts.push(part);
    }
    let hurdles = conditions(table, "hurdles", std::slice::from_ref(&kind), known);
    let whole = match table.text("resit").as_deref() {
        None | Some("part") => false,
        Some("whole") => true,
        Some(other) => {
            table.fault_at("resit", format!("“{other}” is not a way to resit: write \"whole\" or \"part\"."));
            false
        }
    };
    let attempts = table.small("attempts", 1, 99);
    let within_months = table.small("within_months", 1, 120);
    Some(Exam { kind, about, parts, pass, attempts, hurdles, whole, within_months })
}

pub(super) fn held(table: &Table<'_>, what: HeldThing, known: &Known<'_>) -> Held {
    let words = words(table, &what, known);
    let valid_months = table.small("valid_months", 1, 600);
    if valid_months.is_some() && matches!(what, HeldThing::Registration(_)) {
        table.fault_at("valid_months", "A registration has days of its own: take “valid_months” away.");
    }
    Held {
        words,
        valid_months,
        what,
        on: edge(table, "on", known),
        unknown: table.word("unknown", Unknown::ALL).unwrap_or(Unknown::Refuses),
    }
}

/// `{ field, number = 3500, percent = 10 }` or `{ field, at_most = 999 }`.
fn words(table: &Table<'_>, what: &HeldThing, known: &Known<'_>) -> Option<WordLimit> {
    let inner = table.table("words")?;
    let HeldThing::Fact { kind, .. } = what else {
        inner.fault("Only a document has words: take “words” away.");
        return None;
    };
    let field = inner.need_text("field");
    check_field(&inner, "field", &field, std::slice::from_ref(kind), known, "a number", number);
    let (least, most) = if inner.has("at_most") {
        (Amount::ZERO, inner.amount("at_most")?)
    } else if inner.has("number") {
        let middle = inner.amount("number")?;
        let percent = i64::from(inner.small("percent", 0, 100).unwrap_or(0));
        let part = Amount::of_hundredths(middle.hundredths().saturating_mul(percent) / 100);
        (middle - part, middle + part)
    } else {
        inner.fault("How many words? Add number = 3500 (with percent = 10), or at_most = 1000.");
        return None;
    };
    inner.finish();
    Some(WordLimit { field, least, most })
}

pub(super) fn mix(table: &Table<'_>, known: &Known<'_>) -> Option<Mix> {
    let kind_code = kind_with(table, "mix", &[Role::Type], known);
    if !table.has("types") {
        table.fault("“types” is missing: add how many different types are needed, such as types = 2.");
    }
    let types = table.small("types", 1, 50);
    let gap_months = table.small("gap_months", 1, 120);
    let explained_by = kind_named(table, "explained_by", known);
    if let Some(code) = &explained_by
        && kind(code, known).is_some_and(|kind| !kind.period)
    {
        table.fault_at(
            "explained_by",
            format!("“{code}” has no period: a gap is explained by a kind with period = true."),
        );
    }
    Some(Mix { kind: kind_code?, types: types?, gap_months, explained_by })
}
