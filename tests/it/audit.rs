//! The books against tampering.
