//! Connections: accepting, guarding and ending them.
//!
//! The accept loop is our own because nobody else's bounds what a client can hold open: the number of connections, the
//! time to the first byte and to the end of the headers, and the time that written bytes may go unread. When there are
//! too many connections, a new one takes the place of one that has been quiet for a while.

mod accept;
mod activity;
mod connection;
mod frames;
mod guarded;
mod listen;
mod places;
mod progress;
mod tls;
mod turn;

pub(crate) use self::accept::accept_until_drained;
pub(crate) use self::activity::{Busy, Overdue};
pub(crate) use self::connection::Peer;
pub(crate) use self::listen::listen;
pub(crate) use self::progress::Progress;
pub(crate) use self::tls::Certificates;
pub use self::tls::TlsError;
