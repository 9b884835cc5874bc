//! How calls behave, on every bus: one suite, run unchanged on each backend.

#[cfg(test)]
mod calls;
#[cfg(test)]
mod foreign;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod overload;
#[cfg(test)]
mod races;
#[cfg(test)]
mod retries;
#[cfg(test)]
mod service;
#[cfg(test)]
mod streams;
#[cfg(test)]
mod watched;
#[cfg(test)]
mod world;
