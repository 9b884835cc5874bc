//! The service alone, on the embedded fabric and, where two instances meet, over NATS too, with a clock that stands still
//! until a test moves it.

mod access;
mod content;
mod instances;
mod metrics;
mod modes;
mod steering;

use realmwire_api::performance_mode::PerformanceModeClient;
use realmwire_contract::Event;
use realmwire_contract::performance_mode::v1::{
    AdjustModeRequest, Budget, FrameSample, GetModeRequest, Locks, Mode, ModeState, ReportMetricsRequest,
    ReportMetricsResponse, SetBudgetRequest,
};
use realmwire_sdk::service::Running;
use realmwire_sdk::status::{Code, Status};
use realmwire_sdk::testing::{TestHost, refused};

/// The service on a host, and a client that calls it as a service.
struct World {
    host: TestHost,
    client: PerformanceModeClient,
    running: Running,
}

impl World {
    async fn new() -> Self {
        Self::on(TestHost::new().await, "").await
    }

    async fn on(host: TestHost, config: &str) -> Self {
        let running = host.start_with(crate::SPEC, config, crate::start).await;
        Self { client: PerformanceModeClient::new(host.channel()), host, running }
    }

    /// A second instance over the same state.
    async fn sibling(&self) -> Self {
        Self::on(self.host.sibling().await, "").await
    }

    async fn mode(&self) -> ModeState {
        let request = GetModeRequest { player_id: "p1".to_owned(), device_id: "pc".to_owned() };
        self.client.get_mode(request).await.unwrap().mode.unwrap()
    }

    /// Reports so many frames that follow those before, each of this time on the graphics processor.
    async fn report(&self, first: u64, count: u64, frame_ms: f64) -> ReportMetricsResponse {
        self.client.report_metrics(report(first, count, frame_ms)).await.unwrap()
    }

    async fn adjust(&self, mode: Mode, locks: Locks) -> ModeState {
        self.client.adjust_mode(adjust(mode, locks)).await.unwrap().mode.unwrap()
    }

    async fn set_budget(&self, budget: Budget) -> Result<ModeState, Status> {
        let request = SetBudgetRequest { budget: Some(budget), ..set_budget() };
        Ok(self.client.set_budget(request).await?.mode.unwrap())
    }

    async fn events<E: Event>(&self) -> Vec<E> {
        self.host.events::<E>().await.into_iter().map(|incoming| incoming.event).collect()
    }
}

fn sample(frame: u64, frame_time_ms: f64) -> FrameSample {
    FrameSample { frame, frame_time_ms, cpu_time_ms: Some(5.0), gpu_time_ms: Some(frame_time_ms) }
}

fn report(first: u64, count: u64, frame_ms: f64) -> ReportMetricsRequest {
    ReportMetricsRequest {
        player_id: "p1".to_owned(),
        device_id: "pc".to_owned(),
        samples: (first..first + count).map(|frame| sample(frame, frame_ms)).collect(),
        ..ReportMetricsRequest::default()
    }
}

fn adjust(mode: Mode, locks: Locks) -> AdjustModeRequest {
    AdjustModeRequest {
        player_id: "p1".to_owned(),
        device_id: "pc".to_owned(),
        mode: mode.into(),
        locks: Some(locks),
        ..AdjustModeRequest::default()
    }
}

fn set_budget() -> SetBudgetRequest {
    SetBudgetRequest { player_id: "p1".to_owned(), device_id: "pc".to_owned(), ..SetBudgetRequest::default() }
}

/// The fields that a request was refused for.
#[track_caller]
fn refused_fields<T: std::fmt::Debug>(result: Result<T, Status>) -> Vec<String> {
    let status = refused(result, Code::InvalidArgument);
    status.field_violations().into_iter().map(|violation| violation.field).collect()
}
