//! The operations.

mod present;
mod report;

use prost_types::Timestamp;
use realmwire_api::performance_mode::PerformanceMode;
use realmwire_contract::performance_mode::v1::{
    AdjustModeRequest, AdjustModeResponse, Budget, ChangeReason, GetMetricsRequest, GetMetricsResponse, GetModeRequest,
    GetModeResponse, ListPresetsRequest, ListPresetsResponse, Mode, ModeChanged, ReportMetricsRequest,
    ReportMetricsResponse, SetBudgetRequest, SetBudgetResponse,
};
use realmwire_sdk::content::Content;
use realmwire_sdk::context::Context;
use realmwire_sdk::requests::check_id;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, Key, PageRequest, Store, Stored};

use crate::config::Config;
use crate::error::{Error, check_expected};
use crate::presets::{AUTO_MODES, Preset, Presets};
use crate::requests::{self, BUCKET_SECONDS};
use crate::state::{BucketRecord, DeviceRecord, bucket_key, device_key, devices};
use present::mode_state;

/// The devices of players.
#[derive(Clone, Debug)]
pub(crate) struct Devices {
    pub(crate) store: Store,
    pub(crate) presets: Content<Presets>,
    pub(crate) config: Config,
}

/// A device and what is stored of it.
struct Loaded {
    player_id: String,
    device_id: String,
    stored: Option<Stored<DeviceRecord>>,
    /// What is stored, or what a device begins with.
    record: DeviceRecord,
}

impl PerformanceMode for Devices {
    async fn report_metrics(
        &self,
        cx: &Context,
        request: ReportMetricsRequest,
    ) -> Result<ReportMetricsResponse, Status> {
        self.report(cx, request).await
    }

    async fn get_metrics(&self, cx: &Context, request: GetMetricsRequest) -> Result<GetMetricsResponse, Status> {
        check_id("player_id", &request.player_id)?;
        check_id("device_id", &request.device_id)?;
        let buckets = requests::window_buckets(request.window)?;
        let last = bucket_number(cx);
        let first = (last + 1).saturating_sub(buckets);
        let keys: Vec<_> =
            (first..=last).map(|number| bucket_key(&request.player_id, &request.device_id, number)).collect();
        let found = self.store.load_many::<BucketRecord>(&keys).await?;
        let found: Vec<_> = found.iter().flatten().map(|stored| &stored.value).collect();
        let seconds = i64::try_from(first * BUCKET_SECONDS).unwrap_or(i64::MAX);
        let start_time = Some(Timestamp { seconds, nanos: 0 });
        Ok(GetMetricsResponse { start_time, ..BucketRecord::merged(&found)?.to_proto() })
    }

    async fn list_presets(&self, _cx: &Context, request: ListPresetsRequest) -> Result<ListPresetsResponse, Status> {
        let scope = Key::new("preset");
        let page = PageRequest::parse(request.page_size, &request.page_token, 50, 100)?;
        let after = page.after(&scope)?.and_then(|key| key.last().parse::<i32>().ok()).unwrap_or_default();
        let presets = self.presets.current();
        let mut listed = presets.iter().filter(|preset| i32::from(preset.mode) > after).map(Preset::to_proto);
        let presets: Vec<_> = listed.by_ref().take(page.size()).collect();
        let last = presets.last().filter(|_| listed.next().is_some());
        let token = |mode: i32| PageRequest::token_after(&scope, &scope.with(&mode.to_string()));
        let next_page_token = last.map_or_else(String::new, |last| token(last.mode));
        Ok(ListPresetsResponse { presets, next_page_token })
    }

    async fn adjust_mode(&self, cx: &Context, request: AdjustModeRequest) -> Result<AdjustModeResponse, Status> {
        let mode = requests::mode(request.mode)?;
        let (locked_resolution, locked_preset) = requests::locks(request.locks, mode)?;
        let loaded = self.load(request.player_id, request.device_id).await?;
        check_expected(request.expected_version.as_ref(), loaded.version(), &loaded.device_id)?;
        let before = &loaded.record;
        let mut next = DeviceRecord { locked_resolution, ..before.clone() };
        next.set_mode(mode);
        next.set_locked_preset(locked_preset);
        self.choose(&mut next, before);
        if loaded.stored.is_some() && next == *before {
            let mode = Some(mode_state(&loaded, before, &self.presets.current()));
            return self.store.commit(cx, Changes::new(), AdjustModeResponse { mode }).await;
        }
        next.version += 1;
        next.change_time = Some(cx.timestamp());
        next.set_reason(ChangeReason::Chosen);
        let mut observed = next.observed.take().unwrap_or_default();
        observed.restart();
        observed.raised_at_us = None;
        observed.forget_mistakes();
        next.observed = Some(observed);
        let changes = self.put(&loaded, &next).await?.event(&loaded.mode_changed(&next));
        let mode = Some(mode_state(&loaded, &next, &self.presets.current()));
        self.store.commit(cx, changes, AdjustModeResponse { mode }).await
    }

    async fn get_mode(&self, _cx: &Context, request: GetModeRequest) -> Result<GetModeResponse, Status> {
        let loaded = self.load(request.player_id, request.device_id).await?;
        let mode = Some(mode_state(&loaded, &loaded.record, &self.presets.current()));
        Ok(GetModeResponse { mode })
    }

    async fn set_budget(&self, cx: &Context, request: SetBudgetRequest) -> Result<SetBudgetResponse, Status> {
        let budget = requests::budget(request.budget)?;
        let loaded = self.load(request.player_id, request.device_id).await?;
        check_expected(request.expected_version.as_ref(), loaded.version(), &loaded.device_id)?;
        let mut next = loaded.record.clone();
        let changes = if loaded.stored.is_some() && next.budget.as_ref() == Some(&budget) {
            Changes::new()
        } else {
            next.budget = Some(budget);
            next.version += 1;
            next.change_time = Some(cx.timestamp());
            // What was broken was another budget.
            next.breaches.clear();
            self.put(&loaded, &next).await?
        };
        let mode = Some(mode_state(&loaded, &next, &self.presets.current()));
        self.store.commit(cx, changes, SetBudgetResponse { mode }).await
    }
}

impl Devices {
    async fn load(&self, player_id: String, device_id: String) -> Result<Loaded, Status> {
        check_id("player_id", &player_id)?;
        check_id("device_id", &device_id)?;
        let stored = self.store.load::<DeviceRecord>(&device_key(&player_id, &device_id)).await?;
        let record = stored.as_ref().map_or_else(|| self.beginning(), |stored| stored.value.clone());
        Ok(Loaded { player_id, device_id, stored, record })
    }

    /// What a device begins with.
    fn beginning(&self) -> DeviceRecord {
        let presets = self.presets.current();
        let resolution_percent = presets.get(Mode::High).map_or(100, |preset| preset.resolution_percent);
        let budget = Budget { frame_time_ms: f64::from(self.config.frame_budget_us) / 1000.0, ..Budget::default() };
        DeviceRecord {
            mode: Mode::Auto.into(),
            preset: Mode::High.into(),
            resolution_percent,
            budget: Some(budget),
            ..DeviceRecord::default()
        }
    }

    /// Sets the quality that a mode which was chosen begins with.
    fn choose(&self, next: &mut DeviceRecord, before: &DeviceRecord) {
        let mode = next.mode();
        let preset = match (mode, next.locked_preset()) {
            (Mode::Auto, Mode::Unspecified) if AUTO_MODES.contains(&before.preset()) => before.preset(),
            (Mode::Auto, Mode::Unspecified) => Mode::High,
            (Mode::Auto, locked) => locked,
            (fixed, _) => fixed,
        };
        let of_preset = self.presets.current().get(preset).map_or(100, |preset| preset.resolution_percent);
        let goes_on = mode == Mode::Auto && before.mode() == Mode::Auto;
        let unlocked = if goes_on { before.resolution_percent } else { of_preset };
        next.set_preset(preset);
        next.resolution_percent = next.locked_resolution.unwrap_or(unlocked);
    }

    /// The write of a device, which is one of the player's devices from then on.
    async fn put(&self, loaded: &Loaded, record: &DeviceRecord) -> Result<Changes, Status> {
        let ttl = Some(std::time::Duration::from_secs(u64::from(self.config.device_days) * 24 * 3600));
        if let Some(stored) = &loaded.stored {
            let expect = Expect::Revision(stored.revision);
            return Ok(Changes::new().put(stored.key.clone(), expect, record, ttl));
        }
        let limit = self.config.devices_per_player_max;
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        let page = PageRequest::parse(0, "", most, most)?;
        let known = self.store.list::<DeviceRecord>(&devices(&loaded.player_id), &page).await?;
        if known.items.len() >= most {
            return Err(Error::TooManyDevices(limit).into());
        }
        Ok(Changes::new().put(device_key(&loaded.player_id, &loaded.device_id), Expect::Absent, record, ttl))
    }
}

impl Loaded {
    fn version(&self) -> u64 {
        self.record.version
    }

    /// The event that the mode or the quality became another one.
    fn mode_changed(&self, next: &DeviceRecord) -> ModeChanged {
        let before = &self.record;
        ModeChanged {
            player_id: self.player_id.clone(),
            device_id: self.device_id.clone(),
            version: next.version,
            previous_version: before.version,
            mode: next.mode,
            previous_mode: before.mode,
            preset: next.preset,
            previous_preset: before.preset,
            resolution_percent: next.resolution_percent,
            previous_resolution_percent: before.resolution_percent,
            reason: next.reason,
            change_time: next.change_time,
        }
    }
}

/// The number of the ten seconds that it is now.
fn bucket_number(cx: &Context) -> u64 {
    let since_1970 = cx.now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    since_1970.as_secs() / BUCKET_SECONDS
}
