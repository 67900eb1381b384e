//! Passwords, slowly: argon2id at OWASP's parameters (19 MiB, 2 passes, 1 lane; 22 to 28 ms here), at
//! most two at once, so that sign-ins cannot starve the database threads or the memory. An account
//! that does not exist costs the same time as one that does. The two threads are nice: when everybody
//! signs in at eight, those who are in already do not wait for it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::oneshot;

use crate::domain::fault::Fault;

const AT_ONCE: usize = 2;
/// Of 19: a tenth of the share of a thread that answers pages, and all of it when nobody asks for one.
const NICE: i32 = 10;

type Work = Box<dyn FnOnce() + Send>;

#[derive(Clone)]
pub struct Hashing {
    line: Sender<Work>,
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
        let (line, turns) = channel();
        let turns = Arc::new(Mutex::new(turns));
        for _ in 0..AT_ONCE {
            let turns = turns.clone();
            let thread = std::thread::Builder::new().name("hashing".to_owned());
            thread.spawn(move || keep(&turns)).map_err(Fault::broken)?;
        }
        Ok(Hashing { line, params, nobody: nobody.into() })
    }

    pub async fn hash(&self, password: String) -> Result<String, Fault> {
        let params = self.params.clone();
        self.line_up(move || hash(&params, &password)).await
    }

    /// `hash` for a thread that may wait.
    pub fn hash_now(&self, password: &str) -> Result<String, Fault> {
        hash(&self.params, password)
    }

    /// Whether the password fits. `None` (no such account, or no password yet) takes as long and never fits.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, Fault> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.to_string());
        Ok(self.line_up(move || verify(&password, &stored)).await? && known)
    }

    /// Whether a hash was made with less than the house asks for now.
    pub fn is_outdated(&self, stored: &str) -> bool {
        let Ok(hash) = PasswordHash::new(stored) else { return false };
        let Ok(was) = Params::try_from(&hash) else { return true };
        let ours = &self.params;
        hash.algorithm.as_str() != Algorithm::Argon2id.as_str()
            || was.m_cost() < ours.m_cost()
            || was.t_cost() < ours.t_cost()
            || was.p_cost() < ours.p_cost()
    }

    async fn line_up<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (answer, heard) = oneshot::channel();
        let turn = Box::new(move || {
            // Whoever left has no more use for the answer.
            if !answer.is_closed() {
                let _ = answer.send(work());
            }
        });
        self.line.send(turn).map_err(|_| Fault::broken("nobody hashes any more"))?;
        heard.await.map_err(|_| Fault::broken("a hash was not finished"))?
    }
}

/// Ends with the last clone of the `Hashing` that began it.
fn keep(turns: &Mutex<Receiver<Work>>) {
    // On Linux the number 0 is the calling thread alone. Where it is refused, hashing is merely not nice.
    let _ = rustix::process::setpriority_process(None, NICE);
    loop {
        let turn = turns.lock().map(|turns| turns.recv());
        match turn {
            // A panic loses its own answer and nothing else.
            Ok(Ok(work)) => drop(catch_unwind(AssertUnwindSafe(work))),
            _ => return,
        }
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

    #[test]
    fn a_hash_that_cost_less_than_is_asked_now_is_outdated() {
        let (owasp, cheap) = (Hashing::owasp().unwrap(), Hashing::cheap().unwrap());
        let (dear, light) = (owasp.hash_now("x").unwrap(), cheap.hash_now("x").unwrap());
        assert!(owasp.is_outdated(&light) && !owasp.is_outdated(&dear));
        assert!(!cheap.is_outdated(&dear) && !cheap.is_outdated(&light), "what cost more stays");
        assert!(owasp.is_outdated(&dear.replace("argon2id", "argon2i")));
        assert!(!owasp.is_outdated(""), "no password yet");
    }
}
