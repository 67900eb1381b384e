//! Codes from an app: RFC 6238 with SHA-1, six digits and steps of 30 seconds, because that is what every
//! app can do; one step of drift either way. The secret has 160 bits, is sealed at rest, and has no words
//! in any log: `Debug` says nothing of it.

use std::fmt;
use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};
use totp_rs::{Algorithm, Builder, Totp};

use crate::domain::factor::in_groups;
use crate::domain::fault::Fault;
use crate::domain::names::FactorId;
use crate::domain::time::Moment;
use crate::sealing::Sealing;

/// Steps before and after the present one whose codes are taken.
const DRIFT: u16 = 1;
/// Light modules around the code, as its standard asks.
const QUIET: i32 = 4;

/// What a phone and the house share.
pub struct Secret([u8; 20]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    pub fn of(random: [u8; 20]) -> Secret {
        Secret(random)
    }

    pub fn sealed(&self, sealing: &Sealing, id: &FactorId, nonce: [u8; 24]) -> Result<String, Fault> {
        sealing.seal(&about(id), &self.0, nonce)
    }

    pub fn unsealed(sealing: &Sealing, id: &FactorId, sealed: &str) -> Result<Secret, Fault> {
        let bytes = sealing.open(&about(id), sealed)?;
        bytes.try_into().map(Secret).map_err(|_| Fault::broken(format!("{}: not 160 bits", about(id))))
    }

    /// The step whose code this is, if it is one of now or of a step beside.
    pub fn step_of(&self, code: &str, now: Moment) -> Result<Option<i64>, Fault> {
        let seconds = u64::try_from(now.millis() / 1000).unwrap_or(0);
        let step = self.totp("", "x")?.check(code, seconds);
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }

    /// For whoever types it into the app.
    pub fn in_letters(&self) -> Result<String, Fault> {
        Ok(in_groups(&self.totp("", "x")?.secret().to_base32(), " "))
    }

    /// What the QR code says to the app: `otpauth://totp/…`.
    pub fn address(&self, issuer: &str, account: &str) -> Result<String, Fault> {
        self.totp(issuer, account)?.to_url().map_err(Fault::broken)
    }

    fn totp(&self, issuer: &str, account: &str) -> Result<Totp, Fault> {
        // A colon separates the two in the app.
        let plain = |text: &str| text.replace(':', " ");
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(DRIFT)
            .with_step_duration(30)
            .with_secret(totp_rs::Secret::new_stack(self.0))
            .with_account_name(plain(account))
            .with_issuer((!issuer.is_empty()).then(|| plain(issuer)))
            .build()
            .map_err(Fault::broken)
    }
}

fn about(id: &FactorId) -> String {
    format!("second-factor/{id}")
}

/// A QR code as the one path of an inline SVG: no picture that a cache could keep, no address with the
/// secret in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Qr {
    /// Modules on a side, the light ones around included.
    pub side: i32,
    pub path: String,
}

impl Qr {
    pub fn of(text: &str) -> Result<Qr, Fault> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(Fault::broken)?;
        let mut path = String::new();
        for y in 0..code.size() {
            for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
        Ok(Qr { side: code.size() + 2 * QUIET, path })
    }

    /// The dark modules, column and row, for paper.
    pub fn squares(&self) -> Vec<(i32, i32)> {
        let read = |one: &str| {
            let (x, rest) = one.split_once(' ')?;
            Some((x.parse().ok()?, rest.split_once('h')?.0.parse().ok()?))
        };
        self.path.split('M').filter_map(read).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the secret of its test vectors, and the last six digits of its codes.
    const SECRET: &[u8; 20] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = Secret::of(*SECRET);
        for (seconds, code) in
            [(1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            let at = |drift: i64| Moment::of_millis((seconds + drift) * 1000);
            let step = Some(seconds / 30);
            assert_eq!(secret.step_of(code, at(0)).unwrap(), step);
            assert_eq!(secret.step_of(code, at(30)).unwrap(), step, "one step late");
            assert_eq!(secret.step_of(code, at(-30)).unwrap(), step, "one step early");
            assert_eq!(secret.step_of(code, at(60)).unwrap(), None, "two steps late");
            assert_eq!(secret.step_of(code, at(-60)).unwrap(), None, "two steps early");
        }
    }

    #[test]
    fn a_secret_is_sealed_to_its_row_and_says_nothing() {
        let (sealing, secret) = (Sealing::with(&[3; 32]), Secret::of(*SECRET));
        let (id, other) = (FactorId::new("a"), FactorId::new("b"));
        let sealed = secret.sealed(&sealing, &id, [1; 24]).unwrap();
        let opened = Secret::unsealed(&sealing, &id, &sealed).unwrap();
        assert_eq!(opened.in_letters().unwrap(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert!(Secret::unsealed(&sealing, &other, &sealed).is_err());
        assert_eq!(format!("{opened:?}"), "Secret(…)");
    }

    #[test]
    fn the_app_is_told_whose_code_it_is() {
        let address = Secret::of(*SECRET).address("Perfolio: x.example", "ann@x.example").unwrap();
        assert_eq!(
            address,
            "otpauth://totp/Perfolio%20%20x.example:ann%40x.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Perfolio%20%20x.example"
        );
        let qr = Qr::of(&address).unwrap();
        assert!(qr.side > 33 && qr.path.starts_with("M4 4h1v1h-1z"), "{}", qr.path);
    }
}
