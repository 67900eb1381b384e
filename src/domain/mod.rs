//! The rules, without machinery: no database, no browser, no clock, no chance.
//!
//! A person has one portfolio. What they did, were given or hold is a fact in it: a case, a unit
//! mark, a registration. A fact is filed under any number of that person's enrolments, and each
//! enrolment's programme version says, as data, which facts count, how many are needed, by when,
//! and who may confirm them. Only what was signed by someone entitled, and was satisfactory, counts.

pub mod amount;
pub mod appointment;
pub mod approval;
pub mod asp;
pub mod assessor;
pub mod audit;
pub mod authoring;
pub mod calibration;
pub mod certificate;
pub mod dates;
pub mod earlier;
pub mod entry;
pub mod erasure;
pub mod exchange;
pub mod fact;
pub mod factor;
pub mod fault;
pub mod feedback;
pub mod folding;
pub mod goal;
pub mod identifiers;
pub mod import;
pub mod job;
pub mod kind;
pub mod life;
pub mod moving;
pub mod names;
pub mod official;
pub mod outlook;
pub mod outside;
pub mod policy;
pub mod programme;
pub mod progress;
pub mod quality;
pub mod reading;
pub mod reads;
pub mod redaction;
pub mod review;
pub mod role;
pub mod rule;
pub mod signoff;
pub mod territory;
pub mod time;
pub mod waiting;
pub mod words;
