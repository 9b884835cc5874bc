use std::collections::BTreeSet;
use std::time::Duration;

use super::{Outcome, STEPS, is_wanted, names, summary};

fn outcome(name: &'static str, passed: bool) -> Outcome {
    Outcome { name, took: Duration::from_millis(1_500), passed }
}

#[test]
fn a_summary_names_the_step_that_failed_and_what_was_not_run() {
    let text = summary(&[outcome("format", true), outcome("clippy", false)], &["tests"]);
    assert!(text.contains("  format        passed         1.5 s\n"), "{text}");
    assert!(text.contains("  clippy        FAILED         1.5 s\n"), "{text}");
    assert!(text.contains("  tests         not run\n"), "{text}");
    assert!(text.ends_with("\nstep clippy failed after 3.0 s; run it alone with `cargo xtask test --only clippy`\n"));
}

#[test]
fn a_summary_of_success_counts_the_steps() {
    let text = summary(&[outcome("format", true), outcome("clippy", true)], &[]);
    assert!(text.ends_with("\nsteps passed: 2 of 2 in 3.0 s\n"), "{text}");
}

#[test]
fn steps_have_names_of_their_own_and_can_be_asked_for() {
    let distinct: BTreeSet<_> = names().into_iter().collect();
    assert_eq!(distinct.len(), STEPS.len());
    assert!(is_wanted("format", &[]));
    assert!(is_wanted("format", &["format".to_owned()]));
    assert!(!is_wanted("format", &["tests".to_owned()]));
}
