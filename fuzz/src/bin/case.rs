#![no_main]
perfolio_fuzz::target!(perfolio::fuzzing::exchange::CASE);
