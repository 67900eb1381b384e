//! Answers that are not pages: after an act one is led on, with or without a sentence; a file is
//! given. What an answer wants remembered (a sentence, a sign-in) lies in its extensions, and the
//! session middleware, the only writer of cookies, makes a cookie of it.

use actix_web::HttpResponse;
use actix_web::body::BoxBody;
use actix_web::http::{StatusCode, header};
use serde::Serialize;

use crate::web::oops::{Answer, Oops};
use crate::web::page::Flash;

/// After an act: on to the page that shows what came of it.
pub fn see_other(path: impl AsRef<str>) -> Answer {
    let mut answer = HttpResponse::build(StatusCode::SEE_OTHER);
    answer.insert_header((header::LOCATION, path.as_ref()));
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(answer.finish())
}

/// The same, and the next page says so.
pub fn saying(path: impl AsRef<str>, sentence: impl Into<String>) -> Answer {
    leaving(path, Flash::saying(sentence))
}

/// The same, with something to do about it: `Flash::saying("Signed.").offering("Undo", path)`.
pub fn leaving(path: impl AsRef<str>, flash: Flash) -> Answer {
    let mut answer = see_other(path)?;
    answer.extensions_mut().insert(flash);
    Ok(answer)
}

/// How a browser is to treat a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Opens in the browser: only for pictures and PDFs that were checked.
    Inline,
    /// Is saved.
    Attached,
}

/// A file for its reader alone.
pub fn download(body: impl Into<Vec<u8>>, name: &str, media_type: &str, shown: Shown) -> Answer {
    let mut answer = HttpResponse::build(StatusCode::OK);
    answer.insert_header((header::CONTENT_TYPE, media_type));
    answer.insert_header((header::CONTENT_DISPOSITION, disposition(name, shown)));
    answer.insert_header((header::CACHE_CONTROL, "private, no-store"));
    answer.message_body(BoxBody::new(body.into())).map_err(Oops::broken)
}

/// Data for a script of ours, for instance when a draft was saved.
pub fn data(value: &impl Serialize) -> Answer {
    let body = serde_json::to_string(value).map_err(Oops::broken)?;
    let mut answer = HttpResponse::build(StatusCode::OK);
    answer.insert_header((header::CONTENT_TYPE, "application/json"));
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(answer.body(body))
}

/// What the browser has is still right.
pub fn not_modified(etag: &str) -> Answer {
    let mut answer = HttpResponse::build(StatusCode::NOT_MODIFIED);
    answer.insert_header((header::ETAG, etag));
    Ok(answer.finish())
}

/// RFC 6266: a plain name for old clients, the whole one for the others.
fn disposition(name: &str, shown: Shown) -> String {
    let kind = match shown {
        Shown::Inline => "inline",
        Shown::Attached => "attachment",
    };
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let whole = crate::web::paths::fill("{name}", &[name]);
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_break_out_of_its_header() {
        assert_eq!(
            disposition("Añn\"\r\n.pdf", Shown::Attached),
            "attachment; filename=\"A_n___.pdf\"; filename*=UTF-8''A%C3%B1n%22%0D%0A.pdf"
        );
        assert!(disposition("a.png", Shown::Inline).starts_with("inline; "));
    }

    #[test]
    fn an_act_leads_on_with_a_sentence() {
        let answer = saying("/account", "Saved.").unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(answer.headers().get(header::LOCATION).unwrap(), "/account");
        assert_eq!(answer.extensions().get::<Flash>(), Some(&Flash::saying("Saved.")));
    }
}
