//! How times are distributed: histograms that can be merged, so that a window is the sum of its parts.

#[cfg(test)]
mod tests;

use hdrhistogram::Histogram;
use realmwire_contract::performance_mode::v1::{Distribution, GetMetricsResponse};
use realmwire_sdk::status::Status;

use crate::controller::Sample;
use crate::state::BucketRecord;

/// The longest time, in microseconds: a minute.
pub(crate) const TIME_US_MAX: u32 = 60_000_000;
/// Two significant digits: a time is known to a hundredth of it.
const SIGNIFICANT_DIGITS: u8 = 2;

/// A histogram as it is stored: only what occurs.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct Sketch {
    /// The values that occur, each as the difference from the one before.
    #[prost(uint64, repeated, tag = "1")]
    differences: Vec<u64>,
    /// How often each occurs.
    #[prost(uint64, repeated, tag = "2")]
    counts: Vec<u64>,
    /// The exact sum of all times.
    #[prost(uint64, tag = "3")]
    sum_us: u64,
    /// The exact largest time.
    #[prost(uint32, tag = "4")]
    maximum_us: u32,
}

impl Sketch {
    /// The distribution of these times.
    pub(crate) fn of(times_us: impl Iterator<Item = u32>) -> Result<Self, Status> {
        let (mut histogram, mut sum_us, mut maximum_us) = (histogram()?, 0_u64, 0);
        for time_us in times_us {
            histogram.saturating_record(u64::from(time_us));
            sum_us = sum_us.saturating_add(u64::from(time_us));
            maximum_us = maximum_us.max(time_us);
        }
        Ok(Self { sum_us, maximum_us, ..Self::stored(&histogram) })
    }

    /// The distribution of the times of all of these.
    pub(crate) fn merged<'a>(sketches: impl Iterator<Item = &'a Self>) -> Result<Self, Status> {
        let (mut histogram, mut sum_us, mut maximum_us) = (histogram()?, 0_u64, 0);
        for sketch in sketches {
            for (time_us, count) in sketch.occurring() {
                histogram.saturating_record_n(time_us, count);
            }
            sum_us = sum_us.saturating_add(sketch.sum_us);
            maximum_us = maximum_us.max(sketch.maximum_us);
        }
        Ok(Self { sum_us, maximum_us, ..Self::stored(&histogram) })
    }

    fn stored(histogram: &Histogram<u64>) -> Self {
        let (mut differences, mut counts, mut last) = (Vec::new(), Vec::new(), 0);
        for step in histogram.iter_recorded() {
            let value = step.value_iterated_to();
            differences.push(value - last);
            counts.push(step.count_at_value());
            last = value;
        }
        Self { differences, counts, ..Self::default() }
    }

    /// The times that occur and how often, the shortest first.
    fn occurring(&self) -> Vec<(u64, u64)> {
        let mut value = 0_u64;
        let pairs = self.differences.iter().zip(&self.counts);
        let times = pairs.map(|(difference, count)| {
            value = value.saturating_add(*difference);
            (value, *count)
        });
        times.collect()
    }

    pub(crate) fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The shortest time that so many of a hundred do not exceed.
    pub(crate) fn percentile_us(&self, percent: u64) -> u64 {
        let rank = (self.count() * percent).div_ceil(100).max(1);
        let mut seen = 0;
        let time_us = self.occurring().into_iter().find_map(|(time_us, count)| {
            seen += count;
            (seen >= rank).then_some(time_us)
        });
        time_us.unwrap_or_default().min(u64::from(self.maximum_us))
    }

    /// The mean of the longest hundredth of the times, of one time at least.
    pub(crate) fn longest_hundredth_mean_us(&self) -> f64 {
        let wanted = self.count().div_ceil(100);
        let (mut left, mut sum) = (wanted, 0.0);
        for (time_us, count) in self.occurring().into_iter().rev() {
            let taken = count.min(left);
            sum += real(time_us.min(u64::from(self.maximum_us))) * real(taken);
            left -= taken;
        }
        if wanted == 0 { 0.0 } else { sum / real(wanted) }
    }

    fn distribution(&self) -> Option<Distribution> {
        let count = self.count();
        (count > 0).then(|| Distribution {
            count,
            p50_ms: real(self.percentile_us(50)) / 1000.0,
            p95_ms: real(self.percentile_us(95)) / 1000.0,
            p99_ms: real(self.percentile_us(99)) / 1000.0,
            maximum_ms: f64::from(self.maximum_us) / 1000.0,
            mean_ms: real(self.sum_us) / real(count) / 1000.0,
        })
    }
}

impl BucketRecord {
    /// What these frames measured, against the budget that they had.
    pub(crate) fn of(samples: &[Sample], budget_us: u32) -> Result<Self, Status> {
        let frames = || samples.iter().map(|sample| sample.frame_us);
        let part = |times: Vec<u32>| (!times.is_empty()).then(|| Sketch::of(times.into_iter())).transpose();
        Ok(Self {
            frame: part(frames().collect())?,
            cpu: part(samples.iter().filter_map(|sample| sample.cpu_us).collect())?,
            gpu: part(samples.iter().filter_map(|sample| sample.gpu_us).collect())?,
            late: u64::try_from(frames().filter(|frame_us| *frame_us > budget_us).count()).unwrap_or(u64::MAX),
            dropped: frames().map(|frame_us| dropped(frame_us, budget_us)).sum(),
            ..Self::default()
        })
    }

    /// All of these together.
    pub(crate) fn merged(buckets: &[&Self]) -> Result<Self, Status> {
        let merge = |part: fn(&Self) -> Option<&Sketch>| {
            let parts: Vec<_> = buckets.iter().filter_map(|bucket| part(bucket)).collect();
            (!parts.is_empty()).then(|| Sketch::merged(parts.into_iter())).transpose()
        };
        Ok(Self {
            frame: merge(|bucket| bucket.frame.as_ref())?,
            cpu: merge(|bucket| bucket.cpu.as_ref())?,
            gpu: merge(|bucket| bucket.gpu.as_ref())?,
            late: buckets.iter().map(|bucket| bucket.late).sum(),
            dropped: buckets.iter().map(|bucket| bucket.dropped).sum(),
            memory_mb: buckets.iter().map(|bucket| bucket.memory_mb).fold(0.0, f64::max),
            thermal: buckets.iter().map(|bucket| bucket.thermal).max().unwrap_or_default(),
        })
    }

    /// As the contract shows it.
    pub(crate) fn to_proto(&self) -> GetMetricsResponse {
        let frames = self.frame.clone().unwrap_or_default();
        let (count, low_us) = (real(frames.count()), frames.longest_hundredth_mean_us());
        let a_second = |frames: f64, micros: f64| if micros > 0.0 { frames * 1_000_000.0 / micros } else { 0.0 };
        GetMetricsResponse {
            start_time: None,
            frame_time: frames.distribution(),
            cpu_time: self.cpu.as_ref().and_then(Sketch::distribution),
            gpu_time: self.gpu.as_ref().and_then(Sketch::distribution),
            frames_per_second: a_second(count, real(frames.sum_us)),
            one_percent_low: a_second(1.0, low_us),
            late_frames: self.late,
            dropped_frames: self.dropped,
            memory_maximum_mb: self.memory_mb,
            thermal: self.thermal,
        }
    }
}

/// Frames that were not shown because this one took their time: half a budget is what a screen forgives.
fn dropped(frame_us: u32, budget_us: u32) -> u64 {
    let budget_us = budget_us.max(1);
    u64::from((frame_us.saturating_add(budget_us / 2) / budget_us).saturating_sub(1))
}

/// Counts and microseconds of a quarter of an hour are far below what a double holds exactly.
fn real(number: u64) -> f64 {
    const HALF: u64 = 1 << 32;
    let [high, low] = [number / HALF, number % HALF].map(|half| f64::from(u32::try_from(half).unwrap_or(u32::MAX)));
    high * 4_294_967_296.0 + low
}

/// A histogram of all times that there can be. These bounds are valid; an error is a defect.
fn histogram() -> Result<Histogram<u64>, Status> {
    Histogram::new_with_bounds(1, u64::from(TIME_US_MAX), SIGNIFICANT_DIGITS).map_err(Status::internal)
}
