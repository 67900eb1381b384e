//! Settings that nobody may read: masked wherever they are printed, and taken from a file of the service
//! manager (`NAME_FILE`) where the environment is not private enough.

use std::fmt;
use std::fs::File;
use std::io::Read;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::addresses::on_this_machine;

/// Longer than any address or key.
const LONGEST: u64 = 16 * 1024;

/// The secret of this name, from the environment or from the file that `NAME_FILE` names; never from both,
/// since nobody could say which is in force. A fault does not repeat what the file holds.
pub(super) fn said(get: impl Fn(&str) -> Option<String>, name: &str) -> Result<Option<String>, String> {
    let file = format!("{name}_FILE");
    let path = match (get(name), get(&file)) {
        (Some(_), Some(_)) => return Err(format!("{name} is set, and {file} too: keep one of them")),
        (said, None) => return Ok(said),
        (None, Some(path)) => path,
    };
    let mut text = String::new();
    File::open(&path)
        .and_then(|file| file.take(LONGEST).read_to_string(&mut text))
        .map_err(|why| format!("{file} names “{path}”, which cannot be read: {why}"))?;
    match text.trim() {
        "" => Err(format!("{file} names “{path}”, which is empty")),
        text => Ok(Some(text.to_owned())),
    }
}

/// Where letters are handed over; never printed.
#[derive(Clone)]
pub struct Smtp(SecretString);

impl Smtp {
    pub fn url(&self) -> &str {
        self.0.expose_secret()
    }
}

impl Smtp {
    /// Letters hold links, so they leave the machine under TLS or not at all.
    pub(super) fn parse(text: &str) -> Result<Smtp, String> {
        let url = Url::parse(text).ok().filter(|u| matches!(u.scheme(), "smtp" | "smtps") && u.has_host());
        let url = url.ok_or_else(|| "must be like smtp://user:password@host:587?tls=required".to_owned())?;
        let tls = url.scheme() == "smtps"
            || url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
        if !tls && !on_this_machine(&url) {
            return Err(
                "would send letters with links in the open: add ?tls=required, or write smtps://".to_owned()
            );
        }
        Ok(Smtp(SecretString::from(text.to_owned())))
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = Url::parse(self.url());
        write!(f, "smtp://…@{}", url.as_ref().ok().and_then(|u| u.host_str()).unwrap_or("?"))
    }
}

/// What seals the secrets that must be read again; never printed.
#[derive(Clone)]
pub struct SecretKey(SecretString);

impl SecretKey {
    /// 256 bits as 64 hex digits; nothing else is a key.
    pub fn parse(text: &str) -> Option<SecretKey> {
        let fits = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then(|| SecretKey(SecretString::from(text.to_owned())))
    }

    pub fn bytes(&self) -> [u8; 32] {
        let digits = self.0.expose_secret().as_bytes();
        let value = |at: usize| digits.get(at).and_then(|digit| char::from(*digit).to_digit(16)).unwrap_or(0);
        std::array::from_fn(|at| u8::try_from(value(at * 2) * 16 + value(at * 2 + 1)).unwrap_or(0))
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("set")
    }
}
