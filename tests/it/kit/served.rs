//! The real binary, started on a house and ended: asked to stop, or killed as a power cut would end it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use perfolio::config::Config;
use perfolio::db::conn::Address;

pub struct Served {
    child: Child,
    pub address: SocketAddr,
}

/// The settings of a house as a process gets them.
pub fn told<'c>(command: &'c mut Command, config: &Config) -> &'c mut Command {
    let database = match &config.database {
        Address::Sqlite(path) => format!("sqlite:{}", path.display()),
        Address::Postgres(url) => url.clone(),
    };
    command
        .env_remove("PERFOLIO_TEST_POSTGRES")
        .env_remove("PERFOLIO_TEST_KILLS")
        .env("PERFOLIO_DATA", &config.data)
        .env("PERFOLIO_DATABASE_URL", database)
}

impl Served {
    /// Starts `serve` and waits until it says where it listens.
    pub fn start(config: &Config) -> Served {
        Served::start_with(config, &[])
    }

    pub fn start_with(config: &Config, settings: &[(&str, &str)]) -> Served {
        let mut command = Command::new(env!("CARGO_BIN_EXE_perfolio"));
        told(&mut command, config)
            .arg("serve")
            .env("PERFOLIO_LISTEN", "127.0.0.1:0")
            .env("PERFOLIO_PUBLIC_URL", "http://127.0.0.1:8080")
            .env("PERFOLIO_LOG", "error")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            // What it says later is nobody's business, but must not fill the pipe.
            for line in said.map_while(Result::ok) {
                if let Some(at) = line.strip_prefix("Perfolio listens on http://") {
                    let _ = tell.send(at.parse().unwrap());
                }
            }
        });
        let mut served = Served { child, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        served.address = told.recv_timeout(Duration::from_secs(90)).expect("it says where it listens");
        served
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends SIGTERM, as systemd does.
    pub fn asks_to_stop(&self) {
        let sent = Command::new("kill").args(["-s", "TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Seconds that it took to end after being asked; it must end well.
    pub fn ends(mut self) -> Duration {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert!(status.success(), "{status}");
                return began.elapsed();
            }
            assert!(began.elapsed() < Duration::from_secs(40), "it does not stop");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
