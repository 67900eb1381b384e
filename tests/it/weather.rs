//! Rough weather.
