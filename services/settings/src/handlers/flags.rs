//! The operations on flags.

use std::collections::BTreeSet;

use realmwire_contract::settings::v1::{
    DeleteFlagRequest, DeleteFlagResponse, EvaluateFlagsRequest, EvaluateFlagsResponse, FlagChanged, FlagEvaluation,
    FlagReason, GetFlagRequest, GetFlagResponse, ListFlagsRequest, ListFlagsResponse, SetTierRequest, SetTierResponse,
    UpsertFlagRequest, UpsertFlagResponse,
};
use realmwire_sdk::context::Context;
use realmwire_sdk::requests::check_id;
use realmwire_sdk::status::Status;
use realmwire_sdk::store::{Changes, Expect, PageRequest};

use super::Handlers;
use crate::error::{Error, check_expected};
use crate::flags::{check_rule, check_tier, evaluate};
use crate::state::{FlagCount, FlagRecord, TierRecord, flag_count_key, flag_key, flags, tier_key};

/// The most flags of a request or a page: all that there can be.
const FLAGS_MAX: usize = 500;

impl Handlers {
    pub(super) async fn evaluate(&self, request: EvaluateFlagsRequest) -> Result<EvaluateFlagsResponse, Status> {
        check_id("player_id", &request.player_id)?;
        check_flag_ids(&request.flag_ids)?;
        let key = tier_key(&request.player_id);
        let (tier, flags) = futures::try_join!(self.store.load::<TierRecord>(&key), self.flags(request.flag_ids))?;
        let tier = tier.map_or_else(String::new, |stored| stored.value.tier);
        let evaluate = |(flag_id, record): (String, Option<FlagRecord>)| {
            evaluation(flag_id, record.unwrap_or_default(), &request.player_id, &tier)
        };
        let evaluations = flags.into_iter().map(evaluate).collect();
        Ok(EvaluateFlagsResponse { evaluations, tier })
    }

    /// The flags with these ids, or all of them.
    async fn flags(&self, flag_ids: Vec<String>) -> Result<Vec<(String, Option<FlagRecord>)>, Status> {
        if flag_ids.is_empty() {
            let page = PageRequest::parse(0, "", FLAGS_MAX, FLAGS_MAX)?;
            let page = self.store.list::<FlagRecord>(&flags(), &page).await?;
            return Ok(page.items.into_iter().map(|stored| (stored.key.last(), Some(stored.value))).collect());
        }
        let keys: Vec<_> = flag_ids.iter().map(|flag_id| flag_key(flag_id)).collect();
        let found = self.store.load_many::<FlagRecord>(&keys).await?;
        let records = found.into_iter().map(|stored| stored.map(|stored| stored.value));
        Ok(flag_ids.into_iter().zip(records).collect())
    }

    pub(super) async fn write_flag(
        &self,
        cx: &Context,
        request: UpsertFlagRequest,
    ) -> Result<UpsertFlagResponse, Status> {
        let flag_id = request.flag_id;
        check_id("flag_id", &flag_id)?;
        let rule = request.rule.ok_or_else(|| Error::invalid("rule", "must not be missing"))?;
        let problems = check_rule(&rule, self.config.flag_bytes_max);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems).into());
        }
        let stored = self.store.load::<FlagRecord>(&flag_key(&flag_id)).await?;
        let previous_version = stored.as_ref().map_or(0, |stored| stored.value.version);
        check_expected(request.expected_version.as_ref(), previous_version, "flag", &flag_id)?;
        let create_time = stored.as_ref().map_or(Some(cx.timestamp()), |stored| stored.value.create_time);
        let record = FlagRecord {
            rule: Some(rule),
            version: previous_version + 1,
            create_time,
            update_time: Some(cx.timestamp()),
        };
        let changes = match &stored {
            Some(stored) if stored.value.rule == record.rule => {
                let flag = Some(stored.value.clone().into_flag(flag_id));
                return self.store.commit(cx, Changes::new(), UpsertFlagResponse { flag }).await;
            }
            Some(stored) => Changes::new().update(stored, &record),
            None => self.count(Counted::Created).await?.create(flag_key(&flag_id), &record),
        };
        let changes = changes.event(&FlagChanged {
            flag_id: flag_id.clone(),
            version: record.version,
            previous_version,
            update_time: record.update_time,
        });
        self.store.commit(cx, changes, UpsertFlagResponse { flag: Some(record.into_flag(flag_id)) }).await
    }

    pub(super) async fn read_flag(&self, request: GetFlagRequest) -> Result<GetFlagResponse, Status> {
        check_id("flag_id", &request.flag_id)?;
        let stored = self.store.load::<FlagRecord>(&flag_key(&request.flag_id)).await?;
        let stored = stored.ok_or_else(|| Error::FlagNotFound(request.flag_id.clone()))?;
        Ok(GetFlagResponse { flag: Some(stored.value.into_flag(request.flag_id)) })
    }

    pub(super) async fn page_of_flags(&self, request: ListFlagsRequest) -> Result<ListFlagsResponse, Status> {
        let page = PageRequest::parse(request.page_size, &request.page_token, 50, FLAGS_MAX)?;
        let page = self.store.list::<FlagRecord>(&flags(), &page).await?;
        let (flags, next_page_token) = page.map(|stored| stored.value.into_flag(stored.key.last()));
        Ok(ListFlagsResponse { flags, next_page_token })
    }

    pub(super) async fn remove_flag(
        &self,
        cx: &Context,
        request: DeleteFlagRequest,
    ) -> Result<DeleteFlagResponse, Status> {
        check_id("flag_id", &request.flag_id)?;
        let stored = self.store.load::<FlagRecord>(&flag_key(&request.flag_id)).await?;
        let stored = stored.ok_or_else(|| Error::FlagNotFound(request.flag_id.clone()))?;
        check_expected(request.expected_version.as_ref(), stored.value.version, "flag", &request.flag_id)?;
        let changes = self.count(Counted::Deleted).await?.remove(&stored).event(&FlagChanged {
            flag_id: request.flag_id,
            version: 0,
            previous_version: stored.value.version,
            update_time: Some(cx.timestamp()),
        });
        self.store.commit(cx, changes, DeleteFlagResponse {}).await
    }

    pub(super) async fn write_tier(&self, cx: &Context, request: SetTierRequest) -> Result<SetTierResponse, Status> {
        check_id("player_id", &request.player_id)?;
        if let Some(problem) = check_tier(&request.tier) {
            return Err(Error::Invalid(vec![problem]).into());
        }
        let key = tier_key(&request.player_id);
        let changes = match request.tier {
            tier if tier.is_empty() => Changes::new().delete(key, Expect::Any),
            tier => Changes::new().put(key, Expect::Any, &TierRecord { tier }, None),
        };
        self.store.commit(cx, changes, SetTierResponse {}).await
    }

    /// The count of flags after one more or less.
    async fn count(&self, counted: Counted) -> Result<Changes, Status> {
        let stored = self.store.load::<FlagCount>(&flag_count_key()).await?;
        let count = stored.as_ref().map_or(0, |stored| stored.value.count);
        let count = match counted {
            Counted::Created if count >= self.config.flags_max => {
                return Err(Error::TooManyFlags(self.config.flags_max).into());
            }
            Counted::Created => count + 1,
            Counted::Deleted => count.saturating_sub(1),
        };
        Ok(match &stored {
            Some(stored) => Changes::new().update(stored, &FlagCount { count }),
            None => Changes::new().create(flag_count_key(), &FlagCount { count }),
        })
    }
}

/// What happened to a flag.
#[derive(Clone, Copy)]
enum Counted {
    Created,
    Deleted,
}

fn check_flag_ids(flag_ids: &[String]) -> Result<(), Error> {
    if flag_ids.len() > FLAGS_MAX {
        return Err(Error::invalid("flag_ids", format!("has more than {FLAGS_MAX} entries")));
    }
    let mut seen = BTreeSet::new();
    for (index, flag_id) in flag_ids.iter().enumerate() {
        let field = format!("flag_ids[{index}]");
        check_id(&field, flag_id)?;
        if !seen.insert(flag_id) {
            return Err(Error::invalid(field, "is there twice"));
        }
    }
    Ok(())
}

fn evaluation(flag_id: String, record: FlagRecord, player_id: &str, tier: &str) -> FlagEvaluation {
    let Some(rule) = record.rule else {
        return FlagEvaluation { flag_id, reason: FlagReason::Unknown.into(), ..FlagEvaluation::default() };
    };
    let outcome = evaluate(&flag_id, &rule, player_id, tier);
    FlagEvaluation {
        flag_id,
        enabled: outcome.reason == FlagReason::On,
        variant: outcome.variant.map_or_else(String::new, |variant| variant.name.clone()),
        value: outcome.variant.and_then(|variant| variant.value.clone()),
        reason: outcome.reason.into(),
        version: record.version,
    }
}
