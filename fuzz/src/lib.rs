//! One program for each target of `perfolio::fuzzing`. Told a folder in `PERFOLIO_FUZZ_PREPARE`, it writes its
//! seeds, its dictionary and its limits there instead of running.

/// The whole of a program: `target!(perfolio::fuzzing::engine::KIND);`
#[macro_export]
macro_rules! target {
    ($target:path) => {
        libfuzzer_sys::fuzz_target!(
            init: {
                if let Some(folder) = std::env::var_os("PERFOLIO_FUZZ_PREPARE") {
                    std::process::exit(match $target.prepare(folder.as_ref()) {
                        Ok(()) => 0,
                        Err(why) => {
                            eprintln!("{}: {why}", folder.display());
                            1
                        }
                    });
                }
            },
            |bytes: &[u8]| ($target.run)(bytes)
        );
    };
}
