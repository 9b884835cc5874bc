use realmwire_contract::time_manager::v1::{ConvertRequest, ConvertResponse, convert_request};

use super::*;

impl World {
    async fn convert(&self, instant: convert_request::Instant) -> Result<ConvertResponse, Status> {
        self.client.convert(ConvertRequest { clock_id: String::new(), instant: Some(instant) }).await
    }

    async fn to_real(&self, milliseconds: i64) -> Result<i64, Status> {
        let converted = self.convert(convert_request::Instant::GameTime(at(milliseconds))).await?;
        Ok(converted.real_time.unwrap().seconds - 1_893_456_000)
    }

    async fn to_game(&self, seconds: i64) -> Result<i64, Status> {
        let time = prost_types::Timestamp { seconds: 1_893_456_000 + seconds, nanos: 0 };
        let converted = self.convert(convert_request::Instant::RealTime(time)).await?;
        Ok(converted.game_time.unwrap().milliseconds)
    }
}

#[tokio::test]
async fn instants_convert_there_and_back_through_changes_of_the_clock() {
    let world = World::new().await;
    world.host.clock().advance(HOUR);
    world.client.pause(realmwire_contract::time_manager::v1::PauseRequest::default()).await.unwrap();
    world.host.clock().advance(HOUR * 10);
    world.client.resume(realmwire_contract::time_manager::v1::ResumeRequest::default()).await.unwrap();
    world.host.clock().advance(HOUR);
    world.jump(10 * HOUR_MS).await;
    for (seconds, hours) in [(0, 0), (30, 0), (60, 1), (300, 1), (660, 1), (720, 10), (780, 11), (7200, 118)] {
        assert_eq!(world.to_game(seconds).await.unwrap() / HOUR_MS, hours, "after {seconds} s");
    }
    for hours in [0, 1, 10, 11, 1000] {
        let seconds = world.to_real(hours * HOUR_MS).await.unwrap();
        assert_eq!(world.to_game(seconds).await.unwrap(), hours * HOUR_MS);
    }
    let status = refused(world.to_real(5 * HOUR_MS).await, Code::FailedPrecondition);
    assert_eq!(status.reason().unwrap(), "GAME_TIME_NOT_SHOWN", "the clock jumped over it");
    refused(world.to_game(-1).await, Code::OutOfRange);
    refused(world.to_real(crate::moment::Moment::MAX.0).await, Code::OutOfRange);
}

#[tokio::test]
async fn a_wrong_instant_is_refused_by_the_fields_name() {
    let world = World::new().await;
    refused_field(world.client.convert(ConvertRequest::default()).await, "instant");
    let instant = convert_request::Instant::GameTime(GameInstant::default());
    refused_field(world.convert(instant).await, "game_time");
    let time = prost_types::Timestamp { seconds: i64::MAX, nanos: 0 };
    refused_field(world.convert(convert_request::Instant::RealTime(time)).await, "real_time");
    let request = ConvertRequest { clock_id: "nobody".to_owned(), ..ConvertRequest::default() };
    refused(world.client.convert(request).await, Code::NotFound);
}
