use super::*;

fn frame(value: f64) -> [Measured; 1] {
    [Measured { kind: BudgetKind::FrameTime, value, limit: 16.0 }]
}

#[test]
fn a_breach_is_told_when_it_lasts_and_once() {
    let mut breaches = Vec::new();
    let mut told = |value, played_us| watch(&mut breaches, &frame(value), played_us, 5_000).len();
    assert_eq!(told(17.0, 0), 0);
    assert_eq!(told(17.0, 4_999), 0);
    assert_eq!(told(17.0, 5_000), 1);
    assert_eq!(told(18.0, 50_000), 0);
    assert_eq!(told(15.9, 60_000), 0, "on the edge it is not over");
    assert_eq!(told(17.0, 70_000), 0);
    assert_eq!(told(15.0, 80_000), 0);
    assert_eq!(told(17.0, 81_000), 0, "it was kept, so it begins anew");
    assert_eq!(told(17.0, 86_000), 1);
}

#[test]
fn a_breach_that_does_not_last_is_not_told() {
    let mut breaches = Vec::new();
    assert_eq!(watch(&mut breaches, &frame(17.0), 0, 5_000), []);
    assert_eq!(watch(&mut breaches, &frame(15.9), 1_000, 5_000), []);
    assert_eq!(breaches, []);
    assert_eq!(watch(&mut breaches, &frame(17.0), 6_000, 5_000), []);
}

#[test]
fn without_patience_a_breach_is_told_at_once() {
    assert_eq!(watch(&mut Vec::new(), &frame(16.1), 9, 0), frame(16.1));
    assert_eq!(watch(&mut Vec::new(), &frame(16.0), 9, 0), [], "what is just kept is kept");
}

#[test]
fn budgets_are_watched_apart() {
    let memory = |value| Measured { kind: BudgetKind::Memory, value, limit: 1000.0 };
    let [late] = frame(20.0);
    let mut breaches = Vec::new();
    assert_eq!(watch(&mut breaches, &[memory(1001.0), late], 0, 0), [memory(1001.0), late]);
    let kinds: Vec<_> = breaches.iter().map(|breach| breach.kind).collect();
    assert_eq!(kinds, [i32::from(BudgetKind::FrameTime), i32::from(BudgetKind::Memory)]);
    watch(&mut breaches, &[memory(900.0)], 1, 0);
    assert_eq!(breaches.len(), 1, "what was not measured stays as it was");
}
