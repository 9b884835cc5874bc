// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! The service `state-manager`.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures::future::BoxFuture;
use realmwire_contract::state_manager::v1;
use realmwire_contract::{MethodSpec, ServiceSpec};
use realmwire_sdk::client::{Call, Channel, ServiceClient, StreamCall};
use realmwire_sdk::context::Context;
use realmwire_sdk::server::{Service, decode, encode, unimplemented};
use realmwire_sdk::status::Status;
use realmwire_sdk::stream::{FrameSender, Sender};

/// Keeps one JSON-like document for each player and each entity, with a version that counts its writes.
///
/// A write can say which version it expects; when another write came first it fails with ABORTED and tells the current
/// version. The last 100 versions of a document can be read back. A version number is never used twice for the same
/// kind and id, also when the document was deleted and created again.
///
/// A player reads and writes its own player document and reads every entity. Moderators also read the documents of
/// players. Administrators and services read and write everything.
pub trait StateManager: Send + Sync + 'static {
    /// Returns the current state of one document, or an earlier version of it. NOT_FOUND when there is none.
    fn get(
        &self,
        cx: &Context,
        request: v1::GetRequest,
    ) -> impl Future<Output = Result<v1::GetResponse, Status>> + Send;

    /// Returns several documents as they were at one moment: of a transaction all or nothing is seen. Those that do not
    /// exist are named as missing.
    fn batch_get(
        &self,
        cx: &Context,
        request: v1::BatchGetRequest,
    ) -> impl Future<Output = Result<v1::BatchGetResponse, Status>> + Send;

    /// Writes a whole document, which is created if there is none. ABORTED when it is not at the expected version.
    fn put(
        &self,
        cx: &Context,
        request: v1::PutRequest,
    ) -> impl Future<Output = Result<v1::PutResponse, Status>> + Send;

    /// Changes a document by a JSON merge patch (RFC 7396). NOT_FOUND when there is none, unless `allow_missing` is set;
    /// ABORTED when it is not at the expected version.
    fn patch(
        &self,
        cx: &Context,
        request: v1::PatchRequest,
    ) -> impl Future<Output = Result<v1::PatchResponse, Status>> + Send;

    /// Deletes a document. NOT_FOUND when there is none, unless `allow_missing` is set; ABORTED when it is not at the
    /// expected version. Its history stays readable for a while unless `erase_history` is set.
    fn delete(
        &self,
        cx: &Context,
        request: v1::DeleteRequest,
    ) -> impl Future<Output = Result<v1::DeleteResponse, Status>> + Send;

    /// Returns the documents of a kind, ordered by id. Players list entities only.
    fn list(
        &self,
        cx: &Context,
        request: v1::ListRequest,
    ) -> impl Future<Output = Result<v1::ListResponse, Status>> + Send;

    /// Returns the versions of a document that are kept, newest first, deletions among them.
    fn history(
        &self,
        cx: &Context,
        request: v1::HistoryRequest,
    ) -> impl Future<Output = Result<v1::HistoryResponse, Status>> + Send;

    /// Sends the current state of one document, or of all documents of a kind, and then every change as it happens.
    fn watch(
        &self,
        cx: &Context,
        request: v1::WatchRequest,
        out: Sender<v1::WatchResponse>,
    ) -> impl Future<Output = Result<(), Status>> + Send;

    /// Writes several documents: all of them or, when one is not at its expected version, none.
    fn transact(
        &self,
        cx: &Context,
        request: v1::TransactRequest,
    ) -> impl Future<Output = Result<v1::TransactResponse, Status>> + Send;
}

/// Serves an implementation of [`StateManager`].
#[derive(Debug)]
pub struct StateManagerServer<T>(Arc<T>);

impl<T: StateManager> StateManagerServer<T> {
    /// Serves `implementation`.
    pub fn new(implementation: T) -> Self {
        Self(Arc::new(implementation))
    }
}

impl<T: StateManager> Service for StateManagerServer<T> {
    fn spec(&self) -> &'static ServiceSpec {
        &v1::SERVICE
    }

    fn call(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
    ) -> BoxFuture<'static, Result<BytesMut, Status>> {
        let service = Arc::clone(&self.0);
        match method.name {
            "Get" => Box::pin(async move {
                let request: v1::GetRequest = decode(request)?;
                Ok(encode(&service.get(&cx, request).await?))
            }),
            "BatchGet" => Box::pin(async move {
                let request: v1::BatchGetRequest = decode(request)?;
                Ok(encode(&service.batch_get(&cx, request).await?))
            }),
            "Put" => Box::pin(async move {
                let request: v1::PutRequest = decode(request)?;
                Ok(encode(&service.put(&cx, request).await?))
            }),
            "Patch" => Box::pin(async move {
                let request: v1::PatchRequest = decode(request)?;
                Ok(encode(&service.patch(&cx, request).await?))
            }),
            "Delete" => Box::pin(async move {
                let request: v1::DeleteRequest = decode(request)?;
                Ok(encode(&service.delete(&cx, request).await?))
            }),
            "List" => Box::pin(async move {
                let request: v1::ListRequest = decode(request)?;
                Ok(encode(&service.list(&cx, request).await?))
            }),
            "History" => Box::pin(async move {
                let request: v1::HistoryRequest = decode(request)?;
                Ok(encode(&service.history(&cx, request).await?))
            }),
            "Transact" => Box::pin(async move {
                let request: v1::TransactRequest = decode(request)?;
                Ok(encode(&service.transact(&cx, request).await?))
            }),
            _ => unimplemented(method),
        }
    }

    fn open(
        &self,
        method: &'static MethodSpec,
        cx: Context,
        request: Bytes,
        frames: FrameSender,
    ) -> BoxFuture<'static, Result<(), Status>> {
        let service = Arc::clone(&self.0);
        match method.name {
            "Watch" => Box::pin(async move {
                let request: v1::WatchRequest = decode(request)?;
                service.watch(&cx, request, Sender::new(frames)).await
            }),
            _ => unimplemented(method),
        }
    }
}

/// Calls [`StateManager`] wherever it runs.
#[derive(Clone)]
pub struct StateManagerClient(ServiceClient);

impl StateManagerClient {
    /// A client that calls through `channel`.
    pub fn new(channel: &Channel) -> Self {
        Self(ServiceClient::new(channel, &v1::SERVICE))
    }

    /// Returns the current state of one document, or an earlier version of it. NOT_FOUND when there is none.
    pub fn get(&self, request: v1::GetRequest) -> Call<'_, v1::GetRequest, v1::GetResponse> {
        self.0.call(&v1::GET, request)
    }

    /// Returns several documents as they were at one moment: of a transaction all or nothing is seen. Those that do not
    /// exist are named as missing.
    pub fn batch_get(&self, request: v1::BatchGetRequest) -> Call<'_, v1::BatchGetRequest, v1::BatchGetResponse> {
        self.0.call(&v1::BATCH_GET, request)
    }

    /// Writes a whole document, which is created if there is none. ABORTED when it is not at the expected version.
    pub fn put(&self, request: v1::PutRequest) -> Call<'_, v1::PutRequest, v1::PutResponse> {
        self.0.call(&v1::PUT, request)
    }

    /// Changes a document by a JSON merge patch (RFC 7396). NOT_FOUND when there is none, unless `allow_missing` is set;
    /// ABORTED when it is not at the expected version.
    pub fn patch(&self, request: v1::PatchRequest) -> Call<'_, v1::PatchRequest, v1::PatchResponse> {
        self.0.call(&v1::PATCH, request)
    }

    /// Deletes a document. NOT_FOUND when there is none, unless `allow_missing` is set; ABORTED when it is not at the
    /// expected version. Its history stays readable for a while unless `erase_history` is set.
    pub fn delete(&self, request: v1::DeleteRequest) -> Call<'_, v1::DeleteRequest, v1::DeleteResponse> {
        self.0.call(&v1::DELETE, request)
    }

    /// Returns the documents of a kind, ordered by id. Players list entities only.
    pub fn list(&self, request: v1::ListRequest) -> Call<'_, v1::ListRequest, v1::ListResponse> {
        self.0.call(&v1::LIST, request)
    }

    /// Returns the versions of a document that are kept, newest first, deletions among them.
    pub fn history(&self, request: v1::HistoryRequest) -> Call<'_, v1::HistoryRequest, v1::HistoryResponse> {
        self.0.call(&v1::HISTORY, request)
    }

    /// Sends the current state of one document, or of all documents of a kind, and then every change as it happens.
    pub fn watch(&self, request: v1::WatchRequest) -> StreamCall<'_, v1::WatchRequest, v1::WatchResponse> {
        self.0.open(&v1::WATCH, request)
    }

    /// Writes several documents: all of them or, when one is not at its expected version, none.
    pub fn transact(&self, request: v1::TransactRequest) -> Call<'_, v1::TransactRequest, v1::TransactResponse> {
        self.0.call(&v1::TRANSACT, request)
    }
}
