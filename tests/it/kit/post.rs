//! A post office: holds a real SMTP conversation on a free port of this machine, and keeps what it is given.

use std::io::{BufRead, BufReader, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Open until the test ends.
pub struct Post {
    pub url: String,
    mails: Arc<Mutex<Vec<Mail>>>,
}

/// One mail as it came in: whom the envelope names, and every line between DATA and the dot.
#[derive(Debug, Clone)]
pub struct Mail {
    pub to: Vec<String>,
    pub lines: String,
}

impl Post {
    pub fn open() -> Post {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let mails: Arc<Mutex<Vec<Mail>>> = Arc::default();
        let kept = mails.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = kept.clone();
                thread::spawn(move || talk(stream, &kept));
            }
        });
        Post { url, mails }
    }

    pub fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().clone()
    }
}

fn talk(stream: TcpStream, kept: &Mutex<Vec<Mail>>) -> Result<()> {
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    let mut to: Vec<String> = Vec::new();
    out.write_all(b"220 127.0.0.1 a post office for tests\r\n")?;
    while let Some(line) = lines.next() {
        let line = line?;
        let word = line.split(' ').next().unwrap_or_default().to_uppercase();
        let answer = match word.as_str() {
            "EHLO" | "HELO" => "250-127.0.0.1\r\n250 8BITMIME\r\n",
            "RCPT" => {
                to.extend(line.split(['<', '>']).nth(1).map(str::to_owned));
                "250 yes\r\n"
            }
            "DATA" => {
                out.write_all(b"354 end with a dot\r\n")?;
                let mut all = String::new();
                for line in lines.by_ref() {
                    let line = line?;
                    if line == "." {
                        break;
                    }
                    all.push_str(&line);
                    all.push('\n');
                }
                kept.lock().unwrap().push(Mail { to: std::mem::take(&mut to), lines: all });
                "250 kept\r\n"
            }
            "QUIT" => {
                out.write_all(b"221 goodbye\r\n")?;
                return Ok(());
            }
            _ => "250 yes\r\n",
        };
        out.write_all(answer.as_bytes())?;
    }
    Ok(())
}
