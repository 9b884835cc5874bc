//! What only this backend can get wrong. What both have in common is in the behaviour suite.

mod bus;
mod credentials;
mod journal;
mod leader;
mod outage;
mod permissions;
mod tls;
