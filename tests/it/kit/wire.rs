//! A person at a real connection: HTTP/1.1 over a socket, with a cookie jar, for tests that start and kill
//! the server itself. Whatever breaks off on the way is an error; only a whole answer counts as one.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use actix_web::http::header::HeaderMap;

use crate::kit::browser::Shown;

pub struct Wire {
    address: SocketAddr,
    line: Option<BufReader<TcpStream>>,
    jar: BTreeMap<String, String>,
}

/// A file that comes with a form.
pub struct Sent<'a> {
    pub field: &'a str,
    pub name: &'a str,
    pub bytes: &'a [u8],
}

fn torn(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

impl Wire {
    pub fn to(address: SocketAddr) -> Wire {
        Wire { address, line: None, jar: BTreeMap::new() }
    }

    /// The server was started again somewhere else; cookies stay.
    pub fn moves_to(&mut self, address: SocketAddr) {
        self.address = address;
        self.line = None;
    }

    pub fn get(&mut self, path: &str) -> io::Result<Shown> {
        self.send("GET", path, "", b"")
    }

    pub fn post(&mut self, path: &str, words: &[(String, String)]) -> io::Result<Shown> {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        for (name, word) in words {
            body.append_pair(name, word);
        }
        self.send("POST", path, "application/x-www-form-urlencoded", body.finish().as_bytes())
    }

    pub fn post_with(
        &mut self,
        path: &str,
        words: &[(String, String)],
        file: &Sent<'_>,
    ) -> io::Result<Shown> {
        let mut body = Vec::new();
        for (name, word) in words {
            write!(body, "--b0undary\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{word}\r\n")?;
        }
        let (field, name) = (file.field, file.name);
        write!(
            body,
            "--b0undary\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
        )?;
        body.extend_from_slice(file.bytes);
        body.extend_from_slice(b"\r\n--b0undary--\r\n");
        self.send("POST", path, "multipart/form-data; boundary=b0undary", &body)
    }

    /// Fills in the form of a page with its hidden fields.
    pub fn words(page: &Shown, action: &str, typed: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut words: Vec<(String, String)> =
            typed.iter().map(|(name, word)| ((*name).to_owned(), (*word).to_owned())).collect();
        let hidden = page.hidden_fields(action);
        words.extend(hidden.into_iter().filter(|(name, _)| typed.iter().all(|(known, _)| known != name)));
        words
    }

    pub fn signs_in(&mut self, email: &str, password: &str) -> io::Result<()> {
        let page = self.get("/sign-in")?;
        let words = Wire::words(&page, "/sign-in", &[("email", email), ("password", password)]);
        match self.post("/sign-in", &words)?.status {
            303 => Ok(()),
            status => Err(torn(&format!("sign-in of {email} gave {status}"))),
        }
    }

    /// Sends half of the form, does something else, and sends the rest.
    pub fn post_in_two(
        &mut self,
        path: &str,
        words: &[(String, String)],
        pause: impl FnOnce(),
    ) -> io::Result<Shown> {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(words);
        let (kind, body) = ("application/x-www-form-urlencoded", body.finish());
        self.exchange("POST", path, kind, body.as_bytes(), Some(pause))
    }

    fn send(&mut self, method: &str, path: &str, kind: &str, body: &[u8]) -> io::Result<Shown> {
        let sent = self.exchange(method, path, kind, body, None::<fn()>);
        if sent.is_err() {
            self.line = None;
        }
        sent
    }

    fn exchange(
        &mut self,
        method: &str,
        path: &str,
        kind: &str,
        body: &[u8],
        pause: Option<impl FnOnce()>,
    ) -> io::Result<Shown> {
        if self.line.is_none() {
            let stream = TcpStream::connect_timeout(&self.address, Duration::from_secs(10))?;
            stream.set_read_timeout(Some(Duration::from_secs(30)))?;
            stream.set_nodelay(true)?;
            self.line = Some(BufReader::new(stream));
        }
        let Some(line) = self.line.as_mut() else { return Err(torn("no line")) };
        let cookies: Vec<String> = self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nsec-fetch-site: same-origin\r\ncookie: {}\r\n",
            self.address,
            cookies.join("; ")
        );
        if method == "POST" {
            request.push_str(&format!("content-type: {kind}\r\ncontent-length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        let mut whole = request.into_bytes();
        let half = whole.len() + body.len() / 2;
        whole.extend_from_slice(body);
        match pause {
            Some(pause) => {
                line.get_mut().write_all(&whole[..half])?;
                pause();
                line.get_mut().write_all(&whole[half..])?;
            }
            None => line.get_mut().write_all(&whole)?,
        }
        let shown = answer(line)?;
        for cookie in shown.headers.get_all("set-cookie") {
            let text = cookie.to_str().unwrap_or_default();
            if let Some((name, value)) = text.split(';').next().and_then(|pair| pair.split_once('=')) {
                match text.contains("Max-Age=0") {
                    true => self.jar.remove(name),
                    false => self.jar.insert(name.to_owned(), value.to_owned()),
                };
            }
        }
        Ok(shown)
    }
}

fn answer(line: &mut BufReader<TcpStream>) -> io::Result<Shown> {
    let mut first = String::new();
    line.read_line(&mut first)?;
    let status = first.split(' ').nth(1).and_then(|word| word.parse().ok());
    let status = status.ok_or_else(|| torn("no status"))?;
    let mut headers = HeaderMap::new();
    loop {
        let mut header = String::new();
        line.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(": ") else {
            if header == "\r\n" { break } else { return Err(torn("a torn head")) }
        };
        let name = actix_web::http::header::HeaderName::from_bytes(name.as_bytes());
        let (Ok(name), Ok(value)) = (name, value.parse()) else { return Err(torn("an odd header")) };
        headers.append(name, value);
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let body = match text("content-length").and_then(|length| length.parse::<usize>().ok()) {
        Some(length) => {
            let mut body = vec![0; length];
            line.read_exact(&mut body)?;
            body
        }
        None if text("transfer-encoding").is_some() => chunks(line)?,
        None => Vec::new(),
    };
    Ok(Shown { status, headers, body: String::from_utf8_lossy(&body).into_owned() })
}

fn chunks(line: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut size = String::new();
        line.read_line(&mut size)?;
        let size = usize::from_str_radix(size.trim(), 16).map_err(|_| torn("a torn chunk"))?;
        let mut chunk = vec![0; size + 2];
        line.read_exact(&mut chunk)?;
        if size == 0 {
            return Ok(body);
        }
        body.extend_from_slice(&chunk[..size]);
    }
}
