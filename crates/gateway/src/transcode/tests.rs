mod binding;
mod free;
mod protojson;

use std::sync::{Arc, LazyLock};

use prost_reflect::DescriptorPool;

use super::*;
use crate::testing;

/// A message with a field of each kind, and one that a rule can bind.
static POOL: LazyLock<DescriptorPool> = LazyLock::new(|| testing::pool(include_str!("tests/all.proto")));

static SCHEMA: LazyLock<Arc<Schema>> = LazyLock::new(|| Arc::new(Schema::compile(&POOL)));
