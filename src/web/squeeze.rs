//! Pages go out compressed, for whoever takes it, in one piece: a page is whole before it is sent, so
//! its encoder needs a window as large as the page and not the 4 MB of an endless stream, which cleared
//! for each answer took 8 % of a page and, with many at once, most of the house's memory.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::middleware::Next;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use std::io::Write as _;

/// Less than this fits into one packet anyway.
const WORTH_IT: usize = 1024;
/// What is longer is a download and takes its time: not on the thread that answers others.
const LONGEST: usize = 1024 * 1024;
/// Pages are 10 to 80 KB: a window of 64 KB sees nearly all of one.
const WINDOW_BITS: i32 = 16;
/// Of 11: 20 % larger than the best, in a hundredth of the time.
const BROTLI_LEVEL: i32 = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Brotli,
    Gzip,
}

pub(in crate::web) async fn squeeze(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let encoding = encoding(request.headers());
    let answer = next.call(request).await?;
    let (request, answer) = answer.into_parts();
    let (mut head, body) = answer.into_parts();
    if !is_text(head.headers()) {
        return Ok(ServiceResponse::new(request, head.set_body(BoxBody::new(body))));
    }
    let body = match body.try_into_bytes() {
        Ok(bytes) => bytes,
        Err(body) => return Ok(ServiceResponse::new(request, head.set_body(BoxBody::new(body)))),
    };
    head.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let small = encoding
        .filter(|_| (WORTH_IT..=LONGEST).contains(&body.len()))
        .and_then(|encoding| Some((encoding, small(encoding, &body)?)));
    let body = match small {
        Some((encoding, small)) => {
            let name = match encoding {
                Encoding::Brotli => "br",
                Encoding::Gzip => "gzip",
            };
            head.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
            BoxBody::new(small)
        }
        None => BoxBody::new(body),
    };
    Ok(ServiceResponse::new(request, head.set_body(body)))
}

/// Words, and not compressed already.
fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    !headers.contains_key(header::CONTENT_ENCODING)
        && (kind.starts_with("text/") || kind.starts_with("application/json"))
}

/// `None` when the encoder fails: then the words go out as they are.
fn small(encoding: Encoding, words: &[u8]) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Brotli => {
            let params = BrotliEncoderParams {
                quality: BROTLI_LEVEL,
                lgwin: WINDOW_BITS,
                size_hint: words.len(),
                ..BrotliEncoderParams::default()
            };
            let mut out = Vec::with_capacity(words.len() / 4);
            brotli::BrotliCompress(&mut &words[..], &mut out, &params).ok()?;
            Some(out)
        }
        Encoding::Gzip => {
            let mut encoder = GzEncoder::new(Vec::with_capacity(words.len() / 3), Compression::new(4));
            encoder.write_all(words).ok()?;
            encoder.finish().ok()
        }
    }
}

fn encoding(headers: &HeaderMap) -> Option<Encoding> {
    if takes(headers, "br") {
        Some(Encoding::Brotli)
    } else if takes(headers, "gzip") {
        Some(Encoding::Gzip)
    } else {
        None
    }
}

/// Whether the browser names this encoding and does not refuse it with `q=0`.
pub(in crate::web) fn takes(headers: &HeaderMap, encoding: &str) -> bool {
    let said = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    said.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        parts.next() == Some(encoding)
            && parts.all(|weight| !matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_was_squeezed_reads_as_before() {
        let words = "A case of 3 November 2026 waits with Sue Carter. ".repeat(400);
        let brotli = small(Encoding::Brotli, words.as_bytes()).unwrap();
        let gzip = small(Encoding::Gzip, words.as_bytes()).unwrap();
        assert!(brotli.len() < words.len() / 20 && gzip.len() < words.len() / 20);
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut &brotli[..], &mut plain).unwrap();
        assert_eq!(plain, words.as_bytes());
        let mut plain = String::new();
        flate2::read::GzDecoder::new(&gzip[..]).read_to_string(&mut plain).unwrap();
        assert_eq!(plain, words);
    }
}
