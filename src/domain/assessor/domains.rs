//! Work addresses: which domains may be allowed, whether an address lies in one, and when two addresses are one
//! mailbox.

use crate::domain::names::{EmailAddress, Unfit};

/// Where anybody may have an address: it proves nothing about where they work.
const FREE: &[&str] = &[
    "163.com",
    "126.com",
    "aol.co.uk",
    "aol.com",
    "blueyonder.co.uk",
    "btinternet.com",
    "btopenworld.com",
    "duck.com",
    "email.com",
    "fastmail.com",
    "fastmail.fm",
    "free.fr",
    "freeserve.co.uk",
    "gmail.com",
    "gmx.co.uk",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.es",
    "hotmail.fr",
    "hotmail.it",
    "hushmail.com",
    "icloud.com",
    "inbox.com",
    "laposte.net",
    "libero.it",
    "live.co.uk",
    "live.com",
    "live.ie",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "ntlworld.com",
    "o2.co.uk",
    "orange.fr",
    "outlook.com",
    "outlook.co.uk",
    "outlook.fr",
    "outlook.ie",
    "plusnet.com",
    "pm.me",
    "proton.me",
    "protonmail.ch",
    "protonmail.com",
    "qq.com",
    "rediffmail.com",
    "rocketmail.com",
    "sky.com",
    "t-online.de",
    "talktalk.net",
    "tesco.net",
    "tiscali.co.uk",
    "tuta.com",
    "tuta.io",
    "tutanota.com",
    "virgin.net",
    "virginmedia.com",
    "wanadoo.fr",
    "web.de",
    "yahoo.co.in",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yahoo.es",
    "yahoo.fr",
    "yahoo.ie",
    "yahoo.it",
    "yandex.com",
    "yandex.ru",
    "ymail.com",
    "zoho.com",
];

/// Below these anybody may have a domain, or whole sectors have theirs: no organisation's own.
const SHARED: &[&str] = &[
    "ac.uk",
    "co.in",
    "co.nz",
    "co.uk",
    "co.za",
    "com.au",
    "edu.au",
    "gov.au",
    "gov.ie",
    "gov.scot",
    "gov.uk",
    "ltd.uk",
    "me.uk",
    "mod.uk",
    "net.au",
    "net.uk",
    "nhs.scot",
    "nhs.uk",
    "nhs.wales",
    "org.au",
    "org.uk",
    "plc.uk",
    "police.uk",
    "sch.uk",
];

/// Characters of a domain name, as DNS has them.
const LONGEST: usize = 253;

/// A domain that a lead allows, or one with everything below it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkDomain(String);

impl WorkDomain {
    /// `northgate.nhs.uk`, or `*.northgate.nhs.uk` for what lies below it; capitals and an `@` in front do not matter.
    pub fn parse(typed: &str) -> Result<WorkDomain, Unfit> {
        let text = typed.trim().to_lowercase();
        let text = text.strip_prefix('@').unwrap_or(&text);
        let unfit = |why: String| Err(Unfit(why));
        let name = text.strip_prefix("*.").unwrap_or(text);
        if name.is_empty() {
            return unfit("Enter a domain, like northgate.nhs.uk.".to_owned());
        }
        if !is_domain(name) {
            return unfit("Enter a domain in the correct format: what stands behind the @ of a work address, like northgate.nhs.uk.".to_owned());
        }
        if FREE.contains(&name) {
            return unfit(format!("{} Use the domain of an employer.", anybodys(name)));
        }
        if SHARED.contains(&name) {
            return unfit(format!(
                "{name} belongs to many organisations. Name one of them, like northgate.{name}."
            ));
        }
        Ok(WorkDomain(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the mailbox lies in it. Subdomains only where the domain says so, and then not the domain itself.
    pub fn covers(&self, mailbox: &Mailbox) -> bool {
        match self.0.strip_prefix("*.") {
            Some(name) => {
                mailbox.domain().strip_suffix(name).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
            }
            None => mailbox.domain() == self.0,
        }
    }
}

fn is_domain(name: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let top = name.rsplit('.').next().unwrap_or_default();
    name.len() <= LONGEST
        && name.contains('.')
        && name.split('.').all(label)
        && top.len() > 1
        && !top.chars().all(|c| c.is_ascii_digit())
}

/// A work address as it is typed. Old mail servers take `%` and `!` before the `@` for a way on to another domain, so
/// that the letter would be read where nobody works.
pub fn work_address(typed: &str) -> Result<EmailAddress, Unfit> {
    let address = EmailAddress::parse(typed)?;
    let (user, _) = address.as_str().rsplit_once('@').unwrap_or_default();
    if user.contains(['%', '!']) {
        let sentence = "Enter a work address without % or ! before the @: a letter to one that has them may be sent on elsewhere.";
        return Err(Unfit(sentence.to_owned()));
    }
    Ok(address)
}

fn anybodys(name: &str) -> String {
    format!("Anybody can have an address at {name}, so it does not show where somebody works.")
}

/// Why an address is no work address, wherever it is asked for: its domain can never be allowed.
pub fn free_mail(address: &EmailAddress) -> Option<String> {
    let mailbox = Mailbox::of(address);
    FREE.contains(&mailbox.domain()).then(|| anybodys(mailbox.domain()))
}

/// Where letters to an address arrive: folded, without what stands behind a `+`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mailbox(String);

impl Mailbox {
    pub fn of(address: &EmailAddress) -> Mailbox {
        Mailbox::folded(&address.folded())
    }

    /// Of an address that is kept folded already.
    pub fn folded(address: &str) -> Mailbox {
        let (user, host) = address.rsplit_once('@').unwrap_or((address, ""));
        let user = user.split_once('+').map_or(user, |(user, _)| user);
        Mailbox(format!("{user}@{host}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, host)| host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox(address: &str) -> Mailbox {
        Mailbox::of(&EmailAddress::parse(address).unwrap())
    }

    #[test]
    fn what_may_be_allowed() {
        for (typed, kept) in [
            ("northgate.nhs.uk", "northgate.nhs.uk"),
            (" @Northgate.NHS.uk ", "northgate.nhs.uk"),
            ("*.northgate.nhs.uk", "*.northgate.nhs.uk"),
            ("nhs.net", "nhs.net"),
            ("bristol.ac.uk", "bristol.ac.uk"),
        ] {
            assert_eq!(WorkDomain::parse(typed).unwrap().as_str(), kept, "{typed}");
        }
        for wrong in [
            "",
            "*.",
            "uk",
            "*.uk",
            "nhs.uk",
            "*.nhs.uk",
            "*.co.uk",
            "gmail.com",
            "GMAIL.com",
            "*.gmail.com",
            "yahoo.co.uk",
            "a b.org",
            "a..org",
            ".org",
            "-a.org",
            "a@b.org",
            "*.*.org",
            "http://x.org",
            "10.0.0.1",
            "x.o",
        ] {
            assert!(WorkDomain::parse(wrong).is_err(), "{wrong}");
        }
        let why = WorkDomain::parse("gmail.com").unwrap_err().0;
        assert!(why.contains("Anybody can have an address at gmail.com"), "{why}");
        let free = |address: &str| free_mail(&EmailAddress::parse(address).unwrap()).is_some();
        assert!(free("Doctor@GMail.com") && free("dr+work@gmail.com"));
        assert!(!free("dr@northgate.nhs.uk") && !free("dr@gmail.northgate.nhs.uk"));
    }

    #[test]
    fn subdomains_are_not_implied_unless_written_so() {
        let (own, below) = (
            WorkDomain::parse("northgate.nhs.uk").unwrap(),
            WorkDomain::parse("*.northgate.nhs.uk").unwrap(),
        );
        for (address, in_own, in_below) in [
            ("a.malik@northgate.nhs.uk", true, false),
            ("A.Malik@NORTHGATE.nhs.uk", true, false),
            ("a.malik@mail.northgate.nhs.uk", false, true),
            ("a@x.mail.northgate.nhs.uk", false, true),
            ("a@evilnorthgate.nhs.uk", false, false),
            ("a@northgate.nhs.uk.evil.org", false, false),
            ("a@nhs.uk", false, false),
        ] {
            assert_eq!(own.covers(&mailbox(address)), in_own, "{address}");
            assert_eq!(below.covers(&mailbox(address)), in_below, "{address}");
        }
    }

    #[test]
    fn a_work_address_leads_nowhere_else() {
        for fine in ["a.malik@northgate.nhs.uk", " o'neill+work@northgate.nhs.uk "] {
            assert!(work_address(fine).is_ok(), "{fine}");
        }
        for wrong in ["x%evil.org@northgate.nhs.uk", "evil.org!x@northgate.nhs.uk"] {
            assert!(work_address(wrong).unwrap_err().0.contains("without % or !"), "{wrong}");
        }
    }

    #[test]
    fn one_mailbox_is_one_whatever_is_typed() {
        let one = mailbox("ann.field@northgate.nhs.uk");
        for same in [
            "Ann.Field@Northgate.NHS.UK",
            "ann.field+portfolio@northgate.nhs.uk",
            "ann.field+@northgate.nhs.uk",
        ] {
            assert_eq!(mailbox(same), one, "{same}");
        }
        for other in ["annfield@northgate.nhs.uk", "ann.field@mail.northgate.nhs.uk"] {
            assert_ne!(mailbox(other), one, "{other}");
        }
        assert_eq!(one.domain(), "northgate.nhs.uk");
    }
}
