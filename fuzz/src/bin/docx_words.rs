#![no_main]
perfolio_fuzz::target!(perfolio::fuzzing::documents::DOCX_WORDS);
