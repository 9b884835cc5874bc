//! How much of a raw `async-nats` request's throughput the bus keeps, both measured in the same run against the same
//! server and the same responder: 250-byte bodies, several requests in flight.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::error::Error;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt;
use realmwire_fabric::bus::{Bus, Message};
use realmwire_fabric::nats::NatsConfig;
use realmwire_fabric::nats::bus::NatsBus;
use realmwire_test_kit::NatsServer;
use tokio::time::Instant;

const BODY_BYTES: usize = 250;
const ROUND: Duration = Duration::from_secs(2);
const ROUNDS: usize = 5;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = NatsServer::start().await?;
    let responder = async_nats::connect(server.url()).await?;
    let mut requests = responder.subscribe("echo").await?;
    tokio::spawn(async move {
        while let Some(request) = requests.next().await {
            let Some(reply) = request.reply else { continue };
            if responder.publish(reply, request.payload).await.is_err() {
                return;
            }
        }
    });
    let raw = async_nats::ConnectOptions::new().client_capacity(16 * 1024).connect(server.url()).await?;
    let bus = Arc::new(NatsBus::connect(&NatsConfig::new(vec![server.url()], "bench", "one")).await?);

    let body = Bytes::from(vec![7; BODY_BYTES]);
    for in_flight in [1, 64] {
        let (mut raw_rates, mut bus_rates) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let (client, payload) = (raw.clone(), body.clone());
            let request = move || {
                let (client, payload) = (client.clone(), payload.clone());
                async move { client.request("echo", payload).await.is_ok() }
            };
            raw_rates.push(rate(in_flight, request).await);
            let (client, payload) = (Arc::clone(&bus), body.clone());
            let request = move || {
                let (client, payload) = (Arc::clone(&client), payload.clone());
                async move {
                    let deadline = Instant::now() + Duration::from_secs(10);
                    client.request(Message::new("echo", payload), deadline).await.is_ok()
                }
            };
            bus_rates.push(rate(in_flight, request).await);
        }
        let (raw_rate, bus_rate) = (median(&mut raw_rates), median(&mut bus_rates));
        println!("{in_flight:>3} in flight: raw {raw_rate:>8.0}/s, bus {bus_rate:>8.0}/s, {:.2}", bus_rate / raw_rate);
    }
    Ok(())
}

/// Answered requests a second, with `in_flight` of them under way all the time.
async fn rate<F: Future<Output = bool> + Send>(
    in_flight: usize,
    request: impl Fn() -> F + Clone + Send + 'static,
) -> f64 {
    let started = Instant::now();
    let workers = (0..in_flight).map(|_| {
        let request = request.clone();
        tokio::spawn(async move {
            let mut answered = 0_u32;
            while started.elapsed() < ROUND {
                answered += u32::from(request().await);
            }
            answered
        })
    });
    let answered = futures::future::join_all(workers.collect::<Vec<_>>()).await;
    let total: u32 = answered.into_iter().filter_map(Result::ok).sum();
    f64::from(total) / started.elapsed().as_secs_f64()
}

fn median(rates: &mut [f64]) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}
