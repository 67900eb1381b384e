#![no_main]
perfolio_fuzz::target!(perfolio::fuzzing::engine::FACTS_FILE);
