//! The integration tests: one binary, linked once. Each file is about one room, or one rule of the house.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod admin;
#[cfg(test)]
mod again;
#[cfg(test)]
mod approvals;
#[cfg(test)]
mod architecture;
#[cfg(test)]
mod asp;
#[cfg(test)]
mod asvs;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod authorship;
#[cfg(test)]
mod budget;
#[cfg(test)]
mod calibration;
#[cfg(test)]
mod called;
#[cfg(test)]
mod capacities;
#[cfg(test)]
mod certificates;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod dialects;
#[cfg(test)]
mod earlier;
#[cfg(test)]
mod enrolments;
#[cfg(test)]
mod entries;
#[cfg(test)]
mod erasures;
#[cfg(test)]
mod every_programme;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod exchange;
#[cfg(test)]
mod exports;
#[cfg(test)]
mod feedback;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod gates;
#[cfg(test)]
mod history;
#[cfg(test)]
mod identifiers;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod keep;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod letters;
#[cfg(test)]
mod life;
#[cfg(test)]
mod looking_back;
#[cfg(test)]
mod migrations;
#[cfg(test)]
mod moving;
#[cfg(test)]
mod night;
#[cfg(test)]
mod official;
#[cfg(test)]
mod outside;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod passwords;
#[cfg(test)]
mod people;
#[cfg(test)]
mod programmes_rows;
#[cfg(test)]
mod quality;
#[cfg(test)]
mod redactions;
#[cfg(test)]
mod refiling;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod results;
#[cfg(test)]
mod reviews;
#[cfg(test)]
mod rooms;
#[cfg(test)]
mod scanner;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod server;
#[cfg(test)]
mod siege;
#[cfg(test)]
mod signoffs;
#[cfg(test)]
mod standing;
#[cfg(test)]
mod together;
#[cfg(test)]
mod twice;
#[cfg(test)]
mod twice_quality;
#[cfg(test)]
mod twice_record;
#[cfg(test)]
mod unsent;
#[cfg(test)]
mod upgrade;
#[cfg(test)]
mod weather;
#[cfg(test)]
mod wholes;
