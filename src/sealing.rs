//! Secrets that the house must read again, sealed before they reach the database: those from which codes
//! are made. XChaCha20-Poly1305 with a fresh nonce each, bound to the row that holds it. Decided: the key
//! is outside the database, so that a stolen copy of it (a backup, a replica) makes nobody's codes; it is
//! `PERFOLIO_SECRET_KEY`, or else the file `secret.key` beside the evidence, made at the first start and
//! readable by the house alone. Whoever has both the database and the data folder has everything; several
//! nodes set the same key. A lost key loses no account: recovery codes and resets work without it.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::config::{Config, KEY_FILE, SecretKey};
use crate::domain::audit::hex;
use crate::domain::fault::Fault;
use crate::ids::Ids;

const NONCE: usize = 24;

#[derive(Clone)]
pub struct Sealing(Arc<XChaCha20Poly1305>);

impl Sealing {
    pub fn of(config: &Config) -> Result<Sealing, Fault> {
        let key = match &config.secret_key {
            Some(key) => key.clone(),
            None => key_file(&config.data.join(KEY_FILE))?,
        };
        Ok(Sealing::with(&key.bytes()))
    }

    pub fn with(key: &[u8; 32]) -> Sealing {
        Sealing(Arc::new(XChaCha20Poly1305::new(key.into())))
    }

    /// `about` names what holds it: sealed for one row, it opens in no other. `nonce` is random.
    pub fn seal(&self, about: &str, secret: &[u8], nonce: [u8; NONCE]) -> Result<String, Fault> {
        let payload = Payload { msg: secret, aad: about.as_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| Fault::broken("a secret could not be sealed"))?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), sealed.as_slice()].concat()))
    }

    pub fn open(&self, about: &str, sealed: &str) -> Result<Vec<u8>, Fault> {
        let shut = || {
            Fault::broken(format!(
                "the secret of {about} does not open with this key: look whether PERFOLIO_SECRET_KEY or the file \
                 {KEY_FILE} has changed, or differs between nodes"
            ))
        };
        let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| shut())?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or_else(shut)?;
        let payload = Payload { msg: sealed, aad: about.as_bytes() };
        self.0.decrypt(&XNonce::from(*nonce), payload).map_err(|_| shut())
    }
}

fn key_file(path: &Path) -> Result<SecretKey, Fault> {
    let broken = |why: &dyn std::fmt::Display| Fault::broken(format!("{}: {why}", path.display()));
    if !path.exists() {
        make_key_file(path).map_err(|why| broken(&why))?;
    }
    let mode = fs::metadata(path).map_err(|why| broken(&why))?.permissions().mode();
    if mode & 0o077 != 0 {
        tracing::warn!(file = %path.display(), "others can read this key; take their permission away: chmod 600");
    }
    let text = fs::read_to_string(path).map_err(|why| broken(&why))?;
    SecretKey::parse(text.trim()).ok_or_else(|| broken(&"this is not a key of 64 hex digits"))
}

/// Whole or not at all, and never over another: two nodes that start together end with one key. Always
/// from real chance; the seed of a demo is known to everybody.
fn make_key_file(path: &Path) -> std::io::Result<()> {
    let draft = path.with_extension(format!("key-{}", hex(&Ids::Random.bytes::<8>())));
    let mut file: File = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    writeln!(file, "{}", hex(&Ids::Random.bytes::<32>()))?;
    file.sync_all()?;
    let placed = fs::hard_link(&draft, path);
    let placed = match placed {
        Err(why) if why.kind() == ErrorKind::AlreadyExists => Ok(()),
        // A file system without links.
        Err(_) if !path.exists() => return fs::rename(&draft, path),
        placed => placed,
    };
    fs::remove_file(&draft)?;
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_in_its_own_row_and_with_its_own_key() {
        let sealing = Sealing::with(&[1; 32]);
        let sealed = sealing.seal("factor/a", b"secret", [9; 24]).unwrap();
        assert!(!sealed.contains("secret"));
        assert_eq!(sealing.open("factor/a", &sealed).unwrap(), b"secret");
        assert!(sealing.open("factor/b", &sealed).is_err());
        assert!(Sealing::with(&[2; 32]).open("factor/a", &sealed).is_err());
        assert!(sealing.open("factor/a", "").is_err());
        assert_ne!(sealed, sealing.seal("factor/a", b"secret", [8; 24]).unwrap());
    }

    #[test]
    fn a_key_is_made_once_for_the_house_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(KEY_FILE);
        let first = key_file(&path).unwrap().bytes();
        assert_eq!(key_file(&path).unwrap().bytes(), first);
        assert_ne!(first, [0; 32]);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        make_key_file(&path).unwrap();
        assert_eq!(key_file(&path).unwrap().bytes(), first, "a second start does not replace it");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
        fs::write(&path, "short").unwrap();
        assert!(key_file(&path).is_err());
    }
}
