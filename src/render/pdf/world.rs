//! Everything that a template can reach: itself, the shared part, its data, and the typefaces in the
//! binary. There is no disk, no network, no package and no clock on this desk.

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::render::RenderFault;

const SHARED: &str = include_str!("../../../templates/report/shared.typ");

pub struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    shared: Source,
    data: (FileId, Bytes),
}

/// The typefaces that come with typst, all of which may be embedded.
pub fn fonts() -> Vec<Font> {
    typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect()
}

impl Desk {
    pub fn new(template: &str, data: String, fonts: Vec<Font>) -> Result<Desk, RenderFault> {
        Ok(Desk {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            template: Source::new(named("report.typ")?, template.to_owned()),
            shared: Source::new(named("shared.typ")?, SHARED.to_owned()),
            data: (named("data.json")?, Bytes::from_string(data)),
        })
    }
}

fn named(name: &str) -> Result<FileId, RenderFault> {
    let path = VirtualPath::new(name).map_err(|fault| RenderFault::Pdf(format!("{name}: {fault:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.template, &self.shared]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let (name, bytes) = &self.data;
        if *name == id { Ok(bytes.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
