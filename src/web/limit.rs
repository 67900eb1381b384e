//! How often something may be tried. Sign-in is slowed per address (a whole department may sit behind
//! one, so generously) and per account, known or not; writing is slowed per session, so that a stuck
//! script harms nobody else. Nobody is locked out: the next try is taken after some seconds, and the
//! page says after how many. Counters live in memory: a restart forgives.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use actix_web::http::header::HeaderMap;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::domain::fault::Fault;

/// Tries at once, and the time after which one more is taken.
struct Pace {
    at_once: u32,
    one_more_after: Duration,
}

/// A department's morning behind one address: 60 at once, then 30 a minute.
const SIGN_IN_ADDRESS: Pace = Pace { at_once: 60, one_more_after: Duration::from_secs(2) };
/// One account: 20 at once, then 3 a minute; at that pace a password that passes our rules is not found.
const SIGN_IN_ACCOUNT: Pace = Pace { at_once: 20, one_more_after: Duration::from_secs(20) };
/// Codes of one account: 10 at once, then 6 a minute. The longer wait after wrong ones is in the database.
const CODE_ACCOUNT: Pace = Pace { at_once: 10, one_more_after: Duration::from_secs(10) };
/// Links to new passwords and used invitations, per address.
const LINKS: Pace = Pace { at_once: 30, one_more_after: Duration::from_secs(10) };
/// Posts of one session: drafts save themselves every few seconds, nobody types faster than this.
const WRITES: Pace = Pace { at_once: 300, one_more_after: Duration::from_millis(200) };

/// When a map of keys has grown to this, the keys that are at rest are dropped.
const MANY: usize = 10_000;

#[derive(Debug)]
pub struct Limits {
    sign_in_address: Limit<IpAddr>,
    sign_in_account: Limit<String>,
    code_address: Limit<IpAddr>,
    code_account: Limit<String>,
    links: Limit<IpAddr>,
    writes: Limit<String>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            sign_in_address: Limit::of(SIGN_IN_ADDRESS),
            sign_in_account: Limit::of(SIGN_IN_ACCOUNT),
            code_address: Limit::of(SIGN_IN_ADDRESS),
            code_account: Limit::of(CODE_ACCOUNT),
            links: Limit::of(LINKS),
            writes: Limit::of(WRITES),
        }
    }
}

impl Limits {
    /// Before a password is looked at. `account` is the folded address as typed, known or not.
    pub fn sign_in(&self, address: IpAddr, account: &str) -> Result<(), Fault> {
        self.sign_in_address.take(&address)?;
        self.sign_in_account.take(&account.to_owned())
    }

    /// Before a code is looked at. `account` is the id.
    pub fn code(&self, address: IpAddr, account: &str) -> Result<(), Fault> {
        self.code_address.take(&address)?;
        self.code_account.take(&account.to_owned())
    }

    /// Before a recovery code is looked at. By address alone: nobody's tries may keep its owner out.
    pub fn recovery_code(&self, address: IpAddr) -> Result<(), Fault> {
        self.code_address.take(&address)
    }

    /// Before a link is sent or used by somebody who is not signed in.
    pub fn link(&self, address: IpAddr) -> Result<(), Fault> {
        self.links.take(&address)
    }

    pub fn write(&self, session: &str) -> Result<(), Fault> {
        self.writes.take(&session.to_owned())
    }
}

#[derive(Debug)]
struct Limit<K: Clone + Hash + Eq>(DefaultKeyedRateLimiter<K>);

impl<K: Clone + Hash + Eq> Limit<K> {
    fn of(pace: Pace) -> Limit<K> {
        let burst = NonZeroU32::new(pace.at_once).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(pace.one_more_after).unwrap_or(Quota::per_second(burst));
        Limit(RateLimiter::keyed(quota.allow_burst(burst)))
    }

    fn take(&self, key: &K) -> Result<(), Fault> {
        if self.0.len() > MANY {
            self.0.retain_recent();
        }
        self.0.check_key(key).map_err(|not_yet| {
            let wait = not_yet.wait_time_from(DefaultClock::default().now());
            Fault::TooSoon { seconds: wait.as_secs().saturating_add(1) }
        })
    }
}

/// Where a request comes from. What a proxy says is believed only if the peer is a proxy that the
/// settings name; then it is the last hop that is not itself such a proxy.
pub fn address(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    let peer = peer.unwrap_or(IpAddr::from([0, 0, 0, 0]));
    if !trusted.contains(&peer) {
        return peer;
    }
    let said: Vec<&str> =
        headers.get_all("x-forwarded-for").filter_map(|value| value.to_str().ok()).collect();
    let hops = said.iter().flat_map(|list| list.split(',')).map(|hop| hop.trim().parse::<IpAddr>());
    let hops: Vec<_> = hops.collect();
    let foreign = hops
        .into_iter()
        .rev()
        .find(|hop| hop.as_ref().is_ok_and(|hop| !trusted.contains(hop)) || hop.is_err());
    foreign.and_then(Result::ok).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn one_account_is_slowed_whichever_address_tries() {
        let limits = Limits::default();
        for n in 0..20 {
            limits.sign_in(IpAddr::from([10, 0, 0, n]), "ann@x.org").unwrap();
        }
        let refused = limits.sign_in(IpAddr::from([10, 0, 0, 99]), "ann@x.org").unwrap_err();
        assert!(matches!(refused, Fault::TooSoon { seconds: 1..=21 }), "{refused:?}");
        limits.sign_in(IpAddr::from([10, 0, 0, 99]), "sue@x.org").unwrap();
    }

    #[test]
    fn one_address_is_slowed_whichever_account_it_tries() {
        let limits = Limits::default();
        for n in 0..60 {
            limits.sign_in(HERE, &format!("{n}@x.org")).unwrap();
        }
        assert!(limits.sign_in(HERE, "new@x.org").is_err());
    }

    #[test]
    fn a_forwarded_address_is_believed_only_from_the_named_proxy() {
        let mut headers = HeaderMap::new();
        let name = HeaderName::from_static("x-forwarded-for");
        headers.append(name, HeaderValue::from_static("1.1.1.1, 9.9.9.9"));
        let proxy = IpAddr::from([10, 0, 0, 1]);
        assert_eq!(address(Some(HERE), &headers, &[proxy]), HERE);
        assert_eq!(address(Some(proxy), &headers, &[]), proxy);
        assert_eq!(address(Some(proxy), &headers, &[proxy]), IpAddr::from([9, 9, 9, 9]));
        let both = [proxy, IpAddr::from([9, 9, 9, 9])];
        assert_eq!(address(Some(proxy), &headers, &both), IpAddr::from([1, 1, 1, 1]));
    }
}
