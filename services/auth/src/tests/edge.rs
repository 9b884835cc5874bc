//! What a gateway knows, and how soon.

use std::sync::Arc;
use std::time::Duration;

use realmwire_contract::auth::v1 as wire;
use realmwire_sdk::edge::Edge;
use realmwire_sdk::identity::Principal;
use realmwire_sdk::limits::class;
use realmwire_sdk::service::Shutdown;
use realmwire_sdk::testing::eventually;
use realmwire_sdk::token::{TokenError, Verifier, VerifierConfig};

use super::{Bench, DEVICE};

/// A gateway as far as auth is concerned.
struct Gateway {
    edge: Edge,
    verifier: Verifier,
    shutdown: Shutdown,
    task: tokio::task::JoinHandle<()>,
}

impl Gateway {
    /// A gateway beside `bench` that knows what is in force.
    async fn beside(bench: &Bench) -> Self {
        let edge = Edge::default();
        let host = bench.host.process().host().clone();
        let verifier = edge.verifier(&host, VerifierConfig::default());
        let (shutdown, channel) = (Shutdown::default(), bench.host.channel().clone());
        let (following, until) = (edge.clone(), shutdown.clone());
        let task = tokio::spawn(async move { following.follow(&channel, &host, &until).await });
        eventually("the edge is ready", async || edge.is_ready().then_some(())).await;
        Self { edge, verifier, shutdown, task }
    }

    fn verify(&self, tokens: &wire::Tokens) -> Result<(), TokenError> {
        self.verifier.verify(&tokens.access_token).map(drop)
    }

    async fn refuses(&self, tokens: &wire::Tokens, error: TokenError) {
        eventually("the token is refused", async || (self.verify(tokens) == Err(error)).then_some(())).await;
    }

    async fn stop(self) {
        self.shutdown.request();
        self.task.await.unwrap();
    }
}

fn ban(player_id: &str) -> wire::BanRequest {
    wire::BanRequest { player_id: player_id.to_owned(), reason: "cheating".to_owned(), duration: None }
}

#[tokio::test]
async fn a_gateway_verifies_alone_and_hears_of_each_session_that_ends() {
    let bench = Bench::new().await;
    let gateway = Gateway::beside(&bench).await;
    let (session, tokens) = bench.device(DEVICE).await;
    let (_, other) = bench.device(DEVICE).await;
    let claims = gateway.verifier.verify(&tokens.access_token).unwrap();
    assert_eq!(claims.principal(), super::of_session(&session));

    let request = wire::RevokeSessionRequest { subject: session.subject.clone(), session_id: session.session_id };
    bench.client.revoke_session(request).await.unwrap();
    gateway.refuses(&tokens, TokenError::Revoked).await;
    assert_eq!(gateway.verify(&other), Ok(()));
    bench.client.ban(ban(&session.subject)).await.unwrap();
    gateway.refuses(&other, TokenError::Revoked).await;
    gateway.stop().await;
}

#[tokio::test]
async fn a_gateway_that_starts_later_knows_what_ended_before() {
    let bench = Bench::new().await;
    let (session, tokens) = bench.device(DEVICE).await;
    bench.client.ban(ban(&session.subject)).await.unwrap();
    let gateway = Gateway::beside(&bench).await;
    assert_eq!(gateway.verify(&tokens), Err(TokenError::Revoked));
    // Nothing is remembered for longer than the token lasts.
    bench.host.clock().advance(Duration::from_mins(18));
    eventually("the revocation is forgotten", async || {
        let later = Gateway::beside(&bench).await;
        let forgotten =
            later.edge.behind(bench.host.process().host().now()).is_some() && later.verifier.trust().revocations() == 0;
        later.stop().await;
        forgotten.then_some(())
    })
    .await;
    assert_eq!(gateway.verify(&tokens), Err(TokenError::Expired));
    gateway.stop().await;
}

#[tokio::test]
async fn a_gateway_goes_on_while_auth_is_gone_and_catches_up() {
    let bench = Bench::new().await;
    let gateway = Gateway::beside(&bench).await;
    let (session, tokens) = bench.device(DEVICE).await;
    let Bench { host, running, .. } = bench;
    running.drain(Duration::from_secs(10)).await;
    eventually("the cut is noticed", async || {
        gateway.edge.behind(host.process().host().now() + Duration::from_secs(1)).filter(|behind| !behind.is_zero())
    })
    .await;
    assert_eq!(gateway.verify(&tokens), Ok(()));

    let bench = Bench::on(host, "").await;
    bench.client.ban(ban(&session.subject)).await.unwrap();
    gateway.refuses(&tokens, TokenError::Revoked).await;
    gateway.stop().await;
}

#[tokio::test]
async fn keys_that_are_distrusted_end_every_access_token_and_no_session() {
    let bench = Bench::new().await;
    let gateway = Gateway::beside(&bench).await;
    let (_, tokens) = bench.device(DEVICE).await;
    let before = bench.client.get_keys(wire::GetKeysRequest {}).await.unwrap().keys;
    let after = bench.client.rotate_keys(wire::RotateKeysRequest { distrust: true }).await.unwrap().keys;
    assert_eq!((before.len(), after.len()), (1, 1));
    assert_ne!(before, after);
    gateway.refuses(&tokens, TokenError::UnknownKey).await;
    let renewed = eventually("tokens are signed with the new key", async || {
        let renewed = bench.client.refresh_session(super::refresh(&tokens)).await.ok()?.tokens?;
        gateway.verify(&renewed).ok().map(|()| renewed)
    })
    .await;
    assert!(bench.validate(&renewed).await.is_ok());
    gateway.stop().await;
}

#[tokio::test]
async fn gateways_go_by_new_limits() {
    let bench = Bench::new().await;
    let gateway = Gateway::beside(&bench).await;
    let limiter = gateway.edge.limiter(Arc::clone(&bench.host.fabric().cache));
    let player = Principal::player("p1");
    assert_eq!(limiter.take(&player, "", class::WRITE).await.unwrap().limit.requests, 50);
    let limit = wire::Limit { rate_class: class::WRITE.to_owned(), requests: 3, period: None, burst: 0 };
    bench.client.set_limits(wire::SetLimitsRequest { limits: vec![limit] }).await.unwrap();
    eventually("the new limit is known", async || {
        (limiter.table().current().get(class::WRITE)?.requests == 3).then_some(())
    })
    .await;
    gateway.stop().await;
}
