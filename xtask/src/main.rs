//! Commands for working on Realmwire: code generation, tidiness, tests.
fn main() {}
