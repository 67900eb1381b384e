//! Tables that people keep: CSV in any of its forms, and Excel workbooks. Read in memory with limits on
//! everything that can grow; what cannot be read says so in one sentence, with what to do instead. The
//! name of a file is not believed, its bytes are.

mod csv;
#[cfg(test)]
mod tests;
mod xlsx;

use crate::domain::earlier::table::Table;

/// Bytes of a file as it arrives.
pub const BYTES: usize = 5_000_000;

/// The table in the file, or what is wrong with it.
pub fn read(bytes: &[u8]) -> Result<Table, String> {
    if bytes.len() > BYTES {
        return Err(format!(
            "This file is larger than {} MB. Take out pictures and sheets that are not your logbook, or cut it into parts.",
            BYTES / 1_000_000
        ));
    }
    match bytes {
        [] => Err("This file is empty. Choose the one with your logbook.".to_owned()),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => xlsx::read(bytes),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            Err("This is an Excel file of before 2007, or one with a password. Open it \
             and save it as “Excel workbook (.xlsx)” without a password, or as CSV."
                .to_owned())
        }
        [b'%', b'P', b'D', b'F', ..] => {
            Err("This is a PDF, and its lines cannot be read. Export the logbook as CSV or \
             Excel from where you keep it; the PDF can come as the scan of the signed log."
                .to_owned())
        }
        [0xff, 0xd8, ..] | [0x89, b'P', b'N', b'G', ..] => {
            Err("This is a picture. Bring the logbook as CSV or Excel; the \
             picture can come as the scan of the signed log."
                .to_owned())
        }
        _ => csv::read(bytes),
    }
}
