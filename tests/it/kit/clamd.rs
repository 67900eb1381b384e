//! A small server that speaks clamd's INSTREAM conversation, on TCP or on a socket. Whatever holds `VIRUS`
//! is found; it can be told to hang up instead of answering.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

pub const VIRUS: &[u8] = b"X5O-a-test-and-nothing-else";

#[derive(Clone, Default)]
pub struct Clamd {
    pub silent: Arc<AtomicBool>,
    /// Files that it was given whole.
    pub asked: Arc<AtomicUsize>,
}

impl Clamd {
    /// Gives the address for the setting; the threads end with the test.
    pub fn on_tcp() -> (Clamd, String) {
        let (clamd, door) = (Clamd::default(), TcpListener::bind("127.0.0.1:0").unwrap());
        let address = door.local_addr().unwrap().to_string();
        let one = clamd.clone();
        std::thread::spawn(move || door.incoming().flatten().for_each(|line| one.answer(line)));
        (clamd, address)
    }

    pub fn on_socket(path: &Path) -> Clamd {
        let (clamd, door) = (Clamd::default(), UnixListener::bind(path).unwrap());
        let one = clamd.clone();
        std::thread::spawn(move || door.incoming().flatten().for_each(|line| one.answer(line)));
        clamd
    }

    fn answer(&self, mut line: impl Read + Write) {
        if self.silent.load(Ordering::SeqCst) {
            return;
        }
        let mut hello = [0; 10];
        line.read_exact(&mut hello).unwrap();
        assert_eq!(&hello, b"zINSTREAM\0");
        let mut file = Vec::new();
        loop {
            let mut length = [0; 4];
            line.read_exact(&mut length).unwrap();
            match u32::from_be_bytes(length) {
                0 => break,
                some => {
                    let begins = file.len();
                    file.resize(begins + usize::try_from(some).unwrap(), 0);
                    line.read_exact(&mut file[begins..]).unwrap();
                }
            }
        }
        self.asked.fetch_add(1, Ordering::SeqCst);
        let found = file.windows(VIRUS.len()).any(|some| some == VIRUS);
        let said = if found { "stream: Test.Signature FOUND\0" } else { "stream: OK\0" };
        line.write_all(said.as_bytes()).unwrap();
    }
}
