//! Telling a caller of its settings as they change.
//!
//! What holds for a player comes from three places: what it has set, the global settings, and the definitions. A watch
//! follows all three and sends the settings when any of them has another version than in the last message. The resume
//! token is these versions, so a watch that goes on sends the settings at once if anything changed meanwhile.

use std::pin::pin;

use futures::{Stream, StreamExt, stream};
use realmwire_contract::settings::v1::{WatchRequest, WatchResponse};
use realmwire_sdk::content::Content;
use realmwire_sdk::requests::check_id;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changed, Store, WatchStart};
use realmwire_sdk::stream::Sender;

use crate::error::Error;
use crate::handlers::{PlayerView, player_settings};
use crate::schema::Schema;
use crate::state::{GlobalRecord, PlayerRecord, global_prefix, player_prefix};

/// What has happened.
enum Happened {
    Player(Changed<PlayerRecord>),
    Global(Changed<GlobalRecord>),
    Schema,
}

/// What is known.
#[derive(Default)]
struct Known {
    player: Option<PlayerRecord>,
    global: Option<GlobalRecord>,
    has_player: bool,
    has_global: bool,
}

/// Sends a player's settings, and again whenever they change.
pub(crate) async fn run(
    store: &Store,
    schema: &Content<Schema>,
    request: &WatchRequest,
    out: &Sender<WatchResponse>,
) -> Result<(), Status> {
    check_id("player_id", &request.player_id)?;
    if !request.device_id.is_empty() {
        check_id("device_id", &request.device_id)?;
    }
    check_token(&request.resume_token)?;
    let player = store.watch::<PlayerRecord>(&player_prefix(&request.player_id), WatchStart::Current).await?;
    let global = store.watch::<GlobalRecord>(&global_prefix(), WatchStart::Current).await?;
    let player = ending(player.map(|change| change.map(Happened::Player)));
    let global = ending(global.map(|change| change.map(Happened::Global)));
    let all = stream::select(stream::select(player, global), schema_changes(schema).map(Some));
    let mut happened = pin!(all);
    out.open()?;
    let (mut known, mut sent) = (Known::default(), request.resume_token.clone());
    // With one of its sources, the watch is over.
    while let Some(Some(what)) = happened.next().await {
        known.learn(what?);
        let schema = schema.current();
        let token = known.token(&schema);
        if !known.is_complete() || token == sent {
            continue;
        }
        let view = PlayerView {
            player_id: &request.player_id,
            device_id: &request.device_id,
            player: known.player.as_ref(),
            global: known.global.as_ref(),
        };
        let settings = Some(player_settings(&schema, &view, &[]));
        sent.clone_from(&token);
        out.send(WatchResponse { settings, resume_token: token }).await?;
    }
    Ok(())
}

impl Known {
    fn learn(&mut self, happened: Happened) {
        match happened {
            Happened::Player(Changed::Put(stored)) => self.player = Some(stored.value),
            Happened::Player(Changed::Current) => self.has_player = true,
            Happened::Global(Changed::Put(stored)) => self.global = Some(stored.value),
            Happened::Global(Changed::Current) => self.has_global = true,
            // The records are never deleted.
            Happened::Player(Changed::Delete { .. }) | Happened::Global(Changed::Delete { .. }) | Happened::Schema => {}
        }
    }

    fn is_complete(&self) -> bool {
        self.has_player && self.has_global
    }

    fn token(&self, schema: &Schema) -> String {
        let player = self.player.as_ref().map_or(0, |record| record.version);
        let global = self.global.as_ref().map_or(0, |record| record.version);
        format!("{player}.{global}.{}", schema.version)
    }
}

fn check_token(token: &str) -> Result<(), Error> {
    let is_token = match token.split('.').collect::<Vec<_>>()[..] {
        [""] => true,
        [player, global, schema] => {
            player.parse::<u64>().is_ok() && global.parse::<u64>().is_ok() && schema.len() == 16
        }
        _ => false,
    };
    if is_token { Ok(()) } else { Err(Error::invalid("resume_token", "is not a token of a watch")) }
}

/// The items, and `None` after the last one.
fn ending<T>(items: impl Stream<Item = T>) -> impl Stream<Item = Option<T>> {
    items.map(Some).chain(stream::iter([None]))
}

/// An item whenever other definitions were loaded.
fn schema_changes(schema: &Content<Schema>) -> impl Stream<Item = Result<Happened, Status>> + use<> {
    stream::unfold(schema.subscribe(), |mut changes| async move {
        changes.changed().await.ok()?;
        Some((Ok(Happened::Schema), changes))
    })
}
