//! The product as its users meet it: the binary, real servers, HTTP and the command line.

mod commands;
mod crash;
mod distributed;
mod documents;
mod harness;
