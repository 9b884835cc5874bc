//! The behaviours on the fabric in this process, in memory and on disk.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use realmwire_fabric::clock::ManualClock;
use realmwire_fabric::embedded::{self, EmbeddedConfig};

use crate::system::{System, Time};

fn clock() -> ManualClock {
    const YEARS: Duration = Duration::from_hours(60 * 365 * 24);
    ManualClock::new(SystemTime::UNIX_EPOCH + YEARS)
}

fn in_memory() -> System {
    let clock = clock();
    System::new(embedded::memory(Arc::new(clock.clone())), Time::Manual(clock), None)
}

fn on_disk() -> System {
    let clock = clock();
    let folder = Arc::new(tempfile::tempdir().expect("a folder"));
    let open = {
        let clock = clock.clone();
        move || {
            let mut config = EmbeddedConfig::new(folder.path());
            config.clock = Arc::new(clock.clone());
            embedded::open(config).expect("the folder opens")
        }
    };
    let fabric = open();
    System::new(fabric, Time::Manual(clock), Some(Box::new(move || Box::pin(std::future::ready(open())))))
}

macro_rules! run_in_memory {
    ($($module:ident: [$($behaviour:ident,)*];)*) => {
        mod memory {$(
            mod $module {$(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $behaviour() {
                    crate::$module::$behaviour(super::super::in_memory()).await;
                }
            )*}
        )*}
    };
}

macro_rules! run_on_disk {
    ($($module:ident: [$($behaviour:ident,)*];)*) => {
        mod disk {$(
            mod $module {$(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $behaviour() {
                    crate::$module::$behaviour(super::super::on_disk()).await;
                }
            )*}
        )*}
    };
}

macro_rules! run_lasting_on_disk {
    ($($module:ident: [$($behaviour:ident,)*];)*) => {
        mod disk_restarted {$(
            mod $module {$(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $behaviour() {
                    crate::$module::$behaviour(super::super::on_disk()).await;
                }
            )*}
        )*}
    };
}

crate::behaviours!(run_in_memory);
crate::behaviours!(run_on_disk);
crate::lasting_behaviours!(run_lasting_on_disk);
