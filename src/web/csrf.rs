//! Is this form from a page of ours? Browsers say so themselves: first `Sec-Fetch-Site` is asked, then
//! `Origin`. Only a browser that sends neither must show the token of its form: the session's, or for
//! somebody not signed in the one in their cookie. A header that says no is never outvoted by a token.

use actix_web::http::header::{self, HeaderMap};
use subtle::ConstantTimeEq as _;
use url::Url;

/// What the headers alone tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    Ours,
    Foreign,
    /// An old browser: the token decides.
    Unsaid,
}

/// `public` is the address under which the house is known; `Host` is what this browser called it.
pub fn sender(headers: &HeaderMap, public: &Url) -> Sender {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => return Sender::Ours,
        Some(_) => return Sender::Foreign,
        None => {}
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return Sender::Unsaid };
    let named = origin.split_once("://").map(|(_, host)| host);
    let as_called = named.is_some() && named == text(header::HOST.as_str());
    if as_called || origin == public.origin().ascii_serialization() { Sender::Ours } else { Sender::Foreign }
}

/// Compared in constant time; an empty token is never right.
pub fn same_token(given: &str, expected: &str) -> bool {
    !expected.is_empty() && bool::from(given.as_bytes().ct_eq(expected.as_bytes()))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn asked(pairs: &[(&'static str, &'static str)]) -> Sender {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        sender(&headers, &Url::parse("https://perfolio.example/").unwrap())
    }

    #[test]
    fn the_browsers_word_counts_first() {
        assert_eq!(asked(&[("sec-fetch-site", "same-origin")]), Sender::Ours);
        assert_eq!(asked(&[("sec-fetch-site", "none")]), Sender::Ours);
        for foreign in ["cross-site", "same-site", "something"] {
            let with_origin = [("sec-fetch-site", foreign), ("origin", "https://perfolio.example")];
            assert_eq!(asked(&with_origin), Sender::Foreign, "{foreign}");
        }
    }

    #[test]
    fn then_the_origin() {
        assert_eq!(asked(&[("origin", "https://perfolio.example")]), Sender::Ours);
        assert_eq!(asked(&[("origin", "http://10.0.0.5:8080"), ("host", "10.0.0.5:8080")]), Sender::Ours);
        for foreign in
            ["null", "https://perfolio.example.evil.org", "http://perfolio.example", "https://evil.org"]
        {
            assert_eq!(
                asked(&[("origin", foreign), ("host", "perfolio.example:1")]),
                Sender::Foreign,
                "{foreign}"
            );
        }
        assert_eq!(asked(&[("host", "perfolio.example")]), Sender::Unsaid);
    }

    #[test]
    fn an_empty_token_is_never_right() {
        assert!(same_token("abc", "abc"));
        assert!(!same_token("abd", "abc") && !same_token("ab", "abc") && !same_token("", ""));
    }
}
