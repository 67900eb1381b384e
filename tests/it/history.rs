//! A portfolio's trail.
