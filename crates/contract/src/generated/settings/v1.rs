// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! Typed settings of players, feature flags, and what content a player wants to meet.

/// What a setting may be.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SettingDefinition {
    /// Names the setting, such as "audio.music_volume".
    #[prost(string, tag = "1")]
    pub key: ::prost::alloc::string::String,
    /// The type of its values.
    #[prost(enumeration = "ValueType", tag = "2")]
    pub r#type: i32,
    /// Whose its value is.
    #[prost(enumeration = "Scope", tag = "3")]
    pub scope: i32,
    /// What it is when nobody sets it.
    #[prost(message, optional, tag = "4")]
    pub default_value: ::core::option::Option<::prost_types::Value>,
    /// The least number, if there is a limit.
    #[prost(double, optional, tag = "5")]
    pub minimum: ::core::option::Option<f64>,
    /// The largest number, if there is a limit.
    #[prost(double, optional, tag = "6")]
    pub maximum: ::core::option::Option<f64>,
    /// The most characters of a text.
    #[prost(uint32, tag = "7")]
    pub characters_max: u32,
    /// What can be chosen.
    #[prost(string, repeated, tag = "8")]
    pub options: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// What it is for.
    #[prost(string, tag = "9")]
    pub description: ::prost::alloc::string::String,
}
impl ::prost::Name for SettingDefinition {
    const NAME: &'static str = "SettingDefinition";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.SettingDefinition".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.SettingDefinition".into()
    }
}
/// Asks for the definitions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetSchemaRequest {}
impl ::prost::Name for GetSchemaRequest {
    const NAME: &'static str = "GetSchemaRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.GetSchemaRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.GetSchemaRequest".into()
    }
}
/// The answer to GetSchema.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetSchemaResponse {
    /// The definitions, ordered by key.
    #[prost(message, repeated, tag = "1")]
    pub definitions: ::prost::alloc::vec::Vec<SettingDefinition>,
    /// Changes when a definition does.
    #[prost(string, tag = "2")]
    pub schema_version: ::prost::alloc::string::String,
}
impl ::prost::Name for GetSchemaResponse {
    const NAME: &'static str = "GetSchemaResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.GetSchemaResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.GetSchemaResponse".into()
    }
}
/// A player's settings as they hold.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct PlayerSettings {
    /// Whose settings.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The device whose values are among them; empty: the defaults of what belongs to a device.
    #[prost(string, tag = "2")]
    pub device_id: ::prost::alloc::string::String,
    /// The value of every setting, the global ones included.
    #[prost(message, optional, tag = "3")]
    pub values: ::core::option::Option<::prost_types::Struct>,
    /// The keys, in order, whose values were set; the others have their defaults.
    #[prost(string, repeated, tag = "4")]
    pub set_keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// Counts the changes of what this player has set on all devices; 0 when nothing ever was.
    #[prost(uint64, tag = "5")]
    pub version: u64,
    /// When the player's settings were changed last.
    #[prost(message, optional, tag = "6")]
    pub update_time: ::core::option::Option<::prost_types::Timestamp>,
    /// The definitions that hold.
    #[prost(string, tag = "7")]
    pub schema_version: ::prost::alloc::string::String,
}
impl ::prost::Name for PlayerSettings {
    const NAME: &'static str = "PlayerSettings";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.PlayerSettings".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.PlayerSettings".into()
    }
}
/// The global settings as they hold.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GlobalSettings {
    /// The value of every global setting.
    #[prost(message, optional, tag = "1")]
    pub values: ::core::option::Option<::prost_types::Struct>,
    /// The keys, in order, whose values were set; the others have their defaults.
    #[prost(string, repeated, tag = "2")]
    pub set_keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// Counts the changes; 0 when nothing was ever set.
    #[prost(uint64, tag = "3")]
    pub version: u64,
    /// When they were changed last.
    #[prost(message, optional, tag = "4")]
    pub update_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for GlobalSettings {
    const NAME: &'static str = "GlobalSettings";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.GlobalSettings".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.GlobalSettings".into()
    }
}
/// Asks for a player's settings.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetRequest {
    /// Whose. Players may leave out their own id.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The device, for what belongs to a device.
    #[prost(string, tag = "2")]
    pub device_id: ::prost::alloc::string::String,
    /// Only these keys, at most 500; none: all of them.
    #[prost(string, repeated, tag = "3")]
    pub keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for GetRequest {
    const NAME: &'static str = "GetRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.GetRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.GetRequest".into()
    }
}
/// The answer to Get.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetResponse {
    /// The settings.
    #[prost(message, optional, tag = "1")]
    pub settings: ::core::option::Option<PlayerSettings>,
}
impl ::prost::Name for GetResponse {
    const NAME: &'static str = "GetResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.GetResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.GetResponse".into()
    }
}
/// Sets values of a player.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct UpdateRequest {
    /// Whose. Players may leave out their own id.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The device, for keys that belong to a device.
    #[prost(string, tag = "2")]
    pub device_id: ::prost::alloc::string::String,
    /// The values by their keys; null takes a key back to its default.
    #[prost(message, optional, tag = "3")]
    pub values: ::core::option::Option<::prost_types::Struct>,
    /// How they are written.
    #[prost(enumeration = "UpdateMode", tag = "4")]
    pub mode: i32,
    /// What must be stored for the write to take place; left out: whatever is there.
    #[prost(message, optional, tag = "5")]
    pub expected_version: ::core::option::Option<super::super::common::v1::ExpectedVersion>,
}
impl ::prost::Name for UpdateRequest {
    const NAME: &'static str = "UpdateRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.UpdateRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.UpdateRequest".into()
    }
}
/// The answer to Update.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct UpdateResponse {
    /// The settings after the write.
    #[prost(message, optional, tag = "1")]
    pub settings: ::core::option::Option<PlayerSettings>,
    /// The keys whose values changed, in order.
    #[prost(string, repeated, tag = "2")]
    pub changed_keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for UpdateResponse {
    const NAME: &'static str = "UpdateResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.UpdateResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.UpdateResponse".into()
    }
}
/// Gives settings their defaults.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ResetRequest {
    /// Whose. Players may leave out their own id.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The device, for keys that belong to a device.
    #[prost(string, tag = "2")]
    pub device_id: ::prost::alloc::string::String,
    /// Which keys; none: all of the player's, or all of the device's when one is named, which forgets the device.
    #[prost(string, repeated, tag = "3")]
    pub keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// What must be stored for the write to take place; left out: whatever is there.
    #[prost(message, optional, tag = "4")]
    pub expected_version: ::core::option::Option<super::super::common::v1::ExpectedVersion>,
}
impl ::prost::Name for ResetRequest {
    const NAME: &'static str = "ResetRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.ResetRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.ResetRequest".into()
    }
}
/// The answer to Reset.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ResetResponse {
    /// The settings after the write.
    #[prost(message, optional, tag = "1")]
    pub settings: ::core::option::Option<PlayerSettings>,
    /// The keys whose values changed, in order.
    #[prost(string, repeated, tag = "2")]
    pub changed_keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for ResetResponse {
    const NAME: &'static str = "ResetResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.ResetResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.ResetResponse".into()
    }
}
/// Everything that a player has set.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SettingsExport {
    /// The form of this message; 1.
    #[prost(uint32, tag = "1")]
    pub format_version: u32,
    /// The definitions that held when it was made.
    #[prost(string, tag = "2")]
    pub schema_version: ::prost::alloc::string::String,
    /// When it was made.
    #[prost(message, optional, tag = "3")]
    pub export_time: ::core::option::Option<::prost_types::Timestamp>,
    /// What is set for the player.
    #[prost(message, optional, tag = "4")]
    pub values: ::core::option::Option<::prost_types::Struct>,
    /// What is set for each device, ordered by id.
    #[prost(message, repeated, tag = "5")]
    pub devices: ::prost::alloc::vec::Vec<DeviceValues>,
}
impl ::prost::Name for SettingsExport {
    const NAME: &'static str = "SettingsExport";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.SettingsExport".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.SettingsExport".into()
    }
}
/// What a player has set for one device.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct DeviceValues {
    /// The device.
    #[prost(string, tag = "1")]
    pub device_id: ::prost::alloc::string::String,
    /// The values by their keys.
    #[prost(message, optional, tag = "2")]
    pub values: ::core::option::Option<::prost_types::Struct>,
}
impl ::prost::Name for DeviceValues {
    const NAME: &'static str = "DeviceValues";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.DeviceValues".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.DeviceValues".into()
    }
}
/// Asks for everything that a player has set.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ExportRequest {
    /// Whose. Players may leave out their own id.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
}
impl ::prost::Name for ExportRequest {
    const NAME: &'static str = "ExportRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.ExportRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.ExportRequest".into()
    }
}
/// The answer to Export.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ExportResponse {
    /// Everything that is set.
    #[prost(message, optional, tag = "1")]
    pub export: ::core::option::Option<SettingsExport>,
}
impl ::prost::Name for ExportResponse {
    const NAME: &'static str = "ExportResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.ExportResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.ExportResponse".into()
    }
}
/// Sets what was exported.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ImportRequest {
    /// Whose settings are written. Players may leave out their own id.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// What Export returned.
    #[prost(message, optional, tag = "2")]
    pub export: ::core::option::Option<SettingsExport>,
    /// Merged with what is there, or in its place; the devices are replaced too then.
    #[prost(enumeration = "UpdateMode", tag = "3")]
    pub mode: i32,
    /// Leaves out keys that are not, or no longer, defined, instead of refusing all.
    #[prost(bool, tag = "4")]
    pub ignore_unknown: bool,
    /// What must be stored for the write to take place; left out: whatever is there.
    #[prost(message, optional, tag = "5")]
    pub expected_version: ::core::option::Option<super::super::common::v1::ExpectedVersion>,
}
impl ::prost::Name for ImportRequest {
    const NAME: &'static str = "ImportRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.ImportRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.ImportRequest".into()
    }
}
/// The answer to Import.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ImportResponse {
    /// The settings after the write, without those of devices.
    #[prost(message, optional, tag = "1")]
    pub settings: ::core::option::Option<PlayerSettings>,
    /// The keys whose values changed on the player or a device, in order.
    #[prost(string, repeated, tag = "2")]
    pub changed_keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// The keys that were left out, in order.
    #[prost(string, repeated, tag = "3")]
    pub ignored_keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for ImportResponse {
    const NAME: &'static str = "ImportResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.ImportResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.ImportResponse".into()
    }
}
/// Asks for the changes of a player's settings.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct WatchRequest {
    /// Whose. Players may leave out their own id.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The device, for what belongs to a device.
    #[prost(string, tag = "2")]
    pub device_id: ::prost::alloc::string::String,
    /// Goes on after the message that carried this token: begins with the settings only if they have changed since.
    #[prost(string, tag = "3")]
    pub resume_token: ::prost::alloc::string::String,
}
impl ::prost::Name for WatchRequest {
    const NAME: &'static str = "WatchRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.WatchRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.WatchRequest".into()
    }
}
/// One message of Watch.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct WatchResponse {
    /// The settings as they hold.
    #[prost(message, optional, tag = "1")]
    pub settings: ::core::option::Option<PlayerSettings>,
    /// Resumes a watch after this message.
    #[prost(string, tag = "2")]
    pub resume_token: ::prost::alloc::string::String,
}
impl ::prost::Name for WatchResponse {
    const NAME: &'static str = "WatchResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.WatchResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.WatchResponse".into()
    }
}
/// Asks for the global settings.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetGlobalRequest {}
impl ::prost::Name for GetGlobalRequest {
    const NAME: &'static str = "GetGlobalRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.GetGlobalRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.GetGlobalRequest".into()
    }
}
/// The answer to GetGlobal.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetGlobalResponse {
    /// The settings.
    #[prost(message, optional, tag = "1")]
    pub settings: ::core::option::Option<GlobalSettings>,
}
impl ::prost::Name for GetGlobalResponse {
    const NAME: &'static str = "GetGlobalResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.GetGlobalResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.GetGlobalResponse".into()
    }
}
/// Sets global values.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct UpdateGlobalRequest {
    /// The values by their keys; null takes a key back to its default.
    #[prost(message, optional, tag = "1")]
    pub values: ::core::option::Option<::prost_types::Struct>,
    /// How they are written.
    #[prost(enumeration = "UpdateMode", tag = "2")]
    pub mode: i32,
    /// What must be stored for the write to take place; left out: whatever is there.
    #[prost(message, optional, tag = "3")]
    pub expected_version: ::core::option::Option<super::super::common::v1::ExpectedVersion>,
}
impl ::prost::Name for UpdateGlobalRequest {
    const NAME: &'static str = "UpdateGlobalRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.UpdateGlobalRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.UpdateGlobalRequest".into()
    }
}
/// The answer to UpdateGlobal.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct UpdateGlobalResponse {
    /// The settings after the write.
    #[prost(message, optional, tag = "1")]
    pub settings: ::core::option::Option<GlobalSettings>,
    /// The keys whose values changed, in order.
    #[prost(string, repeated, tag = "2")]
    pub changed_keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for UpdateGlobalResponse {
    const NAME: &'static str = "UpdateGlobalResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.UpdateGlobalResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.UpdateGlobalResponse".into()
    }
}
/// Gives global settings their defaults.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ResetGlobalRequest {
    /// Which keys; none: all of them.
    #[prost(string, repeated, tag = "1")]
    pub keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// What must be stored for the write to take place; left out: whatever is there.
    #[prost(message, optional, tag = "2")]
    pub expected_version: ::core::option::Option<super::super::common::v1::ExpectedVersion>,
}
impl ::prost::Name for ResetGlobalRequest {
    const NAME: &'static str = "ResetGlobalRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.ResetGlobalRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.ResetGlobalRequest".into()
    }
}
/// The answer to ResetGlobal.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ResetGlobalResponse {
    /// The settings after the write.
    #[prost(message, optional, tag = "1")]
    pub settings: ::core::option::Option<GlobalSettings>,
    /// The keys whose values changed, in order.
    #[prost(string, repeated, tag = "2")]
    pub changed_keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for ResetGlobalResponse {
    const NAME: &'static str = "ResetGlobalResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.ResetGlobalResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.ResetGlobalResponse".into()
    }
}
/// Whom a flag is on for, and what they get.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct FlagRule {
    /// Whether it is on for anybody.
    #[prost(bool, tag = "1")]
    pub enabled: bool,
    /// How many of ten thousand players it is on for: 1,000 is 10 %. Left out: all of them.
    #[prost(uint32, optional, tag = "2")]
    pub rollout_basis_points: ::core::option::Option<u32>,
    /// The tiers that it is for; none: everybody.
    #[prost(string, repeated, tag = "3")]
    pub tiers: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// What players for whom it is on are divided into; none: it is just on.
    #[prost(message, repeated, tag = "4")]
    pub variants: ::prost::alloc::vec::Vec<FlagVariant>,
    /// Decides, with the player's id, who is drawn; left out: the flag's id. Flags with the same salt draw the same
    /// players. Another salt draws again.
    #[prost(string, tag = "5")]
    pub salt: ::prost::alloc::string::String,
    /// What it is for.
    #[prost(string, tag = "6")]
    pub description: ::prost::alloc::string::String,
}
impl ::prost::Name for FlagRule {
    const NAME: &'static str = "FlagRule";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.FlagRule".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.FlagRule".into()
    }
}
/// One of the variants of a flag.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct FlagVariant {
    /// Its name, which no other variant of the flag has.
    #[prost(string, tag = "1")]
    pub name: ::prost::alloc::string::String,
    /// Its share of the players, against the sum of all weights; from 0 to 10,000.
    #[prost(uint32, tag = "2")]
    pub weight: u32,
    /// What it carries.
    #[prost(message, optional, tag = "3")]
    pub value: ::core::option::Option<::prost_types::Value>,
}
impl ::prost::Name for FlagVariant {
    const NAME: &'static str = "FlagVariant";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.FlagVariant".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.FlagVariant".into()
    }
}
/// A flag.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Flag {
    /// Names it: 1 to 128 characters.
    #[prost(string, tag = "1")]
    pub flag_id: ::prost::alloc::string::String,
    /// Whom it is on for.
    #[prost(message, optional, tag = "2")]
    pub rule: ::core::option::Option<FlagRule>,
    /// Counts the writes since it was created, from 1.
    #[prost(uint64, tag = "3")]
    pub version: u64,
    /// When it was created.
    #[prost(message, optional, tag = "4")]
    pub create_time: ::core::option::Option<::prost_types::Timestamp>,
    /// When it was written last.
    #[prost(message, optional, tag = "5")]
    pub update_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for Flag {
    const NAME: &'static str = "Flag";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.Flag".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.Flag".into()
    }
}
/// What a flag is for a player.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct FlagEvaluation {
    /// The flag.
    #[prost(string, tag = "1")]
    pub flag_id: ::prost::alloc::string::String,
    /// Whether it is on.
    #[prost(bool, tag = "2")]
    pub enabled: bool,
    /// The player's variant; empty when it is off or has none.
    #[prost(string, tag = "3")]
    pub variant: ::prost::alloc::string::String,
    /// What the variant carries.
    #[prost(message, optional, tag = "4")]
    pub value: ::core::option::Option<::prost_types::Value>,
    /// Why.
    #[prost(enumeration = "FlagReason", tag = "5")]
    pub reason: i32,
    /// The flag's version; 0 when there is none.
    #[prost(uint64, tag = "6")]
    pub version: u64,
}
impl ::prost::Name for FlagEvaluation {
    const NAME: &'static str = "FlagEvaluation";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.FlagEvaluation".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.FlagEvaluation".into()
    }
}
/// Asks what flags are for a player.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct EvaluateFlagsRequest {
    /// For whom. Players may leave out their own id.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// Which flags, at most 500; none: all of them.
    #[prost(string, repeated, tag = "2")]
    pub flag_ids: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for EvaluateFlagsRequest {
    const NAME: &'static str = "EvaluateFlagsRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.EvaluateFlagsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.EvaluateFlagsRequest".into()
    }
}
/// The answer to EvaluateFlags.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct EvaluateFlagsResponse {
    /// The flags, in the order of the request, or of their ids.
    #[prost(message, repeated, tag = "1")]
    pub evaluations: ::prost::alloc::vec::Vec<FlagEvaluation>,
    /// The player's tier; empty when it has none.
    #[prost(string, tag = "2")]
    pub tier: ::prost::alloc::string::String,
}
impl ::prost::Name for EvaluateFlagsResponse {
    const NAME: &'static str = "EvaluateFlagsResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.EvaluateFlagsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.EvaluateFlagsResponse".into()
    }
}
/// Creates or replaces a flag.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct UpsertFlagRequest {
    /// Which flag: 1 to 128 characters.
    #[prost(string, tag = "1")]
    pub flag_id: ::prost::alloc::string::String,
    /// Its rule.
    #[prost(message, optional, tag = "2")]
    pub rule: ::core::option::Option<FlagRule>,
    /// What must be stored for the write to take place; left out: whatever is there.
    #[prost(message, optional, tag = "3")]
    pub expected_version: ::core::option::Option<super::super::common::v1::ExpectedVersion>,
}
impl ::prost::Name for UpsertFlagRequest {
    const NAME: &'static str = "UpsertFlagRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.UpsertFlagRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.UpsertFlagRequest".into()
    }
}
/// The answer to UpsertFlag.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct UpsertFlagResponse {
    /// The flag as it was written.
    #[prost(message, optional, tag = "1")]
    pub flag: ::core::option::Option<Flag>,
}
impl ::prost::Name for UpsertFlagResponse {
    const NAME: &'static str = "UpsertFlagResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.UpsertFlagResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.UpsertFlagResponse".into()
    }
}
/// Asks for a flag.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetFlagRequest {
    /// Which flag.
    #[prost(string, tag = "1")]
    pub flag_id: ::prost::alloc::string::String,
}
impl ::prost::Name for GetFlagRequest {
    const NAME: &'static str = "GetFlagRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.GetFlagRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.GetFlagRequest".into()
    }
}
/// The answer to GetFlag.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetFlagResponse {
    /// The flag.
    #[prost(message, optional, tag = "1")]
    pub flag: ::core::option::Option<Flag>,
}
impl ::prost::Name for GetFlagResponse {
    const NAME: &'static str = "GetFlagResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.GetFlagResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.GetFlagResponse".into()
    }
}
/// Asks for the flags.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListFlagsRequest {
    /// The most flags in the answer, from 1 to 500; 0 is 50.
    #[prost(int32, tag = "1")]
    pub page_size: i32,
    /// Where to go on: `next_page_token` of the answer before.
    #[prost(string, tag = "2")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListFlagsRequest {
    const NAME: &'static str = "ListFlagsRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.ListFlagsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.ListFlagsRequest".into()
    }
}
/// The answer to ListFlags.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListFlagsResponse {
    /// The flags, ordered by id.
    #[prost(message, repeated, tag = "1")]
    pub flags: ::prost::alloc::vec::Vec<Flag>,
    /// Where the next page begins; empty after the last one.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListFlagsResponse {
    const NAME: &'static str = "ListFlagsResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.ListFlagsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.ListFlagsResponse".into()
    }
}
/// Deletes a flag.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DeleteFlagRequest {
    /// Which flag.
    #[prost(string, tag = "1")]
    pub flag_id: ::prost::alloc::string::String,
    /// What must be stored for the deletion to take place; left out: whatever is there.
    #[prost(message, optional, tag = "2")]
    pub expected_version: ::core::option::Option<super::super::common::v1::ExpectedVersion>,
}
impl ::prost::Name for DeleteFlagRequest {
    const NAME: &'static str = "DeleteFlagRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.DeleteFlagRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.DeleteFlagRequest".into()
    }
}
/// The answer to DeleteFlag.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DeleteFlagResponse {}
impl ::prost::Name for DeleteFlagResponse {
    const NAME: &'static str = "DeleteFlagResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.DeleteFlagResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.DeleteFlagResponse".into()
    }
}
/// Says which tier a player belongs to.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SetTierRequest {
    /// Which player.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The tier: a word of up to 64 characters; empty takes the player out of its tier.
    #[prost(string, tag = "2")]
    pub tier: ::prost::alloc::string::String,
}
impl ::prost::Name for SetTierRequest {
    const NAME: &'static str = "SetTierRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.SetTierRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.SetTierRequest".into()
    }
}
/// The answer to SetTier.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SetTierResponse {}
impl ::prost::Name for SetTierResponse {
    const NAME: &'static str = "SetTierResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.SetTierResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.SetTierResponse".into()
    }
}
/// How much there may be of one kind of content.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ContentLimit {
    /// The kind of content.
    #[prost(enumeration = "ContentCategory", tag = "1")]
    pub category: i32,
    /// The most there may be: the lower of what the player chose and what is allowed to everybody.
    #[prost(enumeration = "ContentLevel", tag = "2")]
    pub level: i32,
}
impl ::prost::Name for ContentLimit {
    const NAME: &'static str = "ContentLimit";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.ContentLimit".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.ContentLimit".into()
    }
}
/// How much there may be of each kind of content.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ContentPolicy {
    /// One for each kind of content, in their order.
    #[prost(message, repeated, tag = "1")]
    pub limits: ::prost::alloc::vec::Vec<ContentLimit>,
}
impl ::prost::Name for ContentPolicy {
    const NAME: &'static str = "ContentPolicy";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.ContentPolicy".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.ContentPolicy".into()
    }
}
/// Asks for a player's content policy.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetContentPolicyRequest {
    /// Whose. Players may leave out their own id.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The session for which it is asked. Left out by a player who is signed in: its own session; by others: none.
    #[prost(string, tag = "2")]
    pub session_id: ::prost::alloc::string::String,
}
impl ::prost::Name for GetContentPolicyRequest {
    const NAME: &'static str = "GetContentPolicyRequest";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.GetContentPolicyRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.GetContentPolicyRequest".into()
    }
}
/// The answer to GetContentPolicy.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetContentPolicyResponse {
    /// The policy.
    #[prost(message, optional, tag = "1")]
    pub policy: ::core::option::Option<ContentPolicy>,
    /// The session that it holds for; empty when none was asked for.
    #[prost(string, tag = "2")]
    pub session_id: ::prost::alloc::string::String,
    /// Since when it holds for the session.
    #[prost(message, optional, tag = "3")]
    pub snapshot_time: ::core::option::Option<::prost_types::Timestamp>,
    /// Whether the next session will get another one.
    #[prost(bool, tag = "4")]
    pub outdated: bool,
}
impl ::prost::Name for GetContentPolicyResponse {
    const NAME: &'static str = "GetContentPolicyResponse";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.GetContentPolicyResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.GetContentPolicyResponse".into()
    }
}
/// A player's settings were changed.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SettingsChanged {
    /// Whose settings.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// Their version now.
    #[prost(uint64, tag = "2")]
    pub version: u64,
    /// The version before.
    #[prost(uint64, tag = "3")]
    pub previous_version: u64,
    /// The keys of the player whose values changed, in order.
    #[prost(string, repeated, tag = "4")]
    pub changed_keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// The devices on which values changed, in order.
    #[prost(message, repeated, tag = "5")]
    pub devices: ::prost::alloc::vec::Vec<DeviceChange>,
    /// When they were changed.
    #[prost(message, optional, tag = "6")]
    pub update_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for SettingsChanged {
    const NAME: &'static str = "SettingsChanged";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.SettingsChanged".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.SettingsChanged".into()
    }
}
/// What changed on a device.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DeviceChange {
    /// The device.
    #[prost(string, tag = "1")]
    pub device_id: ::prost::alloc::string::String,
    /// The keys whose values changed, in order.
    #[prost(string, repeated, tag = "2")]
    pub changed_keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
}
impl ::prost::Name for DeviceChange {
    const NAME: &'static str = "DeviceChange";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.DeviceChange".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.DeviceChange".into()
    }
}
/// Global settings were changed.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GlobalChanged {
    /// Always "global".
    #[prost(string, tag = "1")]
    pub scope: ::prost::alloc::string::String,
    /// Their version now.
    #[prost(uint64, tag = "2")]
    pub version: u64,
    /// The version before.
    #[prost(uint64, tag = "3")]
    pub previous_version: u64,
    /// The keys whose values changed, in order.
    #[prost(string, repeated, tag = "4")]
    pub changed_keys: ::prost::alloc::vec::Vec<::prost::alloc::string::String>,
    /// When they were changed.
    #[prost(message, optional, tag = "5")]
    pub update_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for GlobalChanged {
    const NAME: &'static str = "GlobalChanged";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.GlobalChanged".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.GlobalChanged".into()
    }
}
/// A flag was created, changed or deleted.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct FlagChanged {
    /// The flag.
    #[prost(string, tag = "1")]
    pub flag_id: ::prost::alloc::string::String,
    /// Its version now; 0 when it was deleted.
    #[prost(uint64, tag = "2")]
    pub version: u64,
    /// The version before; 0 when it was created.
    #[prost(uint64, tag = "3")]
    pub previous_version: u64,
    /// When it was changed.
    #[prost(message, optional, tag = "4")]
    pub update_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for FlagChanged {
    const NAME: &'static str = "FlagChanged";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.FlagChanged".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.FlagChanged".into()
    }
}
/// What a player wants to meet was changed, for the sessions that begin from now on. That what is allowed to everybody
/// was changed is told by `global.changed`.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct PolicyChanged {
    /// Whose policy.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The policy now.
    #[prost(message, optional, tag = "2")]
    pub policy: ::core::option::Option<ContentPolicy>,
    /// The policy before.
    #[prost(message, optional, tag = "3")]
    pub previous_policy: ::core::option::Option<ContentPolicy>,
    /// When it was changed.
    #[prost(message, optional, tag = "4")]
    pub update_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for PolicyChanged {
    const NAME: &'static str = "PolicyChanged";
    const PACKAGE: &'static str = "realmwire.settings.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.settings.v1.PolicyChanged".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.settings.v1.PolicyChanged".into()
    }
}
/// Whose a setting's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Scope {
    /// Not said.
    Unspecified = 0,
    /// One value for everybody.
    Global = 1,
    /// One value for each player.
    Player = 2,
    /// One value for each device of a player.
    Device = 3,
}
impl Scope {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "SCOPE_UNSPECIFIED",
            Self::Global => "SCOPE_GLOBAL",
            Self::Player => "SCOPE_PLAYER",
            Self::Device => "SCOPE_DEVICE",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "SCOPE_UNSPECIFIED" => Some(Self::Unspecified),
            "SCOPE_GLOBAL" => Some(Self::Global),
            "SCOPE_PLAYER" => Some(Self::Player),
            "SCOPE_DEVICE" => Some(Self::Device),
            _ => None,
        }
    }
}
/// The types of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum ValueType {
    /// Not said.
    Unspecified = 0,
    /// True or false.
    Boolean = 1,
    /// A whole number.
    Integer = 2,
    /// A number.
    Number = 3,
    /// A text.
    Text = 4,
    /// One of the options, as a text.
    Choice = 5,
    /// Some of the options, each once, as a list of texts.
    Choices = 6,
}
impl ValueType {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "VALUE_TYPE_UNSPECIFIED",
            Self::Boolean => "VALUE_TYPE_BOOLEAN",
            Self::Integer => "VALUE_TYPE_INTEGER",
            Self::Number => "VALUE_TYPE_NUMBER",
            Self::Text => "VALUE_TYPE_TEXT",
            Self::Choice => "VALUE_TYPE_CHOICE",
            Self::Choices => "VALUE_TYPE_CHOICES",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "VALUE_TYPE_UNSPECIFIED" => Some(Self::Unspecified),
            "VALUE_TYPE_BOOLEAN" => Some(Self::Boolean),
            "VALUE_TYPE_INTEGER" => Some(Self::Integer),
            "VALUE_TYPE_NUMBER" => Some(Self::Number),
            "VALUE_TYPE_TEXT" => Some(Self::Text),
            "VALUE_TYPE_CHOICE" => Some(Self::Choice),
            "VALUE_TYPE_CHOICES" => Some(Self::Choices),
            _ => None,
        }
    }
}
/// How values are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum UpdateMode {
    /// As UPDATE_MODE_MERGE.
    Unspecified = 0,
    /// The values that are sent are set, null takes a key back to its default, and all others stay.
    Merge = 1,
    /// What is not sent goes back to its default: of the player, and of the device when one is named.
    Replace = 2,
}
impl UpdateMode {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "UPDATE_MODE_UNSPECIFIED",
            Self::Merge => "UPDATE_MODE_MERGE",
            Self::Replace => "UPDATE_MODE_REPLACE",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "UPDATE_MODE_UNSPECIFIED" => Some(Self::Unspecified),
            "UPDATE_MODE_MERGE" => Some(Self::Merge),
            "UPDATE_MODE_REPLACE" => Some(Self::Replace),
            _ => None,
        }
    }
}
/// Why a flag is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum FlagReason {
    /// Not said.
    Unspecified = 0,
    /// It is off for everybody.
    Disabled = 1,
    /// The player's tier is not among its tiers.
    Tier = 2,
    /// The player is not among those who were drawn.
    NotDrawn = 3,
    /// It is on.
    On = 4,
    /// There is no such flag, which is off.
    Unknown = 5,
}
impl FlagReason {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "FLAG_REASON_UNSPECIFIED",
            Self::Disabled => "FLAG_REASON_DISABLED",
            Self::Tier => "FLAG_REASON_TIER",
            Self::NotDrawn => "FLAG_REASON_NOT_DRAWN",
            Self::On => "FLAG_REASON_ON",
            Self::Unknown => "FLAG_REASON_UNKNOWN",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "FLAG_REASON_UNSPECIFIED" => Some(Self::Unspecified),
            "FLAG_REASON_DISABLED" => Some(Self::Disabled),
            "FLAG_REASON_TIER" => Some(Self::Tier),
            "FLAG_REASON_NOT_DRAWN" => Some(Self::NotDrawn),
            "FLAG_REASON_ON" => Some(Self::On),
            "FLAG_REASON_UNKNOWN" => Some(Self::Unknown),
            _ => None,
        }
    }
}
/// Kinds of content, after the descriptors of age ratings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum ContentCategory {
    /// Not said.
    Unspecified = 0,
    /// Violence.
    Violence = 1,
    /// What frightens.
    Fear = 2,
    /// Bad language.
    Language = 3,
    /// Sex and nudity.
    Sex = 4,
    /// Drugs, alcohol and tobacco.
    Drugs = 5,
    /// Gambling.
    Gambling = 6,
    /// Discrimination.
    Discrimination = 7,
}
impl ContentCategory {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "CONTENT_CATEGORY_UNSPECIFIED",
            Self::Violence => "CONTENT_CATEGORY_VIOLENCE",
            Self::Fear => "CONTENT_CATEGORY_FEAR",
            Self::Language => "CONTENT_CATEGORY_LANGUAGE",
            Self::Sex => "CONTENT_CATEGORY_SEX",
            Self::Drugs => "CONTENT_CATEGORY_DRUGS",
            Self::Gambling => "CONTENT_CATEGORY_GAMBLING",
            Self::Discrimination => "CONTENT_CATEGORY_DISCRIMINATION",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "CONTENT_CATEGORY_UNSPECIFIED" => Some(Self::Unspecified),
            "CONTENT_CATEGORY_VIOLENCE" => Some(Self::Violence),
            "CONTENT_CATEGORY_FEAR" => Some(Self::Fear),
            "CONTENT_CATEGORY_LANGUAGE" => Some(Self::Language),
            "CONTENT_CATEGORY_SEX" => Some(Self::Sex),
            "CONTENT_CATEGORY_DRUGS" => Some(Self::Drugs),
            "CONTENT_CATEGORY_GAMBLING" => Some(Self::Gambling),
            "CONTENT_CATEGORY_DISCRIMINATION" => Some(Self::Discrimination),
            _ => None,
        }
    }
}
/// How much of a kind of content there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum ContentLevel {
    /// Not said.
    Unspecified = 0,
    /// None at all.
    None = 1,
    /// Hinted at.
    Mild = 2,
    /// Shown without detail.
    Moderate = 3,
    /// Shown in detail.
    Strong = 4,
    /// Without limit.
    Unrestricted = 5,
}
impl ContentLevel {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "CONTENT_LEVEL_UNSPECIFIED",
            Self::None => "CONTENT_LEVEL_NONE",
            Self::Mild => "CONTENT_LEVEL_MILD",
            Self::Moderate => "CONTENT_LEVEL_MODERATE",
            Self::Strong => "CONTENT_LEVEL_STRONG",
            Self::Unrestricted => "CONTENT_LEVEL_UNRESTRICTED",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "CONTENT_LEVEL_UNSPECIFIED" => Some(Self::Unspecified),
            "CONTENT_LEVEL_NONE" => Some(Self::None),
            "CONTENT_LEVEL_MILD" => Some(Self::Mild),
            "CONTENT_LEVEL_MODERATE" => Some(Self::Moderate),
            "CONTENT_LEVEL_STRONG" => Some(Self::Strong),
            "CONTENT_LEVEL_UNRESTRICTED" => Some(Self::Unrestricted),
            _ => None,
        }
    }
}
/// The service `settings`.
pub static SERVICE: crate::ServiceSpec = crate::ServiceSpec {
    name: "settings",
    version: "v1",
    full_name: "realmwire.settings.v1.Settings",
    description: "Keeps settings whose types, ranges and defaults are content, decides feature flags, and derives the content policy",
    methods: &[
        &GET_SCHEMA,
        &GET,
        &UPDATE,
        &RESET,
        &EXPORT,
        &IMPORT,
        &WATCH,
        &GET_GLOBAL,
        &UPDATE_GLOBAL,
        &RESET_GLOBAL,
        &EVALUATE_FLAGS,
        &UPSERT_FLAG,
        &GET_FLAG,
        &LIST_FLAGS,
        &DELETE_FLAG,
        &SET_TIER,
        &GET_CONTENT_POLICY,
    ],
    events: &[&SETTINGS_CHANGED, &GLOBAL_CHANGED, &FLAG_CHANGED, &POLICY_CHANGED],
    calls: &[],
    consumes: &[],
};

/// The method `Settings/GetSchema`.
pub static GET_SCHEMA: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "GetSchema",
    full_name: "realmwire.settings.v1.Settings/GetSchema",
    subject: "svc.settings.v1.GetSchema",
    input: "realmwire.settings.v1.GetSchemaRequest",
    output: "realmwire.settings.v1.GetSchemaResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: true,
    rate_class: "read",
};

/// The method `Settings/Get`.
pub static GET: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "Get",
    full_name: "realmwire.settings.v1.Settings/Get",
    subject: "svc.settings.v1.Get",
    input: "realmwire.settings.v1.GetRequest",
    output: "realmwire.settings.v1.GetResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: Some("player_id"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `Settings/Update`.
pub static UPDATE: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "Update",
    full_name: "realmwire.settings.v1.Settings/Update",
    subject: "svc.settings.v1.Update",
    input: "realmwire.settings.v1.UpdateRequest",
    output: "realmwire.settings.v1.UpdateResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Player,
    owner_field: Some("player_id"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `Settings/Reset`.
pub static RESET: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "Reset",
    full_name: "realmwire.settings.v1.Settings/Reset",
    subject: "svc.settings.v1.Reset",
    input: "realmwire.settings.v1.ResetRequest",
    output: "realmwire.settings.v1.ResetResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Player,
    owner_field: Some("player_id"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `Settings/Export`.
pub static EXPORT: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "Export",
    full_name: "realmwire.settings.v1.Settings/Export",
    subject: "svc.settings.v1.Export",
    input: "realmwire.settings.v1.ExportRequest",
    output: "realmwire.settings.v1.ExportResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: Some("player_id"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `Settings/Import`.
pub static IMPORT: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "Import",
    full_name: "realmwire.settings.v1.Settings/Import",
    subject: "svc.settings.v1.Import",
    input: "realmwire.settings.v1.ImportRequest",
    output: "realmwire.settings.v1.ImportResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Player,
    owner_field: Some("player_id"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "write",
};

/// The method `Settings/Watch`.
pub static WATCH: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "Watch",
    full_name: "realmwire.settings.v1.Settings/Watch",
    subject: "svc.settings.v1.Watch",
    input: "realmwire.settings.v1.WatchRequest",
    output: "realmwire.settings.v1.WatchResponse",
    kind: crate::MethodKind::ServerStream,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: Some("player_id"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `Settings/GetGlobal`.
pub static GET_GLOBAL: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "GetGlobal",
    full_name: "realmwire.settings.v1.Settings/GetGlobal",
    subject: "svc.settings.v1.GetGlobal",
    input: "realmwire.settings.v1.GetGlobalRequest",
    output: "realmwire.settings.v1.GetGlobalResponse",
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

/// The method `Settings/UpdateGlobal`.
pub static UPDATE_GLOBAL: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "UpdateGlobal",
    full_name: "realmwire.settings.v1.Settings/UpdateGlobal",
    subject: "svc.settings.v1.UpdateGlobal",
    input: "realmwire.settings.v1.UpdateGlobalRequest",
    output: "realmwire.settings.v1.UpdateGlobalResponse",
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

/// The method `Settings/ResetGlobal`.
pub static RESET_GLOBAL: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "ResetGlobal",
    full_name: "realmwire.settings.v1.Settings/ResetGlobal",
    subject: "svc.settings.v1.ResetGlobal",
    input: "realmwire.settings.v1.ResetGlobalRequest",
    output: "realmwire.settings.v1.ResetGlobalResponse",
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

/// The method `Settings/EvaluateFlags`.
pub static EVALUATE_FLAGS: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "EvaluateFlags",
    full_name: "realmwire.settings.v1.Settings/EvaluateFlags",
    subject: "svc.settings.v1.EvaluateFlags",
    input: "realmwire.settings.v1.EvaluateFlagsRequest",
    output: "realmwire.settings.v1.EvaluateFlagsResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Player,
    owner_field: Some("player_id"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `Settings/UpsertFlag`.
pub static UPSERT_FLAG: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "UpsertFlag",
    full_name: "realmwire.settings.v1.Settings/UpsertFlag",
    subject: "svc.settings.v1.UpsertFlag",
    input: "realmwire.settings.v1.UpsertFlagRequest",
    output: "realmwire.settings.v1.UpsertFlagResponse",
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

/// The method `Settings/GetFlag`.
pub static GET_FLAG: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "GetFlag",
    full_name: "realmwire.settings.v1.Settings/GetFlag",
    subject: "svc.settings.v1.GetFlag",
    input: "realmwire.settings.v1.GetFlagRequest",
    output: "realmwire.settings.v1.GetFlagResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Moderator,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `Settings/ListFlags`.
pub static LIST_FLAGS: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "ListFlags",
    full_name: "realmwire.settings.v1.Settings/ListFlags",
    subject: "svc.settings.v1.ListFlags",
    input: "realmwire.settings.v1.ListFlagsRequest",
    output: "realmwire.settings.v1.ListFlagsResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Safe,
    access: crate::Access::Moderator,
    owner_field: None,
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The method `Settings/DeleteFlag`.
pub static DELETE_FLAG: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "DeleteFlag",
    full_name: "realmwire.settings.v1.Settings/DeleteFlag",
    subject: "svc.settings.v1.DeleteFlag",
    input: "realmwire.settings.v1.DeleteFlagRequest",
    output: "realmwire.settings.v1.DeleteFlagResponse",
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

/// The method `Settings/SetTier`.
pub static SET_TIER: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "SetTier",
    full_name: "realmwire.settings.v1.Settings/SetTier",
    subject: "svc.settings.v1.SetTier",
    input: "realmwire.settings.v1.SetTierRequest",
    output: "realmwire.settings.v1.SetTierResponse",
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

/// The method `Settings/GetContentPolicy`.
pub static GET_CONTENT_POLICY: crate::MethodSpec = crate::MethodSpec {
    service: "settings",
    name: "GetContentPolicy",
    full_name: "realmwire.settings.v1.Settings/GetContentPolicy",
    subject: "svc.settings.v1.GetContentPolicy",
    input: "realmwire.settings.v1.GetContentPolicyRequest",
    output: "realmwire.settings.v1.GetContentPolicyResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Player,
    owner_field: Some("player_id"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Default,
    brief: false,
    rate_class: "read",
};

/// The event `settings.changed`.
pub static SETTINGS_CHANGED: crate::EventSpec = crate::EventSpec {
    service: "settings",
    name: "settings.changed",
    subject: "evt.settings.settings.changed.v1",
    message: "realmwire.settings.v1.SettingsChanged",
    audience: crate::Audience::Owner,
};

impl crate::Event for SettingsChanged {
    const SPEC: &'static crate::EventSpec = &SETTINGS_CHANGED;

    fn key(&self) -> &str {
        &self.player_id
    }
}

/// The event `global.changed`.
pub static GLOBAL_CHANGED: crate::EventSpec = crate::EventSpec {
    service: "settings",
    name: "global.changed",
    subject: "evt.settings.global.changed.v1",
    message: "realmwire.settings.v1.GlobalChanged",
    audience: crate::Audience::Everyone,
};

impl crate::Event for GlobalChanged {
    const SPEC: &'static crate::EventSpec = &GLOBAL_CHANGED;

    fn key(&self) -> &str {
        &self.scope
    }
}

/// The event `flag.changed`.
pub static FLAG_CHANGED: crate::EventSpec = crate::EventSpec {
    service: "settings",
    name: "flag.changed",
    subject: "evt.settings.flag.changed.v1",
    message: "realmwire.settings.v1.FlagChanged",
    audience: crate::Audience::Everyone,
};

impl crate::Event for FlagChanged {
    const SPEC: &'static crate::EventSpec = &FLAG_CHANGED;

    fn key(&self) -> &str {
        &self.flag_id
    }
}

/// The event `policy.changed`.
pub static POLICY_CHANGED: crate::EventSpec = crate::EventSpec {
    service: "settings",
    name: "policy.changed",
    subject: "evt.settings.policy.changed.v1",
    message: "realmwire.settings.v1.PolicyChanged",
    audience: crate::Audience::Owner,
};

impl crate::Event for PolicyChanged {
    const SPEC: &'static crate::EventSpec = &POLICY_CHANGED;

    fn key(&self) -> &str {
        &self.player_id
    }
}
