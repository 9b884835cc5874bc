//! The operations that set weather and let it go.

use realmwire_contract::weather_manager::v1::{
    self, ReleaseOverrideRequest, ReleaseOverrideResponse, SetWeatherRequest, SetWeatherResponse,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::requests::check_id;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Stored};

use super::{Asked, Weathers, zone};
use crate::error::Error;
use crate::overrides::Override;
use crate::requests;
use crate::scene::incarnation;
use crate::state::{OverrideRecord, OverridesRecord, overrides_key};

impl Weathers {
    pub(super) async fn set(&self, cx: &Context, request: SetWeatherRequest) -> Result<SetWeatherResponse, Status> {
        check_id("zone_id", &request.zone_id)?;
        let asked = self.ask(cx, &request.world_id, (0, 0), None).await?;
        let zone = zone(&asked.scene.atlas, &request.zone_id)?;
        let override_id = match request.override_id.as_str() {
            "" => cx.new_id(),
            id => {
                check_id("override_id", id)?;
                id.to_owned()
            }
        };
        let one = requests::to_set(&request, override_id, &zone.climate, asked.now.milliseconds, &self.config)?;
        let (stored, mut record) = self.record(&asked, &zone.id).await?;
        record.entries.retain(|entry| self.is_remembered(entry, &asked));
        if record.entries.iter().any(|entry| entry.override_id == one.id) {
            return Err(Error::OverrideExists(one.id).into());
        }
        let limit = self.config.overrides_per_zone_max;
        if record.entries.len() >= limit {
            return Err(Error::TooManyOverrides { limit }.into());
        }
        let create_time = Some(cx.timestamp());
        record.entries.push(OverrideRecord::new(&one, create_time));
        let response = SetWeatherResponse { r#override: Some(view(&zone.id, &one, create_time)) };
        self.store.commit(cx, changes(&asked, &zone.id, stored.as_ref(), &record), response).await
    }

    pub(super) async fn release(
        &self,
        cx: &Context,
        request: ReleaseOverrideRequest,
    ) -> Result<ReleaseOverrideResponse, Status> {
        check_id("zone_id", &request.zone_id)?;
        check_id("override_id", &request.override_id)?;
        let fade_out = requests::length("fade_out", request.fade_out, &self.config)?;
        let asked = self.ask(cx, &request.world_id, (0, 0), None).await?;
        // A zone that the content no longer has can still be cleared.
        let (stored, mut record) = self.record(&asked, &request.zone_id).await?;
        let now = asked.now.milliseconds;
        let entry = record.entries.iter_mut().find(|entry| entry.override_id == request.override_id);
        let found = entry.and_then(|entry| entry.to_override().map(|one| (entry, one)));
        let found = found.filter(|(_, one)| !one.has_ended(now));
        let (entry, mut one) = found.ok_or_else(|| Error::OverrideNotFound(request.override_id.clone()))?;
        one.release(now, fade_out.unwrap_or(one.fade_out_ms));
        *entry = OverrideRecord::new(&one, entry.create_time);
        let response = ReleaseOverrideResponse { r#override: Some(view(&request.zone_id, &one, entry.create_time)) };
        self.store.commit(cx, changes(&asked, &request.zone_id, stored.as_ref(), &record), response).await
    }

    /// What is stored of a zone, and what of it concerns this world rather than one of the same name before it.
    async fn record(
        &self,
        asked: &Asked,
        zone_id: &str,
    ) -> Result<(Option<Stored<OverridesRecord>>, OverridesRecord), Status> {
        let stored = self.store.load::<OverridesRecord>(&overrides_key(&asked.world.world_id, zone_id)).await?;
        let incarnation = incarnation(&asked.world);
        let current = stored.as_ref().filter(|stored| stored.value.incarnation == incarnation);
        let record = current.map(|stored| stored.value.clone());
        Ok((stored, record.unwrap_or(OverridesRecord { incarnation, entries: Vec::new() })))
    }

    /// Whether it is part of the history that is told.
    fn is_remembered(&self, entry: &OverrideRecord, asked: &Asked) -> bool {
        let told_ms = i64::from(self.config.history_hours_max).saturating_mul(asked.scene.era.hour_ms);
        let oldest = asked.now.milliseconds.saturating_sub(told_ms);
        entry.to_override().is_some_and(|one| !one.has_ended(oldest))
    }
}

fn changes(
    asked: &Asked,
    zone_id: &str,
    stored: Option<&Stored<OverridesRecord>>,
    record: &OverridesRecord,
) -> Changes {
    match stored {
        Some(stored) => Changes::new().update(stored, record),
        None => Changes::new().create(overrides_key(&asked.world.world_id, zone_id), record),
    }
}

/// What was set, as the contract shows it.
pub(super) fn view(zone_id: &str, one: &Override, create_time: Option<prost_types::Timestamp>) -> v1::Override {
    v1::Override {
        override_id: one.id.clone(),
        zone_id: zone_id.to_owned(),
        condition: one.condition.to_proto().into(),
        intensity: one.intensity,
        begin_milliseconds: one.begin_ms,
        full_milliseconds: one.full_ms,
        release_milliseconds: one.ending.map(|ending| ending.release_ms),
        end_milliseconds: one.ending.map(|ending| ending.end_ms),
        create_time,
    }
}
