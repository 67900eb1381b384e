//! A migration that is added is a change of this crate, though no source file of it changed.

fn main() {
    println!("cargo::rerun-if-changed=../migrations");
}
