//! Settings, from the environment only: one reader, one struct, no precedence to explain. All faults
//! are told together, an unknown `PERFOLIO_*` name is refused with the nearest known one, secrets are
//! masked. What an admin may change at run time is data, not a setting.

mod addresses;
mod names;
mod secrets;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use url::Url;

use crate::db::conn::Address;
use crate::domain::names::EmailAddress;
use crate::domain::time::Day;
use crate::scanner::Scanner;

pub use names::{SETTINGS, distance};
pub use secrets::{SecretKey, Smtp};

use addresses::{parse_public, private_database};

const MEGABYTE: u64 = 1024 * 1024;

/// In the data folder, where no key is set.
pub const KEY_FILE: &str = "secret.key";
/// In the data folder, where no other place is set.
pub const STRUCK_OUT_FILE: &str = "struck-out.jsonl";

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
    /// The list of what was struck out, which no backup takes.
    pub struck_out: PathBuf,
    /// Largest file of evidence, in bytes.
    pub upload_limit: u64,
    /// What one person's unsubmitted files may take together, in bytes.
    pub drafts_limit: u64,
    /// Who looks for viruses in what people send.
    pub scanner: Option<Scanner>,
    /// A file of hashes of passwords that are known to others.
    pub breached: Option<PathBuf>,
    pub log: Log,
    pub demo_day: Option<Day>,
}

/// What is logged and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    pub json: bool,
    pub filter: String,
}

impl Log {
    fn parse(text: &str) -> Log {
        let (json, filter) = match text.strip_prefix("json") {
            Some("") => (true, ""),
            Some(rest) if rest.starts_with(',') => (true, rest.trim_start_matches(',')),
            _ => (false, text),
        };
        let filter = if filter.trim().is_empty() { "info" } else { filter.trim() };
        Log { json, filter: filter.to_owned() }
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
        let mut faults: Vec<String> = names.iter().filter_map(|name| names::unknown(name)).collect();
        let get = |name: &str| get(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        let mut secret = |name: &str| {
            secrets::said(get, name).unwrap_or_else(|fault| {
                faults.push(fault);
                None
            })
        };
        let database_url = secret("PERFOLIO_DATABASE_URL");
        let smtp_url = secret("PERFOLIO_SMTP_URL");
        let key = secret("PERFOLIO_SECRET_KEY");
        let mut take =
            |name: &str, said: Option<String>, parse: &mut dyn FnMut(&str) -> Result<(), String>| {
                if let Err(why) = said.map_or(Ok(()), |text| parse(&text)) {
                    faults.push(format!("{name} {why}"));
                }
            };
        let or = |name: &str, default: &str| Some(get(name).unwrap_or_else(|| default.to_owned()));

        let mut listen = SocketAddr::from(([127, 0, 0, 1], 8080));
        take("PERFOLIO_LISTEN", or("PERFOLIO_LISTEN", "127.0.0.1:8080"), &mut |text| {
            listen = text
                .parse()
                .map_err(|_| format!("is “{text}”: write an address and a port, like 127.0.0.1:8080"))?;
            Ok(())
        });
        let data = PathBuf::from(get("PERFOLIO_DATA").unwrap_or_else(|| default_data.to_owned()));
        let struck_out = get("PERFOLIO_STRUCK_OUT").map_or_else(|| data.join(STRUCK_OUT_FILE), PathBuf::from);
        // A house that listens on every way in is known to this machine only, until its address is said.
        let near = match listen.ip().is_unspecified() {
            true => format!("http://localhost:{}", listen.port()),
            false => format!("http://{listen}"),
        };
        let mut public_url = None;
        take("PERFOLIO_PUBLIC_URL", or("PERFOLIO_PUBLIC_URL", &near), &mut |text| {
            public_url = Some(parse_public(text)?);
            Ok(())
        });
        let mut database = Address::Sqlite(data.join("perfolio.db"));
        if let Some(text) = database_url {
            take("PERFOLIO_DATABASE_URL", Some(text), &mut |text| {
                database = Address::parse(text)?;
                if let Address::Postgres(_) = database { private_database(text, get) } else { Ok(()) }
            });
        }
        let mut smtp = None;
        if let Some(text) = smtp_url {
            take("PERFOLIO_SMTP_URL", Some(text), &mut |text| {
                smtp = Some(Smtp::parse(text)?);
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
        take("PERFOLIO_MAIL_FROM", or("PERFOLIO_MAIL_FROM", &format!("perfolio@{host}")), &mut |text| {
            mail_from = Some(EmailAddress::parse(text).map_err(|why| format!("is “{text}”: {why}"))?);
            Ok(())
        });
        let mut secret_key = None;
        take("PERFOLIO_SECRET_KEY", key, &mut |text| {
            // The sentence does not repeat what was set: it may be nearly right.
            let key = SecretKey::parse(text)
                .ok_or_else(|| "must be 64 hex digits, as `openssl rand -hex 32` prints them".to_owned())?;
            secret_key = Some(key);
            Ok(())
        });
        let mut trusted_proxy = Vec::new();
        take("PERFOLIO_TRUSTED_PROXY", get("PERFOLIO_TRUSTED_PROXY"), &mut |text| {
            for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
                trusted_proxy
                    .push(part.parse().map_err(|_| format!("has “{part}”, which is not an IP address"))?);
            }
            Ok(())
        });
        let mut upload_limit = 0;
        take("PERFOLIO_UPLOAD_MB", or("PERFOLIO_UPLOAD_MB", "20"), &mut |text| {
            upload_limit = megabytes(text, 1..=200)?;
            Ok(())
        });
        let mut drafts_limit = 0;
        take("PERFOLIO_DRAFTS_MB", or("PERFOLIO_DRAFTS_MB", "500"), &mut |text| {
            drafts_limit = megabytes(text, 10..=10_000)?;
            Ok(())
        });
        let mut scanner = None;
        take("PERFOLIO_SCANNER", get("PERFOLIO_SCANNER"), &mut |text| {
            scanner = Some(Scanner::parse(text)?);
            Ok(())
        });
        let mut breached = None;
        take("PERFOLIO_BREACHED_PASSWORDS", get("PERFOLIO_BREACHED_PASSWORDS"), &mut |text| {
            let path = PathBuf::from(text);
            crate::breached::looks_right(&path)?;
            breached = Some(path);
            Ok(())
        });
        let mut demo_day = None;
        take("PERFOLIO_DEMO_DAY", get("PERFOLIO_DEMO_DAY"), &mut |text| {
            demo_day = Some(text.parse::<Day>().map_err(|why| why.to_string())?);
            Ok(())
        });
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
                struck_out,
                upload_limit,
                drafts_limit,
                scanner,
                breached,
                log: Log::parse(&get("PERFOLIO_LOG").unwrap_or_default()),
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

    /// Where letters are written that no mail server takes.
    pub fn letters(&self) -> PathBuf {
        self.data.join("letters")
    }

    /// The effective settings, a line each, secrets masked.
    pub fn shown(&self) -> String {
        let smtp = self.smtp.as_ref().map_or("none".to_owned(), |smtp| format!("{smtp:?}"));
        let key = match &self.secret_key {
            Some(_) => "set, not shown".to_owned(),
            None => self.data.join(KEY_FILE).display().to_string(),
        };
        let file = self.breached.as_ref().map_or("none".to_owned(), |path| path.display().to_string());
        let scanner = self.scanner.as_ref().map_or("none".to_owned(), Scanner::to_string);
        format!(
            "PERFOLIO_LISTEN={}\nPERFOLIO_PUBLIC_URL={}\nPERFOLIO_DATA={}\nPERFOLIO_DATABASE_URL={:?}\n\
             PERFOLIO_SMTP_URL={smtp}\nPERFOLIO_MAIL_FROM={}\nPERFOLIO_SECRET_KEY={key}\n\
             PERFOLIO_TRUSTED_PROXY={:?}\nPERFOLIO_STRUCK_OUT={}\nPERFOLIO_UPLOAD_MB={}\nPERFOLIO_DRAFTS_MB={}\n\
             PERFOLIO_SCANNER={scanner}\nPERFOLIO_BREACHED_PASSWORDS={file}\nPERFOLIO_LOG={}{}\n\
             PERFOLIO_DEMO_DAY={}\n",
            self.listen,
            self.public_url,
            self.data.display(),
            self.database,
            self.mail_from,
            self.trusted_proxy,
            self.struck_out.display(),
            self.upload_limit / MEGABYTE,
            self.drafts_limit / MEGABYTE,
            if self.log.json { "json," } else { "" },
            self.log.filter,
            self.demo_day.map_or("today".to_owned(), Day::iso),
        )
    }
}

/// A whole number of megabytes, as bytes.
fn megabytes(text: &str, within: std::ops::RangeInclusive<u64>) -> Result<u64, String> {
    let megabytes: u64 = text.parse().map_err(|_| format!("is “{text}”: write a whole number"))?;
    match within.contains(&megabytes) {
        true => Ok(megabytes * MEGABYTE),
        false => Err(format!("is {megabytes}: must be from {} to {}", within.start(), within.end())),
    }
}

#[cfg(test)]
mod tests;
