//! Nothing stays behind. A small shell in a process group of its own reads our notes from a pipe; the
//! pipe closes when this process ends, however it ends (Ctrl-C and SIGKILL too), and the shell then ends
//! every process group still noted and removes our folder. The standard library cannot catch a signal;
//! a pipe that closes needs no catching.

use std::cell::RefCell;
use std::env;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::Done;

const WATCH: &str = r#"
groups=
while read -r word group; do
  case $word in
    begun) groups="$groups $group" ;;
    ended) left=; for g in $groups; do [ "$g" = "$group" ] || left="$left $g"; done; groups=$left ;;
  esac
done
alive() { for g in $groups; do kill -s 0 -- "-$g" 2>/dev/null && return 0; done; return 1; }
for g in $groups; do kill -s TERM -- "-$g" 2>/dev/null; done
for i in 1 2 3 4 5 6 7 8 9 10; do alive || break; sleep 0.3; done
for g in $groups; do kill -s KILL -- "-$g" 2>/dev/null; done
rm -rf -- "$1"
"#;

pub struct Leftovers {
    shell: Child,
    notes: RefCell<Option<ChildStdin>>,
    folder: PathBuf,
}

impl Leftovers {
    pub fn watch() -> Done<Leftovers> {
        let folder = new_folder()?;
        // Others (the user `postgres`) may pass through, not look around.
        let _ = fs::set_permissions(&folder, fs::Permissions::from_mode(0o711));
        let mut shell = Command::new("sh")
            .args(["-c", WATCH, "perfolio-leftovers"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|e| format!("sh cannot be started: {e}"))?;
        let notes = RefCell::new(shell.stdin.take());
        Ok(Leftovers { shell, notes, folder })
    }

    /// A folder that is removed at the end.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Every child is begun through this, as the leader of a process group of its own.
    pub fn begin(&self, command: &mut Command) -> std::io::Result<Child> {
        let child = command.process_group(0).spawn()?;
        self.note("begun", child.id());
        Ok(child)
    }

    /// After the child was waited for: its number may soon be another's.
    pub fn ended(&self, child: &Child) {
        self.note("ended", child.id());
    }

    fn note(&self, word: &str, group: u32) {
        if let Some(notes) = self.notes.borrow_mut().as_mut() {
            let _ = writeln!(notes, "{word} {group}");
        }
    }
}

impl Drop for Leftovers {
    fn drop(&mut self) {
        self.notes.borrow_mut().take();
        let _ = self.shell.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Sends a signal to a whole process group that we began and have not waited for.
pub fn signal(child: &Child, name: &str) {
    let _ = Command::new("sh")
        .args(["-c", r#"kill -s "$1" -- "-$2""#, "kill", name, &child.id().to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}

fn new_folder() -> Done<PathBuf> {
    let mut last = String::new();
    for turn in 0..100 {
        let folder = env::temp_dir().join(format!("perfolio-xtask-{}-{turn}", std::process::id()));
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(why) => last = format!("{} cannot be made: {why}", folder.display()),
        }
    }
    Err(last)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_was_begun_ends_with_us_and_what_ended_is_left_alone() {
        let leftovers = Leftovers::watch().unwrap();
        let folder = leftovers.folder().to_path_buf();
        fs::write(folder.join("file"), "x").unwrap();
        // A shell with a child: the child must go too.
        let mut left = leftovers.begin(Command::new("sh").args(["-c", "sleep 60 & wait"])).unwrap();
        let mut stranger = leftovers.begin(Command::new("sleep").arg("60")).unwrap();
        leftovers.ended(&stranger);
        drop(leftovers);
        assert!(!folder.exists());
        assert!(left.try_wait().unwrap().is_some(), "it is still there");
        std::thread::sleep(Duration::from_millis(50));
        assert!(stranger.try_wait().unwrap().is_none(), "a process that is no longer ours was ended");
        signal(&stranger, "KILL");
        stranger.wait().unwrap();
    }
}
