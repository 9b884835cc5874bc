use super::*;

const LIMIT: Duration = Duration::from_millis(1);

fn after(control: &mut Control, measurements: usize, waited: Duration) -> f64 {
    (0..measurements).map(|_| control.measured(waited, LIMIT)).last().unwrap()
}

#[test]
fn a_wait_that_lasts_lets_ever_less_in_and_one_that_ends_lets_all_in_within_a_second() {
    let mut control = Control::default();
    assert!(after(&mut control, 1_000, LIMIT / 2) >= 1.0);
    let under_pressure = after(&mut control, 100, LIMIT * 3);
    assert!((LEAST..0.1).contains(&under_pressure), "{under_pressure}");
    let measurements = usize::try_from(Duration::from_secs(1).as_millis() / INTERVAL.as_millis()).unwrap();
    assert!(after(&mut control, measurements, LIMIT / 10) >= 1.0);
}

#[test]
fn a_moment_without_a_processor_refuses_nothing() {
    let mut control = Control::default();
    assert!(after(&mut control, 1, LIMIT * 1_000) >= 1.0);
    assert!(after(&mut control, 100, LIMIT / 2) >= 1.0);
}

#[test]
fn no_limit_lets_all_in() {
    let mut control = Control::default();
    after(&mut control, 100, LIMIT * 3);
    assert!(control.measured(LIMIT * 3, Duration::ZERO) >= 1.0);
}

#[test]
fn a_share_is_let_in_and_what_matters_less_goes_first() {
    let pressure = Pressure::new();
    let admitted = |criticality| (0..1_000).filter(|_| pressure.admits(criticality)).count();
    assert_eq!(admitted(Criticality::Sheddable), 1_000);
    for (share, [critical, usual, sheddable]) in
        [(u32::MAX / 4 * 3, [1_000, 750, 500]), (u32::MAX / 2, [1_000, 500, 0]), (u32::MAX / 10, [400, 100, 0])]
    {
        pressure.share.store(share, Ordering::Relaxed);
        assert!(admitted(Criticality::Critical).abs_diff(critical) <= 10);
        assert!(admitted(Criticality::Default).abs_diff(usual) <= 10);
        assert!(admitted(Criticality::Sheddable).abs_diff(sheddable) <= 10);
    }
}

#[tokio::test]
async fn work_that_waits_for_its_turn_is_noticed() {
    let pressure = std::sync::Arc::new(Pressure::new());
    let (measuring, seen) = (std::sync::Arc::clone(&pressure), std::sync::Arc::new(Notify::new()));
    let noticed = std::sync::Arc::clone(&seen);
    let measure = async move {
        let observe = |percent| {
            if percent < 50 {
                noticed.notify_one();
            }
        };
        measuring.follow(|| Duration::from_micros(100), observe).await;
    };
    let hog = async {
        loop {
            // A turn that is longer than the wait may be.
            let begin = Instant::now();
            while begin.elapsed() < Duration::from_millis(1) {
                std::hint::spin_loop();
            }
            pressure.admits(Criticality::Default);
            yield_now().await;
        }
    };
    tokio::select! {
        () = measure => unreachable!("it measures for ever"),
        () = hog => {}
        () = seen.notified() => {}
    }
    assert!(!(0..100).all(|_| pressure.admits(Criticality::Default)));
}
