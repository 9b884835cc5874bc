use bytes::{BufMut, Bytes, BytesMut};
use realmwire_fabric::journal::Key;

use crate::status::Status;

/// What a service stores: a private message of its own, with a number that says which format it has.
///
/// Stored are one byte with the version and then the encoded message. Fields can be added as protobuf allows without
/// a new version; a change of meaning needs one, and [`Document::upgrade`] to read what is stored already.
pub trait Document: prost::Message + Default {
    /// The format that is written.
    const VERSION: u8 = 1;

    /// Reads a document that was written in the earlier format `from`.
    ///
    /// # Errors
    /// `DATA_LOSS` when this program cannot read that format, which is so unless a document implements it.
    fn upgrade(from: u8, bytes: &[u8]) -> Result<Self, Status> {
        let _ = bytes;
        Err(Status::data_loss(format!(
            "the entry has format version {from}, which this program can no longer read: let an earlier release upgrade it"
        )))
    }
}

pub(super) fn encode<T: Document>(value: &T) -> Bytes {
    let mut bytes = BytesMut::with_capacity(1 + value.encoded_len());
    bytes.put_u8(T::VERSION);
    bytes.put(value.encode_to_vec().as_slice());
    bytes.freeze()
}

pub(super) fn decode<T: Document>(key: &Key, bytes: &Bytes) -> Result<T, Status> {
    let Some((&version, body)) = bytes.split_first() else {
        return Err(Status::data_loss(format!("the entry {key} is empty")));
    };
    if version > T::VERSION {
        let known = T::VERSION;
        return Err(Status::data_loss(format!(
            "the entry {key} has format version {version}, this program reads up to {known}: run the release that wrote it"
        )));
    }
    if version < T::VERSION {
        return T::upgrade(version, body);
    }
    T::decode(bytes.slice(1..))
        .map_err(|error| Status::data_loss(format!("the entry {key} cannot be decoded")).with_source(error))
}
