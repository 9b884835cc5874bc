use bytes::Bytes;
use proptest::prelude::{any, prop, proptest};
use prost::Message;

use super::super::document::{decode, encode};
use super::super::{Document, Key};
use crate::status::{Code, Status};

#[derive(Clone, PartialEq, Message)]
struct Wallet {
    #[prost(int64, tag = "1")]
    coins: i64,
}
impl Document for Wallet {}

/// The wallet after its format changed: version 1 counted coins, version 2 counts cents.
#[derive(Clone, PartialEq, Message)]
struct CentWallet {
    #[prost(int64, tag = "1")]
    cents: i64,
}
impl Document for CentWallet {
    const VERSION: u8 = 2;

    fn upgrade(from: u8, bytes: &[u8]) -> Result<Self, Status> {
        match from {
            1 => {
                let old = Wallet::decode(bytes).map_err(|_| Status::data_loss("no wallet"))?;
                Ok(Self { cents: old.coins * 100 })
            }
            other => Err(Status::data_loss(format!("format {other} never was"))),
        }
    }
}

fn key() -> Key {
    Key::new("wallet").with("p1")
}

#[test]
fn an_earlier_format_is_upgraded() {
    let stored = encode(&Wallet { coins: 3 });
    assert_eq!(decode::<CentWallet>(&key(), &stored).expect("upgraded"), CentWallet { cents: 300 });
}

#[test]
fn a_later_format_says_what_to_do() {
    let stored = encode(&CentWallet { cents: 300 });
    let status = decode::<Wallet>(&key(), &stored).expect_err("too new");
    assert_eq!(status.code(), Code::DataLoss);
    assert_eq!(
        status.message(),
        "the entry wallet.p1 has format version 2, this program reads up to 1: run the release that wrote it"
    );
}

#[test]
fn what_is_no_document_is_an_error() {
    for bytes in [&b""[..], b"\x01\xff", b"\x00", b"\x00\x08\x01"] {
        let status = decode::<Wallet>(&key(), &Bytes::from_static(bytes)).expect_err("no document");
        assert_eq!(status.code(), Code::DataLoss, "{bytes:?}");
    }
}

proptest! {
    #[test]
    fn a_document_survives_its_encoding(coins in any::<i64>()) {
        assert_eq!(decode::<Wallet>(&key(), &encode(&Wallet { coins })).expect("same"), Wallet { coins });
    }

    #[test]
    fn no_bytes_make_decoding_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = decode::<CentWallet>(&key(), &Bytes::from(bytes));
    }
}
