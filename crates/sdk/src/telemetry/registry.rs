//! Counters, gauges and histograms, and their text exposition.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;

/// Upper bounds of the buckets of every histogram, in nanoseconds.
///
/// From 5 ms these are the bounds that OpenTelemetry advises for calls; the finer ones below tell calls within a
/// process and over a local bus apart.
const BOUNDS_NANOS: [u64; 20] = [
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    75_000_000,
    100_000_000,
    250_000_000,
    500_000_000,
    750_000_000,
    1_000_000_000,
    2_500_000_000,
    5_000_000_000,
    7_500_000_000,
    10_000_000_000,
];

/// Counts what happened. Clones count together.
#[derive(Clone, Debug, Default)]
pub struct Counter(Arc<AtomicU64>);

impl Counter {
    /// One more.
    pub fn inc(&self) {
        self.add(1);
    }

    /// `count` more.
    pub fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    /// How many so far.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A number that goes up and down. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Gauge(Arc<AtomicI64>);

impl Gauge {
    /// Replaces the number.
    pub fn set(&self, value: i64) {
        self.0.store(value, Ordering::Relaxed);
    }

    /// Raises the number by `by`.
    pub fn add(&self, by: i64) {
        self.0.fetch_add(by, Ordering::Relaxed);
    }

    /// Lowers the number by `by`.
    pub fn sub(&self, by: i64) {
        self.0.fetch_sub(by, Ordering::Relaxed);
    }

    /// The number now.
    pub fn get(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Raises the number by one until the guard is dropped.
    pub fn hold(&self) -> GaugeGuard {
        self.add(1);
        GaugeGuard(self.clone())
    }
}

/// Lowers a gauge by one when it is dropped.
#[derive(Debug)]
pub struct GaugeGuard(Gauge);

impl Drop for GaugeGuard {
    fn drop(&mut self) {
        self.0.sub(1);
    }
}

/// A distribution of durations. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Histogram(Arc<Buckets>);

#[derive(Debug, Default)]
struct Buckets {
    counts: [AtomicU64; BOUNDS_NANOS.len()],
    above: AtomicU64,
    sum_nanos: AtomicU64,
}

impl Histogram {
    /// Adds one duration.
    pub fn observe(&self, duration: Duration) {
        let nanos = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        let index = BOUNDS_NANOS.partition_point(|bound| *bound < nanos);
        self.0.counts.get(index).unwrap_or(&self.0.above).fetch_add(1, Ordering::Relaxed);
        self.0.sum_nanos.fetch_add(nanos, Ordering::Relaxed);
    }

    /// How many durations so far.
    pub fn count(&self) -> u64 {
        let within: u64 = self.0.counts.iter().map(|count| count.load(Ordering::Relaxed)).sum();
        within + self.0.above.load(Ordering::Relaxed)
    }
}

/// All metrics of a process.
///
/// A metric is registered once, with its labels, and then costs one or two atomic additions a use.
#[derive(Debug, Default)]
pub(super) struct Registry(Mutex<BTreeMap<String, Family>>);

#[derive(Debug)]
struct Family {
    help: String,
    series: BTreeMap<Labels, Series>,
}

type Labels = Vec<(String, String)>;

#[derive(Clone, Debug)]
enum Series {
    Counter(Counter),
    Gauge(Gauge),
    Histogram(Histogram),
}

/// A kind of metric that a [`Registry`] keeps.
pub(super) trait Metric: Clone + Default {
    fn into_series(self) -> AnySeries;
    fn from_series(series: &AnySeries) -> Option<Self>;
}

/// Hides [`Series`] from the trait's signature.
pub(super) struct AnySeries(Series);

macro_rules! metric {
    ($($kind:ident),*) => {$(
        impl Metric for $kind {
            fn into_series(self) -> AnySeries {
                AnySeries(Series::$kind(self))
            }

            fn from_series(series: &AnySeries) -> Option<Self> {
                match &series.0 {
                    Series::$kind(metric) => Some(metric.clone()),
                    _ => None,
                }
            }
        }
    )*};
}
metric!(Counter, Gauge, Histogram);

impl Registry {
    /// The metric with this name and these labels; the same one each time.
    ///
    /// A name that stands for another kind of metric already gives one that is counted nowhere: a defect that is
    /// logged, and no reason to stop a service.
    pub(super) fn metric<M: Metric>(&self, name: &str, help: &str, labels: &[(&str, &str)]) -> M {
        let labels = labels.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect();
        let mut families = self.0.lock();
        let family = families
            .entry(name.to_owned())
            .or_insert_with(|| Family { help: help.to_owned(), series: BTreeMap::new() });
        let first = family.series.values().next().cloned();
        if first.is_some_and(|first| M::from_series(&AnySeries(first)).is_none()) {
            tracing::error!(metric = name, "metric registered with two kinds");
            return M::default();
        }
        let series = family.series.entry(labels).or_insert_with(|| M::default().into_series().0);
        M::from_series(&AnySeries(series.clone())).unwrap_or_default()
    }

    /// Every metric in the Prometheus text format, version 0.0.4.
    pub(super) fn render(&self) -> String {
        let mut text = String::with_capacity(16 * 1024);
        for (name, family) in &*self.0.lock() {
            // Writing to a String does not fail.
            let _ = family.render(name, &mut text);
        }
        text
    }
}

impl Family {
    fn render(&self, name: &str, text: &mut String) -> fmt::Result {
        let Some(first) = self.series.values().next() else { return Ok(()) };
        let kind = match first {
            Series::Counter(_) => "counter",
            Series::Gauge(_) => "gauge",
            Series::Histogram(_) => "histogram",
        };
        writeln!(text, "# HELP {name} {}", self.help.replace('\\', "\\\\").replace('\n', "\\n"))?;
        writeln!(text, "# TYPE {name} {kind}")?;
        for (labels, series) in &self.series {
            match series {
                Series::Counter(counter) => writeln!(text, "{name}{} {}", LabelSet(labels, None), counter.get())?,
                Series::Gauge(gauge) => writeln!(text, "{name}{} {}", LabelSet(labels, None), gauge.get())?,
                Series::Histogram(histogram) => histogram.render(name, labels, text)?,
            }
        }
        Ok(())
    }
}

impl Histogram {
    fn render(&self, name: &str, labels: &Labels, text: &mut String) -> fmt::Result {
        let mut cumulative = 0;
        for (bound, count) in BOUNDS_NANOS.iter().zip(&self.0.counts) {
            cumulative += count.load(Ordering::Relaxed);
            let bound = Duration::from_nanos(*bound).as_secs_f64().to_string();
            writeln!(text, "{name}_bucket{} {cumulative}", LabelSet(labels, Some(&bound)))?;
        }
        cumulative += self.0.above.load(Ordering::Relaxed);
        writeln!(text, "{name}_bucket{} {cumulative}", LabelSet(labels, Some("+Inf")))?;
        let sum = Duration::from_nanos(self.0.sum_nanos.load(Ordering::Relaxed)).as_secs_f64();
        writeln!(text, "{name}_sum{} {sum}", LabelSet(labels, None))?;
        writeln!(text, "{name}_count{} {cumulative}", LabelSet(labels, None))
    }
}

/// `{a="b",le="0.5"}`, or nothing when there is no label.
struct LabelSet<'a>(&'a Labels, Option<&'a str>);

impl fmt::Display for LabelSet<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bucket = self.1.map(|bound| ("le", bound));
        let labels = self.0.iter().map(|(label, value)| (label.as_str(), value.as_str())).chain(bucket);
        let mut separator = '{';
        for (label, value) in labels {
            write!(formatter, "{separator}{label}=\"{}\"", Escaped(value))?;
            separator = ',';
        }
        if separator == ',' { formatter.write_char('}') } else { Ok(()) }
    }
}

/// A label's value with backslash, quote and line feed escaped, as the format demands.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '\\' => formatter.write_str("\\\\")?,
                '"' => formatter.write_str("\\\"")?,
                '\n' => formatter.write_str("\\n")?,
                other => formatter.write_char(other)?,
            }
        }
        Ok(())
    }
}
