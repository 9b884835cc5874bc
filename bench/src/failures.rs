//! What a process that dies or hangs costs the others.

mod hung;
mod killed;

use crate::measure::Plan;
use crate::report::Report;

/// Kills and stops processes of the binary over a nats-server with the recommended settings.
pub(crate) async fn of_processes(plan: Plan, report: &mut Report) -> anyhow::Result<()> {
    killed::measure(plan, report).await?;
    hung::measure(report).await
}
