//! Answers the calls of a service.

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use prost::Message;
use realmwire_contract::{MethodSpec, ServiceSpec};

use crate::context::Context;
use crate::status::Status;
use crate::stream::FrameSender;

/// What the contract's generator writes for each service: a table from methods to typed handlers.
pub trait Service: Send + Sync + 'static {
    /// What the contract says about the service.
    fn spec(&self) -> &'static ServiceSpec;

    /// Runs the handler of a unary method on an encoded request. The response is made by [`encode`].
    fn call(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
    ) -> BoxFuture<'static, Result<BytesMut, Status>>;

    /// Runs the handler of a streaming method on an encoded request.
    fn open(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
        frames: FrameSender,
    ) -> BoxFuture<'static, Result<(), Status>>;
}

/// Room for an answer's metadata behind its message, so that appending it does not move the message.
const ANSWER_META_ROOM: usize = 64;

/// Decodes a request.
///
/// # Errors
/// `INVALID_ARGUMENT` when the bytes are no such message.
pub fn decode<M: Message + Default>(request: Bytes) -> Result<M, Status> {
    M::decode(request).map_err(|error| {
        Status::new(crate::status::Code::InvalidArgument, "the request cannot be decoded").with_source(error)
    })
}

/// Encodes a response, with room for the answer's metadata.
pub fn encode<M: Message>(response: &M) -> BytesMut {
    let mut buffer = BytesMut::with_capacity(response.encoded_len() + ANSWER_META_ROOM);
    response.encode_raw(&mut buffer);
    buffer
}

/// The answer to a method that the service's table does not have: `UNIMPLEMENTED`.
pub fn unimplemented<T: Send + 'static>(method: &'static MethodSpec) -> BoxFuture<'static, Result<T, Status>> {
    Box::pin(async move { Err(Status::unimplemented(format!("{} is not implemented", method.full_name))) })
}
