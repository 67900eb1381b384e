//! A client of ours: HTTP/1.1 over one kept-alive connection to this machine, as small as it can be, so
//! that what is measured is the house. It asks for what a browser asks for (`br, gzip`), reads each
//! answer whole, and can unpack one to look for a mark in it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// No answer takes longer than this without being a fault.
const PATIENCE: Duration = Duration::from_secs(120);
/// The largest answer that is read: a report of a whole cohort.
const MOST: usize = 256 * 1024 * 1024;

pub type Done<T> = Result<T, String>;

/// What is asked; made before the clock runs.
#[derive(Debug, Clone)]
pub struct Ask {
    pub path: String,
    /// The session's token; empty for nobody.
    pub token: String,
    /// A form's words, already encoded; none is a GET.
    pub form: Option<String>,
    /// What a proxy says of where it comes from.
    pub from: Option<String>,
}

impl Ask {
    pub fn get(path: impl Into<String>, token: &str) -> Ask {
        Ask { path: path.into(), token: token.to_owned(), form: None, from: None }
    }

    pub fn post(path: impl Into<String>, token: &str, form: String) -> Ask {
        Ask { path: path.into(), token: token.to_owned(), form: Some(form), from: None }
    }
}

#[derive(Debug, Clone, Default)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub encoding: String,
    pub media_type: String,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text, unpacked.
    pub fn text(&self) -> Done<String> {
        Ok(String::from_utf8_lossy(&self.plain()?).into_owned())
    }

    pub fn plain(&self) -> Done<Vec<u8>> {
        let mut plain = Vec::new();
        let read = match self.encoding.as_str() {
            "br" => brotli::Decompressor::new(self.body.as_slice(), 4096).read_to_end(&mut plain),
            "gzip" => flate2::read::GzDecoder::new(self.body.as_slice()).read_to_end(&mut plain),
            "" | "identity" => return Ok(self.body.clone()),
            other => return Err(format!("an encoding nobody asked for: {other}")),
        };
        read.map(|_| plain).map_err(|why| format!("a body that cannot be unpacked: {why}"))
    }
}

pub struct Client {
    address: SocketAddr,
    line: Option<BufReader<TcpStream>>,
}

impl Client {
    pub fn to(address: SocketAddr) -> Client {
        Client { address, line: None }
    }

    pub fn ask(&mut self, ask: &Ask) -> Done<Answer> {
        let mut line = match self.line.take() {
            Some(line) => line,
            None => BufReader::with_capacity(64 * 1024, self.opened()?),
        };
        let words = self.words(ask);
        line.get_mut().write_all(words.as_bytes()).map_err(|why| format!("{}: {why}", ask.path))?;
        let (answer, stays) = read(&mut line).map_err(|why| format!("{}: {why}", ask.path))?;
        self.line = stays.then_some(line);
        Ok(answer)
    }

    fn opened(&self) -> Done<TcpStream> {
        if !self.address.ip().is_loopback() {
            return Err(format!("{} is not this machine", self.address));
        }
        let stream = TcpStream::connect(self.address).map_err(|why| format!("{}: {why}", self.address))?;
        stream.set_nodelay(true).map_err(|why| why.to_string())?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(|why| why.to_string())?;
        Ok(stream)
    }

    fn words(&self, ask: &Ask) -> String {
        let method = if ask.form.is_some() { "POST" } else { "GET" };
        let mut words = format!(
            "{method} {} HTTP/1.1\r\nhost: {}\r\nuser-agent: perfolio-bench\r\naccept: text/html\r\n\
             accept-encoding: gzip, deflate, br\r\nsec-fetch-site: same-origin\r\n",
            ask.path, self.address
        );
        if !ask.token.is_empty() {
            words += &format!("cookie: perfolio={}\r\n", ask.token);
        }
        if let Some(from) = &ask.from {
            words += &format!("x-forwarded-for: {from}\r\n");
        }
        match &ask.form {
            Some(form) => {
                words += &format!(
                    "content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
                    form.len()
                );
            }
            None => words += "\r\n",
        }
        words
    }
}

/// The answer, and whether the connection stays.
fn read(line: &mut BufReader<TcpStream>) -> Done<(Answer, bool)> {
    let mut answer = Answer::default();
    let first = head_line(line)?;
    answer.status = first
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .ok_or_else(|| format!("not an answer: {first}"))?;
    let (mut length, mut chunked, mut stays) = (None, false, true);
    loop {
        let head = head_line(line)?;
        if head.is_empty() {
            break;
        }
        let Some((name, value)) = head.split_once(':') else { continue };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse::<usize>().ok(),
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            "connection" => stays = !value.eq_ignore_ascii_case("close"),
            "content-encoding" => answer.encoding = value.to_owned(),
            "content-type" => answer.media_type = value.to_owned(),
            "location" => answer.location = value.to_owned(),
            _ => {}
        }
    }
    match (chunked, length) {
        (true, _) => loop {
            let size = head_line(line)?;
            let size = size.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| format!("not a chunk: {size}"))?;
            take(line, size, &mut answer.body)?;
            head_line(line)?;
            if size == 0 {
                break;
            }
        },
        (false, Some(length)) => take(line, length, &mut answer.body)?,
        (false, None) => {}
    }
    Ok((answer, stays))
}

fn head_line(line: &mut BufReader<TcpStream>) -> Done<String> {
    let mut text = String::new();
    let read = line.read_line(&mut text).map_err(|why| why.to_string())?;
    if read == 0 {
        return Err("the connection was closed".to_owned());
    }
    Ok(text.trim_end().to_owned())
}

fn take(line: &mut BufReader<TcpStream>, size: usize, into: &mut Vec<u8>) -> Done<()> {
    if into.len().saturating_add(size) > MOST {
        return Err("an answer without end".to_owned());
    }
    let at = into.len();
    into.resize(at + size, 0);
    line.read_exact(into.get_mut(at..).unwrap_or_default()).map_err(|why| why.to_string())
}
