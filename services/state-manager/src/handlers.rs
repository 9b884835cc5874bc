//! The operations.

use std::collections::HashSet;

use prost::Message;
use realmwire_api::state_manager::StateManager;
use realmwire_contract::state_manager::v1::{
    BatchGetRequest, BatchGetResponse, DeleteRequest, DeleteResponse, DocumentName, DocumentVersion, GetRequest,
    GetResponse, HistoryRequest, HistoryResponse, ListRequest, ListResponse, Operation, PatchRequest, PatchResponse,
    PutRequest, PutResponse, State, TransactRequest, TransactResponse, WatchRequest, WatchResponse, operation,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::Store;
use realmwire_sdk::stream::Sender;

use crate::access::{Action, authorize, authorize_all};
use crate::config::Config;
use crate::error::Error;
use crate::pages::{self, PageQuery};
use crate::rules::{
    Write, decide, document_id, document_kind, oldest_shown, parse_delete, parse_operation, parse_patch, parse_put,
};
use crate::snapshot;
use crate::staging::Staging;
use crate::state::{Document, DocumentId};
use crate::watch;

/// The documents of players and entities.
#[derive(Clone, Debug)]
pub(crate) struct Documents {
    pub(crate) store: Store,
    pub(crate) config: Config,
}

impl StateManager for Documents {
    async fn get(&self, cx: &Context, request: GetRequest) -> Result<GetResponse, Status> {
        let document = named(cx, Action::Read, request.kind, request.id)?;
        let found = match request.version {
            0 => self.load(&document).await?.filter(|found| found.is_live(cx.now())),
            version => self.load_version(cx, &document, version).await?,
        };
        let found = found.ok_or_else(|| Error::NotFound(document.clone()))?;
        Ok(GetResponse { state: Some(found.into_state(&document)) })
    }

    async fn batch_get(&self, cx: &Context, request: BatchGetRequest) -> Result<BatchGetResponse, Status> {
        let documents = self.parse_batch(cx, request)?;
        let found = snapshot::read(&self.store, &documents).await?;
        let mut response = BatchGetResponse::default();
        for (id, document) in documents.into_iter().zip(found) {
            match document.filter(|document| document.is_live(cx.now())) {
                Some(document) => response.states.push(document.into_state(&id)),
                None => response.missing.push(DocumentName { kind: id.kind.to_proto().into(), id: id.id }),
            }
        }
        let limit = self.config.answer_bytes_max;
        if response.encoded_len() > limit {
            return Err(Error::AnswerTooLarge { limit }.into());
        }
        Ok(response)
    }

    async fn put(&self, cx: &Context, mut request: PutRequest) -> Result<PutResponse, Status> {
        authorize(cx.principal(), Action::Write, document_kind(request.kind)?, &mut request.id)?;
        let write = parse_put(request, &self.config)?;
        self.write(cx, &write, |state| PutResponse { state }).await
    }

    async fn patch(&self, cx: &Context, mut request: PatchRequest) -> Result<PatchResponse, Status> {
        authorize(cx.principal(), Action::Write, document_kind(request.kind)?, &mut request.id)?;
        let write = parse_patch(request, &self.config)?;
        self.write(cx, &write, |state| PatchResponse { state }).await
    }

    async fn delete(&self, cx: &Context, mut request: DeleteRequest) -> Result<DeleteResponse, Status> {
        authorize(cx.principal(), Action::Write, document_kind(request.kind)?, &mut request.id)?;
        let write = parse_delete(request)?;
        let version = |state: Option<State>| state.map_or(0, |state| state.version);
        self.write(cx, &write, |state| DeleteResponse { version: version(state) }).await
    }

    async fn list(&self, cx: &Context, request: ListRequest) -> Result<ListResponse, Status> {
        let kind = document_kind(request.kind)?;
        authorize_all(cx.principal(), Action::Read, kind)?;
        let query = PageQuery {
            prefix: kind.prefix(),
            page_size: request.page_size,
            page_token: &request.page_token,
            size_default: 50,
            size_max: 500,
            bytes_max: self.config.answer_bytes_max,
        };
        let show = |stored: realmwire_sdk::store::Stored<Document>| {
            let id = DocumentId::of_current_key(&stored.key)?;
            stored.value.is_live(cx.now()).then(|| stored.value.into_state(&id))
        };
        let (states, next_page_token) = pages::read(&self.store, &query, show).await?;
        Ok(ListResponse { states, next_page_token })
    }

    async fn history(&self, cx: &Context, request: HistoryRequest) -> Result<HistoryResponse, Status> {
        let document = named(cx, Action::Read, request.kind, request.id)?;
        let current = self.load(&document).await?.ok_or_else(|| Error::NotFound(document.clone()))?;
        let oldest = oldest_shown(&current, cx.now(), &self.config);
        let query = PageQuery {
            prefix: document.history_prefix(),
            page_size: request.page_size,
            page_token: &request.page_token,
            size_default: 20,
            size_max: 100,
            bytes_max: self.config.answer_bytes_max,
        };
        let show = |stored: realmwire_sdk::store::Stored<Document>| {
            (stored.value.version >= oldest).then(|| stored.value.into_state(&document))
        };
        let (versions, next_page_token) = pages::read(&self.store, &query, show).await?;
        Ok(HistoryResponse { versions, next_page_token })
    }

    async fn watch(&self, cx: &Context, mut request: WatchRequest, out: Sender<WatchResponse>) -> Result<(), Status> {
        let kind = document_kind(request.kind)?;
        let prefix = if request.id.is_empty() && authorize_all(cx.principal(), Action::Read, kind).is_ok() {
            kind.prefix()
        } else {
            authorize(cx.principal(), Action::Read, kind, &mut request.id)?;
            document_id(kind, request.id)?.watch_prefix()
        };
        watch::run(cx, &self.store, &prefix, &request.resume_token, &out).await
    }

    async fn transact(&self, cx: &Context, request: TransactRequest) -> Result<TransactResponse, Status> {
        let writes = self.parse_operations(cx, request)?;
        let keys: Vec<_> = writes.iter().map(|write| write.document.current_key()).collect();
        let stored = self.store.load_many::<Document>(&keys).await?;
        let mut staging = Staging::default();
        let mut response = TransactResponse::default();
        for (index, (write, stored)) in writes.iter().zip(&stored).enumerate() {
            let current = stored.as_ref().map(|stored| &stored.value);
            let versions = decide(write, current, cx.now(), &self.config)
                .map_err(|error| error.within(write.edit.name()).within(&operation_path(index)))?;
            staging.add(&write.document, stored.as_ref(), &versions, &self.config);
            response.written.push(DocumentVersion {
                kind: write.document.kind.to_proto().into(),
                id: write.document.id.clone(),
                version: versions.last().map_or(0, |document| document.version),
            });
        }
        self.store.commit(cx, staging.into_changes(), response).await
    }
}

impl Documents {
    async fn load(&self, document: &DocumentId) -> Result<Option<Document>, Status> {
        let stored = self.store.load::<Document>(&document.current_key()).await?;
        Ok(stored.map(|stored| stored.value))
    }

    /// A version that is still shown and is no deletion.
    async fn load_version(&self, cx: &Context, id: &DocumentId, version: u64) -> Result<Option<Document>, Status> {
        let Some(current) = self.load(id).await? else { return Ok(None) };
        if version < oldest_shown(&current, cx.now(), &self.config) {
            return Ok(None);
        }
        let stored = self.store.load::<Document>(&id.history_key(version)).await?;
        Ok(stored.map(|stored| stored.value).filter(|document| !document.deleted))
    }

    /// Does one write; the response is made of the document as it was written, if there was anything to do.
    async fn write<R: Message>(
        &self,
        cx: &Context,
        write: &Write,
        respond: impl FnOnce(Option<State>) -> R,
    ) -> Result<R, Status> {
        let stored = self.store.load::<Document>(&write.document.current_key()).await?;
        let versions = decide(write, stored.as_ref().map(|stored| &stored.value), cx.now(), &self.config)?;
        let mut staging = Staging::default();
        staging.add(&write.document, stored.as_ref(), &versions, &self.config);
        let response = respond(versions.into_iter().last().map(|last| last.into_state(&write.document)));
        // Also when there is nothing to do: a repeat of the call must not find something to do later.
        self.store.commit(cx, staging.into_changes(), response).await
    }

    fn parse_batch(&self, cx: &Context, request: BatchGetRequest) -> Result<Vec<DocumentId>, Error> {
        check_count("documents", request.documents.len(), self.config.batch_documents_max)?;
        let mut seen = HashSet::new();
        let mut documents = Vec::new();
        for (index, name) in request.documents.into_iter().enumerate() {
            let path = format!("documents[{index}]");
            let document = named(cx, Action::Read, name.kind, name.id).map_err(|error| error.within(&path))?;
            if !seen.insert(document.clone()) {
                return Err(Error::invalid(path, "names a document for the second time"));
            }
            documents.push(document);
        }
        Ok(documents)
    }

    fn parse_operations(&self, cx: &Context, request: TransactRequest) -> Result<Vec<Write>, Error> {
        check_count("operations", request.operations.len(), self.config.transact_operations_max)?;
        let mut seen = HashSet::new();
        let mut writes = Vec::new();
        for (index, mut operation) in request.operations.into_iter().enumerate() {
            let path = operation_path(index);
            let authorized = authorize_operation(cx, &mut operation);
            let parsed = authorized.and_then(|()| parse_operation(operation, &self.config));
            let write = parsed.map_err(|error| error.within(&path))?;
            if !seen.insert(write.document.clone()) {
                return Err(Error::invalid(path, "writes a document for the second time"));
            }
            writes.push(write);
        }
        Ok(writes)
    }
}

fn operation_path(index: usize) -> String {
    format!("operations[{index}]")
}

fn check_count(field: &str, count: usize, max: usize) -> Result<(), Error> {
    if count == 0 || count > max {
        return Err(Error::invalid(field, format!("must be from 1 to {max}, not {count}")));
    }
    Ok(())
}

/// The document that a request names, if the caller may do this with it.
fn named(cx: &Context, action: Action, kind: i32, mut id: String) -> Result<DocumentId, Error> {
    let kind = document_kind(kind)?;
    authorize(cx.principal(), action, kind, &mut id)?;
    document_id(kind, id)
}

fn authorize_operation(cx: &Context, operation: &mut Operation) -> Result<(), Error> {
    let (kind, id) = match &mut operation.operation {
        Some(operation::Operation::Put(request)) => (request.kind, &mut request.id),
        Some(operation::Operation::Patch(request)) => (request.kind, &mut request.id),
        Some(operation::Operation::Delete(request)) => (request.kind, &mut request.id),
        // Parsing refuses it.
        None => return Ok(()),
    };
    // An unknown kind is refused by parsing, too, where the error names its place.
    document_kind(kind).map_or(Ok(()), |kind| authorize(cx.principal(), Action::Write, kind, id))
}
