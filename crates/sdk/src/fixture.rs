//! A small service for the tests of this crate: a shop that sells, and tells so.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use realmwire_contract::{
    Access, Audience, Criticality, Event, EventSpec, Idempotency, MethodKind, MethodSpec, ServiceSpec,
};

use crate::context::Context;
use crate::server::{self, Service};
use crate::status::Status;
use crate::store::{Changes, Document, Key, Store};
use crate::stream::FrameSender;

pub(crate) static SHOP: ServiceSpec = ServiceSpec {
    name: "shop",
    version: "v1",
    full_name: "realmwire.shop.v1.Shop",
    description: "Sells things.",
    methods: &[&ADD],
    events: &[&SOLD],
    calls: &[],
    consumes: &[],
};

/// Consumes what the shop sells.
pub(crate) static LEDGER: ServiceSpec = ServiceSpec {
    name: "ledger",
    version: "v1",
    full_name: "realmwire.ledger.v1.Ledger",
    description: "Counts what was sold.",
    methods: &[],
    events: &[],
    calls: &[],
    consumes: &["shop.item.sold"],
};

/// Adds the request's number to what is stored, and answers with the sum.
pub(crate) static ADD: MethodSpec = MethodSpec {
    service: "shop",
    name: "Add",
    full_name: "realmwire.shop.v1.Shop/Add",
    subject: "svc.shop.v1.Add",
    input: "realmwire.shop.v1.Count",
    output: "realmwire.shop.v1.Count",
    kind: MethodKind::Unary,
    idempotency: Idempotency::Keyed,
    access: Access::Player,
    owner_field: None,
    timeout: Duration::from_secs(20),
    max_in_flight: 1024,
    criticality: Criticality::Default,
    brief: false,
    rate_class: "write",
};

pub(crate) static SOLD: EventSpec = EventSpec {
    service: "shop",
    name: "item.sold",
    subject: "evt.shop.item.sold.v1",
    message: "realmwire.shop.v1.ItemSold",
    audience: Audience::Services,
};

/// The event that something was sold.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct ItemSold {
    #[prost(string, tag = "1")]
    pub(crate) item: String,
    #[prost(int64, tag = "2")]
    pub(crate) price: i64,
}

impl prost::Name for ItemSold {
    const NAME: &'static str = "ItemSold";
    const PACKAGE: &'static str = "realmwire.shop.v1";
}

impl Event for ItemSold {
    const SPEC: &'static EventSpec = &SOLD;

    fn key(&self) -> &str {
        &self.item
    }
}

/// What is stored: a number.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Count {
    #[prost(int64, tag = "1")]
    pub(crate) number: i64,
}

impl Document for Count {}

pub(crate) fn sold(item: &str, price: i64) -> ItemSold {
    ItemSold { item: item.to_owned(), price }
}

/// Adds to the number at `key`, as a handler does: load, decide, commit.
pub(crate) async fn add(store: &Store, cx: &Context, key: Key, by: i64) -> Result<i64, Status> {
    let stored = store.load::<Count>(&key).await?;
    let number = stored.as_ref().map_or(0, |stored| stored.value.number) + by;
    let changes = match &stored {
        Some(stored) => Changes::new().update(stored, &Count { number }),
        None => Changes::new().create(key, &Count { number }),
    };
    store.commit(cx, changes, Count { number }).await.map(|answer| answer.number)
}

/// The key under which [`Shop`] counts.
pub(crate) fn sum() -> Key {
    Key::new("sum")
}

/// The service behind [`SHOP`].
pub(crate) struct Shop(pub(crate) Store);

impl Service for Shop {
    fn spec(&self) -> &'static ServiceSpec {
        &SHOP
    }

    fn call(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
    ) -> BoxFuture<'static, Result<BytesMut, Status>> {
        let store = self.0.clone();
        match method.name {
            "Add" => Box::pin(async move {
                let request: Count = server::decode(request)?;
                let number = add(&store, &cx, sum(), request.number).await?;
                Ok(server::encode(&Count { number }))
            }),
            _ => server::unimplemented(method),
        }
    }

    fn open(
        &self,
        method: &'static MethodSpec,
        _: Context,
        _: Bytes,
        _: FrameSender,
    ) -> BoxFuture<'static, Result<(), Status>> {
        server::unimplemented(method)
    }
}

/// A service without methods.
pub(crate) struct Silent(pub(crate) &'static ServiceSpec);

impl Service for Silent {
    fn spec(&self) -> &'static ServiceSpec {
        self.0
    }

    fn call(&self, method: &'static MethodSpec, _: Context, _: Bytes) -> BoxFuture<'static, Result<BytesMut, Status>> {
        server::unimplemented(method)
    }

    fn open(
        &self,
        method: &'static MethodSpec,
        _: Context,
        _: Bytes,
        _: FrameSender,
    ) -> BoxFuture<'static, Result<(), Status>> {
        server::unimplemented(method)
    }
}
