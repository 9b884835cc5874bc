//! The Realmwire game backend: one binary for every service.
fn main() {}
