//! Where the house is reached and what it reaches: nothing leaves the machine in the open.

use std::net::IpAddr;

use url::Url;

/// Whether this build can speak TLS with PostgreSQL.
const POSTGRES_TLS: bool = cfg!(feature = "postgres-tls");

pub(super) fn parse_public(text: &str) -> Result<Url, String> {
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
pub(super) fn on_this_machine(url: &Url) -> bool {
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

/// A server on another machine is spoken to under TLS, with its certificate looked at, or not at all. `get` is
/// asked for what libpq itself takes from the environment where the address is silent.
pub(super) fn private_database(text: &str, get: impl Fn(&str) -> Option<String>) -> Result<(), String> {
    let address = Database::of(text, &get);
    let Some(far) = address.hosts.iter().find(|host| !is_near(host)) else { return Ok(()) };
    match (POSTGRES_TLS, address.mode.as_str()) {
        (true, "verify-full") => Ok(()),
        (true, _) => Err(format!(
            "names a server on another machine ({far}): add ?sslmode=verify-full (and sslrootcert=, where your own \
             authority signs), so that nobody on the way can read or change what is written"
        )),
        (false, _) => Err(format!(
            "names a server on another machine ({far}), and this program is built without TLS for PostgreSQL: \
             everything would travel in the open. Use a server on this machine, or a tunnel that ends here (SSH, \
             stunnel), or build with `--features postgres-tls` (it needs OpenSSL's headers) and add \
             ?sslmode=verify-full"
        )),
    }
}

/// What an address of PostgreSQL says of the way there.
struct Database {
    /// Every host that is named anywhere; libpq tries them in turn.
    hosts: Vec<String>,
    /// The last word wins, as in libpq.
    mode: String,
}

impl Database {
    fn of(text: &str, get: &impl Fn(&str) -> Option<String>) -> Database {
        let rest = text.split_once("://").map_or("", |(_, rest)| rest);
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let place = place.split('/').next().unwrap_or_default();
        let named = place.rsplit_once('@').map_or(place, |(_, hosts)| hosts);
        let mut hosts: Vec<String> =
            named.split(',').map(without_port).filter(|host| !host.is_empty()).collect();
        let (mut mode, mut elsewhere) = (get("PGSSLMODE").unwrap_or_default(), get("PGSERVICE"));
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "host" | "hostaddr" => hosts.extend(value.split(',').map(str::to_owned)),
                "sslmode" => mode = value.into_owned(),
                "service" => elsewhere = Some(value.into_owned()),
                _ => {}
            }
        }
        if hosts.is_empty() {
            hosts.extend(["PGHOST", "PGHOSTADDR"].iter().filter_map(|name| get(name)));
        }
        // A service's file may name any server.
        hosts.extend(elsewhere.map(|name| format!("the service “{name}”")));
        Database { hosts, mode }
    }
}

/// `[::1]:5432` and `host:5432` without their port, and `%2Frun%2Fpostgresql` as it is meant.
fn without_port(host: &str) -> String {
    let bare = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => host.split(':').next().unwrap_or_default(),
    };
    let pair = format!("h={}", bare.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, host)| host.into_owned()).unwrap_or_default()
}

/// A socket's folder, its abstract name, or loopback.
fn is_near(host: &str) -> bool {
    host.is_empty()
        || host.starts_with(['/', '@'])
        || host == "localhost"
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(text: &str) -> Result<(), String> {
        private_database(text, |_| None)
    }

    #[test]
    fn a_distant_database_is_spoken_to_under_tls_or_not_at_all() {
        for near in [
            "postgres:///perfolio",
            "postgres://p:hush@localhost/perfolio",
            "postgres://p@127.0.0.1:5433/perfolio?sslmode=disable",
            "postgres://[::1]:5432/perfolio",
            "postgresql://%2Frun%2Fpostgresql/perfolio",
            "postgres:///perfolio?host=/run/postgresql",
            "postgres:///perfolio?host=@perfolio",
        ] {
            assert_eq!(alone(near), Ok(()), "{near}");
        }
        for far in [
            "postgres://p:hush@db.trust.example/perfolio",
            "postgres://10.0.0.5/perfolio",
            "postgres://[fd00::5]/perfolio?sslmode=require",
            "postgres://localhost,db.trust.example/perfolio",
            "postgres://localhost/perfolio?hostaddr=10.0.0.5",
            "postgres:///perfolio?host=db.trust.example",
            "postgres://p:a@b@db.trust.example/perfolio",
            "postgres:///perfolio?service=trust",
        ] {
            let why = alone(far).unwrap_err();
            assert!(why.contains("another machine") && why.contains("sslmode=verify-full"), "{why}");
            assert!(!why.contains("hush"), "{why}");
        }
        let by_environment = |name: &str| (name == "PGHOST").then(|| "db.trust.example".to_owned());
        assert!(private_database("postgres:///perfolio", by_environment).is_err());
        assert!(private_database("postgres://localhost/perfolio", by_environment).is_ok());
    }

    #[test]
    fn a_build_with_tls_takes_one_whose_certificate_is_looked_at() {
        let said = "postgres://db.trust.example/perfolio?sslmode=verify-full";
        assert_eq!(alone(said).is_ok(), POSTGRES_TLS, "only a build with TLS can keep that promise");
        let weaker = "postgres://db.trust.example/perfolio?sslmode=verify-full&sslmode=require";
        assert!(alone(weaker).is_err(), "the last word wins");
    }
}
