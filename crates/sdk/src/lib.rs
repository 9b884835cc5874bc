//! What a Realmwire service is written with.
//!
//! | | |
//! |---|---|
//! | a service from start to stop | [`service`]: configuration, consumers, background tasks, drain; [`health`] |
//! | what a handler gets and gives | [`context`], [`identity`], [`status`], [`stream`]; rules of [`requests`] |
//! | its durable state | [`store`]: documents, events and timers in one commit; [`idempotency`]; [`events`] |
//! | calls | [`client`] and [`server`] under the policies of [`resilience`] |
//! | deliveries to whoever asked for them | [`courier`] |
//! | time, randomness, content | [`host`], [`content`] |
//! | protection | [`edge`], [`limits`], [`token`], [`secret`] |
//! | what is seen from outside | [`telemetry`]: metrics, spans |
//! | tests | [`testing`]: a whole service in three lines, with a manual clock and faults |
//!
//! A whole service. Its trait, server and client are generated from the schema; here stands a server without methods
//! in their place, to show the rest: state, a consumer, a background task.
//!
//! ```
//! use realmwire_contract::ServiceSpec;
//! use realmwire_contract::state_manager::v1::PlayerDeleted;
//! use realmwire_sdk::context::Context;
//! use realmwire_sdk::service::{Running, ServiceContext, StartError};
//! use realmwire_sdk::status::Status;
//! use realmwire_sdk::store::{Changes, Document, Key, Store};
//! # use realmwire_sdk::server::{Service, unimplemented};
//! # use realmwire_contract::MethodSpec;
//! # use bytes::{Bytes, BytesMut};
//! # use futures::future::BoxFuture;
//! # static SERVICE: ServiceSpec = ServiceSpec {
//! #     name: "census", version: "v1", full_name: "realmwire.census.v1.Census", description: "Counts players.",
//! #     methods: &[], events: &[], calls: &[], consumes: &["state-manager.player.deleted"],
//! # };
//! # struct CensusServer;
//! # impl Service for CensusServer {
//! #     fn spec(&self) -> &'static ServiceSpec { &SERVICE }
//! #     fn call(&self, method: &'static MethodSpec, _: Context, _: Bytes) -> BoxFuture<'static, Result<BytesMut, Status>> {
//! #         unimplemented(method)
//! #     }
//! #     fn open(&self, method: &'static MethodSpec, _: Context, _: Bytes, _: realmwire_sdk::stream::FrameSender)
//! #         -> BoxFuture<'static, Result<(), Status>> { unimplemented(method) }
//! # }
//!
//! #[derive(Clone, PartialEq, prost::Message)]
//! struct Count {
//!     #[prost(uint64, tag = "1")]
//!     players_gone: u64,
//! }
//! impl Document for Count {}
//!
//! async fn count(store: Store, cx: Context, _gone: PlayerDeleted) -> Result<(), Status> {
//!     let key = Key::new("count");
//!     let stored = store.load::<Count>(&key).await?;
//!     let players_gone = stored.as_ref().map_or(0, |stored| stored.value.players_gone) + 1;
//!     let changes = match &stored {
//!         Some(stored) => Changes::new().update(stored, &Count { players_gone }),
//!         None => Changes::new().create(key, &Count { players_gone }),
//!     };
//!     store.commit(&cx, changes, ()).await
//! }
//!
//! async fn start(cx: ServiceContext) -> Result<Running, StartError> {
//!     let store = cx.store().await?;
//!     cx.serve(CensusServer)
//!         .consume("departures", move |cx, gone| count(store.clone(), cx, gone))
//!         .background("idle", |shutdown| async move { shutdown.requested().await })
//!         .start()
//!         .await
//! }
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let host = realmwire_sdk::testing::TestHost::new().await;
//! let running = host.start(&SERVICE, start).await;
//! assert!(running.readiness().is_ready());
//! assert!(running.drain(std::time::Duration::from_secs(5)).await.is_clean());
//! # });
//! ```

pub mod client;
mod codec;
pub mod content;
pub mod context;
pub mod courier;
pub mod edge;
pub mod events;
#[cfg(test)]
mod fixture;
pub mod health;
pub mod host;
pub mod idempotency;
pub mod identity;
pub mod limits;
pub mod requests;
pub mod resilience;
pub mod secret;
pub mod server;
pub mod service;
pub mod status;
pub mod store;
pub mod stream;
pub mod tasks;
pub mod telemetry;
pub mod testing;
pub mod token;
