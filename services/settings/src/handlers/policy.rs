//! The operation on content policies.

use realmwire_contract::settings::v1::{GetContentPolicyRequest, GetContentPolicyResponse};
use realmwire_sdk::context::Context;
use realmwire_sdk::identity::Role;
use realmwire_sdk::requests::check_id;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect};

use super::Handlers;
use crate::error::Error;
use crate::state::{SessionPolicy, session_policy_key};

impl Handlers {
    pub(super) async fn read_policy(
        &self,
        cx: &Context,
        request: GetContentPolicyRequest,
    ) -> Result<GetContentPolicyResponse, Status> {
        let session_id = session(cx, request.session_id)?;
        let player_id = request.player_id.clone();
        let policy = self.load_player(request.player_id, String::new()).await?.policy();
        let mut response = GetContentPolicyResponse { session_id, ..GetContentPolicyResponse::default() };
        if response.session_id.is_empty() {
            response.policy = Some(policy);
            return self.store.commit(cx, Changes::new(), response).await;
        }
        let key = session_policy_key(&player_id, &response.session_id);
        if let Some(stored) = self.store.load::<SessionPolicy>(&key).await? {
            response.outdated = stored.value.policy.as_ref() != Some(&policy);
            response.policy = stored.value.policy;
            response.snapshot_time = stored.value.snapshot_time;
            return self.store.commit(cx, Changes::new(), response).await;
        }
        let snapshot = SessionPolicy { policy: Some(policy), snapshot_time: Some(cx.timestamp()) };
        response.policy.clone_from(&snapshot.policy);
        response.snapshot_time = snapshot.snapshot_time;
        // When another call of the session was faster, this one finds its snapshot as it is run again.
        let ttl = Some(self.config.session_policy_ttl());
        self.store.commit(cx, Changes::new().put(key, Expect::Absent, &snapshot, ttl), response).await
    }
}

/// The session that is asked about. A player asks about its own only, for each one that is asked about is remembered.
fn session(cx: &Context, session_id: String) -> Result<String, Error> {
    let caller = cx.principal();
    let own = caller.session_id.clone().unwrap_or_default();
    if caller.role == Role::Player && session_id.is_empty() {
        return Ok(own);
    }
    if caller.role == Role::Player && session_id != own {
        return Err(Error::invalid("session_id", "is not the session of the caller"));
    }
    if !session_id.is_empty() {
        check_id("session_id", &session_id)?;
    }
    Ok(session_id)
}
