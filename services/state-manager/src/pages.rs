//! Pages of documents: as many as were asked for, and no more bytes than an answer may have.

use prost::Message;
use realmwire_contract::state_manager::v1;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Key, PageRequest, Store, Stored};

use crate::state::Document;

/// What is asked for.
pub(crate) struct PageQuery<'a> {
    pub(crate) prefix: Key,
    pub(crate) page_size: i32,
    pub(crate) page_token: &'a str,
    pub(crate) size_default: usize,
    pub(crate) size_max: usize,
    pub(crate) bytes_max: usize,
}

/// Reads of the journal for one page at most. Where most documents are not shown, a page ends early.
const READS_MAX: usize = 10;

/// The documents under a prefix for which `show` gives something, and the token of the next page.
pub(crate) async fn read(
    store: &Store,
    query: &PageQuery<'_>,
    show: impl Fn(Stored<Document>) -> Option<v1::State>,
) -> Result<(Vec<v1::State>, String), Status> {
    let asked = PageRequest::parse(query.page_size, query.page_token, query.size_default, query.size_max)?;
    let mut states: Vec<v1::State> = Vec::new();
    let mut bytes = 0;
    let mut begin = query.page_token.to_owned();
    for _ in 0..READS_MAX {
        let missing = i32::try_from(asked.size() - states.len()).unwrap_or(i32::MAX);
        let request = PageRequest::parse(missing, &begin, query.size_default, query.size_max)?;
        let page = store.list::<Document>(&query.prefix, &request).await?;
        for stored in page.items {
            let key = stored.key.clone();
            if let Some(state) = show(stored) {
                bytes += state.encoded_len();
                if bytes > query.bytes_max && !states.is_empty() {
                    return Ok((states, begin));
                }
                states.push(state);
            }
            begin = PageRequest::token_after(&query.prefix, &key);
        }
        begin = page.next_page_token;
        if begin.is_empty() || states.len() >= asked.size() {
            break;
        }
    }
    Ok((states, begin))
}
