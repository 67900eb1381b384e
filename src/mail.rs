//! Carries letters, writes none. By SMTP where the house has it; else as files in a folder, so that
//! nothing depends on mail and an admin can read what would have been sent; in memory for tests.

mod kept;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use lettre::message::MultiPart;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::transport::smtp::{AsyncSmtpTransport, AsyncSmtpTransportBuilder};
use lettre::{AsyncTransport, Message, Tokio1Executor};

use crate::config::Smtp;
use crate::ids::Ids;

pub use kept::forget;

/// A letter with its words, to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub to_name: String,
    pub to_address: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

#[derive(Clone)]
pub enum Carrier {
    Smtp(Arc<Line>),
    Folder(PathBuf),
    Memory(Arc<Mutex<Vec<Letter>>>),
}

/// A line to the SMTP server, opened with the first letter: its pool begins with a task, and commands
/// that send nothing have no runtime to run one.
pub struct Line {
    settings: AsyncSmtpTransportBuilder,
    opened: OnceLock<AsyncSmtpTransport<Tokio1Executor>>,
}

#[derive(Clone)]
pub struct Mailer {
    from: String,
    carrier: Carrier,
}

/// Why a letter did not go. Some are worth another try, an address that cannot be is not.
#[derive(Debug, thiserror::Error)]
pub enum Unsent {
    #[error("the letter cannot be addressed: {0}")]
    Never(String),
    #[error("the letter did not go: {0}")]
    Again(String),
}

impl Mailer {
    pub fn by_smtp(smtp: &Smtp, from: &str) -> Result<Mailer, String> {
        let settings = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp.url())
            .map_err(|why| format!("PERFOLIO_SMTP_URL cannot be used: {why}"))?
            .timeout(Some(std::time::Duration::from_secs(20)));
        let line = Line { settings, opened: OnceLock::new() };
        Ok(Mailer { from: from.to_owned(), carrier: Carrier::Smtp(Arc::new(line)) })
    }

    pub fn into_folder(folder: PathBuf, from: &str) -> std::io::Result<Mailer> {
        std::fs::create_dir_all(&folder)?;
        Ok(Mailer { from: from.to_owned(), carrier: Carrier::Folder(folder) })
    }

    pub fn in_memory() -> (Mailer, Arc<Mutex<Vec<Letter>>>) {
        let sent = Arc::new(Mutex::new(Vec::new()));
        let carrier = Carrier::Memory(sent.clone());
        (Mailer { from: "perfolio@house.example".to_owned(), carrier }, sent)
    }

    /// Whether letters really leave the house.
    pub fn leaves(&self) -> bool {
        matches!(self.carrier, Carrier::Smtp(_))
    }

    pub async fn send(&self, letter: &Letter) -> Result<(), Unsent> {
        match &self.carrier {
            Carrier::Smtp(line) => {
                let message = self.message(letter)?;
                let open = || line.settings.clone().build();
                match line.opened.get_or_init(open).send(message).await {
                    Ok(_) => Ok(()),
                    Err(why) if why.is_permanent() => Err(Unsent::Never(why.to_string())),
                    Err(why) => Err(Unsent::Again(why.to_string())),
                }
            }
            Carrier::Folder(folder) => {
                let message = self.message(letter)?.formatted();
                let name = crate::domain::audit::digest(&[letter.to_address.clone(), letter.text.clone()]);
                let short: String = name.chars().take(16).collect();
                tokio::fs::write(folder.join(format!("{short}.{}", kept::ENDING)), message)
                    .await
                    .map_err(|why| Unsent::Again(why.to_string()))
            }
            Carrier::Memory(sent) => {
                self.message(letter)?;
                match sent.lock() {
                    Ok(mut sent) => sent.push(letter.clone()),
                    Err(poisoned) => poisoned.into_inner().push(letter.clone()),
                }
                Ok(())
            }
        }
    }

    fn message(&self, letter: &Letter) -> Result<Message, Unsent> {
        let never = |why: &dyn std::fmt::Display| Unsent::Never(why.to_string());
        let to_address = letter.to_address.parse().map_err(|why| never(&why))?;
        let from_address = self.from.parse().map_err(|why| never(&why))?;
        Message::builder()
            .from(lettre::message::Mailbox::new(Some("Perfolio".to_owned()), from_address))
            .to(lettre::message::Mailbox::new(Some(letter.to_name.clone()), to_address))
            .subject(letter.subject.clone())
            // Large receivers junk what has none (RFC 5322 3.6.4); and nobody's absence is to answer a letter of ours
            // (RFC 3834).
            .message_id(Some(self.new_id()))
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone()))
            .map_err(|why| never(&why))
    }

    /// New for each letter, on the sender's side of the address.
    fn new_id(&self) -> String {
        let domain = self.from.rsplit_once('@').map_or("perfolio.invalid", |(_, domain)| domain);
        format!("<{}@{domain}>", Ids::Random.secret())
    }
}

/// Written by nobody: whoever is away is not to answer it.
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<AutoSubmitted, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(AutoSubmitted::name(), "auto-generated".to_owned())
    }
}
