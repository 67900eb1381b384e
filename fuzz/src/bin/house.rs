#![no_main]
perfolio_fuzz::target!(perfolio::fuzzing::house::HOUSE);
