use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Health;

#[test]
fn readiness_names_everything_that_is_missing() {
    let health = Health::new();
    assert!(health.readiness().is_ready(), "nothing is needed");

    let journal = health.dependency("shop", "journal");
    let connected = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&connected);
    health.check("process", "bus", move || (!seen.load(Ordering::Relaxed)).then(|| "not connected".to_owned()));
    assert_eq!(
        health.readiness().to_string(),
        "shop: journal is missing: not reached yet; process: bus is missing: not connected"
    );

    connected.store(true, Ordering::Relaxed);
    journal.present();
    assert_eq!(health.readiness().to_string(), "ready");

    journal.missing("no space left");
    assert_eq!(health.readiness().to_string(), "shop: journal is missing: no space left");
}

#[test]
fn a_process_stays_started_when_it_is_no_longer_ready() {
    let health = Health::new();
    let journal = health.dependency("shop", "journal");
    assert!(!health.is_started());
    journal.present();
    assert!(health.is_started());
    journal.missing("away");
    assert!(health.is_started());
}

#[test]
fn what_is_needed_no_more_is_not_missing() {
    let health = Health::new();
    let journal = health.dependency("shop", "journal");
    let same = journal.clone();
    drop(journal);
    assert!(!health.readiness().is_ready());
    drop(same);
    assert!(health.readiness().is_ready());
}
