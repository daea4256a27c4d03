//! Journeys, laws and their keepers; one test binary.

// `cfg(test)` tells clippy that what stands outside the test functions is test code too.
#[cfg(test)]
mod backup;
#[cfg(test)]
mod cluster;
#[cfg(test)]
mod concepts;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod floors;
#[cfg(test)]
mod journeys;
#[cfg(test)]
mod kannel;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod locales;
#[cfg(test)]
mod migrations;
#[cfg(test)]
mod outage;
#[cfg(test)]
mod program;
#[cfg(test)]
mod protocol;
#[cfg(test)]
#[path = "../corpus/reading.rs"]
mod reading;
#[cfg(test)]
mod readings;
#[cfg(test)]
mod rehearsal;
#[cfg(test)]
#[path = "../corpus/report.rs"]
mod report;
#[cfg(test)]
#[path = "../corpus/saying.rs"]
mod saying;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod stopping;
#[cfg(test)]
mod transcripts;
#[cfg(test)]
mod understanding;
