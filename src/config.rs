//! Settings, from the environment only: one reader, one struct, no precedence to explain. All faults
//! are told together, an unknown `PERFOLIO_*` name is refused with the nearest known one, secrets are
//! masked. What an admin may change at run time is data, not a setting.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::db::conn::Address;
use crate::domain::names::EmailAddress;
use crate::domain::time::Day;

/// Every setting: its name, what it is when not set, and what it means. README prints this table.
pub const SETTINGS: &[(&str, &str, &str)] = &[
    ("PERFOLIO_LISTEN", "127.0.0.1:8080", "address and port to listen on"),
    ("PERFOLIO_PUBLIC_URL", "http://LISTEN", "how browsers reach the house; https unless on loopback"),
    ("PERFOLIO_DATA", "./data", "folder for the database file, evidence, reports and letters"),
    ("PERFOLIO_DATABASE_URL", "sqlite:DATA/perfolio.db", "sqlite:PATH or postgres://user:password@host/name"),
    (
        "PERFOLIO_SMTP_URL",
        "none: letters are files in DATA/letters",
        "smtp://user:password@host:587?tls=required",
    ),
    ("PERFOLIO_MAIL_FROM", "perfolio@HOST OF PUBLIC_URL", "the sender's address on letters"),
    (
        "PERFOLIO_SECRET_KEY",
        "the file DATA/secret.key, made at the first start",
        "64 hex digits that seal second factors; the same on every node",
    ),
    ("PERFOLIO_TRUSTED_PROXY", "none", "addresses, comma separated, whose X-Forwarded-For is believed"),
    ("PERFOLIO_UPLOAD_MB", "20", "largest file of evidence, in megabytes (1 to 200)"),
    ("PERFOLIO_LOG", "info", "what is logged: error, warn, info, debug, or a tracing filter"),
    ("PERFOLIO_DEMO_DAY", "today", "the day on which the demo house stands, like 2026-11-21"),
];

/// In the data folder, where no key is set.
pub const KEY_FILE: &str = "secret.key";

/// Set by the test command for the tests, and by nobody for the house.
const IGNORED: &[&str] = &["PERFOLIO_TEST_POSTGRES", "PERFOLIO_TEST_KILLS"];

#[derive(Debug, Clone)]
pub struct Config {
    pub listen: SocketAddr,
    pub public_url: Url,
    pub data: PathBuf,
    pub database: Address,
    pub smtp: Option<Smtp>,
    pub mail_from: EmailAddress,
    /// Where it is not set, a file in `data` has it.
    pub secret_key: Option<SecretKey>,
    pub trusted_proxy: Vec<IpAddr>,
    /// Largest file of evidence, in bytes.
    pub upload_limit: u64,
    pub log: String,
    pub demo_day: Option<Day>,
}

/// Where letters are handed over; never printed.
#[derive(Clone)]
pub struct Smtp(SecretString);

impl Smtp {
    pub fn url(&self) -> &str {
        self.0.expose_secret()
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

/// Every fault of the settings, a line each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the settings have faults:\n  {}", .0.join("\n  "))]
pub struct Unsettled(pub Vec<String>);

impl Config {
    /// Reads the process's environment. `data` is the folder when `PERFOLIO_DATA` is not set.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn from_environment(data: &str) -> Result<Config, Unsettled> {
        let names: Vec<String> =
            std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()).collect();
        Config::read(|name| std::env::var(name).ok(), &names, data)
    }

    pub fn read(
        get: impl Fn(&str) -> Option<String>,
        names: &[String],
        default_data: &str,
    ) -> Result<Config, Unsettled> {
        let mut faults: Vec<String> = names.iter().filter_map(|name| unknown(name)).collect();
        let get = |name: &str| get(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        let mut take = |name: &str, default: &str, parse: &mut dyn FnMut(&str) -> Result<(), String>| {
            let text = get(name).unwrap_or_else(|| default.to_owned());
            if let Err(why) = parse(&text) {
                faults.push(format!("{name} {why}"));
            }
        };

        let mut listen = SocketAddr::from(([127, 0, 0, 1], 8080));
        take("PERFOLIO_LISTEN", "127.0.0.1:8080", &mut |text| {
            listen = text
                .parse()
                .map_err(|_| format!("is “{text}”: write an address and a port, like 127.0.0.1:8080"))?;
            Ok(())
        });
        let data = PathBuf::from(get("PERFOLIO_DATA").unwrap_or_else(|| default_data.to_owned()));
        // A house that listens on every way in is known to this machine only, until its address is said.
        let near = match listen.ip().is_unspecified() {
            true => format!("http://localhost:{}", listen.port()),
            false => format!("http://{listen}"),
        };
        let mut public_url = None;
        take("PERFOLIO_PUBLIC_URL", &near, &mut |text| {
            public_url = Some(parse_public(text)?);
            Ok(())
        });
        let mut database = Address::Sqlite(data.join("perfolio.db"));
        if let Some(text) = get("PERFOLIO_DATABASE_URL") {
            take("PERFOLIO_DATABASE_URL", &text, &mut |text| {
                database = Address::parse(text)?;
                Ok(())
            });
        }
        let mut smtp = None;
        if let Some(text) = get("PERFOLIO_SMTP_URL") {
            take("PERFOLIO_SMTP_URL", &text, &mut |text| {
                let url =
                    Url::parse(text).ok().filter(|u| matches!(u.scheme(), "smtp" | "smtps") && u.has_host());
                let url =
                    url.ok_or_else(|| "must be like smtp://user:password@host:587?tls=required".to_owned())?;
                let tls = url.scheme() == "smtps"
                    || url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
                if !tls && !on_this_machine(&url) {
                    return Err("would send letters with links in the open: add ?tls=required, or write \
                         smtps://"
                        .to_owned());
                }
                smtp = Some(Smtp(SecretString::from(text.to_owned())));
                Ok(())
            });
        }
        let host = public_url.as_ref().and_then(Url::host_str).unwrap_or("localhost").to_owned();
        let host = if host.contains('.') && host.parse::<IpAddr>().is_err() {
            host
        } else {
            "perfolio.invalid".into()
        };
        let mut mail_from = None;
        take("PERFOLIO_MAIL_FROM", &format!("perfolio@{host}"), &mut |text| {
            mail_from = Some(EmailAddress::parse(text).map_err(|why| format!("is “{text}”: {why}"))?);
            Ok(())
        });
        let mut secret_key = None;
        if let Some(text) = get("PERFOLIO_SECRET_KEY") {
            take("PERFOLIO_SECRET_KEY", &text, &mut |text| {
                // The sentence does not repeat what was set: it may be nearly right.
                let key = SecretKey::parse(text).ok_or_else(|| {
                    "must be 64 hex digits, as `openssl rand -hex 32` prints them".to_owned()
                })?;
                secret_key = Some(key);
                Ok(())
            });
        }
        let mut trusted_proxy = Vec::new();
        take("PERFOLIO_TRUSTED_PROXY", "", &mut |text| {
            for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
                trusted_proxy
                    .push(part.parse().map_err(|_| format!("has “{part}”, which is not an IP address"))?);
            }
            Ok(())
        });
        let mut upload_limit = 0;
        take("PERFOLIO_UPLOAD_MB", "20", &mut |text| {
            let megabytes: u64 = text.parse().map_err(|_| format!("is “{text}”: write a whole number"))?;
            if !(1..=200).contains(&megabytes) {
                return Err(format!("is {megabytes}: must be from 1 to 200"));
            }
            upload_limit = megabytes * 1024 * 1024;
            Ok(())
        });
        let mut demo_day = None;
        if let Some(text) = get("PERFOLIO_DEMO_DAY") {
            take("PERFOLIO_DEMO_DAY", &text, &mut |text| {
                demo_day = Some(text.parse::<Day>().map_err(|why| why.to_string())?);
                Ok(())
            });
        }
        match (public_url, mail_from) {
            (Some(public_url), Some(mail_from)) if faults.is_empty() => Ok(Config {
                listen,
                public_url,
                data,
                database,
                smtp,
                mail_from,
                secret_key,
                trusted_proxy,
                upload_limit,
                log: get("PERFOLIO_LOG").unwrap_or_else(|| "info".to_owned()),
                demo_day,
            }),
            _ => Err(Unsettled(faults)),
        }
    }

    /// Whether browsers come over https: then cookies are `__Host-` and Secure, and HSTS is sent.
    pub fn secure(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// An absolute address for a letter: `link("/inbox")`.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.as_str().trim_end_matches('/'))
    }

    /// The effective settings, a line each, secrets masked.
    pub fn shown(&self) -> String {
        let smtp = self.smtp.as_ref().map_or("none".to_owned(), |smtp| format!("{smtp:?}"));
        let key = match &self.secret_key {
            Some(_) => "set, not shown".to_owned(),
            None => self.data.join(KEY_FILE).display().to_string(),
        };
        format!(
            "PERFOLIO_LISTEN={}\nPERFOLIO_PUBLIC_URL={}\nPERFOLIO_DATA={}\nPERFOLIO_DATABASE_URL={:?}\n\
             PERFOLIO_SMTP_URL={smtp}\nPERFOLIO_MAIL_FROM={}\nPERFOLIO_SECRET_KEY={key}\nPERFOLIO_TRUSTED_PROXY={:?}\nPERFOLIO_UPLOAD_MB={}\n\
             PERFOLIO_LOG={}\nPERFOLIO_DEMO_DAY={}\n",
            self.listen,
            self.public_url,
            self.data.display(),
            self.database,
            self.mail_from,
            self.trusted_proxy,
            self.upload_limit / 1024 / 1024,
            self.log,
            self.demo_day.map_or("today".to_owned(), Day::iso),
        )
    }
}

fn parse_public(text: &str) -> Result<Url, String> {
    let url =
        Url::parse(text).map_err(|_| format!("is “{text}”: write it like https://perfolio.trust.example"))?;
    if !url.has_host() {
        return Err("names no host".to_owned());
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if on_this_machine(&url) => Ok(url),
        "http" => Err("must be set to an https address, unless it is on loopback: over http anyone on the \
             way could read the portfolios"
            .to_owned()),
        other => Err(format!("begins with {other}: must be https")),
    }
}

/// `0.0.0.0` is not: it is every way into the machine.
fn on_this_machine(url: &Url) -> bool {
    match url.host() {
        // Of schemes that it does not know, the parser gives addresses as names too.
        Some(url::Host::Domain(name)) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

fn unknown(name: &str) -> Option<String> {
    if !name.starts_with("PERFOLIO_")
        || IGNORED.contains(&name)
        || SETTINGS.iter().any(|(known, ..)| *known == name)
    {
        return None;
    }
    let nearest = SETTINGS.iter().map(|(known, ..)| *known).min_by_key(|known| distance(known, name))?;
    Some(format!("{name} is not a setting; did you mean {nearest}?"))
}

/// How many letters must be changed, added or left out to make one word of the other.
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (up, to) in row.iter().skip(1).zip(&b) {
            let cost = diagonal + usize::from(from != *to);
            left = cost.min(left + 1).min(up + 1);
            diagonal = *up;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests;
