//! What was read and parsed once: published versions and kinds never change, so each is kept, parsed,
//! for as long as the process lives. A few dozen at most.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use crate::domain::kind::Kind;
use crate::domain::names::{LayerId, VersionId};
use crate::domain::programme::Version;

#[derive(Clone, Default)]
pub struct Shelf(Arc<RwLock<Books>>);

#[derive(Default)]
struct Books {
    versions: HashMap<VersionId, Arc<Version>>,
    layered: HashMap<LayerId, Arc<Version>>,
    kinds: HashMap<(String, i32), Arc<Kind>>,
}

impl Shelf {
    pub fn version(&self, id: &VersionId) -> Option<Arc<Version>> {
        self.0.read().ok()?.versions.get(id).cloned()
    }

    pub fn keep_version(&self, id: &VersionId, version: Arc<Version>) {
        if let Ok(mut books) = self.0.write() {
            books.versions.insert(id.clone(), version);
        }
    }

    /// A version with what an institution adds to it; a layer never changes either.
    pub fn layered(&self, id: &LayerId) -> Option<Arc<Version>> {
        self.0.read().ok()?.layered.get(id).cloned()
    }

    pub fn keep_layered(&self, id: &LayerId, version: Arc<Version>) {
        if let Ok(mut books) = self.0.write() {
            books.layered.insert(id.clone(), version);
        }
    }

    pub fn kind(&self, code: &str, version: i32) -> Option<Arc<Kind>> {
        self.0.read().ok()?.kinds.get(&(code.to_owned(), version)).cloned()
    }

    pub fn keep_kind(&self, kind: Arc<Kind>) {
        if let (Ok(mut books), Ok(version)) = (self.0.write(), i32::try_from(kind.version)) {
            books.kinds.insert((kind.code.clone(), version), kind);
        }
    }
}
