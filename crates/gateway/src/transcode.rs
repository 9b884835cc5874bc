//! Between HTTP and protobuf: paths, queries and JSON bodies to request bytes, response bytes to JSON.
//!
//! Message types are compiled from descriptors once ([`Schema`]); a request is then transcoded without a message in
//! between. The mapping is ProtoJSON's, <https://protobuf.dev/programming-guides/json/>.

mod read;
mod request;
mod response;
mod scalar;
mod schema;
mod time;
mod wire;
mod write;

#[cfg(test)]
mod tests;

pub use self::read::Violation;
pub use self::request::{BindError, Binding, Expected, Inputs, RequestTranscoder, Transcoded};
pub use self::response::ResponseTranscoder;
pub use self::schema::Schema;
pub use self::write::{Profile, WriteError};
