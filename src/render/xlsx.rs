//! A report as an Excel file: a sheet per table, with About and Progress together on `Summary`.
//! Numbers are numbers and days are days; an instant is the clock time of the institution, whose zone
//! `Summary` names. Every text is written as a string, so nothing that a person typed becomes a
//! formula. The properties come from the report, not from a clock: same report, same bytes.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::RenderFault;
use super::report::{About, CohortReport, PortfolioReport};
use super::tables::{self, Cell, Table};
use crate::domain::time::Day;

/// Excel holds no longer text in a cell; it counts UTF-16 units.
const LONGEST_CELL: usize = 32_767;
const CUT: &str = " … (cut here: Excel holds no more; the PDF and the CSV file have it all)";
const A4: u8 = 9;

pub fn portfolio(report: &PortfolioReport) -> Result<Vec<u8>, RenderFault> {
    let subject = format!("{}, version {}", report.programme, report.version);
    workbook(&report.about, &subject, tables::portfolio(report)).map_err(|f| RenderFault::Xlsx(f.to_string()))
}

pub fn cohort(report: &CohortReport) -> Result<Vec<u8>, RenderFault> {
    let subject = report.programmes.join("; ");
    workbook(&report.about, &subject, tables::cohort(report)).map_err(|f| RenderFault::Xlsx(f.to_string()))
}

struct Looks {
    header: Format,
    text: Format,
    number: Format,
    day: Format,
    instant: Format,
}

impl Looks {
    fn new() -> Looks {
        let plain = || Format::new().set_align(FormatAlign::Top);
        Looks {
            header: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border_bottom(FormatBorder::Medium),
            text: plain().set_text_wrap(),
            number: plain(),
            day: plain().set_num_format("d mmmm yyyy").set_align(FormatAlign::Left),
            instant: plain().set_num_format("d mmmm yyyy, hh:mm").set_align(FormatAlign::Left),
        }
    }
}

fn workbook(about: &About, subject: &str, tables: Vec<Table<'_>>) -> Result<Vec<u8>, XlsxError> {
    let looks = Looks::new();
    let mut book = Workbook::new();
    book.set_properties(&properties(about, subject)?);
    let on_summary = |table: &Table<'_>| matches!(table.name, "About" | "Progress");
    let (first, others): (Vec<_>, Vec<_>) = tables.into_iter().partition(on_summary);
    let summary = book.add_worksheet_with_constant_memory()?;
    set_up(summary, "Summary", about)?;
    widths(summary, first.iter())?;
    let mut next = 0;
    for table in first {
        next = write(summary, next, table, &looks)? + 1;
    }
    for table in others {
        let sheet = book.add_worksheet_with_constant_memory()?;
        set_up(sheet, table.name, about)?;
        widths(sheet, std::iter::once(&table))?;
        let columns = table.columns.len();
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_repeat_rows(0, 0)?;
        let end = write(sheet, 0, table, &looks)?;
        let last_column = u16::try_from(columns).unwrap_or(1).saturating_sub(1);
        sheet.autofilter(0, 0, end.saturating_sub(1), last_column)?;
    }
    book.save_to_buffer()
}

fn properties(about: &About, subject: &str) -> Result<DocProperties, XlsxError> {
    let made = about.made_at.at;
    Ok(DocProperties::new()
        .set_title(&about.title)
        .set_subject(subject)
        .set_author(&about.asked_by)
        .set_company(&about.institution)
        .set_comment(format!("Made with Perfolio. As at {} ({}).", about.as_at.words, about.zone))
        .set_creation_datetime(&ExcelDateTime::from_timestamp(made.millis().div_euclid(1000))?))
}

fn set_up(sheet: &mut Worksheet, name: &str, about: &About) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    // An ampersand begins a code in Excel's headers, and 255 characters are all it takes.
    let title: String = about.title.chars().take(80).collect::<String>().replace('&', "&&");
    sheet.set_header(format!("&L{title}&RAs at {}", about.as_at.words));
    sheet.set_footer("&L&A&RPage &P of &N");
    Ok(())
}

fn widths<'t, 'r: 't>(
    sheet: &mut Worksheet,
    tables: impl Iterator<Item = &'t Table<'r>>,
) -> Result<(), XlsxError> {
    let mut widest: Vec<u8> = Vec::new();
    for table in tables {
        widest.resize(widest.len().max(table.columns.len()), 0);
        for (so_far, column) in widest.iter_mut().zip(&table.columns) {
            *so_far = (*so_far).max(column.width);
        }
    }
    for (at, width) in (0_u16..).zip(widest) {
        sheet.set_column_width(at, f64::from(width))?;
    }
    Ok(())
}

/// Header and rows from this row on; gives the first row after them.
fn write(sheet: &mut Worksheet, from: u32, table: Table<'_>, looks: &Looks) -> Result<u32, XlsxError> {
    for (column, at) in table.columns.iter().zip(0_u16..) {
        sheet.write_string_with_format(from, at, fitting(&column.name), &looks.header)?;
    }
    let mut row = from + 1;
    for cells in table.rows {
        for (cell, at) in cells.iter().zip(0_u16..) {
            put(sheet, (row, at), cell, looks)?;
        }
        row += 1;
    }
    Ok(row)
}

fn put(sheet: &mut Worksheet, (row, at): (u32, u16), cell: &Cell, looks: &Looks) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string_with_format(row, at, fitting(text), &looks.text)?;
        }
        Cell::Number(amount) => {
            // Through the printed text, so that the cell is what the other formats print.
            let number: f64 = amount.to_string().parse().map_err(|_| {
                XlsxError::ParameterError(format!("{amount} is not a number that Excel can hold"))
            })?;
            sheet.write_number_with_format(row, at, number, &looks.number)?;
        }
        Cell::Day(day) => match excel_day(*day) {
            Some(date) => {
                sheet.write_datetime_with_format(row, at, &date, &looks.day)?;
            }
            None => {
                sheet.write_string_with_format(row, at, day.iso(), &looks.text)?;
            }
        },
        Cell::Stamp(stamp) => match excel_day(stamp.day).and_then(|date| at_clock(date, &stamp.clock)) {
            Some(date) => {
                sheet.write_datetime_with_format(row, at, &date, &looks.instant)?;
            }
            None => {
                sheet.write_string_with_format(row, at, &stamp.words, &looks.text)?;
            }
        },
    }
    Ok(())
}

/// `None` before 1900, which Excel cannot say.
fn excel_day(day: Day) -> Option<ExcelDateTime> {
    let (year, month) = (u16::try_from(day.year()).ok()?, u8::try_from(day.month()).ok()?);
    ExcelDateTime::from_ymd(year, month, u8::try_from(day.day_of_month()).ok()?).ok()
}

fn at_clock(date: ExcelDateTime, clock: &str) -> Option<ExcelDateTime> {
    let (hours, minutes) = clock.split_once(':')?;
    date.and_hms(hours.parse().ok()?, minutes.parse::<u8>().ok()?, 0.0).ok()
}

fn fitting(text: &str) -> String {
    let units = |text: &str| text.encode_utf16().count();
    if units(text) <= LONGEST_CELL {
        return text.to_owned();
    }
    let mut room = LONGEST_CELL - units(CUT);
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    text.chars().take_while(fits).collect::<String>() + CUT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_longer_than_excel_holds_is_cut_and_says_so() {
        for one in ["ä", "🫀"] {
            let cut = fitting(&one.repeat(LONGEST_CELL + 1));
            let units = cut.encode_utf16().count();
            assert!(units <= LONGEST_CELL && units + 1 >= LONGEST_CELL, "{units}");
            assert!(cut.starts_with(one) && cut.ends_with(CUT));
        }
        assert_eq!(fitting("short"), "short");
    }
}
