//! A PostgreSQL of our own: made in our folder, on a free loopback port, with a password nobody else
//! has, in C order and UTF-8 as the house demands, careless about power cuts, and gone at the end. The
//! bench keeps one, which syncs as an operator's would.
//! PostgreSQL refuses to run as root, so root runs it as the user `postgres`.

use std::fs;
use std::io::Read;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Done;
use crate::leftovers::{self, Leftovers};
use crate::tools;

const NAME: &str = "perfolio";

pub struct Cluster<'a> {
    server: Child,
    leftovers: &'a Leftovers,
    url: String,
    folder: PathBuf,
    kept: bool,
}

impl<'a> Cluster<'a> {
    /// For tests: gone at the end.
    pub fn start(leftovers: &'a Leftovers) -> Done<Cluster<'a>> {
        Cluster::run(leftovers, &leftovers.folder().join("postgres"), false)
    }

    /// For the bench: the one in the folder, or a new one there. What it acknowledges is on the disk.
    pub fn kept(leftovers: &'a Leftovers, folder: &Path) -> Done<Cluster<'a>> {
        Cluster::run(leftovers, folder, true)
    }

    fn run(leftovers: &'a Leftovers, folder: &Path, kept: bool) -> Done<Cluster<'a>> {
        let programs = programs().ok_or("PostgreSQL's initdb and postgres were not found")?;
        let root = tools::is_root();
        if root && tools::on_path("runuser").is_none() {
            return Err("PostgreSQL does not run as root, and there is no runuser: install util-linux".into());
        }
        let as_user = |program: &str| match root {
            true => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(programs.join(program));
                command
            }
            false => Command::new(programs.join(program)),
        };

        let (secret, data) = (folder.join("password"), folder.join("data"));
        let password = match fs::read_to_string(&secret) {
            Ok(password) if kept && data.join("PG_VERSION").is_file() => password,
            _ => {
                let _ = fs::remove_dir_all(folder);
                init(folder, &secret, as_user("initdb").arg("--pgdata").arg(&data), root)?
            }
        };

        let mut last = String::new();
        // Between asking for a free port and taking it another process may take it.
        for _ in 0..3 {
            let port = free_port()?;
            let url = format!("postgres://{NAME}:{password}@127.0.0.1:{port}/{NAME}");
            let log = folder.join("log");
            let log_file = fs::File::create(&log).map_err(|e| format!("{}: {e}", log.display()))?;
            let server = leftovers
                .begin(serve(as_user("postgres").current_dir(folder), &data, port, kept).stderr(log_file))
                .map_err(|e| format!("postgres cannot be started: {e}"))?;
            let folder = folder.to_path_buf();
            let mut cluster = Cluster { server, leftovers, url, folder, kept };
            if cluster.answers(as_user("pg_isready"), port) {
                let mut create = as_user("createdb");
                create.current_dir(&cluster.folder).env("PGPASSWORD", &password);
                let to = [
                    "--host=127.0.0.1",
                    "--no-password",
                    "--username",
                    NAME,
                    "--port",
                    &port.to_string(),
                    NAME,
                ];
                return match finish(create.args(to)) {
                    Err(why) if !(kept && why.contains("already exists")) => Err(why),
                    _ => Ok(cluster),
                };
            }
            last = fs::read_to_string(&log).unwrap_or_default();
        }
        let why: Vec<&str> =
            last.lines().filter(|line| line.contains("FATAL") || line.contains("HINT")).collect();
        Err(format!("postgres did not start: {}", why.join("; ")))
    }

    /// Holds the password: print it only for the person who asked.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn answers(&mut self, mut ready: Command, port: u16) -> bool {
        ready.args(["--quiet", "--host=127.0.0.1", "--port", &port.to_string()]).current_dir("/");
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(30) {
            if self.server.try_wait().ok().flatten().is_some() {
                return false;
            }
            if ready.status().is_ok_and(|status| status.success()) {
                return true;
            }
            thread::sleep(Duration::from_millis(100));
        }
        false
    }
}

impl Drop for Cluster<'_> {
    fn drop(&mut self) {
        // At once where there is nothing in it that anybody wants.
        leftovers::signal(&self.server, if self.kept { "INT" } else { "QUIT" });
        let (begun, patience) = (Instant::now(), if self.kept { 60 } else { 5 });
        while begun.elapsed() < Duration::from_secs(patience) && matches!(self.server.try_wait(), Ok(None)) {
            thread::sleep(Duration::from_millis(50));
        }
        if matches!(self.server.try_wait(), Ok(None)) {
            leftovers::signal(&self.server, "KILL");
            let _ = self.server.wait();
        }
        self.leftovers.ended(&self.server);
        if !self.kept {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// The folder of the newest server's programs: Debian keeps them off the path, one folder a version.
pub fn programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort_by(|a, b| b.cmp(a));
    let mut folders: Vec<PathBuf> = versions.into_iter().map(|(_, folder)| folder).collect();
    folders.extend(tools::on_path("initdb").and_then(|path| path.parent().map(Path::to_path_buf)));
    tools::folder_with(&folders, &["initdb", "postgres", "pg_isready", "createdb"])
}

/// A new cluster in a new folder; gives its password.
fn init(folder: &Path, secret: &Path, initdb: &mut Command, root: bool) -> Done<String> {
    fs::DirBuilder::new()
        .mode(0o700)
        .recursive(true)
        .create(folder)
        .map_err(|e| format!("{} cannot be made: {e}", folder.display()))?;
    let password = password()?;
    fs::write(secret, &password).map_err(|e| format!("{} cannot be written: {e}", secret.display()))?;
    if root {
        finish(Command::new("chown").args(["-R", "postgres"]).arg(folder))?;
    }
    let how = [
        "--no-sync",
        "--username",
        NAME,
        "--encoding=UTF8",
        "--locale=C",
        "--auth-host=scram-sha-256",
        // As Debian has it, and as the README advises: on the machine's own socket the system's account counts.
        "--auth-local=peer",
        "--pwfile",
    ];
    finish(initdb.current_dir(folder).args(how).arg(secret))?;
    Ok(password)
}

fn serve<'c>(command: &'c mut Command, data: &Path, port: u16, durable: bool) -> &'c mut Command {
    command.arg("-D").arg(data).args(["-p", &port.to_string()]);
    for setting in ["listen_addresses=127.0.0.1", "unix_socket_directories=.", "timezone=UTC"] {
        command.args(["-c", setting]);
    }
    let settings: &[&str] = match durable {
        // As Debian ships it, with the memory of a small server.
        true => &["shared_buffers=512MB", "max_wal_size=2GB"],
        false => &[
            "max_connections=300",
            "max_locks_per_transaction=256",
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "autovacuum=off",
        ],
    };
    for setting in settings {
        command.args(["-c", setting]);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null())
}

fn free_port() -> Done<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|e| format!("no free port on 127.0.0.1: {e}"))
}

fn password() -> Done<String> {
    let mut bytes = [0_u8; 16];
    fs::File::open("/dev/urandom")
        .and_then(|mut random| random.read_exact(&mut bytes))
        .map_err(|e| format!("/dev/urandom: {e}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn finish(command: &mut Command) -> Done<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let done = command.stdin(Stdio::null()).output().map_err(|e| format!("{name} cannot be started: {e}"))?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr).lines().take(5).collect::<Vec<_>>().join("; ");
    Err(format!("{name} ended with {}: {said}", done.status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_starts_answers_and_leaves_nothing() {
        let Some(programs) = programs() else { panic!("install PostgreSQL: cargo xtask test does it") };
        let leftovers = Leftovers::watch().unwrap();
        let folder = leftovers.folder().to_path_buf();
        let cluster = Cluster::start(&leftovers).unwrap();
        let ask = |url: &str| {
            let sql = "select current_setting('server_encoding') || datcollate from pg_database where datname = 'perfolio'";
            Command::new(programs.join("psql")).args(["-XAtc", sql, url]).output().unwrap()
        };
        let said = ask(cluster.url());
        assert_eq!(String::from_utf8_lossy(&said.stdout).trim(), "UTF8C", "{said:?}");
        let url = cluster.url().to_owned();
        let (before, _) = url.split_once("perfolio:").unwrap();
        let wrong = url.replacen(&url[before.len()..url.find('@').unwrap()], "perfolio:guess", 1);
        assert!(!ask(&wrong).status.success(), "a stranger got in");
        drop(cluster);
        assert!(!ask(&url).status.success());
        drop(leftovers);
        assert!(!folder.exists());
    }
}
