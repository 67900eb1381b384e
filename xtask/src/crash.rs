//! The crash test at full length: the server killed as often as asked on each engine, with a release's
//! worth of people at work. The suite runs the same test with three kills.

use crate::Done;
use crate::leftovers::Leftovers;
use crate::postgres::Cluster;
use crate::run::counted;
use crate::suite::cargo;
use crate::tools;

const KILLS: u32 = 20;

/// `--kills N`, or twenty.
pub fn kills(words: &[String]) -> Done<u32> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let said = match words[..] {
        [] => return Ok(KILLS),
        ["--kills", number] => number,
        _ => return Err("say `cargo xtask crash [--kills N]`".into()),
    };
    match said.parse() {
        Ok(kills @ 1..=1000) => Ok(kills),
        _ => Err(format!("--kills takes a number from 1 to 1000, not `{said}`")),
    }
}

pub fn crash(kills: u32) -> Done<()> {
    tools::have(&[tools::C_COMPILER, tools::NODE, tools::POSTGRES])?;
    let leftovers = Leftovers::watch()?;
    let run = |url: Option<&str>| {
        let mut test = cargo();
        test.args(["test", "--test", "it", "--", "crash::", "--nocapture"]);
        test.env("PERFOLIO_TEST_KILLS", kills.to_string());
        if let Some(url) = url {
            test.env("PERFOLIO_TEST_POSTGRES", url);
        }
        match counted(&leftovers, &mut test, 45) {
            (totals, Ok(())) if totals.ran() == 0 => Err("no test ran".to_owned()),
            (_, done) => done,
        }
    };
    println!("== SQLite");
    run(None)?;
    println!("== PostgreSQL");
    let cluster = Cluster::start(&leftovers)?;
    run(Some(cluster.url()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_unless_another_number_is_named() {
        let read = |words: &[&str]| kills(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(read(&[]), Ok(20));
        assert_eq!(read(&["--kills", "3"]), Ok(3));
        for odd in [&["--kills"][..], &["--kills", "0"], &["--kills", "many"], &["3"]] {
            assert!(read(odd).is_err(), "{odd:?}");
        }
    }
}
