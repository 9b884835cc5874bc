//! The conditions, in an order from fair to foul that the chain of the weather goes by.

use realmwire_contract::weather_manager::v1;

/// What the weather is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Condition {
    Clear,
    PartlyCloudy,
    Cloudy,
    Overcast,
    Fog,
    DustStorm,
    Drizzle,
    Rain,
    Sleet,
    Snow,
    HeavyRain,
    Gale,
    Thunderstorm,
    Blizzard,
}

/// How many there are.
pub(crate) const COUNT: usize = 14;

/// All of them, in their order, with their names in content and in the contract.
const TABLE: [(Condition, &str, v1::Condition); COUNT] = [
    (Condition::Clear, "clear", v1::Condition::Clear),
    (Condition::PartlyCloudy, "partly_cloudy", v1::Condition::PartlyCloudy),
    (Condition::Cloudy, "cloudy", v1::Condition::Cloudy),
    (Condition::Overcast, "overcast", v1::Condition::Overcast),
    (Condition::Fog, "fog", v1::Condition::Fog),
    (Condition::DustStorm, "dust_storm", v1::Condition::DustStorm),
    (Condition::Drizzle, "drizzle", v1::Condition::Drizzle),
    (Condition::Rain, "rain", v1::Condition::Rain),
    (Condition::Sleet, "sleet", v1::Condition::Sleet),
    (Condition::Snow, "snow", v1::Condition::Snow),
    (Condition::HeavyRain, "heavy_rain", v1::Condition::HeavyRain),
    (Condition::Gale, "gale", v1::Condition::Gale),
    (Condition::Thunderstorm, "thunderstorm", v1::Condition::Thunderstorm),
    (Condition::Blizzard, "blizzard", v1::Condition::Blizzard),
];

/// What falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Falling {
    Nothing,
    Rain,
    Sleet,
    Snow,
}

/// The highest temperature, in degrees, at which something frozen falls.
pub(crate) const FROZEN_CELSIUS_MAX: f64 = 2.0;
/// The lowest temperature, in degrees, at which rain falls.
pub(crate) const LIQUID_CELSIUS_MIN: f64 = -2.0;

impl Condition {
    /// All conditions in their order.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(condition, _, _)| *condition)
    }

    /// Its place in the order.
    pub(crate) fn index(self) -> usize {
        self as usize
    }

    /// The condition at a place in the order.
    #[cfg(test)]
    pub(crate) fn at(index: usize) -> Option<Self> {
        TABLE.get(index).map(|(condition, _, _)| *condition)
    }

    /// Its name in content.
    pub(crate) fn name(self) -> &'static str {
        TABLE.get(self.index()).map_or("", |(_, name, _)| name)
    }

    /// The condition that content calls so.
    pub(crate) fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|(_, known, _)| *known == name).map(|(condition, _, _)| *condition)
    }

    /// As the contract has it.
    pub(crate) fn to_proto(self) -> v1::Condition {
        TABLE.get(self.index()).map_or(v1::Condition::Unspecified, |(_, _, proto)| *proto)
    }

    /// What the contract means; nothing for a value that it does not know.
    pub(crate) fn from_proto(value: i32) -> Option<Self> {
        TABLE.iter().find(|(_, _, proto)| *proto as i32 == value).map(|(condition, _, _)| *condition)
    }

    /// What falls.
    pub(crate) fn falling(self) -> Falling {
        match self {
            Self::Drizzle | Self::Rain | Self::HeavyRain | Self::Thunderstorm => Falling::Rain,
            Self::Sleet => Falling::Sleet,
            Self::Snow | Self::Blizzard => Falling::Snow,
            _ => Falling::Nothing,
        }
    }

    /// The temperatures at which nature allows it.
    pub(crate) fn natural_celsius(self) -> (f64, f64) {
        match self.falling() {
            Falling::Nothing => (f64::NEG_INFINITY, f64::INFINITY),
            Falling::Rain => (LIQUID_CELSIUS_MIN, f64::INFINITY),
            Falling::Sleet => (LIQUID_CELSIUS_MIN, FROZEN_CELSIUS_MAX),
            Falling::Snow => (f64::NEG_INFINITY, FROZEN_CELSIUS_MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_contract_tell_the_same_conditions() {
        for (index, condition) in Condition::all().enumerate() {
            assert_eq!(condition.index(), index);
            assert_eq!(Condition::at(index), Some(condition));
            assert_eq!(Condition::named(condition.name()), Some(condition));
            assert_eq!(Condition::from_proto(condition.to_proto().into()), Some(condition));
            let contract = condition.to_proto().as_str_name().to_lowercase();
            assert_eq!(contract, format!("condition_{}", condition.name()));
        }
        assert_eq!(Condition::all().count(), COUNT);
        assert_eq!(Condition::from_proto(0), None);
        assert_eq!(Condition::named("Clear"), None);
    }
}
