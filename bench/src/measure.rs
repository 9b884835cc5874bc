//! Closed-loop measurement: a number of callers, each with one call in flight, for a fixed time.

use std::future::Future;
use std::time::Duration;

use hdrhistogram::Histogram;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// What one round gave.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figures {
    /// Calls that were answered, a second.
    pub(crate) throughput: f64,
    /// The median time of a call, in microseconds.
    pub(crate) p50_us: f64,
    /// The 99th percentile, in microseconds.
    pub(crate) p99_us: f64,
}

/// How a measurement is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// How long one round takes, after a warm-up of a fifth of it.
    pub(crate) round: Duration,
    /// How many rounds; the median of each figure is kept.
    pub(crate) rounds: usize,
}

/// Longest time of one call that is told apart, in nanoseconds.
pub(crate) const LONGEST_NS: u64 = 60_000_000_000;

/// Calls `call` from `callers` tasks for one round.
pub(crate) async fn round<C, F>(callers: usize, time: Duration, call: C) -> anyhow::Result<Figures>
where
    C: Fn(usize) -> F + Clone + Send + 'static,
    F: Future<Output = anyhow::Result<()>> + Send,
{
    let begin = Instant::now() + time / 5;
    let end = begin + time;
    let mut tasks = JoinSet::new();
    for caller in 0..callers {
        let call = call.clone();
        tasks.spawn(async move {
            let mut times = Histogram::<u64>::new_with_max(LONGEST_NS, 3)?;
            loop {
                let start = Instant::now();
                if start >= end {
                    return anyhow::Ok(times);
                }
                call(caller).await?;
                if start >= begin {
                    times.record(start.elapsed().as_nanos().try_into().unwrap_or(LONGEST_NS))?;
                }
            }
        });
    }
    let mut all = Histogram::<u64>::new_with_max(LONGEST_NS, 3)?;
    while let Some(times) = tasks.join_next().await {
        all.add(times??)?;
    }
    Ok(Figures {
        throughput: precise(all.len()) / time.as_secs_f64(),
        p50_us: precise(all.value_at_quantile(0.5)) / 1000.0,
        p99_us: precise(all.value_at_quantile(0.99)) / 1000.0,
    })
}

/// The median of each figure.
pub(crate) fn median(rounds: &[Figures]) -> Figures {
    let of = |figure: fn(&Figures) -> f64| median_of(rounds.iter().map(figure).collect());
    Figures { throughput: of(|f| f.throughput), p50_us: of(|f| f.p50_us), p99_us: of(|f| f.p99_us) }
}

/// The median of `values`; 0 when there is none.
pub(crate) fn median_of(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Counts and nanoseconds of a bench are far below the 52 bits that a float holds exactly.
#[expect(clippy::cast_precision_loss, reason = "figures of a benchmark stay below 2^52")]
pub(crate) fn precise(value: u64) -> f64 {
    value as f64
}
