//! Taking measurements: the controller looks at them, budgets are held against them, and they are kept for windows.

use std::time::Duration;

use realmwire_contract::performance_mode::v1::{
    Budget, BudgetBreached, BudgetKind, ChangeReason, Mode, ReportMetricsRequest, ReportMetricsResponse,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, Stored};

use super::present::mode_state;
use super::{Devices, Loaded, bucket_number};
use crate::budget::{self, Measured};
use crate::controller::{Goal, Heat, Knobs, Level, Observed, Point, Reason, Sample, observe, step};
use crate::error::Error;
use crate::presets::Presets;
use crate::requests;
use crate::state::{BucketRecord, DeviceRecord, bucket_key};

/// How long measurements are kept: a little longer than the longest window.
const BUCKET_TTL: Duration = Duration::from_secs(1000);
/// Frames that must have been observed before their times are held against a budget.
const OBSERVED_LEAST: usize = 30;
/// The longest name of a run.
const RUN_CHARACTERS_MAX: usize = 128;

/// A report that was checked.
struct Report {
    samples: Vec<Sample>,
    memory_mb: Option<f64>,
    heat: Heat,
    /// Whether the frames were drawn with the present quality.
    is_present: bool,
}

impl Devices {
    pub(super) async fn report(
        &self,
        cx: &Context,
        request: ReportMetricsRequest,
    ) -> Result<ReportMetricsResponse, Status> {
        let loaded = self.load(request.player_id.clone(), request.device_id.clone()).await?;
        let mut next = loaded.record.clone();
        begin_run(&mut next, &request.run_id)?;
        let report = check(&request, &next)?;
        next.last_frame = request.samples.last().map(|sample| sample.frame);
        let presets = self.presets.current();
        let budget = next.budget.unwrap_or_default();
        let goal = self.goal(&next, &presets, &budget);
        let reason = control(&mut next, &report, &goal);
        if let Some(reason) = reason {
            next.version += 1;
            next.change_time = Some(cx.timestamp());
            next.set_reason(reason);
        }
        let patience_us = if budget.strict { 0 } else { u64::from(self.config.breach_ms) * 1000 };
        let observed = next.observed.clone().unwrap_or_default();
        let measured = measured(&observed, &report, &budget);
        let breached = budget::watch(&mut next.breaches, &measured, observed.played_us, patience_us);
        let mut changes =
            self.put(&loaded, &next).await?.and(self.bucket(cx, &loaded, &request, &report, &goal).await?);
        if reason.is_some() {
            changes = changes.event(&loaded.mode_changed(&next));
        }
        for breach in breached {
            changes = changes.event(&breach_event(cx, &loaded, breach, budget.strict));
        }
        let mode = Some(mode_state(&loaded, &next, &presets));
        self.store.commit(cx, changes, ReportMetricsResponse { mode, changed: reason.is_some() }).await
    }

    fn goal(&self, record: &DeviceRecord, presets: &Presets, budget: &Budget) -> Goal {
        let knobs = Knobs {
            resolution_min: self.config.resolution_percent_min,
            resolution_locked: record.locked_resolution.is_some(),
            level_locked: record.locked_preset() != Mode::Unspecified,
            costs: presets.costs(),
        };
        Goal { budget_us: requests::budget_us(budget), strict: budget.strict, knobs }
    }

    /// The write of what was measured to the present ten seconds.
    async fn bucket(
        &self,
        cx: &Context,
        loaded: &Loaded,
        request: &ReportMetricsRequest,
        report: &Report,
        goal: &Goal,
    ) -> Result<Changes, Status> {
        let key = bucket_key(&loaded.player_id, &loaded.device_id, bucket_number(cx));
        let stored: Option<Stored<BucketRecord>> = self.store.load(&key).await?;
        let new = BucketRecord {
            memory_mb: report.memory_mb.unwrap_or_default(),
            thermal: request.thermal,
            ..BucketRecord::of(&report.samples, goal.budget_us)?
        };
        let (expect, bucket) = match &stored {
            None => (Expect::Absent, new),
            Some(stored) => (Expect::Revision(stored.revision), BucketRecord::merged(&[&stored.value, &new])?),
        };
        Ok(Changes::new().put(key, expect, &bucket, Some(BUCKET_TTL)))
    }
}

/// Frames of another run begin anew, and tell nothing of those before.
fn begin_run(record: &mut DeviceRecord, run_id: &str) -> Result<(), Error> {
    if run_id.chars().count() > RUN_CHARACTERS_MAX || run_id.chars().any(char::is_control) {
        let problem = format!("must have at most {RUN_CHARACTERS_MAX} characters, and no control characters");
        return Err(Error::invalid("run_id", problem));
    }
    if record.run_id != run_id {
        run_id.clone_into(&mut record.run_id);
        record.last_frame = None;
        if let Some(observed) = &mut record.observed {
            observed.restart();
            observed.raised_at_us = None;
            observed.forget_mistakes();
        }
    }
    Ok(())
}

fn check(request: &ReportMetricsRequest, record: &DeviceRecord) -> Result<Report, Error> {
    if request.mode_version > record.version {
        let problem = format!("is {}, but the mode is at version {}", request.mode_version, record.version);
        return Err(Error::invalid("mode_version", problem));
    }
    Ok(Report {
        samples: requests::samples(&request.samples, record.last_frame)?,
        memory_mb: requests::memory(request.memory_mb)?,
        heat: requests::heat(request.thermal)?,
        is_present: request.mode_version == 0 || request.mode_version == record.version,
    })
}

/// Lets the controller look at the frames; frames after a change were drawn before it.
fn control(record: &mut DeviceRecord, report: &Report, goal: &Goal) -> Option<ChangeReason> {
    let mut observed = record.observed.take().unwrap_or_default();
    let point = (record.mode() == Mode::Auto).then(|| point_of(record)).flatten();
    let mut changed = None;
    for sample in &report.samples {
        match point {
            _ if changed.is_some() || !report.is_present => observed.pass(*sample),
            Some(point) => changed = step(&mut observed, point, *sample, report.heat, goal),
            None => observe(&mut observed, *sample, goal),
        }
    }
    record.observed = Some(observed);
    let (point, reason) = changed?;
    record.resolution_percent = point.resolution;
    record.set_preset(match point.level {
        Level::Low => Mode::Low,
        Level::Medium => Mode::Medium,
        Level::High => Mode::High,
        Level::Ultra => Mode::Ultra,
    });
    Some(match reason {
        Reason::OverBudget => ChangeReason::OverBudget,
        Reason::Panic => ChangeReason::Panic,
        Reason::Heat => ChangeReason::Thermal,
        Reason::Headroom => ChangeReason::Headroom,
    })
}

fn point_of(record: &DeviceRecord) -> Option<Point> {
    let level = match record.preset() {
        Mode::Low => Level::Low,
        Mode::Medium => Level::Medium,
        Mode::High => Level::High,
        Mode::Ultra => Level::Ultra,
        Mode::Unspecified | Mode::Competitive | Mode::Auto => return None,
    };
    Some(Point { level, resolution: record.resolution_percent })
}

/// What can be held against the budgets.
fn measured(observed: &Observed, report: &Report, budget: &Budget) -> Vec<Measured> {
    let mut measured = Vec::new();
    let ms = |micros: u32| f64::from(micros) / 1000.0;
    let mut add = |kind, value: Option<f64>, limit: Option<f64>| {
        measured.extend(value.zip(limit).map(|(value, limit)| Measured { kind, value, limit }));
    };
    let frame = (observed.frames_us.len() >= OBSERVED_LEAST).then(|| ms(observed.frame_p95_us()));
    add(BudgetKind::FrameTime, frame, Some(budget.frame_time_ms));
    add(BudgetKind::Memory, report.memory_mb, budget.memory_mb);
    add(BudgetKind::CpuTime, observed.cpu_us.map(ms), budget.cpu_time_ms);
    add(BudgetKind::GpuTime, observed.gpu_us.map(ms), budget.gpu_time_ms);
    measured
}

fn breach_event(cx: &Context, loaded: &Loaded, breach: Measured, strict: bool) -> BudgetBreached {
    BudgetBreached {
        player_id: loaded.player_id.clone(),
        device_id: loaded.device_id.clone(),
        kind: breach.kind.into(),
        measured: breach.value,
        budget: breach.limit,
        strict,
        breach_time: Some(cx.timestamp()),
    }
}
