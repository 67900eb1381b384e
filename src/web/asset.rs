//! The stylesheet, the script and the pictures under `/static/`. Their names hold a hash of what is in
//! them, so a browser keeps them for ever; they were compressed when the house was built.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpRequest, HttpResponse};

use crate::assets::{self, Asset};
use crate::domain::fault::Fault;
use crate::web::oops::{Answer, Oops};
use crate::web::squeeze::takes;

pub const CSS_PATH: &str = assets::CSS_PATH;
pub const JS_PATH: &str = assets::JS_PATH;
pub const ICON_PATH: &str = assets::ICON_PATH;

pub(in crate::web) async fn serve(request: HttpRequest) -> Answer {
    let asset = assets::find(request.path()).ok_or(Oops::Fault(Fault::NotFound))?;
    let (bytes, encoding) = smallest(asset, request.headers());
    let mut answer = HttpResponse::build(StatusCode::OK);
    answer.insert_header((header::CONTENT_TYPE, asset.media_type));
    answer.insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"));
    answer.insert_header((header::VARY, "accept-encoding"));
    answer.insert_header((header::CONTENT_ENCODING, encoding));
    Ok(answer.body(bytes))
}

fn smallest(asset: &'static Asset, headers: &HeaderMap) -> (&'static [u8], &'static str) {
    match (asset.br, asset.gz) {
        (Some(br), _) if takes(headers, "br") => (br, "br"),
        (_, Some(gz)) if takes(headers, "gzip") => (gz, "gzip"),
        _ => (asset.bytes, "identity"),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn given(accept: &'static str) -> &'static str {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accept));
        smallest(assets::find(CSS_PATH).unwrap(), &headers).1
    }

    #[test]
    fn a_browser_gets_the_smallest_form_that_it_takes() {
        assert_eq!(given("gzip, deflate, br"), "br");
        assert_eq!(given("gzip, br;q=0"), "gzip");
        assert_eq!(given("deflate"), "identity");
    }
}
