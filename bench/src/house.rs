//! The house under measure: the released program itself as a child, on a port of its own, with the
//! settings that anybody would have. Its memory is read from `/proc`, its children's too.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::client::{Ask, Client, Done};
use crate::world::World;

pub struct House {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to its first answer.
    pub ready: Duration,
}

impl House {
    pub fn serve(program: &Path, world: &World) -> Done<House> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|listener| listener.local_addr())
            .map_err(|why| format!("no free port: {why}"))?
            .port();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let log = fs::File::create(world.data.join("log")).map_err(|why| why.to_string())?;
        let began = Instant::now();
        let child = Command::new(program)
            .arg("serve")
            .env("PERFOLIO_DATA", &world.data)
            .env("PERFOLIO_DATABASE_URL", &world.url)
            .env("PERFOLIO_LISTEN", address.to_string())
            .env("PERFOLIO_TRUSTED_PROXY", "127.0.0.1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|why| format!("{}: {why}", program.display()))?;
        let mut house = House { child, address, ready: Duration::ZERO };
        let health = Ask::get("/healthz", "");
        loop {
            if let Ok(answer) = Client::to(address).ask(&health)
                && answer.status == 200
            {
                house.ready = began.elapsed();
                return Ok(house);
            }
            if let Ok(Some(status)) = house.child.try_wait() {
                let said = fs::read_to_string(world.data.join("log")).unwrap_or_default();
                return Err(format!("perfolio serve ended with {status}: {said}"));
            }
            if began.elapsed() > Duration::from_secs(60) {
                return Err("perfolio serve did not answer within a minute".to_owned());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Resident now and at its peak since `forget_peak`, in megabytes.
    pub fn memory(&self) -> (u64, u64) {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        (megabytes(&status, "VmRSS:"), megabytes(&status, "VmHWM:"))
    }

    pub fn forget_peak(&self) {
        let _ = fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5");
    }

    /// Runs the work and gives the highest peak of any child of the house meanwhile, in megabytes.
    pub fn watching_children<T>(&self, work: impl FnOnce() -> T) -> (T, u64) {
        let (peak, stop) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let (seen, until, pid) = (peak.clone(), stop.clone(), self.child.id());
        let watcher = std::thread::spawn(move || {
            while !until.load(Ordering::Relaxed) {
                for child in children(pid) {
                    let status = fs::read_to_string(format!("/proc/{child}/status")).unwrap_or_default();
                    seen.fetch_max(megabytes(&status, "VmHWM:"), Ordering::Relaxed);
                }
                std::thread::sleep(Duration::from_millis(10));
            }
        });
        let done = work();
        stop.store(true, Ordering::Relaxed);
        let _ = watcher.join();
        (done, peak.load(Ordering::Relaxed))
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // Asked to stop as a service manager asks.
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args(["-s", "TERM", &pid]).status();
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(30) {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn children(pid: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let listed = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    listed
        .flat_map(|text| text.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<u32>>())
        .collect()
}

fn megabytes(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|rest| rest.split_whitespace().next()).and_then(|n| n.parse::<u64>().ok());
    kilobytes.unwrap_or(0).div_ceil(1024)
}
