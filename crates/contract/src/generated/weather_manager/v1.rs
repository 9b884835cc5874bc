// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! The weather of worlds.

/// The weather in a zone at an instant.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Weather {
    /// The zone.
    #[prost(string, tag = "1")]
    pub zone_id: ::prost::alloc::string::String,
    /// The game time.
    #[prost(int64, tag = "2")]
    pub milliseconds: i64,
    /// What the climate calls the season.
    #[prost(string, tag = "3")]
    pub season: ::prost::alloc::string::String,
    /// What it is like.
    #[prost(enumeration = "Condition", tag = "4")]
    pub condition: i32,
    /// The temperature.
    #[prost(double, tag = "5")]
    pub temperature_celsius: f64,
    /// The relative humidity, from 0 to 100.
    #[prost(double, tag = "6")]
    pub humidity_percent: f64,
    /// How strong the wind is.
    #[prost(double, tag = "7")]
    pub wind_metres_per_second: f64,
    /// Where the wind comes from: 0 is north, 90 is east.
    #[prost(double, tag = "8")]
    pub wind_from_degrees: f64,
    /// How far one can see.
    #[prost(double, tag = "9")]
    pub visibility_metres: f64,
    /// What falls.
    #[prost(enumeration = "Precipitation", tag = "10")]
    pub precipitation: i32,
    /// How much of it, as water.
    #[prost(double, tag = "11")]
    pub precipitation_millimetres_per_hour: f64,
    /// How dangerous it is.
    #[prost(enumeration = "Severity", tag = "12")]
    pub severity: i32,
    /// What it does to the game, blended like the rest while the weather turns; ordered by name.
    #[prost(message, repeated, tag = "13")]
    pub effects: ::prost::alloc::vec::Vec<Effect>,
    /// Set while the weather turns to another condition, which it does in the last half of an hour.
    #[prost(message, optional, tag = "14")]
    pub turn: ::core::option::Option<Turn>,
    /// How much of it was set, from 0 to 1; the rest is the weather as the climate has it.
    #[prost(double, tag = "15")]
    pub override_weight: f64,
}
impl ::prost::Name for Weather {
    const NAME: &'static str = "Weather";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.Weather".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.Weather".into()
    }
}
/// An effect on the game.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Effect {
    /// What it acts on, such as "movement".
    #[prost(string, tag = "1")]
    pub name: ::prost::alloc::string::String,
    /// What to multiply with.
    #[prost(double, tag = "2")]
    pub factor: f64,
}
impl ::prost::Name for Effect {
    const NAME: &'static str = "Effect";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.Effect".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.Effect".into()
    }
}
/// Weather that is turning.
#[derive(Clone, Copy, PartialEq, ::prost::Message)]
pub struct Turn {
    /// To what.
    #[prost(enumeration = "Condition", tag = "1")]
    pub condition: i32,
    /// How far, from 0 to 1.
    #[prost(double, tag = "2")]
    pub progress: f64,
}
impl ::prost::Name for Turn {
    const NAME: &'static str = "Turn";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.Turn".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.Turn".into()
    }
}
/// Weather that was set.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Override {
    /// Its id within the zone.
    #[prost(string, tag = "1")]
    pub override_id: ::prost::alloc::string::String,
    /// The zone.
    #[prost(string, tag = "2")]
    pub zone_id: ::prost::alloc::string::String,
    /// The condition.
    #[prost(enumeration = "Condition", tag = "3")]
    pub condition: i32,
    /// Where in the condition's ranges it lies, from 0 to 1.
    #[prost(double, tag = "4")]
    pub intensity: f64,
    /// When the weather begins to turn to it.
    #[prost(int64, tag = "5")]
    pub begin_milliseconds: i64,
    /// When it is all there.
    #[prost(int64, tag = "6")]
    pub full_milliseconds: i64,
    /// When it begins to go; missing when it stays until it is released.
    #[prost(int64, optional, tag = "7")]
    pub release_milliseconds: ::core::option::Option<i64>,
    /// When it is gone; missing as above.
    #[prost(int64, optional, tag = "8")]
    pub end_milliseconds: ::core::option::Option<i64>,
    /// When it was set, in real time.
    #[prost(message, optional, tag = "9")]
    pub create_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for Override {
    const NAME: &'static str = "Override";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.Override".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.Override".into()
    }
}
/// Asks for the weather.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetWeatherRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The zone. Left out: all.
    #[prost(string, tag = "2")]
    pub zone_id: ::prost::alloc::string::String,
    /// The game time. Left out: now.
    #[prost(int64, optional, tag = "3")]
    pub milliseconds: ::core::option::Option<i64>,
}
impl ::prost::Name for GetWeatherRequest {
    const NAME: &'static str = "GetWeatherRequest";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.GetWeatherRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.GetWeatherRequest".into()
    }
}
/// The answer to GetWeather.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetWeatherResponse {
    /// The weather of each zone, ordered by zone.
    #[prost(message, repeated, tag = "1")]
    pub weather: ::prost::alloc::vec::Vec<Weather>,
    /// What was set for these zones and has not ended. Players are told of it once it has begun.
    #[prost(message, repeated, tag = "2")]
    pub overrides: ::prost::alloc::vec::Vec<Override>,
}
impl ::prost::Name for GetWeatherResponse {
    const NAME: &'static str = "GetWeatherResponse";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.GetWeatherResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.GetWeatherResponse".into()
    }
}
/// Asks for a forecast.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ForecastRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The zone.
    #[prost(string, tag = "2")]
    pub zone_id: ::prost::alloc::string::String,
    /// How many hours ahead, from 1 to 240; 0 is 24.
    #[prost(int32, tag = "3")]
    pub hours: i32,
}
impl ::prost::Name for ForecastRequest {
    const NAME: &'static str = "ForecastRequest";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.ForecastRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.ForecastRequest".into()
    }
}
/// The answer to Forecast.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ForecastResponse {
    /// The game time of the forecast.
    #[prost(int64, tag = "1")]
    pub issued_milliseconds: i64,
    /// The coming hours in their order.
    #[prost(message, repeated, tag = "2")]
    pub hours: ::prost::alloc::vec::Vec<ForecastHour>,
    /// What the confidence means, in a sentence.
    #[prost(string, tag = "3")]
    pub confidence_meaning: ::prost::alloc::string::String,
}
impl ::prost::Name for ForecastResponse {
    const NAME: &'static str = "ForecastResponse";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.ForecastResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.ForecastResponse".into()
    }
}
/// What is said of an hour.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ForecastHour {
    /// What comes at the beginning of the hour unless weather is set. It comes true.
    #[prost(message, optional, tag = "1")]
    pub weather: ::core::option::Option<Weather>,
    /// How many hours ahead it is.
    #[prost(int32, tag = "2")]
    pub lead_hours: i32,
    /// How much of that can be known now: the probability of `weather.condition` at that hour, from 0 to 1, for an observer
    /// who knows the weather now and, of what drives the hours to come, the less the farther away they are. Probabilities
    /// are calibrated: of all conditions that were given 0.3, three in ten come.
    #[prost(double, tag = "3")]
    pub confidence: f64,
    /// That observer's probability of each condition, the most likely first; those below 0.005 are left out.
    #[prost(message, repeated, tag = "4")]
    pub chances: ::prost::alloc::vec::Vec<Chance>,
    /// That observer's probability of rain, sleet or snow.
    #[prost(double, tag = "5")]
    pub precipitation_probability: f64,
}
impl ::prost::Name for ForecastHour {
    const NAME: &'static str = "ForecastHour";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.ForecastHour".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.ForecastHour".into()
    }
}
/// A condition and its probability.
#[derive(Clone, Copy, PartialEq, ::prost::Message)]
pub struct Chance {
    /// The condition.
    #[prost(enumeration = "Condition", tag = "1")]
    pub condition: i32,
    /// From 0 to 1.
    #[prost(double, tag = "2")]
    pub probability: f64,
}
impl ::prost::Name for Chance {
    const NAME: &'static str = "Chance";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.Chance".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.Chance".into()
    }
}
/// Sets the weather.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SetWeatherRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The zone.
    #[prost(string, tag = "2")]
    pub zone_id: ::prost::alloc::string::String,
    /// Its id within the zone: 1 to 128 characters. Left out: a new one.
    #[prost(string, tag = "3")]
    pub override_id: ::prost::alloc::string::String,
    /// The condition; one that the zone's climate has in some season.
    #[prost(enumeration = "Condition", tag = "4")]
    pub condition: i32,
    /// Where in the condition's ranges it lies, from 0 to 1: how strong the wind blows, how hard it rains. Left out: 0.5.
    #[prost(double, optional, tag = "5")]
    pub intensity: ::core::option::Option<f64>,
    /// When the weather begins to turn to it, not before now. Left out: now.
    #[prost(int64, optional, tag = "6")]
    pub begin_milliseconds: ::core::option::Option<i64>,
    /// How long it takes until it is all there. Left out: half an hour.
    #[prost(message, optional, tag = "7")]
    pub fade_in: ::core::option::Option<::prost_types::Duration>,
    /// How long it stays after that. Left out: until it is released.
    #[prost(message, optional, tag = "8")]
    pub hold: ::core::option::Option<::prost_types::Duration>,
    /// How long it takes to go. Left out: half an hour.
    #[prost(message, optional, tag = "9")]
    pub fade_out: ::core::option::Option<::prost_types::Duration>,
}
impl ::prost::Name for SetWeatherRequest {
    const NAME: &'static str = "SetWeatherRequest";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.SetWeatherRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.SetWeatherRequest".into()
    }
}
/// The answer to SetWeather.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SetWeatherResponse {
    /// What was set.
    #[prost(message, optional, tag = "1")]
    pub r#override: ::core::option::Option<Override>,
}
impl ::prost::Name for SetWeatherResponse {
    const NAME: &'static str = "SetWeatherResponse";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.SetWeatherResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.SetWeatherResponse".into()
    }
}
/// Lets weather go that was set.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ReleaseOverrideRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The zone.
    #[prost(string, tag = "2")]
    pub zone_id: ::prost::alloc::string::String,
    /// What was set.
    #[prost(string, tag = "3")]
    pub override_id: ::prost::alloc::string::String,
    /// How long it takes to go. Left out: as long as was said when it was set.
    #[prost(message, optional, tag = "4")]
    pub fade_out: ::core::option::Option<::prost_types::Duration>,
}
impl ::prost::Name for ReleaseOverrideRequest {
    const NAME: &'static str = "ReleaseOverrideRequest";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.ReleaseOverrideRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.ReleaseOverrideRequest".into()
    }
}
/// The answer to ReleaseOverride.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ReleaseOverrideResponse {
    /// What was set, with its end.
    #[prost(message, optional, tag = "1")]
    pub r#override: ::core::option::Option<Override>,
}
impl ::prost::Name for ReleaseOverrideResponse {
    const NAME: &'static str = "ReleaseOverrideResponse";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.ReleaseOverrideResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.ReleaseOverrideResponse".into()
    }
}
/// Asks for the zones.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListZonesRequest {
    /// The most zones in the answer, from 1 to 256; 0 is 50.
    #[prost(int32, tag = "1")]
    pub page_size: i32,
    /// Where to go on: `next_page_token` of the answer before.
    #[prost(string, tag = "2")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListZonesRequest {
    const NAME: &'static str = "ListZonesRequest";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.ListZonesRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.ListZonesRequest".into()
    }
}
/// The answer to ListZones.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListZonesResponse {
    /// The zones, ordered by id.
    #[prost(message, repeated, tag = "1")]
    pub zones: ::prost::alloc::vec::Vec<Zone>,
    /// Where the next page begins; empty after the last one.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListZonesResponse {
    const NAME: &'static str = "ListZonesResponse";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.ListZonesResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.ListZonesResponse".into()
    }
}
/// A zone: a place whose weather is told.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Zone {
    /// Its id.
    #[prost(string, tag = "1")]
    pub zone_id: ::prost::alloc::string::String,
    /// What it is called.
    #[prost(string, tag = "2")]
    pub display_name: ::prost::alloc::string::String,
    /// Where it lies, in metres to the east.
    #[prost(double, tag = "3")]
    pub x: f64,
    /// Where it lies, in metres to the north.
    #[prost(double, tag = "4")]
    pub y: f64,
    /// How high it lies.
    #[prost(double, tag = "5")]
    pub altitude_metres: f64,
    /// Its climate's id.
    #[prost(string, tag = "6")]
    pub climate_id: ::prost::alloc::string::String,
    /// What its climate is called.
    #[prost(string, tag = "7")]
    pub climate_name: ::prost::alloc::string::String,
}
impl ::prost::Name for Zone {
    const NAME: &'static str = "Zone";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.Zone".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.Zone".into()
    }
}
/// Asks for the past.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct HistoryRequest {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The zone.
    #[prost(string, tag = "2")]
    pub zone_id: ::prost::alloc::string::String,
    /// How many hours back, from 1 to 720; 0 is 24.
    #[prost(int32, tag = "3")]
    pub hours: i32,
}
impl ::prost::Name for HistoryRequest {
    const NAME: &'static str = "HistoryRequest";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.HistoryRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.HistoryRequest".into()
    }
}
/// The answer to History.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct HistoryResponse {
    /// The weather at the beginning of each hour, the oldest first; the last one is that of the hour that has begun.
    #[prost(message, repeated, tag = "1")]
    pub hours: ::prost::alloc::vec::Vec<Weather>,
}
impl ::prost::Name for HistoryResponse {
    const NAME: &'static str = "HistoryResponse";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.HistoryResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.HistoryResponse".into()
    }
}
/// The weather of a zone has another condition than at the hour that was told before. When several hours passed at once,
/// one event tells of the last of them.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct WeatherChanged {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The zone.
    #[prost(string, tag = "2")]
    pub zone_id: ::prost::alloc::string::String,
    /// The weather at the beginning of the hour; after a jump of the clock, at the time jumped to.
    #[prost(message, optional, tag = "3")]
    pub weather: ::core::option::Option<Weather>,
    /// The condition that was told before; not said the first time.
    #[prost(enumeration = "Condition", tag = "4")]
    pub previous_condition: i32,
}
impl ::prost::Name for WeatherChanged {
    const NAME: &'static str = "WeatherChanged";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.WeatherChanged".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.WeatherChanged".into()
    }
}
/// How dangerous the weather of a zone is has changed. Every such hour is told, also when several passed at once, unless
/// the clock was set past them.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SevereAlert {
    /// The world.
    #[prost(string, tag = "1")]
    pub world_id: ::prost::alloc::string::String,
    /// The zone.
    #[prost(string, tag = "2")]
    pub zone_id: ::prost::alloc::string::String,
    /// The hour, in game time.
    #[prost(int64, tag = "3")]
    pub milliseconds: i64,
    /// How dangerous it is now; NONE is the all-clear.
    #[prost(enumeration = "Severity", tag = "4")]
    pub severity: i32,
    /// How dangerous it was before.
    #[prost(enumeration = "Severity", tag = "5")]
    pub previous_severity: i32,
    /// What the weather is like now.
    #[prost(enumeration = "Condition", tag = "6")]
    pub condition: i32,
    /// Whether the hour had passed when it was told.
    #[prost(bool, tag = "7")]
    pub late: bool,
}
impl ::prost::Name for SevereAlert {
    const NAME: &'static str = "SevereAlert";
    const PACKAGE: &'static str = "realmwire.weather_manager.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.weather_manager.v1.SevereAlert".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.weather_manager.v1.SevereAlert".into()
    }
}
/// What the weather is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Condition {
    /// Not said.
    Unspecified = 0,
    /// No cloud to speak of.
    Clear = 1,
    /// Sun between clouds.
    PartlyCloudy = 2,
    /// More clouds than sky.
    Cloudy = 3,
    /// No sky to be seen.
    Overcast = 4,
    /// Cloud on the ground.
    Fog = 5,
    /// Wind that carries dust, sand or ash.
    DustStorm = 6,
    /// Light, fine rain.
    Drizzle = 7,
    /// Rain.
    Rain = 8,
    /// Rain that freezes, or snow that melts, as it falls.
    Sleet = 9,
    /// Snow.
    Snow = 10,
    /// Rain that drenches within minutes.
    HeavyRain = 11,
    /// Wind that breaks branches.
    Gale = 12,
    /// Thunder and lightning.
    Thunderstorm = 13,
    /// Snow in a gale.
    Blizzard = 14,
}
impl Condition {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "CONDITION_UNSPECIFIED",
            Self::Clear => "CONDITION_CLEAR",
            Self::PartlyCloudy => "CONDITION_PARTLY_CLOUDY",
            Self::Cloudy => "CONDITION_CLOUDY",
            Self::Overcast => "CONDITION_OVERCAST",
            Self::Fog => "CONDITION_FOG",
            Self::DustStorm => "CONDITION_DUST_STORM",
            Self::Drizzle => "CONDITION_DRIZZLE",
            Self::Rain => "CONDITION_RAIN",
            Self::Sleet => "CONDITION_SLEET",
            Self::Snow => "CONDITION_SNOW",
            Self::HeavyRain => "CONDITION_HEAVY_RAIN",
            Self::Gale => "CONDITION_GALE",
            Self::Thunderstorm => "CONDITION_THUNDERSTORM",
            Self::Blizzard => "CONDITION_BLIZZARD",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "CONDITION_UNSPECIFIED" => Some(Self::Unspecified),
            "CONDITION_CLEAR" => Some(Self::Clear),
            "CONDITION_PARTLY_CLOUDY" => Some(Self::PartlyCloudy),
            "CONDITION_CLOUDY" => Some(Self::Cloudy),
            "CONDITION_OVERCAST" => Some(Self::Overcast),
            "CONDITION_FOG" => Some(Self::Fog),
            "CONDITION_DUST_STORM" => Some(Self::DustStorm),
            "CONDITION_DRIZZLE" => Some(Self::Drizzle),
            "CONDITION_RAIN" => Some(Self::Rain),
            "CONDITION_SLEET" => Some(Self::Sleet),
            "CONDITION_SNOW" => Some(Self::Snow),
            "CONDITION_HEAVY_RAIN" => Some(Self::HeavyRain),
            "CONDITION_GALE" => Some(Self::Gale),
            "CONDITION_THUNDERSTORM" => Some(Self::Thunderstorm),
            "CONDITION_BLIZZARD" => Some(Self::Blizzard),
            _ => None,
        }
    }
}
/// What falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Precipitation {
    /// Not said.
    Unspecified = 0,
    /// Nothing.
    None = 1,
    /// Water.
    Rain = 2,
    /// Water and ice.
    Sleet = 3,
    /// Snow.
    Snow = 4,
}
impl Precipitation {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "PRECIPITATION_UNSPECIFIED",
            Self::None => "PRECIPITATION_NONE",
            Self::Rain => "PRECIPITATION_RAIN",
            Self::Sleet => "PRECIPITATION_SLEET",
            Self::Snow => "PRECIPITATION_SNOW",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "PRECIPITATION_UNSPECIFIED" => Some(Self::Unspecified),
            "PRECIPITATION_NONE" => Some(Self::None),
            "PRECIPITATION_RAIN" => Some(Self::Rain),
            "PRECIPITATION_SLEET" => Some(Self::Sleet),
            "PRECIPITATION_SNOW" => Some(Self::Snow),
            _ => None,
        }
    }
}
/// How dangerous weather is, as the content's table says for each condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Severity {
    /// Not said.
    Unspecified = 0,
    /// Not at all.
    None = 1,
    /// One should take care.
    Advisory = 2,
    /// One should not be outside.
    Warning = 3,
}
impl Severity {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "SEVERITY_UNSPECIFIED",
            Self::None => "SEVERITY_NONE",
            Self::Advisory => "SEVERITY_ADVISORY",
            Self::Warning => "SEVERITY_WARNING",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "SEVERITY_UNSPECIFIED" => Some(Self::Unspecified),
            "SEVERITY_NONE" => Some(Self::None),
            "SEVERITY_ADVISORY" => Some(Self::Advisory),
            "SEVERITY_WARNING" => Some(Self::Warning),
            _ => None,
        }
    }
}
/// The service `weather-manager`.
pub static SERVICE: crate::ServiceSpec = crate::ServiceSpec {
    name: "weather-manager",
    version: "v1",
    full_name: "realmwire.weather_manager.v1.WeatherManager",
    description: "Tells the weather of each zone of a world, as its climate has it, at any time of the world's clock",
    methods: &[&GET_WEATHER, &FORECAST, &SET_WEATHER, &RELEASE_OVERRIDE, &LIST_ZONES, &HISTORY],
    events: &[&WEATHER_CHANGED, &SEVERE_ALERT],
    calls: &[
        "time-manager.GetCalendar",
        "time-manager.GetSeasons",
        "time-manager.GetTime",
        "world-state.GetWorld",
        "world-state.ListWorlds",
    ],
    consumes: &["time-manager.hour.changed", "world-state.world.deleted"],
};

/// The method `WeatherManager/GetWeather`.
pub static GET_WEATHER: crate::MethodSpec = crate::MethodSpec {
    service: "weather-manager",
    name: "GetWeather",
    full_name: "realmwire.weather_manager.v1.WeatherManager/GetWeather",
    subject: "svc.weather-manager.v1.GetWeather",
    input: "realmwire.weather_manager.v1.GetWeatherRequest",
    output: "realmwire.weather_manager.v1.GetWeatherResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `WeatherManager/Forecast`.
pub static FORECAST: crate::MethodSpec = crate::MethodSpec {
    service: "weather-manager",
    name: "Forecast",
    full_name: "realmwire.weather_manager.v1.WeatherManager/Forecast",
    subject: "svc.weather-manager.v1.Forecast",
    input: "realmwire.weather_manager.v1.ForecastRequest",
    output: "realmwire.weather_manager.v1.ForecastResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `WeatherManager/SetWeather`.
pub static SET_WEATHER: crate::MethodSpec = crate::MethodSpec {
    service: "weather-manager",
    name: "SetWeather",
    full_name: "realmwire.weather_manager.v1.WeatherManager/SetWeather",
    subject: "svc.weather-manager.v1.SetWeather",
    input: "realmwire.weather_manager.v1.SetWeatherRequest",
    output: "realmwire.weather_manager.v1.SetWeatherResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `WeatherManager/ReleaseOverride`.
pub static RELEASE_OVERRIDE: crate::MethodSpec = crate::MethodSpec {
    service: "weather-manager",
    name: "ReleaseOverride",
    full_name: "realmwire.weather_manager.v1.WeatherManager/ReleaseOverride",
    subject: "svc.weather-manager.v1.ReleaseOverride",
    input: "realmwire.weather_manager.v1.ReleaseOverrideRequest",
    output: "realmwire.weather_manager.v1.ReleaseOverrideResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Admin,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `WeatherManager/ListZones`.
pub static LIST_ZONES: crate::MethodSpec = crate::MethodSpec {
    service: "weather-manager",
    name: "ListZones",
    full_name: "realmwire.weather_manager.v1.WeatherManager/ListZones",
    subject: "svc.weather-manager.v1.ListZones",
    input: "realmwire.weather_manager.v1.ListZonesRequest",
    output: "realmwire.weather_manager.v1.ListZonesResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `WeatherManager/History`.
pub static HISTORY: crate::MethodSpec = crate::MethodSpec {
    service: "weather-manager",
    name: "History",
    full_name: "realmwire.weather_manager.v1.WeatherManager/History",
    subject: "svc.weather-manager.v1.History",
    input: "realmwire.weather_manager.v1.HistoryRequest",
    output: "realmwire.weather_manager.v1.HistoryResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The event `weather.changed`.
pub static WEATHER_CHANGED: crate::EventSpec = crate::EventSpec {
    service: "weather-manager",
    name: "weather.changed",
    subject: "evt.weather-manager.weather.changed.v1",
    message: "realmwire.weather_manager.v1.WeatherChanged",
    audience: crate::Audience::Everyone,
};

impl crate::Event for WeatherChanged {
    const SPEC: &'static crate::EventSpec = &WEATHER_CHANGED;

    fn key(&self) -> &str {
        &self.world_id
    }
}

/// The event `severe.alert`.
pub static SEVERE_ALERT: crate::EventSpec = crate::EventSpec {
    service: "weather-manager",
    name: "severe.alert",
    subject: "evt.weather-manager.severe.alert.v1",
    message: "realmwire.weather_manager.v1.SevereAlert",
    audience: crate::Audience::Everyone,
};

impl crate::Event for SevereAlert {
    const SPEC: &'static crate::EventSpec = &SEVERE_ALERT;

    fn key(&self) -> &str {
        &self.world_id
    }
}
