//! A kind file as a `Kind`, or every fault in it.

use crate::domain::amount::Amount;
use crate::domain::reading::{Flaw, Table, nearest, read_page};

use super::sides::{check_sides, readers, signers};
use super::{
    Asker, BegunFor, Choice, Confirmer, Field, FieldType, Kind, Outcome, Recorder, Role, Scale, ShowIf,
};

/// Reads one kind file. All faults are told together, in the order of their lines.
pub fn read(text: &str) -> Result<Kind, Vec<Flaw>> {
    read_page(text, kind)
}

/// Lower-case letters, digits and single hyphens, at most 60 of them.
pub fn is_code(text: &str) -> bool {
    let fine = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !text.is_empty()
        && text.len() <= 60
        && text.bytes().all(fine)
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

fn kind(top: &Table<'_>) -> Option<Kind> {
    let code = top.need_code("kind");
    let version = top.small("version", 1, 9999);
    if version.is_none() && !top.has("version") {
        top.fault("“version” is missing: add version = 1.");
    }
    let name = top.need_text("name");
    let plural = top.text("plural").unwrap_or_else(|| format!("{}s", name.to_lowercase()));
    let about = top.text_or_empty("about");
    let confirmed_by = top.word("confirmed_by", Confirmer::ALL);
    if !top.has("confirmed_by") {
        top.fault("“confirmed_by” is missing: add confirmed_by = \"supervisor\", \"lead\" or \"nobody\".");
    }
    let recorded_by = top.word("recorded_by", Recorder::ALL).unwrap_or(Recorder::Trainee);
    let begun_for = top.word("begun_for", BegunFor::ALL).unwrap_or(BegunFor::One);
    let university = top.yes("university", false);
    if university && recorded_by != Recorder::Lead {
        top.fault_at(
            "university",
            "“university” needs recorded_by = \"lead\": a university enters what a training lead could enter.",
        );
    }
    let period = top.yes("period", false);
    let until_label = top.text("until_label");
    if until_label.is_some() && !period {
        top.fault_at("until_label", "“until_label” needs period = true: only a period has a last day.");
    }
    let scale = top.table("scale").map(|table| scale(&table));
    let mut fields = Vec::new();
    for table in top.tables("fields") {
        fields.push(field(&table));
    }
    check_fields(top, &fields, &[]);
    let signers = signers(top, confirmed_by);
    let may_read = readers(top, recorded_by);
    let seen = top.yes("seen", false);
    let kind = Kind {
        code,
        version: version.unwrap_or(1),
        name,
        plural,
        about,
        confirmed_by: confirmed_by.unwrap_or(Confirmer::Supervisor),
        signers,
        recorded_by,
        begun_for,
        may_read,
        seen,
        university,
        camera: top.yes("camera", true),
        files: top.yes("files", true),
        reflection: top.yes("reflection", false),
        period,
        day_label: top.text("day_label").unwrap_or_else(|| if period { "From" } else { "Date" }.to_owned()),
        until_label: until_label.unwrap_or_else(|| "Until".to_owned()),
        scale,
        fields,
    };
    check_sides(top, &kind);
    top.finish();
    Some(kind)
}

fn scale(table: &Table<'_>) -> Scale {
    let scale = Scale { name: table.need_text("name"), levels: choices(table, "levels") };
    table.finish();
    scale
}

/// Fields that a programme adds to a kind it uses.
pub(crate) fn more_fields(table: &Table<'_>, kind: &Kind) -> Vec<Field> {
    let fields: Vec<Field> = table.tables("fields").iter().map(field).collect();
    check_fields(table, &fields, &kind.fields);
    fields
}

/// Codes and roles once each; conditions of showing name a choice asked before.
fn check_fields(table: &Table<'_>, fields: &[Field], before: &[Field]) {
    let mut known: Vec<&Field> = before.iter().collect();
    for (field, place) in fields.iter().zip(table.tables("fields")) {
        if known.iter().any(|other| other.code == field.code) {
            place.fault_at(
                "code",
                format!("“{}” is the code of another field: give each its own.", field.code),
            );
        }
        if let Some(role) = field.role
            && let Some(other) = known.iter().find(|other| other.role == Some(role))
        {
            let sentence =
                format!("The field “{}” has the role “{role}” already: one field each.", other.code);
            place.fault_at("role", sentence);
        }
        if let Some(show) = &field.show_if {
            match known.iter().find(|other| other.code == show.field) {
                None => place.fault_at(
                    "show_if",
                    format!(
                        "“{}” is not a field above this one: show_if may name only an earlier field.",
                        show.field
                    ),
                ),
                Some(other) => {
                    let unknown = |code: &&String| !other.choices().iter().any(|c| &c.code == *code);
                    for code in show.is.iter().take_while(|_| !place.is_full()).filter(unknown) {
                        let sentence = format!("“{code}” is not a choice of the field “{}”.", show.field);
                        place.fault_at("show_if", format!("{sentence}{}", meant(code, other.choices())));
                    }
                }
            }
        }
        known.push(field);
    }
}

/// ` Did you mean “x”?`, or nothing.
pub(crate) fn meant(code: &str, choices: &[Choice]) -> String {
    nearest(code, choices.iter().map(|choice| choice.code.as_str()))
        .map(|word| format!(" Did you mean “{word}”?"))
        .unwrap_or_default()
}

fn field(table: &Table<'_>) -> Field {
    let field = Field {
        code: table.need_code("code"),
        label: table.need_text("label"),
        hint: table.text_or_empty("hint"),
        kind: field_type(table),
        asked_of: table.word("asked_of", Asker::ALL).unwrap_or(Asker::Trainee),
        required: table.yes("required", false),
        role: table.word("role", Role::ALL),
        show_if: table.table("show_if").map(|table| {
            let show = ShowIf {
                field: table.need_text("field"),
                is: table.texts("is").into_iter().map(|placed| placed.text).collect(),
            };
            if show.is.is_empty() {
                table.fault("“show_if” needs is = one or more choices of that field.");
            }
            table.finish();
            show
        }),
        repeat: table.yes("repeat", true),
    };
    table.finish();
    field
}

const TYPES: &[&str] =
    &["text", "long-text", "number", "minutes", "choice", "choices", "date", "yes-no", "person", "place"];

fn field_type(table: &Table<'_>) -> FieldType {
    let word = table.need_text("type");
    let kind = match word.as_str() {
        "text" | "" => FieldType::Text,
        "long-text" => FieldType::LongText,
        "number" => number(table),
        "minutes" => FieldType::Minutes { max: table.amount("max").unwrap_or(Amount::whole(1440)) },
        "choice" => FieldType::Choice { choices: choices(table, "choices") },
        "choices" => FieldType::Choices { choices: choices(table, "choices") },
        "date" => FieldType::Date,
        "yes-no" => FieldType::YesNo,
        "person" => FieldType::Person,
        "place" => FieldType::Place,
        other => {
            let meant = nearest(other, TYPES.iter().copied());
            let meant = meant.map(|word| format!(" Did you mean “{word}”?")).unwrap_or_default();
            table.fault_at("type", format!("“{other}” is not one of: {}.{meant}", TYPES.join(", ")));
            // Whatever it was meant to be, its own keys are not faults as well.
            let _ = (
                table.has("choices"),
                table.has("unit"),
                table.has("min"),
                table.has("max"),
                table.has("decimals"),
            );
            FieldType::Text
        }
    };
    if let FieldType::Minutes { max } = &kind
        && *max <= Amount::ZERO
    {
        table.fault_at("max", "“max” must be more than 0.");
    }
    kind
}

fn number(table: &Table<'_>) -> FieldType {
    let min = table.amount("min").unwrap_or(Amount::ZERO);
    let max = table.amount("max").unwrap_or(Amount::whole(1_000_000));
    let decimals = table.small("decimals", 0, 2).unwrap_or(0);
    if min > max {
        table.fault_at("min", format!("“min” ({min}) is more than “max” ({max}): exchange them."));
    }
    let decimals = u8::try_from(decimals).unwrap_or(0);
    FieldType::Number { unit: table.text_or_empty("unit"), min, max, decimals }
}

fn choices(table: &Table<'_>, key: &'static str) -> Vec<Choice> {
    if !table.has(key) {
        table.fault(format!("“{key}” is missing: add {key} = [{{ code = \"…\", label = \"…\" }}, …]."));
    }
    let places = table.tables(key);
    if table.has(key) && places.is_empty() {
        table.fault_at(key, format!("“{key}” is empty: name at least one."));
    }
    let mut all: Vec<Choice> = Vec::new();
    for place in &places {
        let choice = Choice {
            code: place.need_code("code"),
            label: place.need_text("label"),
            definition: place.text_or_empty("definition"),
            outcome: place.word("outcome", Outcome::ALL),
        };
        if all.iter().any(|other| other.code == choice.code) {
            place.fault_at("code", format!("“{}” is named twice: give each its own code.", choice.code));
        }
        place.finish();
        all.push(choice);
    }
    all
}
