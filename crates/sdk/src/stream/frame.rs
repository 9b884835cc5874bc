use bytes::{Bytes, BytesMut};
use prost::Message;
use prost::encoding::{WireType, encode_key, encode_varint};
use realmwire_contract::rpc::v1::{Frame, FrameOperation};

use crate::status::Status;

const OPERATION: u32 = 1;
const SEQUENCE: u32 = 2;
const PAYLOAD: u32 = 3;

/// What a frame has beside its payload, at most.
pub(crate) const OVERHEAD: usize = 32;

/// A frame with a message, but for its number, which is known only when it is sent.
pub(super) fn encode_message<M: Message>(message: &M, length: usize) -> BytesMut {
    let mut frame = BytesMut::with_capacity(length + OVERHEAD);
    encode_key(OPERATION, WireType::Varint, &mut frame);
    encode_varint(FrameOperation::Message as u64, &mut frame);
    encode_key(PAYLOAD, WireType::LengthDelimited, &mut frame);
    encode_varint(length as u64, &mut frame);
    message.encode_raw(&mut frame);
    frame
}

/// Numbers a frame.
pub(super) fn finish_message(mut frame: BytesMut, sequence: u64) -> Bytes {
    encode_key(SEQUENCE, WireType::Varint, &mut frame);
    encode_varint(sequence, &mut frame);
    frame.freeze()
}

/// A frame without anything beside its operation and number.
pub(super) fn encode_control(operation: FrameOperation, sequence: u64) -> Bytes {
    Frame { operation: operation as i32, sequence, ..Frame::default() }.encode_to_vec().into()
}

pub(super) fn encode_error(status: &Status, sequence: u64) -> Bytes {
    let frame = Frame {
        operation: FrameOperation::Error as i32,
        sequence,
        status: Some(status.to_proto()),
        ..Frame::default()
    };
    frame.encode_to_vec().into()
}

pub(super) fn encode_credit(messages: u32, bytes: u32) -> Bytes {
    let frame = Frame {
        operation: FrameOperation::Credit as i32,
        credit_messages: messages,
        credit_bytes: bytes,
        ..Frame::default()
    };
    frame.encode_to_vec().into()
}
