#![no_main]
perfolio_fuzz::target!(perfolio::fuzzing::archive::BACKUP_ROWS);
