//! A file as a table of texts: which characters its bytes are, what separates its columns, which line says
//! what. Everything wrong with the file as a whole is a sentence before anything of it is kept.

mod characters;
mod dates;
mod table;

pub use dates::{order_of, read_day};
pub use table::{MOST_BYTES, MOST_ROWS, Sheet, SheetRow, read};
