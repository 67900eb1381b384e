#![no_main]
perfolio_fuzz::target!(perfolio::fuzzing::words::FREE_TEXT);
