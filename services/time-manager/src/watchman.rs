//! Looks after clocks whose timers did not lead to a look, such as after a failure that outlasted every repeat.

use std::time::Duration;

use realmwire_sdk::context::Context;
use realmwire_sdk::service::{Caller, Shutdown};
use realmwire_sdk::status::Status;
use realmwire_sdk::store::PageRequest;

use crate::clock::RealTime;
use crate::handlers::Clocks;
use crate::state::{ClockRecord, clocks};

/// How late a timer may be before the clock is looked at without it.
const OVERDUE: Duration = Duration::from_secs(10);
/// How long one look may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Looks at all clocks from time to time, until it is told to end.
pub(crate) async fn run(clocks: Clocks, caller: Caller, shutdown: Shutdown) {
    let (time, interval) = (caller.host().clock(), clocks.config.watch_interval());
    while shutdown.or(time.sleep_until(time.now() + interval)).await.is_some() {
        if let Err(status) = look_at_overdue(&clocks, &caller).await {
            tracing::warn!(error = %status, "the clocks could not be looked after, the next attempt follows");
        }
    }
}

async fn look_at_overdue(clocks: &Clocks, caller: &Caller) -> Result<(), Status> {
    let mut token = String::new();
    loop {
        let page = PageRequest::parse(500, &token, 500, 500)?;
        let page = clocks.store.list::<ClockRecord>(&self::clocks(), &page).await?;
        for stored in &page.items {
            let cx = caller.context(TIMEOUT);
            let overdue = RealTime::from(cx.now()).minus(OVERDUE);
            let alarm = stored.value.alarm_time.and_then(|time| std::time::SystemTime::try_from(time).ok());
            if alarm.is_some_and(|alarm| RealTime::from(alarm) < overdue) {
                look(clocks, &cx, &stored.key.last()).await;
            }
        }
        token = page.next_page_token;
        if token.is_empty() {
            return Ok(());
        }
    }
}

async fn look(clocks: &Clocks, cx: &Context, clock_id: &str) {
    match clocks.look(cx, clock_id).await {
        Ok(()) => tracing::warn!(clock_id, "a clock was looked at that its timer had left out"),
        // Its timer was not so far away after all.
        Err(status) if status.is_conflict() => {}
        Err(status) => tracing::warn!(clock_id, error = %status, "a clock could not be looked at"),
    }
}
