//! Passwords, slowly: argon2id at OWASP's parameters (19 MiB, 2 passes, 1 lane; 22 to 28 ms here), at
//! most two at once, so that sign-ins cannot starve the database threads or the memory. An account
//! that does not exist costs the same time as one that does.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::domain::fault::Fault;

const AT_ONCE: usize = 2;

#[derive(Clone)]
pub struct Hashing {
    permits: Arc<Semaphore>,
    params: Params,
    /// What the password of nobody is compared with.
    nobody: Arc<str>,
}

impl Hashing {
    pub fn owasp() -> Result<Hashing, Fault> {
        Hashing::with(Params::DEFAULT)
    }

    /// For tests: the same road, at a hundredth of the price.
    pub fn cheap() -> Result<Hashing, Fault> {
        Hashing::with(Params::new(64, 1, 1, None).map_err(Fault::broken)?)
    }

    fn with(params: Params) -> Result<Hashing, Fault> {
        let nobody = hash(&params, "nobody's password")?;
        Ok(Hashing { permits: Arc::new(Semaphore::new(AT_ONCE)), params, nobody: nobody.into() })
    }

    pub async fn hash(&self, password: String) -> Result<String, Fault> {
        let _permit = self.permits.acquire().await.map_err(Fault::broken)?;
        let params = self.params.clone();
        spawn_blocking(move || hash(&params, &password)).await.map_err(Fault::broken)?
    }

    /// `hash` for a thread that may wait.
    pub fn hash_now(&self, password: &str) -> Result<String, Fault> {
        hash(&self.params, password)
    }

    /// Whether the password fits. `None` (no such account, or no password yet) takes as long and never fits.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, Fault> {
        let _permit = self.permits.acquire().await.map_err(Fault::broken)?;
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.to_string());
        let fits = spawn_blocking(move || verify(&password, &stored)).await.map_err(Fault::broken)??;
        Ok(fits && known)
    }
}

fn hash(params: &Params, password: &str) -> Result<String, Fault> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(Fault::broken)
}

fn verify(password: &str, stored: &str) -> Result<bool, Fault> {
    let hash = PasswordHash::new(stored).map_err(Fault::broken)?;
    Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_that_serves_hashes_as_slowly_as_owasp_asks() {
        let hashing = Hashing::owasp().unwrap();
        let hash = hashing.hash_now("oxbow lantern crisp").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, hashing.hash_now("oxbow lantern crisp").unwrap());
        assert!(verify("oxbow lantern crisp", &hash).unwrap());
        assert!(!verify("oxbow lantern crisp ", &hash).unwrap());
    }
}
