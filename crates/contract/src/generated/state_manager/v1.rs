// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! Versioned state of players and entities.

/// One document at one version.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct State {
    /// The kind of document.
    #[prost(enumeration = "Kind", tag = "1")]
    pub kind: i32,
    /// Its id: 1 to 128 characters.
    #[prost(string, tag = "2")]
    pub id: ::prost::alloc::string::String,
    /// Counts the writes of this document, from 1.
    #[prost(uint64, tag = "3")]
    pub version: u64,
    /// The content; missing in a version that is a deletion.
    #[prost(message, optional, tag = "4")]
    pub data: ::core::option::Option<::prost_types::Struct>,
    /// When this version was written.
    #[prost(message, optional, tag = "5")]
    pub update_time: ::core::option::Option<::prost_types::Timestamp>,
    /// When the document ends by itself, if it does.
    #[prost(message, optional, tag = "6")]
    pub expire_time: ::core::option::Option<::prost_types::Timestamp>,
    /// Set when this version is the document's deletion, which only History and Watch show.
    #[prost(bool, tag = "7")]
    pub deleted: bool,
}
impl ::prost::Name for State {
    const NAME: &'static str = "State";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.State".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.State".into()
    }
}
/// Names one document.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DocumentName {
    /// The kind of document.
    #[prost(enumeration = "Kind", tag = "1")]
    pub kind: i32,
    /// Its id.
    #[prost(string, tag = "2")]
    pub id: ::prost::alloc::string::String,
}
impl ::prost::Name for DocumentName {
    const NAME: &'static str = "DocumentName";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.DocumentName".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.DocumentName".into()
    }
}
/// A document and one of its versions.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DocumentVersion {
    /// The kind of document.
    #[prost(enumeration = "Kind", tag = "1")]
    pub kind: i32,
    /// Its id.
    #[prost(string, tag = "2")]
    pub id: ::prost::alloc::string::String,
    /// The version.
    #[prost(uint64, tag = "3")]
    pub version: u64,
}
impl ::prost::Name for DocumentVersion {
    const NAME: &'static str = "DocumentVersion";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.DocumentVersion".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.DocumentVersion".into()
    }
}
/// Asks for one document.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetRequest {
    /// The kind of document.
    #[prost(enumeration = "Kind", tag = "1")]
    pub kind: i32,
    /// Its id. Players may leave out their own.
    #[prost(string, tag = "2")]
    pub id: ::prost::alloc::string::String,
    /// An earlier version that is still kept; 0 is the current one.
    #[prost(uint64, tag = "3")]
    pub version: u64,
}
impl ::prost::Name for GetRequest {
    const NAME: &'static str = "GetRequest";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.GetRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.GetRequest".into()
    }
}
/// The answer to Get.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetResponse {
    /// The document.
    #[prost(message, optional, tag = "1")]
    pub state: ::core::option::Option<State>,
}
impl ::prost::Name for GetResponse {
    const NAME: &'static str = "GetResponse";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.GetResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.GetResponse".into()
    }
}
/// Asks for several documents.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct BatchGetRequest {
    /// Which documents: 1 to 100, each once.
    #[prost(message, repeated, tag = "1")]
    pub documents: ::prost::alloc::vec::Vec<DocumentName>,
}
impl ::prost::Name for BatchGetRequest {
    const NAME: &'static str = "BatchGetRequest";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.BatchGetRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.BatchGetRequest".into()
    }
}
/// The answer to BatchGet.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct BatchGetResponse {
    /// The documents that exist, in the order of the request, as they were at one moment.
    #[prost(message, repeated, tag = "1")]
    pub states: ::prost::alloc::vec::Vec<State>,
    /// Those that do not exist, in the order of the request.
    #[prost(message, repeated, tag = "2")]
    pub missing: ::prost::alloc::vec::Vec<DocumentName>,
}
impl ::prost::Name for BatchGetResponse {
    const NAME: &'static str = "BatchGetResponse";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.BatchGetResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.BatchGetResponse".into()
    }
}
/// Writes a whole document.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct PutRequest {
    /// The kind of document.
    #[prost(enumeration = "Kind", tag = "1")]
    pub kind: i32,
    /// Its id. Players may leave out their own.
    #[prost(string, tag = "2")]
    pub id: ::prost::alloc::string::String,
    /// The new content.
    #[prost(message, optional, tag = "3")]
    pub data: ::core::option::Option<::prost_types::Struct>,
    /// What must be stored for the write to take place; left out: whatever is there.
    #[prost(message, optional, tag = "4")]
    pub expected_version: ::core::option::Option<super::super::common::v1::ExpectedVersion>,
    /// How long the document stays. Left out: until it is deleted.
    #[prost(message, optional, tag = "5")]
    pub ttl: ::core::option::Option<::prost_types::Duration>,
}
impl ::prost::Name for PutRequest {
    const NAME: &'static str = "PutRequest";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.PutRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.PutRequest".into()
    }
}
/// The answer to Put.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct PutResponse {
    /// The document as it was written.
    #[prost(message, optional, tag = "1")]
    pub state: ::core::option::Option<State>,
}
impl ::prost::Name for PutResponse {
    const NAME: &'static str = "PutResponse";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.PutResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.PutResponse".into()
    }
}
/// Changes parts of a document.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct PatchRequest {
    /// The kind of document.
    #[prost(enumeration = "Kind", tag = "1")]
    pub kind: i32,
    /// Its id. Players may leave out their own.
    #[prost(string, tag = "2")]
    pub id: ::prost::alloc::string::String,
    /// The merge patch: members replace those of the document, objects are merged, null removes.
    #[prost(message, optional, tag = "3")]
    pub patch: ::core::option::Option<::prost_types::Struct>,
    /// What must be stored for the write to take place; left out: whatever is there.
    #[prost(message, optional, tag = "4")]
    pub expected_version: ::core::option::Option<super::super::common::v1::ExpectedVersion>,
    /// How long the document stays from now. Left out: as it was.
    #[prost(message, optional, tag = "5")]
    pub ttl: ::core::option::Option<::prost_types::Duration>,
    /// Creates the document out of the patch if there is none.
    #[prost(bool, tag = "6")]
    pub allow_missing: bool,
}
impl ::prost::Name for PatchRequest {
    const NAME: &'static str = "PatchRequest";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.PatchRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.PatchRequest".into()
    }
}
/// The answer to Patch.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct PatchResponse {
    /// The document as it was written.
    #[prost(message, optional, tag = "1")]
    pub state: ::core::option::Option<State>,
}
impl ::prost::Name for PatchResponse {
    const NAME: &'static str = "PatchResponse";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.PatchResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.PatchResponse".into()
    }
}
/// Deletes a document.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DeleteRequest {
    /// The kind of document.
    #[prost(enumeration = "Kind", tag = "1")]
    pub kind: i32,
    /// Its id. Players may leave out their own.
    #[prost(string, tag = "2")]
    pub id: ::prost::alloc::string::String,
    /// What must be stored for the deletion to take place; left out: whatever is there.
    #[prost(message, optional, tag = "3")]
    pub expected_version: ::core::option::Option<super::super::common::v1::ExpectedVersion>,
    /// Makes deleting a document that does not exist a success.
    #[prost(bool, tag = "4")]
    pub allow_missing: bool,
    /// Erases the earlier versions at once.
    #[prost(bool, tag = "5")]
    pub erase_history: bool,
}
impl ::prost::Name for DeleteRequest {
    const NAME: &'static str = "DeleteRequest";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.DeleteRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.DeleteRequest".into()
    }
}
/// The answer to Delete.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DeleteResponse {
    /// The version of the deletion; 0 when there was nothing to delete.
    #[prost(uint64, tag = "1")]
    pub version: u64,
}
impl ::prost::Name for DeleteResponse {
    const NAME: &'static str = "DeleteResponse";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.DeleteResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.DeleteResponse".into()
    }
}
/// Asks for the documents of a kind.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListRequest {
    /// The kind of document.
    #[prost(enumeration = "Kind", tag = "1")]
    pub kind: i32,
    /// The most documents in the answer, from 1 to 500; 0 is 50. A page may hold fewer, also when more follow.
    #[prost(int32, tag = "2")]
    pub page_size: i32,
    /// Where to go on: `next_page_token` of the answer before.
    #[prost(string, tag = "3")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListRequest {
    const NAME: &'static str = "ListRequest";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.ListRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.ListRequest".into()
    }
}
/// The answer to List.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListResponse {
    /// The documents, ordered by id.
    #[prost(message, repeated, tag = "1")]
    pub states: ::prost::alloc::vec::Vec<State>,
    /// Where the next page begins; empty after the last one.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListResponse {
    const NAME: &'static str = "ListResponse";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.ListResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.ListResponse".into()
    }
}
/// Asks for the versions of a document.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct HistoryRequest {
    /// The kind of document.
    #[prost(enumeration = "Kind", tag = "1")]
    pub kind: i32,
    /// Its id. Players may leave out their own.
    #[prost(string, tag = "2")]
    pub id: ::prost::alloc::string::String,
    /// The most versions in the answer, from 1 to 100; 0 is 20. A page may hold fewer, also when more follow.
    #[prost(int32, tag = "3")]
    pub page_size: i32,
    /// Where to go on: `next_page_token` of the answer before.
    #[prost(string, tag = "4")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for HistoryRequest {
    const NAME: &'static str = "HistoryRequest";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.HistoryRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.HistoryRequest".into()
    }
}
/// The answer to History.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct HistoryResponse {
    /// The versions, newest first.
    #[prost(message, repeated, tag = "1")]
    pub versions: ::prost::alloc::vec::Vec<State>,
    /// Where the next page begins; empty after the last one.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for HistoryResponse {
    const NAME: &'static str = "HistoryResponse";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.HistoryResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.HistoryResponse".into()
    }
}
/// Asks for the changes of one document or of all documents of a kind.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct WatchRequest {
    /// The kind of document.
    #[prost(enumeration = "Kind", tag = "1")]
    pub kind: i32,
    /// One document's id. Left out: all documents of the kind, which for players means entities only.
    #[prost(string, tag = "2")]
    pub id: ::prost::alloc::string::String,
    /// Goes on after the change that carried this token, without the current states. A document that changed more than
    /// once since then is sent at least with its last version.
    #[prost(string, tag = "3")]
    pub resume_token: ::prost::alloc::string::String,
}
impl ::prost::Name for WatchRequest {
    const NAME: &'static str = "WatchRequest";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.WatchRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.WatchRequest".into()
    }
}
/// One message of Watch.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct WatchResponse {
    /// Resumes a watch after this message.
    #[prost(string, tag = "3")]
    pub resume_token: ::prost::alloc::string::String,
    /// Exactly one of these.
    #[prost(oneof = "watch_response::Event", tags = "1, 2")]
    pub event: ::core::option::Option<watch_response::Event>,
}
/// Nested message and enum types in `WatchResponse`.
pub mod watch_response {
    /// Exactly one of these.
    #[derive(Clone, PartialEq, ::prost::Oneof)]
    pub enum Event {
        /// A document's current state or its next version, which may be a deletion.
        #[prost(message, tag = "1")]
        State(super::State),
        /// All current states have been sent: what follows are changes. Not sent when the watch was resumed.
        #[prost(message, tag = "2")]
        Ready(super::WatchReady),
    }
}
impl ::prost::Name for WatchResponse {
    const NAME: &'static str = "WatchResponse";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.WatchResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.WatchResponse".into()
    }
}
/// Says that all current states have been sent.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct WatchReady {}
impl ::prost::Name for WatchReady {
    const NAME: &'static str = "WatchReady";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.WatchReady".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.WatchReady".into()
    }
}
/// Writes several documents together.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct TransactRequest {
    /// The writes: 1 to 100, each of another document. An empty patch with an expected version makes the whole
    /// transaction depend on a document that it does not change otherwise.
    #[prost(message, repeated, tag = "1")]
    pub operations: ::prost::alloc::vec::Vec<Operation>,
}
impl ::prost::Name for TransactRequest {
    const NAME: &'static str = "TransactRequest";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.TransactRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.TransactRequest".into()
    }
}
/// One write of a transaction.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Operation {
    /// Exactly one of these.
    #[prost(oneof = "operation::Operation", tags = "1, 2, 3")]
    pub operation: ::core::option::Option<operation::Operation>,
}
/// Nested message and enum types in `Operation`.
pub mod operation {
    /// Exactly one of these.
    #[derive(Clone, PartialEq, ::prost::Oneof)]
    pub enum Operation {
        /// Writes a whole document.
        #[prost(message, tag = "1")]
        Put(super::PutRequest),
        /// Changes a document.
        #[prost(message, tag = "2")]
        Patch(super::PatchRequest),
        /// Deletes a document.
        #[prost(message, tag = "3")]
        Delete(super::DeleteRequest),
    }
}
impl ::prost::Name for Operation {
    const NAME: &'static str = "Operation";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.Operation".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.Operation".into()
    }
}
/// The answer to Transact.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct TransactResponse {
    /// The versions that were written, in the order of the operations. The version is 0 for a deletion that found nothing
    /// to delete.
    #[prost(message, repeated, tag = "1")]
    pub written: ::prost::alloc::vec::Vec<DocumentVersion>,
}
impl ::prost::Name for TransactResponse {
    const NAME: &'static str = "TransactResponse";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.TransactResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.TransactResponse".into()
    }
}
/// A player's document was written.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct PlayerUpdated {
    /// Whose document.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// Its version now.
    #[prost(uint64, tag = "2")]
    pub version: u64,
    /// The version before, which is a deletion's when the document was created again; 0 when there was none.
    #[prost(uint64, tag = "3")]
    pub previous_version: u64,
    /// When it was written.
    #[prost(message, optional, tag = "4")]
    pub update_time: ::core::option::Option<::prost_types::Timestamp>,
    /// Whether the document did not exist before.
    #[prost(bool, tag = "5")]
    pub created: bool,
}
impl ::prost::Name for PlayerUpdated {
    const NAME: &'static str = "PlayerUpdated";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.PlayerUpdated".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.PlayerUpdated".into()
    }
}
/// A player's document was deleted, or its time to live ended.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct PlayerDeleted {
    /// Whose document.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The version of the deletion.
    #[prost(uint64, tag = "2")]
    pub version: u64,
    /// The version before.
    #[prost(uint64, tag = "3")]
    pub previous_version: u64,
    /// When it was deleted.
    #[prost(message, optional, tag = "4")]
    pub delete_time: ::core::option::Option<::prost_types::Timestamp>,
    /// Whether its time to live ended.
    #[prost(bool, tag = "5")]
    pub expired: bool,
}
impl ::prost::Name for PlayerDeleted {
    const NAME: &'static str = "PlayerDeleted";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.PlayerDeleted".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.PlayerDeleted".into()
    }
}
/// An entity's document was written.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct EntityUpdated {
    /// Whose document.
    #[prost(string, tag = "1")]
    pub entity_id: ::prost::alloc::string::String,
    /// Its version now.
    #[prost(uint64, tag = "2")]
    pub version: u64,
    /// The version before, which is a deletion's when the document was created again; 0 when there was none.
    #[prost(uint64, tag = "3")]
    pub previous_version: u64,
    /// When it was written.
    #[prost(message, optional, tag = "4")]
    pub update_time: ::core::option::Option<::prost_types::Timestamp>,
    /// Whether the document did not exist before.
    #[prost(bool, tag = "5")]
    pub created: bool,
}
impl ::prost::Name for EntityUpdated {
    const NAME: &'static str = "EntityUpdated";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.EntityUpdated".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.EntityUpdated".into()
    }
}
/// An entity's document was deleted, or its time to live ended.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct EntityDeleted {
    /// Whose document.
    #[prost(string, tag = "1")]
    pub entity_id: ::prost::alloc::string::String,
    /// The version of the deletion.
    #[prost(uint64, tag = "2")]
    pub version: u64,
    /// The version before.
    #[prost(uint64, tag = "3")]
    pub previous_version: u64,
    /// When it was deleted.
    #[prost(message, optional, tag = "4")]
    pub delete_time: ::core::option::Option<::prost_types::Timestamp>,
    /// Whether its time to live ended.
    #[prost(bool, tag = "5")]
    pub expired: bool,
}
impl ::prost::Name for EntityDeleted {
    const NAME: &'static str = "EntityDeleted";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.EntityDeleted".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.EntityDeleted".into()
    }
}
/// A document's time to live has ended, or the history of a deleted one has been kept long enough. The service sets
/// this timer for itself.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DocumentDue {
    /// The kind of document.
    #[prost(enumeration = "Kind", tag = "1")]
    pub kind: i32,
    /// Its id.
    #[prost(string, tag = "2")]
    pub id: ::prost::alloc::string::String,
}
impl ::prost::Name for DocumentDue {
    const NAME: &'static str = "DocumentDue";
    const PACKAGE: &'static str = "realmwire.state_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.state_manager.v1.DocumentDue".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.state_manager.v1.DocumentDue".into()
    }
}
/// The kinds of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Kind {
    /// Not said.
    Unspecified = 0,
    /// A player's document; its id is the player's.
    Player = 1,
    /// Any other document.
    Entity = 2,
}
impl Kind {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "KIND_UNSPECIFIED",
            Self::Player => "KIND_PLAYER",
            Self::Entity => "KIND_ENTITY",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "KIND_UNSPECIFIED" => Some(Self::Unspecified),
            "KIND_PLAYER" => Some(Self::Player),
            "KIND_ENTITY" => Some(Self::Entity),
            _ => None,
        }
    }
}
/// The service `state-manager`.
pub static SERVICE: crate::ServiceSpec = crate::ServiceSpec {
    name: "state-manager",
    version: "v1",
    full_name: "realmwire.state_manager.v1.StateManager",
    description: "Keeps one JSON-like document for each player and each entity, with a version that counts its writes",
    methods: &[&GET, &BATCH_GET, &PUT, &PATCH, &DELETE, &LIST, &HISTORY, &WATCH, &TRANSACT],
    events: &[&PLAYER_UPDATED, &PLAYER_DELETED, &ENTITY_UPDATED, &ENTITY_DELETED, &DOCUMENT_DUE],
    calls: &[],
    consumes: &[],
};

/// The method `StateManager/Get`.
pub static GET: crate::MethodSpec = crate::MethodSpec {
    service: "state-manager",
    name: "Get",
    full_name: "realmwire.state_manager.v1.StateManager/Get",
    subject: "svc.state-manager.v1.Get",
    input: "realmwire.state_manager.v1.GetRequest",
    output: "realmwire.state_manager.v1.GetResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: true,
    rate_class: "read",
};

/// The method `StateManager/BatchGet`.
pub static BATCH_GET: crate::MethodSpec = crate::MethodSpec {
    service: "state-manager",
    name: "BatchGet",
    full_name: "realmwire.state_manager.v1.StateManager/BatchGet",
    subject: "svc.state-manager.v1.BatchGet",
    input: "realmwire.state_manager.v1.BatchGetRequest",
    output: "realmwire.state_manager.v1.BatchGetResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `StateManager/Put`.
pub static PUT: crate::MethodSpec = crate::MethodSpec {
    service: "state-manager",
    name: "Put",
    full_name: "realmwire.state_manager.v1.StateManager/Put",
    subject: "svc.state-manager.v1.Put",
    input: "realmwire.state_manager.v1.PutRequest",
    output: "realmwire.state_manager.v1.PutResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `StateManager/Patch`.
pub static PATCH: crate::MethodSpec = crate::MethodSpec {
    service: "state-manager",
    name: "Patch",
    full_name: "realmwire.state_manager.v1.StateManager/Patch",
    subject: "svc.state-manager.v1.Patch",
    input: "realmwire.state_manager.v1.PatchRequest",
    output: "realmwire.state_manager.v1.PatchResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `StateManager/Delete`.
pub static DELETE: crate::MethodSpec = crate::MethodSpec {
    service: "state-manager",
    name: "Delete",
    full_name: "realmwire.state_manager.v1.StateManager/Delete",
    subject: "svc.state-manager.v1.Delete",
    input: "realmwire.state_manager.v1.DeleteRequest",
    output: "realmwire.state_manager.v1.DeleteResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `StateManager/List`.
pub static LIST: crate::MethodSpec = crate::MethodSpec {
    service: "state-manager",
    name: "List",
    full_name: "realmwire.state_manager.v1.StateManager/List",
    subject: "svc.state-manager.v1.List",
    input: "realmwire.state_manager.v1.ListRequest",
    output: "realmwire.state_manager.v1.ListResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `StateManager/History`.
pub static HISTORY: crate::MethodSpec = crate::MethodSpec {
    service: "state-manager",
    name: "History",
    full_name: "realmwire.state_manager.v1.StateManager/History",
    subject: "svc.state-manager.v1.History",
    input: "realmwire.state_manager.v1.HistoryRequest",
    output: "realmwire.state_manager.v1.HistoryResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `StateManager/Watch`.
pub static WATCH: crate::MethodSpec = crate::MethodSpec {
    service: "state-manager",
    name: "Watch",
    full_name: "realmwire.state_manager.v1.StateManager/Watch",
    subject: "svc.state-manager.v1.Watch",
    input: "realmwire.state_manager.v1.WatchRequest",
    output: "realmwire.state_manager.v1.WatchResponse",
    kind: crate::MethodKind::ServerStream,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `StateManager/Transact`.
pub static TRANSACT: crate::MethodSpec = crate::MethodSpec {
    service: "state-manager",
    name: "Transact",
    full_name: "realmwire.state_manager.v1.StateManager/Transact",
    subject: "svc.state-manager.v1.Transact",
    input: "realmwire.state_manager.v1.TransactRequest",
    output: "realmwire.state_manager.v1.TransactResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The event `player.updated`.
pub static PLAYER_UPDATED: crate::EventSpec = crate::EventSpec {
    service: "state-manager",
    name: "player.updated",
    subject: "evt.state-manager.player.updated.v1",
    message: "realmwire.state_manager.v1.PlayerUpdated",
    audience: crate::Audience::Owner,
};

impl crate::Event for PlayerUpdated {
    const SPEC: &'static crate::EventSpec = &PLAYER_UPDATED;

    fn key(&self) -> &str {
        &self.player_id
    }
}

/// The event `player.deleted`.
pub static PLAYER_DELETED: crate::EventSpec = crate::EventSpec {
    service: "state-manager",
    name: "player.deleted",
    subject: "evt.state-manager.player.deleted.v1",
    message: "realmwire.state_manager.v1.PlayerDeleted",
    audience: crate::Audience::Owner,
};

impl crate::Event for PlayerDeleted {
    const SPEC: &'static crate::EventSpec = &PLAYER_DELETED;

    fn key(&self) -> &str {
        &self.player_id
    }
}

/// The event `entity.updated`.
pub static ENTITY_UPDATED: crate::EventSpec = crate::EventSpec {
    service: "state-manager",
    name: "entity.updated",
    subject: "evt.state-manager.entity.updated.v1",
    message: "realmwire.state_manager.v1.EntityUpdated",
    audience: crate::Audience::Everyone,
};

impl crate::Event for EntityUpdated {
    const SPEC: &'static crate::EventSpec = &ENTITY_UPDATED;

    fn key(&self) -> &str {
        &self.entity_id
    }
}

/// The event `entity.deleted`.
pub static ENTITY_DELETED: crate::EventSpec = crate::EventSpec {
    service: "state-manager",
    name: "entity.deleted",
    subject: "evt.state-manager.entity.deleted.v1",
    message: "realmwire.state_manager.v1.EntityDeleted",
    audience: crate::Audience::Everyone,
};

impl crate::Event for EntityDeleted {
    const SPEC: &'static crate::EventSpec = &ENTITY_DELETED;

    fn key(&self) -> &str {
        &self.entity_id
    }
}

/// The event `document.due`.
pub static DOCUMENT_DUE: crate::EventSpec = crate::EventSpec {
    service: "state-manager",
    name: "document.due",
    subject: "evt.state-manager.document.due.v1",
    message: "realmwire.state_manager.v1.DocumentDue",
    audience: crate::Audience::Services,
};

impl crate::Event for DocumentDue {
    const SPEC: &'static crate::EventSpec = &DOCUMENT_DUE;

    fn key(&self) -> &str {
        &self.id
    }
}
