//! A virus scanner of the site's own: clamd, spoken to in its INSTREAM conversation over a socket or TCP.
//! What it says of a file is one of three: clean, found (with its name for what it found), or it could not be
//! asked, which is never taken for clean. The bytes go to it in pieces; it needs no access to our files.

use std::fmt;
use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;

/// Where clamd listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanner {
    Socket(PathBuf),
    Tcp(String),
}

/// What the scanner says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scanned {
    Clean,
    /// Its own name for it, for the log and nobody else.
    Found(String),
}

/// Time to connect, and between two answers. Scanning 200 MB takes clamd some seconds.
const PATIENCE: Duration = Duration::from_secs(60);
const PIECE: usize = 64 * 1024;
/// An answer is a line: `stream: OK`.
const ANSWER: u64 = 4 * 1024;

impl Scanner {
    /// A path (`/run/clamav/clamd.ctl`, also after `unix:`) or `host:port`.
    pub fn parse(text: &str) -> Result<Scanner, String> {
        let path = text.strip_prefix("unix:").unwrap_or(text);
        if path.starts_with('/') {
            return Ok(Scanner::Socket(PathBuf::from(path)));
        }
        let address = text.strip_prefix("tcp:").unwrap_or(text);
        match address.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0) => {
                Ok(Scanner::Tcp(address.to_owned()))
            }
            _ => Err(format!(
                "is “{text}”: write the path of clamd's socket, or its host and port, like 127.0.0.1:3310"
            )),
        }
    }

    /// Blocks until it has answered. The error is for the log: whom we asked, and what went wrong.
    pub fn scan(&self, bytes: &[u8]) -> Result<Scanned, String> {
        let said = match self {
            Scanner::Socket(path) => UnixStream::connect(path).and_then(|line| {
                line.set_read_timeout(Some(PATIENCE))?;
                line.set_write_timeout(Some(PATIENCE))?;
                converse(line, bytes)
            }),
            Scanner::Tcp(address) => connect(address).and_then(|line| converse(line, bytes)),
        };
        let said = said.map_err(|why| format!("the scanner at {self} cannot be asked: {why}"))?;
        understood(&said).ok_or_else(|| format!("the scanner at {self} answered “{}”", said.escape_debug()))
    }
}

impl fmt::Display for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scanner::Socket(path) => path.display().fmt(f),
            Scanner::Tcp(address) => f.write_str(address),
        }
    }
}

fn connect(address: &str) -> std::io::Result<TcpStream> {
    let mut last = std::io::Error::other("the name has no address");
    for place in address.to_socket_addrs()? {
        match TcpStream::connect_timeout(&place, PATIENCE) {
            Ok(line) => {
                line.set_read_timeout(Some(PATIENCE))?;
                line.set_write_timeout(Some(PATIENCE))?;
                return Ok(line);
            }
            Err(why) => last = why,
        }
    }
    Err(last)
}

/// `zINSTREAM`, then pieces with their length before them, then a length of nothing; the answer ends with a
/// zero byte.
fn converse(mut line: impl Read + Write, bytes: &[u8]) -> std::io::Result<String> {
    let sent = send(&mut line, bytes);
    let mut answer = Vec::new();
    // Whoever has had enough says so and closes, often while we still send: its words say more than our error.
    match (line.take(ANSWER).read_to_end(&mut answer), sent) {
        (Ok(_), _) if !answer.is_empty() => {}
        (Ok(_), Err(why)) | (Err(why), _) => return Err(why),
        (Ok(_), Ok(())) => return Err(std::io::Error::other("it closed without an answer")),
    }
    Ok(String::from_utf8_lossy(&answer).trim_end_matches(['\0', '\n']).to_owned())
}

fn send(line: &mut impl Write, bytes: &[u8]) -> std::io::Result<()> {
    line.write_all(b"zINSTREAM\0")?;
    for piece in bytes.chunks(PIECE) {
        line.write_all(&u32::try_from(piece.len()).unwrap_or(0).to_be_bytes())?;
        line.write_all(piece)?;
    }
    line.write_all(&0_u32.to_be_bytes())?;
    line.flush()
}

/// `stream: OK`, `stream: Eicar-Test-Signature FOUND`, or something that is neither.
fn understood(answer: &str) -> Option<Scanned> {
    let said = answer.strip_prefix("stream: ")?;
    match said.strip_suffix(" FOUND") {
        Some(name) => Some(Scanned::Found(name.to_owned())),
        None => (said == "OK").then_some(Scanned::Clean),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_path_or_a_host_with_its_port() {
        assert_eq!(Scanner::parse("/run/clamd.ctl").unwrap(), Scanner::Socket("/run/clamd.ctl".into()));
        assert_eq!(Scanner::parse("unix:/run/clamd.ctl").unwrap(), Scanner::Socket("/run/clamd.ctl".into()));
        assert_eq!(Scanner::parse("tcp:127.0.0.1:3310").unwrap(), Scanner::Tcp("127.0.0.1:3310".into()));
        for bad in ["clamd", ":3310", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:99999", ""] {
            assert!(Scanner::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_ok_is_clean() {
        assert_eq!(understood("stream: OK"), Some(Scanned::Clean));
        assert_eq!(understood("stream: Eicar FOUND"), Some(Scanned::Found("Eicar".to_owned())));
        for odd in
            ["", "OK", "stream: ", "INSTREAM size limit exceeded. ERROR", "stream: lstat() failed. ERROR"]
        {
            assert_eq!(understood(odd), None, "{odd}");
        }
    }
}
