//! The product as its users meet it: the binary, real servers, HTTP and the command line.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, and says what it expected"
)]

mod commands;
mod connections;
mod crash;
mod deliveries;
mod distributed;
mod docs_page;
mod documents;
mod drain;
mod encrypted;
mod harness;
mod hung_instance;
mod interface;
mod killed_peers;
mod players;
mod sample_game;
mod settings;
mod stream;
mod weather;
mod worlds;
