//! How often something may be tried. Sign-in is slowed per address (a whole department may sit behind
//! one, so generously), per account, known or not, and per both; writing and reading are slowed per session, so that a
//! stuck script harms nobody else. Nobody is locked out: the next try is taken after some seconds, and the
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
/// One account from one address: 20 at once, then 3 a minute.
const SIGN_IN_PAIR: Pace = Pace { at_once: 20, one_more_after: Duration::from_secs(20) };
/// One account from anywhere: at this pace a password that passes our rules is not found in years, and who
/// keeps trying from one place does not slow its owner, who is in another.
const SIGN_IN_ACCOUNT: Pace = Pace { at_once: 100, one_more_after: Duration::from_secs(5) };
/// Codes of one account: 20 at once, then 6 a minute. The longer wait after wrong ones is in the database.
const CODE_ACCOUNT: Pace = Pace { at_once: 20, one_more_after: Duration::from_secs(10) };
/// Links to new passwords and used invitations, per address.
const LINKS: Pace = Pace { at_once: 30, one_more_after: Duration::from_secs(10) };
/// Letters with a link for a new password, per account: each ends the link before it, so whoever asks for
/// somebody else's again and again would keep that person out.
const LETTERS: Pace = Pace { at_once: 3, one_more_after: Duration::from_secs(600) };
/// Posts of one session: drafts save themselves every few seconds, nobody types faster than this.
const WRITES: Pace = Pace { at_once: 300, one_more_after: Duration::from_millis(200) };

/// Pages and files of one session. Nobody looks so fast, not even with a hundred small pictures on a page; a script
/// that fetches everything over and over is slowed, and harms nobody else.
const READS: Pace = Pace { at_once: 2_000, one_more_after: Duration::from_millis(50) };

/// When a map of keys has grown to this, the keys that are at rest are dropped.
const MANY: usize = 10_000;

#[derive(Debug)]
pub struct Limits {
    sign_in_address: Limit<IpAddr>,
    sign_in_pair: Limit<(IpAddr, String)>,
    sign_in_account: Limit<String>,
    code_address: Limit<IpAddr>,
    code_account: Limit<String>,
    links: Limit<IpAddr>,
    letters: Limit<String>,
    writes: Limit<String>,
    reads: Limit<String>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            sign_in_address: Limit::of(SIGN_IN_ADDRESS),
            sign_in_pair: Limit::of(SIGN_IN_PAIR),
            sign_in_account: Limit::of(SIGN_IN_ACCOUNT),
            code_address: Limit::of(SIGN_IN_ADDRESS),
            code_account: Limit::of(CODE_ACCOUNT),
            links: Limit::of(LINKS),
            letters: Limit::of(LETTERS),
            writes: Limit::of(WRITES),
            reads: Limit::of(READS),
        }
    }
}

impl Limits {
    /// Before a password is looked at. `account` is the folded address as typed, known or not.
    pub fn sign_in(&self, address: IpAddr, account: &str) -> Result<(), Fault> {
        let network = network(address);
        self.sign_in_address.take(&network)?;
        self.sign_in_pair.take(&(network, account.to_owned()))?;
        self.sign_in_account.take(&account.to_owned())
    }

    /// Before a code is looked at. `account` is the id.
    pub fn code(&self, address: IpAddr, account: &str) -> Result<(), Fault> {
        self.code_address.take(&network(address))?;
        self.code_account.take(&account.to_owned())
    }

    /// Before a recovery code is looked at. By address alone: nobody's tries may keep its owner out.
    pub fn recovery_code(&self, address: IpAddr) -> Result<(), Fault> {
        self.code_address.take(&network(address))
    }

    /// Before a link is sent or used by somebody who is not signed in.
    pub fn link(&self, address: IpAddr) -> Result<(), Fault> {
        self.links.take(&network(address))
    }

    /// Before a letter with a new link is written. `account` is the folded address as typed, known or not.
    pub fn letter(&self, account: &str) -> Result<(), Fault> {
        self.letters.take(&account.to_owned())
    }

    pub fn write(&self, session: &str) -> Result<(), Fault> {
        self.writes.take(&session.to_owned())
    }

    pub fn read(&self, session: &str) -> Result<(), Fault> {
        self.reads.take(&session.to_owned())
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

/// Whom an address counts for. One who has IPv6 has a whole network of 64 bits: each of its addresses
/// would otherwise begin anew.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(four) => IpAddr::V4(four),
        IpAddr::V6(six) => IpAddr::V6(std::net::Ipv6Addr::from_bits(six.to_bits() & !0xffff_ffff_ffff_ffff)),
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
        for n in 0..100 {
            limits.sign_in(IpAddr::from([10, 0, 0, n]), "ann@x.org").unwrap();
        }
        let refused = limits.sign_in(IpAddr::from([10, 0, 0, 199]), "ann@x.org").unwrap_err();
        assert!(matches!(refused, Fault::TooSoon { seconds: 1..=6 }), "{refused:?}");
        limits.sign_in(IpAddr::from([10, 0, 0, 199]), "sue@x.org").unwrap();
    }

    #[test]
    fn who_tries_an_account_from_one_place_does_not_slow_its_owner() {
        let limits = Limits::default();
        let (eve, ann) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        for _ in 0..20 {
            limits.sign_in(eve, "ann@x.org").unwrap();
        }
        let refused = limits.sign_in(eve, "ann@x.org").unwrap_err();
        assert!(matches!(refused, Fault::TooSoon { seconds: 1..=21 }), "{refused:?}");
        limits.sign_in(ann, "ann@x.org").unwrap();
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
    fn one_who_has_many_addresses_has_one_network() {
        let limits = Limits::default();
        for n in 0..60 {
            let mine = IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, n]);
            limits.sign_in(mine, &format!("{n}@x.org")).unwrap();
        }
        let mine = IpAddr::from([0x2001, 0xdb8, 0, 1, 9, 9, 9, 9]);
        assert!(limits.sign_in(mine, "new@x.org").is_err());
        limits.sign_in(IpAddr::from([0x2001, 0xdb8, 0, 2, 0, 0, 0, 1]), "new@x.org").unwrap();
        let mapped = IpAddr::from([0, 0, 0, 0, 0, 0xffff, 0x0a00, 1]);
        assert_eq!(network(mapped), IpAddr::from([10, 0, 0, 1]));
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
