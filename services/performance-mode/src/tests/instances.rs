use realmwire_contract::performance_mode::v1::{GetMetricsRequest, ModeChanged};
use realmwire_sdk::on_every_fabric;
use realmwire_sdk::testing::eventually;

use super::*;

on_every_fabric!(
    two_instances_steer_as_one,
    no_acknowledged_report_and_no_event_is_lost,
    adjusting_and_reporting_do_not_hinder_each_other,
);

/// Reports that reach two instances in turns steer as if there were one.
async fn two_instances_steer_as_one(host: TestHost) {
    let alone = World::new().await;
    let first = World::on(host, "").await;
    let second = first.sibling().await;
    for round in 0..20 {
        let frame_ms = if round < 5 { 14.0 } else { 22.0 };
        let expected = alone.report(round * 30 + 1, 30, frame_ms).await;
        let instance = if round % 2 == 0 { &first } else { &second };
        let mut found = instance.report(round * 30 + 1, 30, frame_ms).await;
        // Both stand at the same time, for both clocks stand still.
        assert_eq!(found, expected);
        found.changed = false;
        assert_eq!(first.mode().await, second.mode().await);
    }
    assert!(!alone.events::<ModeChanged>().await.is_empty());
    assert_eq!(first.events::<ModeChanged>().await, alone.events::<ModeChanged>().await);
}

/// Whatever happens to a commit, a report that is repeated with its key counts once; after a kill, everything that was
/// acknowledged is there, and each change has one event.
async fn no_acknowledged_report_and_no_event_is_lost(host: TestHost) {
    let first = World::on(host, "").await;
    let second = first.sibling().await;
    for step in 0..24_u64 {
        match step % 4 {
            1 => first.host.faults().lose_commit_answers(1),
            2 => first.host.faults().fail_commits(1),
            3 => second.host.faults().lose_commit_answers(1),
            _ => {}
        }
        let request = report(step * 20 + 1, 20, 25.0);
        eventually("the report is acknowledged", async || {
            first.client.report_metrics(request.clone()).idempotency_key(format!("report-{step}")).await.ok()
        })
        .await;
    }
    // What a kill does: nothing is drained, and whatever the instance had begun is cut off.
    first.host.faults().disconnect();
    drop(first.running);
    second.host.faults().clear();
    let request = GetMetricsRequest { player_id: "p1".to_owned(), device_id: "pc".to_owned(), window: None };
    let counted = second.client.get_metrics(request).await.unwrap().frame_time.unwrap().count;
    assert_eq!(counted, 480);
    let events = second.events::<ModeChanged>().await;
    let versions: Vec<_> = events.iter().map(|event| (event.previous_version, event.version)).collect();
    let last = second.mode().await.version;
    assert!(last >= 2, "the frames never kept their budget");
    assert_eq!(versions, (0..last).map(|version| (version, version + 1)).collect::<Vec<_>>());
    assert_eq!(refused_fields(second.client.report_metrics(report(480, 1, 10.0)).await), ["samples[0].frame"]);
}

/// A device that adjusts its mode while its reports arrive loses neither.
async fn adjusting_and_reporting_do_not_hinder_each_other(host: TestHost) {
    let first = World::on(host, "").await;
    let second = first.sibling().await;
    let reporting = async {
        for round in 0..10 {
            first.report(round * 10 + 1, 10, 10.0).await;
        }
    };
    let adjusting = async {
        for mode in [Mode::Low, Mode::High, Mode::Medium, Mode::Ultra, Mode::Competitive] {
            second.adjust(mode, Locks::default()).await;
        }
    };
    futures::join!(reporting, adjusting);
    let end = first.mode().await;
    assert_eq!((end.mode(), end.version), (Mode::Competitive, 5));
    assert_eq!(refused_fields(second.client.report_metrics(report(100, 1, 10.0)).await), ["samples[0].frame"]);
}
