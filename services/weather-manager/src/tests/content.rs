use std::fs;
use std::path::Path;

use realmwire_contract::weather_manager::v1::ListZonesRequest;

use super::*;

fn copy(name: &str, to: &Path) {
    let target = to.join(name);
    fs::create_dir_all(target.parent().unwrap()).unwrap();
    fs::copy(sample::folder().join(name), target).unwrap();
}

fn small() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for name in ["climates/salt-coast.toml", "zones/coast.toml", "weather/effects.toml"] {
        copy(name, directory.path());
    }
    directory
}

#[tokio::test]
async fn zones_are_listed_in_pages() {
    let realm = Realm::new().await;
    let list = |page_token| realm.client.list_zones(ListZonesRequest { page_size: 2, page_token });
    let first = list(String::new()).await.unwrap();
    let second = list(first.next_page_token.clone()).await.unwrap();
    let ids: Vec<_> = first.zones.iter().chain(&second.zones).map(|zone| zone.zone_id.as_str()).collect();
    assert_eq!(ids, sample::ZONES);
    assert_eq!(second.next_page_token, "");
    let coast = &first.zones[0];
    assert_eq!((coast.climate_id.as_str(), coast.climate_name.as_str()), ("salt-coast", "Salt coast"));
    assert!(coast.x < -6000.0 && coast.altitude_metres > 0.0);
    refused_field(list("nonsense".to_owned()).await, "page_token");
}

#[tokio::test]
async fn without_content_there_is_one_zone() {
    let host = TestHost::new().await;
    let _running = host.start(crate::SPEC, crate::start).await;
    let zones = WeatherManagerClient::new(host.channel()).list_zones(ListZonesRequest::default()).await.unwrap().zones;
    assert_eq!(zones.len(), 1);
    assert_eq!(zones[0].zone_id, "standard");
}

#[tokio::test]
async fn wrong_content_stops_the_start_and_tells_file_and_line() {
    let directory = small();
    let file = directory.path().join("zones/coast.toml");
    let text = fs::read_to_string(&file).unwrap().replace("salt-coast", "sugar-coast");
    fs::write(&file, text).unwrap();
    let host = TestHost::with_content(Some(directory.path().to_owned())).await;
    let error = host.try_start(crate::SPEC, "", crate::start).await.err().unwrap();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(cause, "zones/coast.toml:3:11: there is no climate \"sugar-coast\"");
}

/// A zone that is added is there without a restart; one that is wrong changes nothing.
#[tokio::test]
async fn changed_content_is_loaded_while_the_service_runs() {
    let directory = small();
    let host = TestHost::with_content(Some(directory.path().to_owned())).await;
    let _running = host.start(crate::SPEC, crate::start).await;
    let client = WeatherManagerClient::new(host.channel());
    let zones = async || client.list_zones(ListZonesRequest::default()).await.unwrap().zones.len();
    copy("zones/vale.toml", directory.path());
    // The vale's climate is not there yet.
    assert_eq!(zones().await, 1);
    copy("climates/temperate-vale.toml", directory.path());
    eventually("both zones are there", async || (zones().await == 2).then_some(())).await;
}
