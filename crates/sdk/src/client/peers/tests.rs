use realmwire_contract::state_manager::v1::GET;

use super::*;

const MS: Duration = Duration::from_millis(1);

fn answered_by(instances: &[&'static str], now: Instant) -> Peers {
    let peers = Peers::new(&GET);
    for instance in instances {
        peers.answered(&ByteString::from_static(instance), now);
    }
    peers
}

/// The instances that are picked with any random number.
fn picked(peers: &Peers, now: Instant) -> Vec<String> {
    let mut picked: Vec<_> =
        (0..8).filter_map(|random| peers.pick(now, || random)).map(|name| name.to_string()).collect();
    picked.sort_unstable();
    picked.dedup();
    picked
}

#[test]
fn calls_go_to_any_instance_until_one_is_suspected() {
    let now = Instant::now();
    let peers = answered_by(&["one", "two"], now);
    assert_eq!(picked(&peers, now), [""; 0]);
    peers.suspect(now);
    assert_eq!(picked(&peers, now), ["one", "two"]);
    assert_eq!(picked(&peers, now + SUSPICION), [""; 0], "suspicion ends");
}

#[test]
fn only_instances_that_answered_lately_are_picked() {
    let start = Instant::now();
    let peers = answered_by(&["one", "two", "three"], start);
    let later = start + FRESH - MS;
    peers.answered(&ByteString::from_static("two"), later);
    peers.forget("three");
    peers.suspect(later);
    assert_eq!(picked(&peers, later), ["one", "two"]);
    assert_eq!(picked(&peers, start + FRESH), ["two"]);
    // With nobody known to be well, any one may be.
    assert_eq!(picked(&peers, later + FRESH), [""; 0]);
}

#[test]
fn only_so_many_instances_are_remembered_and_old_ones_make_room() {
    let start = Instant::now();
    let peers = Peers::new(&GET);
    for number in 0..2 * MOST {
        peers.answered(&format!("instance-{number}").into(), start);
    }
    assert_eq!(peers.known.lock().answered.len(), MOST);
    peers.answered(&"late".into(), start + FRESH);
    peers.suspect(start + FRESH);
    assert_eq!(picked(&peers, start + FRESH), ["late"]);
}

#[test]
fn servers_that_do_not_name_themselves_are_not_remembered() {
    let now = Instant::now();
    let peers = answered_by(&[""], now);
    peers.suspect(now);
    assert_eq!(picked(&peers, now), [""; 0]);
}
