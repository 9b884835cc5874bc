// Generated from proto/ by `cargo xtask codegen`; do not edit.

//! Quality modes of players' devices, steered by what the devices measure.

/// A preset of the content.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Preset {
    /// The mode that it belongs to.
    #[prost(enumeration = "Mode", tag = "1")]
    pub mode: i32,
    /// What players see.
    #[prost(string, tag = "2")]
    pub display_name: ::prost::alloc::string::String,
    /// What it is for.
    #[prost(string, tag = "3")]
    pub description: ::prost::alloc::string::String,
    /// The resolution that it begins with, in percent of the screen's width and height.
    #[prost(uint32, tag = "4")]
    pub resolution_percent: u32,
    /// The settings of the renderer, from 0, the least, by their names.
    #[prost(btree_map = "string, uint32", tag = "5")]
    pub scalers: ::prost::alloc::collections::BTreeMap<::prost::alloc::string::String, u32>,
    /// What a frame costs, against ultra being 1.
    #[prost(double, tag = "6")]
    pub cost: f64,
}
impl ::prost::Name for Preset {
    const NAME: &'static str = "Preset";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.Preset".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.Preset".into()
    }
}
/// What a device should keep.
#[derive(Clone, Copy, PartialEq, ::prost::Message)]
pub struct Budget {
    /// The time of a frame, in milliseconds, from 1 to 1,000.
    #[prost(double, tag = "1")]
    pub frame_time_ms: f64,
    /// Memory in use, in megabytes.
    #[prost(double, optional, tag = "2")]
    pub memory_mb: ::core::option::Option<f64>,
    /// The processor's time of a frame, in milliseconds.
    #[prost(double, optional, tag = "3")]
    pub cpu_time_ms: ::core::option::Option<f64>,
    /// The graphics processor's time of a frame, in milliseconds.
    #[prost(double, optional, tag = "4")]
    pub gpu_time_ms: ::core::option::Option<f64>,
    /// Breaches are told at once, and the controller takes any two late frames in a row for a step in the load. Otherwise
    /// they are told when they last, and frames must be late by more than a tenth.
    #[prost(bool, tag = "5")]
    pub strict: bool,
}
impl ::prost::Name for Budget {
    const NAME: &'static str = "Budget";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.Budget".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.Budget".into()
    }
}
/// What the controller may not change.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct Locks {
    /// The resolution, in percent; left out: it may be changed.
    #[prost(uint32, optional, tag = "1")]
    pub resolution_percent: ::core::option::Option<u32>,
    /// The preset, one of low to ultra; left out: it may be changed.
    #[prost(enumeration = "Mode", tag = "2")]
    pub preset: i32,
}
impl ::prost::Name for Locks {
    const NAME: &'static str = "Locks";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.Locks".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.Locks".into()
    }
}
/// The mode of a device.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ModeState {
    /// Whose device.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The device.
    #[prost(string, tag = "2")]
    pub device_id: ::prost::alloc::string::String,
    /// The mode that was chosen.
    #[prost(enumeration = "Mode", tag = "3")]
    pub mode: i32,
    /// The preset in force: in the mode auto the one that the controller has chosen.
    #[prost(enumeration = "Mode", tag = "4")]
    pub preset: i32,
    /// The resolution in force, in percent of the screen's width and height.
    #[prost(uint32, tag = "5")]
    pub resolution_percent: u32,
    /// The settings of the renderer in force.
    #[prost(btree_map = "string, uint32", tag = "6")]
    pub scalers: ::prost::alloc::collections::BTreeMap<::prost::alloc::string::String, u32>,
    /// What the controller may not change.
    #[prost(message, optional, tag = "7")]
    pub locks: ::core::option::Option<Locks>,
    /// The budgets.
    #[prost(message, optional, tag = "8")]
    pub budget: ::core::option::Option<Budget>,
    /// Counts the changes of everything above, from 1; 0 when the device has not been heard of.
    #[prost(uint64, tag = "9")]
    pub version: u64,
    /// When it was changed last.
    #[prost(message, optional, tag = "10")]
    pub change_time: ::core::option::Option<::prost_types::Timestamp>,
    /// Why the quality is what it is.
    #[prost(enumeration = "ChangeReason", tag = "11")]
    pub reason: i32,
    /// What frames waited for lately.
    #[prost(enumeration = "Bottleneck", tag = "12")]
    pub bottleneck: i32,
    /// The budgets that are broken, in their order.
    #[prost(enumeration = "BudgetKind", repeated, tag = "13")]
    pub breached: ::prost::alloc::vec::Vec<i32>,
}
impl ::prost::Name for ModeState {
    const NAME: &'static str = "ModeState";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.ModeState".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.ModeState".into()
    }
}
/// What was measured of one frame.
#[derive(Clone, Copy, PartialEq, ::prost::Message)]
pub struct FrameSample {
    /// Its number, which grows from frame to frame within a run.
    #[prost(uint64, tag = "1")]
    pub frame: u64,
    /// From the last frame to this one, in milliseconds: above 0, at most 60,000.
    #[prost(double, tag = "2")]
    pub frame_time_ms: f64,
    /// The processor's time, in milliseconds.
    #[prost(double, optional, tag = "3")]
    pub cpu_time_ms: ::core::option::Option<f64>,
    /// The graphics processor's time, in milliseconds.
    #[prost(double, optional, tag = "4")]
    pub gpu_time_ms: ::core::option::Option<f64>,
}
impl ::prost::Name for FrameSample {
    const NAME: &'static str = "FrameSample";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.FrameSample".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.FrameSample".into()
    }
}
/// Reports frames.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ReportMetricsRequest {
    /// Whose device. Players may leave out their own id.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The device.
    #[prost(string, tag = "2")]
    pub device_id: ::prost::alloc::string::String,
    /// Names the run of the game: frames of another run are counted anew, and the controller begins to observe again.
    #[prost(string, tag = "3")]
    pub run_id: ::prost::alloc::string::String,
    /// The version of the mode that the frames were drawn with; 0 is the present one. The controller does not look at
    /// frames that were drawn before its last change.
    #[prost(uint64, tag = "4")]
    pub mode_version: u64,
    /// The frames in their order, 1 to 1,000.
    #[prost(message, repeated, tag = "5")]
    pub samples: ::prost::alloc::vec::Vec<FrameSample>,
    /// Memory in use, in megabytes.
    #[prost(double, optional, tag = "6")]
    pub memory_mb: ::core::option::Option<f64>,
    /// How hot the device is.
    #[prost(enumeration = "ThermalState", tag = "7")]
    pub thermal: i32,
}
impl ::prost::Name for ReportMetricsRequest {
    const NAME: &'static str = "ReportMetricsRequest";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.ReportMetricsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.ReportMetricsRequest".into()
    }
}
/// The answer to ReportMetrics.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ReportMetricsResponse {
    /// The mode that holds now.
    #[prost(message, optional, tag = "1")]
    pub mode: ::core::option::Option<ModeState>,
    /// Whether the frames changed it.
    #[prost(bool, tag = "2")]
    pub changed: bool,
}
impl ::prost::Name for ReportMetricsResponse {
    const NAME: &'static str = "ReportMetricsResponse";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.ReportMetricsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.ReportMetricsResponse".into()
    }
}
/// Asks for what was measured.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetMetricsRequest {
    /// Whose device. Players may leave out their own id.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The device.
    #[prost(string, tag = "2")]
    pub device_id: ::prost::alloc::string::String,
    /// How far back, from 10 seconds to 15 minutes, in steps of 10 seconds, rounded up; left out: one minute.
    #[prost(message, optional, tag = "3")]
    pub window: ::core::option::Option<::prost_types::Duration>,
}
impl ::prost::Name for GetMetricsRequest {
    const NAME: &'static str = "GetMetricsRequest";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.GetMetricsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.GetMetricsRequest".into()
    }
}
/// How some times are distributed.
#[derive(Clone, Copy, PartialEq, ::prost::Message)]
pub struct Distribution {
    /// How many there are.
    #[prost(uint64, tag = "1")]
    pub count: u64,
    /// Half of them are at most this, in milliseconds, within one percent.
    #[prost(double, tag = "2")]
    pub p50_ms: f64,
    /// 95 of 100 are at most this.
    #[prost(double, tag = "3")]
    pub p95_ms: f64,
    /// 99 of 100 are at most this.
    #[prost(double, tag = "4")]
    pub p99_ms: f64,
    /// The largest.
    #[prost(double, tag = "5")]
    pub maximum_ms: f64,
    /// Their mean.
    #[prost(double, tag = "6")]
    pub mean_ms: f64,
}
impl ::prost::Name for Distribution {
    const NAME: &'static str = "Distribution";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.Distribution".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.Distribution".into()
    }
}
/// The answer to GetMetrics.
#[derive(Clone, Copy, PartialEq, ::prost::Message)]
pub struct GetMetricsResponse {
    /// Where the window begins.
    #[prost(message, optional, tag = "1")]
    pub start_time: ::core::option::Option<::prost_types::Timestamp>,
    /// The times of frames.
    #[prost(message, optional, tag = "2")]
    pub frame_time: ::core::option::Option<Distribution>,
    /// The processor's times, if they were reported.
    #[prost(message, optional, tag = "3")]
    pub cpu_time: ::core::option::Option<Distribution>,
    /// The graphics processor's times, if they were reported.
    #[prost(message, optional, tag = "4")]
    pub gpu_time: ::core::option::Option<Distribution>,
    /// Frames a second, over the time that all of them took.
    #[prost(double, tag = "5")]
    pub frames_per_second: f64,
    /// Frames a second over the slowest hundredth of the frames.
    #[prost(double, tag = "6")]
    pub one_percent_low: f64,
    /// Frames that took longer than their budget.
    #[prost(uint64, tag = "7")]
    pub late_frames: u64,
    /// Frames that were not shown because others took their time: a frame of three budgets drops two.
    #[prost(uint64, tag = "8")]
    pub dropped_frames: u64,
    /// The most memory in use, in megabytes; 0 when it was not reported.
    #[prost(double, tag = "9")]
    pub memory_maximum_mb: f64,
    /// The hottest that the device was.
    #[prost(enumeration = "ThermalState", tag = "10")]
    pub thermal: i32,
}
impl ::prost::Name for GetMetricsResponse {
    const NAME: &'static str = "GetMetricsResponse";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.GetMetricsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.GetMetricsResponse".into()
    }
}
/// Asks for the presets.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ListPresetsRequest {
    /// The most presets in the answer; 0 is 50.
    #[prost(int32, tag = "1")]
    pub page_size: i32,
    /// Where to go on: `next_page_token` of the answer before.
    #[prost(string, tag = "2")]
    pub page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListPresetsRequest {
    const NAME: &'static str = "ListPresetsRequest";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.ListPresetsRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.ListPresetsRequest".into()
    }
}
/// The answer to ListPresets.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct ListPresetsResponse {
    /// The presets, in the order of their modes.
    #[prost(message, repeated, tag = "1")]
    pub presets: ::prost::alloc::vec::Vec<Preset>,
    /// Where the next page begins; empty after the last one.
    #[prost(string, tag = "2")]
    pub next_page_token: ::prost::alloc::string::String,
}
impl ::prost::Name for ListPresetsResponse {
    const NAME: &'static str = "ListPresetsResponse";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.ListPresetsResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.ListPresetsResponse".into()
    }
}
/// Chooses a mode.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct AdjustModeRequest {
    /// Whose device. Players may leave out their own id.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The device.
    #[prost(string, tag = "2")]
    pub device_id: ::prost::alloc::string::String,
    /// The mode.
    #[prost(enumeration = "Mode", tag = "3")]
    pub mode: i32,
    /// What the controller may not change; left out: nothing is locked.
    #[prost(message, optional, tag = "4")]
    pub locks: ::core::option::Option<Locks>,
    /// What must be stored for the write to take place; left out: whatever is there.
    #[prost(message, optional, tag = "5")]
    pub expected_version: ::core::option::Option<super::super::common::v1::ExpectedVersion>,
}
impl ::prost::Name for AdjustModeRequest {
    const NAME: &'static str = "AdjustModeRequest";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.AdjustModeRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.AdjustModeRequest".into()
    }
}
/// The answer to AdjustMode.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct AdjustModeResponse {
    /// The mode after the write.
    #[prost(message, optional, tag = "1")]
    pub mode: ::core::option::Option<ModeState>,
}
impl ::prost::Name for AdjustModeResponse {
    const NAME: &'static str = "AdjustModeResponse";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.AdjustModeResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.AdjustModeResponse".into()
    }
}
/// Asks for the mode of a device.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GetModeRequest {
    /// Whose device. Players may leave out their own id.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The device.
    #[prost(string, tag = "2")]
    pub device_id: ::prost::alloc::string::String,
}
impl ::prost::Name for GetModeRequest {
    const NAME: &'static str = "GetModeRequest";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.GetModeRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.GetModeRequest".into()
    }
}
/// The answer to GetMode.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct GetModeResponse {
    /// The mode.
    #[prost(message, optional, tag = "1")]
    pub mode: ::core::option::Option<ModeState>,
}
impl ::prost::Name for GetModeResponse {
    const NAME: &'static str = "GetModeResponse";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.GetModeResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.GetModeResponse".into()
    }
}
/// Sets budgets.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SetBudgetRequest {
    /// Whose device. Players may leave out their own id.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The device.
    #[prost(string, tag = "2")]
    pub device_id: ::prost::alloc::string::String,
    /// The budgets.
    #[prost(message, optional, tag = "3")]
    pub budget: ::core::option::Option<Budget>,
    /// What must be stored for the write to take place; left out: whatever is there.
    #[prost(message, optional, tag = "4")]
    pub expected_version: ::core::option::Option<super::super::common::v1::ExpectedVersion>,
}
impl ::prost::Name for SetBudgetRequest {
    const NAME: &'static str = "SetBudgetRequest";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.SetBudgetRequest".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.SetBudgetRequest".into()
    }
}
/// The answer to SetBudget.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct SetBudgetResponse {
    /// The mode after the write.
    #[prost(message, optional, tag = "1")]
    pub mode: ::core::option::Option<ModeState>,
}
impl ::prost::Name for SetBudgetResponse {
    const NAME: &'static str = "SetBudgetResponse";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.SetBudgetResponse".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.SetBudgetResponse".into()
    }
}
/// The mode or the quality of a device was changed.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ModeChanged {
    /// Whose device.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The device.
    #[prost(string, tag = "2")]
    pub device_id: ::prost::alloc::string::String,
    /// The version now.
    #[prost(uint64, tag = "3")]
    pub version: u64,
    /// The version before.
    #[prost(uint64, tag = "4")]
    pub previous_version: u64,
    /// The mode now.
    #[prost(enumeration = "Mode", tag = "5")]
    pub mode: i32,
    /// The mode before.
    #[prost(enumeration = "Mode", tag = "6")]
    pub previous_mode: i32,
    /// The preset in force now.
    #[prost(enumeration = "Mode", tag = "7")]
    pub preset: i32,
    /// The preset in force before.
    #[prost(enumeration = "Mode", tag = "8")]
    pub previous_preset: i32,
    /// The resolution now, in percent.
    #[prost(uint32, tag = "9")]
    pub resolution_percent: u32,
    /// The resolution before, in percent.
    #[prost(uint32, tag = "10")]
    pub previous_resolution_percent: u32,
    /// Why.
    #[prost(enumeration = "ChangeReason", tag = "11")]
    pub reason: i32,
    /// When.
    #[prost(message, optional, tag = "12")]
    pub change_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for ModeChanged {
    const NAME: &'static str = "ModeChanged";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.ModeChanged".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.ModeChanged".into()
    }
}
/// A device broke one of its budgets. It is told again only after the budget was kept for a while.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct BudgetBreached {
    /// Whose device.
    #[prost(string, tag = "1")]
    pub player_id: ::prost::alloc::string::String,
    /// The device.
    #[prost(string, tag = "2")]
    pub device_id: ::prost::alloc::string::String,
    /// Which budget.
    #[prost(enumeration = "BudgetKind", tag = "3")]
    pub kind: i32,
    /// What was measured: milliseconds, or megabytes.
    #[prost(double, tag = "4")]
    pub measured: f64,
    /// What it should be at most.
    #[prost(double, tag = "5")]
    pub budget: f64,
    /// Whether the budget is strict.
    #[prost(bool, tag = "6")]
    pub strict: bool,
    /// When.
    #[prost(message, optional, tag = "7")]
    pub breach_time: ::core::option::Option<::prost_types::Timestamp>,
}
impl ::prost::Name for BudgetBreached {
    const NAME: &'static str = "BudgetBreached";
    const PACKAGE: &'static str = "realmwire.performance_mode.v1";
    fn full_name() -> ::prost::alloc::string::String {
        "realmwire.performance_mode.v1.BudgetBreached".into()
    }
    fn type_url() -> ::prost::alloc::string::String {
        "type.googleapis.com/realmwire.performance_mode.v1.BudgetBreached".into()
    }
}
/// The modes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Mode {
    /// Not said.
    Unspecified = 0,
    /// The least quality.
    Low = 1,
    /// Less quality.
    Medium = 2,
    /// More quality.
    High = 3,
    /// The most quality.
    Ultra = 4,
    /// As many frames as can be, with what matters in a match kept visible.
    Competitive = 5,
    /// A controller chooses among low to ultra, and the resolution.
    Auto = 6,
}
impl Mode {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "MODE_UNSPECIFIED",
            Self::Low => "MODE_LOW",
            Self::Medium => "MODE_MEDIUM",
            Self::High => "MODE_HIGH",
            Self::Ultra => "MODE_ULTRA",
            Self::Competitive => "MODE_COMPETITIVE",
            Self::Auto => "MODE_AUTO",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "MODE_UNSPECIFIED" => Some(Self::Unspecified),
            "MODE_LOW" => Some(Self::Low),
            "MODE_MEDIUM" => Some(Self::Medium),
            "MODE_HIGH" => Some(Self::High),
            "MODE_ULTRA" => Some(Self::Ultra),
            "MODE_COMPETITIVE" => Some(Self::Competitive),
            "MODE_AUTO" => Some(Self::Auto),
            _ => None,
        }
    }
}
/// How hot a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum ThermalState {
    /// Not said.
    Unspecified = 0,
    /// As it should be.
    Nominal = 1,
    /// Warm: quality is not raised.
    Fair = 2,
    /// Hot: quality is lowered step by step.
    Serious = 3,
    /// Too hot: quality is lowered fast.
    Critical = 4,
}
impl ThermalState {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "THERMAL_STATE_UNSPECIFIED",
            Self::Nominal => "THERMAL_STATE_NOMINAL",
            Self::Fair => "THERMAL_STATE_FAIR",
            Self::Serious => "THERMAL_STATE_SERIOUS",
            Self::Critical => "THERMAL_STATE_CRITICAL",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "THERMAL_STATE_UNSPECIFIED" => Some(Self::Unspecified),
            "THERMAL_STATE_NOMINAL" => Some(Self::Nominal),
            "THERMAL_STATE_FAIR" => Some(Self::Fair),
            "THERMAL_STATE_SERIOUS" => Some(Self::Serious),
            "THERMAL_STATE_CRITICAL" => Some(Self::Critical),
            _ => None,
        }
    }
}
/// What frames wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum Bottleneck {
    /// Not known.
    Unspecified = 0,
    /// The processor.
    Cpu = 1,
    /// The graphics processor.
    Gpu = 2,
}
impl Bottleneck {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "BOTTLENECK_UNSPECIFIED",
            Self::Cpu => "BOTTLENECK_CPU",
            Self::Gpu => "BOTTLENECK_GPU",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "BOTTLENECK_UNSPECIFIED" => Some(Self::Unspecified),
            "BOTTLENECK_CPU" => Some(Self::Cpu),
            "BOTTLENECK_GPU" => Some(Self::Gpu),
            _ => None,
        }
    }
}
/// Why the quality is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum ChangeReason {
    /// It is what a device begins with.
    Unspecified = 0,
    /// It was chosen by AdjustMode.
    Chosen = 1,
    /// Frames came late for a while.
    OverBudget = 2,
    /// A step in the load made frames come late at once.
    Panic = 3,
    /// The device was hot.
    Thermal = 4,
    /// There was headroom.
    Headroom = 5,
}
impl ChangeReason {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "CHANGE_REASON_UNSPECIFIED",
            Self::Chosen => "CHANGE_REASON_CHOSEN",
            Self::OverBudget => "CHANGE_REASON_OVER_BUDGET",
            Self::Panic => "CHANGE_REASON_PANIC",
            Self::Thermal => "CHANGE_REASON_THERMAL",
            Self::Headroom => "CHANGE_REASON_HEADROOM",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "CHANGE_REASON_UNSPECIFIED" => Some(Self::Unspecified),
            "CHANGE_REASON_CHOSEN" => Some(Self::Chosen),
            "CHANGE_REASON_OVER_BUDGET" => Some(Self::OverBudget),
            "CHANGE_REASON_PANIC" => Some(Self::Panic),
            "CHANGE_REASON_THERMAL" => Some(Self::Thermal),
            "CHANGE_REASON_HEADROOM" => Some(Self::Headroom),
            _ => None,
        }
    }
}
/// What is measured against a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, ::prost::Enumeration)]
#[repr(i32)]
pub enum BudgetKind {
    /// Not said.
    Unspecified = 0,
    /// The time of a frame.
    FrameTime = 1,
    /// Memory in use.
    Memory = 2,
    /// The processor's time of a frame.
    CpuTime = 3,
    /// The graphics processor's time of a frame.
    GpuTime = 4,
}
impl BudgetKind {
    /// String value of the enum field names used in the ProtoBuf definition.
    ///
    /// The values are not transformed in any way and thus are considered stable
    /// (if the ProtoBuf definition does not change) and safe for programmatic use.
    pub fn as_str_name(&self) -> &'static str {
        match self {
            Self::Unspecified => "BUDGET_KIND_UNSPECIFIED",
            Self::FrameTime => "BUDGET_KIND_FRAME_TIME",
            Self::Memory => "BUDGET_KIND_MEMORY",
            Self::CpuTime => "BUDGET_KIND_CPU_TIME",
            Self::GpuTime => "BUDGET_KIND_GPU_TIME",
        }
    }
    /// Creates an enum from field names used in the ProtoBuf definition.
    pub fn from_str_name(value: &str) -> ::core::option::Option<Self> {
        match value {
            "BUDGET_KIND_UNSPECIFIED" => Some(Self::Unspecified),
            "BUDGET_KIND_FRAME_TIME" => Some(Self::FrameTime),
            "BUDGET_KIND_MEMORY" => Some(Self::Memory),
            "BUDGET_KIND_CPU_TIME" => Some(Self::CpuTime),
            "BUDGET_KIND_GPU_TIME" => Some(Self::GpuTime),
            _ => None,
        }
    }
}
/// The service `performance-mode`.
pub static SERVICE: crate::ServiceSpec = crate::ServiceSpec {
    name: "performance-mode",
    version: "v1",
    full_name: "realmwire.performance_mode.v1.PerformanceMode",
    description: "Keeps the quality mode of each device of a player, what the device measured, and its budgets",
    methods: &[&REPORT_METRICS, &GET_METRICS, &LIST_PRESETS, &ADJUST_MODE, &GET_MODE, &SET_BUDGET],
    events: &[&MODE_CHANGED, &BUDGET_BREACHED],
    calls: &[],
    consumes: &[],
};

/// The method `PerformanceMode/ReportMetrics`.
pub static REPORT_METRICS: crate::MethodSpec = crate::MethodSpec {
    service: "performance-mode",
    name: "ReportMetrics",
    full_name: "realmwire.performance_mode.v1.PerformanceMode/ReportMetrics",
    subject: "svc.performance-mode.v1.ReportMetrics",
    input: "realmwire.performance_mode.v1.ReportMetricsRequest",
    output: "realmwire.performance_mode.v1.ReportMetricsResponse",
    kind: crate::MethodKind::Unary,
    idempotency: crate::Idempotency::Keyed,
    access: crate::Access::Player,
    owner_field: Some("player_id"),
    timeout: std::time::Duration::from_secs(5),
    max_in_flight: 1024,
    criticality: crate::Criticality::Sheddable,
    brief: false,
    rate_class: "write",
};

/// The method `PerformanceMode/GetMetrics`.
pub static GET_METRICS: crate::MethodSpec = crate::MethodSpec {
    service: "performance-mode",
    name: "GetMetrics",
    full_name: "realmwire.performance_mode.v1.PerformanceMode/GetMetrics",
    subject: "svc.performance-mode.v1.GetMetrics",
    input: "realmwire.performance_mode.v1.GetMetricsRequest",
    output: "realmwire.performance_mode.v1.GetMetricsResponse",
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

/// The method `PerformanceMode/ListPresets`.
pub static LIST_PRESETS: crate::MethodSpec = crate::MethodSpec {
    service: "performance-mode",
    name: "ListPresets",
    full_name: "realmwire.performance_mode.v1.PerformanceMode/ListPresets",
    subject: "svc.performance-mode.v1.ListPresets",
    input: "realmwire.performance_mode.v1.ListPresetsRequest",
    output: "realmwire.performance_mode.v1.ListPresetsResponse",
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

/// The method `PerformanceMode/AdjustMode`.
pub static ADJUST_MODE: crate::MethodSpec = crate::MethodSpec {
    service: "performance-mode",
    name: "AdjustMode",
    full_name: "realmwire.performance_mode.v1.PerformanceMode/AdjustMode",
    subject: "svc.performance-mode.v1.AdjustMode",
    input: "realmwire.performance_mode.v1.AdjustModeRequest",
    output: "realmwire.performance_mode.v1.AdjustModeResponse",
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

/// The method `PerformanceMode/GetMode`.
pub static GET_MODE: crate::MethodSpec = crate::MethodSpec {
    service: "performance-mode",
    name: "GetMode",
    full_name: "realmwire.performance_mode.v1.PerformanceMode/GetMode",
    subject: "svc.performance-mode.v1.GetMode",
    input: "realmwire.performance_mode.v1.GetModeRequest",
    output: "realmwire.performance_mode.v1.GetModeResponse",
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

/// The method `PerformanceMode/SetBudget`.
pub static SET_BUDGET: crate::MethodSpec = crate::MethodSpec {
    service: "performance-mode",
    name: "SetBudget",
    full_name: "realmwire.performance_mode.v1.PerformanceMode/SetBudget",
    subject: "svc.performance-mode.v1.SetBudget",
    input: "realmwire.performance_mode.v1.SetBudgetRequest",
    output: "realmwire.performance_mode.v1.SetBudgetResponse",
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

/// The event `mode.changed`.
pub static MODE_CHANGED: crate::EventSpec = crate::EventSpec {
    service: "performance-mode",
    name: "mode.changed",
    subject: "evt.performance-mode.mode.changed.v1",
    message: "realmwire.performance_mode.v1.ModeChanged",
    audience: crate::Audience::Owner,
};

impl crate::Event for ModeChanged {
    const SPEC: &'static crate::EventSpec = &MODE_CHANGED;

    fn key(&self) -> &str {
        &self.player_id
    }
}

/// The event `budget.breached`.
pub static BUDGET_BREACHED: crate::EventSpec = crate::EventSpec {
    service: "performance-mode",
    name: "budget.breached",
    subject: "evt.performance-mode.budget.breached.v1",
    message: "realmwire.performance_mode.v1.BudgetBreached",
    audience: crate::Audience::Owner,
};

impl crate::Event for BudgetBreached {
    const SPEC: &'static crate::EventSpec = &BUDGET_BREACHED;

    fn key(&self) -> &str {
        &self.player_id
    }
}
